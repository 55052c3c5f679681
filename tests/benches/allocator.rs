//! Measures generation from the large document with xtask's allocator. The benchmark `generate` uses the system
//! allocator.

mod large;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

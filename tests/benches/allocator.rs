//! The large document with xtask's allocator; the benchmark `generate` has it with the system's.

mod large;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

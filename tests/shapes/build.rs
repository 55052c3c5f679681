//! Generates the clients of fixtures.

fn main() {
    codegen::build_script::generate([
        "../fixtures/enums.yaml",
        "../fixtures/fragments.yaml",
        "../fixtures/multipart.yaml",
        "../fixtures/styles.yaml",
        "../fixtures/successes.yaml",
    ]);
}

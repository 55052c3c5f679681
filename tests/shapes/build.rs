//! Generates the clients of fixtures.

fn main() {
    codegen::build_script::generate([
        "../fixtures/batches.yaml",
        "../fixtures/constraints.yaml",
        "../fixtures/enums.yaml",
        "../fixtures/fragments.yaml",
        "../fixtures/method_names.yaml",
        "../fixtures/multipart.yaml",
        "../fixtures/pages.yaml",
        "../fixtures/styles.yaml",
        "../fixtures/successes.yaml",
    ]);
}

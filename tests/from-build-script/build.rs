//! Generates the client of `notes.yaml`.

fn main() {
    codegen::build_script::generate(["notes.yaml"]);
}

//! What the README shows compiles.

use std::fmt::Write as _;
use std::path::Path;

/// What the README's fragments stand in: a client, some IDs, and a function that can fail.
const BEFORE: &str = "
use std::time::Duration;
use conversations_client::fernand::{Client, types::*};
use uuid::uuid;
async fn example(client: Client, ids: Vec<i64>) -> Result<(), Box<dyn std::error::Error>> {
";
const AFTER: &str = "
    Ok(())
}
";

#[test]
fn every_rust_example_compiles() {
    let readme = include_str!("../README.md");
    let mut program = "#![allow(unused)]\nfn main() {}\n".to_owned();
    let mut examples = 0;
    for block in readme.split("```rust\n").skip(1) {
        let code = block.split("```").next().unwrap_or_default();
        examples += 1;
        writeln!(program, "mod example_{examples} {{{BEFORE}{code}{AFTER}}}")
            .expect("a string takes all");
    }
    assert!(examples > 0, "the README has no examples");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme.rs");
    std::fs::write(&file, program).expect("the folder is there");
    trybuild::TestCases::new().pass(file);
}

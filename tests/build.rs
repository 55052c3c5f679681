//! Takes the Rust out of the README, for `readme.rs` to include: each example in a function of its own.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

const README: &str = "../README.md";

/// What each example stands in: names that it may use, and a function that can fail.
const BEFORE: &str = "    use std::time::Duration;

    use conversations_client::fernand::Client;
    use conversations_client::fernand::types::*;
    use uuid::uuid;

    async fn example(client: Client, ids: Vec<i64>) -> Result<(), Box<dyn std::error::Error>> {
";
const AFTER: &str = "
        Ok(())
    }
";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={README}");
    let out = env::var_os("OUT_DIR").expect("Cargo sets it");
    let readme = fs::read_to_string(README)?;
    fs::write(Path::new(&out).join("readme.rs"), modules(&readme))
}

/// A module for each example, named after the line that it starts at.
fn modules(readme: &str) -> String {
    let mut modules = String::new();
    let mut lines = readme.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line != "```rust" {
            continue;
        }
        let code = lines.by_ref().map(|(_, line)| line);
        let code = code.take_while(|line| *line != "```");
        let code = code.collect::<Vec<_>>().join("\n");
        let number = index + 2;
        writeln!(modules, "mod line_{number} {{\n{BEFORE}{code}{AFTER}}}")
            .expect("a string takes all text");
    }
    assert!(!modules.is_empty(), "the README has no examples");
    modules
}

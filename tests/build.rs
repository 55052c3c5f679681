//! Extracts parts of the repository for tests.
//!
//! For `readme.rs`, the Rust of the READMEs: each example of the repository in a function, which is a test if the example
//! uses a mock, and the program of the generated package in a module. For `example_values.rs`, the examples of the vendors'
//! types. With the feature `progenitor`, the output of progenitor for the vendors' documents.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

#[path = "support/example_checks.rs"]
mod example_checks;

#[cfg(feature = "progenitor")]
#[path = "support/progenitor.rs"]
mod progenitor;

use example_checks::example_checks;

const README: &str = "../README.md";
const PACKAGE_README: &str = "../generated/README.md";

const VENDORS: [&str; 3] = ["bird", "fernand", "kustomer"];

/// The imports that each example of the repository can use.
const IMPORTS: &str = "    use std::time::Duration;

    use conversations_client::fernand::Client;
    use conversations_client::fernand::types::*;

";
/// The start of an example that is only compiled.
const FUNCTION: &str = "    async fn example(client: Client, ids: Vec<i64>) -> Result<(), Box<dyn std::error::Error>> {
";
/// The start of an example that runs, since it needs no server.
const TEST: &str = "    #[tokio::test]
    async fn example() -> Result<(), Box<dyn std::error::Error>> {
";
/// The code after each example.
const SUFFIX: &str = "
        Ok(())
    }
";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let readme = read(README)?;
    let mut text = String::new();
    for (line, code) in examples(&readme, "```rust") {
        let start = if code.contains("Mock::new()") {
            TEST
        } else {
            FUNCTION
        };
        writeln!(text, "mod line_{line} {{\n{IMPORTS}{start}{code}{SUFFIX}}}")
            .expect("writing to a string does not fail");
    }
    assert!(!text.is_empty(), "the README has no examples");
    for (line, code) in examples(&read(PACKAGE_README)?, "```rust,no_run") {
        writeln!(text, "mod package_line_{line} {{\n{code}\n}}")
            .expect("writing to a string does not fail");
    }
    let out = env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR");
    let out = Path::new(&out);
    fs::write(out.join("readme.rs"), text)?;
    #[cfg(feature = "progenitor")]
    for module in VENDORS {
        progenitor::write(module, &read(&format!("../spec/{module}.yaml"))?, out)?;
    }
    let mut checks = String::new();
    for module in VENDORS {
        let examples = read(&format!("../generated/src/{module}/examples.rs"))?;
        checks.push_str(&example_checks(module, &examples));
    }
    fs::write(out.join("example_checks.rs"), format!("{{\n{checks}}}\n"))
}

fn read(path: &str) -> io::Result<String> {
    println!("cargo::rerun-if-changed={path}");
    fs::read_to_string(path)
}

/// The code blocks that start with `fence`, each with the number of its first line.
fn examples(readme: &str, fence: &str) -> Vec<(usize, String)> {
    let mut examples = Vec::new();
    let mut lines = readme.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line == fence {
            let code = lines.by_ref().map(|(_, line)| line);
            let code: Vec<_> = code.take_while(|line| *line != "```").collect();
            examples.push((index + 2, code.join("\n")));
        }
    }
    examples
}

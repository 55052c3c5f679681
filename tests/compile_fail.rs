//! Checks that programs with mistakes do not compile, and that the compiler's errors point at the mistakes.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test compile_fail` accepts the messages of another compiler version.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::{Settings, assert_snapshot};
use serde::Deserialize;
use tests::{ScratchCrate, root};

/// The folder of the programs and of the snapshots of their errors.
const CASES: &str = "compile_fail";

/// A line of Cargo's JSON output.
#[derive(Deserialize)]
struct CargoMessage {
    target: Option<Target>,
    message: Option<CompilerMessage>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// A message of the compiler.
#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    message: String,
    code: Option<Code>,
    spans: Vec<Span>,
    children: Vec<CompilerMessage>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// The code that a message refers to.
#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    label: Option<String>,
    suggested_replacement: Option<String>,
    text: Vec<SourceLine>,
}

/// A line of a span.
#[derive(Deserialize)]
struct SourceLine {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

impl CompilerMessage {
    /// Whether the message is about a long type that the compiler wrote to a file.
    fn is_about_a_long_type(&self) -> bool {
        let starts = [
            "the full name for the type has been written to",
            "consider using `--verbose` to print the full type name",
        ];
        starts.iter().any(|start| self.message.starts_with(start))
    }

    /// Appends the text of the message. It does not depend on the machine or on lines in the client.
    fn show(&self, text: &mut String) {
        if self.is_about_a_long_type() {
            return;
        }
        let code = self.code.as_ref();
        let code = code.map_or_else(String::new, |it| format!("[{}]", it.code));
        text.push_str(&format!("{}{code}: {}\n", self.level, self.message));
        for span in &self.spans {
            text.push_str(&format!("  {}\n", span.show()));
        }
        for child in &self.children {
            child.show(text);
        }
    }
}

impl Span {
    fn show(&self) -> String {
        let location = self.location();
        let source: Vec<_> = self.text.iter().map(SourceLine::highlighted).collect();
        let source = source.join("\n");
        match (&self.suggested_replacement, &self.label) {
            (Some(new), _) => format!("{location}: `{source}` -> `{new}`"),
            (None, Some(label)) if !label.is_empty() => format!("{location}: `{source}`: {label}"),
            _ => format!("{location}: `{source}`"),
        }
    }

    /// Returns the path of a file in this workspace, or the line in the program.
    fn location(&self) -> String {
        match Path::new(&self.file_name).strip_prefix(root()) {
            Ok(path) => path.to_string_lossy().replace('\\', "/"),
            Err(_) => format!("line {}", self.line_start),
        }
    }
}

impl SourceLine {
    fn highlighted(&self) -> String {
        let length = self.highlight_end - self.highlight_start;
        let text = self.text.chars().skip(self.highlight_start - 1);
        text.take(length).collect()
    }
}

/// Returns the manifest of the programs, which depend on the client.
fn manifest() -> String {
    let client = root().join("generated");
    let client = client.to_string_lossy();
    format!(
        r#"[package]
name = "compile-fail"
edition = "2024"

[dependencies]
conversations-client = {{ path = {client:?}, default-features = false, features = ["bird", "fernand", "kustomer"] }}
uuid = {{ version = "1", default-features = false }}

[workspace]
"#
    )
}

/// Returns the programs that must not compile, by name.
fn cases() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(CASES);
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let programs = paths.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    programs
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Compiles the programs, and returns the errors of each program and Cargo's standard error.
fn compile(cases: &BTreeMap<String, String>) -> (BTreeMap<String, String>, String) {
    let manifest = manifest();
    let mut files = vec![("Cargo.toml".to_owned(), manifest.as_str())];
    let programs = cases.iter();
    files.extend(programs.map(|(name, text)| (format!("src/bin/{name}.rs"), text.as_str())));
    let files = files.iter().map(|(path, text)| (path.as_str(), *text));
    let scratch = ScratchCrate::write(env!("CARGO_TARGET_TMPDIR"), "compile-fail", files).unwrap();
    let mut cargo = scratch.cargo("build");
    cargo.args(["--bins", "--keep-going", "--message-format", "json"]);
    let output = cargo.output().unwrap();
    let reports = output.stdout.split(|byte| *byte == b'\n');
    let reports = reports.filter(|line| !line.is_empty());
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for report in reports {
        let report: CargoMessage = serde_json::from_slice(report).unwrap();
        let (Some(target), Some(message)) = (report.target, report.message) else {
            continue;
        };
        // Errors without a span only summarize the others.
        if message.level == "error" && !message.spans.is_empty() {
            message.show(errors.entry(target.name).or_default());
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (errors, stderr)
}

#[test]
fn programs_with_mistakes_do_not_compile() {
    let cases = cases();
    let (errors, stderr) = compile(&cases);
    assert!(errors.keys().eq(cases.keys()), "{errors:#?}\n{stderr}");
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(CASES);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, errors) in errors {
            assert_snapshot!(name, errors);
        }
    });
}

//! What the compiler has to refuse, so that it is not left to run time.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test compile_fail` accepts what another version of the compiler says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::{Settings, assert_snapshot};
use serde::Deserialize;
use tests::{Scratch, root};

/// The folder of the cases, and of what the compiler says of each.
const CASES: &str = "compile_fail";

/// A line that Cargo prints for programs.
#[derive(Deserialize)]
struct Report {
    target: Option<Target>,
    message: Option<Diagnostic>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// What the compiler says.
#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    message: String,
    code: Option<Code>,
    spans: Vec<Span>,
    children: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// A place that it is about.
#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    label: Option<String>,
    suggested_replacement: Option<String>,
    text: Vec<Source>,
}

/// A line of that place.
#[derive(Deserialize)]
struct Source {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

impl Diagnostic {
    /// Whether it is there only because the compiler writes long types to a file.
    fn is_of_a_long_type(&self) -> bool {
        let starts = [
            "the full name for the type has been written to",
            "consider using `--verbose` to print the full type name",
        ];
        starts.iter().any(|start| self.message.starts_with(start))
    }

    /// Its text, the same on every machine and wherever things stand in the client.
    fn show(&self, text: &mut String) {
        if self.is_of_a_long_type() {
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
        let place = self.place();
        let source: Vec<_> = self.text.iter().map(Source::highlighted).collect();
        let source = source.join("\n");
        match (&self.suggested_replacement, &self.label) {
            (Some(new), _) => format!("{place}: `{source}` -> `{new}`"),
            (None, Some(label)) if !label.is_empty() => format!("{place}: `{source}`: {label}"),
            _ => format!("{place}: `{source}`"),
        }
    }

    /// The file in this workspace, or the line of the program.
    fn place(&self) -> String {
        match Path::new(&self.file_name).strip_prefix(root()) {
            Ok(path) => path.to_string_lossy().replace('\\', "/"),
            Err(_) => format!("line {}", self.line_start),
        }
    }
}

impl Source {
    fn highlighted(&self) -> String {
        let length = self.highlight_end - self.highlight_start;
        let text = self.text.chars().skip(self.highlight_start - 1);
        text.take(length).collect()
    }
}

/// What the programs are of: the client, and what its callers have beside it.
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

/// The programs that must not compile, by name.
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

/// Compiles the programs; returns the errors of each, and everything that Cargo says beside them.
fn compile(cases: &BTreeMap<String, String>) -> (BTreeMap<String, String>, String) {
    let manifest = manifest();
    let mut files = vec![("Cargo.toml".to_owned(), manifest.as_str())];
    let programs = cases.iter();
    files.extend(programs.map(|(name, text)| (format!("src/bin/{name}.rs"), text.as_str())));
    let files = files.iter().map(|(path, text)| (path.as_str(), *text));
    let scratch = Scratch::write(env!("CARGO_TARGET_TMPDIR"), "compile-fail", files).unwrap();
    let mut cargo = scratch.cargo("build");
    cargo.args(["--bins", "--keep-going", "--message-format", "json"]);
    let output = cargo.output().unwrap();
    let reports = output.stdout.split(|byte| *byte == b'\n');
    let reports = reports.filter(|line| !line.is_empty());
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for report in reports {
        let report: Report = serde_json::from_slice(report).unwrap();
        let (Some(target), Some(message)) = (report.target, report.message) else {
            continue;
        };
        // The errors without a place only count the others.
        if message.level == "error" && !message.spans.is_empty() {
            message.show(errors.entry(target.name).or_default());
        }
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (errors, said)
}

#[test]
fn mistakes_do_not_compile() {
    let cases = cases();
    let (errors, said) = compile(&cases);
    assert!(errors.keys().eq(cases.keys()), "{errors:#?}\n{said}");
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

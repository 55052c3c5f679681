//! Checks that the files and sections that the Markdown documents name exist.

#[path = "support/root.rs"]
mod root;

use std::fs;
use std::path::Path;

use root::root;

/// The documents, each with the folders that its paths are relative to.
const DOCUMENTS: [(&str, &[&str]); 4] = [
    (
        ".github/CONTRIBUTING.md",
        &[
            "",
            "codegen/src",
            "codegen/tests",
            "codegen/runtime/src/runtime",
        ],
    ),
    (
        ".github/SECURITY.md",
        &[
            "",
            "codegen/runtime/src/runtime",
            "codegen/runtime/src/tests",
        ],
    ),
    ("codegen/README.md", &["codegen"]),
    (
        "codegen/runtime/README.md",
        &[
            "",
            "codegen/runtime",
            "codegen/runtime/src",
            "codegen/runtime/src/runtime",
        ],
    ),
];

/// The documents whose links are checked.
const LINKING: [&str; 8] = [
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
    "README.md",
    "codegen/README.md",
    "codegen/runtime/README.md",
    "spec/README.md",
    "tests/benches/README.md",
    "xtask/README.md",
];

/// Files that the documents name, and that are not in the repository.
const ABSENT: [&str; 2] = ["src/lib.rs", "src/main.rs"];

/// Returns the texts between single backquotes.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.starts_with("```"));
    lines.flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// Returns the targets of links.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    targets.filter_map(|rest| rest.split(')').next())
}

/// Returns the anchors that GitHub gives the headings.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter_map(|line| {
        let heading = line.trim_start_matches('#');
        heading.strip_prefix(' ').filter(|_| line.starts_with('#'))
    });
    headings.map(|heading| {
        let kept = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
        let anchor = heading.chars().filter(kept).collect::<String>();
        anchor.to_lowercase().replace(' ', "-")
    })
}

/// Whether a code span is a path without a placeholder.
fn is_path(text: &str) -> bool {
    let is_source = Path::new(text).extension().is_some_and(|it| it == "rs");
    let has_form = is_source || text.contains('/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    has_form && text.chars().all(is_plain) && !ABSENT.contains(&text)
}

#[test]
fn the_files_that_documents_name_exist() {
    for (document, folders) in DOCUMENTS {
        let text = read(&root().join(document));
        let paths: Vec<_> = code_spans(&text).filter(|it| is_path(it)).collect();
        assert!(!paths.is_empty(), "{document} names no file");
        for named in paths {
            let is_there = |folder: &&str| root().join(folder).join(named).exists();
            assert!(folders.iter().any(is_there), "{document}: {named}");
        }
    }
}

#[test]
fn the_files_and_sections_that_links_name_exist() {
    for document in LINKING {
        let path = root().join(document);
        let folder = path.parent().expect("the document is in a folder");
        let text = read(&path);
        for link in links(&text).filter(|link| !link.starts_with("https:")) {
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => path.clone(),
                _ => folder.join(file),
            };
            assert!(target.exists(), "{document}: {link}");
            let has_section = || anchors(&read(&target)).any(|it| it == section);
            assert!(section.is_empty() || has_section(), "{document}: {link}");
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the document is text")
}

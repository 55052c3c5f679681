//! Tests the order of the modules: each imports only from those before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of the data flow. Modules that do not depend on a document come first.
const MODULES: &[&str] = &[
    "graph",
    "guard",
    "invisible",
    "reserved",
    "names",
    "suggestions",
    "text_shape",
    "file",
    "option_names",
    "diagnostic",
    "openapi",
    "document",
    "folder",
    "keep_types",
    "parts",
    "media_type",
    "path_item",
    "object_reader",
    "failure",
    "dialect",
    "check",
    "bundle",
    "lower",
    "model",
    "examples",
    "wire",
    "refine",
    "surface",
    "commands",
    "emit",
    "print",
    "files",
    "module",
    "runtime_source",
    "package",
    "generate",
    "diff",
    "build_script",
];

/// The sources of each module without its tests.
fn sources() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut modules: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for path in files {
        let inside = path
            .strip_prefix(&root)
            .expect("the path is below the root");
        let is_test = inside
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        let first = inside.iter().next().and_then(|part| part.to_str());
        let module = first.unwrap_or_default().trim_end_matches(".rs");
        if is_test || matches!(module, "lib" | "module_order") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the source is readable");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let sources = modules.entry(module.to_owned()).or_default();
        sources.push((inside.to_owned(), code.to_owned()));
    }
    modules
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The modules that a source names: the first name after each `crate::`, or all names in its braces.
fn imports(code: &str) -> Vec<&str> {
    let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
    let code = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut found = Vec::new();
    for line in code {
        for (at, start) in line.match_indices("crate::") {
            let rest = &line[at + start.len()..];
            let names = match rest.strip_prefix('{') {
                Some(group) => group.split([',', '}']).collect(),
                None => vec![rest],
            };
            let names = names.into_iter().map(str::trim);
            found.extend(names.filter_map(|name| name.split(|c| !is_name(c)).next()));
        }
    }
    found
}

#[test]
fn every_module_is_listed() {
    let modules = sources();
    let mut known: Vec<_> = MODULES.to_vec();
    known.sort_unstable();
    assert_eq!(
        modules.keys().map(String::as_str).collect::<Vec<_>>(),
        known
    );
}

#[test]
fn a_module_imports_only_from_those_before_it() {
    let position = |module: &str| MODULES.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, sources) in sources() {
        for (path, code) in &sources {
            for other in imports(code) {
                seen += 1;
                if position(other) > position(&module) {
                    wrong.push(format!("{} imports from `{other}`", path.display()));
                }
            }
        }
    }
    assert!(seen > 100, "too few imports: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

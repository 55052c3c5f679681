//! The runtime's source, as it goes into every generated crate.

use crate::{File, Module};

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../runtime/src/runtime/", $name)))),*]
    };
}

const SOURCES: &[(&str, &str)] = sources![
    "batches/mod.rs",
    "batches/stream.rs",
    "calls/call.rs",
    "calls/exchange.rs",
    "calls/mod.rs",
    "calls/operation.rs",
    "calls/read.rs",
    "calls/response.rs",
    "calls/run.rs",
    "calls/setters.rs",
    "checks/check.rs",
    "checks/mod.rs",
    "client/base_url.rs",
    "client/builder.rs",
    "client/credentials.rs",
    "client/mod.rs",
    "client/secret.rs",
    "client/transport.rs",
    "clock.rs",
    "document/api.rs",
    "document/mod.rs",
    "encode/mod.rs",
    "encode/multipart.rs",
    "encode/path.rs",
    "encode/query.rs",
    "errors/error.rs",
    "errors/mod.rs",
    "events/mod.rs",
    "events/trace.rs",
    "events/wait.rs",
    "jobs/job.rs",
    "jobs/mod.rs",
    "mod.rs",
    "pages/mod.rs",
    "pages/stream.rs",
    "rate_limits/ledger.rs",
    "rate_limits/mod.rs",
    "rate_limits/pace.rs",
    "rate_limits/rate_limit.rs",
    "retries/budget.rs",
    "retries/mod.rs",
    "retries/policy.rs",
    "values/enums.rs",
    "values/mod.rs",
    "values/nullable.rs",
    "values/scalars.rs",
    "values/unions.rs",
];

/// A file of the runtime that only some documents need, and what their files name of it.
const OPTIONAL: &[(&str, &str)] = &[
    ("encode/multipart.rs", "runtime::Multipart"),
    ("values/scalars.rs", "runtime::scalars::"),
];

/// The runtime's files, with paths inside the crate, less the parts that `modules` do not name.
pub(crate) fn files(modules: &[Module]) -> impl Iterator<Item = File> {
    let files = || modules.iter().flat_map(|module| &module.files);
    let left_out: Vec<_> = OPTIONAL
        .iter()
        .filter(|(_, named)| !files().any(|file| file.text.contains(named)))
        .map(|(path, _)| *path)
        .collect();
    SOURCES
        .iter()
        .filter_map(move |(path, text)| file(path, text, &left_out))
}

fn file(path: &str, text: &str, left_out: &[&str]) -> Option<File> {
    if left_out.contains(&path) {
        return None;
    }
    Some(File {
        path: format!("src/runtime/{path}"),
        text: without(text, left_out),
    })
}

/// The text less the lines that declare those files as modules or export their items.
fn without(text: &str, left_out: &[&str]) -> String {
    let names_one = |line: &str| left_out.iter().any(|path| names(line, path));
    text.split_inclusive('\n')
        .filter(|line| !names_one(line.trim()))
        .collect()
}

/// Whether a line is a `mod` of the file at `path`, or a `use` of its items.
fn names(line: &str, path: &str) -> bool {
    let path = path.trim_end_matches(".rs").replace('/', "::");
    let name = path.rsplit("::").next().unwrap_or(&path);
    let item = line
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub ");
    item == format!("mod {name};")
        || item
            .strip_prefix("use ")
            .and_then(|used| used.trim_start_matches("super::").strip_prefix(&path))
            .is_some_and(|rest| rest.starts_with("::") || rest == ";")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn what_no_document_names_is_left_out_and_nowhere_mentioned() {
        let files: Vec<_> = super::files(&[]).collect();
        for (path, _) in super::OPTIONAL {
            let path = path.trim_end_matches(".rs");
            let (_, name) = path.rsplit_once('/').expect("the file is in a folder");
            for file in &files {
                assert!(!file.path.contains(path), "{}", file.path);
                let item = |line: &str| {
                    line.contains(&format!("mod {name};"))
                        || line.contains(&path.replace('/', "::"))
                };
                let mention = file.text.lines().find(|line| item(line));
                assert_eq!(mention, None, "{}", file.path);
            }
        }
    }

    #[test]
    fn every_file_of_the_runtime_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        let mut found = BTreeSet::new();
        collect(&root, &root, &mut found);
        let embedded: BTreeSet<_> = super::SOURCES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .collect();
        assert_eq!(embedded, found);
    }

    /// The files below a folder, with paths from the root.
    fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let path = path.strip_prefix(root).expect("it is below the root");
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
}

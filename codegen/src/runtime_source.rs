//! The runtime's source, as it goes into every generated crate.

use crate::{File, Module};

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../runtime/src/runtime/", $name)))),*]
    };
}

const SOURCES: &[(&str, &str)] = sources![
    "api.rs",
    "base_url.rs",
    "batches.rs",
    "budget.rs",
    "builder.rs",
    "call.rs",
    "check.rs",
    "clock.rs",
    "credentials.rs",
    "enums.rs",
    "error.rs",
    "exchange.rs",
    "jobs.rs",
    "ledger.rs",
    "mod.rs",
    "multipart.rs",
    "nullable.rs",
    "operation.rs",
    "pace.rs",
    "pages.rs",
    "path.rs",
    "query.rs",
    "rate_limit.rs",
    "read.rs",
    "response.rs",
    "retry.rs",
    "run.rs",
    "scalars.rs",
    "secret.rs",
    "setters.rs",
    "trace.rs",
    "transport.rs",
    "unions.rs",
    "wait.rs",
];

/// A part of the runtime that only some documents need: its module, and what their files name of it.
const OPTIONAL: &[(&str, &str)] = &[
    ("multipart", "runtime::Multipart"),
    ("scalars", "runtime::scalars::"),
];

/// The runtime's files, with paths inside the crate, less the parts that `modules` do not name.
pub(crate) fn files(modules: &[Module]) -> impl Iterator<Item = File> {
    let files = || modules.iter().flat_map(|module| &module.files);
    let left_out: Vec<_> = OPTIONAL
        .iter()
        .filter(|(_, named)| !files().any(|file| file.text.contains(named)))
        .map(|(module, _)| *module)
        .collect();
    SOURCES
        .iter()
        .filter_map(move |(name, text)| file(name, text, &left_out))
}

fn file(name: &str, text: &str, left_out: &[&str]) -> Option<File> {
    let is_left_out = |module: &str| name.strip_suffix(".rs") == Some(module);
    if left_out.iter().copied().any(is_left_out) {
        return None;
    }
    let text = if name == "mod.rs" {
        without(text, left_out)
    } else {
        text.to_owned()
    };
    Some(File {
        path: format!("src/runtime/{name}"),
        text,
    })
}

/// The root of the runtime less the lines of those modules.
fn without(root: &str, left_out: &[&str]) -> String {
    let is_of = |line: &str, module: &str| {
        line.trim_start_matches("pub ") == format!("mod {module};")
            || line.starts_with(&format!("pub use {module}::"))
    };
    root.split_inclusive('\n')
        .filter(|line| !left_out.iter().any(|module| is_of(line.trim_end(), module)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn what_no_document_names_is_left_out_and_nowhere_mentioned() {
        for (module, _) in super::OPTIONAL {
            let files: Vec<_> = super::files(&[]).collect();
            assert!(files.iter().all(|file| !file.path.contains(module)));
            let root = files.iter().find(|file| file.path.ends_with("/mod.rs"));
            let root = &root.expect("the runtime has a root").text;
            assert!(!root.contains(module), "{root}");
        }
    }

    #[test]
    fn every_file_of_the_runtime_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/runtime");
        let found: BTreeSet<_> = std::fs::read_dir(folder)
            .expect("the runtime is there")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a plain name")
            })
            .collect();
        let embedded: BTreeSet<_> = super::SOURCES
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(embedded, found);
    }
}

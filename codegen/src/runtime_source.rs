//! The source of the runtime, which every generated crate contains.

use crate::file::File;
use crate::surface::Needs;

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../runtime/src/runtime/", $name)))),*]
    };
}

pub(crate) const SOURCES: &[(&str, &str)] = sources![
    "batches/batched.rs",
    "batches/entry_keys.rs",
    "batches/incomplete.rs",
    "batches/into_entry.rs",
    "batches/invalid_entries.rs",
    "batches/outcome.rs",
    "batches/stream.rs",
    "calls/attempt.rs",
    "calls/attempts.rs",
    "calls/body.rs",
    "calls/call.rs",
    "calls/http_client.rs",
    "calls/in_process.rs",
    "calls/operation.rs",
    "calls/read.rs",
    "calls/request.rs",
    "calls/response.rs",
    "calls/send.rs",
    "calls/sending.rs",
    "checks/check.rs",
    "checks/measure.rs",
    "checks/pattern.rs",
    "client/base_url.rs",
    "client/builder.rs",
    "client/credentials.rs",
    "client/in_process.rs",
    "client/proxy.rs",
    "client/transport.rs",
    "clock.rs",
    "document.rs",
    "encode/json.rs",
    "encode/multipart.rs",
    "encode/path.rs",
    "encode/query.rs",
    "errors/api.rs",
    "errors/build.rs",
    "errors/error.rs",
    "errors/found.rs",
    "errors/invalid.rs",
    "errors/job.rs",
    "errors/read.rs",
    "errors/short_texts.rs",
    "errors/transport.rs",
    "errors/unexpected.rs",
    "events.rs",
    "excerpt.rs",
    "internal.rs",
    "jobs/accounting.rs",
    "jobs/job_operation.rs",
    "jobs/job.rs",
    "jobs/result_index.rs",
    "mod.rs",
    "pages.rs",
    "rate_limits/ledger.rs",
    "rate_limits/pace.rs",
    "rate_limits/rate_limit.rs",
    "retries.rs",
    "scrubber.rs",
    "sealed.rs",
    "test_util/constructors.rs",
    "test_util/mock_call.rs",
    "test_util/mock_operation.rs",
    "test_util/mock.rs",
    "test_util/mod.rs",
    "test_util/on.rs",
    "test_util/parse.rs",
    "test_util/rules.rs",
    "values/enums.rs",
    "values/example.rs",
    "values/nullable.rs",
    "values/scalars.rs",
    "values/unions.rs",
    "virtual_time.rs",
];

type IsNeeded = fn(Needs) -> bool;

/// The files of the runtime that only some documents need.
const OPTIONAL: &[(&str, IsNeeded)] = &[
    ("checks/pattern.rs", |needs| needs.patterns),
    ("encode/multipart.rs", |needs| needs.multipart),
    ("values/scalars.rs", |needs| needs.scalar_enums),
];

/// The needed files of the runtime, with paths relative to the crate.
pub(crate) fn files(needs: Needs) -> impl Iterator<Item = File> {
    let left_out: Vec<_> = OPTIONAL
        .iter()
        .filter(|(_, is_needed)| !is_needed(needs))
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
        text: if declares(path) {
            without(text, left_out)
        } else {
            text.to_owned()
        },
    })
}

/// Whether a file declares modules or exports their items.
fn declares(path: &str) -> bool {
    path == "internal.rs" || path.ends_with("mod.rs")
}

/// The text without the lines that declare these files as modules or export their items.
fn without(text: &str, left_out: &[&str]) -> String {
    let modules: Vec<_> = left_out.iter().map(|path| module(path)).collect();
    let names_one = |line: &str| modules.iter().any(|module| names(line, module));
    text.split_inclusive('\n')
        .filter(|line| !names_one(line.trim()))
        .collect()
}

/// The module of a file: `calls::call` for `calls/call.rs`.
fn module(path: &str) -> String {
    path.trim_end_matches(".rs").replace('/', "::")
}

/// Whether a line declares this module or imports its items.
fn names(line: &str, module: &str) -> bool {
    let (line, _) = line.split_once(';').unwrap_or((line, ""));
    let (before, item) = line.split_once(' ').unwrap_or(("", line));
    let item = if before.starts_with("pub") {
        item
    } else {
        line
    };
    match item.split_once(' ') {
        Some(("mod", name)) => module.rsplit("::").next() == Some(name),
        Some(("use", used)) => {
            let used = used.strip_prefix("super::").unwrap_or(used);
            used.strip_prefix(module)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use syn::UseTree;

    use super::module;
    use crate::surface::Needs;

    #[test]
    fn an_unneeded_file_is_omitted_and_not_mentioned_elsewhere() {
        let files: Vec<_> = super::files(Needs::default()).collect();
        for (path, _) in super::OPTIONAL {
            let path = path.trim_end_matches(".rs");
            let (_, name) = path.rsplit_once('/').expect("the file is in a folder");
            let modules = super::SOURCES.iter().map(|(path, _)| module(path));
            let of_its_name = modules.filter(|it| it.rsplit("::").next() == Some(name));
            assert_eq!(of_its_name.count(), 1, "`mod {name};` declares one file");
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

    #[test]
    fn neither_files_nor_folders_of_the_runtime_import_in_a_cycle() {
        let modules: BTreeSet<_> = super::SOURCES
            .iter()
            .map(|(path, _)| module(path))
            .collect();
        let mut files = BTreeSet::new();
        for (path, text) in super::SOURCES
            .iter()
            .filter(|(path, _)| !path.ends_with("mod.rs"))
        {
            let importer = module(path);
            let file = syn::parse_file(text).expect("the runtime is Rust");
            for item in &file.items {
                let syn::Item::Use(item) = item else { continue };
                let mut imported = Vec::new();
                paths(&item.tree, &importer, Vec::new(), &mut imported);
                let imported = imported.iter().filter_map(|path| longest(path, &modules));
                files.extend(imported.map(|imported| (importer.clone(), imported)));
            }
        }
        assert!(files.len() > 100, "too few imports were found: {files:?}");
        let folder = |module: &str| module.split("::").next().unwrap_or(module).to_owned();
        let folders = files
            .iter()
            .map(|(from, to)| (folder(from), folder(to)))
            .filter(|(from, to)| from != to)
            .collect();
        assert_eq!(cycle(&files), Vec::<String>::new());
        assert_eq!(cycle(&folders), Vec::<String>::new());
    }

    /// The imported paths of a `use`, relative to the root of the runtime. Items of other crates are omitted.
    fn paths(tree: &UseTree, importer: &str, mut before: Vec<String>, found: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                paths(&path.tree, importer, before, found);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    paths(tree, importer, before.clone(), found);
                }
            }
            UseTree::Name(name) => {
                before.push(name.ident.to_string());
                found.extend(from_root(&before, importer));
            }
            _ => found.extend(from_root(&before, importer)),
        }
    }

    fn from_root(path: &[String], importer: &str) -> Option<String> {
        match path {
            [first, second, rest @ ..] if first == "crate" && second == "runtime" => {
                Some(rest.join("::"))
            }
            [first, rest @ ..] if first == "super" => {
                let (folder, _) = importer.rsplit_once("::")?;
                Some(format!("{folder}::{}", rest.join("::")))
            }
            _ => None,
        }
    }

    /// The innermost module of a path.
    fn longest(path: &str, modules: &BTreeSet<String>) -> Option<String> {
        let ends = path.match_indices("::").map(|(at, _)| at);
        let mut starts: Vec<_> = ends.chain([path.len()]).map(|end| &path[..end]).collect();
        starts.reverse();
        starts
            .into_iter()
            .find_map(|start| modules.get(start).cloned())
    }

    /// The modules that remain after those without imports of remaining modules are removed repeatedly.
    fn cycle(edges: &BTreeSet<(String, String)>) -> Vec<String> {
        let mut left: BTreeSet<_> = edges.iter().map(|(from, _)| from).collect();
        loop {
            let is_held = |module: &String| {
                let mut edges = edges.iter();
                edges.any(|(from, to)| from == module && left.contains(to))
            };
            let next: BTreeSet<_> = left.iter().copied().filter(|it| is_held(it)).collect();
            if next == left {
                return left.into_iter().cloned().collect();
            }
            left = next;
        }
    }

    /// Collects the files below `folder`, with paths relative to `root`.
    fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let path = path.strip_prefix(root).expect("the file is below the root");
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
}

//! The source of the runtime, which every generated crate contains.

use crate::file::File;
use crate::surface::{Need, Needs};

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
    "calls/method.rs",
    "calls/operation.rs",
    "calls/read.rs",
    "calls/request.rs",
    "calls/response.rs",
    "calls/send.rs",
    "calls/sending.rs",
    "checks/check.rs",
    "checks/quantities.rs",
    "checks/delegate.rs",
    "checks/delimited.rs",
    "checks/items.rs",
    "checks/lists.rs",
    "checks/maps.rs",
    "checks/numbers.rs",
    "checks/pattern.rs",
    "checks/texts.rs",
    "checks/tuple.rs",
    "cli/arguments.rs",
    "cli/batch_report.rs",
    "cli/change.rs",
    "cli/cli_operation.rs",
    "cli/columns.rs",
    "cli/command.rs",
    "cli/command_line.rs",
    "cli/confirm.rs",
    "cli/counts.rs",
    "cli/credentials.rs",
    "cli/csv_input.rs",
    "cli/csv_line.rs",
    "cli/curl.rs",
    "cli/entries.rs",
    "cli/entry_outcome.rs",
    "cli/estimate.rs",
    "cli/failed_entries.rs",
    "cli/files.rs",
    "cli/given_value.rs",
    "cli/human.rs",
    "cli/invocation.rs",
    "cli/journal.rs",
    "cli/mod.rs",
    "cli/ordered_json.rs",
    "cli/output.rs",
    "cli/pace_estimate.rs",
    "cli/parser.rs",
    "cli/private_file.rs",
    "cli/program.rs",
    "cli/progress.rs",
    "cli/request.rs",
    "cli/run_batches.rs",
    "cli/run_call.rs",
    "cli/run_pages.rs",
    "cli/secrets.rs",
    "cli/session.rs",
    "cli/signals.rs",
    "cli/status.rs",
    "cli/stop.rs",
    "cli/summary.rs",
    "cli/table.rs",
    "cli/usage_error.rs",
    "cli/value_rules.rs",
    "cli/verbose.rs",
    "cli/visible.rs",
    "cli/whole_value.rs",
    "client/base_url.rs",
    "client/builder.rs",
    "client/credentials.rs",
    "client/in_process.rs",
    "client/proxy.rs",
    "client/transport.rs",
    "clock.rs",
    "document.rs",
    "encode/cookies.rs",
    "encode/form.rs",
    "encode/json.rs",
    "encode/multipart.rs",
    "encode/path_styles.rs",
    "encode/path.rs",
    "encode/query_string.rs",
    "encode/query_styles.rs",
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
    "rate_limits/unlimited.rs",
    "rate_limits/wait.rs",
    "retries.rs",
    "scrubber.rs",
    "sealed.rs",
    "test_util/batch_constructors.rs",
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
    "values/hidden.rs",
    "values/nullable.rs",
    "values/objects.rs",
    "values/preserved.rs",
    "values/read_once.rs",
    "values/scalars.rs",
    "values/unions.rs",
    "values/unlisted.rs",
    "values/whole_numbers.rs",
    "virtual_time.rs",
    "webhooks.rs",
];

/// The files of the runtime that only some documents need, with the needs that they serve.
const OPTIONAL: &[(&str, &[Need])] = &[
    ("batches/", &[Need::Batches, Need::Jobs]),
    ("calls/method.rs", &[Need::Methods]),
    (
        "checks/quantities.rs",
        &[
            Need::TextLimits,
            Need::Patterns,
            Need::ListLimits,
            Need::MapLimits,
        ],
    ),
    ("checks/delimited.rs", &[Need::Delimited]),
    ("checks/lists.rs", &[Need::ListLimits]),
    ("checks/maps.rs", &[Need::MapLimits]),
    ("checks/numbers.rs", &[Need::NumberLimits]),
    ("checks/pattern.rs", &[Need::Patterns]),
    ("checks/texts.rs", &[Need::TextLimits, Need::Patterns]),
    ("checks/tuple.rs", &[Need::Tuples]),
    ("cli/files.rs", &[Need::Multipart]),
    ("encode/cookies.rs", &[Need::Cookies]),
    ("encode/form.rs", &[Need::Forms, Need::FormQueries]),
    ("encode/multipart.rs", &[Need::Multipart]),
    ("encode/path_styles.rs", &[Need::PathStyles]),
    (
        "encode/query.rs",
        &[
            Need::Queries,
            Need::QueryStyles,
            Need::QueryStrings,
            Need::FormQueries,
            Need::Cookies,
            Need::Forms,
            Need::Multipart,
        ],
    ),
    (
        "encode/query_styles.rs",
        &[Need::QueryStyles, Need::Forms, Need::FormQueries],
    ),
    ("encode/query_string.rs", &[Need::QueryStrings]),
    ("jobs/", &[Need::Jobs]),
    ("pages.rs", &[Need::Pages, Need::Jobs]),
    ("rate_limits/ledger.rs", &[Need::RateLimits]),
    (
        "test_util/batch_constructors.rs",
        &[Need::Batches, Need::Jobs],
    ),
    ("values/hidden.rs", &[Need::Secrets]),
    ("values/scalars.rs", &[Need::ScalarEnums]),
    ("values/preserved.rs", &[Need::Unions]),
    ("values/read_once.rs", &[Need::Unions]),
    ("values/unions.rs", &[Need::Unions]),
    ("webhooks.rs", &[Need::Webhooks]),
];

/// The file that waits for the rate limits.
const PACE: &str = "rate_limits/pace.rs";

/// The file that is written as [`PACE`] if no document declares rate limits.
const UNLIMITED: &str = "rate_limits/unlimited.rs";

/// The folder of the command-line program.
const CLI: &str = "cli/";

/// What the program needs: it runs each kind of call.
const PROGRAM: Needs = Needs::of(Need::Batches)
    .and(Needs::of(Need::Jobs))
    .and(Needs::of(Need::Pages))
    .and(Needs::of(Need::RateLimits));

/// Whether a file of a generated crate is one of the runtime, by its path relative to the crate.
///
/// These files have no line that says that they are generated.
pub fn is_runtime_file(path: &str) -> bool {
    let name = path.strip_prefix("src/runtime/");
    name.is_some_and(|name| SOURCES.iter().any(|(source, _)| *source == name))
}

/// The needed files of the runtime, with paths relative to the crate.
pub(crate) fn files(needs: Needs, has_program: bool) -> impl Iterator<Item = File> {
    let needs = if has_program {
        needs.and(PROGRAM)
    } else {
        needs
    };
    let optional = OPTIONAL
        .iter()
        .filter(|(_, served)| !needs.has_any(served))
        .map(|(path, _)| *path);
    let program = (!has_program).then_some(CLI);
    let left_out: Vec<_> = optional.chain(program).chain([UNLIMITED]).collect();
    let is_unlimited = !needs.has(Need::RateLimits);
    SOURCES.iter().filter_map(move |(path, text)| match *path {
        PACE if is_unlimited => file(path, source(UNLIMITED), &left_out),
        _ => file(path, text, &left_out),
    })
}

/// The text of the file of the runtime at `path`, or an empty text.
fn source(path: &str) -> &'static str {
    let mut sources = SOURCES.iter();
    let found = sources.find(|(it, _)| *it == path);
    found.map_or("", |(_, text)| text)
}

/// A file of the runtime, unless it is one of `left_out` or in one of these folders.
fn file(path: &str, text: &'static str, left_out: &[&str]) -> Option<File> {
    let is_left_out =
        |other: &&str| path == *other || (other.ends_with('/') && path.starts_with(other));
    if left_out.iter().any(is_left_out) {
        return None;
    }
    Some(File {
        path: format!("src/runtime/{path}"),
        text: if declares(path) {
            without(path, text, left_out).into()
        } else {
            text.into()
        },
    })
}

/// Whether a file declares modules or exports their items.
fn declares(path: &str) -> bool {
    path == "internal.rs" || path.ends_with("mod.rs")
}

/// The text of the file at `path` without the lines that declare these files as modules or export their items.
fn without(path: &str, text: &str, left_out: &[&str]) -> String {
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let modules = left_out.iter().flat_map(|other| {
        let inside = folder.and_then(|folder| other.strip_prefix(folder)?.strip_prefix('/'));
        [Some(*other), inside].into_iter().flatten().map(module)
    });
    let modules: Vec<_> = modules.collect();
    let mut out = String::new();
    // The attributes of the next item.
    let mut attributes = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if names(trimmed, &modules) {
            attributes.clear();
            if trimmed.ends_with('{') {
                lines.by_ref().find(|line| line.trim_end() == "}");
            }
        } else if trimmed.starts_with("#[") {
            attributes.push_str(line);
        } else {
            out.push_str(&std::mem::take(&mut attributes));
            out.push_str(line);
        }
    }
    out
}

/// The module of a file or a folder: `calls::call` for `calls/call.rs`.
fn module(path: &str) -> String {
    let path = path.trim_end_matches(".rs").trim_end_matches('/');
    path.trim_end_matches("/mod").replace('/', "::")
}

/// Whether a line declares one of these modules or imports its items.
fn names(line: &str, modules: &[String]) -> bool {
    let (line, _) = line.split_once([';', '{']).unwrap_or((line, ""));
    let line = line.trim_end();
    let (before, item) = line.split_once(' ').unwrap_or(("", line));
    let item = if before.starts_with("pub") {
        item
    } else {
        line
    };
    let mut modules = modules.iter();
    match item.split_once(' ') {
        Some(("mod", name)) => modules.any(|module| {
            module
                .strip_suffix(name)
                .is_some_and(|before| before.is_empty() || before.ends_with("::"))
        }),
        Some(("use", used)) => {
            let used = used.strip_prefix("super::").unwrap_or(used);
            modules.any(|module| {
                used.strip_prefix(module)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            })
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
    use crate::surface::{Need, Needs};

    #[test]
    fn an_unneeded_file_is_omitted_and_not_mentioned_elsewhere() {
        for (path, served) in super::OPTIONAL {
            assert_omitted(path, false);
            if !super::PROGRAM.has_any(served) {
                assert_omitted(path, true);
            }
        }
    }

    #[test]
    fn the_program_is_omitted_and_not_mentioned_without_a_name() {
        assert_omitted(super::CLI, false);
        let files = super::files(Needs::default(), true);
        let mut paths = files.map(|file| file.path);
        assert!(paths.any(|path| path.starts_with("src/runtime/cli/")));
    }

    /// Asserts that a file or a folder is left out, and that no other file mentions it.
    #[track_caller]
    fn assert_omitted(path: &str, has_program: bool) {
        let files = super::files(Needs::default(), has_program);
        let module = module(path);
        let name = module.rsplit("::").next().unwrap_or(&module);
        let modules = super::SOURCES.iter().map(|(path, _)| super::module(path));
        let of_its_name = modules.filter(|it| it.rsplit("::").next() == Some(name));
        assert!(of_its_name.count() <= 1, "`mod {name};` declares one file");
        for file in files {
            let inside = format!("src/runtime/{path}");
            assert!(!file.path.starts_with(&inside), "{}", file.path);
            let paths = [format!("runtime::{module}::"), format!("use {module}::")];
            let item = |line: &str| {
                let declared = [format!("mod {name};"), format!("mod {name} {{")];
                let mut mentions = declared.iter().chain(&paths);
                mentions.any(|it| line.contains(it))
            };
            let mention = file.text.lines().find(|line| item(line));
            assert_eq!(mention, None, "{}", file.path);
        }
    }

    #[test]
    fn the_files_that_a_need_adds_import_only_files_that_are_there() {
        let of = |path: &str| module(path.trim_start_matches("src/runtime/"));
        let all: BTreeSet<_> = super::SOURCES
            .iter()
            .map(|(path, _)| module(path))
            .collect();
        let needs = super::OPTIONAL.iter().flat_map(|(_, served)| *served);
        for need in needs.chain(&[Need::RateLimits]) {
            let files: Vec<_> = super::files(Needs::of(*need), false).collect();
            let written: BTreeSet<_> = files.iter().map(|file| of(&file.path)).collect();
            for file in files.iter().filter(|file| !file.path.ends_with("mod.rs")) {
                let importer = of(&file.path);
                let parsed = syn::parse_file(&file.text).expect("the runtime is Rust");
                let mut imported = Vec::new();
                for item in &parsed.items {
                    if let syn::Item::Use(item) = item {
                        paths(&item.tree, &importer, Vec::new(), &mut imported);
                    }
                }
                for path in imported {
                    let module = longest(&path, &all);
                    let is_written = module.is_none_or(|module| written.contains(&module));
                    assert!(is_written, "{need:?}: {importer} imports {path}");
                }
            }
        }
    }

    #[test]
    fn only_a_client_with_rate_limits_has_the_code_that_waits_for_them() {
        let pace = |needs| {
            let mut files = super::files(needs, false);
            let found = files.find(|file| file.path == "src/runtime/rate_limits/pace.rs");
            found.expect("the retry loop imports it").text
        };
        let limited = pace(Needs::of(Need::RateLimits));
        assert_eq!(limited, super::source(super::PACE));
        assert_eq!(pace(Needs::default()), super::source(super::UNLIMITED));
    }

    #[test]
    fn a_line_is_removed_with_its_attributes() {
        let text = "mod a;\n#[cfg(test)]\n#[doc(hidden)]\npub mod cli;\n#[doc(hidden)]\nmod b;\npub use cli::main;\n";
        let expected = "mod a;\n#[doc(hidden)]\nmod b;\n";
        assert_eq!(super::without("mod.rs", text, &["cli/"]), expected);
    }

    #[test]
    fn an_inline_module_is_removed_with_its_files() {
        let text = "mod a;\nmod jobs {\n    mod job;\n}\nmod pages;\npub use jobs::job::Job;\n";
        let expected = "mod a;\nmod pages;\n";
        assert_eq!(super::without("mod.rs", text, &["jobs/"]), expected);
    }

    #[test]
    fn the_module_of_a_folder_names_its_files_relative_to_it() {
        let text = "mod call;\nmod files;\npub use call::Call;\npub use files::files;\n";
        let expected = "mod call;\npub use call::Call;\n";
        let left_out = &["cli/files.rs"];
        assert_eq!(super::without("cli/mod.rs", text, left_out), expected);
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

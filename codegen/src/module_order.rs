//! Data flows one way through the rooms: each takes only from those before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order in which data flows, with those that know nothing of a document first.
const ROOMS: &[&str] = &[
    "guard",
    "reserved",
    "names",
    "suggestions",
    "file",
    "diagnostic",
    "openapi",
    "document",
    "folder",
    "media_type",
    "object_reader",
    "failure",
    "check",
    "bundle",
    "lower",
    "model",
    "wire",
    "refine",
    "surface",
    "emit",
    "print",
    "files",
    "module",
    "runtime_source",
    "package",
    "generate",
    "build_script",
];

/// The sources of each room, less its tests.
fn sources() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut rooms: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for path in files {
        let inside = path.strip_prefix(&root).expect("it is below the root");
        let is_test = inside
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        let first = inside.iter().next().and_then(|part| part.to_str());
        let room = first.unwrap_or_default().trim_end_matches(".rs");
        if is_test || matches!(room, "lib" | "rooms") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source is text");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let sources = rooms.entry(room.to_owned()).or_default();
        sources.push((inside.to_owned(), code.to_owned()));
    }
    rooms
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The rooms that a source names: the first name behind each `crate::`, or all of them in its braces.
fn named(code: &str) -> Vec<&str> {
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
fn every_room_has_its_place_in_the_order() {
    let rooms = sources();
    let mut known: Vec<_> = ROOMS.to_vec();
    known.sort_unstable();
    assert_eq!(rooms.keys().map(String::as_str).collect::<Vec<_>>(), known);
}

#[test]
fn a_room_takes_only_from_those_before_it() {
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (room, sources) in sources() {
        for (path, code) in &sources {
            for other in named(code) {
                seen += 1;
                if place(other) > place(&room) {
                    wrong.push(format!("{} takes from `{other}`", path.display()));
                }
            }
        }
    }
    assert!(seen > 100, "the imports are found: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

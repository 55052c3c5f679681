//! Mutates documents at random, and tests that the generator rejects them or generates valid Rust.
//!
//! The mutations are the same in every run. The environment variable `MUTATIONS` sets their number, `MUTATIONS_SEED` the
//! first seed, and `MUTATIONS_FOLDER` the folder of the original documents, which is `spec/` by default.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::{env, fs, iter};

use codegen::diagnostic::{Code, Diagnostics};
use codegen::document::{Document, Entry, Map, Node, Pointer, Value};
use codegen::{Module, Options, Source, generate};
use fastrand::Rng;

const MUTATIONS: u64 = 2_000;

/// The number of failures to show.
const SHOWN: usize = 20;

#[test]
fn mutated_documents_are_rejected_or_generate_valid_rust() {
    codegen::quiet_panics();
    let first = number("MUTATIONS_SEED", 0);
    let count = number("MUTATIONS", MUTATIONS);
    let outcomes = outcomes(&documents(), first..first + count);
    let failures = outcomes.iter().filter_map(|(seed, outcome)| match outcome {
        Outcome::Failed(why) => Some(format!("\nMUTATIONS_SEED={seed} MUTATIONS=1: {why}")),
        _ => None,
    });
    let failures: Vec<_> = failures.collect();
    let shown = failures[..failures.len().min(SHOWN)].concat();
    assert!(failures.is_empty(), "{} of {count}:{shown}", failures.len());
    let rejected = outcomes
        .values()
        .filter(|outcome| **outcome == Outcome::Rejected);
    let rejected = rejected.count();
    println!("{rejected} of {count} are rejected");
    let enough_generated = rejected * 10 < outcomes.len().max(100) * 9;
    assert!(
        enough_generated,
        "{rejected} of {count} are rejected, so too few are generated"
    );
}

#[derive(PartialEq, Eq)]
enum Outcome {
    Generated,
    Rejected,
    Failed(String),
}

/// The outcome of the mutations of each seed.
fn outcomes(documents: &[Document], seeds: Range<u64>) -> BTreeMap<u64, Outcome> {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let taken = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let seeds = taken.take_while(|seed| seeds.contains(seed));
        seeds
            .map(|seed| (seed, outcome(documents, seed)))
            .collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let outcomes = threads.into_iter().map(ScopedJoinHandle::join);
        outcomes
            .flat_map(|outcomes| outcomes.expect("the generator catches panics"))
            .collect()
    })
}

fn number(name: &str, default: u64) -> u64 {
    let value = env::var(name).ok();
    value.map_or(default, |value| {
        value.parse().expect("the variable is a number")
    })
}

/// The documents of the folder, sorted by name.
fn documents() -> Vec<Document> {
    let spec = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let folder = env::var_os("MUTATIONS_FOLDER").map_or_else(spec, PathBuf::from);
    let entries = fs::read_dir(folder).expect("the folder is readable");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .filter(|path| is_document(path))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("the document is readable");
            let name = path
                .file_name()
                .expect("the path has a file name")
                .to_string_lossy();
            Document::read(&name, &text).expect("the document is well-formed")
        })
        .collect()
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    matches!(extension, Some("yaml" | "yml" | "json"))
}

fn outcome(documents: &[Document], seed: u64) -> Outcome {
    let mut rng = Rng::with_seed(seed);
    let mut root = documents[rng.usize(0..documents.len())].root().clone();
    for _ in 0..rng.u8(1..=3) {
        mutate(&mut root, &mut rng);
    }
    let text = root.to_json().to_string();
    let source = Source {
        name: "mutated.json",
        text: &text,
    };
    let (failure, otherwise) = match generate(&source, &Options::default()) {
        Ok(module) => (not_rust(&module), Outcome::Generated),
        Err(found) => (failed(&found), Outcome::Rejected),
    };
    match failure {
        Some(why) => Outcome::Failed(format!("{why}\n  {}", save(seed, &text))),
        None => otherwise,
    }
}

/// Saves a document on which the generator failed, and returns its path.
fn save(seed: u64, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{seed}.json"));
    match fs::write(&path, text) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("cannot save the document: {error}"),
    }
}

fn failed(found: &Diagnostics) -> Option<String> {
    let failed = |code| matches!(code, Code::GeneratorFailed | Code::View);
    let diagnostic = found.iter().find(|diagnostic| failed(diagnostic.code))?;
    Some(format!(
        "{} {}",
        diagnostic.message,
        diagnostic.notes.join(", ")
    ))
}

/// The texts that are Rust. Most files of a mutation are the same as those of another.
static RUST: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn not_rust(module: &Module) -> Option<String> {
    module.files.iter().find_map(|file| {
        if RUST.lock().expect("nothing panics").contains(&*file.text) {
            return None;
        }
        match syn::parse_file(&file.text) {
            Ok(_) => {
                RUST.lock()
                    .expect("nothing panics")
                    .insert(file.text.to_string());
                None
            }
            Err(error) => Some(format!("{}: {error}", file.path)),
        }
    })
}

fn mutate(root: &mut Node, rng: &mut Rng) {
    let pointers = pointers(root);
    let Some(pointer) = rng.choice(&pointers) else {
        return;
    };
    match rng.u8(0..6) {
        0 => delete(root, pointer),
        1 => duplicate(root, pointer, rng),
        2 => retype(root, pointer, rng),
        3 => truncate(root, pointer, rng),
        4 => rename(root, pointer, rng),
        _ => {
            if let Some(other) = rng.choice(&pointers) {
                swap(root, pointer, other);
            }
        }
    }
}

/// The pointers to all descendants of the root.
fn pointers(root: &Node) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), root)];
    while let Some((pointer, node)) = open.pop() {
        for (key, entry) in node.entries() {
            open.push((pointer.join(key), &entry.value));
        }
        for (index, item) in node.items().enumerate() {
            open.push((pointer.join(index.to_string()), item));
        }
        if pointer != Pointer::root() {
            found.push(pointer);
        }
    }
    found
}

/// The parent of the node at a pointer, and the last key or index.
fn parent<'a, 'p>(root: &'a mut Node, pointer: &'p Pointer) -> Option<(&'a mut Node, &'p str)> {
    let depth = pointer.tokens().count().checked_sub(1)?;
    let parent: Pointer = pointer.tokens().take(depth).collect();
    Some((root.at_mut(&parent)?, pointer.tokens().last()?))
}

fn delete(root: &mut Node, pointer: &Pointer) {
    let Some((parent, token)) = parent(root, pointer) else {
        return;
    };
    match &mut parent.value {
        Value::Object(map) => {
            map.remove(token);
        }
        Value::Array(items) => {
            if let Some(index) = token.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn duplicate(root: &mut Node, pointer: &Pointer, rng: &mut Rng) {
    let Some(node) = root.at(pointer).cloned() else {
        return;
    };
    let Some((parent, token)) = parent(root, pointer) else {
        return;
    };
    match &mut parent.value {
        Value::Object(map) => {
            let key = similar_name(token, rng);
            map.insert(key, Entry::new(node.span, node));
        }
        Value::Array(items) => items.push(node),
        _ => {}
    }
}

/// A name that resembles another one, or is the same in Rust.
fn similar_name(name: &str, rng: &mut Rng) -> String {
    match rng.u8(0..8) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => format!("{name}-"),
        3 => format!("{name}2"),
        4 => format!("/{name}"),
        5 => "type".to_owned(),
        6 => "日本 ✓".to_owned(),
        _ => String::new(),
    }
}

fn rename(root: &mut Node, pointer: &Pointer, rng: &mut Rng) {
    let Some((parent, token)) = parent(root, pointer) else {
        return;
    };
    if let Value::Object(map) = &mut parent.value {
        let name = similar_name(token, rng);
        map.rename(token, name);
    }
}

fn retype(root: &mut Node, pointer: &Pointer, rng: &mut Rng) {
    let references = references(root);
    let Some(node) = root.at_mut(pointer) else {
        return;
    };
    node.value = match rng.u8(0..12) {
        0 => Value::Null,
        1 => Value::Bool(rng.bool()),
        2 => Value::Number((-1).into()),
        3 => Value::Number(rng.u64(..).into()),
        4 => serde_json::Number::from_f64(0.5).map_or(Value::Null, Value::Number),
        5 => Value::String(String::new()),
        6 => Value::String(word(rng).to_owned()),
        7 => Value::Array(Vec::new()),
        8 => Value::Array(vec![node.clone()]),
        9 => Value::Object(Map::new()),
        10 => wrapped(node, rng),
        _ => {
            let mut map = Map::new();
            if let Some(reference) = rng.choice(&references) {
                map.set("$ref", Node::string(reference, node.span));
            }
            Value::Object(map)
        }
    };
}

/// The node inside a schema of another kind.
fn wrapped(node: &Node, rng: &mut Rng) -> Value {
    let key = [
        "allOf",
        "oneOf",
        "anyOf",
        "items",
        "not",
        "additionalProperties",
    ][rng.usize(0..6)];
    let inner = if key.ends_with("Of") {
        Node::array(vec![node.clone(); rng.usize(1..3)], node.span)
    } else {
        node.clone()
    };
    let mut map = Map::new();
    map.set(key, inner);
    if rng.bool() {
        map.set("type", Node::string(word(rng), node.span));
    }
    Value::Object(map)
}

fn word(rng: &mut Rng) -> &'static str {
    const WORDS: &[&str] = &[
        "string",
        "integer",
        "number",
        "boolean",
        "array",
        "object",
        "uuid",
        "date-time",
        "binary",
        "int64",
        "uint8",
        "path",
        "query",
        "header",
        "cookie",
        "deepObject",
        "self",
        "Self",
        "r#type",
        "a b",
        "\"",
        "\\",
        "{",
        "*/",
        "\u{202E}",
        "日本",
        "#/components/schemas/Nothing",
        "https://example.com/{a}",
    ];
    WORDS[rng.usize(0..WORDS.len())]
}

/// The references to all components of the document.
fn references(root: &Node) -> Vec<String> {
    let sections = root.get("components").into_iter().flat_map(Node::entries);
    sections
        .flat_map(|(section, components)| {
            let names = components.value.entries().map(|(name, _)| name);
            names.map(move |name| Pointer::from_iter(["components", section, name]).to_reference())
        })
        .collect()
}

fn truncate(root: &mut Node, pointer: &Pointer, rng: &mut Rng) {
    let Some(node) = root.at_mut(pointer) else {
        return;
    };
    match &mut node.value {
        Value::String(text) => {
            let length = rng.usize(0..=text.chars().count());
            *text = text.chars().take(length).collect();
        }
        Value::Array(items) => items.truncate(rng.usize(0..=items.len())),
        Value::Object(map) => {
            let mut left = rng.usize(0..=map.len());
            map.retain(|_, _| {
                let keep = left > 0;
                left = left.saturating_sub(1);
                keep
            });
        }
        _ => {}
    }
}

fn swap(root: &mut Node, one: &Pointer, other: &Pointer) {
    let (Some(first), Some(second)) = (root.at(one).cloned(), root.at(other).cloned()) else {
        return;
    };
    if let Some(node) = root.at_mut(one) {
        *node = second;
    }
    if let Some(node) = root.at_mut(other) {
        *node = first;
    }
}

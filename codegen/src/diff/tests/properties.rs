//! Tests properties that every comparison has, with the documents of `spec/` and of `tests/fixtures/`.
//!
//! The mutations are the same in every run. The environment variable `DIFF_MUTATIONS` sets their number for each document;
//! a number that is large enough, such as 1000000, tests all of them. `DIFF_FOLDER` sets the folder of the mutated documents.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::{env, fs};

use fastrand::Rng;
use serde_json::Number;

use super::tables;
use crate::diff::change::Changes;
use crate::diff::contract::Contract;
use crate::diff::places::{NodeId, Places};
use crate::diff::{Kind, wire};
use crate::document::{self, Document, Entry, Map, Node, Pointer, Value};

const MUTATIONS: usize = 150;

#[test]
fn a_document_does_not_differ_from_itself() {
    for (name, text) in texts("spec").into_iter().chain(texts("tests/fixtures")) {
        let document = read(&name, &text);
        assert_eq!(changes(&document, &document), "", "{name}");
    }
}

#[test]
fn a_copy_does_not_differ_from_a_document_with_its_keys_in_another_order() {
    let mut rng = Rng::with_seed(0);
    for (name, text) in texts("spec").into_iter().chain(texts("tests/fixtures")) {
        let old = read(&name, &text);
        for _ in 0..3 {
            let mut new = read(&name, &text);
            shuffle_keys(new.root_mut(), &mut rng);
            let (old_places, new_places) = (Places::new(&old), Places::new(&new));
            let (changes, _) = wire::compare(&old_places, &new_places);
            let judged = changes.iter().filter(|it| !it.change.judgements.is_empty());
            let judged: Vec<_> = judged.map(|it| &it.change.text).collect();
            assert!(judged.is_empty(), "{name}: {judged:?}");
        }
    }
}

#[test]
fn json_does_not_differ_from_yaml() {
    for (name, text) in texts("spec") {
        let old = read(&name, &text);
        let new = read("document.json", &json(old.root()));
        assert_eq!(changes(&old, &new), "", "{name}");
    }
}

#[test]
fn what_is_added_is_removed_in_the_reverse() {
    for (table, cases) in tables("changes") {
        for case in cases {
            let (old, new) = (read("old.yaml", &case.old), read("new.yaml", &case.new));
            let (forward, backward) = ends_of(&old, &new);
            assert_eq!(forward, backward, "{table}: {}", case.name);
        }
    }
    let mut rng = Rng::with_seed(1);
    for (name, text) in texts("spec") {
        let old = read(&name, &text);
        let pointers = pointers(old.root());
        for _ in 0..15 {
            let mut new = read(&name, &text);
            for _ in 0..4 {
                if let Some(pointer) = rng.choice(&pointers) {
                    Mutation::ALL[rng.usize(..3)].apply(new.root_mut(), pointer);
                }
            }
            // What is said once for a shared schema in one direction is said of each place in the other.
            let (forward, backward) = ends_of(&old, &new);
            let set = |words: Vec<&'static str>| words.into_iter().collect::<BTreeSet<_>>();
            assert_eq!(set(forward), set(backward), "{name}");
        }
    }
}

#[test]
fn every_mutation_is_a_change_of_the_operations_that_it_reaches() {
    let count = env::var("DIFF_MUTATIONS").ok();
    let count = count.map_or(MUTATIONS, |it| it.parse().expect("a number"));
    let mut rng = Rng::with_seed(2);
    let mut failures = Vec::new();
    let folder = env::var("DIFF_FOLDER").unwrap_or_else(|_| "spec".to_owned());
    for (name, text) in texts(&folder) {
        let old = read(&name, &text);
        let mut new = read(&name, &text);
        let reached = reached(&old);
        let mut mutations: Vec<_> = pointers(old.root())
            .into_iter()
            .flat_map(|pointer| Mutation::ALL.map(|mutation| (pointer.clone(), mutation)))
            .collect();
        rng.shuffle(&mut mutations);
        for (pointer, mutation) in mutations.into_iter().take(count) {
            let original = new.root().clone();
            if mutation.apply(new.root_mut(), &pointer) {
                let found = failure(&old, &new, &pointer, mutation, &reached);
                failures.extend(found.map(|why| format!("{name} {mutation:?} {pointer}: {why}")));
            }
            *new.root_mut() = original;
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Why a mutation is not compared as it should be.
fn failure(
    old: &Document,
    new: &Document,
    pointer: &Pointer,
    mutation: Mutation,
    reached: &HashMap<NodeId, BTreeSet<String>>,
) -> Option<String> {
    let (old_places, new_places) = (Places::new(old), Places::new(new));
    let (changes, operations) = wire::compare(&old_places, &new_places);
    if changes.iter().next().is_none() {
        let is_rejected = crate::check::check(new).has_errors();
        let is_equal = equivalence(old, pointer, mutation).is_some();
        return (!is_rejected && !is_equal).then(|| "no change".to_owned());
    }
    let tokens: Vec<_> = pointer.tokens().collect();
    // The operations themselves have other names after these mutations.
    let is_operation = tokens.first() == Some(&"paths") && tokens.len() <= 3;
    let expected = reached.get(&NodeId::of(old.root().at(pointer)?))?;
    if is_operation || equivalence(old, pointer, mutation).is_some() {
        return None;
    }
    let found: BTreeSet<_> = changes
        .iter()
        .flat_map(|it| &it.operations)
        .map(|index| operations[*index].clone())
        .collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    if missing.is_empty() || crate::check::check(new).has_errors() {
        return None;
    }
    Some(format!("{missing:?} not in {}", shown(&changes)))
}

/// Why a mutation has no effect.
fn equivalence(old: &Document, pointer: &Pointer, mutation: Mutation) -> Option<&'static str> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let node = old.root().at(pointer)?;
    match tokens.as_slice() {
        ["openapi"] => Some("versions 3.0.x mean the same"),
        _ if mutation != Mutation::Remove => None,
        _ if node.as_bool() == Some(false) => Some("false is the default"),
        [.., "style"] if node.as_str() == Some("form") => Some("it is the default of queries"),
        ["x-rate-limit", .., "window"] if node.as_str() == Some("fixed") => {
            Some("windows are fixed by default")
        }
        [.., "type"] if tokens.contains(&"allOf") => Some("another part of `allOf` states it"),
        [.., "items" | "additionalProperties"]
            if node.as_bool() == Some(true) || node.entries().next().is_none() =>
        {
            Some("any value is the default")
        }
        [.., "type"] => {
            let (schema, _) = pointer.split_last()?;
            let schema = old.root().at(&schema)?;
            let implies = ["properties", "additionalProperties", "items", "enum"];
            let is_implied = implies.iter().any(|key| schema.get(key).is_some());
            is_implied.then_some("the other keywords imply the type")
        }
        _ => None,
    }
}

/// A change of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
    Remove,
    Change,
    Rename,
}

impl Mutation {
    const ALL: [Self; 3] = [Self::Remove, Self::Change, Self::Rename];

    /// Applies the mutation at a pointer. Returns whether it is possible there.
    fn apply(self, root: &mut Node, pointer: &Pointer) -> bool {
        let Some((parent, token)) = pointer.split_last() else {
            return false;
        };
        let Some(parent) = root.at_mut(&parent) else {
            return false;
        };
        match self {
            Self::Remove => match &mut parent.value {
                Value::Object(map) => map.remove(token).is_some(),
                Value::Array(items) => {
                    let index = token.parse().ok().filter(|index| *index < items.len());
                    index.map(|index: usize| items.remove(index)).is_some()
                }
                _ => false,
            },
            Self::Change => match root.at_mut(pointer) {
                Some(node) => change(node),
                None => false,
            },
            Self::Rename => match &mut parent.value {
                Value::Object(map) => {
                    let name = format!("{token}x");
                    !map.contains_key(&name) && map.rename(token, name)
                }
                _ => false,
            },
        }
    }
}

/// Changes a scalar.
fn change(node: &mut Node) -> bool {
    node.value = match &node.value {
        Value::Bool(value) => Value::Bool(!value),
        Value::String(text) => Value::String(format!("{text}x")),
        Value::Number(number) => {
            let next = number.as_i64().map(|it| Number::from(it + 1));
            let next = next.or_else(|| Number::from_f64(number.as_f64()? + 1.0));
            match next {
                Some(next) => Value::Number(next),
                None => return false,
            }
        }
        _ => return false,
    };
    true
}

/// The operations that reach each node.
fn reached(document: &Document) -> HashMap<NodeId, BTreeSet<String>> {
    let root = document.root();
    let mut reached: HashMap<NodeId, BTreeSet<String>> = HashMap::new();
    for operation in Contract::of(root).operations {
        let mut seen = HashSet::new();
        let mut rest: Vec<&Node> = vec![operation.node];
        rest.extend(operation.parameters.values());
        rest.extend(operation.servers);
        rest.extend(operation.security);
        while let Some(node) = rest.pop() {
            if seen.insert(NodeId::of(node)) {
                rest.extend(document::resolve(root, node).ok());
                rest.extend(node.items());
                rest.extend(node.entries().map(|(_, entry)| &entry.value));
            }
        }
        for node in seen {
            reached.entry(node).or_default().insert(operation.label());
        }
    }
    reached
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

fn shuffle_keys(node: &mut Node, rng: &mut Rng) {
    match &mut node.value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map
                .iter()
                .map(|(key, entry)| (key.to_owned(), entry.key_span, entry.value.clone()))
                .collect();
            rng.shuffle(&mut entries);
            *map = Map::new();
            for (key, span, mut value) in entries {
                shuffle_keys(&mut value, rng);
                map.insert(key, Entry::new(span, value));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle_keys(item, rng)),
        _ => {}
    }
}

/// What `new` adds and removes compared with `old`, and what `old` removes and adds compared with `new`.
fn ends_of(old: &Document, new: &Document) -> (Vec<&'static str>, Vec<&'static str>) {
    let (old, new) = (Places::new(old), Places::new(new));
    let (forward, _) = wire::compare(&old, &new);
    let (backward, _) = wire::compare(&new, &old);
    let added = [ends(&forward, "-added"), ends(&forward, "-removed")];
    let removed = [ends(&backward, "-removed"), ends(&backward, "-added")];
    (added.concat(), removed.concat())
}

/// The words of the kinds with an end, without the end.
fn ends(changes: &Changes<'_>, end: &'static str) -> Vec<&'static str> {
    let mut words = Vec::new();
    for known in changes.iter() {
        let (kind, times) = match known.change.kind {
            Kind::PathRemoved => (Kind::OperationRemoved, known.operations.len()),
            // A credential that replaces another one is an alternative that was removed, in both directions.
            Kind::SecurityAlternativeAdded | Kind::SecurityAlternativeRemoved => continue,
            kind => (kind, 1),
        };
        let stem = kind.as_str().strip_suffix(end);
        words.extend(stem.into_iter().flat_map(|stem| vec![stem; times]));
    }
    words.sort_unstable();
    words
}

/// Returns a value as JSON with its keys in the same order.
fn json(node: &Node) -> String {
    let list = |items: Vec<String>| items.join(",");
    match &node.value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, entry)| {
                format!("{}:{}", serde_json::Value::from(key), json(&entry.value))
            });
            format!("{{{}}}", list(entries.collect()))
        }
        Value::Array(items) => format!("[{}]", list(items.iter().map(json).collect())),
        _ => node.to_json().to_string(),
    }
}

/// The changes between two documents, as text.
fn changes(old: &Document, new: &Document) -> String {
    let (old, new) = (Places::new(old), Places::new(new));
    let (changes, _) = wire::compare(&old, &new);
    shown(&changes)
}

fn shown(changes: &Changes<'_>) -> String {
    let changes = changes.iter().map(|it| &it.change);
    let texts: Vec<_> = changes
        .map(|it| format!("{}: {}", it.kind, it.text))
        .collect();
    texts.join("; ")
}

fn read(name: &str, text: &str) -> Document {
    Document::read(name, text).unwrap_or_else(|found| panic!("{name}: {found:?}"))
}

/// The names and texts of the documents in a folder of the repository, sorted by name.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let entries = fs::read_dir(folder).expect("the folder is readable");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_name().expect("a document has a name");
            let text = fs::read_to_string(path).expect("the document is readable");
            (name.to_string_lossy().into_owned(), text)
        })
        .collect()
}

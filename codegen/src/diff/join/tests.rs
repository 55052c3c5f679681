//! Tests the join with edits of a document, whose changed nodes are the causes.

use std::collections::HashMap;

use super::{Cause, Graphs};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::diff::rust::compare;
use crate::diff::test_support::edits::{PETS, edits};
use crate::document::{Document, Node, Value};
use crate::generate;
use crate::surface::Surface;

/// A node and its key.
type Part<'a> = (Option<Span>, &'a Node);

/// The changed nodes, with their pointers. They are as deep as possible.
#[derive(Default)]
struct Changed {
    path: Vec<String>,
    pointers: Vec<String>,
    causes: Vec<Cause>,
}

impl Changed {
    fn of(old: &Document, new: &Document) -> Self {
        let mut changed = Self::default();
        changed.compare((None, old.root()), (None, new.root()));
        changed
    }

    fn compare(&mut self, old: Part<'_>, new: Part<'_>) {
        match (&old.1.value, &new.1.value) {
            (Value::Object(before), Value::Object(after)) => {
                let mut same = Vec::new();
                for (key, entry) in before.iter() {
                    let part = (Some(entry.key_span), &entry.value);
                    let other = after.entry(key);
                    same.extend(other.is_some().then_some(key));
                    self.step(
                        key,
                        Some(part),
                        other.map(|it| (Some(it.key_span), &it.value)),
                    );
                }
                for (key, entry) in after.iter().filter(|(key, _)| !before.contains_key(key)) {
                    self.step(key, None, Some((Some(entry.key_span), &entry.value)));
                }
                let is_known = |key: &&str| before.contains_key(key);
                if !after.keys().filter(is_known).eq(same) {
                    self.add(Some(old), Some(new));
                }
            }
            (Value::Array(before), Value::Array(after)) => {
                let lacks = |items: &[Node], item: &Node| {
                    items.iter().all(|other| other.to_json() != item.to_json())
                };
                let gone: Vec<_> = before.iter().filter(|item| lacks(after, item)).collect();
                let mut added: Vec<_> = after.iter().filter(|item| lacks(before, item)).collect();
                let is_reordered = gone.is_empty() && added.is_empty();
                let name = |item: &Node| item.get_str("name").map(ToOwned::to_owned);
                let label = |item: &Node| name(item).unwrap_or_else(|| item.to_json().to_string());
                for old in gone {
                    let same = added.iter().position(|new| name(old) == name(new));
                    let new = same.map(|index| (None, added.remove(index)));
                    self.step(&label(old), Some((None, old)), new);
                }
                for new in added {
                    self.step(&label(new), None, Some((None, new)));
                }
                let json = |items: &[Node]| items.iter().map(Node::to_json).collect::<Vec<_>>();
                if is_reordered && json(before) != json(after) {
                    self.add(Some(old), Some(new));
                }
            }
            _ if old.1.to_json() != new.1.to_json() => self.add(Some(old), Some(new)),
            _ => {}
        }
    }

    fn step(&mut self, token: &str, old: Option<Part<'_>>, new: Option<Part<'_>>) {
        self.path.push(token.to_owned());
        match (old, new) {
            (Some(old), Some(new)) => self.compare(old, new),
            _ => self.add(old, new),
        }
        self.path.pop();
    }

    fn add(&mut self, old: Option<Part<'_>>, new: Option<Part<'_>>) {
        let extent = |(key, node): Part<'_>| {
            let start = key.unwrap_or(node.span).start;
            Span::new(start, node.span.end.max(start))
        };
        self.pointers.push(self.path.join("/"));
        self.causes.push(Cause {
            old: old.map(extent),
            new: new.map(extent),
        });
    }
}

/// A document with its surface.
struct Version {
    document: Document,
    surface: Surface,
}

impl Version {
    /// Reads a document, which may be invalid.
    fn of(text: &str) -> Option<Self> {
        let document = Document::read("spec/pets.yaml", text).ok()?;
        let surface = generate::surface(&document, "pets", "client", false).ok()?;
        Some(Self { document, surface })
    }
}

/// The changes in Rust, each with the pointer of its cause.
fn joined(old: &Version, new: &Version) -> Vec<(String, Option<String>)> {
    joined_to(&Changed::of(&old.document, &new.document), old, new)
}

fn joined_to(changed: &Changed, old: &Version, new: &Version) -> Vec<(String, Option<String>)> {
    let changes = compare(&old.surface, &new.surface);
    let changes = changes.into_iter().filter(|it| it.step > Step::Patch);
    let graphs = Graphs::new(&old.document, &new.document);
    let joined = graphs.join(&changed.causes, changes.collect());
    let by_cause = joined.by_cause.into_iter().zip(&changed.pointers);
    let of_causes = by_cause.flat_map(|(changes, pointer)| {
        let changes = changes.into_iter();
        changes.map(move |change| (change.to_string(), Some(pointer.clone())))
    });
    let others = joined.others.into_iter().map(|it| (it.to_string(), None));
    of_causes.chain(others).collect()
}

#[test]
fn every_change_of_an_edit_has_a_cause() {
    let pets = Version::of(PETS).expect("the document is valid");
    let mut without = Vec::new();
    for edit in edits() {
        let edited = Version::of(&edit.apply()).expect("the edit is valid");
        for changes in [joined(&pets, &edited), joined(&edited, &pets)] {
            let changes = changes.into_iter().filter(|(_, cause)| cause.is_none());
            without.extend(changes.map(|(change, _)| format!("{}: {change}", edit.name)));
        }
    }
    assert!(without.is_empty(), "{}", without.join("\n"));
}

/// Applies pairs of edits. The cause of a change that one of them makes alone is the same as before.
#[test]
fn a_change_is_joined_to_the_edit_that_causes_it() {
    let pets = Version::of(PETS).expect("the document is valid");
    let edits = edits();
    let alone: Vec<HashMap<String, Option<String>>> = edits
        .iter()
        .map(|edit| {
            let edited = Version::of(&edit.apply()).expect("the edit is valid");
            joined(&pets, &edited).into_iter().collect()
        })
        .collect();
    let mut wrong = Vec::new();
    let mut pairs = 0;
    for (first, edit) in edits.iter().enumerate() {
        for distance in [1, 31] {
            let second = (first + distance) % edits.len();
            let both = edits[second].apply_to(&edit.apply());
            let Some(both) = both.and_then(|text| Version::of(&text)) else {
                continue;
            };
            pairs += 1;
            let changed = Changed::of(&pets.document, &both.document);
            for (change, cause) in joined_to(&changed, &pets, &both) {
                let known = (alone[first].get(&change), alone[second].get(&change));
                let ((Some(expected), None) | (None, Some(expected))) = known else {
                    continue;
                };
                // One edit may replace the part that the other one changes.
                let is_there = expected
                    .as_ref()
                    .is_none_or(|it| changed.pointers.contains(it));
                if cause != *expected && is_there {
                    let names = (edit.name, edits[second].name);
                    wrong.push(format!("{names:?}: {change}: {cause:?}, not {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pairs > 150, "there are {pairs} pairs");
}

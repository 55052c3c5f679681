//! A change between two documents before it becomes a finding.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::places::NodeId;
use super::{Kind, Level, Side};
use crate::document::Node;

/// A change of a part of a document.
#[derive(Clone)]
pub(super) struct Change<'a> {
    pub(super) kind: Kind,
    /// The part in the old document, or the nearest one that contains it.
    pub(super) old: Option<&'a Node>,
    /// The part in the new document.
    pub(super) new: Option<&'a Node>,
    /// The schema, parameter or other object that a reader knows by name, if it is not the part itself.
    pub(super) holder: Option<&'a Node>,
    /// What changed, such as `` `snoozed` was removed ``.
    pub(super) text: String,
    /// Whether the text is the rest of a sentence that the subject starts, such as `was removed`.
    pub(super) is_predicate: bool,
    /// Whether the part is the document's own, for every operation without its own. Then the message has their number.
    pub(super) is_shared: bool,
    pub(super) judgements: Vec<Judgement>,
    /// What the change changes in turn, with the level of each: the properties of an object that another one replaced.
    pub(super) consequences: IndexMap<String, Level>,
}

/// What a change does to one side of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) side: Side,
    pub(super) level: Level,
    pub(super) effect: &'static str,
}

/// What a change does to callers.
pub(super) type Verdict = (Level, &'static str);

impl<'a> Change<'a> {
    pub(super) fn new(
        kind: Kind,
        old: Option<&'a Node>,
        new: Option<&'a Node>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            old,
            new,
            holder: None,
            text: text.into(),
            is_predicate: false,
            is_shared: false,
            judgements: Vec::new(),
            consequences: IndexMap::new(),
        }
    }

    /// Creates a change whose text is the rest of a sentence that the subject starts.
    pub(super) fn of_subject(
        kind: Kind,
        old: Option<&'a Node>,
        new: Option<&'a Node>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            is_predicate: true,
            ..Self::new(kind, old, new, text)
        }
    }

    pub(super) fn with(mut self, side: Side, (level, effect): Verdict) -> Self {
        self.judgements.push(Judgement {
            side,
            level,
            effect,
        });
        self
    }

    pub(super) fn with_all(mut self, judgements: impl IntoIterator<Item = Judgement>) -> Self {
        self.judgements.extend(judgements);
        self
    }

    pub(super) fn held_by(mut self, holder: Option<&'a Node>) -> Self {
        self.holder = holder;
        self
    }

    pub(super) fn add_consequence(&mut self, level: Level, text: String) {
        let known = self.consequences.entry(text).or_insert(level);
        *known = level.max(*known);
    }

    /// Whether the change matters to callers.
    pub(super) fn is_significant(&self) -> bool {
        self.judgements.iter().any(|it| it.level > Level::Docs)
    }
}

/// The changes of a document, each once, with the operations that they affect.
#[derive(Default)]
pub(super) struct Changes<'a> {
    changes: IndexMap<Key, Known<'a>>,
}

/// The identity of a change: its kind and its part.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    kind: Kind,
    old: Option<NodeId>,
    new: Option<NodeId>,
    text: String,
}

pub(super) struct Known<'a> {
    pub(super) change: Change<'a>,
    /// The indices of the operations.
    pub(super) operations: BTreeSet<usize>,
    /// The indices of the operations that send or receive the changed schema, with the side.
    pub(super) sides: BTreeSet<(Side, usize)>,
    /// The indices of the pairs of schemas.
    pub(super) pairs: BTreeSet<usize>,
}

impl Known<'_> {
    /// Whether each of the operations has the change on a side.
    pub(super) fn is_always_on(&self, side: Side) -> bool {
        let mut operations = self.operations.iter();
        self.pairs.is_empty() || operations.all(|it| self.sides.contains(&(side, *it)))
    }
}

/// The part of the contract that a change was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Document,
    Operation(usize),
    Pair(usize),
}

impl<'a> Changes<'a> {
    /// Adds a change. One that is known gets the further judgements and the further owner.
    pub(super) fn add(&mut self, change: Change<'a>, owner: Owner) {
        let key = Key {
            kind: change.kind,
            // A part that was added has no old place of its own: the place depends on how it was reached.
            old: change.old.filter(|_| change.new.is_none()).map(NodeId::of),
            new: change.new.map(NodeId::of),
            text: change.text.clone(),
        };
        let known = match self.changes.entry(key) {
            Entry::Occupied(known) => {
                let known = known.into_mut();
                for judgement in change.judgements {
                    if !known.change.judgements.contains(&judgement) {
                        known.change.judgements.push(judgement);
                    }
                }
                for (text, level) in change.consequences {
                    known.change.add_consequence(level, text);
                }
                known
            }
            Entry::Vacant(free) => free.insert(Known {
                change,
                operations: BTreeSet::new(),
                sides: BTreeSet::new(),
                pairs: BTreeSet::new(),
            }),
        };
        match owner {
            Owner::Document => {}
            Owner::Operation(index) => {
                known.operations.insert(index);
            }
            Owner::Pair(index) => {
                known.pairs.insert(index);
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Known<'a>> {
        self.changes.values()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Known<'a>> {
        self.changes.values_mut()
    }
}

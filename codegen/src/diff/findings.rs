//! Turns changes into findings: with names, places and fingerprints.

use indexmap::IndexMap;
use serde_json::Value;

use super::change::{Change, Judgement, Known};
use super::join::Cause;
use super::nearest::{name, nearest};
use super::places::{Places, Token};
use super::subject::{container, subject};
use super::{Finding, FindingRust, Kind, Level, Location, Revision, RustChange, Side, Step};
use crate::diagnostic::Span;
use crate::document::{Node, Pointer};

/// The number of characters of a value that a finding contains.
const MAX_VALUE: usize = 80;

/// The two versions and the module of a document.
pub(super) struct Context<'c, 'a> {
    pub(super) document: &'c str,
    pub(super) old: &'c Places<'a>,
    pub(super) new: &'c Places<'a>,
    pub(super) operations: &'c [String],
}

impl<'a> Context<'_, 'a> {
    /// Returns the finding of a change, with the items that it changes in Rust. A change that affects nothing is none.
    pub(super) fn finding(&self, known: &Known<'a>, items: Vec<RustChange>) -> Option<Finding> {
        let change = &known.change;
        let judgement = match worst(&change.judgements) {
            Some(judgement) => judgement,
            None if items.is_empty() => return None,
            None => Judgement {
                side: Side::Rust,
                level: Level::Docs,
                effect: "",
            },
        };
        let location = match (change.new, change.old) {
            (Some(node), _) => self.location(node, Revision::New),
            (None, Some(node)) => self.location(node, Revision::Old),
            (None, None) => self.location(self.new.document.root(), Revision::New),
        };
        let (places, node) = match (change.new, change.old) {
            (Some(node), _) => (self.new, Some(node)),
            (None, node) => (self.old, node),
        };
        let left = match (change.new, change.old) {
            (None, Some(node)) => nearest(self.old, node, self.new),
            (node, _) => node.unwrap_or(self.new.document.root()),
        };
        let subject = match (change.holder, node) {
            (Some(holder), _) => subject(places, holder),
            (None, Some(node)) => container(places, node),
            (None, None) => String::new(),
        };
        let operations = known.operations.iter();
        let effects = effects(judgement, &change.judgements);
        Some(Finding {
            kind: change.kind,
            level: judgement.level,
            side: judgement.side,
            is_one_sided: effects.len() == 1 && known.is_always_on(judgement.side),
            document: self.document.to_owned(),
            operations: operations
                .map(|index| self.operations[*index].clone())
                .collect(),
            pointer: node.map(|node| places.pointer(node)).unwrap_or_default(),
            old: change.old.and_then(short),
            new: change.new.and_then(short),
            subject,
            change: text(known),
            is_predicate: change.is_predicate,
            effect: effects.join("; "),
            rust: rust(items),
            location,
            old_location: change.old.map(|node| self.location(node, Revision::Old)),
            nearest: Some(self.location(left, Revision::New)),
            fingerprint: self.fingerprint(change),
        })
    }

    /// Returns the parts of the documents that a change is about.
    pub(super) fn cause(&self, change: &Change<'a>) -> Cause {
        Cause {
            old: change.old.map(|node| self.old.extent(node)),
            new: change.new.map(|node| self.new.extent(node)),
        }
    }

    /// Returns whether a change is for readers only. A title may name a type.
    pub(super) fn is_wording(&self, change: &Change<'a>) -> bool {
        let key = match (change.new, change.old) {
            (Some(node), _) => self.new.key(node),
            (None, node) => node.and_then(|node| self.old.key(node)),
        };
        change.kind == Kind::WordingChanged && key != Some("title")
    }

    /// Returns the finding of an item of the crate that no change of the document explains.
    pub(super) fn crate_finding(&self, item: RustChange) -> Finding {
        let (places, span, revision) = match (item.new, item.old) {
            (None, Some(span)) => (self.old, span, Revision::Old),
            (new, _) => (self.new, new.unwrap_or_default(), Revision::New),
        };
        let location = location_of(places, span, revision);
        let nearest = match revision {
            Revision::Old => {
                let node = nearest(self.old, self.old.at(span.start), self.new);
                self.location(node, Revision::New)
            }
            Revision::New => location.clone(),
        };
        let identity = [
            self.document.to_owned(),
            Kind::CrateChanged.as_str().to_owned(),
            item.to_string(),
        ];
        Finding {
            kind: Kind::CrateChanged,
            level: Level::Docs,
            side: Side::Rust,
            is_one_sided: true,
            document: self.document.to_owned(),
            operations: Vec::new(),
            pointer: Pointer::root(),
            old: None,
            new: None,
            subject: String::new(),
            change: item.to_string(),
            is_predicate: false,
            effect: String::new(),
            location,
            old_location: item
                .old
                .map(|span| location_of(self.old, span, Revision::Old)),
            nearest: Some(nearest),
            fingerprint: fingerprint(&identity),
            rust: rust(vec![item]),
        }
    }

    fn location(&self, node: &Node, revision: Revision) -> Location {
        let places = match revision {
            Revision::Old => self.old,
            Revision::New => self.new,
        };
        location(places, node, revision)
    }

    /// Identifies a change by names and values, so that other edits do not move it.
    fn fingerprint(&self, change: &Change<'a>) -> String {
        let mut parts = vec![self.document.to_owned(), change.kind.as_str().to_owned()];
        let place = match (change.new, change.old) {
            (Some(node), _) => Some((self.new, node)),
            (None, node) => node.map(|node| (self.old, node)),
        };
        parts.extend(
            place
                .into_iter()
                .flat_map(|(places, node)| names(places, node)),
        );
        parts.push(change.text.clone());
        fingerprint(&parts)
    }
}

/// Returns the text of a change. The number of operations and the consequences are not part of the fingerprint.
fn text(known: &Known<'_>) -> String {
    let text = &known.change.text;
    match known.operations.len() {
        _ if !known.change.consequences.is_empty() => {
            format!("{text}: {}", consequences(&known.change.consequences))
        }
        _ if !known.change.is_shared => text.clone(),
        1 => format!("{text} for 1 operation"),
        number => format!("{text} for {number} operations"),
    }
}

/// Returns the consequences as a list: the worst ones, and the number of the others.
fn consequences(all: &IndexMap<String, Level>) -> String {
    /// The number of consequences in a text.
    const SHOWN: usize = 4;
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by_key(|(_, level)| std::cmp::Reverse(**level));
    let more = sorted.len().saturating_sub(SHOWN);
    let mut texts: Vec<_> = sorted.iter().take(SHOWN).map(|it| it.0.clone()).collect();
    match more {
        0 => {}
        1 => texts.push("1 other change".to_owned()),
        more => texts.push(format!("{more} other changes")),
    }
    match &texts[..] {
        [first @ .., last] if !first.is_empty() => format!("{}, and {last}", first.join(", ")),
        _ => texts.concat(),
    }
}

pub(super) fn rust(items: Vec<RustChange>) -> FindingRust {
    FindingRust {
        step: items
            .iter()
            .map(|item| item.step)
            .max()
            .unwrap_or(Step::None),
        items,
    }
}

pub(super) fn location(places: &Places<'_>, node: &Node, revision: Revision) -> Location {
    location_of(places, places.span(node), revision)
}

fn location_of(places: &Places<'_>, span: Span, revision: Revision) -> Location {
    let source = places.document.source();
    let position = source.line_column(span.start);
    Location {
        file: source.name_at(span.start).to_owned(),
        line: position.line,
        column: position.column,
        revision,
    }
}

/// Returns the judgement with the highest level. Of equal ones, that about requests comes first.
fn worst(judgements: &[Judgement]) -> Option<Judgement> {
    let mut judgements = judgements.to_vec();
    judgements.sort_by_key(|it| (std::cmp::Reverse(it.level), it.side));
    judgements.first().copied()
}

/// Returns the effect of the worst judgement, and those on other sides that are as bad or at least a warning.
fn effects(worst: Judgement, judgements: &[Judgement]) -> Vec<&'static str> {
    let mut effects = vec![worst.effect];
    for side in [Side::Request, Side::Response, Side::Payload] {
        let of_side = judgements
            .iter()
            .filter(|it| it.side == side && it.side != worst.side);
        let Some(other) = of_side.max_by_key(|it| it.level) else {
            continue;
        };
        let matters = other.level >= Level::Warning || other.level == worst.level;
        if matters && !effects.contains(&other.effect) {
            effects.push(other.effect);
        }
    }
    effects
}

/// Returns a value if it is short.
fn short(node: &Node) -> Option<Value> {
    let is_short =
        node.as_object().is_none() && node.as_array().is_none_or(|items| items.len() < MAX_VALUE);
    let value = is_short.then(|| node.to_json())?;
    (value.to_string().chars().count() <= MAX_VALUE).then_some(value)
}

/// Returns the keys that lead to a node. An item of an array is named by its value or its name, not by its index.
fn names(places: &Places<'_>, node: &Node) -> Vec<String> {
    let steps = places.steps(node).into_iter();
    steps
        .map(|(parent, token)| match token {
            Token::Key(key, _) => key.to_owned(),
            Token::Index(index) => {
                let name = parent.items().nth(index).and_then(name);
                name.map_or_else(|| index.to_string(), str::to_owned)
            }
        })
        .collect()
}

/// Returns a hash of texts as 16 hexadecimal digits.
pub(super) fn fingerprint(parts: &[String]) -> String {
    format!("{:016x}", fnv1a(parts))
}

/// Hashes texts with the 64-bit FNV-1a function, which is the same on every machine and in every release.
fn fnv1a(parts: &[String]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

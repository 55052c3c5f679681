//! The changes inside an object that replaced another one.

use super::Comparer;
use super::verdicts::{REJECTED, SENT_BEFORE};
use crate::diff::change::{Change, Judgement};
use crate::diff::places::{Places, Token};
use crate::diff::subject::subject;
use crate::diff::{Level, Side};
use crate::document::Node;

impl<'a> Comparer<'a> {
    /// Returns the change of an object that replaced another one, with the changes inside it as consequences.
    pub(super) fn with_consequences(
        &self,
        mut whole: Change<'a>,
        site: [&'a Node; 2],
        changes: Vec<Change<'a>>,
    ) -> Change<'a> {
        for change in changes {
            let level = change.judgements.iter().map(|it| it.level).max();
            let Some(level) = level.filter(|level| *level > Level::Docs) else {
                continue;
            };
            let judgements = change.judgements.iter().map(|it| Judgement {
                effect: effect_of_replacement(it.side, it.level),
                ..*it
            });
            whole.judgements.extend(judgements);
            let text = self.consequence(&change, site);
            whole.add_consequence(level, text);
        }
        whole
    }

    /// The text of a change inside an object, with the path of properties to it.
    fn consequence(&self, change: &Change<'a>, site: [&'a Node; 2]) -> String {
        let (places, node, site) = match (change.new, change.old) {
            (Some(node), _) => (self.new.places, Some(node), site[1]),
            (None, node) => (self.old.places, node, site[0]),
        };
        let path = change.holder.or(node);
        let path = path.and_then(|node| path_within(places, node, site));
        match path {
            Some(path) if change.is_predicate => format!("`{path}` {}", change.text),
            Some(path) => format!("`{path}`: {}", change.text),
            None => change.text.clone(),
        }
    }
}

/// The path of properties to a schema inside an object: from the place where the object is used, or from its component.
fn path_within(places: &Places<'_>, node: &Node, site: &Node) -> Option<String> {
    let whole = subject(places, node);
    let steps = places.steps(node);
    let component = match steps.get(2)? {
        (_, Token::Key(name, _)) => *name,
        (_, Token::Index(_)) => return None,
    };
    let outer = [subject(places, site), component.to_owned()];
    let inner = outer
        .iter()
        .find_map(|outer| whole.strip_prefix(outer.as_str()));
    Some(inner?.strip_prefix('.')?.to_owned())
}

/// What a changed object does to callers where it is.
fn effect_of_replacement(side: Side, level: Level) -> &'static str {
    match (side, level) {
        (Side::Response, Level::Breaking) => "responses may not conform to the old document",
        (Side::Response, Level::Warning) => "callers may receive what they do not expect",
        (Side::Response, _) => "callers can read it as before",
        (Side::Payload, Level::Breaking) => "payloads may not conform to the old document",
        (Side::Payload, Level::Warning) => "receivers may get what they do not expect",
        (Side::Payload, _) => "receivers can read it as before",
        (_, Level::Breaking) => REJECTED.1,
        (_, Level::Warning) => {
            "servers may reject requests that conform to the old document, or read them differently"
        }
        _ => SENT_BEFORE.1,
    }
}

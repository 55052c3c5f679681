//! Finds what is left of a removed part.

use super::places::{Places, Token};
use crate::document::Node;

/// Returns the part of the new document with the place of a part of the old one, or the smallest part that contained it
/// and is still there.
pub(super) fn nearest<'a>(old: &Places<'_>, node: &Node, new: &Places<'a>) -> &'a Node {
    let mut nearest = new.document.root();
    for (parent, token) in old.steps(node) {
        let child = match token {
            Token::Key(key, _) => nearest.get(key),
            Token::Index(index) => item(parent, index, nearest),
        };
        match child {
            Some(child) => nearest = child,
            None => break,
        }
    }
    nearest
}

/// Returns the item with the name that an item of the old array has. Of items without names, the index decides.
fn item<'a>(old: &Node, index: usize, new: &'a Node) -> Option<&'a Node> {
    let item = old.items().nth(index)?;
    match name(item) {
        Some(wanted) => new.items().find(|item| name(item) == Some(wanted)),
        None => new.items().nth(index).filter(|item| name(item).is_none()),
    }
}

/// Returns what identifies an item of an array for readers: its value, its name, its reference or its URL.
pub(super) fn name(item: &Node) -> Option<&str> {
    let named = item
        .get_str("name")
        .or(item.reference())
        .or(item.get_str("url"));
    item.as_str().or(named)
}

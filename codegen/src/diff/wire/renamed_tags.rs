//! Finds the tags that were renamed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Revision;
use super::matching::unique_pairs;
use crate::diff::contract::Operation;
use crate::document::Node;

/// Returns the new names of the tags that were renamed, by their old names.
///
/// A tag was renamed if it is gone, and all operations that had it and are still there have one new tag, which no other
/// operation of the old document has.
pub(super) fn renamed_tags<'a>(
    old: &Revision<'a>,
    new: &Revision<'a>,
) -> BTreeMap<&'a str, &'a str> {
    let (before, after) = (known(old), known(new));
    let (gone, fresh) = (only_in(&before, &after), only_in(&after, &before));
    if gone.is_empty() || fresh.is_empty() {
        return BTreeMap::new();
    }
    let (old, new) = (by_endpoint(old), by_endpoint(new));
    let (users, new_users) = (users(&old, &new), users(&new, &old));
    let pairs = unique_pairs(&gone, &fresh, |from, to| {
        let users = users.get(from);
        users.is_some() && users == new_users.get(to)
    });
    let pairs = pairs.into_iter().map(|(a, b)| (gone[a], fresh[b]));
    pairs.collect()
}

/// The tags of an operation.
pub(super) fn tags(operation: &Node) -> impl Iterator<Item = &str> {
    let tags = operation.get("tags").into_iter().flat_map(Node::items);
    tags.filter_map(Node::as_str)
}

/// The tags that a document describes, by their names.
pub(super) fn described<'a>(
    revision: &Revision<'a>,
) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
    let tags = revision.root().get("tags").into_iter();
    let tags = tags.flat_map(Node::items);
    tags.filter_map(|tag| Some((tag.get_str("name")?, tag)))
}

/// The method and the path of an operation.
type Endpoint<'o> = (&'o str, &'o str);

type Endpoints<'o, 'a> = BTreeMap<Endpoint<'o>, &'o Operation<'a>>;

fn by_endpoint<'o, 'a>(revision: &'o Revision<'a>) -> Endpoints<'o, 'a> {
    let operations = revision.contract.operations.iter();
    operations
        .map(|it| ((it.method, it.template.as_str()), it))
        .collect()
}

/// The operations of each tag, of those that both documents have.
fn users<'o>(
    operations: &Endpoints<'o, '_>,
    others: &Endpoints<'_, '_>,
) -> HashMap<&'o str, BTreeSet<Endpoint<'o>>> {
    let mut users: HashMap<_, BTreeSet<_>> = HashMap::new();
    for (endpoint, operation) in operations.iter().filter(|(it, _)| others.contains_key(*it)) {
        for tag in tags(operation.node) {
            users.entry(tag).or_default().insert(*endpoint);
        }
    }
    users
}

/// The tags that a document describes, and those of its operations.
fn known<'a>(revision: &Revision<'a>) -> BTreeSet<&'a str> {
    let described = described(revision).map(|(name, _)| name);
    let operations = revision.contract.operations.iter();
    described
        .chain(operations.flat_map(|it| tags(it.node)))
        .collect()
}

fn only_in<'a>(tags: &BTreeSet<&'a str>, others: &BTreeSet<&'a str>) -> Vec<&'a str> {
    tags.difference(others).copied().collect()
}

//! Assigns the targets in other files a location and a name in the document.

use std::collections::{HashMap, HashSet, VecDeque};

use super::component;
use super::files::Files;
use super::target::Target;
use crate::document::{Map, Node, Pointer};
use crate::openapi::objects::{self, ObjectKind, ObjectType};

/// The section for path items of other files that `paths` does not have.
const PATH_ITEMS: &str = "x-path-items";

/// The locations in the document of targets in other files.
#[derive(Default)]
pub(super) struct Locations {
    /// The location of a target as an object of a kind.
    by_target: HashMap<(Target, ObjectKind), Pointer>,
    /// The targets that have a location and are not yet inserted.
    pending: VecDeque<PendingTarget>,
    /// The names that are taken in each section.
    names: HashMap<&'static str, HashSet<String>>,
}

/// A target to insert into the document.
pub(super) struct PendingTarget {
    pub(super) target: Target,
    pub(super) location: Pointer,
    pub(super) object_type: &'static ObjectType,
}

impl Locations {
    /// Records the names that the document already has.
    pub(super) fn record_names(&mut self, root: &Node) {
        for (section, _) in objects::sections() {
            let names = component::names(root, section);
            self.names.insert(section, names.into_iter().collect());
        }
        let paths = root.get(PATH_ITEMS).and_then(Node::as_object);
        let paths = paths.into_iter().flat_map(Map::keys);
        self.names
            .insert(PATH_ITEMS, paths.map(ToOwned::to_owned).collect());
    }

    /// Returns the location of a target as an object of a type, if it has one.
    pub(super) fn get(&self, target: &Target, object_type: &ObjectType) -> Option<&Pointer> {
        self.by_target.get(&(target.clone(), object_type.kind))
    }

    /// Returns the location of a target as an object of the given type. If the target has no location, assigns one with
    /// an unused name.
    pub(super) fn get_or_assign(
        &mut self,
        files: &mut Files<'_>,
        target: Target,
        name: &str,
        object_type: &'static ObjectType,
    ) -> Pointer {
        if let Some(location) = self.get(&target, object_type) {
            return location.clone();
        }
        let section = objects::section_of(object_type.kind);
        let names = self.names.entry(section.unwrap_or(PATH_ITEMS)).or_default();
        let name = component::free_name(name, files.path(target.file), names);
        let location = match section {
            Some(section) => Pointer::from_iter(["components", section, &name]),
            None => Pointer::from_iter([PATH_ITEMS, &name]),
        };
        self.assign(files, target, location.clone(), object_type);
        location
    }

    /// Assigns a target a location, where it is inserted later.
    pub(super) fn assign(
        &mut self,
        files: &mut Files<'_>,
        target: Target,
        location: Pointer,
        object_type: &'static ObjectType,
    ) {
        mark_keys(files, &target);
        self.by_target
            .insert((target.clone(), object_type.kind), location.clone());
        self.pending.push_back(PendingTarget {
            target,
            location,
            object_type,
        });
    }

    /// Returns the next target to insert.
    pub(super) fn next_pending(&mut self) -> Option<PendingTarget> {
        self.pending.pop_front()
    }
}

/// Marks the keys on the path to a target as used.
fn mark_keys(files: &mut Files<'_>, target: &Target) {
    let mut keys = Vec::new();
    let mut node = files.root(target.file);
    for token in target.pointer.tokens() {
        let entry = node.and_then(|node| node.as_object()?.entry(token));
        keys.extend(entry.map(|entry| entry.key_span));
        let step = Pointer::from_iter([token]);
        node = node.and_then(|node| node.at(&step));
    }
    for key in keys {
        files.document.mark_used(key);
    }
}

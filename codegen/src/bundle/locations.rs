//! Homes: where in the document what comes from other files is put, and under which name.

use std::collections::{HashMap, HashSet, VecDeque};

use super::component;
use super::files::Files;
use super::target::Target;
use crate::document::{Map, Node, Pointer};
use crate::openapi::objects::{self, ObjectKind, ObjectType};

/// Where paths go that come from other files and are not in `paths` by themselves.
const PATH_ITEMS: &str = "x-path-items";

/// The homes of targets in other files.
#[derive(Default)]
pub(super) struct Homes {
    /// Where in the document a target is, as an object of a kind.
    by_target: HashMap<(Target, ObjectKind), Pointer>,
    /// What has a home and is not yet there.
    parts: VecDeque<PendingTarget>,
    /// The names that are taken in each section.
    names: HashMap<&'static str, HashSet<String>>,
}

/// A target that is to be put into the document.
pub(super) struct PendingTarget {
    pub(super) target: Target,
    pub(super) home: Pointer,
    pub(super) object_type: &'static ObjectType,
}

impl Homes {
    /// Notes the names that the document has already.
    pub(super) fn note_names(&mut self, root: &Node) {
        for (section, _) in objects::sections() {
            let names = component::names(root, section);
            self.names.insert(section, names.into_iter().collect());
        }
        let paths = root.get(PATH_ITEMS).and_then(Node::as_object);
        let paths = paths.into_iter().flat_map(Map::keys);
        self.names
            .insert(PATH_ITEMS, paths.map(ToOwned::to_owned).collect());
    }

    /// Returns the home of a target as an object of a type, if it has one.
    pub(super) fn get(&self, target: &Target, object_type: &ObjectType) -> Option<&Pointer> {
        self.by_target.get(&(target.clone(), object_type.kind))
    }

    /// Returns the home of a target as an object of a type, and finds one with a free name if it has none.
    pub(super) fn get_or_find(
        &mut self,
        files: &mut Files<'_>,
        target: Target,
        name: &str,
        object_type: &'static ObjectType,
    ) -> Pointer {
        if let Some(home) = self.get(&target, object_type) {
            return home.clone();
        }
        let section = objects::section_of(object_type.kind);
        let names = self.names.entry(section.unwrap_or(PATH_ITEMS)).or_default();
        let name = component::free_name(name, files.path(target.file), names);
        let home = match section {
            Some(section) => Pointer::from_iter(["components", section, &name]),
            None => Pointer::from_iter([PATH_ITEMS, &name]),
        };
        self.move_in(files, target, home.clone(), object_type);
        home
    }

    /// Gives a target a home, where it is put later.
    pub(super) fn move_in(
        &mut self,
        files: &mut Files<'_>,
        target: Target,
        home: Pointer,
        object_type: &'static ObjectType,
    ) {
        pass_keys(files, &target);
        self.by_target
            .insert((target.clone(), object_type.kind), home.clone());
        self.parts.push_back(PendingTarget {
            target,
            home,
            object_type,
        });
    }

    /// Returns the next target that has a home and is not yet there.
    pub(super) fn next_part(&mut self) -> Option<PendingTarget> {
        self.parts.pop_front()
    }
}

/// Notes the keys on the way to a target, which are in use.
fn pass_keys(files: &mut Files<'_>, target: &Target) {
    let mut keys = Vec::new();
    let mut node = files.root(target.file);
    for token in target.pointer.tokens() {
        let entry = node.and_then(|node| node.as_object()?.entry(token));
        keys.extend(entry.map(|entry| entry.key_span));
        let step = Pointer::from_iter([token]);
        node = node.and_then(|node| node.at(&step));
    }
    for key in keys {
        files.document.pass(key);
    }
}

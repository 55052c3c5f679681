//! Handles `paths`, `components` and sections that are references to other files, and entries of these that are.

use super::address;
use super::files::Files;
use super::follow::target;
use super::locations::Locations;
use super::target::{MAIN, only_reference, reference_span};
use crate::document::{Entry, Node, Pointer, Value};
use crate::openapi::objects::{self, ObjectType};

/// Replaces `paths`, `components` and sections that are references by objects: each entry of the target becomes a
/// reference of its own.
pub(super) fn expand(files: &mut Files<'_>, root: &mut Node) {
    if let Some(paths) = root.get_mut("paths") {
        expand_one(files, paths);
    }
    if let Some(components) = root.get_mut("components") {
        expand_one(files, components);
        for (section, _) in objects::sections() {
            if let Some(section) = components.get_mut(section) {
                expand_one(files, section);
            }
        }
    }
}

fn expand_one(files: &mut Files<'_>, node: &mut Node) {
    let (span, Some(written)) = (node.span, only_reference(node)) else {
        return;
    };
    let target = match target(files, written, MAIN, reference_span(node), None) {
        Ok((target, _)) => target,
        Err(error) => {
            files.add_error(error);
            *node = Node::object(span);
            return;
        }
    };
    let Some(Value::Object(map)) = files.node(&target).map(|node| &node.value) else {
        return;
    };
    let path = address::written(files.path(target.file));
    let entries = map.iter().map(|(key, entry)| {
        let span = entry.value.span;
        let fragment = target.pointer.join(key).to_reference();
        let mut reference = Node::object(span);
        if let Some(map) = reference.as_object_mut() {
            map.set("$ref", Node::string(format!("{path}{fragment}"), span));
        }
        (key.to_owned(), Entry::new(entry.key_span, reference))
    });
    *node = Node::new(Value::Object(entries.collect()), span);
}

/// Assigns targets the locations of the components and paths that consist of a reference to them.
pub(super) fn assign_locations(files: &mut Files<'_>, locations: &mut Locations, root: &Node) {
    for (section, object_type) in objects::sections() {
        let components = root.get("components");
        let components = components.and_then(|components| components.get(section));
        for (name, entry) in components.into_iter().flat_map(Node::entries) {
            let location = Pointer::from_iter(["components", section, name]);
            assign_location(files, locations, &entry.value, location, object_type);
        }
    }
    for (path, entry) in root.get("paths").into_iter().flat_map(Node::entries) {
        let location = Pointer::from_iter(["paths", path]);
        assign_location(
            files,
            locations,
            &entry.value,
            location,
            &objects::PATH_ITEM,
        );
    }
}

fn assign_location(
    files: &mut Files<'_>,
    locations: &mut Locations,
    node: &Node,
    location: Pointer,
    object_type: &'static ObjectType,
) {
    let Some(reference) = only_reference(node).filter(|it| !it.starts_with('#')) else {
        return;
    };
    // Errors are reported when the document is walked.
    let Ok((target, _)) = target(files, reference, MAIN, node.span, Some(object_type)) else {
        return;
    };
    if target.file != MAIN && locations.get(&target, object_type).is_none() {
        locations.assign(files, target, location, object_type);
    }
}

//! Moves inline schemas that become types to components, with names made from their positions: the property `snooze` of a
//! `Conversation` becomes `ConversationSnooze`.
//!
//! Before: operations and component schemas have their final names, which the new names start with.
//!
//! After: each schema that becomes a type is a component: an object with properties, an enum, a choice of several
//! alternatives, an `allOf`. A reference with the schema's annotations replaces it. The parts of an `allOf` stay inline,
//! since they become one type with it.

use std::collections::HashSet;

use serde_json::Value;

use super::shape::{INLINE_NAME, OF_ALTERNATIVES, VARIANT_NAME, becomes_type, union_parts};
use super::tree::{
    ANNOTATIONS, SchemaPosition, each_operation, each_operation_schema, each_subschema,
    each_webhook_schema, reference_to, schemas_mut,
};
use crate::document::{Entry, Map, Node};
use crate::names::{self, TakenNames};

/// Moves the schemas, and returns the names of their components. Each of these has one use.
pub(super) fn hoist(root: &mut Node) -> HashSet<String> {
    let schemas = schemas_mut(root).map(std::mem::take).unwrap_or_default();
    let mut hoist = Hoist {
        taken: schemas.keys().map(ToOwned::to_owned).collect(),
        found: Map::new(),
        names: HashSet::new(),
    };
    for (name, mut entry) in schemas {
        let mut inner = Hoist {
            taken: std::mem::take(&mut hoist.taken),
            found: Map::new(),
            names: std::mem::take(&mut hoist.names),
        };
        let own = entry.value.as_object_mut();
        let own = own.and_then(|own| own.remove(INLINE_NAME));
        let prefix = own.as_ref().and_then(|own| own.value.as_str());
        inner.within(prefix.unwrap_or(&name), &mut entry.value);
        (hoist.taken, hoist.names) = (inner.taken, inner.names);
        hoist.found.insert(name, entry);
        hoist.found.extend(inner.found);
    }
    each_operation(root, |_, _, operation| {
        let name = names::type_name(operation.get_str("operationId").unwrap_or_default());
        let mut responses: Vec<(Value, Node)> = Vec::new();
        each_operation_schema(operation, |place, schema| {
            if needs_no_name(schema) {
                return;
            }
            let is_response = place == "Response" && becomes_type(schema);
            let written = is_response.then(|| schema.to_json());
            // Equal schemas of two responses become one type.
            if let Some((_, same)) = responses
                .iter()
                .find(|(known, _)| Some(known) == written.as_ref())
            {
                *schema = same.clone();
                return;
            }
            hoist.at(&format!("{name}{}", names::type_name(place)), schema);
            responses.extend(written.map(|written| (written, schema.clone())));
        });
    });
    each_webhook_schema(root, |name, schema| {
        if !needs_no_name(schema) {
            hoist.at(&webhook_type_name(name), schema);
        }
    });
    if hoist.found.is_empty() {
        return hoist.names;
    }
    let span = root.span;
    let Some(object) = root.as_object_mut() else {
        return hoist.names;
    };
    if !object.contains_key("components") {
        object.set("components", Node::object(span));
    }
    if let Some(components) = object.get_mut("components").and_then(Node::as_object_mut) {
        components.set(
            "schemas",
            Node::new(crate::document::Value::Object(hoist.found), span),
        );
    }
    hoist.names
}

/// The name of the inline schema of a payload.
fn webhook_type_name(name: &str) -> String {
    const SUFFIX: &str = "Webhook";
    let whole = names::type_name(name);
    if whole.ends_with(SUFFIX) {
        whole
    } else {
        names::type_name(&format!("{name} {SUFFIX}"))
    }
}

/// The maximum length of a new name, which is also the name of a file, in characters.
const NAME: usize = 100;

struct Hoist {
    taken: TakenNames,
    found: Map,
    /// The names of the components that were inline schemas.
    names: HashSet<String>,
}

impl Hoist {
    /// Moves the schemas inside `schema`, which has the name `name`.
    fn within(&mut self, name: &str, schema: &mut Node) {
        each_subschema(schema, |place, inner| self.within_one(name, place, inner));
    }

    fn within_one(&mut self, name: &str, place: SchemaPosition<'_>, inner: &mut Node) {
        if needs_no_name(inner) {
            return;
        }
        let inner_name = match place {
            SchemaPosition::AllOf => return self.within_whole(name, inner),
            SchemaPosition::Property(property) => format!("{name}{}", names::type_name(property)),
            SchemaPosition::Items => format!("{name}Item"),
            SchemaPosition::Item(index) => format!("{name}Item{}", index + 1),
            SchemaPosition::Values => format!("{name}Value"),
            SchemaPosition::Alternative(index) => match inner.get_str(VARIANT_NAME) {
                Some(own) => format!("{name}{own}"),
                None => format!("{name}Variant{}", index + 1),
            },
        };
        self.at(&inner_name, inner);
    }

    /// Moves the schemas inside a part of an `allOf`, or inside the alternatives of a choice there.
    fn within_whole(&mut self, name: &str, schema: &mut Node) {
        let is_choice = union_parts(schema).is_some();
        each_subschema(schema, |place, inner| match place {
            SchemaPosition::Alternative(_) if is_choice => self.within_whole(name, inner),
            _ => self.within_one(name, place, inner),
        });
    }

    /// Moves `schema` if it becomes a type, and the schemas inside it.
    fn at(&mut self, name: &str, schema: &mut Node) {
        if !becomes_type(schema) {
            self.within(name, schema);
            return;
        }
        let short: String = name.chars().take(NAME).collect();
        let name = self.taken.unique(names::type_name(&short));
        self.names.insert(name.clone());
        let span = schema.span;
        let mut reference = Node::object(span);
        let own = schema
            .as_object_mut()
            .expect("only an object becomes a type");
        if let Some(object) = reference.as_object_mut() {
            object.set("$ref", Node::string(reference_to(&name), span));
            for key in ANNOTATIONS.iter().chain(&OF_ALTERNATIVES) {
                let moved = if *key == "description" {
                    own.entry(key).cloned()
                } else {
                    own.remove(key)
                };
                if let Some(entry) = moved {
                    object.insert(*key, entry);
                }
            }
        }
        let mut component = std::mem::replace(schema, reference);
        // Inserted before the schemas inside it, to keep the order of the document.
        self.found
            .insert(name.clone(), Entry::new(span, Node::object(span)));
        self.within(&name, &mut component);
        self.found.insert(name, Entry::new(span, component));
    }
}

/// Whether a schema neither becomes a type nor contains other schemas, so that it needs no name.
fn needs_no_name(schema: &mut Node) -> bool {
    let mut has_inside = false;
    each_subschema(schema, |_, _| has_inside = true);
    !has_inside && !becomes_type(schema)
}

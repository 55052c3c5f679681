//! Resolves schemas to types.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::lower::FILE_FORMAT;
use crate::lower::tree::{component_schemas, schema_reference};
use crate::model::{Float, Integer, NamedType, Type, TypeId};
use crate::names::{self, TakenNames};

/// The named types, and the diagnostics from resolving schemas.
pub(super) struct Types {
    ids: HashMap<String, TypeId>,
    pub(super) named: Vec<NamedType>,
    /// The used names of types and of modules.
    used: TakenNames,
    modules: TakenNames,
    pub(super) found: Vec<Diagnostic>,
}

impl Types {
    /// Registers the names of the component schemas, so that they can refer to each other.
    pub(super) fn of(root: &Node) -> Self {
        let names = component_schemas(root).into_iter().flat_map(Node::entries);
        let names: Vec<_> = names.map(|(name, _)| name.to_owned()).collect();
        let ids = names.iter().cloned().enumerate();
        Self {
            ids: ids.map(|(index, name)| (name, TypeId(index))).collect(),
            named: Vec::with_capacity(names.len()),
            used: names.into_iter().collect(),
            modules: TakenNames::default(),
            found: Vec::new(),
        }
    }

    /// The type of a component schema.
    pub(super) fn id(&self, name: &str) -> Option<TypeId> {
        self.ids.get(name).copied()
    }

    /// A name that no other type has.
    pub(super) fn unique_name(&mut self, name: String) -> String {
        self.used.unique(name)
    }

    /// The name of the module of a type.
    pub(super) fn module(&mut self, name: &str) -> String {
        self.modules
            .unique(names::file_stem(&names::field_name(name)))
    }

    pub(super) fn finish(self) -> (Vec<NamedType>, Vec<Diagnostic>) {
        (self.named, self.found)
    }

    /// The type of a schema's values, without null.
    pub(super) fn resolve(&mut self, schema: &Node) -> Type {
        if let Some(name) = schema_reference(schema) {
            return if let Some(id) = self.ids.get(name) {
                Type::Named(*id)
            } else {
                let message = format!("there is no type for the schema `{name}`");
                let found = Diagnostic::new(Code::View, schema.span, message);
                self.found.push(found);
                Type::Json
            };
        }
        match schema.get_str("type") {
            Some("string") => text(schema),
            Some("integer") => Type::Integer(integer(schema)),
            Some("number") => Type::Float(float(schema)),
            Some("boolean") => Type::Bool,
            Some("array") if schema.get("prefixItems").is_some() => {
                let items = schema.get("prefixItems").into_iter().flat_map(Node::items);
                Type::Tuple(items.map(|item| self.resolve_element(item)).collect())
            }
            Some("array") => {
                let item = schema.get("items").map(|items| self.resolve_element(items));
                Type::List(Box::new(item.unwrap_or(Type::Json)))
            }
            Some("object") => self.map(schema),
            _ => Type::Json,
        }
    }

    /// The type of a schema's values, including null.
    pub(super) fn resolve_element(&mut self, schema: &Node) -> Type {
        match self.resolve(schema) {
            // A JSON value may be null.
            Type::Json => Type::Json,
            ty if schema.flag("nullable") => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }

    /// The type of an object without declared properties: a map of `additionalProperties`.
    pub(super) fn map(&mut self, schema: &Node) -> Type {
        let values = schema.get("additionalProperties");
        let values = values.filter(|values| values.as_object().is_some());
        match values.map(|values| self.resolve_element(values)) {
            None | Some(Type::Json) => Type::JsonObject,
            Some(value) => Type::Map(Box::new(value)),
        }
    }
}

fn text(schema: &Node) -> Type {
    match schema.get_str("format") {
        Some("date") => Type::Date,
        Some("date-time") => Type::DateTime,
        Some("uuid") => Type::Uuid,
        Some(FILE_FORMAT) => Type::File,
        _ => Type::String,
    }
}

fn integer(schema: &Node) -> Integer {
    match schema.get_str("format") {
        Some("int8") => Integer::I8,
        Some("uint8") => Integer::U8,
        Some("int16") => Integer::I16,
        Some("uint16") => Integer::U16,
        Some("int32") => Integer::I32,
        Some("uint32") => Integer::U32,
        Some("uint64") => Integer::U64,
        Some("int64") => Integer::I64,
        _ if is_beyond_int64(schema) => Integer::U64,
        _ => Integer::I64,
    }
}

/// Whether only the unsigned integers of 64 bits have all values of a schema.
fn is_beyond_int64(schema: &Node) -> bool {
    /// The first integer after those of `i64`, which `f64` represents exactly.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let limit = |key| schema.get(key).and_then(Node::as_f64);
    limit("minimum").is_some_and(|it| it >= 0.0) && limit("maximum").is_some_and(|it| it > END)
}

fn float(schema: &Node) -> Float {
    match schema.get_str("format") {
        Some("float") => Float::F32,
        _ => Float::F64,
    }
}

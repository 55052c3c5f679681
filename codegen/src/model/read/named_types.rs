//! Reads the component schemas. Each becomes a named type.

use std::collections::HashSet;

use super::constraints::text_format;
use super::secrets::{has_secret_format, is_secret};
use super::types::Types;
use super::{key_span, schema_docs, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Map, Node};
use crate::lower::Lowered;
use crate::lower::shape::{
    IS_DEFAULT, VALUES, VARIANT_NAME, is_enum, is_object, scalar_name, union_parts,
};
use crate::lower::tree::{component_schemas, schema_reference};
use crate::lower::usage;
use crate::model::{
    Constraints, Counterpart, Docs, Enum, EnumKind, EnumValue, Features, NamedType, Object,
    OtherValues, Presence, Property, Shape, Type, Union, UnionVariant, Usage,
};
use crate::names::{self, TakenNames};
use crate::reserved;

impl Types {
    /// Reads all component schemas.
    pub(super) fn read_named(&mut self, lowered: &Lowered) {
        let root = &lowered.root;
        let usage = usage::usage(root);
        for (name, entry) in component_schemas(root).into_iter().flat_map(Node::entries) {
            let usage = usage.get(name).copied().unwrap_or_default();
            let mut named = self.named_type(name, entry, usage);
            let target = lowered.aliases.get(name);
            named.alias_of = target.and_then(|target| self.id(target));
            self.named.push(named);
        }
        for (name, input) in &lowered.inputs {
            if let (Some(response), Some(request)) = (self.id(name), self.id(input)) {
                self.named[response.0].counterpart = Some(Counterpart::Request(request));
                self.named[request.0].counterpart = Some(Counterpart::Response(response));
            }
        }
    }

    fn named_type(&mut self, name: &str, entry: &Entry, usage: Usage) -> NamedType {
        let node = &entry.value;
        NamedType {
            name: name.to_owned(),
            module: self.module(name),
            docs: schema_docs(node),
            features: Features::default(),
            usage,
            shape: self.shape(node, usage),
            alias_of: None,
            counterpart: None,
            is_exact: true,
            is_checked: false,
            is_secret: is_secret(node),
            has_secrets: false,
            has_open_values: false,
            span: entry.key_span,
        }
    }

    fn shape(&mut self, node: &Node, usage: Usage) -> Shape {
        if is_enum(node) {
            self.report_unchecked_enum(node, usage);
            return Shape::Enum(Enum {
                kind: enum_kind(node),
                values: enum_values(node),
            });
        }
        let properties = node.get("properties");
        if let Some(properties) = properties.filter(|_| is_object(node) || is_empty_object(node)) {
            let constraints = usage.request.then(|| self.object_constraints(node));
            return Shape::Object(Object {
                properties: self.properties(node, properties, usage),
                constraints: constraints.unwrap_or_else(Constraints::default),
            });
        }
        if let Some(parts) = union_parts(node) {
            return Shape::Union(self.union(node, parts, usage));
        }
        let ty = self.resolve(node);
        let constraints = self.constraints_if(usage.request, node, &ty);
        Shape::Newtype(ty, constraints)
    }

    fn properties(&mut self, schema: &Node, properties: &Node, usage: Usage) -> Vec<Property> {
        let required = schema.get("required").into_iter().flat_map(Node::items);
        let required: HashSet<_> = required.filter_map(Node::as_str).collect();
        let reserved = reserved::STRUCT.iter();
        let mut used: TakenNames = reserved.map(ToString::to_string).collect();
        let is_all_secret = has_secret_format(schema);
        let mut read: Vec<_> = properties
            .entries()
            .map(|(name, entry)| {
                let node = &entry.value;
                let field = names::property_name(name);
                let ty = self.resolve(node);
                let (required, nullable) = (required.contains(name), node.flag("nullable"));
                Property {
                    name: name.to_owned(),
                    field: used.unique(field),
                    docs: schema_docs(node),
                    presence: presence(required, nullable, usage, &ty),
                    constraints: self.constraints_if(usage.request, node, &ty),
                    format: text_format(node, &ty).filter(|_| usage.request),
                    is_secret: is_all_secret || is_secret(node),
                    example: node.get("example").map(Node::to_json),
                    selector: None,
                    span: entry.key_span,
                    ty,
                }
            })
            .collect();
        let rest = schema.get("additionalProperties");
        if rest.is_some_and(|rest| rest.as_bool() != Some(false)) {
            read.push(self.rest(schema, &mut used, usage));
        }
        read
    }

    /// The field for additional properties.
    fn rest(&mut self, schema: &Node, used: &mut TakenNames, usage: Usage) -> Property {
        let ty = self.map(schema);
        Property {
            name: "additionalProperties".to_owned(),
            field: used.unique("additional_properties".to_owned()),
            docs: Docs {
                description: Some("The additional properties, by name.".to_owned()),
                ..Docs::default()
            },
            presence: Presence::Rest,
            constraints: Constraints {
                values: usage
                    .request
                    .then(|| self.values_constraints(schema, &ty))
                    .flatten(),
                ..Constraints::default()
            },
            format: None,
            is_secret: has_secret_format(schema)
                || schema.get("additionalProperties").is_some_and(is_secret),
            example: None,
            selector: None,
            span: key_span(schema, "additionalProperties"),
            ty,
        }
    }

    fn union(&mut self, schema: &Node, parts: &[Node], usage: Usage) -> Union {
        let discriminator = schema.get("discriminator");
        let mut used = TakenNames::from_iter(["Unknown"]);
        let variants = parts.iter().map(|part| {
            let target = schema_reference(part);
            let own = part.get_str(VARIANT_NAME).map(names::variant_name);
            let name =
                own.unwrap_or_else(|| target.unwrap_or_else(|| scalar_name(part)).to_owned());
            let values = part.get(VALUES).into_iter().flat_map(Node::items);
            let values = values.filter_map(Node::as_str).map(ToOwned::to_owned);
            let values = values.collect();
            let ty = self.resolve(part);
            UnionVariant {
                name: used.unique(name),
                description: text(part, "description"),
                values,
                others: if part.flag(IS_DEFAULT) {
                    OtherValues::Selected
                } else {
                    OtherValues::Possible
                },
                constraints: self.constraints_if(usage.request, part, &ty),
                span: part.span,
                ty,
            }
        });
        let variants: Vec<_> = variants.collect();
        let mapping = discriminator.and_then(|node| node.get("mapping"));
        let mapping = mapping.into_iter().flat_map(Node::entries);
        let union = Union {
            variants,
            mapping: mapping
                .map(|(value, entry)| (value.to_owned(), entry.key_span))
                .collect(),
            tag: discriminator.and_then(|node| text(node, "propertyName")),
            tag_span: discriminator.map(|_| key_span(schema, "discriminator")),
        };
        if usage.response {
            self.report_never_read(&union);
        }
        union
    }

    fn report_never_read(&mut self, union: &Union) {
        for (variant, first) in union.variants.iter().zip(union.read_as()) {
            let Some(first) = first else {
                continue;
            };
            let message = format!(
                "the variant `{}` is never read: `{}` has the same type",
                variant.name, first.name
            );
            let found = Diagnostic::new(Code::VariantNeverRead, variant.span, message)
                .with_label(format!("read as `{}`", first.name));
            self.found.push(found);
        }
    }

    fn constraints_if(&mut self, is_sent: bool, schema: &Node, ty: &Type) -> Constraints {
        if is_sent {
            self.constraints(schema, ty)
        } else {
            Constraints::default()
        }
    }
}

fn presence(required: bool, nullable: bool, usage: Usage, ty: &Type) -> Presence {
    match (required, nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, true) if usage.request => Presence::OptionalNullable,
        (false, false) if !usage.request && matches!(ty, Type::List(_) | Type::Map(_)) => {
            Presence::Collection
        }
        (false, _) => Presence::Optional,
    }
}

/// Whether an object has no properties, because all of them belong to the other direction.
fn is_empty_object(node: &Node) -> bool {
    let properties = node.get("properties").and_then(Node::as_object);
    properties.is_some_and(Map::is_empty)
}

fn enum_kind(schema: &Node) -> EnumKind {
    let values = || schema.get("enum").into_iter().flat_map(Node::items);
    // An unknown value of a number enum may have a fraction.
    let is_number = schema.get_str("type") == Some("number");
    if values().all(|value| value.as_str().is_some()) {
        EnumKind::Strings
    } else if values().all(|value| value.as_i64().is_some()) && !is_number {
        EnumKind::Integers
    } else {
        EnumKind::Scalars
    }
}

fn enum_values(schema: &Node) -> Vec<EnumValue> {
    let descriptions = schema.get("x-enum-descriptions");
    let variants = schema.get("x-enum-varnames").and_then(Node::as_array);
    let variants = variants.unwrap_or_default();
    let mut used = TakenNames::from_iter(["Unknown"]);
    let mut seen = HashSet::new();
    let values = schema.get("enum").into_iter().flat_map(Node::items);
    let values = values
        .enumerate()
        .filter(|(_, node)| seen.insert(node.to_json().to_string()));
    values
        .map(|(index, node)| {
            let value = node.to_json();
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), ToOwned::to_owned);
            let given = variants.get(index).and_then(Node::as_str);
            let given = given.filter(|name| *name != text);
            let preferred = given.unwrap_or(&text);
            let name = match preferred {
                "" => "Empty".to_owned(),
                preferred => names::variant_name(preferred),
            };
            let name = if name == "Unknown" {
                "UnknownValue".to_owned()
            } else {
                name
            };
            let description = descriptions.and_then(|all| all.get_str(&text));
            EnumValue {
                variant: used.unique(name),
                name: given.map(ToOwned::to_owned),
                description: description.map(ToOwned::to_owned),
                span: node.span,
                value,
            }
        })
        .collect()
}

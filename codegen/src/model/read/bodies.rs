//! Reads the bodies of requests.

use super::key_span;
use super::parameters::style;
use super::secrets::is_secret;
use super::types::Types;
use crate::document::Node;
use crate::lower::tree::schema_reference;
use crate::media_type;
use crate::model::{
    Body, BodyKind, BodyPart, Constraints, Location, Presence, Property, Style, Type,
};

impl Types {
    /// The body of an operation.
    pub(super) fn body(&mut self, operation: &Node) -> Option<Body> {
        let node = operation.get("requestBody")?;
        let (media_type, media) = media_type::of_body(node)?;
        let schema = media.get("schema");
        let kind = kind(media_type);
        let ty = match (kind, schema) {
            (BodyKind::Text, _) => Type::String,
            (BodyKind::Bytes, _) => Type::Bytes,
            // The caller builds the parts of other multipart bodies.
            (BodyKind::Multipart, schema) => {
                match schema.filter(|it| schema_reference(it).is_some()) {
                    Some(schema) => self.resolve(schema),
                    None => Type::Multipart,
                }
            }
            (BodyKind::Json | BodyKind::Form, Some(schema)) => self.resolve(schema),
            (BodyKind::Json | BodyKind::Form, None) => Type::Json,
        };
        let constraints = schema.map(|schema| self.constraints(schema, &ty));
        let has_parts = matches!(kind, BodyKind::Form | BodyKind::Multipart);
        let parts = if has_parts {
            self.parts(&ty, media)
        } else {
            Vec::new()
        };
        Some(Body {
            kind,
            media_type: media_type.to_owned(),
            required: node.flag("required"),
            parts,
            constraints: constraints.unwrap_or_else(Constraints::default),
            is_secret: schema.is_some_and(is_secret),
            example: media.get("example").map(Node::to_json),
            span: key_span(operation, "requestBody"),
            ty,
        })
    }

    /// How each property of a form or a multipart body of this type is serialized.
    pub(super) fn parts(&self, ty: &Type, media: &Node) -> Vec<BodyPart> {
        match ty {
            Type::Named(id) => parts(self.named[id.0].properties(), media),
            _ => Vec::new(),
        }
    }
}

fn kind(media_type: &str) -> BodyKind {
    if media_type::is_json(media_type) {
        BodyKind::Json
    } else if media_type::is_form(media_type) {
        BodyKind::Form
    } else if media_type::is_multipart(media_type) {
        BodyKind::Multipart
    } else if media_type::is_text(media_type) {
        BodyKind::Text
    } else {
        BodyKind::Bytes
    }
}

fn parts(properties: &[Property], media: &Node) -> Vec<BodyPart> {
    let encodings = media.get("encoding");
    let part = |property: &Property| {
        let encoding = encodings.and_then(|encodings| encodings.get(&property.name));
        let content_type = encoding.and_then(|encoding| encoding.get_str("contentType"));
        BodyPart {
            name: property.name.clone(),
            field: property.field.clone(),
            is_file: property.is_file(),
            is_rest: property.presence == Presence::Rest,
            style: encoding.map_or(Style::Form, |encoding| style(encoding, Location::Query)),
            content_type: content_type
                .and_then(media_type::concrete)
                .map(ToOwned::to_owned),
        }
    };
    properties.iter().map(part).collect()
}

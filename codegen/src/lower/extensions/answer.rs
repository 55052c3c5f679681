//! Ways into an answer: `data.items` is the field `items` of the field `data`.

use serde_json::Value;

use super::Place;
use super::object::ObjectReader;
use crate::api::{AnswerPath, AnswerStep, Property, Schema, Shape};
use crate::document::Node;
use crate::lower::tree::schema_reference;
use crate::lower::view::{json_media, success_response};

/// Where a path leads: the schema that is there, as the document has it.
pub(super) struct Target<'a> {
    pub path: AnswerPath,
    pub schema: &'a Node,
}

impl<'a> Place<'a> {
    /// The schema of a successful answer.
    pub(super) fn answer(&self) -> Option<&'a Node> {
        json_media(success_response(self.node)?)?.get("schema")
    }

    /// Follows the path that `key` names, from `start`; where it leads nowhere is a diagnostic.
    pub(super) fn follow(
        &self,
        object: &mut ObjectReader<'_, '_>,
        key: &str,
        start: Option<&'a Node>,
    ) -> Option<Target<'a>> {
        let (text, span) = object.required_text(key)?;
        let mut target = Target {
            path: AnswerPath::default(),
            schema: start?,
        };
        for name in text.split('.') {
            let Some((property, schema)) = self.property(target.schema, name) else {
                let known = self.property_names(target.schema);
                object.report(
                    span,
                    format!("the answer has no `{name}` for `{key}`"),
                    name,
                    &known,
                );
                return None;
            };
            if target
                .path
                .0
                .last()
                .is_some_and(|step: &AnswerStep| step.optional)
            {
                object.report(
                    span,
                    format!("`{key}` leads through a field that may be absent"),
                    "",
                    &[],
                );
                return None;
            }
            let optional = !property.required || property.nullable;
            target.path.0.push(AnswerStep {
                field: property.field.clone(),
                optional,
            });
            target.schema = schema;
        }
        Some(target)
    }

    /// The properties of the object at `schema`; none of what is no object.
    pub(super) fn properties(&self, schema: &Node) -> &'a [Property] {
        let schema = schema_reference(schema).and_then(|name| self.api.schemas.get(name));
        schema.map(Schema::properties).unwrap_or_default()
    }

    /// The values of the enum at `schema`, as texts; none of what is no enum.
    pub(super) fn enum_values(&self, schema: &Node) -> Vec<String> {
        let schema = schema_reference(schema).and_then(|name| self.api.schemas.get(name));
        let Some(Shape::Enum(values, _)) = schema.map(|schema| &schema.shape) else {
            return Vec::new();
        };
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        values.iter().map(|known| text(&known.value)).collect()
    }

    fn property(&self, schema: &'a Node, name: &str) -> Option<(&'a Property, &'a Node)> {
        let schema_name = schema_reference(schema)?;
        let property = self
            .api
            .schemas
            .get(schema_name)?
            .properties()
            .iter()
            .find(|property| property.name == name)?;
        Some((
            property,
            self.component(schema_name)?.get("properties")?.get(name)?,
        ))
    }

    fn property_names(&self, schema: &Node) -> Vec<&'a str> {
        let properties = self.properties(schema).iter();
        properties.map(|property| property.name.as_str()).collect()
    }

    fn component(&self, name: &str) -> Option<&'a Node> {
        self.root.get("components")?.get("schemas")?.get(name)
    }
}

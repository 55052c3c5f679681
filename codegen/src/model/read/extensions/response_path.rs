//! Resolves paths in a response: `data.items` is the field `items` of the field `data`.

use super::ExtensionContext;
use crate::model::{EnumValue, Presence, Property, ResponsePath, Shape, Step, Type};
use crate::object_reader::ObjectReader;

impl<'a> ExtensionContext<'a> {
    /// Resolves the path in `key`, starting from a value of type `start`. An unknown field is a diagnostic.
    pub(super) fn follow(
        &self,
        object: &mut ObjectReader<'_, '_>,
        key: &str,
        start: Option<&Type>,
    ) -> Option<ResponsePath> {
        let (text, span) = object.required_text(key)?;
        let mut path = ResponsePath {
            steps: Vec::new(),
            ty: start?.clone(),
        };
        for name in text.split('.') {
            let properties = self.properties(&path.ty);
            let Some(property) = properties.iter().find(|property| property.name == name) else {
                let known: Vec<_> = properties.iter().map(|it| it.name.as_str()).collect();
                let message = format!("unknown field `{name}` in `{key}`");
                object.report(span, message, name, &known);
                return None;
            };
            if may_lack(path.presence()) {
                let message = format!("`{key}` passes through a field that may be absent");
                object.report(span, message, "", &[]);
                return None;
            }
            path.steps.push(Step {
                field: property.field.clone(),
                presence: property.presence,
            });
            path.ty = property.ty.clone();
        }
        path.ty = path.ty.unboxed().clone();
        Some(path)
    }

    /// The properties of an object type, empty for other types.
    pub(super) fn properties(&self, ty: &Type) -> &'a [Property] {
        self.model.properties(ty)
    }

    /// The values of an enum type as strings, empty for other types.
    pub(super) fn enum_values(&self, ty: &Type) -> Vec<String> {
        let Type::Named(id) = ty else {
            return Vec::new();
        };
        match &self.model.named(*id).shape {
            Shape::Enum(item) => item.values.iter().map(EnumValue::text).collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a field with this presence may be absent or null.
pub(super) fn may_lack(presence: Presence) -> bool {
    presence.is_option()
}

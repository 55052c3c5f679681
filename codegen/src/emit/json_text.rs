//! Writes a value as JSON for readers: properties in the order of their type, and short values on one line.

use serde_json::{Map, Value};

use crate::model::{Model, Object, Shape, Type, Union};

/// The maximum width of a value on one line.
const WIDTH: usize = 100;

/// A value whose properties have an order.
pub(super) enum JsonText {
    Scalar(String),
    Array(Vec<JsonText>),
    Object(Vec<(String, JsonText)>),
}

impl JsonText {
    /// The value of a type.
    pub(super) fn of(model: &Model, ty: &Type, value: &Value) -> Self {
        match (ty, value) {
            (Type::Boxed(inner) | Type::Nullable(inner), _) => Self::of(model, inner, value),
            (Type::Named(id), _) => match &model.named(*id).shape {
                Shape::Object(object) => Self::of_object(model, object, value),
                Shape::Union(union) => Self::of_union(model, union, value),
                Shape::Newtype(ty, _) => Self::of(model, ty, value),
                Shape::Enum(_) | Shape::Responses(_) => Self::of_json(value),
            },
            (Type::List(item), Value::Array(items)) => {
                let items = items.iter();
                Self::Array(items.map(|value| Self::of(model, item, value)).collect())
            }
            (Type::Tuple(types), Value::Array(items)) => {
                let items = types.iter().zip(items);
                Self::Array(
                    items
                        .map(|(ty, value)| Self::of(model, ty, value))
                        .collect(),
                )
            }
            (Type::Map(inner), Value::Object(entries)) => {
                let entries = sorted(entries).into_iter();
                let entries = entries.map(|(name, value)| (name, Self::of(model, inner, value)));
                Self::of_entries(entries)
            }
            _ => Self::of_json(value),
        }
    }

    fn of_entries<'a>(entries: impl Iterator<Item = (&'a String, Self)>) -> Self {
        let entries = entries.map(|(name, value)| (text(name), value));
        Self::Object(entries.collect())
    }

    fn of_object(model: &Model, object: &Object, value: &Value) -> Self {
        let Value::Object(entries) = value else {
            return Self::of_json(value);
        };
        let mut declared = Vec::new();
        for property in object.declared() {
            if let Some(value) = entries.get(&property.name) {
                declared.push((&property.name, Self::of(model, &property.ty, value)));
            }
        }
        let mut rest = sorted(entries);
        rest.retain(|(name, _)| !object.declares(name));
        let rest = rest.into_iter();
        let rest = rest.map(|(name, value)| (name, Self::of(model, object.rest_type(), value)));
        Self::of_entries(declared.into_iter().chain(rest))
    }

    /// The value of a union: of the first variant with all of its properties.
    fn of_union(model: &Model, union: &Union, value: &Value) -> Self {
        let has_all = |ty: &Type| match (named_object(model, ty), value) {
            (Some(object), Value::Object(entries)) => {
                entries.keys().all(|name| object.declares(name))
            }
            _ => false,
        };
        let mut variants = union.variants.iter();
        match variants.find(|variant| has_all(&variant.ty)) {
            Some(variant) => Self::of(model, &variant.ty, value),
            None => Self::of_json(value),
        }
    }

    fn of_json(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.iter().map(Self::of_json).collect()),
            Value::Object(entries) => {
                let entries = sorted(entries).into_iter();
                Self::of_entries(entries.map(|(name, value)| (name, Self::of_json(value))))
            }
            Value::String(value) => Self::Scalar(text(value)),
            other => Self::Scalar(other.to_string()),
        }
    }

    /// The text on one line.
    fn line(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(Self::line).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Object(entries) => {
                let entries = entries.iter();
                let entries = entries.map(|(name, value)| format!("{name}: {}", value.line()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn write(&self, indent: usize, column: usize, out: &mut String) {
        let line = self.line();
        if column + line.len() <= WIDTH || matches!(self, Self::Scalar(_)) {
            out.push_str(&line);
            return;
        }
        let (open, close) = match self {
            Self::Object(_) => ('{', '}'),
            _ => ('[', ']'),
        };
        out.push(open);
        let inner = indent + 4;
        let mut before = "";
        let mut start = |out: &mut String| {
            out.push_str(before);
            out.push('\n');
            out.push_str(&" ".repeat(inner));
            before = ",";
        };
        match self {
            Self::Scalar(_) => {}
            Self::Array(items) => {
                for item in items {
                    start(out);
                    item.write(inner, inner, out);
                }
            }
            Self::Object(entries) => {
                for (name, value) in entries {
                    start(out);
                    out.push_str(&format!("{name}: "));
                    value.write(inner, inner + name.len() + 2, out);
                }
            }
        }
        out.push('\n');
        out.push_str(&" ".repeat(indent));
        out.push(close);
    }
}

/// The text of a value. Lines after the first are indented by at least `indent` columns.
pub(super) fn json_text(value: &JsonText, indent: usize) -> String {
    let mut out = String::new();
    value.write(indent, indent + 20, &mut out);
    out
}

fn named_object<'a>(model: &'a Model, ty: &Type) -> Option<&'a Object> {
    match ty.unboxed() {
        Type::Named(id) => match &model.named(*id).shape {
            Shape::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// The entries by name. The order of the map depends on a feature of `serde_json`.
fn sorted(entries: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_unstable_by_key(|(name, _)| *name);
    entries
}

/// A string in JSON. Invisible characters are escaped, because rustc rejects some of them.
fn text(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    if !quoted.contains(is_invisible) {
        return quoted;
    }
    let escaped = quoted.chars().map(|c| {
        if is_invisible(c) {
            format!("\\u{:04x}", u32::from(c))
        } else {
            c.to_string()
        }
    });
    escaped.collect()
}

/// Whether a character cannot be seen: a control, white space other than a space, or a direction mark.
fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    c.is_control() || (c.is_whitespace() && c != ' ') || is_format
}

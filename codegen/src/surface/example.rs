//! An example for every operation, made of the document's own example values.

use serde_json::Value;
use syn::Type;

use super::operation::OperationItem;
use super::struct_::is_required;
use crate::api::{Api, Property, Shape};
use crate::refine::inner;
use quote::ToTokens;

/// A call as a caller writes it.
pub(super) struct Example<'a> {
    pub item: &'a OperationItem<'a>,
    pub api: &'a Api,
    pub crate_name: &'a str,
}

impl Example<'_> {
    /// The call as a documentation test that compiles and is not run, because it would need a server.
    pub(super) fn doc_test(&self) -> String {
        let path = format!("{}::{}", self.crate_name, self.api.module);
        let call = self.call();
        let import = if self.names_type(&call) {
            format!("# use {path}::types::*;\n")
        } else {
            String::new()
        };
        let operation = self.item.operation;
        let body = if operation.pagination.is_some() {
            format!(
                "let mut items = {call}.stream();\nwhile let Some(item) = items.next().await.transpose()? {{}}"
            )
        } else if operation.batch.is_some() {
            format!("let outcome = {call}.send_all().await?;")
        } else if self.item.output().to_string() == "()" {
            format!("{call}.send().await?;")
        } else {
            format!("let answer = {call}.send().await?;")
        };
        format!(
            "```no_run\n{import}# async fn example(client: {path}::Client) -> Result<(), {path}::Error> {{\n\
             {body}\n# Ok(())\n# }}\n```"
        )
    }

    /// Whether some path in a call starts from one of the document's types.
    fn names_type(&self, call: &str) -> bool {
        call.match_indices("::").any(|(at, _)| {
            let name = call[..at].rsplit(|c: char| !unicode_ident::is_xid_continue(c));
            name.take(1).any(|name| self.api.schemas.contains_key(name))
        })
    }

    /// The call before it is sent.
    pub(super) fn call(&self) -> String {
        let operation = self.item.operation;
        let mut arguments = Vec::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
        {
            let ty = self.item.input_type(&parameter.field);
            arguments.push(self.value(&ty, parameter.example.as_ref()));
        }
        let mut optional = String::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| !parameter.required)
        {
            if let (Some(example), true) = (&parameter.example, optional.is_empty()) {
                let value = self.value(&self.item.input_type(&parameter.field), Some(example));
                optional = format!(
                    ".{}({value})",
                    super::operation::method_name(&parameter.field)
                );
            }
        }
        let fields = self.item.body_fields();
        // An optional body is left out, or made of what is set.
        let is_given = self.item.has_required_body();
        let body_example = operation
            .body
            .as_ref()
            .and_then(|body| body.example.as_ref());
        let example_of = |property: &Property| {
            let own = body_example.and_then(|body| body.get(&property.name));
            own.or(property.example.as_ref()).cloned()
        };
        for (property, field) in fields
            .iter()
            .filter(|(_, field)| is_required(field) && is_given)
        {
            arguments.push(self.value(&field.value, example_of(property).as_ref()));
        }
        if optional.is_empty() && self.item.has_body_setters() {
            let mut settable: Vec<_> = fields
                .iter()
                .filter(|(_, field)| !is_required(field))
                .collect();
            // One that the document shows comes first.
            settable.sort_by_key(|(property, _)| example_of(property).is_none());
            if let Some((property, field)) = settable.first() {
                let value = self.value(&field.value, example_of(property).as_ref());
                optional = format!(".{}({value})", self.item.body_method(&field.name));
            }
        }
        if fields.is_empty()
            && is_given
            && let Some(body) = self.item.body()
        {
            arguments.push(self.value(&body, body_example));
        }
        format!(
            "client.{}({}){optional}",
            operation.name,
            arguments.join(", ")
        )
    }

    /// A value of type `ty` as Rust writes it: the example's, where that has one.
    fn value(&self, ty: &Type, example: Option<&Value>) -> String {
        self.value_within(ty, example, 0)
    }

    fn value_within(&self, ty: &Type, example: Option<&Value>, depth: usize) -> String {
        if let Some(item) = inner(ty, "Vec") {
            // A list of what holds the list has an end somewhere.
            if depth > DEPTH {
                return "[]".to_owned();
            }
            let first = example.and_then(|example| example.get(0));
            return format!("[{}]", self.value_within(&item, first, depth + 1));
        }
        for wrapper in ["Box", "Option"] {
            if let Some(inner) = inner(ty, wrapper) {
                return self.value_within(&inner, example, depth);
            }
        }
        let name = ty.to_token_stream().to_string().replace(' ', "");
        if let Some((_, value)) = name.split_once("Map<String,") {
            let value = value
                .strip_suffix('>')
                .and_then(|value| syn::parse_str(value).ok());
            let first = example
                .and_then(Value::as_object)
                .and_then(|map| map.iter().next());
            let key = first.map_or("key", |(key, _)| key);
            let value =
                value.map(|ty| self.value_within(&ty, first.map(|(_, value)| value), depth + 1));
            return format!("[({key:?}, {})]", value.unwrap_or_default());
        }
        let text = example
            .and_then(Value::as_str)
            .filter(|text| !text.starts_with('<'));
        match name.as_str() {
            "String" => format!("{:?}", text.unwrap_or("text")),
            "bool" => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            "f32" | "f64" => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => example
                .filter(|value| value.is_i64() || value.is_u64())
                .map_or_else(|| "1".to_owned(), ToString::to_string),
            "uuid::Uuid" => format!(
                "uuid::uuid!({:?})",
                text.unwrap_or("123e4567-e89b-12d3-a456-426614174000")
            ),
            "chrono::DateTime<chrono::Utc>" => "chrono::DateTime::UNIX_EPOCH".to_owned(),
            "chrono::NaiveDate" => "chrono::DateTime::UNIX_EPOCH.date_naive()".to_owned(),
            "bytes::Bytes" => "\"text\"".to_owned(),
            "runtime::FilePart" => "b\"text\".to_vec()".to_owned(),
            "runtime::Multipart" => format!("{}::runtime::Multipart::new()", self.crate_name),
            "serde_json::Value" => text.map_or_else(
                || "serde_json::json!({})".to_owned(),
                |text| format!("{text:?}"),
            ),
            other => self.named_value(other.trim_start_matches("types::"), example, depth),
        }
    }

    fn named_value(&self, name: &str, example: Option<&Value>, depth: usize) -> String {
        match self.api.schemas.get(name).map(|schema| &schema.shape) {
            Some(Shape::Enum(values, _)) => {
                let wanted = values
                    .iter()
                    .find(|value| Some(&value.value) == example)
                    .or(values.first());
                let variant = wanted.map_or("Unknown", |value| value.variant.as_str());
                format!("{name}::{variant}")
            }
            Some(Shape::Object(_)) => {
                let fields = self.item.fields_of(name);
                let required = fields.iter().filter(|(_, field)| is_required(field));
                let values: Vec<_> = required
                    .map(|(property, field)| {
                        let own = example.and_then(|example| example.get(&property.name));
                        self.value_within(
                            &field.value,
                            own.or(property.example.as_ref()),
                            depth + 1,
                        )
                    })
                    .collect();
                format!("{name}::new({})", values.join(", "))
            }
            Some(Shape::Union(_)) => {
                let example = example.map_or_else(|| "{}".to_owned(), ToString::to_string);
                format!("{name}::Unknown(serde_json::json!({example}))")
            }
            _ => "Default::default()".to_owned(),
        }
    }
}

/// How many lists an example nests.
const DEPTH: usize = 3;

//! An example for every operation, made of the document's own example values.

use serde_json::Value;
use syn::Type;

use super::operation::OperationItem;
use super::struct_::is_required;
use crate::api::{Api, Shape};
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
        let types = self
            .api
            .schemas
            .keys()
            .any(|name| self.call().contains(&format!("{name}::")));
        let import = if types {
            format!("# use {path}::types::*;\n")
        } else {
            String::new()
        };
        let binding = if self.item.output().to_string() == "()" {
            ""
        } else {
            "let answer = "
        };
        format!(
            "```no_run\n{import}# async fn example(client: {path}::Client) -> Result<(), {path}::Error> {{\n\
             {binding}{}.await?;\n# Ok(())\n# }}\n```",
            self.call()
        )
    }

    /// The call up to `.send()`.
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
        let body_example = operation
            .body
            .as_ref()
            .and_then(|body| body.example.as_ref());
        for (property, field) in &fields {
            let example = body_example
                .and_then(|body| body.get(&property.name))
                .or(property.example.as_ref());
            if is_required(field) {
                arguments.push(self.value(&field.value, example));
            } else if optional.is_empty() {
                optional = format!(
                    ".{}({})",
                    self.item.body_method(&field.name),
                    self.value(&field.value, example)
                );
            }
        }
        if fields.is_empty()
            && let Some(body) = self.item.body()
        {
            arguments.push(self.value(&body, body_example));
        }
        format!(
            "client.{}({}){optional}.send()",
            operation.name,
            arguments.join(", ")
        )
    }

    /// A value of type `ty` as Rust writes it: the example's, where that has one.
    fn value(&self, ty: &Type, example: Option<&Value>) -> String {
        if let Some(item) = inner(ty, "Vec") {
            let first = example.and_then(|example| example.get(0));
            return format!("[{}]", self.value(&item, first));
        }
        if let Some(inner) = inner(ty, "Box") {
            return self.value(&inner, example);
        }
        let name = ty.to_token_stream().to_string().replace(' ', "");
        match name.as_str() {
            "String" => format!(
                "{:?}",
                example
                    .and_then(Value::as_str)
                    .filter(|text| !text.starts_with('<'))
                    .unwrap_or("text")
            ),
            "bool" => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            "f32" | "f64" => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => example
                .filter(|value| value.is_i64() || value.is_u64())
                .map_or_else(|| "1".to_owned(), ToString::to_string),
            "uuid::Uuid" => {
                let text = example
                    .and_then(Value::as_str)
                    .unwrap_or("123e4567-e89b-12d3-a456-426614174000");
                format!("uuid::uuid!({text:?})")
            }
            other => self.named_value(other.trim_start_matches("types::"), example),
        }
    }

    fn named_value(&self, name: &str, example: Option<&Value>) -> String {
        match self.api.schemas.get(name).map(|schema| &schema.shape) {
            Some(Shape::Enum(values)) => {
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
                        let example = example
                            .and_then(|example| example.get(&property.name))
                            .or(property.example.as_ref());
                        self.value(&field.value, example)
                    })
                    .collect();
                format!("{name}::new({})", values.join(", "))
            }
            _ => "Default::default()".to_owned(),
        }
    }
}

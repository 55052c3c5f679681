//! The surface of the module `webhooks`: the payloads of webhooks and callbacks, and the function that reads them.

use serde_json::Value;

use super::argument::{Argument, ArgumentRole};
use super::derive::Derive;
use super::docs::DocComment;
use super::function::{Function, Receiver};
use super::paths::Paths;
use super::rust_path::RustPath;
use super::rust_type::RustType;
use super::type_::{TypeKind, TypeSurface, Variant};
use crate::model::{Content, Features, Model, Webhook};

/// The name of the enum of the payloads.
const ENUM: &str = "Webhook";

/// The error of a payload that could not be read.
const ERROR: &str = "WebhookError";

/// The documentation of the module.
const INTRODUCTION: &str = "\
The payloads of webhooks and callbacks, which are requests of the vendor to a receiver.

Verify the sender of a request before [`parse`] reads its body, by the scheme that the vendor
documents, such as a signature in a header. Such a scheme applies to the bytes of the body as they
arrived. This crate does not verify the sender, because OpenAPI has no way to describe the scheme.

The vendor also documents how a receiver finds the name of a request: it may be in the URL, in a
header or in the body.";

/// The documentation of the function `parse`.
const PARSE: &str = "\
Reads the payload of the webhook or callback `name`.

The variants of [`Webhook`] state the names. As in responses, enum values and properties that the
document does not list are accepted.

# Errors

Returns an error if no webhook or callback has this name, or if the body does not have the form that
the document describes.";

/// The module `webhooks`.
#[derive(Clone, Debug)]
pub(crate) struct WebhooksSurface {
    pub docs: DocComment,
    /// The enum of the payloads, with a variant for each webhook and callback.
    pub ty: TypeSurface,
    /// The function that reads a payload.
    pub parse: Function,
}

impl WebhooksSurface {
    /// The module of a document with webhooks or callbacks. The examples have these paths.
    pub(super) fn of(model: &Model, paths: Paths<'_>) -> Option<Self> {
        let first = model.webhooks.first()?;
        let variants = model.webhooks.iter();
        let variants = variants.map(|webhook| variant(model, webhook)).collect();
        let docs = DocComment::of("The payload of a webhook or callback.");
        Some(Self {
            docs: module_docs(model, first, paths),
            ty: TypeSurface {
                derives: vec![Derive::Clone, Derive::Debug, Derive::PartialEq],
                ..TypeSurface::plain(ENUM, docs, TypeKind::Enum(variants))
            },
            parse: parse(),
        })
    }
}

fn variant(model: &Model, webhook: &Webhook) -> Variant {
    let name = &webhook.name;
    let is_described = webhook.docs.summary.is_some() || webhook.docs.description.is_some();
    let named = if is_described {
        format!("name `{name}`")
    } else {
        String::new()
    };
    let docs = DocComment::from_docs(&webhook.docs, || format!("The payload of `{name}`."));
    let docs = docs.and_sentence(&named);
    let deprecated = if webhook.docs.deprecated {
        "deprecated"
    } else {
        ""
    };
    let ty = webhook.content.ty();
    Variant {
        name: webhook.variant.clone(),
        docs: docs.and_sentence(deprecated),
        held: (webhook.content != Content::Empty).then(|| RustType::of(model, &ty)),
        features: Features::default(),
        has_from: false,
        wire_values: vec![Value::from(name.as_str())],
        origin: Some(webhook.span),
    }
}

fn module_docs(model: &Model, first: &Webhook, paths: Paths<'_>) -> DocComment {
    let (items, variant) = (paths.items(&model.module), &first.variant);
    let crate_name = paths.crate_name;
    let (pattern, value) = match first.content {
        Content::Empty => (String::new(), "\"received\"".to_owned()),
        _ => ("(payload)".to_owned(), "\"{payload:?}\"".to_owned()),
    };
    DocComment::of(INTRODUCTION).and(format!(
        "```no_run\nuse {items}::webhooks::{{self, Webhook}};\n\
             use {crate_name}::runtime::WebhookError;\n\n\
             /// Handles a request whose sender is verified.\n\
             fn receive(name: &str, body: &[u8]) -> Result<(), WebhookError> {{\n    \
                 match webhooks::parse(name, body)? {{\n        \
                     Webhook::{variant}{pattern} => println!({value}),\n        \
                     _ => {{}}\n    \
                 }}\n    \
                 Ok(())\n\
             }}\n```"
    ))
}

/// `pub fn parse(name: &str, body: &[u8]) -> Result<Webhook, runtime::WebhookError>`
fn parse() -> Function {
    let bytes = RustType::Slice(Box::new(RustType::plain("u8"))).reference();
    let output = vec![RustType::plain(ENUM), RustType::runtime(ERROR, Vec::new())];
    let output = RustType::Path(RustPath::Name("Result"), output);
    Function {
        docs: DocComment::of(PARSE),
        arguments: vec![
            Argument::plain(
                "name",
                RustType::plain("str").reference(),
                ArgumentRole::Payload,
            ),
            Argument::plain("body", bytes, ArgumentRole::Payload),
        ],
        ..Function::new("parse", Receiver::None, output)
    }
}

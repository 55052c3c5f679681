//! Small models and comparable code, for the tests beside the emitters.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::imports::Imports;
use super::operation_context::OperationContext;
use super::type_context::TypeContext;
use crate::diagnostic::Span;
use crate::model::{
    Body, BodyKind, Constraints, Content, Docs, Features, Input, InputLocation, Location, Model,
    NamedType, Object, Operation, Parameter, Presence, Property, RateLimits, ResponsePath, Shape,
    Step, Style, Success, Type, Usage,
};
use crate::names;
use crate::refine::Request;
use crate::surface::{Paths, Surface};

/// The paths of the examples.
pub(super) const PATHS: Paths<'static> = Paths {
    crate_name: "client",
    at_root: false,
};

/// The model of a document `pets` with these types and operations.
pub(super) fn model(types: Vec<NamedType>, operations: Vec<Operation>) -> Model {
    Model {
        module: "pets".to_owned(),
        title: "Pets".to_owned(),
        description: None,
        version: "1.0.0".to_owned(),
        servers: Vec::new(),
        schemes: Vec::new(),
        security: Vec::new(),
        rate_limits: RateLimits::default(),
        tags: Vec::new(),
        parts_span: None,
        operations,
        webhooks: Vec::new(),
        types,
        nesting: 0,
    }
}

/// A type of requests and responses.
pub(super) fn named(name: &str, shape: Shape) -> NamedType {
    NamedType {
        name: name.to_owned(),
        module: names::field_name(name),
        docs: Docs::default(),
        features: Features::default(),
        usage: Usage {
            request: true,
            response: true,
        },
        shape,
        alias_of: None,
        counterpart: None,
        is_exact: true,
        is_checked: false,
        is_secret: false,
        has_secrets: false,
        has_open_values: false,
        span: Span::default(),
    }
}

pub(super) fn object(name: &str, properties: Vec<Property>) -> NamedType {
    let constraints = Constraints::default();
    named(
        name,
        Shape::Object(Object {
            properties,
            constraints,
        }),
    )
}

pub(super) fn property(name: &str, ty: Type, presence: Presence) -> Property {
    Property {
        name: name.to_owned(),
        field: names::field_name(name),
        docs: Docs::default(),
        ty,
        presence,
        constraints: Constraints::default(),
        format: None,
        is_secret: false,
        example: None,
        selector: None,
        span: Span::default(),
    }
}

pub(super) fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

/// The operation `GET /pets` without parameters and with an empty response.
pub(super) fn operation(name: &str) -> Operation {
    Operation {
        name: name.to_owned(),
        type_name: names::type_name(name),
        module: name.to_owned(),
        method: "GET".to_owned(),
        path: "/pets".to_owned(),
        docs: Docs::default(),
        tags: Vec::new(),
        tags_span: None,
        features: Features::default(),
        parameters: Vec::new(),
        body: None,
        has_secret_response: false,
        success: Success::Always(Content::Empty),
        successes: Vec::new(),
        accept: None,
        responses: Vec::new(),
        errors: Vec::new(),
        rate_class: None,
        retry: None,
        pagination: None,
        batch: None,
        job: None,
        confirm: Vec::new(),
        security: None,
        span: Span::default(),
    }
}

/// A parameter of the query.
pub(super) fn parameter(name: &str, ty: Type, required: bool) -> Parameter {
    Parameter {
        name: name.to_owned(),
        field: names::field_name(name),
        location: Location::Query,
        style: Style::Form,
        parts: Vec::new(),
        required,
        docs: Docs::default(),
        ty,
        constraints: Constraints::default(),
        format: None,
        is_secret: false,
        default: None,
        example: None,
        span: Span::default(),
    }
}

/// A JSON body.
pub(super) fn body(ty: Type, required: bool) -> Body {
    Body {
        kind: BodyKind::Json,
        media_type: "application/json".to_owned(),
        required,
        ty,
        parts: Vec::new(),
        constraints: Constraints::default(),
        is_secret: false,
        example: None,
        span: Span::default(),
    }
}

pub(super) fn input(location: InputLocation, field: &str, ty: Type, presence: Presence) -> Input {
    Input {
        location,
        field: field.to_owned(),
        ty,
        presence,
    }
}

/// A path of one field.
pub(super) fn field_path(field: &str, ty: Type, presence: Presence) -> ResponsePath {
    let step = Step {
        field: field.to_owned(),
        presence,
    };
    ResponsePath {
        steps: vec![step],
        ty,
    }
}

/// Calls `emit` with the context of the model's first operation.
pub(super) fn of_operation<T>(model: &Model, emit: impl FnOnce(&OperationContext<'_>) -> T) -> T {
    let surface = Surface::of(model, PATHS);
    emit(&OperationContext {
        model,
        surface: &surface.operations[0],
        marker: &surface.marker.name,
        operation: &model.operations[0],
        request: &Request {
            statements: quote!(base.client.get(url).build()),
        },
        imports: Imports::default(),
    })
}

/// Calls `emit` with the context of the model's first type.
pub(super) fn of_type<T>(model: &Model, emit: impl FnOnce(&TypeContext<'_>) -> T) -> T {
    let surface = Surface::of(model, PATHS);
    emit(&TypeContext {
        model,
        named: &model.types[0],
        surface: &surface.types[0],
        imports: Imports::default(),
    })
}

/// Formats items.
pub(super) fn items(tokens: impl ToTokens) -> String {
    let tokens = tokens.into_token_stream();
    let file = syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"));
    prettyplease::unparse(&file)
}

/// Formats functions and constants of an `impl`.
pub(super) fn members(tokens: impl ToTokens) -> String {
    let tokens = tokens.into_token_stream();
    items(quote!(impl Members { #tokens }))
}

/// Formats statements.
pub(super) fn statements(tokens: impl ToTokens) -> String {
    let tokens = tokens.into_token_stream();
    items(quote!(fn statements() { #tokens }))
}

/// Formats an expression.
pub(super) fn expression(tokens: impl ToTokens) -> String {
    let tokens = tokens.into_token_stream();
    items(quote!(const EXPRESSION: () = #tokens;))
}

/// Joins tokens.
pub(super) fn concat(tokens: Vec<TokenStream>) -> TokenStream {
    tokens.into_iter().collect()
}

//! Emits the file of an operation: the struct of its arguments, the methods of the client and of the call, and the
//! trait implementations.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::argument::{member, value};
use super::batched::{batched, distinct_entries};
use super::checks::{checks, hiding, is_exact, reaches_checked};
use super::error::error;
use super::function::function;
use super::job::job;
use super::operation_context::OperationContext;
use super::paged::paged;
use super::retry::idempotency;
use super::success::output;
use super::{Piece, Rows, Table, alternatives, condition, debug, deprecated};
use crate::model::{
    Body, InputLocation, Location, Model, Operation, Parameter, Shape, Style, Type,
};
use crate::surface::{
    Argument, ArgumentRole, Derive, Function, Method, MethodKind, RustType, Scope,
};

impl OperationContext<'_> {
    pub(super) fn pieces(&self) -> Vec<Piece> {
        // Every operation implements a trait of the runtime.
        self.imports.runtime();
        self.imports.internal();
        let (declaration, methods) = (self.declaration(), self.methods());
        let setters = self.setters();
        let body_setters = self.body_setters();
        let implementation = self.implementation();
        let traits = [paged(self), batched(self), job(self)];
        let traits = traits.into_iter().flatten().collect::<TokenStream>();
        let mut pieces = vec![
            Piece::Items(self.imports.of_operation()),
            Piece::Items(quote!(#declaration #methods #setters)),
        ];
        pieces.extend(body_setters.map(Piece::Table));
        pieces.push(Piece::Items(quote!(#implementation #traits)));
        pieces
    }

    fn declaration(&self) -> TokenStream {
        let name = self.ident();
        let method = &self.operation.name;
        let docs = format!(
            " The arguments of [`{method}`](super::super::Client::{method}): `{} {}`.",
            self.operation.method, self.operation.path
        );
        let debug = debug::of_operation(self);
        let derives = self.surface.derives();
        let derives = derives
            .iter()
            .filter(|it| debug.is_none() || **it != Derive::Debug)
            .map(|derive| format_ident!("{}", derive.name()));
        let fields = self.surface.fields.iter().map(|field| {
            let (name, ty) = (format_ident!("{}", field.name), self.ty(&field.ty));
            quote!(pub(crate) #name: #ty)
        });
        quote! {
            #[doc = #docs]
            #[derive(#(#derives),*)]
            pub struct #name {
                #(#fields,)*
            }
            #debug
        }
    }

    fn methods(&self) -> TokenStream {
        let client = self.imports.of_module("Client");
        let methods = self.surface.methods.iter().map(|method| {
            let body = self.method_body(method);
            function(&method.function, Scope::Module, &self.imports, &body)
        });
        let condition = condition::shown(&self.surface.features);
        quote! {
            #condition
            impl #client {
                #(#methods)*
            }
        }
    }

    fn method_body(&self, method: &Method) -> TokenStream {
        let function = &method.function;
        match &method.kind {
            MethodKind::Fields { whole } => {
                let name = format_ident!("{whole}");
                let parameters = function.arguments.iter();
                let parameters =
                    parameters.filter(|it| matches!(it.role, ArgumentRole::Parameter(_)));
                let parameters = parameters.map(|it| format_ident!("{}", it.name));
                let body = self.operation.body.iter();
                let body = body.map(|body| self.new_body(body, function, None));
                quote!(self.#name(#(#parameters,)* #(#body)*))
            }
            MethodKind::Batch => {
                let (body, operation) = (self.body_of_batch(function), self.literal(method));
                let entries = function.arguments.iter();
                let entries = entries.filter(|it| it.role == ArgumentRole::Entries);
                let entries = entries.map(|it| format_ident!("{}", it.name));
                quote! {
                    #body
                    let operation = #operation;
                    internal::batch_call(&self.0, operation, #(#entries)*)
                }
            }
            MethodKind::Plain | MethodKind::Whole => {
                let operation = self.literal(method);
                quote! {
                    let operation = #operation;
                    internal::call(&self.0, operation)
                }
            }
        }
    }

    /// The statement that creates the body of a batch without entries, if the fields of the body are arguments.
    fn body_of_batch(&self, function: &Function) -> Option<TokenStream> {
        let location = self.operation.batch.as_ref()?.request.location;
        let body = self.operation.body.as_ref().filter(|body| body.required)?;
        if location == InputLocation::Body || !self.has_body_fields() {
            return None;
        }
        let entries = self
            .operation
            .batch
            .as_ref()
            .map(|batch| &*batch.request.field);
        let entries = entries.filter(|_| location == InputLocation::Field);
        let body = self.new_body(body, function, entries);
        Some(quote!(let body = #body;))
    }

    fn has_body_fields(&self) -> bool {
        let body = self.operation.body.as_ref();
        body.is_some_and(|body| !self.model.properties(&body.ty).is_empty())
    }

    /// The body with its required fields. The field `entries` is empty.
    fn new_body(&self, body: &Body, function: &Function, entries: Option<&str>) -> TokenStream {
        let ty = self.ty(&RustType::of(self.model, &body.ty));
        let properties = self.model.properties(&body.ty).iter().enumerate();
        let required = properties.filter(|(_, property)| property.is_argument());
        let values = required.map(|(index, property)| {
            if entries == Some(&property.field) {
                return self.no_entries();
            }
            let mut arguments = function.arguments.iter();
            let argument = arguments.find(|it| it.role == ArgumentRole::Property(index));
            argument
                .map(|it| format_ident!("{}", it.name))
                .to_token_stream()
        });
        quote!(#ty::new(#(#values),*))
    }

    /// An empty list of the entries of a batch.
    fn no_entries(&self) -> TokenStream {
        let batch = self.operation.batch.as_ref();
        // `Into` converts the items of other lists, so the compiler cannot infer their type.
        let entry = batch.map(|it| &it.entry).filter(|it| !it.is_copy());
        entry.map_or_else(
            || quote!([]),
            |entry| {
                let entry = self.ty(&RustType::of(self.model, entry));
                quote!(Vec::<#entry>::new())
            },
        )
    }

    /// The expression that creates the operation from the arguments of a method.
    fn literal(&self, method: &Method) -> TokenStream {
        let name = self.ident();
        if method.function.arguments.is_empty() {
            return quote!(#name::default());
        }
        let members = self.surface.fields.iter().map(|field| {
            let field_name = format_ident!("{}", field.name);
            let mut arguments = method.function.arguments.iter();
            match arguments.find(|argument| argument.role == field.role) {
                Some(body) if field.role == ArgumentRole::Body && !field.is_required => {
                    let value = value(body);
                    quote!(#field_name: Some(#value))
                }
                Some(argument) => member(&field.name, argument),
                None if !field.is_required => quote!(#field_name: None),
                None if self.is_entries(&field.name) => quote!(#field_name: Vec::new()),
                // A preceding statement creates the body.
                None => quote!(#field_name),
            }
        });
        quote!(#name { #(#members),* })
    }

    /// Whether a field of the operation holds the entries of a batch.
    fn is_entries(&self, field: &str) -> bool {
        let batch = self.operation.batch.as_ref();
        batch.is_some_and(|batch| {
            batch.request.location != InputLocation::Field && batch.request.field == field
        })
    }

    fn setters(&self) -> Option<TokenStream> {
        let name = self.ident();
        let setters: Vec<_> = self
            .surface
            .setters
            .iter()
            .map(|setter| {
                let argument = &setter.arguments[0];
                let value = value(argument);
                let field = format_ident!("{}", argument.name);
                let body = quote!(self.operation.#field = #value; self);
                function(setter, Scope::Module, &self.imports, &body)
            })
            .collect();
        (!setters.is_empty()).then(|| {
            quote! {
                impl<S> runtime::Call<#name, S> {
                    #(#setters)*
                }
            }
        })
    }

    fn body_setters(&self) -> Option<Table> {
        let rows = self.surface.body_setters.iter().map(|setter| {
            let Argument { name, ty, .. } = &setter.arguments[0];
            let (docs, deprecated) = (&setter.docs, deprecated(setter.is_deprecated));
            let method = format_ident!("{}", setter.name);
            let (name, ty) = (format_ident!("{name}"), self.ty(ty));
            quote!(#docs #deprecated fn #method(#name: #ty);)
        });
        let rows = rows.collect::<TokenStream>();
        (!rows.is_empty()).then(|| Table {
            path: if self.operation.has_required_body() {
                "internal::body_setters"
            } else {
                "internal::optional_body_setters"
            },
            name: self.surface.name.clone(),
            rows: Rows::Functions(rows),
            suffix: "",
        })
    }

    fn endpoint(&self) -> TokenStream {
        let Operation {
            name,
            method,
            path,
            security,
            rate_class,
            ..
        } = self.operation;
        let class = rate_class.as_ref().map(|class| quote!(.class(#class)));
        let own = security.as_ref().filter(|own| **own != self.model.security);
        let security = own.map(|own| {
            let alternatives = alternatives(own);
            quote!(.security(#alternatives))
        });
        let secrets = self.model.has_secrets(self.operation);
        let secrets = secrets.then(|| quote!(.with_secrets()));
        if let "GET" | "PUT" | "POST" | "PATCH" | "DELETE" = method.as_str() {
            let method = format_ident!("{}", method.to_lowercase());
            return quote!(internal::Endpoint::#method(#name, #path)#security #class #secrets);
        }
        quote!(internal::Endpoint::new(#name, #method, #path)#security #class #secrets)
    }

    fn implementation(&self) -> TokenStream {
        let name = self.ident();
        let marker = self.imports.of_module(self.marker);
        let (output_type, endpoint, check) = (self.output(), self.endpoint(), self.check());
        let fields = self.surface.fields.iter();
        let fields: Vec<_> = fields
            .map(|field| format_ident!("{}", field.name))
            .collect();
        let fields = (!fields.is_empty()).then(|| quote!(let Self { #(#fields),* } = self;));
        let statements = &self.request.statements;
        let output = output(self.model, self.operation);
        let error = error(self.model, self.operation, &self.imports);
        let idempotency = idempotency(self.operation);
        quote! {
            impl runtime::sealed::Sealed for #name {}
            impl runtime::Operation for #name {
                type Document = #marker;
                type Output = #output_type;
                const ENDPOINT: internal::Endpoint = #endpoint;
                #check
                fn request(&self, base: &internal::RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
                    #fields
                    #statements
                }
                #output
                #error
                #idempotency
            }
        }
    }

    fn check(&self) -> Option<TokenStream> {
        let mut lines = Vec::new();
        for parameter in &self.operation.parameters {
            lines.extend(self.parameter_checks(parameter));
        }
        if let Some(body) = &self.operation.body {
            let (value, is_exact) = (quote!(&self.body), is_exact(self.model, &body.ty));
            let mut own = checks("body", &value, is_exact, &body.constraints);
            if reaches_checked(self.model, &body.ty) {
                own.push(quote!(internal::Validate::validate(&self.body, check);));
            }
            lines.extend(hiding(body.is_secret, own));
        }
        lines.extend(distinct_entries(self));
        (!lines.is_empty()).then(|| {
            quote! {
                fn check(&self, check: &mut internal::Check) {
                    #(#lines)*
                }
            }
        })
    }

    fn parameter_checks(&self, parameter: &Parameter) -> Vec<TokenStream> {
        let field = format_ident!("{}", parameter.field);
        let (name, value) = (&parameter.name, quote!(&self.#field));
        let mut lines = Vec::new();
        lines.extend(self.segment_check(parameter));
        lines.extend(self.header_check(parameter));
        let is_exact = is_exact(self.model, &parameter.ty);
        lines.extend(checks(name, &value, is_exact, &parameter.constraints));
        if reaches_checked(self.model, &parameter.ty) {
            lines.push(quote!(check.nested(#name, #value);));
        }
        lines.extend(self.items_check(parameter));
        let is_secret = parameter.is_secret || self.model.is_secret(&parameter.ty);
        hiding(is_secret, lines)
    }

    /// The check that a list, or an object that is sent like a list, is read with the same items.
    fn items_check(&self, parameter: &Parameter) -> Option<TokenStream> {
        let field = format_ident!("{}", parameter.field);
        let (name, value) = (&parameter.name, quote!(&self.#field));
        let is_list = parameter.ty.item().map(is_textual);
        if let Some(separator) = parameter.separator() {
            let is_composite = || is_composite(self.model, &parameter.ty);
            return match is_list {
                Some(true) => Some(quote!(check.separated(#name, #value, #separator);)),
                None if is_composite() => {
                    Some(quote!(check.separated_value(#name, #value, #separator);))
                }
                _ => None,
            };
        }
        if parameter.style != Style::Form {
            return None;
        }
        match is_list {
            Some(true) => Some(quote!(check.repeated(#name, #value);)),
            None if may_be_list(self.model, &parameter.ty) => {
                Some(quote!(check.repeated_value(#name, #value);))
            }
            _ => None,
        }
    }

    /// The check that a header has no line break. JSON escapes it.
    fn header_check(&self, parameter: &Parameter) -> Option<TokenStream> {
        let may_have_any = parameter.ty.any(|ty| match ty {
            Type::String | Type::Json | Type::JsonObject | Type::Map(_) => true,
            Type::Named(id) => {
                let named = self.model.named(*id);
                named.is_open() || !matches!(named.shape, Shape::Enum(_))
            }
            _ => false,
        });
        if parameter.location != Location::Header || parameter.style == Style::Json || !may_have_any
        {
            return None;
        }
        let (name, field) = (&parameter.name, format_ident!("{}", parameter.field));
        Some(quote!(check.header(#name, &self.#field);))
    }

    /// The check that a path parameter is not sent as `""`, `"."` or `".."`, which would change the path.
    fn segment_check(&self, parameter: &Parameter) -> Option<TokenStream> {
        let field = format_ident!("{}", parameter.field);
        let (name, value) = (&parameter.name, quote!(&self.#field));
        let is_number = matches!(parameter.ty, Type::Float(_));
        if parameter.location != Location::Path || is_number || !is_textual(&parameter.ty) {
            return None;
        }
        let segment = match parameter.style {
            _ if is_text(self.model, &parameter.ty) => value,
            Style::Simple(true) => quote!(&internal::path_styles::exploded(#value)),
            Style::Label(explode) => quote!(&internal::path_styles::label(#value, #explode)),
            Style::Matrix(_) | Style::Json => return None,
            _ => quote!(&internal::path::encode(#value)),
        };
        Some(quote!(check.path_segment(#name, #segment);))
    }
}

/// Whether a value of the type is text, which implements `Display`.
fn is_text(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Named(id) => matches!(model.named(*id).shape, Shape::Enum(_)),
        _ => false,
    }
}

/// Whether a value of the type may be sent as any text: as an empty one, or as one that contains a separator.
fn is_textual(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::Integer(_) | Type::Uuid | Type::Date)
}

/// Whether a value of the type may be a list of texts, though its Rust type is not a list.
fn may_be_list(model: &Model, ty: &Type) -> bool {
    match ty.unboxed() {
        Type::Json => true,
        Type::Named(id) => match &model.named(*id).shape {
            Shape::Newtype(inner, _) => inner.item().is_some(),
            Shape::Union(union) => union.variants.iter().any(|variant| {
                let is_list = variant.ty.item().is_some();
                is_list || matches!(variant.ty.unboxed(), Type::Json | Type::Named(_))
            }),
            Shape::Object(_) | Shape::Enum(_) | Shape::Responses(_) => false,
        },
        _ => false,
    }
}

/// Whether a value of the type may be a list of texts or an object, though its Rust type is not a list.
fn is_composite(model: &Model, ty: &Type) -> bool {
    let is_object = match ty.unboxed() {
        Type::JsonObject | Type::Map(_) => true,
        Type::Named(id) => match &model.named(*id).shape {
            Shape::Object(_) | Shape::Newtype(..) => true,
            Shape::Union(union) => union
                .variants
                .iter()
                .any(|variant| matches!(variant.ty.unboxed(), Type::JsonObject | Type::Map(_))),
            Shape::Enum(_) | Shape::Responses(_) => false,
        },
        _ => false,
    };
    is_object || may_be_list(model, ty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{
        body, expression, input, items, list, members, model, named, object, of_operation,
        operation, parameter, property,
    };
    use crate::model::{
        Batch, Constraints, Enum, EnumKind, Integer, NamedType, Object, OtherValues, Presence,
        TypeId, Union, UnionVariant, Usage,
    };

    /// The operation `rename`, with a path parameter, a query parameter and a body of two fields.
    fn rename(is_body_required: bool) -> Operation {
        let mut id = parameter("id", Type::String, true);
        id.location = Location::Path;
        Operation {
            method: "PUT".to_owned(),
            path: "/pets/{id}".to_owned(),
            parameters: vec![id, parameter("dryRun", Type::Bool, false)],
            body: Some(body(Type::Named(TypeId(0)), is_body_required)),
            ..operation("rename")
        }
    }

    fn with_body(presence: Presence, operation: Operation) -> Model {
        let fields = vec![
            property("name", Type::String, presence),
            property("nick", Type::String, Presence::Optional),
        ];
        model(vec![object("Rename", fields)], vec![operation])
    }

    /// The bodies of the client's methods.
    fn method_bodies(model: &Model) -> Vec<String> {
        of_operation(model, |file| {
            let methods = file.surface.methods.iter();
            let bodies = methods.map(|method| file.method_body(method));
            bodies.map(|body| expression(quote!({ #body }))).collect()
        })
    }

    fn blocks(bodies: &[TokenStream]) -> Vec<String> {
        let bodies = bodies.iter();
        bodies.map(|body| expression(quote!({ #body }))).collect()
    }

    #[test]
    fn a_method_without_a_body_creates_the_operation() {
        let model = model(Vec::new(), vec![operation("list_pets")]);
        let expected = quote! {
            let operation = ListPets::default();
            internal::call(&self.0, operation)
        };
        assert_eq!(method_bodies(&model), blocks(&[expected]));
    }

    #[test]
    fn required_fields_of_a_body_are_arguments_of_one_of_two_methods() {
        let model = with_body(Presence::Required, rename(true));
        let fields = quote!(self.rename_with(id, types::Rename::new(name)));
        let whole = quote! {
            let operation = Rename { id: id.into(), dry_run: None, body };
            internal::call(&self.0, operation)
        };
        assert_eq!(method_bodies(&model), blocks(&[fields, whole]));
    }

    #[test]
    fn an_optional_body_is_absent_or_whole() {
        let model = with_body(Presence::Optional, rename(false));
        let operation = |body: TokenStream| {
            quote! {
                let operation = Rename { id: id.into(), dry_run: None, body: #body };
                internal::call(&self.0, operation)
            }
        };
        let expected = [operation(quote!(None)), operation(quote!(Some(body)))];
        assert_eq!(method_bodies(&model), blocks(&expected));
    }

    #[test]
    fn the_entries_of_a_batch_are_passed_on_their_own() {
        let ids = list(Type::String);
        let close = Operation {
            parameters: vec![parameter("ids", ids.clone(), true)],
            batch: Some(Batch {
                request: input(InputLocation::Parameter, "ids", ids, Presence::Required),
                entry: Type::String,
                size: 10,
                results: None,
                span: Span::default(),
            }),
            ..operation("close")
        };
        let expected = quote! {
            let operation = Close { ids: Vec::new() };
            internal::batch_call(&self.0, operation, ids)
        };
        assert_eq!(
            method_bodies(&model(Vec::new(), vec![close])),
            blocks(&[expected])
        );
    }

    #[test]
    fn the_body_of_a_batch_has_no_entries() {
        let cases = [
            (Type::String, quote!(Vec::<String>::new())),
            (Type::Bool, quote!([])),
        ];
        for (entry, none) in cases {
            let ids = list(entry.clone());
            let fields = vec![
                property("ids", ids.clone(), Presence::Required),
                property("reason", Type::String, Presence::Required),
            ];
            let close = Operation {
                body: Some(body(Type::Named(TypeId(0)), true)),
                batch: Some(Batch {
                    request: input(InputLocation::Field, "ids", ids, Presence::Required),
                    entry,
                    size: 10,
                    results: None,
                    span: Span::default(),
                }),
                ..operation("close")
            };
            let model = model(vec![object("Body", fields)], vec![close]);
            let expected = quote! {
                let body = types::Body::new(#none, reason);
                let operation = Close { body };
                internal::batch_call(&self.0, operation, ids)
            };
            assert_eq!(method_bodies(&model)[0], blocks(&[expected])[0]);
        }
    }

    #[test]
    fn the_struct_holds_the_arguments() {
        let model = with_body(Presence::Required, rename(true));
        let expected = quote! {
            /// The arguments of [`rename`](super::super::Client::rename): `PUT /pets/{id}`.
            #[derive(Clone, Debug)]
            pub struct Rename {
                pub(crate) id: String,
                pub(crate) dry_run: Option<bool>,
                pub(crate) body: types::Rename,
            }
        };
        let declaration = of_operation(&model, |file| items(file.declaration()));
        assert_eq!(declaration, items(expected));
    }

    #[test]
    fn optional_parameters_have_setters() {
        let model = with_body(Presence::Required, rename(true));
        let expected = quote! {
            impl<S> runtime::Call<Rename, S> {
                /// Sets the `dryRun` parameter.
                pub fn dry_run(mut self, dry_run: bool) -> Self {
                    self.operation.dry_run = Some(dry_run);
                    self
                }
            }
        };
        let setters = of_operation(&model, |file| items(file.setters()));
        assert_eq!(setters, items(expected));
    }

    #[test]
    fn optional_fields_of_a_body_have_rows_in_the_setter_macro() {
        let cases = [
            (true, Presence::Required, "internal::body_setters"),
            (false, Presence::Optional, "internal::optional_body_setters"),
        ];
        for (is_required, presence, path) in cases {
            let model = with_body(presence, rename(is_required));
            of_operation(&model, |file| {
                let table = file.body_setters().expect("the body has an optional field");
                assert_eq!((table.path, table.name.as_str()), (path, "Rename"));
                let Rows::Functions(rows) = table.rows else {
                    panic!("setters are functions");
                };
                let nick = quote!(
                    fn nick(nick: impl Into<String>);
                );
                assert!(rows.to_string().ends_with(&nick.to_string()), "{rows}");
            });
        }
    }

    #[test]
    fn an_endpoint_has_its_own_security_and_rate_class() {
        let cases = [
            (
                operation("list_pets"),
                quote!(internal::Endpoint::get("list_pets", "/pets")),
            ),
            (
                Operation {
                    method: "HEAD".to_owned(),
                    ..operation("list_pets")
                },
                quote!(internal::Endpoint::new("list_pets", "HEAD", "/pets")),
            ),
            (
                Operation {
                    rate_class: Some("reads".to_owned()),
                    security: Some(vec![vec!["key".to_owned()]]),
                    ..operation("list_pets")
                },
                quote!(
                    internal::Endpoint::get("list_pets", "/pets")
                        .security(&[&["key"]])
                        .class("reads")
                ),
            ),
            (
                Operation {
                    has_secret_response: true,
                    ..operation("list_pets")
                },
                quote!(internal::Endpoint::get("list_pets", "/pets").with_secrets()),
            ),
        ];
        for (operation, expected) in cases {
            let model = model(Vec::new(), vec![operation]);
            let endpoint = of_operation(&model, |file| expression(file.endpoint()));
            assert_eq!(endpoint, expression(expected));
        }
    }

    #[test]
    fn a_string_in_the_path_is_checked() {
        let model = with_body(Presence::Required, rename(true));
        let expected = quote! {
            fn check(&self, check: &mut internal::Check) {
                check.path_segment("id", &self.id);
            }
        };
        let check = of_operation(&model, |file| members(file.check()));
        assert_eq!(check, members(expected));
    }

    #[test]
    fn a_header_that_may_have_a_line_break_is_checked() {
        let status = |usage| {
            let shape = Shape::Enum(Enum {
                kind: EnumKind::Strings,
                values: Vec::new(),
            });
            NamedType {
                usage,
                ..named("Status", shape)
            }
        };
        let (request, response) = (true, true);
        let open = Usage { request, response };
        let closed = Usage {
            response: false,
            ..open
        };
        for (ty, usage, style, is_checked) in [
            (Type::String, open, Style::Simple(false), true),
            (Type::String, open, Style::Json, false),
            (list(Type::String), open, Style::Simple(true), true),
            (
                Type::Integer(Integer::I64),
                open,
                Style::Simple(false),
                false,
            ),
            (list(Type::DateTime), open, Style::Simple(false), false),
            (Type::Named(TypeId(0)), open, Style::Simple(false), true),
            (Type::Named(TypeId(0)), closed, Style::Simple(false), false),
        ] {
            let model = model(vec![status(usage)], vec![operation("find")]);
            let parameter = Parameter {
                location: Location::Header,
                style,
                ..parameter("X-A", ty, true)
            };
            let check = of_operation(&model, |file| file.header_check(&parameter));
            let expected = is_checked.then(|| {
                let field = format_ident!("{}", parameter.field);
                quote!(check.header("X-A", &self.#field);).to_string()
            });
            assert_eq!(
                check.map(|it| it.to_string()),
                expected,
                "{:?}",
                parameter.ty
            );
        }
    }

    #[test]
    fn a_named_type_that_may_be_a_list_is_checked() {
        let variant = |ty| UnionVariant {
            span: Span::default(),
            name: "Variant".to_owned(),
            description: None,
            values: Vec::new(),
            others: OtherValues::Possible,
            ty,
            constraints: Constraints::default(),
        };
        let union = |variants| {
            Shape::Union(Union {
                tag_span: None,
                mapping: Vec::new(),
                tag: None,
                variants,
            })
        };
        let list_of_texts = || list(Type::String);
        let separated = quote!(check.separated_value("a", &self.a, ','););
        let repeated = quote!(check.repeated_value("a", &self.a););
        let nothing = TokenStream::new();
        let cases = [
            (
                Shape::Newtype(list_of_texts(), Constraints::default()),
                &separated,
                &repeated,
            ),
            (
                union(vec![variant(Type::String), variant(list_of_texts())]),
                &separated,
                &repeated,
            ),
            (
                union(vec![variant(Type::String), variant(Type::Bool)]),
                &nothing,
                &nothing,
            ),
            (
                Shape::Object(Object {
                    properties: Vec::new(),
                    constraints: Constraints::default(),
                }),
                &separated,
                &nothing,
            ),
        ];
        for (shape, in_header, in_query) in cases {
            let model = model(vec![named("Named", shape)], vec![operation("find")]);
            for (location, style, expected) in [
                (
                    Location::Header,
                    Style::Simple(false),
                    &quote!(check.header("a", &self.a); #in_header),
                ),
                (Location::Query, Style::Joined(','), in_header),
                (Location::Query, Style::Form, in_query),
            ] {
                let parameter = Parameter {
                    location,
                    style,
                    ..parameter("a", Type::Named(TypeId(0)), true)
                };
                let lines = of_operation(&model, |file| file.parameter_checks(&parameter));
                let lines = lines.into_iter().collect::<TokenStream>().to_string();
                assert_eq!(lines, expected.to_string(), "{location:?} {style:?}");
            }
        }
    }

    #[test]
    fn a_list_that_is_sent_as_one_text_is_checked() {
        let strings = list(Type::String);
        let encoded = quote!(check.path_segment("a", &internal::path::encode(&self.a)););
        let label = quote!(check.path_segment("a", &internal::path_styles::label(&self.a, true)););
        let separated = |separator: char| quote!(check.separated("a", &self.a, #separator););
        let cases = [
            (
                Location::Query,
                Style::Form,
                quote!(check.repeated("a", &self.a);),
            ),
            (Location::Query, Style::Joined('|'), separated('|')),
            (Location::Cookie, Style::Joined(','), separated(',')),
            (Location::Header, Style::Simple(false), {
                let separated = separated(',');
                quote!(check.header("a", &self.a); #separated)
            }),
            (Location::Path, Style::Matrix(false), TokenStream::new()),
            (Location::Path, Style::Simple(false), encoded),
            (Location::Path, Style::Label(true), {
                let separated = separated('.');
                quote!(#label #separated)
            }),
        ];
        for (location, style, expected) in cases {
            let model = model(Vec::new(), vec![operation("find")]);
            let parameter = Parameter {
                location,
                style,
                ..parameter("a", strings.clone(), true)
            };
            let lines = of_operation(&model, |file| file.parameter_checks(&parameter));
            let lines = lines.into_iter().collect::<TokenStream>().to_string();
            assert_eq!(lines, expected.to_string(), "{location:?} {style:?}");
        }
    }
}

//! The functions that an operation's file has, for small documents.

use syn::{ImplItem, ImplItemFn, Item, parse_quote};

use crate::{Options, Source};

/// The function `name` that is printed for the operation `find_pets`, which has these lines.
fn function(name: &str, operation: &str) -> Option<ImplItemFn> {
    let text = format!(
        r#"openapi: 3.0.3
info: {{ title: Pets, version: 1.0.0 }}
servers: [{{ url: "https://api.example.com" }}]
paths:
  /pets:
    post:
      operationId: find_pets
{operation}
components:
  schemas:
    Missing: {{ type: object, properties: {{ id: {{ type: string }} }} }}
    Refused: {{ type: object, properties: {{ reason: {{ type: string }} }} }}
    Search:
      type: object
      properties:
        words: {{ type: string }}
        after: {{ type: string, nullable: true }}
    Page:
      type: object
      required: [data, next]
      properties:
        data: {{ type: array, items: {{ type: string }} }}
        next: {{ type: string, nullable: true }}
"#
    );
    let source = Source {
        name: "pets.yaml",
        text: &text,
    };
    let module = crate::generate(&source, &Options::default());
    let module = module.expect("the document generates");
    let mut files = module.files.iter();
    let file = files.find(|file| file.path.ends_with("operations/find_pets.rs"));
    let file = syn::parse_file(&file.expect("the operation has a file").text);
    let blocks = file.expect("the file is Rust").items.into_iter();
    let items = blocks.filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_some() => Some(block.items),
        _ => None,
    });
    items.flatten().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == name => Some(function),
        _ => None,
    })
}

/// A function as text, whose commas are those of the printer.
fn text(function: Option<ImplItemFn>) -> String {
    let function = function.into_iter();
    prettyplease::unparse(&parse_quote!(impl Printed { #(#function)* }))
}

/// The responses of an operation: for each status, the schema of its answer.
fn responses(answers: &[(&str, &str)]) -> String {
    let answers = answers.iter().map(|(status, schema)| {
        let schema = match *schema {
            "" => "{}".to_owned(),
            name => format!("{{ $ref: \"#/components/schemas/{name}\" }}"),
        };
        format!(
            "        \"{status}\": {{ description: An answer., content: {{ application/json: {{ schema: {schema} }} }} }}\n"
        )
    });
    format!("      responses:\n{}", answers.collect::<String>())
}

#[test]
fn an_error_is_read_by_its_status_and_no_two_arms_are_equal() {
    let signature = |body: syn::Block| -> ImplItemFn {
        parse_quote!(fn error(status: u16, body: &[u8]) -> Option<ErrorBody> #body)
    };
    let cases: [(&[(&str, &str)], ImplItemFn); 4] = [
        (
            &[("404", "Missing"), ("default", "Refused")],
            signature(parse_quote!({
                match status {
                    404 => internal::read::json(body).ok().map(ErrorBody::Missing),
                    _ => internal::read::json(body).ok().map(ErrorBody::Refused),
                }
            })),
        ),
        // An arm that gives what the rest gives is left out.
        (
            &[
                ("404", "Refused"),
                ("409", "Refused"),
                ("default", "Refused"),
            ],
            parse_quote!(
                fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
                    internal::read::json(body).ok().map(ErrorBody::Refused)
                }
            ),
        ),
        // Codes come before classes, whatever the document's order.
        (
            &[("4XX", "Refused"), ("404", "Missing"), ("410", "Missing")],
            signature(parse_quote!({
                match status {
                    404 | 410 => internal::read::json(body).ok().map(ErrorBody::Missing),
                    400..=499 => internal::read::json(body).ok().map(ErrorBody::Refused),
                    _ => <Self::Document as runtime::ApiDocument>::error(body),
                }
            })),
        ),
        // A code that gives what the rest gives is needed where its class gives something else.
        (
            &[
                ("4XX", "Missing"),
                ("404", "Refused"),
                ("default", "Refused"),
            ],
            signature(parse_quote!({
                match status {
                    404 => internal::read::json(body).ok().map(ErrorBody::Refused),
                    400..=499 => internal::read::json(body).ok().map(ErrorBody::Missing),
                    _ => internal::read::json(body).ok().map(ErrorBody::Refused),
                }
            })),
        ),
    ];
    for (errors, expected) in cases {
        let answers: Vec<_> = [("200", "Page")].iter().chain(errors).copied().collect();
        assert_eq!(
            text(function("error", &responses(&answers))),
            text(Some(expected))
        );
    }
}

#[test]
fn errors_of_any_shape_are_the_document_s_to_read() {
    let answers = responses(&[("200", "Page"), ("404", "")]);
    assert_eq!(function("error", &answers), None);
}

#[test]
fn what_may_be_repeated_depends_on_what_is_set() {
    let body = |required: bool| {
        format!(
            "      requestBody:\n        required: {required}\n        content: {{ application/json: {{ schema: {{ $ref: \"#/components/schemas/Search\" }} }} }}\n"
        )
    };
    let cases: [(&str, bool, ImplItemFn); 4] = [
        (
            "always",
            true,
            parse_quote!(
                fn idempotency(&self) -> runtime::Idempotency {
                    runtime::Idempotency::Idempotent
                }
            ),
        ),
        (
            "never",
            true,
            parse_quote!(
                fn idempotency(&self) -> runtime::Idempotency {
                    runtime::Idempotency::NotIdempotent
                }
            ),
        ),
        (
            "{ unless: [after] }",
            true,
            parse_quote!(
                fn idempotency(&self) -> runtime::Idempotency {
                    runtime::Idempotency::unless([self.body.after.is_some()])
                }
            ),
        ),
        // Nothing is set in a body that is not there.
        (
            "{ unless: [after] }",
            false,
            parse_quote!(
                fn idempotency(&self) -> runtime::Idempotency {
                    runtime::Idempotency::unless([self
                        .body
                        .as_ref()
                        .is_some_and(|body| body.after.is_some())])
                }
            ),
        ),
    ];
    for (rule, required, expected) in cases {
        let (body, answers) = (body(required), responses(&[("200", "Page")]));
        let operation = format!("      x-retry: {rule}\n{body}{answers}");
        assert_eq!(
            text(function("idempotency", &operation)),
            text(Some(expected)),
            "{rule}"
        );
    }
}

#[test]
fn a_cursor_that_may_be_absent_or_null_is_neither_when_it_is_set() {
    let answers = responses(&[("200", "Page")]);
    let operation = format!(
        "      x-pagination: {{ style: cursor, request: after, response: next, items: data }}
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: \"#/components/schemas/Search\" }} }} }}
{answers}"
    );
    let functions: [(&str, ImplItemFn); 3] = [
        (
            "cursor",
            parse_quote!(
                fn cursor(&self) -> Option<String> {
                    self.body
                        .after
                        .clone()
                        .and_then(runtime::Nullable::into_option)
                }
            ),
        ),
        (
            "set_cursor",
            parse_quote!(
                fn set_cursor(&mut self, cursor: String) {
                    self.body.after = Some(runtime::Nullable::Value(cursor));
                }
            ),
        ),
        (
            "next",
            parse_quote!(
                fn next(&self, page: &types::Page) -> Option<String> {
                    page.next.clone()
                }
            ),
        ),
    ];
    for (name, expected) in functions {
        assert_eq!(text(function(name, &operation)), text(Some(expected)));
    }
}

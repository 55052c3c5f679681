//! Emits the function `example` of each type.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::imports::Imports;
use super::json_text::{JsonText, json_text};
use super::{Piece, Rows, SourceFile, Table, condition};
use crate::examples::{Example, Examples};
use crate::model::{Content, Model, NamedType, Object, Presence, Property, Shape, Type, TypeId};

/// The module of the examples, in the module of the document.
pub(super) const MODULE: &str = "examples";

/// The maximum number of `#` in a literal. The compiler allows 255.
const MAX_HASHES: usize = 16;

/// The file of the examples of all types.
pub(crate) fn examples_file(model: &Model, examples: &Examples) -> SourceFile {
    let imports = Imports::default();
    let file = Emitter {
        model,
        imports: &imports,
    };
    let mut rows = Vec::new();
    let mut others = Vec::new();
    for (index, named) in model.types.iter().enumerate() {
        let Some(example) = examples.get(TypeId(index)) else {
            continue;
        };
        if named.alias_of.is_some() {
            continue;
        }
        if example.is_valid && is_json(named) {
            let text = file.literal(&Type::Named(TypeId(index)), &example.value, 4);
            let row = format!("{} = {text}", named.name);
            rows.push(condition::row(&named.features, &row));
        } else {
            others.push(file.function(TypeId(index), example));
        }
    }
    let mut pieces = Vec::new();
    if !rows.is_empty() {
        imports.internal();
        imports.types();
        pieces.push(Piece::Table(Table {
            path: "internal::examples",
            name: "types".to_owned(),
            rows: Rows::Values(rows),
            suffix: "",
        }));
    }
    pieces.push(Piece::Items(quote!(#(#others)*)));
    let imports = imports.of_submodule();
    let docs = " Examples of the types, for tests of programs that use the client.";
    pieces.insert(0, Piece::Items(quote!(#![doc = #docs] #imports)));
    SourceFile {
        path: format!("{}/{MODULE}.rs", model.module),
        pieces,
    }
}

/// Whether a type reads JSON.
fn is_json(named: &NamedType) -> bool {
    !named.has_files() && !matches!(named.shape, Shape::Responses(_))
}

struct Emitter<'a> {
    model: &'a Model,
    imports: &'a Imports,
}

impl Emitter<'_> {
    /// The function of a type whose value is not JSON, or may be invalid.
    fn function(&self, id: TypeId, example: &Example) -> TokenStream {
        self.imports.types();
        let named = self.model.named(id);
        let name = format_ident!("{}", named.name);
        let body = match &named.shape {
            Shape::Responses(_) => self.response(named, &example.value),
            Shape::Object(object) if named.has_files() => self.with_files(object, &example.value),
            _ => self.read(&Type::Named(id), &example.value, 8),
        };
        let mut docs = vec![
            " Returns an example, for tests.",
            "",
            " It has the values of the document's examples, or else values that satisfy the constraints of the schema.",
            " Versions of this crate may have different examples.",
        ];
        if !example.is_valid {
            docs.extend([
                "",
                " This one may violate a constraint, because none is known that satisfies all of them.",
            ]);
        }
        let condition = condition::condition(&named.features);
        quote! {
            #condition
            #[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
            impl types::#name {
                #(#[doc = #docs])*
                pub fn example() -> Self {
                    #body
                }
            }
        }
    }

    /// The first successful response.
    fn response(&self, named: &NamedType, value: &Value) -> TokenStream {
        let Some(first) = named.responses().first() else {
            return TokenStream::new();
        };
        let variant = format_ident!("{}", first.name);
        match &first.content {
            Content::Empty => quote!(Self::#variant),
            Content::Json(ty) => {
                let value = self.read(ty, value, 16);
                quote!(Self::#variant(#value))
            }
            Content::Text => quote!(Self::#variant("text".to_owned())),
            Content::Bytes => quote!(Self::#variant(bytes::Bytes::from_static(b"bytes"))),
        }
    }

    /// The literal of a struct with files.
    fn with_files(&self, object: &Object, value: &Value) -> TokenStream {
        let rest = rest(object, value);
        let fields = object.properties.iter().map(|property| {
            let field = format_ident!("{}", property.field);
            let value = match property.presence {
                Presence::Rest => Some(&rest),
                _ => value.get(&property.name),
            };
            let value = value.map(|value| self.field(property, value));
            let value = value.unwrap_or_else(|| {
                if property.presence.is_option() {
                    quote!(None)
                } else {
                    quote!(Default::default())
                }
            });
            quote!(#field: #value)
        });
        quote!(Self { #(#fields),* })
    }

    fn field(&self, property: &Property, value: &Value) -> TokenStream {
        if !property.is_file() {
            return self.read(&property.ty, value, 12);
        }
        let file = self.files(&property.ty, value);
        match property.presence {
            Presence::OptionalNullable => {
                self.imports.runtime();
                quote!(Some(runtime::Nullable::Value(#file)))
            }
            presence if presence.is_option() => quote!(Some(#file)),
            _ => file,
        }
    }

    /// A file, or files in a list or a map.
    fn files(&self, ty: &Type, value: &Value) -> TokenStream {
        match ty {
            Type::List(item) => {
                let items = value.as_array().into_iter().flatten();
                let items = items.map(|value| self.files(item, value));
                quote!(vec![#(#items),*])
            }
            Type::Map(inner) => {
                let entries = value.as_object().into_iter().flatten();
                let entries = entries.map(|(name, value)| {
                    let value = self.files(inner, value);
                    quote!((#name.to_owned(), #value))
                });
                quote!(std::collections::BTreeMap::from([#(#entries),*]))
            }
            Type::Nullable(_) if value.is_null() => quote!(None),
            Type::Nullable(inner) => {
                let value = self.files(inner, value);
                quote!(Some(#value))
            }
            Type::Boxed(inner) => {
                let value = self.files(inner, value);
                quote!(Box::new(#value))
            }
            _ => {
                self.imports.runtime();
                let content = value.as_str().unwrap_or_default();
                quote!(runtime::FilePart::new(#content).named("example.txt"))
            }
        }
    }

    /// The expression that reads a value, in the column `indent`.
    fn read(&self, ty: &Type, value: &Value, indent: usize) -> TokenStream {
        self.imports.internal();
        let text = self.literal(ty, value, indent);
        let literal: Literal = text.parse().expect("the text is a literal");
        quote!(internal::example(#literal))
    }

    /// A value as a raw string of JSON, whose lines are indented by `indent` columns.
    fn literal(&self, ty: &Type, value: &Value, indent: usize) -> String {
        let text = JsonText::of(self.model, ty, value);
        let text = json_text(&text, indent);
        match hashes(&text) {
            Some(count) if count <= MAX_HASHES => {
                let hashes = "#".repeat(count);
                format!("r{hashes}\"{text}\"{hashes}")
            }
            _ => format!("{text:?}"),
        }
    }
}

/// The additional properties of a value.
fn rest(object: &Object, value: &Value) -> Value {
    let entries = value.as_object().into_iter().flatten();
    let entries = entries.filter(|(name, _)| !object.declares(name));
    entries
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The number of `#` that a raw string with this text needs, if the text has quotes.
fn hashes(text: &str) -> Option<usize> {
    let after_quotes = text.split('"').skip(1);
    let runs = after_quotes.map(|rest| rest.len() - rest.trim_start_matches('#').len());
    runs.max().map(|longest| longest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{model, named, object, property};
    use crate::model::{Enum, EnumKind};

    fn literal(ty: &Type, value: &Value) -> String {
        let properties = vec![
            property("zebra", Type::String, Presence::Required),
            property("ant", Type::Json, Presence::Optional),
        ];
        let kind = Enum {
            kind: EnumKind::Strings,
            values: Vec::new(),
        };
        let types = vec![object("Pet", properties), named("Kind", Shape::Enum(kind))];
        let model = model(types, Vec::new());
        let imports = Imports::default();
        let file = Emitter {
            model: &model,
            imports: &imports,
        };
        file.literal(ty, value, 4)
    }

    #[test]
    fn a_value_is_a_literal_that_rust_reads_as_the_same_json() {
        let many = "#".repeat(300);
        let values = [
            serde_json::json!("plain"),
            serde_json::json!(-1),
            serde_json::json!("#1 \"#\" \u{202e} \u{7} \n é"),
            serde_json::json!(["#a", "##b"]),
            serde_json::json!({ "b": [1.5, true, null], "a": {} }),
            serde_json::json!([many]),
        ];
        for value in values {
            let text = literal(&Type::Json, &value);
            assert!(!text.contains(['\u{202e}', '\u{7}']), "{text}");
            let literal: syn::LitStr = syn::parse_str(&text).expect("the text is a literal");
            let read: Value = serde_json::from_str(&literal.value()).expect("the value is JSON");
            assert_eq!(read, value);
        }
    }

    #[test]
    fn properties_are_in_the_order_of_the_type_and_others_are_sorted() {
        let value = serde_json::json!({ "zebra": "z", "ant": { "b": 1, "a": 2 } });
        let text = literal(&Type::Named(TypeId(0)), &value);
        assert_eq!(
            text,
            r##"r#"{ "zebra": "z", "ant": { "a": 2, "b": 1 } }"#"##
        );
    }

    #[test]
    fn a_long_value_has_a_line_for_each_property() {
        let long = "x".repeat(90);
        let value = serde_json::json!({ "zebra": long, "ant": [1, 2] });
        let text = literal(&Type::Named(TypeId(0)), &value);
        let expected =
            format!("r#\"{{\n        \"zebra\": \"{long}\",\n        \"ant\": [1, 2]\n    }}\"#");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_type_without_an_example_has_no_function() {
        let types = vec![object("Pet", Vec::new())];
        let model = model(types, Vec::new());
        let file = examples_file(&model, &Examples::default());
        let [Piece::Items(docs), Piece::Items(others)] = &file.pieces[..] else {
            panic!("the file has no table");
        };
        assert!(!docs.to_string().contains("use super"), "{docs}");
        assert!(others.is_empty());
    }
}

//! An object schema as a struct.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;

use super::argument::Argument;
use super::docs::DocComment;
use super::limits::{Limited, checks};
use crate::api::{Api, Property, Schema};
use crate::refine::{Field, Presence, Struct, Types};

/// A struct with its constructor, its setters and its limits.
pub(super) struct StructItem<'a> {
    pub api: &'a Api,
    pub name: &'a str,
    pub schema: &'a Schema,
    pub item: &'a Struct,
    pub types: &'a Types,
    pub limited: &'a Limited,
}

impl StructItem<'_> {
    fn ident(&self) -> Ident {
        format_ident!("{}", self.name)
    }

    fn members(&self) -> impl Iterator<Item = (&Property, &Field)> {
        self.schema.properties().iter().zip(&self.item.fields)
    }

    fn declaration(&self) -> TokenStream {
        let name = self.ident();
        let docs =
            DocComment::from_docs(&self.schema.docs, || format!("The `{}` object.", self.name));
        let eq = self.types.has_eq(self.name).then(|| quote!(Eq, Hash,));
        let default = (!self.has_required()).then(|| quote!(Default,));
        let deprecated = self.schema.docs.deprecated.then(|| quote!(#[deprecated]));
        let serde = (!self.has_files()).then(|| quote!(Serialize, Deserialize));
        let fields = self
            .members()
            .map(|(property, field)| self.field(property, field));
        quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug, #default PartialEq, #eq #serde)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }
    }

    fn field(&self, property: &Property, field: &Field) -> TokenStream {
        let docs = DocComment::from_docs(&property.docs, || {
            format!("The `{}` property.", property.name)
        })
        .and_sentence(&if self.schema.usage.request {
            property.limits.in_words().join("; ")
        } else {
            String::new()
        });
        let mut serde = Vec::new();
        if property.name != property.field && !property.rest {
            let name = &property.name;
            serde.push(quote!(rename = #name));
        }
        serde.extend(match field.presence {
            Presence::Required | Presence::RequiredNullable => None,
            Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none")),
            Presence::OptionalNullable => Some(quote!(
                default,
                with = "nullable",
                skip_serializing_if = "Option::is_none"
            )),
            Presence::Rest => Some(quote!(flatten)),
            Presence::Collection => {
                let path = collection_is_empty(field);
                Some(quote!(default, skip_serializing_if = #path))
            }
        });
        let serde = (!serde.is_empty() && !self.has_files()).then(|| quote!(#[serde(#(#serde),*)]));
        let deprecated = property.docs.deprecated.then(|| quote!(#[deprecated]));
        quote!(#docs #deprecated #serde #field)
    }

    /// Whether it is a body of several parts, which is written part by part.
    fn has_files(&self) -> bool {
        let mut properties = self.schema.properties().iter();
        properties.any(|property| property.is_file)
    }

    fn is_only_read(&self) -> bool {
        self.schema.usage.response && !self.schema.usage.request
    }

    fn has_required(&self) -> bool {
        self.item.fields.iter().any(is_required)
    }

    fn constructor(&self) -> TokenStream {
        if !self.has_required() {
            if self.is_only_read() {
                return TokenStream::new();
            }
            let docs = DocComment::of(format!(
                "Creates a `{}` in which everything is absent.",
                self.name
            ));
            // The setter of a field `default` would be found first.
            let is_taken = self.item.fields.iter().any(|field| field.name == "default");
            let default = if is_taken {
                quote!(<Self as Default>::default())
            } else {
                quote!(Self::default())
            };
            return quote! {
                #docs
                pub fn new() -> Self {
                    #default
                }
            };
        }
        let optional = self.item.fields.iter().any(|field| !is_required(field));
        let docs = DocComment::of(if optional {
            format!(
                "Creates a `{}` of what is required; the rest is absent.",
                self.name
            )
        } else {
            format!("Creates a `{}`.", self.name)
        });
        let arguments: Vec<_> = self.required().collect();
        let declared = arguments.iter().map(|(name, argument)| {
            let declared = &argument.declared;
            quote!(#name: #declared)
        });
        let values = self.item.fields.iter().map(|field| {
            let name = &field.name;
            match field.presence {
                Presence::Required | Presence::RequiredNullable => {
                    let value =
                        Argument::setter(self.api, name, &field.value, field.presence).value;
                    if *name == value.to_string() {
                        quote!(#name)
                    } else {
                        quote!(#name: #value)
                    }
                }
                Presence::Optional | Presence::OptionalNullable => quote!(#name: None),
                Presence::Collection | Presence::Rest => quote!(#name: Default::default()),
            }
        });
        let lint = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        quote! {
            #docs
            #lint
            pub fn new(#(#declared),*) -> Self {
                Self { #(#values),* }
            }
        }
    }

    fn required(&self) -> impl Iterator<Item = (&Ident, Argument)> {
        self.item
            .fields
            .iter()
            .filter(|field| is_required(field))
            .map(|field| {
                (
                    &field.name,
                    Argument::setter(self.api, &field.name, &field.value, field.presence),
                )
            })
    }

    /// A type that is only read has public fields and no need of setters.
    fn setters(&self) -> impl Iterator<Item = TokenStream> {
        let has_setters = !self.is_only_read();
        self.members()
            .filter(move |_| has_setters)
            .filter(|(_, field)| !is_required(field))
            .map(|(property, field)| {
                let name = &field.name;
                let Argument { declared, value } =
                    Argument::setter(self.api, name, &field.value, field.presence);
                let docs = DocComment::of(format!("Sets `{name}`."));
                let deprecated = property.docs.deprecated.then(|| quote!(#[deprecated]));
                quote! {
                    #docs
                    #deprecated
                    pub fn #name(mut self, #name: #declared) -> Self {
                        self.#name = #value;
                        self
                    }
                }
            })
    }

    fn limits(&self) -> Option<TokenStream> {
        if !self.limited.contains(self.name) {
            return None;
        }
        let name = self.ident();
        let checks: Vec<_> = self
            .members()
            .flat_map(|(property, field)| {
                let field_name = &field.name;
                let place = quote!(&self.#field_name);
                let mut lines = checks(&property.name, &place, &property.limits);
                if self.limited.reaches(&field.value) {
                    let name = &property.name;
                    lines.push(quote!(check.nested(#name, #place);));
                }
                lines
            })
            .collect();
        Some(quote! {
            impl runtime::internal::Validate for #name {
                fn validate(&self, check: &mut runtime::internal::Check) {
                    #(#checks)*
                }
            }
        })
    }
}

impl ToTokens for StructItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.ident();
        let (declaration, constructor, limits) =
            (self.declaration(), self.constructor(), self.limits());
        let setters = self.setters();
        let setters = quote!(#(#setters)*);
        let methods = (!constructor.is_empty() || !setters.is_empty()).then(|| {
            quote! {
                impl #name {
                    #constructor
                    #setters
                }
            }
        });
        tokens.extend(quote! {
            #declaration
            #methods
            #limits
        });
    }
}

pub(super) fn is_required(field: &Field) -> bool {
    matches!(
        field.presence,
        Presence::Required | Presence::RequiredNullable
    )
}

fn collection_is_empty(field: &Field) -> String {
    let ty = &field.value;
    let name = quote!(#ty).to_string();
    let name = name.split('<').next().unwrap_or_default().replace(' ', "");
    format!("{name}::is_empty")
}

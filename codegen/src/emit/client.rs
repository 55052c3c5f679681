//! Emits the client and the methods of its builder. The methods that call operations are in the files of the operations.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::argument::value;
use super::function::function;
use super::imports::Imports;
use super::type_context::attributes;
use crate::surface::{Scope, Setting, SettingKind, Surface};

pub(super) struct ClientFile<'a> {
    pub surface: &'a Surface,
}

impl ToTokens for ClientFile<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let client = &self.surface.client;
        let imports = Imports::default();
        let marker = format_ident!("{}", self.surface.marker.name);
        let attributes = attributes(&client.ty);
        let bodies = [
            quote!(ClientBuilder::new()),
            quote!(ClientBuilder::from_env().build()),
        ];
        let functions = client.functions.iter().zip(&bodies);
        let functions = functions.map(|(it, body)| function(it, Scope::Module, &imports, body));
        let settings: Vec<_> = client
            .settings
            .iter()
            .map(|it| setting(it, &imports))
            .collect();
        let settings = (!settings.is_empty()).then(|| {
            quote! {
                impl ClientBuilder {
                    #(#settings)*
                }
            }
        });
        // Only operations read the field.
        let allow = self.surface.operations.is_empty();
        let allow = allow.then(|| quote!(#[allow(dead_code)]));
        tokens.extend(quote! {
            use crate::runtime::{self, internal};
            use super::{ClientBuilder, #marker};
            #attributes
            pub struct Client(#allow pub(super) internal::Transport<#marker>);
            impl Client {
                #(#functions)*
            }
            impl From<internal::Transport<#marker>> for Client {
                fn from(transport: internal::Transport<#marker>) -> Self {
                    Self(transport)
                }
            }
            #settings
        });
    }
}

fn setting(setting: &Setting, imports: &Imports) -> TokenStream {
    let values = setting.function.arguments.iter().map(value);
    let body = match &setting.kind {
        SettingKind::Credential(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(self.credential(#index, #(#values),*))
        }
        SettingKind::Basic(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(self.basic(#index, #(#values),*))
        }
        SettingKind::ServerVariable(name) => quote!(self.server_variable(#name, #(#values),*)),
    };
    function(&setting.function, Scope::Module, imports, &body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{PATHS, members, model};
    use crate::model::{Scheme, SchemeKind};

    fn scheme(method: &str, kind: SchemeKind) -> Scheme {
        Scheme {
            name: method.to_owned(),
            description: Some("A credential.".to_owned()),
            method: method.to_owned(),
            env: "PETS_KEY".to_owned(),
            kind,
            span: Span::default(),
            requirement: None,
        }
    }

    #[test]
    fn a_setting_passes_its_values_to_the_builder() {
        let mut model = model(Vec::new(), Vec::new());
        model.schemes = vec![
            scheme("api_key", SchemeKind::Query("key".to_owned())),
            scheme("login", SchemeKind::Basic),
        ];
        let surface = Surface::of(&model, PATHS);
        let settings = surface.client.settings.iter();
        let settings = settings.map(|it| setting(it, &Imports::default()));
        let expected = quote! {
            /// A credential.
            pub fn api_key(self, api_key: impl Into<String>) -> Self {
                self.credential(0, api_key.into())
            }
            /// A credential.
            pub fn login(self, username: impl Into<String>, password: impl Into<String>) -> Self {
                self.basic(1, username.into(), password.into())
            }
        };
        assert_eq!(
            members(settings.collect::<TokenStream>()),
            members(expected)
        );
    }
}

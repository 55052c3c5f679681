//! The surface: what callers see of a document, one emitter a file.

mod argument;
mod batched;
mod client;
mod docs;
mod enum_;
mod error_body;
mod example;
mod job;
mod limits;
mod module;
mod operation;
mod package;
mod paged;
mod repeat;
mod struct_;
mod union;

pub use package::Package;
pub(crate) use package::package;

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Type};

use crate::api::{Api, ServerVariable, Shape};
use crate::names;
use crate::refine::Refined;
use client::ClientItem;
use docs::DocComment;
use enum_::EnumItem;
use limits::Limited;
use module::ModuleItem;
use operation::OperationItem;
use struct_::StructItem;
use union::UnionItem;

/// A file of the surface: its path inside the crate's `src`, and what is in it.
pub(crate) struct SurfaceFile {
    pub path: String,
    pub file: syn::File,
}

/// Writes the module of a document, one file an operation and one a type.
pub(crate) fn surface(api: &Api, refined: &Refined, crate_name: &str) -> Vec<SurfaceFile> {
    let module = &api.module;
    let limited = Limited::of(api, &refined.types);
    let operations: Vec<_> = api
        .operations
        .iter()
        .map(|operation| OperationItem {
            api,
            refined,
            limited: &limited,
            operation,
        })
        .collect();
    let client = ClientItem {
        api,
        operations: &operations,
        crate_name,
    };
    let marker = marker(api);

    let mut files = vec![
        file(
            format!("{module}.rs"),
            ModuleItem {
                api,
                types: &refined.types,
                client: &client,
            },
        ),
        file_with_imports(
            format!("{module}/client.rs"),
            client.to_token_stream(),
            |used| {
                let names = ["ClientBuilder", &marker.to_string(), "operations", "types"];
                let imports = import(&quote!(super), names, used);
                quote!(#imports use crate::runtime;)
            },
        ),
        file(
            format!("{module}/operations.rs"),
            operations_index(&operations),
        ),
    ];
    for operation in &operations {
        files.push(file_with_imports(
            format!("{module}/operations/{}.rs", operation.operation.name),
            operation.to_token_stream(),
            |used| {
                let names = ["ErrorBody", &marker.to_string(), "types"];
                let imports = import(&quote!(super::super), names, used);
                quote!(#imports use crate::runtime;)
            },
        ));
    }
    let types: Vec<_> = api
        .schemas
        .keys()
        .filter_map(|name| Some((name, type_item(api, refined, &limited, name)?)))
        .collect();
    files.push(file(
        format!("{module}/types.rs"),
        types_index(types.iter().map(|(name, _)| name.as_str())),
    ));
    for (name, items) in types {
        files.push(file_with_imports(
            format!("{module}/types/{}.rs", names::field_name(name)),
            items,
            |used| imports(api, name, used),
        ));
    }
    files
}

fn file(path: String, items: impl ToTokens) -> SurfaceFile {
    SurfaceFile {
        path,
        file: parsed(items.to_token_stream()),
    }
}

/// A file that starts with the imports for the names that its items use.
fn file_with_imports(
    path: String,
    items: TokenStream,
    imports: impl FnOnce(&HashSet<String>) -> TokenStream,
) -> SurfaceFile {
    let mut file = parsed(items);
    let imports = parsed(imports(&used_names(&file)));
    file.items.splice(0..0, imports.items);
    SurfaceFile { path, file }
}

fn parsed(items: TokenStream) -> syn::File {
    syn::parse2(items).expect("emitters write Rust items")
}

/// The type of a named schema.
fn type_item(api: &Api, refined: &Refined, limited: &Limited, name: &str) -> Option<TokenStream> {
    let schema = &api.schemas[name];
    let types = &refined.types;
    match &schema.shape {
        Shape::Object(_) => {
            let item = types.structs.get(name)?;
            Some(
                StructItem {
                    api,
                    name,
                    schema,
                    item,
                    types,
                    limited,
                }
                .to_token_stream(),
            )
        }
        Shape::Enum(values) => Some(
            EnumItem {
                name,
                schema,
                values,
            }
            .to_token_stream(),
        ),
        Shape::Union(union) => {
            let variants = types.unions.get(name)?;
            Some(
                UnionItem {
                    name,
                    schema,
                    union,
                    types: variants,
                    limited,
                }
                .to_token_stream(),
            )
        }
        Shape::Other => {
            let items = types.others.get(name)?;
            let docs = DocComment::from_docs(&schema.docs, || format!("The `{name}` schema."));
            Some(quote!(#docs #(#items)*))
        }
    }
}

/// The siblings, the runtime and serde, where a type's file names them.
fn imports(api: &Api, name: &str, used: &HashSet<String>) -> TokenStream {
    let siblings = used
        .iter()
        .map(String::as_str)
        .filter(|sibling| *sibling != name && api.schemas.contains_key(*sibling));
    let siblings = import(&quote!(super), siblings, used);
    let runtime = import(&quote!(crate), ["runtime"], used);
    let nullable = import(&quote!(crate::runtime), ["nullable"], used);
    let serde = import(&quote!(serde), ["Deserialize", "Serialize"], used);
    quote!(#siblings #runtime #nullable #serde)
}

/// A `use` of those names from `module` that are used.
fn import<'a>(
    module: &TokenStream,
    names: impl IntoIterator<Item = &'a str>,
    used: &HashSet<String>,
) -> Option<TokenStream> {
    let mut names: Vec<_> = names
        .into_iter()
        .filter(|name| used.contains(*name))
        .map(|name| format_ident!("{name}"))
        .collect();
    names.sort();
    match &names[..] {
        [] => None,
        [one] => Some(quote!(use #module::#one;)),
        many => Some(quote!(use #module::{#(#many),*};)),
    }
}

/// The first parts of all paths, which is what a file has to import.
fn used_names(file: &syn::File) -> HashSet<String> {
    struct Used(HashSet<String>);
    impl<'ast> Visit<'ast> for Used {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0
                .extend(path.segments.first().map(|first| first.ident.to_string()));
            visit::visit_path(self, path);
        }

        fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
            if let syn::Meta::List(list) = &attribute.meta {
                words(list.tokens.clone(), &mut self.0);
            }
        }

        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            visit::visit_path(self, &mac.path);
            self.visit_path(&mac.path);
            // The rows of an enum's table are its variants.
            if !mac
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident.to_string().ends_with("_enum"))
            {
                words(mac.tokens.clone(), &mut self.0);
            }
        }
    }
    let mut used = Used(HashSet::new());
    used.visit_file(file);
    used.0
}

fn words(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                into.insert(ident.to_string());
            }
            TokenTree::Group(group) => words(group.stream(), into),
            // A module in a serde attribute.
            TokenTree::Literal(literal) if literal.to_string() == "\"nullable\"" => {
                into.insert("nullable".to_owned());
            }
            _ => {}
        }
    }
}

fn operations_index(operations: &[OperationItem<'_>]) -> TokenStream {
    let modules = operations
        .iter()
        .map(|item| (format_ident!("{}", item.operation.name), item.ident()));
    let (names, types): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        //! The operations as values: what a call holds until it is sent.
        #(mod #names;)*
        #(pub use #names::#types;)*
    }
}

fn types_index<'a>(types: impl Iterator<Item = &'a str>) -> TokenStream {
    let modules = types.map(|name| {
        (
            format_ident!("{}", names::field_name(name)),
            format_ident!("{name}"),
        )
    });
    let (names, types): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        //! The types of the document's schemas.
        #(mod #names;)*
        #(pub use #names::#types;)*
    }
}

/// The type that stands for the document.
fn marker(api: &Api) -> Ident {
    format_ident!("{}", names::type_name(&api.module))
}

/// Security requirements as the runtime takes them.
fn alternatives(requirements: &[Vec<String>]) -> TokenStream {
    let alternatives = requirements.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote!(&[#(#alternatives),*])
}

fn base_url_env(api: &Api) -> String {
    names::env_name(&api.module, "base_url")
}

/// The variables of all servers, each once.
fn server_variables(api: &Api) -> impl Iterator<Item = &ServerVariable> {
    let mut seen = HashSet::new();
    let variables = api.servers.iter().flat_map(|server| &server.variables);
    variables.filter(move |variable| seen.insert(variable.name.as_str()))
}

/// `ty`, with the document's own types found in the `types` module.
fn qualify(api: &Api, ty: &Type) -> Type {
    struct Qualify<'a>(&'a Api);
    impl VisitMut for Qualify<'_> {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            visit_mut::visit_path_mut(self, path);
            if path
                .get_ident()
                .is_some_and(|name| self.0.schemas.contains_key(&name.to_string()))
            {
                path.segments.insert(0, format_ident!("types").into());
            }
        }
    }
    let mut ty = ty.clone();
    Qualify(api).visit_type_mut(&mut ty);
    ty
}

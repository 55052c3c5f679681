//! The surface: what callers see of a document, one emitter a file.

mod answer;
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
use answer::AnswerItem;
use client::ClientItem;
use docs::DocComment;
use enum_::EnumItem;
use limits::Limited;
use module::ModuleItem;
use operation::OperationItem;
use struct_::StructItem;
use union::UnionItem;

/// A file of the surface.
pub(crate) struct SurfaceFile {
    /// Path inside the crate's `src`.
    pub path: String,
    pub items: TokenStream,
    pub imports: Imports,
}

/// What a file imports of what it uses.
pub(crate) enum Imports {
    /// It has its own.
    Own,
    OfClient,
    OfOperation,
    /// By the type's name.
    OfType(String),
}

impl SurfaceFile {
    fn new(path: String, items: impl ToTokens, imports: Imports) -> Self {
        Self {
            path,
            items: items.into_token_stream(),
            imports,
        }
    }

    /// The file with its imports.
    pub(crate) fn parse(self, api: &Api) -> syn::File {
        let mut file: syn::File = syn::parse2(self.items).expect("emitters write Rust items");
        let imports = self.imports.of(api, &used_names(&file));
        let imports: syn::File = syn::parse2(imports).expect("imports are Rust items");
        file.items.splice(0..0, imports.items);
        file
    }
}

impl Imports {
    fn of(&self, api: &Api, used: &HashSet<String>) -> TokenStream {
        let marker = marker(api).to_string();
        match self {
            Self::Own => TokenStream::new(),
            Self::OfClient => {
                let names = ["ClientBuilder", &marker, "operations", "types"];
                let imports = import(&quote!(super), names, used);
                quote!(#imports use crate::runtime;)
            }
            Self::OfOperation => {
                let names = ["ErrorBody", &marker, "types"];
                let imports = import(&quote!(super::super), names, used);
                quote!(#imports use crate::runtime;)
            }
            Self::OfType(name) => imports(api, name, used),
        }
    }
}

/// Writes the module of a document, one file an operation and one a type, and gives each to `emit`.
pub(crate) fn surface(
    api: &Api,
    refined: &Refined,
    crate_name: &str,
    emit: &mut dyn FnMut(SurfaceFile),
) {
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
    // The longest file comes first, so that nobody is left alone with it in the end.
    emit(SurfaceFile::new(
        format!("{module}/client.rs"),
        &client,
        Imports::OfClient,
    ));
    emit(SurfaceFile::new(
        format!("{module}.rs"),
        ModuleItem {
            api,
            types: &refined.types,
            client: &client,
        },
        Imports::Own,
    ));
    emit(SurfaceFile::new(
        format!("{module}/operations.rs"),
        operations_index(&operations),
        Imports::Own,
    ));
    for operation in &operations {
        emit(SurfaceFile::new(
            format!(
                "{module}/operations/{}.rs",
                names::file_stem(&operation.operation.name)
            ),
            operation,
            Imports::OfOperation,
        ));
    }
    let of_schemas = api
        .schemas
        .keys()
        .filter_map(|name| Some((name, type_item(api, refined, &limited, name)?)));
    let mut types = Vec::new();
    for (name, items) in of_schemas.chain(answer_items(api, refined)) {
        types.push(name.as_str());
        emit(SurfaceFile::new(
            format!("{module}/types/{}.rs", type_file_stem(name)),
            items,
            Imports::OfType(name.clone()),
        ));
    }
    emit(SurfaceFile::new(
        format!("{module}/types.rs"),
        types_index(types.into_iter()),
        Imports::Own,
    ));
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
        Shape::Enum(values, kind) => Some(
            EnumItem {
                name,
                schema,
                values,
                kind: *kind,
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

/// The types of answers that are one of several.
fn answer_items<'a>(
    api: &'a Api,
    refined: &'a Refined,
) -> impl Iterator<Item = (&'a String, TokenStream)> {
    api.operations.iter().filter_map(|operation| {
        let answers = operation.success.several()?;
        let types = refined.types.answers.get(&answers.name);
        let item = AnswerItem {
            operation,
            answers,
            types: types.map(Vec::as_slice).unwrap_or_default(),
        };
        Some((&answers.name, item.to_token_stream()))
    })
}

/// The siblings, the runtime and serde, where a type's file names them.
fn imports(api: &Api, name: &str, used: &HashSet<String>) -> TokenStream {
    let siblings = used
        .iter()
        .map(String::as_str)
        .filter(|sibling| *sibling != name && api.schemas.contains_key(*sibling));
    let siblings = import(&quote!(super), siblings, used);
    let runtime = import(&quote!(crate), ["runtime"], used);
    let nullable = import(&quote!(crate::runtime::internal), ["nullable"], used);
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
    let modules = operations.iter().map(|item| {
        let stem = names::file_stem(&item.operation.name);
        (format_ident!("{stem}"), item.ident())
    });
    let (names, types): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        //! The operations as values: what a call holds until it is sent.
        #(mod #names;)*
        #(pub use #names::#types;)*
    }
}

/// The module of a type and the stem of its file.
fn type_file_stem(name: &str) -> String {
    names::file_stem(&names::field_name(name))
}

fn types_index<'a>(types: impl Iterator<Item = &'a str>) -> TokenStream {
    let modules = types.map(|name| {
        (
            format_ident!("{}", type_file_stem(name)),
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

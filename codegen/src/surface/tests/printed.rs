//! The public items in the printed files, one line each.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, Fields, GenericParam, Generics, ImplItem, Item, ItemEnum, ItemImpl,
    ItemStruct, Lit, Meta, PathArguments, ReceiverKind, Signature, Type, UseTree, Visibility,
};

use super::macros::Macros;
use crate::{File, Module};

/// The items of a module.
pub(super) fn items(module: &Module, macros: &Macros) -> BTreeSet<String> {
    let mut reader = Reader {
        macros,
        exported: BTreeSet::new(),
        found: BTreeSet::new(),
    };
    let files: Vec<_> = module
        .files
        .iter()
        .map(|file| (scope(module, file), parse(file)))
        .collect();
    for (scope, file) in &files {
        reader.exports(scope, file);
    }
    for (scope, file) in &files {
        file.items.iter().for_each(|item| reader.item(scope, item));
    }
    reader.found
}

/// The dependencies, features and runtime exports that a crate has for a module.
pub(super) fn needs(module: &str, without: &[File], with: &[File]) -> BTreeSet<String> {
    let text = |files: &[File], path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.expect("the crate has the file").text.clone()
    };
    let [old, new] = [without, with].map(|files| {
        let manifest = text(files, "Cargo.toml");
        let features = manifest.split_once("[features]");
        let features = features.expect("the manifest has features").1;
        // A list over several lines becomes one line.
        let features = features.replace("[\n    ", "[").replace(",\n]", "]");
        features.replace(",\n    ", ", ")
    });
    let mut found = BTreeSet::new();
    for line in new
        .lines()
        .filter(|line| !line.starts_with('#') && !old.lines().any(|it| it == *line))
    {
        let name = line.split(" = ").next().unwrap_or_default();
        match name {
            "reqwest" => found.extend(["form", "multipart"].iter().filter_map(|feature| {
                let is_there = line.contains(&format!("{feature:?}"));
                is_there.then(|| format!("reqwest/{feature}"))
            })),
            name if name.starts_with(module) => {
                found.insert(line.to_owned());
            }
            name => {
                found.insert(name.to_owned());
            }
        }
    }
    let [old, new] = [without, with].map(|files| {
        let file = syn::parse_file(&text(files, "src/runtime/mod.rs")).expect("the file is Rust");
        let uses = file.items.into_iter().filter_map(|item| match item {
            Item::Use(item) if is_public(&item.vis) => Some(item.tree),
            _ => None,
        });
        let mut names = BTreeSet::new();
        uses.for_each(|tree| names_of(&tree, "", &mut names));
        names
    });
    let exported = new.difference(&old);
    found.extend(exported.map(|(_, name)| format!("runtime::{name}")));
    found
}

fn parse(file: &File) -> syn::File {
    syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path))
}

/// The modules of a file's items.
struct FileScope {
    /// The module with a separator, such as `types::` for each file of a type; empty for the document's module and the
    /// client.
    path: &'static str,
    /// The module of the file inside that module, empty for the file that declares the others.
    file: String,
}

fn scope(module: &Module, file: &File) -> FileScope {
    let path = file.path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_prefix(&module.name).unwrap_or(path);
    let path = path.trim_start_matches('/');
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let (path, file) = match (folder, name) {
        ("types", name) => ("types::", name),
        ("operations", name) => ("operations::", name),
        (_, "types") => ("types::", ""),
        (_, "operations") => ("operations::", ""),
        (_, "webhooks") => ("webhooks::", ""),
        (_, name) => ("", name),
    };
    FileScope {
        path,
        file: file.to_owned(),
    }
}

/// The names that a `use` imports, each with its module.
fn names_of(tree: &UseTree, module: &str, names: &mut BTreeSet<(String, String)>) {
    match tree {
        UseTree::Path(path) => names_of(&path.tree, &path.ident.to_string(), names),
        UseTree::Name(name) => {
            names.insert((module.to_owned(), name.ident.to_string()));
        }
        UseTree::Group(group) => {
            let trees = group.items.iter();
            trees.for_each(|tree| names_of(tree, module, names));
        }
        UseTree::Rename(_) | UseTree::Glob(_) => panic!("unsupported kind of `use`"),
    }
}

struct Reader<'a> {
    macros: &'a Macros,
    /// The path, file and name of each exported item.
    exported: BTreeSet<(&'static str, String, String)>,
    found: BTreeSet<String>,
}

impl Reader<'_> {
    fn add(&mut self, item: String) {
        let is_new = self.found.insert(item);
        assert!(is_new, "an item is printed twice");
    }

    fn exports(&mut self, scope: &FileScope, file: &syn::File) {
        for item in &file.items {
            let Item::Use(item) = item else { continue };
            if is_public(&item.vis) {
                let mut names = BTreeSet::new();
                names_of(&item.tree, "", &mut names);
                let names = names.into_iter();
                self.exported
                    .extend(names.map(|(file, name)| (scope.path, file, name)));
            }
        }
    }

    fn is_reached(&self, scope: &FileScope, name: &str) -> bool {
        let exported = (scope.path, scope.file.clone(), name.to_owned());
        scope.file.is_empty() || self.exported.contains(&exported)
    }

    fn item(&mut self, scope: &FileScope, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => self.structure(scope, item),
            Item::Enum(item) if is_public(&item.vis) => self.enumeration(scope, item),
            Item::Type(item) if is_public(&item.vis) => {
                let ty = ty_text(&item.ty);
                self.add(format!("type {}{} = {ty}", scope.path, item.ident));
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let attributes = attributes(&item.attrs);
                let signature = signature(&item.sig);
                self.add(format!("{}{signature}{attributes}", scope.path));
            }
            Item::Impl(block) => self.implementation(scope, block),
            Item::Macro(call) => {
                let items = self.macros.expand(&call.mac);
                items.iter().for_each(|item| self.item(scope, item));
            }
            Item::Mod(_) | Item::Use(_) => {}
            other => panic!("unsupported kind of item: {}", other.to_token_stream()),
        }
    }

    fn structure(&mut self, scope: &FileScope, item: &ItemStruct) {
        let name = item.ident.to_string();
        if !self.is_reached(scope, &name) {
            return;
        }
        let path = format!("{}{name}", scope.path);
        let attributes = attributes(&item.attrs);
        let public: Vec<_> = item.fields.iter().filter(|it| is_public(&it.vis)).collect();
        let is_whole = public.len() == item.fields.len();
        match &item.fields {
            Fields::Unit => self.add(format!("struct {path} unit{attributes}")),
            Fields::Unnamed(_) if is_whole => {
                let types: Vec<_> = public.iter().map(|it| ty_text(&it.ty)).collect();
                self.add(format!("struct {path}({}){attributes}", types.join(", ")));
            }
            // Callers create the struct of an operation by a method.
            _ if public.is_empty() && attributes.is_empty() => {
                self.add(format!("struct {path} opaque{attributes}"));
            }
            _ if is_whole => {
                self.add(format!("struct {path} fields{attributes}"));
                for field in public {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    let (ty, attributes) = (ty_text(&field.ty), self::attributes(&field.attrs));
                    let name = name.unwrap_or_default();
                    self.add(format!("{path}.{name}: {ty}{attributes}"));
                }
            }
            _ => panic!("some fields of {path} are private"),
        }
        self.derives(&path, &item.attrs);
    }

    fn enumeration(&mut self, scope: &FileScope, item: &ItemEnum) {
        let name = item.ident.to_string();
        if !self.is_reached(scope, &name) {
            return;
        }
        let path = format!("{}{name}", scope.path);
        self.add(format!("enum {path}{}", attributes(&item.attrs)));
        for variant in &item.variants {
            let held: Vec<_> = variant.fields.iter().map(|it| ty_text(&it.ty)).collect();
            let attributes = attributes(&variant.attrs);
            let held = held.join(", ");
            self.add(format!("{path}::{}({held}){attributes}", variant.ident));
        }
        self.derives(&path, &item.attrs);
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
            let nested = attribute.parse_nested_meta(|meta| {
                let name = meta.path.segments.last().map(|it| it.ident.to_string());
                self.add(format!("{path}: {}", name.unwrap_or_default()));
                Ok(())
            });
            nested.expect("`derive` has a list of traits");
        }
    }

    fn implementation(&mut self, scope: &FileScope, block: &ItemImpl) {
        let on = ty_text(&block.self_ty);
        // An operation with the name of another item refers to that by its path.
        let is_own = !is_path_from_super(&block.self_ty) && self.is_reached(scope, &on);
        let on = match &on {
            on if is_own => format!("{}{on}", scope.path),
            on => on.replace("runtime::", "").replace(", S>", ">"),
        };
        match &block.trait_ {
            Some((path, _)) => self.trait_implementation(&on, block, path),
            None => self.functions(&on, block),
        }
    }

    fn functions(&mut self, on: &str, block: &ItemImpl) {
        for item in &block.items {
            match item {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    let attributes = attributes(&function.attrs);
                    self.add(format!("{on}::{}{attributes}", signature(&function.sig)));
                }
                ImplItem::Const(item) if is_public(&item.vis) => {
                    self.add(format!("{on}::const {}: {}", item.ident, ty_text(&item.ty)));
                }
                _ => {}
            }
        }
    }

    fn trait_implementation(&mut self, on: &str, block: &ItemImpl, path: &syn::Path) {
        let text = path_text(path);
        // Only generated code uses the traits of these modules.
        if text.contains("internal::") || text.contains("sealed::") {
            return;
        }
        let (before, arguments) = text.split_at(text.find('<').unwrap_or(text.len()));
        let name = before.rsplit("::").next().unwrap_or_default();
        let name = format!("{name}{arguments}");
        self.add(format!("{on}: {name}"));
        for item in &block.items {
            match item {
                ImplItem::Type(item) => {
                    let ty = ty_text(&item.ty);
                    self.add(format!("<{on} as {name}>::{} = {ty}", item.ident));
                }
                ImplItem::Const(item) if item.ident == "API" => self.environment(&item.expr),
                _ => {}
            }
        }
    }

    /// The environment variables in the constant `API`.
    fn environment(&mut self, api: &Expr) {
        let mut variables = Variables(Vec::new());
        variables.visit_expr(api);
        for name in variables.0 {
            self.add(format!("env {name}"));
        }
    }
}

fn is_path_from_super(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments[0].ident == "super")
}

struct Variables(Vec<String>);

impl<'ast> Visit<'ast> for Variables {
    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        let member = |name: &str| {
            let is = |field: &&syn::FieldValue| matches!(&field.member, syn::Member::Named(it) if it == name);
            literal.fields.iter().find(is).map(|field| &field.expr)
        };
        let is_basic = member("kind").is_some_and(|kind| {
            let kind = kind.to_token_stream().to_string();
            kind.ends_with("Basic")
        });
        for name in ["env", "base_url_env"] {
            if let Some(Expr::Lit(value)) = member(name)
                && let Lit::Str(value) = &value.lit
            {
                let value = value.value();
                if is_basic {
                    let both = ["USERNAME", "PASSWORD"];
                    self.0.extend(both.map(|part| format!("{value}_{part}")));
                } else {
                    self.0.push(value);
                }
            }
        }
        visit::visit_expr_struct(self, literal);
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The attributes that matter to consumers.
fn attributes(attributes: &[Attribute]) -> String {
    let has = |name: &str| attributes.iter().any(|it| it.path().is_ident(name));
    let is_hidden = attributes.iter().any(|it| match &it.meta {
        Meta::List(list) => list.path.is_ident("doc") && list.tokens.to_string() == "hidden",
        _ => false,
    });
    assert!(!is_hidden, "hidden items are in other modules");
    let names = ["non_exhaustive", "deprecated"].into_iter();
    names
        .filter(|name| has(name))
        .map(|name| format!(" {name}"))
        .collect()
}

/// The signature of a function on one line.
pub(super) fn signature(signature: &Signature) -> String {
    let arguments = signature.inputs.iter().map(|it| match it {
        syn::FnArg::Receiver(receiver) => {
            // `mut self` and `self` are the same to callers.
            match &receiver.kind {
                ReceiverKind::Value => "self".to_owned(),
                ReceiverKind::Reference(_, _, None) => "&self".to_owned(),
                _ => panic!("unsupported kind of receiver"),
            }
        }
        syn::FnArg::Typed(typed) => {
            let name = typed.pat.to_token_stream().to_string();
            format!("{name}: {}", ty_text(&typed.ty))
        }
    });
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    let constness = signature.constness.map_or("", |_| "const ");
    let output = match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", ty_text(ty)),
    };
    let name = &signature.ident;
    let (names, bounds) = generics(&signature.generics);
    format!("{constness}fn {name}{names}({arguments}){output}{bounds}")
}

fn generics(generics: &Generics) -> (String, String) {
    let names = generics.params.iter().map(|it| match it {
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        other => other.to_token_stream().to_string(),
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let bounds = generics.where_clause.iter().flat_map(|it| &it.predicates);
    let bounds = bounds.map(|it| squeezed(&it.to_token_stream().to_string()));
    let bounds = bounds.collect::<Vec<_>>().join(", ");
    let around = |open: &str, text: &str, close: &str| match text {
        "" => String::new(),
        text => format!("{open}{text}{close}"),
    };
    (around("<", &names, ">"), around(" where ", &bounds, ""))
}

/// A type in canonical form: without `crate`, `super` and lifetimes.
pub(super) fn ty_text(ty: &Type) -> String {
    let mut ty = ty.clone();
    OneForm.visit_type_mut(&mut ty);
    squeezed(&ty.to_token_stream().to_string())
}

fn path_text(path: &syn::Path) -> String {
    let mut path = path.clone();
    OneForm.visit_path_mut(&mut path);
    squeezed(&path.to_token_stream().to_string())
}

fn squeezed(tokens: &str) -> String {
    let text = tokens
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" > ", ">");
    let text = text
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("& ", "&");
    text.replace(" : ", ": ").replace("< ", "<")
}

struct OneForm;

impl VisitMut for OneForm {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let is_above =
            |segment: &syn::PathSegment| segment.ident == "crate" || segment.ident == "super";
        let segments = path.segments.clone().into_iter();
        path.segments = segments.skip_while(is_above).collect();
        for segment in &mut path.segments {
            if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                let all = arguments.args.clone().into_iter();
                arguments.args = all
                    .filter(|it| !matches!(it, syn::GenericArgument::Lifetime(_)))
                    .collect();
                if arguments.args.is_empty() {
                    segment.arguments = PathArguments::None;
                }
            }
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        reference.lifetime = None;
    }
}

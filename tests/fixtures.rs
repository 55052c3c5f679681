//! Snapshots of the generated sources of the fixtures, for reviewers. Each snapshot has the warnings and the parts of
//! the sources that the fixture is about. The package `shapes` compiles the complete sources.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test fixtures` accepts a change.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use codegen::diagnostic::{ColorChoice, Format};
use codegen::folder::OnDisk;
use codegen::{File, Module, Options, Source, generate_in};
use insta::{Settings, assert_snapshot};
use syn::parse::Parse;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprMethodCall, ImplItem, Item, ItemImpl, Path};
use tests::{DocumentFile, fixtures};

use SourcePart::{Calls, Client, Examples, Requests, Root, Scaffold, Types, Webhooks};

/// A part of the sources of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SourcePart {
    /// The module's documentation, the document's metadata for the runtime, and the error bodies.
    Root,
    /// The client and its builder.
    Client,
    /// The arguments of an operation, and the methods that create a call and set its parameters and fields.
    Calls,
    /// The traits that the runtime uses: the request of an operation, its response, its pages and so on.
    Requests,
    /// The types of the document's schemas.
    Types,
    /// The examples of the types.
    Examples,
    /// The payloads of webhooks and callbacks, and the function that reads them.
    Webhooks,
    /// Module lists, imports and marker traits.
    Scaffold,
}

/// The parts that each fixture is about.
const FIXTURES: &[(&str, &[SourcePart])] = &[
    ("all_of", &[Types]),
    ("answers", &[Requests, Types]),
    ("batches", &[Calls, Requests, Types]),
    ("bidi", &[Calls]),
    ("binary", &[Requests]),
    ("bodies", &[Calls, Requests]),
    ("closed_enum", &[Types]),
    ("constraints", &[Requests, Types]),
    ("defaults", &[Calls, Types]),
    ("deprecated", &[Root, Calls, Types]),
    ("descriptions", &[Root, Calls, Types]),
    ("direct_recursion", &[Types]),
    ("enums", &[Requests, Types]),
    ("errors", &[Root, Requests]),
    ("examples", &[Examples]),
    ("files", &[Root, Calls, Types]),
    ("formats", &[Calls, Types]),
    ("fragments", &[Requests]),
    ("http_methods", &[Calls, Requests]),
    ("inline", &[Types]),
    ("integer_enum", &[Types]),
    ("item_names", &[Calls, Requests, Types]),
    ("jobs", &[Requests]),
    ("keywords", &[Calls, Types]),
    ("limits", &[Requests, Types]),
    ("lists", &[Requests]),
    ("maps", &[Calls, Types]),
    ("media_types", &[Calls, Requests]),
    ("method_names", &[Root, Client, Calls, Requests, Types]),
    ("multipart", &[Calls, Requests, Types]),
    ("json_schema", &[Calls, Types]),
    ("names", &[Calls, Requests, Types, Scaffold]),
    (
        "no_security",
        &[Root, Client, Calls, Requests, Types, Scaffold],
    ),
    ("nullable", &[Calls, Types]),
    ("parts", &[Root, Client, Examples, Scaffold]),
    ("passwords", &[Calls, Requests, Types]),
    ("one_of", &[Types]),
    ("open_enum", &[Types]),
    ("open_object", &[Calls, Types]),
    ("optional_body", &[Calls, Requests]),
    ("pages", &[Calls, Requests]),
    ("parameters", &[Calls, Requests]),
    ("query_strings", &[Calls, Requests]),
    ("rate_limits", &[Root, Requests]),
    ("recursion", &[Types]),
    ("renamed", &[Root, Client, Types]),
    ("retries", &[Requests]),
    ("security", &[Root, Client, Requests]),
    ("servers", &[Root, Client]),
    ("shared_types", &[Root, Calls, Types, Examples]),
    ("styles", &[Requests]),
    ("subtypes", &[Types]),
    ("successes", &[Requests, Types]),
    ("union_bodies", &[Types]),
    ("webhooks", &[Types, Webhooks]),
    ("webhooks_only", &[Client]),
];

fn generate(document: &DocumentFile) -> Module {
    let source = Source {
        name: &document.name,
        text: &document.text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        ..Options::default()
    };
    generate_in(&source, &OnDisk::of(&document.path()), &options).unwrap_or_else(|diagnostics| {
        let diagnostics = diagnostics.render(Format::Text, ColorChoice::Never);
        panic!("{} was rejected:\n{diagnostics}", document.name)
    })
}

/// Adjacent items of a file, and the part that they belong to.
struct Piece<'a> {
    part: SourcePart,
    text: &'a str,
    file: syn::File,
}

impl<'a> Piece<'a> {
    fn new(path: &str, text: &'a str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}:\n{text}"));
        let part = part(path, &file);
        Self { part, text, file }
    }
}

/// Returns the pieces of a file without its first line, which is the same in every file.
fn pieces(file: &File) -> Vec<Piece<'_>> {
    let (_, text) = file.text.split_once('\n').unwrap_or_default();
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        // A blank line inside an item is followed by an indented line.
        let mut gaps = rest.match_indices("\n\n").map(|(at, _)| at);
        let end = gaps.find(|at| !rest[at + 2..].starts_with(' '));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(Piece::new(&file.path, piece));
        rest = after.trim_start();
    }
    pieces
}

/// Returns the part that the items of a file belong to.
fn part(path: &str, file: &syn::File) -> SourcePart {
    let names: Vec<_> = path.split('/').skip(1).collect();
    match names[..] {
        [_] => Root,
        [_, "client.rs"] => Client,
        [_, "examples.rs"] => Examples,
        [_, "webhooks.rs"] => Webhooks,
        [_, _] => Scaffold,
        _ if file.items.iter().all(is_scaffold) => Scaffold,
        [_, "types", ..] => Types,
        _ if file.items.iter().any(implements_a_trait) => Requests,
        _ => Calls,
    }
}

fn is_scaffold(item: &Item) -> bool {
    match item {
        Item::Use(_) => true,
        Item::Impl(item) => trait_name(item).is_some_and(|name| name == "Sealed"),
        _ => false,
    }
}

fn implements_a_trait(item: &Item) -> bool {
    matches!(item, Item::Impl(item) if item.trait_.is_some())
}

fn trait_name(item: &ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    names(path).pop()
}

fn names(path: &Path) -> Vec<String> {
    let segments = path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}

/// Returns the text of all pieces that belong to `parts`, with the path of each file as a heading.
fn show(files: &[File], parts: &[SourcePart]) -> String {
    let mut text = String::new();
    for file in files {
        let mut pieces = pieces(file);
        pieces.retain(|piece| parts.contains(&piece.part));
        if !pieces.is_empty() {
            text.push_str(&format!("// ======== {}\n\n", file.path));
        }
        for piece in pieces {
            text.push_str(&format!("{}\n\n", piece.text));
        }
    }
    text
}

/// The constructs in a source that come from the generator and not from the document: paths of other crates and of the
/// runtime, functions of traits, method calls, and attributes.
#[derive(Default)]
struct Constructs(BTreeSet<String>);

impl<'ast> Visit<'ast> for Constructs {
    fn visit_path(&mut self, path: &'ast Path) {
        let names = names(path);
        let is_module = names[0].starts_with(char::is_lowercase);
        let is_of_the_crate = ["crate", "self", "super", "types"].contains(&names[0].as_str());
        if names.len() > 1 && is_module && !is_of_the_crate {
            self.0.insert(names.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let Some(name) = trait_name(item) {
            for item in &item.items {
                if let ImplItem::Fn(function) = item {
                    self.0.insert(format!("{name}.{}", function.sig.ident));
                }
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        // The names of methods in the same `impl` come from the document.
        if !matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self")) {
            self.0.insert(format!(".{}()", call.method));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let _ = attribute.parse_nested_meta(|meta| {
            let (name, argument) = (names(attribute.path()), names(&meta.path));
            self.0
                .insert(format!("#[{}({})]", name.concat(), argument.concat()));
            // The values come from the document.
            let _ = meta.value().and_then(Expr::parse);
            Ok(())
        });
        visit::visit_attribute(self, attribute);
    }
}

/// Returns the fixtures, each with the parts that it is about.
fn fixtures_with_parts() -> Vec<(DocumentFile, &'static [SourcePart])> {
    let fixtures = fixtures().unwrap().into_iter();
    fixtures
        .map(|fixture| {
            let module = codegen::module_name(&fixture.name);
            let row = FIXTURES.iter().find(|(name, _)| *name == module);
            let (_, parts) = row
                .unwrap_or_else(|| panic!("{module} is missing in FIXTURES in tests/fixtures.rs"));
            (fixture, *parts)
        })
        .collect()
}

#[test]
fn every_entry_of_fixtures_has_a_document() {
    let fixtures = fixtures().unwrap();
    let modules = fixtures.iter().map(|it| codegen::module_name(&it.name));
    let modules: BTreeSet<_> = modules.collect();
    let names = FIXTURES.iter().map(|(name, _)| *name);
    let missing: Vec<_> = names.filter(|name| !modules.contains(*name)).collect();
    assert!(
        missing.is_empty(),
        "FIXTURES has {missing:?}, which do not exist"
    );
}

#[test]
fn the_sources_of_each_fixture_match_its_snapshot() {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    let _bound = settings.bind_to_scope();
    let mut changed = Vec::new();
    for (document, parts) in fixtures_with_parts() {
        let check = || {
            let module = generate(&document);
            let warnings = module.warnings.render(Format::Text, ColorChoice::Never);
            let text = warnings + &show(&module.files, parts);
            assert_snapshot!(format!("source-{}", module.name), text);
        };
        if catch_unwind(check).is_err() {
            changed.push(document.name);
        }
    }
    assert!(
        changed.is_empty(),
        "the generated sources of {changed:?} have changed: \
         `INSTA_UPDATE=always cargo test -p tests --test fixtures` accepts the changes"
    );
}

#[test]
fn every_construct_is_in_a_snapshot() {
    let (mut shown, mut omitted) = (Constructs::default(), Constructs::default());
    for (document, parts) in fixtures_with_parts() {
        for file in &generate(&document).files {
            for piece in pieces(file) {
                let constructs = if parts.contains(&piece.part) {
                    &mut shown
                } else {
                    &mut omitted
                };
                constructs.visit_file(&piece.file);
            }
        }
    }
    let missing: Vec<_> = omitted.0.difference(&shown.0).collect();
    assert!(missing.is_empty(), "no snapshot contains {missing:#?}");
}

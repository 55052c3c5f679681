//! What the generator writes for the fixtures, made for a reviewer's eyes: of each, the warnings and the part of the
//! sources that the fixture is about. The package `shapes` compiles all of them.
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
use tests::{Document, fixtures};

use Part::{Calls, Client, Requests, Root, Scaffold, Types};

/// A part of a module's sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The module's documentation, what the runtime knows of the document, and the bodies of errors.
    Root,
    /// The client, and the settings of its builder.
    Client,
    /// An operation's arguments, and the methods that start a call and set its values.
    Calls,
    /// What the runtime asks of an operation: its request, its answers, its pages and so on.
    Requests,
    /// The types of the document's schemas.
    Types,
    /// Lists of modules, imports and markers.
    Scaffold,
}

/// What each fixture is about.
const FIXTURES: &[(&str, &[Part])] = &[
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
    ("files", &[Root, Calls, Types]),
    ("formats", &[Calls, Types]),
    ("fragments", &[Requests]),
    ("inline", &[Types]),
    ("integer_enum", &[Types]),
    ("jobs", &[Requests]),
    ("keywords", &[Calls, Types]),
    ("limits", &[Requests, Types]),
    ("lists", &[Requests]),
    ("maps", &[Calls, Types]),
    ("media_types", &[Calls, Requests]),
    ("method_names", &[Root, Client, Calls, Requests, Types]),
    ("multipart", &[Calls, Requests, Types]),
    ("names", &[Calls, Requests, Types, Scaffold]),
    (
        "no_security",
        &[Root, Client, Calls, Requests, Types, Scaffold],
    ),
    ("nullable", &[Calls, Types]),
    ("one_of", &[Types]),
    ("open_enum", &[Types]),
    ("open_object", &[Calls, Types]),
    ("optional_body", &[Calls, Requests]),
    ("pages", &[Calls, Requests]),
    ("parameters", &[Calls, Requests]),
    ("rate_limits", &[Root, Requests]),
    ("recursion", &[Types]),
    ("renamed", &[Root, Client, Types]),
    ("retries", &[Requests]),
    ("security", &[Root, Client, Requests]),
    ("servers", &[Root, Client]),
    ("styles", &[Requests]),
    ("successes", &[Requests, Types]),
];

fn generate(document: &Document) -> Module {
    let source = Source {
        name: &document.name,
        text: &document.text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        ..Options::default()
    };
    generate_in(&source, &OnDisk::of(&document.path()), &options).unwrap_or_else(|found| {
        let found = found.render(Format::Text, ColorChoice::Never);
        panic!("{} is rejected:\n{found}", document.name)
    })
}

/// Some items of a file that stand together, and the part that they belong to.
struct Piece<'a> {
    part: Part,
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

/// The pieces of a file, whose first line is the same in every file.
fn pieces(file: &File) -> Vec<Piece<'_>> {
    let (_, text) = file.text.split_once('\n').unwrap_or_default();
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        // Blank lines within an item are followed by an indented line.
        let mut gaps = rest.match_indices("\n\n").map(|(at, _)| at);
        let end = gaps.find(|at| !rest[at + 2..].starts_with(' '));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(Piece::new(&file.path, piece));
        rest = after.trim_start();
    }
    pieces
}

/// The part that these items of the file at `path` belong to.
fn part(path: &str, file: &syn::File) -> Part {
    let names: Vec<_> = path.split('/').skip(1).collect();
    match names[..] {
        [_] => Root,
        [_, "client.rs"] => Client,
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

/// The pieces of these parts, one after another, those of a file under its path.
fn show(files: &[File], parts: &[Part]) -> String {
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

/// What the generator has of its own in a source: the paths of other crates and of the runtime, the functions that
/// traits ask for, the methods that are called, and the attributes.
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
        // A method of the same `impl` is named by the document.
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
            // The values are the document's.
            let _ = meta.value().and_then(Expr::parse);
            Ok(())
        });
        visit::visit_attribute(self, attribute);
    }
}

/// The fixtures, each with what it is about.
fn fixtures_with_parts() -> Vec<(Document, &'static [Part])> {
    let fixtures = fixtures().unwrap().into_iter();
    fixtures
        .map(|fixture| {
            let module = codegen::module_name(&fixture.name);
            let row = FIXTURES.iter().find(|(name, _)| *name == module);
            let (_, parts) = row.unwrap_or_else(|| panic!("FIXTURES does not have {module}"));
            (fixture, *parts)
        })
        .collect()
}

#[test]
fn what_is_said_of_a_fixture_is_of_one_that_is_there() {
    let fixtures = fixtures().unwrap();
    let modules = fixtures.iter().map(|it| codegen::module_name(&it.name));
    let modules: BTreeSet<_> = modules.collect();
    let names = FIXTURES.iter().map(|(name, _)| *name);
    let gone: Vec<_> = names.filter(|name| !modules.contains(*name)).collect();
    assert!(gone.is_empty(), "FIXTURES has {gone:?}, which are gone");
}

#[test]
fn the_part_of_each_source_that_its_fixture_is_about() {
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
        "what is generated has changed for {changed:?}: \
         `INSTA_UPDATE=always cargo test -p tests --test fixtures` accepts it"
    );
}

#[test]
fn what_one_snapshot_leaves_out_is_in_another() {
    let (mut shown, mut left_out) = (Constructs::default(), Constructs::default());
    for (document, parts) in fixtures_with_parts() {
        for file in &generate(&document).files {
            for piece in pieces(file) {
                let constructs = if parts.contains(&piece.part) {
                    &mut shown
                } else {
                    &mut left_out
                };
                constructs.visit_file(&piece.file);
            }
        }
    }
    let missing: Vec<_> = left_out.0.difference(&shown.0).collect();
    assert!(missing.is_empty(), "{missing:#?} are in no snapshot");
}

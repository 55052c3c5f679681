//! What the printed code uses of the runtime's module `internal`, and what that module has.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, UseTree};

use crate::File;

/// The items of `internal` that the files mention, such as `path::encode`, and the called methods of `Check`, such as
/// `check.minimum`.
pub(super) fn used(files: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files {
        let tokens = file.text.parse().expect("the file is Rust");
        add_uses(tokens, &mut found);
    }
    found
}

fn add_uses(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let after: Vec<_> = tokens[index + 1..].iter().take(6).collect();
        let texts: Vec<_> = after.iter().map(ToString::to_string).collect();
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        match (token.to_string().as_str(), &after[..]) {
            ("internal", [_, _, TokenTree::Ident(_), ..]) if texts[..2] == [":", ":"] => {
                let is_module = texts[2].starts_with(|c: char| c.is_ascii_lowercase())
                    && texts.get(3..5) == Some(&[":", ":"]);
                let member = texts.get(5).filter(|_| is_module);
                found.insert(match member {
                    Some(member) => format!("{}::{member}", texts[2]),
                    None => texts[2].to_owned(),
                });
            }
            ("check", [_, TokenTree::Ident(method), ..]) if texts[0] == "." => {
                found.insert(format!("check.{method}"));
            }
            _ => {}
        }
        if let TokenTree::Group(group) = token {
            add_uses(group.stream(), found);
        }
    }
}

/// The items of `internal` in the files of a crate, in the form of [`used`].
pub(super) fn provided(files: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files {
        let Some(path) = file.path.strip_prefix("src/runtime/") else {
            continue;
        };
        let module = path.trim_end_matches(".rs").rsplit('/').next();
        let module = module.unwrap_or_default();
        for item in syn::parse_file(&file.text).expect("the file is Rust").items {
            match item {
                Item::Use(item) if path == "internal.rs" => names(&item.tree, &mut found),
                Item::Fn(item) => drop(found.insert(format!("{module}::{}", item.sig.ident))),
                Item::Enum(item) => drop(found.insert(format!("{module}::{}", item.ident))),
                Item::Impl(item) if path.starts_with("checks/") => {
                    let methods = item.items.iter().filter_map(|it| match it {
                        ImplItem::Fn(it) => Some(format!("check.{}", it.sig.ident)),
                        _ => None,
                    });
                    found.extend(methods);
                }
                _ => {}
            }
        }
    }
    found
}

fn names(tree: &UseTree, found: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => names(&path.tree, found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| names(tree, found)),
        UseTree::Name(name) => drop(found.insert(name.ident.to_string())),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

//! Printing: from items to the text of a file.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Item, Token};

use crate::File;

/// Prints one generated file, with a line that says where it comes from.
pub(crate) fn print(path: String, file: syn::File, origin: &str) -> File {
    let mut text = format!("// @generated from {origin}. Do not edit.\n");
    let is_documented = !file.attrs.is_empty();
    if is_documented {
        text.push('\n');
        text.push_str(&unparse(file.attrs, Vec::new()));
    }
    let mut group = None;
    for item in file.items {
        let this = Group::of(&item);
        let follows_header = group.is_none() && !is_documented && this == Group::Uses;
        if !follows_header && (group != Some(this) || this == Group::Own) {
            text.push('\n');
        }
        group = Some(this);
        match table(&item) {
            Some(table) => text.push_str(&table),
            None if is_trait_impl(&item) => text.push_str(&unparse(Vec::new(), vec![item])),
            None => text.push_str(&space_out(&unparse(Vec::new(), vec![item]))),
        }
    }
    File { path, text }
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// What a trait asks for needs no air: its functions carry no documentation.
fn is_trait_impl(item: &Item) -> bool {
    matches!(item, Item::Impl(item) if item.trait_.is_some())
}

/// A macro over a table, one row a line: prettyplease leaves the inside of a macro as it is.
fn table(item: &Item) -> Option<String> {
    let Item::Macro(item) = item else { return None };
    let mut tokens = item.mac.tokens.clone().into_iter();
    let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(rows)), None) =
        (tokens.next(), tokens.next(), tokens.next())
    else {
        return None;
    };
    let rows = value_rows(rows.stream()).or_else(|| function_rows(&rows.stream()))?;
    let path = item.mac.path.to_token_stream().to_string().replace(' ', "");
    Some(format!("{path}!({name} {{\n{rows}}});\n"))
}

/// `Opened = "OPENED", Closed = "CLOSED"`
fn value_rows(rows: TokenStream) -> Option<String> {
    let rows = Punctuated::<syn::Expr, Token![,]>::parse_terminated
        .parse2(rows)
        .ok()?;
    Some(
        rows.iter()
            .map(|row| format!("    {},\n", row.to_token_stream()))
            .collect(),
    )
}

/// Functions without bodies, which is what a trait holds.
fn function_rows(rows: &TokenStream) -> Option<String> {
    let holder: Item = syn::parse2(quote!(trait Rows { #rows })).ok()?;
    let text = unparse(Vec::new(), vec![holder]);
    Some(
        text.strip_prefix("trait Rows {\n")?
            .strip_suffix("}\n")?
            .to_owned(),
    )
}

/// Which items stand together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Modules,
    Uses,
    Own,
}

impl Group {
    fn of(item: &Item) -> Self {
        match item {
            Item::Mod(_) => Self::Modules,
            Item::Use(_) => Self::Uses,
            _ => Self::Own,
        }
    }
}

/// Sets the functions of an `impl` apart.
fn space_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
    out
}

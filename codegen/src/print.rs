//! Printing: from items to the text of a file.

use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Item, Token};

use crate::File;
use crate::api::Api;
use crate::guard;
use crate::surface::{Imports, SurfaceFile};

/// How many operations and types are printed in less time than it takes to make text of tokens, and tokens of it, for
/// a second thread.
const FEW: usize = 24;

/// How many files may wait for the second thread.
const WAITING: usize = 2;

/// Prints the files that `write` emits, ordered by path.
///
/// It takes longer to print a file than to write it, so a second thread prints with this one. Tokens stay in their
/// thread: what the second one has time for is given to it as text.
pub(crate) fn files(
    api: &Api,
    origin: &str,
    write: impl FnOnce(&mut dyn FnMut(SurfaceFile)),
) -> Vec<File> {
    let (sender, receiver) = mpsc::channel::<TextFile>();
    let receiver = Mutex::new(receiver);
    let waiting = AtomicUsize::new(0);
    let print = |file: SurfaceFile| {
        let path = format!("src/{}", file.path);
        self::print(path, file.parse(api), origin)
    };
    let print_waiting = || {
        let next = || {
            let file = receiver.lock().ok()?.recv().ok()?;
            waiting.fetch_sub(1, Ordering::Relaxed);
            Some(print(file.into()))
        };
        iter::from_fn(next).collect::<Vec<_>>()
    };
    let is_small = api.operations.len() + api.schemas.len() < FEW;
    let print_own = || {
        let mut own = Vec::new();
        let sender = sender;
        write(&mut |file| {
            if !is_small && waiting.load(Ordering::Relaxed) < WAITING {
                waiting.fetch_add(1, Ordering::Relaxed);
                sender
                    .send(file.into())
                    .expect("the receiver is there until all is sent");
            } else {
                own.push(print(file));
            }
        });
        own
    };
    let (mut files, theirs) = if is_small {
        (print_own(), Vec::new())
    } else {
        let (theirs, own) = guard::beside(print_waiting, print_own);
        (own, theirs)
    };
    files.extend(theirs);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A file that can go from one thread to another.
struct TextFile {
    path: String,
    items: String,
    imports: Imports,
}

impl From<SurfaceFile> for TextFile {
    fn from(file: SurfaceFile) -> Self {
        Self {
            path: file.path,
            items: file.items.to_string(),
            imports: file.imports,
        }
    }
}

impl From<TextFile> for SurfaceFile {
    fn from(file: TextFile) -> Self {
        Self {
            path: file.path,
            items: file.items.parse().expect("tokens as text are tokens"),
            imports: file.imports,
        }
    }
}

/// Prints one generated file, with a line that says where it comes from.
fn print(path: String, file: syn::File, origin: &str) -> File {
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

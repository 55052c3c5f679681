//! Prints Rust items as the text of a file.

use quote::quote;
use syn::{Attribute, Item};

use crate::emit::{Piece, Rows, SourceFile, Table};
use crate::file::File;

/// Prints a source file. Its first line names `origin`.
pub(crate) fn print(file: SourceFile, origin: &str) -> File {
    let mut printer = Printer {
        text: format!("// @generated from {origin}. Do not edit.\n"),
        group: None,
        is_documented: false,
    };
    for piece in file.pieces {
        match piece {
            Piece::Items(items) => {
                let items: syn::File = syn::parse2(items).expect("emitters produce Rust items");
                printer.items(items);
            }
            Piece::Table(table) => printer.table(table),
        }
    }
    File {
        path: format!("src/{}", file.path),
        text: printer.text,
    }
}

struct Printer {
    text: String,
    /// The group of the last printed item.
    group: Option<Group>,
    /// Whether the file starts with documentation.
    is_documented: bool,
}

impl Printer {
    fn items(&mut self, file: syn::File) {
        if !file.attrs.is_empty() {
            self.is_documented = true;
            self.text.push('\n');
            self.text.push_str(&unparse(file.attrs, Vec::new()));
        }
        for item in file.items {
            self.space(Group::of(&item));
            // The functions of a trait implementation have no documentation, and stand without blank lines.
            let is_trait_impl = matches!(&item, Item::Impl(item) if item.trait_.is_some());
            let text = unparse(Vec::new(), vec![item]);
            if is_trait_impl {
                self.text.push_str(&text);
            } else {
                space_out(&text, &mut self.text);
            }
        }
    }

    /// Prints a table with one row per line. prettyplease does not format the arguments of a macro.
    fn table(&mut self, table: Table) {
        self.space(Group::Own);
        let Table {
            path,
            name,
            rows,
            suffix,
        } = table;
        let rows = match rows {
            Rows::Values(rows) => rows.iter().map(|row| format!("    {row},\n")).collect(),
            Rows::Functions(rows) => functions(&rows),
        };
        self.text
            .push_str(&format!("{path}!({name} {{\n{rows}}}{suffix});\n"));
    }

    /// Prints a blank line unless the next item is in the same group as the last one.
    fn space(&mut self, group: Group) {
        let follows_header = self.group.is_none() && !self.is_documented && group == Group::Uses;
        if !follows_header && (self.group != Some(group) || group == Group::Own) {
            self.text.push('\n');
        }
        self.group = Some(group);
    }
}

/// Functions without bodies, printed as members of a trait.
fn functions(rows: &proc_macro2::TokenStream) -> String {
    let holder = syn::parse2(quote!(trait Rows { #rows })).expect("emitters produce functions");
    let text = unparse(Vec::new(), vec![holder]);
    let lines: Vec<_> = text.lines().collect();
    match &lines[..] {
        [_, functions @ .., _] => functions.iter().map(|line| format!("{line}\n")).collect(),
        _ => String::new(),
    }
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// A group of items without blank lines between them.
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

/// Appends `text` with blank lines between the functions of an `impl`.
fn space_out(text: &str, out: &mut String) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
}

//! Prints items from their tokens, like prettyplease, but without a syntax tree.
//!
//! Plain code is what fits on lines of its own: the fields of a struct, signatures, and short statements. That is most of
//! the code of a client. A function returns `None` for any other code, which prettyplease prints.

use std::fmt::Write;

use proc_macro2::Delimiter;

use super::broken;
use super::flat::{flat, split};
use super::tree::Tree;

/// The longest line of prettyplease.
pub(super) const WIDTH: usize = 89;

pub(super) const INDENT: usize = 4;

/// Removes the first item from `trees`, or the first member of an `impl`.
///
/// An item ends with a semicolon or a block. A block in a `use` or in a value is part of it.
pub(super) fn next_item(trees: &mut impl Iterator<Item = Tree>) -> Option<Vec<Tree>> {
    let mut item = Vec::new();
    for tree in trees {
        let is_value = || is_keyword(&item, &["use", "const", "static", "type"]);
        let ends = tree.is_punct(';') || (tree.is_group(Delimiter::Brace) && !is_value());
        item.push(tree);
        if ends {
            break;
        }
    }
    (!item.is_empty()).then_some(item)
}

/// The keyword of an item or a member, after its attributes and its visibility.
pub(super) fn keyword(item: &[Tree]) -> Option<&'static str> {
    const KEYWORDS: &[&str] = &[
        "const", "enum", "fn", "impl", "mod", "static", "struct", "type", "use",
    ];
    let mut idents = item.iter().filter_map(|tree| match tree {
        Tree::Ident(ident) if *ident != "pub" => Some(ident),
        _ => None,
    });
    let (first, second) = (idents.next()?, idents.next());
    if first == "const" && second.is_some_and(|second| second == "fn") {
        return Some("fn");
    }
    KEYWORDS.iter().copied().find(|name| first == name)
}

/// Whether the keyword of an item or a member is one of `names`.
fn is_keyword(item: &[Tree], names: &[&str]) -> bool {
    keyword(item).is_some_and(|keyword| names.contains(&keyword))
}

/// Whether an `impl` implements a trait.
pub(super) fn is_trait_impl(item: &[Tree]) -> bool {
    item.iter().any(|tree| tree.is_ident("for"))
}

/// Prints an item other than an `impl`.
pub(super) fn item(item: &[Tree], out: &mut String) -> Option<()> {
    let (attributes, rest) = split_attributes(item);
    self::attributes(attributes, 0, out)?;
    match rest {
        [head @ .., Tree::Group(Delimiter::Brace, contents)]
            if is_keyword(rest, &["struct", "enum"]) =>
        {
            if contents.is_empty() {
                return line(head, 0, " {}", out);
            }
            line(head, 0, " {", out)?;
            for member in split(contents) {
                let (attributes, member) = split_attributes(member);
                self::attributes(attributes, INDENT, out)?;
                broken::list_item(member, INDENT, ",", out)?;
            }
            out.push_str("}\n");
            Some(())
        }
        // prettyplease may print the attribute and the item on one line.
        _ if !attributes.iter().all(is_doc_or_hash) => None,
        [head @ .., end] if end.is_punct(';') && is_keyword(rest, &["use", "mod", "type"]) => {
            line(head, 0, ";", out)
        }
        _ => None,
    }
}

fn is_doc_or_hash(tree: &Tree) -> bool {
    match tree {
        Tree::Group(_, contents) => contents.first().is_some_and(|it| it.is_ident("doc")),
        _ => true,
    }
}

/// Prints the start of an `impl` up to its brace, and the closing brace if it is empty.
pub(super) fn impl_head(head: &[Tree], is_empty: bool, out: &mut String) -> Option<()> {
    let (attributes, head) = split_attributes(head);
    self::attributes(attributes, 0, out)?;
    attempt(out, |out| line(head, 0, " {", out))
        .or_else(|| attempt(out, |out| trait_and_type(head, out)))?;
    if is_empty {
        // The closing brace may exceed the width.
        out.truncate(out.trim_end_matches('\n').len());
        out.push_str("}\n");
    }
    Some(())
}

/// Prints the trait and the type of an `impl` without generics, each on its own line.
fn trait_and_type(head: &[Tree], out: &mut String) -> Option<()> {
    let target = head.iter().position(|tree| tree.is_ident("for"))?;
    let (head, target) = head.split_at(target);
    if head.get(1)?.is_punct('<') {
        return None;
    }
    line(head, 0, "", out)?;
    line(target, 0, " {", out)
}

/// Prints a member of an `impl` or a trait, except for the body of a function.
pub(super) fn member(member: &[Tree], out: &mut String) -> Option<()> {
    let (attributes, rest) = split_attributes(member);
    self::attributes(attributes, INDENT, out)?;
    match (keyword(rest)?, rest) {
        ("fn", [head @ .., Tree::Group(Delimiter::Brace, body)]) => {
            signature(head, if body.is_empty() { " {}" } else { " {" }, out)
        }
        (keyword, [head @ .., end]) if end.is_punct(';') => match keyword {
            "fn" => signature(head, ";", out),
            "type" => line(head, INDENT, ";", out),
            "const" => attempt(out, |out| line(head, INDENT, ";", out))
                .or_else(|| attempt(out, |out| called_constant(head, out))),
            _ => None,
        },
        _ => None,
    }
}

/// Undoes what `print` has printed if it returns `None`.
pub(super) fn attempt(
    out: &mut String,
    print: impl FnOnce(&mut String) -> Option<()>,
) -> Option<()> {
    let start = out.len();
    let printed = print(out);
    if printed.is_none() {
        out.truncate(start);
    }
    printed
}

/// Prints a signature on one line, or with each argument on its own line.
fn signature(head: &[Tree], end: &str, out: &mut String) -> Option<()> {
    if attempt(out, |out| line(head, INDENT, end, out)).is_some() {
        return Some(());
    }
    let function = head.iter().position(|tree| tree.is_ident("fn"))?;
    let (before, after) = head.split_at_checked(function + 2)?;
    let [Tree::Group(Delimiter::Parenthesis, arguments), output @ ..] = after else {
        return None;
    };
    arguments_on_lines(before, arguments, INDENT, out)?;
    let start = out.len();
    out.push_str("    )");
    if !output.is_empty() {
        flat(output, out)?;
    }
    end_line(start, end, out)
}

/// Prints a constant whose value is a call, with each argument on its own line.
fn called_constant(head: &[Tree], out: &mut String) -> Option<()> {
    let [before @ .., Tree::Group(Delimiter::Parenthesis, arguments)] = head else {
        return None;
    };
    let is_path = |tree: &Tree| !matches!(tree, Tree::Group(..)) && !tree.is_punct('.');
    if !before.iter().all(is_path) {
        return None;
    }
    arguments_on_lines(before, arguments, INDENT, out)?;
    out.push_str("    );\n");
    Some(())
}

/// Prints `before(`, and each argument on its own line.
pub(super) fn arguments_on_lines(
    before: &[Tree],
    arguments: &[Tree],
    indent: usize,
    out: &mut String,
) -> Option<()> {
    line(before, indent, "(", out)?;
    broken::list(arguments, indent + INDENT, out)?;
    (!arguments.is_empty()).then_some(())
}

/// Removes the first statement of a function from `trees`, up to its semicolon.
pub(super) fn next_statement(trees: &mut impl Iterator<Item = Tree>) -> Option<Vec<Tree>> {
    let mut statement = Vec::new();
    for tree in trees {
        let ends = tree.is_punct(';');
        statement.push(tree);
        if ends {
            break;
        }
    }
    (!statement.is_empty()).then_some(statement)
}

/// Prints a statement of a function in an `impl`.
pub(super) fn statement(statement: &[Tree], out: &mut String) -> Option<()> {
    let (statement, end) = match statement {
        [statement @ .., last] if last.is_punct(';') => (statement, ";"),
        tail => (tail, ""),
    };
    let first = statement.first()?;
    if first.is_ident("for") {
        return None;
    }
    if first.is_ident("match") && end.is_empty() {
        return broken::match_(statement, 2 * INDENT, out);
    }
    attempt(out, |out| line(statement, 2 * INDENT, end, out))
        .or_else(|| attempt(out, |out| struct_on_lines(statement, end, out)))
        .or_else(|| {
            attempt(out, |out| {
                broken::let_format(statement, 2 * INDENT, end, out)
            })
        })
        .or_else(|| broken::expression(statement, 2 * INDENT, end, out))
}

/// Prints a statement that ends with a struct expression, with each field on its own line.
fn struct_on_lines(statement: &[Tree], end: &str, out: &mut String) -> Option<()> {
    let [before @ .., Tree::Group(Delimiter::Brace, fields)] = statement else {
        return None;
    };
    let is_path = |tree: &Tree| !matches!(tree, Tree::Group(..));
    if fields.is_empty() || !before.iter().all(is_path) {
        return None;
    }
    line(before, 2 * INDENT, " {", out)?;
    for field in split(fields) {
        line(field, 3 * INDENT, ",", out)?;
    }
    out.push_str("        }");
    out.push_str(end);
    out.push('\n');
    Some(())
}

/// Splits the attributes from the start of an item.
fn split_attributes(item: &[Tree]) -> (&[Tree], &[Tree]) {
    let pairs = item.chunks_exact(2);
    let attributes = pairs.take_while(|pair| pair[0].is_punct('#'));
    item.split_at(2 * attributes.count())
}

/// Prints attributes, each on its own line.
fn attributes(attributes: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    for attribute in attributes {
        let Tree::Group(Delimiter::Bracket, contents) = attribute else {
            continue;
        };
        match &contents[..] {
            [name, equals, Tree::Literal(text)] if name.is_ident("doc") && equals.is_punct('=') => {
                start_line(indent, out);
                out.push_str("///");
                doc(&text.to_string(), out)?;
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
            _ => attempt(out, |out| self::attribute(contents, indent, out))
                .or_else(|| attempt(out, |out| attribute_on_lines(contents, indent, out)))?,
        }
    }
    Some(())
}

fn attribute(contents: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    let start = start_line(indent, out);
    out.push_str("#[");
    flat(contents, out)?;
    end_line(start, "]", out)
}

/// Prints an attribute with each argument on its own line.
fn attribute_on_lines(contents: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    let [
        Tree::Ident(name),
        Tree::Group(Delimiter::Parenthesis, arguments),
    ] = contents
    else {
        return None;
    };
    // A final comma would stay.
    if arguments.last()?.is_punct(',') {
        return None;
    }
    start_line(indent, out);
    writeln!(out, "#[{name}(").ok()?;
    let arguments = split(arguments);
    for (index, argument) in arguments.iter().enumerate() {
        let is_last = index + 1 == arguments.len();
        line(
            argument,
            indent + INDENT,
            if is_last { "" } else { "," },
            out,
        )?;
    }
    start_line(indent, out);
    out.push_str(")]\n");
    Some(())
}

/// Prints the text of a string literal that is a line of documentation.
fn doc(literal: &str, out: &mut String) -> Option<()> {
    let start = out.len();
    let plain = literal.strip_prefix('"')?.strip_suffix('"')?;
    if plain.contains('\\') {
        let literal: syn::LitStr = syn::parse_str(literal).ok()?;
        out.push_str(&literal.value());
    } else {
        out.push_str(plain);
    }
    let text = &out[start..];
    (!text.contains('\n') && !text.starts_with('/')).then_some(())
}

pub(super) fn start_line(indent: usize, out: &mut String) -> usize {
    let start = out.len();
    out.extend(std::iter::repeat_n(' ', indent));
    start
}

/// Ends the line that begins at `start`, unless it is too long.
pub(super) fn end_line(start: usize, end: &str, out: &mut String) -> Option<()> {
    out.push_str(end);
    let is_short = out.len() - start <= WIDTH;
    out.push('\n');
    is_short.then_some(())
}

/// Prints tokens on one line.
pub(super) fn line(trees: &[Tree], indent: usize, end: &str, out: &mut String) -> Option<()> {
    let start = start_line(indent, out);
    flat(trees, out)?;
    end_line(start, end, out)
}

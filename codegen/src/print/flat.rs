//! Prints tokens on one line.

use std::fmt::Write;

use proc_macro2::Delimiter;

use super::tree::Tree;

/// The longest struct expression that prettyplease prints on one line, without its closing brace.
const STRUCT_WIDTH: usize = 34;

/// What precedes a token on its line.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, or a token that the next one follows without a space.
    Open,
    /// A token that a space follows, before an operand.
    Gap,
    /// A name, a literal or a keyword.
    Word,
    Lifetime,
    /// The end of a group.
    Close,
}

impl Before {
    /// Whether an operand follows, so that `&` is a reference.
    fn is_operand_next(self) -> bool {
        matches!(self, Self::Open | Self::Gap)
    }
}

/// Keywords that an operand follows.
const BEFORE_OPERAND: &[&str] = &["as", "for", "in", "let", "mut", "return"];

/// Keywords of code that is not plain.
const NOT_PLAIN: &[&str] = &[
    "async", "else", "if", "loop", "match", "move", "unsafe", "where", "while",
];

/// Prints tokens without line breaks.
pub(super) fn flat(trees: &[Tree], out: &mut String) -> Option<()> {
    let mut is_pattern = trees.first().is_some_and(|it| it.is_ident("let"));
    let mut before = Before::Open;
    let mut rest = trees;
    while let [tree, after @ ..] = rest {
        rest = after;
        if before == Before::Gap || (before != Before::Open && is_word(tree)) {
            out.push(' ');
        }
        before = match tree {
            Tree::Ident(ident) => {
                let is_lifetime = out.ends_with('\'');
                let start = out.len();
                write!(out, "{ident}").ok()?;
                match &out[start..] {
                    _ if is_lifetime => Before::Lifetime,
                    name if NOT_PLAIN.contains(&name) => return None,
                    name if BEFORE_OPERAND.contains(&name) => Before::Gap,
                    _ => Before::Word,
                }
            }
            Tree::Literal(literal) => {
                write!(out, "{literal}").ok()?;
                Before::Word
            }
            Tree::Punct(punct) => {
                is_pattern &= punct.as_char() != '=';
                let joined = after.first().filter(|_| tree.is_joint());
                let second = match joined {
                    Some(Tree::Punct(second)) => Some(second.as_char()),
                    _ => None,
                };
                let (next, count) = self::punct(punct.as_char(), second, before, after, out)?;
                rest = &after[count..];
                next
            }
            Tree::Group(Delimiter::Brace, contents) => {
                braces(contents, before, is_pattern, out)?;
                Before::Close
            }
            Tree::Group(delimiter, contents) => {
                let (open, close) = match delimiter {
                    _ if before == Before::Lifetime => return None,
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    _ => return None,
                };
                out.push(open);
                let items = split(contents);
                // The comma of a tuple of one value stays, unlike that of an argument.
                if items.len() == 1 && contents.last().is_some_and(|it| it.is_punct(',')) {
                    return None;
                }
                list(&items, out)?;
                out.push(close);
                Before::Close
            }
        };
    }
    Some(())
}

fn is_word(tree: &Tree) -> bool {
    match tree {
        Tree::Ident(_) | Tree::Literal(_) => true,
        Tree::Punct(punct) => punct.as_char() == '\'',
        Tree::Group(..) => false,
    }
}

/// Prints a punctuation character, together with the `second` one that is joined with it. Returns what precedes the next
/// token, and the number of further tokens that were printed.
fn punct(
    first: char,
    second: Option<char>,
    before: Before,
    after: &[Tree],
    out: &mut String,
) -> Option<(Before, usize)> {
    let next = match (first, second) {
        (':', Some(':')) => {
            out.push_str("::");
            return Some((Before::Open, 1));
        }
        ('-' | '=', Some('>')) => {
            out.push_str(if first == '-' { " ->" } else { " =>" });
            return Some((Before::Gap, 1));
        }
        // A comma before the end of generic arguments is left out.
        (',', _) if after.first()?.is_punct('>') => before,
        (',' | ':' | ';', _) => {
            out.push(first);
            Before::Gap
        }
        ('=' | '+', None | Some('&' | '\'' | '<')) => {
            out.push(' ');
            out.push(first);
            Before::Gap
        }
        ('.', None) | ('\'' | '<', _) => {
            out.push(first);
            Before::Open
        }
        ('&', None | Some('\'')) if before.is_operand_next() => {
            out.push('&');
            Before::Open
        }
        ('>', _) => {
            out.push('>');
            Before::Close
        }
        ('?', _) if !before.is_operand_next() => {
            out.push('?');
            Before::Close
        }
        ('!', _) if before == Before::Word && is_macro_of_plain_arguments(after) => {
            out.push('!');
            Before::Word
        }
        _ => return None,
    };
    Some((next, 0))
}

/// Whether the arguments of a macro, which follow its name and `!`, are printed like those of a function.
fn is_macro_of_plain_arguments(after: &[Tree]) -> bool {
    let Some(Tree::Group(Delimiter::Parenthesis, arguments)) = after.first() else {
        return false;
    };
    is_plain_list(arguments) && !arguments.last().is_some_and(|it| it.is_punct(','))
}

/// Whether a list consists of literals, names and calls.
fn is_plain_list(list: &[Tree]) -> bool {
    list.iter().all(|tree| match tree {
        Tree::Ident(_) | Tree::Literal(_) => true,
        Tree::Punct(punct) => matches!(punct.as_char(), ',' | '.' | ':'),
        Tree::Group(delimiter, contents) => {
            *delimiter == Delimiter::Parenthesis && is_plain_list(contents)
        }
    })
}

/// Prints items of a `use`, the fields of a struct pattern, or a short struct expression.
fn braces(contents: &[Tree], before: Before, is_pattern: bool, out: &mut String) -> Option<()> {
    let items = split(contents);
    match before {
        Before::Open if items.len() > 1 => {
            out.push('{');
            list(&items, out)?;
            out.push('}');
            Some(())
        }
        Before::Word => {
            let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            let start = out.trim_end_matches(is_path).len();
            out.push_str(" { ");
            list(&items, out)?;
            out.push(' ');
            let is_short = is_pattern || out.len() - start <= STRUCT_WIDTH;
            out.push('}');
            (is_short && !items.is_empty()).then_some(())
        }
        _ => None,
    }
}

fn list(items: &[&[Tree]], out: &mut String) -> Option<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        flat(item, out)?;
    }
    Some(())
}

/// Splits a list at its commas. Those in generic arguments are not its own.
pub(super) fn split(list: &[Tree]) -> Vec<&[Tree]> {
    let mut items = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let mut is_arrow = false;
    for (index, tree) in list.iter().enumerate() {
        if tree.is_punct('<') {
            depth += 1;
        } else if tree.is_punct('>') && !is_arrow {
            depth = depth.saturating_sub(1);
        } else if tree.is_punct(',') && depth == 0 {
            items.push(&list[start..index]);
            start = index + 1;
        }
        is_arrow = (tree.is_punct('-') || tree.is_punct('=')) && tree.is_joint();
    }
    if start < list.len() {
        items.push(&list[start..]);
    }
    items
}

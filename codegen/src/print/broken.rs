//! Prints expressions on several lines, like prettyplease.

use proc_macro2::Delimiter;

use super::flat::{flat, split};
use super::plain::{INDENT, WIDTH, arguments_on_lines, attempt, end_line, line, start_line};
use super::tree::Tree;

/// Prints an expression that is too long for a line.
pub(super) fn expression(trees: &[Tree], indent: usize, end: &str, out: &mut String) -> Option<()> {
    attempt(out, |out| chain(trees, indent, end, out))
        .or_else(|| attempt(out, |out| call(trees, indent, end, out)))
}

/// Prints the items of a list, each on its own line.
pub(super) fn list(items: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    let items = split(items);
    let last = items.len().checked_sub(1);
    for (index, item) in items.into_iter().enumerate() {
        // The comma of the last item may exceed the width.
        if Some(index) == last {
            list_item(item, indent, "", out)?;
            out.truncate(out.trim_end_matches('\n').len());
            out.push_str(",\n");
        } else {
            list_item(item, indent, ",", out)?;
        }
    }
    Some(())
}

/// Prints an item of a list. If it is too long for a line, the generic arguments at its end have their own lines.
pub(super) fn list_item(item: &[Tree], indent: usize, end: &str, out: &mut String) -> Option<()> {
    if attempt(out, |out| line(item, indent, end, out)).is_some() {
        return Some(());
    }
    let start = start_line(indent, out);
    let Some(open) = item.iter().position(|tree| tree.is_punct('<')) else {
        flat(item, out)?;
        out.push_str(end);
        out.push('\n');
        return are_unbreakable(item).then_some(());
    };
    let (before, [_, arguments @ .., close]) = item.split_at(open) else {
        return None;
    };
    if !are_unbreakable(before) || !close.is_punct('>') || !is_closed(arguments) {
        return None;
    }
    flat(before, out)?;
    end_line(start, "<", out)?;
    list(arguments, indent + INDENT, out)?;
    start_line(indent, out);
    out.push('>');
    out.push_str(end);
    out.push('\n');
    Some(())
}

/// Whether prettyplease prints trees on one line of any length. They may start with a visibility.
fn are_unbreakable(trees: &[Tree]) -> bool {
    let trees = match trees {
        [first, Tree::Group(..), rest @ ..] if first.is_ident("pub") => rest,
        trees => trees,
    };
    trees.iter().all(|tree| match tree {
        Tree::Ident(_) | Tree::Literal(_) => true,
        Tree::Punct(punct) => matches!(punct.as_char(), ':' | '=' | '\'' | '&'),
        Tree::Group(..) => false,
    })
}

/// Whether each `<` has a `>`, and there is no arrow and no sum of bounds.
fn is_closed(arguments: &[Tree]) -> bool {
    let mut depth = 0_usize;
    for tree in arguments {
        if tree.is_punct('<') {
            depth += 1;
        } else if tree.is_punct('>') {
            match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return false,
            }
        }
    }
    depth == 0
        && !arguments
            .iter()
            .any(|it| it.is_punct('-') || it.is_punct('+'))
}

/// Prints a chain of method calls with each call on its own line.
fn chain(trees: &[Tree], indent: usize, end: &str, out: &mut String) -> Option<()> {
    let mut links = trees.split(|tree| tree.is_punct('.'));
    let receiver = links.next()?;
    let mut start = receiver.len();
    match receiver {
        // A field or a method of a short name stays on its line.
        [Tree::Ident(name)] if name.to_string().len() <= INDENT => start += 1 + links.next()?.len(),
        [path @ .., Tree::Group(Delimiter::Parenthesis, _)] | path if is_path(path) => {}
        _ => return None,
    }
    let (receiver, mut rest) = trees.split_at(start);
    line(receiver, indent, "", out)?;
    while let [_, after @ ..] = rest {
        let length = after.iter().take_while(|tree| !tree.is_punct('.')).count();
        let (link, after) = after.split_at(length);
        if !matches!(
            link,
            [Tree::Ident(_)] | [Tree::Ident(_), Tree::Group(Delimiter::Parenthesis, _)]
        ) {
            return None;
        }
        rest = after;
        let start = start_line(indent + INDENT, out);
        out.push('.');
        flat(link, out)?;
        end_line(start, if rest.is_empty() { end } else { "" }, out)?;
    }
    (start < trees.len()).then_some(())
}

/// Prints a call with each argument on its own line.
fn call(trees: &[Tree], indent: usize, end: &str, out: &mut String) -> Option<()> {
    let [before @ .., Tree::Group(Delimiter::Parenthesis, arguments)] = trees else {
        return None;
    };
    match before {
        [Tree::Ident(receiver), dot, Tree::Ident(_)] if dot.is_punct('.') => {
            (receiver.to_string().len() <= INDENT).then_some(())?;
        }
        path => is_path(path).then_some(())?,
    }
    // A struct expression or a similar argument would start on the line of the call, and a final comma would be removed.
    let is_name_first = matches!(arguments[..], [Tree::Ident(_), ..]);
    let is_plain = !arguments.iter().any(is_block) && !arguments.last()?.is_punct(',');
    if !is_plain || !is_name_first && split(arguments).len() == 1 {
        return None;
    }
    arguments_on_lines(before, arguments, indent, out)?;
    start_line(indent, out);
    out.push(')');
    out.push_str(end);
    out.push('\n');
    Some(())
}

/// Prints a `match` whose arms are expressions without blocks.
pub(super) fn match_(statement: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    let [keyword, value @ .., Tree::Group(Delimiter::Brace, arms)] = statement else {
        return None;
    };
    if !keyword.is_ident("match") || value.iter().any(is_block) || arms.is_empty() {
        return None;
    }
    let start = start_line(indent, out);
    out.push_str("match ");
    flat(value, out)?;
    end_line(start, " {", out)?;
    for arm in split(arms) {
        self::arm(arm, indent + INDENT, out)?;
    }
    start_line(indent, out);
    out.push_str("}\n");
    Some(())
}

/// Prints an arm, with its expression in braces if it is too long for the line of the pattern.
fn arm(arm: &[Tree], indent: usize, out: &mut String) -> Option<()> {
    let mut pairs = arm.windows(2);
    let arrow = pairs
        .position(|pair| pair[0].is_punct('=') && pair[0].is_joint() && pair[1].is_punct('>'))?;
    let (pattern, body) = (&arm[..arrow], &arm[arrow + 2..]);
    let is_call = body.len() > 1 && !body.iter().any(is_block);
    if !is_call {
        return None;
    }
    let start = start_line(indent, out);
    alternatives(pattern, out)?;
    out.push_str(" => ");
    let on_one_line = attempt(out, |out| {
        flat(body, out)?;
        // The comma may exceed the width.
        (out.len() - start <= WIDTH).then_some(())
    });
    if on_one_line.is_some() {
        out.push_str(",\n");
        return Some(());
    }
    // Other expressions may need parentheses instead of braces.
    if !matches!(body, [Tree::Ident(_), ..]) {
        return None;
    }
    out.push_str("{\n");
    let indented = indent + INDENT;
    attempt(out, |out| line(body, indented, "", out))
        .or_else(|| expression(body, indented, "", out))?;
    start_line(indent, out);
    out.push_str("}\n");
    Some(())
}

/// Prints the alternatives of a pattern, which may be ranges of literals.
fn alternatives(pattern: &[Tree], out: &mut String) -> Option<()> {
    for (index, alternative) in pattern.split(|tree| tree.is_punct('|')).enumerate() {
        if index > 0 {
            out.push_str(" | ");
        }
        match alternative {
            [Tree::Literal(first), a, b, c, Tree::Literal(last)]
                if a.is_punct('.') && b.is_punct('.') && c.is_punct('=') =>
            {
                out.push_str(&format!("{first}..={last}"));
            }
            _ => flat(alternative, out)?,
        }
    }
    Some(())
}

/// Prints a `let` statement with a `format!` whose arguments fill several lines.
pub(super) fn let_format(
    statement: &[Tree],
    indent: usize,
    end: &str,
    out: &mut String,
) -> Option<()> {
    let [
        before @ ..,
        mark,
        Tree::Group(Delimiter::Parenthesis, arguments),
    ] = statement
    else {
        return None;
    };
    let is_format = mark.is_punct('!') && before.last()?.is_ident("format");
    if !is_format || !before.first()?.is_ident("let") {
        return None;
    }
    line(before, indent, "!(", out)?;
    let mut words = Vec::new();
    self::words(arguments, &mut words)?;
    let mut start = start_line(indent + INDENT, out);
    for (index, (gap, word)) in words.iter().enumerate() {
        if index > 0 && out.len() - start + gap.len() + word.len() > WIDTH {
            out.push('\n');
            start = start_line(indent + INDENT, out);
        } else if index > 0 {
            out.push_str(gap);
        }
        out.push_str(word);
    }
    out.push('\n');
    start_line(indent, out);
    out.push(')');
    out.push_str(end);
    out.push('\n');
    Some(())
}

/// Collects the parts of the arguments of a macro between which a line may end, each with the space before it.
fn words(trees: &[Tree], words: &mut Vec<(&'static str, String)>) -> Option<()> {
    for (index, tree) in trees.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &trees[before]);
        let follows = |char| before.is_some_and(|it| it.is_punct(char));
        let is_separate = !follows('.') && !follows(':');
        let text = match tree {
            Tree::Ident(ident) => ident.to_string(),
            Tree::Literal(literal) => literal.to_string(),
            Tree::Punct(punct) if tree.is_punct('.') && !tree.is_joint() => {
                words.push(("", punct.to_string()));
                continue;
            }
            Tree::Punct(punct) if tree.is_punct(',') || tree.is_punct(':') => {
                words.last_mut()?.1.push(punct.as_char());
                continue;
            }
            Tree::Group(Delimiter::Parenthesis, contents)
                if matches!(before, Some(Tree::Ident(_))) =>
            {
                words.last_mut()?.1.push('(');
                self::words(contents, words)?;
                words.last_mut()?.1.push(')');
                continue;
            }
            _ => return None,
        };
        match words.last_mut() {
            Some((_, last)) if index == 0 || !is_separate => last.push_str(&text),
            _ => words.push((" ", text)),
        }
    }
    Some(())
}

fn is_block(tree: &Tree) -> bool {
    tree.is_group(Delimiter::Brace)
}

/// Whether `trees` are names with `::` between them.
fn is_path(trees: &[Tree]) -> bool {
    let mut is_name_next = true;
    let mut rest = trees;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (Tree::Ident(_), _) if is_name_next => after,
            (first, [second, after @ ..])
                if !is_name_next && first.is_punct(':') && second.is_punct(':') =>
            {
                after
            }
            _ => return false,
        };
        is_name_next = !is_name_next;
    }
    !is_name_next
}

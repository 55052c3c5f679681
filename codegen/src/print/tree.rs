//! Tokens as a tree that can be matched.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};

/// A token, or a group of tokens that can be read without a copy.
pub(super) enum Tree {
    Ident(Ident),
    Punct(Punct),
    Literal(Literal),
    Group(Delimiter, Vec<Tree>),
}

/// Converts tokens to trees.
pub(super) fn trees(tokens: TokenStream) -> Vec<Tree> {
    let tree = |token| match token {
        TokenTree::Group(group) => {
            let (delimiter, contents) = (group.delimiter(), group.stream());
            // The tokens of a group with one owner are not copied.
            drop(group);
            Tree::Group(delimiter, trees(contents))
        }
        TokenTree::Ident(ident) => Tree::Ident(ident),
        TokenTree::Punct(punct) => Tree::Punct(punct),
        TokenTree::Literal(literal) => Tree::Literal(literal),
    };
    tokens.into_iter().map(tree).collect()
}

/// Converts trees to tokens.
pub(super) fn tokens(trees: Vec<Tree>) -> TokenStream {
    let token = |tree| -> TokenTree {
        match tree {
            Tree::Ident(ident) => ident.into(),
            Tree::Punct(punct) => punct.into(),
            Tree::Literal(literal) => literal.into(),
            Tree::Group(delimiter, contents) => Group::new(delimiter, tokens(contents)).into(),
        }
    };
    trees.into_iter().map(token).collect()
}

impl Tree {
    pub(super) fn is_ident(&self, name: &str) -> bool {
        matches!(self, Self::Ident(ident) if *ident == name)
    }

    pub(super) fn is_punct(&self, char: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == char)
    }

    pub(super) fn is_joint(&self) -> bool {
        matches!(self, Self::Punct(punct) if punct.spacing() == Spacing::Joint)
    }

    pub(super) fn is_group(&self, delimiter: Delimiter) -> bool {
        matches!(self, Self::Group(other, _) if *other == delimiter)
    }
}

//! Reports discriminators that contradict the schemas of their alternatives.

use std::collections::{HashMap, HashSet};

use super::discriminators::{listed, object};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Counterpart, NamedType, Shape, Union, UnionVariant};
use crate::suggestions::Suggestions;

/// Returns a warning for each alternative without the property of its discriminator, and for each value of a mapping that
/// the property of its alternative cannot have.
pub(super) fn found(types: &[NamedType]) -> Vec<Diagnostic> {
    let suggestions = Suggestions::new();
    let mut found = Vec::new();
    for named in types {
        // The type for responses has the properties of both directions.
        if named.alias_of.is_some() || matches!(named.counterpart, Some(Counterpart::Response(_))) {
            continue;
        }
        if let Shape::Union(union) = &named.shape
            && let Some(tag) = &union.tag
        {
            found.extend(without_property(types, union, tag, &suggestions));
            found.extend(impossible_values(types, union, tag));
        }
    }
    found
}

fn without_property(
    types: &[NamedType],
    union: &Union,
    tag: &str,
    suggestions: &Suggestions,
) -> Vec<Diagnostic> {
    let objects = union.variants.iter();
    let objects = objects.filter_map(|variant| Some((variant, object(types, &variant.ty)?)));
    let objects: Vec<_> = objects.collect();
    let lacking = objects.iter().filter(|(_, it)| !it.may_have(tag));
    let lacking: Vec<_> = lacking.map(|(variant, _)| *variant).collect();
    if !lacking.is_empty() && lacking.len() == union.variants.len() {
        let declared = objects.iter().flat_map(|(_, it)| it.declared());
        let mut names: Vec<_> = declared.map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let help = match suggestions.nearest(tag, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare `{tag}` in each alternative, or remove the discriminator"),
        };
        let message = format!("no alternative has the property `{tag}` of the discriminator");
        let span = union.tag_span.unwrap_or_default();
        return vec![Diagnostic::new(Code::DiscriminatorMismatch, span, message).with_help(help)];
    }
    let warning = |variant: &UnionVariant| {
        let message = format!("the alternative lacks the property `{tag}` of the discriminator");
        let help = format!("declare `{tag}` in its schema: without it, requests do not have it");
        Diagnostic::new(Code::DiscriminatorMismatch, variant.span, message).with_help(help)
    };
    lacking.into_iter().map(warning).collect()
}

fn impossible_values(types: &[NamedType], union: &Union, tag: &str) -> Vec<Diagnostic> {
    let mapped: HashMap<_, _> = union
        .mapping
        .iter()
        .map(|(value, span)| (value, *span))
        .collect();
    let mut found = Vec::new();
    for variant in &union.variants {
        let possible = object(types, &variant.ty).and_then(|it| listed(types, it, tag));
        let Some(possible) = possible else {
            continue;
        };
        let possible: HashSet<_> = possible.iter().collect();
        let impossible = variant.values.iter().filter(|it| !possible.contains(it));
        for (value, span) in impossible.filter_map(|it| Some((it, *mapped.get(it)?))) {
            let message = format!(
                "the alternative `{}` has no `{tag}` `{value}`",
                variant.name
            );
            let help = "correct the mapping, or the values in the schema of the alternative";
            let warning = Diagnostic::new(Code::DiscriminatorMismatch, span, message);
            found.push(warning.with_help(help));
        }
    }
    found
}

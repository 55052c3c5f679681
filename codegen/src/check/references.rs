//! Checks references, and reports unused components.

use std::collections::{HashMap, HashSet};
use std::ptr;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::UnusedSchemas;
use super::walk::{Owner, Reference, Walk};
use crate::diagnostic::{Code, Diagnostic, Related, SourceMap};
use crate::document::{Node, Pointer, Unresolved, resolve};
use crate::keep_types::KeepTypes;
use crate::openapi::objects::{self, ObjectKind};
use crate::openapi::reference::{dangling, other_kind};

/// The maximum length of a chain of references.
const LONG_CHAIN: usize = 100;
/// The maximum number of circles and long chains to report, since finding them takes time.
const MAX_CIRCLES: usize = 100;

/// Checks that the target of each reference is an object of the expected kind, and walks targets that have not been walked.
/// Returns the components that unresolved references most likely mean, with their users.
pub(super) fn follow<'a>(root: &'a Node, walk: &mut Walk<'a>) -> Vec<(Owner, usize)> {
    let mut likely_uses = Vec::new();
    let mut unresolved: Vec<Diagnostic> = Vec::new();
    let mut targets: HashMap<&str, usize> = HashMap::new();
    let mut at = 0;
    let mut circles = 0;
    while let Some(&reference) = walk.references.get(at) {
        at += 1;
        // A remaining reference to another file was reported when the files were bundled.
        if !reference.target.starts_with('#') {
            continue;
        }
        let target = Pointer::from_reference(reference.target).and_then(|p| root.at(&p));
        let Some(target) = target else {
            if let Some(&first) = targets.get(reference.target) {
                let diagnostic = &mut unresolved[first];
                diagnostic.related.push(Related {
                    span: reference.span,
                    message: "also referenced here".to_owned(),
                });
            } else {
                let near = near_miss(walk, reference.target, reference.expected.kind);
                likely_uses.extend(near.map(|near| (reference.owner, near)));
                let near = near.map(|near| {
                    let component = &walk.components[near];
                    Pointer::from_iter(["components", component.section, component.name])
                        .to_reference()
                });
                targets.insert(reference.target, unresolved.len());
                let written = reference.written(walk.source);
                unresolved.push(dangling(reference.span, written, near));
            }
            continue;
        };
        match walk.kind_of(target) {
            Some(kind) if kind == reference.expected.kind => {}
            Some(kind) => {
                let at = (reference.written(walk.source), reference.span);
                let diagnostic = other_kind(at, reference.expected, target.span, kind);
                walk.found.push(diagnostic);
            }
            None if target.as_object().is_some() => {
                walk.target(target, reference.expected, reference.owner);
            }
            None => {
                let written = reference.written(walk.source);
                walk.found.push(not_an_object(&reference, written, target));
            }
        }
        if circles < MAX_CIRCLES
            && let Some(diagnostic) = circle(root, &reference, walk.source)
        {
            circles += 1;
            walk.found.push(diagnostic);
        }
    }
    for mut diagnostic in unresolved {
        truncate_related(&mut diagnostic);
        walk.found.push(diagnostic);
    }
    likely_uses
}

/// Groups the equal diagnostics of several references, and puts them before the others.
pub(super) fn grouped(found: &[Diagnostic]) -> Vec<Diagnostic> {
    const OF_REFERENCES: &[Code] = &[
        Code::DanglingReference,
        Code::ExternalReference,
        Code::UnreadableFile,
    ];
    let mut groups: IndexMap<(Code, &str), Diagnostic> = IndexMap::new();
    let mut places = HashSet::new();
    let (of_references, others): (Vec<_>, Vec<_>) = found
        .iter()
        // The same part of a file may be copied, and thus reported, more than once.
        .filter(|it| places.insert((it.code, it.span, &it.message)))
        .partition(|it| OF_REFERENCES.contains(&it.code));
    for diagnostic in of_references {
        match groups.entry((diagnostic.code, &diagnostic.message)) {
            Entry::Vacant(group) => {
                group.insert(diagnostic.clone());
            }
            Entry::Occupied(mut group) => group.get_mut().related.push(Related {
                span: diagnostic.span,
                message: "also referenced here".to_owned(),
            }),
        }
    }
    let mut similar: Vec<_> = groups.into_values().collect();
    similar.iter_mut().for_each(truncate_related);
    similar.extend(others.into_iter().cloned());
    similar
}

/// Makes the diagnostic point at the first reference, and shows some of the others.
fn truncate_related(diagnostic: &mut Diagnostic) {
    const SHOWN: usize = 3;
    let first = diagnostic
        .related
        .iter_mut()
        .min_by_key(|related| related.span.start);
    if let Some(first) = first.filter(|first| first.span.start < diagnostic.span.start) {
        std::mem::swap(&mut first.span, &mut diagnostic.span);
    }
    diagnostic.related.sort_by_key(|related| related.span.start);
    let more = diagnostic.related.len().saturating_sub(SHOWN);
    if more > 0 {
        diagnostic.related.truncate(SHOWN);
        let noun = if more == 1 { "place" } else { "places" };
        diagnostic.notes.push(format!("and in {more} more {noun}"));
    }
}

fn not_an_object(reference: &Reference<'_>, written: &str, target: &Node) -> Diagnostic {
    let message = format!(
        "expected {}, found {} at `{written}`",
        reference.expected.name,
        target.kind()
    );
    Diagnostic::new(Code::ReferenceKind, reference.span, message)
        .with_related(target.span, "the target")
}

/// Reports a circle once, at its first reference, and a chain that is too long at each of its references.
fn circle(root: &Node, reference: &Reference<'_>, source: &SourceMap) -> Option<Diagnostic> {
    let written = reference.written(source);
    let Err(Unresolved::Cycle { .. }) = resolve(root, reference.node) else {
        return None;
    };
    let mut chain = vec![reference.node];
    let mut seen = HashSet::from([ptr::from_ref(reference.node)]);
    while let Some(target) = chain
        .last()?
        .reference()
        .filter(|_| chain.len() < LONG_CHAIN)
    {
        let next = root.at(&Pointer::from_reference(target)?)?;
        if ptr::eq(next, reference.node) {
            let first = chain.iter().map(|node| node.span.start).min();
            return (first == Some(reference.node.span.start)).then(|| {
                let message = format!("circular reference `{written}`");
                Diagnostic::new(Code::ReferenceCycle, reference.span, message)
                    .with_help("make one of the references point to an object")
            });
        }
        if !seen.insert(ptr::from_ref(next)) {
            return None;
        }
        chain.push(next);
    }
    let message = format!("the chain of references from `{written}` is too long");
    Some(
        Diagnostic::new(Code::ReferenceCycle, reference.span, message)
            .with_help("reference the object at the end of the chain"),
    )
}

/// Returns the component that an unresolved reference most likely means.
fn near_miss(walk: &Walk<'_>, target: &str, kind: ObjectKind) -> Option<usize> {
    let name = target.rsplit('/').next()?;
    let section = objects::section_of(kind)?;
    walk.component(section, name).or_else(|| {
        let near = walk.suggestions.nearest(name, walk.names(section))?;
        walk.component(section, near)
    })
}

/// Returns the schemas whose types the document keeps. It counts as their user.
pub(super) fn kept(root: &Node, walk: &Walk<'_>) -> Vec<(Owner, usize)> {
    let keep = KeepTypes::of_document(root);
    let names: Vec<_> = match &keep {
        KeepTypes::All => walk.names("schemas").collect(),
        keep => keep.names().collect(),
    };
    let kept = names
        .into_iter()
        .filter_map(|name| walk.component("schemas", name));
    kept.map(|kept| (Owner::Document, kept)).collect()
}

/// Reports unused components. `used_by_name` has the uses other than by reference.
pub(super) fn unused<'a>(
    root: &'a Node,
    walk: &mut Walk<'a>,
    used_by_name: &[(Owner, usize)],
    schemas: UnusedSchemas,
) {
    let mut uses: HashMap<Owner, Vec<usize>> = HashMap::new();
    for reference in &walk.references {
        let pointer = Pointer::from_reference(reference.target);
        // The target may be a part of a component, which is then used as well.
        let component = pointer
            .and_then(|pointer| root.at(&pointer.tokens().take(3).collect()))
            .and_then(|node| walk.component_at(node));
        if let Some(used) = component {
            uses.entry(reference.owner).or_default().push(used);
        }
    }
    for &(owner, used) in used_by_name {
        uses.entry(owner).or_default().push(used);
    }
    let mut reached = vec![false; walk.components.len()];
    let mut open = vec![Owner::Document];
    while let Some(owner) = open.pop() {
        for &used in uses.get(&owner).into_iter().flatten() {
            if !std::mem::replace(&mut reached[used], true) {
                open.push(Owner::Component(used));
            }
        }
    }
    for (component, _) in walk
        .components
        .iter()
        .zip(reached)
        .filter(|(component, reached)| !reached && walk.source.is_main(component.key_span.start))
        .filter(|(component, _)| {
            schemas == UnusedSchemas::Reported || component.section != "schemas"
        })
    {
        let (consequence, help) = if component.section == "securitySchemes" {
            (
                ", so the client does not authenticate with it",
                "add it to `security`, or remove it",
            )
        } else if component.section == "schemas" {
            (
                "",
                "remove it, or reference it, or keep its type with `x-keep-types`",
            )
        } else {
            ("", "remove it, or reference it")
        };
        let message = format!(
            "unused component `{}` in `components.{}`{consequence}",
            component.name, component.section
        );
        walk.found.push(
            Diagnostic::new(Code::UnusedComponent, component.key_span, message).with_help(help),
        );
    }
}

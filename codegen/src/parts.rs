//! How a module is divided into parts, which are Cargo features.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Node;

/// The extension at the top level of a document that makes its tags parts.
pub(crate) const KEY: &str = "x-parts";

/// The value of the extension by which each tag is a part.
pub(crate) const TAG: &str = "tag";

/// The value of the extension for a module without parts, even if it is large.
pub(crate) const NONE: &str = "none";

/// The extension of a tag that names its part. Tags with the same name are one part.
pub(crate) const FEATURE: &str = "x-feature";

/// The number of operations from which a module without parts takes long to compile.
const LARGE: usize = 100;

/// How a module is divided into parts.
///
/// A part is a Cargo feature with operations and the types that they reach. All parts are enabled by the feature of the
/// module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Parts {
    /// As the extension `x-parts` of the document says. Without it, the module is not divided.
    #[default]
    Document,
    /// Each tag is a part.
    Tag,
    /// The module is not divided.
    None,
}

impl Parts {
    /// Whether the tags of this document are parts.
    pub(crate) fn are_tags(self, root: &Node) -> bool {
        match self {
            Self::Document => root.get_str(KEY) == Some(TAG),
            Self::Tag => true,
            Self::None => false,
        }
    }

    /// A warning about a large module without parts, or about a module with parts whose operations have no tags.
    ///
    /// The module has this number of operations, and they have this number of tags.
    pub(crate) fn warning(self, root: &Node, operations: usize, tags: usize) -> Option<Diagnostic> {
        let warning = |message: String| Diagnostic::new(Code::Parts, span(root), message);
        if self.are_tags(root) {
            let message = "no operation has a tag, so the module has no parts";
            let help = "add `tags` to the operations, or do not ask for parts";
            return (tags == 0).then(|| warning(message.to_owned()).with_help(help));
        }
        let is_large = operations >= LARGE && tags > 1 && root.get(KEY).is_none();
        (is_large && self == Self::Document).then(|| {
            warning(format!("{operations} operations are compiled together")).with_help(format!(
                "write `{KEY}: {TAG}` at the top level to make each of the {tags} tags a Cargo feature, or `{KEY}: {NONE}`"
            ))
        })
    }
}

/// The span of the extension, or of the first key of the document.
fn span(root: &Node) -> Span {
    let object = root.as_object();
    let entry = object.and_then(|object| object.entry(KEY));
    let first = object.and_then(|object| object.keys().next());
    let first = first.and_then(|key| object?.entry(key));
    entry.or(first).map_or(root.span, |entry| entry.key_span)
}

#[cfg(test)]
mod tests {
    use super::Parts;
    use crate::diagnostic::Code;
    use crate::{Options, Source, generate};

    /// The warnings about parts in a document with this number of operations, whose tags alternate.
    fn warnings(operations: usize, tags: &[&str], more: &str, parts: Parts) -> Vec<String> {
        let mut tags = tags.iter().cycle();
        let paths: String = (0..operations)
            .map(|number| {
                let tag = tags.next().unwrap_or(&"");
                format!(
                    "  /{number}: {{ get: {{ tags: [{tag}], responses: {{ '204': {{ description: D. }} }} }} }}\n"
                )
            })
            .collect();
        let text =
            format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\n{more}\npaths:\n{paths}");
        let source = Source {
            name: "p.yaml",
            text: &text,
        };
        let options = Options {
            parts,
            ..Options::default()
        };
        let module = generate(&source, &options).expect("the document is valid");
        let warnings = module.warnings.into_iter();
        let warnings = warnings.filter(|it| it.code == Code::Parts);
        warnings
            .map(|it| {
                format!(
                    "{}: {}",
                    text[it.span.start..it.span.end].trim(),
                    it.message
                )
            })
            .collect()
    }

    #[test]
    fn a_large_document_with_tags_gets_a_hint() {
        let hint = ["openapi: 100 operations are compiled together"];
        for (operations, tags, more, parts, expected) in [
            (100, &["a", "b"][..], "", Parts::Document, &hint[..]),
            (99, &["a", "b"], "", Parts::Document, &[]),
            (100, &["a"], "", Parts::Document, &[]),
            (100, &["a", "b"], "x-parts: tag", Parts::Document, &[]),
            (100, &["a", "b"], "x-parts: none", Parts::Document, &[]),
            (100, &["a", "b"], "", Parts::Tag, &[]),
            (100, &["a", "b"], "", Parts::None, &[]),
        ] {
            let found = warnings(operations, tags, more, parts);
            assert_eq!(found, expected, "{operations} {tags:?} {more} {parts:?}");
        }
    }

    #[test]
    fn parts_without_a_tag_are_reported() {
        let message = "no operation has a tag, so the module has no parts";
        for (tags, more, parts, expected) in [
            (&[][..], "x-parts: tag", Parts::Document, Some("x-parts")),
            (&["a"], "x-parts: tag", Parts::Document, None),
            (&[], "", Parts::Tag, Some("openapi")),
            (&[], "x-parts: tag", Parts::None, None),
        ] {
            let found = warnings(1, tags, more, parts);
            let expected = expected.map(|key| format!("{key}: {message}"));
            assert_eq!(found, Vec::from_iter(expected), "{tags:?} {more} {parts:?}");
        }
    }

    /// The diagnostics about a tag with this description, as their code, the text at their place and their message.
    fn about(tag: &str, description: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nx-parts: tag\n{description}\npaths: {{ /a: {{ get: {{ tags: [{tag}], responses: {{ '204': {{ description: D. }} }} }} }} }}\n"
        );
        let source = Source {
            name: "p.yaml",
            text: &text,
        };
        let found = crate::check(&source).into_iter();
        let found = found.filter(|it| matches!(it.code, Code::Parts | Code::Extension));
        found
            .map(|it| {
                let place = &text[it.span.start..it.span.end];
                format!("{} {place}: {}", it.code, it.message)
            })
            .collect()
    }

    #[test]
    fn a_tag_whose_feature_is_not_readable_is_reported() {
        for (tag, expected) in [
            ("Orders 🛒", None),
            (
                "💰",
                Some(
                    "W058 💰: the feature of the tag `💰` is `p-u01f4b0`: the name has no letter or digit",
                ),
            ),
            (
                "''",
                Some(
                    "W058 '': the feature of the tag `` is `p-u000000`: the name has no letter or digit",
                ),
            ),
            (
                "注文",
                Some(
                    "W058 注文: the feature of the tag `注文` is `p-u006ce8u006587`: registries allow only ASCII letters in it",
                ),
            ),
        ] {
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(about(tag, ""), expected, "{tag}");
            let described = format!("tags: [{{ name: {tag} }}]");
            assert_eq!(about(tag, &described), expected, "{tag}");
            let named = format!("tags: [{{ name: {tag}, x-feature: named }}]");
            assert_eq!(about(tag, &named), [""; 0], "{tag}");
        }
    }

    #[test]
    fn a_name_of_a_part_that_is_changed_is_reported() {
        for (name, expected) in [
            ("payments-2", None),
            (
                "Bad Name!",
                Some("W058 Bad Name!: the part `Bad Name!` is the feature `p-bad-name`"),
            ),
            (
                "Payments",
                Some("W058 Payments: the part `Payments` is the feature `p-payments`"),
            ),
            (
                "base",
                Some("W058 base: the part `base` is the feature `p-base-operations`"),
            ),
            ("base-operations", None),
            (
                "\"\"",
                Some("E050 \"\": the part `` has no letter or digit"),
            ),
            (
                "\"-\"",
                Some("E050 \"-\": the part `-` has no letter or digit"),
            ),
        ] {
            let description = format!("tags: [{{ name: a, x-feature: {name} }}]");
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(about("a", &description), expected, "{name}");
        }
    }
}

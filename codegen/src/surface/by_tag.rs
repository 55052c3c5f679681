//! The list of a client's methods by tag, for the documentation of the client.

use super::docs::{first_paragraph, first_sentence, sentence};
use crate::model::{Docs, Model, Operation};

/// The number of operations from which the list is worth its length in a module without parts.
const LARGE: usize = 20;

/// The methods by tag, in Markdown, if there are many or if tags are parts of the crate.
///
/// A method with several tags is listed under each.
pub(super) fn methods_by_tag(model: &Model) -> Option<String> {
    let is_listed = model.has_parts() || model.operations.len() >= LARGE;
    if !is_listed || model.tags.is_empty() {
        return None;
    }
    let mut by_tag = vec![Vec::new(); model.tags.len()];
    for operation in &model.operations {
        for tag in &operation.tags {
            by_tag[*tag].push(operation);
        }
    }
    let tagged = model.tags.iter().zip(by_tag).map(|(tag, operations)| {
        let feature = tag.feature.as_ref();
        let feature = feature.map(|it| format!("The Cargo feature `{it}` enables them."));
        let description = tag.description.as_deref().map(first_sentence);
        let description = description.map(|text| sentence(&text));
        let about: Vec<_> = description.into_iter().chain(feature).collect();
        section(
            &first_paragraph(&tag.name).replace('\n', " "),
            &about.join(" "),
            operations.into_iter(),
        )
    });
    let is_untagged = |operation: &&Operation| operation.tags.is_empty();
    let untagged = model.operations.iter().filter(is_untagged);
    let mut sections: Vec<_> = tagged.collect();
    if untagged.clone().next().is_some() {
        sections.push(section("Other methods", "", untagged));
    }
    Some(format!("# Methods by tag\n\n{}", sections.join("\n\n")))
}

fn section<'a>(
    title: &str,
    about: &str,
    operations: impl Iterator<Item = &'a Operation>,
) -> String {
    let lines: Vec<_> = operations.map(line).collect();
    let about = if about.is_empty() {
        String::new()
    } else {
        format!("{about}\n\n")
    };
    format!("## {title}\n\n{about}{}", lines.join("\n"))
}

/// The method of an operation with its first sentence. The link is a fragment of the page, so that it is no error if the
/// feature of the method is not enabled.
fn line(operation: &Operation) -> String {
    let Operation { name, docs, .. } = operation;
    let Docs {
        summary,
        description,
        ..
    } = docs;
    let about = summary.as_deref().or(description.as_deref());
    let about = about.map(first_sentence).unwrap_or_default();
    let separator = if about.is_empty() { "" } else { ": " };
    format!("- [`{name}`](#method.{name}){separator}{about}")
}

#[cfg(test)]
mod tests {
    use super::LARGE;
    use crate::{Options, Parts, Source, generate};

    /// Generates a client with this number of operations, and returns its documentation. The first operation has these tags.
    fn docs(operations: usize, tags: &str, parts: Parts) -> String {
        let others: String = (1..operations)
            .map(|number| {
                format!(
                    "  /{number}: {{ get: {{ responses: {{ '204': {{ description: D. }} }} }} }}\n"
                )
            })
            .collect();
        let first = format!(
            "  /0: {{ get: {{ tags: [{tags}], summary: Get *it*, responses: {{ '204': {{ description: D. }} }} }} }}\n"
        );
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\ntags: [{{ name: a, description: The first }}]\npaths:\n{first}{others}"
        );
        let source = Source {
            name: "p.yaml",
            text: &text,
        };
        let options = Options {
            parts,
            ..Options::default()
        };
        let module = generate(&source, &options).expect("the document is valid");
        module.surface.client.ty.docs.text()
    }

    #[test]
    fn the_methods_of_a_large_client_are_listed_by_tag() {
        let text = docs(LARGE, "b, a", Parts::Document);
        let expected = "\n\n# Methods by tag\n\n\
            ## a\n\nThe first.\n\n- [`get_0`](#method.get_0): Get *it*\n\n\
            ## b\n\n- [`get_0`](#method.get_0): Get *it*\n\n\
            ## Other methods\n\n- [`get_1`](#method.get_1)\n";
        assert!(text.contains(expected), "{text}");
        let text = docs(LARGE, "a", Parts::Tag);
        let expected = "## a\n\nThe first. The Cargo feature `p-a` enables them.\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn there_is_no_list_of_few_methods_or_without_tags() {
        for (operations, tags) in [(LARGE - 1, "a"), (LARGE, "")] {
            let text = docs(operations, tags, Parts::Document);
            assert!(!text.contains("by tag"), "{operations} {tags}: {text}");
        }
    }
}

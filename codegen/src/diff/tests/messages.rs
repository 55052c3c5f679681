//! Shows the messages and the places of findings.

use super::cases::cases;
use super::{tables, wire};
use crate::diff::{Comparison, Finding};

/// The cases of `changes/` whose messages are shown.
const SHOWN: &[&str] = &[
    "a path moves with all its operations: one finding",
    "a deprecated operation is removed: calls fail all the same",
    "the parameters of a path swap places",
    "a sunset date is added",
    "an optional query parameter is added",
    "a parameter becomes required",
    "a parameter moves from the query to a header",
    "the explode of a parameter with an array changes",
    "a body that several operations share becomes required once",
    "a file of a form becomes text",
    "the only success is replaced by two others: callers know none of them",
    "a header becomes optional",
    "a header of rate limits is removed",
    "an optional property is added to a schema that is used both ways",
    "a required property is added deep in a request: in an alternative",
    "a property is renamed in a response",
    "a property becomes required in a response",
    "the schema of the other properties of a response changes",
    "a type is given in a response where there was none",
    "int32 becomes int64 in a response",
    "an enum value is removed from the items of a parameter",
    "an optional property becomes nullable in a response: the crate reads null as absent",
    "maxLength is set in a request where there was none",
    "an inclusive maximum becomes exclusive in a request",
    "a part of allOf with a limit is added to a response",
    "a component with a property is added to allOf in a schema that is used both ways",
    "a component that is an alternative is renamed, and its name is the value of the discriminator",
    "a schema becomes one of several alternatives in a response",
    "https becomes http",
    "an alternative is added to a requirement",
    "a key moves from a header to the query",
    "the contact, the license, the terms and the description of the document change",
    "an extension that is not known is added to a parameter",
    "a rate limit allows fewer requests",
    "an alternative with few properties in common is another",
    "an extension of a path item is no operation",
    "the summary of a path changes",
    "a webhook is added",
    "a webhook expects another response",
    "the body of a webhook is optional",
    "a property of a payload becomes optional",
    "the payload of a callback loses a property",
];

#[test]
fn messages_say_what_changed_where_and_what_it_does() {
    let tables = tables("changes");
    let mut text = String::new();
    for name in SHOWN {
        let mut cases = tables.iter().flat_map(|(_, cases)| cases);
        let case = cases
            .find(|case| case.name == *name)
            .unwrap_or_else(|| panic!("no case `{name}`"));
        text.push_str(&format!("# {name}\n"));
        show(&mut text, ">", &wire(&case.old, &case.new));
        show(&mut text, "<", &wire(&case.new, &case.old));
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

/// Pairs of fragments with the messages of the change.
const SENTENCES: &str = "
# two credentials are required instead of one
in top
- components: {securitySchemes: {a: {type: http, scheme: basic}, b: {type: apiKey, in: header, name: X}}}
- security: [{a: []}]
+ components: {securitySchemes: {a: {type: http, scheme: basic}, b: {type: apiKey, in: header, name: X}}}
+ security: [{a: [], b: []}]
> credentials `a` and `b` are now required for 1 operation; callers without them are rejected

# a media type replaces the only one
in body
- content: {application/json: {schema: {type: string}}}
+ content: {application/xml: {schema: {type: string}}}
> POST /pets request body: media type `application/json` was removed; requests with this media type are rejected
> POST /pets request body: media type `application/xml` was added; requests with it are accepted

# a media type is added to another
in body
- content: {application/json: {schema: {type: string}}}
+ content: {application/json: {schema: {type: string}}, application/xml: {schema: {type: string}}}
> POST /pets request body: media type `application/xml` was added; the other media types are still accepted
";

#[test]
fn messages_fit_the_number_of_what_they_name() {
    for case in cases(SENTENCES) {
        let findings = wire(&case.old, &case.new).findings;
        let mut messages: Vec<_> = findings.iter().map(Finding::message).collect();
        messages.sort();
        assert_eq!(messages, case.forward, "{}", case.name);
    }
}

#[test]
fn a_change_continues_the_sentence_of_its_subject_only_where_it_says_so() {
    let deprecated = super::cases::document("operation", "deprecated: true");
    let mut findings = wire(&super::cases::document("operation", ""), &deprecated).findings;
    let finding = &mut findings[0];
    assert_eq!(finding.title(), "POST /pets is now deprecated");
    finding.is_predicate = false;
    assert_eq!(finding.title(), "POST /pets: is now deprecated");
}

fn show(text: &mut String, sign: &str, comparison: &Comparison) {
    for it in &comparison.findings {
        let line = format!("{sign} {} {}: {}\n", it.level, it.side, it.message());
        text.push_str(&line);
        let place = &it.location;
        let place = format!(
            "{}:{} {}",
            place.line,
            place.column,
            place.revision.as_str()
        );
        let line = format!(
            "    {}, {place}, {}\n",
            it.pointer,
            it.operations.join(", ")
        );
        text.push_str(&line);
    }
}

//! Empties the component schemas that no operation, webhook or callback uses, so that they do not become types.
//!
//! A schema is used if an operation, a webhook or a callback refers to it, directly or through other components. A body or a
//! response with JSON does not use the schemas of its other media types. The mapping of a discriminator refers to its
//! schemas, and a schema with a discriminator to those that extend it by `allOf`, unless that schema is only extended: a value
//! of one that extends it is no value of the others.
//!
//! Before: references have the names of the document.
//!
//! After: an unused component schema allows any value and refers to nothing. It stays in its place until
//! [`aliases`](super::aliases), so that the names of other types do not depend on its use.

use std::collections::HashSet;

use super::all_of::combines;
use super::subtypes::{Family, discriminator};
use super::tree::{component_of, component_schemas, operation_nodes, schemas_mut};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Map, Node, Pointer};
use crate::keep_types::KeepTypes;
use crate::media_type;
use crate::option_names::OptionNames;

/// An unused component schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnusedSchema {
    pub name: String,
    /// The key in the document.
    pub span: Span,
}

impl UnusedSchema {
    /// The number of names in the warning.
    const SHOWN: usize = 8;

    /// The warning about unused schemas, if there are any.
    pub(crate) fn warning(unused: &[Self], options: OptionNames) -> Option<Diagnostic> {
        let first = unused.first()?;
        let shown = unused.iter().take(Self::SHOWN);
        let mut names: Vec<_> = shown.map(|schema| format!("`{}`", schema.name)).collect();
        names.extend((unused.len() > Self::SHOWN).then(|| "…".to_owned()));
        let subject = match unused.len() {
            1 => {
                "1 schema has no type, because nothing that the client uses refers to it".to_owned()
            }
            more => {
                format!(
                    "{more} schemas have no types, because nothing that the client uses refers to them"
                )
            }
        };
        let message = format!("{subject}: {}", names.join(", "));
        let kept = if unused.len() == 1 {
            "its type"
        } else {
            "their types"
        };
        let option = match options {
            OptionNames::Fields => "set the option `keep_types`, or ",
            OptionNames::CommandLine => "pass `--keep-unused` or `--keep NAME`, or ",
            OptionNames::None => "",
        };
        let help = format!(
            "to keep {kept}, {option}write `x-keep-types: true` or a list of names at the top level of the document"
        );
        Some(Diagnostic::new(Code::UnusedSchemas, first.span, message).with_help(help))
    }
}

/// The use of the component schemas.
#[derive(Default)]
pub(super) struct Usage {
    pub(super) unused: Vec<UnusedSchema>,
    /// The names of the schemas that other used ones extend, and that nothing else uses.
    pub(super) only_extended: HashSet<String>,
}

/// Empties the unused schemas except those of `keep`. `original` is the document that the references point into.
///
/// A document without operations and webhooks only describes types, so all of its schemas count as used.
pub(super) fn empty(root: &mut Node, original: &Node, keep: &KeepTypes) -> Usage {
    let keep = keep.and(&KeepTypes::of_document(original));
    let mut webhooks = original.get("webhooks").into_iter().flat_map(Node::entries);
    let has_users = operation_nodes(root).next().is_some() || webhooks.next().is_some();
    if !has_users || keep == KeepTypes::All {
        return Usage::default();
    }
    let Reached { used, values } = Reach::of(original).schemas(&keep);
    let mut unused = Vec::new();
    for (name, entry) in schemas_mut(root).into_iter().flat_map(Map::iter_mut) {
        if !used.contains(name) {
            entry.value = Node::object(entry.value.span);
            unused.push(UnusedSchema {
                name: name.to_owned(),
                span: entry.key_span,
            });
        }
    }
    Usage {
        unused,
        only_extended: used.difference(&values).cloned().collect(),
    }
}

/// Keeps the schemas that operations refer to, but only in media types that the client does not use.
pub(crate) fn retain_in_unused_media_types(unused: &mut Vec<UnusedSchema>, root: &Node) {
    let reach = Reach {
        media_types: MediaTypes::All,
        ..Reach::of(root)
    };
    let referenced = reach.schemas(&KeepTypes::None).used;
    unused.retain(|schema| referenced.contains(&schema.name));
}

/// The media types of a body or a response that are reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MediaTypes {
    /// Those that the client uses.
    Used,
    All,
}

/// The schemas that a walk reached.
#[derive(Default)]
struct Reached {
    used: HashSet<String>,
    /// Those that were reached other than by schemas that extend them.
    values: HashSet<String>,
}

/// What a node is to the schemas that its references reach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A component schema.
    Component,
    /// A part of an `allOf` that extends its parts.
    Part,
    Use,
}

/// A walk from the operations to what they refer to.
struct Reach<'a> {
    root: &'a Node,
    media_types: MediaTypes,
    schemas: Option<&'a Node>,
    family: Family<'a>,
    /// The schemas that extend a reached one with a discriminator.
    subtypes: HashSet<&'a str>,
    reached: Reached,
    /// The other targets of references that were reached.
    seen: HashSet<Pointer>,
    open: Vec<(&'a Node, Place)>,
}

impl<'a> Reach<'a> {
    fn of(root: &'a Node) -> Self {
        let schemas = component_schemas(root);
        Self {
            root,
            media_types: MediaTypes::Used,
            schemas,
            family: Family::of(schemas),
            subtypes: HashSet::new(),
            reached: Reached::default(),
            seen: HashSet::new(),
            open: Vec::new(),
        }
    }

    /// The schemas that are used or kept.
    fn schemas(mut self, keep: &KeepTypes) -> Reached {
        for key in ["paths", "webhooks"] {
            let users = self.root.get(key).map(|node| (node, Place::Use));
            self.open.extend(users);
        }
        for name in keep.names() {
            self.value(name);
        }
        while let Some((node, place)) = self.open.pop() {
            for (key, entry) in node.entries() {
                match (key, entry.value.as_str()) {
                    ("$ref", Some(target)) => self.target(target, place),
                    ("discriminator", None) => self.own_discriminator(node, &entry.value, place),
                    ("content", None) => self.content(node, &entry.value),
                    ("allOf", None) => self.parts(node, &entry.value, place),
                    _ => self.used(&entry.value),
                }
            }
            for item in node.items() {
                self.used(item);
            }
        }
        self.reached
    }

    fn used(&mut self, node: &'a Node) {
        self.open.push((node, Place::Use));
    }

    /// Reaches the parts of an `allOf`. They are extended unless only annotations are added to one of them.
    ///
    /// The schema of a property called `allOf` has no parts, so it is reached as any other.
    fn parts(&mut self, holder: &'a Node, parts: &'a Node, place: Place) {
        if parts.as_array().is_none() {
            return self.used(parts);
        }
        let extends = place != Place::Use || combines(holder);
        let place = if extends { Place::Part } else { Place::Use };
        self.open.extend(parts.items().map(|part| (part, place)));
    }

    /// Reaches a schema whose values are used. One with a discriminator has those of the schemas that it names and of those
    /// that extend it.
    fn value(&mut self, name: &str) {
        if self.reached.values.contains(name) {
            return;
        }
        let Some(schema) = self.schema(name) else {
            return;
        };
        self.reached.values.insert(name.to_owned());
        if let Some(discriminator) = discriminator(schema) {
            self.mapping(&discriminator.value);
            self.subtypes(name);
        }
    }

    /// Reaches a schema, and returns it.
    fn schema(&mut self, name: &str) -> Option<&'a Node> {
        let schema = self.schemas?.get(name)?;
        if !self.reached.used.contains(name) {
            self.reached.used.insert(name.to_owned());
            self.open.push((schema, Place::Component));
        }
        Some(schema)
    }

    /// Reaches the schemas that extend one with a discriminator, at any depth.
    fn subtypes(&mut self, name: &str) {
        let mut open: Vec<_> = self.family.extensions(name).collect();
        while let Some(subtype) = open.pop() {
            if self.subtypes.insert(subtype) {
                open.extend(self.family.extensions(subtype));
                self.value(subtype);
            }
        }
    }

    /// Reaches the target of a reference. A component schema is reached with each of its parts.
    fn target(&mut self, reference: &str, place: Place) {
        if let Some(name) = component_of(reference) {
            if place == Place::Part {
                self.schema(&name);
            } else {
                self.value(&name);
            }
            return;
        }
        let Some(target) = Pointer::from_reference(reference) else {
            return;
        };
        let tokens: Vec<_> = target.tokens().take(3).collect();
        match tokens[..] {
            ["components", "schemas", name] => self.value(name),
            _ if self.seen.contains(&target) => {}
            _ => {
                let target_node = self.root.at(&target).map(|node| (node, Place::Use));
                self.open.extend(target_node);
                self.seen.insert(target);
            }
        }
    }

    /// Reaches the JSON media type in the `content` of a body or a response, if only used ones are reached. Without JSON,
    /// reaches all media types.
    ///
    /// The schema of a property called `content` has no media types, so all of it is reached.
    fn content(&mut self, holder: &'a Node, content: &'a Node) {
        let json = media_type::json_of(holder).map(|(_, media)| &media.value);
        let json = json.filter(|_| self.media_types == MediaTypes::Used);
        self.used(json.unwrap_or(content));
    }

    /// Reaches what a discriminator names, unless it is that of a component, whose values may not be used.
    ///
    /// The schema of a property called `discriminator` names nothing, so only the schema itself is reached.
    fn own_discriminator(&mut self, holder: &'a Node, node: &'a Node, place: Place) {
        self.used(node);
        let is_choice = holder.get("oneOf").is_some() || holder.get("anyOf").is_some();
        if is_choice || place == Place::Use {
            self.mapping(node);
        }
    }

    /// Reaches the schemas that a discriminator names.
    fn mapping(&mut self, discriminator: &'a Node) {
        let mapping = discriminator.get("mapping").into_iter();
        let mapping = mapping.flat_map(Node::entries).map(|(_, it)| &it.value);
        for target in mapping.chain(discriminator.get("defaultMapping")) {
            match target.as_str() {
                Some(reference) if reference.starts_with('#') => self.target(reference, Place::Use),
                Some(name) => self.value(name),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostics};
    use crate::document::Document;
    use crate::lower::TypeOptions;
    use crate::{Options, Source, check, generate};

    /// The operation that responds with the schema.
    fn get(schema: &str) -> String {
        format!(
            "/a: {{get: {{responses: {{'200': {{description: A., content: {{application/json: {{schema: {schema}}}}}}}}}}}}}"
        )
    }

    fn reference(name: &str) -> String {
        format!("{{$ref: '#/components/schemas/{name}'}}")
    }

    const OBJECT: &str = "{type: object, properties: {a: {type: string}}}";

    /// A document with these paths, schemas and other top-level keys.
    fn document(paths: &str, schemas: &str, more: &str) -> String {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}}}\n{more}\n"
        )
    }

    fn unused_with(text: &str, keep: &KeepTypes) -> Vec<String> {
        let document = Document::read("test.yaml", text).expect("the document is readable");
        let mut found = Diagnostics::new(document.source().clone());
        let options = TypeOptions {
            keep: keep.clone(),
            ..TypeOptions::default()
        };
        let lowered = crate::lower::lower(&document, &options, &mut found);
        lowered
            .unused
            .into_iter()
            .map(|schema| schema.name)
            .collect()
    }

    fn unused(text: &str) -> Vec<String> {
        unused_with(text, &KeepTypes::None)
    }

    #[test]
    fn a_schema_is_used_if_an_operation_a_webhook_or_a_callback_reaches_it() {
        let (a, b) = (reference("A"), reference("B"));
        let body = |schema: &str| {
            format!("{{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}")
        };
        let holder = format!("{{type: object, properties: {{b: {b}}}}}");
        let cases = [
            ("a response", get(&a), String::new(), String::new()),
            (
                "a body",
                format!("/a: {{post: {}}}", body(&a)),
                String::new(),
                String::new(),
            ),
            (
                "a webhook",
                String::new(),
                String::new(),
                format!("webhooks: {{a: {{post: {}}}}}", body(&a)),
            ),
            (
                "a callback",
                format!(
                    "/a: {{get: {{callbacks: {{c: {{u: {{post: {}}}}}}}}}}}",
                    body(&a)
                ),
                String::new(),
                String::new(),
            ),
            (
                "a property of another schema",
                get(&reference("Holder")),
                format!(", Holder: {}", holder.replace("/B", "/A")),
                String::new(),
            ),
            (
                "an `allOf`",
                get(&reference("Holder")),
                format!(", Holder: {{allOf: [{a}, {OBJECT}]}}"),
                String::new(),
            ),
            (
                "a reference to a part of it",
                get("{$ref: '#/components/schemas/A/properties/a'}"),
                String::new(),
                String::new(),
            ),
        ];
        for (name, paths, schemas, more) in cases {
            let schemas = format!("A: {OBJECT}, B: {OBJECT}, C: {holder}{schemas}");
            let text = document(&paths, &schemas, &more);
            assert_eq!(unused(&text), ["B", "C"], "{name}");
        }
    }

    #[test]
    fn a_schema_that_a_discriminator_names_is_used() {
        let base = |discriminator: &str| {
            format!(
                "{{type: object, required: [kind], properties: {{kind: {{type: string}}}}, discriminator: {{propertyName: kind{discriminator}}}}}"
            )
        };
        let subtype = format!("{{allOf: [{}, {OBJECT}]}}", reference("Base"));
        for (discriminator, cat, expected) in [
            ("", OBJECT, &["Cat", "Other"][..]),
            ("", &subtype, &["Other"]),
            (", mapping: {cat: Cat}", OBJECT, &["Other"]),
            (
                ", mapping: {cat: '#/components/schemas/Cat'}",
                OBJECT,
                &["Other"],
            ),
            (", defaultMapping: Cat", OBJECT, &["Other"]),
        ] {
            let schemas = format!("Base: {}, Cat: {cat}, Other: {OBJECT}", base(discriminator));
            let text = document(&get(&reference("Base")), &schemas, "");
            assert_eq!(unused(&text), expected, "{discriminator} {cat}");
            // Without a use of the base, nothing is used.
            let text = document(&get("{type: string}"), &schemas, "");
            assert_eq!(unused(&text), ["Base", "Cat", "Other"]);
        }
    }

    #[test]
    fn an_extension_of_an_extension_of_a_schema_with_a_discriminator_is_used() {
        let extends = |base: &str| format!("{{allOf: [{}, {OBJECT}]}}", reference(base));
        let schemas = format!(
            "Base: {{type: object, discriminator: {{propertyName: kind}}}}, Cat: {}, Lion: {}",
            extends("Base"),
            extends("Cat")
        );
        let text = document(&get(&reference("Base")), &schemas, "");
        assert_eq!(unused(&text), [""; 0]);
        let text = document(&get("{type: string}"), &schemas, "");
        assert_eq!(unused(&text), ["Base", "Cat", "Lion"]);
    }

    #[test]
    fn a_schema_that_only_others_extend_does_not_use_those_that_extend_it() {
        let extends = |base: &str| format!("{{allOf: [{}, {OBJECT}]}}", reference(base));
        let base = |more: &str| {
            format!(
                "Base: {{type: object, required: [kind], properties: {{kind: {{type: string}}{more}}}, discriminator: {{propertyName: kind, mapping: {{dog: Dog}}}}}}"
            )
        };
        let others = format!(
            "Cat: {}, Dog: {}, Lion: {}",
            extends("Base"),
            extends("Base"),
            extends("Cat")
        );
        let part_in_response = get(&extends("Base"));
        let wrapped = get(&format!(
            "{{description: D., allOf: [{}]}}",
            reference("Base")
        ));
        let friend = format!(", friend: {}", reference("Base"));
        for (paths, more, expected) in [
            (get(&reference("Cat")), "", &["Dog", "Lion"][..]),
            (get(&reference("Lion")), "", &["Dog"]),
            (part_in_response, "", &["Cat", "Dog", "Lion"]),
            (get(&reference("Base")), "", &[]),
            (wrapped, "", &[]),
            (get(&reference("Cat")), &friend, &[]),
        ] {
            let schemas = format!("{}, {others}", base(more));
            assert_eq!(unused(&document(&paths, &schemas, "")), expected, "{paths}");
            // The order of the schemas does not matter.
            let schemas = format!("{others}, {}", base(more));
            assert_eq!(unused(&document(&paths, &schemas, "")), expected, "{paths}");
        }
    }

    #[test]
    fn a_base_that_only_an_unused_media_type_has_as_a_value_is_no_choice() {
        let subtype = format!("{{allOf: [{}, {OBJECT}]}}", reference("Base"));
        let schemas = format!(
            "Base: {{type: object, required: [kind], properties: {{kind: {{type: string}}}}, discriminator: {{propertyName: kind}}}}, Cat: {subtype}, Dog: {subtype}"
        );
        let paths = format!(
            "/a: {{get: {{responses: {{'200': {{description: A., content: {{application/json: {{schema: {}}}, application/xml: {{schema: {}}}}}}}}}}}}}",
            reference("Cat"),
            reference("Base")
        );
        let text = document(&paths, &schemas, "");
        assert_eq!(unused(&text), ["Dog"]);
        let source = Source {
            name: "pets.yaml",
            text: &text,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let types = module.surface.types.iter().map(|ty| &ty.name);
        assert_eq!(types.collect::<Vec<_>>(), ["Base", "Cat"]);
    }

    #[test]
    fn the_document_and_the_options_keep_types() {
        let schemas = format!(
            "A: {OBJECT}, B: {{type: object, properties: {{a: {}}}}}, C: {OBJECT}",
            reference("A")
        );
        let text = |more: &str| document(&get("{type: string}"), &schemas, more);
        for (more, expected) in [
            ("", &["A", "B", "C"][..]),
            ("x-keep-types: false", &["A", "B", "C"]),
            ("x-keep-types: [A]", &["B", "C"]),
            ("x-keep-types: [B]", &["C"]),
            ("x-keep-types: true", &[]),
        ] {
            assert_eq!(unused(&text(more)), expected, "{more}");
        }
        let keep = KeepTypes::Named(vec!["A".to_owned()]);
        assert_eq!(unused_with(&text(""), &keep), ["B", "C"]);
        assert_eq!(unused_with(&text("x-keep-types: [C]"), &keep), ["B"]);
        assert_eq!(unused_with(&text(""), &KeepTypes::All), [""; 0]);
    }

    #[test]
    fn a_document_without_operations_keeps_all_types() {
        let text = document("", &format!("A: {OBJECT}"), "");
        assert_eq!(unused(&text), [""; 0]);
    }

    #[test]
    fn the_name_of_a_type_does_not_depend_on_the_use_of_another() {
        // The inline schema of the property is `PetOwner` in Rust too.
        let schemas =
            format!("PetOwner: {OBJECT}, Pet: {{type: object, properties: {{owner: {OBJECT}}}}}");
        let names = |text: &str| {
            let source = Source {
                name: "pets.yaml",
                text,
            };
            let module = generate(&source, &Options::default()).expect("the document is valid");
            let types = module.surface.types.iter().map(|ty| ty.name.clone());
            types.collect::<Vec<_>>()
        };
        let without = document(&get(&reference("Pet")), &schemas, "");
        assert_eq!(names(&without), ["Pet", "PetOwner2"]);
        let with = document(&get(&reference("Pet")), &schemas, "x-keep-types: true");
        assert_eq!(names(&with), ["PetOwner", "Pet", "PetOwner2"]);
    }

    /// The messages of the warnings about unused schemas.
    fn warnings(text: &str, options: &Options) -> Vec<String> {
        let source = Source {
            name: "pets.yaml",
            text,
        };
        let module = generate(&source, options).expect("the document is valid");
        let warnings = module.warnings.into_iter();
        let codes = [Code::UnusedSchemas, Code::UnusedComponent];
        let warnings = warnings.filter(|it| codes.contains(&it.code));
        warnings
            .map(|it| format!("{} {}", it.code, it.message))
            .collect()
    }

    #[test]
    fn unused_schemas_have_one_warning_each_or_one_together() {
        let one = document(&get("{type: string}"), &format!("A: {OBJECT}"), "");
        let schemas: Vec<_> = (1..=9).map(|n| format!("A{n}: {OBJECT}")).collect();
        let nine = document(&get("{type: string}"), &schemas.join(", "), "");
        let each = Options::default();
        let together = Options {
            summarize_unused: true,
            ..Options::default()
        };
        assert_eq!(
            warnings(&one, &each),
            ["W013 unused component `A` in `components.schemas`"]
        );
        assert_eq!(warnings(&nine, &each).len(), 9);
        assert_eq!(
            warnings(&one, &together),
            ["W057 1 schema has no type, because nothing that the client uses refers to it: `A`"]
        );
        assert_eq!(
            warnings(&nine, &together),
            [
                "W057 9 schemas have no types, because nothing that the client uses refers to them: `A1`, `A2`, `A3`, `A4`, `A5`, `A6`, `A7`, `A8`, …"
            ]
        );
    }

    #[test]
    fn a_schema_of_an_unused_media_type_has_a_warning_in_each_document() {
        let content = format!(
            "application/json: {{schema: {}}}, application/x-www-form-urlencoded: {{schema: {}}}",
            reference("A"),
            reference("Form")
        );
        let paths = format!(
            "/a: {{post: {{requestBody: {{content: {{{content}}}}}, responses: {{'204': {{description: A.}}}}}}}}"
        );
        let form = format!(
            "{{type: object, properties: {{gift: {}}}}}",
            reference("Gift")
        );
        let schemas = format!("A: {OBJECT}, Form: {form}, Gift: {OBJECT}, Other: {OBJECT}");
        let text = document(&paths, &schemas, "");
        let together = Options {
            summarize_unused: true,
            ..Options::default()
        };
        let of_form = "schemas have no types, because nothing that the client uses refers to them";
        assert_eq!(
            warnings(&text, &Options::default()),
            [
                format!("W057 2 {of_form}: `Form`, `Gift`"),
                "W013 unused component `Other` in `components.schemas`".to_owned(),
            ]
        );
        assert_eq!(
            warnings(&text, &together),
            [format!("W057 3 {of_form}: `Form`, `Gift`, `Other`")]
        );
        let source = Source {
            name: "pets.yaml",
            text: &text,
        };
        let checked = check(&source).into_iter();
        let checked = checked.filter(|it| it.code == Code::UnusedSchemas).count();
        assert_eq!(checked, 1);
        let kept = document(&paths, &schemas, "x-keep-types: [Form, Other]");
        assert_eq!(warnings(&kept, &Options::default()), [""; 0]);
    }

    #[test]
    fn kept_schemas_have_no_warning() {
        let schemas = format!("A: {OBJECT}, B: {OBJECT}");
        let text = document(&get("{type: string}"), &schemas, "x-keep-types: [A, B]");
        for summarize_unused in [false, true] {
            let options = Options {
                summarize_unused,
                ..Options::default()
            };
            assert_eq!(warnings(&text, &options), [""; 0]);
        }
    }

    #[test]
    fn the_warning_names_the_options_of_its_user() {
        let text = document(&get("{type: string}"), &format!("A: {OBJECT}"), "");
        let source = Source {
            name: "pets.yaml",
            text: &text,
        };
        for (option_names, option) in [
            (OptionNames::Fields, "set the option `keep_types`, or "),
            (
                OptionNames::CommandLine,
                "pass `--keep-unused` or `--keep NAME`, or ",
            ),
            (OptionNames::None, ""),
        ] {
            let options = Options {
                option_names,
                summarize_unused: true,
                ..Options::default()
            };
            let module = generate(&source, &options).expect("the document is valid");
            let mut warnings = module.warnings.into_iter();
            let warning = warnings.find(|it| it.code == Code::UnusedSchemas);
            let expected = format!(
                "to keep its type, {option}write `x-keep-types: true` or a list of names at the top level of the document"
            );
            assert_eq!(warning.and_then(|it| it.help), Some(expected));
        }
    }

    #[test]
    fn an_unknown_name_to_keep_is_returned_with_the_nearest() {
        let text = document(&get("{type: string}"), &format!("Owner: {OBJECT}"), "");
        let source = Source {
            name: "pets.yaml",
            text: &text,
        };
        let names = ["Ownr", "Owner", "Pet"].map(ToOwned::to_owned);
        let options = Options {
            keep_types: KeepTypes::Named(names.to_vec()),
            ..Options::default()
        };
        let module = generate(&source, &options).expect("the document is valid");
        let unknown = module.unknown_schemas.iter();
        let unknown: Vec<_> = unknown
            .map(|it| (&*it.name, it.nearest.as_deref()))
            .collect();
        assert_eq!(unknown, [("Ownr", Some("Owner")), ("Pet", None)]);
    }

    #[test]
    fn an_invalid_list_to_keep_is_reported() {
        let schemas = format!("Owner: {OBJECT}");
        for (value, message, help) in [
            (
                "[Ownr]",
                "unknown schema `Ownr`",
                Some("did you mean `Owner`?"),
            ),
            (
                "Owner",
                "expected `true` or a list of schemas for `x-keep-types`, found the string `Owner`",
                Some("write `[Owner]`"),
            ),
            (
                "Ownr",
                "expected `true` or a list of schemas for `x-keep-types`, found the string `Ownr`",
                Some("write `[Owner]`"),
            ),
            (
                "1",
                "expected `true` or a list of schemas for `x-keep-types`, found the number `1`",
                Some("write `true`, or the names of schemas in brackets"),
            ),
            (
                "[1]",
                "expected a string for `x-keep-types`, found the number `1`",
                None,
            ),
        ] {
            let text = document(
                &get("{type: string}"),
                &schemas,
                &format!("x-keep-types: {value}"),
            );
            let source = Source {
                name: "pets.yaml",
                text: &text,
            };
            let found = check(&source).into_iter();
            let mut found = found.filter(|it| it.code == Code::Extension);
            let found = found.next().expect("the extension is invalid");
            assert_eq!(found.message, message);
            assert_eq!(found.help.as_deref(), help, "{value}");
        }
    }
}

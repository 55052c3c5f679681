//! Finds inline schemas that are equal to others, so that they can share a type.
//!
//! Two schemas are equal if their types are: they have the same keywords, usage and order of properties, and the inline
//! schemas inside them are equal. Their own annotations may differ, since an alias has its own documentation. The
//! annotations inside them are equal.
//!
//! The alternatives of a choice keep their names, because the variants of the type have these names.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use indexmap::IndexMap;

use super::shape::OF_ALTERNATIVES;
use super::tree::{ANNOTATIONS, component_schemas, schema_reference};
use super::usage::{Usage, usage};
use crate::document::{Map, Node};

/// The inline schemas that share the type of another schema, with the name of that schema.
pub(crate) type Aliases = IndexMap<String, String>;

/// Returns the aliases of a lowered document. `inline` has the names of the components that were inline schemas.
///
/// The type that equal schemas share is that of the first component that the document names, or else of the first schema.
pub(super) fn aliases(root: &Node, inline: &HashSet<String>) -> Aliases {
    let Some(schemas) = component_schemas(root).and_then(Node::as_object) else {
        return Aliases::new();
    };
    let mut classes = Classes {
        schemas,
        inline,
        usage: usage(root),
        known: HashMap::new(),
        by_key: HashMap::new(),
    };
    let classed: Vec<_> = schemas
        .keys()
        .map(|name| (name, classes.of(name)))
        .collect();
    let mut shared: HashMap<usize, &str> = HashMap::new();
    let (of_inline, named): (Vec<&(&str, usize)>, Vec<_>) =
        classed.iter().partition(|(name, _)| inline.contains(*name));
    for &(name, class) in named.into_iter().chain(of_inline) {
        shared.entry(class).or_insert(name);
    }
    let aliases = classed.iter().filter_map(|(name, class)| {
        let target = shared.get(class).filter(|target| *target != name)?;
        let is_alias = inline.contains(*name);
        is_alias.then(|| ((*name).to_owned(), (*target).to_owned()))
    });
    aliases.collect()
}

/// The classes of equal schemas.
struct Classes<'a> {
    schemas: &'a Map,
    inline: &'a HashSet<String>,
    usage: HashMap<String, Usage>,
    /// The class of each schema.
    known: HashMap<String, usize>,
    by_key: HashMap<String, usize>,
}

impl Classes<'_> {
    fn of(&mut self, name: &str) -> usize {
        if let Some(class) = self.known.get(name) {
            return *class;
        }
        let usage = self.usage.get(name).copied().unwrap_or_default();
        let mut key = format!("{}{} ", u8::from(usage.request), u8::from(usage.response));
        let schemas = self.schemas;
        if let Some(schema) = schemas.get(name) {
            self.write(schema, Position::Top, &mut key);
        }
        let next = self.by_key.len();
        let class = *self.by_key.entry(key).or_insert(next);
        self.known.insert(name.to_owned(), class);
        class
    }

    /// Writes a schema so that equal schemas have equal texts.
    fn write(&mut self, schema: &Node, position: Position, key: &mut String) {
        let Some(map) = schema.as_object() else {
            return write_json(schema, key);
        };
        let mut keywords: Vec<_> = map.iter().collect();
        keywords.sort_unstable_by_key(|(keyword, _)| *keyword);
        key.push('{');
        for (keyword, entry) in keywords {
            let value = &entry.value;
            let is_own = position == Position::Top && ANNOTATIONS.contains(&keyword);
            if is_own || is_unknown_extension(keyword) {
                continue;
            }
            key.push_str(keyword);
            key.push(':');
            match keyword {
                "$ref" => self.write_reference(schema, position, key),
                "properties" => {
                    for (name, entry) in value.entries() {
                        let _ = write!(key, "{name:?}:");
                        self.write(&entry.value, Position::Inside, key);
                    }
                }
                "items" | "additionalProperties" | "not" => {
                    self.write(value, Position::Inside, key);
                }
                "oneOf" | "anyOf" => self.write_all(value, Position::Alternative, key),
                "prefixItems" => self.write_all(value, Position::Inside, key),
                "required" => {
                    let mut names: Vec<_> = value.items().filter_map(Node::as_str).collect();
                    names.sort_unstable();
                    let _ = write!(key, "{names:?}");
                }
                _ => write_json(value, key),
            }
            key.push(',');
        }
        key.push('}');
    }

    fn write_all(&mut self, schemas: &Node, position: Position, key: &mut String) {
        for schema in schemas.items() {
            self.write(schema, position, key);
            key.push(';');
        }
    }

    /// Writes a reference: the class of an inline schema, or a name. Inline schemas do not contain themselves, except
    /// through components that the document names.
    fn write_reference(&mut self, schema: &Node, position: Position, key: &mut String) {
        match schema_reference(schema) {
            Some(name) if position != Position::Alternative && self.inline.contains(name) => {
                let class = self.of(name);
                let _ = write!(key, "={class}");
            }
            name => {
                let _ = write!(key, "{name:?}");
            }
        }
    }
}

/// The position of a schema that is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// A component.
    Top,
    /// An alternative of a choice.
    Alternative,
    /// Any other schema inside a component.
    Inside,
}

fn write_json(value: &Node, key: &mut String) {
    let _ = write!(key, "{}", value.to_json());
}

fn is_unknown_extension(keyword: &str) -> bool {
    keyword.starts_with("x-")
        && !keyword.starts_with("x-enum-")
        && !OF_ALTERNATIVES.contains(&keyword)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::document::Document;
    use crate::lower::TypeOptions;
    use crate::{Module, Options, Source, generate};

    /// A document whose operation responds with `A` and `B`, and takes `C`.
    fn document(schemas: &str) -> String {
        let content = |name: &str| {
            format!(
                "content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
            )
        };
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{post: {{requestBody: {{{}}}, responses: {{'200': {{description: A., {}}}, '201': {{description: B., {}}}}}}}}}\ncomponents: {{schemas: {{{schemas}}}}}\n",
            content("C"),
            content("A"),
            content("B"),
        )
    }

    fn aliases_of(text: &str, options: &TypeOptions) -> Vec<(String, String)> {
        let document = Document::read("test.yaml", text).expect("the document is readable");
        let mut found = Diagnostics::new(document.source().clone());
        let lowered = crate::lower::lower(&document, options, &mut found);
        lowered.aliases.into_iter().collect()
    }

    /// The aliases of the property `own` of the components.
    fn aliases(a: &str, b: &str, c: &str) -> Vec<String> {
        let of = |schema: &str| format!("{{type: object, properties: {{own: {schema}}}}}");
        let schemas = format!("A: {}, B: {}, C: {}", of(a), of(b), of(c));
        let options = TypeOptions {
            share: true,
            ..TypeOptions::default()
        };
        let aliases = aliases_of(&document(&schemas), &options).into_iter();
        aliases
            .map(|(alias, target)| format!("{alias} = {target}"))
            .collect()
    }

    const NONE: &str = "{type: string}";

    #[test]
    fn equal_inline_schemas_are_aliases_of_the_first() {
        let object = "{type: object, properties: {name: {type: string}}}";
        assert_eq!(aliases(object, object, NONE), ["BOwn = AOwn"]);
        let choice = "{type: string, enum: [a, b]}";
        assert_eq!(aliases(choice, choice, NONE), ["BOwn = AOwn"]);
        let nested = format!("{{type: object, properties: {{inner: {object}}}}}");
        assert_eq!(
            aliases(&nested, &nested, NONE),
            ["BOwn = AOwn", "BOwnInner = AOwnInner"]
        );
    }

    #[test]
    fn schemas_with_different_types_are_not_equal() {
        let object = "{type: object, properties: {name: {type: string}}}";
        for (other, expected) in [
            // Their own annotations and the order of keywords have no meaning.
            ("{properties: {name: {type: string}}, type: object}", true),
            (
                "{type: object, description: B., properties: {name: {type: string}}}",
                true,
            ),
            (
                "{type: object, x-other: 1, properties: {name: {type: string}}}",
                true,
            ),
            (
                "{type: object, nullable: true, properties: {name: {type: string}}}",
                true,
            ),
            (
                "{type: object, properties: {name: {type: string, description: B.}}}",
                false,
            ),
            (
                "{type: object, properties: {name: {type: string, nullable: true}}}",
                false,
            ),
            (
                "{type: object, properties: {name: {type: string, example: b}}}",
                false,
            ),
            (
                "{type: object, properties: {name: {type: string, maxLength: 3}}}",
                false,
            ),
            (
                "{type: object, required: [name], properties: {name: {type: string}}}",
                false,
            ),
            (
                "{type: object, properties: {name: {type: string}}, additionalProperties: true}",
                false,
            ),
        ] {
            let aliases = aliases(object, other, NONE);
            assert_eq!(aliases == ["BOwn = AOwn"], expected, "{other}: {aliases:?}");
        }
        let ab = "{type: object, properties: {a: {type: string}, b: {type: string}}}";
        let ba = "{type: object, properties: {b: {type: string}, a: {type: string}}}";
        assert_eq!(aliases(ab, ba, NONE), [""; 0]);
    }

    #[test]
    fn schemas_of_requests_and_of_responses_are_not_equal() {
        let object = "{type: object, properties: {name: {type: string}}}";
        assert_eq!(aliases(object, NONE, object), [""; 0]);
    }

    #[test]
    fn a_choice_keeps_the_names_of_its_alternatives() {
        let object =
            |name: &str| format!("{{type: object, properties: {{{name}: {{type: string}}}}}}");
        let choice = format!("{{oneOf: [{}, {}]}}", object("a"), object("b"));
        assert_eq!(
            aliases(&choice, &choice, NONE),
            ["BOwnVariant1 = AOwnVariant1", "BOwnVariant2 = AOwnVariant2"]
        );
    }

    #[test]
    fn an_inline_schema_is_an_alias_of_an_equal_component_and_components_are_not_aliases() {
        let object = "{type: object, properties: {name: {type: string}}}";
        let schemas = format!(
            "C: {{type: object, properties: {{own: {object}}}}}, A: {{type: object, properties: {{c: {{$ref: '#/components/schemas/D'}}, own: {object}}}}}, B: {object}, D: {object}"
        );
        let options = TypeOptions {
            share: true,
            ..TypeOptions::default()
        };
        let found = aliases_of(&document(&schemas), &options);
        assert_eq!(found, [("AOwn".to_owned(), "B".to_owned())]);
    }

    #[test]
    fn schemas_share_types_only_on_request() {
        let object =
            "{type: object, properties: {own: {type: object, properties: {name: {type: string}}}}}";
        let text = document(&format!("A: {object}, B: {object}, C: {object}"));
        let count = |text: &str| aliases_of(text, &TypeOptions::default()).len();
        assert_eq!(count(&text), 0);
        assert_eq!(count(&format!("{text}x-share-types: false\n")), 0);
        assert_eq!(count(&format!("{text}x-share-types: true\n")), 1);
    }

    fn module(text: &str) -> Module {
        let source = Source {
            name: "pets.yaml",
            text,
        };
        let options = Options {
            share_types: true,
            ..Options::default()
        };
        generate(&source, &options).unwrap_or_else(|found| panic!("{text}\n{found:?}"))
    }

    /// The names in the surface: of the types, of their fields and variants, and of the functions.
    fn names(module: &Module) -> HashSet<String> {
        let types = module.surface.types.iter().flat_map(|ty| {
            let fields = ty.fields().iter().map(|it| &it.name);
            let members = fields.chain(ty.variants().iter().map(|it| &it.name));
            let members = members.map(|member| format!("{}::{member}", ty.name));
            members.chain([ty.name.clone()]).collect::<Vec<_>>()
        });
        let operations = module.surface.operation_names().map(ToOwned::to_owned);
        types.chain(operations).collect()
    }

    #[test]
    fn an_edit_of_a_schema_renames_nothing_else() {
        // Ten components with a property of one of these schemas each. An edit replaces the schema of one.
        const SCHEMAS: &[&str] = &[
            "{type: object, properties: {name: {type: string}}}",
            "{type: object, properties: {name: {type: string}, in: {type: object, properties: {name: {type: string}}}}}",
            "{type: object, properties: {in: {type: string, enum: [a, b]}}}",
            "{type: string, enum: [a, b]}",
            "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}",
            "{type: string}",
        ];
        const COUNT: usize = 10;
        let text = |chosen: &[usize]| {
            let schemas = chosen.iter().enumerate().map(|(index, chosen)| {
                format!(
                    "S{index}: {{type: object, properties: {{own: {}}}}}",
                    SCHEMAS[*chosen]
                )
            });
            let uses = (0..COUNT)
                .map(|index| format!("u{index}: {{$ref: '#/components/schemas/S{index}'}}"));
            let uses = uses.collect::<Vec<_>>().join(", ");
            let schemas = schemas.collect::<Vec<_>>().join(", ");
            document(&format!(
                "A: {{type: object, properties: {{{uses}}}}}, B: {{type: integer}}, C: {{type: integer}}, {schemas}"
            ))
        };
        let mut random = fastrand(1);
        let mut chosen: Vec<usize> = (0..COUNT).map(|_| random(SCHEMAS.len())).collect();
        let mut before = names(&module(&text(&chosen)));
        for _ in 0..40 {
            let edited = random(COUNT);
            chosen[edited] = random(SCHEMAS.len());
            let after = names(&module(&text(&chosen)));
            let own = format!("S{edited}Own");
            let others = |names: &HashSet<String>| {
                let names = names.iter().filter(|name| !name.starts_with(&own));
                names.cloned().collect::<HashSet<_>>()
            };
            assert_eq!(others(&before), others(&after), "{chosen:?}");
            before = after;
        }
    }

    /// A generator of numbers below a limit, which are the same in every run.
    fn fastrand(seed: u64) -> impl FnMut(usize) -> usize {
        let mut state = seed;
        move |limit| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % limit
        }
    }
}

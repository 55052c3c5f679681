//! Tests the comparison of surfaces with edits of one document.

use super::{RustChange, compare};
use crate::diagnostic::{ColorChoice, Format, Span};
use crate::diff::Step;
use crate::diff::test_support::edits::{Edit, PETS, edits};
use crate::diff::test_support::{document, read};
use crate::document::{Document, Map, Node, Value};
use crate::generate;
use crate::surface::Surface;

fn surface(text: &str) -> Surface {
    generate::surface(&read(text), "pets", "client", false).unwrap_or_else(|found| {
        panic!("{}\n{text}", found.render(Format::Text, ColorChoice::Never))
    })
}

fn lines(changes: &[RustChange]) -> Vec<String> {
    let lines = changes.iter().map(|change| {
        let step = if change.is_silent {
            "silent"
        } else {
            change.step.as_str()
        };
        format!("{step} {change}")
    });
    lines.collect()
}

#[test]
fn an_edit_changes_the_listed_items() {
    let pets = surface(PETS);
    let edits = edits();
    let mut wrong = Vec::new();
    for edit in &edits {
        let edited = surface(&edit.apply());
        let (forward, backward) = (compare(&pets, &edited), compare(&edited, &pets));
        let expected = (edit.forward.clone(), edit.backward.clone());
        if (lines(&forward), lines(&backward)) != (to_owned(&expected.0), to_owned(&expected.1)) {
            let forward = lines(&forward).into_iter().map(|line| format!("> {line}"));
            let backward = lines(&backward).into_iter().map(|line| format!("< {line}"));
            let actual: Vec<_> = forward.chain(backward).collect();
            wrong.push(format!("# {}\n{}", edit.name, actual.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(edits.len() >= 60, "there are {} edits", edits.len());
}

fn to_owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The steps in ascending order. A silent change needs a major version.
const STEPS: [&str; 4] = ["none", "patch", "minor", "major"];

/// `codegen/tests/consumers.rs` compiles the programs.
#[test]
fn the_step_of_an_edit_is_not_below_that_of_cargo_semver_checks() {
    let place = |step: &str| STEPS.iter().position(|it| *it == step);
    for edit in edits() {
        let steps = edit.forward.iter().filter_map(|line| line.split_once(' '));
        let steps = steps.filter_map(|(step, _)| place(step));
        let own = match steps.max() {
            _ if edit.is_silent() => place("major"),
            step => step.or(place("none")),
        };
        let other = place(edit.other_step);
        assert!(other.is_some() && own >= other, "{}", edit.name);
        let is_above = own == place("major") && own > other;
        assert_eq!(is_above, !edit.program.is_empty(), "{}", edit.name);
    }
}

#[test]
fn a_surface_does_not_differ_from_itself() {
    for text in [PETS.to_owned()]
        .into_iter()
        .chain(edits().iter().map(Edit::apply))
    {
        let surface = surface(&text);
        assert_eq!(compare(&surface, &surface), []);
    }
}

/// The surface of `GET /pets` with these query parameters.
fn with_parameters(parameters: &[&str]) -> Surface {
    let parameters = parameters.join(", ");
    let operation = format!(
        "operationId: get_pets, parameters: [{parameters}], responses: {{'204': {{description: done}}}}"
    );
    surface(&document(&format!("/pets: {{get: {{{operation}}}}}"), ""))
}

#[test]
fn swapped_arguments_are_silent_if_a_call_may_still_compile() {
    for (one, other, is_silent) in [
        ("type: string", "type: string", true),
        ("type: integer, format: int32", "type: integer", true),
        ("type: number, format: float", "type: number", true),
        ("type: string", "type: integer", false),
        ("type: number", "type: integer", false),
        ("type: boolean", "type: integer", false),
        ("type: array, items: {type: string}", "type: string", false),
    ] {
        let parameter = |name: &str, schema: &str| {
            format!("{{name: {name}, in: query, required: true, schema: {{{schema}}}}}")
        };
        let (a, b) = (parameter("a", one), parameter("b", other));
        let changes = compare(&with_parameters(&[&a, &b]), &with_parameters(&[&b, &a]));
        let is_found = changes.iter().any(|change| change.is_silent);
        assert_eq!(
            is_found,
            is_silent,
            "{one} and {other}: {:?}",
            lines(&changes)
        );
    }
}

#[test]
fn an_argument_that_also_takes_what_converts_into_its_type_accepts_old_calls() {
    const LEAF: &str = "Leaf: {type: object, properties: {green: {type: boolean}}}";
    const OWN_LEAF: &str = "Leaf: {type: object, properties: {green: {type: boolean}, tree: {$ref: '#/components/schemas/Tree'}}}";
    const UNION: &str =
        "Leaf: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}";
    let schemas = |leaf: &str, required: &str| {
        let tree = format!(
            "Tree: {{type: object, required: [{required}], properties: {{root: {{$ref: '#/components/schemas/Leaf'}}}}}}"
        );
        let part = |name: &str| {
            format!(
                "{name}: {{type: object, required: [{name}], properties: {{{name}: {{type: string}}}}}}"
            )
        };
        let schemas = [leaf, &tree, &part("A"), &part("B")].join(", ");
        surface(&document("", &format!("schemas: {{{schemas}}}")))
    };
    for (new, required, forward, backward) in [
        (
            OWN_LEAF,
            "",
            "minor types::Tree::root() accepts `impl Into<types::Leaf>`",
            "major types::Tree::root() takes `types::Leaf` instead of `impl Into<types::Leaf>`",
        ),
        (
            UNION,
            "",
            "minor types::Tree::root() accepts `impl Into<types::Leaf>`",
            "major types::Tree::root() takes `types::Leaf` instead of `impl Into<types::Leaf>`",
        ),
        (
            UNION,
            "root",
            "minor types::Tree::new accepts `impl Into<types::Leaf>` for the argument `root`",
            "major types::Tree::new changed the type of the argument `root` from `impl Into<types::Leaf>` to `types::Leaf`",
        ),
    ] {
        let (old, new) = (schemas(LEAF, required), schemas(new, required));
        for (changes, line) in [
            (compare(&old, &new), forward),
            (compare(&new, &old), backward),
        ] {
            let found = lines(&changes);
            assert!(found.iter().any(|it| it == line), "{line}: {found:#?}");
        }
    }
}

#[test]
fn an_operation_with_a_required_parameter_has_no_default() {
    let optional = with_parameters(&["{name: a, in: query, schema: {type: string}}"]);
    let required =
        with_parameters(&["{name: a, in: query, required: true, schema: {type: string}}"]);
    for (old, new, change) in [
        (&optional, &required, "no longer implements `Default`"),
        (&required, &optional, "implements `Default`"),
    ] {
        let found = lines(&compare(old, new));
        assert!(found.iter().any(|line| line.ends_with(change)), "{found:?}");
    }
}

/// The outline lists the items that a program can name, so it tells whether the comparison misses one.
#[test]
fn servers_with_a_variable_of_the_same_name_do_not_differ_from_themselves() {
    let server = |host: &str| {
        format!(
            "{{ url: 'https://{{region}}.{host}', variables: {{ region: {{ default: {host} }} }} }}"
        )
    };
    let servers = [server("a.example"), server("b.example")].join(", ");
    let servers = format!("servers: [{servers}]");
    let text = document("", "").replace("servers: [{ url: https://api.example.com }]", &servers);
    let surface = surface(&text);
    assert_eq!(compare(&surface, &surface), []);
}

#[test]
fn a_difference_between_outlines_is_a_change() {
    let pets = surface(PETS);
    for edit in edits() {
        let edited = surface(&edit.apply());
        // A call does not name the arguments of a function.
        let is_other = edit.name != "a path parameter is renamed";
        if is_other && outline(&pets) != outline(&edited) {
            let step = compare(&pets, &edited).iter().map(|it| it.step).max();
            assert!(step >= Some(Step::Minor), "{}: {step:?}", edit.name);
        }
    }
}

/// The lines of the outline. The order of items and of traits has no meaning.
fn outline(surface: &Surface) -> Vec<Vec<String>> {
    let mut lines: Vec<_> = surface.outline().lines().map(words).collect();
    lines.sort();
    lines
}

/// The words of a line, sorted.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<_> = line.split(' ').map(ToOwned::to_owned).collect();
    words.sort();
    words
}

#[test]
fn every_change_comes_from_a_part_of_a_document() {
    let pets = surface(PETS);
    for edit in edits() {
        let edited = surface(&edit.apply());
        for change in compare(&pets, &edited) {
            let is_placed = change.old.is_some() || change.new.is_some();
            let is_docs = change.step == Step::Patch;
            assert!(is_placed || is_docs, "{}: {change}", edit.name);
        }
    }
}

#[test]
fn an_argument_belongs_to_the_type_or_the_operation_that_takes_it() {
    let properties = "        note: { type: string, nullable: true }\n";
    let added = format!("        breed: {{ type: string }}\n{properties}");
    let new = PETS
        .replace("[name, kind, age]", "[name, kind, age, breed]")
        .replace(properties, &added);
    let line_at = |text: &str, span: Option<Span>| {
        let start = span.expect("the part has a place").start;
        text[..=start].lines().count()
    };
    let line_with = |text: &str, part: &str| {
        let line = text.lines().position(|line| line.contains(part));
        line.expect("the document has the line") + 1
    };
    let changes = compare(&surface(PETS), &surface(&new));
    for (item, owner) in [
        ("types::NewPet::new", "    NewPet:"),
        ("Client::create_pet", "    post:"),
    ] {
        let mut changes = changes.iter();
        let change = changes.find(|it| it.item == item).expect("it changes");
        assert_eq!(line_at(&new, change.new), line_with(&new, "breed: {"));
        let places = (
            line_at(PETS, change.owner.old),
            line_at(&new, change.owner.new),
        );
        let expected = (line_with(PETS, owner), line_with(&new, owner));
        assert_eq!(places, expected, "{item}");
    }
}

#[test]
fn a_renamed_module_is_one_change() {
    let get =
        "/pet:\n  get: { operationId: get_pet, responses: { '204': { description: A pet. } } }\n";
    let key = "securitySchemes:\n  key: { type: http, scheme: bearer }\n";
    let text = document(get, key) + "security: [{ key: [] }]\n";
    let surface = |module| {
        let surface = generate::surface(&read(&text), module, "client", false);
        surface.expect("the document is valid")
    };
    assert_eq!(
        lines(&compare(&surface("pets"), &surface("animals"))),
        ["major module `pets` was renamed to `animals`"]
    );
}

#[test]
fn a_document_that_is_rejected_has_no_surface() {
    let text = document("/pet:\n  get: { responses: {} }\n", "schemas: { Pet: 1 }\n");
    let found = generate::surface(&read(&text), "pets", "client", false);
    assert!(found.is_err_and(|found| found.has_errors()));
}

#[test]
fn many_renamed_values_are_compared_in_linear_time() {
    const VALUES: usize = 20_000;
    let text = |name: &str| {
        let values = (0..VALUES).map(|index| format!("v{index}"));
        let names = (0..VALUES).map(|index| format!("{name}{index}"));
        let (values, names): (Vec<_>, Vec<_>) = (values.collect(), names.collect());
        let status = format!(
            "schemas:\n  Status: {{ type: string, enum: [{}], x-enum-varnames: [{}] }}\n",
            values.join(", "),
            names.join(", ")
        );
        document("", &status)
    };
    let changes = compare(&surface(&text("Old")), &surface(&text("New")));
    assert_eq!(changes.len(), VALUES);
    assert!(
        changes
            .iter()
            .all(|it| it.change.starts_with("was renamed"))
    );
}

/// Removes or renames single nodes of the vendors' documents.
#[test]
fn a_mutation_that_changes_the_outline_is_a_change() {
    const SEED: u64 = 7;
    const MUTATIONS: usize = 70;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut compared = 0;
    for name in ["bird", "fernand", "kustomer"] {
        let path = format!("{}/../spec/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the document can be read");
        let document = read(&text);
        let generated = |document: &Document| generate::surface(document, "pets", "client", false);
        let old = generated(&document).expect("the document is valid");
        for _ in 0..MUTATIONS {
            let mut mutated = document.clone();
            let place = mutate(&mut mutated, &mut random);
            let Ok(new) = generated(&mutated) else {
                continue;
            };
            compared += 1;
            let is_same = outline(&old) == outline(&new);
            for changes in [compare(&old, &new), compare(&new, &old)] {
                let step = changes.iter().map(|it| it.step).max();
                assert!(is_same || step >= Some(Step::Minor), "{name}: {place}");
            }
        }
    }
    assert!(compared > 80, "{compared} mutations are valid");
}

/// Removes, renames or changes a node at random. Returns its place.
fn mutate(document: &mut Document, random: &mut fastrand::Rng) -> String {
    let mut node = document.root_mut();
    let mut place = String::new();
    loop {
        let keys: Vec<String> = match &node.value {
            Value::Object(map) => map.keys().map(ToOwned::to_owned).collect(),
            Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        };
        let Some(key) = random.choice(&keys) else {
            return place;
        };
        place.push('/');
        place.push_str(key);
        let is_last = random.u8(0..8) == 0;
        node = match &mut node.value {
            Value::Object(map) => {
                let is_leaf = map
                    .get(key)
                    .is_some_and(|it| it.items().len() + it.entries().count() == 0);
                if is_last || is_leaf {
                    change(map, key, random);
                    return place;
                }
                map.get_mut(key).expect("the key is known")
            }
            Value::Array(items) => {
                let index: usize = key.parse().expect("the key is an index");
                if is_last {
                    items.remove(index);
                    return place;
                }
                &mut items[index]
            }
            _ => return place,
        };
    }
}

fn change(map: &mut Map, key: &str, random: &mut fastrand::Rng) {
    let is_text = map.get(key).is_some_and(|it| it.as_str().is_some());
    match random.u8(0..3) {
        0 => {
            map.remove(key);
        }
        1 if is_text => {
            let node = map.get_mut(key).expect("the key is known");
            let text = format!("{}x", node.as_str().unwrap_or_default());
            *node = Node::string(text, node.span);
        }
        _ => {
            map.rename(key, format!("{key}x"));
        }
    }
}

#[test]
fn payloads_are_compared_by_their_names() {
    let webhooks = |webhooks: &[(&str, &str)]| {
        let webhooks = webhooks.iter().map(|(name, ty)| {
            let content = format!("application/json: {{schema: {{type: {ty}}}}}");
            format!("{name}: {{post: {{requestBody: {{content: {{{content}}}}}}}}}")
        });
        let webhooks = webhooks.collect::<Vec<_>>().join(", ");
        let text = document("", "").replace("3.0.3", "3.1.0");
        surface(&format!("{text}webhooks: {{{webhooks}}}\n"))
    };
    let text = ("a", "string");
    let error = "runtime::WebhookError";
    for (old, new, changes) in [
        (
            &[][..],
            &[text][..],
            vec![
                format!("minor {error} was added"),
                "minor webhooks was added".to_owned(),
            ],
        ),
        (
            &[text],
            &[],
            vec![
                format!("major {error} was removed"),
                "major webhooks was removed".to_owned(),
            ],
        ),
        (
            &[text],
            &[text, ("b", "integer")],
            vec!["minor webhooks::Webhook::B was added".to_owned()],
        ),
        (
            &[text],
            &[("a", "integer")],
            vec!["major webhooks::Webhook::A holds `i64` instead of `String`".to_owned()],
        ),
        (
            &[("newPet", "string")],
            &[("new-pet", "string")],
            vec![
                "silent webhooks::Webhook::NewPet stands for `new-pet` instead of `newPet`"
                    .to_owned(),
            ],
        ),
    ] {
        let found = compare(&webhooks(old), &webhooks(new));
        assert_eq!(lines(&found), changes, "{old:?} {new:?}");
    }
}

#[test]
fn names_that_are_one_type_are_split_and_joined_by_major_changes() {
    const USES: &str = "/a: {get: {operationId: get, responses: {'200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}}}";
    let text = |[a, b, c]: [&str; 3]| {
        let own = |ty: &str| format!("{{type: object, properties: {{name: {{type: {ty}}}}}}}");
        let schemas = format!(
            "schemas: {{All: {{type: object, properties: {{a: {}, b: {}, c: {}}}}}}}",
            own(a),
            own(b),
            own(c)
        );
        surface(&format!(
            "{}\nx-share-types: true\n",
            document(USES, &schemas)
        ))
    };
    let same = ["string", "string", "string"];
    for (old, new, expected) in [
        // The alias changes.
        (
            same,
            ["string", "integer", "string"],
            &[
                "major types::AllB is no longer the same type as `types::AllA`",
                "major types::AllB::name changed its type from `Option<String>` to `Option<i64>`",
            ][..],
        ),
        // The target changes, so that another name becomes the target.
        (
            same,
            ["integer", "string", "string"],
            &[
                "major types::AllB is no longer the same type as `types::AllA`",
                "major types::AllC is no longer the same type as `types::AllA`",
                "major types::AllA::name changed its type from `Option<String>` to `Option<i64>`",
            ],
        ),
        // All change together.
        (
            same,
            ["integer", "integer", "integer"],
            &["major types::AllA::name changed its type from `Option<String>` to `Option<i64>`"],
        ),
        (
            ["string", "integer", "string"],
            same,
            &[
                "major types::AllB is now the same type as `types::AllA`",
                "major types::AllB::name changed its type from `Option<i64>` to `Option<String>`",
            ],
        ),
    ] {
        assert_eq!(lines(&compare(&text(old), &text(new))), expected);
    }
}

#[test]
fn the_order_of_equal_schemas_has_no_meaning() {
    const USES: &str = "/a: {get: {operationId: get, responses: {'200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}}}";
    let own = "{type: object, properties: {name: {type: string}}}";
    let text = |first: &str, second: &str| {
        let all = format!("{{type: object, properties: {{{first}: {own}, {second}: {own}}}}}");
        let schemas = format!("schemas: {{All: {all}}}");
        surface(&format!(
            "{}\nx-share-types: true\n",
            document(USES, &schemas)
        ))
    };
    let changes = compare(&text("a", "b"), &text("b", "a"));
    assert_eq!(lines(&changes), [""; 0]);
}

#[test]
fn parts_and_the_operations_in_them_are_compared() {
    const PARTS: &str = "x-parts: tag";
    let text = |parts: &str, operations: &[(&str, &str)]| {
        let paths = operations.iter().map(|(name, tags)| {
            format!(
                "/{name}: {{get: {{operationId: {name}, tags: [{tags}], responses: {{'204': {{description: D.}}}}}}}}, "
            )
        });
        let paths = format!("{{{}}}", paths.collect::<String>());
        surface(&format!("{}\n{parts}\n", document(&paths, "")))
    };
    let two = [("one", "a"), ("two", "b")];
    let cases = vec![
        (
            text("", &two),
            text(PARTS, &two),
            &[
                "minor feature `pets-base` was added",
                "minor feature `pets-a` was added",
                "minor feature `pets-b` was added",
            ][..],
            &[
                "major feature `pets-base` was removed",
                "major feature `pets-a` was removed",
                "major feature `pets-b` was removed",
            ][..],
        ),
        (
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "a")]),
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "b")]),
            &["major Client::three moved from the feature `pets-a` to the feature `pets-b`"],
            &["major Client::three moved from the feature `pets-b` to the feature `pets-a`"],
        ),
        (
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "a")]),
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "a, b")]),
            &["minor Client::three is also enabled by the feature `pets-b`"],
            &["major Client::three is no longer enabled by the feature `pets-b`"],
        ),
        (
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "a")]),
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "")]),
            &["minor Client::three is now in every part"],
            &["major Client::three is no longer enabled by the features `pets-base`, `pets-b`"],
        ),
        // A feature that is new or gone has no finding for each operation.
        (
            text(PARTS, &two),
            text(PARTS, &[("one", "a"), ("two", "c")]),
            &[
                "major feature `pets-b` was removed",
                "minor feature `pets-c` was added",
            ],
            &[
                "major feature `pets-c` was removed",
                "minor feature `pets-b` was added",
            ],
        ),
        (
            text(PARTS, &two),
            text(PARTS, &[("one", "a"), ("two", "b"), ("three", "c")]),
            &[
                "minor feature `pets-c` was added",
                "minor Client::three was added",
            ],
            &[
                "major feature `pets-c` was removed",
                "major Client::three was removed",
            ],
        ),
    ];
    for (old, new, forward, backward) in cases {
        assert_eq!(lines(&compare(&old, &new)), forward);
        assert_eq!(lines(&compare(&new, &old)), backward);
    }
}

#[test]
fn a_type_that_leaves_a_part_is_a_major_change() {
    const OBJECT: &str = "{type: object, properties: {a: {type: string}}}";
    let get = |name: &str, schema: &str| {
        format!(
            "/{name}: {{get: {{operationId: {name}, tags: [{name}], responses: {{'200': {{description: D., content: {{application/json: {{schema: {schema}}}}}}}}}}}}}, "
        )
    };
    let text = |operations: &[(&str, bool)]| {
        let paths = operations.iter().map(|(name, uses_pet)| match uses_pet {
            true => get(name, "{$ref: '#/components/schemas/Pet'}"),
            false => get(name, "{}"),
        });
        let paths = format!("{{{}}}", paths.collect::<String>());
        let schemas = format!("schemas: {{Pet: {OBJECT}}}");
        surface(&format!("{}\nx-parts: tag\n", document(&paths, &schemas)))
    };
    let of_types = |found: &[RustChange]| {
        let mut lines = lines(found);
        lines.retain(|line| line.contains("types::Pet is "));
        lines
    };
    for (old, new, expected) in [
        (
            &[("a", true), ("b", true), ("c", false)][..],
            &[("a", true), ("b", false), ("c", false)][..],
            &["major types::Pet is no longer enabled by the feature `pets-b`"][..],
        ),
        (
            &[("a", true), ("b", false), ("c", false)],
            &[("a", true), ("b", true), ("c", false)],
            &["minor types::Pet is also enabled by the feature `pets-b`"],
        ),
        // A type without a condition is in every part, whether an operation or the number of parts is the reason.
        (
            &[("a", true), ("b", false), ("c", true)],
            &[("a", true), ("b", true), ("c", true)],
            &["minor types::Pet is now in every part"],
        ),
        // The type of all operations is in the base, where nothing uses it, until there is another part.
        (
            &[("a", true), ("b", true)],
            &[("a", true), ("b", true), ("c", false)],
            &[],
        ),
    ] {
        let found = of_types(&compare(&text(old), &text(new)));
        assert_eq!(found, expected, "{old:?} {new:?}");
    }
}

#[test]
fn a_method_that_sends_another_request_is_silent_unless_the_operation_moved() {
    let text = |operations: &[(&str, &str, &str)]| {
        let paths = operations.iter().map(|(method, path, id)| {
            let names = path.split('{').skip(1).filter_map(|it| it.split_once('}'));
            let parameters = names.map(|(name, _)| {
                format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}, ")
            });
            let parameters: String = parameters.collect();
            format!(
                "'{path}': {{{method}: {{operationId: {id}, parameters: [{parameters}], responses: {{'204': {{description: D.}}}}}}}}, "
            )
        });
        surface(&document(&format!("{{{}}}", paths.collect::<String>()), ""))
    };
    for (old, new, expected) in [
        (
            &[("put", "/a/{x}", "one"), ("put", "/b/{x}", "two")][..],
            &[("put", "/a/{x}", "two"), ("put", "/b/{x}", "one")][..],
            &[
                "silent Client::two sends `PUT /a/{x}` instead of `PUT /b/{x}`",
                "silent Client::one sends `PUT /b/{x}` instead of `PUT /a/{x}`",
            ][..],
        ),
        (
            &[("get", "/a/{x}", "one"), ("delete", "/b/{x}", "two")],
            &[("get", "/a/{x}", "two"), ("delete", "/b/{x}", "one")],
            &[
                "silent Client::two sends `GET /a/{x}` instead of `DELETE /b/{x}`",
                "silent Client::one sends `DELETE /b/{x}` instead of `GET /a/{x}`",
            ],
        ),
        (
            &[("put", "/a", "one")],
            &[("put", "/a", "one_v1"), ("put", "/b", "one")],
            &[
                "silent Client::one sends `PUT /b` instead of `PUT /a`",
                "minor Client::one_v1 was added",
            ],
        ),
        (
            &[("put", "/a", "one"), ("put", "/b", "two")],
            &[("put", "/b", "one")],
            &[
                "silent Client::one sends `PUT /b` instead of `PUT /a`",
                "major Client::two was removed",
            ],
        ),
        // The method and the path are others: nothing shows that it is the same operation.
        (
            &[("put", "/a", "one")],
            &[("post", "/b", "one")],
            &["silent Client::one sends `POST /b` instead of `PUT /a`"],
        ),
        // The operation moved, or has another method, or another ID.
        (
            &[("put", "/a", "one")],
            &[("put", "/b", "one")],
            &["patch pets has other documentation"],
        ),
        (
            &[("put", "/a", "one")],
            &[("patch", "/a", "one")],
            &["patch pets has other documentation"],
        ),
        (
            &[("put", "/a", "one")],
            &[("put", "/a", "two")],
            &["major Client::one was renamed to Client::two"],
        ),
        // Names of parameters and fragments are not sent.
        (
            &[("put", "/a/{x}/b", "one")],
            &[("put", "/a/{y}/b", "one")],
            &["patch pets has other documentation"],
        ),
        (
            &[("put", "/a#x", "one"), ("put", "/a#y", "two")],
            &[("put", "/a#y", "one"), ("put", "/a#x", "two")],
            &[],
        ),
    ] {
        let changes = lines(&compare(&text(old), &text(new)));
        assert_eq!(changes, expected, "{old:?} {new:?}");
    }
}

/// A document that takes `Pet`, a choice between `Cat` and `Dog` with this mapping.
fn taking_a_choice(mapping: &str) -> Surface {
    let object = "type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } }";
    surface(&format!(
        "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    post:
      operationId: add_pet
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }} }}
      responses: {{ '204': {{ description: D. }} }}
  /cats:
    post:
      operationId: add_cat
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Cat' }} }} }} }}
      responses: {{ '204': {{ description: D. }} }}
components:
  schemas:
    Cat: {{ {object} }}
    Dog: {{ {object} }}
    Pet:
      oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}]
      discriminator: {{ propertyName: kind, mapping: {{ {mapping}, dog: Dog }} }}
"
    ))
}

#[test]
fn the_discriminator_that_a_constructor_sets_is_compared() {
    let cases: [(&str, &str, &[&str]); 3] = [
        (
            "cat: Cat",
            "tom: Cat",
            &["silent types::Cat::new sets `kind` to `tom` instead of `cat`"],
        ),
        (
            "cat: Cat, tom: Cat",
            "cat: Cat",
            &[
                "major Client::add_cat no longer takes the argument `kind`",
                "major types::Cat::new no longer takes the argument `kind`",
            ],
        ),
        (
            "cat: Cat",
            "cat: Cat, tom: Cat",
            &[
                "major Client::add_cat takes one more argument, `kind: impl Into<String>`",
                "major types::Cat::new takes one more argument, `kind: impl Into<String>`",
            ],
        ),
    ];
    for (old, new, expected) in cases {
        let changes = compare(&taking_a_choice(old), &taking_a_choice(new));
        let mut found = lines(&changes);
        found.retain(|line| line.contains("::new ") || line.contains("::add_cat "));
        found.retain(|line| !line.starts_with("patch"));
        found.sort();
        assert_eq!(found, expected, "{old} -> {new}");
    }
}

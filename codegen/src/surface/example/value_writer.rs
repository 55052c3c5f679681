//! Values as Rust expressions.

use serde_json::Value;

use crate::examples::Samples;
use crate::model::{
    Constraints, Location, Model, NamedType, Parameter, Presence, Shape, Type, Union, UnionVariant,
};

/// The maximum depth of nested lists in an example.
const DEPTH: usize = 3;

/// The maximum depth of nested objects in an example. A type may need a value of itself.
const OBJECT_DEPTH: usize = 8;

/// The maximum number of objects in an example. Their number can double with each level.
const MAX_OBJECTS: usize = 100;

/// The maximum number of items and entries in an example, of lists and maps that require several. Others have one.
const MAX_ITEMS: usize = 24;

/// The maximum length of a text that is written in full.
const MAX_TEXT: u64 = 40;

/// What is known about the value of an argument.
pub(super) struct Described {
    pub(super) ty: Type,
    pub(super) presence: Presence,
    pub(super) limits: Constraints,
    /// The format of a text, or of the texts in a list.
    pub(super) format: Option<Box<str>>,
    /// Its example in the document, or its default value.
    pub(super) example: Option<Value>,
}

impl Described {
    pub(super) fn of_parameter(parameter: &Parameter) -> Self {
        let mut limits = parameter.constraints.clone();
        if parameter.location == Location::Path && parameter.ty == Type::String {
            limits.min_length = limits.min_length.or(Some(1));
        }
        let example = parameter.example.as_ref().or(parameter.default.as_ref());
        Self {
            ty: parameter.ty.clone(),
            presence: Presence::Required,
            limits,
            format: parameter.format.clone(),
            example: example.cloned(),
        }
    }
}

/// Writes values as Rust expressions.
pub(super) struct ValueWriter<'a> {
    model: &'a Model,
    crate_name: &'a str,
    /// The prefix of the paths of other crates.
    crates: &'a str,
    /// Whether a value names a type of the document.
    pub(super) names_type: bool,
    /// The number of values that are left out because they would be too large.
    left_out: usize,
    /// The number of objects so far.
    objects: usize,
    /// The number of items so far, of lists and maps that require several.
    items: usize,
    /// The names of the unions around the value.
    unions: Vec<&'a str>,
    samples: &'a Samples,
}

/// The place of a value in an example.
#[derive(Clone, Copy)]
struct Place<'v> {
    limits: Option<&'v Constraints>,
    /// The format of a text, or of the texts in a list.
    format: Option<&'v str>,
    /// The value in the document's example.
    example: Option<&'v Value>,
    /// The number of values around it.
    depth: usize,
    /// The index of the item of a list around it. Items of a list may have to differ.
    nth: usize,
}

impl<'v> Place<'v> {
    /// The place of a value inside this one.
    fn inside(self, limits: Option<&'v Constraints>, example: Option<&'v Value>) -> Self {
        Self {
            limits,
            format: None,
            example,
            depth: self.depth + 1,
            nth: self.nth,
        }
    }

    /// The places of so many items of a list.
    fn items(self, count: usize) -> impl Iterator<Item = Self> {
        let limits = self.limits.and_then(|limits| limits.items.as_deref());
        (0..count).map(move |index| Self {
            nth: self.nth + index,
            format: self.format,
            ..self.inside(limits, self.example.and_then(|example| example.get(index)))
        })
    }

    /// So many keys of a map, with the places of their values.
    fn entries(self, count: usize) -> impl Iterator<Item = (String, Self)> {
        let limits = self.limits.and_then(|limits| limits.values.as_deref());
        let shown = self.example.and_then(Value::as_object);
        let mut shown = shown.into_iter().flatten();
        (0..count).map(move |index| {
            let key = match index {
                0 => "key".to_owned(),
                index => format!("key{}", index + 1),
            };
            let (key, value) = shown
                .next()
                .map_or((key, None), |(key, value)| (key.clone(), Some(value)));
            (key, self.inside(limits, value))
        })
    }
}

impl<'a> ValueWriter<'a> {
    /// Creates a writer. The paths of other crates start with `crates`.
    pub(super) fn new(
        model: &'a Model,
        crate_name: &'a str,
        crates: &'a str,
        samples: &'a Samples,
    ) -> Self {
        Self {
            model,
            crate_name,
            crates,
            names_type: false,
            left_out: 0,
            objects: 0,
            items: 0,
            unions: Vec::new(),
            samples,
        }
    }

    /// The number of items to write for a list or a map that requires so many: 1 if the example would become too long.
    fn count(&mut self, least: Option<u64>) -> usize {
        let least = least.and_then(|least| usize::try_from(least).ok());
        let count = least.unwrap_or(1).max(1);
        if count > MAX_ITEMS.saturating_sub(self.items) {
            return 1;
        }
        if count > 1 {
            self.items += count;
        }
        count
    }

    fn items<'v>(&mut self, at: Place<'v>) -> impl Iterator<Item = Place<'v>> + use<'v> {
        let least = at.limits.and_then(|limits| limits.min_items);
        at.items(self.count(least))
    }

    fn entries<'v>(
        &mut self,
        at: Place<'v>,
    ) -> impl Iterator<Item = (String, Place<'v>)> + use<'v> {
        let least = at.limits.and_then(|limits| limits.min_properties);
        at.entries(self.count(least))
    }

    /// An expression for an argument, with the value of the example if it has one that is allowed.
    pub(super) fn argument(&mut self, described: &Described) -> String {
        let place = Place {
            limits: Some(&described.limits),
            format: described.format.as_deref(),
            example: described.example.as_ref(),
            depth: 0,
            nth: 0,
        };
        self.present(&described.ty, described.presence, place)
    }

    fn present(&mut self, ty: &Type, presence: Presence, at: Place<'_>) -> String {
        match presence {
            Presence::RequiredNullable | Presence::OptionalNullable => self.nullable(ty, at),
            _ => self.value(ty, at),
        }
    }

    /// An expression for an argument that may be null: a value, an `Option` or a text. Items are not converted.
    fn nullable(&mut self, ty: &Type, at: Place<'_>) -> String {
        match ty {
            Type::String => self.value(ty, at),
            // The target of a bare `.into()` is ambiguous here.
            Type::Bytes | Type::File | Type::Map(_) => format!("Some({})", self.exact(ty, at)),
            _ => self.exact(ty, at),
        }
    }

    fn value(&mut self, ty: &Type, at: Place<'_>) -> String {
        let no_limits = Constraints::default();
        let limits = at.limits.unwrap_or(&no_limits);
        // A text such as `<id>` is a placeholder of the document.
        let text = at
            .example
            .and_then(Value::as_str)
            .filter(|text| !text.starts_with('<'));
        match ty {
            Type::Unit => "()".to_owned(),
            Type::Bool => {
                let shown = at.example.and_then(Value::as_bool);
                shown.unwrap_or(at.nth.is_multiple_of(2)).to_string()
            }
            Type::Integer(width) => Samples::integer(limits, *width, at.example, at.nth),
            Type::Float(_) => format!("{:?}", Samples::float(limits, at.example, at.nth)),
            Type::String => {
                // Documents often have numbers as examples of texts.
                let number = at.example.filter(|shown| shown.is_number());
                let number = number.map(ToString::to_string);
                self.text(limits, at.format, text.or(number.as_deref()), at.nth)
            }
            Type::Date => {
                format!("{}chrono::DateTime::UNIX_EPOCH.date_naive()", self.crates)
            }
            Type::DateTime => format!("{}chrono::DateTime::UNIX_EPOCH", self.crates),
            Type::Uuid => format!("{}uuid::uuid!({:?})", self.crates, Samples::uuid(text)),
            Type::Bytes => "\"text\"".to_owned(),
            Type::File => "b\"text\".to_vec()".to_owned(),
            Type::Multipart => format!("{}::runtime::Multipart::new()", self.crate_name),
            Type::Json => match text {
                Some(text) => format!("{text:?}"),
                None => self.json("{}"),
            },
            Type::JsonObject => self.map(&Type::Json, at),
            // A type may contain a list of itself.
            Type::List(_) if at.depth > DEPTH => "[]".to_owned(),
            Type::List(item) => {
                // Items are converted by `Into` like arguments, except for JSON.
                let items = self.items(at).map(|at| match **item {
                    Type::Json => self.exact(item, at),
                    _ => self.inner(item, at),
                });
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            Type::Map(value) => self.map(value, at),
            Type::Tuple(items) => self.tuple(items, at),
            Type::Nullable(_) => self.exact(ty, at),
            Type::Boxed(value) => self.value(value, at),
            Type::Named(id) => self.named(self.model.named(*id), at),
        }
    }

    /// An expression for a text. A long one without a meaning is not written in full.
    fn text(
        &self,
        limits: &Constraints,
        format: Option<&str>,
        shown: Option<&str>,
        nth: usize,
    ) -> String {
        let text = || format!("{:?}", self.samples.text(limits, format, shown, nth));
        match limits.min_length.filter(|least| *least > MAX_TEXT) {
            Some(least) if shown.is_none() && limits.pattern.is_none() => {
                let letter = char::from(b'a' + u8::try_from(nth % 26).unwrap_or_default());
                format!("\"{letter}\".repeat({least})")
            }
            _ => text(),
        }
    }

    fn json(&self, value: &str) -> String {
        format!("{}serde_json::json!({value})", self.crates)
    }

    fn tuple(&mut self, items: &[Type], at: Place<'_>) -> String {
        let items = items.iter().enumerate().map(|(index, item)| {
            let shown = at.example.and_then(|example| example.get(index));
            let limits = at.limits.and_then(|limits| limits.tuple.get(index));
            self.exact(item, at.inside(limits, shown))
        });
        let items: Vec<_> = items.collect();
        let comma = if items.len() == 1 { "," } else { "" };
        format!("({}{comma})", items.join(", "))
    }

    fn map(&mut self, value: &Type, at: Place<'_>) -> String {
        let entries = self.entries(at);
        let entries = entries.map(|(key, at)| format!("({key:?}, {})", self.inner(value, at)));
        format!("[{}]", entries.collect::<Vec<_>>().join(", "))
    }

    /// An expression for an item of a list, or a value of a map, that is an argument. Inner collections are not
    /// converted.
    fn inner(&mut self, ty: &Type, at: Place<'_>) -> String {
        match ty {
            Type::JsonObject | Type::List(_) | Type::Map(_) | Type::Boxed(_) => self.exact(ty, at),
            _ => self.value(ty, at),
        }
    }

    /// An expression of exactly the type `ty`, for positions without a conversion.
    fn exact(&mut self, ty: &Type, at: Place<'_>) -> String {
        match ty {
            Type::String | Type::Bytes | Type::File => format!("{}.into()", self.value(ty, at)),
            Type::Json => {
                let example = at
                    .example
                    .map_or_else(|| "{}".to_owned(), ToString::to_string);
                self.json(&example)
            }
            Type::JsonObject if at.limits.is_some_and(|it| it.min_properties.is_some()) => {
                let entries = self.exact_entries(&Type::Json, at);
                format!("{}serde_json::Map::from_iter({entries})", self.crates)
            }
            Type::JsonObject => format!("{}serde_json::Map::new()", self.crates),
            Type::List(_) if at.depth > DEPTH => "vec![]".to_owned(),
            Type::List(item) => {
                let items = self.items(at).map(|at| self.exact(item, at));
                format!("vec![{}]", items.collect::<Vec<_>>().join(", "))
            }
            Type::Map(value) => format!("{}.into()", self.exact_entries(value, at)),
            Type::Nullable(value) => format!("Some({})", self.exact(value, at)),
            Type::Boxed(value) => format!("Box::new({})", self.exact(value, at)),
            _ => self.value(ty, at),
        }
    }

    /// The entries of a map, of exactly its type.
    fn exact_entries(&mut self, value: &Type, at: Place<'_>) -> String {
        let entries = self.entries(at).map(|(key, at)| {
            let value = self.exact(value, at);
            format!("({key:?}.into(), {value})")
        });
        format!("[{}]", entries.collect::<Vec<_>>().join(", "))
    }

    fn named(&mut self, named: &'a NamedType, at: Place<'_>) -> String {
        let name = &named.name;
        self.objects += 1;
        if at.depth > OBJECT_DEPTH || self.objects > MAX_OBJECTS {
            self.names_type = true;
            self.left_out += 1;
            return format!("todo!() as {name}");
        }
        match &named.shape {
            Shape::Enum(item) => {
                self.names_type = true;
                let mut values = item.values.iter();
                let preferred = values.find(|value| Some(&value.value) == at.example);
                let other = item.values.get(at.nth % item.values.len().max(1));
                format!(
                    "{name}::{}",
                    preferred
                        .or(other)
                        .map_or("Unknown", |value| &value.variant)
                )
            }
            Shape::Object(object) => {
                self.names_type = true;
                let required = object.properties.iter().filter(|it| it.is_argument());
                let values: Vec<_> = required
                    .map(|property| {
                        let own = at.example.and_then(|example| example.get(&property.name));
                        let own = own.or(property.example.as_ref());
                        let text = own.and_then(Value::as_str);
                        let selected = property.selected_value(text).map(Value::from);
                        let own = selected.as_ref().or(own);
                        let at = Place {
                            format: property.format.as_deref(),
                            ..at.inside(Some(&property.constraints), own)
                        };
                        self.present(&property.ty, property.presence, at)
                    })
                    .collect();
                format!("{name}::new({})", values.join(", "))
            }
            Shape::Union(union) => {
                self.names_type = true;
                self.union(named, union, at)
            }
            Shape::Newtype(ty, limits) => {
                self.names_type = true;
                let at = at.inside(Some(limits), at.example);
                let inner = match ty {
                    Type::List(_) if limits.min_items.is_none() => "vec![]".to_owned(),
                    Type::Map(_) if limits.min_properties.is_none() => {
                        "std::collections::BTreeMap::new()".to_owned()
                    }
                    Type::Map(value) => {
                        let entries = self.exact_entries(value, at);
                        format!("std::collections::BTreeMap::from({entries})")
                    }
                    other => self.exact(other, at),
                };
                format!("{name}::from({inner})")
            }
            // An argument is never a response.
            Shape::Responses(_) => "Default::default()".to_owned(),
        }
    }

    /// The first variant that the example fits and whose value is small enough, or arbitrary JSON.
    fn union(&mut self, named: &'a NamedType, union: &'a Union, at: Place<'_>) -> String {
        let name = &named.name;
        let variants = union.variants.iter();
        let mut variants: Vec<_> = variants
            .filter(|it| {
                at.example
                    .is_none_or(|value| can_have(self.model, union, it, value))
            })
            .collect();
        if self.unions.contains(&name.as_str()) {
            // Variants that need values of their own union make the example larger than it has to be.
            variants.sort_by_key(|it| needs(self.model, &it.ty));
        }
        self.unions.push(name);
        let found = variants.into_iter().find_map(|variant| {
            if self.objects > MAX_OBJECTS {
                return None;
            }
            let at = at.inside(Some(&variant.constraints), at.example);
            let left_out = self.left_out;
            let value = self.exact(&variant.ty, at);
            if self.left_out > left_out {
                self.left_out = left_out;
                return None;
            }
            Some(format!("{name}::{}({value})", variant.name))
        });
        self.unions.pop();
        found.unwrap_or_else(|| {
            let example = at
                .example
                .map_or_else(|| "{}".to_owned(), ToString::to_string);
            format!("{name}::Unknown({})", self.json(&example))
        })
    }
}

/// The number of named types that a value of a type needs at once, apart from enums.
fn needs(model: &Model, ty: &Type) -> usize {
    let is_nested = |ty: &Type| match ty.unboxed() {
        Type::Named(id) => !matches!(model.named(*id).shape, Shape::Enum(_)),
        _ => false,
    };
    let arguments = model.properties(ty).iter();
    let arguments = arguments.filter(|it| it.is_argument());
    arguments.filter(|it| is_nested(&it.ty)).count()
}

/// Whether a variant can have the value of an example.
fn can_have(model: &Model, union: &Union, variant: &UnionVariant, example: &Value) -> bool {
    if let Some(tagged) = union.tag_of(example) {
        return variant.values.contains(&tagged);
    }
    match (variant.ty.unboxed(), example) {
        (Type::Bool, Value::Bool(_))
        | (Type::String, Value::String(_))
        | (Type::List(_), Value::Array(_))
        | (Type::Map(_) | Type::JsonObject, Value::Object(_)) => true,
        (Type::Integer(_), value) => value.is_i64() || value.is_u64(),
        (Type::Float(_), value) => value.is_number(),
        (Type::Named(id), value) => match &model.named(*id).shape {
            Shape::Enum(item) => item.values.iter().any(|it| it.value == *value),
            Shape::Object(object) => object.properties.iter().all(|property| {
                value.is_object()
                    && (!property.is_argument() || value.get(&property.name).is_some())
            }),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Module, Options, Source, generate};

    fn generated(text: &str) -> Module {
        let source = Source {
            name: "pets.yaml",
            text,
        };
        generate(&source, &Options::default()).expect("the document is valid")
    }

    /// Returns the example of an operation whose body is `A`, one of these schemas.
    fn example_of_body(schemas: &str) -> String {
        example_with_value("", schemas)
    }

    /// Like [`example_of_body`], with this example beside the schema.
    fn example_with_value(value: &str, schemas: &str) -> String {
        let module = generated(&format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    post:\n      operationId: send_a\n      \
             requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }}{value} }} }} }}\n      \
             responses: {{ '204': {{ description: Done. }} }}\ncomponents:\n  schemas:\n{schemas}"
        ));
        module.surface.first_example
    }

    #[test]
    fn the_example_of_a_type_that_needs_itself_ends() {
        for kind in [
            "$ref: '#/components/schemas/A'",
            "type: object, minProperties: 1, additionalProperties: { $ref: '#/components/schemas/A' }",
        ] {
            let schema = format!(
                "    A: {{ type: object, required: [a], properties: {{ a: {{ {kind} }} }} }}\n"
            );
            let example = example_of_body(&schema);
            assert!(example.contains("todo!() as A"), "{example}");
        }
    }

    #[test]
    fn the_example_of_nested_lists_and_maps_with_several_items_is_short() {
        for (start, end) in [
            (
                "{ type: object, minProperties: 8, additionalProperties: ",
                " }",
            ),
            ("{ type: array, minItems: 8, items: ", " }"),
        ] {
            let nested = format!("{}{{ type: integer }}{}", start.repeat(12), end.repeat(12));
            let schema = format!(
                "    A: {{ type: object, required: [a], properties: {{ a: {nested} }} }}\n"
            );
            let example = example_of_body(&schema);
            assert!(example.len() < 20_000, "{} bytes", example.len());
        }
    }

    #[test]
    fn the_example_of_types_that_each_need_several_others_is_short() {
        let names = ["A", "B", "C", "D", "E", "F", "G"];
        let schemas = names.windows(2).map(|pair| {
            let next = format!("{{ $ref: '#/components/schemas/{}' }}", pair[1]);
            format!(
                "    {}: {{ type: object, required: [x, y, z], properties: {{ x: {next}, y: {next}, z: {next} }} }}\n",
                pair[0]
            )
        });
        let last = "    G: { type: object, required: [x], properties: { x: { type: string } } }\n";
        let example = example_of_body(&format!("{}{last}", schemas.collect::<String>()));
        assert!(
            example.matches("::new(").count() <= MAX_OBJECTS,
            "{example}"
        );
    }

    #[test]
    fn the_example_of_a_union_is_the_first_variant_that_is_possible() {
        let object = |name: &str, properties: &str| {
            let required: Vec<_> = properties
                .split(", ")
                .filter_map(|it| it.split(':').next())
                .collect();
            format!(
                "    {name}: {{ type: object, required: [{}], properties: {{ {properties} }} }}\n",
                required.join(", ")
            )
        };
        let any_of = |names: &[&str], more: &str| {
            let parts: Vec<_> = names
                .iter()
                .map(|it| format!("{{ $ref: '#/components/schemas/{it}' }}"))
                .collect();
            format!("    A: {{ oneOf: [{}]{more} }}\n", parts.join(", "))
        };
        let kind = ", discriminator: { propertyName: kind }";
        let b = object("B", "kind: { type: string }, n: { type: integer }");
        let c = object("C", "kind: { type: string }, t: { type: string }");
        let inner = "{ $ref: '#/components/schemas/A' }";
        let d = object("D", &format!("l: {inner}, r: {inner}"));
        let endless = object("D", "d: { $ref: '#/components/schemas/D' }");
        let both = |more: &str| any_of(&["B", "C"], more) + &b + &c;
        for (schemas, value, expected) in [
            (both(kind), "", "A::B(B::new(1))"),
            (both(""), "", "A::B(B::new(\"text\", 1))"),
            (both(kind), "{ kind: C, t: x }", "A::C(C::new(\"x\"))"),
            (both(""), "{ kind: z, t: x }", "A::C(C::new(\"z\", \"x\"))"),
            (
                both(kind),
                "{ kind: D }",
                "A::Unknown(serde_json::json!({\"kind\":\"D\"}))",
            ),
            (
                any_of(&["D", "B"], "") + &b + &endless,
                "",
                "A::B(B::new(\"text\", 1))",
            ),
            (
                any_of(&["D", "B"], kind) + &b + &d,
                "",
                "A::D(Box::new(D::new(A::B(B::new(1)), A::B(B::new(1)))))",
            ),
        ] {
            let value = match value {
                "" => String::new(),
                value => format!(", example: {value}"),
            };
            let example = example_with_value(&value, &schemas);
            assert!(
                flat(&example).contains(&flat(expected)),
                "{expected}\n{example}"
            );
        }
    }

    /// The call in the example of an operation whose body has the property `b`.
    fn call_with(required: &str, schema: &str) -> String {
        let module = generated(&format!(
            "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /:
    post:
      operationId: a
      requestBody:
        required: true
        content:
          application/json:
            schema: {{ type: object, required: [{required}], properties: {{ b: {schema} }} }}
      responses: {{ '204': {{ description: D. }} }}
"
        ));
        call_of(&module)
    }

    /// The call in the example of an operation with this parameter.
    fn call_of_parameter(path: &str, parameter: &str) -> String {
        call_of(&generated(&format!(
            "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  {path}:
    get:
      operationId: a
      parameters: [{parameter}]
      responses: {{ '204': {{ description: D. }} }}
"
        )))
    }

    /// The call in the example of the only operation.
    fn call_of(module: &Module) -> String {
        let docs = module.surface.operations[0].method().docs.text();
        let start = docs.find("\nclient").expect("the example has a call");
        let call = docs[start..].split("\n# ").next();
        call.unwrap_or_default().trim().to_owned()
    }

    /// The text without white space and without commas after last arguments.
    fn flat(text: &str) -> String {
        let text = text.split_whitespace().collect::<String>();
        text.replace(",)", ")")
    }

    #[test]
    fn an_argument_that_may_be_null_has_the_type_of_its_value() {
        let cases = [
            ("type: string", "\"text\""),
            ("type: integer", "1"),
            (
                "type: array, items: { type: string }",
                "vec![\"text\".into()]",
            ),
            (
                "type: array, items: { type: integer, nullable: true }",
                "vec![Some(1)]",
            ),
            (
                "type: object, additionalProperties: { type: string }",
                "Some([(\"key\".into(), \"text\".into())].into())",
            ),
            (
                "type: object, additionalProperties: true",
                "serde_json::Map::new()",
            ),
        ];
        for (schema, expected) in cases {
            let schema = format!("{{ nullable: true, {schema} }}");
            let required = call_with("b", &schema);
            assert_eq!(required, format!("client.a({expected}).send().await?;"));
            let optional = call_with("", &schema);
            assert_eq!(optional, format!("client.a().b({expected}).send().await?;"));
        }
    }

    #[test]
    fn the_value_of_an_argument_satisfies_its_constraints() {
        let letters = "\"a\".repeat(64)";
        for (schema, expected) in [
            ("type: string, minLength: 8", "\"textabcd\""),
            ("type: string, maxLength: 2", "\"te\""),
            ("type: string, minLength: 64", letters),
            ("type: string, maxLength: 3, example: long", "\"tex\""),
            ("type: string, minLength: 5, example: hello", "\"hello\""),
            ("type: string, example: 5", "\"5\""),
            ("type: string, pattern: '^[A-Z]{2}$'", "\"AB\""),
            ("type: string, pattern: '^[a-z]+$'", "\"text\""),
            ("type: string, pattern: '^[A-Z]{2}$', example: ZZ", "\"ZZ\""),
            ("type: string, pattern: '^(?=a)', example: b", "\"b\""),
            ("type: string, format: email", "\"user1@example.com\""),
            ("type: string, format: email, example: a@b.c", "\"a@b.c\""),
            ("type: string, format: uri, maxLength: 9", "\"text\""),
            (
                "type: string, format: uuid, example: 0B14D501-A594-4954-8C01-13D7A1EEC9B5",
                "uuid::uuid!(\"0b14d501-a594-4954-8c01-13d7a1eec9b5\")",
            ),
            (
                "type: string, format: uuid, example: none",
                "uuid::uuid!(\"123e4567-e89b-12d3-a456-426614174000\")",
            ),
            ("type: string, format: unknown", "\"text\""),
            (
                "type: array, minItems: 2, items: { type: string, format: email }",
                "[\"user1@example.com\", \"user2@example.com\"]",
            ),
            ("type: integer, minimum: 10", "10"),
            ("type: integer, minimum: 10, exclusiveMinimum: true", "11"),
            ("type: integer, multipleOf: 5", "5"),
            ("type: integer, maximum: 0", "0"),
            ("type: integer, minimum: 10, example: 3", "10"),
            ("type: integer, format: int8, example: 300", "1"),
            ("type: number, minimum: 0.5, maximum: 0.75", "0.5"),
            ("type: number, example: 2.5", "2.5"),
            (
                "type: array, minItems: 2, items: { type: string }",
                "[\"text\", \"text2\"]",
            ),
            (
                "type: array, minItems: 2, example: [x], items: { type: string, maxLength: 1 }",
                "[\"x\", \"2\"]",
            ),
            (
                "type: array, minItems: 500, items: { type: integer, minimum: 7 }",
                "[7]",
            ),
            (
                "type: array, minItems: 2, items: { type: array, minItems: 2, items: { type: boolean } }",
                "[vec![true, false], vec![false, true]]",
            ),
            (
                "type: object, minProperties: 2, additionalProperties: { type: string, maxLength: 2 }",
                "[(\"key\", \"te\"), (\"key2\", \"te\")]",
            ),
            (
                "type: array, minItems: 1, items: { type: object, minProperties: 1, additionalProperties: true }",
                "[serde_json::Map::from_iter([(\"key\".into(), serde_json::json!({}))])]",
            ),
        ] {
            let call = call_with("b", &format!("{{ {schema} }}"));
            let expected = format!("client.a({expected}).send().await?;");
            assert_eq!(flat(&call), flat(&expected), "{schema}");
        }
    }

    #[test]
    fn an_argument_of_a_named_list_has_as_many_items_as_it_needs() {
        for (limit, expected) in [
            ("", "A::from(vec![])"),
            (", minItems: 2", "A::from(vec![A::from(vec!["),
        ] {
            let schema = format!(
                "    A: {{ type: array, items: {{ $ref: '#/components/schemas/A' }}{limit} }}\n"
            );
            let example = example_of_body(&schema);
            assert!(flat(&example).contains(&flat(expected)), "{example}");
        }
    }

    #[test]
    fn a_path_parameter_has_a_value_that_is_not_empty() {
        let parameter =
            "{ name: id, in: path, required: true, schema: { type: string, default: '' } }";
        let call = call_of_parameter("/{id}", parameter);
        assert_eq!(call, "client.a(\"text\").send().await?;");
    }

    #[test]
    fn a_required_parameter_has_its_default_value() {
        for (schema, expected) in [
            ("type: string, default: v2", "\"v2\""),
            ("type: string, default: v2, example: v1", "\"v1\""),
            ("type: string, default: v2, maxLength: 1", "\"t\""),
        ] {
            let parameter =
                format!("{{ name: version, in: query, required: true, schema: {{ {schema} }} }}");
            let call = call_of_parameter("/", &parameter);
            assert_eq!(call, format!("client.a({expected}).send().await?;"));
        }
    }
}

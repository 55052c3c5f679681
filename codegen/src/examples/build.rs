//! Builds the example of a type from its schema and from the document's examples.

use serde_json::{Map, Number, Value};

use super::Example;
use super::fits::fits;
use super::least;
use super::numbers;
use super::pattern::Patterns;
use super::scalars;
use super::schemas::{self, Schemas, count, items, tuple_item, values};
use super::written::written;
use crate::document::Node;
use crate::lower::shape::union_parts;
use crate::model::{
    Content, Enum, Integer, Model, Object, Presence, Property, Shape, Type, TypeId, Union, tag_text,
};

/// The number of values in an example from which on only required properties are added.
const ENOUGH: usize = 80;

/// The depth of objects up to which optional properties are added.
const MAX_FULL_DEPTH: usize = 3;

/// The maximum least size of an optional property.
const MAX_OPTIONAL: usize = 60;

/// The maximum number of values in an example.
const MAX_VALUES: usize = 4_000;

/// The maximum number of items of a list, and of additional properties, that an example of the document has.
const MAX_SHOWN: usize = 3;

/// The maximum number of items that a constraint can demand.
const MAX_ITEMS: usize = 64;

/// The maximum number of alternatives that are tried for an example.
const MAX_TRIALS: usize = 200;

/// The maximum number of steps to read and to validate the values of a type.
const MAX_STEPS: usize = 100_000;

/// The depth of named types from which on the smallest alternative of a union is taken.
const MAX_TRIAL_DEPTH: usize = 8;

/// The maximum depth of named types.
const MAX_DEPTH: usize = 96;

/// The values that an example has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The values of the document's examples, and all properties of a type without an example.
    Examples,
    /// The values of the examples of properties.
    Properties,
    /// No values of examples, and only required properties.
    Required,
}

impl Mode {
    /// The modes, best first.
    pub(super) const ALL: [Self; 3] = [Self::Examples, Self::Properties, Self::Required];
}

pub(super) struct Builder<'a> {
    pub schemas: &'a Schemas<'a>,
    /// The first example of each type inside other examples.
    hints: &'a [Option<&'a Node>],
    /// The least size of each type.
    least: &'a [usize],
    patterns: Patterns,
    mode: Mode,
    /// The number of values so far.
    size: usize,
    /// The number of alternatives that have been tried.
    trials: usize,
    /// The remaining steps to read and to validate values.
    steps: usize,
    /// The named types around the value.
    open: Vec<TypeId>,
    /// The number of objects around the value.
    objects: usize,
    /// The index of the item of a list around the value. Items of a list differ.
    nth: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        schemas: &'a Schemas<'a>,
        hints: &'a [Option<&'a Node>],
        least: &'a [usize],
    ) -> Self {
        Self {
            schemas,
            hints,
            least,
            patterns: Patterns::default(),
            mode: Mode::Examples,
            size: 0,
            trials: 0,
            steps: 0,
            open: Vec::new(),
            objects: 0,
            nth: 0,
        }
    }

    fn model(&self) -> &'a Model {
        self.schemas.model
    }

    /// The example of a named type, as the type writes it.
    pub(super) fn example(&mut self, id: TypeId, mode: Mode) -> Option<Example> {
        let schema = self.schemas.named(id)?;
        self.value_of(mode, schema, &Type::Named(id))
    }

    /// The example of the first successful response of an operation.
    pub(super) fn response(&mut self, id: TypeId) -> Option<Example> {
        let Shape::Responses(responses) = &self.model().named(id).shape else {
            return None;
        };
        let first = responses.variants.first()?;
        let Content::Json(ty) = &first.content else {
            return Some(Example {
                value: Value::from("text"),
                is_valid: true,
            });
        };
        let schema = self.schemas.response(&responses.operation, first.status);
        let mut readable = None;
        for mode in Mode::ALL {
            let example = self.value_of(mode, schema, ty);
            if example.as_ref().is_some_and(|example| example.is_valid) {
                return example;
            }
            readable = readable.or(example);
        }
        readable
    }

    fn value_of(&mut self, mode: Mode, schema: &'a Node, ty: &Type) -> Option<Example> {
        self.mode = mode;
        (self.size, self.trials, self.nth, self.objects) = (0, 0, 0, 0);
        self.steps = MAX_STEPS;
        self.open.clear();
        let value = self.value("value", ty, schema, None)?;
        // The final checks do not depend on the cost of the attempts.
        self.steps = MAX_STEPS;
        let value = self.written(ty, &value)?;
        // The second time shows that the type reads what it writes as the same.
        let is_stable = self.written(ty, &value).as_ref() == Some(&value);
        let is_valid = is_stable && self.fits(schema, &value);
        Some(Example { value, is_valid })
    }

    /// What a type writes after it has read a value.
    fn written(&mut self, ty: &Type, value: &Value) -> Option<Value> {
        written(self.schemas.model, &mut self.steps, ty, value)
    }

    /// Whether a value is known to satisfy a schema.
    fn fits(&mut self, schema: &Node, value: &Value) -> bool {
        fits(
            self.schemas,
            &mut self.patterns,
            &mut self.steps,
            schema,
            value,
        )
    }

    /// A value of a type. `name` is the name of its property, and `hint` its part of an example of the document.
    fn value(
        &mut self,
        name: &str,
        ty: &Type,
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        self.size += 1;
        if self.size > MAX_VALUES {
            return None;
        }
        match ty {
            Type::Boxed(inner) | Type::Nullable(inner) => self.value(name, inner, schema, hint),
            Type::Named(id) => self.named(*id, name, schema, hint),
            Type::List(item) => self.list(name, item, schema, self.shown(schema, hint)),
            Type::Tuple(types) => self.tuple(name, types, schema, self.shown(schema, hint)),
            Type::Map(value) => Some(self.map(value, schema, self.shown(schema, hint))),
            scalar => self.scalar(name, scalar, schema, hint),
        }
    }

    /// The example of the document for a value: its part of an outer example, or the example of its schema.
    fn shown(&self, schema: &'a Node, hint: Option<&'a Node>) -> Option<&'a Node> {
        let own = match self.mode {
            Mode::Required => None,
            Mode::Examples | Mode::Properties => schema.get("example"),
        };
        let hint = hint.or(own);
        hint.filter(|hint| !hint.is_null())
    }

    fn named(
        &mut self,
        id: TypeId,
        name: &str,
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let own = self.schemas.named(id)?;
        if self.least[id.0] == least::INFINITE || self.open.len() > MAX_DEPTH {
            return None;
        }
        let hint = self.shown(schema, hint);
        let inside = match self.mode {
            Mode::Examples => self.hints[id.0],
            Mode::Properties | Mode::Required => None,
        };
        // Items of a list differ, so that only the first one is the same example.
        let hint = hint.or(inside.filter(|_| self.nth == 0));
        self.open.push(id);
        let value = match &self.model().named(id).shape {
            Shape::Object(object) => self.object(object, own, hint),
            Shape::Enum(item) => self.enum_value(item, own, schema, hint),
            Shape::Union(union) => {
                let at = UnionPlace {
                    id,
                    union,
                    name,
                    schema: own,
                };
                self.union(&at, hint)
            }
            Shape::Newtype(ty, _) => self.value(name, ty, own, hint),
            Shape::Responses(_) => None,
        };
        self.open.pop();
        value
    }

    fn tuple(
        &mut self,
        name: &str,
        types: &[Type],
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let shown = |index| hint.and_then(|hint| hint.as_array()?.get(index));
        let items = types.iter().enumerate();
        let items =
            items.map(|(index, ty)| self.value(name, ty, tuple_item(schema, index), shown(index)));
        items.collect()
    }

    fn object(
        &mut self,
        object: &Object,
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let hint = hint.filter(|hint| hint.as_object().is_some());
        let schema_of = |property: &Property| schemas::property(schema, &property.name);
        let required = object.properties.iter();
        let required = required.filter(|it| it.presence.is_required()).count();
        let most = count(schema, "maxProperties").unwrap_or(usize::MAX);
        let mut room = most.saturating_sub(required);
        let least = count(schema, "minProperties").unwrap_or_default();
        self.objects += 1;
        let mut out = Map::new();
        let mut left_out = Vec::new();
        for property in object.declared() {
            let (name, schema) = (property.name.as_str(), schema_of(property));
            let shown = hint.and_then(|hint| hint.get(name));
            let is_required = property.presence.is_required();
            if shown.is_some_and(Node::is_null) && can_be_null(property.presence) {
                if is_required || room > 0 {
                    room -= usize::from(!is_required);
                    out.insert(name.to_owned(), Value::Null);
                }
                continue;
            }
            let shown = shown.filter(|shown| !shown.is_null());
            let is_included = is_required
                || shown.is_some()
                || (hint.is_none() && self.is_full() && !self.is_recursive(&property.ty));
            if !is_required && (!is_included || room == 0 || self.is_large(&property.ty, schema)) {
                left_out.push(property);
                continue;
            }
            let is_left_out = property.presence == Presence::RequiredNullable
                && shown.is_none()
                && (self.size >= ENOUGH
                    || self.is_recursive(&property.ty)
                    || self.is_large(&property.ty, schema));
            if is_left_out {
                out.insert(name.to_owned(), Value::Null);
                continue;
            }
            match self.value(name, &property.ty, schema, shown) {
                Some(value) => {
                    let selected = property.selected_value(value.as_str()).map(Value::from);
                    let value = selected.unwrap_or(value);
                    room -= usize::from(!is_required);
                    out.insert(name.to_owned(), value);
                }
                None if property.presence == Presence::RequiredNullable => {
                    out.insert(name.to_owned(), Value::Null);
                }
                None if is_required => {
                    self.objects -= 1;
                    return None;
                }
                None => {}
            }
        }
        for property in left_out {
            let schema = schema_of(property);
            if out.len() >= least || self.is_large(&property.ty, schema) {
                continue;
            }
            if let Some(value) = self.value(&property.name, &property.ty, schema, None) {
                out.insert(property.name.clone(), value);
            }
        }
        if object.rest().is_some() {
            let is_other = |name: &str| !object.declares(name);
            let limits = least..most;
            self.entries(object.rest_type(), schema, hint, limits, is_other, &mut out);
        }
        self.objects -= 1;
        Some(Value::Object(out))
    }

    /// Adds additional properties to `out`: those of the example, and as many as the schema demands.
    fn entries(
        &mut self,
        ty: &Type,
        schema: &'a Node,
        hint: Option<&'a Node>,
        limits: std::ops::Range<usize>,
        is_other: impl Fn(&str) -> bool,
        out: &mut Map<String, Value>,
    ) {
        let shown = hint.into_iter().flat_map(Node::entries);
        let shown = shown.filter(|(name, _)| is_other(name)).take(MAX_SHOWN);
        for (name, entry) in shown {
            if out.len() < limits.end
                && let Some(value) = self.value(name, ty, values(schema), Some(&entry.value))
            {
                out.insert(name.to_owned(), value);
            }
        }
        let least = limits.start.min(MAX_ITEMS);
        for nth in 1..=least {
            let name = format!("key{nth}");
            if out.len() < least
                && is_other(&name)
                && let Some(value) = self.value(&name, ty, values(schema), None)
            {
                out.insert(name, value);
            }
        }
    }

    /// Whether an optional property of the innermost object is included.
    fn is_full(&self) -> bool {
        let is_near = self.objects == 1 || (self.objects <= MAX_FULL_DEPTH && self.size < ENOUGH);
        is_near && self.mode != Mode::Required
    }

    /// Whether a type contains one that is around the value.
    fn is_recursive(&self, ty: &Type) -> bool {
        ty.any(|ty| matches!(ty, Type::Named(id) if self.open.contains(id)))
    }

    fn is_large(&self, ty: &Type, schema: &Node) -> bool {
        least::of(self.least, ty, schema) > MAX_OPTIONAL
    }

    fn enum_value(
        &self,
        item: &Enum,
        schema: &Node,
        at: &Node,
        hint: Option<&Node>,
    ) -> Option<Value> {
        let default = at.get("default").or(schema.get("default"));
        let default = default.filter(|_| self.nth == 0 && self.mode != Mode::Required);
        let mut shown = hint.into_iter().chain(default);
        let is_listed = |shown: &Node| {
            let shown = shown.to_json();
            item.values.iter().any(|it| it.value == shown)
        };
        if let Some(shown) = shown.find(|shown| is_listed(shown)) {
            return Some(shown.to_json());
        }
        let index = self.nth % item.values.len().max(1);
        item.values.get(index).map(|it| it.value.clone())
    }

    fn union(&mut self, at: &UnionPlace<'a, '_>, hint: Option<&'a Node>) -> Option<Value> {
        let (variants, parts) = (&at.union.variants, union_parts(at.schema)?);
        let mut order: Vec<_> = (0..variants.len().min(parts.len())).collect();
        let size = |index: &usize| least::of(self.least, &variants[*index].ty, &parts[*index]);
        order.retain(|index| size(index) != least::INFINITE);
        let smallest = order.iter().copied().min_by_key(size)?;
        let is_inside_itself = self.open.iter().filter(|open| **open == at.id).count() > 1;
        let is_minimal = self.mode == Mode::Required
            || self.size >= ENOUGH
            || self.objects > 1
            || is_inside_itself;
        if is_minimal {
            order.sort_by_key(size);
        }
        // Another start makes the items of a list differ.
        let start = self.nth % order.len();
        order.rotate_left(start);
        let shown = hint.and_then(|hint| self.first_fitting(at, &order, Some(hint)));
        shown
            .or_else(|| self.first_fitting(at, &order, None))
            .or_else(|| self.variant(at, smallest, None))
    }

    /// The first variant whose value satisfies the schema of the union, and that the union writes as it is.
    fn first_fitting(
        &mut self,
        at: &UnionPlace<'a, '_>,
        order: &[usize],
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        for index in order {
            self.trials += 1;
            if self.trials > MAX_TRIALS || self.open.len() > MAX_TRIAL_DEPTH {
                return None;
            }
            let (size, objects, open) = (self.size, self.objects, self.open.len());
            let value = self.variant(at, *index, hint);
            self.objects = objects;
            self.open.truncate(open);
            let value = value.and_then(|value| self.written(&Type::Named(at.id), &value));
            if let Some(value) = value
                && self.fits(at.schema, &value)
            {
                return Some(value);
            }
            self.size = size;
        }
        None
    }

    /// The value of a variant, with the discriminator that selects it.
    fn variant(
        &mut self,
        at: &UnionPlace<'a, '_>,
        index: usize,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let variant = at.union.variants.get(index)?;
        let part = union_parts(at.schema)?.get(index)?;
        let mut value = self.value(at.name, &variant.ty, part, hint)?;
        let tag = at.union.tag.as_ref();
        if let Some(tag) = tag.and_then(|tag| value.get_mut(tag))
            && !variant
                .values
                .iter()
                .any(|listed| tag_text(tag).as_ref() == Some(listed))
            && let Some(first) = variant.values.first()
        {
            *tag = Value::from(first.as_str());
        }
        Some(value)
    }

    fn list(
        &mut self,
        name: &str,
        item: &Type,
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let least = count(schema, "minItems").unwrap_or_default().min(MAX_ITEMS);
        let most = count(schema, "maxItems").unwrap_or(usize::MAX);
        let is_unique = schema.flag("uniqueItems");
        let is_shown = hint.is_some_and(|hint| hint.as_array().is_some());
        let mut out: Vec<Value> = Vec::new();
        let shown = hint.into_iter().flat_map(Node::items);
        for shown in shown.take(MAX_SHOWN.max(least).min(most)) {
            if let Some(value) = self.value(name, item, items(schema), Some(shown))
                && !(is_unique && out.contains(&value))
            {
                out.push(value);
            }
        }
        let is_wanted = !is_shown && self.is_full_list() && !self.is_recursive(item);
        let is_wanted = is_wanted && !self.is_large(item, items(schema));
        let wanted = least.max(usize::from(is_wanted)).min(most);
        let before = self.nth;
        for nth in 0..wanted.saturating_mul(3) {
            if out.len() >= wanted {
                break;
            }
            self.nth = before + nth;
            let Some(value) = self.value(singular(name), item, items(schema), None) else {
                break;
            };
            if !(is_unique && out.contains(&value)) {
                out.push(value);
            }
        }
        self.nth = before;
        (out.len() >= least).then_some(Value::Array(out))
    }

    /// Whether a list that may be empty has an item.
    fn is_full_list(&self) -> bool {
        self.mode != Mode::Required && self.size < ENOUGH && self.objects <= 2
    }

    fn map(&mut self, value: &Type, schema: &'a Node, hint: Option<&'a Node>) -> Value {
        let least = count(schema, "minProperties").unwrap_or_default();
        let most = count(schema, "maxProperties").unwrap_or(usize::MAX);
        let is_shown = hint.is_some_and(|hint| hint.as_object().is_some());
        let is_wanted = !is_shown && self.is_full_list() && !self.is_recursive(value);
        let is_wanted = is_wanted && most > 0 && !self.is_large(value, values(schema));
        let mut out = Map::new();
        let limits = least.max(usize::from(is_wanted))..most;
        self.entries(value, schema, hint, limits, |_| true, &mut out);
        Value::Object(out)
    }

    fn scalar(
        &mut self,
        name: &str,
        ty: &Type,
        schema: &'a Node,
        hint: Option<&'a Node>,
    ) -> Option<Value> {
        let own = [schema.get("example"), schema.get("default")];
        let own = own
            .into_iter()
            .flatten()
            .filter(|_| self.mode != Mode::Required);
        let shown = hint.into_iter().chain(own);
        let shown: Vec<_> = shown.filter(|it| self.nth == 0 && !it.is_null()).collect();
        for shown in shown {
            let value = converted(ty, shown);
            if let Some(value) = value.and_then(|value| self.checked(ty, schema, &value)) {
                return Some(value);
            }
        }
        let generated = self.generated(name, ty, schema);
        let mut fallback = None;
        for value in generated {
            if let Some(value) = self.checked(ty, schema, &value) {
                return Some(value);
            }
            fallback = fallback.or_else(|| self.written(ty, &value));
        }
        fallback
    }

    /// What the type writes for a value, if that satisfies the schema.
    fn checked(&mut self, ty: &Type, schema: &Node, value: &Value) -> Option<Value> {
        let value = self.written(ty, value)?;
        let is_small = value
            .as_str()
            .is_none_or(|it| it.len() <= scalars::MAX_LENGTH);
        (is_small && self.fits(schema, &value)).then_some(value)
    }

    /// Values of a scalar type, or of any JSON, that are likely to satisfy the schema.
    fn generated(&mut self, name: &str, ty: &Type, schema: &'a Node) -> Vec<Value> {
        let nth = self.nth;
        let numbers = |is_whole| {
            let numbers = numbers::candidates(schema.into(), is_whole, nth).into_iter();
            numbers.map(Value::Number).collect::<Vec<_>>()
        };
        match ty {
            Type::Unit => vec![Value::Null],
            Type::Bool => {
                let first = nth.is_multiple_of(2);
                [first, !first].map(Value::from).into()
            }
            Type::Integer(width) => {
                let mut numbers = numbers(true);
                numbers.push(Value::Number(Number::from(u8::from(*width != Integer::I8))));
                numbers
            }
            Type::Float(_) => numbers(false),
            Type::JsonObject => {
                let mut out = Map::new();
                let least = count(schema, "minProperties").unwrap_or_default();
                self.entries(
                    &Type::Json,
                    schema,
                    None,
                    least..usize::MAX,
                    |_| true,
                    &mut out,
                );
                vec![Value::Object(out)]
            }
            Type::Json => {
                let text = scalars::text(&mut self.patterns, schema.into(), name, self.nth);
                let object = self.generated(name, &Type::JsonObject, schema);
                let empty = Value::Array(Vec::new());
                let numbers = numbers(true);
                let values = [Value::from(text)].into_iter().chain(object);
                let values = values.chain([empty, Value::from(true)]).chain(numbers);
                values.chain([Value::Null]).collect()
            }
            Type::Date => self.text(name, "date", schema),
            Type::DateTime => self.text(name, "date-time", schema),
            Type::Uuid => self.text(name, "uuid", schema),
            _ => {
                let text = scalars::text(&mut self.patterns, schema.into(), name, self.nth);
                vec![Value::from(text)]
            }
        }
    }

    /// A text of the schema, and a text in the format of its type in case that a constraint excludes it.
    fn text(&mut self, name: &str, format: &str, schema: &Node) -> Vec<Value> {
        let own = scalars::text(&mut self.patterns, schema.into(), name, self.nth);
        let formatted = scalars::of_format(format, self.nth);
        let texts = [Some(own), formatted].into_iter().flatten();
        texts.map(Value::from).collect()
    }
}

/// A union whose value is built.
struct UnionPlace<'a, 'n> {
    id: TypeId,
    union: &'a Union,
    /// The name of the property.
    name: &'n str,
    schema: &'a Node,
}

/// Whether a null of the document's example is kept.
fn can_be_null(presence: Presence) -> bool {
    matches!(
        presence,
        Presence::RequiredNullable | Presence::OptionalNullable
    )
}

/// The example of a scalar as a value of its type. Documents often have numbers as examples of strings.
fn converted(ty: &Type, shown: &Node) -> Option<Value> {
    let shown = shown.to_json();
    Some(match (ty, &shown) {
        (Type::String, Value::Number(number)) => Value::from(number.to_string()),
        (Type::Integer(_), Value::Number(number)) if number.is_f64() => {
            Value::Number(numbers::to_number(number.as_f64()?, true)?)
        }
        _ => shown,
    })
}

/// The name of an item of a list.
fn singular(name: &str) -> &str {
    let is_plural = name.len() > 3 && !name.ends_with("ss");
    name.strip_suffix('s').filter(|_| is_plural).unwrap_or(name)
}

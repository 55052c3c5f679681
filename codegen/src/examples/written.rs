//! What a type writes after it has read a value.
//!
//! This follows the code that is generated for the types, and the macros of the runtime: which JSON they accept, which
//! variant of a union they select, and how they write dates, numbers and absent properties.

use serde_json::{Map, Number, Value};

use super::preserved::{Preserved, is_complete};
use crate::model::{
    Enum, EnumKind, EnumValue, Float, Integer, Model, Object, OtherValues, Presence, Shape, Type,
    TypeId, Union, UnionVariant,
};
use crate::text_shape::is_shaped;

/// The JSON that a type writes after it has read `value`, or `None` if it cannot read it.
///
/// Subtracts the steps from `steps`, since nested unions can take exponential time. Without steps, the result is `None`.
pub(super) fn written(model: &Model, steps: &mut usize, ty: &Type, value: &Value) -> Option<Value> {
    let mut reader = Reader {
        model,
        steps,
        unions: Vec::new(),
    };
    reader.value(ty, value)
}

struct Reader<'a> {
    model: &'a Model,
    /// The remaining steps.
    steps: &'a mut usize,
    /// The unions around the value that read the same value.
    unions: Vec<TypeId>,
}

impl Reader<'_> {
    fn value(&mut self, ty: &Type, value: &Value) -> Option<Value> {
        *self.steps = self.steps.checked_sub(1)?;
        match ty {
            Type::Unit => value.is_null().then_some(Value::Null),
            Type::Bool => value.as_bool().map(Value::from),
            Type::Integer(width) => is_in_range(*width, value).then(|| value.clone()),
            Type::Float(width) => float(*width, value.as_f64()?),
            // The content of a file is text here.
            Type::String | Type::Bytes | Type::File | Type::Multipart => {
                value.as_str().map(Value::from)
            }
            Type::Date => value.as_str().filter(|it| is_date(it)).map(Value::from),
            Type::DateTime => date_time(value.as_str()?).map(Value::from),
            Type::Uuid => uuid(value.as_str()?).map(Value::from),
            Type::Json => Some(value.clone()),
            Type::JsonObject => value.is_object().then(|| value.clone()),
            Type::List(item) => self.inside(|reader| {
                let items = value.as_array()?.iter();
                items.map(|value| reader.value(item, value)).collect()
            }),
            Type::Tuple(types) => self.inside(|reader| {
                let items = value
                    .as_array()
                    .filter(|items| items.len() == types.len())?;
                let items = types.iter().zip(items);
                items.map(|(ty, value)| reader.value(ty, value)).collect()
            }),
            Type::Map(inner) => self.inside(|reader| {
                let entries = value.as_object()?.iter();
                let entries =
                    entries.map(|(key, value)| Some((key.clone(), reader.value(inner, value)?)));
                Some(Value::Object(entries.collect::<Option<_>>()?))
            }),
            Type::Nullable(_) if value.is_null() => Some(Value::Null),
            Type::Nullable(inner) | Type::Boxed(inner) => self.value(inner, value),
            Type::Named(id) => self.named(*id, value),
        }
    }

    /// Reads the parts of a value, which no union around the value reads.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let unions = std::mem::take(&mut self.unions);
        let result = read(self);
        self.unions = unions;
        result
    }

    fn named(&mut self, id: TypeId, value: &Value) -> Option<Value> {
        let named = self.model.named(id);
        match &named.shape {
            Shape::Object(object) => {
                let value = value.as_object()?;
                self.inside(|reader| reader.object(object, value))
            }
            Shape::Enum(item) => enum_value(item, named.is_open(), value),
            Shape::Union(union) => {
                // A union that is an alternative of itself has no end.
                if self.unions.contains(&id) {
                    return None;
                }
                self.unions.push(id);
                let written = self.union(union, value);
                self.unions.pop();
                Some(written)
            }
            Shape::Newtype(ty, _) => self.value(ty, value),
            Shape::Responses(_) => None,
        }
    }

    fn object(&mut self, object: &Object, value: &Map<String, Value>) -> Option<Value> {
        let mut out = Map::new();
        for property in object.declared() {
            let found = value.get(&property.name);
            let found = match (property.presence, found) {
                (Presence::RequiredNullable, None | Some(Value::Null))
                | (Presence::OptionalNullable, Some(Value::Null)) => Value::Null,
                (Presence::Optional, Some(Value::Null)) => continue,
                (_, Some(found)) => self.value(&property.ty, found)?,
                (Presence::Required, None) => return None,
                (_, None) => continue,
            };
            let is_empty = match &found {
                Value::Array(items) => items.is_empty(),
                Value::Object(entries) => entries.is_empty(),
                _ => false,
            };
            if property.presence != Presence::Collection || !is_empty {
                out.insert(property.name.clone(), found);
            }
        }
        if object.rest().is_some() {
            for (name, value) in value.iter().filter(|(name, _)| !object.declares(name)) {
                out.insert(name.clone(), self.value(object.rest_type(), value)?);
            }
        }
        Some(Value::Object(out))
    }

    /// The JSON of the variant that preserves most of the value. The variant of the discriminator comes first. If it does not
    /// match, another one has to preserve all of the value.
    fn union(&mut self, union: &Union, value: &Value) -> Value {
        let mut best: Option<(bool, Preserved, Value)> = None;
        let tag = union.tag_of(value);
        let has_value = |variant: &UnionVariant| {
            let tag = tag.as_ref();
            tag.is_some_and(|tag| variant.values.contains(tag))
        };
        let is_listed = union.variants.iter().any(has_value);
        let is_selected = |variant: &UnionVariant| match variant.others {
            OtherValues::Selected if !is_listed => value.is_object(),
            _ => has_value(variant),
        };
        let selects = union.variants.iter().any(is_selected);
        for variant in &union.variants {
            let is_selected = is_selected(variant);
            if variant.others == OtherValues::Excluded && tag.is_some() && !is_selected {
                continue;
            }
            let Some(written) = self.value(&variant.ty, value) else {
                continue;
            };
            if selects && !is_selected && !is_complete(value, &written, union.tag.as_deref()) {
                continue;
            }
            let score = Preserved::of(value, &written);
            let is_better = |(selected, best, _): &(bool, Preserved, Value)| {
                (is_selected, score) > (*selected, *best)
            };
            if best.as_ref().is_none_or(is_better) {
                best = Some((is_selected, score, written));
            }
        }
        best.map_or_else(|| value.clone(), |(_, _, written)| written)
    }
}

fn enum_value(item: &Enum, is_open: bool, value: &Value) -> Option<Value> {
    let is_same = |listed: &&EnumValue| is_equal(&listed.value, value);
    let listed = item.values.iter().find(is_same);
    let (is_of_kind, is_read_by_value) = match item.kind {
        EnumKind::Strings => (value.is_string(), false),
        EnumKind::Integers => (value.is_i64(), false),
        EnumKind::Scalars => (!value.is_array() && !value.is_object(), true),
    };
    match listed {
        Some(listed) if is_of_kind && is_read_by_value => Some(listed.value.clone()),
        Some(_) if is_of_kind => Some(value.clone()),
        Some(_) => None,
        None => (is_open && is_of_kind).then(|| value.clone()),
    }
}

/// Whether two scalars are equal. `1` and `1.0` are.
fn is_equal(a: &Value, b: &Value) -> bool {
    a == b || (a.is_number() && (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
}

/// Whether a number is in the range of an integer type.
pub(super) fn is_in_range(width: Integer, value: &Value) -> bool {
    let is_within = |least: i64, most: i64| {
        value
            .as_i64()
            .is_some_and(|it| (least..=most).contains(&it))
    };
    match width {
        Integer::I8 => is_within(i8::MIN.into(), i8::MAX.into()),
        Integer::U8 => is_within(0, u8::MAX.into()),
        Integer::I16 => is_within(i16::MIN.into(), i16::MAX.into()),
        Integer::U16 => is_within(0, u16::MAX.into()),
        Integer::I32 => is_within(i32::MIN.into(), i32::MAX.into()),
        Integer::U32 => is_within(0, u32::MAX.into()),
        Integer::I64 => value.is_i64(),
        Integer::U64 => value.is_u64(),
    }
}

fn float(width: Float, number: f64) -> Option<Value> {
    let number = match width {
        Float::F64 => number,
        // The shortest text of the narrow number is what the type writes.
        #[expect(clippy::cast_possible_truncation, reason = "the type is narrow")]
        Float::F32 => (number as f32).to_string().parse().ok()?,
    };
    Number::from_f64(number).map(Value::Number)
}

/// Whether a text is a date of a year with four digits.
fn is_date(text: &str) -> bool {
    if !is_shaped(text, "dddd-dd-dd") {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The time in UTC as the type writes it, with as few groups of three decimals as needed. Times in other zones have none.
fn date_time(text: &str) -> Option<String> {
    const START: &str = "dddd-dd-ddTdd:dd:dd";
    let (start, rest) = text.split_at_checked(START.len())?;
    let (date, time) = start.split_at_checked("dddd-dd-ddT".len())?;
    let is_time = is_shaped(start, START)
        && time.get(..2)? < "24"
        && time.get(3..5)? < "60"
        && time.get(6..)? < "60";
    let date = date.trim_end_matches('T');
    let digits = rest.strip_prefix('.').map_or("", |rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        &rest[..end]
    });
    let zone = match digits {
        "" => rest,
        digits => &rest[digits.len() + 1..],
    };
    let is_utc = matches!(zone, "Z" | "+00:00");
    if !is_date(date) || !is_time || !is_utc {
        return None;
    }
    let decimals: String = digits.chars().chain("000000000".chars()).take(9).collect();
    let mut decimals = decimals.as_str();
    while let Some(shorter) = decimals.strip_suffix("000") {
        decimals = shorter;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    Some(format!("{start}{point}{decimals}Z"))
}

/// A UUID in lower case, or `None` for another text.
pub(super) fn uuid(text: &str) -> Option<String> {
    is_shaped(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh").then(|| text.to_ascii_lowercase())
}

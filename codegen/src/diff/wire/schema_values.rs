//! Compares the types, formats and values that schemas allow.

use std::collections::HashSet;

use super::schema::PairComparison;
use super::verdicts::{READ_BEFORE, REJECTED, SENT_BEFORE, UNREADABLE};
use crate::diff::change::{Change, Verdict};
use crate::diff::same::is_same;
use crate::diff::text::{canonical, quoted};
use crate::diff::{Kind, Level};
use crate::document::{Node, Value};

/// The formats that become a type of their own in the crate, or that bound a number.
const KNOWN_FORMATS: &[&str] = &[
    "binary",
    "byte",
    "date",
    "date-time",
    "double",
    "float",
    "int16",
    "int32",
    "int64",
    "int8",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uuid",
];

const UNKNOWN: Verdict = (
    Level::Warning,
    "the crate does not check this format, but servers may",
);

impl<'a> PairComparison<'_, 'a> {
    /// Compares the types. Returns whether they have values in common, so that the other keywords can be compared.
    pub(super) fn kinds(&mut self) -> bool {
        let (old, new) = (self.effective_kind(true), self.effective_kind(false));
        let nodes = (
            self.old.first("type").or(self.old.node()),
            self.new.first("type").or(self.new.node()),
        );
        match (old, new) {
            (Some("integer"), Some("number")) => {
                self.keyword(
                    Kind::TypeWidened,
                    nodes,
                    "type changed from `integer` to `number`".to_owned(),
                    SENT_BEFORE,
                    (Level::Breaking, "responses may contain fractions"),
                );
                true
            }
            (Some("number"), Some("integer")) => {
                self.keyword(
                    Kind::TypeNarrowed,
                    nodes,
                    "type changed from `number` to `integer`".to_owned(),
                    (Level::Breaking, "requests with fractions are rejected"),
                    READ_BEFORE,
                );
                true
            }
            (Some(old), Some(new)) if old != new => {
                self.keyword(
                    Kind::TypeChanged,
                    nodes,
                    format!("type changed from `{old}` to `{new}`"),
                    REJECTED,
                    UNREADABLE,
                );
                false
            }
            (None, Some(new)) => {
                let was_any = self.old.is_any();
                let text = format!("type `{new}` was added");
                self.keyword(Kind::TypeAdded, nodes, text, REJECTED, READ_BEFORE);
                !was_any
            }
            (Some(old), None) => {
                let is_any = self.new.is_any();
                let text = format!("type `{old}` was removed");
                self.keyword(Kind::TypeRemoved, nodes, text, SENT_BEFORE, UNREADABLE);
                !is_any
            }
            _ => true,
        }
    }

    /// Returns the type that a schema states, or that all its alternatives or values have.
    fn effective_kind(&mut self, is_old: bool) -> Option<&'a str> {
        let (view, schemas) = if is_old {
            (&self.old, &mut self.comparer.old.schemas)
        } else {
            (&self.new, &mut self.comparer.new.schemas)
        };
        let of_values = || {
            let mut kinds = view.enum_values()?.into_iter().map(kind_of_value);
            let first = kinds.next()?;
            kinds.all(|kind| kind == first).then_some(first)?
        };
        let kind = view.kind().or_else(of_values);
        kind.or_else(|| {
            view.choices.iter().find_map(|choice| {
                let mut kinds = choice.branches.iter().map(|branch| {
                    let id = schemas.id(&[branch]);
                    schemas.view(id).kind()
                });
                let first = kinds.next()?;
                kinds.all(|kind| kind == first).then_some(first)?
            })
        })
    }

    pub(super) fn values(&mut self) {
        self.format();
        self.enumeration();
        self.default_value();
    }

    fn format(&mut self) {
        let nodes = (self.old.first("format"), self.new.first("format"));
        let is_number = matches!(self.new.kind(), Some("integer" | "number"));
        let text = |node: Option<&'a Node>| node.and_then(Node::as_str);
        match (text(nodes.0), text(nodes.1)) {
            (None, None) => {}
            (Some(old), Some(new)) if old == new => {}
            // The change of the type says it.
            _ if is_number && self.old.kind() != self.new.kind() => {}
            (old, new) if is_number => self.number_format(nodes, old, new),
            (old, new)
                if [old, new]
                    .into_iter()
                    .flatten()
                    .all(|it| !KNOWN_FORMATS.contains(&it)) =>
            {
                let (kind, text) = match (old, new) {
                    (None, Some(new)) => (Kind::FormatAdded, format!("format `{new}` was added")),
                    (Some(old), None) => {
                        (Kind::FormatRemoved, format!("format `{old}` was removed"))
                    }
                    (old, new) => (Kind::FormatChanged, changed("format", old, new)),
                };
                self.keyword(kind, nodes, text, UNKNOWN, UNKNOWN);
            }
            (None, Some(new)) => self.keyword(
                Kind::FormatAdded,
                nodes,
                format!("format `{new}` was added"),
                REJECTED,
                READ_BEFORE,
            ),
            (Some(old), None) => self.keyword(
                Kind::FormatRemoved,
                nodes,
                format!("format `{old}` was removed"),
                SENT_BEFORE,
                UNREADABLE,
            ),
            (old, new) => self.keyword(
                Kind::FormatChanged,
                nodes,
                changed("format", old, new),
                REJECTED,
                UNREADABLE,
            ),
        }
    }

    fn number_format(
        &mut self,
        nodes: (Option<&'a Node>, Option<&'a Node>),
        old: Option<&str>,
        new: Option<&str>,
    ) {
        const TOO_LARGE: Verdict = (
            Level::Breaking,
            "responses may contain numbers that do not fit",
        );
        let kind = self.new.kind();
        let text = changed("format", old, new);
        let (from, to) = (range(kind, old), range(kind, new));
        match (from, to) {
            (Some(from), Some(to))
                if from == to || kind == Some("integer") && self.is_within(from, to) =>
            {
                const SAME: Verdict = (Level::Compatible, "the range of numbers is the same");
                self.keyword(Kind::FormatChanged, nodes, text, SAME, SAME);
            }
            (Some(from), Some(to)) if contains(to, from) => {
                self.keyword(Kind::FormatWidened, nodes, text, SENT_BEFORE, TOO_LARGE);
            }
            (Some(from), Some(to)) if contains(from, to) => {
                self.keyword(Kind::FormatNarrowed, nodes, text, REJECTED, READ_BEFORE);
            }
            (Some(_), Some(_)) => {
                self.keyword(Kind::FormatChanged, nodes, text, REJECTED, TOO_LARGE);
            }
            _ => self.keyword(Kind::FormatChanged, nodes, text, UNKNOWN, UNKNOWN),
        }
    }

    /// Whether the limits of both versions allow only numbers of both ranges.
    fn is_within(&self, from: (u32, u32), to: (u32, u32)) -> bool {
        let (negative, positive) = (from.0.min(to.0), from.1.min(to.1));
        [&self.old, &self.new].into_iter().all(|view| {
            let limit = |key| view.first(key).and_then(Node::as_f64);
            let least = -power_of_two(negative);
            limit("minimum").is_some_and(|it| it >= least)
                && limit("maximum").is_some_and(|it| it < power_of_two(positive))
        })
    }

    fn enumeration(&mut self) {
        let nodes = self.places((self.old.first("enum"), self.new.first("enum")));
        match (self.old.enum_values(), self.new.enum_values()) {
            (None, None) => {}
            (None, Some(_)) => self.keyword(
                Kind::EnumAdded,
                nodes,
                "only some values are allowed now".to_owned(),
                (Level::Breaking, "requests with other values are rejected"),
                READ_BEFORE,
            ),
            (Some(_), None) => self.keyword(
                Kind::EnumRemoved,
                nodes,
                "the list of values was removed".to_owned(),
                SENT_BEFORE,
                (Level::Compatible, "the crate keeps unknown values"),
            ),
            (Some(old), Some(new)) => self.enum_values(&old, &new),
        }
    }

    fn enum_values(&mut self, old: &[&'a Node], new: &[&'a Node]) {
        if let ([before], [after]) = (old, new)
            && !before.is_same(after)
        {
            let text = format!(
                "the only value changed from {} to {}",
                quoted(before),
                quoted(after)
            );
            let nodes = self.places((Some(*before), Some(*after)));
            self.keyword(Kind::ConstantChanged, nodes, text, REJECTED, UNREADABLE);
            return;
        }
        let (old_texts, new_texts) = (texts(old), texts(new));
        let removed = old.iter().filter(|it| !new_texts.contains(&canonical(it)));
        let added = new.iter().filter(|it| !old_texts.contains(&canonical(it)));
        let (removed, added): (Vec<_>, Vec<_>) =
            (removed.copied().collect(), added.copied().collect());
        let is_other = removed.len() == old.len() && added.len() == new.len();
        if (is_other || self.site().is_some()) && !(removed.is_empty() && added.is_empty()) {
            return self.enum_replaced(&removed, &added);
        }
        for value in removed {
            self.keyword(
                Kind::EnumValueRemoved,
                (Some(value), None),
                format!("{} was removed", quoted(value)),
                (Level::Breaking, "requests with this value are rejected"),
                (Level::Compatible, "it is no longer received"),
            );
        }
        for value in added {
            self.keyword(
                Kind::EnumValueAdded,
                (None, Some(value)),
                format!("{} was added", quoted(value)),
                SENT_BEFORE,
                (Level::Compatible, "the crate keeps unknown values"),
            );
        }
    }

    /// Adds one change for all values of an enum that was replaced by another.
    fn enum_replaced(&mut self, removed: &[&'a Node], added: &[&'a Node]) {
        let texts = [(removed, "removed"), (added, "added")];
        let texts = texts.into_iter().filter(|(values, _)| !values.is_empty());
        let texts = texts.map(|(values, verb)| {
            let be = if values.len() == 1 { "was" } else { "were" };
            format!("{} {be} {verb}", all_quoted(values))
        });
        let text = texts.collect::<Vec<_>>().join(", ");
        let request = match removed.len() {
            0 => SENT_BEFORE,
            1 => (Level::Breaking, "requests with the old value are rejected"),
            _ => (Level::Breaking, "requests with the old values are rejected"),
        };
        let response = (Level::Compatible, "the crate keeps unknown values");
        let nodes = self.places((self.old.first("enum"), self.new.first("enum")));
        self.keyword(Kind::EnumReplaced, nodes, text, request, response);
    }

    fn default_value(&mut self) {
        const OTHER: Verdict = (
            Level::Warning,
            "callers that send nothing get another behavior",
        );
        const READ: Verdict = (
            Level::Compatible,
            "the crate does not fill in defaults when it reads",
        );
        let nodes = (self.old.first("default"), self.new.first("default"));
        let (kind, text) = match nodes {
            (None, Some(new)) => (
                Kind::DefaultAdded,
                format!("default {} was added", quoted(new)),
            ),
            (Some(old), None) => (
                Kind::DefaultRemoved,
                format!("default {} was removed", quoted(old)),
            ),
            (Some(old), Some(new)) if !old.is_same(new) => (
                Kind::DefaultChanged,
                format!("default changed from {} to {}", quoted(old), quoted(new)),
            ),
            _ => return,
        };
        self.keyword(kind, nodes, text, OTHER, READ);
    }

    /// Compares the keywords that do not constrain values.
    pub(super) fn annotations(&mut self) {
        const USABLE: Verdict = (Level::Compatible, "it still works");
        let nodes = (self.old.flag("deprecated"), self.new.flag("deprecated"));
        let change = match nodes {
            (None, Some(_)) => Some((Kind::Deprecated, "is now deprecated")),
            (Some(_), None) => Some((Kind::Undeprecated, "is no longer deprecated")),
            _ => None,
        };
        if let Some((kind, text)) = change {
            let change = Change::of_subject(kind, nodes.0, nodes.1, text);
            self.add(change, Some(USABLE), Some(USABLE));
        }
        self.xml();
        self.varnames();
        let (old, new) = (self.own_parts(true), self.parts_in_old_order());
        self.other_keys(&old, &new);
    }

    /// Compares the keys without rules.
    pub(super) fn other_keys(&mut self, old: &[&'a Node], new: &[&'a Node]) {
        let changes = super::rest::schemas(old, new);
        for (change, is_docs) in changes {
            if is_docs {
                self.add_judged(change);
            } else {
                self.add(
                    change,
                    Some(super::rest::UNJUDGED),
                    Some(super::rest::UNJUDGED),
                );
            }
        }
    }

    /// Returns the parts of the new schema in the order of those of the old one with the same place.
    fn parts_in_old_order(&self) -> Vec<&'a Node> {
        let (old, mut rest) = (self.own_parts(true), self.own_parts(false));
        if rest.len() < 2 || rest.len() != old.len() {
            return rest;
        }
        let comparer = &*self.comparer;
        let places = rest.iter().map(|part| comparer.new.places.pointer(part));
        let mut places: Vec<_> = places.collect();
        let mut ordered = vec![None; rest.len()];
        for (index, part) in old.iter().enumerate() {
            let place = comparer.old.places.pointer(part);
            if let Some(found) = places.iter().position(|it| *it == place) {
                places.remove(found);
                ordered[index] = Some(rest.remove(found));
            }
        }
        let mut rest = rest.into_iter();
        let ordered = ordered.into_iter();
        ordered
            .filter_map(|part| part.or_else(|| rest.next()))
            .collect()
    }

    fn xml(&mut self) {
        const XML: Verdict = (
            Level::Warning,
            "only callers that use XML are affected; the crate uses JSON",
        );
        let nodes = (self.old.first("xml"), self.new.first("xml"));
        if !is_same(nodes) {
            self.keyword(
                Kind::XmlChanged,
                nodes,
                "the XML representation changed".to_owned(),
                XML,
                XML,
            );
        }
    }

    /// Names of variants have no effect on the wire.
    fn varnames(&mut self) {
        let nodes = (
            self.old.first("x-enum-varnames"),
            self.new.first("x-enum-varnames"),
        );
        if !is_same(nodes) {
            let text = "the names of the variants changed";
            self.add_judged(Change::new(Kind::EnumNamesChanged, nodes.0, nodes.1, text));
        }
    }
}

/// The values in backticks: `` `a`, `b` and `c` ``.
fn all_quoted(values: &[&Node]) -> String {
    let quoted: Vec<_> = values.iter().map(|it| quoted(it)).collect();
    match &quoted[..] {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn texts(values: &[&Node]) -> HashSet<String> {
    values.iter().map(|it| canonical(it)).collect()
}

fn kind_of_value(node: &Node) -> Option<&'static str> {
    match &node.value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    }
}

fn changed(what: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("{what} `{new}` was added"),
        (Some(old), None) => format!("{what} `{old}` was removed"),
        (old, new) => format!(
            "{what} changed from `{}` to `{}`",
            old.unwrap_or_default(),
            new.unwrap_or_default()
        ),
    }
}

/// The range of a number format as powers of two: of negative and of positive numbers. Without a format, an integer has 64
/// bits in the crate, and a number is a double.
fn range(kind: Option<&str>, format: Option<&str>) -> Option<(u32, u32)> {
    Some(match (kind?, format) {
        (_, Some("int8")) => (7, 7),
        (_, Some("uint8")) => (0, 8),
        (_, Some("int16")) => (15, 15),
        (_, Some("uint16")) => (0, 16),
        (_, Some("int32")) => (31, 31),
        (_, Some("uint32")) => (0, 32),
        (_, Some("int64")) | ("integer", None) => (63, 63),
        (_, Some("uint64")) => (0, 64),
        (_, Some("float")) => (127, 127),
        (_, Some("double")) | ("number", None) => (1023, 1023),
        _ => return None,
    })
}

/// A power of two; 0 stands for no number, so that it is 0.
fn power_of_two(exponent: u32) -> f64 {
    if exponent == 0 {
        0.0
    } else {
        f64::from(exponent).exp2()
    }
}

fn contains(outer: (u32, u32), inner: (u32, u32)) -> bool {
    outer.0 >= inner.0 && outer.1 >= inner.1
}

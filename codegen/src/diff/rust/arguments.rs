//! Compares the arguments of a function. They are positional, so an argument is identified by what its value is for,
//! not by its name.

use super::functions::Side;
use super::renames::{Renames, constant_parts};
use super::{Comparer, Item, Origin, text};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::model::Location;
use crate::openapi::path::template;
use crate::surface::{
    Argument, ArgumentRole, Field, OperationSurface, RustPath, RustType, TypeSurface,
};

/// What the value of an argument is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose<'a> {
    Parameter(Location, &'a str),
    /// The property of this name in the body, or of the type.
    Property(&'a str),
    Body,
    Entries,
    Setting(&'a str),
}

/// The place of a path parameter in the path template.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place<'a> {
    index: usize,
    /// The parts of the path before it, without other parameters.
    before: Vec<&'a str>,
}

/// An argument with its purpose and its origin.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    argument: &'a Argument,
    purpose: Purpose<'a>,
    place: Option<Place<'a>>,
    pub origin: Option<Span>,
}

/// The owner of a function, which knows the purpose of each argument.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'a> {
    Type(&'a TypeSurface),
    /// An operation and the type of its body.
    Operation(&'a OperationSurface, Option<&'a TypeSurface>),
    Setting(Option<Span>),
}

impl<'a> Owner<'a> {
    pub(super) fn placed(self, argument: &'a Argument) -> Placed<'a> {
        let mut placed = Placed {
            argument,
            purpose: Purpose::Setting(&argument.name),
            place: None,
            origin: self.origin(),
        };
        let properties = self.properties();
        match (argument.role, self) {
            (ArgumentRole::Parameter(_) | ArgumentRole::Body, Self::Operation(operation, _)) => {
                let mut fields = operation.fields.iter();
                let field = fields.find(|field| field.role == argument.role);
                placed.origin = field.and_then(|field| field.origin);
                placed.purpose = Purpose::Body;
                if let Some((name, location)) = field.and_then(|field| field.parameter.as_ref()) {
                    placed.purpose = Purpose::Parameter(*location, name);
                    let is_in_path = *location == Location::Path;
                    placed.place = is_in_path.then(|| Place::of(operation, name)).flatten();
                }
            }
            (ArgumentRole::Property(index), _) => {
                let field = properties.and_then(|ty| ty.fields().get(index));
                placed.purpose = Purpose::Property(field.map_or("", |field| &field.wire_name));
                placed.origin = field.and_then(|field| field.origin);
            }
            (ArgumentRole::Entries, _) => {
                placed.purpose = Purpose::Entries;
                placed.origin = self.entries_origin();
            }
            _ => {}
        }
        placed
    }

    /// The field of a property.
    fn field(self, purpose: Purpose<'_>) -> Option<&'a Field> {
        let Purpose::Property(name) = purpose else {
            return None;
        };
        let mut fields = self.properties()?.fields().iter();
        fields.find(|field| field.wire_name == name)
    }

    /// The type whose properties are arguments.
    fn properties(self) -> Option<&'a TypeSurface> {
        match self {
            Self::Type(ty) => Some(ty),
            Self::Operation(_, body) => body,
            Self::Setting(_) => None,
        }
    }

    /// The part of the document that declares the entries of a batch.
    pub(super) fn entries_origin(self) -> Option<Span> {
        match self {
            Self::Operation(operation, _) => operation.batched.as_ref()?.entries_origin,
            Self::Type(_) | Self::Setting(_) => None,
        }
    }

    fn origin(self) -> Option<Span> {
        match self {
            Self::Type(ty) => ty.origin,
            Self::Operation(operation, _) => operation.origin,
            Self::Setting(origin) => origin,
        }
    }
}

impl<'a> Place<'a> {
    fn of(operation: &'a OperationSurface, name: &str) -> Option<Self> {
        let names = template(&operation.path).ok()?.names;
        let index = names.into_iter().position(|known| known == name)?;
        let before = constant_parts(&operation.path).take(index + 1);
        Some(Self {
            index,
            before: before.collect(),
        })
    }
}

impl Placed<'_> {
    /// Whether the arguments have the same name on the wire.
    fn has_name_of(&self, other: &Placed<'_>) -> bool {
        match (self.purpose, other.purpose) {
            (
                Purpose::Parameter(Location::Header, own),
                Purpose::Parameter(Location::Header, it),
            ) => own.eq_ignore_ascii_case(it),
            (own, other) => own == other,
        }
    }

    /// The names on the wire of two parameters, if they differ. The name of a path parameter is not sent.
    pub(super) fn names_on_wire<'a>(&'a self, new: &'a Self) -> Option<(&'a str, &'a str)> {
        let is_in_path = self.place.is_some() && new.place.is_some();
        match (self.purpose, new.purpose) {
            (Purpose::Parameter(_, old), Purpose::Parameter(_, new_name))
                if old != new_name && !is_in_path && !self.has_name_of(new) =>
            {
                Some((old, new_name))
            }
            _ => None,
        }
    }

    fn index_in_path(&self) -> Option<usize> {
        self.place.as_ref().map(|place| place.index)
    }

    pub(super) fn is_parameter(&self) -> bool {
        matches!(self.purpose, Purpose::Parameter(..))
    }
}

/// The arguments for the same values.
struct Matches {
    /// For each old argument, the position of the new one.
    old: Vec<Option<usize>>,
    /// For each new argument, whether there is an old one.
    new: Vec<bool>,
}

impl Matches {
    fn of(old: &[Placed<'_>], new: &[Placed<'_>]) -> Self {
        let mut matches = Self {
            old: vec![None; old.len()],
            new: vec![false; new.len()],
        };
        let is_same: [fn(&Placed<'_>, &Placed<'_>) -> bool; 4] = [
            |old, new| old.place.is_some() && old.place == new.place,
            |old, new| old.has_name_of(new),
            |old, new| old.place.is_some() && old.index_in_path() == new.index_in_path(),
            |old, new| old.argument.name == new.argument.name,
        ];
        for is_same in is_same {
            for (index, old) in old.iter().enumerate() {
                if matches.old[index].is_some() {
                    continue;
                }
                // Most arguments keep their positions.
                let mut positions = [index].into_iter().chain(0..new.len());
                let found = positions
                    .find(|&at| matches.new.get(at) == Some(&false) && is_same(old, &new[at]));
                if let Some(at) = found {
                    matches.old[index] = Some(at);
                    matches.new[at] = true;
                }
            }
        }
        matches
    }

    /// The positions at which the arguments differ. There are as many new arguments as old ones.
    fn moved(&self) -> Vec<usize> {
        let old = self.old.iter().enumerate();
        let moved = old.filter(|(index, at)| **at != Some(*index));
        moved.map(|(index, _)| index).collect()
    }

    fn is_replaced(&self, index: usize) -> bool {
        self.old[index].is_none() && !self.new[index]
    }

    fn is_swapped(&self, first: usize, second: usize) -> bool {
        self.old[first] == Some(second) && self.old[second] == Some(first)
    }
}

/// How the type of an argument changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeChange {
    Same,
    /// Accepts all values that it accepted.
    Widened,
    Changed,
}

pub(super) fn type_change(renames: &Renames<'_>, old: &RustType, new: &RustType) -> TypeChange {
    if renames.is_same(old, new) {
        return TypeChange::Same;
    }
    match (old, new) {
        (RustType::Iterator(old), RustType::Iterator(new)) => type_change(renames, old, new),
        (RustType::Tuple(old), RustType::Tuple(new)) if old.len() == new.len() => {
            let mut changes = old.iter().zip(new);
            let is_changed =
                |(old, new)| matches!(type_change(renames, old, new), TypeChange::Changed);
            if changes.any(is_changed) {
                TypeChange::Changed
            } else {
                TypeChange::Widened
            }
        }
        (old, RustType::Into(new)) if renames.is_same(old, new) => TypeChange::Widened,
        _ => TypeChange::Changed,
    }
}

/// A literal that arguments of several types accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Literal {
    Text,
    Integer,
    Float,
}

impl Literal {
    fn of(ty: &RustType) -> Option<Self> {
        match ty {
            RustType::Path(RustPath::Name(name), _) => match *name {
                "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64" => Some(Self::Integer),
                "f32" | "f64" => Some(Self::Float),
                _ => None,
            },
            RustType::Into(inner) => Self::of_converted(inner),
            RustType::Iterator(item) => Self::of(item),
            _ => None,
        }
    }

    /// The literal that converts into a type.
    fn of_converted(ty: &RustType) -> Option<Self> {
        match ty {
            RustType::Path(RustPath::JSON, _) => Some(Self::Text),
            RustType::Path(RustPath::Runtime("Nullable"), inner) => {
                inner.first().and_then(Self::of_converted)
            }
            ty => (*ty == RustType::text()).then_some(Self::Text),
        }
    }
}

/// Whether a call may compile with an argument of either type.
fn may_compile(renames: &Renames<'_>, old: &RustType, new: &RustType) -> bool {
    let is_list = |ty: &RustType| matches!(ty, RustType::Iterator(_));
    let literal = Literal::of(old);
    type_change(renames, old, new) != TypeChange::Changed
        || (literal.is_some() && literal == Literal::of(new) && is_list(old) == is_list(new))
}

impl Comparer<'_> {
    /// Compares the arguments of a function.
    pub(super) fn arguments(&mut self, item: &Item, old: &Side<'_>, new: &Side<'_>) {
        let owners = (old.owner, new.owner);
        let (old, new) = (old.arguments(), new.arguments());
        let matches = Matches::of(&old, &new);
        // The discriminators, if one of them decides whether there is an argument.
        let selected = |purpose| {
            let fields = (owners.0.field(purpose)?, owners.1.field(purpose)?);
            let is_set = fields.0.set_value.is_some() || fields.1.set_value.is_some();
            let (old, new) = (fields.0.selector_origin, fields.1.selector_origin);
            is_set.then_some(Origin { old, new })
        };
        for (old, at) in old.iter().zip(&matches.old) {
            if let Some(at) = at {
                self.argument(item, old, &new[*at]);
            }
        }
        if old.len() == new.len() {
            self.moved(item, &old, &new, &matches);
            return;
        }
        for (old, _) in old.iter().zip(&matches.old).filter(|(_, at)| at.is_none()) {
            let set = selected(old.purpose);
            let item = item.from(set.unwrap_or(Origin::old(old.origin)));
            let change = format!("no longer takes the argument `{}`", old.argument.name);
            self.change(&item, Step::Major, change);
        }
        for (new, _) in new.iter().zip(&matches.new).filter(|(_, known)| !**known) {
            let set = selected(new.purpose);
            let item = item.from(set.unwrap_or(Origin::new(new.origin)));
            let (name, ty) = (&new.argument.name, text::ty(&new.argument.ty));
            let change = format!("takes one more argument, `{name}: {ty}`");
            self.change(&item, Step::Major, change);
        }
        let mut order = matches.old.iter().flatten();
        if !order.clone().is_sorted() {
            let first = order.find_map(|at| new[*at].origin);
            let item = item.from(Origin::new(first));
            self.change(&item, Step::Major, reordered(&old, &new));
        }
    }

    /// Compares the types of two arguments for the same value, and their names on the wire if these are their only
    /// difference.
    fn argument(&mut self, item: &Item, old: &Placed<'_>, new: &Placed<'_>) {
        let item = item.from(Origin::of(old.origin, new.origin));
        let name = &new.argument.name;
        if let Some((before, after)) = old.names_on_wire(new) {
            let change = format!("sends the argument `{name}` as `{after}` instead of `{before}`");
            self.silent(&item, change);
        }
        let (before, after) = (&old.argument.ty, &new.argument.ty);
        match type_change(&self.renames, before, after) {
            TypeChange::Same => {}
            TypeChange::Widened => {
                let change = format!("accepts `{}` for the argument `{name}`", text::ty(after));
                self.change(&item, Step::Minor, change);
            }
            TypeChange::Changed => {
                let (before, after) = (text::ty(before), text::ty(after));
                let change = format!(
                    "changed the type of the argument `{name}` from `{before}` to `{after}`"
                );
                self.change(&item, Step::Major, change);
            }
        }
    }

    /// Reports arguments at other positions than before. The number of arguments is the same, so old calls may compile.
    fn moved(&mut self, item: &Item, old: &[Placed<'_>], new: &[Placed<'_>], matches: &Matches) {
        let moved = matches.moved();
        let Some(&first) = moved.first() else { return };
        let mut pairs = old.iter().zip(new);
        let compiles =
            pairs.all(|(old, new)| may_compile(&self.renames, &old.argument.ty, &new.argument.ty));
        if moved.iter().all(|index| matches.is_replaced(*index)) {
            for (old, new) in moved.iter().map(|index| (&old[*index], &new[*index])) {
                let item = item.from(Origin::of(old.origin, new.origin));
                let change = replaced(&self.renames, old.argument, new.argument);
                self.moved_argument(&item, compiles, change);
            }
            return;
        }
        let change = match moved[..] {
            [first, second] if matches.is_swapped(first, second) => {
                swapped(&self.renames, old[first].argument, old[second].argument)
            }
            _ => reordered(old, new),
        };
        let after = matches.old[first].unwrap_or(first);
        let origin = Origin::of(old[first].origin, new[after].origin);
        self.moved_argument(&item.from(origin), compiles, change);
    }

    fn moved_argument(&mut self, item: &Item, compiles: bool, change: String) {
        if compiles {
            self.silent(item, change);
        } else {
            self.change(item, Step::Major, change);
        }
    }
}

fn swapped(renames: &Renames<'_>, first: &Argument, second: &Argument) -> String {
    let both = both(renames, first, second);
    format!(
        "swapped the arguments `{}` and `{}`{both}",
        first.name, second.name
    )
}

fn replaced(renames: &Renames<'_>, old: &Argument, new: &Argument) -> String {
    let both = both(renames, old, new);
    format!(
        "takes the argument `{}` instead of `{}`{both}",
        new.name, old.name
    )
}

/// The common type of two arguments.
fn both(renames: &Renames<'_>, first: &Argument, second: &Argument) -> String {
    if renames.is_same(&first.ty, &second.ty) {
        return format!(", both `{}`", text::accepted(&second.ty));
    }
    String::new()
}

fn reordered(old: &[Placed<'_>], new: &[Placed<'_>]) -> String {
    let names = |list: &[Placed<'_>]| text::tuple(list.iter().map(|it| it.argument.name.as_str()));
    format!(
        "changed its arguments from {} to {}",
        names(old),
        names(new)
    )
}

//! The dependencies, their features and the parts of the runtime that a module needs.

use crate::diagnostic::Span;
use crate::model::{
    BodyKind, Constraints, EnumKind, Location, Model, NamedType, Operation, Parameter, Shape,
    Style, Success, Type,
};

/// An optional part of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Operations that take many entries.
    Batches,
    /// Operations that start a job.
    Jobs,
    /// Operations that return pages.
    Pages,
    /// Rate limits.
    RateLimits,
    /// The crate `uuid`.
    Uuid,
    /// Form bodies.
    Forms,
    /// Query strings that are a form.
    FormQueries,
    /// Parameters in the query.
    Queries,
    /// Cookies.
    Cookies,
    /// Styles of parameters in the query and in cookies, other than exploded `form`.
    QueryStyles,
    /// Styles of parameters in the path and in headers, other than `simple`.
    PathStyles,
    /// HTTP methods that `reqwest` has no constant for.
    Methods,
    /// Multipart bodies.
    Multipart,
    /// Query strings that are a single value.
    QueryStrings,
    /// Enums of values other than strings or integers.
    ScalarEnums,
    /// Enums of types.
    Unions,
    /// Limits of the length of texts.
    TextLimits,
    /// Limits of numbers.
    NumberLimits,
    /// Limits of the number of items, and items that must differ.
    ListLimits,
    /// Limits of the number of properties, and constraints on the values of maps.
    MapLimits,
    /// Parameters whose items a server finds by separators.
    Delimited,
    /// Regular expressions.
    Patterns,
    /// Constraints on the items of tuples.
    Tuples,
    /// Payloads of webhooks and callbacks.
    Webhooks,
    /// Values that `Debug` does not show.
    Secrets,
}

/// The optional parts of a crate that a module needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs(u32);

/// The needs of a module, with the parts of the document that they come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct NeedsOrigins {
    needs: Needs,
    /// The needs of the parts that add something to the needs of those before them.
    parts: Vec<(Needs, Span)>,
}

/// A dependency that only some modules need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub name: &'static str,
    /// The value in the manifest.
    pub value: &'static str,
    /// Whether the Cargo feature of the module enables it. A dependency of the runtime is not optional.
    pub is_optional: bool,
}

const UUID: Dependency = Dependency {
    name: "uuid",
    value: r#"{ version = "1", default-features = false, features = ["serde", "std"], optional = true }"#,
    is_optional: true,
};

const REGEX_LITE: Dependency = Dependency {
    name: "regex-lite",
    value: r#""0.1""#,
    is_optional: false,
};

/// The names that the optional files of the runtime export, with the needs that they serve.
const EXPORTS: &[(&[Need], &[&str])] = &[
    (&[Need::Batches, Need::Jobs], BATCHES),
    (&[Need::Jobs], JOBS),
    (&[Need::Pages, Need::Jobs], PAGES),
    (&[Need::Multipart], MULTIPART),
    (&[Need::ScalarEnums], SCALAR_ENUMS),
    (&[Need::Webhooks], WEBHOOKS),
];

const BATCHES: &[&str] = &[
    "Batch",
    "BatchCall",
    "Batched",
    "Batches",
    "Entries",
    "Failed",
    "IncompleteOutcome",
    "IntoEntry",
    "Outcome",
    "OutcomeOf",
    "Unknown",
];
const JOBS: &[&str] = &["Job", "JobOperation"];
const PAGES: &[&str] = &["ItemStream", "Page", "Paged", "Pages"];
const MULTIPART: &[&str] = &["FilePart", "Multipart"];
const SCALAR_ENUMS: &[&str] = &["UnknownScalar"];
const WEBHOOKS: &[&str] = &["WebhookError"];

impl Needs {
    pub(crate) const fn of(need: Need) -> Self {
        Self(1 << need as u32)
    }

    #[cfg(test)]
    pub(crate) const fn all() -> Self {
        Self(u32::MAX)
    }

    pub(crate) const fn has(self, need: Need) -> bool {
        self.0 & Self::of(need).0 != 0
    }

    pub(crate) fn has_any(self, needs: &[Need]) -> bool {
        needs.iter().any(|need| self.has(*need))
    }

    /// The needs of both modules.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The needed dependencies.
    pub(crate) fn dependencies(self) -> Vec<Dependency> {
        let uuid = self.has(Need::Uuid).then_some(UUID);
        let patterns = self.has(Need::Patterns).then_some(REGEX_LITE);
        uuid.into_iter().chain(patterns).collect()
    }

    /// The needed features of `reqwest`.
    pub(crate) fn http_features(self) -> Vec<&'static str> {
        let form = self.has(Need::Forms).then_some("form");
        form.into_iter().collect()
    }

    /// The names that the module `runtime` exports in addition.
    pub(crate) fn runtime(self) -> Vec<&'static str> {
        let needed = EXPORTS.iter().filter(|(needs, _)| self.has_any(needs));
        needed.flat_map(|(_, names)| *names).copied().collect()
    }

    fn of_type(ty: &Type) -> Self {
        let mut needs = Self::default();
        ty.each(&mut |ty| match ty {
            Type::Uuid => needs.add(Need::Uuid),
            Type::File | Type::Multipart => needs.add(Need::Multipart),
            _ => {}
        });
        needs
    }

    /// The needs of checking a value.
    fn of_constraints(constraints: &Constraints) -> Self {
        let mut needs = Self::default();
        constraints.each(&mut |it| {
            needs.add_if(it.limits_text(), Need::TextLimits);
            needs.add_if(it.pattern.is_some(), Need::Patterns);
            needs.add_if(it.limits_number(), Need::NumberLimits);
            needs.add_if(it.limits_list(), Need::ListLimits);
            needs.add_if(it.limits_map(), Need::MapLimits);
            needs.add_if(!it.tuple.is_empty(), Need::Tuples);
        });
        needs
    }

    /// The needs of a value that is checked.
    fn of_value(ty: &Type, constraints: &Constraints) -> Self {
        Self::of_type(ty).and(Self::of_constraints(constraints))
    }

    /// The needs of sending a parameter.
    fn of_style(parameter: &Parameter) -> &'static [Need] {
        let is_default = parameter.style == Style::Form;
        match parameter.location {
            Location::Path => match parameter.style {
                Style::Simple(true) | Style::Label(_) | Style::Matrix(_) => &[Need::PathStyles],
                _ => &[],
            },
            Location::Header => match parameter.style {
                Style::Simple(true) | Style::Json => &[Need::PathStyles],
                _ => &[],
            },
            Location::Query if is_default => &[Need::Queries],
            Location::Query => &[Need::Queries, Need::QueryStyles],
            Location::Cookie if is_default => &[Need::Cookies],
            Location::Cookie => &[Need::Cookies, Need::QueryStyles],
            Location::QueryString if is_default => &[Need::FormQueries],
            Location::QueryString => &[Need::QueryStrings],
        }
    }

    fn add(&mut self, need: Need) {
        *self = self.and(Self::of(need));
    }

    fn add_if(&mut self, is_needed: bool, need: Need) {
        if is_needed {
            self.add(need);
        }
    }
}

impl NeedsOrigins {
    /// The first part of the document whose needs have a property.
    pub(crate) fn first(&self, has: impl Fn(Needs) -> bool) -> Option<Span> {
        let mut parts = self.parts.iter();
        parts.find(|(needs, _)| has(*needs)).map(|(_, span)| *span)
    }

    /// All needs of the module.
    pub(super) fn needs(&self) -> Needs {
        self.needs
    }

    pub(super) fn of(model: &Model) -> Self {
        let mut origins = Self::default();
        if let Some(span) = model
            .rate_limits
            .span
            .filter(|_| !model.rate_limits.classes.is_empty())
        {
            origins.add(span, Needs::of(Need::RateLimits));
        }
        for named in &model.types {
            origins.add_type(named);
        }
        for operation in &model.operations {
            origins.add_operation(model, operation);
        }
        for webhook in &model.webhooks {
            let needs = Needs::of_type(&webhook.content.ty());
            origins.add(webhook.span, needs.and(Needs::of(Need::Webhooks)));
        }
        origins
    }

    fn add(&mut self, span: Span, part: Needs) {
        let all = self.needs.and(part);
        if all != self.needs {
            self.needs = all;
            self.parts.push((part, span));
        }
    }

    fn add_operation(&mut self, model: &Model, operation: &Operation) {
        let mut needs = Needs::default();
        needs.add_if(operation.batch.is_some(), Need::Batches);
        if operation.job.is_some() {
            needs.add(Need::Jobs);
            // The entries of a job may have to differ.
            needs.add(Need::ListLimits);
        }
        needs.add_if(operation.pagination.is_some(), Need::Pages);
        needs.add_if(!operation.has_known_method(), Need::Methods);
        needs.add_if(operation.hides_secrets(), Need::Secrets);
        self.add(operation.span, needs);
        for it in &operation.parameters {
            let mut needs = Needs::of_value(&it.ty, &it.constraints);
            Needs::of_style(it).iter().for_each(|need| needs.add(*need));
            needs.add_if(is_delimited(model, it), Need::Delimited);
            self.add(it.span, needs);
        }
        if let Some(body) = &operation.body {
            let mut needs = Needs::of_value(&body.ty, &body.constraints);
            needs.add_if(body.kind == BodyKind::Form, Need::Forms);
            needs.add_if(body.kind == BodyKind::Multipart, Need::Multipart);
            self.add(body.span, needs);
        }
        if let Some(ty) = operation.response() {
            self.add(operation.span, Needs::of_type(ty));
        }
        if let Success::Optional(content, _) = &operation.success {
            self.add(operation.span, Needs::of_type(&content.ty()));
        }
    }

    fn add_type(&mut self, named: &NamedType) {
        let of_value = |ty, constraints| {
            if named.is_checked {
                Needs::of_value(ty, constraints)
            } else {
                Needs::of_type(ty)
            }
        };
        if named.hides_secrets() {
            self.add(named.span, Needs::of(Need::Secrets));
        }
        match &named.shape {
            Shape::Object(object) => {
                self.add(named.span, Needs::of_constraints(&object.constraints));
                for it in &object.properties {
                    self.add(it.span, of_value(&it.ty, &it.constraints));
                }
            }
            Shape::Enum(item) => {
                if item.kind == EnumKind::Scalars {
                    self.add(named.span, Needs::of(Need::ScalarEnums));
                }
            }
            Shape::Union(union) => {
                self.add(named.span, Needs::of(Need::Unions));
                for it in &union.variants {
                    self.add(it.span, of_value(&it.ty, &it.constraints));
                }
            }
            Shape::Newtype(ty, constraints) => {
                self.add(named.span, of_value(ty, constraints));
            }
            Shape::Responses(responses) => {
                for it in &responses.variants {
                    self.add(it.span, Needs::of_type(&it.content.ty()));
                }
            }
        }
    }
}

/// Whether a server finds the items of the value by separators, or by the number of pairs.
fn is_delimited(model: &Model, parameter: &Parameter) -> bool {
    let is_sent_as_text = parameter.separator().is_some() || parameter.style == Style::Form;
    is_sent_as_text && may_have_items(model, &parameter.ty)
}

/// Whether a value may be a list or an object.
fn may_have_items(model: &Model, ty: &Type) -> bool {
    match ty.unboxed() {
        Type::List(_) | Type::Map(_) | Type::Json | Type::JsonObject => true,
        Type::Named(id) => !matches!(model.named(*id).shape, Shape::Enum(_)),
        _ => false,
    }
}

//! The dependencies, their features and the parts of the runtime that a module needs.

use crate::diagnostic::Span;
use crate::model::{
    BodyKind, Constraints, EnumKind, Location, Model, NamedType, Operation, Shape, Style, Success,
    Type,
};

/// The optional parts of a crate that a module needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the needs are independent")]
pub(crate) struct Needs {
    /// Operations that take many entries.
    pub batches: bool,
    /// Operations that start a job.
    pub jobs: bool,
    /// Operations that return pages.
    pub pages: bool,
    /// The crate `uuid`.
    pub uuid: bool,
    /// Form bodies.
    pub forms: bool,
    /// HTTP methods that `reqwest` has no constant for.
    pub methods: bool,
    /// Multipart bodies.
    pub multipart: bool,
    /// Query strings that are a single value.
    pub query_strings: bool,
    /// Enums of values other than strings or integers.
    pub scalar_enums: bool,
    /// Regular expressions.
    pub patterns: bool,
    /// Constraints on the items of tuples.
    pub tuples: bool,
    /// Payloads of webhooks and callbacks.
    pub webhooks: bool,
}

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

/// The names that the optional files of the runtime export.
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
    /// Nothing.
    pub(crate) const NONE: Self = Self {
        batches: false,
        jobs: false,
        pages: false,
        uuid: false,
        forms: false,
        methods: false,
        multipart: false,
        query_strings: false,
        scalar_enums: false,
        patterns: false,
        tuples: false,
        webhooks: false,
    };

    /// The needed dependencies.
    pub(crate) fn dependencies(self) -> Vec<Dependency> {
        let uuid = self.uuid.then_some(UUID);
        let patterns = self.patterns.then_some(REGEX_LITE);
        uuid.into_iter().chain(patterns).collect()
    }

    /// The needed features of `reqwest`.
    pub(crate) fn http_features(self) -> Vec<&'static str> {
        self.forms.then_some("form").into_iter().collect()
    }

    /// The names that the module `runtime` exports in addition.
    pub(crate) fn runtime(self) -> Vec<&'static str> {
        let names = [
            (self.batches || self.jobs, BATCHES),
            (self.jobs, JOBS),
            (self.pages || self.jobs, PAGES),
            (self.multipart, MULTIPART),
            (self.scalar_enums, SCALAR_ENUMS),
            (self.webhooks, WEBHOOKS),
        ];
        let names = names.into_iter().filter(|(is_needed, _)| *is_needed);
        names.flat_map(|(_, names)| names).copied().collect()
    }

    /// The needs of both modules.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            batches: self.batches || other.batches,
            jobs: self.jobs || other.jobs,
            pages: self.pages || other.pages,
            uuid: self.uuid || other.uuid,
            forms: self.forms || other.forms,
            methods: self.methods || other.methods,
            multipart: self.multipart || other.multipart,
            query_strings: self.query_strings || other.query_strings,
            scalar_enums: self.scalar_enums || other.scalar_enums,
            patterns: self.patterns || other.patterns,
            tuples: self.tuples || other.tuples,
            webhooks: self.webhooks || other.webhooks,
        }
    }

    fn of_type(ty: &Type) -> Self {
        let mut needs = Self::default();
        ty.each(&mut |ty| {
            needs.uuid |= *ty == Type::Uuid;
            needs.multipart |= matches!(ty, Type::File | Type::Multipart);
        });
        needs
    }

    /// The needs of a value.
    fn of_value(ty: &Type, constraints: &Constraints) -> Self {
        Self {
            patterns: constraints.has_pattern(),
            tuples: constraints.has_tuple(),
            ..Self::of_type(ty)
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
        for named in &model.types {
            origins.add_type(named);
        }
        for operation in &model.operations {
            origins.add_operation(operation);
        }
        for webhook in &model.webhooks {
            let needs = Needs {
                webhooks: true,
                ..Needs::of_type(&webhook.content.ty())
            };
            origins.add(webhook.span, needs);
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

    fn add_operation(&mut self, operation: &Operation) {
        let needs = Needs {
            batches: operation.batch.is_some(),
            jobs: operation.job.is_some(),
            pages: operation.pagination.is_some(),
            methods: !operation.has_known_method(),
            ..Needs::default()
        };
        self.add(operation.span, needs);
        for it in &operation.parameters {
            let needs = Needs {
                query_strings: it.location == Location::QueryString && it.style != Style::Form,
                ..Needs::default()
            };
            let value = Needs::of_value(&it.ty, &it.constraints);
            self.add(it.span, needs.and(value));
        }
        if let Some(body) = &operation.body {
            let needs = Needs {
                forms: body.kind == BodyKind::Form,
                multipart: body.kind == BodyKind::Multipart,
                ..Needs::default()
            };
            let value = Needs::of_value(&body.ty, &body.constraints);
            self.add(body.span, needs.and(value));
        }
        if let Some(ty) = operation.response() {
            self.add(operation.span, Needs::of_type(ty));
        }
        if let Success::Optional(content, _) = &operation.success {
            self.add(operation.span, Needs::of_type(&content.ty()));
        }
    }

    fn add_type(&mut self, named: &NamedType) {
        match &named.shape {
            Shape::Object(object) => {
                for it in &object.properties {
                    self.add(it.span, Needs::of_value(&it.ty, &it.constraints));
                }
            }
            Shape::Enum(item) => {
                let needs = Needs {
                    scalar_enums: item.kind == EnumKind::Scalars,
                    ..Needs::default()
                };
                self.add(named.span, needs);
            }
            Shape::Union(union) => {
                for it in &union.variants {
                    self.add(it.span, Needs::of_value(&it.ty, &it.constraints));
                }
            }
            Shape::Newtype(ty, constraints) => {
                self.add(named.span, Needs::of_value(ty, constraints));
            }
            Shape::Responses(responses) => {
                for it in &responses.variants {
                    self.add(it.span, Needs::of_type(&it.content.ty()));
                }
            }
        }
    }
}

//! The dependencies, their features and the parts of the runtime that a module needs.

use crate::model::{BodyKind, Constraints, EnumKind, Model, NamedType, Shape, Type};

/// The optional parts of a crate that a module needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the needs are independent")]
pub(crate) struct Needs {
    /// The crate `uuid`.
    pub uuid: bool,
    /// Form bodies.
    pub forms: bool,
    /// Multipart bodies.
    pub multipart: bool,
    /// Enums of values other than strings or integers.
    pub scalar_enums: bool,
    /// Regular expressions.
    pub patterns: bool,
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
const MULTIPART: &[&str] = &["FilePart", "Multipart"];
const SCALAR_ENUMS: &[&str] = &["UnknownScalar"];

impl Needs {
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
        let multipart = self.multipart.then_some(MULTIPART);
        let scalars = self.scalar_enums.then_some(SCALAR_ENUMS);
        let names = multipart.into_iter().chain(scalars);
        names.flatten().copied().collect()
    }

    pub(super) fn of(model: &Model) -> Self {
        let mut needs = Self::default();
        for named in &model.types {
            needs.add_type(named);
        }
        for operation in &model.operations {
            for parameter in &operation.parameters {
                needs.add(&parameter.ty);
                needs.add_constraints(&parameter.constraints);
            }
            if let Some(body) = &operation.body {
                needs.add(&body.ty);
                needs.add_constraints(&body.constraints);
                needs.forms |= body.kind == BodyKind::Form;
                needs.multipart |= body.kind == BodyKind::Multipart;
            }
            operation
                .response()
                .into_iter()
                .for_each(|ty| needs.add(ty));
            if let crate::model::Success::Optional(content, _) = &operation.success {
                needs.add(&content.ty());
            }
        }
        needs
    }

    /// The needs of both modules.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            uuid: self.uuid || other.uuid,
            forms: self.forms || other.forms,
            multipart: self.multipart || other.multipart,
            scalar_enums: self.scalar_enums || other.scalar_enums,
            patterns: self.patterns || other.patterns,
        }
    }

    fn add_type(&mut self, named: &NamedType) {
        match &named.shape {
            Shape::Object(object) => {
                for property in &object.properties {
                    self.add(&property.ty);
                    self.add_constraints(&property.constraints);
                }
            }
            Shape::Enum(item) => self.scalar_enums |= item.kind == EnumKind::Scalars,
            Shape::Union(union) => {
                for variant in &union.variants {
                    self.add(&variant.ty);
                    self.add_constraints(&variant.constraints);
                }
            }
            Shape::Newtype(ty, constraints) => {
                self.add(ty);
                self.add_constraints(constraints);
            }
            Shape::Responses(responses) => {
                let held = responses.variants.iter().map(|it| it.content.ty());
                held.for_each(|ty| self.add(&ty));
            }
        }
    }

    fn add(&mut self, ty: &Type) {
        ty.each(&mut |ty| {
            self.uuid |= *ty == Type::Uuid;
            self.multipart |= matches!(ty, Type::File | Type::Multipart);
        });
    }

    fn add_constraints(&mut self, constraints: &Constraints) {
        self.patterns |= constraints.has_pattern();
    }
}

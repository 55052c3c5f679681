//! What a module needs of its crate: dependencies, features of them, and parts of the runtime.

use crate::model::{BodyKind, Constraints, EnumKind, Model, NamedType, Shape, Type};

/// What only some documents need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a need of its own")]
pub(crate) struct Needs {
    /// The crate `uuid`.
    pub uuid: bool,
    /// Bodies that are forms.
    pub forms: bool,
    /// Bodies of several parts.
    pub multipart: bool,
    /// Enums of other values than texts or integers.
    pub scalar_enums: bool,
    /// Regular expressions.
    pub patterns: bool,
}

/// A crate that only some documents bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub name: &'static str,
    /// Its value in the manifest.
    pub value: &'static str,
    /// Whether the module's Cargo feature enables it. What the runtime uses is there for all modules.
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

/// What the runtime exports of a file that only some documents need.
const MULTIPART: &[&str] = &["FilePart", "Multipart"];
const SCALAR_ENUMS: &[&str] = &["UnknownScalar"];

impl Needs {
    /// The crates that it brings.
    pub(crate) fn dependencies(self) -> Vec<Dependency> {
        let uuid = self.uuid.then_some(UUID);
        let patterns = self.patterns.then_some(REGEX_LITE);
        uuid.into_iter().chain(patterns).collect()
    }

    /// The features that the crate `reqwest` has for it.
    pub(crate) fn http_features(self) -> Vec<&'static str> {
        self.forms.then_some("form").into_iter().collect()
    }

    /// The names that the module `runtime` has for it.
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
            operation.answer().into_iter().for_each(|ty| needs.add(ty));
            if let crate::model::Success::OrNothing(content, _) = &operation.success {
                needs.add(&content.ty());
            }
        }
        needs
    }

    /// What either needs.
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
            Shape::Answers(answers) => {
                let held = answers.variants.iter().map(|it| it.content.ty());
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

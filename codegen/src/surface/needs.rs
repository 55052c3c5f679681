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

impl Needs {
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

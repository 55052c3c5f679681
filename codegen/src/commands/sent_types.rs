//! What a program has to know about the values of a request, at any depth, beside their types.

use std::collections::HashSet;

use crate::model::{Model, Operation, Presence, Type, TypeId, referenced};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SentTypes {
    /// The names of the parameters and properties whose values must not be shown. The empty name is the body itself.
    pub secrets: Vec<String>,
    /// Whether a type has values that the document does not list.
    pub has_open_values: bool,
}

impl SentTypes {
    pub(super) fn of(model: &Model, operation: &Operation) -> Self {
        let parameters = operation.parameters.iter();
        let parameters = parameters.map(|it| (it.name.as_str(), &it.ty, it.is_secret));
        let body = operation.body.iter();
        let body = body.map(|it| ("", &it.ty, it.is_secret));
        let mut found = Self::default();
        let mut seen = HashSet::new();
        for (name, ty, has_secret_schema) in parameters.chain(body) {
            if has_secret_schema || model.is_secret(ty) {
                found.add_secret(name);
            }
            found.add(model, ty, &mut seen);
        }
        found
    }

    fn add(&mut self, model: &Model, ty: &Type, seen: &mut HashSet<TypeId>) {
        let mut open = ty.named();
        while let Some(id) = open.pop() {
            let named = model.named(id);
            self.has_open_values |= named.has_open_values;
            if !named.has_secrets || !seen.insert(id) {
                continue;
            }
            // The names of additional properties are not known, so that their object is secret as a whole.
            let declared = named.properties().iter();
            for property in declared.filter(|it| it.presence != Presence::Rest) {
                if property.is_secret || model.is_secret(&property.ty) {
                    self.add_secret(&property.name);
                }
            }
            open.extend(referenced(named));
        }
    }

    fn add_secret(&mut self, name: &str) {
        if !self.secrets.iter().any(|known| known == name) {
            self.secrets.push(name.to_owned());
        }
    }
}

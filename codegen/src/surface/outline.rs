//! The surface as text, one line per item. A diff of two outlines shows what changed for callers.

use super::client::EnvironmentVariable;
use super::derive::Derive;
use super::function::Function;
use super::operation::OperationSurface;
use super::rust_type::{RustType, Scope};
use super::trait_impl::TraitImpl;
use super::type_::{TypeKind, TypeSurface};
use super::{Alias, Needs, Surface};
use crate::model::Features;

impl Surface {
    /// Lists the public items, one line per item.
    ///
    /// They are the Cargo features with what they enable, the methods of the client, the environment variables, each
    /// operation with its methods, each type with its fields or variants, functions and traits, and the payloads of
    /// webhooks.
    ///
    /// The function `example`, which each type has with the feature `test-util`, is not listed.
    ///
    /// Structs with fields and enums are `#[non_exhaustive]`. Derived and implemented traits share one list. The words
    /// in parentheses after the name of an enum stand for members that all enums of that family have, besides
    /// `Serialize` and `Deserialize`:
    ///
    /// | family | constants and functions | traits |
    /// |---|---|---|
    /// | `open strings` | `VALUES`, `as_str` | `Display`, `AsRef<str>`, `FromStr` without an error, `PartialEq` of `str` and `&str` |
    /// | `closed strings` | `VALUES`, `as_str` | `Display`, `AsRef<str>`, `FromStr`, `TryFrom<&str>`, `PartialEq` of `str` and `&str` |
    /// | `open integers` | `VALUES`, `as_i64` | `Display`, `From<i64>`, `From` of it for `i64`, `PartialEq<i64>` |
    /// | `closed integers` | `VALUES`, `as_i64` | `Display`, `TryFrom<i64>`, `From` of it for `i64`, `PartialEq<i64>` |
    /// | `open scalars`, `closed scalars` | `VALUES`, `value` | `Display`, `TryFrom<serde_json::Value>` |
    /// | `union` | | |
    pub fn outline(&self) -> String {
        let mut lines = Vec::new();
        let module = &self.module;
        lines.extend(self.feature_lines());
        let runtime = self.needs.runtime();
        lines.extend(runtime.iter().map(|name| format!("type runtime::{name}")));
        lines.extend(self.aliases.iter().map(|it| alias(module, it)));
        for it in [&self.marker, &self.error_body, &self.client.ty] {
            ty(module, it, Scope::Module, &mut lines);
        }
        for function in &self.client.functions {
            lines.push(method("Client", function, Scope::Module));
        }
        for setting in &self.client.settings {
            lines.push(method("ClientBuilder", &setting.function, Scope::Module));
        }
        lines.extend(self.client.environment.iter().map(environment));
        for operation in &self.operations {
            self::operation(operation, &mut lines);
        }
        for it in &self.types {
            ty("types", it, Scope::Types, &mut lines);
        }
        if let Some(webhooks) = &self.webhooks {
            ty("webhooks", &webhooks.ty, Scope::Module, &mut lines);
            lines.push(method("webhooks", &webhooks.parse, Scope::Module));
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }

    /// The Cargo features of the module, with what they enable.
    fn feature_lines(&self) -> Vec<String> {
        let base = self.base_feature();
        let mut lines = vec![feature(&base, self.needs)];
        if !self.parts.is_empty() {
            let parts = self.parts.iter().map(|part| part.feature.as_str());
            let all: Vec<_> = parts.clone().collect();
            lines.push(format!("feature {} = [{}]", self.module, all.join(", ")));
            lines.extend(parts.map(|part| format!("feature {part} = [{base}]")));
        }
        lines
    }
}

/// The Cargo feature of a module, with its dependencies and their features.
fn feature(module: &str, needs: Needs) -> String {
    let dependencies = needs.dependencies();
    let dependencies = dependencies.iter().map(|it| it.name.to_owned());
    let features = needs.http_features();
    let features = features.iter().map(|it| format!("reqwest/{it}"));
    let all: Vec<_> = dependencies.chain(features).collect();
    format!("feature {module} = [{}]", all.join(", "))
}

fn alias(module: &str, alias: &Alias) -> String {
    let ty = alias.ty.in_scope(Scope::Module);
    let feature = alias.feature.map(|name| format!(" (feature {name})"));
    let feature = feature.unwrap_or_default();
    format!("type {module}::{} = {ty}{feature}", alias.name)
}

fn environment(variable: &EnvironmentVariable) -> String {
    let optional = if variable.is_optional {
        " (optional)"
    } else {
        ""
    };
    format!("env {}{optional}", variable.name)
}

fn deprecated(is_deprecated: bool) -> &'static str {
    if is_deprecated { "deprecated " } else { "" }
}

fn method(owner: &str, function: &Function, scope: Scope) -> String {
    let deprecated = deprecated(function.is_deprecated);
    format!("{deprecated}{owner}::{}", function.signature(scope))
}

/// The traits of a type: `Clone + Debug + From<String>`.
fn bounds<'a>(
    derives: &[Derive],
    traits: impl Iterator<Item = &'a TraitImpl>,
    scope: Scope,
) -> String {
    let traits = traits.map(|it| it.bound(scope).to_string());
    let derives = derives.iter().map(|it| it.name().to_owned());
    derives.chain(traits).collect::<Vec<_>>().join(" + ")
}

fn operation(operation: &OperationSurface, lines: &mut Vec<String>) {
    let name = &operation.name;
    let mut traits = operation.traits();
    // `Document` is the same for all operations.
    let is_document = |ty: &RustType| matches!(ty, RustType::Marker(_));
    traits
        .iter_mut()
        .for_each(|it| it.types.retain(|(_, ty)| !is_document(ty)));
    let bounds = bounds(&operation.derives(), traits.iter(), Scope::Module);
    let features = enabled_by(&operation.features);
    lines.push(format!("struct operations::{name}{features}: {bounds}"));
    for it in &operation.methods {
        lines.push(method("Client", &it.function, Scope::Module));
    }
    let call = format!("Call<{name}>");
    for setter in operation.setters.iter().chain(&operation.body_setters) {
        lines.push(method(&call, setter, Scope::Module));
    }
}

/// The features that enable an item, in parentheses.
fn enabled_by(features: &Features) -> String {
    let names: Vec<_> = features.names().collect();
    match &names[..] {
        [] => String::new(),
        [name] => format!(" (feature {name})"),
        names => format!(" (features {})", names.join(", ")),
    }
}

fn ty(module: &str, ty: &TypeSurface, scope: Scope, lines: &mut Vec<String>) {
    if let Some(target) = &ty.alias_of {
        let deprecated = deprecated(ty.is_deprecated);
        let features = enabled_by(&ty.features);
        lines.push(format!(
            "{deprecated}type {module}::{} = {target}{features}",
            ty.name
        ));
        return;
    }
    let keyword = match ty.kind {
        TypeKind::Enum(_) => "enum",
        _ => "struct",
    };
    let (deprecated, name) = (deprecated(ty.is_deprecated), &ty.name);
    let suffix = match (&ty.kind, ty.family) {
        (TypeKind::Newtype(inner), _) => format!("({})", inner.in_scope(scope)),
        (_, Some(family)) => format!(" ({family})"),
        _ => String::new(),
    };
    let features = enabled_by(&ty.features);
    let bounds = bounds(&ty.derives, ty.own_traits(), scope);
    lines.push(format!(
        "{deprecated}{keyword} {module}::{name}{suffix}{features}: {bounds}"
    ));
    members(&ty.kind, scope, lines);
    for function in ty.constructor.iter().chain(&ty.setters) {
        lines.push(method(name, function, scope));
    }
}

/// The fields or variants of a type.
fn members(kind: &TypeKind, scope: Scope, lines: &mut Vec<String>) {
    match kind {
        TypeKind::Struct(fields) => lines.extend(fields.iter().map(|field| {
            let deprecated = deprecated(field.is_deprecated);
            format!(
                "    {deprecated}{}: {}",
                field.name,
                field.ty.in_scope(scope)
            )
        })),
        TypeKind::Enum(variants) => lines.extend(variants.iter().map(|variant| {
            let held = variant.held.as_ref();
            let held = held.map(|held| format!("({})", held.in_scope(scope)));
            format!("    {}{}", variant.name, held.unwrap_or_default())
        })),
        TypeKind::Newtype(_) | TypeKind::Unit | TypeKind::Opaque => {}
    }
}

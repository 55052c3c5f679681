//! The surface as text, one line an item: what a reviewer wants to see change.

use super::Surface;
use super::client::EnvironmentVariable;
use super::function::Function;
use super::operation::OperationSurface;
use super::rust_type::Scope;
use super::type_::{TypeKind, TypeSurface, Variant};

impl Surface {
    /// Lists what a consumer can name: the client's methods and the variables of the environment, each operation
    /// with its methods, each type with its fields or variants, its functions and its traits.
    pub fn outline(&self) -> String {
        let mut lines = Vec::new();
        let module = &self.module;
        lines.push(format!(
            "type {module}::ClientBuilder = runtime::ClientBuilder<{}>",
            self.marker
        ));
        lines.push(format!("type {module}::Error = runtime::Error<ErrorBody>"));
        lines.push(format!(
            "struct {module}::{}: Clone + Copy + Debug + Document",
            self.marker
        ));
        let exact = if self.error_body.is_exact {
            " + Eq"
        } else {
            ""
        };
        lines.push(format!(
            "enum {module}::ErrorBody: Clone + Debug + PartialEq{exact}"
        ));
        variants(&self.error_body.variants, Scope::Module, &mut lines);
        lines.push(format!("struct {module}::Client: Clone + Debug"));
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
        for ty in &self.types {
            self::ty(ty, &mut lines);
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }
}

fn environment(variable: &EnvironmentVariable) -> String {
    let optional = if variable.is_optional {
        " (optional)"
    } else {
        ""
    };
    format!("env {}{optional}", variable.name)
}

fn method(owner: &str, function: &Function, scope: Scope) -> String {
    format!("{owner}::{}", function.signature(scope))
}

fn operation(operation: &OperationSurface, lines: &mut Vec<String>) {
    let name = &operation.name;
    let default = if operation.has_default {
        " + Default"
    } else {
        ""
    };
    let traits: String = operation
        .traits
        .iter()
        .map(|it| format!(" + {it}"))
        .collect();
    lines.push(format!(
        "struct operations::{name}: Clone + Debug{default}{traits}"
    ));
    lines.push(format!(
        "    Output = {}",
        operation.output.within(Scope::Module)
    ));
    for it in &operation.methods {
        lines.push(method("Client", &it.function, Scope::Module));
    }
    let call = format!("Call<{name}>");
    for setter in operation.setters.iter().chain(&operation.body_setters) {
        lines.push(method(&call, setter, Scope::Module));
    }
}

fn ty(ty: &TypeSurface, lines: &mut Vec<String>) {
    let traits = ty
        .traits
        .iter()
        .map(|it| it.within(Scope::Types).to_string());
    let traits = ty.derives.iter().map(|it| (*it).to_owned()).chain(traits);
    let traits = traits.collect::<Vec<_>>().join(" + ");
    let name = &ty.name;
    match &ty.kind {
        TypeKind::Struct(fields) => {
            lines.push(format!("struct types::{name}: {traits}"));
            for field in fields {
                lines.push(format!(
                    "    {}: {}",
                    field.name,
                    field.ty.within(Scope::Types)
                ));
            }
        }
        TypeKind::Newtype(inner) => {
            lines.push(format!(
                "struct types::{name}({}): {traits}",
                inner.within(Scope::Types)
            ));
        }
        TypeKind::Enum(all) => {
            lines.push(format!("enum types::{name}: {traits}"));
            variants(all, Scope::Types, lines);
        }
    }
    for function in ty.constructor.iter().chain(&ty.setters) {
        lines.push(method(name, function, Scope::Types));
    }
}

fn variants(variants: &[Variant], scope: Scope, lines: &mut Vec<String>) {
    for variant in variants {
        let held = variant.held.as_ref();
        let held = held.map(|held| format!("({})", held.within(scope)));
        lines.push(format!("    {}{}", variant.name, held.unwrap_or_default()));
    }
}

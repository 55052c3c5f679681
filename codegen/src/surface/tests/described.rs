//! The items of a surface, one line each.

use std::collections::BTreeSet;

use super::printed::{signature, ty_text};
use crate::surface::trait_impl::TraitImpl;
use crate::surface::{Function, RustType, Scope, Surface, TypeKind, TypeSurface};

pub(super) fn items(surface: &Surface) -> BTreeSet<String> {
    let mut items = Items::default();
    for alias in &surface.aliases {
        items.add(format!(
            "type {} = {}",
            alias.name,
            text(&alias.ty, Scope::Module)
        ));
    }
    for ty in [&surface.marker, &surface.error_body, &surface.client.ty] {
        items.ty("", ty, Scope::Module);
    }
    for function in &surface.client.functions {
        items.function("Client", function, Scope::Module);
    }
    for setting in &surface.client.settings {
        items.function("ClientBuilder", &setting.function, Scope::Module);
    }
    for variable in &surface.client.environment {
        items.add(format!("env {}", variable.name));
    }
    for operation in &surface.operations {
        let name = format!("operations::{}", operation.name);
        items.add(format!("struct {name} opaque"));
        for derive in operation.derives() {
            items.add(format!("{name}: {derive}"));
        }
        for implementation in operation.traits() {
            items.implementation(&name, &implementation, Scope::Module);
        }
        for method in &operation.methods {
            items.function("Client", &method.function, Scope::Module);
        }
        let call = format!("Call<{}>", operation.name);
        for setter in operation.setters.iter().chain(&operation.body_setters) {
            items.function(&call, setter, Scope::Module);
        }
    }
    for ty in &surface.types {
        if let Some(target) = &ty.alias_of {
            items.add(format!("type types::{} = {target}", ty.name));
            continue;
        }
        items.ty("types::", ty, Scope::Types);
        // Each type has this function behind the feature `test-util`.
        items.add(format!("types::{}::fn example() -> Self", ty.name));
    }
    if let Some(webhooks) = &surface.webhooks {
        items.ty("webhooks::", &webhooks.ty, Scope::Module);
        items.function("webhooks", &webhooks.parse, Scope::Module);
    }
    items.0
}

/// The dependencies, features and runtime exports that a module needs.
pub(super) fn needs(surface: &Surface) -> BTreeSet<String> {
    let (module, needs) = (&surface.module, surface.needs);
    let dependencies = needs.dependencies();
    let enabled = dependencies.iter().filter(|it| it.is_optional);
    let enabled: Vec<_> = enabled.map(|it| format!("\"dep:{}\"", it.name)).collect();
    let base = surface.base_feature();
    let mut found = BTreeSet::from([format!("{base} = [{}]", enabled.join(", "))]);
    let parts = surface.parts.iter().map(|part| &part.feature);
    if !surface.parts.is_empty() {
        let all: Vec<_> = parts.clone().map(|it| format!("{it:?}")).collect();
        found.insert(format!("{module} = [{}]", all.join(", ")));
    }
    found.extend(parts.map(|it| format!("{it} = [{base:?}]")));
    found.extend(dependencies.iter().map(|it| it.name.to_owned()));
    let features = needs.http_features();
    found.extend(features.iter().map(|it| format!("reqwest/{it}")));
    let exported = needs.runtime();
    found.extend(exported.iter().map(|it| format!("runtime::{it}")));
    found
}

#[derive(Default)]
struct Items(BTreeSet<String>);

impl Items {
    fn add(&mut self, item: String) {
        let is_new = self.0.insert(item);
        assert!(is_new, "the surface has an item twice");
    }

    fn ty(&mut self, module: &str, ty: &TypeSurface, scope: Scope) {
        let name = format!("{module}{}", ty.name);
        let deprecated = deprecated(ty.is_deprecated);
        let non_exhaustive = if ty.is_non_exhaustive() {
            " non_exhaustive"
        } else {
            ""
        };
        match &ty.kind {
            TypeKind::Struct(fields) => {
                self.add(format!("struct {name} fields{non_exhaustive}{deprecated}"));
                for field in fields {
                    let deprecated = self::deprecated(field.is_deprecated);
                    let ty = text(&field.ty, scope);
                    self.add(format!("{name}.{}: {ty}{deprecated}", field.name));
                }
            }
            TypeKind::Newtype(inner) => {
                let inner = text(inner, scope);
                self.add(format!(
                    "struct {name}({inner}){non_exhaustive}{deprecated}"
                ));
            }
            TypeKind::Enum(variants) => {
                self.add(format!("enum {name}{non_exhaustive}{deprecated}"));
                for variant in variants {
                    let held = variant.held.iter().map(|ty| text(ty, scope));
                    let held = held.collect::<Vec<_>>().join(", ");
                    self.add(format!("{name}::{}({held})", variant.name));
                }
            }
            TypeKind::Unit => self.add(format!("struct {name} unit{deprecated}")),
            TypeKind::Opaque => self.add(format!("struct {name} opaque{deprecated}")),
        }
        for derive in &ty.derives {
            self.add(format!("{name}: {derive}"));
        }
        for implementation in &ty.traits {
            self.implementation(&name, implementation, scope);
        }
        for constant in &ty.constants {
            let ty = text(&constant.ty, scope);
            self.add(format!("{name}::const {}: {ty}", constant.name));
        }
        let own = ty.constructor.iter().chain(&ty.setters);
        for function in own.chain(&ty.functions) {
            self.function(&name, function, scope);
        }
    }

    fn implementation(&mut self, name: &str, implementation: &TraitImpl, scope: Scope) {
        let on = implementation.on.as_ref();
        let on = on.map_or_else(|| name.to_owned(), |ty| text(ty, scope));
        let trait_ = implementation.path.name();
        let arguments = implementation.arguments.iter().map(|ty| text(ty, scope));
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("<{arguments}>")
        };
        self.add(format!("{on}: {trait_}{arguments}"));
        for (associated, ty) in &implementation.types {
            let ty = text(ty, scope);
            self.add(format!(
                "<{on} as {trait_}{arguments}>::{associated} = {ty}"
            ));
        }
    }

    fn function(&mut self, owner: &str, function: &Function, scope: Scope) {
        let constness = if function.is_const { "const " } else { "" };
        let text = format!("{constness}fn {};", function.signature(scope));
        let parsed: syn::TraitItemFn = syn::parse_str(&text).expect("the signature is valid");
        let deprecated = deprecated(function.is_deprecated);
        self.add(format!("{owner}::{}{deprecated}", signature(&parsed.sig)));
    }
}

fn deprecated(is_deprecated: bool) -> &'static str {
    if is_deprecated { " deprecated" } else { "" }
}

fn text(ty: &RustType, scope: Scope) -> String {
    let text = ty.in_scope(scope).to_string();
    ty_text(&syn::parse_str(&text).expect("the text is a type"))
}

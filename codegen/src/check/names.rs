//! Reports names of the document that are the same in Rust.
//!
//! The Rust names are assigned as in lowering, by the same functions and in the same order.

use std::collections::{HashMap, HashSet};

use super::walk::Visit;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, resolve, version_of};
use crate::openapi::is_set_aside;
use crate::openapi::objects::ObjectKind;
use crate::path_item::{self, OperationEntry};
use crate::{
    names::{self, TakenNames},
    reserved,
};

/// Checks the names of operations, parameters, schemas, properties, enum values, security schemes and server variables.
pub(super) fn check(root: &Node, visits: &[Visit<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    operations(root, &mut found);
    schemas(root, &mut found);
    settings(root, &mut found);
    for visit in visits.iter().filter(|it| it.kind == ObjectKind::Schema) {
        properties(visit.node, &mut found);
        enum_values(visit.node, &mut found);
    }
    found
}

/// What a name is for, in the document and in Rust, and the code and help of its diagnostics.
struct Named {
    code: Code,
    in_document: &'static str,
    in_rust: &'static str,
    help: &'static str,
}

const OPERATION: Named = Named {
    code: Code::DuplicateOperationId,
    in_document: "operationId",
    in_rust: "method",
    help: "rename one of the two, since the number depends on the order in the document",
};

const SCHEMA: Named = Named {
    code: Code::NameShared,
    in_document: "schema",
    in_rust: "type",
    help: "rename one of the two, since the number depends on the order in the document",
};

const PROPERTY: Named = Named {
    code: Code::NameShared,
    in_document: "property",
    in_rust: "field",
    help: "keep the order of the two, since the number depends on it, or rename one if the API does",
};

const ENUM_VALUE: Named = Named {
    code: Code::NameShared,
    in_document: "value",
    in_rust: "variant",
    help: "name the variants with `x-enum-varnames`, or keep the order of the values, since the number depends on it",
};

const PARAMETER: Named = Named {
    code: Code::NameShared,
    in_document: "parameter",
    in_rust: "argument",
    help: "keep the order of the two, since the second name depends on it, or rename one if the API does",
};

const SETTING: Named = Named {
    code: Code::NameShared,
    in_document: "setting",
    in_rust: "method of the builder",
    help: "name one of the two with `x-rust-name`, and its environment variable with `x-env`",
};

/// A name in the document.
#[derive(Clone, Copy)]
struct Written<'a> {
    name: &'a str,
    span: Span,
}

/// The Rust names in a scope.
struct Scope<'a> {
    taken: TakenNames,
    holders: HashMap<String, Written<'a>>,
}

impl<'a> Scope<'a> {
    /// Creates a scope with names that generated code reserves.
    fn with(reserved: &[&str]) -> Self {
        Self {
            taken: reserved.iter().copied().collect(),
            holders: HashMap::new(),
        }
    }

    /// Assigns `wanted` if it is free, or else a name that starts with `other`. Returns the assigned name, and the name in
    /// the document that already has `wanted`.
    fn assign(
        &mut self,
        written: Written<'a>,
        wanted: &str,
        other: impl FnOnce() -> String,
    ) -> (String, Option<Written<'a>>) {
        let holder = self.holders.get(wanted).copied();
        let assigned = if self.taken.contains(wanted) {
            self.taken.unique(other())
        } else {
            self.taken.insert(wanted.to_owned());
            wanted.to_owned()
        };
        self.holders.insert(assigned.clone(), written);
        (assigned, holder)
    }

    /// Assigns a name, with a number if it is taken, and reports the number.
    fn assign_numbered(
        &mut self,
        named: &Named,
        written: Written<'a>,
        wanted: &str,
        found: &mut Vec<Diagnostic>,
    ) {
        let (assigned, holder) = self.assign(written, wanted, || wanted.to_owned());
        if let Some(holder) = holder {
            found.push(shared_name(named, holder, written, wanted, &assigned));
        }
    }
}

fn shared_name(
    named: &Named,
    first: Written<'_>,
    second: Written<'_>,
    wanted: &str,
    assigned: &str,
) -> Diagnostic {
    let Named {
        in_document,
        in_rust,
        ..
    } = named;
    let message = if first.name == second.name {
        format!(
            "duplicate {in_document} `{}`: the {in_rust} of the second is `{assigned}`",
            first.name
        )
    } else {
        let plural = match in_document.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{in_document}s"),
        };
        format!(
            "the {plural} `{}` and `{}` are both `{wanted}` in Rust: the {in_rust} of the second is `{assigned}`",
            first.name, second.name
        )
    };
    Diagnostic::new(named.code, second.span, message)
        .with_label(format!("becomes `{assigned}`"))
        .with_related(first.span, format!("becomes `{wanted}`"))
        .with_help(named.help)
}

/// Checks the names that become methods, which are those of operations and forms, and the names of parameters.
fn operations(root: &Node, found: &mut Vec<Diagnostic>) {
    let version = version_of(root);
    let mut scope = Scope::with(&[]);
    for (_, entry) in root.get("paths").into_iter().flat_map(Node::entries) {
        let Ok(item) = resolve(root, &entry.value) else {
            continue;
        };
        let operations = || path_item::operations(item, version).map(OperationEntry::node);
        let forms = operations().filter_map(|operation| operation.get("x-forms"));
        let own = operations().filter(|operation| operation.get("x-forms").is_none());
        let own = own.filter_map(|operation| {
            let id = operation.get("operationId")?;
            let name = id.as_str().filter(|id| !id.trim().is_empty())?;
            Some(Written {
                name,
                span: id.span,
            })
        });
        let forms = forms.flat_map(Node::entries).map(|(name, form)| Written {
            name,
            span: form.key_span,
        });
        for id in own.chain(forms) {
            let wanted = names::method_name(id.name);
            // Two paths may reference the same path item.
            let is_same = |holder: &Written<'_>| holder.span == id.span;
            let id = match scope.holders.get(&wanted) {
                Some(holder) if is_same(holder) => Written {
                    span: entry.key_span,
                    ..id
                },
                _ => id,
            };
            scope.assign_numbered(&OPERATION, id, &wanted, found);
        }
        for operation in operations() {
            parameters(root, item, operation, found);
        }
    }
}

/// Checks the parameters of an operation: its own, and those of its path that it does not override.
fn parameters(root: &Node, item: &Node, operation: &Node, found: &mut Vec<Diagnostic>) {
    let own = listed(root, operation);
    let mut parameters = listed(root, item);
    parameters.retain(|(location, shared)| {
        let overrides =
            |(own, written): &(&str, Written<'_>)| own == location && written.name == shared.name;
        !own.iter().any(overrides)
    });
    parameters.extend(own);
    let mut scope = Scope::with(reserved::REQUEST);
    for (location, written) in parameters {
        if location == "header" && is_set_aside(written.name) {
            continue;
        }
        let wanted = names::field_name(written.name);
        let other = || format!("{}_param", wanted.trim_end_matches('_'));
        let (assigned, holder) = scope.assign(written, &wanted, other);
        // The same name in two locations is common, such as `id` in the path and in the query.
        if let Some(holder) = holder.filter(|holder| holder.name != written.name) {
            found.push(shared_name(&PARAMETER, holder, written, &wanted, &assigned));
        }
    }
}

/// The parameters in the list of an object, each with its `in`.
fn listed<'a>(root: &'a Node, holder: &'a Node) -> Vec<(&'a str, Written<'a>)> {
    let parameters = holder.get("parameters").into_iter().flat_map(Node::items);
    parameters
        .filter_map(|parameter| resolve(root, parameter).ok())
        .filter_map(|parameter| {
            let name = parameter.get("name")?;
            let written = Written {
                name: name.as_str()?,
                span: name.span,
            };
            Some((parameter.get_str("in")?, written))
        })
        .collect()
}

fn schemas(root: &Node, found: &mut Vec<Diagnostic>) {
    let schemas = root
        .get("components")
        .and_then(|components| components.get("schemas"));
    let mut scope = Scope::with(&[]);
    for (name, entry) in schemas.into_iter().flat_map(Node::entries) {
        let span = entry.key_span;
        let wanted = names::type_name(name);
        scope.assign_numbered(&SCHEMA, Written { name, span }, &wanted, found);
    }
}

/// Checks the settings of a client's builder: credentials and server variables.
fn settings(root: &Node, found: &mut Vec<Diagnostic>) {
    let components = root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    let schemes = schemes.into_iter().flat_map(Node::entries);
    let servers = root.get("servers").into_iter().flat_map(Node::items);
    let variables = servers.filter_map(|server| server.get("variables"));
    let mut seen = HashSet::new();
    let variables = variables
        .flat_map(Node::entries)
        .filter(|(name, _)| seen.insert(*name));
    let mut scope = Scope::with(&[]);
    for (name, entry) in schemes.chain(variables) {
        let span = entry.key_span;
        let wanted = names::setting_name(entry.value.get_str("x-rust-name").unwrap_or(name));
        scope.assign_numbered(&SETTING, Written { name, span }, &wanted, found);
    }
}

fn properties(schema: &Node, found: &mut Vec<Diagnostic>) {
    let properties = schema.get("properties").into_iter().flat_map(Node::entries);
    let mut scope = Scope::with(reserved::STRUCT);
    for (name, entry) in properties {
        let span = entry.key_span;
        let wanted = names::property_name(name);
        scope.assign_numbered(&PROPERTY, Written { name, span }, &wanted, found);
    }
}

fn enum_values(schema: &Node, found: &mut Vec<Diagnostic>) {
    let values = schema.get("enum").and_then(Node::as_array);
    let variants = schema.get("x-enum-varnames").and_then(Node::as_array);
    let variants = variants.unwrap_or_default();
    let mut scope = Scope::with(&["Unknown"]);
    let mut seen = HashSet::new();
    let texts: Vec<_> = values
        .unwrap_or_default()
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_null())
        .map(|(index, value)| {
            let text = match value.as_str() {
                Some(text) => text.to_owned(),
                None => value.to_json().to_string(),
            };
            (index, value, text)
        })
        .collect();
    for (index, value, text) in &texts {
        if !seen.insert(text) {
            continue;
        }
        let variant = variants
            .get(*index)
            .and_then(|variant| Some((variant.as_str()?, variant.span)));
        let (name, span) = variant.unwrap_or((text, value.span));
        let wanted = match name {
            "" => "Empty".to_owned(),
            name => names::variant_name(name),
        };
        let wanted = if wanted == "Unknown" {
            "UnknownValue".to_owned()
        } else {
            wanted
        };
        scope.assign_numbered(&ENUM_VALUE, Written { name, span }, &wanted, found);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::{Options, Source, generate};

    const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get:
      operationId: listShipments
      parameters:
        - { name: page-size, in: query, schema: { type: integer } }
        - { name: page_size, in: query, schema: { type: integer } }
      responses: &answer
        '200':
          description: D
          content:
            application/json: { schema: { $ref: '#/components/schemas/a-b' } }
  /b: { get: { operationId: list_shipments, responses: *answer } }
components:
  schemas:
    a-b:
      type: object
      properties:
        moreInfo: { type: string }
        more_info: { type: string }
        other: { $ref: '#/components/schemas/a_b' }
    a_b: { type: string, enum: [asc, ASC, -1] }
";

    #[test]
    fn names_that_are_the_same_in_rust_are_reported_with_the_assigned_names() {
        let source = Source {
            name: "test.yaml",
            text: DOCUMENT,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let found: Vec<_> = module
            .warnings
            .iter()
            .filter(|it| matches!(it.code, Code::DuplicateOperationId | Code::NameShared))
            .collect();
        let messages: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the parameters `page-size` and `page_size` are both `page_size` in Rust: \
                 the argument of the second is `page_size_param`",
                "the operationIds `listShipments` and `list_shipments` are both `list_shipments` in Rust: \
                 the method of the second is `list_shipments2`",
                "the properties `moreInfo` and `more_info` are both `more_info` in Rust: \
                 the field of the second is `more_info2`",
                "the schemas `a-b` and `a_b` are both `Ab` in Rust: the type of the second is `Ab2`",
                "the values `asc` and `ASC` are both `Asc` in Rust: the variant of the second is `Asc2`",
            ]
        );
        let sources: String = module.files.into_iter().map(|file| file.text).collect();
        for diagnostic in found {
            let label = diagnostic.label.as_deref().unwrap_or_default();
            let assigned = label.trim_start_matches("becomes `").trim_end_matches('`');
            assert!(
                is_word_of(&sources, assigned),
                "no file contains {assigned}"
            );
            assert_eq!(diagnostic.related.len(), 1, "{}", diagnostic.message);
        }
    }

    fn is_word_of(text: &str, word: &str) -> bool {
        text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|it| it == word)
    }
}

//! The names of the runtime's own methods and of the items of each module, which other generated items must not have.
//!
//! They include private methods, since a second method with the same name does not compile either.

/// The methods of every call. A parameter or a field of the body with such a name gets a method with another name.
pub(crate) const CALL: &[&str] = &[
    "batch_size",
    "batches",
    "clone",
    "header",
    "idempotency",
    "job_interval",
    "job_timeout",
    "max_wait",
    "pages",
    "retry",
    "send",
    "send_all",
    "send_job",
    "send_raw",
    "send_response",
    "stream",
    "timeout",
];

/// The methods of every client. An operation with such a name gets a method with another name.
pub(crate) const CLIENT: &[&str] = &["builder", "clone", "from", "from_env", "into", "try_into"];

/// The methods of every builder. A credential or a server variable with such a name gets a method with another name.
pub(crate) const CLIENT_BUILDER: &[&str] = &[
    "allow_plain_http",
    "base_url",
    "basic",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "from_env",
    "http",
    "max_response_bytes",
    "max_wait",
    "new",
    "on_wait",
    "pacing",
    "rate_limit",
    "retry",
    "retry_budget",
    "server_variable",
    "timeout",
    "user_agent",
];

/// The types of every module besides the marker type of its document, which gets another name.
pub(crate) const MODULE: &[&str] = &["Client", "ClientBuilder", "Error", "ErrorBody", "Mock"];

/// The options that commands of a program have, whichever document they are from, and their positional arguments. A
/// parameter or a property with such a name gets an argument with another name.
pub(crate) const COMMAND: &[&str] = &[
    "all",
    "allow-unknown",
    "base-url",
    "batch-size",
    "body",
    "dry-run",
    "failed-to",
    "fields",
    "help",
    "id-column",
    "ids-from",
    "journal",
    "null",
    "output",
    "part",
    "print-request",
    "quiet",
    "timeout",
    "verbose",
    "version",
    "yes",
];

/// The functions of every struct. A property with such a name gets a field and a setter with another name.
pub(crate) const STRUCT: &[&str] = &["example", "new"];

/// The variables of the code that builds a request. A parameter with such a name gets a field with another name.
pub(crate) const REQUEST: &[&str] = &["base", "body", "request"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use syn::{ImplItem, Item, Type, UseTree};

    use crate::{Module, Options, Source, runtime_source};

    /// Reserved names that are not inherent methods, and why they are reserved.
    const OF_TRAITS: &[(&str, &str)] = &[
        ("clone", "an inherent method would hide that of `Clone`"),
        ("from", "an inherent function would hide that of `From`"),
        ("into", "the method of `Into` would hide an inherent method"),
        (
            "try_into",
            "the method of `TryInto` would hide an inherent method",
        ),
    ];

    /// The inherent methods of a type in these sources.
    fn methods<'a>(ty: &str, sources: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for text in sources {
            let file = syn::parse_file(text).expect("the source is Rust");
            for item in file.items {
                let Item::Impl(block) = item else { continue };
                if block.trait_.is_some() || name(&block.self_ty).as_deref() != Some(ty) {
                    continue;
                }
                found.extend(block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
        found
    }

    /// The name of a type without its module and arguments. Aliases of `Call` count as `Call`.
    fn name(ty: &Type) -> Option<String> {
        let Type::Path(path) = ty else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        Some(name.replace("BatchCall", "Call"))
    }

    fn runtime() -> impl Iterator<Item = &'static str> {
        runtime_source::SOURCES.iter().map(|(_, text)| *text)
    }

    fn assert_reserved(reserved: &[&str], methods: &BTreeSet<String>) {
        assert!(!methods.is_empty(), "the type has methods");
        assert!(reserved.is_sorted(), "{reserved:?}");
        let reserved: BTreeSet<_> = reserved.iter().map(|name| (*name).to_owned()).collect();
        let missing: Vec<_> = methods.difference(&reserved).collect();
        assert!(missing.is_empty(), "not reserved: {missing:?}");
        let is_of_trait = |name: &&String| OF_TRAITS.iter().any(|(other, _)| other == name);
        let unused = reserved.difference(methods);
        let unused: Vec<_> = unused.filter(|name| !is_of_trait(name)).collect();
        assert!(unused.is_empty(), "reserved without need: {unused:?}");
    }

    #[test]
    fn every_method_of_a_call_is_reserved() {
        assert_reserved(super::CALL, &methods("Call", runtime()));
    }

    #[test]
    fn every_method_of_a_builder_is_reserved() {
        assert_reserved(super::CLIENT_BUILDER, &methods("ClientBuilder", runtime()));
    }

    /// The module of a document with one operation.
    fn pets() -> Module {
        let text = r#"
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
paths:
  /pets:
    get: { operationId: list_pets, responses: { "204": { description: Done. } } }
"#;
        let source = Source {
            name: "pets.yaml",
            text,
        };
        let options = Options {
            crate_name: "pets".to_owned(),
            ..Options::default()
        };
        crate::generate(&source, &options).expect("the document generates")
    }

    /// The names of the types in the scope of a source.
    fn types(text: &str) -> BTreeSet<String> {
        let file = syn::parse_file(text).expect("the source is Rust");
        let types = file.items.into_iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Enum(item) => Some(item.ident.to_string()),
            Item::Type(item) => Some(item.ident.to_string()),
            Item::Use(item) => match item.tree {
                UseTree::Path(path) => match *path.tree {
                    UseTree::Name(name) => Some(name.ident.to_string()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        types.collect()
    }

    #[test]
    fn every_type_of_a_module_is_reserved() {
        let module = pets();
        let root = module.files.iter().find(|file| file.path == "src/pets.rs");
        let mut types = types(&root.expect("the module has a root").text);
        assert!(types.remove("Pets"), "{types:?}");
        let reserved = super::MODULE.iter().map(|name| (*name).to_owned());
        assert_eq!(types, reserved.collect());
    }

    #[test]
    fn every_method_of_a_client_is_reserved() {
        let module = pets();
        let files = module.files.iter().map(|file| &*file.text);
        let mut methods = methods("Client", files);
        assert!(methods.remove("list_pets"), "{methods:?}");
        assert_reserved(super::CLIENT, &methods);
    }
}

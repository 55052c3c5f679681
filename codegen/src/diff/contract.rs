//! The operations of a document with everything that applies to them.

use indexmap::IndexMap;

use crate::document::{self, Entry, Node, version_of};
use crate::openapi::path::{renamed, split_fragment};
use crate::path_item;

/// The operations of a document.
pub(super) struct Contract<'a> {
    pub(super) operations: Vec<Operation<'a>>,
}

/// An operation with everything that applies to it.
#[derive(Clone)]
pub(super) struct Operation<'a> {
    /// The HTTP method as it is sent, such as `GET`.
    pub(super) method: &'a str,
    /// The path as the document has it.
    pub(super) path: &'a str,
    /// The path with positions instead of the names of parameters.
    pub(super) template: String,
    pub(super) item: &'a Node,
    pub(super) node: &'a Node,
    pub(super) parameters: IndexMap<ParameterKey<'a>, &'a Node>,
    pub(super) body: Option<&'a Node>,
    pub(super) responses: IndexMap<String, &'a Node>,
    pub(super) security: Option<&'a Node>,
    pub(super) servers: Option<&'a Node>,
}

/// The identity of a parameter in requests. The name of a path parameter is not part of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ParameterKey<'a> {
    Path(usize),
    Named(&'a str, String),
}

impl<'a> Contract<'a> {
    pub(super) fn of(root: &'a Node) -> Self {
        let paths = root.get("paths").into_iter().flat_map(Node::entries);
        Self {
            operations: Operation::of_paths(root, paths),
        }
    }
}

impl<'a> Operation<'a> {
    /// Returns the operations of paths, or of the expressions of a callback.
    pub(super) fn of_paths(
        root: &'a Node,
        paths: impl Iterator<Item = (&'a str, &'a Entry)>,
    ) -> Vec<Self> {
        let mut operations = Vec::new();
        for (path, entry) in paths.filter(|(path, _)| !path.starts_with("x-")) {
            operations.extend(Self::of_item(root, path, resolved(root, &entry.value)));
        }
        operations
    }

    /// Returns the operations of a path item.
    pub(super) fn of_item(root: &'a Node, path: &'a str, item: &'a Node) -> Vec<Self> {
        let operations = path_item::operations(item, version_of(root));
        let operations = operations.filter(|it| it.node().as_object().is_some());
        let operations = operations.map(|it| Self::of(root, (path, it.method), item, it.node()));
        operations.collect()
    }

    fn of(
        root: &'a Node,
        (path, method): (&'a str, &'a str),
        item: &'a Node,
        node: &'a Node,
    ) -> Self {
        let (template, names) = template(path);
        let mut parameters = IndexMap::new();
        // The parameters of the operation replace those of the path item.
        for holder in [item, node] {
            for parameter in holder.get("parameters").into_iter().flat_map(Node::items) {
                let parameter = resolved(root, parameter);
                if let Some(key) = key(parameter, &names) {
                    parameters.insert(key, parameter);
                }
            }
        }
        let responses = node.get("responses").into_iter().flat_map(Node::entries);
        let responses = responses
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, entry)| (status.to_ascii_uppercase(), resolved(root, &entry.value)));
        Self {
            method,
            path,
            template,
            item,
            node,
            parameters,
            body: node.get("requestBody").map(|body| resolved(root, body)),
            responses: responses.collect(),
            security: node.get("security").or(root.get("security")),
            servers: node
                .get("servers")
                .or(item.get("servers"))
                .or(root.get("servers")),
        }
    }

    pub(super) fn label(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(super) fn id(&self) -> Option<&'a str> {
        self.node.get_str("operationId")
    }
}

pub(super) fn resolved<'a>(root: &'a Node, node: &'a Node) -> &'a Node {
    document::resolve(root, node).unwrap_or(node)
}

/// Returns the identity of a parameter, unless it is incomplete or OpenAPI ignores it.
fn key<'a>(parameter: &'a Node, names: &[&str]) -> Option<ParameterKey<'a>> {
    let (name, location) = (parameter.get_str("name")?, parameter.get_str("in")?);
    let position = names.iter().position(|it| *it == name);
    match (location, position) {
        ("path", Some(position)) => Some(ParameterKey::Path(position)),
        ("header", _) if crate::openapi::is_set_aside(name) => None,
        // Names of headers are case-insensitive.
        ("header", _) => Some(ParameterKey::Named(location, name.to_ascii_lowercase())),
        _ => Some(ParameterKey::Named(location, name.to_owned())),
    }
}

/// Returns a path with positions instead of names, and the names.
pub(super) fn template(path: &str) -> (String, Vec<&str>) {
    let (plain, fragment) = split_fragment(path);
    let mut names = Vec::new();
    let mut template = renamed(plain, |name| {
        names.push(name);
        ""
    });
    if let Some(fragment) = fragment {
        template.push('#');
        template.push_str(fragment);
    }
    (template, names)
}

//! Reads the servers and the security schemes.

use std::collections::HashMap;

use super::text;
use crate::diagnostic::Span;
use crate::document::{Entry, Node, version_of};
use crate::lower::tree::operation_nodes;
use crate::model::{Scheme, SchemeKind, Server, ServerVariable};
use crate::names::{self, TakenNames};
use crate::openapi::Version;

/// Assigns unique names to the builder's methods for credentials and server variables.
pub(super) struct Settings<'a> {
    module: &'a str,
    used: TakenNames,
    /// The method and the environment variable of each server variable. Several servers may share a variable.
    variables: HashMap<String, (String, String)>,
}

impl<'a> Settings<'a> {
    pub(super) fn of(module: &'a str) -> Self {
        Self {
            module,
            used: TakenNames::default(),
            variables: HashMap::new(),
        }
    }

    pub(super) fn schemes(&mut self, root: &Node) -> Vec<Scheme> {
        let components = root.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        let schemes = schemes.into_iter().flat_map(Node::entries);
        let requirements = first_requirements(root);
        let version = version_of(root);
        schemes
            .filter_map(|(name, entry)| {
                let node = &entry.value;
                let (method, env) = self.names(node, name);
                Some(Scheme {
                    name: name.to_owned(),
                    description: scheme_description(node, version),
                    method,
                    env,
                    kind: scheme_kind(node)?,
                    requirement: requirements.get(name).copied(),
                    span: entry.key_span,
                })
            })
            .collect()
    }

    pub(super) fn servers(&mut self, root: &Node) -> Vec<Server> {
        let servers = root.get("servers").into_iter().flat_map(Node::items);
        servers
            .map(|server| {
                let url = server.get_str("url").unwrap_or_default();
                let variables = server.get("variables").into_iter().flat_map(Node::entries);
                Server {
                    url: url.trim_end_matches('/').to_owned(),
                    variables: variables
                        .map(|(name, entry)| self.variable(name, entry))
                        .collect(),
                    span: server.span,
                }
            })
            .collect()
    }

    fn variable(&mut self, name: &str, entry: &Entry) -> ServerVariable {
        let node = &entry.value;
        let known = self.variables.get(name).cloned();
        let (method, env) = known.unwrap_or_else(|| self.names(node, name));
        let names = (method.clone(), env.clone());
        self.variables.insert(name.to_owned(), names);
        let values = node.get("enum").into_iter().flat_map(Node::items);
        ServerVariable {
            name: name.to_owned(),
            description: text(node, "description"),
            method,
            env,
            default: text(node, "default"),
            values: values
                .filter_map(Node::as_str)
                .map(ToOwned::to_owned)
                .collect(),
            span: entry.key_span,
        }
    }

    /// The method and the environment variable for `name`.
    fn names(&mut self, node: &Node, name: &str) -> (String, String) {
        let own = text(node, "x-rust-name");
        let preferred = names::setting_name(own.as_deref().unwrap_or(name));
        let method = self.used.unique(preferred.clone());
        let of_env = if method == preferred { name } else { &method };
        let env = text(node, "x-env").unwrap_or_else(|| names::env_name(self.module, of_env));
        (method, env)
    }
}

/// The description of a security scheme, which says whether the scheme is deprecated.
fn scheme_description(node: &Node, version: Version) -> Option<String> {
    let description = text(node, "description");
    if version < Version::V3_2 || !node.flag("deprecated") {
        return description;
    }
    let description = description.unwrap_or_else(|| "A credential.".to_owned());
    Some(format!(
        "{description}\n\nThe API deprecates this credential."
    ))
}

fn scheme_kind(node: &Node) -> Option<SchemeKind> {
    match node.get_str("type")? {
        "apiKey" => {
            let name = node.get_str("name")?.to_owned();
            match node.get_str("in")? {
                "header" => match node.get_str("x-prefix") {
                    Some(prefix) if name.eq_ignore_ascii_case("authorization") => {
                        Some(SchemeKind::Authorization(prefix.to_owned()))
                    }
                    _ => Some(SchemeKind::Header(name)),
                },
                "query" => Some(SchemeKind::Query(name)),
                "cookie" => Some(SchemeKind::Cookie(name)),
                _ => None,
            }
        }
        "http" => match node.get_str("scheme")? {
            scheme if scheme.eq_ignore_ascii_case("basic") => Some(SchemeKind::Basic),
            scheme if scheme.eq_ignore_ascii_case("bearer") => {
                Some(SchemeKind::Authorization("Bearer".to_owned()))
            }
            scheme => Some(SchemeKind::Authorization(scheme.to_owned())),
        },
        // The caller provides the token. The client has no part in the OAuth flow.
        "oauth2" | "openIdConnect" => Some(SchemeKind::Authorization("Bearer".to_owned())),
        _ => None,
    }
}

/// The key of the first requirement for each security scheme.
fn first_requirements(root: &Node) -> HashMap<&str, Span> {
    let holders = [root].into_iter().chain(operation_nodes(root));
    let requirements = holders.filter_map(|holder| holder.get("security"));
    let entries = requirements.flat_map(Node::items).flat_map(Node::entries);
    let mut first = HashMap::new();
    for (name, entry) in entries {
        first.entry(name).or_insert(entry.key_span);
    }
    first
}

/// Alternatives of security schemes that are required together. The certificate of `mutualTLS` belongs to the HTTP client,
/// so that no request lacks it.
pub(super) fn requirements(root: &Node, node: &Node) -> Vec<Vec<String>> {
    let components = root.get("components");
    let schemes = components.and_then(|it| it.get("securitySchemes"));
    let is_of_connection = |name: &str| {
        let scheme = schemes.and_then(|it| it.get(name));
        scheme.and_then(|it| it.get_str("type")) == Some("mutualTLS")
    };
    let names = |names: &Node| {
        let names = names.entries().map(|(name, _)| name);
        let names = names.filter(|name| !is_of_connection(name));
        names.map(str::to_owned).collect()
    };
    node.items().map(names).collect()
}

//! Reads the servers and the security schemes.

use super::text;
use crate::document::Node;
use crate::model::{Scheme, SchemeKind, Server, ServerVariable};
use crate::{names, reserved};

pub(super) fn servers(root: &Node, module: &str) -> Vec<Server> {
    let servers = root.get("servers").into_iter().flat_map(Node::items);
    servers
        .map(|server| {
            let url = server.get_str("url").unwrap_or_default();
            let variables = server.get("variables").into_iter().flat_map(Node::entries);
            Server {
                url: url.trim_end_matches('/').to_owned(),
                variables: variables
                    .map(|(name, entry)| server_variable(name, &entry.value, module))
                    .collect(),
            }
        })
        .collect()
}

fn server_variable(name: &str, node: &Node, module: &str) -> ServerVariable {
    let values = node.get("enum").into_iter().flat_map(Node::items);
    ServerVariable {
        name: name.to_owned(),
        description: text(node, "description"),
        method: builder_method(node, name),
        env: text(node, "x-env").unwrap_or_else(|| names::env_name(module, name)),
        default: text(node, "default"),
        values: values
            .filter_map(Node::as_str)
            .map(ToOwned::to_owned)
            .collect(),
    }
}

pub(super) fn schemes(root: &Node, module: &str) -> Vec<Scheme> {
    let components = root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    schemes
        .into_iter()
        .flat_map(Node::entries)
        .filter_map(|(name, entry)| {
            let node = &entry.value;
            Some(Scheme {
                name: name.to_owned(),
                description: text(node, "description"),
                method: builder_method(node, name),
                env: text(node, "x-env").unwrap_or_else(|| names::env_name(module, name)),
                kind: scheme_kind(node)?,
            })
        })
        .collect()
}

fn builder_method(node: &Node, name: &str) -> String {
    let method = names::field_name(&text(node, "x-rust-name").unwrap_or_else(|| name.to_owned()));
    if reserved::CLIENT_BUILDER.contains(&method.as_str()) {
        format!("{method}_auth")
    } else {
        method
    }
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
        // The caller brings the token; how it was obtained is not this client's business.
        "oauth2" | "openIdConnect" => Some(SchemeKind::Authorization("Bearer".to_owned())),
        _ => None,
    }
}

/// Alternatives of security schemes that go together.
pub(super) fn requirements(node: &Node) -> Vec<Vec<String>> {
    node.items()
        .map(|names| names.entries().map(|(name, _)| name.to_owned()).collect())
        .collect()
}

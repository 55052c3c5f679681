//! Checks paths, operations, parameters, responses, servers and security.

mod parameters;
mod paths;
mod responses;
mod security;
mod servers;
mod tags;

use super::walk::{Owner, Walk};
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span};
use crate::document::Node;
use crate::openapi::objects::ObjectKind;

/// The state of these checks.
pub(super) struct Operations<'w, 'a> {
    pub(super) root: &'a Node,
    pub(super) source: &'a SourceMap,
    pub(super) walk: &'w Walk<'a>,
    pub(super) found: Vec<Diagnostic>,
    /// The uses of components by name, each with the user.
    pub(super) used_by_name: Vec<(Owner, usize)>,
}

impl Operations<'_, '_> {
    pub(super) fn check(&mut self) {
        let walk = self.walk;
        let authenticates = self.authenticates();
        for visit in &walk.visits {
            match visit.kind {
                ObjectKind::Paths => self.paths(visit),
                ObjectKind::PathItem => self.path_item(visit.node),
                ObjectKind::Parameter => self.parameter(visit, authenticates),
                ObjectKind::Header => self.schema_or_content(visit),
                ObjectKind::Response => self.response(visit.node),
                ObjectKind::Responses => self.responses(visit),
                ObjectKind::SecurityRequirement => self.security_requirement(visit),
                ObjectKind::SecurityScheme => self.security_scheme(visit),
                ObjectKind::Server => self.server(visit.node),
                ObjectKind::ServerVariable => self.server_variable(visit.node),
                ObjectKind::Components => self.component_names(visit.node),
                ObjectKind::Document => self.tags(visit.node),
                _ => {}
            }
        }
    }

    fn push(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found
            .push(Diagnostic::new(code, span, message).with_help(help));
    }

    fn component_names(&mut self, node: &Node) {
        let sections = node.entries().filter(|(key, _)| !key.starts_with("x-"));
        let names = sections.flat_map(|(_, section)| section.value.entries());
        for (name, entry) in names {
            let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if name.is_empty() || !name.chars().all(is_allowed) {
                let message = format!("invalid component name `{name}`");
                let help = "use letters, digits, `.`, `-` and `_`";
                self.push(Code::ComponentName, entry.key_span, message, help);
            }
        }
    }
}

/// Whether a character is allowed in a token of HTTP, such as the name of a header.
pub(super) fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

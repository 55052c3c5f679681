//! Checks security requirements and schemes.

use super::Operations;
use crate::check::walk::Visit;
use crate::diagnostic::Code;
use crate::document::Node;
use crate::openapi::objects::ObjectKind;

impl Operations<'_, '_> {
    /// Whether any security requirement names a scheme.
    pub(super) fn authenticates(&self) -> bool {
        let mut requirements = self.walk.of_kind(ObjectKind::SecurityRequirement);
        requirements.any(|visit| visit.node.entries().next().is_some())
    }

    pub(super) fn security_requirement(&mut self, visit: &Visit<'_>) {
        for (name, entry) in visit.node.entries() {
            if let Some(index) = self.walk.component("securitySchemes", name) {
                self.used_by_name.push((visit.owner, index));
                continue;
            }
            let names = self.walk.names("securitySchemes");
            let near = self.walk.suggestions.nearest(name, names);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `components.securitySchemes`".to_owned(),
            };
            // The suggested scheme is not reported as unused as well.
            let near = near.and_then(|near| self.walk.component("securitySchemes", near));
            self.used_by_name
                .extend(near.map(|near| (visit.owner, near)));
            let message = format!("undefined security scheme `{name}`");
            self.push(Code::SecurityUndefined, entry.key_span, message, help);
        }
    }

    pub(super) fn security_scheme(&mut self, visit: &Visit<'_>) {
        const BY_TYPE: &[(&str, &[&str], &[&str])] = &[
            ("apiKey", &["name", "in"], &[]),
            ("http", &["scheme"], &["bearerFormat"]),
            ("oauth2", &["flows"], &["oauth2MetadataUrl"]),
            ("openIdConnect", &["openIdConnectUrl"], &[]),
        ];
        let Some(scheme_type) = visit.node.get_str("type") else {
            return;
        };
        if scheme_type == "mutualTLS" {
            let place = visit.node.get("type").map_or(visit.place, |node| node.span);
            let message = "the client has no option for the certificate of `mutualTLS`";
            let help = "give the client an HTTP client with the certificate: `.http(…)`";
            self.push(Code::RequestCredential, place, message, help);
        }
        let known = BY_TYPE.iter().find(|(name, ..)| *name == scheme_type);
        let Some((_, required, optional)) = known else {
            return;
        };
        for field in required
            .iter()
            .filter(|field| visit.node.get(field).is_none_or(Node::is_null))
        {
            let message =
                format!("missing field `{field}` in a security scheme of type `{scheme_type}`");
            let place = visit.node.get("type").map_or(visit.place, |node| node.span);
            self.push(Code::MissingField, place, message, format!("add `{field}`"));
        }
        self.credential_of_requests(visit.node, scheme_type);
        let belongs = |field: &str| required.contains(&field) || optional.contains(&field);
        for (field, ..) in BY_TYPE.iter().flat_map(|(_, required, optional)| {
            required
                .iter()
                .chain(optional.iter())
                .map(|field| (*field,))
        }) {
            if !belongs(field) {
                let holder = format!("a security scheme of type `{scheme_type}`");
                self.misplaced(visit.node, field, &holder);
            }
        }
    }

    /// Reports an HTTP scheme whose credential differs from request to request.
    fn credential_of_requests(&mut self, node: &Node, scheme_type: &str) {
        const SCHEMES: &[&str] = &[
            "aws4-hmac-sha256",
            "concealed",
            "digest",
            "dpop",
            "gnap",
            "hawk",
            "hoba",
            "mutual",
            "negotiate",
            "ntlm",
            "oauth",
            "scram-sha-1",
            "scram-sha-256",
            "signature",
        ];
        let Some(scheme) = node.get("scheme").filter(|_| scheme_type == "http") else {
            return;
        };
        let name = scheme.as_str().unwrap_or_default();
        if SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            let message = format!(
                "`{name}` needs a new credential for each request, and the client sends a fixed one"
            );
            let help = "compute the credential, and set the header of each call: `.header(\"authorization\", value)`";
            self.push(Code::RequestCredential, scheme.span, message, help);
        }
    }
}

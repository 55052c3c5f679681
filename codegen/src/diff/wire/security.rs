//! Compares the security requirements of operations and the schemes that they name.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparer;
use super::document::only_in;
use super::matching::unique_pairs;
use super::verdicts::SENT_BEFORE;
use crate::diff::change::{Change, Verdict};
use crate::diff::contract::{Operation, resolved};
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::{Node, Pointer};

const UNAUTHORIZED: Verdict = (Level::Breaking, "callers without it are rejected");
const UNAUTHORIZED_BY_SEVERAL: Verdict = (Level::Breaking, "callers without them are rejected");

/// The keys of a scheme that decide what a request contains.
const CREDENTIAL: &[&str] = &["in", "name", "scheme", "type", "x-prefix"];

/// The keys of a scheme that have rules.
const SCHEME_KEYS: &[&str] = &[
    "bearerFormat",
    "flows",
    "in",
    "name",
    "openIdConnectUrl",
    "scheme",
    "type",
    "x-env",
    "x-prefix",
    "x-rust-name",
];

/// The keys of a flow that have rules.
const FLOW_KEYS: &[&str] = &["authorizationUrl", "refreshUrl", "scopes", "tokenUrl"];

/// The alternatives of a requirement: scopes by scheme.
type Alternatives<'a> = Vec<Alternative<'a>>;

struct Alternative<'a> {
    node: &'a Node,
    schemes: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Comparer<'a> {
    pub(super) fn security_schemes(&mut self) {
        let (old, new) = (schemes(self.old.root()), schemes(self.new.root()));
        for (name, entry) in old.into_iter().flat_map(Node::entries) {
            if let Some(other) = new.and_then(|new| new.get(name))
                && !entry.value.is_same(other)
            {
                // What this does to callers is a change of the operations that use the scheme.
                let text = format!("security scheme `{name}` changed");
                let kind = Kind::SecuritySchemeChanged;
                self.add(Change::new(kind, Some(&entry.value), Some(other), text));
            }
        }
        let renamed = self.renamed_schemes.clone();
        for (name, node) in only_in(old, new) {
            let change = match renamed.get(name) {
                Some(to) => Change::new(
                    Kind::SecuritySchemeRenamed,
                    Some(node),
                    new.and_then(|new| new.get(to)),
                    format!("security scheme `{name}` was renamed to `{to}`"),
                ),
                None => Change::new(
                    Kind::SecuritySchemeRemoved,
                    Some(node),
                    None,
                    format!("security scheme `{name}` was removed"),
                ),
            };
            self.add(change);
        }
        for (name, node) in only_in(new, old) {
            if !renamed.values().any(|to| *to == name) {
                let text = format!("security scheme `{name}` was added");
                self.add(Change::new(
                    Kind::SecuritySchemeAdded,
                    None,
                    Some(node),
                    text,
                ));
            }
        }
    }

    /// Compares the schemes that an operation uses in both versions.
    fn used_schemes(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let used = |security: Option<&'a Node>| {
            let alternatives = security.into_iter().flat_map(Node::items);
            let names = alternatives.flat_map(Node::entries).map(|(name, _)| name);
            names.collect::<BTreeSet<_>>()
        };
        let (before, after) = (used(old.security), used(new.security));
        let roots = (self.old.root(), self.new.root());
        for name in before {
            let other = self.renamed_schemes.get(name).copied().unwrap_or(name);
            if let (true, Some(a), Some(b)) = (
                after.contains(other),
                schemes(roots.0).and_then(|it| it.get(name)),
                schemes(roots.1).and_then(|it| it.get(other)),
            ) {
                self.security_scheme(resolved(roots.0, a), resolved(roots.1, b));
            }
        }
    }

    fn security_scheme(&mut self, old: &'a Node, new: &'a Node) {
        let is_other_type = old.get_str("type") != new.get_str("type");
        for key in CREDENTIAL {
            let nodes = (old.get(key), new.get(key));
            let is_changed = if is_other_type {
                // The other keys belong to the type.
                *key == "type"
            } else {
                !is_same_key(key, old, new)
            };
            if !is_changed {
                continue;
            }
            let text = match nodes {
                (Some(a), Some(b)) => {
                    format!("`{key}` changed from {} to {}", quoted(a), quoted(b))
                }
                (None, _) => format!("`{key}` was added"),
                _ => format!("`{key}` was removed"),
            };
            let change = Change::new(
                Kind::SecuritySchemeChanged,
                nodes.0.or(Some(old)),
                nodes.1.or(Some(new)),
                text,
            );
            let effect = "credentials of the old crate are rejected";
            let change = change.with(Side::Structure, (Level::Breaking, effect));
            self.add(change.held_by(Some(new)));
        }
        self.rust_names(old, new);
        if is_other_type {
            return;
        }
        self.flows(old.get("flows"), new.get("flows"));
        self.scheme_url("openIdConnectUrl", old, new);
        self.rest(old, new, SCHEME_KEYS, Side::Structure);
        let formats = (old.get("bearerFormat"), new.get("bearerFormat"));
        if formats.0.and_then(Node::as_str) != formats.1.and_then(Node::as_str) {
            let change = Change::new(
                Kind::WordingChanged,
                formats.0,
                formats.1,
                "`bearerFormat` changed",
            );
            self.add(change.with(Side::Structure, (Level::Docs, "")));
        }
    }

    /// Compares the names in Rust and in the environment, which have no effect on the wire.
    pub(super) fn rust_names(&mut self, old: &'a Node, new: &'a Node) {
        for (key, kind) in [
            ("x-env", Kind::EnvironmentVariableChanged),
            ("x-rust-name", Kind::RustNameChanged),
        ] {
            let nodes = (old.get(key), new.get(key));
            if nodes.0.and_then(Node::as_str) != nodes.1.and_then(Node::as_str) {
                let text = format!("`{key}` changed");
                let change = Change::new(kind, nodes.0.or(Some(old)), nodes.1.or(Some(new)), text);
                self.add(change.held_by(Some(new)));
            }
        }
    }

    fn scheme_url(&mut self, key: &str, old: &'a Node, new: &'a Node) {
        let nodes = (old.get(key), new.get(key));
        if nodes.0.and_then(Node::as_str) != nodes.1.and_then(Node::as_str) {
            let text = format!("`{key}` changed");
            let change = Change::new(Kind::OAuthUrlChanged, nodes.0, nodes.1, text);
            let effect = "callers that get tokens there may fail";
            let holder = nodes.1.map_or(old, |_| new);
            let change = change.with(Side::Structure, (Level::Warning, effect));
            self.add(change.held_by(Some(holder)));
        }
    }

    fn flows(&mut self, old: Option<&'a Node>, new: Option<&'a Node>) {
        for (name, node) in only_in(old, new) {
            let change = Change::new(
                Kind::OAuthFlowRemoved,
                Some(node),
                None,
                format!("flow `{name}` was removed"),
            );
            self.add(change.with(
                Side::Structure,
                (Level::Breaking, "callers that use it cannot get tokens"),
            ));
        }
        for (name, node) in only_in(new, old) {
            let change = Change::new(
                Kind::OAuthFlowAdded,
                None,
                Some(node),
                format!("flow `{name}` was added"),
            );
            self.add(change.with(Side::Structure, SENT_BEFORE));
        }
        for (name, entry) in old.into_iter().flat_map(Node::entries) {
            let Some(flow) = new.and_then(|new| new.get(name)) else {
                continue;
            };
            let before = &entry.value;
            for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
                self.scheme_url(key, before, flow);
            }
            let scopes = (before.get("scopes"), flow.get("scopes"));
            for (scope, node) in only_in(scopes.0, scopes.1) {
                let text = format!("scope `{scope}` was removed");
                let change = Change::new(Kind::OAuthScopeRemoved, Some(node), None, text);
                self.add(change.with(
                    Side::Structure,
                    (Level::Warning, "tokens can no longer have it"),
                ));
            }
            for (scope, node) in only_in(scopes.1, scopes.0) {
                let text = format!("scope `{scope}` was added");
                let change = Change::new(Kind::OAuthScopeAdded, None, Some(node), text);
                self.add(change.with(Side::Structure, SENT_BEFORE));
            }
            for (scope, described) in scopes.0.into_iter().flat_map(Node::entries) {
                let other = scopes.1.and_then(|scopes| scopes.get(scope));
                if other.is_some_and(|other| other.as_str() != described.value.as_str()) {
                    let text = format!("the description of scope `{scope}` changed");
                    let change =
                        Change::new(Kind::WordingChanged, Some(&described.value), other, text);
                    self.add(change.with(Side::Structure, (Level::Docs, "")));
                }
            }
            self.rest(before, flow, FLOW_KEYS, Side::Structure);
        }
    }

    /// Compares the effective requirements of an operation.
    pub(super) fn security(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        self.used_schemes(old, new);
        let is_shared = !has_own(old) && !has_own(new);
        let before = alternatives(old, is_shared, &self.renamed_schemes);
        let after = alternatives(new, is_shared, &BTreeMap::new());
        let is_open = |alternatives: &Alternatives<'_>| {
            alternatives.is_empty() || alternatives.iter().any(|it| it.schemes.is_empty())
        };
        let places = (place(old, is_shared), place(new, is_shared));
        match (is_open(&before), is_open(&after)) {
            (true, false) => {
                let change = Change::new(
                    Kind::SecurityRequired,
                    places.0,
                    places.1,
                    "a credential is now required",
                );
                return self.add_security(change, is_shared, UNAUTHORIZED);
            }
            (false, true) => {
                let text = "no credential is required any more";
                let change = Change::new(Kind::SecurityNoLongerRequired, places.0, places.1, text);
                return self.add_security(change, is_shared, SENT_BEFORE);
            }
            _ => {}
        }
        let is_in = |alternatives: &Alternatives<'_>, other: &Alternative<'_>| {
            alternatives.iter().any(|it| it.schemes == other.schemes)
        };
        let mut gone: Vec<_> = before.iter().filter(|it| !is_in(&after, it)).collect();
        let mut fresh: Vec<_> = after.iter().filter(|it| !is_in(&before, it)).collect();
        let pairs = unique_pairs(&gone, &fresh, |old, new| {
            old.schemes.keys().eq(new.schemes.keys())
        });
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(a, b)| (gone[a], fresh[b]))
            .collect();
        for (from, to) in pairs {
            self.scopes(from, to, is_shared);
            gone.retain(|it| !std::ptr::eq(*it, from));
            fresh.retain(|it| !std::ptr::eq(*it, to));
        }
        if let ([from], [to]) = (gone.as_slice(), fresh.as_slice()) {
            self.changed_alternative(from, to, is_shared);
        } else {
            for alternative in gone {
                let text = format!("{} no longer accepted", alternative.subject());
                let change = Change::new(
                    Kind::SecurityAlternativeRemoved,
                    Some(alternative.node),
                    places.1,
                    text,
                );
                self.add_security(
                    change,
                    is_shared,
                    (Level::Breaking, "callers with this credential are rejected"),
                );
            }
            for alternative in fresh {
                let text = format!("{} now accepted", alternative.subject());
                let change = Change::new(
                    Kind::SecurityAlternativeAdded,
                    places.0,
                    Some(alternative.node),
                    text,
                );
                self.add_security(change, is_shared, SENT_BEFORE);
            }
        }
    }

    /// Compares the only alternative that differs.
    fn changed_alternative(
        &mut self,
        old: &Alternative<'a>,
        new: &Alternative<'a>,
        is_shared: bool,
    ) {
        let nodes = (Some(old.node), Some(new.node));
        let is_more = old
            .schemes
            .keys()
            .all(|name| new.schemes.contains_key(name));
        let is_less = new
            .schemes
            .keys()
            .all(|name| old.schemes.contains_key(name));
        let unauthorized = if new.is_single() {
            UNAUTHORIZED
        } else {
            UNAUTHORIZED_BY_SEVERAL
        };
        let (kind, text, verdict) = if is_less {
            let verb = if new.is_single() {
                "suffices"
            } else {
                "suffice"
            };
            let text = format!("{} {} {verb} now", new.noun(), new.label());
            (Kind::SecurityAlternativeAdded, text, SENT_BEFORE)
        } else if is_more {
            let text = format!("{} now required", new.subject());
            (Kind::SecurityAlternativeRemoved, text, unauthorized)
        } else {
            let text = format!("{} required instead of {}", new.subject(), old.label());
            (Kind::SecurityAlternativeRemoved, text, unauthorized)
        };
        let change = Change::new(kind, nodes.0, nodes.1, text);
        self.add_security(change, is_shared, verdict);
    }

    fn scopes(&mut self, old: &Alternative<'a>, new: &Alternative<'a>, is_shared: bool) {
        let nodes = (Some(old.node), Some(new.node));
        for (scheme, before) in &old.schemes {
            let Some(after) = new.schemes.get(scheme) else {
                continue;
            };
            for scope in after.difference(before) {
                let text = format!("scope `{scope}` is now required");
                let verdict = (Level::Breaking, "tokens without it are rejected");
                self.add_security(
                    Change::new(Kind::ScopeAdded, nodes.0, nodes.1, text),
                    is_shared,
                    verdict,
                );
            }
            for scope in before.difference(after) {
                let text = format!("scope `{scope}` is no longer required");
                self.add_security(
                    Change::new(Kind::ScopeRemoved, nodes.0, nodes.1, text),
                    is_shared,
                    SENT_BEFORE,
                );
            }
        }
    }

    fn add_security(&mut self, mut change: Change<'a>, is_shared: bool, verdict: Verdict) {
        change.is_shared = is_shared;
        self.add(change.with(Side::Structure, verdict));
    }
}

impl Alternative<'_> {
    fn is_single(&self) -> bool {
        self.schemes.len() == 1
    }

    /// The credentials with a verb, such as `` credential `key` is ``.
    fn subject(&self) -> String {
        let verb = if self.is_single() { "is" } else { "are" };
        format!("{} {} {verb}", self.noun(), self.label())
    }

    fn noun(&self) -> &'static str {
        if self.is_single() {
            "credential"
        } else {
            "credentials"
        }
    }

    fn label(&self) -> String {
        let names: Vec<_> = self
            .schemes
            .iter()
            .map(|(name, scopes)| {
                let scopes: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
                match scopes.as_slice() {
                    [] => format!("`{name}`"),
                    scopes => format!("`{name}` (scope {})", scopes.join(", ")),
                }
            })
            .collect();
        names.join(" and ")
    }
}

fn schemes(root: &Node) -> Option<&Node> {
    root.at(&Pointer::from_iter(["components", "securitySchemes"]))
}

/// Returns the new names of the schemes that send the same credential under another name.
pub(super) fn renamed_schemes<'a>(old: &'a Node, new: &'a Node) -> BTreeMap<&'a str, &'a str> {
    let (old, new) = (schemes(old), schemes(new));
    let (gone, fresh) = (only_in(old, new), only_in(new, old));
    let pairs = unique_pairs(&gone, &fresh, |(_, old), (_, new)| {
        CREDENTIAL.iter().all(|key| is_same_key(key, old, new))
    });
    pairs
        .into_iter()
        .map(|(a, b)| (gone[a].0, fresh[b].0))
        .collect()
}

/// Whether a key of two schemes has the same meaning. The names of headers and of HTTP schemes are case-insensitive.
fn is_same_key(key: &str, old: &Node, new: &Node) -> bool {
    let is_header = |scheme: &Node| scheme.get_str("in") == Some("header");
    let ignores_case = key == "scheme" || key == "name" && is_header(old) && is_header(new);
    match (old.get_str(key), new.get_str(key)) {
        (Some(a), Some(b)) if ignores_case => a.eq_ignore_ascii_case(b),
        (a, b) => a == b,
    }
}

/// Whether an operation states its own requirement, instead of the document's.
fn has_own(operation: &Operation<'_>) -> bool {
    operation.node.get("security").is_some()
}

/// The requirement of an operation, or the operation if only the other version states one for it.
fn place<'a>(operation: &Operation<'a>, is_shared: bool) -> Option<&'a Node> {
    if is_shared || has_own(operation) {
        operation.security
    } else {
        Some(operation.node)
    }
}

/// The alternatives of the requirement of an operation. `is_shared` tells whether both versions have the document's.
fn alternatives<'a>(
    operation: &Operation<'a>,
    is_shared: bool,
    names: &BTreeMap<&'a str, &'a str>,
) -> Alternatives<'a> {
    let alternatives = operation.security.into_iter().flat_map(Node::items);
    let place = |alternative: &'a Node| {
        if is_shared || has_own(operation) {
            alternative
        } else {
            operation.node
        }
    };
    alternatives
        .map(|node| Alternative {
            node: place(node),
            schemes: node
                .entries()
                .map(|(name, scopes)| {
                    let name = names.get(name).copied().unwrap_or(name);
                    (
                        name,
                        scopes.value.items().filter_map(Node::as_str).collect(),
                    )
                })
                .collect(),
        })
        .collect()
}

//! Checks extensions. They are described as data: the objects that they belong to, their keys and their values.
//!
//! These checks only need the tree, so they also cover a document with other errors. Checks that need the parameters, the
//! responses or other operations are part of the model.

use std::collections::HashMap;
use std::fmt;

use indexmap::IndexSet;

use super::walk::{describe, list};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{self, Entry, Map, Node, resolve, version_of};
use crate::keep_types;
use crate::openapi::objects::ObjectKind;
use crate::parts;
use crate::path_item;
use crate::suggestions::{Suggestions, nearest, nearest_word};

/// Returns the names of the extensions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    EXTENSIONS.iter().map(|extension| extension.name)
}

/// An extension.
struct Extension {
    name: &'static str,
    uses: &'static [Use],
}

/// An object that an extension belongs to, with the shape of its value there.
struct Use {
    on: ObjectKind,
    value: Shape,
}

/// The shape of a value.
enum Shape {
    Text,
    Integer,
    /// An integer greater than zero.
    Count,
    Choice(&'static [&'static str]),
    /// The name of one of the document's rate limits.
    RateLimit,
    Boolean,
    /// A boolean, or a list of names of component schemas.
    KeepTypes,
    /// `always`, `never` or an object.
    RetryRule(&'static Object),
    Any,
    List(&'static Shape),
    /// An object with arbitrary keys.
    Map(&'static Shape),
    Object(&'static Object),
}

/// An object with known keys.
struct Object {
    /// The name in messages.
    name: &'static str,
    keys: &'static [Key],
}

struct Key {
    name: &'static str,
    shape: Shape,
    required: bool,
}

const fn required(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

const fn optional(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

const fn on(on: ObjectKind, value: Shape) -> Use {
    Use { on, value }
}

// A static can borrow another static, but not a temporary value that borrows one.
static EACH_CONFIRMED: Shape = Shape::Map(&Shape::Any);
static EACH_FORM: Shape = Shape::Object(&FORM);
static EACH_RATE_LIMIT: Shape = Shape::Object(&RATE_LIMIT);

static EXTENSIONS: &[Extension] = &[
    Extension {
        name: "x-batch",
        uses: &[on(ObjectKind::Operation, Shape::Object(&BATCH))],
    },
    Extension {
        name: "x-confirm",
        uses: &[on(ObjectKind::Operation, Shape::List(&EACH_CONFIRMED))],
    },
    Extension {
        name: "x-enum-descriptions",
        uses: &[on(ObjectKind::Schema, Shape::Map(&Shape::Text))],
    },
    Extension {
        name: "x-enum-varnames",
        uses: &[on(ObjectKind::Schema, Shape::List(&Shape::Text))],
    },
    Extension {
        name: "x-env",
        uses: &[
            on(ObjectKind::SecurityScheme, Shape::Text),
            on(ObjectKind::ServerVariable, Shape::Text),
        ],
    },
    Extension {
        name: parts::FEATURE,
        uses: &[on(ObjectKind::Tag, Shape::Text)],
    },
    Extension {
        name: "x-forms",
        uses: &[on(ObjectKind::Operation, Shape::Map(&EACH_FORM))],
    },
    Extension {
        name: "x-job",
        uses: &[on(ObjectKind::Operation, Shape::Object(&JOB))],
    },
    Extension {
        name: keep_types::KEY,
        uses: &[on(ObjectKind::Document, Shape::KeepTypes)],
    },
    Extension {
        name: "x-pagination",
        uses: &[on(ObjectKind::Operation, Shape::Object(&PAGINATION))],
    },
    Extension {
        name: parts::KEY,
        uses: &[on(
            ObjectKind::Document,
            Shape::Choice(&[parts::NONE, parts::TAG]),
        )],
    },
    Extension {
        name: "x-rate-limit",
        uses: &[
            on(ObjectKind::Document, Shape::Object(&RATE_LIMITS)),
            on(ObjectKind::Operation, Shape::RateLimit),
        ],
    },
    Extension {
        name: "x-retry",
        uses: &[on(ObjectKind::Operation, Shape::RetryRule(&RETRY))],
    },
    Extension {
        name: "x-rust-name",
        uses: &[
            on(ObjectKind::SecurityScheme, Shape::Text),
            on(ObjectKind::ServerVariable, Shape::Text),
        ],
    },
    Extension {
        name: "x-share-types",
        uses: &[on(ObjectKind::Document, Shape::Boolean)],
    },
];

static BATCH: Object = Object {
    name: "x-batch",
    keys: &[
        required("request", Shape::Text),
        required("size", Shape::Count),
        optional("results", Shape::Text),
        optional("key", Shape::Text),
        optional("unconfirmed", Shape::Map(&Shape::Text)),
    ],
};

static FORM: Object = Object {
    name: "x-forms",
    keys: &[
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        required("schema", Shape::Integer),
        optional("example", Shape::Text),
        optional("require", Shape::List(&Shape::Text)),
        optional("omit", Shape::List(&Shape::Text)),
        optional("x-batch", Shape::Object(&BATCH)),
        optional("x-confirm", Shape::List(&EACH_CONFIRMED)),
    ],
};

static JOB: Object = Object {
    name: "x-job",
    keys: &[
        required("id", Shape::Text),
        required("status", Shape::Object(&JOB_STATUS)),
        required("results", Shape::Object(&JOB_RESULTS)),
    ],
};

static JOB_STATUS: Object = Object {
    name: "x-job.status",
    keys: &[
        required("operation", Shape::Text),
        required("argument", Shape::Text),
        required("state", Shape::Text),
        required("done", Shape::List(&Shape::Any)),
        optional("failed", Shape::List(&Shape::Any)),
        optional("progress", Shape::Object(&JOB_PROGRESS)),
        required("every", Shape::Count),
    ],
};

static JOB_PROGRESS: Object = Object {
    name: "x-job.status.progress",
    keys: &[
        required("within", Shape::Text),
        required("complete", Shape::Text),
        required("total", Shape::Text),
        optional("of", Shape::Choice(&["entries", "parts"])),
    ],
};

static JOB_RESULTS: Object = Object {
    name: "x-job.results",
    keys: &[
        required("operation", Shape::Text),
        required("argument", Shape::Text),
        optional("within", Shape::Text),
        optional("part", Shape::Object(&JOB_PART)),
        optional("items", Shape::Text),
        optional("match", Shape::Map(&Shape::Text)),
        optional("state", Shape::Text),
        optional("succeeded", Shape::List(&Shape::Any)),
        optional("error", Shape::Text),
        optional("ids", Shape::Text),
        optional("errors", Shape::Text),
    ],
};

static JOB_PART: Object = Object {
    name: "x-job.results.part",
    keys: &[
        optional("state", Shape::Text),
        optional("done", Shape::List(&Shape::Any)),
        optional("succeeded", Shape::Text),
        optional("failed", Shape::Text),
    ],
};

static PAGINATION: Object = Object {
    name: "x-pagination",
    keys: &[
        required("style", Shape::Choice(&["cursor", "offset", "page"])),
        required("request", Shape::Text),
        optional("response", Shape::Text),
        optional("items", Shape::Text),
        optional("limit", Shape::Text),
        optional("first", Shape::Integer),
    ],
};

static RATE_LIMITS: Object = Object {
    name: "x-rate-limit",
    keys: &[
        required("limits", Shape::List(&EACH_RATE_LIMIT)),
        optional("headers", Shape::Object(&RATE_LIMIT_HEADERS)),
    ],
};

static RATE_LIMIT: Object = Object {
    name: "x-rate-limit",
    keys: &[
        required("name", Shape::Text),
        optional("methods", Shape::List(&Shape::Text)),
        required("requests", Shape::Count),
        required("per", Shape::Count),
        optional("window", Shape::Choice(&["fixed", "sliding"])),
    ],
};

static RATE_LIMIT_HEADERS: Object = Object {
    name: "x-rate-limit",
    keys: &[
        optional("limit", Shape::Text),
        optional("remaining", Shape::Text),
        optional("reset", Shape::Object(&RATE_LIMIT_RESET)),
    ],
};

static RATE_LIMIT_RESET: Object = Object {
    name: "x-rate-limit",
    keys: &[
        required("name", Shape::Text),
        required("as", Shape::Choice(&["unix-seconds", "seconds"])),
    ],
};

static RETRY: Object = Object {
    name: "x-retry",
    keys: &[required("unless", Shape::List(&Shape::Text))],
};

/// Returns the known word for a synonym.
fn synonym(word: &str) -> Option<&'static str> {
    match word {
        "moving" | "rolling" => Some("sliding"),
        "token" => Some("cursor"),
        "skip" => Some("offset"),
        _ => None,
    }
}

/// The name of an object that an extension belongs to, with its article.
fn owner(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Document => "the top level of the document",
        ObjectKind::Operation => "an operation",
        ObjectKind::Schema => "a schema with `enum`",
        ObjectKind::SecurityScheme => "a security scheme",
        ObjectKind::ServerVariable => "a server variable",
        ObjectKind::Tag => "a tag",
        _ => "another object",
    }
}

/// Checks whether an extension belongs to an object of a kind. Also checks the value of an extension that only sets a name
/// or a description. `holder` is the name of the object in messages.
pub(super) fn check_place<'a>(
    kind: ObjectKind,
    holder: &str,
    object: &Map,
    (key, entry): (&'a str, &Entry),
    unknown: &mut Unknown<'a>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(extension) = EXTENSIONS.iter().find(|extension| extension.name == key) else {
        found.extend(unknown.misspelled(key, entry));
        return;
    };
    let ignored = |why: &str, help: String| {
        let message = format!("`{key}` has no effect {why}");
        Diagnostic::new(Code::MisplacedExtension, entry.key_span, message).with_help(help)
    };
    let Some(used) = extension.uses.iter().find(|used| used.on == kind) else {
        let owners: Vec<_> = extension.uses.iter().map(|used| owner(used.on)).collect();
        let help = format!("it belongs to {}", owners.join(" or "));
        found.push(ignored(&format!("on {holder}"), help));
        return;
    };
    match kind {
        // `check` covers these, but only for operations of the document.
        ObjectKind::Document | ObjectKind::Operation => return,
        ObjectKind::Schema if !is_enum(object) => {
            let items = object.get("items").and_then(Node::as_object);
            let help = if items.is_some_and(is_enum) {
                "move it into `items`, beside `enum`"
            } else {
                "it belongs to a schema with `enum`"
            };
            found.push(ignored("on a schema without `enum`", help.to_owned()));
            return;
        }
        _ => {}
    }
    let mut reader = Reader {
        code: Code::MisplacedExtension,
        rate_limits: IndexSet::new(),
        schemas: IndexSet::new(),
        suggestions: Suggestions::new(),
        found: Vec::new(),
    };
    reader.value(key, key, &used.value, &entry.value);
    found.extend(reader.found.into_iter().map(|mut diagnostic| {
        diagnostic.label = Some("ignored".to_owned());
        let help = match used.value {
            Shape::Map(_) => "write an object whose keys are the values of the enum",
            Shape::List(_) => "write a list with a name for each value of the enum",
            _ => "write a string",
        };
        diagnostic.with_help(help)
    }));
}

/// Whether a schema is an enum, or may be one because of its parts.
fn is_enum(schema: &Map) -> bool {
    ["enum", "oneOf", "anyOf", "allOf"]
        .iter()
        .any(|key| schema.contains_key(key))
}

/// Returns the name of the extension that a key probably means, such as `x-retry` for `x-retries`.
fn nearest_name(key: &str) -> Option<&'static str> {
    nearest(key, names()).or_else(|| {
        let stem = |name: &'static str| name.trim_start_matches("x-");
        let near = nearest_word(key.strip_prefix("x-")?, names().map(stem))?;
        names().find(|name| stem(name) == near)
    })
}

/// The unknown extensions of a document, each with the name that it probably means. A document may repeat one often.
#[derive(Default)]
pub(super) struct Unknown<'a>(HashMap<&'a str, Option<&'static str>>);

impl<'a> Unknown<'a> {
    fn misspelled(&mut self, key: &'a str, entry: &Entry) -> Option<Diagnostic> {
        let near = self.0.entry(key).or_insert_with(|| nearest_name(key));
        let help = format!("did you mean `{}`?", (*near)?);
        let message = format!("unknown extension `{key}`");
        let found = Diagnostic::new(Code::UnknownExtension, entry.key_span, message);
        Some(found.with_label("ignored").with_help(help))
    }
}

/// Checks the keys and values of the extensions of the document and its operations.
pub(super) fn check(root: &Node) -> Vec<Diagnostic> {
    let mistakes = mistakes(root).into_iter();
    mistakes.map(|mistake| mistake.found).collect()
}

/// A mistake in an extension.
pub(super) struct Mistake {
    /// The name of the extension.
    pub extension: &'static str,
    /// The key of the extension.
    pub key: Span,
    pub found: Diagnostic,
}

/// Finds the mistakes in the extensions of the document and its operations.
pub(super) fn mistakes(root: &Node) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let limits = root.get("x-rate-limit").and_then(|node| node.get("limits"));
    let mut reader = Reader {
        code: Code::Extension,
        rate_limits: limits
            .into_iter()
            .flat_map(Node::items)
            .filter_map(|limit| limit.get_str("name"))
            .collect(),
        schemas: component_names(root, "schemas"),
        suggestions: Suggestions::new(),
        found: Vec::new(),
    };
    reader.object(root, ObjectKind::Document, &mut mistakes);
    let version = version_of(root);
    for (_, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        let Ok(item) = resolve(root, &item.value) else {
            continue;
        };
        for operation in path_item::operations(item, version) {
            reader.object(operation.node(), ObjectKind::Operation, &mut mistakes);
        }
    }
    mistakes
}

fn component_names<'a>(root: &'a Node, section: &str) -> IndexSet<&'a str> {
    let components = root.get("components");
    let section = components.and_then(|components| components.get(section));
    let section = section.and_then(Node::as_object);
    section.into_iter().flat_map(Map::keys).collect()
}

/// Compares the values of extensions with their shapes.
struct Reader<'a> {
    code: Code,
    rate_limits: IndexSet<&'a str>,
    /// The names of the component schemas.
    schemas: IndexSet<&'a str>,
    suggestions: Suggestions,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn object(&mut self, node: &Node, kind: ObjectKind, mistakes: &mut Vec<Mistake>) {
        for Extension { name, uses } in EXTENSIONS {
            let used = uses.iter().find(|used| used.on == kind);
            let entry = node.as_object().and_then(|node| node.entry(name));
            if let (Some(used), Some(entry)) = (used, entry) {
                self.value(name, name, &used.value, &entry.value);
                mistakes.extend(self.found.drain(..).map(|found| Mistake {
                    extension: name,
                    key: entry.key_span,
                    found,
                }));
            }
        }
    }

    /// Checks the value of a key in an extension. `key` and `extension` are equal for the value of the extension itself.
    fn value(&mut self, extension: &str, key: &str, shape: &Shape, node: &Node) {
        use document::NodeKind::{Array, Object, String};
        match shape {
            Shape::Any => {}
            Shape::Text if node.as_str().is_some() => {}
            Shape::Boolean if node.as_bool().is_some() => {}
            Shape::Integer if node.as_i64().is_some() => {}
            Shape::Count if node.as_u64().is_some_and(|count| count > 0) => {}
            Shape::Choice(words) if node.as_str().is_some() => self.choice(key, words, node),
            Shape::RateLimit => self.rate_limit(node),
            Shape::KeepTypes => self.keep_types(node),
            Shape::RetryRule(object) => match node.as_str() {
                Some("always" | "never") => {}
                None if node.as_object().is_some() => self.keys(object, node),
                word => {
                    let message = format!(
                        "expected `always`, `never` or `{{ unless: […] }}` for `x-retry`, found {}",
                        describe(node)
                    );
                    let near = word.and_then(|word| nearest_word(word, ["always", "never"]));
                    let mut found = Diagnostic::new(self.code, node.span, message);
                    if let Some(near) = near {
                        found = found.with_help(format!("did you mean `{near}`?"));
                    }
                    self.found.push(found);
                }
            },
            Shape::List(item) if node.as_array().is_some() => {
                for node in node.items() {
                    self.value(extension, key, item, node);
                }
            }
            Shape::Map(item) if node.as_object().is_some() => {
                for (own, entry) in node.entries() {
                    self.value(extension, own, item, &entry.value);
                }
            }
            Shape::Object(object) if node.as_object().is_some() => self.keys(object, node),
            Shape::Boolean => {
                let message = format!("expected a boolean for `{key}`, found {}", describe(node));
                let found = Diagnostic::new(self.code, node.span, message);
                self.found.push(found.with_help("write `true`"));
            }
            Shape::Choice(words) => {
                let (words, found) = (list(words), describe(node));
                let message = format!("expected one of {words} for `{key}`, found {found}");
                let found = Diagnostic::new(self.code, node.span, message);
                let help = (key == parts::KEY).then(|| parts_help(node));
                self.found.push(found.with_help_if_some(help));
            }
            Shape::Text => self.wrong_kind(extension, key, node, String),
            Shape::Integer => self.wrong_kind(extension, key, node, "an integer"),
            Shape::Count => self.wrong_kind(extension, key, node, "an integer greater than 0"),
            Shape::List(_) => self.wrong_kind(extension, key, node, Array),
            Shape::Map(_) | Shape::Object(_) => self.wrong_kind(extension, key, node, Object),
        }
    }

    fn keys(&mut self, object: &Object, node: &Node) {
        let Object { name, keys } = object;
        let mut misspelled = Vec::new();
        for (key, entry) in node.entries() {
            if let Some(known) = keys.iter().find(|known| known.name == key) {
                self.value(name, key, &known.shape, &entry.value);
                continue;
            }
            let known: Vec<_> = keys.iter().map(|known| known.name).collect();
            let near = nearest(key, known.iter().copied());
            misspelled.extend(near);
            let message = format!("unknown key `{key}` in `{name}`");
            self.suggest(entry.key_span, message, near, &known);
        }
        // A key that is misspelled is not missing too.
        let required = keys.iter().filter(|key| key.required);
        for key in required.filter(|key| !misspelled.contains(&key.name)) {
            if node.get(key.name).is_none() {
                self.push(node.span, format!("missing key `{}` in `{name}`", key.name));
            }
        }
    }

    fn choice(&mut self, key: &str, words: &[&'static str], node: &Node) {
        let Some(word) = node.as_str().filter(|word| !words.contains(word)) else {
            return;
        };
        let near = nearest_word(word, words.iter().copied())
            .or_else(|| synonym(word).filter(|meant| words.contains(meant)));
        let message = format!("unknown value `{word}` for `{key}`");
        self.suggest(node.span, message, near, words);
    }

    fn keep_types(&mut self, node: &Node) {
        if node.as_bool().is_some() {
            return;
        }
        if node.as_array().is_none() {
            let message = format!(
                "expected `true` or a list of schemas for `{}`, found {}",
                keep_types::KEY,
                describe(node)
            );
            let help = match node.as_str() {
                Some(name) => {
                    let near = self.suggestions.nearest(name, self.schemas.iter().copied());
                    format!("write `[{}]`", near.unwrap_or(name))
                }
                None => "write `true`, or the names of schemas in brackets".to_owned(),
            };
            let found = Diagnostic::new(self.code, node.span, message);
            self.found.push(found.with_help(help));
            return;
        }
        for item in node.items() {
            match item.as_str() {
                Some(name) if self.schemas.contains(name) => {}
                Some(name) => {
                    let near = self.suggestions.nearest(name, self.schemas.iter().copied());
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "write the name of a schema in `components.schemas`".to_owned(),
                    };
                    let message = format!("unknown schema `{name}`");
                    self.found
                        .push(Diagnostic::new(self.code, item.span, message).with_help(help));
                }
                None => self.wrong_kind(
                    keep_types::KEY,
                    keep_types::KEY,
                    item,
                    document::NodeKind::String,
                ),
            }
        }
    }

    fn rate_limit(&mut self, node: &Node) {
        let name = node.as_str().unwrap_or_default();
        if self.rate_limits.contains(name) {
            return;
        }
        let near = self
            .suggestions
            .nearest(name, self.rate_limits.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the `name` of a limit in the document's `x-rate-limit`".to_owned(),
        };
        let message = match node.as_str() {
            Some(name) => format!("unknown rate limit `{name}`"),
            None => format!(
                "expected the name of a rate limit for `x-rate-limit`, found {}",
                describe(node)
            ),
        };
        self.found
            .push(Diagnostic::new(self.code, node.span, message).with_help(help));
    }

    fn wrong_kind(&mut self, extension: &str, key: &str, node: &Node, expected: impl fmt::Display) {
        let place = if key == extension {
            format!("`{key}`")
        } else {
            format!("`{key}` in `{extension}`")
        };
        let found = match node.as_number() {
            Some(_) => describe(node),
            None => node.kind().to_string(),
        };
        self.push(
            node.span,
            format!("expected {expected} for {place}, found {found}"),
        );
    }

    fn suggest(&mut self, span: Span, message: String, near: Option<&str>, known: &[&str]) {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected one of {}", list(known)),
        };
        self.found
            .push(Diagnostic::new(self.code, span, message).with_help(help));
    }

    fn push(&mut self, span: Span, message: String) {
        self.found.push(Diagnostic::new(self.code, span, message));
    }
}

/// What a boolean or another value of `x-parts` most likely means.
fn parts_help(node: &Node) -> String {
    let word = match node.as_bool() {
        Some(false) => parts::NONE,
        _ => parts::TAG,
    };
    format!("write `{}: {word}`", parts::KEY)
}

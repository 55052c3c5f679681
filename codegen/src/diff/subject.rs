//! Names a part of a document for readers: `Conversation.status`, or ``PUT /conversations: `limit` ``.

use super::places::{Places, Token};
use crate::document::{Node, version_of};
use crate::openapi::Version;
use crate::path_item::{ADDITIONAL, method_of};

/// Returns the name of the component, parameter or operation that contains a node, with the path of properties in it.
pub(super) fn subject(places: &Places<'_>, node: &Node) -> String {
    let steps = places.steps(node);
    let keys: Vec<_> = steps.iter().map(|(_, token)| *token).collect();
    match keys.as_slice() {
        [
            Token::Key("components", _),
            Token::Key(_, _),
            Token::Key(name, _),
            ..,
        ] => {
            format!("{name}{}", within(&steps[3..]))
        }
        [Token::Key("paths", _), Token::Key(path, _), inside @ ..] => {
            let (mut holder, mut depth) = match method(places, inside) {
                Some((method, keys)) => (format!("{method} {path}"), 2 + keys),
                None => ((*path).to_owned(), 2),
            };
            if let [Token::Key("callbacks", _), Token::Key(name, _), _, _, ..] = &keys[depth..] {
                holder = format!("{holder} callback {name}");
                depth += 4;
            }
            with_part(holder, &steps[depth..])
        }
        [Token::Key("webhooks", _), Token::Key(name, _), ..] => with_part(
            format!("webhook {name}"),
            steps.get(3..).unwrap_or_default(),
        ),
        [Token::Key("tags", _), Token::Index(index), ..] => {
            let tag = steps[1].0.items().nth(*index);
            let name = tag.and_then(|tag| tag.get_str("name"));
            format!("tag `{}`", name.unwrap_or_default())
        }
        [Token::Key(key, _), ..] => (*key).to_owned(),
        _ => String::new(),
    }
}

/// Returns the name of an operation with that of a part of it.
fn with_part(operation: String, steps: &[(&Node, Token<'_>)]) -> String {
    match part(steps) {
        Some((part, used)) => format!("{operation} {}", joined(&part, &within(&steps[used..]))),
        None => operation,
    }
}

/// Returns the name of what a node belongs to, for a change whose text names the node itself.
pub(super) fn container(places: &Places<'_>, node: &Node) -> String {
    let steps = places.steps(node);
    let mut keys: Vec<_> = steps.iter().map(|(_, token)| *token).collect();
    if let [Token::Key("paths", _), _, inside @ ..] = keys.as_slice()
        && method(places, inside).is_some_and(|(_, keys)| keys == 2)
    {
        keys.remove(2);
    }
    let parent = match keys.as_slice() {
        [Token::Key("components", _), _, _]
        | [Token::Key("webhooks", _), _]
        | [Token::Key(_, _)]
        | [Token::Key(_, _), Token::Index(_)] => {
            return String::new();
        }
        [
            Token::Key("paths" | "webhooks", _),
            _,
            _,
            Token::Key("requestBody", _),
        ]
        | [
            Token::Key("paths", _),
            _,
            Token::Key("parameters", _),
            Token::Index(_),
        ] => 1,
        [
            Token::Key("paths", _),
            _,
            _,
            Token::Key("parameters" | "responses", _),
            _,
        ]
        | [.., Token::Key("headers", _), Token::Key(_, _)] => 2,
        _ => 0,
    };
    match steps
        .len()
        .checked_sub(parent)
        .and_then(|index| steps.get(index))
    {
        Some((holder, _)) => subject(places, holder),
        None => subject(places, node),
    }
}

/// Returns the HTTP method of the operation that tokens inside a path item lead to, and the number of these tokens.
fn method<'a>(places: &Places<'_>, tokens: &[Token<'a>]) -> Option<(&'a str, usize)> {
    let version = version_of(places.document.root());
    match tokens {
        [Token::Key(ADDITIONAL, _), Token::Key(method, _), ..] if version >= Version::V3_2 => {
            Some((method, 2))
        }
        [Token::Key(field, _), ..] => Some((method_of(field, version)?, 1)),
        _ => None,
    }
}

/// The parameter, body or response of an operation, with the number of steps that lead into it.
fn part(steps: &[(&Node, Token<'_>)]) -> Option<(String, usize)> {
    let tokens: Vec<_> = steps.iter().map(|(_, token)| *token).collect();
    match tokens.as_slice() {
        [Token::Key("parameters", _), Token::Index(index), ..] => {
            let parameter = steps.get(1)?.0.items().nth(*index)?;
            let name = parameter.get_str("name").unwrap_or("parameter");
            Some((format!("`{name}`"), 2))
        }
        [Token::Key("requestBody", _), ..] => Some(("request body".to_owned(), 1)),
        [Token::Key("responses", _), Token::Key(status, _), rest @ ..] => match rest {
            [Token::Key("headers", _), Token::Key(name, _), ..] => {
                Some((format!("response {status} header `{name}`"), 4))
            }
            _ => Some((format!("response {status}"), 2)),
        },
        _ => None,
    }
}

/// The path of properties inside a schema, parameter or response: `.attributes.tags[]`.
fn within(steps: &[(&Node, Token<'_>)]) -> String {
    let mut path = String::new();
    let mut tokens = steps.iter().map(|(_, token)| *token);
    while let Some(token) = tokens.next() {
        match token {
            Token::Key("properties", _) => {
                if let Some(Token::Key(name, _)) = tokens.next() {
                    path.push('.');
                    path.push_str(name);
                }
            }
            Token::Key("items", _) => path.push_str("[]"),
            Token::Key("additionalProperties", _) => path.push_str(".*"),
            Token::Key("content" | "allOf" | "oneOf" | "anyOf", _) => {
                tokens.next();
            }
            Token::Key("schema" | "not", _) => {}
            _ => break,
        }
    }
    path
}

/// Returns the name of a part of an operation with a path of properties: `` response 200 `tags[]` ``.
fn joined(part: &str, within: &str) -> String {
    match (within, part.strip_suffix('`')) {
        ("", _) => part.to_owned(),
        (_, Some(open)) => format!("{open}{within}`"),
        (_, None) => format!("{part} `{}`", within.trim_start_matches('.')),
    }
}

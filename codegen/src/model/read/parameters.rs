//! Reads the parameters of an operation.

use super::constraints::text_format;
use super::docs;
use super::secrets::is_secret;
use super::types::Types;
use crate::document::Node;
use crate::model::{Location, Parameter, Style, Type};
use crate::openapi::is_set_aside;
use crate::{
    media_type,
    names::{self, TakenNames},
    reserved,
};

impl Types {
    pub(super) fn parameters(&mut self, operation: &Node) -> Vec<Parameter> {
        let mut used = reserved::REQUEST
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let parameters = operation
            .get("parameters")
            .into_iter()
            .flat_map(Node::items);
        parameters
            .filter_map(|node| self.parameter(node, &mut used))
            .collect()
    }

    fn parameter(&mut self, node: &Node, used: &mut TakenNames) -> Option<Parameter> {
        let location = match node.get_str("in")? {
            "path" => Location::Path,
            "query" => Location::Query,
            "querystring" => Location::QueryString,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => return None,
        };
        let name = node.get_str("name")?.to_owned();
        if location == Location::Header && is_set_aside(&name) {
            return None;
        }
        let mut field = names::field_name(&name);
        if !used.insert(field.clone()) {
            field = used.unique(format!("{}_param", field.trim_end_matches('_')));
        }
        let schema = schema(node);
        let ty = schema.map_or(Type::String, |schema| self.resolve(schema));
        let constraints = schema.map(|schema| self.constraints(schema, &ty));
        let format = schema.and_then(|schema| text_format(schema, &ty));
        let example = node
            .get("example")
            .or_else(|| media_type::of_parameter(node)?.1.get("example"))
            .or_else(|| schema?.get("example"));
        let form = media_type::of_parameter(node)
            .filter(|(name, _)| location == Location::QueryString && media_type::is_form(name));
        let parts = form.map(|(_, media)| self.parts(&ty, media));
        Some(Parameter {
            field,
            parts: parts.unwrap_or_default(),
            location,
            style: style(node, location),
            required: location == Location::Path || node.flag("required"),
            docs: docs(node),
            ty,
            constraints: constraints.unwrap_or_default(),
            format,
            is_secret: schema.is_some_and(is_secret),
            default: schema
                .and_then(|schema| schema.get("default"))
                .map(Node::to_json),
            example: example.map(Node::to_json),
            span: node.span,
            name,
        })
    }
}

/// The schema of a parameter's value. Media types other than JSON and forms have none, because their value is a string.
pub(super) fn schema(parameter: &Node) -> Option<&Node> {
    parameter.get("schema").or_else(|| {
        let (name, media) = media_type::of_parameter(parameter)?;
        let is_form = media_type::is_form(name) && is_query_string(parameter);
        (is_form || media_type::is_json(name)).then(|| media.get("schema"))?
    })
}

/// Whether a parameter is the whole query string.
pub(super) fn is_query_string(parameter: &Node) -> bool {
    parameter.get_str("in") == Some("querystring")
}

/// How a parameter or a property of a form is serialized.
pub(super) fn style(parameter: &Node, location: Location) -> Style {
    if let Some((name, _)) = media_type::of_parameter(parameter) {
        return match location {
            _ if media_type::is_json(name) => Style::Json,
            Location::QueryString if media_type::is_form(name) => Style::Form,
            Location::Path | Location::Header | Location::QueryString => Style::Simple(false),
            Location::Query | Location::Cookie => Style::Form,
        };
    }
    let explode = parameter.get("explode").and_then(Node::as_bool);
    let exploded = explode == Some(true);
    match (location, parameter.get_str("style")) {
        (Location::Path, Some("label")) => Style::Label(exploded),
        (Location::Path, Some("matrix")) => Style::Matrix(exploded),
        (Location::Path | Location::Header | Location::QueryString, _) => Style::Simple(exploded),
        (Location::Query, Some("deepObject")) => Style::Deep,
        (Location::Query, Some("spaceDelimited")) if !exploded => Style::Joined(' '),
        (Location::Query, Some("pipeDelimited")) if !exploded => Style::Joined('|'),
        (Location::Query | Location::Cookie, _) if explode == Some(false) => Style::Joined(','),
        (Location::Query | Location::Cookie, _) => Style::Form,
    }
}

//! The vendors' documents. They define the enum values that the sandbox accepts, and the properties of requests that it
//! does not handle itself.

use std::sync::LazyLock;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};
use serde_json::{Map, Value};

/// Fernand's document.
pub(crate) static FERNAND: LazyLock<Document> =
    LazyLock::new(|| Document::new("fernand", include_str!("../../../spec/fernand.yaml")));

/// Kustomer's document.
pub(crate) static KUSTOMER: LazyLock<Document> =
    LazyLock::new(|| Document::new("kustomer", include_str!("../../../spec/kustomer.yaml")));

/// Bird's document.
pub(crate) static BIRD: LazyLock<Document> =
    LazyLock::new(|| Document::new("bird", include_str!("../../../spec/bird.yaml")));

/// A document.
#[derive(Debug)]
pub(crate) struct Document {
    name: &'static str,
    root: Value,
}

impl Document {
    /// Reads a document that is embedded in the program.
    ///
    /// # Panics
    ///
    /// Panics if the document is not valid YAML. `cargo xtask check` reports where.
    pub(crate) fn new(name: &'static str, text: &str) -> Self {
        let root = read(text).unwrap_or_else(|error| panic!("spec/{name}.yaml: {error}"));
        Self { name, root }
    }

    /// Returns the name of the file without its extension.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the values of an enum.
    ///
    /// # Panics
    ///
    /// Panics if the document has no such enum.
    pub(crate) fn values(&self, schema: &str) -> &[Value] {
        let values = self.schema(schema).and_then(|it| it["enum"].as_array());
        values.unwrap_or_else(|| panic!("spec/{}.yaml has no enum `{schema}`", self.name))
    }

    /// Returns the values of an enum of strings.
    pub(crate) fn texts(&self, schema: &str) -> impl Iterator<Item = &str> + Clone {
        self.values(schema).iter().filter_map(Value::as_str)
    }

    /// Returns an operation.
    #[cfg(test)]
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        self.root["paths"].get(path)?.get(method)
    }

    /// Returns the number of requests with a method, and in how many seconds.
    #[cfg(test)]
    pub(crate) fn rate_limit(&self, method: &str) -> Option<(u64, u64)> {
        let limits = self.root["x-rate-limit"]["limits"].as_array()?;
        let covers = |limit: &&Value| {
            let methods = limit["methods"].as_array();
            methods.is_some_and(|methods| methods.iter().any(|it| it == method))
        };
        let limit = limits.iter().find(covers)?;
        Some((limit["requests"].as_u64()?, limit["per"].as_u64()?))
    }

    /// Returns the schema of a property, which can be in a part of an `allOf`.
    pub(crate) fn property(&self, schema: &str, name: &str) -> Option<&Value> {
        self.property_of(self.schema(schema)?, name)
    }

    fn property_of<'a>(&'a self, schema: &'a Value, name: &str) -> Option<&'a Value> {
        let schema = self.resolved(schema)?;
        let mut parts = schema["allOf"].as_array().into_iter().flatten();
        schema["properties"]
            .get(name)
            .or_else(|| parts.find_map(|part| self.property_of(part, name)))
    }

    /// Whether a value has the type, the format of integers and the enum values of a schema.
    pub(crate) fn accepts(&self, schema: &Value, value: &Value) -> bool {
        let Some(schema) = self.resolved(schema) else {
            return false;
        };
        if value.is_null() && schema["nullable"] == true {
            return true;
        }
        let all = |schemas: &Vec<Value>| schemas.iter().all(|part| self.accepts(part, value));
        let any = |schemas: &Vec<Value>| schemas.iter().any(|part| self.accepts(part, value));
        self.has_type(schema, value)
            && schema["enum"]
                .as_array()
                .is_none_or(|it| it.contains(value))
            && schema["allOf"].as_array().is_none_or(all)
            && schema["oneOf"].as_array().is_none_or(any)
            && schema["anyOf"].as_array().is_none_or(any)
    }

    fn has_type(&self, schema: &Value, value: &Value) -> bool {
        match schema["type"].as_str() {
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("number") => value.is_number(),
            Some("integer") if schema["format"] == "int32" => {
                value.as_i64().is_some_and(|it| i32::try_from(it).is_ok())
            }
            Some("integer") => value.is_i64(),
            Some("array") => value.as_array().is_some_and(|items| {
                let mut items = items.iter();
                items.all(|item| self.accepts(&schema["items"], item))
            }),
            Some("object") => value.as_object().is_some_and(|fields| {
                let mut required = schema["required"].as_array().into_iter().flatten();
                required.all(|name| name.as_str().is_none_or(|name| fields.contains_key(name)))
                    && fields.iter().all(|(name, value)| {
                        let property = schema["properties"].get(name);
                        property.is_none_or(|property| self.accepts(property, value))
                    })
            }),
            _ => true,
        }
    }

    fn schema(&self, name: &str) -> Option<&Value> {
        self.root["components"]["schemas"].get(name)
    }

    /// Follows the reference of a schema to another schema of the document.
    fn resolved<'a>(&'a self, schema: &'a Value) -> Option<&'a Value> {
        let Some(reference) = schema["$ref"].as_str() else {
            return Some(schema);
        };
        self.root.pointer(reference.strip_prefix('#')?)
    }
}

/// Parses YAML. Aliases become null, and tags are ignored. The documents use neither.
fn read(text: &str) -> Result<Value, ScanError> {
    let mut reader = Reader(Parser::new_from_str(text));
    loop {
        match reader.event()? {
            Event::StreamStart | Event::DocumentStart(_) => {}
            event => return reader.value(event),
        }
    }
}

struct Reader<'a>(Parser<'a, StrInput<'a>>);

impl<'a> Reader<'a> {
    fn event(&mut self) -> Result<Event<'a>, ScanError> {
        let event = self.0.next_event().transpose()?;
        Ok(event.map_or(Event::StreamEnd, |(event, _)| event))
    }

    /// Parses the value that starts with an event.
    fn value(&mut self, start: Event<'a>) -> Result<Value, ScanError> {
        Ok(match start {
            Event::Scalar(text, ScalarStyle::Plain, ..) => plain(&text),
            Event::Scalar(text, ..) => Value::from(text),
            Event::SequenceStart(..) => self.array()?,
            Event::MappingStart(..) => self.object()?,
            _ => Value::Null,
        })
    }

    fn array(&mut self) -> Result<Value, ScanError> {
        let mut items = Vec::new();
        loop {
            match self.event()? {
                Event::SequenceEnd | Event::StreamEnd => return Ok(items.into()),
                event => items.push(self.value(event)?),
            }
        }
    }

    fn object(&mut self) -> Result<Value, ScanError> {
        let mut fields = Map::new();
        loop {
            let key = match self.event()? {
                Event::MappingEnd | Event::StreamEnd => return Ok(fields.into()),
                Event::Scalar(text, ..) => text.into_owned(),
                event => self.value(event)?.to_string(),
            };
            let event = self.event()?;
            fields.insert(key, self.value(event)?);
        }
    }
}

/// Parses a scalar without quotes: null, a boolean, a number or a string.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" => Value::Null,
        _ => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Document, FERNAND, KUSTOMER, read};

    #[test]
    fn yaml_is_parsed_in_block_and_flow_style() {
        let text = "\
# a comment
a: { b: [1, -1, 2.5, true, null, ~, to, \"1\", 'it''s'] }
c:
  - d: |
      two
      lines
    e:
  - https://example.com
\"200\": ok
404: gone
";
        let expected = json!({
            "a": { "b": [1, -1, 2.5, true, null, null, "to", "1", "it's"] },
            "c": [{ "d": "two\nlines\n", "e": null }, "https://example.com"],
            "200": "ok",
            "404": "gone",
        });
        assert_eq!(read(text).ok(), Some(expected));
    }

    #[test]
    fn the_documents_have_the_values_that_the_sandbox_handles() {
        let statuses: Vec<_> = FERNAND.texts("ConversationStatus").collect();
        for status in ["OPENED", "CLOSED", "SPAM", "SNOOZED"] {
            assert!(statuses.contains(&status), "{status}: {statuses:?}");
        }
        assert!(KUSTOMER.values("Polarity").contains(&json!(-1)));
    }

    #[test]
    #[should_panic(expected = "spec/x.yaml has no enum `Status`")]
    fn the_panic_for_a_missing_enum_names_the_enum() {
        Document::new("x", "components: { schemas: { Status: { type: string } } }")
            .values("Status");
    }

    #[test]
    fn a_value_is_accepted_by_its_type_its_format_and_its_enum() {
        let text = "\
components:
  schemas:
    Color: { type: string, enum: [red, green] }
    Base:
      properties:
        small: { type: integer, format: int32 }
        large: { type: integer }
    Update:
      allOf:
        - $ref: '#/components/schemas/Base'
        - properties:
            color: { allOf: [{ $ref: '#/components/schemas/Color' }] }
            colors: { type: array, items: { $ref: '#/components/schemas/Color' } }
            flag: { type: boolean, nullable: true }
            ratio: { type: number }
            either: { oneOf: [{ type: string }, { type: boolean }] }
            place: { type: object, required: [x], properties: { x: { type: integer } } }
";
        let document = Document::new("x", text);
        assert_eq!(document.property("Update", "size"), None);
        assert_eq!(document.property("Other", "color"), None);
        for (name, accepted, refused) in [
            ("small", json!(2_147_483_647), json!(2_147_483_648_u32)),
            (
                "large",
                json!(i64::MAX),
                json!(9_223_372_036_854_775_808_u64),
            ),
            ("large", json!(-1), json!(0.5)),
            ("color", json!("red"), json!("blue")),
            ("colors", json!(["red", "green"]), json!(["blue"])),
            ("flag", json!(null), json!("true")),
            ("ratio", json!(0.5), json!("0.5")),
            ("ratio", json!(1), json!(null)),
            ("either", json!(true), json!(1)),
            ("place", json!({"x": 1, "y": "other"}), json!({})),
            ("place", json!({"x": 1}), json!({"x": "1"})),
        ] {
            let schema = document.property("Update", name);
            let schema = schema.expect("the property is in the document");
            assert!(document.accepts(schema, &accepted), "{name}: {accepted}");
            assert!(!document.accepts(schema, &refused), "{name}: {refused}");
        }
    }
}

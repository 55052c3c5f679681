//! The enums of the vendors' documents. They define the enum values that the sandbox accepts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};
use serde_json::{Map, Value};

/// The enums of Fernand's document.
pub(crate) static FERNAND: LazyLock<DocumentEnums> =
    LazyLock::new(|| DocumentEnums::new("fernand", include_str!("../../../spec/fernand.yaml")));

/// The enums of Kustomer's document.
pub(crate) static KUSTOMER: LazyLock<DocumentEnums> =
    LazyLock::new(|| DocumentEnums::new("kustomer", include_str!("../../../spec/kustomer.yaml")));

/// The enums of a document.
#[derive(Debug)]
pub(crate) struct DocumentEnums {
    name: &'static str,
    enums: BTreeMap<String, Vec<Value>>,
}

impl DocumentEnums {
    /// Reads the enums of a document that is embedded in the program.
    ///
    /// # Panics
    ///
    /// Panics if the document is not valid YAML. `cargo xtask check` reports where.
    fn new(name: &'static str, text: &str) -> Self {
        let document = read(text).unwrap_or_else(|error| panic!("spec/{name}.yaml: {error}"));
        let schemas = document["components"]["schemas"].as_object();
        let enums = schemas.into_iter().flatten().filter_map(|(name, schema)| {
            let values = schema["enum"].as_array()?;
            Some((name.clone(), values.clone()))
        });
        Self {
            name,
            enums: enums.collect(),
        }
    }

    /// Returns the values of an enum.
    ///
    /// # Panics
    ///
    /// Panics if the document has no such enum.
    pub(crate) fn values(&self, schema: &str) -> &[Value] {
        let values = self.enums.get(schema);
        values.unwrap_or_else(|| panic!("spec/{}.yaml has no enum `{schema}`", self.name))
    }

    /// Returns the values of an enum of strings.
    pub(crate) fn texts(&self, schema: &str) -> impl Iterator<Item = &str> + Clone {
        self.values(schema).iter().filter_map(Value::as_str)
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

    use super::{DocumentEnums, FERNAND, KUSTOMER, read};

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
        DocumentEnums::new("x", "components: { schemas: { Status: { type: string } } }")
            .values("Status");
    }
}

//! A document of 1.3 MB with 500 schemas that refer to each other, so that each of its 500 operations uses all of them.

use std::fmt::Write;

/// The number of schemas and of operations.
pub(crate) const COUNT: usize = 500;

const PROPERTIES: usize = 20;

/// Returns the document. Each schema has an enum with the values in `statuses`.
pub(crate) fn document(statuses: &str) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..COUNT {
        write!(paths, "{}", operation(number)).expect("writing to a string does not fail");
        write!(schemas, "{}", schema(number, statuses)).expect("writing to a string does not fail");
    }
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Shared, version: '1' }}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn operation(number: usize) -> String {
    format!(
        "  /things{number}/{{id}}:
    put:
      operationId: replaceThing{number}
      parameters:
        - {{ name: id, in: path, required: true, schema: {{ type: integer }} }}
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }}
      responses:
        '200':
          description: The thing.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }}
"
    )
}

/// A schema that refers to the next one.
fn schema(number: usize, statuses: &str) -> String {
    let next = (number + 1) % COUNT;
    let properties = (0..PROPERTIES).map(|index| {
        format!(
            "        field_{index}: {{ type: string, maxLength: 80, description: A field of the things of kind {number}. }}\n"
        )
    });
    let properties: String = properties.collect();
    format!(
        "    Thing{number}:
      type: object
      required: [id, name]
      properties:
        id: {{ type: integer, description: The ID. }}
        name: {{ type: string, minLength: 1, maxLength: 80 }}
        status: {{ type: string, enum: [{statuses}] }}
        next: {{ $ref: '#/components/schemas/Thing{next}' }}
{properties}"
    )
}

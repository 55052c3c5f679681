//! A document with any number of operations, each with two types of its own.

use std::fmt::Write;

/// Returns the document.
pub(crate) fn with(operations: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..operations {
        write!(paths, "{}", operation(number)).expect("writing to a string does not fail");
        write!(schemas, "{}", types(number)).expect("writing to a string does not fail");
    }
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Large, version: '1' }}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn operation(number: usize) -> String {
    format!(
        "  /things{number}/{{id}}:
    put:
      operationId: replaceThing{number}
      description: Replaces a thing and returns the new one.
      parameters:
        - {{ name: id, in: path, required: true, schema: {{ type: integer }} }}
        - {{ name: query, in: query, description: Search terms., schema: {{ type: string }} }}
        - {{ name: limit, in: query, schema: {{ type: integer, minimum: 1, maximum: 100 }} }}
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

fn types(number: usize) -> String {
    format!(
        "    Thing{number}:
      type: object
      description: A thing of kind {number}.
      required: [id, name]
      properties:
        id: {{ type: integer, description: The ID. }}
        name: {{ type: string, minLength: 1, maxLength: 80 }}
        size: {{ type: number, description: Size in metres. }}
        tags: {{ type: array, maxItems: 20, items: {{ type: string }} }}
        created_at: {{ type: string, format: date-time }}
        owner: {{ type: string, nullable: true }}
        status: {{ $ref: '#/components/schemas/Status{number}' }}
    Status{number}:
      type: string
      enum: [new, open, closed, gone]
"
    )
}

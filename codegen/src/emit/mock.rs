//! Emits the responses of a mock, which are the inverse of `Operation::output`.

use quote::quote;

use super::output_arms::{OutputArm, output_arms};
use super::{Piece, Rows, SourceFile, Table, condition};
use crate::model::{Content, Model, Operation, Success};

/// The file with the response for the output of each operation.
pub(super) fn file(model: &Model) -> Option<SourceFile> {
    if model.operations.is_empty() {
        return None;
    }
    let rows = model.operations.iter().map(|operation| {
        let response = response(model, operation);
        let row = format!("{}: {response}", operation.type_name);
        condition::row(&operation.features, &row)
    });
    let rows: Vec<_> = rows.collect();
    let mut operations = model.operations.iter();
    let has_type = operations.any(|it| matches!(it.success, Success::ByStatus(_)));
    let types = has_type.then(|| quote!(, types));
    let docs = " The responses of a [`Mock`](super::Mock), from which the client reads the output of each operation.";
    let items = quote! {
        #![doc = #docs]
        use crate::runtime::internal::{self, MockResponse};
        use super::{operations #types};
    };
    let table = Table {
        path: "internal::mock_operations",
        name: "operations".to_owned(),
        rows: Rows::Values(rows),
        suffix: "",
    };
    Some(SourceFile {
        path: format!("{}/mock.rs", model.module),
        pieces: vec![Piece::Items(items), Piece::Table(table)],
    })
}

/// The pattern of an output, and its response.
fn response(model: &Model, operation: &Operation) -> String {
    let arms = output_arms(model, operation);
    let lines = arms.iter().map(|arm| {
        let call = call(arm.content, arm.code);
        match (&arm.pattern, arm.content) {
            (Some(pattern), _) => format!("{pattern} => {call}"),
            (None, Content::Empty) => format!("() => {call}"),
            (None, _) => format!("output => {call}"),
        }
    });
    let lines: Vec<_> = lines.collect();
    match &arms[..] {
        [OutputArm { pattern: None, .. }] => lines.concat(),
        _ => self::arms(&lines),
    }
}

/// A `match` on the output, one line for each arm.
fn arms(arms: &[String]) -> String {
    let lines = arms.iter().map(|arm| format!("        {arm},\n"));
    format!(
        "output => match output {{\n{}    }}",
        lines.collect::<String>()
    )
}

/// The call that makes a response.
fn call(content: &Content, code: u16) -> String {
    match content {
        Content::Empty => format!("MockResponse::empty({code})"),
        Content::Json(_) => format!("MockResponse::json({code}, output)"),
        Content::Text => format!("MockResponse::text({code}, output)"),
        Content::Bytes => format!("MockResponse::bytes({code}, output)"),
    }
}

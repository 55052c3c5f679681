//! Emits the responses of a mock, which are the inverse of `Operation::output`.

use quote::quote;

use super::{Piece, Rows, SourceFile, Table};
use crate::model::{Content, Model, Operation, Status, Success};

/// The file with the response for the output of each operation.
pub(super) fn file(model: &Model) -> Option<SourceFile> {
    if model.operations.is_empty() {
        return None;
    }
    let rows = model.operations.iter().map(|operation| {
        let response = response(model, operation);
        format!("{}: {response}", operation.type_name)
    });
    let rows: Vec<_> = rows.collect();
    let types = rows
        .iter()
        .any(|row| row.contains("types::"))
        .then(|| quote!(, types));
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
    let declared: Vec<_> = operation.successes.iter().map(|it| it.status).collect();
    match &operation.success {
        Success::Always(content) => {
            let mut codes: Vec<_> = declared.iter().map(|it| code(*it, &declared)).collect();
            codes.sort_unstable();
            let code = codes.first().copied().unwrap_or(200);
            match content {
                Content::Empty => format!("() => {}", call(content, code, "")),
                content => format!("output => {}", call(content, code, "output")),
            }
        }
        Success::Optional(content, statuses) => {
            let status = |is_empty| {
                let of_it = statuses.iter().filter(|status| status.1 == is_empty);
                let codes = of_it.map(|status| code(status.0, &declared));
                codes.min().unwrap_or(if is_empty { 204 } else { 200 })
            };
            arms(&[
                format!("Some(output) => {}", call(content, status(false), "output")),
                format!("None => {}", call(&Content::Empty, status(true), "")),
            ])
        }
        Success::ByStatus(id) => {
            let named = model.named(*id);
            let responses = named.responses();
            let declared: Vec<_> = responses.iter().map(|it| it.status).collect();
            let variants = responses.iter().map(|it| {
                let path = format!("types::{}::{}", named.name, it.name);
                let code = code(it.status, &declared);
                match &it.content {
                    Content::Empty => format!("{path} => {}", call(&Content::Empty, code, "")),
                    content => format!("{path}(output) => {}", call(content, code, "output")),
                }
            });
            arms(&variants.collect::<Vec<_>>())
        }
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
fn call(content: &Content, code: u16, output: &str) -> String {
    match content {
        Content::Empty => format!("MockResponse::empty({code})"),
        Content::Json(_) => format!("MockResponse::json({code}, {output})"),
        Content::Text => format!("MockResponse::text({code}, {output})"),
        Content::Bytes => format!("MockResponse::bytes({code}, {output})"),
    }
}

/// A success code that is read as a response of this status: the code itself, or one that has no response of its own.
fn code(status: Status, declared: &[Status]) -> u16 {
    let Status::Code(code) = status else {
        let has_own = |code: &u16| declared.contains(&Status::Code(*code));
        return (200..300).find(|code| !has_own(code)).unwrap_or(200);
    };
    code
}

#[cfg(test)]
mod tests {
    use super::code;
    use crate::model::Status::{Class, Code, Default};

    #[test]
    fn a_class_and_the_default_are_sent_as_a_code_without_a_response_of_its_own() {
        let cases = [
            (Code(201), vec![Code(200), Code(201)], 201),
            (Class(2), vec![Class(2)], 200),
            (Class(2), vec![Code(200), Class(2)], 201),
            (Default, vec![Code(200), Code(201), Default], 202),
        ];
        for (status, declared, expected) in cases {
            assert_eq!(
                code(status, &declared),
                expected,
                "{status:?}, {declared:?}"
            );
        }
    }
}

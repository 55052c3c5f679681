//! The output of progenitor for the vendors' documents, for the benchmarks.

use std::path::Path;
use std::{fs, io};

use codegen::document::Document;
use progenitor::Generator;
use serde_json::Value;

/// Writes `progenitor_<module>.rs` and the document that it is generated from, `progenitor_<module>.json`, to `folder`.
pub(crate) fn write(module: &str, text: &str, folder: &Path) -> io::Result<()> {
    let document = Document::read(module, text).map_err(|found| other(module, &found))?;
    let mut document = document.root().to_json();
    adapt(&mut document);
    let file = |extension| folder.join(format!("progenitor_{module}.{extension}"));
    fs::write(file("json"), document.to_string())?;
    let document = serde_json::from_value(document)?;
    let code = Generator::default().generate_tokens(&document);
    let code = code.map_err(|error| other(module, &error))?;
    let code = syn::parse2(code).map_err(|error| other(module, &error))?;
    fs::write(file("rs"), prettyplease::unparse(&code))
}

fn other(module: &str, error: &dyn std::fmt::Debug) -> io::Error {
    io::Error::other(format!("{module}: {error:?}"))
}

/// Changes what progenitor 0.15 does not support in the vendors' documents.
fn adapt(document: &mut Value) {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let operations = paths.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    for (_, operation) in operations {
        split_default(operation);
        join_parameters(operation);
    }
}

/// Replaces the response `default` by `4XX` and `5XX`. progenitor reads `default` as a second type of success, and panics.
fn split_default(operation: &mut Value) {
    let responses = operation.get_mut("responses");
    if let Some(responses) = responses.and_then(Value::as_object_mut)
        && let Some(response) = responses.remove("default")
    {
        responses.insert("4XX".to_owned(), response.clone());
        responses.insert("5XX".to_owned(), response);
    }
}

/// Makes a string of each parameter that is a list with commas. progenitor repeats the parameter for each item.
fn join_parameters(operation: &mut Value) {
    let parameters = operation.get_mut("parameters");
    let parameters = parameters
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    for parameter in parameters.filter(|it| it["explode"] == false) {
        parameter["schema"] = serde_json::json!({ "type": "string" });
        if let Some(parameter) = parameter.as_object_mut() {
            parameter.remove("explode");
            parameter.remove("example");
        }
    }
}

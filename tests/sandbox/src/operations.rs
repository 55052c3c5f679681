//! The operations that the sandbox implements, and the response to every other request.

use axum::response::Response;
use http::{StatusCode, Uri};

use crate::vendor::Vendor;

/// The operations of the sandbox: the vendor, the method and the path.
const OPERATIONS: [(Vendor, &str, &str); 7] = [
    (Vendor::Fernand, "GET", "/conversations"),
    (Vendor::Fernand, "PATCH", "/conversations/{id}"),
    (Vendor::Fernand, "POST", "/conversations/bulk"),
    (Vendor::Kustomer, "PUT", "/v1/conversations/bulk"),
    (Vendor::Kustomer, "GET", "/v1/bulk/{id}"),
    (Vendor::Kustomer, "GET", "/v1/bulk/{id}/batches"),
    (
        Vendor::Bird,
        "PATCH",
        "/workspaces/{workspaceId}/conversations/{conversationId}",
    ),
];

/// Responds to a request that is none of the operations with a 501, which no vendor documents. A 404 would look like the
/// answer to an ID that does not exist.
pub(crate) async fn not_implemented(uri: Uri) -> Response {
    let vendor = Vendor::of_path(uri.path());
    let known: Vec<_> = OPERATIONS
        .iter()
        .filter(|(owner, ..)| vendor.is_none_or(|vendor| vendor == *owner))
        .map(|(_, method, path)| format!("{method} {path}"))
        .collect();
    let message = format!("the sandbox has only {}", known.join(", "));
    vendor
        .unwrap_or(Vendor::Fernand)
        .error(StatusCode::NOT_IMPLEMENTED, &message)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use reqwest::Method;
    use serde_json::{Value, json};

    use super::OPERATIONS;
    use crate::Sandbox;
    use crate::document::{BIRD, Document, FERNAND, KUSTOMER};
    use crate::testing::Caller;
    use crate::vendor::Vendor;

    fn document(vendor: Vendor) -> &'static Document {
        match vendor {
            Vendor::Fernand => &FERNAND,
            Vendor::Kustomer => &KUSTOMER,
            Vendor::Bird => &BIRD,
        }
    }

    /// Returns the examples of a request body, in `example` and in `examples`.
    fn request_examples(operation: &Value) -> Vec<Value> {
        let body = &operation["requestBody"]["content"]["application/json"];
        let named = body["examples"].as_object().into_iter().flatten();
        let named = named.map(|(_, example)| example["value"].clone());
        body.get("example")
            .cloned()
            .into_iter()
            .chain(named)
            .collect()
    }

    /// Returns the path and the query for an example of a request body, with IDs that the sandbox has.
    fn target(sandbox: &Sandbox, path: &str, example: &Value) -> String {
        // A resource belongs to one conversation.
        let bird = sandbox.bird_conversations().into_iter();
        let mut bird = bird.filter(|it| it.fields.get("resource") == example.get("resource"));
        let bird = bird
            .next()
            .expect("the sandbox has the resource of the example");
        let fernand = sandbox.conversations();
        let path = path
            .replace("{workspaceId}", &sandbox.bird_workspace().to_string())
            .replace("{conversationId}", &bird.id.to_string())
            .replace("{id}", &fernand[0].id.to_string());
        if path == "/v1/conversations/bulk" && example.is_object() {
            let kustomer = sandbox.kustomer_conversations();
            format!("{path}?ids={}", kustomer[0].id)
        } else {
            path
        }
    }

    #[tokio::test]
    async fn every_request_example_of_the_documents_is_accepted() {
        let mut sent = 0;
        for (vendor, method, path) in OPERATIONS {
            let operation = document(vendor).operation(&method.to_lowercase(), path);
            let examples = request_examples(operation.expect("the document has the operation"));
            for example in examples {
                let mut caller = Caller::start(Sandbox::builder()).await;
                if vendor != Vendor::Fernand {
                    caller = caller.with_scheme("Bearer");
                }
                let target = target(&caller.sandbox, path, &example);
                let method = method.parse().expect("the method is valid");
                let response = caller.call(method, &target, Some(&example)).await;
                let response = response.expect("a response is received");
                assert!(
                    response.status.is_success(),
                    "{path} {example}: {}",
                    response.text
                );
                sent += 1;
            }
        }
        assert!(sent > 0);
    }

    #[test]
    fn every_operation_is_in_the_document_of_its_vendor() {
        for (vendor, method, path) in OPERATIONS {
            let found = document(vendor).operation(&method.to_lowercase(), path);
            assert!(found.is_some(), "{method} {path}");
        }
    }

    #[tokio::test]
    async fn every_operation_is_implemented() {
        let caller = Caller::start(Sandbox::builder()).await;
        for (_, method, path) in OPERATIONS {
            let method: Method = method.parse().expect("the method is valid");
            let response = caller.call(method, path, Some(&json!({}))).await;
            let status = response.expect("a response is received").status;
            assert_ne!(status, StatusCode::NOT_IMPLEMENTED, "{path}");
        }
    }

    #[tokio::test]
    async fn an_unknown_operation_is_a_501_that_lists_the_operations() {
        let caller = Caller::start(Sandbox::builder()).await;
        for (method, path, listed) in [
            (
                Method::DELETE,
                "/conversations/7",
                "PATCH /conversations/{id}",
            ),
            (
                Method::POST,
                "/conversations/7/archive",
                "POST /conversations/bulk",
            ),
            (
                Method::GET,
                "/v1/conversations",
                "PUT /v1/conversations/bulk",
            ),
            (
                Method::GET,
                "/workspaces",
                "PATCH /workspaces/{workspaceId}/conversations/{conversationId}",
            ),
            (Method::GET, "/nothing", "GET /conversations, "),
            (Method::GET, "/nothing", "PUT /v1/conversations/bulk"),
        ] {
            let called = caller.call(method.clone(), path, None).await;
            let response = called.expect("a response is received");
            assert_eq!(
                response.status,
                StatusCode::NOT_IMPLEMENTED,
                "{method} {path}"
            );
            // Clients show the start of the message only.
            let start = "the sandbox has only ";
            assert!(response.text.contains(start), "{}", response.text);
            assert!(response.text.contains(listed), "{}", response.text);
        }
    }
}

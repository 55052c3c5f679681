//! The routes, and the answers in Fernand's form.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::json;

use super::query::ListRequest;
use super::request::{BulkRequest, Changes};
use super::store::{Listed, Refusal};
use crate::fields::{Problem, is_json, status_code_name};
use crate::gate::gate;
use crate::shared::Shared;
use crate::vendor::Vendor;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/conversations", get(list))
        .route("/conversations/bulk", post(bulk))
        .route("/conversations/{id}", patch(update))
        .method_not_allowed_fallback(async || {
            error(StatusCode::METHOD_NOT_ALLOWED, "no such method here", &[])
        })
        .route_layer(from_fn_with_state((Vendor::Fernand, shared.clone()), gate))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared.clone())
}

async fn list(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    match ListRequest::parse(&query.unwrap_or_default()) {
        Ok(request) => Json(shared.state().fernand.list(&request)).into_response(),
        Err(problems) => invalid(&problems),
    }
}

async fn update(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) {
        return not_json();
    }
    let Ok(id) = id.parse() else {
        return invalid(&[Problem::new("id", "must be an integer")]);
    };
    let changes = match Changes::parse(&body, shared.clock.now()) {
        Ok(changes) => changes,
        Err(problems) => return invalid(&problems),
    };
    match shared.state().fernand.update(id, &changes) {
        Ok(conversation) => Json(unlisted(conversation)).into_response(),
        Err(refusal) => refused(&refusal),
    }
}

async fn bulk(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_json(&headers) {
        return not_json();
    }
    let request = match BulkRequest::parse(&body, shared.clock.now()) {
        Ok(request) => request,
        Err(problems) => return invalid(&problems),
    };
    match shared.state().fernand.bulk(&request) {
        Ok(changed) => {
            let conversations = changed.into_iter().map(unlisted).collect();
            Json(Updated { conversations }).into_response()
        }
        Err(refusal) => refused(&refusal),
    }
}

/// The answer to the bulk call.
#[derive(Serialize)]
struct Updated<'a> {
    conversations: Vec<Listed<'a>>,
}

/// A conversation outside a listing has no place in one (inferred: its cursor is null).
fn unlisted(conversation: &super::Conversation) -> Listed<'_> {
    Listed {
        conversation,
        cursor: None,
    }
}

fn refused(refusal: &Refusal) -> Response {
    match refusal {
        Refusal::NotFound => error(StatusCode::NOT_FOUND, "there is no such conversation", &[]),
        Refusal::Locked => error(StatusCode::CONFLICT, "the conversation is locked", &[]),
        Refusal::Forbidden(permission) => {
            let message = format!("the key lacks the permission {}", permission.as_str());
            error(StatusCode::FORBIDDEN, &message, &[])
        }
        Refusal::Invalid(problem) => invalid(std::slice::from_ref(problem)),
    }
}

fn not_json() -> Response {
    let message = "the body must be declared as application/json";
    error(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, &[])
}

fn invalid(problems: &[Problem]) -> Response {
    let message = "the request is not valid";
    error(StatusCode::UNPROCESSABLE_ENTITY, message, problems)
}

/// Makes an error answer. No page gives its shape: this one is inferred.
pub(crate) fn error(status: StatusCode, message: &str, problems: &[Problem]) -> Response {
    let mut body = json!({ "code": status_code_name(status), "message": message });
    if !problems.is_empty() {
        body["fields"] = json!(problems);
    }
    (status, Json(json!({ "error": body }))).into_response()
}

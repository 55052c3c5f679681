//! The routes, and the responses in Fernand's format.

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
use super::store::{Listed, UpdateError};
use crate::fields::{Problem, is_json, status_code_name};
use crate::gate::gate;
use crate::operations::not_implemented;
use crate::shared::Shared;
use crate::vendor::Vendor;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/conversations", get(list))
        .route("/conversations/bulk", post(bulk))
        .route("/conversations/{id}", patch(update))
        .method_not_allowed_fallback(not_implemented)
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
        Err(reason) => update_error(&reason),
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
            Json(BulkResponse { conversations }).into_response()
        }
        Err(reason) => update_error(&reason),
    }
}

/// The response to a bulk update.
#[derive(Serialize)]
struct BulkResponse<'a> {
    conversations: Vec<Listed<'a>>,
}

/// Returns a conversation outside a listing. Inferred: its cursor is null.
fn unlisted(conversation: &super::Conversation) -> Listed<'_> {
    Listed {
        conversation,
        cursor: None,
    }
}

fn update_error(reason: &UpdateError) -> Response {
    match reason {
        UpdateError::NotFound => error(
            StatusCode::NOT_FOUND,
            "the conversation does not exist",
            &[],
        ),
        UpdateError::Locked => error(StatusCode::CONFLICT, "the conversation is locked", &[]),
        UpdateError::Forbidden(permission) => {
            let message = format!(
                "the API key does not have the permission {}",
                permission.as_str()
            );
            error(StatusCode::FORBIDDEN, &message, &[])
        }
        UpdateError::Invalid(problem) => invalid(std::slice::from_ref(problem)),
    }
}

fn not_json() -> Response {
    let message = "the content type must be application/json";
    error(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, &[])
}

fn invalid(problems: &[Problem]) -> Response {
    let message = "the request is invalid";
    error(StatusCode::UNPROCESSABLE_ENTITY, message, problems)
}

/// Creates an error response. Its format is inferred, because no page defines it.
pub(crate) fn error(status: StatusCode, message: &str, problems: &[Problem]) -> Response {
    let mut body = json!({ "code": status_code_name(status), "message": message });
    if !problems.is_empty() {
        body["fields"] = json!(problems);
    }
    (status, Json(json!({ "error": body }))).into_response()
}

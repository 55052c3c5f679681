//! The route, and the responses in Bird's format.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::patch;
use axum::{Json, Router};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use uuid::Uuid;

use super::store::{Changes, UpdateError};
use crate::fields::{Problem, is_json};
use crate::gate::gate;
use crate::operations::not_implemented;
use crate::shared::Shared;
use crate::vendor::Vendor;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let path = "/workspaces/{workspace}/conversations/{conversation}";
    Router::new()
        .route(path, patch(update))
        .method_not_allowed_fallback(not_implemented)
        .route_layer(from_fn_with_state((Vendor::Bird, shared.clone()), gate))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared.clone())
}

async fn update(
    State(shared): State<Arc<Shared>>,
    Path((workspace, conversation)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) {
        let message = "the content type must be application/json";
        return error(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, &[]);
    }
    let ids = parse_uuid("workspaceId", &workspace)
        .and_then(|workspace| Ok((workspace, parse_uuid("conversationId", &conversation)?)));
    let (workspace, id) = match ids {
        Ok(ids) => ids,
        Err(problem) => return invalid(&[problem]),
    };
    let changes = match Changes::parse(&body) {
        Ok(changes) => changes,
        Err(problems) => return invalid(&problems),
    };
    let now = shared.clock.now();
    match shared.state().bird.update(workspace, id, changes, now) {
        Ok(conversation) => Json(&conversation.fields).into_response(),
        Err(UpdateError::NotFound) => {
            let message = "The resource specified in the URL was not found";
            error(StatusCode::NOT_FOUND, message, &[])
        }
        Err(UpdateError::Conflict) => {
            error(StatusCode::CONFLICT, "The resource already exists", &[])
        }
    }
}

fn parse_uuid(name: &str, text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::new(name, "must be a UUID"))
}

fn invalid(problems: &[Problem]) -> Response {
    let message = "The request body did not pass validation";
    error(StatusCode::UNPROCESSABLE_ENTITY, message, problems)
}

/// Creates an error response.
pub(crate) fn error(status: StatusCode, message: &str, problems: &[Problem]) -> Response {
    let mut details: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for problem in problems {
        details
            .entry(&problem.field)
            .or_default()
            .push(&problem.message);
    }
    let body = json!({ "code": code(status), "message": message, "details": details });
    (status, Json(body)).into_response()
}

/// Returns the reason phrase of a status as a code, such as `NotFound`.
fn code(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("Error");
    reason.replace([' ', '-'], "")
}

//! The routes, and the responses in Kustomer's format.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use super::request;
use crate::fields::{Problem, is_json, status_code_name};
use crate::gate::gate;
use crate::operations::not_implemented;
use crate::shared::Shared;
use crate::vendor::Vendor;

/// The envelope of successful responses.
#[derive(Serialize)]
struct Data<T> {
    data: T,
}

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/conversations/bulk", put(update))
        .route("/v1/bulk/{id}", get(job))
        .route("/v1/bulk/{id}/batches", get(batches))
        .method_not_allowed_fallback(not_implemented)
        .route_layer(from_fn_with_state((Vendor::Kustomer, shared.clone()), gate))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared.clone())
}

async fn update(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) {
        let message = "the content type must be application/json";
        return error(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, &[]);
    }
    match request::parse(&query.unwrap_or_default(), &body) {
        Ok(records) => {
            let now = shared.clock.now();
            let data = shared.state().kustomer.submit(&records, now);
            (StatusCode::CREATED, Json(Data { data })).into_response()
        }
        Err(problems) => {
            let message = "the request is invalid";
            error(StatusCode::BAD_REQUEST, message, &problems)
        }
    }
}

async fn job(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    found(shared.state().kustomer.job(&id))
}

async fn batches(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    found(shared.state().kustomer.batches(&id))
}

fn found<T: Serialize>(data: Option<T>) -> Response {
    match data {
        Some(data) => Json(Data { data }).into_response(),
        None => error(
            StatusCode::NOT_FOUND,
            "the bulk operation does not exist",
            &[],
        ),
    }
}

/// Creates an error response, with an entry for each problem or one entry with the message.
pub(crate) fn error(status: StatusCode, message: &str, problems: &[Problem]) -> Response {
    let code = status_code_name(status);
    let entry =
        |message: &str, meta: Value| json!({ "code": code, "message": message, "meta": meta });
    let mut errors: Vec<_> = problems
        .iter()
        .map(|it| {
            entry(
                &format!("{} {}", it.field, it.message),
                json!({ "field": it.field }),
            )
        })
        .collect();
    if errors.is_empty() {
        errors.push(entry(message, json!({})));
    }
    (status, Json(json!({ "errors": errors }))).into_response()
}

//! What calls of fixtures' clients send for each way to write a value, and how answers are read.

mod answers;
mod bodies;
mod constraints;
mod enums;
mod many;
mod names;
mod parameters;
mod paths;

use std::future::Future;

use tests::{Answer, Recorded, Recorder};

/// Makes one call, given the URL of a server that notes it and answers with nothing.
async fn record<F: Future>(call: impl FnOnce(String) -> F) -> Recorded {
    let server = Recorder::start(Answer::json(204, "")).await.unwrap();
    call(server.url()).await;
    let [request] = <[_; 1]>::try_from(server.requests()).expect("one call is one request");
    request
}

//! Tests the requests and the responses of the fixtures' clients.

/// Defines a test for each call, with its request target. The module has a function `client` that takes a URL.
macro_rules! sends_to {
    ($($name:ident: |$client:ident| $call:expr => $line:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let request = record(async |url| {
                let $client = client(url);
                $call.send().await.unwrap();
            });
            assert_eq!(request.await.target, $line);
        }
    )*};
}

mod bodies;
mod constraints;
mod enums;
mod examples;
mod http_methods;
mod json_schema;
mod mock;
mod names;
mod pages_and_batches;
mod parameters;
mod paths;
mod program;
mod query_strings;
mod responses;
mod secrets;
mod subtypes;
mod webhooks;

use std::future::Future;

use tests::{Answer, Recorded, Recorder};

/// Makes a call to a server that records it and responds with 204, and returns the request.
async fn record<F: Future>(call: impl FnOnce(String) -> F) -> Recorded {
    let server = Recorder::start(Answer::json(204, "")).await.unwrap();
    call(server.url()).await;
    let [request] = <[_; 1]>::try_from(server.requests()).expect("a call sends one request");
    request
}

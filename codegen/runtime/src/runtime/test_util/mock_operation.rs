use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;

use super::parse::parse_status;
use crate::runtime::calls::operation::Operation;

/// An operation that a [`Mock`](super::Mock) can answer. Every operation is one.
pub trait MockOperation: Operation {
    /// Returns the response from which the client reads `output`.
    #[doc(hidden)]
    fn respond(output: &Self::Output) -> MockResponse;
}

/// A response of a mock.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct MockResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl MockResponse {
    /// Creates a response with a JSON body.
    ///
    /// # Panics
    ///
    /// Panics if the value cannot be serialized.
    pub fn json(status: u16, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::typed(status, "application/json", body),
            Err(error) => panic!("the body of the answer cannot be serialized: {error}"),
        }
    }

    /// Creates a response with a text body.
    pub fn text(status: u16, text: &str) -> Self {
        Self::typed(status, "text/plain; charset=utf-8", text.to_owned())
    }

    /// Creates a response with a body of bytes.
    pub fn bytes(status: u16, bytes: &Bytes) -> Self {
        Self::typed(status, "application/octet-stream", bytes.clone())
    }

    /// Creates a response without a body.
    pub fn empty(status: u16) -> Self {
        Self::raw(status, Bytes::new())
    }

    fn typed(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut response = Self::raw(status, body);
        let content_type = HeaderValue::from_static(content_type);
        response.headers.insert(CONTENT_TYPE, content_type);
        response
    }

    /// Creates a response with any body and without headers.
    ///
    /// # Panics
    ///
    /// Panics if the status is not from 100 to 999.
    #[track_caller]
    pub(super) fn raw(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status: parse_status(status),
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }
}

/// Implements [`MockOperation`] for operations.
#[allow(unused_macros, reason = "a document may have no operations")]
macro_rules! mock_operations {
    ($operations:ident { $($(#[$condition:meta])* $operation:ident: $output:pat => $response:expr,)* }) => {
        $(
            $(#[$condition])*
            impl $crate::runtime::internal::MockOperation for $operations::$operation {
                fn respond(output: &Self::Output) -> $crate::runtime::internal::MockResponse {
                    let $output = output;
                    $response
                }
            }
        )*
    };
}

#[allow(unused_imports, reason = "a document may have no operations")]
pub(crate) use mock_operations;

impl From<MockResponse> for reqwest::Response {
    fn from(response: MockResponse) -> Self {
        let mut converted = http::Response::new(response.body);
        *converted.status_mut() = response.status;
        *converted.headers_mut() = response.headers;
        converted.into()
    }
}

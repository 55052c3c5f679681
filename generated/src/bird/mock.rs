// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! The responses of a [`Mock`](super::Mock), from which the client reads the output of each operation.

use crate::runtime::internal::{self, MockResponse};
use super::operations;

internal::mock_operations!(operations {
    UpdateConversation: output => MockResponse::json(200, output),
});

// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! The responses of a [`Mock`](super::Mock), from which the client reads the output of each operation.

use crate::runtime::internal::{self, MockResponse};
use super::operations;

internal::mock_operations!(operations {
    ListConversations: output => MockResponse::json(200, output),
    UpdateConversation: output => MockResponse::json(200, output),
    BulkUpdateConversations: output => MockResponse::json(200, output),
});

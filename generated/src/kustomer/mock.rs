// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! The responses of a [`Mock`](super::Mock), from which the client reads the output of each operation.

use crate::runtime::internal::{self, MockResponse};
use super::operations;

internal::mock_operations!(operations {
    UpdateConversations: output => MockResponse::json(201, output),
    UpdateEachConversation: output => MockResponse::json(201, output),
    GetBulk: output => MockResponse::json(200, output),
    ListBulkBatches: output => MockResponse::json(200, output),
});

//! The examples of the vendors' types: each is read by its type, and written as the same JSON.

use conversations_client::fernand::types::{Conversation, ConversationStatus};
use conversations_client::{bird, fernand, kustomer};
use serde_json::Value;

/// Compares the JSON of an example with what its type writes.
macro_rules! check {
    ($module:ident { $($type:ident = $json:literal),* $(,)? }) => {
        $({
            let written = serde_json::to_string(&$module::types::$type::example()).unwrap();
            let written: Value = serde_json::from_str(&written).unwrap();
            let example: Value = serde_json::from_str($json).unwrap();
            assert_eq!(written, example, "{}::{}", stringify!($module), stringify!($type));
        })*
    };
}

#[test]
#[allow(
    clippy::needless_raw_string_hashes,
    reason = "the JSON is quoted as in the generated files"
)]
fn each_type_writes_its_example_as_the_same_json() {
    include!(concat!(env!("OUT_DIR"), "/example_checks.rs"));
}

#[test]
fn a_test_changes_the_fields_that_it_is_about() {
    let mut conversation = Conversation::example();
    assert_eq!(conversation.subject, "Question about billing");
    conversation.status = ConversationStatus::Closed;
    assert_eq!(conversation.status, "CLOSED");
}

// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! Examples of the types, for tests of programs that use the client.

use super::types;
use crate::runtime::internal;

internal::examples!(types {
    ConversationPage = r#"{
        "data": [
            {
                "id": 12345,
                "contact_id": 789,
                "subject": "Question about billing",
                "status": "OPENED",
                "last_update": "2026-01-21T14:30:00Z",
                "tags": [1, 5, 12],
                "recipients": [
                    { "id": 12345, "contact_id": 789, "kind": "cc", "conversation_id": 456 }
                ],
                "agent_id": 42,
                "channel_id": 1,
                "snooze_until": "2026-01-22T09:00:00Z",
                "cursor": "cur_1234567890"
            }
        ],
        "cursor": "cursor"
    }"#,
    Conversation = r#"{
        "id": 12345,
        "contact_id": 789,
        "subject": "Question about billing",
        "status": "OPENED",
        "last_update": "2026-01-21T14:30:00Z",
        "tags": [1, 5, 12],
        "recipients": [{ "id": 12345, "contact_id": 789, "kind": "cc", "conversation_id": 456 }],
        "agent_id": 42,
        "channel_id": 1,
        "snooze_until": "2026-01-22T09:00:00Z",
        "cursor": "cur_1234567890"
    }"#,
    Recipient = r#"{ "id": 12345, "contact_id": 789, "kind": "cc", "conversation_id": 456 }"#,
    RecipientKind = r#""cc""#,
    ConversationStatus = r#""OPENED""#,
    ConversationOrder = r#""priority""#,
    BulkStatus = r#""OPENED""#,
    ConversationUpdate = r#"{
        "status": "OPENED",
        "agent_id": 42,
        "subject": "Question about billing",
        "contact_id": 789
    }"#,
    BulkUpdate = r#"{ "ids": [123], "status": "OPENED" }"#,
    BulkUpdated = r#"{
        "conversations": [
            {
                "id": 12345,
                "contact_id": 789,
                "subject": "Question about billing",
                "status": "OPENED",
                "last_update": "2026-01-21T14:30:00Z",
                "tags": [1, 5, 12],
                "recipients": [
                    { "id": 12345, "contact_id": 789, "kind": "cc", "conversation_id": 456 }
                ],
                "agent_id": 42,
                "channel_id": 1,
                "snooze_until": "2026-01-22T09:00:00Z",
                "cursor": "cur_1234567890"
            }
        ]
    }"#,
});

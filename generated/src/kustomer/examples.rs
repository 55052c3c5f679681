// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! Examples of the types, for tests of programs that use the client.

use super::types;
use crate::runtime::internal;

internal::examples!(types {
    ConversationChanges = r#"{ "status": "done" }"#,
    ConversationEntry = r#"{
        "id": "507f1f77bcf86cd799439031",
        "status": "done",
        "_clientRef": "crm-001"
    }"#,
    ConversationStatus = r#""done""#,
    Direction = r#""in""#,
    Snooze = r#"{ "time": "2024-01-01T12:00:00Z", "status": "scheduled" }"#,
    SnoozeStatus = r#""scheduled""#,
    SuggestedTag = r#"{ "tag": "tag", "confidence": 1.5 }"#,
    Sentiment = r#"{ "polarity": -1, "confidence": 1.5 }"#,
    Polarity = "-1",
    EndedByType = r#""user""#,
    BulkAnswer = r#"{
        "data": {
            "type": "bulk",
            "id": "507f1f77bcf86cd799439011",
            "attributes": { "status": "queued" }
        }
    }"#,
    BulkJob = r#"{
        "type": "bulk",
        "id": "507f1f77bcf86cd799439011",
        "attributes": { "status": "queued" }
    }"#,
    BulkJobAttributes = r#"{ "status": "queued" }"#,
    BulkStatus = r#""queued""#,
    BulkProgress = r#"{ "complete": 1, "total": 1 }"#,
    BulkBatches = r#"{
        "data": [
            {
                "type": "type",
                "id": "id",
                "attributes": {
                    "status": "queued",
                    "successCount": 1,
                    "failureCount": 1,
                    "objectIds": [],
                    "completedAt": "2024-01-01T12:00:00Z",
                    "errors": [],
                    "results": []
                }
            }
        ]
    }"#,
    BulkBatch = r#"{
        "type": "type",
        "id": "id",
        "attributes": {
            "status": "queued",
            "successCount": 1,
            "failureCount": 1,
            "objectIds": ["objectId"],
            "completedAt": "2024-01-01T12:00:00Z",
            "errors": ["error"],
            "results": [
                {
                    "_clientRef": "crm-001",
                    "objectId": "507f1f77bcf86cd799439031",
                    "status": "created",
                    "error": "duplicate detected"
                }
            ]
        }
    }"#,
    BulkBatchAttributes = r#"{
        "status": "queued",
        "successCount": 1,
        "failureCount": 1,
        "objectIds": ["objectId"],
        "completedAt": "2024-01-01T12:00:00Z",
        "errors": ["error"],
        "results": [
            {
                "_clientRef": "crm-001",
                "objectId": "507f1f77bcf86cd799439031",
                "status": "created",
                "error": "duplicate detected"
            }
        ]
    }"#,
    BulkBatchStatus = r#""queued""#,
    BulkResult = r#"{
        "_clientRef": "crm-001",
        "objectId": "507f1f77bcf86cd799439031",
        "status": "created",
        "error": "duplicate detected"
    }"#,
    BulkResultStatus = r#""created""#,
    Problems = r#"{
        "errors": [
            {
                "status": "status",
                "code": "bad_request",
                "message": "Invalid request body or parameters.",
                "title": "title",
                "detail": "detail",
                "source": { "pointer": "pointer", "parameter": "parameter" },
                "meta": {}
            }
        ]
    }"#,
    Problem = r#"{
        "status": "status",
        "code": "bad_request",
        "message": "Invalid request body or parameters.",
        "title": "title",
        "detail": "detail",
        "source": { "pointer": "pointer", "parameter": "parameter" },
        "meta": {}
    }"#,
    ProblemSource = r#"{ "pointer": "pointer", "parameter": "parameter" }"#,
});

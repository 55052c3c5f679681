//! The responses of the server, as the vendors' documents show them.

use serde_json::{Map, Value, json};

/// The JSON of a page of Fernand's conversations.
pub(crate) fn page(conversations: usize) -> String {
    let data: Vec<_> = (0..conversations).map(conversation).collect();
    json!({ "data": data, "cursor": "cur_1234567890" }).to_string()
}

/// The JSON of one of Fernand's conversations.
pub(crate) fn conversation(index: usize) -> Value {
    let id = 12_345 + index;
    let recipient = |kind, contact| json!({ "id": id, "contact_id": contact, "kind": kind, "conversation_id": id });
    json!({
        "id": id,
        "contact_id": 789,
        "subject": format!("Question about billing #{id}"),
        "status": (["OPENED", "CLOSED", "SPAM", "SNOOZED"][index % 4]),
        "last_update": "2026-01-21T14:30:00Z",
        "tags": [1, 5, 12],
        "recipients": [recipient("to", 789), recipient("cc", 790)],
        "agent_id": (if index.is_multiple_of(3) { Value::Null } else { 42.into() }),
        "channel_id": 1,
        "snooze_until": (if index % 4 == 3 { "2026-01-22T09:00:00Z".into() } else { Value::Null }),
        "cursor": format!("cur_{id}"),
    })
}

/// The JSON of one of Kustomer's jobs.
pub(crate) fn job(state: &str, complete: usize) -> String {
    let attributes = json!({ "status": state, "batches": { "complete": complete, "total": 1 } });
    json!({ "data": { "type": "bulk", "id": "507f1f77bcf86cd799439011", "attributes": attributes } }).to_string()
}

/// The JSON of the batches of one of Kustomer's jobs, each with 100 results.
pub(crate) fn batches(batches: usize) -> String {
    let data: Vec<_> = (0..batches).map(batch).collect();
    json!({ "data": data }).to_string()
}

fn batch(index: usize) -> Value {
    let ids: Vec<_> = (0..100)
        .map(|entry| kustomer_id(100 * index + entry))
        .collect();
    let result = |id: &String| json!({ "_clientRef": format!("crm-{id}"), "objectId": id, "status": "updated" });
    json!({
        "type": "bulk_batch",
        "id": format!("507f1f77bcf86cd7994{index:05}"),
        "attributes": {
            "status": "complete",
            "successCount": ids.len(),
            "failureCount": 0,
            "objectIds": ids,
            "completedAt": "2026-01-21T14:30:00Z",
            "errors": [],
            "results": ids.iter().map(result).collect::<Vec<_>>(),
        },
    })
}

/// The ID of one of Kustomer's conversations.
pub(crate) fn kustomer_id(index: usize) -> String {
    format!("507f1f77bcf86cd7{index:08x}")
}

/// The JSON of one of Bird's conversations: the first example of the document.
pub(crate) fn bird() -> String {
    let participant = |id, kind, name| {
        json!({
            "id": id, "type": kind, "status": "active", "displayName": name, "avatarUrl": "",
            "contact": {
                "identifierKey": "emailaddress",
                "identifierValue": "john.doe@bird.com",
                "platformAddress": "john.doe@bird.com",
            },
        })
    };
    let john = participant(
        "8f0b5377-2edc-4116-a8e8-6a475f245a04",
        "contact",
        "John Doe",
    );
    let key = participant(
        "68b80b8d-8060-42df-bda3-73505a8fdb84",
        "accessKey",
        "My first email key",
    );
    let unnamed = participant("3954d22c-96f7-4bc3-817b-67b4d903ed90", "contact", "");
    let attributes: Map<_, _> = [("my-attribute".to_owned(), json!("123"))]
        .into_iter()
        .collect();
    json!({
        "id": "907798f8-fd72-44d5-8042-fcc05c1bb570",
        "name": "new name",
        "description": "description",
        "status": "active",
        "visibility": "private",
        "accessibility": "invite-only",
        "featuredParticipants": [john, key, unnamed],
        "activeParticipantCount": 2,
        "pendingParticipantCount": 1,
        "initiatingParticipant": john,
        "channelId": "cb4b1ebc-34e6-5a7a-a375-f6f2f131d88f",
        "lastMessage": {
            "id": "d578f436-b3b7-49e6-95c2-24b77bb4e7ce",
            "type": "text",
            "preview": { "text": "Hey, listen!" },
            "recipients": [{
                "type": "to",
                "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
                "identifierKey": "emailaddress",
                "identifierValue": "john.doe@bird.com",
                "platformAddress": "john.doe@bird.com",
                "contactAnnotation": { "name": "John Doe" },
            }],
            "status": "delivered",
            "sender": key,
            "createdAt": "2024-11-29T13:22:22.875Z",
        },
        "createdAt": "2024-11-25T19:31:47.264Z",
        "updatedAt": "2024-11-29T15:37:20.534Z",
        "platformStyle": "email",
        "attributes": attributes,
    })
    .to_string()
}

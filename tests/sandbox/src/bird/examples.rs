//! Conversations with the fields of the two examples on Bird's page.

use serde_json::{Map, Value, json};
use uuid::{Uuid, uuid};

/// The workspace of the first example.
pub(crate) const WORKSPACE: Uuid = uuid!("a1405560-c8d3-4b1a-877d-3f449ad95352");
/// The conversation of the first example.
pub(crate) const FIRST: Uuid = uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570");
/// The conversation of the second example.
pub(crate) const SECOND: Uuid = uuid!("299227f5-1c61-4341-ad50-efed5c048998");

/// Returns the fields of a conversation by its index. The two examples alternate.
pub(crate) fn conversation(index: usize) -> Map<String, Value> {
    let value = if index.is_multiple_of(2) {
        email()
    } else {
        direct()
    };
    match value {
        Value::Object(fields) => fields,
        _ => unreachable!("both examples are objects"),
    }
}

/// Returns the first example, before its update.
fn email() -> Value {
    let john = json!({
        "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
        "type": "contact",
        "status": "active",
        "displayName": "John Doe",
        "avatarUrl": "",
        "contact": {
            "identifierKey": "emailaddress",
            "identifierValue": "john.doe@bird.com",
            "platformAddress": "john.doe@bird.com",
        },
    });
    let key = json!({
        "id": "68b80b8d-8060-42df-bda3-73505a8fdb84",
        "type": "accessKey",
        "status": "active",
        "displayName": "My first email key",
        "avatarUrl": "",
    });
    let unnamed = json!({
        "id": "3954d22c-96f7-4bc3-817b-67b4d903ed90",
        "type": "contact",
        "status": "active",
        "displayName": "",
        "avatarUrl": "",
        "contact": {
            "identifierKey": "emailaddress",
            "identifierValue": "john.doe@bird.com",
            "platformAddress": "john.doe@bird.com",
        },
    });
    json!({
        "name": "old name",
        "description": null,
        "status": "active",
        "visibility": "public",
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
        "updatedAt": "2024-11-25T19:31:47.264Z",
        "platformStyle": "email",
        "attributes": {},
    })
}

/// Returns the second example, before its update.
fn direct() -> Value {
    let john = json!({
        "id": "cb22b001-6226-4d7c-acdd-7414b2bcdbaf",
        "displayName": "John Doe",
        "avatarUrl": "https://example.bird.com/avatar-url",
        "contact": {
            "identifierKey": "emailaddress",
            "identifierValue": "example@bird.com",
            "platformAddress": "example@bird.com",
            "platformAddressSelector": "attributes.workEmail",
        },
        "type": "user",
        "status": "active",
    });
    json!({
        "name": null,
        "description": "Refund request ticket",
        "status": "active",
        "visibility": "public",
        "accessibility": "open",
        "style": "default",
        "featuredParticipants": [john],
        "initiatingParticipant": john,
        "activeParticipantCount": 2,
        "pendingParticipantCount": 1,
        "channelId": "ab651378-579a-4491-abe6-eec97d4c0fa3",
        "lastMessage": {
            "id": "69e97125-ddd4-4042-9d58-8350e806e1de",
            "type": "text",
            "preview": {
                "text": "Thank you for reaching out, could you please inform your account number?",
            },
            "status": "accepted",
            "sender": john,
            "recipients": [{
                "id": "cb22b001-6226-4d7c-acdd-7414b2bcdbaf",
                "type": "to",
                "identifierKey": "emailaddress",
                "identifierValue": "example@bird.com",
                "platformAddress": "text",
                "platformAddressSelector": "attributes.workEmail",
                "contactAnnotation": { "name": "John Doe" },
            }],
            "draft": true,
            "createdAt": "2024-01-01T00:00:00.123Z",
        },
        "lastMessageIncomingAt": "2025-05-29T04:47:41.008Z",
        "lastMessageOutgoingAt": "2025-05-29T04:47:41.008Z",
        "createdAt": "2024-01-01T00:00:00.123Z",
        "updatedAt": "2024-01-01T00:00:00.123Z",
        "platformStyle": "direct",
        "summary": "Re: Your refund request",
        "referral": {
            "sourceUrl": "https://instagram.com/p/EXAMPLEID",
            "sourceId": "120211000000000000",
            "sourceType": "AD",
            "mediaUrl": "https://cdninstagram.com/v/example",
            "mediaType": "IMAGE",
            "caption": "Introducing Dream Summer Days Daily SPF, your go-to sunscreen for safeguarding \
                        your skin's glow under the sun's embrace.",
            "title": "Dream Summer Days Daily SPF",
            "text": "Crafted with broad-spectrum SPF 50+ protection, Dream Summer Days Daily SPF offers \
                     reliable defense against both UVA and UVB rays",
            "username": "DreamCosmetics",
            "timestamp": "2024-11-28T12:00:00.000Z",
        },
        "likelySpam": true,
        "likelySpamReason": "advertisement",
        "resource": {
            "type": "task",
            "id": "123e4567-e89b-12d3-a456-426614174000",
        },
    })
}

// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! Examples of the types, for tests of programs that use the client.

use super::types;
use crate::runtime::internal;

internal::examples!(types {
    ConversationUpdate = r#"{
        "name": "new name",
        "description": "description",
        "visibility": "private",
        "attributes": { "my-attribute": "123" }
    }"#,
    Conversation = r#"{
        "id": "907798f8-fd72-44d5-8042-fcc05c1bb570",
        "name": "new name",
        "description": "description",
        "status": "active",
        "visibility": "private",
        "accessibility": "invite-only",
        "featuredParticipants": [
            {
                "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
                "type": "contact",
                "status": "active",
                "displayName": "John Doe",
                "avatarUrl": "",
                "contact": {
                    "identifierKey": "emailaddress",
                    "identifierValue": "john.doe@bird.com",
                    "platformAddress": "john.doe@bird.com"
                }
            },
            {
                "id": "68b80b8d-8060-42df-bda3-73505a8fdb84",
                "type": "accessKey",
                "status": "active",
                "displayName": "My first email key",
                "avatarUrl": ""
            },
            {
                "id": "3954d22c-96f7-4bc3-817b-67b4d903ed90",
                "type": "contact",
                "status": "active",
                "displayName": "",
                "avatarUrl": "",
                "contact": {
                    "identifierKey": "emailaddress",
                    "identifierValue": "john.doe@bird.com",
                    "platformAddress": "john.doe@bird.com"
                }
            }
        ],
        "activeParticipantCount": 2,
        "pendingParticipantCount": 1,
        "initiatingParticipant": {
            "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
            "type": "contact",
            "status": "active",
            "displayName": "John Doe",
            "avatarUrl": "",
            "contact": {
                "identifierKey": "emailaddress",
                "identifierValue": "john.doe@bird.com",
                "platformAddress": "john.doe@bird.com"
            }
        },
        "channelId": "cb4b1ebc-34e6-5a7a-a375-f6f2f131d88f",
        "lastMessage": {
            "id": "d578f436-b3b7-49e6-95c2-24b77bb4e7ce",
            "type": "text",
            "preview": { "text": "Hey, listen!" },
            "recipients": [
                {
                    "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
                    "type": "to",
                    "identifierKey": "emailaddress",
                    "identifierValue": "john.doe@bird.com",
                    "platformAddress": "john.doe@bird.com",
                    "contactAnnotation": { "name": "John Doe" }
                }
            ],
            "status": "delivered",
            "sender": {
                "id": "68b80b8d-8060-42df-bda3-73505a8fdb84",
                "type": "accessKey",
                "status": "active",
                "displayName": "My first email key",
                "avatarUrl": ""
            },
            "createdAt": "2024-11-29T13:22:22.875Z"
        },
        "createdAt": "2024-11-25T19:31:47.264Z",
        "updatedAt": "2024-11-29T15:37:20.534Z",
        "platformStyle": "email",
        "attributes": { "my-attribute": "123" }
    }"#,
    ConversationStatus = r#""active""#,
    ConversationVisibility = r#""public""#,
    ConversationAccessibility = r#""open""#,
    ConversationStyle = r#""default""#,
    PlatformStyle = r#""direct""#,
    Participant = r#"{
        "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
        "type": "contact",
        "status": "active",
        "displayName": "John Doe",
        "avatarUrl": "",
        "contact": {
            "identifierKey": "emailaddress",
            "identifierValue": "john.doe@bird.com",
            "platformAddress": "john.doe@bird.com"
        }
    }"#,
    ParticipantType = r#""user""#,
    ParticipantStatus = r#""active""#,
    ContactIdentifier = r#"{
        "identifierKey": "emailaddress",
        "identifierValue": "john.doe@bird.com",
        "platformAddress": "john.doe@bird.com"
    }"#,
    LastMessage = r#"{
        "id": "d578f436-b3b7-49e6-95c2-24b77bb4e7ce",
        "type": "text",
        "preview": { "text": "Hey, listen!" },
        "recipients": [
            {
                "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
                "type": "to",
                "identifierKey": "emailaddress",
                "identifierValue": "john.doe@bird.com",
                "platformAddress": "john.doe@bird.com",
                "contactAnnotation": { "name": "John Doe" }
            }
        ],
        "status": "delivered",
        "sender": {
            "id": "68b80b8d-8060-42df-bda3-73505a8fdb84",
            "type": "accessKey",
            "status": "active",
            "displayName": "My first email key",
            "avatarUrl": ""
        },
        "createdAt": "2024-11-29T13:22:22.875Z"
    }"#,
    MessageType = r#""text""#,
    MessageStatus = r#""accepted""#,
    MessagePreview = r#"{ "text": "Hey, listen!" }"#,
    MessageRecipient = r#"{
        "id": "8f0b5377-2edc-4116-a8e8-6a475f245a04",
        "type": "to",
        "identifierKey": "emailaddress",
        "identifierValue": "john.doe@bird.com",
        "platformAddress": "john.doe@bird.com",
        "contactAnnotation": { "name": "John Doe" }
    }"#,
    RecipientType = r#""to""#,
    ContactAnnotation = r#"{ "name": "John Doe" }"#,
    Referral = r#"{
        "sourceUrl": "https://instagram.com/p/EXAMPLEID",
        "sourceId": "120211000000000000",
        "sourceType": "AD",
        "mediaUrl": "https://cdninstagram.com/v/example",
        "mediaType": "IMAGE",
        "caption": "caption",
        "title": "Dream Summer Days Daily SPF",
        "text": "text",
        "username": "DreamCosmetics",
        "timestamp": "2024-11-28T12:00:00Z"
    }"#,
    ResourceReference = r#"{ "type": "task", "id": "123e4567-e89b-12d3-a456-426614174000" }"#,
    Problem = r#"{ "code": "code", "message": "message", "details": "details" }"#,
});

// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! The commands of a program for Bird conversations.

use super::operations;
use crate::runtime::cli::{
    Argument, Arguments, Body, CliOperation, Command, Group, Record, UsageError, Value,
};

/// The commands of the document.
pub const GROUP: Group = Group {
    name: "bird",
    about: "Bird conversations",
    api: <super::Bird as crate::runtime::ApiDocument>::API,
    credentials: &[
        "An access key for the workspace.",
        "A JSON Web Token, an alternative to the access key.",
    ],
    commands: &[UPDATE_CONVERSATION],
};

const UPDATE_CONVERSATION: Command = Command::call::<
    operations::UpdateConversation,
>("update-conversation")
    .about(
        "Update a conversation.",
        "Updates the given properties of a conversation and leaves the others as they are.",
    )
    .arguments(
        &[
            Argument::path("workspace-id", "workspace_id", Value::Text)
                .help("ID of the workspace."),
            Argument::path("conversation-id", "conversation_id", Value::Text)
                .help("ID of the conversation."),
            Argument::property("name", "name", Value::Text)
                .nullable()
                .help(
                    "Name of the conversation, in an email channel the subject of the email; null clears it.",
                ),
            Argument::property("description", "description", Value::Text)
                .nullable()
                .help("Description of the conversation; null clears it."),
            Argument::property("status", "status", Value::Choice(&["active", "closed"]))
                .open()
                .help(
                    "New status. Sending messages in closed conversations results in an error.",
                ),
            Argument::property(
                    "visibility",
                    "visibility",
                    Value::Choice(&["public", "private"]),
                )
                .open()
                .help("Whether the conversation is public or private."),
            Argument::property(
                    "accessibility",
                    "accessibility",
                    Value::Choice(&["open", "invite-only", "request-to-join"]),
                )
                .open()
                .help("How new participants can join the conversation."),
            Argument::property("attributes", "attributes", Value::Json)
                .help("Attributes of your own, by name."),
            Argument::property("resource", "resource", Value::Json)
                .help("The resource that the conversation belongs to."),
        ],
    )
    .body(Body::Json { is_required: true })
    .fields(
        &[
            "id",
            "name",
            "description",
            "status",
            "visibility",
            "accessibility",
            "style",
            "featuredParticipants",
            "activeParticipantCount",
            "pendingParticipantCount",
            "initiatingParticipant",
            "channelId",
            "lastMessage",
            "lastMessageIncomingAt",
            "lastMessageOutgoingAt",
            "createdAt",
            "updatedAt",
            "platformStyle",
            "attributes",
            "summary",
            "referral",
            "likelySpam",
            "likelySpamReason",
            "resource",
        ],
    )
    .open_values();

impl CliOperation for operations::UpdateConversation {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            workspace_id: arguments.parameter("workspace_id")?,
            conversation_id: arguments.parameter("conversation_id")?,
            body: arguments.body()?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

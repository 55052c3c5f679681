// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! The commands of a program for Kustomer conversations.

use super::operations;
use crate::runtime::cli::{
    Argument, Arguments, Body, CliOperation, Command, Group, Record, UsageError, Value,
};

/// The commands of the document.
pub const GROUP: Group = Group {
    name: "kustomer",
    about: "Kustomer conversations",
    api: <super::Kustomer as crate::runtime::ApiDocument>::API,
    credentials: &[
        "An API key of the organization, with the roles that the operations require.",
    ],
    commands: &[
        UPDATE_CONVERSATIONS,
        UPDATE_EACH_CONVERSATION,
        GET_BULK,
        LIST_BULK_BATCHES,
    ],
};

const UPDATE_CONVERSATIONS: Command = Command::batches::<
    operations::UpdateConversations,
>("update-conversations")
    .about(
        "Update conversations, all in the same way.",
        "Accepts a job that makes one set of changes to at most 100 conversations.\n\nRequires the role `org.permission.conversation.update`, or the legacy role `org.user.conversation.write`.",
    )
    .arguments(
        &[
            Argument::entries("ids", "id", Value::Text)
                .help(
                    "IDs of the conversations that get the same changes, at most 100. None comes twice.",
                ),
            Argument::property("id", "id", Value::Text)
                .help(
                    "ID of the conversation. It has no use where the conversations are named apart.",
                ),
            Argument::property("external-id", "externalId", Value::Text)
                .help("ID of the conversation in another system."),
            Argument::property("name", "name", Value::Text)
                .help("Name of the conversation."),
            Argument::property("direction", "direction", Value::Choice(&["in", "out"]))
                .help("Direction of the conversation."),
            Argument::property("priority", "priority", Value::Integer)
                .help("Priority of the conversation."),
            Argument::property("satisfaction", "satisfaction", Value::Number)
                .help("Satisfaction rating of the conversation."),
            Argument::property(
                    "status",
                    "status",
                    Value::Choice(&["open", "snoozed", "done"]),
                )
                .help("New status."),
            Argument::property("reply-channel", "replyChannel", Value::Text)
                .help("Channel through which replies are sent."),
            Argument::property("sub-status", "subStatus", Value::Text)
                .help("Status within the status."),
            Argument::property("snooze", "snooze", Value::Json)
                .help("The snooze, for the status `snoozed`."),
            Argument::property("tags", "tags", Value::List(&Value::Text))
                .help(
                    "Tags of the conversation. They replace all tags that the conversation has.",
                ),
            Argument::property("suggested-tags", "suggestedTags", Value::Json)
                .help("Tags that were suggested for the conversation."),
            Argument::property("sentiment", "sentiment", Value::Json)
                .help("Sentiment of the conversation."),
            Argument::property(
                    "assigned-users",
                    "assignedUsers",
                    Value::List(&Value::Text),
                )
                .help("IDs of the users that the conversation is assigned to."),
            Argument::property(
                    "assigned-teams",
                    "assignedTeams",
                    Value::List(&Value::Text),
                )
                .help("IDs of the teams that the conversation is assigned to."),
            Argument::property("custom", "custom", Value::Json)
                .help(
                    "Custom attributes by name. A name ends in the type of its value: `Num`, `At`, `Str`, `Txt`, `Bool` or `Url`.",
                ),
            Argument::property("deleted", "deleted", Value::Bool)
                .help("Whether the conversation is deleted."),
            Argument::property("ended", "ended", Value::Bool)
                .help("Whether the conversation has ended."),
            Argument::property("ended-at", "endedAt", Value::DateTime)
                .help("When the conversation ended."),
            Argument::property("ended-reason", "endedReason", Value::Text)
                .help("Why the conversation ended."),
            Argument::property("ended-by", "endedBy", Value::Text)
                .help(
                    "Who ended the conversation, a user or a customer by `endedByType`.",
                ),
            Argument::property(
                    "ended-by-type",
                    "endedByType",
                    Value::Choice(&["user", "customer"]),
                )
                .help("What `endedBy` is."),
            Argument::property("locked", "locked", Value::Bool)
                .help("Whether the conversation is locked."),
            Argument::property("rev", "rev", Value::Integer)
                .help("Revision of the conversation that the changes are based on."),
            Argument::property("default-lang", "defaultLang", Value::Text)
                .help("Default language of the conversation."),
            Argument::property("queue", "queue", Value::Json)
                .help("The routing queue of the conversation, as a JSON object."),
        ],
    )
    .body(Body::Json { is_required: true })
    .fields(&["_clientRef", "objectId", "status", "error"])
    .confirm(&[&[("deleted", "true")]]);

impl CliOperation for operations::UpdateConversations {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            ids: Default::default(),
            body: arguments.body()?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

const UPDATE_EACH_CONVERSATION: Command = Command::batches::<
    operations::UpdateEachConversation,
>("update-each-conversation")
    .about(
        "Update conversations, each in its own way.",
        "Accepts a job that updates at most 100 conversations, each with the changes of its entry. Give every entry a `_clientRef`, or none: it comes back with the entry's result.\n\nRequires the role `org.permission.conversation.update`, or the legacy role `org.user.conversation.write`.",
    )
    .arguments(&[Argument::entries("entries", "id", Value::Json)])
    .fields(&["_clientRef", "objectId", "status", "error"]);

impl CliOperation for operations::UpdateEachConversation {
    fn from_arguments(_: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self { body: Default::default() })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

const GET_BULK: Command = Command::call::<operations::GetBulk>("get-bulk")
    .about(
        "Retrieve a bulk job.",
        "Tells the status of a bulk job and how many of its batches are complete.\n\nRequires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.",
    )
    .arguments(
        &[
            Argument::path("id", "id", Value::Text)
                .min_length(1)
                .help(
                    "ID of the job, from the answer to the bulk request. At least 1 character.",
                ),
        ],
    )
    .fields(&["data"]);

impl CliOperation for operations::GetBulk {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            id: arguments.parameter("id")?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

const LIST_BULK_BATCHES: Command = Command::call::<
    operations::ListBulkBatches,
>("list-bulk-batches")
    .about(
        "List the batches of a bulk job.",
        "Lists the batches that a bulk job was split into, with what became of each record.\n\nRequires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.",
    )
    .arguments(
        &[
            Argument::path("id", "id", Value::Text)
                .min_length(1)
                .help(
                    "ID of the job, from the answer to the bulk request. At least 1 character.",
                ),
        ],
    )
    .fields(&["data"]);

impl CliOperation for operations::ListBulkBatches {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            id: arguments.parameter("id")?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

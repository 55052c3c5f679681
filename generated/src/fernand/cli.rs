// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! The commands of a program for Fernand conversations.

use super::operations;
use crate::runtime::cli::{
    Argument, Arguments, Body, CliOperation, Command, Group, Record, UsageError, Value,
};

/// The commands of the document.
pub const GROUP: Group = Group {
    name: "fernand",
    about: "Fernand conversations",
    api: <super::Fernand as crate::runtime::ApiDocument>::API,
    credentials: &[
        "The account's secret key (`sk_…`), managed in the Fernand dashboard.",
    ],
    commands: &[LIST_CONVERSATIONS, UPDATE_CONVERSATION, BULK_UPDATE_CONVERSATIONS],
};

const LIST_CONVERSATIONS: Command = Command::pages::<
    operations::ListConversations,
>("list-conversations")
    .about(
        "List conversations.",
        "Retrieves one page of the organization's conversations. They can be filtered by status, agent assignment, tags and full-text search, and ordered by priority, date or longest wait. Each page carries the cursor of the next.",
    )
    .arguments(
        &[
            Argument::parameter("limit", "limit", Value::Integer)
                .minimum(3)
                .maximum(250)
                .help(
                    "Maximum number of conversations to return in a page. 3 to 250; default `25`.",
                ),
            Argument::parameter("q", "q", Value::Text)
                .help(
                    "Search query. Filters by status, agent and tags, and searches for keywords:\n- `status:opened`: by status (opened, closed, spam, snoozed)\n- `assigned:jared@piedpiper.com`: by the agent's email\n- `unassigned:true`: only conversations that are assigned to nobody\n- `tag:urgent`: by tag\n- `keyword search`: full-text search in the conversations' content",
                ),
            Argument::parameter("cursor", "cursor", Value::Text)
                .help(
                    "Pagination cursor from the previous page, to fetch the one after it.",
                ),
            Argument::parameter(
                    "order",
                    "order",
                    Value::Choice(&["priority", "oldest", "newest", "longest"]),
                )
                .help("Sort order of the conversations. Default `priority`."),
        ],
    )
    .fields(
        &[
            "id",
            "contact_id",
            "subject",
            "status",
            "last_update",
            "tags",
            "recipients",
            "agent_id",
            "channel_id",
            "snooze_until",
            "cursor",
        ],
    );

impl CliOperation for operations::ListConversations {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            limit: arguments.parameter("limit")?,
            q: arguments.parameter("q")?,
            cursor: arguments.parameter("cursor")?,
            order: arguments.parameter("order")?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

const UPDATE_CONVERSATION: Command = Command::call::<
    operations::UpdateConversation,
>("update-conversation")
    .about(
        "Update a conversation.",
        "Updates the given properties of one conversation and leaves the others as they are. Changes of status and assignments of agents trigger automated workflows and notifications.",
    )
    .arguments(
        &[
            Argument::path("id", "id", Value::Integer)
                .help("ID of the conversation to update."),
            Argument::property(
                    "status",
                    "status",
                    Value::Choice(&["OPENED", "CLOSED", "SPAM", "SNOOZED"]),
                )
                .open()
                .help("New status (requires the `conversation.status` permission)."),
            Argument::property("snooze-until", "snooze_until", Value::Text)
                .help(
                    "With the status `SNOOZED`, when the conversation reappears:\n- `5m`, `+30`: minutes from now\n- `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning\n- `one week`, `one month`: that long from now\n- an ISO 8601 timestamp: at that time",
                ),
            Argument::property("agent-id", "agent_id", Value::Integer)
                .nullable()
                .help(
                    "ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).",
                ),
            Argument::property("agent-email", "agent_email", Value::Text)
                .help(
                    "Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign` permission).",
                ),
            Argument::property("subject", "subject", Value::Text)
                .max_length(80)
                .help(
                    "New subject line (requires the `conversation.update` permission). At most 80 characters.",
                ),
            Argument::property("contact-id", "contact_id", Value::Integer)
                .help("ID of an existing recipient to make the primary contact."),
        ],
    )
    .body(Body::Json { is_required: true })
    .fields(
        &[
            "id",
            "contact_id",
            "subject",
            "status",
            "last_update",
            "tags",
            "recipients",
            "agent_id",
            "channel_id",
            "snooze_until",
            "cursor",
        ],
    )
    .open_values();

impl CliOperation for operations::UpdateConversation {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self {
            id: arguments.parameter("id")?,
            body: arguments.body()?,
        })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

const BULK_UPDATE_CONVERSATIONS: Command = Command::batches::<
    operations::BulkUpdateConversations,
>("bulk-update-conversations")
    .about(
        "Bulk update conversations.",
        "Updates several conversations in one request: changes their status, assigns an agent, adds and removes tags. Changes are applied atomically for each conversation, and only those that were updated are returned. A change of status to `SPAM` can also block the contact.",
    )
    .arguments(
        &[
            Argument::entries("ids", "id", Value::Integer)
                .list("ids")
                .help("IDs of the conversations to update."),
            Argument::property(
                    "status",
                    "status",
                    Value::Choice(&["OPENED", "CLOSED", "SPAM", "SNOOZED", "DELETE"]),
                )
                .help("New status. `DELETE` deletes the conversations permanently."),
            Argument::property("snooze-until", "snooze_until", Value::Text)
                .help(
                    "With the status `SNOOZED`, when the conversations reappear:\n- `5m`, `+30`: minutes from now\n- `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning\n- `one week`, `one month`: that long from now\n- an ISO 8601 timestamp: at that time",
                ),
            Argument::property("agent-id", "agent_id", Value::Integer)
                .nullable()
                .help("ID of the agent to assign; null unassigns."),
            Argument::property("agent-email", "agent_email", Value::Text)
                .help("Email of the agent to assign, an alternative to `agent_id`."),
            Argument::property("tag", "tag", Value::Text)
                .max_length(50)
                .help("Name of a tag to add. At most 50 characters."),
            Argument::property("untag", "untag", Value::Text)
                .help("Name of a tag to remove."),
            Argument::property("block", "block", Value::Bool)
                .help(
                    "With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).",
                ),
        ],
    )
    .body(Body::Json { is_required: true })
    .fields(
        &[
            "id",
            "contact_id",
            "subject",
            "status",
            "last_update",
            "tags",
            "recipients",
            "agent_id",
            "channel_id",
            "snooze_until",
            "cursor",
        ],
    )
    .confirm(
        &[&[("status", "\"DELETE\"")], &[("status", "\"SPAM\""), ("block", "true")]],
    );

impl CliOperation for operations::BulkUpdateConversations {
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError> {
        Ok(Self { body: arguments.body()? })
    }
    fn record(output: &Self::Output) -> Record {
        Record::json(output)
    }
}

//! The types that somebody writes by hand for the same requests and responses, with the same fields.

pub(crate) mod fernand {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize)]
    pub(crate) struct Page {
        pub(crate) data: Vec<Conversation>,
        pub(crate) cursor: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct BulkUpdated {
        pub(crate) conversations: Vec<Conversation>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Conversation {
        pub(crate) id: i64,
        pub(crate) contact_id: i64,
        pub(crate) subject: String,
        pub(crate) status: Status,
        pub(crate) last_update: DateTime<Utc>,
        pub(crate) tags: Vec<i32>,
        pub(crate) recipients: Vec<Recipient>,
        pub(crate) agent_id: Option<i64>,
        pub(crate) channel_id: Option<i64>,
        pub(crate) snooze_until: Option<DateTime<Utc>>,
        pub(crate) cursor: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Recipient {
        pub(crate) id: Option<i64>,
        pub(crate) contact_id: Option<i64>,
        pub(crate) kind: Option<RecipientKind>,
        pub(crate) conversation_id: Option<i64>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum RecipientKind {
        To,
        Cc,
        Bcc,
    }

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename_all = "UPPERCASE")]
    pub(crate) enum Status {
        Opened,
        Closed,
        Spam,
        Snoozed,
    }

    #[derive(Serialize)]
    pub(crate) struct Update<'a> {
        pub(crate) status: Status,
        pub(crate) subject: &'a str,
    }

    #[derive(Serialize)]
    pub(crate) struct BulkUpdate<'a> {
        pub(crate) ids: &'a [i64],
        pub(crate) status: Status,
    }
}

pub(crate) mod kustomer {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Serialize};
    use serde_json::{Map, Value};

    #[derive(Debug, Deserialize)]
    pub(crate) struct Answer {
        pub(crate) data: Job,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Job {
        #[serde(rename = "type")]
        pub(crate) kind: Option<String>,
        pub(crate) id: String,
        pub(crate) attributes: JobAttributes,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct JobAttributes {
        pub(crate) status: JobStatus,
        pub(crate) batches: Option<Progress>,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum JobStatus {
        Queued,
        Running,
        Complete,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Progress {
        pub(crate) complete: Option<i32>,
        pub(crate) total: Option<i32>,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Batches {
        pub(crate) data: Vec<Batch>,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Batch {
        #[serde(rename = "type")]
        pub(crate) kind: Option<String>,
        pub(crate) id: Option<String>,
        pub(crate) attributes: BatchAttributes,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct BatchAttributes {
        pub(crate) status: Option<BatchStatus>,
        pub(crate) success_count: Option<i32>,
        pub(crate) failure_count: Option<i32>,
        pub(crate) object_ids: Option<Vec<String>>,
        pub(crate) completed_at: Option<DateTime<Utc>>,
        pub(crate) errors: Option<Vec<Value>>,
        pub(crate) results: Option<Vec<Entry>>,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum BatchStatus {
        Queued,
        Scheduled,
        Complete,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Entry {
        #[serde(rename = "_clientRef")]
        pub(crate) client_ref: Option<String>,
        #[serde(rename = "objectId")]
        pub(crate) object_id: Option<String>,
        pub(crate) status: Option<EntryStatus>,
        pub(crate) error: Option<String>,
        #[serde(flatten)]
        pub(crate) other: Map<String, Value>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum EntryStatus {
        Created,
        Updated,
        Error,
    }

    #[derive(Serialize)]
    pub(crate) struct Changes {
        pub(crate) ended: bool,
    }
}

pub(crate) mod bird {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Serialize};
    use serde_json::{Map, Value};
    use uuid::Uuid;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Conversation {
        pub(crate) id: Uuid,
        pub(crate) name: Option<String>,
        pub(crate) description: Option<String>,
        pub(crate) status: ConversationStatus,
        pub(crate) visibility: Visibility,
        pub(crate) accessibility: Accessibility,
        pub(crate) style: Option<Style>,
        pub(crate) featured_participants: Option<Vec<Participant>>,
        pub(crate) active_participant_count: Option<i32>,
        pub(crate) pending_participant_count: Option<i32>,
        pub(crate) initiating_participant: Option<Participant>,
        pub(crate) channel_id: Option<Uuid>,
        pub(crate) last_message: Option<Message>,
        pub(crate) last_message_incoming_at: Option<DateTime<Utc>>,
        pub(crate) last_message_outgoing_at: Option<DateTime<Utc>>,
        pub(crate) created_at: Option<DateTime<Utc>>,
        pub(crate) updated_at: Option<DateTime<Utc>>,
        pub(crate) platform_style: Option<PlatformStyle>,
        pub(crate) attributes: Option<Map<String, Value>>,
        pub(crate) summary: Option<String>,
        pub(crate) referral: Option<Map<String, Value>>,
        pub(crate) likely_spam: Option<bool>,
        pub(crate) likely_spam_reason: Option<String>,
        pub(crate) resource: Option<Resource>,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Resource {
        #[serde(rename = "type")]
        pub(crate) kind: Option<String>,
        pub(crate) id: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum ConversationStatus {
        Active,
        Closed,
    }

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum Visibility {
        Public,
        Private,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub(crate) enum Accessibility {
        Open,
        Closed,
        InviteOnly,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum Style {
        Default,
        Threads,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum PlatformStyle {
        Direct,
        Email,
        Threads,
        Push,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Participant {
        pub(crate) id: Uuid,
        #[serde(rename = "type")]
        pub(crate) kind: ParticipantKind,
        pub(crate) status: Option<ParticipantStatus>,
        pub(crate) display_name: Option<String>,
        pub(crate) avatar_url: Option<String>,
        pub(crate) contact: Option<Contact>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) enum ParticipantKind {
        Contact,
        User,
        AccessKey,
        Bot,
        Flow,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum ParticipantStatus {
        Active,
        Pending,
        Removed,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Contact {
        pub(crate) identifier_key: Option<String>,
        pub(crate) identifier_value: Option<String>,
        pub(crate) platform_address: Option<String>,
        pub(crate) platform_address_selector: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Message {
        pub(crate) id: Uuid,
        #[serde(rename = "type")]
        pub(crate) kind: Option<MessageKind>,
        pub(crate) preview: Option<Preview>,
        pub(crate) recipients: Option<Vec<Recipient>>,
        pub(crate) status: Option<MessageStatus>,
        pub(crate) sender: Option<Participant>,
        pub(crate) draft: Option<bool>,
        pub(crate) created_at: Option<DateTime<Utc>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum MessageKind {
        Text,
        Html,
        Image,
        File,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Preview {
        pub(crate) text: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum MessageStatus {
        Accepted,
        Sent,
        Delivered,
        Failed,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Recipient {
        pub(crate) id: Option<Uuid>,
        #[serde(rename = "type")]
        pub(crate) kind: Option<RecipientKind>,
        pub(crate) identifier_key: Option<String>,
        pub(crate) identifier_value: Option<String>,
        pub(crate) platform_address: Option<String>,
        pub(crate) platform_address_selector: Option<String>,
        pub(crate) contact_annotation: Option<Annotation>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub(crate) enum RecipientKind {
        To,
        Cc,
        Bcc,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Annotation {
        pub(crate) name: Option<String>,
    }

    #[derive(Serialize)]
    pub(crate) struct Update<'a> {
        pub(crate) name: &'a str,
        pub(crate) visibility: Visibility,
    }
}

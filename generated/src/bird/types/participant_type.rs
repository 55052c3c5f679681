// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// What a participant is.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ParticipantType {
    /// An access key, that is, an integration.
    AccessKey,
    /// A user of the workspace, such as an agent.
    User,
    /// A contact, such as a customer.
    Contact,
    /// An automated flow.
    Flow,
    /// A bot.
    Bot,
    /// A connector.
    Connector,
    /// A channel.
    Channel,
    /// An automation of collaboration.
    CollaborationAutomation,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ParticipantType {}

internal::open_enum!(ParticipantType {
    AccessKey = "accessKey",
    User = "user",
    Contact = "contact",
    Flow = "flow",
    Bot = "bot",
    Connector = "connector",
    Channel = "channel",
    CollaborationAutomation = "collaborationAutomation",
});

// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use serde::{Deserialize, Serialize};

/// What led a contact to a conversation, such as an advertisement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Referral {
    /// URL of the source.
    #[serde(rename = "sourceUrl", skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// ID of the source on its platform.
    #[serde(rename = "sourceId", skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Type of the source.
    #[serde(rename = "sourceType", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// URL of the media that was shown.
    #[serde(rename = "mediaUrl", skip_serializing_if = "Option::is_none")]
    pub media_url: Option<String>,
    /// Type of the media that was shown.
    #[serde(rename = "mediaType", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Caption of the media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Title of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Text of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Name of the account that published the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// When the contact was referred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<chrono::DateTime<chrono::Utc>>,
}

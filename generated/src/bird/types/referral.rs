// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// What led a contact to a conversation, such as an advertisement.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Referral {
    /// URL of the source.
    pub source_url: Option<String>,
    /// ID of the source on its platform.
    pub source_id: Option<String>,
    /// Type of the source.
    pub source_type: Option<String>,
    /// URL of the media that was shown.
    pub media_url: Option<String>,
    /// Type of the media that was shown.
    pub media_type: Option<String>,
    /// Caption of the media.
    pub caption: Option<String>,
    /// Title of the source.
    pub title: Option<String>,
    /// Text of the source.
    pub text: Option<String>,
    /// Name of the account that published the source.
    pub username: Option<String>,
    /// When the contact was referred.
    pub timestamp: Option<chrono::DateTime<chrono::Utc>>,
}

impl Eq for Referral {}

internal::object!(Referral {
    optional source_url = "sourceUrl",
    optional source_id = "sourceId",
    optional source_type = "sourceType",
    optional media_url = "mediaUrl",
    optional media_type = "mediaType",
    optional caption = "caption",
    optional title = "title",
    optional text = "text",
    optional username = "username",
    optional timestamp = "timestamp",
});

//! Cursors, which are positions in a listing that stay valid while conversations change.
//!
//! A cursor holds the version of the store at the first page of the listing, and the sort key of the last conversation
//! that was returned. The listing is sorted as of that version. In every order:
//!
//! - A conversation that existed at the first page, and still exists and matches the search when its position is
//!   reached, is returned exactly once, even if changes would have moved it.
//! - A conversation that was deleted or no longer matches is omitted. The positions of the others do not change.
//! - A conversation that was created later is not returned.
//!
//! Each conversation is returned in its current state. A cursor is valid only for its order and search. Any other
//! cursor is rejected (inferred: 422). The limit may differ between pages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::query::Order;

const PREFIX: &str = "cur_";

/// The sort key of a conversation in one order. Smaller keys are first, and no two keys are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SortKey {
    pub(crate) group: i64,
    pub(crate) seconds: i64,
    pub(crate) id: i64,
}

/// A position in a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) order: Order,
    /// The fingerprint of the search.
    pub(crate) search: u64,
    /// The version of the store that determines the order of the listing.
    pub(crate) version: u64,
    /// The sort key of the last conversation that was returned.
    pub(crate) after: SortKey,
}

impl Cursor {
    pub(crate) fn encode(&self) -> String {
        let SortKey { group, seconds, id } = self.after;
        let order = self.order.as_str();
        let plain = format!(
            "{order}.{:x}.{}.{group}.{seconds}.{id}",
            self.search, self.version
        );
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(plain))
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let plain = String::from_utf8(bytes).ok()?;
        let parts: Vec<_> = plain.split('.').collect();
        let &[order, search, version, group, seconds, id] = parts.as_slice() else {
            return None;
        };
        Some(Self {
            order: Order::from_name(order)?,
            search: u64::from_str_radix(search, 16).ok()?,
            version: version.parse().ok()?,
            after: SortKey {
                group: group.parse().ok()?,
                seconds: seconds.parse().ok()?,
                id: id.parse().ok()?,
            },
        })
    }
}

/// Returns the FNV-1a hash of a search.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

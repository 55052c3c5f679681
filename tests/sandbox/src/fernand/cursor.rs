//! Cursors: a place in a listing that stays right while conversations change.
//!
//! A cursor holds the state of the world by which the listing is sorted (its first page's), and the sort key of
//! the last conversation that was returned. So, in every order:
//!
//! - a conversation that was there when the first page was read, and is there and matches the search when its
//!   place is reached, comes exactly once, wherever its changes would move it by now;
//! - one that no longer matches, or is gone, is left out and shifts nothing;
//! - one that was created later does not come.
//!
//! What comes is the conversation as it is now. A cursor belongs to its order and search; with others it is
//! refused, as is one that is malformed (inferred: 422). The limit may change from page to page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::query::Order;

const PREFIX: &str = "cur_";

/// The sort key of a conversation in one order: smaller comes first, and no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) group: i64,
    pub(crate) seconds: i64,
    pub(crate) id: i64,
}

/// A place in a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) order: Order,
    /// The fingerprint of the search.
    pub(crate) search: u64,
    /// The version of the store by which the listing is sorted.
    pub(crate) version: u64,
    /// The last conversation that was returned.
    pub(crate) after: Rank,
}

impl Cursor {
    pub(crate) fn encode(&self) -> String {
        let Rank { group, seconds, id } = self.after;
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
            after: Rank {
                group: group.parse().ok()?,
                seconds: seconds.parse().ok()?,
                id: id.parse().ok()?,
            },
        })
    }
}

/// Returns a number that tells searches apart (FNV-1a).
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

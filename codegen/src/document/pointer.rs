use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// A JSON Pointer (RFC 6901): the way from a node to one below it, as keys and indices.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// Creates the pointer to the node itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads the `#/…` of a `$ref`, with `~0`, `~1` and percent-encoded characters. Returns `None` if the reference
    /// does not start with `#` or is not a pointer.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = fragment(reference)?;
        Some(Self(tokens(&fragment)?.map(Cow::into_owned).collect()))
    }

    /// Writes the pointer as the `#/…` of a `$ref`.
    pub fn to_reference(&self) -> String {
        format!("#{}", self.to_string().replace('%', "%25"))
    }

    /// Returns the pointer to a key or index below this one.
    #[must_use]
    pub fn join(&self, token: impl Into<String>) -> Self {
        let mut tokens = self.0.clone();
        tokens.push(token.into());
        Self(tokens)
    }

    /// Returns the pointer to what holds this one, and the last key or index.
    pub fn split_last(&self) -> Option<(Self, &str)> {
        let (last, parent) = self.0.split_last()?;
        Some((Self(parent.to_vec()), last))
    }

    /// Returns the keys and indices, outermost first.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.0.iter().map(String::as_str)
    }
}

impl<T: Into<String>> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self(tokens.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens()
            .try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

/// The part of a `$ref` after the `#`, decoded.
pub(super) fn fragment(reference: &str) -> Option<Cow<'_, str>> {
    let encoded = percent_decode_str(reference.strip_prefix('#')?);
    encoded.decode_utf8().ok()
}

pub(super) fn tokens(fragment: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let is_rooted = fragment.is_empty() || fragment.starts_with('/');
    is_rooted.then(|| fragment.split('/').skip(1).map(unescape))
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        token.replace("~1", "/").replace("~0", "~").into()
    } else {
        token.into()
    }
}

/// Reads an array index as RFC 6901 writes it: without sign or leading zeros.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || token.starts_with(|c: char| ('1'..='9').contains(&c));
    token.parse().ok().filter(|_| plain)
}

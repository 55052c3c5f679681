use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// A JSON Pointer (RFC 6901): the keys and indices that lead from a node to one of its descendants.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// Creates the empty pointer, which refers to the node itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses the `#/…` of a `$ref`, and decodes `~0`, `~1` and percent-encoded characters. Returns `None` if the
    /// reference does not start with `#` or is not a pointer.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = fragment(reference)?;
        Some(Self(tokens(&fragment)?.map(Cow::into_owned).collect()))
    }

    /// Returns the pointer as the `#/…` of a `$ref`.
    pub fn to_reference(&self) -> String {
        format!("#{}", self.to_string().replace('%', "%25"))
    }

    /// Returns the pointer with a key or index appended.
    #[must_use]
    pub fn join(&self, token: impl Into<String>) -> Self {
        let mut tokens = self.0.clone();
        tokens.push(token.into());
        Self(tokens)
    }

    /// Returns the pointer to the parent, and the last key or index. Returns `None` for the empty pointer.
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

/// Returns the part of a `$ref` after the `#`, percent-decoded.
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

/// Parses an array index of RFC 6901, which has no sign and no leading zeros.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || token.starts_with(|c: char| ('1'..='9').contains(&c));
    token.parse().ok().filter(|_| plain)
}

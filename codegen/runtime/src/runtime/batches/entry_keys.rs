/// The keys by which results may identify an entry.
#[derive(Clone, Debug, Default)]
pub struct EntryKeys {
    /// The ID of the entry.
    pub id: Option<String>,
    /// The keys, in order of precedence.
    pub keys: Vec<Option<String>>,
}

impl EntryKeys {
    /// Returns whether the entries differ in a key, so that a result with that key matches only one
    /// of them.
    pub(crate) fn differ_from(&self, other: &Self) -> bool {
        let mut pairs = self.keys.iter().zip(&other.keys);
        pairs.any(|pair| matches!(pair, (Some(own), Some(other)) if own != other))
    }
}

/// The keys by which results may identify an entry.
#[derive(Clone, Debug, Default)]
pub struct EntryKeys {
    /// The ID of the entry.
    pub id: Option<String>,
    /// The keys, in order of precedence.
    pub keys: Vec<Option<String>>,
}

impl EntryKeys {
    /// Returns whether results that contain a key of each entry tell the entries apart.
    pub(crate) fn differ_from(&self, other: &Self) -> bool {
        let mut pairs = self.keys.iter().zip(&other.keys);
        pairs.any(|pair| matches!(pair, (Some(own), Some(other)) if own != other))
    }
}

use std::fmt;

use super::ordered_json::OrderedJson;
use crate::runtime::errors::build::nearest;

/// The columns of the output: those that the user chose, or those that are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    chosen: Vec<String>,
    known: &'static [&'static str],
}

impl Columns {
    /// Creates the columns of records whose properties are `known`, in the order of the document. The
    /// list is empty if the properties are not known.
    pub(crate) fn known(known: &'static [&'static str]) -> Self {
        Self {
            chosen: Vec::new(),
            known,
        }
    }

    /// Chooses columns by paths such as `id` or `contact.email`. A path that occurs twice is one column.
    ///
    /// # Errors
    ///
    /// Returns an error if records have no property of the name, provided that their properties are
    /// known. Properties of properties are not.
    pub(crate) fn choose<'a>(
        mut self,
        paths: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, UnknownField> {
        for path in paths {
            let path = path.trim();
            if !self.is_known(path) {
                return Err(UnknownField {
                    path: path.to_owned(),
                    known: self.known,
                });
            }
            if !self.chosen.iter().any(|chosen| chosen == path) {
                self.chosen.push(path.to_owned());
            }
        }
        Ok(self)
    }

    /// Returns whether records may have a value at `path`.
    fn is_known(&self, path: &str) -> bool {
        let mut known = self.known.iter();
        let is_inside = |name: &str| {
            let rest = path.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        !path.is_empty() && (self.known.is_empty() || known.any(|name| is_inside(name)))
    }

    /// Returns the columns that the user chose, if any.
    pub(crate) fn chosen(&self) -> Option<&[String]> {
        (!self.chosen.is_empty()).then_some(&self.chosen)
    }

    /// Returns the columns that the user chose, or all that are known, or those of `record` if none is.
    pub(crate) fn of(&self, record: &OrderedJson) -> Vec<String> {
        if let Some(chosen) = self.chosen() {
            return chosen.to_vec();
        }
        match record {
            OrderedJson::Object(_) if !self.known.is_empty() => {
                self.known.iter().map(|name| (*name).to_owned()).collect()
            }
            OrderedJson::Object(properties) => {
                properties.iter().map(|(name, _)| name.clone()).collect()
            }
            _ => vec![VALUE.to_owned()],
        }
    }
}

/// The name of the only column of records that are no objects.
pub(crate) const VALUE: &str = "value";

/// Returns the value of a record in a column.
pub(crate) fn value_at<'a>(record: &'a OrderedJson, column: &str) -> Option<&'a OrderedJson> {
    match record {
        OrderedJson::Object(_) => record.at(column),
        value => (column == VALUE).then_some(value),
    }
}

/// The error of a column that records do not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownField {
    path: String,
    known: &'static [&'static str],
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str("a name in the list of fields is empty");
        }
        write!(f, "there is no field {:?}", self.path)?;
        let first = self.path.split('.').next().unwrap_or_default();
        if let Some(near) = nearest(first, self.known) {
            write!(f, "; did you mean {near:?}?")?;
        }
        write!(f, "; the fields are {}", self.known.join(", "))
    }
}

impl std::error::Error for UnknownField {}

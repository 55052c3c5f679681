use std::fmt;

use super::ordered_json::OrderedJson;
use crate::runtime::errors::build::nearest;

/// The columns of the output: those that the user chose, or those that are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    chosen: Vec<String>,
    known: Known,
}

/// The properties of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    names: &'static [&'static str],
    /// One of them that is an object, and the properties of this object.
    object: Option<(&'static str, &'static [&'static str])>,
}

impl Columns {
    /// Creates the columns of records whose properties are `known`, in the order of the document. The
    /// list is empty if the properties are not known.
    pub(crate) fn known(known: &'static [&'static str]) -> Self {
        Self {
            chosen: Vec::new(),
            known: Known {
                names: known,
                object: None,
            },
        }
    }

    /// Names the properties of a property, for the suggestion of an error.
    pub(crate) fn with_object(
        mut self,
        property: &'static str,
        names: &'static [&'static str],
    ) -> Self {
        self.known.object = Some((property, names));
        self
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
        let mut known = self.known.names.iter();
        let is_inside = |name: &str| {
            let rest = path.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        !path.is_empty() && (self.known.names.is_empty() || known.any(|name| is_inside(name)))
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
            OrderedJson::Object(_) if !self.known.names.is_empty() => self
                .known
                .names
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
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
    known: Known,
}

impl UnknownField {
    /// Returns the path that may be meant.
    fn suggestion(&self) -> Option<String> {
        let Known { names, object } = self.known;
        let (first, rest) = match self.path.split_once('.') {
            Some((first, rest)) => (first, format!(".{rest}")),
            None => (self.path.as_str(), String::new()),
        };
        let (property, inside) = object.unwrap_or(("", &[]));
        if inside.contains(&first) {
            return Some(format!("{property}.{first}{rest}"));
        }
        let near = nearest(first, names).map(str::to_owned);
        let near = near.or_else(|| Some(format!("{property}.{}", nearest(first, inside)?)));
        near.map(|near| near + &rest)
    }
}

impl fmt::Display for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str("a name in the list of fields is empty");
        }
        write!(f, "there is no field {:?}", self.path)?;
        if let Some(near) = self.suggestion() {
            write!(f, "; did you mean {near:?}?")?;
        }
        write!(f, "; the fields are {}", self.known.names.join(", "))
    }
}

impl std::error::Error for UnknownField {}

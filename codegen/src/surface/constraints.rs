//! Constraints in words, for documentation.

use super::markdown::code;
use crate::model::{Bound, Constraints};

impl Constraints {
    /// The constraints of the value in words, one string for each.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(range(
            self.min_length,
            self.max_length,
            ("character", "characters"),
        ));
        words.extend(
            self.pattern
                .as_ref()
                .map(|pattern| format!("must match {}", code(pattern))),
        );
        words.extend(bounds(self.minimum.as_ref(), self.maximum.as_ref()));
        words.extend(
            self.multiple_of
                .as_ref()
                .map(|step| format!("a multiple of {step}")),
        );
        words.extend(match (self.min_items, self.max_items) {
            (Some(1), None) => Some("not empty".to_owned()),
            (min, max) => range(min, max, ("item", "items")),
        });
        if self.unique_items {
            words.push("unique items".to_owned());
        }
        words.extend(range(
            self.min_properties,
            self.max_properties,
            ("property", "properties"),
        ));
        for (inner, what) in [(&self.items, "each item"), (&self.values, "each value")] {
            let inner = inner.as_ref().map(|inner| inner.in_words().join(", "));
            let inner = inner.filter(|inner| !inner.is_empty());
            words.extend(inner.map(|inner| format!("{what} {inner}")));
        }
        words
    }
}

fn range(min: Option<u64>, max: Option<u64>, what: (&str, &str)) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("at least {}", count(min, what))),
        (None, Some(max)) => Some(format!("at most {}", count(max, what))),
        (Some(min), Some(max)) if min == max => Some(format!("exactly {}", count(max, what))),
        (Some(min), Some(max)) => Some(format!("{min} to {}", count(max, what))),
    }
}

fn bounds(min: Option<&Bound>, max: Option<&Bound>) -> Vec<String> {
    let inclusive = |bound: &Bound| (!bound.exclusive).then(|| bound.value.clone());
    if let (Some(min), Some(max)) = (min.and_then(inclusive), max.and_then(inclusive)) {
        return vec![format!("{min} to {max}")];
    }
    let one = |bound: &Bound, exclusive, inclusive| {
        let relation = if bound.exclusive {
            exclusive
        } else {
            inclusive
        };
        format!("{relation} {}", bound.value)
    };
    let min = min.map(|bound| one(bound, "more than", "at least"));
    let max = max.map(|bound| one(bound, "less than", "at most"));
    min.into_iter().chain(max).collect()
}

/// A number with the singular or the plural of a noun.
fn count(n: u64, (one, many): (&str, &str)) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_read_as_words() {
        let constraints = Constraints {
            min_length: Some(1),
            max_length: Some(80),
            pattern: Some("^a".to_owned()),
            min_properties: Some(1),
            items: Some(Box::new(Constraints {
                max_length: Some(3),
                ..Constraints::default()
            })),
            ..Constraints::default()
        };
        assert_eq!(
            constraints.in_words(),
            [
                "1 to 80 characters",
                "must match `^a`",
                "at least 1 property",
                "each item at most 3 characters",
            ]
        );
    }
}

//! Names that are in use.

use std::collections::{HashMap, HashSet};

/// Names that are in use. They stay in use.
#[derive(Clone, Debug, Default)]
pub(crate) struct TakenNames {
    names: HashSet<String>,
    /// The last number that a name has got.
    numbers: HashMap<String, usize>,
}

impl TakenNames {
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Adds a name. Returns whether it was free.
    pub(crate) fn insert(&mut self, name: String) -> bool {
        self.names.insert(name)
    }

    /// Returns `name`, or the first of `name2`, `name3`, … that is free, and adds it.
    pub(crate) fn unique(&mut self, name: String) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        // The numbers up to the last one are in use.
        let mut number = self.numbers.get(&name).map_or(2, |last| last + 1);
        let mut candidate = format!("{name}{number}");
        while !self.names.insert(candidate.clone()) {
            number += 1;
            candidate = format!("{name}{number}");
        }
        self.numbers.insert(name, number);
        candidate
    }
}

impl<T: Into<String>> FromIterator<T> for TakenNames {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
            numbers: HashMap::new(),
        }
    }
}

impl Extend<String> for TakenNames {
    fn extend<I: IntoIterator<Item = String>>(&mut self, names: I) {
        self.names.extend(names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_the_first_free_number() {
        let mut taken = TakenNames::from_iter(["Item3"]);
        let names = [(); 4].map(|()| taken.unique("Item".to_owned()));
        assert_eq!(names, ["Item", "Item2", "Item4", "Item5"]);
        assert_eq!(taken.unique("Item4".to_owned()), "Item42");
    }

    #[test]
    fn many_equal_names_take_time_in_proportion() {
        let mut taken = TakenNames::default();
        let last = (0..200_000).map(|_| taken.unique("Item".to_owned())).last();
        assert_eq!(last.as_deref(), Some("Item200000"));
    }
}

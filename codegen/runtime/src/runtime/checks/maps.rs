//! Checks of the number of properties, and of the values of maps.

use std::collections::{BTreeMap, HashMap};

use super::check::Check;
use super::delegate::{delegate, delegate_container};
use super::quantities::too_few;

/// A type that contains a map or may contain one.
pub trait Members {
    /// The type of the values.
    type Member;
    /// Returns the keys and values, if the map is present.
    fn members(&self) -> Option<Vec<(&str, &Self::Member)>>;
}

impl<T, S> Members for HashMap<String, T, S> {
    type Member = T;
    fn members(&self) -> Option<Vec<(&str, &T)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

impl<T> Members for BTreeMap<String, T> {
    type Member = T;
    fn members(&self) -> Option<Vec<(&str, &T)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

impl Members for serde_json::Map<String, serde_json::Value> {
    type Member = serde_json::Value;
    fn members(&self) -> Option<Vec<(&str, &serde_json::Value)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

/// Returns the number of optional properties that are set.
pub fn present<const N: usize>(is_set: [bool; N]) -> usize {
    is_set.into_iter().filter(|is_set| *is_set).count()
}

/// A type that contains properties or may contain them. Of a struct, those that are sent count.
pub trait Properties {
    /// Returns the number of properties, if the value is present.
    fn properties(&self) -> Option<usize>;
}

impl<T, S> Properties for HashMap<String, T, S> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Properties for BTreeMap<String, T> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl Properties for serde_json::Map<String, serde_json::Value> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

delegate!(Properties, properties, usize);
delegate_container!(Members, members, Member, Vec<(&str, &Self::Member)>);

impl Check {
    /// Checks the minimum number of properties.
    pub fn min_properties(&mut self, name: &str, value: &impl Properties, min: usize) {
        if let Some(found) = value.properties().filter(|found| *found < min) {
            self.add_violation(name, too_few(&properties(found), min));
        }
    }

    /// Checks the maximum number of properties.
    pub fn max_properties(&mut self, name: &str, value: &impl Properties, max: usize) {
        if let Some(found) = value.properties().filter(|found| *found > max) {
            self.add_violation(
                name,
                format!("has {}; at most {max} are allowed", properties(found)),
            );
        }
    }

    /// Checks each value of a map with `constraints`, in which the value has an empty name. Values
    /// are checked in the order of their keys.
    pub fn each_value<M: Members>(
        &mut self,
        name: &str,
        map: &M,
        mut constraints: impl FnMut(&mut Self, &M::Member),
    ) {
        let Some(mut members) = map.members() else {
            return;
        };
        members.sort_by_key(|(key, _)| *key);
        self.at(name, |check| {
            for (key, value) in members {
                check.at(key, |check| constraints(check, value));
            }
        });
    }
}

fn properties(number: usize) -> String {
    match number {
        1 => "1 property".to_owned(),
        _ => format!("{number} properties"),
    }
}

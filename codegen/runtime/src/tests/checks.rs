use std::collections::{BTreeMap, HashMap};

use crate::runtime::Nullable;
use crate::runtime::internal::{Check, Validate};

fn broken(limits: impl FnOnce(&mut Check)) -> Vec<String> {
    let mut check = Check::default();
    limits(&mut check);
    check
        .into_violations()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn length_counts_characters_not_bytes() {
    assert!(broken(|check| check.max_length("subject", &"é".repeat(80), 80)).is_empty());
    assert_eq!(
        broken(|check| check.max_length("subject", &"é".repeat(93), 80)),
        ["`subject` has 93 characters; at most 80 are allowed"]
    );
    assert_eq!(
        broken(|check| check.min_length("tag", "x", 2)),
        ["`tag` has 1 character; at least 2 are needed"]
    );
}

#[test]
fn limits_look_through_what_holds_a_value() {
    let long = "long".to_owned();
    let broken = broken(|check| {
        check.max_length("a", &Some(&long), 3);
        check.max_length("b", &Some(Nullable::Value(long.clone())), 3);
        check.max_length("c", &Some(Nullable::<String>::Null), 0);
        check.max_length("d", &None::<String>, 0);
    });
    assert_eq!(broken.len(), 2, "{broken:?}");
}

#[test]
fn numbers_keep_to_their_bounds() {
    for (value, message) in [
        (2, Some("`limit` is 2; at least 3 is needed")),
        (3, None),
        (250, None),
        (251, Some("`limit` is 251; at most 250 is allowed")),
    ] {
        let found = broken(|check| {
            check.minimum("limit", &Some(value), 3);
            check.maximum("limit", &Some(value), 250);
        });
        assert_eq!(found, message.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn exclusive_bounds_exclude_themselves() {
    let found = broken(|check| {
        check.exclusive_minimum("a", &0.0, 0);
        check.exclusive_maximum("b", &1.0, 1);
        check.exclusive_minimum("c", &0.1, 0);
    });
    assert_eq!(
        found,
        [
            "`a` is 0; more than 0 is needed",
            "`b` is 1; less than 1 is needed"
        ]
    );
}

#[test]
fn great_integers_are_compared_exactly() {
    let found =
        broken(|check| check.maximum("n", &9_007_199_254_740_993_i64, 9_007_199_254_740_992_i64));
    assert_eq!(found.len(), 1);
}

#[test]
fn multiples_are_told_from_the_rest() {
    let found = broken(|check| {
        check.multiple_of("a", &10, 5);
        check.multiple_of("b", &11, 5);
        check.multiple_of("c", &0.3, 0.1);
    });
    assert_eq!(found, ["`b` is 11; a multiple of 5 is needed"]);
}

#[test]
fn arrays_keep_to_their_size_and_each_item_to_its_limits() {
    let found = broken(|check| {
        check.min_items("ids", &Vec::<i64>::new(), 1);
        check.max_items("ids", &vec![1, 2], 1);
        check.unique_items("ids", &vec![1, 2, 1]);
        check.each("tags", &Some(vec!["a", "long"]), |check, tag| {
            check.max_length("", tag, 3);
        });
    });
    assert_eq!(
        found,
        [
            "`ids` has 0 items; at least 1 is needed",
            "`ids` has 2 items; at most 1 are allowed",
            "`ids` has the same item at 0 and 2; each may come once",
            "`tags[1]` has 4 characters; at most 3 are allowed",
        ]
    );
}

#[test]
fn a_path_segment_that_leads_elsewhere_is_refused() {
    for value in ["", ".", ".."] {
        assert_eq!(
            broken(|check| check.path_segment("id", &value)).len(),
            1,
            "{value:?}"
        );
    }
    assert!(broken(|check| check.path_segment("id", &"...")).is_empty());
}

struct Snooze {
    time: &'static str,
}

impl Validate for Snooze {
    fn validate(&self, check: &mut Check) {
        check.max_length("time", self.time, 3);
    }
}

struct Entry {
    snooze: Option<Snooze>,
    by_day: BTreeMap<String, Snooze>,
}

impl Validate for Entry {
    fn validate(&self, check: &mut Check) {
        check.nested("snooze", &self.snooze);
        check.nested("by_day", &self.by_day);
    }
}

#[test]
fn a_violation_names_the_whole_path() {
    let bad = || Snooze { time: "long" };
    let entry = || Entry {
        snooze: Some(bad()),
        by_day: BTreeMap::from([("monday".into(), bad())]),
    };
    let found = broken(|check| check.nested("entries", &vec![entry()]));
    assert_eq!(
        found,
        [
            "`entries[0].snooze.time` has 4 characters; at most 3 are allowed",
            "`entries[0].by_day.monday.time` has 4 characters; at most 3 are allowed",
        ]
    );
}

#[test]
fn violations_in_a_map_come_in_the_order_of_its_keys() {
    let map: HashMap<_, _> = ["c", "a", "b"]
        .map(|key| (key.to_owned(), Snooze { time: "long" }))
        .into();
    let fields: Vec<_> = Check::of(&map)
        .iter()
        .map(|found| found.field().to_owned())
        .collect();
    assert_eq!(fields, ["a.time", "b.time", "c.time"]);
}

use std::collections::{BTreeMap, HashMap};

use serde_json::json;

use crate::runtime::Nullable;
use crate::runtime::internal::{Check, Number, Pattern, Properties, Validate, present, regex};

fn violations(constraints: impl FnOnce(&mut Check)) -> Vec<String> {
    let mut check = Check::default();
    constraints(&mut check);
    check
        .into_violations()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn length_counts_characters_not_bytes() {
    assert!(violations(|check| check.max_length("subject", &"é".repeat(80), 80)).is_empty());
    assert_eq!(
        violations(|check| check.max_length("subject", &"é".repeat(93), 80)),
        ["`subject` has 93 characters; at most 80 are allowed"]
    );
    assert_eq!(
        violations(|check| check.min_length("tag", "x", 2)),
        ["`tag` has 1 character; at least 2 are needed"]
    );
}

#[test]
fn a_header_that_cannot_be_sent_is_named_without_its_value() {
    let found = violations(|check| {
        check.header("X-Note", &"one\ntwo");
        check.header("X-Tags", &["one", "t\u{7f}o"]);
        check.header("X-Id", &"é\t1");
        check.header("X-Absent", &None::<String>);
    });
    let problem = "has a line break or another character that no header may have";
    let expected = ["X-Note", "X-Tags"].map(|name| format!("`{name}` {problem}"));
    assert_eq!(found, expected);
}

#[test]
fn constraints_apply_inside_references_options_and_nullable() {
    let long = "long".to_owned();
    let violations = violations(|check| {
        check.max_length("a", &Some(&long), 3);
        check.max_length("b", &Some(Nullable::Value(long.clone())), 3);
        check.max_length("c", &Some(Nullable::<String>::Null), 0);
        check.max_length("d", &None::<String>, 0);
    });
    assert_eq!(violations.len(), 2, "{violations:?}");
}

#[test]
fn minimum_and_maximum_are_inclusive() {
    for (value, message) in [
        (2, Some("`limit` is 2; at least 3 is needed")),
        (3, None),
        (250, None),
        (251, Some("`limit` is 251; at most 250 is allowed")),
    ] {
        let found = violations(|check| {
            check.minimum("limit", &Some(value), 3);
            check.maximum("limit", &Some(value), 250);
        });
        assert_eq!(found, message.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn numbers_are_finite() {
    let found = violations(|check| {
        check.finite("a", &1.5);
        check.finite("b", &Some(f64::NAN));
        check.finite("c", &Some(Nullable::Value(f32::INFINITY)));
        check.finite("d", &None::<f64>);
        check.minimum("e", &f64::NAN, 0);
    });
    let expected = [
        "`b` is NaN; a finite number is needed",
        "`c` is inf; a finite number is needed",
    ];
    assert_eq!(found, expected);
}

#[test]
fn exclusive_bounds_exclude_the_bound() {
    let found = violations(|check| {
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
fn large_integers_are_compared_exactly() {
    let found = violations(|check| {
        check.maximum("n", &9_007_199_254_740_993_i64, 9_007_199_254_740_992_i64);
    });
    assert_eq!(found.len(), 1);
}

#[test]
fn only_multiples_pass_multiple_of() {
    let found = violations(|check| {
        check.multiple_of("a", &10, 5);
        check.multiple_of("b", &11, 5);
        check.multiple_of("c", &0.3, 0.1);
    });
    assert_eq!(found, ["`b` is 11; a multiple of 5 is needed"]);
}

#[test]
fn array_sizes_and_items_are_checked() {
    let found = violations(|check| {
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
            "`ids` has equal items at 0 and 2; items must be unique",
            "`tags[1]` has 4 characters; at most 3 are allowed",
        ]
    );
}

#[test]
fn equal_items_are_found_with_and_without_hashes() {
    let problem = "has equal items at 1 and 3; items must be unique";
    let found = violations(|check| {
        check.unique_items("hashed", &["a", "b", "c", "b", "a"].to_vec());
        check.unique_items("different", &["a", "b"].to_vec());
        check.unique_inexact_items("compared", &[0.5, 1.5, 2.5, 1.5, 0.5].to_vec());
        check.unique_inexact_items("different", &[0.5, 1.5].to_vec());
    });
    assert_eq!(
        found,
        [
            format!("`hashed` {problem}"),
            format!("`compared` {problem}")
        ]
    );
}

#[test]
fn path_segments_that_change_the_path_are_violations() {
    for value in ["", ".", ".."] {
        assert_eq!(
            violations(|check| check.path_segment("id", &value)).len(),
            1,
            "{value:?}"
        );
    }
    assert!(violations(|check| check.path_segment("id", &"...")).is_empty());
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
fn a_violation_has_the_full_path() {
    let bad = || Snooze { time: "long" };
    let entry = || Entry {
        snooze: Some(bad()),
        by_day: BTreeMap::from([("monday".into(), bad())]),
    };
    let found = violations(|check| check.nested("entries", &vec![entry()]));
    assert_eq!(
        found,
        [
            "`entries[0].snooze.time` has 4 characters; at most 3 are allowed",
            "`entries[0].by_day.monday.time` has 4 characters; at most 3 are allowed",
        ]
    );
}

#[test]
fn violations_in_a_map_are_in_key_order() {
    let map: HashMap<_, _> = ["c", "a", "b"]
        .map(|key| (key.to_owned(), Snooze { time: "long" }))
        .into();
    let fields: Vec<_> = Check::of(&map)
        .iter()
        .map(|found| found.field().to_owned())
        .collect();
    assert_eq!(fields, ["a.time", "b.time", "c.time"]);
}

#[test]
fn map_values_are_checked_in_key_order() {
    let entries = [("b", 7), ("a", 1), ("c", 9)].map(|(key, value)| (key.to_owned(), value));
    let expected = [
        "`custom.b` is 7; at most 5 is allowed",
        "`custom.c` is 9; at most 5 is allowed",
    ];
    let (hashed, sorted) = (HashMap::from(entries.clone()), BTreeMap::from(entries));
    let found = violations(|check| {
        check.each_value("custom", &hashed, |check, value| {
            check.maximum("", value, 5);
        });
    });
    assert_eq!(found, expected);
    let sorted = Some(Nullable::Value(Box::new(sorted)));
    let found = violations(|check| {
        check.each_value("custom", &sorted, |check, value| {
            check.maximum("", value, 5);
        });
    });
    assert_eq!(found, expected);
}

#[test]
fn constraints_are_checked_at_any_depth() {
    let lists = BTreeMap::from([("rows".to_owned(), vec![vec![1, 2], vec![3, 40]])]);
    let found = violations(|check| {
        check.each_value("grid", &lists, |check, rows| {
            check.each("", rows, |check, row| {
                check.each("", row, |check, cell| check.maximum("", cell, 9));
            });
        });
    });
    assert_eq!(found, ["`grid.rows[1][1]` is 40; at most 9 is allowed"]);
}

#[test]
fn a_pattern_is_not_anchored() {
    let pattern = || regex!("^a+$");
    assert!(violations(|check| check.pattern("name", "aaa", pattern())).is_empty());
    assert!(violations(|check| check.pattern("name", &None::<String>, pattern())).is_empty());
    assert!(violations(|check| check.pattern("name", "xay", regex!("a"))).is_empty());
    assert_eq!(
        violations(|check| check.pattern("name", &Some("ab".to_owned()), pattern())),
        ["`name` is `ab`; it must match `^a+$`"]
    );
    let long = "x\n".repeat(100);
    let found = violations(|check| check.pattern("name", &long, pattern()));
    assert_eq!(
        found,
        [format!(
            "`name` is `{}…`; it must match `^a+$`",
            "x ".repeat(30)
        )]
    );
}

#[test]
fn an_unsupported_pattern_matches_every_text() {
    let pattern = Pattern::new("(?<=a)b");
    assert!(violations(|check| check.pattern("name", "c", &pattern)).is_empty());
}

#[test]
fn references_slices_and_maps_are_checked_like_what_they_contain() {
    let bad = Snooze { time: "long" };
    let map = BTreeMap::from([("a", 1), ("b", 2)].map(|(key, value)| (key.to_owned(), value)));
    let found = violations(|check| {
        check.nested("reference", &&bad);
        check.nested("references", &vec![&bad]);
        check.max_items("slice", &[1, 2].as_slice(), 1);
        check.max_properties("map", &map, 1);
        check.min_properties("map", &map, 2);
    });
    assert_eq!(
        found,
        [
            "`reference.time` has 4 characters; at most 3 are allowed",
            "`references[0].time` has 4 characters; at most 3 are allowed",
            "`slice` has 2 items; at most 1 are allowed",
            "`map` has 2 properties; at most 1 are allowed",
        ]
    );
}

#[test]
fn numbers_are_equal_by_value() {
    for (a, b, is_equal) in [
        (Number::Integer(1), Number::Integer(1), true),
        (Number::Integer(1), Number::Float(1.0), true),
        (Number::Integer(1), Number::Integer(2), false),
        (Number::Float(f64::NAN), Number::Float(f64::NAN), false),
    ] {
        assert_eq!(a == b, is_equal, "{a} and {b}");
    }
}

struct Update {
    status: Option<String>,
    tags: Vec<String>,
    rest: BTreeMap<String, String>,
}

impl Properties for Update {
    fn properties(&self) -> Option<usize> {
        Some(1 + present([self.status.is_some(), !self.tags.is_empty()]) + self.rest.len())
    }
}

#[test]
fn only_set_properties_of_a_struct_count() {
    let update = |status: Option<&str>, tags: &[&str], rest: &[&str]| Update {
        status: status.map(ToOwned::to_owned),
        tags: tags.iter().map(ToString::to_string).collect(),
        rest: rest
            .iter()
            .map(|key| (key.to_string(), String::new()))
            .collect(),
    };
    let check_update = |update: &Update| {
        violations(|check| {
            check.min_properties("", update, 2);
            check.max_properties("body", &Some(update), 3);
        })
    };
    assert!(check_update(&update(Some("done"), &["a"], &[])).is_empty());
    assert_eq!(
        check_update(&update(None, &[], &[])),
        ["the body has 1 property; at least 2 are needed"]
    );
    assert_eq!(
        check_update(&update(Some("done"), &[], &["x", "y"])),
        ["`body` has 4 properties; at most 3 are allowed"]
    );
}

#[test]
fn a_list_that_is_sent_as_one_text_is_read_as_the_same_items() {
    let separated = |items: &[&str], separator| {
        violations(|check| {
            let items: Vec<_> = items.iter().map(|item| (*item).to_owned()).collect();
            check.separated("ids", &items, separator);
        })
    };
    let cases: [(&[&str], char, &[&str]); 7] = [
        (&[], ',', &[]),
        (&["a", "b"], ',', &[]),
        (&["", "a"], ',', &[]),
        (
            &["a,b", "c|d"],
            '|',
            &["`ids[1]` contains `|`, which separates items"],
        ),
        (
            &["a,b"],
            ',',
            &["`ids[0]` contains `,`, which separates items"],
        ),
        (
            &[""],
            ',',
            &["`ids[0]` is empty, which would be read as no item"],
        ),
        (
            &["a b", " "],
            ' ',
            &[
                "`ids[0]` contains ` `, which separates items",
                "`ids[1]` contains ` `, which separates items",
            ],
        ),
    ];
    for (items, separator, expected) in cases {
        assert_eq!(separated(items, separator), expected, "{items:?}");
    }
    let numbers =
        |separator| violations(|check| check.separated("ids", &Some(vec![1.0, 2.5]), separator));
    assert_eq!(numbers(','), [""; 0]);
    assert_eq!(numbers('.').len(), 2);
}

#[test]
fn an_item_that_is_invalid_already_is_not_reported_as_empty() {
    let found = violations(|check| {
        let ids = vec![String::new()];
        check.each("ids", &ids, |check, id| check.min_length("", id, 1));
        check.separated("ids", &ids, ',');
    });
    assert_eq!(found, ["`ids[0]` has 0 characters; at least 1 is needed"]);
}

#[test]
fn a_list_of_pairs_is_read_as_the_same_items() {
    let repeated = |items: &[&str]| {
        let items: Vec<_> = items.iter().map(|item| (*item).to_owned()).collect();
        violations(|check| check.repeated("ids", &items))
    };
    assert_eq!(repeated(&[]), [""; 0]);
    assert_eq!(repeated(&["a,b"]), [""; 0]);
    assert_eq!(repeated(&["", "a"]), [""; 0]);
    assert_eq!(
        repeated(&[""]),
        ["`ids[0]` is empty, which would be read as no item"]
    );
    assert_eq!(
        violations(|check| check.repeated_value("ids", &json!([""]))),
        repeated(&[""])
    );
}

#[test]
fn a_batch_never_has_an_empty_entry_among_pairs() {
    let ids = vec!["a".to_owned(), String::new()];
    let mut check = Check::of_entries(&ids, vec![5, 6]);
    check.repeated("ids", &ids);
    let violations = check.into_violations();
    assert_eq!(
        violations[0].to_string(),
        "`ids[6]` is empty, which would be read as no item"
    );
}

#[test]
fn a_value_that_is_sent_as_one_text_is_read_as_the_same_value() {
    for (value, expected) in [
        (json!(null), vec![]),
        (json!("a,b"), vec![]),
        (json!(["a", "b"]), vec![]),
        (json!(["a", null]), vec![]),
        (
            json!(["a,b"]),
            vec!["`x[0]` contains `,`, which separates items"],
        ),
        (
            json!(["a", { "b": 1, "c": 2 }]),
            vec!["`x[1]` contains `,`, which separates items"],
        ),
        (
            json!([""]),
            vec!["`x[0]` is empty, which would be read as no item"],
        ),
        (json!({ "a": "", "b": 1.5, "c": null }), vec![]),
        (
            json!({ "a": "b,c", "d": "e" }),
            vec!["`x.a` contains `,`, which separates items"],
        ),
        (
            json!({ "a": [1, 2] }),
            vec!["`x.a` contains `,`, which separates items"],
        ),
        (
            json!({ "a,b": "c" }),
            vec!["`x` has a key with `,`, which separates items"],
        ),
    ] {
        let found = violations(|check| check.separated_value("x", &value, ','));
        assert_eq!(found, expected, "{value}");
    }
}

#[test]
fn a_violation_of_a_secret_says_what_is_expected_without_the_value() {
    let text = "Zebra".to_owned();
    let pattern = Pattern::new("^[a-z]+$");
    let found = violations(|check| {
        check.secret(|check| {
            check.pattern("a", &text, &pattern);
            check.min_length("b", &text, 8);
            check.min_length("c", &String::new(), 1);
            check.max_length("d", &Some(&text), 4);
            check.maximum("e", &7_654_321, 9);
            check.exclusive_minimum("f", &7_654_321.5, 8_000_000);
            check.multiple_of("g", &7_654_321, 5);
            check.finite("h", &f64::NAN);
            check.path_segment("i", &"..");
            check.each("j", &vec![text.clone()], |check, item| {
                check.pattern("", item, &pattern);
            });
        });
    });
    let expected = [
        "`a` has a value that is not allowed; it must match `^[a-z]+$`",
        "`b` must have at least 8 characters",
        "`c` must have at least 1 character",
        "`d` must have at most 4 characters",
        "`e` has a value that is not allowed; at most 9 is allowed",
        "`f` has a value that is not allowed; more than 8000000 is needed",
        "`g` has a value that is not allowed; a multiple of 5 is needed",
        "`h` has a value that is not allowed; a finite number is needed",
        "`i` has a value that would change the path",
        "`j[0]` has a value that is not allowed; it must match `^[a-z]+$`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn only_the_violations_of_secrets_leave_the_value_out() {
    let found = violations(|check| {
        check.maximum("a", &2, 1);
        check.secret(|check| {
            check.secret(|check| check.maximum("b", &2, 1));
            check.maximum("c", &2, 1);
        });
        check.maximum("d", &2, 1);
    });
    let expected = [
        "`a` is 2; at most 1 is allowed",
        "`b` has a value that is not allowed; at most 1 is allowed",
        "`c` has a value that is not allowed; at most 1 is allowed",
        "`d` is 2; at most 1 is allowed",
    ];
    assert_eq!(found, expected);
}

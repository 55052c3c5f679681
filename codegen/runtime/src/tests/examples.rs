//! The examples of types.

use crate::runtime::internal::example;

#[test]
fn an_example_is_read_from_json() {
    assert_eq!(example::<Vec<i64>>("[1, 2]"), [1, 2]);
}

#[test]
#[should_panic(expected = "the example of i64 cannot be read: invalid type: string")]
fn an_example_of_another_type_panics_with_the_name_of_the_type() {
    example::<i64>("\"one\"");
}

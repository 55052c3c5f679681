use std::collections::{BTreeMap, HashMap};

use super::check::{Check, Validate};
use crate::runtime::values::nullable::Nullable;

impl<T: Validate + ?Sized> Validate for &T {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, check: &mut Check) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn validate(&self, check: &mut Check) {
        self.as_option().validate(check);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Check) {
        for (index, item) in self.iter().enumerate() {
            check.nested(&format!("[{index}]"), item);
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Check) {
        for (key, value) in self {
            check.nested(key, value);
        }
    }
}

/// Goes by the order of the keys, so that the same value gives the same message.
impl<T: Validate, S> Validate for HashMap<String, T, S> {
    fn validate(&self, check: &mut Check) {
        self.iter()
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .for_each(|(key, value)| {
                check.nested(key, value);
            });
    }
}

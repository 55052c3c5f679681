//! Strict writes: what is sent keeps to the document's limits.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;
use syn::visit::{self, Visit};

use crate::api::{Api, Bound, Limits};
use crate::refine::Types;

/// The types that have limits, in themselves or in something that they hold.
pub(super) struct Limited(HashSet<String>);

impl Limited {
    pub(super) fn of(api: &Api, types: &Types) -> Self {
        let sent = || {
            api.schemas
                .iter()
                .filter(|(_, schema)| schema.usage.request)
        };
        let mut limited = Self(
            sent()
                .filter(|(_, schema)| {
                    schema
                        .properties()
                        .iter()
                        .any(|property| !property.limits.is_empty())
                })
                .map(|(name, _)| name.clone())
                .collect(),
        );
        loop {
            let before = limited.0.len();
            for (name, _) in sent() {
                let fields = types
                    .structs
                    .get(name)
                    .into_iter()
                    .flat_map(|item| item.fields.iter().map(|field| &field.value));
                let mut held = fields.chain(types.unions.get(name).into_iter().flatten());
                if held.any(|ty| limited.reaches(ty)) {
                    limited.0.insert(name.clone());
                }
            }
            if limited.0.len() == before {
                return limited;
            }
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether a value of type `ty` holds something that has limits.
    pub(super) fn reaches(&self, ty: &Type) -> bool {
        struct Names<'a>(&'a HashSet<String>, bool);
        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_path(&mut self, path: &'ast syn::Path) {
                let is_own = path.segments.len() == 1 || path.segments[0].ident == "types";
                let last = path.segments.last().filter(|_| is_own);
                self.1 |= last.is_some_and(|last| self.0.contains(&last.ident.to_string()));
                visit::visit_path(self, path);
            }
        }
        let mut names = Names(&self.0, false);
        names.visit_type(ty);
        names.1
    }
}

/// One statement a limit.
pub(super) fn checks(name: &str, value: &TokenStream, limits: &Limits) -> Vec<TokenStream> {
    let mut lines = Vec::new();
    let mut check = |method: &str, limit: TokenStream| {
        let method = quote::format_ident!("{method}");
        lines.push(quote!(check.#method(#name, #value, #limit);));
    };
    for (method, limit) in [
        ("min_length", limits.min_length),
        ("max_length", limits.max_length),
        ("min_items", limits.min_items),
        ("max_items", limits.max_items),
    ] {
        if let Some(limit) = limit {
            let limit = proc_macro2::Literal::u64_unsuffixed(limit);
            check(method, quote!(#limit));
        }
    }
    for (method, exclusive_method, bound) in [
        ("minimum", "exclusive_minimum", &limits.minimum),
        ("maximum", "exclusive_maximum", &limits.maximum),
    ] {
        if let Some(Bound {
            value: limit,
            exclusive,
        }) = bound
        {
            check(
                if *exclusive { exclusive_method } else { method },
                number(limit),
            );
        }
    }
    if let Some(step) = &limits.multiple_of {
        check("multiple_of", number(step));
    }
    if limits.unique_items {
        lines.push(quote!(check.unique_items(#name, #value);));
    }
    lines
}

/// A literal that has room for its value; without a suffix, an integer is an `i32`.
fn number(number: &serde_json::Number) -> TokenStream {
    let suffix = match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if i32::try_from(integer).is_err() => "_i64",
        (None, Some(_)) => "_u64",
        _ => "",
    };
    format!("{number}{suffix}")
        .parse()
        .expect("a JSON number is a Rust literal")
}

impl Limits {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Each limit as a reader is told of it.
    pub(super) fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        match (self.min_length, self.max_length) {
            (None, None) => {}
            (Some(min), None) => words.push(format!("at least {}", count(min, "character"))),
            (None, Some(max)) => words.push(format!("at most {}", count(max, "character"))),
            (Some(min), Some(max)) => words.push(format!("{min} to {}", count(max, "character"))),
        }
        match (&self.minimum, &self.maximum) {
            (
                Some(Bound {
                    value: min,
                    exclusive: false,
                }),
                Some(Bound {
                    value: max,
                    exclusive: false,
                }),
            ) => {
                words.push(format!("{min} to {max}"));
            }
            (min, max) => {
                if let Some(Bound { value, exclusive }) = min {
                    words.push(format!(
                        "{} {value}",
                        if *exclusive { "more than" } else { "at least" }
                    ));
                }
                if let Some(Bound { value, exclusive }) = max {
                    words.push(format!(
                        "{} {value}",
                        if *exclusive { "less than" } else { "at most" }
                    ));
                }
            }
        }
        if let Some(step) = &self.multiple_of {
            words.push(format!("a multiple of {step}"));
        }
        match (self.min_items, self.max_items) {
            (None, None) => {}
            (Some(1), None) => words.push("not empty".to_owned()),
            (Some(min), None) => words.push(format!("at least {}", count(min, "item"))),
            (None, Some(max)) => words.push(format!("at most {}", count(max, "item"))),
            (Some(min), Some(max)) => words.push(format!("{min} to {}", count(max, "item"))),
        }
        if self.unique_items {
            words.push("no item twice".to_owned());
        }
        words
    }
}

fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

//! Shorter paths: `::std::option::Option` is `Option` to a reader.

use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type};

/// Shortens what the prelude offers and drops leading `::` from crates.
pub(super) struct ShortPaths;

/// What progenitor spells out, by the part that is dropped.
const PRELUDE: &[&str] = &["option", "string", "vec", "boxed"];

impl VisitMut for ShortPaths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.segments.len() < 2 {
            path.leading_colon = None;
            return;
        }
        let segments: Vec<_> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let drop = match segments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["std", module, _] if PRELUDE.contains(&module) => 2,
            ["std", module, _, _] if PRELUDE.contains(&module) => 2,
            ["self", _] => 1,
            _ => 0,
        };
        if path.leading_colon.take().is_some() || drop > 0 {
            path.segments = path.segments.iter().skip(drop).cloned().collect();
        }
        drop_offset_module(path);
    }
}

/// `chrono::offset::Utc` is `chrono::Utc`.
fn drop_offset_module(path: &mut Path) {
    let offset = path
        .segments
        .iter()
        .position(|segment| segment.ident == "offset");
    if let Some(offset) = offset.filter(|at| *at == 1 && path.segments[0].ident == "chrono") {
        path.segments = path
            .segments
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != offset)
            .map(|(_, segment)| segment.clone())
            .collect();
    }
}

/// `T` as its readers write it.
pub(super) fn short(mut ty: Type) -> Type {
    ShortPaths.visit_type_mut(&mut ty);
    ty
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    #[test]
    fn types_read_as_a_person_writes_them() {
        let cases = [
            (
                "::std::option::Option<::std::string::String>",
                "Option<String>",
            ),
            ("::std::vec::Vec<self::Status>", "Vec<Status>"),
            (
                "::chrono::DateTime<::chrono::offset::Utc>",
                "chrono::DateTime<chrono::Utc>",
            ),
            ("::uuid::Uuid", "uuid::Uuid"),
            ("::std::boxed::Box<Tree>", "Box<Tree>"),
            (
                "::std::collections::BTreeMap<::std::string::String, i64>",
                "std::collections::BTreeMap<String, i64>",
            ),
        ];
        for (long, expected) in cases {
            let short = super::short(syn::parse_str(long).expect("a type"));
            let expected: syn::Type = syn::parse_str(expected).expect("a type");
            assert_eq!(
                short.to_token_stream().to_string(),
                expected.to_token_stream().to_string()
            );
        }
    }
}

use super::{Pair, pairs};
use crate::diff::documents::Document;

fn documents(texts: &[(&str, &str)]) -> Vec<Document> {
    let documents = texts.iter();
    documents
        .map(|(name, text)| Document::new((*name).to_owned(), Ok((*text).to_owned())))
        .collect()
}

fn described(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<String> {
    let (old, new) = (documents(old), documents(new));
    let described = pairs(&old, &new).into_iter().map(|pair| match pair {
        Pair::Both { old, new } => format!("{} = {}", old.name, new.name),
        Pair::Renamed { old, new } => format!("{} -> {}", old.name, new.name),
        Pair::Added(new) => format!("+ {}", new.name),
        Pair::Removed(old) => format!("- {}", old.name),
    });
    described.collect()
}

const PETS: &str = "openapi: 3.0.3\ninfo: { title: Pets }\npaths: { /pets: {} }\n";
const SHOP: &str = "openapi: 3.0.3\ntitle: something else entirely, with other lines\n";

#[test]
fn documents_are_paired_by_their_modules_in_order() {
    let old = [
        ("spec/b.yaml", PETS),
        ("spec/c.yaml", "c"),
        ("spec/a.json", "a"),
    ];
    let new = [
        ("spec/a.yaml", PETS),
        ("spec/d.yaml", "d"),
        ("spec/b.yaml", "b"),
    ];
    let expected = [
        "spec/a.json = spec/a.yaml",
        "spec/b.yaml = spec/b.yaml",
        "- spec/c.yaml",
        "+ spec/d.yaml",
    ];
    assert_eq!(described(&old, &new), expected);
}

#[test]
fn a_removed_and_an_added_document_with_like_contents_are_a_renamed_one() {
    let edited = PETS.replace("Pets", "Animals").replace('\n', "\r\n");
    let new = [
        ("spec/animals.yaml", edited.as_str()),
        ("spec/shop.yaml", SHOP),
    ];
    let expected = ["spec/pets.yaml -> spec/animals.yaml", "+ spec/shop.yaml"];
    assert_eq!(described(&[("spec/pets.yaml", PETS)], &new), expected);
}

#[test]
fn documents_that_are_like_several_others_are_not_paired() {
    let both = [("spec/a.yaml", PETS), ("spec/b.yaml", PETS)];
    let one = [("spec/c.yaml", PETS)];
    let expected = ["- spec/a.yaml", "- spec/b.yaml", "+ spec/c.yaml"];
    assert_eq!(described(&both, &one), expected);
    let expected = ["+ spec/a.yaml", "+ spec/b.yaml", "- spec/c.yaml"];
    assert_eq!(described(&one, &both), expected);
}

#[test]
fn documents_that_share_less_than_half_are_not_paired() {
    for text in [SHOP, "", "openapi: 3.0.3\n"] {
        let found = described(&[("spec/a.yaml", PETS)], &[("spec/b.yaml", text)]);
        assert_eq!(found, ["- spec/a.yaml", "+ spec/b.yaml"], "{text}");
    }
}

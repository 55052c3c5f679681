//! The findings of documents that are new, gone or renamed.

use super::compare::{CompareError, Comparison, Read, Rejected, Rejection, Version, read};
use super::contract::{Contract, Operation};
use super::findings;
use super::places::Places;
use super::{Finding, Kind, Level, Revision, RustChange, Side, Step};
use crate::document::{Document, Pointer};
use crate::generate;
use crate::module::module_name;

/// Returns the difference that a new document makes.
///
/// # Errors
///
/// Returns an error if the document cannot be read or is not an OpenAPI document.
pub fn added(new: &Version<'_>) -> Result<Comparison, CompareError> {
    let Read {
        document,
        rejection,
    } = read(new, Revision::New)?;
    let module = module_name(document.name());
    let item = RustChange::new(
        format!("module `{module}` and its feature"),
        "were added",
        Step::Minor,
    );
    let items = if rejection.is_some() {
        Vec::new()
    } else {
        vec![item]
    };
    let found = comparison(Finding {
        level: Level::Compatible,
        effect: "callers can use it".to_owned(),
        rust: findings::rust(items),
        ..finding(
            &document,
            Revision::New,
            Kind::DocumentAdded,
            "the document was added".to_owned(),
        )
    });
    Ok(Comparison {
        rust_skipped: rejection.map(|reason| Rejection::new(Rejected::New, reason)),
        ..found
    })
}

/// Returns the difference that the removal of a document makes.
///
/// # Errors
///
/// Returns an error if the document cannot be read or is not an OpenAPI document.
pub fn removed(old: &Version<'_>) -> Result<Comparison, CompareError> {
    let document = read(old, Revision::Old)?.document;
    let module = module_name(document.name());
    let item = RustChange::new(
        format!("module `{module}` and its feature"),
        "were removed",
        Step::Major,
    );
    Ok(comparison(Finding {
        level: Level::Breaking,
        effect: "callers no longer have it".to_owned(),
        rust: findings::rust(vec![item]),
        ..finding(
            &document,
            Revision::Old,
            Kind::DocumentRemoved,
            "the document was removed".to_owned(),
        )
    }))
}

/// Returns the finding of a document that has another name. The module, the feature and the variables that are named after the
/// document have other names too.
pub(super) fn renamed(old: &Document, new: &Document, crate_name: &str) -> Finding {
    let (from, to) = (module_name(old.name()), module_name(new.name()));
    let item = format!("module `{from}` and its feature");
    let mut items = vec![RustChange::new(
        item,
        format!("were renamed to `{to}`"),
        Step::Major,
    )];
    let variables = [(old, &from), (new, &to)].map(|(document, module)| {
        let surface = generate::surface(document, module, crate_name, true);
        surface.map_or_else(|_| Vec::new(), |surface| surface.environment())
    });
    let [before, after] = variables;
    for name in before.into_iter().filter(|name| !after.contains(name)) {
        let item = format!("environment variable `{name}`");
        items.push(RustChange {
            is_silent: true,
            ..RustChange::new(item, "is no longer read", Step::Major)
        });
    }
    let text = format!("the document was renamed from `{from}` to `{to}`");
    let places = Places::new(old);
    Finding {
        old_location: Some(findings::location(&places, old.root(), Revision::Old)),
        rust: findings::rust(items),
        ..finding(new, Revision::New, Kind::DocumentRenamed, text)
    }
}

/// The finding of a whole document without an effect on the wire.
fn finding(document: &Document, revision: Revision, kind: Kind, change: String) -> Finding {
    let module = module_name(document.name());
    let location = findings::location(&Places::new(document), document.root(), revision);
    let contract = Contract::of(document.root());
    let identity = [module.clone(), kind.as_str().to_owned(), change.clone()];
    Finding {
        kind,
        level: Level::Docs,
        side: Side::Structure,
        is_one_sided: true,
        document: module,
        operations: contract.operations.iter().map(Operation::label).collect(),
        pointer: Pointer::root(),
        old: None,
        new: None,
        subject: String::new(),
        change,
        is_predicate: false,
        effect: String::new(),
        rust: findings::rust(Vec::new()),
        old_location: (revision == Revision::Old).then(|| location.clone()),
        nearest: (revision == Revision::New).then(|| location.clone()),
        location,
        fingerprint: findings::fingerprint(&identity),
    }
}

fn comparison(finding: Finding) -> Comparison {
    Comparison {
        document: finding.document.clone(),
        rust: finding.rust.step,
        rust_skipped: None,
        findings: vec![finding],
    }
}

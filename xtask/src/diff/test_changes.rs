//! Changes that are written by hand, for tests of the formats.

use codegen::diff::{
    Comparison, Finding, FindingRust, Kind, Level, Location, Rejected, Rejection, Revision as Of,
    Side, Step,
};
use codegen::document::Pointer;
use semver::Version;

use super::changes::{Changes, DocumentChange, Status};
use super::git::Revision;
use super::version::Versions;

/// Text that would colour the terminal, reverse the line and start another line.
pub(super) const HOSTILE: &str = "\u{1b}[31ma\u{202e}b\u{9b}\r\nc\u{7}";

pub(super) fn finding(kind: Kind, level: Level, side: Side) -> Finding {
    Finding {
        kind,
        level,
        side,
        is_one_sided: true,
        document: "pets".to_owned(),
        operations: vec!["GET /pets".to_owned()],
        pointer: Pointer::root().join("components").join("a/b"),
        old: None,
        new: None,
        subject: "Pet".to_owned(),
        change: format!("`{kind}` happened"),
        is_predicate: false,
        effect: String::new(),
        rust: FindingRust::default(),
        location: Location {
            file: "spec/pets.yaml".to_owned(),
            line: 12,
            column: 7,
            revision: Of::New,
        },
        old_location: None,
        nearest: None,
        fingerprint: "3f9a".to_owned(),
    }
}

pub(super) fn document(rust: Step, findings: Vec<Finding>) -> DocumentChange {
    DocumentChange {
        comparison: Comparison {
            document: "pets".to_owned(),
            findings,
            rust,
            rust_skipped: None,
        },
        status: Status::Changed,
    }
}

/// A document that the generator rejects.
pub(super) fn rejected(rejected: Rejected, reason: &str) -> Rejection {
    let reason = reason.to_owned();
    Rejection { rejected, reason }
}

pub(super) fn changes(documents: Vec<DocumentChange>) -> Changes {
    Changes {
        documents,
        unchanged: 2,
        versions: versions("0.1.0", "0.1.0"),
        base: Some(Revision {
            commit: "1a2b3c4d5e".to_owned(),
            name: "the merge base with origin/main (1a2b3c4d)".to_owned(),
        }),
        ..Changes::default()
    }
}

pub(super) fn versions(base: &str, head: &str) -> Versions {
    Versions {
        base: Version::parse(base).ok(),
        head: Version::parse(head).ok(),
    }
}

/// Changes of each level, on each side, one of them with text that is harmful.
pub(super) fn mixed() -> Changes {
    let removed = Finding {
        subject: "ConversationStatus".to_owned(),
        change: "`snoozed` was removed".to_owned(),
        effect: "servers refuse requests with it".to_owned(),
        old: Some("snoozed".into()),
        operations: vec!["PUT /v1/conversations/bulk".to_owned()],
        location: Location {
            file: "spec/pets.yaml".to_owned(),
            line: 212,
            column: 19,
            revision: Of::Old,
        },
        old_location: Some(Location {
            file: "spec/pets.yaml".to_owned(),
            line: 212,
            column: 19,
            revision: Of::Old,
        }),
        rust: FindingRust {
            step: Step::Major,
            items: Vec::new(),
        },
        ..finding(Kind::EnumValueRemoved, Level::Breaking, Side::Request)
    };
    let renamed = Finding {
        subject: String::new(),
        change: "the schema `Conversation` was probably renamed to `Talk`".to_owned(),
        rust: FindingRust {
            step: Step::Major,
            items: Vec::new(),
        },
        ..finding(Kind::SchemaRenamed, Level::Docs, Side::Rust)
    };
    let pattern = Finding {
        subject: "Conversation.subject, which is a property with a very long name".to_owned(),
        change: "the pattern changed from `^[a-z]+$` to `^[a-z0-9]+$`".to_owned(),
        effect: "servers may refuse requests with a subject that the old pattern allowed, because no rule compares \
                 two patterns"
            .to_owned(),
        operations: (0..7).map(|it| format!("GET /tickets/{it}")).collect(),
        old: Some("^[a-z]+$".into()),
        new: Some("^[a-z0-9]+$".into()),
        ..finding(Kind::PatternChanged, Level::Warning, Side::Request)
    };
    let added = Finding {
        change: "`score` was added".to_owned(),
        rust: FindingRust {
            step: Step::Minor,
            items: Vec::new(),
        },
        ..finding(Kind::PropertyAdded, Level::Compatible, Side::Response)
    };
    let hostile = Finding {
        subject: HOSTILE.to_owned(),
        change: format!("{HOSTILE} was added"),
        effect: HOSTILE.to_owned(),
        operations: vec![format!("GET /{HOSTILE}")],
        new: Some(HOSTILE.into()),
        location: Location {
            file: format!("spec/{HOSTILE}.yaml"),
            line: 1,
            column: 1,
            revision: Of::New,
        },
        ..finding(Kind::PropertyAdded, Level::Compatible, Side::Response)
    };
    let wording = finding(Kind::WordingChanged, Level::Docs, Side::Structure);
    let extension = finding(
        Kind::UnknownExtensionChanged,
        Level::Warning,
        Side::Structure,
    );
    let version = finding(Kind::VersionChanged, Level::Docs, Side::Structure);
    let findings = vec![
        removed,
        pattern,
        extension,
        added,
        hostile,
        renamed,
        wording.clone(),
        version,
        wording,
    ];
    changes(vec![document(Step::Major, findings)])
}

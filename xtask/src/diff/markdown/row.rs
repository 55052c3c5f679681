//! The rows of the tables.

use codegen::diff::{Finding, Kind, Level, Revision, Side, Step};

use super::escape::{code, name, text};
use super::table::row;
use crate::diff::changes::Changes;
use crate::diff::cut::cut;
use crate::diff::git;
use crate::diff::links::Links;
use crate::diff::list::{MAX_LISTED, first, items_by_effect};
use crate::diff::verdict::FailOn;

/// The largest number of characters of a file's name.
const MAX_FILE: usize = 60;

/// What the rows need besides the findings.
pub(super) struct Rows<'a> {
    pub(super) changes: &'a Changes,
    pub(super) links: Option<&'a Links>,
}

impl Rows<'_> {
    /// Returns the row of a break: what breaks, for whom, and the line with the fingerprint that accepts it.
    pub(super) fn of_break(&self, finding: &Finding) -> String {
        let mut place = self.place(finding);
        if FailOn::Breaking.matches(finding) {
            let fingerprint = code(&finding.fingerprint);
            place = lines([&place, &format!("<sub>fingerprint {fingerprint}</sub>")]);
        }
        row([&what_breaks(finding), &affected(finding), &place])
    }

    pub(super) fn of_change(&self, finding: &Finding) -> String {
        let what = lines([&title(finding), &text(&finding.effect)]);
        row([&what, &affected(finding), &self.place(finding)])
    }

    /// Returns the row of an accepted change, with the reason instead of those whom it reaches.
    pub(super) fn of_accepted(&self, finding: &Finding) -> String {
        let entry = self.changes.acceptance(finding);
        let reason = entry.map_or("", |entry| &entry.reason);
        let reason: Vec<_> = reason.split_whitespace().collect();
        row([
            &what_breaks(finding),
            &text(&reason.join(" ")),
            &self.place(finding),
        ])
    }

    /// Returns the line of a finding, as a link if possible.
    fn place(&self, finding: &Finding) -> String {
        let location = &finding.location;
        let (revision, note) = match location.revision {
            Revision::Old => (&self.changes.base, " (old)"),
            Revision::New => (&self.changes.head, ""),
        };
        let file = location
            .file
            .strip_prefix("spec/")
            .unwrap_or(&location.file);
        let label = code(&format!("{}:{}", cut(file, MAX_FILE), location.line));
        let path = format!("{}{}", self.changes.prefix, location.file);
        let link = self.links.zip(revision.as_ref());
        let link = link.and_then(|(links, it)| links.line(&it.commit, &path, location.line));
        match link {
            Some(link) => format!("[{label}]({link}){note}"),
            None => format!("{label}{note}"),
        }
    }

    /// Returns the revision that was compared with.
    pub(super) fn base(&self) -> String {
        match &self.changes.base {
            Some(base) => format!("<sub>Compared with {}.</sub>\n", revision(base)),
            None => String::new(),
        }
    }
}

/// Returns the name of a revision with the start of its commit's ID.
fn revision(revision: &git::Revision) -> String {
    let (name, commit) = (&revision.name, git::short(&revision.commit));
    let name = name.strip_suffix(&format!(" ({commit})")).unwrap_or(name);
    // The name of a commit that was given by its ID repeats the ID.
    if name == revision.commit {
        code(commit)
    } else {
        format!("{} ({})", text(name), code(commit))
    }
}

/// Returns texts on a line each, without those that are empty.
fn lines<const N: usize>(texts: [&str; N]) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("<br>")
}

fn title(finding: &Finding) -> String {
    match name(&finding.subject).as_str() {
        "" => text(&finding.change),
        subject => format!("{subject}{}{}", finding.joint(), text(&finding.change)),
    }
}

/// Returns a break with its effects, the one that breaks callers first.
fn what_breaks(finding: &Finding) -> String {
    let (title, rust, effect) = (title(finding), rust(finding), text(&finding.effect));
    if finding.is_silent_in_rust() || finding.level < Level::Breaking {
        lines([&title, &rust, &effect])
    } else {
        lines([&title, &effect, &rust])
    }
}

/// Returns the items of the crate whose change breaks a program.
fn rust(finding: &Finding) -> String {
    if finding.rust.step < Step::Major && !finding.is_silent_in_rust() {
        return String::new();
    }
    let label = if finding.is_silent_in_rust() {
        "**Rust code compiles and behaves differently:**"
    } else if finding.kind == Kind::CrateChanged {
        // The title is the item.
        return String::new();
    } else {
        "Breaks Rust code:"
    };
    let [silent, breaking, _] = items_by_effect(finding);
    let items = [silent, breaking].concat();
    // The worst item is enough to decide, unless a compiler does not find the others.
    let number = if finding.is_silent_in_rust() {
        MAX_LISTED
    } else {
        1
    };
    let mut shown: Vec<_> = items.iter().take(number).map(|item| text(item)).collect();
    if shown.is_empty() {
        return String::new();
    }
    if items.len() > number {
        shown.push(format!("and {} more", items.len() - number));
    }
    format!("{label} {}", shown.join("; "))
}

/// Returns what the change reaches: requests or responses of operations, or programs that call them.
fn affected(finding: &Finding) -> String {
    let is_in_rust = finding.level < Level::Breaking && finding.rust.step == Step::Major;
    let (all, of) = match finding.side {
        _ if is_in_rust => ("Rust code", "Rust code that calls"),
        Side::Rust => ("Rust code", "Rust code that calls"),
        _ if !finding.is_one_sided => ("callers", "callers of"),
        Side::Request => ("requests", "requests of"),
        Side::Response => ("responses", "responses of"),
        Side::Payload => ("payloads", "payloads of"),
        Side::Structure => ("callers", "callers of"),
    };
    let operations = &finding.operations;
    if operations.is_empty() {
        return all.to_owned();
    }
    let (shown, others) = first(operations);
    let mut shown: Vec<_> = shown.iter().map(|it| code(it)).collect();
    if others == 0 {
        shown.insert(0, of.to_owned());
    } else {
        shown.insert(0, format!("{of} {} operations:", operations.len()));
        shown.push(format!("and {others} more"));
    }
    shown.join("<br>")
}

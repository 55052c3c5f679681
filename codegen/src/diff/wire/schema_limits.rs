//! Compares the limits of schemas. The crate checks them before it sends, and ignores them when it reads.

use std::cmp::Ordering;

use serde_json::Number;

use super::schema::PairComparison;
use super::verdicts::{LENIENT, REJECTED, SENT_BEFORE};
use crate::diff::change::Verdict;
use crate::diff::text::{quoted, shown};
use crate::diff::{Kind, Level};
use crate::document::Node;

/// A limit that is a count: its keyword, whether it is an upper limit, and the type that it applies to.
const COUNTS: &[(&str, bool, &str)] = &[
    ("maxLength", true, "string"),
    ("minLength", false, "string"),
    ("maxItems", true, "array"),
    ("minItems", false, "array"),
    ("maxProperties", true, "object"),
    ("minProperties", false, "object"),
];

const REFUSED: Verdict = (
    Level::Breaking,
    "the crate and servers reject requests that were valid before",
);

/// A bound of a number.
#[derive(Clone)]
struct Bound<'a> {
    node: &'a Node,
    number: Number,
    is_exclusive: bool,
}

impl<'a> PairComparison<'_, 'a> {
    pub(super) fn limits(&mut self) {
        for &(keyword, is_upper, kind) in COUNTS {
            if self.new.kind().is_none_or(|it| it == kind) {
                self.count(keyword, is_upper);
            }
        }
        if self
            .new
            .kind()
            .is_none_or(|it| matches!(it, "integer" | "number"))
        {
            self.bound(("minimum", "exclusiveMinimum"), false);
            self.bound(("maximum", "exclusiveMaximum"), true);
            self.multiple();
        }
        if self.new.kind().is_none_or(|it| it == "string") {
            self.pattern();
        }
        if self.new.kind().is_none_or(|it| it == "array") {
            self.unique_items();
        }
    }

    fn count(&mut self, keyword: &'static str, is_upper: bool) {
        let nodes = (
            tightest(self.old.all(keyword), is_upper),
            tightest(self.new.all(keyword), is_upper),
        );
        let numbers = (
            nodes.0.and_then(Node::as_number).cloned(),
            nodes.1.and_then(Node::as_number).cloned(),
        );
        let order = match &numbers {
            (Some(old), Some(new)) => Some(compare(old, new)),
            _ => None,
        };
        self.limit(keyword, nodes, order, is_upper);
    }

    fn bound(&mut self, (keyword, exclusive): (&'static str, &'static str), is_upper: bool) {
        let old = bound(
            &self.old.parts,
            keyword,
            exclusive,
            is_upper,
            self.old.kind(),
        );
        let new = bound(
            &self.new.parts,
            keyword,
            exclusive,
            is_upper,
            self.new.kind(),
        );
        let order = match (&old, &new) {
            (Some(old), Some(new)) => Some(compare_bounds(old, new, is_upper)),
            _ => None,
        };
        let nodes = (old.map(|it| it.node), new.map(|it| it.node));
        if order.is_some_and(Ordering::is_ne)
            && let (Some(before), Some(after)) = nodes
            && before.is_same(after)
        {
            let places = (self.old.first(exclusive), self.new.first(exclusive));
            return self.exclusion((keyword, after), places, (order, is_upper));
        }
        self.limit(keyword, nodes, order, is_upper);
    }

    /// Adds the change of a limit. `order` compares the old with the new one if there are both.
    fn limit(
        &mut self,
        keyword: &str,
        nodes: (Option<&'a Node>, Option<&'a Node>),
        order: Option<Ordering>,
        is_upper: bool,
    ) {
        let (kind, text) = match (nodes.0, nodes.1, order) {
            (None, None, _) | (_, _, Some(Ordering::Equal)) => return,
            (None, Some(new), _) => (
                Kind::LimitAdded,
                format!("`{keyword}: {}` was added", shown(new)),
            ),
            (Some(old), None, _) => (
                Kind::LimitRemoved,
                format!("`{keyword}: {}` was removed", shown(old)),
            ),
            (Some(old), Some(new), order) => {
                let is_tighter = (order == Some(Ordering::Greater)) == is_upper;
                let kind = if is_tighter {
                    Kind::LimitTightened
                } else {
                    Kind::LimitLoosened
                };
                let verb = if order == Some(Ordering::Greater) {
                    "lowered"
                } else {
                    "raised"
                };
                let (before, after) = (quoted(old), quoted(new));
                let text = format!("`{keyword}` was {verb} from {before} to {after}");
                (kind, text)
            }
        };
        let request = match kind {
            Kind::LimitAdded | Kind::LimitTightened => REFUSED,
            _ => SENT_BEFORE,
        };
        self.keyword(kind, nodes, text, request, LENIENT);
    }

    /// Adds the change of a bound that stays at its number and becomes exclusive or inclusive.
    fn exclusion(
        &mut self,
        (keyword, bound): (&str, &'a Node),
        (old, new): (Option<&'a Node>, Option<&'a Node>),
        (order, is_upper): (Option<Ordering>, bool),
    ) {
        let is_tighter = (order == Some(Ordering::Greater)) == is_upper;
        let (kind, word, request) = if is_tighter {
            (Kind::LimitTightened, "exclusive", REFUSED)
        } else {
            (Kind::LimitLoosened, "inclusive", SENT_BEFORE)
        };
        let text = format!("`{keyword}: {}` is now {word}", shown(bound));
        let nodes = (old, new.or(Some(bound)));
        self.keyword(kind, nodes, text, request, LENIENT);
    }

    fn multiple(&mut self) {
        let nodes = (self.old.first("multipleOf"), self.new.first("multipleOf"));
        let (kind, text) = match nodes {
            (None, None) => return,
            (None, Some(new)) => (
                Kind::MultipleOfAdded,
                format!("`multipleOf: {}` was added", shown(new)),
            ),
            (Some(old), None) => (
                Kind::MultipleOfRemoved,
                format!("`multipleOf: {}` was removed", shown(old)),
            ),
            (Some(old), Some(new)) => {
                let (Some(before), Some(after)) = (old.as_f64(), new.as_f64()) else {
                    return;
                };
                let quotient = before / after;
                if (quotient - 1.0).abs() < f64::EPSILON {
                    return;
                }
                let is_divisor = (quotient - quotient.round()).abs() < quotient.abs() * 1e-9;
                let kind = if is_divisor {
                    Kind::MultipleOfLoosened
                } else {
                    Kind::MultipleOfChanged
                };
                (
                    kind,
                    format!(
                        "`multipleOf` changed from {} to {}",
                        quoted(old),
                        quoted(new)
                    ),
                )
            }
        };
        let request = match kind {
            Kind::MultipleOfAdded | Kind::MultipleOfChanged => REJECTED,
            _ => SENT_BEFORE,
        };
        self.keyword(kind, nodes, text, request, LENIENT);
    }

    fn pattern(&mut self) {
        let old: Vec<_> = self.old.all("pattern").collect();
        let new: Vec<_> = self.new.all("pattern").collect();
        let is_in =
            |nodes: &[&Node], node: &Node| nodes.iter().any(|it| it.as_str() == node.as_str());
        let removed: Vec<_> = old.iter().filter(|it| !is_in(&new, it)).copied().collect();
        let added: Vec<_> = new.iter().filter(|it| !is_in(&old, it)).copied().collect();
        if let ([old], [new]) = (removed.as_slice(), added.as_slice()) {
            let text = format!("`pattern` changed from {} to {}", quoted(old), quoted(new));
            let unsure = (Level::Warning, "some requests may be rejected");
            self.keyword(
                Kind::PatternChanged,
                (Some(*old), Some(*new)),
                text,
                unsure,
                LENIENT,
            );
            return;
        }
        for node in removed {
            let text = format!("`pattern: {}` was removed", shown(node));
            self.keyword(
                Kind::PatternRemoved,
                (Some(node), None),
                text,
                SENT_BEFORE,
                LENIENT,
            );
        }
        for node in added {
            let text = format!("`pattern: {}` was added", shown(node));
            self.keyword(
                Kind::PatternAdded,
                (None, Some(node)),
                text,
                REJECTED,
                LENIENT,
            );
        }
    }

    fn unique_items(&mut self) {
        let nodes = (self.old.flag("uniqueItems"), self.new.flag("uniqueItems"));
        match nodes {
            (None, Some(_)) => {
                let text = "items must now be unique".to_owned();
                self.keyword(Kind::LimitAdded, nodes, text, REJECTED, LENIENT);
            }
            (Some(_), None) => {
                let text = "items need no longer be unique".to_owned();
                self.keyword(Kind::LimitRemoved, nodes, text, SENT_BEFORE, LENIENT);
            }
            _ => {}
        }
    }
}

/// Returns the limit that is hardest to satisfy. A lower limit of 0 is none.
fn tightest<'a>(nodes: impl Iterator<Item = &'a Node>, is_upper: bool) -> Option<&'a Node> {
    let nodes =
        nodes.filter(|node| node.as_number().is_some() && (is_upper || node.as_u64() != Some(0)));
    nodes.reduce(|best, next| {
        let order = match (best.as_number(), next.as_number()) {
            (Some(best), Some(next)) => compare(best, next),
            _ => Ordering::Equal,
        };
        let next_is_tighter = if is_upper {
            order == Ordering::Greater
        } else {
            order == Ordering::Less
        };
        if next_is_tighter { next } else { best }
    })
}

fn bound<'a>(
    parts: &[&'a Node],
    keyword: &str,
    exclusive: &str,
    is_upper: bool,
    kind: Option<&str>,
) -> Option<Bound<'a>> {
    let bounds = parts.iter().filter_map(|part| {
        let node = part.get(keyword)?;
        let is_exclusive = part.flag(exclusive);
        let bound = Bound {
            node,
            number: node.as_number()?.clone(),
            is_exclusive,
        };
        Some(if kind == Some("integer") {
            bound.inclusive(is_upper)
        } else {
            bound
        })
    });
    bounds.reduce(|best, next| {
        let order = compare_bounds(&best, &next, is_upper);
        let next_is_tighter = if is_upper {
            order == Ordering::Greater
        } else {
            order == Ordering::Less
        };
        if next_is_tighter { next } else { best }
    })
}

impl Bound<'_> {
    /// Returns the inclusive bound of integers with the same meaning.
    fn inclusive(mut self, is_upper: bool) -> Self {
        /// Up to this number, every integer is a double.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let fraction = self.number.as_f64().filter(|it| it.fract() != 0.0);
        if let Some(number) = fraction.filter(|it| it.abs() < EXACT) {
            let rounded = if is_upper {
                number.floor()
            } else {
                number.ceil()
            };
            #[expect(clippy::cast_possible_truncation, reason = "the number is small")]
            let whole = rounded as i64;
            self.number = whole.into();
            self.is_exclusive = false;
            return self;
        }
        let step = if is_upper { -1 } else { 1 };
        let moved = self
            .number
            .as_i64()
            .and_then(|number| number.checked_add(step));
        if let (true, Some(moved)) = (self.is_exclusive, moved) {
            self.number = moved.into();
            self.is_exclusive = false;
        }
        self
    }
}

fn compare(a: &Number, b: &Number) -> Ordering {
    let exact = |number: &Number| {
        let signed = number.as_i64().map(i128::from);
        signed.or_else(|| number.as_u64().map(i128::from))
    };
    if let (Some(a), Some(b)) = (exact(a), exact(b)) {
        return a.cmp(&b);
    }
    let (a, b) = (
        a.as_f64().unwrap_or(f64::NAN),
        b.as_f64().unwrap_or(f64::NAN),
    );
    a.partial_cmp(&b).unwrap_or(Ordering::Equal)
}

fn compare_bounds(a: &Bound<'_>, b: &Bound<'_>, is_upper: bool) -> Ordering {
    compare(&a.number, &b.number).then_with(|| {
        // An exclusive upper bound is lower than the inclusive one at the same number.
        let order = a.is_exclusive.cmp(&b.is_exclusive);
        if is_upper { order.reverse() } else { order }
    })
}

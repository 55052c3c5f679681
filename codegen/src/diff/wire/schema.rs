//! Compares a schema with its counterpart, one pair at a time.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::Comparer;
use super::references::{has_null_alternative, other_reference, reference_change};
use super::rest::UNJUDGED;
use super::schema_bases::OtherBases;
use super::verdicts::{READ_BEFORE, REJECTED, SENT_BEFORE, UNREADABLE, of_payload};
use crate::diff::change::{Change, Judgement, Verdict};
use crate::diff::places::NodeId;
use crate::diff::schema_view::{SchemaId, SchemaView};
use crate::diff::{Kind, Level, Side};
use crate::document::{Map, Node};

/// A schema of either document, in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    pub(super) direction: Direction,
    /// Where one schema took the place of another, although neither was renamed.
    pub(super) site: Option<Site>,
}

/// The index of a place of both documents at which one schema was replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Site(usize);

/// The nodes of each site. If an object was replaced there, also the change that says so.
#[derive(Default)]
pub(super) struct Sites<'a>(IndexMap<[NodeId; 2], SiteNodes<'a>, RandomState>);

struct SiteNodes<'a> {
    nodes: [&'a Node; 2],
    whole: Option<Change<'a>>,
}

impl<'a> Sites<'a> {
    pub(super) fn add(&mut self, nodes: [&'a Node; 2], whole: Option<Change<'a>>) -> Site {
        let id = nodes.map(NodeId::of);
        Site(self.0.insert_full(id, SiteNodes { nodes, whole }).0)
    }

    fn nodes(&self, site: Site) -> [&'a Node; 2] {
        self.0[site.0].nodes
    }

    /// Returns the nodes of a site at which one object was replaced by another.
    fn of_object(&self, site: Option<Site>) -> Option<[&'a Node; 2]> {
        self.replacement(site).map(|(nodes, _)| nodes)
    }

    /// Returns the nodes of a site at which one object was replaced by another, with the change that says so. The changes
    /// inside the object are consequences.
    pub(super) fn replacement(&self, site: Option<Site>) -> Option<([&'a Node; 2], &Change<'a>)> {
        let SiteNodes { nodes, whole } = &self.0[site?.0];
        Some((*nodes, whole.as_ref()?))
    }
}

/// The direction in which a value is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Direction {
    Request,
    Response,
    /// The payload of a webhook or callback, which a receiver reads.
    Payload,
    /// No operation uses the schema.
    Unused,
}

impl Direction {
    /// Returns the side of the contract, if an operation uses the schema.
    pub(super) fn side(self) -> Option<Side> {
        match self {
            Self::Request => Some(Side::Request),
            Self::Response => Some(Side::Response),
            Self::Payload => Some(Side::Payload),
            Self::Unused => None,
        }
    }

    /// Returns the judgement for this direction.
    pub(super) fn judge(
        self,
        request: Option<Verdict>,
        response: Option<Verdict>,
    ) -> Option<Judgement> {
        let (side, verdict) = match self {
            Self::Request => (Side::Request, request),
            Self::Response => (Side::Response, response),
            Self::Payload => (Side::Payload, response.map(of_payload)),
            Self::Unused => return None,
        };
        verdict.map(|(level, effect)| Judgement {
            side,
            level,
            effect,
        })
    }
}

/// The changes of a pair, and the pairs inside it.
pub(super) struct Compared<'a> {
    pub(super) changes: Vec<Change<'a>>,
    pub(super) children: Vec<Pair>,
}

/// A comparison of one pair.
pub(super) struct PairComparison<'c, 'a> {
    pub(super) comparer: &'c mut Comparer<'a>,
    pub(super) old: Rc<SchemaView<'a>>,
    pub(super) new: Rc<SchemaView<'a>>,
    pub(super) pair: Pair,
    /// The components that only one of the schemas extends.
    pub(super) bases: OtherBases<'a>,
    pub(super) compared: Compared<'a>,
}

impl<'a> Comparer<'a> {
    /// Compares the keywords of two schemas. The schemas inside them are pairs of their own.
    pub(super) fn compare_pair(&mut self, pair: Pair) -> Compared<'a> {
        let old = self.old.schemas.view(pair.old);
        let new = self.new.schemas.view(pair.new);
        let mut comparison = PairComparison {
            comparer: self,
            old,
            new,
            pair,
            bases: OtherBases::default(),
            compared: Compared {
                changes: Vec::new(),
                children: Vec::new(),
            },
        };
        comparison.find_other_bases();
        comparison.compare();
        comparison.report_other_bases();
        comparison.compared
    }

    /// Whether two schemas mean the same to callers. Schemas that contain themselves are taken as equal meanwhile.
    pub(super) fn is_alike(&mut self, pair: Pair) -> bool {
        /// A limit for the stack.
        const MAX_DEPTH: usize = 64;
        if let Some(known) = self.alike.get(&pair) {
            return *known;
        }
        if self.undecided.contains(&pair) {
            return true;
        }
        if self.undecided.len() >= MAX_DEPTH || self.nullability(pair, false).is_some() {
            return false;
        }
        if self.undecided.is_empty() {
            self.steps = 0;
        }
        self.undecided.insert(pair);
        let outer = self.trial.replace(super::Trial::default());
        let (alike, seen) = self.pairs_are_alike(pair);
        self.trial = outer;
        self.undecided.remove(&pair);
        if !alike {
            self.alike.insert(pair, false);
        } else if self.undecided.is_empty() {
            self.alike.extend(seen.into_iter().map(|pair| (pair, true)));
        }
        alike
    }

    /// Compares a pair and those inside it until there is a difference. Returns the pairs that were compared.
    fn pairs_are_alike(&mut self, pair: Pair) -> (bool, HashSet<Pair, RandomState>) {
        /// Larger schemas count as different, so that the search for counterparts stays linear.
        const MAX_STEPS: usize = 2_000;
        let mut seen: HashSet<Pair, RandomState> = HashSet::default();
        let mut queue = VecDeque::from([pair]);
        while let Some(next) = queue.pop_front() {
            if !seen.insert(next) || self.alike.get(&next) == Some(&true) {
                continue;
            }
            self.steps += 1;
            if self.steps > MAX_STEPS || self.alike.get(&next) == Some(&false) {
                return (false, seen);
            }
            let found = self.compare_pair(next);
            if found.changes.iter().any(Change::is_significant) {
                return (false, seen);
            }
            queue.extend(found.children);
        }
        (true, seen)
    }

    /// Returns the change if null is allowed in one of two schemas only.
    pub(super) fn nullability(&mut self, pair: Pair, is_optional: bool) -> Option<Change<'a>> {
        const ABSENT: Verdict = (
            Level::Warning,
            "the crate reads null as absent, but other callers may not",
        );
        let (old, new) = (
            self.old.schemas.view(pair.old),
            self.new.schemas.view(pair.new),
        );
        let nodes = (
            old.flag("nullable").or(old.node()),
            new.flag("nullable").or(new.node()),
        );
        let (kind, text, request, response) = match (old.is_nullable, new.is_nullable) {
            (false, true) => {
                let received = (Level::Breaking, "responses may contain null");
                let response = if is_optional { ABSENT } else { received };
                (
                    Kind::NullableAdded,
                    "null is now allowed",
                    SENT_BEFORE,
                    response,
                )
            }
            (true, false) => {
                let request = (Level::Breaking, "requests with null are rejected");
                (
                    Kind::NullableRemoved,
                    "null is no longer allowed",
                    request,
                    READ_BEFORE,
                )
            }
            _ => return None,
        };
        let change = if let Some([old, new]) = self.sites.of_object(pair.site) {
            Change::new(kind, Some(old), Some(new), text)
        } else {
            let holder = new.node().or(old.node());
            Change::new(kind, nodes.0, nodes.1, text).held_by(holder)
        };
        Some(change.with_all(pair.direction.judge(Some(request), Some(response))))
    }

    /// Returns the pair of the schemas that are at two nodes, with their site if one was replaced by the other.
    pub(super) fn pair_at(&mut self, old: &'a Node, new: &'a Node, direction: Direction) -> Pair {
        let pair = self.pair(&[old], &[new], direction);
        let is_set = self.old.schemas.view(pair.old).is_set_of_alternatives()
            || self.new.schemas.view(pair.new).is_set_of_alternatives();
        let is_at_site = if is_set {
            self.is_replaced(old, new)
        } else {
            self.is_other_component(old, new)
        };
        let whole = other_reference(old, new).filter(|_| !is_set);
        Pair {
            site: is_at_site.then(|| self.sites.add([old, new], whole)),
            ..pair
        }
    }

    /// Whether two nodes are schemas that mean the same to callers.
    pub(super) fn are_alike(&mut self, old: &'a Node, new: &'a Node, direction: Direction) -> bool {
        let pair = self.pair(&[old], &[new], direction);
        self.is_alike(pair)
    }
}

impl<'a> PairComparison<'_, 'a> {
    pub(super) fn direction(&self) -> Direction {
        self.pair.direction
    }

    /// Adds a change with its verdict for each direction.
    pub(super) fn add(
        &mut self,
        change: Change<'a>,
        request: Option<Verdict>,
        response: Option<Verdict>,
    ) {
        let judgement = self.direction().judge(request, response);
        self.add_judged(change.with_all(judgement));
    }

    pub(super) fn add_judged(&mut self, change: Change<'a>) {
        let holder = change.holder.or_else(|| self.holder(&change));
        self.compared.changes.push(change.held_by(holder));
    }

    /// Returns the places of a change: those of the keywords, or the site at which the schema was replaced.
    pub(super) fn places(
        &self,
        keywords: (Option<&'a Node>, Option<&'a Node>),
    ) -> (Option<&'a Node>, Option<&'a Node>) {
        match self.site() {
            Some([old, new]) => (Some(old), Some(new)),
            None => keywords,
        }
    }

    pub(super) fn site(&self) -> Option<[&'a Node; 2]> {
        let site = self.pair.site?;
        Some(self.comparer.sites.nodes(site))
    }

    /// Returns the part of the schema that contains a change.
    fn holder(&self, change: &Change<'a>) -> Option<&'a Node> {
        let site = self.site().map(|[_, new]| new);
        let is_change = |site: &&Node| change.new.is_some_and(|node| std::ptr::eq(node, *site));
        if let Some(site) = site.filter(is_change) {
            return Some(site);
        }
        let (view, places, node) = match change.new {
            Some(node) => (&self.new, self.comparer.new.places, Some(node)),
            None => (&self.old, self.comparer.old.places, change.old),
        };
        let is_part = |node: &&Node| view.parts.iter().any(|part| std::ptr::eq(*part, *node));
        let mut ancestors = std::iter::successors(node, |node| places.parent(node));
        ancestors.find(is_part).or(view.node())
    }

    /// Adds the change of a keyword that is at `old` and `new`.
    pub(super) fn keyword(
        &mut self,
        kind: Kind,
        (old, new): (Option<&'a Node>, Option<&'a Node>),
        text: String,
        request: Verdict,
        response: Verdict,
    ) {
        let change = Change::new(kind, old, new, text);
        self.add(change, Some(request), Some(response));
    }

    /// Compares two schemas inside this pair.
    pub(super) fn child(&mut self, old: &[&'a Node], new: &[&'a Node]) {
        self.child_of(old, new, false);
    }

    /// Compares two schemas inside this pair, which may be those of an optional property.
    pub(super) fn child_of(&mut self, old: &[&'a Node], new: &[&'a Node], is_optional: bool) {
        let direction = self.direction();
        let child = match (old, new) {
            ([old], [new]) => self.comparer.pair_at(old, new, direction),
            _ => self.comparer.pair(old, new, direction),
        };
        let nullability = self.comparer.nullability(child, is_optional);
        let child = self.within_site(child, old, new);
        self.compared.children.push(child);
        let nullability = nullability.map(|change| match (old, new) {
            ([old], [new]) => beside_reference(change, old, new),
            _ => change,
        });
        self.compared.changes.extend(nullability);
        if let ([old], [new]) = (old, new) {
            let reference = reference_change(old, new);
            self.compared.changes.extend(reference);
        }
    }

    /// Whether the schema is inside an object that replaced another one.
    pub(super) fn is_in_other_object(&self) -> bool {
        self.comparer.sites.of_object(self.pair.site).is_some()
    }

    /// Puts a pair inside a replaced object or component of `allOf` at its site, unless it is one component in both versions.
    fn within_site(&mut self, child: Pair, old: &[&'a Node], new: &[&'a Node]) -> Pair {
        let is_same_component = match (old, new) {
            ([old], [new]) => self.comparer.is_same_component(old, new),
            _ => false,
        };
        if is_same_component || self.comparer.trial.is_some() {
            return child;
        }
        let site = if self.is_in_other_object() {
            self.pair.site
        } else {
            self.site_of_base(new)
        };
        Pair {
            site: site.or(child.site),
            ..child
        }
    }

    fn compare(&mut self) {
        if self.wrapped() || self.forbidden() {
            return;
        }
        self.keep_only_alternatives();
        if !self.kinds() {
            self.annotations();
            return;
        }
        self.values();
        self.limits();
        self.object();
        self.items();
        self.tuple();
        self.choices();
        self.negation();
        self.annotations();
    }

    fn items(&mut self) {
        let is_any = |node: &&Node| node.as_object().is_some_and(Map::is_empty);
        let old: Vec<_> = self.old.all("items").filter(|it| !is_any(it)).collect();
        let new: Vec<_> = self.new.all("items").filter(|it| !is_any(it)).collect();
        let places = (self.old.first("items"), self.new.first("items"));
        match (old.as_slice(), new.as_slice()) {
            ([], []) => {}
            ([], [_, ..]) => self.keyword(
                Kind::TypeAdded,
                places,
                "items now have a schema".to_owned(),
                REJECTED,
                READ_BEFORE,
            ),
            ([_, ..], []) => self.keyword(
                Kind::TypeRemoved,
                places,
                "items no longer have a schema".to_owned(),
                SENT_BEFORE,
                UNREADABLE,
            ),
            _ => {
                self.flags_of_items(&old, &new);
                self.child(&old, &new);
            }
        }
    }

    /// Compares the flags that OpenAPI defines only for properties. What they do to items is up to the server.
    fn flags_of_items(&mut self, old: &[&'a Node], new: &[&'a Node]) {
        let comparer = &mut *self.comparer;
        let old_id = comparer.old.schemas.id(old);
        let new_id = comparer.new.schemas.id(new);
        let views = (
            comparer.old.schemas.view(old_id),
            comparer.new.schemas.view(new_id),
        );
        let flags = [
            (
                "readOnly",
                "read-only",
                Kind::ReadOnlyAdded,
                Kind::ReadOnlyRemoved,
            ),
            (
                "writeOnly",
                "write-only",
                Kind::WriteOnlyAdded,
                Kind::WriteOnlyRemoved,
            ),
        ];
        for (key, word, added, removed) in flags {
            let nodes = (views.0.flag(key), views.1.flag(key));
            let (kind, nodes, text) = match nodes {
                (None, Some(_)) => (added, nodes, format!("items are now {word}")),
                (Some(_), None) => (removed, nodes, format!("items are no longer {word}")),
                _ => continue,
            };
            self.keyword(kind, nodes, text, UNJUDGED, UNJUDGED);
        }
    }

    fn tuple(&mut self) {
        let places = (self.old.first("prefixItems"), self.new.first("prefixItems"));
        let [old, new] = [places.0, places.1].map(|node| node.and_then(Node::as_array));
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if old.len() == new.len() => {
                for (old, new) in old.iter().zip(new) {
                    self.child(&[old], &[new]);
                }
            }
            (old, new) => {
                let items = |items: Option<&[Node]>| match items {
                    Some(items) => format!("a tuple of {} items", items.len()),
                    None => "a list".to_owned(),
                };
                let change = format!("{} became {}", items(old), items(new));
                self.keyword(Kind::TypeChanged, places, change, REJECTED, UNREADABLE);
            }
        }
    }

    /// Compares a schema with `false`. Returns whether one of the two is.
    fn forbidden(&mut self) -> bool {
        let (old, new) = (self.old.is_false(), self.new.is_false());
        if old == new {
            return old;
        }
        let (kind, text, request, response) = if new {
            let response = (Level::Breaking, "callers that read it no longer receive it");
            let text = "is now `false`, which allows no value";
            (Kind::NotAdded, text, REJECTED, response)
        } else {
            let response = (Level::Warning, "responses may contain values now");
            let text = "is no longer `false`, which allowed no value";
            (Kind::NotRemoved, text, SENT_BEFORE, response)
        };
        let change = Change::of_subject(kind, self.old.node(), self.new.node(), text);
        self.add(change, Some(request), Some(response));
        true
    }

    fn negation(&mut self) {
        const LOOSER: Verdict = (Level::Warning, "responses may contain other values");
        let pair = (self.old.first("not"), self.new.first("not"));
        match pair {
            (None, Some(_)) => self.keyword(
                Kind::NotAdded,
                pair,
                "some values are now forbidden by `not`".to_owned(),
                REJECTED,
                READ_BEFORE,
            ),
            (Some(_), None) => self.keyword(
                Kind::NotRemoved,
                pair,
                "no value is forbidden by `not` any more".to_owned(),
                SENT_BEFORE,
                LOOSER,
            ),
            (Some(old), Some(new)) => {
                let direction = self.direction();
                if !self.comparer.are_alike(old, new, direction) {
                    self.keyword(
                        Kind::NotChanged,
                        pair,
                        "other values are forbidden by `not`".to_owned(),
                        (Level::Warning, "some requests may be rejected"),
                        LOOSER,
                    );
                }
            }
            (None, None) => {}
        }
    }
}

/// Places a change of null at the schema that states or stated it beside a reference, not at the component.
fn beside_reference<'a>(change: Change<'a>, old: &'a Node, new: &'a Node) -> Change<'a> {
    let allows_null = |node: &Node| node.flag("nullable") || has_null_alternative(node);
    let states = |node: &Node| node.reference().is_none() && allows_null(node);
    if states(old) == states(new) {
        return change;
    }
    let flag = new.get("nullable").unwrap_or(new);
    let places = Change {
        old: change.old.map(|_| old.get("nullable").unwrap_or(old)),
        new: Some(flag),
        ..change
    };
    places.held_by(Some(new))
}

//! Compares the contracts of two documents: what callers send, what servers answer, and how they are reached.

mod consequences;
mod content;
mod document;
mod extensions;
pub(super) mod matching;
mod operations;
mod parameters;
mod rate_limits;
mod references;
mod renamed_tags;
mod responses;
mod rest;
mod schema;
mod schema_bases;
mod schema_choices;
mod schema_limits;
mod schema_object;
mod schema_values;
mod security;
mod servers;
mod verdicts;
mod webhooks;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use foldhash::fast::RandomState;

use super::change::{Change, Changes, Owner, Verdict};
use super::contract::Contract;
use super::places::Places;
use super::schema_view::{SchemaId, SchemaViews};
use super::{Kind, Level, Side};
use crate::document::Node;
use schema::{Direction, Pair, Sites};

/// The number of pairs of schemas that are compared for each node of the documents. A schema without replacements makes at
/// most one for each direction.
const PAIRS_PER_NODE: usize = 2;

/// The number of pairs of schemas that are compared in small documents.
const MIN_PAIRS: usize = 10_000;

/// Compares two documents. Returns the changes and the labels of the operations that they refer to.
pub(super) fn compare<'a>(old: &'a Places<'a>, new: &'a Places<'a>) -> (Changes<'a>, Vec<String>) {
    let mut comparer = Comparer::new(old, new);
    comparer.document();
    comparer.schemas();
    comparer.unused_schemas();
    comparer.cut();
    comparer.attribute();
    (comparer.changes, comparer.operations)
}

/// A version of the document with its indices.
struct Revision<'a> {
    places: &'a Places<'a>,
    schemas: SchemaViews<'a>,
    contract: Contract<'a>,
}

impl<'a> Revision<'a> {
    fn new(places: &'a Places<'a>) -> Self {
        let root = places.document.root();
        Self {
            places,
            schemas: SchemaViews::new(root),
            contract: Contract::of(root),
        }
    }

    fn root(&self) -> &'a Node {
        self.places.document.root()
    }
}

struct Comparer<'a> {
    old: Revision<'a>,
    new: Revision<'a>,
    changes: Changes<'a>,
    /// The new names of the security schemes that were renamed.
    renamed_schemes: BTreeMap<&'a str, &'a str>,
    /// The new names of the tags that were renamed, if tags are parts.
    renamed_tags: BTreeMap<&'a str, &'a str>,
    /// The labels of the operations: those of the new document, then those that were removed.
    operations: Vec<String>,
    /// The pairs of schemas of each operation.
    roots: HashMap<usize, HashSet<usize>, RandomState>,
    /// Each pair of schemas has an index. It is compared once and taken as equal meanwhile.
    pairs: HashMap<Pair, usize, RandomState>,
    sites: Sites<'a>,
    queue: VecDeque<(usize, Pair)>,
    /// The pairs inside replaced objects, which are compared last.
    replaced: VecDeque<(usize, Pair)>,
    /// The number of pairs that are compared. Replaced schemas can make more pairs than the documents have parts.
    max_pairs: usize,
    /// Whether there were more pairs.
    is_cut: bool,
    /// The pairs inside each pair.
    children: Vec<Vec<usize>>,
    alike: HashMap<Pair, bool, RandomState>,
    /// The pairs that `is_alike` has begun to compare.
    undecided: HashSet<Pair, RandomState>,
    /// The number of comparisons of the search for counterparts that is being made.
    steps: usize,
    /// The comparison that a trial makes, whose only result is whether there is a difference.
    trial: Option<Trial>,
    /// The operation that is being compared.
    owner: Owner,
}

/// A comparison whose changes are not kept.
#[derive(Default)]
struct Trial {
    differs: bool,
}

impl<'a> Comparer<'a> {
    fn new(old: &'a Places<'a>, new: &'a Places<'a>) -> Self {
        let nodes = old.len() + new.len();
        let (old, new) = (Revision::new(old), Revision::new(new));
        Self {
            renamed_tags: BTreeMap::new(),
            renamed_schemes: security::renamed_schemes(old.root(), new.root()),
            old,
            new,
            changes: Changes::default(),
            operations: Vec::new(),
            roots: HashMap::default(),
            pairs: HashMap::default(),
            sites: Sites::default(),
            queue: VecDeque::new(),
            replaced: VecDeque::new(),
            max_pairs: MIN_PAIRS.max(PAIRS_PER_NODE * nodes),
            is_cut: false,
            children: Vec::new(),
            alike: HashMap::default(),
            undecided: HashSet::default(),
            steps: 0,
            trial: None,
            owner: Owner::Document,
        }
    }

    /// Adds a change of the operation that is being compared, or of the document.
    fn add(&mut self, change: Change<'a>) {
        match &mut self.trial {
            Some(trial) => trial.differs |= change.is_significant(),
            None => self.changes.add(change, self.owner),
        }
    }

    /// Makes a comparison whose changes are not kept. Returns whether it finds none that matters to callers.
    fn finds_nothing(&mut self, compare: impl FnOnce(&mut Self)) -> bool {
        let outer = self.trial.replace(Trial::default());
        compare(self);
        let trial = std::mem::replace(&mut self.trial, outer);
        trial.is_some_and(|trial| !trial.differs)
    }

    /// Compares two schemas of the operation that is being compared.
    fn schema(&mut self, old: &'a Node, new: &'a Node, direction: Direction) {
        let pair = self.pair_at(old, new, direction);
        if self.trial.is_some() {
            let alike = self.is_alike(pair);
            self.trial.iter_mut().for_each(|it| it.differs |= !alike);
            return;
        }
        let nullability = self.nullability(pair, false);
        let reference = references::reference_change(old, new);
        for change in nullability.into_iter().chain(reference) {
            self.changes.add(change, self.owner);
        }
        let index = self.index(pair);
        if let Owner::Operation(operation) = self.owner {
            self.roots.entry(operation).or_default().insert(index);
        }
    }

    fn pair(&mut self, old: &[&'a Node], new: &[&'a Node], direction: Direction) -> Pair {
        Pair {
            old: self.old.schemas.id(old),
            new: self.new.schemas.id(new),
            direction,
            site: None,
        }
    }

    /// Returns the index of a pair. A new pair is compared later, unless there are too many.
    fn index(&mut self, pair: Pair) -> usize {
        let next = self.children.len();
        let index = *self.pairs.entry(pair).or_insert(next);
        if index == next {
            self.children.push(Vec::new());
            let is_replaced = self.sites.replacement(pair.site).is_some();
            if index >= self.max_pairs {
                self.is_cut = true;
            } else if is_replaced {
                self.replaced.push_back((index, pair));
            } else {
                self.queue.push_back((index, pair));
            }
        }
        index
    }

    /// Says that some schemas were not compared.
    fn cut(&mut self) {
        const UNKNOWN: Verdict = (
            Level::Warning,
            "there may be further changes, which may break callers",
        );
        if self.is_cut {
            let text =
                "not all schemas were compared: schemas that replaced others make too many pairs";
            let [old, new] = [self.old.root(), self.new.root()];
            let change = Change::new(Kind::OtherChanged, Some(old), Some(new), text);
            self.changes
                .add(change.with(Side::Structure, UNKNOWN), Owner::Document);
        }
    }

    fn next_pair(&mut self) -> Option<(usize, Pair)> {
        self.queue.pop_front().or_else(|| self.replaced.pop_front())
    }

    /// Compares the pairs of schemas, and those inside them.
    fn schemas(&mut self) {
        while let Some((index, pair)) = self.next_pair() {
            let found = self.compare_pair(pair);
            let changes = match self.sites.replacement(pair.site) {
                Some((site, whole)) => {
                    // A component that both objects extend changes by itself.
                    let parts = self.shared_components(pair);
                    let is_shared = |it: &Change<'a>| self.is_within(it, &parts);
                    let (mut changes, others): (Vec<_>, Vec<_>) =
                        found.changes.into_iter().partition(is_shared);
                    let whole = self.with_consequences(whole.clone(), site, others);
                    changes.extend(Some(whole).filter(|it| !it.consequences.is_empty()));
                    changes
                }
                None => found.changes,
            };
            for change in changes {
                self.changes.add(change, Owner::Pair(index));
            }
            let children: Vec<_> = found
                .children
                .into_iter()
                .map(|it| self.index(it))
                .collect();
            self.children[index] = children;
        }
    }

    /// Compares the component schemas that no operation uses. They have no effect on the wire.
    fn unused_schemas(&mut self) {
        let components = |root: &'a Node| {
            let schemas = root.get("components").and_then(|it| it.get("schemas"));
            schemas.into_iter().flat_map(Node::entries)
        };
        let old: HashMap<&str, &'a Node> = components(self.old.root())
            .map(|(name, entry)| (name, &entry.value))
            .collect();
        let used: HashSet<SchemaId> = self.pairs.keys().map(|pair| pair.new).collect();
        self.owner = Owner::Document;
        for (name, entry) in components(self.new.root()) {
            let is_used = used.contains(&self.new.schemas.id(&[&entry.value]));
            match old.get(name) {
                Some(old) if !is_used => self.schema(old, &entry.value, Direction::Unused),
                _ => {}
            }
        }
        self.renamed_schemas();
        self.schemas();
    }

    /// Assigns the changes of schemas to the operations that reach them.
    fn attribute(&mut self) {
        let mut reached: HashMap<usize, Vec<usize>> = HashMap::new();
        for known in self.changes.iter() {
            for pair in &known.pairs {
                reached.entry(*pair).or_default();
            }
        }
        for operation in 0..self.operations.len() {
            let mut rest: Vec<usize> = self
                .roots
                .get(&operation)
                .into_iter()
                .flatten()
                .copied()
                .collect();
            let mut seen: HashSet<usize, RandomState> = rest.iter().copied().collect();
            while let Some(pair) = rest.pop() {
                if let Some(operations) = reached.get_mut(&pair) {
                    operations.push(operation);
                }
                rest.extend(
                    self.children[pair]
                        .iter()
                        .filter(|child| seen.insert(**child)),
                );
            }
        }
        let sides: HashMap<usize, Option<Side>> = self
            .pairs
            .iter()
            .map(|(pair, index)| (*index, pair.direction.side()))
            .collect();
        for known in self.changes.iter_mut() {
            for pair in &known.pairs {
                let operations = reached.get(pair).into_iter().flatten().copied();
                known.operations.extend(operations.clone());
                let side = sides.get(pair).copied().flatten();
                known.sides.extend(
                    side.into_iter()
                        .flat_map(|side| operations.clone().map(move |it| (side, it))),
                );
            }
        }
    }
}

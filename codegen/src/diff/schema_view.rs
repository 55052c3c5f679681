//! A schema with its `allOf` merged: what applies to a value, and where the document states it.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::places::NodeId;
use super::text::canonical;
use crate::document::{self, Map, Node};

/// The views of a document's schemas. Schemas with the same parts share a view.
pub(super) struct SchemaViews<'a> {
    root: &'a Node,
    ids: HashMap<Vec<NodeId>, SchemaId, RandomState>,
    views: Vec<Rc<SchemaView<'a>>>,
    /// Whether null is allowed, of the schemas that were asked. One that contains itself does not decide it.
    nullable: HashMap<NodeId, bool, RandomState>,
}

/// The number of a view in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SchemaId(usize);

/// A schema with its references resolved and its `allOf` merged.
pub(super) struct SchemaView<'a> {
    /// The schemas that apply together, outermost first.
    pub(super) parts: Vec<&'a Node>,
    pub(super) is_nullable: bool,
    /// The `oneOf` and `anyOf` with several alternatives other than null.
    pub(super) choices: Vec<Choice<'a>>,
    /// The schemas that state the view.
    pub(super) nodes: Vec<&'a Node>,
}

/// A `oneOf` or `anyOf`.
pub(super) struct Choice<'a> {
    pub(super) keyword: &'static str,
    pub(super) node: &'a Node,
    /// The alternatives other than null.
    pub(super) branches: Vec<&'a Node>,
}

pub(super) const CHOICES: [&str; 2] = ["oneOf", "anyOf"];

/// The keys beside alternatives that allow no other values, if the alternatives have the type.
pub(super) const NEUTRAL: &[&str] = &[
    "anyOf",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "oneOf",
    "readOnly",
    "title",
    "type",
    "writeOnly",
    "xml",
];

impl<'a> SchemaViews<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        Self {
            root,
            ids: HashMap::default(),
            views: Vec::new(),
            nullable: HashMap::default(),
        }
    }

    /// Returns the view of a schema that all of `nodes` state together.
    pub(super) fn id(&mut self, nodes: &[&'a Node]) -> SchemaId {
        self.id_without(nodes, None)
    }

    /// Returns the view in which a schema with one alternative of this keyword is a choice, as one with several is.
    pub(super) fn id_with_choice(&mut self, id: SchemaId, keyword: &'static str) -> SchemaId {
        let view = self.view(id);
        self.id_without(&view.nodes, Some(keyword))
    }

    /// Returns the view of a schema. The only alternative of `choice` is not merged.
    fn id_without(&mut self, nodes: &[&'a Node], choice: Option<&'static str>) -> SchemaId {
        let parts = self.parts(nodes, choice);
        let is_nullable = !nodes.is_empty() && nodes.iter().all(|node| self.is_nullable(node, 0));
        let mut key: Vec<_> = parts.iter().map(|part| NodeId::of(part)).collect();
        if is_nullable {
            // The same parts are nullable in one place and not in another if a wrapper states it.
            key.push(NodeId::of(self.root));
        }
        let choices = self.choices(&parts, choice);
        // The same parts are a choice in one view and its only alternative in another.
        let only = choices.iter().filter(|it| it.branches.len() == 1);
        key.extend(only.map(|choice| NodeId::of(choice.node)));
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = SchemaId(self.views.len());
        self.views.push(Rc::new(SchemaView {
            parts,
            is_nullable,
            choices,
            nodes: nodes.to_vec(),
        }));
        self.ids.insert(key, id);
        id
    }

    pub(super) fn view(&self, id: SchemaId) -> Rc<SchemaView<'a>> {
        Rc::clone(&self.views[id.0])
    }

    /// Returns the view of the only alternative of a schema that states nothing else about values, or else its own.
    pub(super) fn id_of_only_alternative(&mut self, id: SchemaId) -> SchemaId {
        let view = self.view(id);
        let only = view.node().filter(|_| view.choices.is_empty());
        let only = only.filter(|part| part.entries().all(|(key, _)| NEUTRAL.contains(&key)));
        let only = only.and_then(|part| {
            let alternatives = CHOICES.map(|key| self.branches(part, key)).concat();
            <[&Node; 1]>::try_from(alternatives).ok()
        });
        // The same place can state more, in another schema of an `allOf`.
        let only = only.filter(|only| self.parts(only, None).len() + 1 == view.parts.len());
        only.map_or(id, |only| self.id(&only))
    }

    pub(super) fn resolve(&self, node: &'a Node) -> &'a Node {
        document::resolve(self.root, node).unwrap_or(node)
    }

    /// The schemas that apply together, without those that add nothing. The only alternative of `choice` is not merged.
    fn parts(&self, nodes: &[&'a Node], choice: Option<&str>) -> Vec<&'a Node> {
        self.parts_without(nodes, choice, &HashSet::new())
    }

    /// The parts that are there without these items of `allOf`.
    pub(super) fn parts_without(
        &self,
        nodes: &[&'a Node],
        choice: Option<&str>,
        without: &HashSet<NodeId>,
    ) -> Vec<&'a Node> {
        let mut parts: Vec<&Node> = Vec::new();
        let mut rest: Vec<_> = nodes.iter().rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(node) = rest.pop() {
            let is_left_out = without.contains(&NodeId::of(node));
            let node = self.resolve(node);
            if is_left_out || !seen.insert(NodeId::of(node)) {
                continue;
            }
            let mut within: Vec<_> = node
                .get("allOf")
                .into_iter()
                .flat_map(Node::items)
                .collect();
            let merged = |key: &str| CHOICES.contains(&key) && choice != Some(key);
            for key in CHOICES.into_iter().filter(|key| merged(key)) {
                let branches = self.branches(node, key);
                if let [only] = branches.as_slice() {
                    within.push(only);
                }
            }
            let adds_nothing = node.entries().all(|(key, _)| {
                key == "allOf" || merged(key) && self.branches(node, key).len() == 1
            });
            if !adds_nothing || within.is_empty() {
                parts.push(node);
            }
            rest.extend(within.into_iter().rev());
        }
        parts
    }

    /// The alternatives of a choice other than null.
    pub(super) fn branches(&self, node: &'a Node, key: &str) -> Vec<&'a Node> {
        let branches = node.get(key).into_iter().flat_map(Node::items);
        branches.filter(|branch| !self.is_null(branch)).collect()
    }

    /// Whether a schema allows only null.
    fn is_null(&self, node: &'a Node) -> bool {
        let values = self.resolve(node).get("enum").and_then(Node::as_array);
        values.is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null))
    }

    /// The choices with several alternatives, and those of `choice` with one.
    fn choices(&self, parts: &[&'a Node], choice: Option<&str>) -> Vec<Choice<'a>> {
        let mut choices = Vec::new();
        for part in parts {
            for keyword in CHOICES {
                let branches = self.branches(part, keyword);
                let least = if choice == Some(keyword) { 1 } else { 2 };
                if let (Some(node), true) = (part.get(keyword), branches.len() >= least) {
                    choices.push(Choice {
                        keyword,
                        node,
                        branches,
                    });
                }
            }
        }
        choices
    }

    /// Whether null is allowed. A wrapper with `nullable` applies to the `allOf` that it wraps, as in the generated types.
    fn is_nullable(&mut self, node: &'a Node, depth: usize) -> bool {
        /// A limit for the stack.
        const MAX_DEPTH: usize = 200;
        let node = self.resolve(node);
        let id = NodeId::of(node);
        if let Some(known) = self.nullable.get(&id) {
            return *known;
        }
        if depth > MAX_DEPTH {
            return false;
        }
        self.nullable.insert(id, false);
        let is_nullable = states_null(node) || self.contains_null(node, depth);
        self.nullable.insert(id, is_nullable);
        is_nullable
    }

    /// Whether null is allowed by an alternative, or by all parts of `allOf`.
    fn contains_null(&mut self, node: &'a Node, depth: usize) -> bool {
        for key in CHOICES {
            let mut all = node.get(key).into_iter().flat_map(Node::items);
            if all.any(|branch| self.is_null(branch) || self.is_nullable(branch, depth + 1)) {
                return true;
            }
        }
        let is_typed = node.get("type").is_some() || node.get("enum").is_some();
        let mut parts = node.get("allOf").into_iter().flat_map(Node::items);
        let is_merged = node
            .get("allOf")
            .is_some_and(|parts| parts.items().len() > 0);
        !is_typed && is_merged && parts.all(|part| self.is_nullable(part, depth + 1))
    }
}

impl<'a> SchemaView<'a> {
    /// Returns the values of a keyword, one for each part that has it.
    pub(super) fn all(&self, key: &'static str) -> impl Iterator<Item = &'a Node> {
        self.parts.iter().filter_map(move |part| part.get(key))
    }

    /// Returns the value of a keyword in the outermost part that has it.
    pub(super) fn first(&self, key: &'static str) -> Option<&'a Node> {
        self.all(key).next()
    }

    /// Returns whether a keyword is `true` in any part.
    pub(super) fn flag(&self, key: &'static str) -> Option<&'a Node> {
        self.all(key).find(|node| node.as_bool() == Some(true))
    }

    /// Returns the part that a reader looks at.
    pub(super) fn node(&self) -> Option<&'a Node> {
        self.parts.first().copied()
    }

    /// Whether a part is `false`, which allows no value. It was rewritten to a `not` at its place.
    pub(super) fn is_false(&self) -> bool {
        self.parts.iter().any(|part| {
            let not = part.get("not").filter(|not| not.span == part.span);
            not.and_then(Node::as_object).is_some_and(Map::is_empty)
        })
    }

    /// Returns the type that is stated or implied by other keywords.
    pub(super) fn kind(&self) -> Option<&'a str> {
        if let Some(kind) = self.first("type").and_then(Node::as_str) {
            return Some(kind);
        }
        let has = |keys: &[&'static str]| keys.iter().any(|key| self.first(key).is_some());
        if has(&[
            "properties",
            "additionalProperties",
            "required",
            "minProperties",
            "maxProperties",
        ]) {
            return Some("object");
        }
        if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
            return Some("array");
        }
        let values = self.first("enum").map(Node::items);
        let mut values = values
            .into_iter()
            .flatten()
            .filter(|value| !value.is_null());
        let is_text = values.next().is_some_and(|first| first.as_str().is_some());
        (is_text && values.all(|value| value.as_str().is_some())).then_some("string")
    }

    /// Returns the schemas of each property, in the document's order.
    pub(super) fn properties(&self) -> IndexMap<&'a str, Vec<&'a Node>> {
        let mut properties: IndexMap<_, Vec<_>> = IndexMap::new();
        for map in self.all("properties") {
            for (name, entry) in map.entries() {
                properties.entry(name).or_default().push(&entry.value);
            }
        }
        properties
    }

    /// Returns the names of required properties, with the item of `required`.
    pub(super) fn required(&self) -> IndexMap<&'a str, &'a Node> {
        let items = self.all("required").flat_map(Node::items);
        items
            .filter_map(|item| Some((item.as_str()?, item)))
            .collect()
    }

    /// Returns the values of an enum other than null. If several parts have an enum, only their common values are allowed.
    pub(super) fn enum_values(&self) -> Option<Vec<&'a Node>> {
        let mut enums = self.all("enum");
        let mut values: Vec<_> = enums.next()?.items().filter(|it| !it.is_null()).collect();
        for other in enums {
            let allowed: HashSet<String> = other.items().map(canonical).collect();
            values.retain(|value| allowed.contains(&canonical(value)));
        }
        (!values.is_empty()).then_some(values)
    }

    /// Whether the schema is only a choice, of schemas of this type if it states one.
    pub(super) fn is_choice_of(&self, kind: Option<&str>) -> bool {
        let is_neutral = |part: &&Node| part.entries().all(|(key, _)| NEUTRAL.contains(&key));
        match self.kind() {
            None => true,
            own => own == kind && self.parts.iter().all(is_neutral),
        }
    }

    /// Whether the schema lists values or alternatives.
    pub(super) fn is_set_of_alternatives(&self) -> bool {
        !self.choices.is_empty() || self.first("enum").is_some()
    }

    /// Whether every value is allowed.
    pub(super) fn is_any(&self) -> bool {
        self.kind().is_none()
            && self.choices.is_empty()
            && self.first("enum").is_none()
            && self.first("not").is_none()
    }
}

fn states_null(node: &Node) -> bool {
    let has_null = |values: &Node| values.items().any(Node::is_null);
    node.flag("nullable") || node.get("enum").is_some_and(has_null)
}

//! Extracts the part of a document without errors, so that the extensions in it can be checked completely.

use std::collections::{HashMap, HashSet};
use std::mem;

use crate::diagnostic::{Diagnostics, Severity, Span};
use crate::document::{Document, Entry, Map, Node, Pointer, Value, resolve, version_of};
use crate::names;
use crate::path_item::{self, OperationEntry};

/// The extensions whose checks need parameters, responses or other operations.
const MODEL_EXTENSIONS: &[&str] = &[
    "x-batch",
    "x-confirm",
    "x-forms",
    "x-job",
    "x-pagination",
    "x-retry",
];

/// Returns the document with only those operations and components that have no error in `found`, directly or by reference.
/// Returns `None` if none of these operations has an extension to check.
pub(crate) fn error_free_part(document: &Document, found: &Diagnostics) -> Option<Document> {
    let errors = found
        .iter()
        .filter(|it| it.severity() == Severity::Error)
        .flat_map(|it| {
            let related = it.related.iter().map(|related| related.span);
            related.chain([it.span])
        });
    let mut errors: Vec<_> = errors.collect();
    errors.sort_unstable();
    let root = document.root();
    let components = Components::of(root, &errors);
    let operations = operations(root, &errors, &components);
    let has_extensions = operations.iter().any(|operation| {
        operation.is_error_free
            && MODEL_EXTENSIONS
                .iter()
                .any(|key| operation.entry.node().get(key).is_some())
    });
    if !has_extensions {
        return None;
    }
    let root = reduced(root, &components, &operations);
    let mut document = document.clone();
    *document.root_mut() = root;
    document.retain_file_errors(|_| false);
    Some(document)
}

/// The components by section and name, with whether each is free of errors, directly and by reference.
struct Components<'a>(HashMap<(&'a str, &'a str), bool>);

impl<'a> Components<'a> {
    fn of(root: &'a Node, errors: &[Span]) -> Self {
        let sections = root.get("components").into_iter().flat_map(Node::entries);
        let (names, parts): (Vec<_>, Vec<_>) = sections
            .flat_map(|(section, entry)| {
                let components = entry.value.entries();
                components.map(move |(name, entry)| {
                    let part = CheckedPart::of([entry.key_span], &entry.value, errors);
                    ((section, name), part)
                })
            })
            .unzip();
        let is_error_free = error_free(&names, &parts);
        Self(names.into_iter().zip(is_error_free).collect())
    }

    fn is_error_free(&self, name: (&str, &str)) -> bool {
        self.0.get(&name).copied().unwrap_or_default()
    }

    /// Whether all components that a part references are free of errors.
    fn are_error_free(&self, part: &CheckedPart) -> bool {
        let mut references = part.references.iter().map(component);
        references.all(|name| name.is_some_and(|name| self.is_error_free(name)))
    }
}

/// Returns for each component whether it and all components that it references, directly or not, are free of errors.
fn error_free(names: &[(&str, &str)], parts: &[CheckedPart]) -> Vec<bool> {
    let indices: HashMap<_, _> = names.iter().copied().zip(0..).collect();
    let mut is_error_free: Vec<_> = parts.iter().map(|part| part.is_error_free).collect();
    let mut referring = vec![Vec::new(); parts.len()];
    for (index, part) in parts.iter().enumerate() {
        for reference in &part.references {
            match component(reference).and_then(|name| indices.get(&name)) {
                Some(&target) => referring[target].push(index),
                None => is_error_free[index] = false,
            }
        }
    }
    let mut faulty: Vec<_> = (0..parts.len())
        .filter(|&index| !is_error_free[index])
        .collect();
    while let Some(target) = faulty.pop() {
        for &index in &referring[target] {
            if mem::replace(&mut is_error_free[index], false) {
                faulty.push(index);
            }
        }
    }
    is_error_free
}

/// The section and the name of the component that a reference points to or into.
fn component(reference: &Pointer) -> Option<(&str, &str)> {
    let mut tokens = reference.tokens();
    (tokens.next()? == "components").then_some(())?;
    Some((tokens.next()?, tokens.next()?))
}

/// Whether a part of the document is free of errors, and its references.
struct CheckedPart {
    is_error_free: bool,
    references: Vec<Pointer>,
}

impl CheckedPart {
    fn of(keys: impl IntoIterator<Item = Span>, node: &Node, errors: &[Span]) -> Self {
        let mut part = Self {
            is_error_free: keys.into_iter().all(|key| !holds_any(key, errors)),
            references: Vec::new(),
        };
        part.read(node, errors);
        part
    }

    fn read(&mut self, node: &Node, errors: &[Span]) {
        // The span of an alias is outside that of the object that contains it.
        self.is_error_free &= !holds_any(node.span, errors);
        if let Some(reference) = node.reference() {
            let pointer = Pointer::from_reference(reference);
            self.is_error_free &= pointer.is_some();
            self.references.extend(pointer);
        }
        match &node.value {
            Value::Object(map) => map.values().for_each(|node| self.read(node, errors)),
            Value::Array(items) => items.iter().for_each(|node| self.read(node, errors)),
            _ => {}
        }
    }
}

/// Whether any of the sorted spans starts within a span.
fn holds_any(span: Span, sorted: &[Span]) -> bool {
    let next = sorted.partition_point(|error| error.start < span.start);
    sorted
        .get(next)
        .is_some_and(|error| error.start <= span.end.max(span.start))
}

struct Operation<'a> {
    path: &'a str,
    path_span: Span,
    item: &'a Node,
    entry: OperationEntry<'a>,
    is_error_free: bool,
}

impl Operation<'_> {
    /// The names of its methods.
    fn names(&self) -> Vec<String> {
        let forms = self
            .entry
            .node()
            .get("x-forms")
            .into_iter()
            .flat_map(Node::entries);
        let id = self.entry.node().get_str("operationId");
        forms
            .map(|(name, _)| name)
            .chain(id)
            .map(names::method_name)
            .collect()
    }

    /// The names of the operations that its `x-job` names.
    fn job_operations(&self) -> Vec<String> {
        let job = |key| {
            self.entry
                .node()
                .get("x-job")?
                .get(key)?
                .get_str("operation")
        };
        let operations = [job("status"), job("results")];
        operations
            .into_iter()
            .flatten()
            .map(names::method_name)
            .collect()
    }
}

fn operations<'a>(
    root: &'a Node,
    errors: &[Span],
    components: &Components<'_>,
) -> Vec<Operation<'a>> {
    let version = version_of(root);
    let mut operations = Vec::new();
    for (path, entry) in root.get("paths").into_iter().flat_map(Node::entries) {
        let Ok(item) = resolve(root, &entry.value) else {
            continue;
        };
        let shared = item.get("parameters");
        let shared = shared.map(|shared| CheckedPart::of([entry.key_span], shared, errors));
        let is_shared_error_free =
            shared.is_none_or(|part| part.is_error_free && components.are_error_free(&part));
        for operation in path_item::operations(item, version) {
            let keys = [entry.key_span, operation.entry.key_span];
            let part = CheckedPart::of(keys, operation.node(), errors);
            operations.push(Operation {
                path,
                path_span: entry.key_span,
                item,
                entry: operation,
                is_error_free: is_shared_error_free
                    && part.is_error_free
                    && components.are_error_free(&part),
            });
        }
    }
    // An `x-job` that names a removed operation would be an error.
    let removed: HashSet<_> = operations
        .iter()
        .filter(|operation| !operation.is_error_free)
        .flat_map(Operation::names)
        .collect();
    for operation in &mut operations {
        let mut job_operations = operation.job_operations().into_iter();
        operation.is_error_free &= !job_operations.any(|name| removed.contains(&name));
    }
    operations
}

/// Returns the document with the error-free operations and components, and without anything else that could have errors.
fn reduced(root: &Node, components: &Components<'_>, operations: &[Operation<'_>]) -> Node {
    let text = |text: &str| Node::string(text, root.span);
    let mut info = Map::new();
    info.set("title", text("T"));
    info.set("version", text("1"));
    let mut paths = Map::new();
    for operation in operations
        .iter()
        .filter(|operation| operation.is_error_free)
    {
        if !paths.contains_key(operation.path) {
            let mut item = Node::object(operation.item.span);
            if let (Some(item), Some(shared)) =
                (item.as_object_mut(), operation.item.get("parameters"))
            {
                item.set("parameters", shared.clone());
            }
            paths.insert(operation.path, Entry::new(operation.path_span, item));
        }
        let mut entry = operation.entry.entry.clone();
        if let Some(node) = entry.value.as_object_mut() {
            node.remove("security");
            node.remove("x-rate-limit");
        }
        if let Some(item) = paths.get_mut(operation.path).and_then(Node::as_object_mut) {
            path_item::insert(item, operation.entry, entry);
        }
    }
    let mut kept = root
        .get("components")
        .cloned()
        .unwrap_or_else(|| Node::object(root.span));
    for (section, entry) in kept.as_object_mut().into_iter().flat_map(Map::iter_mut) {
        if let Some(section_map) = entry.value.as_object_mut() {
            section_map.retain(|name, _| components.is_error_free((section, name)));
        }
    }
    let mut whole = Map::new();
    whole.set(
        "openapi",
        root.get("openapi")
            .cloned()
            .unwrap_or_else(|| text("3.0.3")),
    );
    whole.set("info", Node::new(Value::Object(info), root.span));
    whole.set("paths", Node::new(Value::Object(paths), root.span));
    whole.set("components", kept);
    Node::new(Value::Object(whole), root.span)
}

//! The parts of a crate: which features enable an operation or a type.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Content, Features, Model, NamedType, Operation, Success, Type, TypeId, type_graph};

/// Sets the features of the operations and of the types, if tags are parts.
///
/// An operation has the features of its tags, and those of the jobs that request it. A type has the features of the
/// operations that reach it. These types have no features:
///
/// - types that an operation without a tag reaches,
/// - types that a webhook reaches,
/// - types that no operation or webhook reaches, and what they refer to,
/// - types that would have all features.
pub(super) fn complete(model: &mut Model) {
    let features: BTreeSet<_> = model
        .tags
        .iter()
        .filter_map(|tag| tag.feature.clone())
        .collect();
    if features.is_empty() {
        return;
    }
    let features: Vec<_> = features.into_iter().collect();
    let mut conditions = Conditions::default();
    let items = enabled_by(model, &features).into_iter();
    let mut items = items.map(|enabled| conditions.of(&enabled, &features));
    for operation in &mut model.operations {
        operation.features = items.next().unwrap_or_default();
    }
    for (named, enabled) in model.types.iter_mut().zip(items) {
        let is_in_all = enabled.names().len() == features.len();
        named.features = if is_in_all {
            Features::default()
        } else {
            enabled
        };
    }
}

/// The features of items, each list once.
#[derive(Default)]
struct Conditions(HashMap<Vec<usize>, Features>);

impl Conditions {
    fn of(&mut self, enabled: &[usize], features: &[Arc<str>]) -> Features {
        if let Some(known) = self.0.get(enabled) {
            return known.clone();
        }
        let names = enabled.iter().map(|index| features[*index].clone());
        let new: Features = names.collect();
        self.0.insert(enabled.to_vec(), new.clone());
        new
    }
}

/// For each operation, then for each type, the indices of its features. It is empty for an item without features.
fn enabled_by(model: &Model, features: &[Arc<str>]) -> Vec<Vec<usize>> {
    let graph = Graph::of(model);
    let operations = 0..model.operations.len();
    let reached = graph.reached(operations.clone(), |_| false);
    let is_untagged = |index: &usize| model.operations[*index].tags.is_empty();
    let webhooks = model.webhooks.iter();
    let webhooks = webhooks.flat_map(|webhook| graph.of_content(&webhook.content));
    let kept = (model.operations.len()..graph.uses.len()).filter(|item| !reached[*item]);
    let always = operations.clone().filter(is_untagged);
    let always = graph.reached(always.chain(webhooks).chain(kept), |_| false);

    let mut enabled = vec![Vec::new(); graph.uses.len()];
    for (index, feature) in features.iter().enumerate() {
        let has_feature = |operation: &usize| {
            let mut tags = model.operations[*operation].tags.iter();
            tags.any(|tag| model.tags[*tag].feature.as_ref() == Some(feature))
        };
        let starts = operations.clone().filter(has_feature);
        let reached = graph.reached(starts, |item| always[item]);
        for (enabled, _) in enabled.iter_mut().zip(reached).filter(|(_, it)| *it) {
            enabled.push(index);
        }
    }
    enabled
}

/// The operations, then the types of a model.
struct Graph {
    /// The number of operations.
    operations: usize,
    /// For each item, the items that it refers to.
    uses: Vec<Vec<usize>>,
}

impl Graph {
    fn of(model: &Model) -> Self {
        let mut graph = Self {
            operations: model.operations.len(),
            uses: Vec::new(),
        };
        let operations = model.operations.iter().map(|it| graph.of_operation(it));
        let types = model.types.iter().map(|it| graph.of_type(it));
        graph.uses = operations.chain(types).collect();
        graph
    }

    fn of_operation(&self, operation: &Operation) -> Vec<usize> {
        let mut uses = Vec::new();
        for it in &operation.parameters {
            uses.extend(self.types_in(&it.ty));
        }
        if let Some(body) = &operation.body {
            uses.extend(self.types_in(&body.ty));
        }
        match &operation.success {
            Success::Always(content) | Success::Optional(content, _) => {
                uses.extend(self.of_content(content));
            }
            Success::ByStatus(TypeId(id)) => uses.push(self.operations + id),
        }
        for success in &operation.successes {
            uses.extend(self.of_content(&success.content));
        }
        let errors = operation.errors.iter().filter_map(|error| error.ty);
        uses.extend(errors.map(|TypeId(id)| self.operations + id));
        if let Some(job) = &operation.job {
            uses.extend([job.status.request.operation, job.results.request.operation]);
        }
        uses
    }

    fn of_type(&self, named: &NamedType) -> Vec<usize> {
        let types = type_graph::referenced(named);
        let types = types.into_iter().chain(named.alias_of);
        let mut uses: Vec<_> = types.map(|TypeId(id)| self.operations + id).collect();
        let responses = named.responses().iter();
        uses.extend(responses.flat_map(|it| self.of_content(&it.content)));
        uses
    }

    fn of_content(&self, content: &Content) -> Vec<usize> {
        match content {
            Content::Json(ty) => self.types_in(ty),
            Content::Empty | Content::Text | Content::Bytes => Vec::new(),
        }
    }

    /// The named types in a type.
    fn types_in(&self, ty: &Type) -> Vec<usize> {
        let types = ty.named().into_iter();
        types.map(|TypeId(id)| self.operations + id).collect()
    }

    /// Whether each item is reached from `starts`, without the items to skip.
    fn reached(
        &self,
        starts: impl Iterator<Item = usize>,
        skip: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut reached = vec![false; self.uses.len()];
        let mut open: Vec<_> = starts.collect();
        while let Some(item) = open.pop() {
            if !skip(item) && !std::mem::replace(&mut reached[item], true) {
                open.extend(&self.uses[item]);
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::folder::NoFolder;
    use crate::generate::lowered;

    const OBJECT: &str = "{type: object, properties: {a: {type: string}}}";

    fn reference(name: &str) -> String {
        format!("{{$ref: '#/components/schemas/{name}'}}")
    }

    /// An object with a property of this schema.
    fn holder(schema: &str) -> String {
        format!("{{type: object, properties: {{a: {schema}}}}}")
    }

    /// The operation `GET /{name}` with these tags, which returns the schema.
    fn get(name: &str, tags: &str, schema: &str) -> String {
        format!(
            "/{name}: {{get: {{operationId: {name}, tags: [{tags}], responses: {{'200': {{description: D., content: {{application/json: {{schema: {schema}}}}}}}}}}}}}, "
        )
    }

    /// The features of each operation and each type, if an item has any.
    fn features(paths: &str, schemas: &str, more: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}}}\nx-parts: tag\n{more}\n"
        );
        let source = Source {
            name: "p.yaml",
            text: &text,
        };
        let (_, model) = lowered(&source, &NoFolder).expect("the document is valid");
        let operations = model.operations.iter().map(|it| (&it.name, &it.features));
        let types = model.types.iter().map(|it| (&it.name, &it.features));
        let items = operations.chain(types).filter(|(_, it)| !it.is_empty());
        items
            .map(|(name, features)| {
                let features: Vec<_> = features.names().collect();
                format!("{name}: {}", features.join(" "))
            })
            .collect()
    }

    #[test]
    fn a_type_has_the_features_of_the_operations_that_reach_it() {
        let (a, b, c) = (reference("A"), reference("B"), reference("C"));
        let three = [get("one", "x", &a), get("two", "y", &b), get("z", "z", &c)].concat();
        let cases = [
            (
                "types of one operation each",
                format!("A: {OBJECT}, B: {OBJECT}, C: {OBJECT}"),
                &["A: p-x", "B: p-y", "C: p-z"][..],
            ),
            (
                "a type inside another",
                format!("A: {}, B: {OBJECT}, C: {OBJECT}", holder(&b)),
                &["A: p-x", "B: p-x p-y", "C: p-z"],
            ),
            (
                "a cycle",
                format!("A: {}, B: {}, C: {OBJECT}", holder(&b), holder(&a)),
                &["A: p-x p-y", "B: p-x p-y", "C: p-z"],
            ),
            (
                "a type of all operations",
                format!("A: {OBJECT}, B: {}, C: {}", holder(&a), holder(&a)),
                &["B: p-y", "C: p-z"],
            ),
        ];
        for (name, schemas, expected) in cases {
            let found = features(&three, &schemas, "");
            let operations = ["one: p-x", "two: p-y", "z: p-z"];
            assert_eq!(found, [&operations, expected].concat(), "{name}");
        }
    }

    #[test]
    fn a_shared_type_has_the_features_of_each_of_its_names() {
        let schemas = format!(
            "A: {0}, B: {0}, C: {{type: object, properties: {{a: {{type: object, properties: {{x: {{type: integer}}}}}}}}}}",
            holder(OBJECT)
        );
        let paths = ["A", "B", "C"].map(|it| get(&it.to_lowercase(), it, &reference(it)));
        let paths = paths.concat();
        let rest = ["a: p-a", "b: p-b", "c: p-c", "A: p-a", "B: p-b", "C: p-c"];
        for (more, shared) in [
            ("", ["Aa: p-a", "Ba: p-b", "Ca: p-c"]),
            ("x-share-types: true", ["Aa: p-a p-b", "Ba: p-b", "Ca: p-c"]),
        ] {
            let mut found = features(&paths, &schemas, more);
            let mut expected = [&rest[..], &shared].concat();
            found.sort();
            expected.sort_unstable();
            assert_eq!(found, expected, "{more}");
        }
    }

    #[test]
    fn an_operation_has_the_features_of_its_tags() {
        let text = "{type: string}";
        let cases = [
            ("x", &["one: p-x"][..]),
            ("y, x", &["one: p-x p-y"]),
            ("x, x", &["one: p-x"]),
            ("X, x", &["one: p-x"]),
            ("x, y, z", &["one: p-x p-y p-z"]),
            ("", &[]),
            ("Code scanning", &["one: p-code-scanning"]),
            ("base", &["one: p-base-operations"]),
            ("größe", &["one: p-gru0000f6u0000dfe"]),
            ("'/'", &["one: p-u00002f"]),
            ("💰, 🎉", &["one: p-u01f389 p-u01f4b0"]),
            ("''", &["one: p-u000000"]),
        ];
        let others = [get("two", "'y'", text), get("three", "z", text)].concat();
        for (tags, expected) in cases {
            let paths = [
                get("one", tags, text),
                get("four", "x", text),
                others.clone(),
            ]
            .concat();
            let found = features(&paths, "", "");
            let rest = ["four: p-x", "two: p-y", "three: p-z"];
            assert_eq!(found, [expected, &rest].concat(), "{tags}");
        }
    }

    #[test]
    fn a_tag_can_name_its_part_and_share_it() {
        let text = "{type: string}";
        let paths = [
            get("one", "x", text),
            get("two", "y", text),
            get("three", "z", text),
        ];
        let tags = "tags: [{name: y, x-feature: Big things}, {name: z, x-feature: big-things}]";
        let expected = ["one: p-x", "two: p-big-things", "three: p-big-things"];
        assert_eq!(features(&paths.concat(), "", tags), expected);
    }

    #[test]
    fn what_the_module_itself_reaches_has_no_features() {
        let a = reference("A");
        let schemas = format!("A: {}, B: {OBJECT}", holder(&reference("B")));
        let body = format!(
            "webhooks: {{w: {{post: {{tags: [x], requestBody: {{content: {{application/json: {{schema: {a}}}}}}}}}}}}}"
        );
        let text = "{type: string}";
        for (name, paths, more) in [
            ("an operation without tags", get("one", "", &a), ""),
            ("a webhook", get("one", "", text), &body),
            ("a kept type", get("one", "", text), "x-keep-types: [A]"),
        ] {
            let tagged = [get("two", "x", &reference("B")), get("three", "y", text)].concat();
            let found = features(&(paths + &tagged), &schemas, more);
            assert_eq!(found, ["two: p-x", "three: p-y"], "{name}");
        }
    }

    #[test]
    fn an_operation_about_a_job_has_the_features_of_the_jobs() {
        let job = "{type: object, required: [id, state], properties: {id: {type: string}, state: {type: string, enum: [done]}, ids: {type: array, items: {type: string}}}}";
        let response = format!(
            "{{'200': {{description: D., content: {{application/json: {{schema: {}}}}}}}}}",
            reference("Job")
        );
        let start = format!(
            "/start: {{post: {{operationId: start, tags: [x], requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [ids], properties: {{ids: {{type: array, items: {{type: string}}}}}}}}}}}}}}, responses: {response}, x-batch: {{request: ids, size: 10, key: id}}, x-job: {{id: id, status: {{operation: status, argument: id, state: state, done: [done], every: 1}}, results: {{operation: status, argument: id, ids: ids}}}}}}}}, "
        );
        let status = format!(
            "'/status/{{id}}': {{get: {{operationId: status, tags: [y], parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}], responses: {response}}}}}, "
        );
        let paths = [start, status, get("other", "z", "{type: string}")].concat();
        assert_eq!(
            features(&paths, &format!("Job: {job}"), ""),
            [
                "start: p-x",
                "status: p-x p-y",
                "other: p-z",
                "Job: p-x p-y",
                "JobState: p-x p-y",
                "StartBody: p-x",
            ]
        );
    }

    #[test]
    fn without_the_extension_nothing_has_features() {
        let paths = get("one", "x", &reference("A"));
        let source = Source {
            name: "p.yaml",
            text: &format!(
                "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{{paths} {}}}\ncomponents: {{schemas: {{A: {OBJECT}}}}}\n",
                get("two", "y", "{type: string}")
            ),
        };
        let (_, model) = lowered(&source, &NoFolder).expect("the document is valid");
        assert!(model.operations.iter().all(|it| it.features.is_empty()));
        assert!(model.types.iter().all(|it| it.features.is_empty()));
    }
}

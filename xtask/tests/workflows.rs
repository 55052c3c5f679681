//! Checks the workflows of GitHub Actions: which code they run, and what it can access.

#[path = "support/root.rs"]
mod root;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::document::Document;
use serde_json::{Map, Value, json};

use root::root;

/// A workflow, and the name of its file.
struct Workflow {
    name: String,
    text: String,
    root: Value,
}

/// A job of a workflow.
struct Job<'a> {
    /// The name of the workflow's file and the job's key.
    name: String,
    body: &'a Value,
}

fn workflows() -> Vec<Workflow> {
    let folder = fs::read_dir(root().join(".github/workflows")).expect("there are workflows");
    let paths = folder.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    paths.iter().map(|path| workflow(path)).collect()
}

fn workflow(path: &Path) -> Workflow {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(path).expect("the workflow can be read");
    let document = Document::read(&name, &text).unwrap_or_else(|found| panic!("{found:?}"));
    let root = document.root().to_json();
    let name = name.into_owned();
    Workflow { name, text, root }
}

fn spec_review() -> Workflow {
    workflow(&root().join(".github/workflows/spec-review.yml"))
}

impl Workflow {
    fn jobs(&self) -> Vec<Job<'_>> {
        let jobs = self.root["jobs"]
            .as_object()
            .expect("a workflow has jobs")
            .iter();
        jobs.map(|(key, body)| Job {
            name: format!("{}, {key}", self.name),
            body,
        })
        .collect()
    }

    fn job(&self, key: &str) -> &Value {
        let job = self.root["jobs"].get(key);
        job.unwrap_or_else(|| panic!("{} has no job `{key}`", self.name))
    }

    /// Returns what the workflow's jobs can access unless they declare it themselves.
    fn permissions(&self) -> &Map<String, Value> {
        let permissions = self.root.get("permissions").and_then(Value::as_object);
        permissions.unwrap_or_else(|| panic!("{} declares no permissions", self.name))
    }
}

impl Job<'_> {
    fn steps(&self) -> &[Value] {
        steps(self.body)
    }

    /// Returns the actions and the reusable workflows that are not of this repository.
    fn actions(&self) -> impl Iterator<Item = &str> {
        let parts = self.steps().iter().chain([self.body]);
        let actions = parts.filter_map(|part| part["uses"].as_str());
        actions.filter(|action| !action.starts_with("./"))
    }
}

fn steps(job: &Value) -> &[Value] {
    job["steps"].as_array().map_or(&[], Vec::as_slice)
}

fn is_checkout(step: &Value) -> bool {
    text(step, "uses").starts_with("actions/checkout@")
}

/// Returns a string of a step, or an empty one.
fn text<'a>(step: &'a Value, key: &str) -> &'a str {
    step[key].as_str().unwrap_or_default()
}

fn is_commit(revision: &str) -> bool {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    revision.len() == 40 && revision.bytes().all(is_hex)
}

#[test]
fn every_action_is_pinned_by_its_commit_and_names_its_version() {
    for workflow in workflows() {
        for job in workflow.jobs() {
            for action in job.actions() {
                let revision = action.rsplit('@').next().unwrap_or_default();
                assert!(is_commit(revision), "{}: {action}", job.name);
                let with_version = format!("uses: {action} # v");
                let is_named = workflow.text.contains(&with_version);
                assert!(is_named, "{}: {action} has no version", job.name);
            }
        }
    }
}

#[test]
fn scripts_get_values_from_the_environment() {
    for workflow in workflows() {
        for job in workflow.jobs() {
            for step in job.steps() {
                let script = text(step, "run");
                assert!(!script.contains("${{"), "{}: {script}", job.name);
            }
        }
    }
}

#[test]
fn jobs_can_read_at_most_unless_they_declare_more() {
    for workflow in workflows() {
        for (scope, access) in workflow.permissions() {
            let may = scope == "contents" && access == "read";
            assert!(may, "{}: {scope}: {access}", workflow.name);
        }
    }
}

#[test]
fn checkouts_keep_no_credentials_unless_the_job_pushes() {
    for workflow in workflows() {
        for job in workflow.jobs() {
            let pushes = job.body["permissions"]["contents"] == "write";
            for step in job.steps().iter().filter(|step| is_checkout(step)) {
                let keeps = step["with"]["persist-credentials"] != json!(false);
                assert!(pushes || !keeps, "{}", job.name);
            }
        }
    }
}

#[test]
fn the_jobs_that_review_documents_have_least_permissions_and_a_time_limit() {
    let workflow = spec_review();
    assert_eq!(workflow.permissions(), &Map::new());
    let read = json!({ "contents": "read" });
    let write = json!({ "contents": "read", "pull-requests": "write" });
    let cases = [
        ("review", "pull_request", read),
        ("comment", "pull_request_target", write),
    ];
    assert_eq!(workflow.jobs().len(), cases.len());
    for (key, event, permissions) in cases {
        let job = workflow.job(key);
        let condition = format!("github.event_name == '{event}'");
        assert_eq!(job["if"], condition, "{key}");
        assert_eq!(job["permissions"], permissions, "{key}");
        assert_eq!(job["timeout-minutes"], 10, "{key}");
    }
}

#[test]
fn the_jobs_that_review_documents_use_no_cache() {
    let workflow = spec_review();
    for job in workflow.jobs() {
        let other = |step: &&Value| step.get("uses").is_some() && !is_checkout(step);
        assert_eq!(job.steps().iter().find(other), None, "{}", job.name);
    }
}

#[test]
fn the_job_that_comments_runs_the_code_of_the_default_branch() {
    let workflow = spec_review();
    let steps = steps(workflow.job("comment"));
    let checkout = json!({ "fetch-depth": 0, "persist-credentials": false });
    let checkouts = steps.iter().filter(|step| is_checkout(step));
    let checkouts: Vec<_> = checkouts.map(|step| &step["with"]).collect();
    assert_eq!(checkouts, [&checkout]);
    // The script fetches the head of the pull request, after xtask is built.
    let scripts = steps.iter().filter_map(|step| step["run"].as_str());
    let expected = [
        "rustup toolchain install stable --profile minimal && rustup default stable",
        "cargo build --package xtask --locked",
        ".ci/spec-review",
    ];
    assert!(scripts.eq(expected));
}

#[test]
fn the_job_that_comments_gives_the_script_alone_a_token_and_no_text_of_the_pull_request() {
    let workflow = spec_review();
    assert_eq!(workflow.root.get("env"), None);
    let job = workflow.job("comment");
    assert_eq!(job.get("env"), None);
    let (last, others) = steps(job).split_last().expect("the job has steps");
    for step in others {
        assert_eq!(step.get("env"), None);
    }
    let environment = json!({
        "GH_TOKEN": "${{ github.token }}",
        "PULL_REQUEST": "${{ github.event.pull_request.number }}",
        "BASE": "${{ github.event.pull_request.base.sha }}",
    });
    assert_eq!(last["env"], environment);
}

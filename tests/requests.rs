//! Compares the request of each operation with the recorded one in `requests/<module>/<operation>.http`.
//!
//! If the file does not exist, the test writes it and fails, so that the file is reviewed. If a request changes on
//! purpose, remove its file and run the test again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::folder::OnDisk;
use codegen::{Options, Source, generate_in};
use serde_json::json;
use similar::TextDiff;
use tests::{Answer, DocumentFile, Recorded, Recorder, documents, root};

/// Defines a test for each operation, with a call that sets all parameters and fields.
macro_rules! calls {
    ($($module:ident by $credential:ident {
        $($operation:ident: |$client:ident| $call:expr;)*
    })*) => {
        const CALLS: &[(&str, &str)] = &[$($((stringify!($module), stringify!($operation)),)*)*];

        $(mod $module {
            #[allow(unused_imports, reason = "some calls use no type")]
            use conversations_client::$module::{Client, types::*};

            use super::*;

            $(#[tokio::test]
            async fn $operation() {
                let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
                let builder = Client::builder().$credential("<key>").base_url(server.url());
                let $client = builder.build().unwrap();
                $call.send_raw().await.unwrap();
                assert_recorded(stringify!($module), stringify!($operation), &server);
            })*
        })*
    };
}

calls! {
    bird by access_key {
        update_conversation: |client| {
            let workspace = "a1405560-c8d3-4b1a-877d-3f449ad95352".parse().unwrap();
            let conversation = "907798f8-fd72-44d5-8042-fcc05c1bb570".parse().unwrap();
            let call = client.update_conversation(workspace, conversation);
            let call = call.name("Re: Your refund").description(None);
            let call = call.status(ConversationStatus::Closed);
            let call = call.visibility(ConversationVisibility::Private);
            let call = call.accessibility(ConversationAccessibility::Open);
            let call = call.attributes([("plan", json!("pro")), ("seats", json!(3))]);
            call.resource(ResourceReference::new("task", "7"))
        };
    }
    fernand by api_key {
        list_conversations: |client| {
            let call = client.list_conversations().order(ConversationOrder::Newest);
            call.q("tag:vip refund").limit(3).cursor("cur_1")
        };
        update_conversation: |client| {
            let call = client.update_conversation(12345).contact_id(789).subject("Refund");
            let call = call.agent_email("jared@piedpiper.com").agent_id(None);
            call.snooze_until("one week").status(ConversationStatus::Snoozed)
        };
        bulk_update_conversations: |client| {
            let call = client.bulk_update_conversations([12345, 12346]).block(true);
            let call = call.untag("vip").tag("urgent");
            let call = call.agent_email("jared@piedpiper.com").agent_id(42);
            call.snooze_until("+5").status(BulkStatus::Spam)
        };
    }
    kustomer by api_key {
        update_conversations: |client| {
            let call = client.update_conversations(["507f1f77bcf86cd799439031", "507f1f77bcf86cd799439032"]);
            let call = call.external_id("crm-1").name("Refund");
            let call = call.direction(Direction::In).priority(3).satisfaction(4.5);
            let call = call.status(ConversationStatus::Snoozed).sub_status("waiting");
            let snooze = Snooze::new(SnoozeStatus::Scheduled);
            let call = call.snooze(snooze.time("2026-01-22T09:00:00Z".parse::<Time>().unwrap()));
            let call = call.tags(["vip"]).suggested_tags([SuggestedTag::new("refund", 0.75)]);
            let call = call.sentiment(Sentiment::new(Polarity::Negative, 0.5));
            let call = call.assigned_users(["u"]).assigned_teams(["t"]);
            let call = call.custom([("orderNum", json!(7)), ("giftBool", json!(true))]);
            call.locked(true).rev(12).default_lang("en").queue([("id", "q")])
        };
        update_each_conversation: |client| {
            let first = ConversationEntry::new("507f1f77bcf86cd799439031").customer("c").client_ref("crm-1");
            let second = ConversationEntry::new("507f1f77bcf86cd799439032").client_ref("crm-2");
            client.update_each_conversation([first.status(ConversationStatus::Done), second.priority(3)])
        };
        get_bulk: |client| client.get_bulk("507f1f77bcf86cd799439041");
        list_bulk_batches: |client| client.list_bulk_batches("507f1f77bcf86cd799439041");
    }
}

type Time = chrono::DateTime<chrono::Utc>;

/// Headers that are not recorded: those that do not depend on the operation, and the length of the recorded body.
const OMITTED_HEADERS: [&str; 3] = ["content-length", "host", "user-agent"];

fn folder() -> PathBuf {
    root().join("tests/requests")
}

/// Formats a request as in HTTP/1.1.
fn http_text(request: &Recorded) -> String {
    let mut text = format!("{} {} HTTP/1.1\n", request.method, request.target);
    for (name, value) in &request.headers {
        if !OMITTED_HEADERS.contains(&name.as_str()) {
            text.push_str(&format!("{name}: {value}\n"));
        }
    }
    if !request.body.is_empty() {
        text.push_str(&format!("\n{}\n", request.body));
    }
    text
}

#[track_caller]
fn assert_recorded(module: &str, operation: &str, server: &Recorder) {
    let requests = server.requests();
    let [request] = requests.as_slice() else {
        panic!("expected one request: {requests:?}");
    };
    let (name, sent) = (format!("{module}/{operation}.http"), http_text(request));
    let path = folder().join(&name);
    let Ok(recorded) = fs::read_to_string(&path) else {
        write(&path, &sent).unwrap();
        panic!("tests/requests/{name} was recorded: review it, then run the test again\n\n{sent}");
    };
    let diff = TextDiff::from_lines(&recorded, &sent);
    let diff = diff.unified_diff().header("recorded", "sent").to_string();
    assert!(
        diff.is_empty(),
        "the request differs from tests/requests/{name}: if the change is intended, remove the file and run this test again\n\n{diff}"
    );
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

type Names = BTreeSet<(String, String)>;

/// Returns the operations of the documents, each with its module.
fn operations() -> Names {
    let operations_of = |document: &DocumentFile| {
        let source = Source {
            name: &document.name,
            text: &document.text,
        };
        let folder = OnDisk::of(&document.path());
        let module = generate_in(&source, &folder, &Options::default());
        let module = module
            .unwrap_or_else(|_| panic!("{} was rejected: run `cargo xtask check`", source.name));
        let names = module.surface.operation_names().map(str::to_owned);
        let names: Vec<_> = names.map(|name| (module.name.clone(), name)).collect();
        names
    };
    documents()
        .unwrap()
        .iter()
        .flat_map(operations_of)
        .collect()
}

/// Returns the operations with a recorded request, each with its module.
fn recorded() -> io::Result<Names> {
    let mut names = Names::new();
    for module in fs::read_dir(folder())? {
        let module = module?;
        for file in fs::read_dir(module.path())? {
            let file = file?.file_name().to_string_lossy().into_owned();
            let operation = file.strip_suffix(".http").unwrap_or(&file);
            let module = module.file_name().to_string_lossy().into_owned();
            names.insert((module, operation.to_owned()));
        }
    }
    Ok(names)
}

fn assert_none<'a>(names: impl Iterator<Item = &'a (String, String)>, message: &str) {
    let names: Vec<_> = names
        .map(|(module, name)| format!("{module}'s `{name}`"))
        .collect();
    assert!(names.is_empty(), "{message}: {}", names.join(", "));
}

#[test]
fn every_operation_has_a_call_and_a_recorded_request() {
    let (operations, recorded) = (operations(), recorded().unwrap());
    let calls = CALLS.iter();
    let calls: Names = calls
        .map(|(module, name)| ((*module).to_owned(), (*name).to_owned()))
        .collect();
    assert_none(
        operations.difference(&calls),
        "no test calls these operations; add calls to tests/requests.rs",
    );
    assert_none(
        recorded.difference(&calls),
        "these recorded requests have no call; remove them from tests/requests/",
    );
    assert_none(
        calls.difference(&operations),
        "these operations no longer exist; remove them from tests/requests.rs",
    );
}

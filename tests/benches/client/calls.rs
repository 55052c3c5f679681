//! Calls to the server, by the generated client and by hand.

use std::collections::HashMap;
use std::fmt::Debug;
use std::rc::Rc;
use std::time::Duration;

use conversations_client::{bird, fernand, kustomer};
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;
use uuid::{Uuid, uuid};

use super::measure::{Case, Column};
use super::{bodies, by_hand, types};

/// The columns of every case, in this order. With the feature `progenitor`, another one follows.
pub(crate) const COLUMNS: [&str; 4] = ["generated", "generated, paced", "guarded", "plain"];

pub(crate) const KEY: &str = "sk_test_1234567890";
pub(crate) const BEARER: &str = "Bearer sk_test_1234567890";
pub(crate) const ACCESS_KEY: &str = "AccessKey sk_test_1234567890";
pub(crate) const WORKSPACE: Uuid = uuid!("a1405560-c8d3-4b1a-877d-3f449ad95352");
pub(crate) const CONVERSATION: Uuid = uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570");
pub(crate) const SUBJECT: &str = "Question about billing";

/// How the response to a request by hand is read.
#[derive(Clone, Copy)]
enum Reading {
    Plain,
    Guarded,
}

/// A client by hand.
#[derive(Clone)]
struct ByHand {
    http: reqwest::Client,
    reading: Reading,
    url: Rc<str>,
}

impl ByHand {
    async fn read<T: DeserializeOwned>(&self, request: RequestBuilder) -> T {
        match self.reading {
            Reading::Plain => ok(by_hand::send(request).await),
            Reading::Guarded => ok(by_hand::send_guarded(request).await),
        }
    }
}

pub(crate) fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error:?}"),
    }
}

/// The cases, with the server at this URL.
pub(crate) fn cases(url: &str) -> Vec<Case> {
    let runtime = ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build());
    let runtime = Rc::new(runtime);
    #[cfg_attr(not(feature = "progenitor"), expect(unused_mut))]
    let mut cases = vec![
        update(&runtime, url),
        update_of_none(&runtime, url),
        list(&runtime, url),
        bulk(&runtime, url),
        job(&runtime, url),
        bird_update(&runtime, url),
    ];
    #[cfg(feature = "progenitor")]
    super::progenitor::add_columns(&mut cases, &runtime, url);
    cases
}

fn update(runtime: &Rc<Runtime>, url: &str) -> Case {
    let generated = |client: fernand::Client| async move {
        let call = client
            .update_conversation(12345)
            .status(fernand::types::ConversationStatus::Closed);
        ok(call.subject(SUBJECT).send().await)
    };
    let by_hand = |client: ByHand| async move {
        let request = update_by_hand(&client.http, &client.url, 12345);
        client.read::<types::fernand::Conversation>(request).await
    };
    case(
        "update_conversation",
        runtime,
        [fernand_client(url), paced_fernand_client(url)],
        generated,
        clients_by_hand("x-api-key", KEY, url),
        by_hand,
    )
}

/// The request of an update of Fernand's conversation with this ID.
pub(crate) fn update_by_hand(http: &reqwest::Client, url: &str, id: i64) -> RequestBuilder {
    let body = types::fernand::Update {
        status: types::fernand::Status::Closed,
        subject: SUBJECT,
    };
    http.patch(format!("{url}/conversations/{id}")).json(&body)
}

/// An update that the server answers with an error.
fn update_of_none(runtime: &Rc<Runtime>, url: &str) -> Case {
    let generated = async |client: fernand::Client| {
        let call = client
            .update_conversation(404)
            .status(fernand::types::ConversationStatus::Closed);
        match call.subject(SUBJECT).send().await {
            Err(fernand::Error::Api(error)) => assert_eq!(error.status(), 404),
            other => panic!("{other:?}"),
        }
    };
    let by_hand = async |client: ByHand| {
        let request = update_by_hand(&client.http, &client.url, 404);
        match client.reading {
            Reading::Plain => {
                let error = by_hand::send::<types::fernand::Conversation>(request)
                    .await
                    .expect_err("404");
                assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
            }
            Reading::Guarded => {
                match by_hand::send_guarded::<types::fernand::Conversation>(request).await {
                    Err(by_hand::Failure::Status { status, .. }) => assert_eq!(status, 404),
                    other => panic!("{other:?}"),
                }
            }
        }
    };
    case(
        "update with a 404",
        runtime,
        [fernand_client(url), paced_fernand_client(url)],
        generated,
        clients_by_hand("x-api-key", KEY, url),
        by_hand,
    )
}

fn list(runtime: &Rc<Runtime>, url: &str) -> Case {
    let generated = |client: fernand::Client| async move {
        let call = client.list_conversations().q("status:opened").limit(250);
        let page = ok(call.send().await);
        assert_eq!(page.data.len(), 250);
        page
    };
    let by_hand = |client: ByHand| async move {
        let url = format!("{}/conversations", client.url);
        let request = client
            .http
            .get(url)
            .query(&[("limit", "250"), ("q", "status:opened")]);
        let page: types::fernand::Page = client.read(request).await;
        assert_eq!(page.data.len(), 250);
        page
    };
    case(
        "list of 250",
        runtime,
        [fernand_client(url), paced_fernand_client(url)],
        generated,
        clients_by_hand("x-api-key", KEY, url),
        by_hand,
    )
}

fn bulk(runtime: &Rc<Runtime>, url: &str) -> Case {
    let generated = |client: fernand::Client| async move {
        let call = client.bulk_update_conversations(12_345..12_445);
        let outcome = ok(call
            .status(fernand::types::BulkStatus::Closed)
            .send_all()
            .await);
        assert!(outcome.is_complete(), "{outcome}");
        outcome
    };
    let by_hand = |client: ByHand| async move {
        let ids: Vec<i64> = (12_345..12_445).collect();
        let body = types::fernand::BulkUpdate {
            ids: &ids,
            status: types::fernand::Status::Closed,
        };
        let url = format!("{}/conversations/bulk", client.url);
        let answer: types::fernand::BulkUpdated =
            client.read(client.http.post(url).json(&body)).await;
        let answered = answer.conversations.into_iter().map(|it| (it.id, it));
        let mut answered: HashMap<_, _> = answered.collect();
        let updated: Vec<_> = ids
            .iter()
            .filter_map(|id| Some((*id, answered.remove(id)?)))
            .collect();
        assert_eq!(updated.len(), ids.len());
        updated
    };
    case(
        "bulk update of 100",
        runtime,
        [fernand_client(url), paced_fernand_client(url)],
        generated,
        clients_by_hand("x-api-key", KEY, url),
        by_hand,
    )
}

fn job(runtime: &Rc<Runtime>, url: &str) -> Case {
    let ids: Rc<[String]> = (0..100).map(bodies::kustomer_id).collect();
    let sent = Rc::clone(&ids);
    let generated = move |client: kustomer::Client| {
        let ids = Rc::clone(&sent);
        async move {
            let call = client.update_conversations(ids.iter()).ended(true);
            let outcome = ok(call.job_interval(Duration::ZERO).send_all().await);
            assert!(outcome.is_complete(), "{outcome}");
            outcome
        }
    };
    let by_hand = move |client: ByHand| {
        let ids = Rc::clone(&ids);
        async move { job_by_hand(&client, &ids).await }
    };
    case(
        "Kustomer job of 100",
        runtime,
        [kustomer_client(url), paced_kustomer_client(url)],
        generated,
        clients_by_hand("authorization", BEARER, url),
        by_hand,
    )
}

async fn job_by_hand(client: &ByHand, ids: &[String]) -> Vec<String> {
    let url = format!("{}/v1/conversations/bulk", client.url);
    let request = client.http.put(url).query(&[("ids", ids.join(","))]);
    let request = request.json(&types::kustomer::Changes { ended: true });
    let answer: types::kustomer::Answer = client.read(request).await;
    let url = format!("{}/v1/bulk/{}", client.url, answer.data.id);
    loop {
        let answer: types::kustomer::Answer = client.read(client.http.get(&url)).await;
        if answer.data.attributes.status == types::kustomer::JobStatus::Complete {
            break;
        }
    }
    let batches: types::kustomer::Batches =
        client.read(client.http.get(format!("{url}/batches"))).await;
    let results = batches
        .data
        .into_iter()
        .flat_map(|batch| batch.attributes.results.unwrap_or_default());
    let results = results.filter_map(|result| Some((result.object_id?, result.status?)));
    let results: HashMap<_, _> = results.collect();
    let is_updated =
        |id: &&String| results.get(*id) == Some(&types::kustomer::EntryStatus::Updated);
    let updated: Vec<_> = ids.iter().filter(is_updated).cloned().collect();
    assert_eq!(updated.len(), ids.len());
    updated
}

fn bird_update(runtime: &Rc<Runtime>, url: &str) -> Case {
    let generated = |client: bird::Client| async move {
        let call = client
            .update_conversation(WORKSPACE, CONVERSATION)
            .name(SUBJECT.to_owned());
        ok(call
            .visibility(bird::types::ConversationVisibility::Private)
            .send()
            .await)
    };
    let by_hand = |client: ByHand| async move {
        let url = format!(
            "{}/workspaces/{WORKSPACE}/conversations/{CONVERSATION}",
            client.url
        );
        let body = types::bird::Update {
            name: SUBJECT,
            visibility: types::bird::Visibility::Private,
        };
        client
            .read::<types::bird::Conversation>(client.http.patch(url).json(&body))
            .await
    };
    case(
        "Bird's update",
        runtime,
        [bird_client(url), paced_bird_client(url)],
        generated,
        clients_by_hand("authorization", ACCESS_KEY, url),
        by_hand,
    )
}

/// A window in which few requests fit, so that the pacer counts as many as with a documented limit, but never waits.
const WINDOW: Duration = Duration::from_millis(1);
const REQUESTS: u32 = 1_000_000;

pub(crate) fn fernand_client(url: &str) -> fernand::Client {
    ok(fernand::Client::builder()
        .api_key(KEY)
        .base_url(url)
        .pacing(false)
        .build())
}

pub(crate) fn paced_fernand_client(url: &str) -> fernand::Client {
    let builder = fernand::Client::builder().api_key(KEY).base_url(url);
    let builder = builder.rate_limit("reads", REQUESTS, WINDOW);
    ok(builder.rate_limit("writes", REQUESTS, WINDOW).build())
}

fn kustomer_client(url: &str) -> kustomer::Client {
    ok(kustomer::Client::builder()
        .api_key(KEY)
        .base_url(url)
        .pacing(false)
        .build())
}

fn paced_kustomer_client(url: &str) -> kustomer::Client {
    let builder = kustomer::Client::builder().api_key(KEY).base_url(url);
    ok(builder.rate_limit("requests", REQUESTS, WINDOW).build())
}

fn bird_client(url: &str) -> bird::Client {
    ok(bird::Client::builder()
        .access_key(KEY)
        .base_url(url)
        .pacing(false)
        .build())
}

fn paced_bird_client(url: &str) -> bird::Client {
    let builder = bird::Client::builder().access_key(KEY).base_url(url);
    ok(builder.rate_limit("updates", REQUESTS, WINDOW).build())
}

fn clients_by_hand(name: &'static str, value: &'static str, url: &str) -> [ByHand; 2] {
    let client = |http, reading| ByHand {
        http,
        reading,
        url: url.into(),
    };
    [
        client(by_hand::guarded(name, value), Reading::Guarded),
        client(by_hand::plain(name, value), Reading::Plain),
    ]
}

fn case<C, G, H>(
    name: &str,
    runtime: &Rc<Runtime>,
    clients: [C; 2],
    generated: impl AsyncFn(C) -> G + Clone + 'static,
    clients_by_hand: [ByHand; 2],
    by_hand: impl AsyncFn(ByHand) -> H + Clone + 'static,
) -> Case
where
    C: Clone + 'static,
    G: 'static,
    H: 'static,
{
    let [unpaced, paced] = clients;
    let [guarded, plain] = clients_by_hand;
    Case {
        name: name.to_owned(),
        bytes: 0,
        columns: vec![
            column(COLUMNS[0], runtime, unpaced, generated.clone()),
            column(COLUMNS[1], runtime, paced, generated),
            column(COLUMNS[2], runtime, guarded, by_hand.clone()),
            column(COLUMNS[3], runtime, plain, by_hand),
        ],
    }
}

pub(crate) fn column<C: Clone + 'static, T>(
    name: &'static str,
    runtime: &Rc<Runtime>,
    client: C,
    call: impl AsyncFn(C) -> T + 'static,
) -> Column {
    let runtime = Rc::clone(runtime);
    let run = move |count| {
        runtime.block_on(async {
            for _ in 0..count {
                drop(call(client.clone()).await);
            }
        });
    };
    Column {
        name,
        run: Box::new(run),
    }
}

//! The same calls through the output of progenitor.

mod output;

use std::collections::HashMap;
use std::rc::Rc;

use output::{bird, fernand, kustomer};
use tokio::runtime::Runtime;

use super::calls::{ACCESS_KEY, BEARER, CONVERSATION, KEY, SUBJECT, WORKSPACE, column, ok};
use super::measure::{Case, Column};
use super::{bodies, by_hand};

const NAME: &str = "progenitor";

/// Adds a column to each case.
pub(crate) fn add_columns(cases: &mut [Case], runtime: &Rc<Runtime>, url: &str) {
    let columns = [
        update(runtime, url),
        update_of_none(runtime, url),
        list(runtime, url),
        bulk(runtime, url),
        job(runtime, url),
        bird_update(runtime, url),
    ];
    assert_eq!(cases.len(), columns.len(), "every case has a column");
    for (case, column) in cases.iter_mut().zip(columns) {
        case.columns.push(column);
    }
}

fn fernand_client(url: &str) -> fernand::Client {
    fernand::Client::new_with_client(url, by_hand::plain("x-api-key", KEY))
}

fn closing() -> fernand::types::ConversationUpdate {
    fernand::types::ConversationUpdate {
        status: Some(fernand::types::ConversationStatus::Closed),
        subject: Some(ok(SUBJECT.parse())),
        ..Default::default()
    }
}

fn update(runtime: &Rc<Runtime>, url: &str) -> Column {
    let call = |client: fernand::Client| async move {
        ok(client.update_conversation(12345, &closing()).await).into_inner()
    };
    column(NAME, runtime, fernand_client(url), call)
}

fn update_of_none(runtime: &Rc<Runtime>, url: &str) -> Column {
    let call =
        async |client: fernand::Client| match client.update_conversation(404, &closing()).await {
            Err(fernand::Error::ErrorResponse(error)) => assert_eq!(error.status(), 404),
            other => panic!("{other:?}"),
        };
    column(NAME, runtime, fernand_client(url), call)
}

fn list(runtime: &Rc<Runtime>, url: &str) -> Column {
    let call = |client: fernand::Client| async move {
        let page = client.list_conversations(None, Some(250), None, Some("status:opened"));
        let page = ok(page.await).into_inner();
        assert_eq!(page.data.len(), 250);
        page
    };
    column(NAME, runtime, fernand_client(url), call)
}

fn bulk(runtime: &Rc<Runtime>, url: &str) -> Column {
    let call = |client: fernand::Client| async move {
        let body = fernand::types::BulkUpdate {
            ids: (12_345..12_445).collect(),
            status: Some(fernand::types::BulkStatus::Closed),
            agent_email: None,
            agent_id: None,
            block: None,
            snooze_until: None,
            tag: None,
            untag: None,
        };
        let answer = ok(client.bulk_update_conversations(&body).await).into_inner();
        let answered = answer.conversations.into_iter().map(|it| (it.id, it));
        let mut answered: HashMap<_, _> = answered.collect();
        let updated = body.ids.iter();
        let updated: Vec<_> = updated
            .filter_map(|id| Some((*id, answered.remove(id)?)))
            .collect();
        assert_eq!(updated.len(), body.ids.len());
        updated
    };
    column(NAME, runtime, fernand_client(url), call)
}

fn job(runtime: &Rc<Runtime>, url: &str) -> Column {
    let ids: Rc<[String]> = (0..100).map(bodies::kustomer_id).collect();
    let client = kustomer::Client::new_with_client(url, by_hand::plain("authorization", BEARER));
    let call = move |client: kustomer::Client| {
        let ids = Rc::clone(&ids);
        async move { updated(&client, &ids).await }
    };
    column(NAME, runtime, client, call)
}

async fn updated(client: &kustomer::Client, ids: &[String]) -> Vec<String> {
    let changes = kustomer::types::ConversationChanges {
        ended: Some(true),
        ..Default::default()
    };
    let (ids_parameter, body) = (ids.join(","), changes.into());
    let answer = client.bulk_update_conversations(Some(&ids_parameter), &body);
    let id: String = ok(answer.await).into_inner().data.id;
    loop {
        let answer = ok(client.get_bulk(&ok(id.parse())).await);
        if answer.data.attributes.status == kustomer::types::BulkStatus::Complete {
            break;
        }
    }
    let batches = ok(client.list_bulk_batches(&ok(id.parse())).await).into_inner();
    let results = batches
        .data
        .into_iter()
        .flat_map(|batch| batch.attributes.results.unwrap_or_default());
    let results = results.filter_map(|result| Some((result.object_id?, result.status?)));
    let results: HashMap<_, _> = results.collect();
    let is_updated =
        |id: &&String| results.get(*id) == Some(&kustomer::types::BulkResultStatus::Updated);
    let updated: Vec<_> = ids.iter().filter(is_updated).cloned().collect();
    assert_eq!(updated.len(), ids.len());
    updated
}

fn bird_update(runtime: &Rc<Runtime>, url: &str) -> Column {
    let client = bird::Client::new_with_client(url, by_hand::plain("authorization", ACCESS_KEY));
    let call = |client: bird::Client| async move {
        let update = bird::types::ConversationUpdate {
            name: Some(SUBJECT.to_owned()),
            visibility: bird::types::ConversationVisibility::Private,
            ..Default::default()
        };
        let answer = client.update_conversation(&WORKSPACE, &CONVERSATION, &update);
        ok(answer.await).into_inner()
    };
    column(NAME, runtime, client, call)
}

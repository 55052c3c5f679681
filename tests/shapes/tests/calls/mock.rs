//! The mock answers with every kind of output, under a status that the document declares for it.

use std::fmt::Debug;

use bytes::Bytes;
use serde_json::json;
use shapes::runtime::test_util::MockOperation;
use shapes::runtime::{Call, ErrorOf};
use shapes::successes::types::*;
use shapes::successes::{Client, Mock, Successes};

fn item() -> Item {
    serde_json::from_value(json!({ "id": 1 })).unwrap()
}

fn ticket() -> Ticket {
    serde_json::from_value(json!({ "ticket": "t" })).unwrap()
}

/// Checks that a client reads each output as it was given, and returns the statuses.
async fn statuses<O>(call: impl Fn(&Client) -> Call<O>, outputs: Vec<O::Output>) -> Vec<u16>
where
    O: MockOperation<Document = Successes, Output: Debug + PartialEq + Clone>,
    ErrorOf<O>: Debug,
{
    let mock = Mock::new();
    let client = mock.client();
    let mut statuses = Vec::new();
    for output in outputs {
        mock.on::<O>().answer(output.clone());
        let response = call(&client).send_response().await.unwrap();
        assert_eq!(*response.value(), output);
        statuses.push(response.status().as_u16());
    }
    statuses
}

#[tokio::test]
async fn every_output_has_a_declared_status() {
    let maybe = statuses(Client::maybe, vec![Some(item()), None]).await;
    assert_eq!(maybe, [200, 204]);
    let later = statuses(Client::later, vec![Some(ticket()), None]).await;
    assert_eq!(later, [202, 200]);
    let several = vec![
        SeveralAnswer::Ok(item()),
        SeveralAnswer::Accepted(ticket()),
        SeveralAnswer::NonAuthoritative("a copy".to_owned()),
        SeveralAnswer::NoContent,
    ];
    let several = statuses(Client::several, several).await;
    assert_eq!(several, [200, 202, 203, 204]);
    let class = vec![
        ClassAnswer::PartialContent(Bytes::from_static(b"\0part")),
        ClassAnswer::Success(vec![item()]),
    ];
    assert_eq!(statuses(Client::class, class).await, [206, 200]);
    let null = vec![
        NullOrNothingAnswer::Ok(Some(item())),
        NullOrNothingAnswer::Ok(None),
        NullOrNothingAnswer::NoContent,
    ];
    let null = statuses(Client::null_or_nothing, null).await;
    assert_eq!(null, [200, 200, 204]);
    assert_eq!(statuses(Client::only_default, vec![item()]).await, [200]);
}

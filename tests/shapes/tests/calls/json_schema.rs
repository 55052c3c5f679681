//! Tests the keywords of OpenAPI 3.1 that show in requests and responses.

use serde_json::{Value, json};
use shapes::json_schema::Client;
use shapes::json_schema::types::{Owner, OwnerAddress, PlaceKind, PlaceLabel, PlaceLevel};
use tests::{Answer, Recorder};

/// Returns a server that responds with a place, and a client of it.
async fn client(place: Value) -> (Recorder, Client) {
    let server = Recorder::start(Answer::json(200, place.to_string()))
        .await
        .unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

/// A place with the required properties and these.
fn place(mut more: Value) -> Value {
    let required = json!({ "kind": "place", "position": [13.4, 52.5] });
    let entries = required.as_object().cloned().unwrap_or_default();
    more.as_object_mut().unwrap().extend(entries);
    more
}

#[tokio::test]
async fn tuples_constants_unions_and_null_are_sent_as_the_document_has_them() {
    let (server, client) = client(place(json!({}))).await;
    let call = client.add_place(PlaceKind::Place, (13.4, 52.5));
    let call = call.name(None).label(7).owner(None).level(PlaceLevel::High);
    let nearest = OwnerAddress::new().street("Home Street");
    call.nearest(nearest).send().await.unwrap();
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    let expected = json!({
        "name": null, "label": 7, "owner": null, "level": "high", "nearest": { "street": "Home Street" },
    });
    let sent: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(sent, place(expected));
}

#[tokio::test]
async fn a_constraint_on_an_item_of_a_tuple_is_checked() {
    let (server, client) = client(place(json!({}))).await;
    let call = client.add_place(PlaceKind::Place, (13.4, 91.0));
    let message = call.send().await.unwrap_err().to_string();
    assert!(message.contains("`position[1]` is 91"), "{message}");
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn an_exclusive_limit_is_checked() {
    let (_server, client) = client(place(json!({}))).await;
    let call = client.add_place(PlaceKind::Place, (0.0, 0.0)).height(0.0);
    let message = call.send().await.unwrap_err().to_string();
    assert!(message.contains("`height` is 0; more than 0"), "{message}");
}

#[tokio::test]
async fn a_response_with_null_and_with_another_constant_is_read() {
    let mut response =
        place(json!({ "name": null, "owner": { "name": "Ada", "home": {} }, "label": "abc" }));
    response["kind"] = json!("square");
    let (_server, client) = client(response).await;
    let read = client
        .add_place(PlaceKind::Place, (0.0, 0.0))
        .send()
        .await
        .unwrap();
    assert_eq!(read.kind.as_str(), "square");
    assert_eq!((read.position, read.name), ((13.4, 52.5), None));
    assert_eq!(read.label, Some(PlaceLabel::Text("abc".to_owned())));
    let owner: Owner = serde_json::from_value(json!({ "name": "Ada", "home": {} })).unwrap();
    assert_eq!(read.owner, Some(owner));
}

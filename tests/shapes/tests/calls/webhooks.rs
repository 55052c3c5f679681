//! Payloads of webhooks and callbacks, as a receiver reads them.

use serde_json::json;
use shapes::runtime::WebhookError;
use shapes::webhooks::types::{Pet, PetStatus, SubscribeExpiredWebhookReason};
use shapes::webhooks::webhooks::{self, Webhook};

#[test]
fn a_payload_is_read_by_its_name() {
    let pet = json!({"id": 7, "name": "Rex", "status": "sold"});
    let Ok(Webhook::NewPet(read)) = webhooks::parse("newPet", pet.to_string().as_bytes()) else {
        panic!("it is a pet");
    };
    assert_eq!((read.id, &*read.name), (7, "Rex"));
    assert_eq!(read.status, Some(PetStatus::Sold));
    let pets = webhooks::parse("export.put", json!([pet]).to_string().as_bytes());
    assert_eq!(pets, Ok(Webhook::ExportPut(vec![read])));
}

#[test]
fn payloads_that_are_not_json_are_text_or_bytes() {
    let text = webhooks::parse("new-pet", "Rex ü".as_bytes());
    assert_eq!(text, Ok(Webhook::NewPet2("Rex ü".to_owned())));
    let bytes = webhooks::parse("export.post", b"\xff\0");
    assert_eq!(bytes, Ok(Webhook::ExportPost(b"\xff\0".to_vec().into())));
    assert_eq!(webhooks::parse("ping", b""), Ok(Webhook::Ping));
    let error = webhooks::parse("new-pet", b"\xff").unwrap_err();
    assert_eq!(error.to_string(), "new-pet: the body is not UTF-8");
}

#[test]
fn callbacks_with_the_same_name_and_other_payloads_are_named_after_their_operations() {
    let expired = webhooks::parse("subscribe.expired", br#"{"reason": "unpaid"}"#);
    let Ok(Webhook::SubscribeExpired(expired)) = expired else {
        panic!("it is the callback of a subscription: {expired:?}");
    };
    assert_eq!(expired.reason, SubscribeExpiredWebhookReason::Unpaid);
    let orders = webhooks::parse("order.expired", b"[]");
    assert_eq!(orders, Ok(Webhook::OrderExpired(Vec::new())));
    assert_eq!(
        webhooks::parse("closed", b"1"),
        Ok(Webhook::Closed(json!(1)))
    );
}

#[test]
fn new_enum_values_and_properties_are_accepted() {
    let pet = br#"{"id": 7, "name": "A name that is longer than a request may have", "status": "lost", "age": 3}"#;
    let Ok(Webhook::NewPet(pet)) = webhooks::parse("newPet", pet) else {
        panic!("it is a pet");
    };
    let status = pet.status.expect("the pet has a status");
    assert!(matches!(status, PetStatus::Unknown(_)));
    assert_eq!(status, "lost");
}

#[test]
fn an_unknown_name_is_an_error_that_has_it() {
    let error = webhooks::parse("expired", b"{}").unwrap_err();
    assert_eq!(error, WebhookError::UnknownName("expired".to_owned()));
    assert_eq!(error.to_string(), "unknown webhook or callback `expired`");
    let long = "a\n".repeat(1000);
    let error = webhooks::parse(&long, b"{}").unwrap_err().to_string();
    assert!(error.len() < 120 && !error.contains('\n'), "{error}");
}

#[test]
fn a_payload_that_cannot_be_read_is_an_error_with_its_place() {
    let long = format!(r#"{{"id": "{}", "name": "Rex"}}"#, "x".repeat(1000));
    for (body, path, message) in [
        (
            r#"{"id": 7"#,
            None,
            "newPet: the JSON in the body is truncated",
        ),
        ("", None, "newPet: expected JSON, but the body is empty"),
        (
            r#"{"id": 7, "name": ["Rex"]}"#,
            Some("name"),
            "newPet: name: invalid type: sequence, expected a string; found an array of 1",
        ),
        (&long, Some("id"), "newPet: id: invalid type: string"),
    ] {
        let error = webhooks::parse("newPet", body.as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(format!("{error:?}").len() < 400, "{error:?}");
        let WebhookError::Unreadable { name, problem, .. } = error else {
            panic!("the name is known");
        };
        assert_eq!((&*name, problem.path()), ("newPet", path));
    }
}

#[test]
fn a_test_of_a_receiver_has_an_example_of_the_payload() {
    let pet = Pet::example();
    assert_eq!((pet.id, &*pet.name), (7, "Rex"));
    let body = serde_json::to_vec(&pet).unwrap();
    assert_eq!(webhooks::parse("newPet", &body), Ok(Webhook::NewPet(pet)));
}

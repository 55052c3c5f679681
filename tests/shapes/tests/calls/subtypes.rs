//! Schemas with a discriminator that other schemas extend.

use serde_json::{Value, json};
use shapes::subtypes::Client;
use shapes::subtypes::types::{Cat, Dog, Pet, PetBase, Puppy};
use tests::{Answer, Recorder};

#[test]
fn the_discriminator_selects_the_schema_that_extends_another() {
    let mut puppy = Puppy::new("Puppy");
    puppy.weeks = Some(9);
    let cases = [
        (
            json!({ "kind": "cat", "lives": 9 }),
            Pet::from(Cat::new("cat").lives(9)),
        ),
        (json!({ "kind": "kitten" }), Cat::new("kitten").into()),
        (
            json!({ "kind": "Dog", "name": "Rex" }),
            Dog::new("Dog").name("Rex").into(),
        ),
        (json!({ "kind": "Puppy", "weeks": 9 }), puppy.into()),
        (json!({ "kind": "Stray" }), PetBase::new("Stray").into()),
        (
            json!({ "kind": "Bird", "name": "Tweety" }),
            PetBase::new("Bird").name("Tweety").into(),
        ),
    ];
    for (json, expected) in cases {
        assert_eq!(serde_json::from_value::<Pet>(json).unwrap(), expected);
    }
}

#[tokio::test]
async fn a_schema_that_extends_another_is_sent_and_read_in_its_place() {
    let dog = json!({ "kind": "Dog", "owner": { "kind": "cat", "lives": 3 } });
    let server = Recorder::start(Answer::json(201, dog.to_string()))
        .await
        .unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let owned = Dog::new("Dog").owner(Cat::new("cat").lives(3));
    let response = client.add_pet(owned.clone()).send().await.unwrap();
    assert_eq!(response, owned.into());
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), dog);
}

//! Schemas with a discriminator that other schemas extend.

use serde_json::{Value, json};
use shapes::subtypes::Client;
use shapes::subtypes::types::{CatInput, DogInput, Pet};
use tests::{Answer, Recorder};

#[test]
fn the_discriminator_selects_the_schema_that_extends_another() {
    let read = |mut json: Value| {
        json["id"] = 1.into();
        serde_json::from_value::<Pet>(json).unwrap()
    };
    let cat = read(json!({ "kind": "cat", "lives": 9 }));
    assert!(matches!(cat, Pet::Cat(cat) if cat.lives == Some(9)));
    let kitten = read(json!({ "kind": "kitten" }));
    assert!(matches!(kitten, Pet::Cat(cat) if cat.kind == "kitten"));
    let dog = read(json!({ "kind": "Dog", "owner": { "id": 2, "kind": "cat" } }));
    assert!(matches!(dog, Pet::Dog(dog) if matches!(dog.owner, Some(Pet::Cat(_)))));
    let puppy = read(json!({ "kind": "Puppy", "weeks": 9 }));
    assert!(matches!(puppy, Pet::Puppy(puppy) if puppy.weeks == Some(9)));
    let stray = read(json!({ "kind": "Stray" }));
    assert!(matches!(stray, Pet::PetBase(pet) if pet.kind == "Stray"));
    let unknown = read(json!({ "kind": "Bird", "name": "Tweety" }));
    assert!(matches!(unknown, Pet::PetBase(pet) if pet.name.as_deref() == Some("Tweety")));
}

#[tokio::test]
async fn a_schema_that_extends_another_is_sent_in_its_place_without_what_only_responses_have() {
    let owner = json!({ "kind": "cat", "lives": 3 });
    let answer = json!({ "id": 1, "kind": "Stray" });
    let server = Recorder::start(Answer::json(201, answer.to_string()))
        .await
        .unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let dog = DogInput::new().owner(CatInput::new("cat").lives(3));
    let response = client.add_pet(dog).send().await.unwrap();
    assert!(matches!(response, Pet::PetBase(pet) if pet.id == 1));
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    let sent: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(sent, json!({ "kind": "Dog", "owner": owner }));
}

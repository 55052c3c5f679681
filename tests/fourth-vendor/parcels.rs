//! Calls Acme with its generated client, and prints the outcome of each call.

use std::time::Duration;

use acme_client::acme::webhooks::{self, Webhook};
use acme_client::acme::{Client, Error, ErrorBody};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build()?;
    let client = Client::from_env()?;
    runtime.block_on(call(&client))?;
    let delivered = br#"{ "code": "p/2", "state": "delivered", "weight": 3 }"#;
    receive("parcelDelivered", delivered);
    receive("parcelDelivered", b"{}");
    receive("parcelLost", b"{}");
    Ok(())
}

/// Handles a webhook whose sender is verified.
fn receive(name: &str, body: &[u8]) {
    match webhooks::parse(name, body) {
        Ok(Webhook::ParcelDelivered(parcel)) => {
            println!("notice: {} is {}", parcel.code, parcel.state)
        }
        Ok(other) => println!("unexpected webhook: {other:?}"),
        Err(error) => println!("{error}"),
    }
}

async fn call(client: &Client) -> Result<(), Error> {
    let mut parcels = client.list_parcels().take(3).stream();
    while let Some(parcel) = parcels.next().await.transpose()? {
        println!("{} is {}", parcel.code, parcel.state);
    }

    let missing = client.update_parcel("p/9").note("late");
    match missing.send().await {
        Err(Error::Api(error)) => match error.body() {
            Some(ErrorBody::Complaint(complaint)) => println!("rejected: {}", complaint.complaint),
            other => println!("unexpected error body: {other:?}"),
        },
        other => println!("expected an error of the server: {other:?}"),
    }

    let one_too_many = client.update_parcel("p/0").note(None);
    match one_too_many.max_wait(Duration::ZERO).send().await {
        Err(Error::Wait(error)) => println!("must wait: {}", error.wait().is_some()),
        other => println!("expected a wait: {other:?}"),
    }

    let too_long = client.update_parcel("p/0").note("a".repeat(41));
    match too_long.send().await {
        Err(Error::Invalid(error)) => println!("{error}"),
        other => println!("expected a constraint error: {other:?}"),
    }
    Ok(())
}

//! Calls Acme by its generated client, as its user would write it, and prints what comes of each call.

use std::time::Duration;

use acme_client::acme::{Client, Error, ErrorBody, types::*};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    runtime_of(runtime)?.block_on(call(&Client::from_env()?))?;
    Ok(())
}

fn runtime_of(mut builder: tokio::runtime::Builder) -> std::io::Result<tokio::runtime::Runtime> {
    builder.enable_all().build()
}

async fn call(client: &Client) -> Result<(), Error> {
    let mut parcels = client.list_parcels().take(3).stream();
    while let Some(parcel) = parcels.next().await.transpose()? {
        println!("{} is {}", parcel.code, parcel.state);
    }

    match client.update_parcel("none").note("late").send().await {
        Err(Error::Api(error)) => match error.body() {
            Some(ErrorBody::Complaint(Complaint { complaint, .. })) => println!("refused: {complaint}"),
            other => println!("an error of another shape: {other:?}"),
        },
        other => println!("no error of the server: {other:?}"),
    }

    let update = client.update_parcel("p/0").note(None);
    match update.max_wait(Duration::ZERO).send().await {
        Err(Error::Wait(error)) => println!("waits: {error}"),
        other => println!("does not wait: {other:?}"),
    }

    match client.update_parcel("p/0").note("a".repeat(41)).send().await {
        Err(Error::Invalid(error)) => println!("{error}"),
        other => println!("not checked: {other:?}"),
    }
    Ok(())
}

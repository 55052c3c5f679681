use conversations_client::fernand::{Client, Error};

async fn twice(client: Client) -> Result<(), Error> {
    let call = client.update_conversation(1);
    call.send().await?;
    call.send().await?;
    Ok(())
}

fn main() {}

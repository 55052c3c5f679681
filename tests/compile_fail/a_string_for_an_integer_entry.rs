use conversations_client::fernand::Client;

fn main() {
    let client = Client::from_env().unwrap();
    let _ = client.bulk_update_conversations(["12345"]);
}

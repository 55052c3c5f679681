use conversations_client::fernand::Client;

fn main() {
    let client = Client::from_env().unwrap();
    let _ = client.update_conversation(1).contact_id(None);
}

use conversations_client::bird::Client;

fn main() {
    let client = Client::from_env().unwrap();
    let workspace = uuid::Uuid::nil();
    let _ = client.update_conversation(workspace, "907798f8-fd72-44d5-8042");
}

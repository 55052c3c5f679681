use conversations_client::kustomer::{Client, types::*};

fn main() {
    let client = Client::from_env().unwrap();
    let entries = vec![ConversationEntry::new("a")];
    let _ = client.update_conversations_with(["a"], entries.clone());
    let _ = client.update_each_conversation(entries).ids(["a"]);
}

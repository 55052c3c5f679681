use conversations_client::fernand::{Client, types::BulkStatus};

fn main() {
    let client = Client::from_env().unwrap();
    let _ = client.bulk_update_conversations([1]).status(BulkStatus::NoSuchStatus);
}

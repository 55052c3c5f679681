use conversations_client::fernand::types::BulkStatus;

fn main() {
    match BulkStatus::Closed {
        BulkStatus::Opened | BulkStatus::Closed | BulkStatus::Spam => {}
        BulkStatus::Snoozed | BulkStatus::Delete => {}
    }
}

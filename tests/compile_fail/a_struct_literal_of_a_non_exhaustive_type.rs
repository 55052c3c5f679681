use conversations_client::fernand::types::ConversationPage;

fn main() {
    let _ = ConversationPage { data: vec![], cursor: None };
}

//! A client that the build script generates. The generated code is not in the repository.

include!(concat!(env!("OUT_DIR"), "/client.rs"));

#[cfg(test)]
mod tests {
    use tests::{Answer, Recorder};

    use crate::notes::operations::GetNote;
    use crate::notes::types::{Colour, Note};
    use crate::notes::{Client, Mock};

    #[tokio::test]
    async fn the_client_sends_requests_and_reads_responses() {
        let answer = r#"{ "id": "a b", "text": "Water the plants", "colour": "green" }"#;
        let server = Recorder::start(Answer::json(200, answer)).await.unwrap();
        let client = Client::builder().token("secret").base_url(server.url());
        let note: Note = client
            .build()
            .unwrap()
            .get_note("a b")
            .send()
            .await
            .unwrap();
        assert_eq!(server.requests()[0].target, "/notes/a%20b");
        assert_eq!(note.colour, Some(Colour::Green));
    }

    #[tokio::test]
    async fn the_mock_answers_without_a_server() {
        let mock = Mock::new();
        let note = r#"{ "id": "a b", "text": "Water the plants", "colour": "green" }"#;
        mock.on::<GetNote>().respond(200, note);
        let note = mock.client().get_note("a b").send().await.unwrap();
        assert_eq!(note.colour, Some(Colour::Green));
        assert_eq!(mock.calls()[0].path(), "/notes/a%20b");
    }
}

//! Paths with a fragment, which is not sent.

use shapes::fragments::Client;

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

/// Defines a test for each call, with its request line.
macro_rules! sends {
    ($($name:ident: |$client:ident| $call:expr => $line:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let request = record(async |url| {
                let $client = client(url);
                $call.send().await.unwrap();
            });
            let request = request.await;
            assert_eq!(format!("{} {}", request.method, request.target), $line);
        }
    )*};
}

sends! {
    without_a_fragment: |client| client.plain() => "GET /";
    the_first_of_two_fragments: |client| client.start() => "GET /";
    the_second_of_two_fragments: |client| client.stop() => "GET /";
    the_first_operation_without_an_id: |client| client.post_action_start() => "POST /";
    the_second_operation_without_an_id: |client| client.post_action_stop() => "POST /";
    a_fragment_with_a_query: |client| client.run("a#b").fast(true) => "GET /tasks/a%23b?version=2&fast=true";
    a_path_whose_fragment_is_the_name_of_a_form: |client| client.add_note().text("a") => "POST /notes";
    a_form_with_the_name_of_a_fragment: |client| client.short("a") => "POST /notes";
    another_form: |client| client.long("a") => "POST /notes";
}

//! Paths with a fragment, which is left out.

use shapes::fragments::Client;

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

/// A test for each call: the request line that it sends.
macro_rules! asks {
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

asks! {
    without_a_fragment: |client| client.plain() => "GET /";
    one_of_two: |client| client.start() => "GET /";
    the_other_of_two: |client| client.stop() => "GET /";
    one_without_an_id: |client| client.post_action_start() => "POST /";
    another_without_an_id: |client| client.post_action_stop() => "POST /";
    beside_a_query: |client| client.run("a#b").fast(true) => "GET /tasks/a%23b?version=2&fast=true";
    a_path_whose_fragment_is_the_name_of_a_form: |client| client.add_note().text("a") => "POST /notes";
    a_form_that_is_named_like_a_fragment: |client| client.short("a") => "POST /notes";
    another_form: |client| client.long("a") => "POST /notes";
}

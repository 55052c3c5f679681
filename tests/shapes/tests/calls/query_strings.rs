//! Parameters that are the whole query string.

use shapes::query_strings::Client;
use shapes::query_strings::types::Filter;

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

fn filter() -> Filter {
    Filter::new("a b").ids([1, 2]).tags(["x", "y"])
}

sends_to! {
    a_form: |client| client.form(filter()) => "/form?ids=1%2C2&tags=x&tags=y&text=a+b";
    an_optional_form: |client| client.optional_form().filter(Filter::new("a&b")) => "/optional?text=a%26b";
    an_absent_form: |client| client.optional_form() => "/optional";
    json: |client| client.json().filter(Filter::new("a")).x_trace("t") => "/json?%7B%22text%22%3A%22a%22%7D";
    absent_json: |client| client.json() => "/json";
    text: |client| client.text("$.a.b[1:1]") => "/text?fixed=1&%24.a.b%5B1%3A1%5D";
}

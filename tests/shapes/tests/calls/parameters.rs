//! Parameters in every style.

use shapes::styles::Client;
use shapes::styles::types::{Area, ContentFilter, Note, OneOrMore, Point};

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

fn words<const N: usize>(words: [&str; N]) -> OneOrMore {
    OneOrMore::from(words.map(ToOwned::to_owned).to_vec())
}

const WORDS: [&str; 2] = ["a b", "c,d"];

sends_to! {
    path_simple: |client| client.simple(WORDS, Point::new(1).y(2), Point::new(1).y(2))
        => "/simple/a%20b,c%2Cd/x,1,y,2/x=1,y=2";
    path_label: |client| client.label(5, WORDS, WORDS, Point::new(1).y(2))
        => "/label/.5/.a%20b,c%2Cd/.a%20b.c%2Cd/.x=1.y=2";
    path_matrix: |client| client.matrix(5, WORDS, WORDS, Point::new(1).y(2), Point::new(1).y(2))
        => "/matrix/;the%20scalar=5/;list=a%20b,c%2Cd/;exploded=a%20b;exploded=c%2Cd/;object=x,1,y,2/;x=1;y=2";
    path_json: |client| client.content(Point::new(1))
        => "/content/%7B%22x%22%3A1%7D";
    query_form: |client| client.query().form(WORDS)
        => "/query?form=a+b&form=c%2Cd";
    query_comma: |client| client.query().comma(["a", "b"])
        => "/query?comma=a%2Cb";
    query_space: |client| client.query().space(["a", "b"])
        => "/query?space=a+b";
    query_pipe: |client| client.query().pipe(["a", "b"])
        => "/query?pipe=a%7Cb";
    query_object: |client| client.query().object(Point::new(1).y(2))
        => "/query?x=1&y=2";
    query_joined_object: |client| client.query().joined(Point::new(1).y(2))
        => "/query?joined=x%2C1%2Cy%2C2";
    query_deep: |client| client.query().deep(Area::new(Point::new(1), Point::new(2)))
        => "/query?deep%5Bfrom%5D%5Bx%5D=1&deep%5Bto%5D%5Bx%5D=2";
    query_reserved: |client| client.query().url("https://a/?b=c&d")
        => "/query?url=https%3A%2F%2Fa%2F%3Fb%3Dc%26d";
    query_of_one_or_more: |client| client.named().some(words(["a", ""])).joined(words(["a", "b"]))
        => "/named?joined=a%2Cb&some=a&some=";
    query_empty: |client| client.query().empty("")
        => "/query?empty=";
    query_json: |client| client.content(Point::new(1)).filter(ContentFilter::new().words(["a"]))
        => "/content/%7B%22x%22%3A1%7D?filter=%7B%22words%22%3A%5B%22a%22%5D%7D";
    query_text_with_content: |client| client.content(Point::new(1)).note("a").xml("<a/>")
        => "/content/%7B%22x%22%3A1%7D?note=a&xml=%3Ca%2F%3E";
}

#[tokio::test]
async fn headers_are_encoded_by_their_style() {
    let point = || Point::new(1).y(2);
    let request = record(async |url| {
        let call = client(url).headers().x_list(["a", "b"]).x_object(point());
        let call = call.x_exploded(point()).x_nested([Point::new(1)]);
        call.send().await.unwrap();
    });
    let request = request.await;
    let headers = ["x-list", "x-object", "x-exploded", "x-nested"];
    let values = headers.map(|name| request.header(name).unwrap_or_default());
    assert_eq!(values, ["a,b", "x,1,y,2", "x=1,y=2", r#"{"x":1}"#]);
}

#[tokio::test]
async fn a_json_header_is_ascii() {
    let request = record(async |url| {
        let call = client(url).content(Point::new(1)).x_filter(["é😀"]);
        call.send().await.unwrap();
    });
    let header = request.await.header("x-filter").map(ToOwned::to_owned);
    assert_eq!(header.as_deref(), Some(r#"["\u00e9\ud83d\ude00"]"#));
}

#[tokio::test]
async fn cookies_are_sent_in_one_header() {
    let request = record(async |url| {
        let client = Client::builder().session("s3").base_url(url);
        let call = client.build().unwrap().cookies("dark blue");
        let call = call.words(["a", "b"]).comma(["c", "d"]);
        call.send().await.unwrap();
    });
    let cookies = request.await.header("cookie").map(ToOwned::to_owned);
    let expected = "theme=dark%20blue; words=a; words=b; comma=c%2Cd; session=s3";
    assert_eq!(cookies.as_deref(), Some(expected));
}

#[tokio::test]
async fn a_json_cookie_is_percent_encoded() {
    let request = record(async |url| {
        let call = client(url).content(Point::new(1)).last(Point::new(2));
        call.send().await.unwrap();
    });
    let cookies = request.await.header("cookie").map(ToOwned::to_owned);
    assert_eq!(cookies.as_deref(), Some("last=%7B%22x%22%3A2%7D"));
}

#[tokio::test]
async fn a_value_that_a_query_cannot_express_is_an_error() {
    let area = Area::new(Point::new(1), Point::new(2));
    let client = client("http://localhost:1".to_owned());
    let error = client.query().nested(area).send().await.unwrap_err();
    assert!(
        matches!(error, shapes::styles::Error::Invalid(_)),
        "{error:?}"
    );
}

/// A test for each call that is not sent: what its error says.
macro_rules! refuses {
    ($($name:ident: |$client:ident| $call:expr => $problem:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let $client = client("http://localhost:1".to_owned());
            let error = $call.send().await.unwrap_err().to_string();
            let (_, problem) = error.split_once("not sent: ").unwrap();
            assert_eq!(problem, $problem);
        }
    )*};
}

refuses! {
    a_comma_in_a_query_of_commas: |client| client.query().comma(["a", "b,c"])
        => "`comma[1]` contains `,`, which separates items";
    a_space_in_a_query_of_spaces: |client| client.query().space(["a b"])
        => "`space[0]` contains ` `, which separates items";
    a_pipe_in_a_query_of_pipes: |client| client.query().pipe(["a|b"])
        => "`pipe[0]` contains `|`, which separates items";
    an_empty_item_alone: |client| client.query().comma([""])
        => "`comma[0]` is empty, which would be read as no item";
    a_comma_in_a_header: |client| client.headers().x_list(["a,b"])
        => "`X-List[0]` contains `,`, which separates items";
    a_comma_in_a_cookie: |client| client.cookies("a").comma(["a,b"])
        => "`comma[0]` contains `,`, which separates items";
    an_empty_list_in_a_path: |client| client.simple([""; 0], Point::new(1), Point::new(1))
        => "`list` is empty, which is not allowed in a path";
    an_empty_item_in_a_path: |client| client.simple([""], Point::new(1), Point::new(1))
        => "`list` is empty, which is not allowed in a path";
    a_dot_between_dots: |client| client.label(5, WORDS, ["a.b"], Point::new(1))
        => "`exploded[0]` contains `.`, which separates items";
    an_empty_item_alone_among_pairs: |client| client.query().form([""])
        => "`form[0]` is empty, which would be read as no item";
    an_empty_item_alone_in_a_cookie: |client| client.cookies("a").words([""])
        => "`words[0]` is empty, which would be read as no item";
    an_empty_item_alone_in_one_or_more: |client| client.named().some(words([""]))
        => "`some[0]` is empty, which would be read as no item";
    a_comma_in_one_or_more: |client| client.named().joined(words(["a,b", "c"]))
        => "`joined[0]` contains `,`, which separates items";
    a_comma_in_a_header_of_one_or_more: |client| client.named().x_some(words(["a,b", "c"]))
        => "`X-Some[0]` contains `,`, which separates items";
    a_comma_in_an_item_of_a_named_type: |client| client.named().x_terms([OneOrMore::from("a,b".to_owned())])
        => "`X-Terms[0]` contains `,`, which separates items";
    a_comma_in_an_object_in_a_header: |client| client.named().x_note(Note::new("a,b"))
        => "`X-Note.title` contains `,`, which separates items";
    a_comma_in_an_exploded_object_in_a_header: |client| client.named().x_exploded(Note::new("a,b"))
        => "`X-Exploded.title` contains `,`, which separates items";
    a_comma_in_a_value_of_a_map_in_a_header: |client| client.named().x_map([("a", "b,c")])
        => "`X-Map.a` contains `,`, which separates items";
    a_comma_in_a_key_of_a_map_in_a_header: |client| client.named().x_map([("a,b", "c")])
        => "`X-Map` has a key with `,`, which separates items";
    an_object_in_a_list_in_a_header: |client| client.headers().x_nested([Point::new(1).y(2)])
        => "`X-Nested[0]` contains `,`, which separates items";
    a_list_that_is_a_dot: |client| client.label(5, [""; 0], WORDS, Point::new(1))
        => "`list` is `.`, which would change the path";
}

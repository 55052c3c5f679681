//! Tests with the examples on the vendors' pages, which are in `pages/`. A call sends the same request as the example,
//! and a response is deserialized and serialized without loss.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use conversations_client::runtime::ApiDocument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tests::{Answer, Recorded, Recorder};

/// Makes a call to a server that records it, and returns the request.
async fn record<F: Future>(call: impl FnOnce(String) -> F) -> Recorded {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    call(server.url()).await;
    let [request] = <[_; 1]>::try_from(server.requests()).expect("a call sends one request");
    request
}

/// A request in an example.
#[derive(Debug, PartialEq)]
struct ExampleRequest {
    /// The origin, such as `https://api.example.com`.
    origin: String,
    method: String,
    /// The path and the query.
    target: String,
    headers: BTreeMap<String, String>,
    /// The body, or null if there is none.
    body: Value,
}

impl ExampleRequest {
    fn new(method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Self {
        let path = url.match_indices('/').nth(2).expect("a URL has a path").0;
        let (origin, target) = url.split_at(path);
        let header = |(name, value): &(&str, &str)| (name.to_lowercase(), (*value).to_owned());
        Self {
            origin: origin.to_owned(),
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers.iter().map(header).collect(),
            body: body.map_or(Value::Null, json),
        }
    }

    /// Parses a `curl` command.
    fn curl(text: &str) -> Self {
        let words = words(text);
        let mut words = words.iter().map(String::as_str);
        assert_eq!(words.next(), Some("curl"));
        let (mut method, mut url, mut headers, mut body) = ("GET", "", Vec::new(), None);
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("the option has a value");
            match word {
                "-X" | "--request" => method = value(),
                "-H" | "--header" => headers.push(header(value())),
                "-d" | "--data" => body = Some(value()),
                "--url" => url = value(),
                _ => url = word,
            }
        }
        Self::new(method, url, &headers, body)
    }

    /// Parses an HTTP request without the headers that the client sets differently: `Accept` and `Content-Length`.
    fn http(text: &str) -> Self {
        let (head, body) = text
            .split_once("\n\n")
            .expect("an empty line ends the headers");
        let (line, headers) = head.split_once('\n').expect("the request has headers");
        let mut line = line.split(' ');
        let mut word = || line.next().expect("a request line has three parts");
        let (method, path) = (word(), word());
        let (special, headers): (Vec<_>, Vec<_>) = headers
            .lines()
            .map(header)
            .partition(|(name, _)| ["Host", "Accept", "Content-Length"].contains(name));
        let host = special.iter().find(|(name, _)| *name == "Host");
        let host = host.expect("HTTP requires the header Host").1;
        let url = format!("https://{host}{path}");
        Self::new(method, &url, &headers, Some(body))
    }

    /// Converts a recorded request so that it can be compared with this one. The origin is that of the document, and only
    /// the headers of this request are kept.
    fn comparable<D: ApiDocument>(&self, recorded: &Recorded) -> Self {
        let header = |name: &String| Some((name.clone(), recorded.header(name)?.to_owned()));
        Self {
            origin: D::API.servers[0].url.to_owned(),
            method: recorded.method.clone(),
            target: recorded.target.clone(),
            headers: self.headers.keys().filter_map(header).collect(),
            body: Some(recorded.body.as_str())
                .filter(|body| !body.is_empty())
                .map_or(Value::Null, json),
        }
    }
}

/// Splits a command into words like a shell.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in text.replace("\\\n", " ").chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"') => quote = Some(c),
            None if c.is_whitespace() => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn header(line: &str) -> (&str, &str) {
    line.split_once(": ").expect("a header has a value")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn assert_matches_example<D: ApiDocument>(example: &ExampleRequest, recorded: &Recorded) {
    assert_eq!(example.comparable::<D>(recorded), *example);
}

/// Converts each timestamp in a JSON value to UTC, because the same instant has several notations.
fn with_utc_timestamps(value: Value) -> Value {
    match value {
        Value::String(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => Value::String(time.to_utc().to_rfc3339()),
            Err(_) => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(with_utc_timestamps).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, with_utc_timestamps(value)))
            .collect(),
        other => other,
    }
}

/// Asserts that a response is deserialized into `T` and serialized again without loss.
fn assert_round_trips<T: DeserializeOwned + Serialize>(response: &str) {
    let read: T = serde_json::from_str(response).unwrap();
    let written = serde_json::to_value(read).unwrap();
    assert_eq!(
        with_utc_timestamps(written),
        with_utc_timestamps(json(response))
    );
}

mod fernand {
    use conversations_client::fernand::types::*;
    use conversations_client::fernand::{Client, Fernand};

    use super::*;

    fn client(url: String) -> Client {
        let builder = Client::builder().api_key("<api-key>").base_url(url);
        builder.build().unwrap()
    }

    #[tokio::test]
    async fn listing_sends_the_example_request() {
        let example = ExampleRequest::curl(include_str!("pages/fernand-list.curl"));
        let call = async |url| client(url).list_conversations().send_raw().await.unwrap();
        assert_matches_example::<Fernand>(&example, &record(call).await);
    }

    #[tokio::test]
    async fn updating_sends_the_example_request() {
        // The page has a placeholder for the ID.
        let example = include_str!("pages/fernand-update.curl").replace("{id}", "12345");
        let call = async |url| {
            let call = client(url).update_conversation(12345);
            let call = call.status(ConversationStatus::Opened);
            let call = call.snooze_until("<string>").agent_id(123);
            let call = call.agent_email("<string>").subject("<string>");
            call.contact_id(123).send_raw().await.unwrap()
        };
        assert_matches_example::<Fernand>(&ExampleRequest::curl(&example), &record(call).await);
    }

    #[tokio::test]
    async fn bulk_updating_sends_the_example_request() {
        // The example has no change, which the client refuses to send.
        let mut example = ExampleRequest::curl(include_str!("pages/fernand-bulk.curl"));
        example.body["status"] = Value::from("CLOSED");
        let call = async |url| {
            let call = client(url).bulk_update_conversations([123]);
            let call = call.status(BulkStatus::Closed);
            call.send_raw().await.unwrap()
        };
        assert_matches_example::<Fernand>(&example, &record(call).await);
    }

    #[test]
    fn the_list_response_round_trips() {
        assert_round_trips::<ConversationPage>(include_str!("pages/fernand-list.json"));
    }

    #[test]
    fn the_update_response_round_trips() {
        assert_round_trips::<Conversation>(include_str!("pages/fernand-update.json"));
    }

    #[test]
    fn the_bulk_update_response_round_trips() {
        assert_round_trips::<BulkUpdated>(include_str!("pages/fernand-bulk.json"));
    }
}

mod bird {
    use conversations_client::bird::types::*;
    use conversations_client::bird::{Bird, Client};
    use uuid::{Uuid, uuid};

    use super::*;

    #[tokio::test]
    async fn updating_sends_the_request_in_the_curl_example() {
        const WORKSPACE: Uuid = uuid!("a1405560-c8d3-4b1a-877d-3f449ad95352");
        const CONVERSATION: Uuid = uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570");
        let example = ExampleRequest::curl(include_str!("pages/bird-first.curl"));
        let call = async |url: String| {
            let client = Client::builder().access_key("abcd").base_url(url);
            let call = client.build().unwrap();
            let call = call.update_conversation(WORKSPACE, CONVERSATION);
            let call = call.name("new name").description("description");
            let call = call.visibility(ConversationVisibility::Private);
            let call = call.attributes([("my-attribute", "123")]);
            call.send_raw().await.unwrap()
        };
        assert_matches_example::<Bird>(&example, &record(call).await);
    }

    #[tokio::test]
    async fn updating_sends_the_request_in_the_http_example() {
        // The example values of the two parameters on the page.
        const WORKSPACE: Uuid = uuid!("b4e02c85-c6d2-4b15-8885-e09671799c61");
        const CONVERSATION: Uuid = uuid!("67e4d358-ca94-421e-98b7-448860df9d33");
        let example = include_str!("pages/bird-second.http")
            .replace("{workspaceId}", &WORKSPACE.to_string())
            .replace("{conversationId}", &CONVERSATION.to_string());
        let call = async |url: String| {
            let client = Client::builder().jwt("JWT").base_url(url);
            let call = client.build().unwrap();
            let call = call.update_conversation(WORKSPACE, CONVERSATION);
            let call = call.name("Re: Your refund request").description("text");
            let call = call.status(ConversationStatus::Active);
            let call = call.visibility(ConversationVisibility::Public);
            let call = call.accessibility(ConversationAccessibility::Open);
            let call = call.attributes([("myCustomField", "abc")]);
            let id = "123e4567-e89b-12d3-a456-426614174000";
            let call = call.resource(ResourceReference::new("task", id));
            call.send_raw().await.unwrap()
        };
        assert_matches_example::<Bird>(&ExampleRequest::http(&example), &record(call).await);
    }

    #[test]
    fn the_first_example_response_round_trips() {
        assert_round_trips::<Conversation>(include_str!("pages/bird-first.json"));
    }

    #[test]
    fn the_second_example_response_round_trips() {
        assert_round_trips::<Conversation>(include_str!("pages/bird-second.json"));
    }
}

/// Kustomer's page is a script. Its code has the request, and a type in it has the fields of the body.
mod kustomer {
    use conversations_client::kustomer::types::*;
    use conversations_client::kustomer::{Client, Kustomer};
    use serde_json::json;

    use super::*;

    const SCRIPT: &str = include_str!("pages/kustomer.ts");

    /// Returns the part of the script between `start` and `end`.
    fn part(start: &str, end: &str) -> &'static str {
        let (_, rest) = SCRIPT
            .split_once(start)
            .expect("the script contains the start");
        rest.split_once(end).expect("the script contains the end").0
    }

    /// Returns the request of the script.
    fn example(ids: Option<&str>, body: &Value) -> ExampleRequest {
        let mut url = part("new URL(`", "`").to_owned();
        if let Some(ids) = ids {
            url.push_str(&format!("?ids={}", ids.replace(',', "%2C")));
        }
        let authorization = format!("{}secret", part("Authorization: \"", "\" + auth.apiKey"));
        let headers = [
            ("Content-Type", part("\"Content-Type\": \"", "\"")),
            ("Authorization", authorization.as_str()),
        ];
        let method = part("method: \"", "\"");
        ExampleRequest::new(method, &url, &headers, Some(&body.to_string()))
    }

    /// Returns the top-level fields of the type between `start` and `end`.
    fn fields(start: &str, end: &str) -> BTreeSet<&'static str> {
        let lines = part(start, end).lines();
        let own = lines.filter_map(|line| line.strip_prefix("        "));
        let own = own.filter(|line| !line.starts_with([' ', '}']));
        own.filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.trim_end_matches('?'))
            .collect()
    }

    fn keys(object: &Value) -> BTreeSet<&str> {
        let object = object.as_object().expect("the value is an object");
        object.keys().map(String::as_str).collect()
    }

    fn client(url: String) -> Client {
        let builder = Client::builder().api_key("secret").base_url(url);
        builder.build().unwrap()
    }

    /// Returns a body with every field of the script's type.
    fn full_body() -> Value {
        json!({
            "id": "a",
            "externalId": "crm-1",
            "name": "Refund",
            "direction": "in",
            "priority": 3,
            "satisfaction": 4.5,
            "status": "snoozed",
            "replyChannel": "email",
            "subStatus": "waiting",
            "snooze": { "time": "2026-01-22T09:00:00Z", "status": "scheduled" },
            "tags": ["vip"],
            "suggestedTags": [{ "tag": "refund", "confidence": 0.75 }],
            "sentiment": { "polarity": -1, "confidence": 0.5 },
            "assignedUsers": ["u"],
            "assignedTeams": ["t"],
            "custom": { "orderNum": 7, "giftBool": true },
            "deleted": false,
            "ended": true,
            "endedAt": "2026-01-21T14:30:00Z",
            "endedReason": "solved",
            "endedBy": "u",
            "endedByType": "user",
            "locked": true,
            "rev": 12,
            "defaultLang": "en",
            "queue": { "id": "q" },
        })
    }

    #[tokio::test]
    async fn the_form_with_ids_sends_the_request_of_the_script() {
        let call = async |url| {
            let call = client(url).update_conversations(["a", "b"]);
            let call = call.id("a").external_id("crm-1").name("Refund");
            let call = call.direction(Direction::In).priority(3);
            let call = call.satisfaction(4.5).status(ConversationStatus::Snoozed);
            let call = call.reply_channel("email").sub_status("waiting");
            let time: DateTime<chrono::Utc> = "2026-01-22T09:00:00Z".parse().unwrap();
            let call = call.snooze(Snooze::new(SnoozeStatus::Scheduled).time(time));
            let call = call.tags(["vip"]);
            let call = call.suggested_tags([SuggestedTag::new("refund", 0.75)]);
            let call = call.sentiment(Sentiment::new(Polarity::Negative, 0.5));
            let call = call.assigned_users(["u"]).assigned_teams(["t"]);
            let call = call.custom([("orderNum", json!(7)), ("giftBool", json!(true))]);
            let time: DateTime<chrono::Utc> = "2026-01-21T14:30:00Z".parse().unwrap();
            let call = call.deleted(false).ended(true).ended_at(time);
            let call = call.ended_reason("solved").ended_by("u");
            let call = call.ended_by_type(EndedByType::User).locked(true).rev(12);
            let call = call.default_lang("en").queue([("id", "q")]);
            call.send_raw().await.unwrap()
        };
        let example = example(Some("a,b"), &full_body());
        assert_matches_example::<Kustomer>(&example, &record(call).await);
    }

    #[tokio::test]
    async fn the_array_form_sends_the_request_of_the_script() {
        let call = async |url| {
            let entry = ConversationEntry::new("a").customer("c");
            let call = client(url).update_each_conversation([entry]);
            call.send_raw().await.unwrap()
        };
        let body = json!([{ "id": "a", "customer": "c" }]);
        assert_matches_example::<Kustomer>(&example(None, &body), &record(call).await);
    }

    #[test]
    fn the_full_body_has_every_field_of_the_script() {
        let fields = fields("    | {\n", "\n      }\n    |");
        assert_eq!(keys(&full_body()), fields);
    }

    #[test]
    fn the_full_body_round_trips() {
        assert_round_trips::<ConversationChanges>(&full_body().to_string());
    }
}

//! The examples of the vendors' pages, as they stand there in `pages/`: a call sends what the page sends, and an
//! answer is read into the types and written back with nothing lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use conversations_client::runtime::ApiDocument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tests::{Answer, Recorded, Recorder};

/// Makes a call to a server that notes it, and returns what arrived there.
async fn record<F: Future>(call: impl FnOnce(String) -> F) -> Recorded {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    call(server.url()).await;
    let [request] = <[_; 1]>::try_from(server.requests()).expect("one call is one request");
    request
}

/// A request, as a page shows it.
#[derive(Debug, PartialEq)]
struct Shown {
    /// `https://api.example.com`.
    origin: String,
    method: String,
    /// Path and query.
    target: String,
    headers: BTreeMap<String, String>,
    /// Null where there is none.
    body: Value,
}

impl Shown {
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

    /// Reads a call of `curl`.
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

    /// Reads a request of HTTP, less the headers that tell of one form of the same body and of any answer.
    fn http(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").expect("a line ends the headers");
        let (line, headers) = head.split_once('\n').expect("there are headers");
        let mut line = line.split(' ');
        let mut word = || line.next().expect("a request has three words");
        let (method, path) = (word(), word());
        let (special, headers): (Vec<_>, Vec<_>) = headers
            .lines()
            .map(header)
            .partition(|(name, _)| ["Host", "Accept", "Content-Length"].contains(name));
        let host = special.iter().find(|(name, _)| *name == "Host");
        let host = host.expect("it is the header that HTTP requires").1;
        let url = format!("https://{host}{path}");
        Self::new(method, &url, &headers, Some(body))
    }

    /// The same request, as it has arrived at another server than the document's.
    fn arrived<D: ApiDocument>(&self, recorded: &Recorded) -> Self {
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

/// The words that a shell makes of a command.
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

fn assert_shows<D: ApiDocument>(shown: &Shown, recorded: &Recorded) {
    assert_eq!(shown.arrived::<D>(recorded), *shown);
}

/// The same JSON with each timestamp in one form, since an instant can be written in several.
fn instants(value: Value) -> Value {
    match value {
        Value::String(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => Value::String(time.to_utc().to_rfc3339()),
            Err(_) => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(instants).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, instants(value)))
            .collect(),
        other => other,
    }
}

/// Asserts that an answer is read into `T` with nothing lost.
fn assert_kept<T: DeserializeOwned + Serialize>(answer: &str) {
    let read: T = serde_json::from_str(answer).unwrap();
    let written = serde_json::to_value(read).unwrap();
    assert_eq!(instants(written), instants(json(answer)));
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
    async fn a_call_lists_as_the_page_does() {
        let shown = Shown::curl(include_str!("pages/fernand-list.curl"));
        let call = async |url| client(url).list_conversations().send_raw().await.unwrap();
        assert_shows::<Fernand>(&shown, &record(call).await);
    }

    #[tokio::test]
    async fn a_call_updates_as_the_page_does() {
        // The page leaves the conversation open.
        let shown = include_str!("pages/fernand-update.curl").replace("{id}", "12345");
        let call = async |url| {
            let call = client(url).update_conversation(12345);
            let call = call.status(ConversationStatus::Opened);
            let call = call.snooze_until("<string>").agent_id(123);
            let call = call.agent_email("<string>").subject("<string>");
            call.contact_id(123).send_raw().await.unwrap()
        };
        assert_shows::<Fernand>(&Shown::curl(&shown), &record(call).await);
    }

    #[tokio::test]
    async fn a_call_updates_in_bulk_as_the_page_does() {
        // The page's example has no change, which the client refuses to send.
        let mut shown = Shown::curl(include_str!("pages/fernand-bulk.curl"));
        shown.body["status"] = Value::from("CLOSED");
        let call = async |url| {
            let call = client(url).bulk_update_conversations([123]);
            let call = call.status(BulkStatus::Closed);
            call.send_raw().await.unwrap()
        };
        assert_shows::<Fernand>(&shown, &record(call).await);
    }

    #[test]
    fn the_answer_of_a_list_is_kept() {
        assert_kept::<ConversationPage>(include_str!("pages/fernand-list.json"));
    }

    #[test]
    fn the_answer_of_an_update_is_kept() {
        assert_kept::<Conversation>(include_str!("pages/fernand-update.json"));
    }

    #[test]
    fn the_answer_of_a_bulk_update_is_kept() {
        assert_kept::<BulkUpdated>(include_str!("pages/fernand-bulk.json"));
    }
}

mod bird {
    use conversations_client::bird::types::*;
    use conversations_client::bird::{Bird, Client};
    use uuid::{Uuid, uuid};

    use super::*;

    #[tokio::test]
    async fn a_call_updates_as_the_page_does_with_curl() {
        const WORKSPACE: Uuid = uuid!("a1405560-c8d3-4b1a-877d-3f449ad95352");
        const CONVERSATION: Uuid = uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570");
        let shown = Shown::curl(include_str!("pages/bird-first.curl"));
        let call = async |url: String| {
            let client = Client::builder().access_key("abcd").base_url(url);
            let call = client.build().unwrap();
            let call = call.update_conversation(WORKSPACE, CONVERSATION);
            let call = call.name("new name").description("description");
            let call = call.visibility(ConversationVisibility::Private);
            let call = call.attributes([("my-attribute", "123")]);
            call.send_raw().await.unwrap()
        };
        assert_shows::<Bird>(&shown, &record(call).await);
    }

    #[tokio::test]
    async fn a_call_updates_as_the_page_does_with_http() {
        // The page's examples of the two parameters.
        const WORKSPACE: Uuid = uuid!("b4e02c85-c6d2-4b15-8885-e09671799c61");
        const CONVERSATION: Uuid = uuid!("67e4d358-ca94-421e-98b7-448860df9d33");
        let shown = include_str!("pages/bird-second.http")
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
        assert_shows::<Bird>(&Shown::http(&shown), &record(call).await);
    }

    #[test]
    fn the_first_answer_is_kept() {
        assert_kept::<Conversation>(include_str!("pages/bird-first.json"));
    }

    #[test]
    fn the_second_answer_is_kept() {
        assert_kept::<Conversation>(include_str!("pages/bird-second.json"));
    }
}

/// The page is a script: what it sends stands in its code, and the fields of a body in a type.
mod kustomer {
    use conversations_client::kustomer::types::*;
    use conversations_client::kustomer::{Client, Kustomer};
    use serde_json::json;

    use super::*;

    const SCRIPT: &str = include_str!("pages/kustomer.ts");

    /// The part of the script after `start`, up to `end`.
    fn part(start: &str, end: &str) -> &'static str {
        let (_, rest) = SCRIPT.split_once(start).expect("the script has it");
        rest.split_once(end).expect("it ends").0
    }

    /// What the script sends.
    fn shown(ids: Option<&str>, body: &Value) -> Shown {
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
        Shown::new(method, &url, &headers, Some(&body.to_string()))
    }

    /// The fields at the top of the type that has them in the part between `start` and `end`.
    fn fields(start: &str, end: &str) -> BTreeSet<&'static str> {
        let lines = part(start, end).lines();
        let own = lines.filter_map(|line| line.strip_prefix("        "));
        let own = own.filter(|line| !line.starts_with([' ', '}']));
        own.filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.trim_end_matches('?'))
            .collect()
    }

    fn keys(object: &Value) -> BTreeSet<&str> {
        let object = object.as_object().expect("it is an object");
        object.keys().map(String::as_str).collect()
    }

    fn client(url: String) -> Client {
        let builder = Client::builder().api_key("secret").base_url(url);
        builder.build().unwrap()
    }

    /// A value for each field of the script's type.
    fn everything() -> Value {
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
    async fn a_call_makes_the_same_changes_to_all_as_the_script_does() {
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
        let shown = shown(Some("a,b"), &everything());
        assert_shows::<Kustomer>(&shown, &record(call).await);
    }

    #[tokio::test]
    async fn a_call_makes_changes_to_each_as_the_script_does() {
        let call = async |url| {
            let entry = ConversationEntry::new("a").customer("c");
            let call = client(url).update_each_conversation([entry]);
            call.send_raw().await.unwrap()
        };
        let body = json!([{ "id": "a", "customer": "c" }]);
        assert_shows::<Kustomer>(&shown(None, &body), &record(call).await);
    }

    #[test]
    fn every_field_of_the_scripts_type_is_sent() {
        let fields = fields("    | {\n", "\n      }\n    |");
        assert_eq!(keys(&everything()), fields);
    }

    #[test]
    fn the_changes_that_are_read_are_kept() {
        assert_kept::<ConversationChanges>(&everything().to_string());
    }
}

//! Tests that no output of the client has a value with the format `password`.

use std::fmt::Debug;

use serde_json::{Value, from_value, json};
use shapes::passwords::types::{
    Account, AccountInput, AddTokenAnswer, NewUser, NewUserLevel, NewUserLogin, Owner, Profile,
    Vault,
};
use shapes::passwords::{Client, Passwords};
use shapes::runtime::{Call, Nullable, Operation};

/// A part of each secret, which no output has.
const SECRET: &str = "Zebra";
/// A secret number.
const PIN: i64 = 7_654_321;

/// The output of `Debug` on one line, after it was checked on several lines too.
#[track_caller]
fn shown(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    for text in [&text, &format!("{value:#?}")] {
        assert!(
            !text.contains(SECRET) && !text.contains("7654321"),
            "{text}"
        );
    }
    text
}

fn client() -> Client {
    let builder = Client::builder().base_url("http://127.0.0.1:9");
    builder.build().expect("the settings are valid")
}

fn profile() -> Profile {
    Profile::new().answer(SECRET)
}

#[test]
fn debug_shows_whether_a_secret_is_present_but_not_its_value() {
    let user = NewUser::new("Ada")
        .password(SECRET)
        .pin(PIN)
        .level(NewUserLevel::High)
        .tokens([SECRET, "b"])
        .keys([("a", SECRET)])
        .login(SECRET.to_owned());
    let expected = "NewUser { name: \"Ada\", password: Some([secret]), pin: Some([secret]), \
                    level: Some(NewUserLevel([secret])), tokens: Some([secret]), \
                    keys: Some([secret]), profile: None, login: Some(NewUserLogin([secret])) }";
    assert_eq!(shown(&user), expected);
    let absent = shown(&NewUser::new("Ada"));
    assert!(absent.contains("password: None, pin: None"), "{absent}");
}

#[test]
fn debug_shows_null_in_place_of_a_secret() {
    let input = |otp: Option<i64>| AccountInput::new("Ada", SECRET, otp);
    let present = shown(&input(Some(PIN)).hint(SECRET));
    assert!(
        present.contains("token: [secret], otp: Some([secret]), hint: Some(Value([secret]))"),
        "{present}"
    );
    let null = shown(&input(None).hint(Nullable::Null));
    assert!(
        null.contains("token: [secret], otp: None, hint: Some(Null)"),
        "{null}"
    );
}

#[test]
fn a_type_inside_another_hides_its_own_secrets() {
    let user = NewUser::new("Ada").profile(Profile::new().answer(SECRET).parent(profile()));
    let parent = "Profile { answer: Some([secret]), parent: None }";
    let expected =
        format!("profile: Some(Profile {{ answer: Some([secret]), parent: Some({parent}) }})");
    let text = shown(&user);
    assert!(text.contains(&expected), "{text}");
    assert_eq!(
        shown(&vec![Some(Box::new(profile()))]),
        format!("[Some({parent})]")
    );
}

#[test]
fn a_union_with_a_secret_alternative_shows_none_of_its_values() {
    let texts = [json!(SECRET), json!({ "secret": SECRET }), json!([SECRET])];
    for value in texts {
        let login: NewUserLogin = from_value(value).expect("any JSON is read");
        assert_eq!(shown(&login), "NewUserLogin([secret])");
    }
}

#[test]
fn a_union_of_types_with_secrets_shows_its_alternative_and_no_unknown_value() {
    let cases: [(Value, &str); 3] = [
        (
            json!({ "answer": SECRET }),
            "Profile(Profile { answer: Some([secret]), parent: None })",
        ),
        (json!({ "team": "a" }), "Team(Team { team: \"a\" })"),
        (json!({ "answer": [SECRET] }), "Unknown([secret])"),
    ];
    for (value, expected) in cases {
        let owner: Owner = from_value(value).expect("any JSON is read");
        assert_eq!(shown(&owner), expected);
    }
}

#[test]
fn debug_hides_additional_properties_that_are_secret() {
    let vault: Vault = from_value(json!({ "label": "a", "b": SECRET })).expect("it is a vault");
    assert_eq!(
        shown(&vault),
        "Vault { label: Some(\"a\"), additional_properties: [secret] }"
    );
}

#[test]
fn an_enum_of_secrets_shows_its_name_only() {
    assert_eq!(shown(&NewUserLevel::High), "NewUserLevel([secret])");
}

#[test]
fn a_response_hides_its_secrets() {
    let account = json!({
        "name": "Ada", "token": SECRET, "otp": PIN, "hint": SECRET, "codes": [SECRET], "level": PIN,
        "owner": { "answer": SECRET },
    });
    let account: Account = from_value(account).expect("it is an account");
    let text = shown(&account);
    assert!(text.contains("name: \"Ada\", token: [secret]"), "{text}");
}

#[test]
fn the_answers_of_an_operation_show_their_name_if_one_of_them_is_secret() {
    let answer = AddTokenAnswer::Ok(SECRET.to_owned());
    assert_eq!(shown(&answer), "AddTokenAnswer([secret])");
}

#[test]
fn a_call_hides_secret_arguments() {
    let client = client();
    let find = client.find_users().token(SECRET).x_otp(SECRET);
    assert!(shown(&find).contains("FindUsers { token: Some([secret]), x_otp: Some([secret]) }"));
    let none = shown(&client.find_users());
    assert!(none.contains("FindUsers { token: None, x_otp: None }"));
    let end = shown(&client.end_session(SECRET).reason("idle"));
    assert!(end.contains("EndSession { token: [secret], reason: Some(\"idle\") }"));
    let codes = shown(&client.put_codes_with([SECRET]));
    assert!(
        codes.contains("PutCodes { body: Some([secret]) }"),
        "{codes}"
    );
    shown(&client.add_users([NewUser::new("Ada").password(SECRET)]));
    let call = shown(&client.add_user("Ada").password(SECRET));
    assert!(call.contains("password: Some([secret])"), "{call}");
}

/// The violations of a call, whose error shows no secret.
async fn violations<O: Operation<Document = Passwords>>(call: Call<O>) -> String {
    let error = call.send().await.err().expect("the request is invalid");
    shown(&error);
    let text = error.to_string();
    assert!(
        !text.contains(SECRET) && !text.contains("7654321"),
        "{text}"
    );
    let (_, violations) = text.split_once(": not sent: ").expect("it was not sent");
    violations.to_owned()
}

#[tokio::test]
async fn the_error_of_an_invalid_secret_says_what_is_expected_without_the_value() {
    let client = client();
    let user = client
        .add_user("Ada")
        .password(SECRET)
        .pin(PIN)
        .tokens([SECRET.repeat(3)])
        .keys([("a", SECRET)])
        .profile(Profile::new().parent(profile()));
    let expected = "`password` must have at least 8 characters; \
                    `password` has a value that is not allowed; it must match `^[a-z]+$`; \
                    `pin` has a value that is not allowed; at most 999999 is allowed; \
                    `tokens[0]` must have at most 12 characters; \
                    `keys.a` has a value that is not allowed; it must match `^[a-z]+$`; \
                    `profile.parent.answer` has a value that is not allowed; it must match `^[a-z]+$`";
    assert_eq!(violations(user).await, expected);
    let find = client.find_users().token(SECRET).x_otp(SECRET);
    let expected = "`token` must have at least 8 characters; \
                    `X-Otp` has a value that is not allowed; it must match `^[0-9]{6}$`";
    assert_eq!(violations(find).await, expected);
    let expected = "`token` has a value that would change the path";
    assert_eq!(violations(client.end_session("..")).await, expected);
    let keys = client.put_keys([("a", SECRET)]);
    let expected = "`body.a` must have at least 8 characters";
    assert_eq!(violations(keys).await, expected);
    let codes = client.put_codes_with(["abc"]);
    let expected = "`body[0]` must have at least 4 characters";
    assert_eq!(violations(codes).await, expected);
    let account = AccountInput::new("Ada", SECRET, Some(PIN)).hint(SECRET.repeat(2));
    let vault: Vault = from_value(json!({ "a": SECRET })).expect("it is a vault");
    let account = account.vault(vault).owner(profile());
    let expected = "`token` must have at least 8 characters; \
                    `otp` has a value that is not allowed; at most 999999 is allowed; \
                    `hint` must have at most 8 characters; \
                    `owner.answer` has a value that is not allowed; it must match `^[a-z]+$`; \
                    `vault.a` has a value that is not allowed; it must match `^[a-z]+$`";
    let account = client.add_account_with(account);
    assert_eq!(violations(account).await, expected);
}

#[tokio::test]
async fn the_error_of_an_invalid_entry_has_no_secret_of_it() {
    let client = client();
    let users = [
        NewUser::new("Ada").password(SECRET),
        NewUser::new("Bob").pin(PIN),
    ];
    let error = client.add_users(users).send_all().await;
    let error = error.expect_err("every entry is invalid");
    shown(&error);
    let text = error.to_string();
    let expected = "`[0].password` must have at least 8 characters; \
                    `[0].password` has a value that is not allowed; it must match `^[a-z]+$`; \
                    `[1].pin` has a value that is not allowed; at most 999999 is allowed";
    assert_eq!(text, format!("add_users: not sent: {expected}"));
}

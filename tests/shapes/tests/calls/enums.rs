//! Enums with values of several types, and enums that consist of several schemas.

use shapes::enums::Client;
use shapes::enums::types::{
    AllQuality, Provider, Scale, SettingsAlways, SettingsLimit, Sort, Values, ValuesCode,
    ValuesLimit,
};
use shapes::one_of::types::DiskState;

use super::record;

fn values(rest: &str) -> Values {
    serde_json::from_str(&format!(r#"{{ "scale": 1{rest} }}"#)).unwrap()
}

#[tokio::test]
async fn values_are_sent_with_their_types() {
    let request = record(async |url| {
        let client = Client::builder().base_url(url).build().unwrap();
        let call = client.all().scale(Scale::X05).sort(Sort::Descending);
        let call = call.quality(AllQuality::X1).limit(SettingsLimit::Auto);
        call.always(SettingsAlways::True)
            .flag(false)
            .send_raw()
            .await
    });
    let request = request.await;
    assert_eq!(request.target, "/all?quality=1&scale=0.5&sort=descending");
    assert_eq!(
        request.body,
        r#"{"limit":"auto","always":true,"flag":false}"#
    );
}

#[test]
fn a_number_matches_in_each_notation() {
    assert_eq!(values("").scale, Scale::X1);
    let read = |text| serde_json::from_str::<Scale>(text).unwrap();
    assert_eq!([read("1.0"), read("1.5")], [Scale::X1, Scale::X15]);
}

#[test]
fn an_unknown_scalar_is_kept_displayed_and_serialized() {
    for (text, shown) in [("2.5", "2.5"), (r#""later""#, "later"), ("true", "true")] {
        let limit: ValuesLimit = serde_json::from_str(text).unwrap();
        assert!(matches!(limit, ValuesLimit::Unknown(_)));
        assert_eq!(limit.to_string(), shown);
        assert_eq!(serde_json::to_string(&limit).unwrap(), text);
    }
}

#[test]
fn an_enum_in_requests_only_rejects_unknown_values() {
    let error = serde_json::from_str::<SettingsLimit>("2").unwrap_err();
    assert!(error.to_string().contains("1, auto"), "{error}");
}

#[test]
fn values_are_converted_to_the_type_of_the_enum() {
    let values = values(r#", "code": "2", "whole": 2"#);
    assert_eq!(values.code, Some(ValuesCode::X2));
    assert_eq!(values.whole.map(|whole| whole.as_i64()), Some(2));
}

#[test]
fn null_in_the_values_makes_a_field_optional() {
    assert_eq!(values(r#", "letter": null"#).letter, None);
}

#[test]
fn alternatives_that_are_enums_become_one_enum() {
    let values = values(r#", "sort": "random", "provider": "saml", "same": "saml", "note": "jwt""#);
    assert_eq!(values.sort, Some(Sort::Random));
    assert_eq!(values.provider, Some(Provider::Saml));
    assert_eq!(values.same, values.provider);
    assert_eq!(values.note.as_ref().map(Provider::as_str), Some("jwt"));
}

#[test]
fn objects_with_different_values_of_a_property_are_told_apart() {
    for (json, variant) in [
        (r#"{"state":"creating"}"#, "Creating"),
        (
            r#"{"state":"detaching","instance":"a"}"#,
            "DiskStateVariant2",
        ),
        (r#"{"state":"detached"}"#, "Detached"),
    ] {
        let state: DiskState = serde_json::from_str(json).unwrap();
        let name = match state {
            DiskState::Creating(_) => "Creating",
            DiskState::DiskStateVariant2(_) => "DiskStateVariant2",
            DiskState::Detached(_) => "Detached",
            _ => "Unknown",
        };
        assert_eq!(name, variant, "{json}");
    }
}

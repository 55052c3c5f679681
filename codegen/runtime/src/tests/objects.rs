//! The macro `object` does what the derive macros of serde do with the attributes that each presence stands for, except for
//! arrays.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::runtime::{Nullable, internal};

#[derive(Clone, Debug, PartialEq)]
struct Pet {
    id: i64,
    owner: Option<String>,
    r#type: Option<String>,
    agent: Option<Nullable<i64>>,
    tags: Vec<String>,
    limits: BTreeMap<String, i64>,
    friends: Vec<Pet>,
}

internal::object!(Pet {
    required id = "petId",
    required_nullable owner = "owner",
    optional r#type = "type",
    optional_nullable agent = "agent",
    collection tags = "tags",
    collection limits = "limits",
    collection friends = "friends",
});

#[derive(Clone, Debug, PartialEq)]
struct Typed {
    id: Option<i64>,
    rest: BTreeMap<String, i64>,
}

internal::object!(Typed {
    optional id = "id",
    rest rest,
});

#[derive(Clone, Debug, PartialEq)]
struct Open {
    id: Option<i64>,
    rest: Map<String, Value>,
}

internal::object!(Open {
    optional id = "id",
    rest rest,
});

#[derive(Clone, Debug, PartialEq)]
struct Empty {}

internal::object!(Empty {});

/// Declares an object with many properties in both ways.
macro_rules! wide {
    ($first:ident $first_name:literal $($field:ident $name:literal)*) => {
        #[derive(Clone, Debug, PartialEq)]
        struct Wide {
            $first: i64,
            $($field: Option<i64>,)*
        }

        internal::object!(Wide {
            required $first = $first_name,
            $(optional $field = $name,)*
        });

        #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
        #[serde(rename = "Wide")]
        struct DerivedWide {
            $first: i64,
            $(#[serde(skip_serializing_if = "Option::is_none")] $field: Option<i64>,)*
        }
    };
}

wide! {
    p0 "p0" p1 "p1" p2 "p2" p3 "p3" p4 "p4" p5 "p5" p6 "p6" p7 "p7" p8 "p8" p9 "p9" p10 "p10" p11 "p11" p12 "p12"
    p13 "p13" p14 "p14" p15 "p15" p16 "p16" p17 "p17" p18 "p18" p19 "p19" p20 "p20" p21 "p21" p22 "p22" p23 "p23"
    p24 "p24" p25 "p25" p26 "p26" p27 "p27" p28 "p28" p29 "p29" p30 "p30" p31 "p31" p32 "p32" p33 "p33" p34 "p34"
    p35 "p35" p36 "p36" p37 "p37" p38 "p38" p39 "p39" p40 "p40" p41 "p41" p42 "p42" p43 "p43" p44 "p44" p45 "p45"
    p46 "p46" p47 "p47" p48 "p48" p49 "p49" p50 "p50" p51 "p51" p52 "p52" p53 "p53" p54 "p54" p55 "p55" p56 "p56"
    p57 "p57" p58 "p58" p59 "p59" p60 "p60" p61 "p61" p62 "p62" p63 "p63" p64 "p64" p65 "p65" p66 "p66" p67 "p67"
    p68 "p68" p69 "p69" p70 "p70" p71 "p71" p72 "p72" p73 "p73" p74 "p74" p75 "p75" p76 "p76" p77 "p77" p78 "p78"
    p79 "p79" p80 "p80" p81 "p81" p82 "p82" p83 "p83" p84 "p84" p85 "p85" p86 "p86" p87 "p87" p88 "p88" p89 "p89"
    p90 "p90" p91 "p91" p92 "p92" p93 "p93" p94 "p94" p95 "p95" p96 "p96" p97 "p97" p98 "p98" p99 "p99" p100 "p100"
    p101 "p101" p102 "p102" p103 "p103" p104 "p104" p105 "p105" p106 "p106" p107 "p107" p108 "p108" p109 "p109"
    p110 "p110" p111 "p111" p112 "p112" p113 "p113" p114 "p114" p115 "p115" p116 "p116" p117 "p117" p118 "p118"
    p119 "p119" p120 "p120" p121 "p121" p122 "p122" p123 "p123" p124 "p124" p125 "p125" p126 "p126" p127 "p127"
    p128 "p128" p129 "p129" p130 "p130" p131 "p131" p132 "p132" p133 "p133" p134 "p134" p135 "p135" p136 "p136"
    p137 "p137" p138 "p138" p139 "p139"
}

/// The same types with the derive macros.
mod derived {
    use super::*;

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    pub(super) struct Pet {
        #[serde(rename = "petId")]
        pub(super) id: i64,
        pub(super) owner: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) r#type: Option<String>,
        #[serde(
            default,
            deserialize_with = "present",
            skip_serializing_if = "Option::is_none"
        )]
        pub(super) agent: Option<Nullable<i64>>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub(super) tags: Vec<String>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub(super) limits: BTreeMap<String, i64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub(super) friends: Vec<Pet>,
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    pub(super) struct Typed {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) id: Option<i64>,
        #[serde(flatten)]
        pub(super) rest: BTreeMap<String, i64>,
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    pub(super) struct Open {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) id: Option<i64>,
        #[serde(flatten)]
        pub(super) rest: Map<String, Value>,
    }

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    pub(super) struct Empty {}

    fn present<'de, T, D>(deserializer: D) -> Result<Option<Nullable<T>>, D::Error>
    where
        T: Deserialize<'de>,
        D: serde::Deserializer<'de>,
    {
        Nullable::deserialize(deserializer).map(Some)
    }
}

const TEXTS: &[&str] = &[
    "{}",
    "null",
    "7",
    "\"text\"",
    "{",
    r#"{"petId":1}"#,
    r#"{"petId":1,"owner":null}"#,
    r#"{"petId":null}"#,
    r#"{"petId":"1"}"#,
    r#"{"owner":"Ann"}"#,
    r#"{"petId":1,"petId":2}"#,
    r#"{"petId":1,"type":null,"type":"cat"}"#,
    r#"{"petId":1,"unknown":{"a":[1,2]},"type":"cat"}"#,
    r#"{"type":"cat","tags":["a","b"],"petId":1,"agent":null}"#,
    r#"{"petId":1,"agent":7,"tags":[],"limits":{}}"#,
    r#"{"petId":1,"agent":"7"}"#,
    r#"{"petId":1,"tags":null}"#,
    r#"{"petId":1,"limits":{"a":1,"b":2}}"#,
    r#"{"petId":1,"limits":{"a":1,"b":"2"}}"#,
    r#"{"petId":1,"friends":[{"petId":2},{"petId":"3"}]}"#,
    r#"{"petId":1,"friends":[{"petId":2,"owner":"Ann"}],"unknown":1}"#,
    r#"{"p\u0065tId":1,"ow\u006eer":"Ann"}"#,
    r#"{"id":1}"#,
    r#"{"id":null,"a":2,"b":3}"#,
    r#"{"id":1,"id":2}"#,
    r#"{"a":2,"a":3}"#,
    r#"{"b":2,"id":1,"a":3}"#,
];

/// Reads a text in several ways.
fn read<T: DeserializeOwned + Serialize>(text: &str) -> [Result<String, String>; 4] {
    let written = |value: T| serde_json::to_string_pretty(&value).expect("JSON");
    let value = serde_json::from_str::<Value>(text).unwrap_or_default();
    let with_path = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text));
    [
        serde_json::from_str(text).map_err(|error| error.to_string()),
        serde_json::from_reader(text.as_bytes()).map_err(|error| error.to_string()),
        T::deserialize(&value).map_err(|error| error.to_string()),
        with_path.map_err(|error| error.to_string()),
    ]
    .map(|read| read.map(written))
}

/// Removes the place of an error, which the derive macros do not know for flattened properties.
fn without_place(read: [Result<String, String>; 4]) -> Vec<Result<String, String>> {
    let read = read.into_iter().take(3);
    let message = |error: String| match error.split_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => error,
    };
    read.map(|read| read.map_err(message)).collect()
}

fn assert_same<A, B>()
where
    A: Debug + DeserializeOwned + Serialize,
    B: Debug + DeserializeOwned + Serialize,
{
    for text in TEXTS {
        assert_eq!(read::<A>(text), read::<B>(text), "{text}");
    }
}

#[test]
fn an_object_is_read_and_written_as_by_the_derive_macros() {
    assert_same::<Pet, derived::Pet>();
    assert_same::<Empty, derived::Empty>();
}

/// The derive macros read the items of an array as the properties in their order.
#[test]
fn an_array_is_not_read_as_an_object() {
    for text in ["[]", "[1]", r#"[1,"Ann","cat",null,["a"],{"a":1},[]]"#] {
        for read in [read::<Pet>(text), read::<Empty>(text), read::<Open>(text)] {
            for read in read {
                let error = read.unwrap_err();
                assert!(
                    error.contains("invalid type: sequence, expected struct "),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn an_object_with_many_properties_is_read_as_by_the_derive_macros() {
    let all: Map<_, _> = (0..140).map(|it| (format!("p{it}"), it.into())).collect();
    let all = Value::Object(all).to_string();
    let texts = [
        &all,
        r#"{"p0":1,"p139":2,"p64":3,"p63":null}"#,
        r#"{"p139":2}"#,
        r#"{"p0":1,"p64":2,"p64":3}"#,
        r#"{"p0":1,"p139":2,"p139":null}"#,
        r#"{"p0":1,"p140":2,"p140":3}"#,
    ];
    for text in texts {
        assert_eq!(read::<Wide>(text), read::<DerivedWide>(text), "{text}");
    }
}

#[test]
fn an_object_with_other_properties_is_read_and_written_as_by_the_derive_macros() {
    for text in TEXTS {
        let (a, b) = (read::<Typed>(text), read::<derived::Typed>(text));
        assert_eq!(without_place(a), without_place(b), "{text}");
        let (a, b) = (read::<Open>(text), read::<derived::Open>(text));
        assert_eq!(without_place(a), without_place(b), "{text}");
    }
}

//! Converts the names of a document to Rust names.

mod taken;

use std::borrow::Cow;

use heck::{ToKebabCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::reserved;
pub(crate) use taken::TakenNames;

/// Names of the prelude that generated code uses. A generated type must not shadow them.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Strict and reserved keywords of all editions.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Returns the name of a type: `conversation-status` becomes `ConversationStatus`.
pub(crate) fn type_name(text: &str) -> String {
    let name = pascal(text);
    if PRELUDE.contains(&name.as_str()) {
        format!("{name}Schema")
    } else {
        name
    }
}

/// The type parameter in the setters of a call, which would hide a type of that name.
const SETTER_PARAMETER: &str = "S";

/// Returns the name of the type of an operation: `listConversations` becomes `ListConversations`.
pub(crate) fn operation_type_name(id: &str) -> String {
    let name = pascal(id);
    if PRELUDE.contains(&name.as_str()) || name == SETTER_PARAMETER {
        format!("{name}Operation")
    } else {
        name
    }
}

/// Returns the name of the marker type of a document: `fernand` becomes `Fernand`.
pub(crate) fn marker_name(module: &str) -> String {
    match type_name(module) {
        name if reserved::MODULE.contains(&name.as_str()) => format!("{name}Document"),
        name => name,
    }
}

/// Returns the name of an enum variant. Signs and operators become words, so that `1` and `-1` differ, and `<` and `>`.
pub(crate) fn variant_name(text: &str) -> String {
    let name = match text.trim() {
        "" => "Empty".to_owned(),
        symbols if symbols.bytes().all(|b| b.is_ascii_punctuation()) => symbol_names(symbols),
        _ => pascal(&with_sign(text).replace('+', " Plus ")),
    };
    if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    }
}

/// Returns the text with a word in place of a sign at its start: `-created` becomes `Minus created`.
fn with_sign(text: &str) -> Cow<'_, str> {
    for (sign, word) in [('-', "Minus"), ('+', "Plus")] {
        if let Some(rest) = text.strip_prefix(sign)
            && rest.starts_with(char::is_alphanumeric)
        {
            return format!("{word} {rest}").into();
        }
    }
    text.into()
}

/// Returns the name of an operator, or the names of ASCII punctuation characters: `<=` becomes `LessThanOrEqual`.
fn symbol_names(symbols: &str) -> String {
    match symbols {
        "=" | "==" => "Equal".to_owned(),
        "!=" | "<>" => "NotEqual".to_owned(),
        "<" => "LessThan".to_owned(),
        "<=" => "LessThanOrEqual".to_owned(),
        ">" => "GreaterThan".to_owned(),
        ">=" => "GreaterThanOrEqual".to_owned(),
        _ => symbols.chars().map(symbol_name).collect(),
    }
}

fn symbol_name(symbol: char) -> &'static str {
    match symbol {
        '!' => "Not",
        '"' => "Quote",
        '#' => "Hash",
        '$' => "Dollar",
        '%' => "Percent",
        '&' => "And",
        '\'' => "Apostrophe",
        '(' => "LeftParenthesis",
        ')' => "RightParenthesis",
        '*' => "Star",
        '+' => "Plus",
        ',' => "Comma",
        '-' => "Minus",
        '.' => "Dot",
        '/' => "Slash",
        ':' => "Colon",
        ';' => "Semicolon",
        '<' => "Less",
        '=' => "Equal",
        '>' => "Greater",
        '?' => "Question",
        '@' => "At",
        '[' => "LeftBracket",
        '\\' => "Backslash",
        ']' => "RightBracket",
        '^' => "Caret",
        '_' => "Underscore",
        '`' => "Backquote",
        '{' => "LeftBrace",
        '|' => "Or",
        '}' => "RightBrace",
        '~' => "Tilde",
        _ => "X",
    }
}

/// Returns the name of a field, an argument or a method: `workspaceId` becomes `workspace_id`.
pub(crate) fn field_name(text: &str) -> String {
    let name = snake(&words(text));
    let name = match name.chars().next() {
        None => "x".to_owned(),
        Some(first) if first == '_' || first.is_alphabetic() => name,
        Some(_) => format!("x{name}"),
    };
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Returns the name of a property's field, which is also the name of its setter. A sign becomes a word.
pub(crate) fn property_name(text: &str) -> String {
    match field_name(&with_sign(text)) {
        name if reserved::STRUCT.contains(&name.as_str()) => format!("{name}_field"),
        name => name,
    }
}

/// Names of devices, which Windows does not allow as file names, with or without an extension. It does not allow `com`
/// and `lpt` with a digit either.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Returns the name of the module, and of its file without the extension, for a type or an operation in snake case.
///
/// `aux` becomes `aux_`, since Windows does not allow a file `aux.rs`. `größe` becomes `gru0000f6u0000dfe_`, since rustc
/// only finds the files of modules with ASCII names. A very long name ends in a hash of the whole name. The `_` avoids
/// conflicts: other names in snake case do not end in `_`, except for keywords.
pub(crate) fn file_stem(name: &str) -> String {
    let mut stem = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii() {
            stem.push(c);
        } else {
            stem.push_str(&code_point(c));
        }
    }
    if stem.len() > MAX_STEM {
        stem.truncate(LONG_STEM);
        stem.push_str(&format!("_{:016x}", hash(name)));
    }
    if stem != name || is_device(name) {
        stem.push('_');
    }
    stem
}

/// The longest stem of a file. File systems allow names of 255 bytes, including `.rs`.
const MAX_STEM: usize = 252;

/// The number of bytes that remain of a longer stem. There is room for a hash, and for a number if stems are equal.
const LONG_STEM: usize = 225;

/// The 64-bit FNV-1a hash of a name, which is the same on every machine.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn is_device(name: &str) -> bool {
    let number = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    let is_port = number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']));
    is_port || DEVICES.contains(&name)
}

/// Returns the name of an operation's method: `listConversations` becomes `list_conversations`.
pub(crate) fn method_name(id: &str) -> String {
    match field_name(id) {
        name if reserved::CLIENT.contains(&name.as_str()) => format!("{name}_operation"),
        name => name,
    }
}

/// Returns the name of a builder's method for a credential or a server variable: `ApiKey` becomes `api_key`.
pub(crate) fn setting_name(text: &str) -> String {
    match field_name(text) {
        name if reserved::CLIENT_BUILDER.contains(&name.as_str()) => format!("{name}_auth"),
        name => name,
    }
}

/// Features of every generated crate whose names could be those of a part.
const RESERVED_FEATURES: &[&str] = &["native-tls", "test-util"];

/// Returns the name of the Cargo feature of a module without its parts, if it has parts.
pub(crate) fn base_feature_name(module: &str) -> String {
    format!("{module}-base")
}

/// Returns the name of the Cargo feature of a part: `github` and `Code scanning` become `github-code-scanning`.
///
/// Registries require ASCII names. A name without letters and digits becomes its code points, so that no other name has the
/// same feature, whatever the order of the names: `💰` becomes `github-u01f4b0`.
pub(crate) fn feature_name(module: &str, part: &str) -> String {
    let name = format!("{module}-{}", part_name(part));
    if RESERVED_FEATURES.contains(&name.as_str()) || name == base_feature_name(module) {
        format!("{name}-operations")
    } else {
        name
    }
}

/// Returns the name of a part in the name of its feature: `Code scanning` becomes `code-scanning`.
pub(crate) fn part_name(part: &str) -> String {
    let name = words(part).to_snake_case();
    let name = if name.is_empty() {
        code_points(part)
    } else {
        name
    };
    let stem = file_stem(&name).replace('_', "-");
    stem.trim_matches('-').to_owned()
}

/// Whether a name has letters or digits.
pub(crate) fn has_words(text: &str) -> bool {
    !words(text).to_snake_case().is_empty()
}

/// Whether the letters and digits of a name are ASCII.
pub(crate) fn is_ascii_in_words(text: &str) -> bool {
    words(text).to_snake_case().is_ascii()
}

/// Returns the code points of a text. An empty text has that of the null character.
fn code_points(text: &str) -> String {
    match text {
        "" => code_point('\0'),
        text => text.chars().map(code_point).collect(),
    }
}

/// Returns the hexadecimal number of a character: `u01f4b0` for `💰`.
fn code_point(c: char) -> String {
    format!("u{:06x}", u32::from(c))
}

/// Returns the name of an environment variable: `fernand` and `ApiKey` become `FERNAND_API_KEY`.
pub(crate) fn env_name(module: &str, text: &str) -> String {
    format!("{}_{}", module, words(text)).to_shouty_snake_case()
}

/// Returns the name of an argument or of a command of a program: `workspaceId` becomes `workspace-id`.
pub(crate) fn argument_name(text: &str) -> String {
    match words(text).to_kebab_case() {
        name if name.is_empty() => "x".to_owned(),
        name => name,
    }
}

fn pascal(text: &str) -> String {
    // The conversion must be idempotent, and a single one is not for every text.
    let mut name = pascal_once(&words(text));
    for _ in 0..4 {
        let again = pascal_once(&name);
        if again == name {
            break;
        }
        name = again;
    }
    match name.chars().next() {
        None => "X".to_owned(),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("X{name}"),
    }
}

fn words(text: &str) -> Cow<'_, str> {
    let is_plain = |b: u8| b == b'_' || b == b'-' || b.is_ascii_alphanumeric();
    if text.bytes().all(is_plain) {
        return text.into();
    }
    let text = text.replace('\'', "");
    let is_separator = |c: char| !(c == '_' || unicode_ident::is_xid_continue(c));
    text.replace(is_separator, "-").into()
}

fn pascal_once(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_pascal_case();
    }
    let mut name = String::with_capacity(text.len());
    each_word(text, |word| {
        name.push_str(&word[..1].to_ascii_uppercase());
        name.extend(word[1..].chars().map(|c| c.to_ascii_lowercase()));
    });
    name
}

fn snake(text: &str) -> String {
    if !text.is_ascii() {
        // In lower case, this letter is an `i` and a separate dot, which is not part of a word.
        return text.replace('\u{130}', "I").to_snake_case();
    }
    let mut name = String::with_capacity(text.len() + 8);
    each_word(text, |word| {
        if !name.is_empty() {
            name.push('_');
        }
        name.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    });
    name
}

/// Calls `visit` with each word of an ASCII text, as heck splits it. The words of a document's names are split several
/// times, and heck formats each character.
fn each_word(text: &str, mut visit: impl FnMut(&str)) {
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let bytes = part.as_bytes();
        let mut start = 0;
        // The case of the last letter of the word.
        let (mut is_lower, mut is_upper) = (false, false);
        for (index, pair) in bytes.windows(2).enumerate() {
            let (this, next) = (pair[0], pair[1]);
            let was_upper = is_upper;
            if this.is_ascii_alphabetic() {
                (is_lower, is_upper) = (this.is_ascii_lowercase(), this.is_ascii_uppercase());
            }
            let end = if is_lower && next.is_ascii_uppercase() {
                index + 1
            } else if was_upper && this.is_ascii_uppercase() && next.is_ascii_lowercase() {
                index
            } else {
                continue;
            };
            visit(&part[start..end]);
            start = end;
            (is_lower, is_upper) = (false, false);
        }
        if start < part.len() {
            visit(&part[start..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_rust_identifier() {
        for text in [
            "", "_", "1", "-1", "+1", "type", "Self", "self", "crate", "a b", "é", "日本", "x'y",
            "$ref", "a/b",
        ] {
            for name in [type_name(text), variant_name(text), field_name(text)] {
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok(),
                    "{text:?} became {name:?}"
                );
            }
        }
    }

    #[test]
    fn the_words_of_an_ascii_text_are_those_of_heck() {
        for seed in 0..20_000 {
            let mut random = fastrand::Rng::with_seed(seed);
            let length = random.usize(..12);
            let char = |_| char::from(b"abABC12_-$"[random.usize(..10)]);
            let text: String = (0..length).map(char).collect();
            assert_eq!(pascal_once(&text), text.to_pascal_case(), "{text}");
            assert_eq!(snake(&text), text.to_snake_case(), "{text}");
        }
    }

    #[test]
    fn type_names_do_not_shadow_the_prelude() {
        assert_eq!(type_name("option"), "OptionSchema");
        assert_eq!(type_name("Conversation"), "Conversation");
    }

    #[test]
    fn the_type_of_an_operation_is_not_hidden() {
        for (id, expected) in [
            ("listPets", "ListPets"),
            ("send", "SendOperation"),
            ("s", "SOperation"),
        ] {
            assert_eq!(operation_type_name(id), expected);
        }
    }

    #[test]
    fn a_marker_does_not_have_the_name_of_another_item_of_its_module() {
        for (module, expected) in [
            ("fernand", "Fernand"),
            ("error", "ErrorDocument"),
            ("client_builder", "ClientBuilderDocument"),
        ] {
            assert_eq!(marker_name(module), expected);
        }
    }

    #[test]
    fn a_property_does_not_have_the_name_of_a_function_of_its_struct() {
        for (text, expected) in [
            ("new", "new_field"),
            ("Example", "example_field"),
            ("examples", "examples"),
        ] {
            assert_eq!(property_name(text), expected);
        }
    }

    #[test]
    fn a_sign_is_part_of_a_name() {
        for (text, expected) in [
            ("1", "X1"),
            ("-1", "Minus1"),
            ("+1", "Plus1"),
            ("created", "Created"),
            ("-created", "MinusCreated"),
            ("C++", "CPlusPlus"),
            ("OPENED", "Opened"),
        ] {
            assert_eq!(variant_name(text), expected, "{text}");
        }
        assert_eq!(property_name("+1"), "plus_1");
        assert_eq!(property_name("-1"), "minus_1");
    }

    #[test]
    fn a_variant_without_letters_is_named_after_its_symbols() {
        for (text, expected) in [
            ("", "Empty"),
            (" ", "Empty"),
            ("=", "Equal"),
            ("!=", "NotEqual"),
            ("<=", "LessThanOrEqual"),
            ("!~", "NotTilde"),
            ("$", "Dollar"),
            ("*", "Star"),
            ("-", "Minus"),
        ] {
            assert_eq!(variant_name(text), expected, "{text}");
        }
        let mut taken = std::collections::HashSet::new();
        for symbol in ('!'..='~').filter(char::is_ascii_punctuation) {
            assert!(taken.insert(symbol_name(symbol)), "{symbol}");
        }
    }

    #[test]
    fn file_names_avoid_windows_devices() {
        let devices = ["aux", "con", "nul", "prn"].map(ToOwned::to_owned);
        let ports = (0..10).flat_map(|digit| [format!("com{digit}"), format!("lpt{digit}")]);
        for name in devices.into_iter().chain(ports) {
            assert_eq!(file_stem(&name), format!("{name}_"));
        }
        assert_eq!(file_stem("com¹"), "comu0000b9_");
        for name in [
            "auxiliary",
            "com",
            "com10",
            "com_1",
            "con_",
            "connect",
            "lpt",
            "lpt1x",
            "null",
            "type_",
        ] {
            assert_eq!(file_stem(name), name);
        }
    }

    #[test]
    fn file_names_are_ascii() {
        assert_eq!(file_stem("größe"), "gru0000f6u0000dfe_");
        assert_eq!(file_stem("日本"), "u0065e5u00672c_");
    }

    #[test]
    fn the_file_of_a_very_long_name_has_a_name_that_file_systems_allow() {
        let longest = "a".repeat(MAX_STEM);
        assert_eq!(file_stem(&longest), longest);
        let (one, other) = (format!("{longest}_one"), format!("{longest}_other"));
        assert_ne!(file_stem(&one), file_stem(&other));
        for stem in [&one, &other, &"ü".repeat(100)].map(|name| file_stem(name)) {
            assert!(
                stem.len() + "_1000000.rs".len() <= 255 && stem.ends_with('_'),
                "{stem}"
            );
        }
    }

    #[test]
    fn the_name_of_a_field_is_the_name_of_the_same_field() {
        for char in '\0'..='\u{ffff}' {
            let name = field_name(&format!("a{char}"));
            assert_eq!(field_name(&name), name, "{char:?}");
        }
    }

    #[test]
    fn type_names_are_idempotent() {
        for text in ["A1b2C", "HTTPServer2xx", "aB1C", "XMLHttp-request"] {
            let name = type_name(text);
            assert_eq!(name.to_pascal_case(), name);
        }
    }
}

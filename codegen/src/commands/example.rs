//! Examples of commands, for the README.

use serde_json::Value as Json;

use super::argument::{CommandArgument, Part, Value};
use super::{Command, Commands, Kind};

impl Commands {
    /// The first command of each kind with its arguments. Deprecated commands are left out.
    pub(crate) fn examples(&self) -> Vec<String> {
        let kinds = [Kind::Pages, Kind::Call, Kind::Batches];
        let first = |kind| {
            let mut commands = self.list.iter();
            commands.find(|it| it.kind == kind && !it.is_deprecated)
        };
        let commands = kinds.into_iter().filter_map(first);
        commands
            .map(|command| format!("{} {}", self.name, command.example()))
            .collect()
    }
}

impl Command {
    /// The command with its required arguments and an optional one.
    fn example(&self) -> String {
        let required = self.arguments.iter().filter(|it| it.is_required);
        let required = required.map(|it| argument(it, &it.example_value()));
        let all = (self.kind == Kind::Pages).then(|| "--all".to_owned());
        let words = [self.name.clone()].into_iter().chain(required);
        let words = words.chain(self.optional()).chain(all);
        words.collect::<Vec<_>>().join(" ")
    }

    /// The first optional argument with an example, or else the first with choices.
    fn optional(&self) -> Option<String> {
        let optional = || {
            let arguments = self.arguments.iter();
            arguments.filter(|it| !it.is_required && !it.is_deprecated && it.value != Value::Json)
        };
        let with_example = optional().find(|it| it.example.is_some());
        let with_choices = || optional().find(|it| matches!(it.value, Value::Choice(_)));
        let shown = with_example.or_else(with_choices)?;
        Some(argument(shown, &shown.example_value()))
    }
}

fn argument(argument: &CommandArgument, value: &str) -> String {
    match argument.part {
        Part::Path => value.to_owned(),
        Part::Entries if argument.value == Value::Json => {
            format!("--ids-from {}.jsonl", argument.name)
        }
        Part::Entries => format!("--ids-from {}.txt", argument.name),
        Part::Parameter | Part::Property => match argument.value {
            Value::Bool if value == "true" => format!("--{}", argument.name),
            Value::Bool => format!("--{}={value}", argument.name),
            _ => format!("--{} {value}", argument.name),
        },
    }
}

impl CommandArgument {
    /// A value for a shell. Without an example in the document, it is the first choice, `JSON` or the argument's name.
    fn example_value(&self) -> String {
        let example = match &self.example {
            Some(Json::Array(items)) if matches!(self.value, Value::List(_)) => items.first(),
            example => example.as_ref(),
        };
        match (example, &self.value) {
            (Some(Json::String(text)), value) if *value != Value::Json => quoted(text),
            (Some(json), _) => quoted(&json.to_string()),
            (None, Value::Choice(choices)) => {
                quoted(choices.first().map_or("", |choice| choice.as_str()))
            }
            (None, Value::IntegerChoice(choices)) => {
                choices.first().map(i64::to_string).unwrap_or_default()
            }
            (None, Value::Bool) => "true".to_owned(),
            (None, Value::Json) => "JSON".to_owned(),
            (None, _) => self.name.replace('-', "_").to_uppercase(),
        }
    }
}

/// A text as one word of a shell, on one line.
fn quoted(text: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || "-_.,:/@+=%".contains(c);
    if !text.is_empty() && text.chars().all(is_safe) {
        return text.to_owned();
    }
    let text = text.replace(char::is_control, " ");
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_is_one_word_of_a_shell() {
        let cases = [
            ("status:opened", "status:opened"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's\n", "'it'\\''s '"),
            ("{\"a\":1}", "'{\"a\":1}'"),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected);
        }
    }
}

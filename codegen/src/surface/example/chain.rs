//! A variable with chained method calls, as Rust source code.

/// The maximum width of a line of an example.
const WIDTH: usize = 80;

/// What follows a method that sends a request.
pub(super) const AWAIT: &str = ".await?";

/// An expression of a variable and chained method calls.
pub(super) struct Chain {
    variable: &'static str,
    calls: Vec<Call>,
    /// Whether an argument names a type of the document.
    pub(super) names_type: bool,
}

/// A call of a method.
struct Call {
    method: String,
    arguments: Vec<String>,
    /// What follows the call, such as `.await?`.
    suffix: &'static str,
}

impl Chain {
    /// A variable without calls.
    pub(super) fn of(variable: &'static str) -> Self {
        Self {
            variable,
            calls: Vec::new(),
            names_type: false,
        }
    }

    /// Adds a call of `method`.
    pub(super) fn call(mut self, method: &str, arguments: Vec<String>) -> Self {
        self.calls.push(Call {
            method: method.to_owned(),
            arguments,
            suffix: "",
        });
        self
    }

    /// Adds a call of `method` without arguments, and `suffix` after it.
    pub(super) fn and(mut self, method: &str, suffix: &'static str) -> Self {
        self.calls.push(Call {
            method: method.to_owned(),
            arguments: Vec::new(),
            suffix,
        });
        self
    }

    /// The statement that starts with `before`, on one line if it fits, otherwise with one call per line.
    pub(super) fn after(&self, before: &str) -> String {
        let calls: String = self.calls.iter().map(Call::on_one_line).collect();
        let line = format!("{before}{}{calls};", self.variable);
        if line.len() <= WIDTH {
            return line;
        }
        let calls: String = self.calls.iter().map(Call::on_several_lines).collect();
        format!("{before}{}{calls};", self.variable)
    }
}

impl Call {
    fn on_one_line(&self) -> String {
        let arguments = self.arguments.join(", ");
        format!(".{}({arguments}){}", self.method, self.suffix)
    }

    /// The call on a line of its own, with one argument per line if it is too long. `.await` has its own line, as rustfmt
    /// writes it.
    fn on_several_lines(&self) -> String {
        const INDENT: &str = "\n    ";
        let mut arguments = self.arguments.join(", ");
        let width = INDENT.len() - 1 + self.method.len() + arguments.len() + "()".len();
        if width > WIDTH && !self.arguments.is_empty() {
            let lines = self.arguments.iter();
            let lines: String = lines.map(|it| format!("{INDENT}    {it},")).collect();
            arguments = lines + INDENT;
        }
        let suffix = match self.suffix {
            "" => String::new(),
            suffix => format!("{INDENT}{suffix}"),
        };
        format!("{INDENT}.{}({arguments}){suffix}", self.method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(calls: &[(&str, &[&str])]) -> Chain {
        calls
            .iter()
            .fold(Chain::of("client"), |chain, (method, arguments)| {
                let arguments = arguments.iter().map(|it| (*it).to_owned());
                chain.call(method, arguments.collect())
            })
    }

    #[test]
    fn a_long_call_is_split_over_several_lines() {
        let long = "\"a text of many words\"";
        let cases = [
            (
                chain(&[("list", &[])]).and("send", AWAIT),
                "let response = client.list().send().await?;",
            ),
            (
                chain(&[("list", &[long]), ("after", &[long])]).and("send", AWAIT),
                "let response = client
    .list(\"a text of many words\")
    .after(\"a text of many words\")
    .send()
    .await?;",
            ),
            (
                chain(&[("list", &[long, long, long, long])]).and("send", AWAIT),
                "let response = client
    .list(
        \"a text of many words\",
        \"a text of many words\",
        \"a text of many words\",
        \"a text of many words\",
    )
    .send()
    .await?;",
            ),
        ];
        for (chain, expected) in cases {
            assert_eq!(chain.after("let response = "), expected);
        }
    }

    #[test]
    fn a_line_is_at_most_as_long_as_the_width() {
        let room = WIDTH - "client.list(\"\");".len();
        let of_length = |length: usize| {
            let text = format!("{:?}", "a".repeat(length));
            chain(&[("list", &[&text])]).after("")
        };
        assert_eq!(of_length(room).len(), WIDTH);
        assert_eq!(of_length(room + 1).lines().count(), 2);
    }
}

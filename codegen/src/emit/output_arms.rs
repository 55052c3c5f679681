//! The alternatives of an operation's output.

use crate::model::{Content, Model, Operation, Status, Success};

/// An alternative of an output.
pub(super) struct OutputArm<'a> {
    /// The pattern, which binds the content to `output`. `None` if there is only one alternative.
    pub pattern: Option<String>,
    pub content: &'a Content,
    /// A success code with which a response is read as this alternative.
    pub code: u16,
}

/// The alternatives of the output of an operation.
pub(super) fn output_arms<'a>(model: &'a Model, operation: &'a Operation) -> Vec<OutputArm<'a>> {
    let declared: Vec<_> = operation.successes.iter().map(|it| it.status).collect();
    match &operation.success {
        Success::Always(content) => {
            let codes = declared.iter().map(|it| code(*it, &declared));
            vec![OutputArm {
                pattern: None,
                content,
                code: codes.min().unwrap_or(200),
            }]
        }
        Success::Optional(content, statuses) => {
            let status = |is_empty| {
                let of_it = statuses.iter().filter(|status| status.1 == is_empty);
                let codes = of_it.map(|status| code(status.0, &declared));
                codes.min().unwrap_or(if is_empty { 204 } else { 200 })
            };
            vec![
                OutputArm {
                    pattern: Some("Some(output)".to_owned()),
                    content,
                    code: status(false),
                },
                OutputArm {
                    pattern: Some("None".to_owned()),
                    content: &Content::Empty,
                    code: status(true),
                },
            ]
        }
        Success::ByStatus(id) => {
            let named = model.named(*id);
            let responses = named.responses();
            let declared: Vec<_> = responses.iter().map(|it| it.status).collect();
            let arms = responses.iter().map(|it| {
                let path = format!("types::{}::{}", named.name, it.name);
                OutputArm {
                    pattern: Some(match it.content {
                        Content::Empty => path,
                        _ => format!("{path}(output)"),
                    }),
                    content: &it.content,
                    code: code(it.status, &declared),
                }
            });
            arms.collect()
        }
    }
}

/// A success code that is read as a response of this status: the code itself, or one that has no response of its own.
fn code(status: Status, declared: &[Status]) -> u16 {
    let Status::Code(code) = status else {
        let has_own = |code: &u16| declared.contains(&Status::Code(*code));
        return (200..300).find(|code| !has_own(code)).unwrap_or(200);
    };
    code
}

#[cfg(test)]
mod tests {
    use super::code;
    use crate::model::Status::{Class, Code, Default};

    #[test]
    fn a_class_and_the_default_are_sent_as_a_code_without_a_response_of_its_own() {
        let cases = [
            (Code(201), vec![Code(200), Code(201)], 201),
            (Class(2), vec![Class(2)], 200),
            (Class(2), vec![Code(200), Class(2)], 201),
            (Default, vec![Code(200), Code(201), Default], 202),
        ];
        for (status, declared, expected) in cases {
            assert_eq!(
                code(status, &declared),
                expected,
                "{status:?}, {declared:?}"
            );
        }
    }
}

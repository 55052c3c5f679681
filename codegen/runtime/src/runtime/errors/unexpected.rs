use std::error::Error as StdError;
use std::fmt;

/// The error of a call that a [`Mock`](crate::runtime::test_util::Mock) has no answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexpectedCall {
    pub(crate) operation: &'static str,
    pub(crate) call: String,
    /// The answers for the operation, each with the reason why it was not given.
    pub(crate) answers: Vec<String>,
    /// The other operations that have answers.
    pub(crate) others: Vec<&'static str>,
}

impl UnexpectedCall {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method, the path, the query and the body of the request.
    pub fn call(&self) -> &str {
        &self.call
    }
}

/// Formats the call and the answers that are set up, on several lines.
impl fmt::Display for UnexpectedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            call,
            answers,
            others,
        } = self;
        write!(f, "{operation}: the mock has no answer for {call}")?;
        if answers.is_empty() {
            write!(f, "\n  no answer is set up for {operation}")?;
        }
        for answer in answers {
            write!(f, "\n  {answer}")?;
        }
        if !others.is_empty() {
            write!(
                f,
                "\n  other operations with answers: {}",
                others.join(", ")
            )?;
        }
        Ok(())
    }
}

impl StdError for UnexpectedCall {}

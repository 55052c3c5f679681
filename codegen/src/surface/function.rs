//! A public function: its signature and its documentation.

use std::fmt;

use super::argument::Argument;
use super::docs::DocComment;
use super::rust_type::{RustType, Scope};

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub name: String,
    pub docs: DocComment,
    pub is_deprecated: bool,
    pub is_const: bool,
    pub receiver: Receiver,
    pub arguments: Vec<Argument>,
    /// The type of an entry, if the function has the type parameter `I`, an iterator over entries.
    pub entries: Option<RustType>,
    pub output: RustType,
}

/// The receiver of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    None,
    /// `&self`
    Reference,
    /// `self`
    Value,
    /// `mut self`
    MutValue,
}

impl Function {
    /// A function without arguments.
    pub(super) fn new(name: impl Into<String>, receiver: Receiver, output: RustType) -> Self {
        Self {
            name: name.into(),
            docs: DocComment::default(),
            is_deprecated: false,
            is_const: false,
            receiver,
            arguments: Vec::new(),
            entries: None,
            output,
        }
    }

    /// The signature as source text.
    pub(crate) fn signature(&self, scope: Scope) -> Signature<'_> {
        Signature {
            function: self,
            scope,
        }
    }
}

/// The bound of the items of an iterator over entries of type `entry`.
pub(crate) fn bound_of_entries(entry: RustType) -> RustType {
    RustType::runtime("IntoEntry", vec![entry])
}

pub(crate) struct Signature<'a> {
    function: &'a Function,
    scope: Scope,
}

impl fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let function = self.function;
        f.write_str(&function.name)?;
        if function.entries.is_some() {
            f.write_str("<I>")?;
        }
        let receiver = match function.receiver {
            Receiver::None => None,
            Receiver::Reference => Some("&self".to_owned()),
            Receiver::Value => Some("self".to_owned()),
            Receiver::MutValue => Some("mut self".to_owned()),
        };
        let arguments = function.arguments.iter();
        let arguments = arguments.map(|it| format!("{}: {}", it.name, it.ty.in_scope(self.scope)));
        let all: Vec<_> = receiver.into_iter().chain(arguments).collect();
        write!(f, "({})", all.join(", "))?;
        if function.output != RustType::Unit {
            write!(f, " -> {}", function.output.in_scope(self.scope))?;
        }
        if let Some(entry) = &function.entries {
            let bound = bound_of_entries(entry.clone());
            write!(
                f,
                " where I: IntoIterator<Item: {}>",
                bound.in_scope(self.scope)
            )?;
        }
        Ok(())
    }
}

//! The names of the arguments of a command, which must be unique.

use super::argument::{CommandArgument, Part};
use crate::model::{Model, SchemeKind};
use crate::{
    names::{self, TakenNames},
    reserved,
};

/// The names that are in use.
pub(super) struct ArgumentNames {
    taken: TakenNames,
}

impl ArgumentNames {
    /// The names of the options that every command of a document has.
    pub(super) fn of(model: &Model) -> Self {
        let fixed = reserved::COMMAND.iter().map(|it| (*it).to_owned());
        let credentials = model.schemes.iter().flat_map(|scheme| {
            let name = names::argument_name(&scheme.method);
            let suffixes: &[&str] = match scheme.kind {
                SchemeKind::Basic => &["file", "user", "password-file"],
                _ => &["file"],
            };
            suffixes.iter().map(move |it| format!("{name}-{it}"))
        });
        let variables = model.server_variables();
        let variables = variables.map(|it| names::argument_name(&it.method));
        Self {
            taken: fixed.chain(credentials).chain(variables).collect(),
        }
    }

    /// The name of an argument. A name in use gets a suffix.
    pub(super) fn unique(&mut self, argument: &CommandArgument) -> String {
        let name = argument.name.clone();
        if !self.taken.contains(&name) {
            return self.taken.unique(name);
        }
        let suffix = match argument.part {
            Part::Property | Part::Entries => "field",
            Part::Path | Part::Parameter => "parameter",
        };
        self.taken.unique(format!("{name}-{suffix}"))
    }
}

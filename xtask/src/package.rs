//! The package metadata and the options of `generated/`.

use codegen::{Module, OptionNames, Options, Package};

/// The module that is a default feature, if its document exists.
const DEFAULT_MODULE: &str = "fernand";

pub(crate) const NAME: &str = "conversations-client";

/// The name of the command-line program.
pub(crate) const PROGRAM: &str = "conversations";

/// The URL of this repository for the package's page, or `None` if it has no public one.
const REPOSITORY: Option<&str> = None;

/// Returns the metadata of the generated package. Its version is that of this workspace.
pub(crate) fn package(modules: &[Module]) -> Package {
    let default = modules.iter().find(|module| module.name == DEFAULT_MODULE);
    Package {
        name: NAME.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        description: "Clients for the conversations APIs of help desks".to_owned(),
        repository: REPOSITORY.map(str::to_owned),
        keywords: ["api", "client", "conversations", "helpdesk", "support"]
            .map(str::to_owned)
            .to_vec(),
        default_module: default.map(|module| module.name.clone()),
        license_text: Some(include_str!("../../LICENSE").to_owned()),
        examples: true,
        program: Some(PROGRAM.to_owned()),
        ..Package::default()
    }
}

/// Returns the options for the package's modules.
pub(crate) fn options() -> Options {
    Options {
        crate_name: NAME.replace('-', "_"),
        cli: true,
        option_names: OptionNames::None,
        ..Options::default()
    }
}

//! What the manifest of the generated crate says.

use codegen::{Module, Options, Package};

/// The module that is built when nobody chooses, if its document is there.
const DEFAULT_MODULE: &str = "fernand";

const NAME: &str = "conversations-client";

/// The generated package, with the version of this workspace.
pub(crate) fn package(modules: &[Module]) -> Package {
    let default = modules.iter().find(|module| module.name == DEFAULT_MODULE);
    Package {
        name: NAME.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        description: "Clients for the conversations APIs of help desks".to_owned(),
        repository: None,
        keywords: ["api", "client", "conversations", "helpdesk", "support"]
            .map(str::to_owned)
            .to_vec(),
        default_module: default.map(|module| module.name.clone()),
        ..Package::default()
    }
}

/// How its modules are generated.
pub(crate) fn options() -> Options {
    Options {
        crate_name: NAME.replace('-', "_"),
        ..Options::default()
    }
}

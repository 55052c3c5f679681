//! Finds the operations without a recorded request in the tests.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use codegen::Module;

use crate::error::Error;
use crate::listing;
use crate::workspace::Workspace;

/// The folder of the recorded requests, `<module>/<operation>.http`.
const FOLDER: &str = "tests/requests";

/// The differences between the operations of the documents and the recorded requests.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// The operations without a recorded request, by module.
    pub(super) missing: BTreeMap<String, Vec<String>>,
    /// The recorded requests whose operation does not exist, by module.
    pub(super) orphans: BTreeMap<String, Vec<String>>,
    /// The modules whose feature the tests do not enable yet.
    pub(super) to_enable: Vec<String>,
    /// The modules that no longer exist and whose feature the tests enable.
    pub(super) to_disable: Vec<String>,
}

impl Requests {
    pub(super) fn compare(workspace: &Workspace, modules: &[Module]) -> Result<Self, Error> {
        let folder = workspace.root().join(FOLDER);
        let mut requests = Self::default();
        let mut names = listing::folders(&folder)?;
        names.extend(modules.iter().map(|module| module.name.clone()));
        for name in names {
            let mut recorded = listing::stems(&folder.join(&name), "http")?;
            let module = modules.iter().find(|module| module.name == name);
            let operations = module
                .into_iter()
                .flat_map(|module| module.surface.operation_names());
            let missing: Vec<_> = operations
                .filter(|operation| !recorded.remove(*operation))
                .map(str::to_owned)
                .collect();
            if !missing.is_empty() {
                requests.missing.insert(name.clone(), missing);
            }
            if !recorded.is_empty() {
                requests
                    .orphans
                    .insert(name, recorded.into_iter().collect());
            }
        }
        requests.compare_features(workspace, modules)?;
        Ok(requests)
    }

    /// Compares the modules with the features that the tests enable.
    fn compare_features(&mut self, workspace: &Workspace, modules: &[Module]) -> Result<(), Error> {
        let Some(enabled) = enabled_features(workspace)? else {
            return Ok(());
        };
        let is_enabled = |name: &&String| enabled.contains(&format!("\"{name}\""));
        let is_gone = |name: &&String| modules.iter().all(|module| module.name != **name);
        let missing = self.missing.keys().filter(|name| !is_enabled(name));
        self.to_enable = missing.cloned().collect();
        let gone = self.orphans.keys().filter(is_gone).filter(is_enabled);
        self.to_disable = gone.cloned().collect();
        Ok(())
    }

    pub(super) fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.orphans.is_empty()
    }
}

/// Returns the line of the tests' manifest that enables features of the generated crate.
fn enabled_features(workspace: &Workspace) -> Result<Option<String>, Error> {
    let path = "tests/Cargo.toml";
    let manifest = match fs::read_to_string(workspace.root().join(path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?,
    };
    let mut lines = manifest.lines();
    let line = lines.find(|line| line.starts_with("conversations-client"));
    Ok(line.map(str::to_owned))
}

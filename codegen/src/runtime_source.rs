//! The runtime's source, as it goes into every generated crate.

use crate::File;

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../runtime/src/runtime/", $name)))),*]
    };
}

const SOURCES: &[(&str, &str)] = sources![
    "api.rs",
    "base_url.rs",
    "batches.rs",
    "budget.rs",
    "builder.rs",
    "call.rs",
    "check.rs",
    "clock.rs",
    "credentials.rs",
    "enums.rs",
    "error.rs",
    "exchange.rs",
    "jobs.rs",
    "ledger.rs",
    "mod.rs",
    "nullable.rs",
    "operation.rs",
    "pace.rs",
    "pages.rs",
    "path.rs",
    "query.rs",
    "rate_limit.rs",
    "read.rs",
    "response.rs",
    "retry.rs",
    "run.rs",
    "secret.rs",
    "setters.rs",
    "trace.rs",
    "transport.rs",
    "unions.rs",
    "wait.rs",
];

/// The runtime's files, with paths inside the crate.
pub(crate) fn files() -> impl Iterator<Item = File> {
    SOURCES.iter().map(|(name, text)| File {
        path: format!("src/runtime/{name}"),
        text: (*text).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_runtime_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/runtime");
        let found: BTreeSet<_> = std::fs::read_dir(folder)
            .expect("the runtime is there")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a plain name")
            })
            .collect();
        let embedded: BTreeSet<_> = super::SOURCES
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(embedded, found);
    }
}

//! The folder of this repository.

use std::path::Path;

/// Returns the folder of this repository.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().expect("xtask/ has a parent folder")
}

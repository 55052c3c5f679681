//! The paths by which examples name the items of a client.

/// The crate of a client, as its examples see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paths<'a> {
    /// The name of the crate, as a path.
    pub crate_name: &'a str,
    /// Whether the crate exports the items of the module from its root.
    pub at_root: bool,
}

impl Paths<'_> {
    /// The shortest path of the items of a module.
    pub(super) fn items(self, module: &str) -> String {
        let Self {
            crate_name,
            at_root,
        } = self;
        if at_root {
            crate_name.to_owned()
        } else {
            format!("{crate_name}::{module}")
        }
    }
}

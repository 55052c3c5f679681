//! The names of options in messages.

/// How messages name the options of the generator, which depends on where a user sets them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OptionNames {
    /// By the fields of [`Options`](crate::Options), such as `max_bytes`.
    #[default]
    Fields,
    /// By the options of `cargo xtask try`, such as `--max-size`.
    CommandLine,
    /// Not at all, because the user cannot set them.
    None,
}

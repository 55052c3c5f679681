//! Files that only the user can read.

use std::fs::OpenOptions;

/// Makes the files that these options create private to the user.
#[cfg(unix)]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, MODE)
}

#[cfg(not(unix))]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Reading and writing for the user, and nothing for others.
#[cfg(unix)]
pub(super) const MODE: u32 = 0o600;

//! Limits on the size of a document.

/// The default for the bytes of a document together with the files that it references. The largest published document that
/// is known has 47 MB.
pub(crate) const BYTES: usize = 128 << 20;
pub(crate) const FILES: usize = 10_000;
pub(super) const DEPTH: usize = 128;
pub(super) const ALIASED_NODES: usize = 200_000;

/// The values of a document of up to this number of bytes, and separately those of all files that it references. A value
/// takes more memory than its text, so a document of many short values is limited by their number.
pub(crate) fn values(max_bytes: usize) -> usize {
    const BYTES_PER_VALUE: usize = 64;
    const MIN: usize = 2_000_000;
    (max_bytes / BYTES_PER_VALUE).max(MIN)
}

/// How to raise the limit of bytes.
pub(crate) fn help(max_bytes: usize) -> String {
    format!("the limit is {max_bytes} bytes: the option `max_bytes` or `--max-size` raises it")
}

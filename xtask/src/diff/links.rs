//! Links to the lines of documents.

use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The largest number of bytes of a link.
const MAX: usize = 500;

/// The characters of a path that are encoded: all except those without a meaning in an address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'/');

/// The web address of a repository, such as `https://github.com/owner/repository`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Links(String);

/// The error of an address that is not the address of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not the address of a repository, such as https://github.com/OWNER/REPO")]
pub(super) struct NotARepository;

impl FromStr for Links {
    type Err = NotARepository;

    fn from_str(address: &str) -> Result<Self, NotARepository> {
        let address = address.strip_suffix('/').unwrap_or(address);
        let parts: Option<Vec<_>> = address
            .strip_prefix("https://")
            .map(|rest| rest.split('/').collect());
        match parts.as_deref() {
            Some([host, owner, repository])
                if is_host(host) && is_name(owner) && is_name(repository) =>
            {
                Ok(Self(address.to_owned()))
            }
            _ => Err(NotARepository),
        }
    }
}

impl Links {
    /// Returns the address of a line of a file at a commit. A path that is too long has no link.
    pub(super) fn line(&self, commit: &str, path: &str, line: usize) -> Option<String> {
        let (root, path) = (&self.0, utf8_percent_encode(path, ENCODED));
        let link = format!("{root}/blob/{commit}/{path}#L{line}");
        (link.len() <= MAX).then_some(link)
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_allowed) && is_port
}

fn is_name(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && name.chars().all(is_allowed) && !matches!(name, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::{Links, MAX};

    #[test]
    fn only_the_address_of_a_repository_is_accepted() {
        let cases = [
            ("https://github.com/owner/repo", true),
            ("https://github.com/owner/repo.name_-1/", true),
            ("https://git.example:8443/owner/repo", true),
            ("http://github.com/owner/repo", false),
            ("javascript://github.com/owner/repo", false),
            ("https://github.com/owner", false),
            ("https://github.com/owner/repo/tree", false),
            ("https://github.com/owner/..", false),
            ("https://github.com//repo", false),
            ("https:///owner/repo", false),
            ("https://user@github.com/owner/repo", false),
            ("https://github.com:/owner/repo", false),
            ("https://github.com/owner/repo)", false),
            ("https://github.com/owner/re po", false),
            ("https://github.com/owner/repo?a", false),
            ("https://github.com/owner/repo#a", false),
            ("https://github.com/owner/repo\n", false),
            ("", false),
        ];
        for (address, is_accepted) in cases {
            let links = address.parse::<Links>();
            assert_eq!(links.is_ok(), is_accepted, "{address:?}: {links:?}");
        }
    }

    #[test]
    fn paths_are_encoded() {
        let links: Links = "https://github.com/o/r/".parse().expect("an address");
        let root = "https://github.com/o/r/blob/1a2b";
        for (path, expected) in [
            ("spec/pets.yaml", "spec/pets.yaml"),
            ("spec/a b)(|#?%.yaml", "spec/a%20b%29%28%7C%23%3F%25.yaml"),
            ("spec/ä\n`<.yaml", "spec/%C3%A4%0A%60%3C.yaml"),
        ] {
            let link = links.line("1a2b", path, 7);
            assert_eq!(link, Some(format!("{root}/{expected}#L7")));
        }
        assert_eq!(links.line("1a2b", &"a".repeat(MAX), 7), None);
    }
}

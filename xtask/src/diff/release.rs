//! The releases of the crate, which are tags.

use semver::Version;

use crate::package;

/// Returns the newest release, with its tag. Pre-releases are none.
pub(super) fn newest(tags: &[String]) -> Option<(&String, Version)> {
    let releases = tags.iter().filter_map(|tag| Some((tag, version(tag)?)));
    releases.max_by(|(_, a), (_, b)| a.cmp(b))
}

/// Returns the version of a tag: `v1.2.3`, `1.2.3`, or one of them after the name of the package and `-` or `/`.
fn version(tag: &str) -> Option<Version> {
    let package = tag.strip_prefix(package::NAME);
    let tag = package
        .and_then(|rest| rest.strip_prefix(['-', '/']))
        .unwrap_or(tag);
    let version = Version::parse(tag.strip_prefix('v').unwrap_or(tag)).ok()?;
    version.pre.is_empty().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn the_newest_release_has_the_highest_version() {
        let cases: [(&[&str], Option<&str>); 8] = [
            (&[], None),
            (&["v0.1.0"], Some("v0.1.0")),
            (&["v0.9.0", "v0.10.0", "v0.2.0"], Some("v0.10.0")),
            (&["0.1.0", "v0.0.9"], Some("0.1.0")),
            (
                &["conversations-client-v0.2.0", "v0.1.0"],
                Some("conversations-client-v0.2.0"),
            ),
            (
                &["conversations-client/0.2.0"],
                Some("conversations-client/0.2.0"),
            ),
            (&["v0.2.0-rc.1", "v0.1.0"], Some("v0.1.0")),
            (&["nightly", "v1", "codegen-v3.0.0", "version-1.0.0"], None),
        ];
        for (tags, expected) in cases {
            let tags: Vec<_> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            let found = newest(&tags).map(|(tag, _)| tag.as_str());
            assert_eq!(found, expected, "{tags:?}");
        }
    }
}

//! The version of the crate, and the version that a change needs.

use codegen::diff::Step;
use semver::{Prerelease, Version};
use serde::Deserialize;

/// The released version of the crate, or that before a change if there is no release, and the version after the change. A
/// version is `None` if `Cargo.toml` does not have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Versions {
    pub(super) base: Option<Version>,
    pub(super) head: Option<Version>,
}

impl Versions {
    /// Returns the lowest version that a step allows, or the version after the change if that is high enough.
    pub(super) fn needed(&self, step: Step) -> Option<Version> {
        let needed = self.lowest(step)?;
        Some(match &self.head {
            Some(head) if *head >= needed => head.clone(),
            _ => needed,
        })
    }

    /// Returns the lowest version that a step allows.
    pub(super) fn lowest(&self, step: Step) -> Option<Version> {
        let base = self.base.as_ref().or(self.head.as_ref())?;
        Some(raised(base, step))
    }

    /// Returns the needed version if the version after the change is too low.
    pub(super) fn missing(&self, step: Step) -> Option<Version> {
        let needed = self.needed(step);
        needed.filter(|needed| Some(needed) != self.head.as_ref())
    }
}

/// Reads the version of the workspace's packages from its `Cargo.toml`.
pub(super) fn workspace_version(manifest: &str) -> Option<Version> {
    #[derive(Deserialize)]
    struct Manifest {
        workspace: Workspace,
    }
    #[derive(Deserialize)]
    struct Workspace {
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    let manifest: Manifest = basic_toml::from_str(manifest).ok()?;
    Version::parse(&manifest.workspace.package.version).ok()
}

/// Returns the lowest version that is higher by a step. Below 1.0.0, Cargo treats the minor version as the major one.
fn raised(version: &Version, step: Step) -> Version {
    if step == Step::None {
        return version.clone();
    }
    let (major, minor, patch) = (version.major, version.minor, version.patch);
    // The release that follows a pre-release has the same numbers.
    let is_pre = !version.pre.is_empty();
    let (major, minor, patch) = match (step, major) {
        (Step::Major, 1..) if is_pre && minor == 0 && patch == 0 => (major, 0, 0),
        (Step::Major, 1..) => (major.saturating_add(1), 0, 0),
        (Step::Major, 0) | (Step::Minor, 1..) if is_pre && patch == 0 => (major, minor, 0),
        (Step::Major, 0) | (Step::Minor, 1..) => (major, minor.saturating_add(1), 0),
        _ if is_pre => (major, minor, patch),
        _ => (major, minor, patch.saturating_add(1)),
    };
    Version {
        pre: Prerelease::EMPTY,
        ..Version::new(major, minor, patch)
    }
}

#[cfg(test)]
mod tests {
    use codegen::diff::Step;
    use semver::Version;

    use super::{Versions, workspace_version};

    fn version(text: &str) -> Option<Version> {
        (!text.is_empty()).then(|| Version::parse(text).expect("a version"))
    }

    #[test]
    fn the_needed_version_follows_the_rules_of_cargo() {
        use Step::{Major, Minor, None, Patch};
        let cases = [
            ("0.1.0", "0.1.0", None, "0.1.0"),
            ("0.1.0", "0.1.0", Patch, "0.1.1"),
            ("0.1.0", "0.1.0", Minor, "0.1.1"),
            ("0.1.0", "0.1.0", Major, "0.2.0"),
            ("0.0.3", "0.0.3", Major, "0.1.0"),
            ("1.2.3", "1.2.3", Patch, "1.2.4"),
            ("1.2.3", "1.2.3", Minor, "1.3.0"),
            ("1.2.3", "1.2.3", Major, "2.0.0"),
            ("0.2.0-rc.1", "0.2.0-rc.1", Major, "0.2.0"),
            ("0.2.1-rc.1", "0.2.1-rc.1", Major, "0.3.0"),
            ("0.2.1-rc.1", "0.2.1-rc.1", Patch, "0.2.1"),
            ("2.0.0-rc.1", "2.0.0-rc.1", Major, "2.0.0"),
            // The version was raised already, or not far enough, or lowered.
            ("0.1.0", "0.2.0", Major, "0.2.0"),
            ("0.1.0", "0.3.0", Minor, "0.3.0"),
            ("0.1.0", "0.1.1", Major, "0.2.0"),
            ("0.2.0", "0.1.0", Major, "0.3.0"),
            ("0.2.0", "0.1.0", None, "0.2.0"),
            // One of the versions is not known.
            ("", "0.1.0", Major, "0.2.0"),
            ("0.1.0", "", Major, "0.2.0"),
            ("", "", Major, ""),
        ];
        for (base, head, step, needed) in cases {
            let versions = Versions {
                base: version(base),
                head: version(head),
            };
            let case = format!("{base} {head} {step}");
            assert_eq!(versions.needed(step), version(needed), "{case}");
        }
    }

    #[test]
    fn the_version_is_read_from_the_manifest_of_the_workspace() {
        let manifests = [
            ("[workspace.package]\nversion = \"0.1.0\"\n", "0.1.0"),
            ("[workspace]\npackage.version = '1.2.3'\r\n", "1.2.3"),
            (
                "[workspace]\npackage = { version = \"1.2.3-rc.1\" }",
                "1.2.3-rc.1",
            ),
            ("[package]\nversion = \"0.1.0\"\n", ""),
            ("[workspace.package]\nversion = \"1\"\n", ""),
            ("[workspace.package\n", ""),
            ("", ""),
        ];
        for (manifest, expected) in manifests {
            assert_eq!(workspace_version(manifest), version(expected), "{manifest}");
        }
        let own = include_str!("../../../Cargo.toml");
        assert_eq!(workspace_version(own), version(env!("CARGO_PKG_VERSION")));
    }
}

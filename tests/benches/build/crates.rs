//! Crates in a temporary folder that use the workspace's lock file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use tests::root;

use crate::process::run;

/// The features of reqwest that the generated crate has without TLS.
const REQWEST: &str = r#"reqwest = { version = "0.13", default-features = false, features = ["json", "query", "system-proxy"] }"#;
const CHRONO: &str =
    r#"chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }"#;
const PROGENITOR: &str = r#"progenitor-client = "=0.15.1""#;
const SERDE: &str = r#"serde = { version = "1", features = ["derive"] }"#;
const SERDE_JSON: &str = r#"serde_json = "1""#;
const TOKIO: &str =
    r#"tokio = { version = "1", default-features = false, features = ["net", "rt", "time"] }"#;
const UUID: &str =
    r#"uuid = { version = "1", default-features = false, features = ["serde", "std"] }"#;

const GENERATED: &str = r#"
use client::fernand::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let page = runtime.block_on(client.list_conversations().limit(250).send())?;
    println!("{}", page.data.len());
    Ok(())
}
"#;

const PROGENITOR_PROGRAM: &str = r#"
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = client::Client::new_with_client("https://api.getfernand.com", http()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let page = runtime.block_on(client.list_conversations(None, Some(250), None, None))?;
    println!("{}", page.data.len());
    Ok(())
}
"#;

const BY_HAND: &str = r#"
#![allow(dead_code)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = http()?.get("https://api.getfernand.com/conversations").query(&[("limit", "250")]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let page: fernand::Page = runtime.block_on(async {
        request.send().await?.error_for_status()?.json().await
    })?;
    println!("{}", page.data.len());
    Ok(())
}
"#;

/// The client with the key, which the generated one reads itself.
const BUILT: &str = r#"
fn http() -> Result<reqwest::Client, Box<dyn std::error::Error>> {
    let mut key: reqwest::header::HeaderValue = std::env::var("FERNAND_API_KEY")?.parse()?;
    key.set_sensitive(true);
    let headers = [(reqwest::header::HeaderName::from_static("x-api-key"), key)];
    Ok(reqwest::Client::builder().default_headers(headers.into_iter().collect()).build()?)
}
"#;

/// How the client is written.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Generated,
    Progenitor,
    ByHand,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Progenitor => "progenitor",
            Self::ByHand => "by hand",
        }
    }
}

/// A crate with a target folder of its own.
pub(crate) struct Crate {
    /// The name of the package that is measured.
    pub(crate) name: &'static str,
    folder: PathBuf,
    features: Vec<String>,
    /// The source file of a type, and the declaration of the type in it.
    declaration: (PathBuf, &'static str),
}

impl Crate {
    /// Writes the client of the document `module` to a folder in `folder`.
    pub(crate) fn library(kind: Kind, module: &str, folder: &Path) -> io::Result<Self> {
        let folder = folder.join(format!("{}-{module}", kind.name()));
        let declaration = match module {
            "kustomer" => ("bulk_job", "pub struct BulkJob {"),
            _ => ("conversation", "pub struct Conversation {"),
        };
        let (name, features, file) = match kind {
            Kind::Generated => {
                copy(&root().join("generated"), &folder)?;
                let manifest = folder.join("Cargo.toml");
                let text = fs::read_to_string(&manifest)?;
                fs::write(manifest, format!("{text}\n[workspace]\n"))?;
                let features = ["--no-default-features", "--features", module];
                let file = format!("src/{module}/types/{}.rs", declaration.0);
                (
                    "conversations-client",
                    features.map(str::to_owned).into(),
                    file,
                )
            }
            Kind::Progenitor | Kind::ByHand => {
                let dependencies = [PROGENITOR, REQWEST, CHRONO, SERDE, SERDE_JSON, UUID];
                // Only Bird's document has UUIDs.
                let count = dependencies.len() - usize::from(module != "bird");
                write(
                    &folder.join("Cargo.toml"),
                    &manifest("client", &dependencies[..count]),
                )?;
                write(&folder.join("src/lib.rs"), progenitor(module))?;
                ("client", Vec::new(), "src/lib.rs".to_owned())
            }
        };
        lock(&folder)?;
        Ok(Self {
            name,
            declaration: (folder.join(file), declaration.1),
            folder,
            features,
        })
    }

    /// Writes the program that lists Fernand's conversations to a folder in `folder`.
    pub(crate) fn program(kind: Kind, folder: &Path) -> io::Result<Self> {
        let client = format!("client = {{ path = \"../{}-fernand\" }}", kind.name());
        let (dependencies, program) = match kind {
            Kind::Generated => {
                Self::library(kind, "fernand", folder)?;
                let client = client.replace(
                    " }",
                    ", package = \"conversations-client\", default-features = false, features = [\"fernand\"] }",
                );
                (vec![client, TOKIO.to_owned()], GENERATED.to_owned())
            }
            Kind::Progenitor => {
                Self::library(kind, "fernand", folder)?;
                let dependencies = [&client, TOKIO, REQWEST].map(str::to_owned);
                (dependencies.into(), format!("{PROGENITOR_PROGRAM}{BUILT}"))
            }
            Kind::ByHand => {
                let dependencies = [TOKIO, REQWEST, CHRONO, SERDE].map(str::to_owned);
                let types = fernand_types();
                (dependencies.into(), format!("{BY_HAND}{BUILT}\n{types}"))
            }
        };
        let dependencies: Vec<_> = dependencies.iter().map(String::as_str).collect();
        let folder = folder.join(format!("program-{}", kind.name().replace(' ', "-")));
        write(
            &folder.join("Cargo.toml"),
            &manifest("program", &dependencies),
        )?;
        write(&folder.join("src/main.rs"), &program)?;
        lock(&folder)?;
        Ok(Self {
            name: "program",
            declaration: (folder.join("src/main.rs"), ""),
            folder,
            features: Vec::new(),
        })
    }

    /// Returns a command of Cargo that does not use the network. [`Self::dependencies`] downloads what is missing.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.cargo_online(arguments);
        command
            .args(["--quiet", "--offline", "--target-dir"])
            .arg(self.target());
        command
    }

    fn cargo_online(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .args(&self.features)
            .current_dir(&self.folder);
        command
    }

    /// Removes everything that was built.
    pub(crate) fn clean(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.target()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what was built of this crate, but not of its dependencies.
    pub(crate) fn clean_alone(&self) -> io::Result<()> {
        let mut command = Command::new(env!("CARGO"));
        command.args([
            "clean",
            "--quiet",
            "--offline",
            "--package",
            self.name,
            "--target-dir",
        ]);
        run(command.arg(self.target()).current_dir(&self.folder))?;
        Ok(())
    }

    /// Adds a field to a type, and removes the field of the last edit.
    pub(crate) fn edit(&self, round: usize) -> io::Result<()> {
        let (file, declaration) = &self.declaration;
        let text = fs::read_to_string(file)?;
        let (before, after) = text.split_once(declaration).ok_or_else(|| {
            io::Error::other(format!("{} has no `{declaration}`", file.display()))
        })?;
        let rest = match after.split_once("/* edited */") {
            Some((_, rest)) => rest,
            None => after,
        };
        let field = format!("/// Added.\npub added_{round}: Option<i64>, /* edited */");
        fs::write(file, format!("{before}{declaration}{field}{rest}"))
    }

    /// Returns the number of packages that the crate depends on, directly and indirectly.
    pub(crate) fn dependencies(&self) -> io::Result<usize> {
        let tree = ["tree", "--edges", "normal,build", "--prefix", "none"];
        let tree = run(&mut self.cargo_online(&tree))?;
        let packages = tree.lines().map(|line| {
            let mut words = line.split_whitespace();
            (words.next(), words.next())
        });
        Ok(packages.collect::<BTreeSet<_>>().len().saturating_sub(1))
    }

    /// Returns the size of the program.
    pub(crate) fn size(&self) -> io::Result<u64> {
        let file = format!("{}{}", self.name, env::consts::EXE_SUFFIX);
        Ok(fs::metadata(self.target().join("release").join(file))?.len())
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

fn manifest(name: &str, dependencies: &[&str]) -> String {
    format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n[profile.release]\nstrip = true\n\n\
         [workspace]\n",
        dependencies.join("\n")
    )
}

fn progenitor(module: &str) -> &'static str {
    match module {
        "bird" => include_str!(concat!(env!("OUT_DIR"), "/progenitor_bird.rs")),
        "kustomer" => include_str!(concat!(env!("OUT_DIR"), "/progenitor_kustomer.rs")),
        _ => include_str!(concat!(env!("OUT_DIR"), "/progenitor_fernand.rs")),
    }
}

/// The types by hand that the other benchmarks use for Fernand.
fn fernand_types() -> &'static str {
    let types = include_str!("../client/types.rs");
    let start = types.find("pub(crate) mod fernand {").unwrap_or_default();
    let end = types[start..]
        .find("\n}\n")
        .map_or(types.len(), |end| start + end + 3);
    &types[start..end]
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::write(file, text)
}

/// Copies the workspace's lock file, so that all crates use the same versions.
fn lock(folder: &Path) -> io::Result<()> {
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

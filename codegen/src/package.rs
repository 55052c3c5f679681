//! The generated crate around the modules: its manifest, README and root module.

use std::mem;

use crate::file::File;
use crate::module::Module;
use crate::runtime_source;
use crate::surface::{Needs, rustdoc};

mod examples;
mod parts;
mod program;
mod readme;

/// The command that generates the files of this repository.
pub(crate) const REGEN: &str = "`cargo xtask regen`";

/// The oldest version of Rust that compiles the crate.
const RUST_VERSION: &str = "1.88";

/// The manifest data of a generated crate.
#[derive(Clone, Debug)]
pub struct Package {
    /// The name of the package, such as `conversations-client`.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// The description of the package in one sentence.
    pub description: String,
    /// The URL of the source repository.
    pub repository: Option<String>,
    /// The keywords of the package.
    pub keywords: Vec<String>,
    /// The module whose feature is enabled by default.
    pub default_module: Option<String>,
    /// The text of the MIT license, with its copyright notice, for the file `LICENSE`.
    pub license_text: Option<String>,
    /// Whether the crate has programs in `examples/`.
    pub examples: bool,
    /// The name of the command-line program, such as `conversations`, if the crate has one. Its commands are those of the
    /// modules with [`Options::cli`](crate::Options::cli).
    pub program: Option<String>,
    /// Whether the crate is its own workspace, even inside the folder of another.
    pub stand_alone: bool,
    /// The tool that the first line of each file names, such as `` `cargo xtask regen` ``.
    pub written_by: String,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: "0.1.0".to_owned(),
            description: String::new(),
            repository: None,
            keywords: Vec::new(),
            default_module: None,
            license_text: None,
            examples: false,
            program: None,
            stand_alone: false,
            written_by: REGEN.to_owned(),
        }
    }
}

/// Returns the files of a crate with these modules, sorted by path.
///
/// They are the manifest, the README, the license, the root module, the runtime, the files of the modules, and programs.
pub fn package(modules: &[Module], package: &Package) -> Vec<File> {
    let mut files = around(modules, package);
    let modules = modules.iter();
    files.extend(modules.flat_map(|module| module.files.iter().cloned()));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Returns the same files as [`package`], but moves those of the modules, whose `files` are empty afterwards.
///
/// A large module has as much text as all else that is in memory.
pub fn package_from(modules: &mut [Module], package: &Package) -> Vec<File> {
    let mut files = around(modules, package);
    let modules = modules.iter_mut();
    files.extend(modules.flat_map(|module| mem::take(&mut module.files)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The files of a crate without those of its modules.
fn around(modules: &[Module], package: &Package) -> Vec<File> {
    let mut files = files(package, modules);
    let has_program = package.program.is_some();
    files.extend(runtime_source::files(needs(modules), has_program));
    files.extend(program::file(package, modules));
    files.extend(examples::examples(package, modules).map(|example| example.file(package)));
    files
}

/// The manifest, the README, the license and the root module of a crate.
fn files(package: &Package, modules: &[Module]) -> Vec<File> {
    let license = package.license_text.iter().map(|text| File {
        path: "LICENSE".to_owned(),
        text: text.clone().into(),
    });
    let files = [
        File {
            path: "Cargo.toml".to_owned(),
            text: manifest(package, modules).into(),
        },
        File {
            path: "README.md".to_owned(),
            text: readme::readme(package, modules).into(),
        },
        File {
            path: "src/lib.rs".to_owned(),
            text: root(package, modules).into(),
        },
    ];
    files.into_iter().chain(license).collect()
}

/// The combined needs of all modules.
pub(crate) fn needs(modules: &[Module]) -> Needs {
    let needs = modules.iter().map(|module| module.surface.needs);
    needs.fold(Needs::default(), Needs::and)
}

fn manifest(package: &Package, modules: &[Module]) -> String {
    let Package {
        name,
        version,
        description,
        repository,
        keywords,
        default_module,
        license_text: _,
        examples: _,
        program: _,
        stand_alone,
        written_by,
    } = package;
    let mut features = String::new();
    let default: Vec<_> = default_module
        .iter()
        .map(String::as_str)
        .chain(["rustls"])
        .map(|name| format!("{name:?}"))
        .collect();
    features.push_str(&feature_line("default", &default));
    for module in modules {
        let needed = module.surface.needs.dependencies();
        let enables: Vec<_> = needed
            .iter()
            .filter(|it| it.is_optional)
            .map(|it| format!("\"dep:{}\"", it.name))
            .collect();
        if module.surface.parts.is_empty() {
            features.push_str(&feature_line(&module.name, &enables));
        } else {
            features.push_str(&parts::features(module, &enables));
        }
    }
    let needs = needs(modules);
    let optional: String = needs
        .dependencies()
        .iter()
        .map(|it| format!("{} = {}\n", it.name, it.value))
        .collect();
    let repository = repository
        .as_ref()
        .map(|url| format!("repository = {url:?}\n"))
        .unwrap_or_default();
    let keywords: Vec<_> = keywords.iter().map(|word| format!("{word:?}")).collect();
    format!(
        r#"# @generated by {written_by}. Do not edit.

[package]
name = {name:?}
version = {version:?}
edition = "2024"
rust-version = "{RUST_VERSION}"
license = "MIT"
description = {description:?}
{repository}readme = "README.md"
keywords = [{keywords}]
categories = ["api-bindings", "web-programming::http-client"]

[package.metadata.docs.rs]
all-features = true
rustdoc-args = ["--cfg", "docsrs"]

[features]
{features}# The TLS library: rustls with the platform's certificates, or the platform's native library.
rustls = ["reqwest/rustls"]
native-tls = ["reqwest/native-tls"]
# HTTP/2, if the server supports it.
http2 = ["reqwest/http2"]
# Spans and events of the crate `tracing` for each call.
tracing = ["dep:tracing"]
# A mock of the server and an example of each type, for tests of programs that use this crate.
test-util = ["dep:http"]
{program_feature}
[dependencies]
{optional}{dependencies}{program_dependencies}{program_target}{examples}
[lints.rust]
unexpected_cfgs = {{ level = "warn", check-cfg = ["cfg(docsrs)"] }}
{workspace}"#,
        keywords = keywords.join(", "),
        workspace = if *stand_alone { "\n[workspace]\n" } else { "" },
        dependencies = dependencies(needs),
        program_feature = program::feature(package, modules),
        program_dependencies = program::dependencies(package),
        program_target = program::target(package),
        examples = examples::manifest(examples::examples(package, modules)),
    )
}

/// A feature, as a line of the manifest.
fn feature_line(name: &str, enables: &[String]) -> String {
    format!("{name} = [{}]\n", enables.join(", "))
}

/// The dependencies of the runtime, as lines of the manifest.
fn dependencies(needs: Needs) -> String {
    let mut http = needs.http_features();
    http.extend(["json", "query", "system-proxy"]);
    let http: Vec<_> = http.iter().map(|feature| format!("{feature:?}")).collect();
    format!(
        r#"bytes = "1"
chrono = {{ version = "0.4", default-features = false, features = ["serde", "std"] }}
fastrand = "2"
futures-core = {{ version = "0.3", default-features = false }}
http = {{ version = "1", optional = true }}
percent-encoding = "2"
reqwest = {{ version = "0.13.5", default-features = false, features = [{}] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
serde_path_to_error = "0.1"
tokio = {{ version = "1", default-features = false, features = ["sync", "time"] }}
tracing = {{ version = "0.1", default-features = false, optional = true }}
"#,
        http.join(", ")
    )
}

/// How to name the types of two modules in one program, if a type has the same name in both.
fn shared_names(modules: &[Module]) -> Option<String> {
    let types = |module: &Module| {
        let types = module.surface.types.iter();
        types.map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    modules.iter().enumerate().find_map(|(index, first)| {
        modules[index + 1..].iter().find_map(|second| {
            let others = types(second);
            let name = types(first).into_iter().find(|it| others.contains(it))?;
            Some(format!(
                "Modules have types with the same names. A program that uses two modules names their types by path, such as\n\
                 `{}::types::{name}` and `{}::types::{name}`. Glob imports of both are ambiguous.",
                first.name, second.name
            ))
        })
    })
}

/// The first example of a module, as documentation of the crate.
fn first_example(module: &Module) -> String {
    let lines = module.surface.first_example.lines();
    let lines = lines.map(|line| format!("//! {line}").trim_end().to_owned() + "\n");
    format!("//!\n{}", lines.collect::<String>())
}

fn root(package: &Package, modules: &[Module]) -> String {
    let mut text = format!(
        "// @generated by {}. Do not edit.\n\n//! {}.\n//!\n//! | module and feature | API |\n//! |---|---|\n",
        package.written_by,
        rustdoc(package.description.trim_end_matches('.'))
    );
    for module in modules {
        text.push_str(&format!(
            "//! | `{}` | {} |\n",
            module.name,
            rustdoc(&module.title)
        ));
    }
    let start = if modules.iter().any(|module| module.surface.at_root) {
        "Start with `Client`, which is exported from here with the other items of its module.\n//!"
    } else {
        "Start with the `Client` of a module."
    };
    text.push_str(&format!(
        "//!\n//! {start} The features `rustls` (default) and `native-tls` choose the TLS library.\n\
         //! The feature `http2` enables HTTP/2, and `tracing` records a span and events for each call. The feature `test-util`\n\
         //! adds a mock of the server to each module and the function `example` to each type, for tests.\n//!\n\
         //! The crates whose types appear in this crate's functions and fields are exported from here, such as [`chrono`]\n\
         //! and [`reqwest`], so that a program uses the same versions.\n",
    ));
    if let Some(sentence) = shared_names(modules) {
        text.push_str(&format!("//!\n//! {}\n", sentence.replace('\n', "\n//! ")));
    }
    let deepest = modules.iter().filter_map(|module| module.recursion_limit);
    let limit = deepest.max();
    if let Some(limit) = limit {
        text.push_str(&format!(
            "//!\n//! The types are deeply nested. If the compiler reports an overflow (E0275) in a crate that uses them, add\n\
             //! `#![recursion_limit = \"{limit}\"]` to its root module.\n"
        ));
    }
    let default = modules
        .iter()
        .find(|module| package.default_module.as_ref() == Some(&module.name));
    text.push_str(
        &default
            .or(modules.first())
            .map(first_example)
            .unwrap_or_default(),
    );
    text.push('\n');
    if let Some(limit) = limit {
        text.push_str(&format!("#![recursion_limit = \"{limit}\"]\n"));
    }
    text.push_str("#![forbid(unsafe_code)]\n#![deny(missing_docs)]\n#![cfg_attr(docsrs, feature(doc_cfg))]\n\n");
    text.push_str(&exports(modules));
    text.push_str("\npub mod runtime;\n");
    for module in modules {
        text.push_str(&format!(
            "\n#[cfg(feature = {feature:?})]\n#[cfg_attr(docsrs, doc(cfg(feature = {feature:?})))]\n#[rustfmt::skip]\npub mod {};\n",
            module.name,
            feature = module.surface.base_feature(),
        ));
        if module.surface.at_root {
            text.push_str(&format!(
                "\n#[cfg(feature = {:?})]\npub use self::{}::*;\n",
                module.surface.base_feature(),
                module.name
            ));
        }
    }
    text
}

/// Re-exports the crates whose types are part of the interface.
fn exports(modules: &[Module]) -> String {
    let mut text = String::new();
    for name in ["bytes", "chrono", "reqwest", "serde_json"] {
        text.push_str(&format!("pub use {name};\n"));
    }
    for dependency in needs(modules).dependencies() {
        let users = modules.iter().filter(|module| {
            let needed = module.surface.needs.dependencies();
            dependency.is_optional && needed.contains(&dependency)
        });
        let features: Vec<_> = users
            .map(|module| format!("feature = {:?}", module.surface.base_feature()))
            .collect();
        if !features.is_empty() {
            let condition = match features.as_slice() {
                [feature] => feature.clone(),
                features => format!("any({})", features.join(", ")),
            };
            text.push_str(&format!(
                "#[cfg({condition})]\n#[cfg_attr(docsrs, doc(cfg({condition})))]\npub use {};\n",
                dependency.name
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Needs, Package, package};
    use crate::{Options, Source, generate};

    #[test]
    fn a_crate_whose_modules_share_the_name_of_a_type_shows_the_paths() {
        let document = |schema: &str| {
            format!(
                "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    get:
      operationId: get_pet
      responses:
        '200':
          description: ok
          content:
            application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }}
components:
  schemas:
    {schema}: {{ type: object, properties: {{ id: {{ type: string }} }} }}
"
            )
        };
        for (second, is_shared) in [("Pet", true), ("Dog", false)] {
            let texts = [("a", document("Pet")), ("b", document(second))];
            let modules = texts.iter().map(|(name, text)| {
                let source = Source { name, text };
                generate(&source, &Options::default()).expect("the document is valid")
            });
            let modules: Vec<_> = modules.collect();
            let files = package(&modules, &Package::default());
            for path in ["src/lib.rs", "README.md"] {
                let file = files.iter().find(|file| file.path == path);
                let text = &file.expect("the crate has the file").text;
                let shown = text.contains("`a::types::Pet` and `b::types::Pet`");
                assert_eq!(shown, is_shared, "{path}, {second}: {text}");
            }
        }
    }

    #[test]
    fn a_crate_with_deeply_nested_types_says_what_its_users_add() {
        for (depth, is_deep) in [(2, false), (20, true)] {
            let schemas = (0..depth).map(|it| {
                let next = it + 1;
                format!(
                    "    T{it}: {{ type: object, properties: {{ t: {{ $ref: '#/components/schemas/T{next}' }} }} }}\n"
                )
            });
            let text = format!(
                "openapi: 3.0.3
info: {{ title: Deep, version: '1' }}
paths: {{}}
x-keep-types: true
components:
  schemas:
{}    T{depth}: {{ type: string, enum: [a] }}
",
                schemas.collect::<String>()
            );
            let source = Source {
                name: "deep",
                text: &text,
            };
            let module = generate(&source, &Options::default()).expect("the document is valid");
            let files = package(&[module], &Package::default());
            let root = files.iter().find(|file| file.path == "src/lib.rs");
            let text = &root.expect("the crate has a root").text;
            let has_help = text.contains("//! `#![recursion_limit = \"256\"]` to its root module.");
            assert_eq!(has_help, is_deep, "{text}");
            assert_eq!(text.contains("\n#![recursion_limit"), is_deep, "{text}");
        }
    }

    /// A document with an operation of each kind. The first is deprecated.
    const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Pets, version: '1' }
security: [{ Key: [] }]
paths:
  /old:
    get: { operationId: old, deprecated: true, responses: { '200': { description: ok } } }
  /pets:
    delete: { operationId: delete_pets, responses: { '204': { description: ok } } }
    get:
      operationId: list_pets
      x-pagination: { style: cursor, request: cursor, response: next, items: pets }
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [pets]
                properties:
                  next: { type: string }
                  pets: { type: array, items: { type: string } }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: key }
";

    /// The texts of the files of a package, by path.
    fn texts(package: &Package) -> BTreeMap<String, String> {
        let source = Source {
            name: "pets",
            text: DOCUMENT,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let files = super::package(&[module], package).into_iter();
        files
            .map(|file| (file.path, file.text.into_owned()))
            .collect()
    }

    #[test]
    fn a_package_has_a_program_for_each_kind_of_call() {
        let package = Package {
            name: "pets-client".to_owned(),
            examples: true,
            ..Package::default()
        };
        let texts = texts(&package);
        let manifest = &texts["Cargo.toml"];
        let readme = &texts["README.md"];
        let programs = texts.keys().filter(|path| path.starts_with("examples/"));
        let programs: Vec<_> = programs.map(String::as_str).collect();
        assert_eq!(programs, ["examples/pets-pages.rs", "examples/pets.rs"]);
        let cases = [
            (
                "pets",
                "client.delete_pets().send().await?;\n    println!(\"done\");\n",
            ),
            (
                "pets-pages",
                "let mut items = client.list_pets().stream();\n",
            ),
        ];
        for (name, call) in cases {
            let path = format!("examples/{name}.rs");
            let text = &texts[&path];
            assert!(text.contains(call), "{text}");
            assert!(text.contains("`PETS_KEY`"), "{text}");
            let target = format!(
                "[[example]]\nname = {name:?}\npath = {path:?}\nrequired-features = [\"pets\"]\n"
            );
            assert!(manifest.contains(&target), "{manifest}");
            assert!(readme.contains(&format!("- `{name}` ")), "{readme}");
        }
        assert!(manifest.contains("[dev-dependencies]\ntokio = "));
    }

    #[test]
    fn the_programs_of_the_readme_need_only_the_crate_and_tokio() {
        let text = "openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /old:
    get: { operationId: old, deprecated: true, responses: { '204': { description: D. } } }
  /pets/{id}:
    post:
      operationId: move_pet
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [at, day, more, notes]
              properties:
                at: { type: string, format: date-time }
                day: { type: string, format: date }
                more: {}
                notes: { type: array, items: { type: object } }
      responses: { '204': { description: D. } }
";
        let source = Source { name: "pets", text };
        let options = Options {
            crate_name: "pets_client".to_owned(),
            ..Options::default()
        };
        let module = generate(&source, &options).expect("the document is valid");
        let readme = super::readme::readme(&Package::default(), &[module]);
        let programs: Vec<_> = readme.split("```rust,no_run\n").skip(1).collect();
        assert_eq!(programs.len(), 2, "{readme}");
        for program in programs {
            let program = program.split("```").next().expect("the block has an end");
            assert!(program.contains(".move_pet("), "{program}");
            for name in ["chrono::", "serde_json::", "uuid::uuid!"] {
                let own = program.matches(&format!("pets_client::{name}")).count();
                assert!(own > 0 && own == program.matches(name).count(), "{program}");
            }
        }
    }

    #[test]
    fn a_package_without_programs_has_no_dependencies_for_them() {
        let texts = texts(&Package::default());
        assert!(!texts.keys().any(|path| path.starts_with("examples/")));
        for absent in ["[dev-dependencies]", "[[example]]"] {
            assert!(!texts["Cargo.toml"].contains(absent));
        }
        assert!(!texts["README.md"].contains("## Examples"));
    }

    #[test]
    fn a_package_has_a_command_line_program_if_it_has_a_name() {
        let options = Options {
            cli: true,
            ..Options::default()
        };
        let texts = |program: Option<&str>, options: &Options| {
            let source = Source {
                name: "pets",
                text: DOCUMENT,
            };
            let module = generate(&source, options).expect("the document is valid");
            let package = Package {
                name: "pets-client".to_owned(),
                program: program.map(ToOwned::to_owned),
                ..Package::default()
            };
            let files = super::package(&[module], &package).into_iter();
            files
                .map(|file| (file.path, file.text.into_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let with = texts(Some("pets"), &options);
        let manifest = &with["Cargo.toml"];
        assert!(
            manifest.contains("\ncli = [\n    \"pets\",\n    \"tracing\",\n    \"dep:clap\",\n")
        );
        assert!(manifest.contains(
            "[[bin]]\nname = \"pets\"\npath = \"src/bin/pets.rs\"\nrequired-features = [\"cli\"]\n"
        ));
        assert!(
            with["src/pets.rs"]
                .contains("#[cfg(feature = \"cli\")]\n#[doc(hidden)]\npub mod cli;\n")
        );
        assert!(with["src/bin/pets.rs"].contains("pets_client::runtime::cli::main(\"pets\", &[\n        pets_client::pets::cli::GROUP,\n    ])"));
        let readme = &with["README.md"];
        let commands = "cargo install pets-client --features cli\npets pets list-pets --all\npets pets delete-pets\n";
        assert!(readme.contains(commands), "{readme}");

        let without = texts(None, &Options::default());
        let mentions = |text: &String| text.contains("\"cli\"") || text.contains("Command line");
        let added = |path: &str| {
            // The program runs batches and jobs and shows rate limits, which the document does not have.
            let parts = [
                "/cli.rs",
                "/cli/",
                "/bin/",
                "/batch",
                "/jobs/",
                "/rate_limits/ledger.rs",
            ];
            parts.iter().any(|it| path.contains(it))
        };
        for (path, text) in &without {
            assert!(!added(path), "{path}");
            assert!(!mentions(text), "{path}");
        }
        // Without the feature, the crate is the same.
        for (path, text) in with {
            let is_same = without.get(&path) == Some(&text);
            let may_differ = [
                "Cargo.toml",
                "README.md",
                "src/pets.rs",
                "src/runtime/internal.rs",
                "src/runtime/mod.rs",
                "src/runtime/rate_limits/pace.rs",
                "src/runtime/test_util/mod.rs",
            ];
            assert!(
                is_same || added(&path) || may_differ.contains(&path.as_str()),
                "{path}"
            );
        }
    }

    #[test]
    fn the_readme_of_a_stand_alone_crate_names_its_folder_and_no_registry() {
        let options = Options {
            cli: true,
            ..Options::default()
        };
        let source = Source {
            name: "pets",
            text: DOCUMENT,
        };
        let module = generate(&source, &options).expect("the document is valid");
        let package = Package {
            name: "pets-client".to_owned(),
            default_module: Some("pets".to_owned()),
            program: Some("pets".to_owned()),
            stand_alone: true,
            ..Package::default()
        };
        let readme = super::readme::readme(&package, &[module]);
        for expected in [
            "\npets-client = { path = \"path/to/pets-client\" }\n",
            "\ncargo install --path . --features cli\n",
            "\n- `cli`: the program `pets`.\n",
        ] {
            assert!(readme.contains(expected), "{expected}\n{readme}");
        }
    }

    #[test]
    fn a_crate_exports_the_items_of_a_module_at_its_root() {
        for (name, at_root, path) in [
            ("pets", false, "pets_client::pets"),
            ("pets", true, "pets_client"),
            ("types", true, "pets_client::types"),
        ] {
            let options = Options {
                crate_name: "pets_client".to_owned(),
                at_root,
                ..Options::default()
            };
            let source = Source {
                name,
                text: DOCUMENT,
            };
            let module = generate(&source, &options).expect("the document is valid");
            let package = Package {
                name: "pets-client".to_owned(),
                ..Package::default()
            };
            let files = super::package(&[module], &package).into_iter();
            let files: BTreeMap<_, _> = files.map(|file| (file.path, file.text)).collect();
            let export = "#[cfg(feature = \"pets\")]\npub use self::pets::*;\n";
            let is_exported = files["src/lib.rs"].contains(export);
            assert_eq!(is_exported, at_root && name == "pets");
            for file in ["src/lib.rs", "README.md", &format!("src/{name}.rs")] {
                let import = format!("use {path}::Client;\n");
                assert!(files[file].contains(&import), "{file}: {import}");
            }
        }
    }

    #[test]
    fn a_package_has_the_text_of_its_license() {
        let package = Package {
            license_text: Some("The text.\n".to_owned()),
            ..Package::default()
        };
        let with_text = texts(&package);
        assert_eq!(with_text["LICENSE"], "The text.\n");
        assert!(with_text["README.md"].ends_with("MIT. The text is in the file `LICENSE`.\n"));
        let without_text = texts(&Package::default());
        assert!(!without_text.contains_key("LICENSE"));
        assert!(without_text["README.md"].ends_with("MIT\n"));
    }

    #[test]
    fn the_readme_lists_a_limited_number_of_operations() {
        let path = |index| {
            format!(
                "  /p{index}: {{ get: {{ operationId: get_{index}, responses: {{ '200': {{ description: ok }} }} }} }}\n"
            )
        };
        let readme = |count| {
            let paths: String = (0..count).map(path).collect();
            let text =
                format!("openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\npaths:\n{paths}");
            let source = Source {
                name: "pets",
                text: &text,
            };
            let module = generate(&source, &Options::default()).expect("the document is valid");
            super::readme::readme(&Package::default(), &[module])
        };
        assert!(!readme(20).contains("Not listed"));
        assert!(readme(21).contains("\nNot listed: 1 of `pets`.\n"));
    }

    #[test]
    fn the_readme_of_the_generator_lists_the_dependencies_of_generated_code() {
        let readme = include_str!("../README.md");
        let block = readme.split("```toml\n[dependencies]\n").nth(1);
        let block = block.and_then(|block| block.split("```").next());
        let shown = block
            .expect("the README has the dependencies")
            .replace("\"rustls\", ", "");
        let dependencies = super::dependencies(Needs::default());
        let is_required = |line: &&str| !line.contains("optional = true");
        let needed: Vec<_> = dependencies.lines().filter(is_required).collect();
        assert_eq!(shown.lines().collect::<Vec<_>>(), needed);
    }

    #[test]
    fn the_readme_of_the_generator_lists_what_some_documents_need() {
        let readme = include_str!("../README.md");
        let all = Needs::all();
        for dependency in all.dependencies() {
            let value = dependency.value.replace(", optional = true", "");
            let shown = format!("| `{} = {value}` |\n", dependency.name);
            assert!(readme.contains(&shown), "{shown}");
        }
        for feature in all.http_features() {
            let shown = format!("| the feature `{feature}` of `reqwest` |\n");
            assert!(readme.contains(&shown), "{shown}");
        }
    }

    /// A document whose texts all have a link that rustdoc takes for the path of an item.
    const LINKS: &str = "openapi: 3.0.3
info: { title: 'Pets [x](Foo)', version: '1', description: 'See [x](Foo)' }
servers: [{ url: 'https://{r}.a.example', variables: { r: { default: eu, description: 'r [x](Foo)' } } }]
tags: [{ name: 't [x](Foo)', description: 'tag [x](Foo)' }]
security: [{ Key: [] }]
paths:
  /pets:
    post:
      operationId: add_pet
      summary: 'add [x](Foo)'
      description: 'adds [x](Foo)'
      tags: ['t [x](Foo)']
      parameters: [{ name: 'q', in: query, description: 'q [x](Foo)', schema: { type: string, enum: ['[x](Foo)'] } }]
      requestBody: { description: 'b [x](Foo)', content: { application/json: { schema: { $ref: '#/components/schemas/U' } } } }
      responses:
        '200': { description: 'r [x](Foo)', content: { application/json: { schema: { $ref: '#/components/schemas/U' } } } }
        '201': { description: 's [x](Foo)', content: { application/json: { schema: { type: array, items: { type: string } } } } }
        '400': { description: 'e [x](Foo)' }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Key, description: 'k [x](Foo)' } }
  schemas:
    U: { description: 'u [x](Foo)', oneOf: [{ type: string, description: 'v [x](Foo)' }, { $ref: '#/components/schemas/O' }] }
    O: { type: object, description: 'o [x](Foo)', required: [a], properties: { a: { type: string, pattern: '`[x](Foo)', description: 'p [x](Foo)' } } }
";

    #[test]
    fn no_comment_of_a_crate_has_a_link_that_rustdoc_takes_for_a_path() {
        let source = Source {
            name: "pets",
            text: LINKS,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let package = Package {
            description: "A client of pets [x](Foo)".to_owned(),
            ..Package::default()
        };
        let files = super::package(&[module], &package);
        for line in files.iter().flat_map(|file| file.text.lines()) {
            let text = line.trim_start();
            let is_comment = text.starts_with("///") || text.starts_with("//!");
            let is_code = |(before, _): (&str, &str)| before.matches('`').count() % 2 == 1;
            let is_link = text.split_once("[x](Foo)").is_some_and(|it| !is_code(it));
            assert!(!is_comment || !is_link, "{line}");
        }
    }
}

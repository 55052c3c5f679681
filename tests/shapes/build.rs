//! Generates a crate with a module for each fixture, whose root `src/lib.rs` includes, and the checks of their examples.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use codegen::diagnostic::{ColorChoice, Format};
use codegen::folder::OnDisk;
use codegen::{File, Module, Options, Package, Source};

#[path = "../support/example_checks.rs"]
mod example_checks;

use example_checks::example_checks;

const FIXTURES: &str = "../fixtures";

/// The root of this crate. It has the inner attributes, which an included file cannot have.
const ROOT: &str = include_str!("src/lib.rs");

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FIXTURES}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lib.rs");
    let mut modules = Vec::new();
    for path in fixtures()? {
        modules.push(module(&path, &fs::read_to_string(&path)?));
    }
    modules.push(module(Path::new("nesting.yaml"), &nesting()));
    let package = Package {
        name: env!("CARGO_PKG_NAME").to_owned(),
        description: "A module for each fixture".to_owned(),
        program: Some("shapes".to_owned()),
        ..Package::default()
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    for file in codegen::package(&modules, &package) {
        write(&out, &file)?;
    }
    declare_features(&modules);
    let checks = modules.iter().map(checks).collect::<String>();
    fs::write(out.join("example_checks.rs"), format!("{{\n{checks}}}\n"))
}

/// Returns the paths of the fixtures, in the order of their names.
fn fixtures() -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(FIXTURES)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn module(path: &Path, text: &str) -> Module {
    let name = path.display().to_string();
    let source = Source { name: &name, text };
    let options = Options {
        crate_name: env!("CARGO_PKG_NAME").to_owned(),
        cli: true,
        ..Options::default()
    };
    let module = codegen::generate_in(&source, &OnDisk::of(path), &options);
    module.unwrap_or_else(|diagnostics| {
        let diagnostics = diagnostics.render(Format::Text, ColorChoice::Never);
        panic!("{name} was rejected:\n{diagnostics}")
    })
}

/// The checks of the examples of a module.
fn checks(module: &Module) -> String {
    let path = format!("src/{}/examples.rs", module.name);
    let file = module.files.iter().find(|file| file.path == path);
    file.map_or_else(String::new, |file| example_checks(&module.name, &file.text))
}

/// Returns a document whose types are nested more deeply than the compiler's default recursion limit.
fn nesting() -> String {
    const LEVELS: usize = 60;
    let response = r##"{ description: The outermost value., content: { application/json: { schema: { $ref: "#/components/schemas/Level0" } } } }"##;
    let mut text = format!(
        "openapi: 3.0.3\n\
         info: {{ title: Nesting, version: 1.0.0 }}\n\
         servers: [{{ url: \"https://api.example.com\" }}]\n\
         paths:\n  /nest:\n    get:\n      operationId: nest\n      responses: {{ \"200\": {response} }}\n\
         components:\n  schemas:\n    Level{LEVELS}: {{ type: object, properties: {{ end: {{ type: string }} }} }}\n"
    );
    for level in 0..LEVELS {
        let inner = level + 1;
        text.push_str(&format!(
            "    Level{level}: {{ type: object, properties: {{ inner: {{ type: array, items: {{ $ref: \"#/components/schemas/Level{inner}\" }} }} }} }}\n"
        ));
    }
    text
}

/// Enables the features of each module, of the mock and of the program, and declares the other `cfg`s in the code.
fn declare_features(modules: &[Module]) {
    println!("cargo::rustc-check-cfg=cfg(docsrs)");
    println!("cargo::rustc-check-cfg=cfg(feature, values(\"cli\", \"test-util\", \"tracing\"))");
    for feature in ["cli", "test-util", "tracing"] {
        println!("cargo::rustc-cfg=feature={feature:?}");
    }
    for feature in modules.iter().flat_map(|module| module.surface.features()) {
        println!("cargo::rustc-check-cfg=cfg(feature, values({feature:?}))");
        println!("cargo::rustc-cfg=feature={feature:?}");
    }
}

/// Writes a source file to the folder that `src/lib.rs` includes from.
fn write(out: &Path, file: &File) -> io::Result<()> {
    match file.path.strip_prefix("src/") {
        Some("lib.rs") => write_root(out, &file.text),
        Some(path) => {
            let path = out.join(path);
            fs::create_dir_all(path.parent().unwrap_or(out))?;
            fs::write(path, &*file.text)
        }
        None => Ok(()),
    }
}

/// Writes the items of the root and its documentation to separate files. `src/lib.rs` has the attributes.
fn write_root(out: &Path, text: &str) -> io::Result<()> {
    let (mut items, mut docs) = (String::new(), String::new());
    for line in text.lines() {
        if let Some(text) = line.strip_prefix("//!") {
            docs.push_str(&format!("{text}\n"));
        } else if line.starts_with("#![") {
            assert!(ROOT.contains(line), "src/lib.rs needs `{line}`");
        } else {
            items.push_str(&format!("{line}\n"));
        }
    }
    fs::write(out.join("lib.md"), docs)?;
    fs::write(out.join("lib.rs"), items)
}

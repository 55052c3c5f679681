//! The parts of a module: the Cargo features of its tags, in the manifest and in the README.

use super::feature_line;
use super::readme::cell;
use crate::module::Module;
use crate::surface::Part;

/// The features of a module with parts, as lines of the manifest. `enables` is what the module needs without its parts.
pub(super) fn features(module: &Module, enables: &[String]) -> String {
    let (name, base) = (&module.name, module.surface.base_feature());
    let parts = &module.surface.parts;
    let all: String = parts
        .iter()
        .map(|part| format!("    {:?},\n", part.feature))
        .collect();
    let base_line = feature_line(&base, enables);
    let enables = [format!("{base:?}")];
    let lines = parts
        .iter()
        .map(|part| feature_line(&part.feature, &enables));
    format!(
        "# All parts of `{name}`.\n{name} = [\n{all}]\n\
         # The client of `{name}` with the operations that have no tag.\n{base_line}\
         # The parts of `{name}`: the operations with a tag, and their types.\n{}",
        lines.collect::<String>()
    )
}

/// The section of the README about the modules that have parts.
pub(super) fn section(package: &str, modules: &[Module]) -> String {
    let mut with_parts = modules
        .iter()
        .filter(|module| !module.surface.parts.is_empty())
        .peekable();
    let Some(first) = with_parts.peek() else {
        return String::new();
    };
    let example = &first.surface.parts[0].feature;
    let rows: String = with_parts.map(rows).collect();
    format!(
        "## Parts\n\nEach tag is a part of its module: a Cargo feature with the operations that have the tag and the types that they reach.\n\
         An operation with several tags is in each of their parts. Operations without a tag and webhooks are in every part. The\n\
         feature of a module enables all of its parts. A program that needs only some of them compiles faster:\n\n\
         ```sh\ncargo add {package} --no-default-features --features rustls,{example}\n```\n\n\
         If the compiler does not find a method or a type of the crate, its part is not enabled. The documentation of the client\n\
         lists the methods by tag.\n\n\
         | feature | tag | operations |\n|---|---|--:|\n{rows}"
    )
}

/// The rows of a module: what is in every part, and the parts.
fn rows(module: &Module) -> String {
    let operations = module.surface.operations.iter();
    let untagged = operations.filter(|it| it.features.is_empty()).count();
    let base = module.surface.base_feature();
    let base = format!("| `{base}` | none: in every part | {untagged} |\n");
    let parts = module.surface.parts.iter().map(row);
    [base].into_iter().chain(parts).collect()
}

fn row(part: &Part) -> String {
    let tags: Vec<_> = part.tags.iter().map(|tag| cell(&tag.name)).collect();
    let Part {
        feature,
        operations,
        ..
    } = part;
    format!("| `{feature}` | {} | {operations} |\n", tags.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::{Options, Package, Source, generate, package};

    /// The text of a file of a crate whose module has the parts `a` and `b`.
    fn file(path: &str) -> String {
        let operation = |name: &str, schema: &str| {
            format!(
                "  /{name}: {{ get: {{ operationId: {name}, tags: [{name}], responses: {{ '200': {{ description: D., content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }}\n"
            )
        };
        let source = Source {
            name: "pets.yaml",
            text: &format!(
                "openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\nx-parts: tag\npaths:\n{}{}",
                operation("a", "{ type: string }"),
                operation("b", "{ type: string, format: uuid }")
            ),
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let files = package(&[module], &Package::default());
        let file = files.into_iter().find(|file| file.path == path);
        file.expect("the crate has the file").text.into_owned()
    }

    #[test]
    fn the_feature_of_a_module_enables_its_parts_and_each_part_the_module() {
        let manifest = file("Cargo.toml");
        for lines in [
            "pets = [\n    \"pets-a\",\n    \"pets-b\",\n]\n",
            "pets-base = [\"dep:uuid\"]\n",
            "pets-a = [\"pets-base\"]\npets-b = [\"pets-base\"]\n",
        ] {
            assert!(manifest.contains(lines), "{lines} {manifest}");
        }
        let root = file("src/lib.rs");
        let condition = "#[cfg(feature = \"pets-base\")]\n";
        assert_eq!(root.matches(condition).count(), 2, "{root}");
        assert!(!root.contains("feature = \"pets\""), "{root}");
    }

    #[test]
    fn the_readme_lists_the_parts() {
        let text = file("README.md");
        let rows = "| `pets-base` | none: in every part | 0 |\n| `pets-a` | a | 1 |\n| `pets-b` | b | 1 |\n";
        assert!(text.contains(rows), "{text}");
        assert!(text.contains("--features rustls,pets-a\n"), "{text}");
    }
}

//! Extracts the examples of the types from generated sources, for the build scripts of tests.

/// A call of the macro `check` for each example in `text`, which is the file of the examples of a module.
///
/// Examples that are JSON are given with it, as in the source.
pub(crate) fn example_checks(module: &str, text: &str) -> String {
    let mut checks = String::new();
    if let Some((_, rest)) = text.split_once("internal::examples!(types {\n")
        && let Some((rows, _)) = rest.split_once("\n});")
    {
        checks.push_str(&format!("check!({module} {{\n{rows}\n}});\n"));
    }
    let others = text
        .lines()
        .filter_map(|line| line.strip_prefix("impl types::"));
    for name in others.filter_map(|line| line.strip_suffix(" {")) {
        checks.push_str(&format!("check!({module} {{ {name} }});\n"));
    }
    checks
}

//! The commands in the README print what it shows.

mod support;

use support::Place;

/// The blocks of the section about the program.
fn blocks() -> Vec<&'static str> {
    let readme = include_str!("../../README.md");
    let section = readme.split("\n## At the terminal\n").nth(1);
    let section = section.and_then(|rest| rest.split("\n## ").next());
    let section = section.expect("the README has the section");
    let blocks = section.split("```console\n").skip(1);
    blocks
        .filter_map(|block| block.split("```").next())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_commands_print_what_the_readme_shows() {
    // The same as `cargo run -p sandbox`.
    let place = Place::new().await;
    let mut blocks = blocks().into_iter();
    let block = blocks.find_map(|block| block.strip_prefix("$ conversations "));
    let block = block.expect("the section shows commands");
    let mut commands = 0;
    for shown in block.split("\n$ conversations ") {
        let (command, expected) = shown.split_once('\n').expect("the command has output");
        let mut arguments: Vec<_> = command.split(' ').collect();
        let is_bulk = arguments.contains(&"bulk-update-conversations");
        if !is_bulk {
            // A terminal shows a table.
            arguments.extend(["--output", "table"]);
        }
        let ended = place.run(&arguments);
        let printed = if is_bulk { &ended.err } else { &ended.out };
        for line in expected
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("there are"))
        {
            let (line, _) = line.split_once(" in 1 s").unwrap_or((line, ""));
            assert!(
                printed.contains(line),
                "{command}: {line}\n{printed}\n{}",
                ended.err
            );
        }
        commands += 1;
    }
    assert_eq!(commands, 3);
}

//! Tables that fit a terminal.

use std::collections::BTreeSet;

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};

use super::columns::{Columns, value_at};
use super::ordered_json::OrderedJson;
use super::visible::visible_line;

/// The number of spaces between columns.
const GAP: usize = 2;
/// The width to which a column may be cut. Most dates, numbers and names are not longer, and part of
/// them would say nothing.
const MIN_WIDTH: usize = 24;
/// The width to which a column may be cut that the user chose, so that more of them fit.
const MIN_CHOSEN_WIDTH: usize = 8;
/// The maximum number of characters of a cell on a terminal. No terminal is wider.
const MAX_CELL: usize = 1000;

/// The lines of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// The names of the columns, in one line. Empty if the table has no header.
    pub(crate) header: String,
    pub(crate) rows: Vec<String>,
    /// The columns that are left out, since they do not fit, or since their values are lists.
    pub(crate) left_out: Vec<String>,
}

/// Returns the table of a list of records. `width` is that of the terminal.
pub(crate) fn list(records: &[OrderedJson], columns: &Columns, width: Option<usize>) -> Lines {
    let (names, mut left_out) = match columns.chosen() {
        Some(chosen) => (chosen.to_vec(), Vec::new()),
        None => default_names(records, columns),
    };
    if names.is_empty() {
        return Lines {
            left_out,
            ..Lines::default()
        };
    }
    let mut table = new_table();
    table.set_header(row(names
        .iter()
        .map(|name| visible_line(name).into_owned())));
    for record in records {
        table.add_row(row(names.iter().map(|name| cell(record, name, width))));
    }
    let min = match columns.chosen() {
        Some(_) => MIN_CHOSEN_WIDTH,
        None => MIN_WIDTH,
    };
    let id = names.iter().position(|name| name == "id");
    let widths = widths(&table, id, width, min);
    let hidden = names.into_iter().zip(&widths);
    let hidden = hidden.filter(|(_, width)| width.is_none());
    left_out.splice(0..0, hidden.map(|(name, _)| name));
    let mut rows = lines(table, &widths).into_iter();
    Lines {
        header: rows.next().unwrap_or_default(),
        rows: rows.collect(),
        left_out,
    }
}

/// Returns the table of one record, with a row for each value. Objects have a row for each property.
pub(crate) fn record(record: &OrderedJson, columns: &Columns, width: Option<usize>) -> Lines {
    let mut values = Vec::new();
    match columns.chosen() {
        Some(chosen) => {
            for name in chosen {
                values.push((name.clone(), cell(record, name, width)));
            }
        }
        None => add_values(record, "", width, &mut values),
    }
    let mut table = new_table();
    for (name, value) in values {
        table.add_row(row([visible_line(&name).into_owned(), value]));
    }
    let widths = widths(&table, Some(0), width, MIN_CHOSEN_WIDTH);
    Lines {
        rows: lines(table, &widths),
        ..Lines::default()
    }
}

/// Adds the values of `json` with their paths.
fn add_values(
    json: &OrderedJson,
    path: &str,
    width: Option<usize>,
    values: &mut Vec<(String, String)>,
) {
    match json {
        OrderedJson::Object(properties) if !properties.is_empty() => {
            for (name, value) in properties {
                add_values(value, &join(path, name), width, values);
            }
        }
        value => values.push((path.to_owned(), text(value, width))),
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

/// Returns the columns of a table if the user chose none: those whose values are neither lists nor
/// objects, `id` first, and then the properties of objects. The second list has those that are left out.
///
/// Columns without a value in any record are in neither list.
fn default_names(records: &[OrderedJson], columns: &Columns) -> (Vec<String>, Vec<String>) {
    let (mut names, mut details, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for name in names_of(records, columns) {
        match content(records, &name) {
            Content::None => {}
            Content::Scalars if name == "id" => names.insert(0, name),
            Content::Scalars => names.push(name),
            Content::Objects => details.extend(detail_names(records, &name)),
            Content::Lists => left_out.push(name),
        }
    }
    for name in details {
        match content(records, &name) {
            Content::None => {}
            Content::Scalars => names.push(name),
            Content::Objects | Content::Lists => left_out.push(name),
        }
    }
    (names, left_out)
}

/// Returns the names of the columns of any record, in the order in which they occur first.
fn names_of(records: &[OrderedJson], columns: &Columns) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = records.iter().flat_map(|record| columns.of(record));
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// Returns the paths of the properties of the objects in a column.
fn detail_names(records: &[OrderedJson], column: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let objects = records.iter().filter_map(|record| value_at(record, column));
    let names = objects.flat_map(|object| match object {
        OrderedJson::Object(properties) => properties.as_slice(),
        _ => &[],
    });
    names
        .map(|(name, _)| join(column, name))
        .filter(|name| seen.insert(name.clone()))
        .collect()
}

/// What the values of a column are.
enum Content {
    None,
    Scalars,
    Objects,
    Lists,
}

fn content(records: &[OrderedJson], column: &str) -> Content {
    let values = records.iter().filter_map(|record| value_at(record, column));
    let values = values.filter(|value| **value != OrderedJson::Null);
    values.fold(Content::None, |content, value| match (content, value) {
        (Content::Lists, _) | (_, OrderedJson::List(_)) => Content::Lists,
        (Content::None | Content::Objects, OrderedJson::Object(_)) => Content::Objects,
        (Content::None | Content::Scalars, value) if value.is_scalar() => Content::Scalars,
        // A column with both objects and scalars does not fit in one cell either.
        _ => Content::Lists,
    })
}

fn cell(record: &OrderedJson, name: &str, width: Option<usize>) -> String {
    value_at(record, name).map_or_else(String::new, |value| text(value, width))
}

/// Returns the text of a value in one line.
fn text(value: &OrderedJson, width: Option<usize>) -> String {
    let mut text = visible_line(&value.to_cell()).into_owned();
    if width.is_some()
        && let Some((end, _)) = text.char_indices().nth(MAX_CELL)
    {
        text.truncate(end);
    }
    text
}

fn new_table() -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        // A cell is cut at any character. Cells contain no line breaks.
        .set_delimiter('\n')
        .set_truncation_indicator("…");
    table
}

fn row(cells: impl IntoIterator<Item = String>) -> Row {
    let mut row = Row::from(cells);
    row.max_height(1);
    row
}

/// Returns the width of each column, or `None` for those that do not fit. The first column is always
/// included. Columns that are wider than others are cut first, and `kept` is cut last.
fn widths(
    table: &Table,
    kept: Option<usize>,
    width: Option<usize>,
    min: usize,
) -> Vec<Option<usize>> {
    let full: Vec<usize> = table
        .column_max_content_widths()
        .into_iter()
        .map(usize::from)
        .collect();
    let Some(width) = width else {
        return full.into_iter().map(Some).collect();
    };
    // Another column fits beside the one that is kept.
    let beside = width.saturating_sub(GAP + MIN_CHOSEN_WIDTH);
    let max_kept = beside.max(MIN_CHOSEN_WIDTH).min(width).max(1);
    let cut_to = |index: usize, max: usize| {
        let max = if Some(index) == kept { max_kept } else { max };
        full[index].min(max)
    };
    let mut shown = Vec::new();
    let mut used = 0;
    for index in 0..full.len() {
        let needed = cut_to(index, min) + if shown.is_empty() { 0 } else { GAP };
        if shown.is_empty() || used + needed <= width {
            used += needed;
            shown.push(index);
        }
    }
    let gaps = GAP * shown.len().saturating_sub(1);
    let total = |max: usize| shown.iter().map(|index| cut_to(*index, max)).sum::<usize>();
    let fits = |max: &usize| total(*max) + gaps <= width;
    let max = (1..=width).rev().find(fits).unwrap_or(width);
    (0..full.len())
        .map(|index| shown.contains(&index).then(|| cut_to(index, max)))
        .collect()
}

/// Returns the lines of the table with columns of these widths.
fn lines(mut table: Table, widths: &[Option<usize>]) -> Vec<String> {
    let constraints = widths.iter().map(|width| match width {
        Some(width) => {
            let width = u16::try_from(width + GAP).unwrap_or(u16::MAX);
            ColumnConstraint::Absolute(Width::Fixed(width))
        }
        None => ColumnConstraint::Hidden,
    });
    table.set_constraints(constraints);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines = table.lines();
    lines.map(|line| line.trim_end().to_owned()).collect()
}

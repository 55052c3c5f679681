use std::io;

use csv::{QuoteStyle, WriterBuilder};

/// Returns a line of CSV with the given cells.
pub(crate) fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .buffer_capacity(256)
        .from_writer(Vec::new());
    writer.write_record(cells)?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Returns a text that a spreadsheet does not take for a formula.
///
/// Texts come from anyone who writes to a help desk, and a spreadsheet runs a cell that begins with `=`,
/// `+`, `-` or `@`. Such a text gets an apostrophe in front, which a spreadsheet does not show. Phone
/// numbers and the like stay as they are, since digits and punctuation alone call nothing. The other
/// formats print the text exactly.
pub(crate) fn without_formula(text: String) -> String {
    if is_protected(&text) {
        return format!("'{text}");
    }
    text
}

/// Returns the text from which [`without_formula`] made a cell.
pub(crate) fn with_formula(cell: &str) -> &str {
    let text = cell.strip_prefix('\'');
    text.filter(|text| is_protected(text)).unwrap_or(cell)
}

/// Whether a text gets an apostrophe in front. A formula behind apostrophes gets one more, so that it can be told from
/// a formula that got its first.
fn is_protected(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let is_formula = text.starts_with(['=', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_number = |c: char| c.is_ascii_digit() || " ()+-./".contains(c);
    let is_sign = text.starts_with(['+', '-']) && !text.chars().all(is_number);
    is_formula || is_sign
}

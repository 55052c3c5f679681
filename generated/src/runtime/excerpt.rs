//! Texts of others, cut short for errors.

/// Characters that an error shows of what was there.
const EXCERPT: usize = 60;

/// One line of `text`, of no more than 60 characters.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = line.clone().take(EXCERPT).collect();
    if line.count() > EXCERPT {
        short.push('…');
    }
    short
}

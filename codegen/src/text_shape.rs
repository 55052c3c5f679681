//! The shapes of texts with a fixed length, such as dates.

/// Whether a text has a shape, in which `d` stands for a digit and `h` for a hexadecimal digit.
pub(crate) fn is_shaped(text: &str, shape: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| match shape {
        b'd' => byte.is_ascii_digit(),
        b'h' => byte.is_ascii_hexdigit(),
        shape => byte == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

//! The support code that every generated client carries.

pub mod runtime;

#[cfg(test)]
mod tests;

//! The files of multipart bodies.

use std::path::Path;

use super::arguments::Arguments;
use super::command::Part;
use super::given_value::read_bytes;
use super::usage_error::UsageError;
use crate::runtime::encode::multipart::{FilePart, Multipart};
use crate::runtime::values::nullable::Nullable;

/// The type of a field with files: one, several or none.
pub trait FromFiles: Sized {
    /// Creates the value of a field from the files that were given. Returns `None` if there are too few.
    fn from_files(files: Vec<FilePart>) -> Option<Self>;
}

impl FromFiles for FilePart {
    fn from_files(files: Vec<FilePart>) -> Option<Self> {
        files.into_iter().next()
    }
}

impl FromFiles for Vec<FilePart> {
    fn from_files(files: Vec<FilePart>) -> Option<Self> {
        Some(files)
    }
}

impl<T: FromFiles> FromFiles for Option<T> {
    fn from_files(files: Vec<FilePart>) -> Option<Self> {
        if files.is_empty() {
            return Some(None);
        }
        T::from_files(files).map(Some)
    }
}

impl<T: FromFiles> FromFiles for Nullable<T> {
    fn from_files(files: Vec<FilePart>) -> Option<Self> {
        T::from_files(files).map(Nullable::Value)
    }
}

/// Reads the files of a property of a multipart body.
///
/// # Errors
///
/// Returns an error if a file cannot be read, or if a required file is missing.
pub fn files<T: FromFiles>(arguments: &mut Arguments, key: &str) -> Result<T, UsageError> {
    let name = arguments.shown(Part::Body, key);
    let paths: Option<OneOrMore> = arguments.property(key)?;
    let paths = match paths {
        None => Vec::new(),
        Some(OneOrMore::One(path)) => vec![path],
        Some(OneOrMore::More(paths)) => paths,
    };
    let files = paths.iter().map(|path| file(path, &name));
    let files = files.collect::<Result<_, _>>()?;
    T::from_files(files).ok_or_else(|| UsageError(format!("{name}: the file is missing")))
}

/// Reads the parts of a multipart body that `--part` gives.
///
/// # Errors
///
/// Returns an error if a file cannot be read.
pub fn form(arguments: &mut Arguments) -> Result<Multipart, UsageError> {
    let mut form = Multipart::new();
    for (name, value) in std::mem::take(&mut arguments.parts) {
        form = match value.strip_prefix('@') {
            Some(path) => form.file(&name, file(path, "`--part`")?),
            None => form.text(&name, value),
        };
    }
    Ok(form)
}

/// One path, or a list of them.
#[derive(serde::Deserialize, serde::Serialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Reads a file that the argument `name` gives.
fn file(path: &str, name: &str) -> Result<FilePart, UsageError> {
    let bytes = read_bytes(path).map_err(|problem| UsageError(format!("{name}: {problem}")))?;
    let part = FilePart::new(bytes);
    let name = Path::new(path).file_name().and_then(|name| name.to_str());
    Ok(match name {
        Some(name) if path != "-" => part.named(name),
        _ => part,
    })
}

//! Bodies of type `multipart/form-data` and the like.
//!
//! A body is built in memory, so that it can be sent again in a retry.

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::json::to_value;
use super::query::Pairs;
use crate::runtime::sealed::Sealed;
use crate::runtime::values::nullable::Nullable;

const JSON: &str = "application/json";
const OCTET_STREAM: &str = "application/octet-stream";

/// A file to send as a part of a multipart body.
///
/// Bytes convert into a file without a name. Such a file is sent under the name of its part, since
/// many servers treat a part without a file name as text.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FilePart {
    bytes: Bytes,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// Creates a file from its content.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            ..Self::default()
        }
    }

    /// Sets the file name that is sent to the server.
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the media type, such as `image/png`. The default is the media type that the document
    /// declares, or else `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Returns the content.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes)
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&'static [u8]> for FilePart {
    fn from(bytes: &'static [u8]) -> Self {
        Self::new(bytes)
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("bytes", &self.bytes.len())
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

/// The files in a field: one, several or none.
pub trait Files: Sealed {
    /// Calls `visit` with each file.
    fn each(&self, visit: &mut dyn FnMut(&FilePart));
}

impl Sealed for FilePart {}

impl<T: Sealed> Sealed for Option<T> {}

impl<T: Sealed> Sealed for Vec<T> {}

impl<T: Sealed> Sealed for Nullable<T> {}

impl Files for FilePart {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        visit(self);
    }
}

impl<T: Files> Files for Option<T> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        self.iter().for_each(|files| files.each(visit));
    }
}

impl<T: Files> Files for Vec<T> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        self.iter().for_each(|files| files.each(visit));
    }
}

impl<T: Files> Files for Nullable<T> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        if let Self::Value(files) = self {
            files.each(visit);
        }
    }
}

/// A multipart body. Its parts are in the order in which they are added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<FormPart>,
    /// The error of adding a part.
    problem: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
struct FormPart {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
}

impl fmt::Debug for FormPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormPart")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("content", &self.content.len())
            .finish()
    }
}

impl Multipart {
    /// Creates a body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: impl Into<FilePart>) -> Self {
        self.files(name, None, &file.into())
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, text: impl Into<String>) -> Self {
        self.add_text(name, None, text.into());
        self
    }

    /// Adds a value as JSON.
    #[must_use]
    pub fn json(self, name: &str, value: &impl Serialize) -> Self {
        self.value(name, Some(JSON), value)
    }

    /// Adds files. `content_type` is the default of those without a media type.
    #[must_use]
    pub fn files(mut self, name: &str, content_type: Option<&str>, files: &impl Files) -> Self {
        files.each(&mut |file| {
            let content_type = file.content_type.as_deref().or(content_type);
            self.parts.push(FormPart {
                name: name.to_owned(),
                file_name: Some(file.file_name.clone().unwrap_or_else(|| name.to_owned())),
                content_type: Some(content_type.unwrap_or(OCTET_STREAM).to_owned()),
                content: file.bytes.clone(),
            });
        });
        self
    }

    /// Adds a value: a scalar as text, an object as JSON, and a list as one part per item.
    ///
    /// With a JSON media type, any value is added as JSON. An absent or null value adds nothing.
    #[must_use]
    pub fn value(mut self, name: &str, content_type: Option<&str>, value: &impl Serialize) -> Self {
        match to_value(value) {
            Ok(value) => self.add_value(name, content_type, value),
            Err(error) => self.problem = Some(format!("`{name}`: {error}")),
        }
        self
    }

    /// Adds each entry of a map as a value.
    #[must_use]
    pub fn values<'a, T: Serialize + 'a>(
        self,
        values: impl IntoIterator<Item = (&'a String, &'a T)>,
    ) -> Self {
        let values = values.into_iter();
        values.fold(self, |form, (name, value)| form.value(name, None, value))
    }

    fn add_value(&mut self, name: &str, content_type: Option<&str>, value: Value) {
        let is_json = content_type.is_some_and(|media_type| media_type.contains("json"));
        match value {
            Value::Null => {}
            value if is_json => self.add_text(name, content_type, value.to_string()),
            Value::Array(items) => items
                .into_iter()
                .for_each(|item| self.add_value(name, content_type, item)),
            Value::Object(_) => {
                self.add_text(name, content_type.or(Some(JSON)), value.to_string());
            }
            Value::String(text) => self.add_text(name, content_type, text),
            value => self.add_text(name, content_type, value.to_string()),
        }
    }

    fn add_text(&mut self, name: &str, content_type: Option<&str>, text: String) {
        self.parts.push(FormPart {
            name: name.to_owned(),
            file_name: None,
            content_type: content_type.map(ToOwned::to_owned),
            content: text.into(),
        });
    }

    /// Sets this body on a request. If the body is invalid, building the request fails.
    pub fn write(&self, request: RequestBuilder, media_type: &str) -> RequestBuilder {
        let invalid = |part: &&FormPart| {
            let media_type = part.content_type.as_deref().unwrap_or(JSON);
            HeaderValue::from_str(media_type).is_err()
        };
        let invalid = self.parts.iter().find(invalid).map(|part| {
            let name = &part.name;
            format!("the media type of `{name}` is not allowed in a header")
        });
        if let Some(problem) = self.problem.clone().or(invalid) {
            return request.query(&Pairs::failed(problem));
        }
        let boundary = self.boundary();
        let content_type = format!("{media_type}; boundary={boundary}");
        request
            .header(CONTENT_TYPE, content_type)
            .body(self.encode(&boundary))
    }

    fn encode(&self, boundary: &str) -> Vec<u8> {
        let length: usize = self.parts.iter().map(|part| part.content.len()).sum();
        let mut out = Vec::with_capacity(length + 256 * (self.parts.len() + 1));
        for part in &self.parts {
            let name = escape_quotes(&part.name);
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
            if let Some(file_name) = &part.file_name {
                head += &format!("; filename=\"{}\"", escape_quotes(file_name));
            }
            head += "\r\n";
            if let Some(media_type) = &part.content_type {
                head += &format!("Content-Type: {media_type}\r\n");
            }
            head += "\r\n";
            out.extend_from_slice(head.as_bytes());
            out.extend_from_slice(&part.content);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        out
    }

    /// Returns a boundary that occurs in no part. It is a hash of the content, so that equal bodies
    /// have equal bytes.
    fn boundary(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.parts
            .iter()
            .for_each(|part| part.content.hash(&mut hasher));
        loop {
            let high = hasher.finish();
            high.hash(&mut hasher);
            let boundary = format!("{high:016x}{:016x}", hasher.finish());
            let line = format!("--{boundary}");
            let contains_line = |part: &FormPart| {
                part.content
                    .windows(line.len())
                    .any(|at| at == line.as_bytes())
            };
            if !self.parts.iter().any(contains_line) {
                return boundary;
            }
        }
    }
}

/// Escapes a name for a quoted header parameter, as browsers do.
fn escape_quotes(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

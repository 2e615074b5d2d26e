//! What is wrong with a file of steps or facts. Speaks of our own files only.

/// Why a file is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Not the shape of such a file.
    #[error("{file}: line {line}: {what}")]
    Shape {
        /// The file.
        file: &'static str,
        /// The line, from 1.
        line: usize,
        /// What the reader said.
        what: String,
    },
    /// The file is of another schema.
    #[error("{file}: schema {schema} is not 1")]
    Schema {
        /// The file.
        file: &'static str,
        /// What stands in it.
        schema: u32,
    },
    /// An entry breaks a rule.
    #[error("{file}: {id}: {what}")]
    Entry {
        /// The file.
        file: &'static str,
        /// The entry's id.
        id: String,
        /// Which rule, in words.
        what: String,
    },
    /// A topic of the first card of help has fewer than two steps for everybody.
    #[error("{file}: topic {topic} needs two steps that are neither legal nor for some people only")]
    TooFew {
        /// The file.
        file: &'static str,
        /// The topic.
        topic: &'static str,
    },
}

/// A file read as TOML, with the line of what is wrong with it.
pub(super) fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        Error::Shape { file, line: before.matches('\n').count() + 1, what: error.message().to_owned() }
    })
}

/// The fault of an entry.
pub(super) fn entry(file: &'static str, id: &str, what: impl Into<String>) -> Error {
    Error::Entry { file, id: id.to_owned(), what: what.into() }
}

/// Whether a name can be part of a Fluent id.
pub(super) fn is_an_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    id.bytes().all(plain) && id.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a text is an address on the web.
pub(super) fn is_an_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| host.contains('.') && !host.contains(char::is_whitespace))
}

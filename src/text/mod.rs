//! Texts in three languages, from the Fluent files in `content/locales`.
//!
//! The three languages have the same ids and variables, or nothing loads. This room refuses to know what a text is
//! for, and never writes a word itself.

mod load;

pub use load::{Problem, Words, shipped};

use crate::vocab::Lang;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The value of a variable.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Put in as it is.
    Text(Cow<'a, str>),
    /// A count: chooses the plural form.
    Count(u64),
}

/// What stands on a button: an id, at most one text in it (a number to copy, the name of a region).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    id: String,
    text: Option<String>,
    ticked: bool,
}

impl Label {
    /// A label without variables.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Label {
        Label { id: id.into(), text: None, ticked: false }
    }

    /// A label with the variable `text`.
    #[must_use]
    pub fn with_text(id: impl Into<String>, text: impl Into<String>) -> Label {
        Label { id: id.into(), text: Some(text.into()), ticked: false }
    }

    /// The same label marked as chosen.
    #[must_use]
    pub fn ticked(mut self) -> Label {
        self.ticked = true;
        self
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::load(&load::shipped()).expect("the shipped locales are part of the binary, and a test loads them")
});

/// The text with this id, variables filled in.
#[must_use]
pub fn say(lang: Lang, id: &str, args: &[(&str, Value<'_>)]) -> String {
    WORDS.say(lang, id, args)
}

/// What stands on a button.
#[must_use]
pub fn label(lang: Lang, label: &Label) -> String {
    let text = match &label.text {
        Some(text) => say(lang, &label.id, &[("text", Value::Text(Cow::Borrowed(text)))]),
        None => say(lang, &label.id, &[]),
    };
    if label.ticked { format!("✓ {text}") } else { text }
}

/// Every id of the locales, sorted: for tests and for the review of texts.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    WORDS.ids()
}

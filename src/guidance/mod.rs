//! What a person can do: checked steps and facts from `content/guidance.toml` and `content/facts.toml`, each with its
//! source and date, and the choice among them.
//!
//! This room refuses to load a step or a fact without a source, a date or an address; to hand out a step that a lawyer
//! must confirm and has not; to put such a step on the first card of help at all; to tell a child how to keep proof of
//! what was done to her. It writes no sentence: steps and facts carry the ids of their texts.

mod error;
mod facts;
mod situation;
mod steps;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use facts::{Fact, Facts, Scope};
pub use situation::{Situation, Topic};
pub use steps::{Guidance, Only, Review, Step};

use std::sync::LazyLock;

static GUIDANCE: LazyLock<Guidance> = LazyLock::new(|| {
    Guidance::parse(include_str!("../../content/guidance.toml")).expect("the shipped steps parse: a test reads them")
});

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    Facts::parse(include_str!("../../content/facts.toml")).expect("the shipped facts parse: a test reads them")
});

/// The steps that are part of the binary.
#[must_use]
pub fn steps() -> &'static Guidance {
    &GUIDANCE
}

/// The facts that are part of the binary.
#[must_use]
pub fn facts() -> &'static Facts {
    &FACTS
}

/// Steps or facts on one page: with a source under each, more are not read on a phone.
pub const ON_A_PAGE: usize = 4;

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf<'a, T> {
    /// What stands on it.
    pub shown: &'a [T],
    /// Its number, from 0.
    pub number: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
}

/// The page with this number, from 0; the last one when there are fewer.
#[must_use]
pub fn leaf<T>(all: &[T], page: u8) -> Leaf<'_, T> {
    let pages = all.len().div_ceil(ON_A_PAGE).max(1);
    let number = usize::from(page).min(pages - 1);
    let end = all.len().min((number + 1) * ON_A_PAGE);
    Leaf { shown: &all[number * ON_A_PAGE..end], number, pages }
}

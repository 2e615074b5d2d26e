//! What a typed text says: danger now and thoughts of dying, in Kazakh, Russian, English and their mixtures, in any
//! spelling people use on a phone.
//!
//! Every free text passes [`read`] before anything else is done with it. A false alarm costs a gentle card, a miss can
//! cost a life, so where a sentence can be read both ways this room reads it as danger. It refuses to keep, quote or
//! print what was written: a [`Verdict`] holds flags and the names of rules, never words. It asks nobody, waits for
//! nothing, and takes time and memory in proportion to the text.
//!
//! The words themselves are data: `content/lexicon/*.toml`.

mod features;
mod fold;
mod judge;
mod label;
pub mod learn;
mod lexicon;
pub mod measure;
mod model;
mod near;
mod scanner;
pub mod table;
#[cfg(test)]
mod tests;
mod tongue;
mod why;

pub use label::{Label, Labels};
pub use tongue::is_foreign;
pub use why::{Weighed, Why, why};

use crate::vocab::{Flag, Flags, Kinds};
use lexicon::Speaks;
use std::fmt;
use std::sync::LazyLock;

/// What was understood of one text.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Immediate danger, self-harm, and who it seems to be about: a child, another person than the writer.
    pub flags: Flags,
    /// Kinds of violence the text seems to name: a suggestion that the person confirms.
    pub kinds: Kinds,
    /// Whether the writer says that it is they who hurt somebody. Only rules say so, and a suggestion it stays.
    pub told: Told,
    /// The rules that raised a flag, each once, in the order of the rule files.
    pub reasons: Vec<Reason>,
}

/// By whom a text is told.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Told {
    /// By whoever suffers, by somebody who cares, by anybody.
    #[default]
    ByAnybody,
    /// By somebody who hurts another and asks how to stop. A label [`Flag::ThirdParty`] stands beside the kinds then:
    /// whoever is hurt is another person than the writer.
    ByOneWhoHurts,
}

/// Prints its type only, as [`Verdict`] does.
impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}

impl Verdict {
    /// Danger now and thoughts of dying, without the flags that only suggest who it is about: these two change what is
    /// shown at once.
    #[must_use]
    pub fn urgent(&self) -> Flags {
        [Flag::ImmediateDanger, Flag::SelfHarm].into_iter().filter(|flag| self.flags.has(*flag)).collect()
    }

    /// What was understood, without the reasons.
    #[must_use]
    pub const fn labels(&self) -> Labels {
        Labels { kinds: self.kinds, flags: self.flags }
    }
}

/// Says how many rules spoke, never which, and never a word of the text: a log line must not tell what somebody lives
/// through.
impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verdict({} reasons)", self.reasons.len())
    }
}

/// Why a flag was raised: the name of a rule in `content/lexicon`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reason(&'static str);

impl Reason {
    /// The name of the rule: for tests and for people who tune the lists. It tells the flag, so it stays out of logs.
    pub const fn rule(self) -> &'static str {
        self.0
    }
}

/// Prints its type only, as [`Verdict`] does.
impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reason")
    }
}

static SCANNER: LazyLock<scanner::Scanner> = LazyLock::new(|| {
    let lexicon = lexicon::shipped().expect("the shipped word lists parse: a test of this room reads them");
    scanner::Scanner::new(lexicon).expect("the shipped word lists make an automaton: a test of this room builds it")
});

static MODEL: LazyLock<model::Model> = LazyLock::new(|| {
    let bytes = include_bytes!("../../content/lexicon/weights.bin");
    model::Model::unpack(bytes).expect("the shipped weights are whole: a test of this room reads them")
});

fn scanner() -> &'static scanner::Scanner {
    &SCANNER
}

/// A text as the lists see it: small letters of one alphabet, single spaces. For tests that compare messages.
#[must_use]
pub fn one_spelling(text: &str) -> String {
    fold::fold(text)
}

/// Every phrase of two words or more in the lists, in the one spelling, a stem without its star. One word alone is
/// vocabulary, not somebody's message.
#[must_use]
pub fn lexicon_phrases() -> Vec<String> {
    lexicon::shipped().map(|lexicon| lexicon.phrases()).unwrap_or_default()
}

/// What the shipped weights were learnt from: see [`learn::digest`].
#[must_use]
pub fn learnt_from() -> [u8; 32] {
    MODEL.learnt_from
}

/// Reads one text. Total: any string has a verdict, the empty one says nothing.
#[must_use]
pub fn read(text: &str) -> Verdict {
    read_with(text, &MODEL)
}

fn read_with(text: &str, model: &model::Model) -> Verdict {
    let scan = SCANNER.scan(text);
    let scores = model.score(&features::features(&scan, &SCANNER));
    let thresholds = model.thresholds(model::language(&scores));
    let ruled = judge::Ruled::by(&scan, &SCANNER);
    let labels = judge::judge(&scores, thresholds, ruled);
    let said = scan.rules.iter().map(|number| SCANNER.rule(*number)).filter(|rule| match rule.speaks {
        Speaks::For(label) => labels.has(label),
        Speaks::Against(_) => false,
        Speaks::ByOneWhoHurts => true,
    });
    let mut reasons: Vec<Reason> = said.map(|rule| Reason(&rule.id)).collect();
    let weighed =
        Label::ALL.into_iter().enumerate().filter(|(at, label)| labels.has(*label) && scores[*at] > thresholds[*at]);
    reasons.extend(weighed.map(|(_, label)| Reason(label.weighed())));
    Verdict { flags: labels.flags, kinds: labels.kinds, told: ruled.told, reasons }
}

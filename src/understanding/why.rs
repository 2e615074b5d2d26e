//! Why a text was read so: for whoever tends the word lists, at a desk, with a text that they typed themselves.
//!
//! It names rules, groups and classes of features with their weights, never a word of the text.

use super::features::{Class, features, named};
use super::label::Label;
use super::model::{Columns, Model, language};
use super::scanner::Scanner;
use super::{MODEL, SCANNER, Verdict, read};
use crate::vocab::Lang;

/// The reasons of one verdict.
pub struct Why {
    /// What was understood.
    pub verdict: Verdict,
    /// The language by whose thresholds it was judged.
    pub lang: Lang,
    /// Every label that was given or nearly given, in the order of [`Label::ALL`].
    pub labels: Vec<Weighed>,
}

/// One label with what spoke for it and against it.
pub struct Weighed {
    /// Its name.
    pub name: &'static str,
    /// The sum of weights.
    pub score: f32,
    /// What the sum must exceed.
    pub threshold: f32,
    /// The strongest sources with their weights: a rule, a group, two groups, or all words and letters together.
    pub sources: Vec<(String, f32)>,
}

/// How many sources are named.
const NAMED: usize = 6;

/// How far below its threshold a label is still worth a line.
const NEARLY: f32 = 1.0;

/// Reads one text and says why.
#[must_use]
pub fn why(text: &str) -> Why {
    explain(text, &SCANNER, &MODEL)
}

fn explain(text: &str, scanner: &Scanner, model: &Model) -> Why {
    let scan = scanner.scan(text);
    let features = features(&scan, scanner);
    let scores = model.score(&features);
    let lang = language(&scores);
    let thresholds = model.thresholds(lang);
    let known = named(&scan, scanner);
    let spelled = model.spelled(&features);
    let near = |(at, _): &(usize, Label)| scores[*at] > thresholds[*at] - NEARLY;
    let weigh = |(at, label): (usize, Label)| Weighed {
        name: label.name(),
        score: scores[at],
        threshold: thresholds[at],
        sources: sources(&known, &spelled, at, model),
    };
    let labels = Label::ALL.into_iter().enumerate().filter(near).map(weigh).collect();
    Why { verdict: read(text), lang, labels }
}

fn sources(known: &super::features::Named, spelled: &Columns, column: usize, model: &Model) -> Vec<(String, f32)> {
    let name = |class: &Class, name: &str| format!("{}: {name}", class.name());
    let known = known.iter().map(|(bucket, class, said)| (name(class, said), model.weight(*bucket, column)));
    let mut all: Vec<(String, f32)> = known.chain([("words and letters".to_owned(), spelled[column])]).collect();
    all.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    all.truncate(NAMED);
    all
}

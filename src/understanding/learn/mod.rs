//! Learns the weights from the messages in `content/disclosures/train`, and tells how well it would have done on
//! messages it did not see.
//!
//! Deterministic: the same files give the same bytes. It reads no test file; thresholds are chosen on messages that
//! stood aside while the weights they are chosen for were learnt.

mod logistic;
#[cfg(test)]
mod tests;
mod threshold;

use super::features::{Features, features};
use super::judge::{Ruled, judge};
use super::label::{Label, Labels};
use super::model::{ANY, COLUMNS, Columns, KAZAKH, Model, RUSSIAN, Thresholds, language, real, strengthened};
use super::scanner::Scanner;
use super::table::Row;
use crate::vocab::{Flag, Lang};
use logistic::{Seen, learn};
use sha2::{Digest as _, Sha256};

/// What is known of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// Every kind and flag.
    Fully,
    /// Danger and self-harm only: the sentences of the danger scan.
    ForDanger,
}

/// A message to learn from.
pub struct Example {
    features: Features,
    labels: Labels,
    marked: Marked,
    lang: Option<Lang>,
    ruled: Ruled,
    fold: usize,
    author: String,
}

impl Example {
    /// Reads one row.
    #[must_use]
    pub fn of(row: &Row<'_>, marked: Marked) -> Example {
        Example::scanned(row, marked, super::scanner())
    }

    fn scanned(row: &Row<'_>, marked: Marked, scanner: &Scanner) -> Example {
        let scan = scanner.scan(row.text);
        Example {
            features: features(&scan, scanner),
            labels: row.labels,
            marked,
            lang: row.lang.parse().ok(),
            ruled: Ruled::by(&scan, scanner),
            fold: fold_of(row.text),
            author: row.author.to_owned(),
        }
    }

    /// Whether the example has what a column stands for; nothing where that is not known.
    fn has(&self, column: usize) -> Option<bool> {
        let labels = &self.labels;
        match (column, self.marked) {
            (KAZAKH, _) => self.lang.map(|lang| lang == Lang::Kk),
            (RUSSIAN, _) => self.lang.map(|lang| lang == Lang::Ru),
            (ANY, Marked::Fully) => Some(!labels.is_empty()),
            (ANY, _) => (!labels.is_empty()).then_some(true),
            (column, marked) => {
                let label = Label::ALL[column];
                let known = match marked {
                    Marked::Fully => true,
                    Marked::ForDanger => matches!(label, Label::Flag(Flag::ImmediateDanger | Flag::SelfHarm)),
                };
                known.then(|| labels.has(label))
            }
        }
    }
}

/// Into how many parts the examples are cut.
const FOLDS: usize = 5;

/// The part of an example: by its text, so that a new row moves no other.
fn fold_of(text: &str) -> usize {
    let hash = super::features::word_hash(text);
    usize::try_from((hash ^ (hash >> 31)) % FOLDS as u64).unwrap_or(0)
}

/// How hard one example pulls. A rare label's few examples pull harder, or the many others drown them.
fn cost(has: bool, positives: usize, all: usize) -> f32 {
    let rest = real((all - positives).max(1));
    let even = (rest / real(positives.max(1))).sqrt().min(4.0);
    if has { COST * even } else { COST }
}

/// The inverse of the regularisation, chosen by the figures of the parts.
const COST: f32 = 0.4;

/// Learns every column from these examples.
fn weights(examples: &[&Example]) -> logistic::Learnt {
    let counts = |column: usize| {
        let known = examples.iter().filter_map(|example| example.has(column));
        known.fold((0, 0), |(positives, all), has| (positives + usize::from(has), all + 1))
    };
    let counts: [(usize, usize); COLUMNS] = std::array::from_fn(counts);
    let seen: Vec<Seen<'_>> = examples
        .iter()
        .map(|example| {
            let has: [Option<bool>; COLUMNS] = std::array::from_fn(|column| example.has(column));
            let sign = has.map(|has| has.map_or(0.0, |has| if has { 1.0 } else { -1.0 }));
            let (positives, all) = (|column: usize| counts[column].0, |column: usize| counts[column].1);
            let cost = |column: usize| has[column].map_or(0.0, |has| cost(has, positives(column), all(column)));
            Seen { features: &example.features, sign, cost: std::array::from_fn(cost) }
        })
        .collect();
    learn(&seen)
}

fn scores(learnt: &logistic::Learnt, features: &Features) -> Columns {
    strengthened(learnt.score(features))
}

/// Scores of every example by weights learnt from the examples outside its group.
fn aside(examples: &[Example], group: impl Fn(&Example) -> usize, groups: usize) -> Vec<Columns> {
    let mut all = vec![[0.0; COLUMNS]; examples.len()];
    for out in 0..groups {
        let others: Vec<&Example> = examples.iter().filter(|example| group(example) != out).collect();
        let learnt = weights(&others);
        for (scored, example) in all.iter_mut().zip(examples).filter(|(_, example)| group(example) == out) {
            *scored = scores(&learnt, &example.features);
        }
    }
    all
}

fn judged(examples: &[Example], scored: &[Columns], thresholds: impl Fn(&Example) -> [Thresholds; 3]) -> Vec<Labels> {
    let each = examples.iter().zip(scored);
    each.map(|(example, scores)| judge(scores, &thresholds(example)[language(scores) as usize], example.ruled))
        .collect()
}

/// Learns weights and thresholds; gives the bytes of the model.
#[must_use]
pub fn model(examples: &[Example], learnt_from: [u8; 32]) -> Vec<u8> {
    let thresholds = threshold::choose(examples, &aside(examples, |example| example.fold, FOLDS), |_| true);
    let all: Vec<&Example> = examples.iter().collect();
    let learnt = weights(&all);
    Model::pack(&learnt.weights, &learnt.bias, &thresholds, learnt_from)
}

/// What weights are learnt from, as a digest: the word lists in this program and the training files, name and text.
#[must_use]
pub fn digest(training: &[(String, String)]) -> [u8; 32] {
    let lists = super::lexicon::FILES.iter().map(|(name, text)| (*name, *text));
    let files = lists.chain(training.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let mut digest = Sha256::new();
    for (name, text) in files {
        for part in [name, text] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    digest.finalize().into()
}

/// Reads texts with these weights instead of those in the binary.
pub fn reader(weights: &[u8]) -> Result<impl Fn(&str) -> Labels + use<>, NotWeights> {
    let model = Model::unpack(weights).map_err(|_| NotWeights)?;
    Ok(move |text: &str| super::read_with(text, &model).labels())
}

/// The bytes are not weights of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these are not weights of this version")]
pub struct NotWeights;

/// The labels given to each example by weights learnt without its part, with thresholds chosen on the other parts.
#[must_use]
pub fn without_part(examples: &[Example]) -> Vec<Labels> {
    let scored = aside(examples, |example| example.fold, FOLDS);
    let by_part: Vec<[Thresholds; 3]> =
        (0..FOLDS).map(|part| threshold::choose(examples, &scored, |example| example.fold != part)).collect();
    judged(examples, &scored, |example| by_part[example.fold])
}

/// The labels given to each example by weights and thresholds learnt without anything of its author.
#[must_use]
pub fn without_author(examples: &[Example]) -> Vec<Labels> {
    let mut names: Vec<&str> = examples.iter().map(|example| example.author.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let author = |example: &Example| names.iter().position(|name| *name == example.author).unwrap_or(0);
    let scored = aside(examples, author, names.len());
    let thresholds: Vec<[Thresholds; 3]> =
        (0..names.len()).map(|out| threshold::choose(examples, &scored, |example| author(example) != out)).collect();
    judged(examples, &scored, |example| thresholds[author(example)])
}

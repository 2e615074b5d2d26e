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

fn column<'a>(examples: &[&'a Example], column: usize) -> logistic::Learnt {
    let marked: Vec<(&'a Example, bool)> =
        examples.iter().filter_map(|example| Some((*example, example.has(column)?))).collect();
    let positives = marked.iter().filter(|(_, has)| *has).count();
    let seen: Vec<Seen<'a>> = marked
        .iter()
        .map(|(example, has)| Seen {
            features: &example.features,
            has: *has,
            cost: cost(*has, positives, marked.len()),
        })
        .collect();
    learn(&seen)
}

fn columns(examples: &[&Example]) -> Vec<logistic::Learnt> {
    (0..COLUMNS).map(|at| column(examples, at)).collect()
}

fn scores(learnt: &[logistic::Learnt], features: &Features) -> Columns {
    strengthened(std::array::from_fn(|column| learnt[column].score(features)))
}

/// Scores of every example by weights learnt from the examples outside its group.
fn aside(examples: &[Example], group: impl Fn(&Example) -> usize, groups: usize) -> Vec<Columns> {
    let mut all = vec![[0.0; COLUMNS]; examples.len()];
    for out in 0..groups {
        let others: Vec<&Example> = examples.iter().filter(|example| group(example) != out).collect();
        let learnt = columns(&others);
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
    let learnt = columns(&all);
    let bias = std::array::from_fn(|column| learnt[column].bias);
    let rows: Vec<Columns> = (0..super::features::BUCKETS)
        .map(|bucket| std::array::from_fn(|column| learnt[column].weights[bucket]))
        .collect();
    Model::pack(&rows, &bias, &thresholds, learnt_from)
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

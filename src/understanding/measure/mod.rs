//! How well texts are understood: precision, recall and false alarms by language, counted against labelled messages.
//!
//! The counting is that of the public `score.py`, number by number, so that anybody can check it with the standard
//! library of Python; beside it stand Wilson intervals, because a recall of 1.000 over five rows says little.

mod print;
#[cfg(test)]
mod tests;

pub use print::Intervals;

use super::label::{Label, Labels};
use super::table::{Error, Row};
use crate::vocab::{Flag, Flags, Kind, Lang};
use std::collections::BTreeMap;

/// A share of something: `hits` of `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are counted.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

/// Two-sided 95 %.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// Between 0 and 1; nothing where nothing is counted.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| float(self.hits) / float(self.of))
    }

    /// The Wilson score interval at 95 %.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        let (share, n) = (self.value()?, float(self.of));
        let middle = share + Z * Z / (2.0 * n);
        let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let all = 1.0 + Z * Z / n;
        Some((((middle - half) / all).max(0.0), ((middle + half) / all).min(1.0)))
    }

    fn count(&mut self, hit: Hit) {
        self.of += 1;
        self.hits += usize::from(hit == Hit::Yes);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hit {
    Yes,
    No,
}

impl From<bool> for Hit {
    fn from(yes: bool) -> Hit {
        if yes { Hit::Yes } else { Hit::No }
    }
}

/// Counts of rows stay far below 2^32, so nothing is lost.
fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// One label, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Rows that have the label.
    pub gold: usize,
    /// Rows that were given it.
    pub predicted: usize,
    /// Rows that have it and were given it.
    pub both: usize,
}

impl Counted {
    /// Of the rows that were given the label, how many have it.
    #[must_use]
    pub const fn precision(self) -> Share {
        Share { hits: self.both, of: self.predicted }
    }

    /// Of the rows that have the label, how many were given it.
    #[must_use]
    pub const fn recall(self) -> Share {
        Share { hits: self.both, of: self.gold }
    }

    /// The harmonic mean of precision and recall; 0 where there is no hit.
    #[must_use]
    pub fn f1(self) -> f64 {
        let of = |share: Share| share.value().unwrap_or(0.0);
        let (precision, recall) = (of(self.precision()), of(self.recall()));
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

/// The count of one language, or of all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// All rows.
    pub rows: usize,
    /// In the order of [`Label::ALL`].
    pub labels: [Counted; Label::COUNT],
    /// Rows with no label that were given a kind.
    pub false_alarm_kinds: Share,
    /// Rows with no label that were given a kind or a flag.
    pub false_alarm_any: Share,
    /// Rows with neither danger nor self-harm that were given one of them.
    pub false_urgent: Share,
    /// Rows with kinds that were given none.
    pub missed_entirely: Share,
    /// Rows with kinds that were given at least one of them.
    pub some_kind_right: Share,
    /// Rows whose kinds are exactly right.
    pub kinds_exact: Share,
    /// Rows whose kinds and flags are exactly right.
    pub row_exact: Share,
}

/// Which labels a mean is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The nine kinds.
    Kinds,
    /// The four flags.
    Flags,
    /// All thirteen.
    All,
}

impl Part {
    fn count(&mut self, gold: Labels, given: Labels) {
        self.rows += 1;
        for (counted, label) in self.labels.iter_mut().zip(Label::ALL) {
            counted.gold += usize::from(gold.has(label));
            counted.predicted += usize::from(given.has(label));
            counted.both += usize::from(gold.has(label) && given.has(label));
        }
        if gold.is_empty() {
            self.false_alarm_kinds.count((!given.kinds.is_empty()).into());
            self.false_alarm_any.count((!given.is_empty()).into());
        }
        if !gold.kinds.is_empty() {
            self.missed_entirely.count(given.kinds.is_empty().into());
            self.some_kind_right.count(given.kinds.overlaps(gold.kinds).into());
        }
        let urgent: Flags = [Flag::ImmediateDanger, Flag::SelfHarm].into_iter().collect();
        if !gold.flags.overlaps(urgent) {
            self.false_urgent.count(given.flags.overlaps(urgent).into());
        }
        self.kinds_exact.count((gold.kinds == given.kinds).into());
        self.row_exact.count((gold == given).into());
    }

    /// One label, counted.
    #[must_use]
    pub fn of(&self, label: Label) -> Counted {
        let found = self.labels.iter().zip(Label::ALL).find(|(_, at)| *at == label);
        found.map(|(counted, _)| *counted).unwrap_or_default()
    }

    fn over(&self, over: Over) -> &[Counted] {
        let kinds = Kind::ALL.len();
        match over {
            Over::Kinds => &self.labels[..kinds],
            Over::Flags => &self.labels[kinds..],
            Over::All => &self.labels,
        }
    }

    /// The mean of the F1 of the labels that at least one row has.
    #[must_use]
    pub fn macro_f1(&self, over: Over) -> Option<f64> {
        let all: Vec<f64> = self.over(over).iter().filter(|label| label.gold > 0).map(|label| label.f1()).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / float(all.len()))
    }

    /// The F1 of all kinds counted together.
    #[must_use]
    pub fn micro_f1_kinds(&self) -> f64 {
        let add = |sum: Counted, one: &Counted| Counted {
            gold: sum.gold + one.gold,
            predicted: sum.predicted + one.predicted,
            both: sum.both + one.both,
        };
        self.over(Over::Kinds).iter().fold(Counted::default(), add).f1()
    }
}

/// A whole file, counted: the languages that have rows, in their order, then all rows together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// By name: `kk`, `ru`, `en`, `all`.
    pub parts: Vec<(&'static str, Part)>,
    /// Rows that nothing was predicted for; they count as empty.
    pub missing: usize,
}

impl Score {
    /// Counts what `given` says of each row.
    #[must_use]
    pub fn of(gold: &[Row<'_>], given: impl Fn(&Row<'_>) -> Labels) -> Score {
        let named = Lang::ALL.map(Lang::code).into_iter().chain(["all"]);
        let mut parts: Vec<(&'static str, Part)> = named.map(|name| (name, Part::default())).collect();
        for row in gold {
            let labels = given(row);
            for (name, part) in &mut parts {
                if *name == row.lang || *name == "all" {
                    part.count(row.labels, labels);
                }
            }
        }
        parts.retain(|(_, part)| part.rows > 0);
        Score { parts, missing: 0 }
    }

    /// Counts a file of predictions against a gold file. A row that has no prediction counts as empty.
    pub fn of_predictions(gold: &[Row<'_>], predicted: &[Row<'_>]) -> Result<Score, Error> {
        let known: BTreeMap<&str, Labels> = predicted.iter().map(|row| (row.id, row.labels)).collect();
        let missing = gold.iter().filter(|row| !known.contains_key(row.id)).count();
        let strangers = predicted.len() - (gold.len() - missing);
        if strangers > 0 {
            return Err(Error::Strangers(strangers));
        }
        let score = Score::of(gold, |row| known.get(row.id).copied().unwrap_or_default());
        Ok(Score { missing, ..score })
    }

    /// The count of a language, or of `all`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|(part, _)| *part == name).map(|(_, part)| part)
    }
}

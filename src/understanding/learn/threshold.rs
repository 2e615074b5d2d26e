//! Thresholds by language, chosen on scores of messages that the weights had not seen.

use super::Example;
use crate::understanding::label::Label;
use crate::understanding::model::{ANY, COLUMNS, Columns, Thresholds};
use crate::vocab::{Flag, Lang};

/// How much a message of another language counts: a language alone has too few rows of a rare label.
const OTHER_LANGUAGE: f64 = 0.6;

/// Of the messages in which nobody suffers, how many may pass the gate that a kind must pass.
const FALSE_ALARMS: f64 = 0.055;

/// The thresholds of each language, from the examples that may be looked at.
pub(super) fn choose(examples: &[Example], scored: &[Columns], may: impl Fn(&Example) -> bool) -> [Thresholds; 3] {
    Lang::ALL.map(|lang| {
        let mut thresholds = [0.0; COLUMNS];
        for (column, threshold) in thresholds.iter_mut().enumerate().take(ANY + 1) {
            let mut rows: Vec<Scored> = examples
                .iter()
                .zip(scored)
                .filter(|(example, _)| may(example))
                .filter_map(|(example, scores)| {
                    let weight = if example.lang == Some(lang) { 1.0 } else { OTHER_LANGUAGE };
                    let decided = decided(example, column);
                    Some(Scored { score: scores[column], has: example.has(column)?, weight, decided })
                })
                .collect();
            rows.sort_by(|one, other| other.score.total_cmp(&one.score));
            *threshold = if column == ANY { gate(&rows) } else { best(&rows, beta(Label::ALL[column])) };
        }
        thresholds
    })
}

/// Who decides on a label of a message: a threshold is chosen for the messages that are left to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decided {
    /// The weights.
    Weights,
    /// A rule gives it.
    Given,
    /// A rule refuses it.
    Refused,
}

fn decided(example: &Example, column: usize) -> Decided {
    match Label::ALL.get(column) {
        Some(Label::Flag(flag)) if example.ruled.raised.has(*flag) => Decided::Given,
        Some(Label::Flag(flag)) if example.ruled.silenced.has(*flag) => Decided::Refused,
        _ => Decided::Weights,
    }
}

struct Scored {
    score: f32,
    has: bool,
    weight: f64,
    decided: Decided,
}

/// A miss of danger or of thoughts of dying costs more than a gentle card too many. Chosen by the figures of the parts:
/// above this number few more are heard and many more get the card in vain.
const fn beta(label: Label) -> f64 {
    match label {
        Label::Flag(Flag::ImmediateDanger | Flag::SelfHarm) => 2.0,
        Label::Flag(_) | Label::Kind(_) => 1.0,
    }
}

/// The score above which few enough quiet messages stand.
fn gate(rows: &[Scored]) -> f32 {
    let quiet = |rows: &[Scored]| rows.iter().filter(|row| !row.has).map(|row| row.weight).sum::<f64>();
    let allowed = quiet(rows) * FALSE_ALARMS;
    let mut passed = 0.0;
    for row in rows.iter().filter(|row| !row.has) {
        passed += row.weight;
        if passed > allowed {
            return row.score;
        }
    }
    0.0
}

/// The threshold of the best F-measure; between two scores, so that none lies on it.
fn best(rows: &[Scored], beta: f64) -> f32 {
    let all: f64 = rows.iter().filter(|row| row.has).map(|row| row.weight).sum();
    let given_anyway = || rows.iter().filter(|row| row.decided == Decided::Given);
    let mut given: f64 = given_anyway().map(|row| row.weight).sum();
    let mut hits: f64 = given_anyway().filter(|row| row.has).map(|row| row.weight).sum();
    let open: Vec<&Scored> = rows.iter().filter(|row| row.decided == Decided::Weights).collect();
    let measure = |hits: f64, given: f64| (1.0 + beta * beta) * hits / (beta * beta * all + given);
    // Where nobody is heard by weights, they stay silent until they are sure.
    let (mut best, mut at) = (measure(hits, given), open.first().map_or(0.0, |row| (row.score + 1.0).max(0.0)));
    for (place, row) in open.iter().enumerate() {
        given += row.weight;
        hits += if row.has { row.weight } else { 0.0 };
        let next = open.get(place + 1).map_or(row.score - 1.0, |next| next.score);
        if measure(hits, given) > best && next < row.score {
            best = measure(hits, given);
            at = f32::midpoint(row.score, next);
        }
    }
    at
}

//! Thresholds by language, chosen on scores of messages that the weights had not seen.

use super::Example;
use crate::understanding::label::Label;
use crate::understanding::model::{ANY, COLUMNS, Columns, Thresholds};
use crate::vocab::{Flag, Lang};

/// How much a message of another language counts: a language alone has too few rows of a rare label.
const OTHER_LANGUAGE: f64 = 0.3;

/// Of the messages in which nobody suffers, how many may pass the gate that a kind must pass.
const FALSE_ALARMS: f64 = 0.07;

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
                    Some(Scored { score: scores[column], has: example.has(column)?, weight })
                })
                .collect();
            rows.sort_by(|one, other| other.score.total_cmp(&one.score));
            *threshold = if column == ANY { gate(&rows) } else { best(&rows, beta(Label::ALL[column])) };
        }
        thresholds
    })
}

struct Scored {
    score: f32,
    has: bool,
    weight: f64,
}

/// A miss of danger or of thoughts of dying costs more than a gentle card too many.
const fn beta(label: Label) -> f64 {
    match label {
        Label::Flag(Flag::ImmediateDanger | Flag::SelfHarm) => 2.5,
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
    let (mut hits, mut given) = (0.0, 0.0);
    let (mut best, mut at) = (0.0, 0.0);
    for (place, row) in rows.iter().enumerate() {
        given += row.weight;
        hits += if row.has { row.weight } else { 0.0 };
        let measure = (1.0 + beta * beta) * hits / (beta * beta * all + given);
        let next = rows.get(place + 1).map_or(row.score - 1.0, |next| next.score);
        if measure > best && next < row.score {
            best = measure;
            at = f32::midpoint(row.score, next);
        }
    }
    at
}

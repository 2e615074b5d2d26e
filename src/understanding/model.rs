//! The linear model: for each label a weight per bucket in one byte, and thresholds by language.
//!
//! Three columns beside the thirteen labels tell what else is needed: whether anybody suffers in the text at all, and
//! whether it is Kazakh or Russian. A text is judged by the thresholds of its own language.

use super::features::{BUCKETS, Features, KNOWN, VERSION};
use super::label::Label;
use crate::vocab::Lang;

/// The labels, then "somebody suffers", Kazakh, Russian.
pub(super) const COLUMNS: usize = Label::COUNT + 3;
/// Somebody suffers in this text: it has a kind or a flag.
pub(super) const ANY: usize = Label::COUNT;
/// It is Kazakh.
pub(super) const KAZAKH: usize = Label::COUNT + 1;
/// It is Russian.
pub(super) const RUSSIAN: usize = Label::COUNT + 2;

/// One number per column.
pub(super) type Columns = [f32; COLUMNS];

/// Thresholds of one language: a label whose score is above its threshold is given.
pub(super) type Thresholds = Columns;

/// Weights as they are learnt, and as they are used: [`Model::pack`] makes bytes of them.
pub(super) struct Model {
    bias: Columns,
    scale: Columns,
    thresholds: [Thresholds; 3],
    /// By bucket, then column.
    weights: Vec<[i8; COLUMNS]>,
    /// What it was learnt from.
    pub(super) learnt_from: [u8; 32],
}

/// Why bytes are not a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Error {
    #[error("weights of {found} bytes, expected {wanted}")]
    Size { found: usize, wanted: usize },
    #[error("weights of version {found}, expected {VERSION}")]
    Version { found: u32 },
}

/// Version, digest, then bias, scale and three languages of thresholds.
const HEAD: usize = 4 + 32 + 5 * 4 * COLUMNS;
const SIZE: usize = HEAD + BUCKETS * COLUMNS;

impl Model {
    /// The model of these bytes.
    pub(super) fn unpack(bytes: &[u8]) -> Result<Model, Error> {
        let size = Error::Size { found: bytes.len(), wanted: SIZE };
        let (head, weights) = bytes.split_at_checked(HEAD).ok_or(size)?;
        if bytes.len() != SIZE {
            return Err(size);
        }
        let word = |at: usize| <[u8; 4]>::try_from(&head[at..at + 4]).unwrap_or_default();
        let found = u32::from_le_bytes(word(0));
        if found != VERSION {
            return Err(Error::Version { found });
        }
        let columns =
            |row: usize| std::array::from_fn(|column| f32::from_le_bytes(word(36 + 4 * (row * COLUMNS + column))));
        let learnt_from = head[4..36].try_into().unwrap_or([0; 32]);
        let weights =
            weights.chunks_exact(COLUMNS).map(|row| std::array::from_fn(|at| row[at].cast_signed())).collect();
        let thresholds = [columns(2), columns(3), columns(4)];
        Ok(Model { bias: columns(0), scale: columns(1), thresholds, weights, learnt_from })
    }

    /// The bytes of learnt weights: each column gets the scale at which its largest weight is 127.
    pub(super) fn pack(
        learnt: &[Columns],
        bias: &Columns,
        thresholds: &[Thresholds; 3],
        learnt_from: [u8; 32],
    ) -> Vec<u8> {
        let largest = |column: usize| learnt.iter().map(|row| row[column].abs()).fold(1e-6_f32, f32::max);
        let scale: Columns = std::array::from_fn(|column| largest(column) / 127.0);
        let mut bytes = Vec::with_capacity(SIZE);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(learnt_from);
        for columns in [bias, &scale].into_iter().chain(thresholds) {
            bytes.extend(columns.iter().flat_map(|number| number.to_le_bytes()));
        }
        for row in learnt {
            bytes.extend(row.iter().zip(&scale).map(|(weight, scale)| small(weight / scale).to_le_bytes()[0]));
        }
        bytes
    }

    /// The score of each column.
    pub(super) fn score(&self, features: &Features) -> Columns {
        let sums = features.valued().map(|(list, value)| (self.sum(list), value));
        strengthened(std::array::from_fn(|at| {
            let sum: f32 = sums.iter().map(|(sum, value)| sum[at] * value).sum();
            sum.mul_add(self.scale[at], self.bias[at])
        }))
    }

    /// What all words and letters together add to each column.
    pub(super) fn spelled(&self, features: &Features) -> Columns {
        let [_, words, letters] = features.valued().map(|(list, value)| (self.sum(list), value));
        std::array::from_fn(|at| words.0[at].mul_add(words.1, letters.0[at] * letters.1) * self.scale[at])
    }

    /// What one rule, group or shape adds to a column.
    pub(super) fn weight(&self, bucket: u32, column: usize) -> f32 {
        f32::from(self.weights[bucket as usize][column]) * self.scale[column] * KNOWN
    }

    /// The thresholds of the language that the scores tell.
    pub(super) const fn thresholds(&self, lang: Lang) -> &Thresholds {
        &self.thresholds[lang as usize]
    }

    fn sum(&self, buckets: &[u32]) -> Columns {
        let mut sum = [0.0; COLUMNS];
        for bucket in buckets {
            for (sum, weight) in sum.iter_mut().zip(&self.weights[*bucket as usize]) {
                // Some thousand whole numbers of at most 127: exact.
                *sum += f32::from(*weight);
            }
        }
        sum
    }
}

/// A count as a number; a text or a file of more than 65,535 is counted as that.
pub(super) fn real(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Adds to "somebody suffers" a part of the strongest kind or flag: a text that is surely about blows is about
/// somebody.
pub(super) fn strengthened(mut scores: Columns) -> Columns {
    let strongest = scores[..ANY].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores[ANY] += STRONGEST * strongest;
    scores
}

/// How much the strongest label counts beside the weights of "somebody suffers"; chosen by the figures of the parts.
const STRONGEST: f32 = 0.7;

/// The language that the scores tell.
pub(super) fn language(scores: &Columns) -> Lang {
    match (scores[KAZAKH], scores[RUSSIAN]) {
        (kazakh, russian) if kazakh > 0.0 && kazakh >= russian => Lang::Kk,
        (_, russian) if russian > 0.0 => Lang::Ru,
        _ => Lang::En,
    }
}

/// Rounds to a byte.
#[expect(clippy::cast_possible_truncation, reason = "a whole number between -127 and 127")]
fn small(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

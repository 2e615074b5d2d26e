//! L2-regularised logistic regression by dual coordinate descent (Yu, Huang, Lin 2011, as in LIBLINEAR), every column
//! at once: the columns do not know of each other, but a pass over the features serves all.
//!
//! No chance in it: examples are visited in a fixed shuffled order, sums are taken in one order, so the same examples
//! give the same weights.

use crate::understanding::features::{BUCKETS, Features};
use crate::understanding::model::{COLUMNS, Columns, real};

/// One example.
pub(super) struct Seen<'a> {
    /// Its features.
    pub(super) features: &'a Features,
    /// By column: whether it has what the column stands for, as a sign; nothing where that is not known.
    pub(super) sign: Columns,
    /// By column: how much it may pull.
    pub(super) cost: Columns,
}

/// Weights and biases.
pub(super) struct Learnt {
    /// By bucket.
    pub(super) weights: Vec<Columns>,
    /// Added to every score.
    pub(super) bias: Columns,
}

/// Passes over all examples; the weights hardly move after fifteen.
const PASSES: usize = 16;

impl Learnt {
    /// The scores of a text.
    pub(super) fn score(&self, features: &Features) -> Columns {
        features.valued().into_iter().fold(self.bias, |all, (list, value)| {
            let sum = self.sum(list);
            std::array::from_fn(|at| sum[at].mul_add(value, all[at]))
        })
    }

    fn sum(&self, buckets: &[u32]) -> Columns {
        let mut sum = [0.0; COLUMNS];
        for bucket in buckets {
            for (sum, weight) in sum.iter_mut().zip(&self.weights[*bucket as usize]) {
                *sum += weight;
            }
        }
        sum
    }

    fn pull(&mut self, features: &Features, by: &Columns) {
        add(&mut self.bias, by);
        for (list, value) in features.valued() {
            let by: Columns = std::array::from_fn(|at| by[at] * value);
            for bucket in list {
                add(&mut self.weights[*bucket as usize], &by);
            }
        }
    }
}

fn add(to: &mut Columns, by: &Columns) {
    for (to, by) in to.iter_mut().zip(by) {
        *to += by;
    }
}

/// Learns every column.
pub(super) fn learn(seen: &[Seen<'_>]) -> Learnt {
    let mut learnt = Learnt { weights: vec![[0.0; COLUMNS]; BUCKETS], bias: [0.0; COLUMNS] };
    let mut duals: Vec<[[f32; 2]; COLUMNS]> = Vec::with_capacity(seen.len());
    for example in seen {
        let first: Columns = example.cost.map(|cost| (0.001 * cost).min(1e-6));
        duals.push(std::array::from_fn(|at| [first[at], example.cost[at] - first[at]]));
        learnt.pull(example.features, &std::array::from_fn(|at| example.sign[at] * first[at]));
    }
    let mut order: Vec<usize> = (0..seen.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut state);
        for at in &order {
            let example = &seen[*at];
            let (scores, square) = (learnt.score(example.features), square(example.features));
            let mut moved = [0.0; COLUMNS];
            for column in (0..COLUMNS).filter(|column| example.sign[*column] != 0.0) {
                let sign = example.sign[column];
                let dual = &mut duals[*at][column];
                moved[column] = sign * solve(dual, example.cost[column], square, sign * scores[column]);
            }
            learnt.pull(example.features, &moved);
        }
    }
    learnt
}

/// The squared length of an example, with its bias.
fn square(features: &Features) -> f32 {
    1.0 + features.valued().iter().map(|(list, value)| real(list.len()) * value.powi(2)).sum::<f32>()
}

/// Minimises the dual over one example by Newton steps; says how far its first variable moved.
fn solve(duals: &mut [f32; 2], cost: f32, square: f32, margin: f32) -> f32 {
    let (one, sign) = if 0.5 * square * (duals[1] - duals[0]) + margin < 0.0 { (1, -1.0) } else { (0, 1.0) };
    let old = duals[one];
    let mut z = old;
    if cost - z < 0.5 * cost {
        z *= 0.1;
    }
    let slope = |z: f32| square * (z - old) + sign * margin + (z / (cost - z)).ln();
    let mut gradient = slope(z);
    for _ in 0..50 {
        if gradient.abs() < 1e-2 {
            break;
        }
        let curve = square + cost / (cost - z) / z;
        let next = z - gradient / curve;
        z = if next <= 0.0 { z * 0.1 } else { next.min(cost * (1.0 - 1e-6)) };
        gradient = slope(z);
    }
    z = z.max(1e-9 * cost);
    duals[one] = z;
    duals[1 - one] = cost - z;
    sign * (z - old)
}

/// Fisher and Yates, by a xorshift of fixed seed.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        let at = usize::try_from(*state % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, at);
    }
}

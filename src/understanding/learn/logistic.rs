//! L2-regularised logistic regression by dual coordinate descent (Yu, Huang, Lin 2011, as in LIBLINEAR).
//!
//! No chance in it: examples are visited in a fixed shuffled order, sums are taken in one order, so the same examples
//! give the same weights.

use crate::understanding::features::{BUCKETS, Features};
use crate::understanding::model::{real, spelled_value};

/// One example for one column.
pub(super) struct Seen<'a> {
    /// Its features.
    pub(super) features: &'a Features,
    /// Whether it has the label.
    pub(super) has: bool,
    /// How much it may pull.
    pub(super) cost: f32,
}

/// Weights of one column and its bias.
pub(super) struct Learnt {
    /// By bucket.
    pub(super) weights: Vec<f32>,
    /// Added to every score.
    pub(super) bias: f32,
}

/// Passes over all examples; the weights hardly move after fifteen.
const PASSES: usize = 16;

impl Learnt {
    /// The score of a text.
    pub(super) fn score(&self, features: &Features) -> f32 {
        let sum = |list: &[u32]| list.iter().map(|bucket| self.weights[*bucket as usize]).sum::<f32>();
        self.bias + sum(&features.known) + sum(&features.spelled) * spelled_value(features.spelled.len())
    }

    fn pull(&mut self, features: &Features, by: f32) {
        self.bias += by;
        for bucket in &features.known {
            self.weights[*bucket as usize] += by;
        }
        let by = by * spelled_value(features.spelled.len());
        for bucket in &features.spelled {
            self.weights[*bucket as usize] += by;
        }
    }
}

/// Learns one column.
pub(super) fn learn(seen: &[Seen<'_>]) -> Learnt {
    let mut learnt = Learnt { weights: vec![0.0; BUCKETS], bias: 0.0 };
    let mut duals: Vec<[f32; 2]> = Vec::with_capacity(seen.len());
    for example in seen {
        let first = (0.001 * example.cost).min(1e-6);
        duals.push([first, example.cost - first]);
        learnt.pull(example.features, sign(example) * first);
    }
    let mut order: Vec<usize> = (0..seen.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut state);
        for at in &order {
            let example = &seen[*at];
            let moved = solve(&mut duals[*at], example.cost, square(example.features), {
                sign(example) * learnt.score(example.features)
            });
            if moved != 0.0 {
                learnt.pull(example.features, sign(example) * moved);
            }
        }
    }
    learnt
}

const fn sign(example: &Seen<'_>) -> f32 {
    if example.has { 1.0 } else { -1.0 }
}

/// The squared length of an example: its bias, its known features, and all that is spelled together.
fn square(features: &Features) -> f32 {
    let spelled = real(features.spelled.len()) * spelled_value(features.spelled.len()).powi(2);
    1.0 + real(features.known.len()) + spelled
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
        if gradient.abs() < 1e-3 {
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

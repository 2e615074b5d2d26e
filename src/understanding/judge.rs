//! From scores and rules to labels.

use super::Told;
use super::label::{Label, Labels};
use super::lexicon::Speaks;
use super::model::{ANY, Columns, Thresholds};
use super::scanner::{Scan, Scanner};
use crate::vocab::{Flag, Flags};

/// What the rules decide by themselves. Rules of kinds decide nothing: they only add to the weights.
#[derive(Clone, Copy, Default)]
pub(super) struct Ruled {
    /// Given, whatever the weights say.
    pub(super) raised: Flags,
    /// Not given by weights alone.
    pub(super) silenced: Flags,
    /// By whom it is told.
    pub(super) told: Told,
}

impl Ruled {
    /// What the rules that spoke in this text decide.
    pub(super) fn by(scan: &Scan, scanner: &Scanner) -> Ruled {
        let mut ruled = Ruled::default();
        for rule in scan.rules.iter().map(|number| scanner.rule(*number)) {
            match rule.speaks {
                Speaks::For(Label::Flag(flag)) => ruled.raised = ruled.raised.with(flag),
                Speaks::Against(flag) => ruled.silenced = ruled.silenced.with(flag),
                Speaks::ByOneWhoHurts => ruled.told = Told::ByOneWhoHurts,
                Speaks::For(Label::Kind(_)) => {}
            }
        }
        ruled
    }
}

/// How far below the gate of "somebody suffers" danger and thoughts of dying still pass it: "he is coming" says nothing
/// of what he does. Chosen by the figures of the parts.
const URGENT: f32 = 1.0;

/// What is given to a text: labels whose score is above the threshold, if somebody suffers in it at all, and every flag
/// of danger that a rule raised whatever the weights say. A child or another person is named only beside a kind or a
/// danger (rule G6 of the labelling guideline).
pub(super) fn judge(scores: &Columns, thresholds: &Thresholds, ruled: Ruled) -> Labels {
    let gate = scores[ANY] - thresholds[ANY];
    let mut labels = Labels { flags: ruled.raised, ..Labels::default() };
    for (column, label) in Label::ALL.into_iter().enumerate() {
        let lower = if is_urgent(label) { URGENT } else { 0.0 };
        let silenced = matches!(label, Label::Flag(flag) if ruled.silenced.has(flag));
        if gate + lower > 0.0 && !silenced && scores[column] > thresholds[column] {
            labels = labels.with(label);
        }
    }
    // Whoever is hurt is another person then (rule G8).
    if ruled.told == Told::ByOneWhoHurts && !labels.kinds.is_empty() {
        labels = labels.with(Label::Flag(Flag::ThirdParty));
    }
    let urgent: Flags = [Flag::ImmediateDanger, Flag::SelfHarm].into_iter().collect();
    if labels.kinds.is_empty() && !labels.flags.overlaps(urgent) {
        labels.flags = Flags::NONE;
    }
    labels
}

/// Danger now and thoughts of dying.
const fn is_urgent(label: Label) -> bool {
    matches!(label, Label::Flag(Flag::ImmediateDanger | Flag::SelfHarm))
}

//! The scenes, a family a file: what each card says and offers.

pub mod consent;
pub mod contact;
pub mod danger;
pub mod follow_up;
pub mod guidance;
pub mod help;
pub mod own_words;
pub mod pages;
pub mod receipt;
pub mod review;
pub mod welcome;

use super::card::{Arg, Card};
use super::{Desk, Duty, Facts, Pace};
use crate::directory::HotlineRef;
use crate::vocab::Lane;

/// The first number of the directory's entry with this id, as a variable.
fn dial(facts: &Facts<'_>, name: &'static str, id: &str) -> Option<(&'static str, Arg)> {
    facts.directory.by_id(id).map(|at| (name, Arg::Dial(at)))
}

/// 112, 102 and 103 as the variables `rescue`, `police`, `ambulance`.
fn emergency_args(facts: &Facts<'_>) -> Vec<(&'static str, Arg)> {
    let ids = [("rescue", "emergency-112"), ("police", "police-102"), ("ambulance", "ambulance-103")];
    ids.into_iter().filter_map(|(name, id)| dial(facts, name, id)).collect()
}

/// 111 and 150 as the variables `contact` and `trust`.
fn always_args(facts: &Facts<'_>) -> Vec<(&'static str, Arg)> {
    let ids = [("contact", "contact-111"), ("trust", "trust-150")];
    ids.into_iter().filter_map(|(name, id)| dial(facts, name, id)).collect()
}

/// The lines that are always there.
fn always(facts: &Facts<'_>) -> Vec<HotlineRef> {
    facts.directory.always().to_vec()
}

/// What the roster's hours say about waiting: an id and its variables.
fn duty_text(duty: Duty) -> (&'static str, Vec<(&'static str, Arg)>) {
    match duty {
        Duty::Now { until } => ("duty-now", vec![("until", Arg::Time(until))]),
        Duty::Later { from, .. } => ("duty-later", vec![("from", Arg::Time(from))]),
        Duty::Always => ("duty-always", Vec::new()),
        Duty::Unknown => ("duty-unknown", Vec::new()),
    }
}

/// What is known about waiting in a lane: duty hours from the roster, and how soon others were answered, if that was
/// measured. Nothing is said of a lane that is closed.
fn say_wait(card: &mut Card, facts: &Facts<'_>, lane: Lane) {
    let Desk::Open(duty, pace) = facts.desks.of(lane) else { return };
    let (id, args) = duty_text(duty);
    card.say_with(id, args);
    if let Pace::Within { hours } = pace {
        card.say_with("wait-pace", vec![("hours", Arg::Count(u64::from(hours)))]);
    }
}

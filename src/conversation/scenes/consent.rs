//! CONSENT in its two voices, what happens then, and the refusal.

use super::{always, always_args, emergency_args, say_wait};
use crate::conversation::card::{Arg, Card, Detail, Ways, choice, way};
use crate::conversation::{Desk, Duty, Facts, Press, Scene, State};
use crate::vocab::{CLAIMED_DAYS, UNCLAIMED_DAYS};

/// What leaving a contact means. If nobody is on duty, the lines that answer now come first.
pub fn consent(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    say_duty(&mut card, state, facts);
    card.gap();
    card.say("consent-readers");
    card.say("consent-telegram");
    card.gap();
    card.say_with("consent-kept", day_counts());
    card.gap();
    card.say("consent-withdraw");
    card.say("consent-closed");
    card.gap();
    card.say("consent-number");
    card.say("consent-bill");
    card.gap();
    card.say("consent-secrecy");
    card.row([choice("button-consent-adult", Press::ConsentAdult)]);
    card.row([choice("button-consent-minor", Press::ConsentMinor)]);
    card.row([choice("button-no-name", Press::Go(Scene::Help))]);
    card.row([way("button-what-then", Press::Go(Scene::WhatThen))]);
    card.ways(Ways::BackAndOut);
    card
}

/// The children's screen: before any contact, in plain words, that somebody may have to be told.
pub fn consent_minor(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("consent-minor-person");
    card.gap();
    card.say("consent-minor-told");
    card.gap();
    card.say("consent-minor-unknown");
    card.say("consent-number");
    card.say("consent-bill");
    card.gap();
    card.say("consent-readers");
    card.say("consent-telegram");
    card.gap();
    say_duty(&mut card, state, facts);
    card.gap();
    card.say_with("consent-kept", day_counts());
    card.gap();
    card.say("consent-withdraw");
    card.say("consent-closed");
    card.row([choice("button-leave-contact", Press::ConsentMinor)]);
    card.row([choice("button-no-name", Press::Go(Scene::Help))]);
    card.row([way("button-what-then", Press::Go(Scene::WhatThen))]);
    card.ways(Ways::BackAndOut);
    card
}

/// What happens after a contact is left, step by step.
pub fn what_then(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("what-then-sealed");
    card.gap();
    card.say("what-then-call");
    card.gap();
    card.say_with("what-then-nobody", [day_counts(), always_args(facts)].concat());
    card.gap();
    card.say("consent-withdraw");
    card.say("consent-closed");
    card.ways(Ways::BackAndOut);
    card
}

/// "Not possible just now": the same words whatever the reason, with the lines that answer.
pub fn not_now(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("not-now-body");
    card.say_with("welcome-emergency", emergency_args(facts));
    for at in always(facts) {
        card.gap();
        card.hotline(at, Detail::Brief);
    }
    card.copy_rows(facts, facts.directory.always());
    card.row([way("button-to-help", Press::Go(Scene::Help))]);
    card.ways(Ways::BackAndOut);
    card
}

fn say_duty(card: &mut Card, state: &State, facts: &Facts<'_>) {
    let lane = state.place.context.lane();
    let Desk::Open(duty, _) = facts.desks.of(lane) else { return };
    say_wait(card, facts, lane);
    if !matches!(duty, Duty::Now { .. } | Duty::Always) {
        card.say_with("duty-call-first", always_args(facts));
    }
}

fn day_counts() -> Vec<(&'static str, Arg)> {
    vec![("unclaimed", Arg::Count(UNCLAIMED_DAYS)), ("claimed", Arg::Count(CLAIMED_DAYS))]
}

//! DANGER and what hangs on it: numbers, ways without a voice, leaving, thoughts of dying.

use super::guidance::to_topic;
use super::{always, always_args, emergency_args};
use crate::conversation::card::{Card, Detail, Ways, choice, way};
use crate::conversation::{CardRole, Facts, Press, Scene, State};
use crate::guidance::Topic;

/// Emergency numbers first, then what can be done this minute. Never asks anything.
pub fn danger(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let numbers = emergency_args(facts);
    card.say_spread(&["danger-call", "danger-place"], &numbers);
    card.copy_rows(facts, facts.directory.emergency());
    card.row([
        choice("button-cannot-speak", Press::Go(Scene::CannotSpeak)),
        choice("button-leave-safely", Press::Go(Scene::LeaveSafely)),
    ]);
    card.row([choice("button-self-harm", Press::Go(Scene::SelfHarm))]);
    tell(&mut card, state);
    card.ways(Ways::BackAndOut);
    card
}

/// Ways that need no voice. What each does with a report stands beside it.
pub fn cannot_speak(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("cannot-speak-body");
    let written: Vec<_> = facts.directory.written(&super::help::query(state, facts)).into_iter().take(5).collect();
    for at in &written {
        card.gap();
        card.hotline(*at, Detail::Brief);
    }
    card.gap();
    card.say_with("cannot-speak-open-line", emergency_args(facts));
    card.copy_rows(facts, &[facts.directory.emergency(), &written].concat());
    card.row([way("button-leave-safely", Press::Go(Scene::LeaveSafely))]);
    card.ways(Ways::BackAndOut);
    card
}

/// How to leave without being noticed.
pub fn leave_safely(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("leave-safely-body");
    card.say("leave-safely-take");
    card.gap();
    card.say_with("danger-call", emergency_args(facts));
    card.copy_rows(facts, facts.directory.emergency());
    card.row([way("button-cannot-speak", Press::Go(Scene::CannotSpeak))]);
    card.ways(Ways::BackAndOut);
    card
}

/// Thoughts of dying: 103 and 112 if something was done, and two lines, never one. No questions.
pub fn self_harm(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("self-harm-thanks");
    card.say_with("self-harm-now", emergency_args(facts));
    card.say_with("self-harm-lines", always_args(facts));
    card.gap();
    for at in always(facts).into_iter().take(2) {
        card.hotline(at, Detail::Brief);
        card.gap();
    }
    card.say("self-harm-stay");
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
    card.row([way("button-cannot-speak", Press::Go(Scene::CannotSpeak))]);
    if state.role == CardRole::Living {
        card.row(to_topic(Topic::SelfHarm));
    }
    tell(&mut card, state);
    card.ways(Ways::BackAndOut);
    card
}

/// The way to say more, which an opened receipt does not have: its card belongs to the request that was sent.
fn tell(card: &mut Card, state: &State) {
    if state.role == CardRole::Living {
        let below = state.under.map(|under| under.scene);
        let on = if below == Some(Scene::OwnWords) { Press::Back } else { Press::Go(Scene::Kind) };
        card.row([way("button-tell", on)]);
    }
}

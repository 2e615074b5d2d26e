//! FOLLOW-UP: one question at a time, each of which can be skipped.

use super::emergency_args;
use crate::conversation::card::{Card, Ways, choice, way};
use crate::conversation::{Facts, Press, State};
use crate::triage;

/// The question of this page. Nothing on the card says what an answer may mean.
pub fn follow_up(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let known = state.place.context.known();
    let Some(question) = triage::next(usize::from(state.place.context.page), known).map(|at| &triage::all()[at]) else {
        // A page after the last question comes only from a button somebody made up.
        return super::help::help(state, facts);
    };
    card.say("follow-up-why");
    card.gap();
    card.say_with(question.text.clone(), emergency_args(facts));
    for (number, answer) in question.offered(known) {
        card.row([choice(&answer.text, Press::Answer(u8::try_from(number).unwrap_or(u8::MAX)))]);
    }
    card.row([way("button-skip", Press::Skip), way("button-skip-rest", Press::SkipRest)]);
    card.ways(Ways::BackAndOut);
    card
}

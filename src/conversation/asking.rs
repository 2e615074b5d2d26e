//! The follow-up questions: what an answer adds, and which card comes next.

use super::moves::open;
use super::place::Scene;
use super::{Facts, State};
use crate::triage::{self, Shows};

/// Takes the answer with this number to the question of the page. A number that the question does not have changes
/// nothing: the card is drawn again.
pub(super) fn answered(mut state: State, answer: u8, facts: &Facts<'_>) -> State {
    let context = &mut state.place.context;
    let Some(at) = triage::next(usize::from(context.page), context.known()) else {
        return open(state, Scene::Help, facts);
    };
    let Some(answer) = triage::all()[at].answers.get(usize::from(answer)) else {
        return state;
    };
    *context = context.knowing(context.known().and(answer)).settled();
    let state = after(state, at, facts);
    match answer.shows {
        Some(shows) => laid_over(state, shows, facts),
        None => state,
    }
}

/// Leaves the question of the page out.
pub(super) fn skipped(state: State, facts: &Facts<'_>) -> State {
    let context = &state.place.context;
    match triage::next(usize::from(context.page), context.known()) {
        Some(at) => after(state, at, facts),
        None => open(state, Scene::Help, facts),
    }
}

/// The question before the one of the page, or HELP before the first. What was answered stands: an answer only adds.
pub(super) fn back(mut state: State, facts: &Facts<'_>) -> State {
    let context = &mut state.place.context;
    let here = triage::next(usize::from(context.page), context.known());
    match here.and_then(|at| triage::before(at, context.known())) {
        Some(before) => {
            context.page = u8::try_from(before).unwrap_or(u8::MAX);
            state
        }
        None => open(state, Scene::Help, facts),
    }
}

/// The next question after number `at`, or HELP when there is none.
fn after(mut state: State, at: usize, facts: &Facts<'_>) -> State {
    match triage::next(at + 1, state.place.context.known()) {
        Some(next) => {
            state.place.context.page = u8::try_from(next).unwrap_or(u8::MAX);
            state
        }
        None => open(state, Scene::Help, facts),
    }
}

/// A card that must not wait, over the next question: `back` leads on with it. Where a draft waits below already, a card
/// to read leads to HELP.
fn laid_over(mut state: State, shows: Shows, facts: &Facts<'_>) -> State {
    let waits = state.under.is_some_and(|under| under.scene.needs_draft());
    if !waits {
        state.under = Some(state.place);
    }
    let scene = match shows {
        Shows::Danger => Scene::Danger,
        Shows::SelfHarm => Scene::SelfHarm,
        Shows::Medical => Scene::Medical,
        Shows::Images => Scene::Images,
    };
    let mut state = open(state, scene, facts);
    if waits && scene.is_read() {
        state.place.back = Scene::Help;
    }
    state
}

//! Moving from card to card: opening, going back, showing, leaving.

use super::place::{Context, Place, Scene};
use super::{Allowance, Desk, Effect, Facts, State, Turn};
use crate::vocab::Who;

pub(super) fn show(state: State) -> Turn {
    Turn { state, effect: Effect::Show }
}

pub(super) fn gone(state: &State) -> Turn {
    Turn { state: State::at(Place::welcome(Context::new(state.place.context.lang))), effect: Effect::Gone }
}

/// Opens a scene by a button or a command. A scene that is not to be had from here leads to one that is.
pub(super) fn open(mut state: State, scene: Scene, facts: &Facts<'_>) -> State {
    let here = state.place.scene;
    let scene = match scene {
        Scene::Sent | Scene::Cover | Scene::NotNow | Scene::Forgotten => return state,
        scene if scene.needs_draft() && !state.draft.begun() => Scene::Welcome,
        Scene::Review if state.draft.number.is_none() => Scene::Number,
        Scene::Consent if facts.desks.of(state.place.context.lane()) == Desk::Closed => Scene::NotNow,
        Scene::Consent if facts.allowance == Allowance::Spent => Scene::NotNow,
        Scene::Consent if state.place.context.who == Some(Who::MeMinor) => Scene::ConsentMinor,
        scene => scene,
    };
    // A card laid over a draft step must not lose it.
    if here.needs_draft() && !scene.needs_draft() && state.under.is_none() {
        state.under = Some(state.place);
    }
    if scene.needs_draft() {
        state.under = None;
    }
    if here != scene {
        state.place.back = back_from(scene, here);
        state.place.context.page = 0;
    }
    state.place.scene = scene;
    state
}

/// Where `back` leads from a scene that was opened from another, without any row.
fn back_from(scene: Scene, opened_from: Scene) -> Scene {
    match (scene, opened_from) {
        (Scene::Consent | Scene::Who | Scene::NotNow, _)
        | (Scene::ConsentMinor, Scene::WhatThen)
        | (Scene::Kind, Scene::Help) => Scene::Help,
        (Scene::Help, _) => Scene::Kind,
        // Two cards that lead to each other must not make a circle out of `back`.
        (Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm, Scene::Hotlines) => Scene::Hotlines,
        (Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm, _) => Scene::Danger,
        (Scene::Kind, _)
        | (Scene::Danger, Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm | Scene::Hotlines)
        | (Scene::Hotlines, Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm | Scene::Danger) => {
            Scene::Welcome
        }
        (_, from) if from.needs_draft() => Scene::Welcome,
        (_, from) => from,
    }
}

pub(super) fn back(mut state: State, facts: &Facts<'_>) -> State {
    let previous = match state.place.scene {
        Scene::How => Some(Scene::Consent),
        Scene::Number => Some(Scene::How),
        Scene::When => Some(Scene::Number),
        Scene::WhenDays | Scene::SomeoneElse => Some(Scene::When),
        Scene::Voicemail | Scene::Name => Some(Scene::SomeoneElse),
        Scene::Sms => Some(Scene::Voicemail),
        Scene::CodeWord => Some(Scene::Name),
        Scene::More => Some(Scene::CodeWord),
        Scene::Review => Some(Scene::More),
        _ => None,
    };
    if let Some(previous) = previous {
        if previous == Scene::Consent {
            state.place.back = Scene::Help;
        }
        state.place.scene = previous;
        return state;
    }
    if let Some(under) = state.under.take() {
        // What was learned above it, danger or a child, is kept.
        let flags = state.place.context.flags;
        state.place = under;
        state.place.context.flags = under.context.flags.union(flags);
        return state;
    }
    let target = state.place.back;
    open(state, target, facts)
}

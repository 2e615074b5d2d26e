//! One step of the conversation.

use super::drafting::{answered, contact, onward};
use super::place::{Context, Place, Scene};
use super::press::Press;
use super::words::text_typed;
use super::{Allowance, Desk, Effect, Facts, Input, Notice, Pressed, State, Turn};
use crate::vocab::{Confirmed, Flag, Kinds, Stored, Who};

/// Moves the conversation by one input. Total: every input has an answer in every place.
#[must_use]
pub fn step(mut state: State, input: &Input<'_>, facts: &Facts<'_>) -> Turn {
    // Said once: whatever comes next, the line of the last card is not repeated.
    state.notice = None;
    match input {
        // Leaving wins over every other rule, so it stands first.
        Input::Press(Pressed { press: Press::Leave, .. }) => gone(&state),
        Input::Press(pressed) => press(state, pressed, facts),
        Input::Typed(text, verdict) => {
            state.covered = false;
            text_typed(state, text, verdict, facts)
        }
        Input::Contact(number) => {
            state.covered = false;
            contact(state, number)
        }
        Input::Media => {
            state.covered = false;
            state.notice = Some(Notice::NoFiles);
            show(state)
        }
    }
}

/// The request stands in the queue: SENT, with nothing of the draft left but its secret.
#[must_use]
pub fn sent(mut state: State, stored: Confirmed<Stored>) -> State {
    let secret = state.draft.secret.take();
    state.draft = super::Draft { secret, ..super::Draft::default() };
    state.place.scene = Scene::Sent;
    state.under = None;
    state.sent = Some(stored);
    state
}

/// The request could not be sealed or stored: REVIEW stays, the draft is kept, and the card says so.
#[must_use]
pub fn not_sent(mut state: State) -> State {
    state.place.scene = Scene::Review;
    state.notice = Some(Notice::NotSent);
    state
}

/// The step could not be saved: the old place stays, and the card says so.
#[must_use]
pub fn not_saved(mut state: State) -> State {
    state.notice = Some(Notice::NotSaved);
    state
}

pub(super) fn show(state: State) -> Turn {
    Turn { state, effect: Effect::Show }
}

pub(super) fn gone(state: &State) -> Turn {
    Turn { state: State::at(Place::welcome(Context::new(state.place.context.lang))), effect: Effect::Gone }
}

pub(super) fn press(mut state: State, pressed: &Pressed, facts: &Facts<'_>) -> Turn {
    // Danger and numbers answer from any card, however old the button is.
    let urgent = matches!(pressed.press, Press::Go(Scene::Danger | Scene::Hotlines));
    let fits = pressed.from.scene == state.place.scene || (state.covered && pressed.press == Press::Uncover);
    if !fits && !urgent {
        return show(state);
    }
    state.covered = false;
    let context = &mut state.place.context;
    match pressed.press {
        Press::Leave => return gone(&state),
        Press::Go(scene) => return show(open(state, scene, facts)),
        Press::Back => return show(back(state, facts)),
        Press::Uncover => {}
        Press::Lang(lang) => {
            *context = Context { spread: super::Spread::One, lang, ..*context };
            if let Some(under) = &mut state.under {
                under.context = Context { spread: super::Spread::One, lang, ..under.context };
            }
            if state.place.scene == Scene::Language {
                return show(back(state, facts));
            }
        }
        Press::Choose(kind) => {
            context.kinds = kind.map_or(context.kinds, |kind| context.kinds.with(kind));
            return show(open(state, Scene::Help, facts));
        }
        Press::ChooseAnew => context.kinds = Kinds::NONE,
        Press::Who(who) => {
            about(context, who);
            return show(open(state, Scene::Help, facts));
        }
        Press::Region(region) => {
            context.region = region;
            context.page = 0;
            let next = state.place.back;
            let next = if matches!(next, Scene::Hotlines | Scene::Help) { next } else { Scene::Help };
            return show(open(state, next, facts));
        }
        Press::Page(page) => context.page = page,
        Press::ConsentAdult => return show(consent(state, facts)),
        Press::ConsentMinor => {
            context.flags = context.flags.with(Flag::Minor);
            context.who.get_or_insert(Who::MeMinor);
            let informed = state.place.scene == Scene::ConsentMinor;
            return show(if informed { consent(state, facts) } else { open(state, Scene::ConsentMinor, facts) });
        }
        Press::Helpful(helped) => {
            state.notice = Some(Notice::Thanks);
            return Turn { state, effect: Effect::Count(helped) };
        }
        Press::Skip if state.place.scene == Scene::Who => return show(open(state, Scene::Help, facts)),
        Press::Send => {
            return if state.draft.begun() && state.draft.number.is_some() {
                Turn { state, effect: Effect::Send }
            } else {
                show(open(state, Scene::Number, facts))
            };
        }
        answer => return show(answered(state, answer)),
    }
    show(state)
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

fn back(mut state: State, facts: &Facts<'_>) -> State {
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

/// WHO: sets what help is ordered by. Minor is set and never cleared.
fn about(context: &mut Context, who: Who) {
    context.who = Some(who);
    let flags = match who {
        Who::MeAdult => context.flags.without(Flag::ThirdParty),
        Who::MeMinor => context.flags.without(Flag::ThirdParty).with(Flag::Minor),
        Who::OtherAdult => context.flags.with(Flag::ThirdParty),
        Who::OtherMinor => context.flags.with(Flag::ThirdParty).with(Flag::Minor),
    };
    context.flags = flags;
}

/// Consent was given: a draft begins, unless requests are not possible just now.
fn consent(mut state: State, facts: &Facts<'_>) -> State {
    let closed = facts.desks.of(state.place.context.lane()) == Desk::Closed;
    if closed || facts.allowance == Allowance::Spent {
        state.place = Place { scene: Scene::NotNow, back: Scene::Help, ..state.place };
        return state;
    }
    state.draft.begin(facts.fresh);
    state.under = None;
    onward(state, Scene::How)
}

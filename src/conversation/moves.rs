//! Moving from card to card: opening, going back, showing, leaving.

use super::asking;
use super::drafting::asked;
use super::place::{Context, Place, Scene, Writer};
use super::receipt::CardRole;
use super::{Allowance, Desk, Effect, Facts, State, Turn};
use crate::vocab::{Flag, How, Sign};

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
        Scene::Sent | Scene::Cover | Scene::NotNow | Scene::Forgotten | Scene::Receipt | Scene::Withdrawn => {
            return state;
        }
        Scene::Status if state.receipt.is_none() => Scene::Phrase,
        // Keeping proof is not laid on a child.
        Scene::Evidence if state.place.context.flags.has(Flag::Minor) => Scene::Guidance,
        scene if state.role == CardRole::Receipt && !scene.on_a_receipt() => Scene::Status,
        // A draft that was sent is no draft any more.
        scene if scene.needs_draft() && (!state.draft.begun() || state.sent.is_some()) => Scene::Welcome,
        Scene::Consent if facts.desks.of(state.place.context.lane()) == Desk::Closed => Scene::NotNow,
        Scene::Consent if facts.allowance == Allowance::Spent => Scene::NotNow,
        Scene::Consent if is_a_child(&state) => Scene::ConsentMinor,
        scene if scene.needs_draft() => asked(scene, &state.draft),
        scene => scene,
    };
    // A card laid over a draft step must not lose it; one laid over a request that was looked up leads back to it,
    // unless a draft waits below.
    let drafted = state.under.is_some_and(|under| under.scene.needs_draft());
    let looked_up = matches!(here, Scene::Status | Scene::Withdrawn) && lies_over(scene) && !speaks_of_a_request(scene);
    if (here.needs_draft() && !scene.needs_draft() && state.under.is_none()) || (looked_up && !drafted) {
        state.under = Some(state.place);
    }
    if here == Scene::FollowUp && lies_over(scene) && state.under.is_none() {
        // A question that was being answered is what she comes back to.
        state.under = Some(state.place);
    }
    let left = !lies_over(scene) && !drafted && !here.needs_draft();
    if scene.needs_draft() || left {
        // A card that was left for another one is not come back to: what was chosen since would be lost. What was told
        // there of danger and of a child stays told.
        if let Some(under) = state.under.take() {
            let context = &mut state.place.context;
            context.flags = context.flags.union(under.context.flags);
            context.signs = context.signs.union(under.context.signs);
            context.who = context.who.or(under.context.who);
            if under.context.writer == Writer::Child {
                context.writer = Writer::Child;
            }
        }
    }
    if here != scene {
        state.place.back = back_from(scene, here, state.place.context);
        state.place.context.page = 0;
    }
    if scene == Scene::CannotSpeak {
        // From here on what needs no voice comes first.
        state.place.context.flags = state.place.context.flags.with(Flag::CannotSpeak);
    }
    if scene == Scene::OwnBehaviour {
        state.place.context.signs = state.place.context.signs.with(Sign::OwnBehaviour);
    }
    state.place.scene = scene;
    state
}

/// Whether the person who would leave a contact said to be under 18, here or on the card below. Nothing takes it back,
/// so the children's screen stands before her every consent, whoever the request is about.
pub(super) fn is_a_child(state: &State) -> bool {
    let below = state.under.map(|under| under.context.writer);
    state.place.context.writer == Writer::Child || below == Some(Writer::Child)
}

/// Where `back` leads from a scene that was just opened from another.
fn back_from(scene: Scene, opened_from: Scene, context: Context) -> Scene {
    match (scene, opened_from) {
        (Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm | Scene::Region, Scene::Hotlines) => Scene::Hotlines,
        (
            Scene::Hotlines | Scene::Danger | Scene::About | Scene::Privacy | Scene::Safety | Scene::Language,
            Scene::Help | Scene::Kind | Scene::Welcome | Scene::OwnWords | Scene::OwnBehaviour | Scene::Guidance,
        ) => opened_from,
        // What was being read is come back to.
        (Scene::Hotlines | Scene::Danger, from) if from.is_read() => from,
        (scene, Scene::Guidance | Scene::Help | Scene::FollowUp) if scene.is_read() => opened_from,
        (Scene::Privacy | Scene::Safety, Scene::About) => Scene::About,
        (Scene::Kind, Scene::OwnWords) => Scene::OwnWords,
        (Scene::OwnWords, Scene::Help) => Scene::Help,
        (Scene::WhatThen, Scene::ConsentMinor) => Scene::ConsentMinor,
        (scene, Scene::Status | Scene::Withdrawn) if lies_over(scene) && !speaks_of_a_request(scene) => Scene::Status,
        _ => parent(scene, context),
    }
}

/// Where `back` leads from a scene that was gone back to: always nearer to the first card, so that nobody walks in a
/// circle.
const fn parent(scene: Scene, context: Context) -> Scene {
    match scene {
        Scene::Help | Scene::OwnBehaviour => Scene::Kind,
        Scene::Who
        | Scene::Region
        | Scene::Consent
        | Scene::ConsentMinor
        | Scene::NotNow
        | Scene::FollowUp
        | Scene::Guidance => Scene::Help,
        Scene::AfterDark => Scene::SelfHarm,
        scene if scene.is_read() => Scene::Guidance,
        Scene::WhatThen => Scene::Consent,
        Scene::CannotSpeak | Scene::LeaveSafely | Scene::SelfHarm => Scene::Danger,
        Scene::Phrase => Scene::About,
        Scene::Status | Scene::Withdrawn => Scene::Phrase,
        Scene::Hotlines if !context.kinds.is_empty() => Scene::Help,
        _ => Scene::Welcome,
    }
}

/// The question before this one in a draft.
fn question_before(state: &State) -> Option<Scene> {
    let scene = state.place.scene;
    if scene.needs_draft() && scene != Scene::Review && state.draft.reviewed && state.draft.reachable() {
        return Some(Scene::Review).filter(|_| scene != Scene::Sent);
    }
    let here = state.draft.how == Some(How::Here);
    match scene {
        Scene::When if here => Some(Scene::How),
        Scene::Name if here => Some(Scene::When),
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
    }
}

/// Cards that are laid over another one and lead back to it.
const fn lies_over(scene: Scene) -> bool {
    matches!(
        scene,
        Scene::Danger
            | Scene::CannotSpeak
            | Scene::LeaveSafely
            | Scene::SelfHarm
            | Scene::Hotlines
            | Scene::Kind
            | Scene::About
            | Scene::Privacy
            | Scene::Safety
            | Scene::Language
            | Scene::Medical
            | Scene::Images
            | Scene::OwnWords
            | Scene::Phrase
            | Scene::Status
            | Scene::Withdrawn
    )
}

/// The cards of a request that was sent before.
const fn speaks_of_a_request(scene: Scene) -> bool {
    matches!(scene, Scene::Phrase | Scene::Status | Scene::Withdrawn)
}

pub(super) fn back(mut state: State, facts: &Facts<'_>) -> State {
    match question_before(&state) {
        Some(Scene::Consent) => {
            state = open(state, Scene::Consent, facts);
            state.under = None;
            return state;
        }
        Some(previous) => {
            state.place.scene = previous;
            return state;
        }
        None => {}
    }
    if state.place.scene == Scene::FollowUp {
        return asking::back(state, facts);
    }
    if state.place.scene == Scene::OwnBehaviour {
        // Opened by a slip, it is undone by going back.
        state.place.context.signs = state.place.context.signs.without(Sign::OwnBehaviour);
    }
    if state.role == CardRole::Receipt && speaks_of_a_request(state.place.scene) {
        // Nothing lies behind an opened receipt.
        return state;
    }
    // A card to read lies over another one only where the follow-up laid it there; chosen from a list, it leads back to
    // the list.
    let listed = |under: &Place| state.place.scene.is_read() && under.scene != state.place.back;
    if lies_over(state.place.scene)
        && let Some(under) = state.under.take_if(|under| !listed(under))
    {
        return laid_bare(state, under, facts);
    }
    let target = state.place.back;
    returned(state, target, facts)
}

/// The card that another one lay over. What was learned above it, danger or a child, is kept; what an adult consented
/// to is asked again of a child.
pub(super) fn laid_bare(mut state: State, under: Place, facts: &Facts<'_>) -> State {
    let above = state.place.context;
    state.place = under;
    let context = &mut state.place.context;
    context.kinds = context.kinds.union(above.kinds);
    context.who = context.who.or(above.who);
    context.region = context.region.or(above.region);
    context.flags = context.flags.union(above.flags);
    context.signs = context.signs.union(above.signs);
    let told_above = above.writer == Writer::Child && context.writer != Writer::Child;
    if told_above {
        context.writer = Writer::Child;
    }
    let drafting = under.scene.needs_draft() && state.sent.is_none();
    if told_above && (drafting || under.scene == Scene::Consent) {
        state = open(state, Scene::Consent, facts);
        state.under = None;
    }
    state
}

/// Opens a scene that the person comes back to.
pub(super) fn returned(state: State, scene: Scene, facts: &Facts<'_>) -> State {
    let mut state = open(state, scene, facts);
    state.place.back = parent(state.place.scene, state.place.context);
    state
}

//! Answers of the draft: one question after another, each of which may be left out.

use super::moves::show;
use super::place::Scene;
use super::press::Press;
use super::{Draft, Notice, State, Turn, phone};
use crate::vocab::{Allowed, DayPart, Days, How, Plain, SomeoneElse};

/// Takes an answer of the draft and goes on to the next question.
pub(super) fn answered(mut state: State, answer: Press) -> State {
    if !state.draft.begun() || state.sent.is_some() {
        return state;
    }
    let scene = state.place.scene;
    let draft = &mut state.draft;
    match answer {
        Press::How(how) => {
            draft.how = Some(how);
            if how == How::Here {
                // A number typed before, and what was said about its phone, is not sent along.
                draft.number = None;
                (draft.someone_else, draft.voicemail, draft.sms) = (None, None, None);
            }
        }
        Press::Part(part) => {
            draft.part = Some(part);
            if matches!(part, DayPart::Any | DayPart::Now) {
                draft.days = Some(Days::Any);
            } else {
                return onward(state, Scene::WhenDays);
            }
        }
        Press::Days(days) => draft.days = Some(days),
        Press::Safest => safest(draft),
        Press::SomeoneElse(answer) => {
            draft.someone_else = Some(answer);
            return onward(state, Scene::Voicemail);
        }
        Press::Voicemail(allowed) => {
            draft.voicemail = Some(allowed);
            return onward(state, Scene::Sms);
        }
        Press::Sms(allowed) => draft.sms = Some(allowed),
        Press::CodeWord(word) => {
            draft.suggested = Some(word);
            draft.code_word = None;
        }
        Press::Skip => match scene {
            Scene::SomeoneElse => safest(draft),
            // A skipped answer is the safer one.
            Scene::Voicemail => {
                draft.voicemail = Some(Allowed::No);
                return onward(state, Scene::Sms);
            }
            Scene::Sms => draft.sms = Some(Allowed::No),
            Scene::Name => draft.name = None,
            Scene::CodeWord => (draft.code_word, draft.suggested) = (None, None),
            // What was written meanwhile stays: the button may be older than the words.
            Scene::More => {}
            _ => return state,
        },
        Press::SkipRest => return onward(state, Scene::Review),
        Press::Done => {}
        _ => return state,
    }
    let next = next(scene, &state.draft);
    onward(state, next)
}

/// Hang up, no voicemail, no SMS.
fn safest(draft: &mut Draft) {
    draft.someone_else = Some(SomeoneElse::HangUp);
    draft.voicemail = Some(Allowed::No);
    draft.sms = Some(Allowed::No);
}

/// The question after this one; after REVIEW was reached, REVIEW again.
pub(super) fn next(scene: Scene, draft: &Draft) -> Scene {
    if draft.reviewed && draft.reachable() {
        return Scene::Review;
    }
    match scene {
        Scene::How => Scene::Number,
        Scene::Number => Scene::When,
        Scene::When | Scene::WhenDays => Scene::SomeoneElse,
        Scene::SomeoneElse | Scene::Sms => Scene::Name,
        Scene::Voicemail => Scene::Sms,
        Scene::Name => Scene::CodeWord,
        Scene::CodeWord => Scene::More,
        _ => Scene::Review,
    }
}

/// The question in whose place another one is asked: REVIEW needs a way to be reached, and who wants the answer in this
/// chat is asked nothing about a phone.
pub(super) fn asked(scene: Scene, draft: &Draft) -> Scene {
    match scene {
        Scene::Number if draft.how == Some(How::Here) => Scene::When,
        Scene::SomeoneElse | Scene::Voicemail | Scene::Sms if draft.how == Some(How::Here) => Scene::Name,
        Scene::Review if !draft.reachable() => Scene::Number,
        scene => scene,
    }
}

/// Moves within the draft.
pub(super) fn onward(mut state: State, scene: Scene) -> State {
    let scene = asked(scene, &state.draft);
    state.draft.reviewed |= scene == Scene::Review;
    state.place.scene = scene;
    state
}

pub(super) fn contact(mut state: State, number: &Plain) -> Turn {
    if state.place.scene != Scene::Number {
        state.notice = Some(Notice::NoFiles);
        return show(state);
    }
    show(take_number(state, number.expose()))
}

pub(super) fn take_number(mut state: State, text: &str) -> State {
    let Some(number) = phone::read(text) else {
        state.notice = Some(Notice::NumberShape);
        return state;
    };
    state.draft.number = Some(number);
    let next = next(Scene::Number, &state.draft);
    onward(state, next)
}

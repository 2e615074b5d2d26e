//! REVIEW and SENT.

use super::{always_args, emergency_args, say_wait};
use crate::conversation::card::{Arg, Card, Field, Ways, answered, choice, way};
use crate::conversation::{Desk, Duty, ERASE_AFTER, Facts, Press, Scene, Sent, State};
use crate::vocab::How;

/// Everything that would be sealed, under spoilers, each with its way back to change it.
pub fn review(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("review-head");
    card.gap();
    for field in answered(&state.draft) {
        let id = match field {
            Field::How => "review-how",
            Field::Number => "review-number",
            Field::When => "review-when",
            Field::SomeoneElse => "review-someone-else",
            Field::Name => "review-name",
            Field::CodeWord => "review-code-word",
            Field::Words => "review-words",
        };
        card.say_with(id, vec![("value", Arg::Field(field))]);
    }
    card.gap();
    let context = &state.place.context;
    if !(context.kinds.is_empty() && context.flags.is_empty() && context.signs.is_empty()) {
        card.say("review-along");
    }
    card.say("review-leaving");
    card.row([choice("button-send", Press::Send)]);
    let edit = |id, scene| way(id, Press::Go(scene));
    let when = edit("button-edit-when", Scene::When);
    let how = edit("button-edit-how", Scene::How);
    if state.draft.how == Some(How::Here) {
        card.row([how, when]);
    } else {
        card.row([edit("button-edit-number", Scene::Number), when]);
        card.row([how, edit("button-edit-someone-else", Scene::SomeoneElse)]);
    }
    card.row([edit("button-edit-name", Scene::Name), edit("button-edit-code-word", Scene::CodeWord)]);
    card.row([edit("button-edit-words", Scene::More)]);
    card.ways(Ways::BackAndOut);
    card
}

/// Shown only with proof that the request stands in the queue.
pub fn sent(state: &State, facts: &Facts<'_>, sent: Sent) -> Card {
    let mut card = Card::new(state);
    let lane = state.place.context.lane();
    card.say("sent-sealed");
    say_wait(&mut card, facts, lane);
    let always = always_args(facts);
    match facts.desks.of(lane) {
        Desk::Open(Duty::Now { until } | Duty::Later { until, .. }, _) => {
            card.say_with("sent-if-nobody-by", [vec![("time", Arg::Time(until))], always].concat());
        }
        _ => card.say_with("sent-if-nobody", always),
    }
    card.gap();
    card.say_with("welcome-emergency", emergency_args(facts));
    card.gap();
    card.say_with("sent-code", vec![("code", Arg::Code(sent.code))]);
    card.say_with("sent-goes", vec![("minutes", Arg::Count(ERASE_AFTER.unsigned_abs() / 60))]);
    card.say("sent-code-use");
    card.gap();
    card.say("sent-hidden");
    card.say("sent-stays");
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
    card.row([choice("button-nothing-stays", Press::Leave)]);
    card.row([choice("button-keep-hidden", Press::Hide)]);
    card.ways(Ways::Out);
    card
}

//! OWN WORDS and the path of the one who hurts.

use super::{always, always_args, emergency_args};
use crate::conversation::card::{Card, Detail, Ways, choice, way};
use crate::conversation::{Facts, Press, Scene, State};
use crate::vocab::{Flag, Kind, Sign};

/// What was heard, to be confirmed. Never quotes the text, and says behaviours where a word for them would be a label.
pub fn own_words(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let heard = state.place.context.heard;
    card.say("own-words-question");
    card.gap();
    let kinds = heard.kinds.iter().map(Kind::name);
    let flags = heard.flags.iter().map(Flag::name);
    for name in kinds.chain(flags).chain(heard.signs.iter().map(Sign::name)) {
        card.say(format!("heard-{name}"));
    }
    card.row([choice("button-heard-right", Press::HeardRight), choice("button-choose-myself", Press::Go(Scene::Kind))]);
    card.ways(Ways::BackAndOut);
    card
}

/// For the one who hurts and asks how to stop: numbers to talk to, no blame and no excuse.
pub fn own_behaviour(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("own-behaviour-thanks");
    card.say_with("own-behaviour-now", emergency_args(facts));
    card.gap();
    for at in always(facts) {
        card.hotline(at, Detail::Brief);
        card.gap();
    }
    card.say_with("own-behaviour-lines", always_args(facts));
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
    card.row([way("button-guidance", Press::Go(Scene::Guidance))]);
    card.ways(Ways::BackAndOut);
    card
}

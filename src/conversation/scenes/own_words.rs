//! OWN WORDS and the path of the one who hurts.

use super::guidance::{say_steps, situation, turn};
use super::{always, always_args, emergency_args};
use crate::conversation::card::{Card, Detail, Ways, choice};
use crate::conversation::{Facts, Press, Scene, State};
use crate::guidance::{self, Topic, leaf};
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

/// For the one who hurts and asks how to stop: numbers to talk to, steps page by page, no blame and no excuse.
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
    card.gap();
    let steps = guidance::steps().of(Topic::OwnBehaviour, situation(state));
    let page = leaf(&steps, state.place.context.page);
    card.say("topic-own_behaviour");
    say_steps(&mut card, facts, page.shown);
    turn(&mut card, &page);
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
    card.ways(Ways::BackAndOut);
    card
}

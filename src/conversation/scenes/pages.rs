//! Pages that say the same to everybody: SAFETY, ABOUT, PRIVACY, FORGOTTEN and the cover.

use super::{always_args, emergency_args};
use crate::conversation::card::{Arg, Card, Ways, choice, way};
use crate::conversation::{Facts, Place, Press, Scene, State};
use crate::vocab::{Confirmed, Forgotten};

/// What Telegram keeps and shows, and what can be done about it.
pub fn safety(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    for id in
        ["safety-devices", "safety-previews", "safety-delete", "safety-contacts", "safety-spyware", "safety-limits"]
    {
        card.say(id);
        card.gap();
    }
    card.ways(Ways::BackAndOut);
    card
}

/// How it works.
pub fn about(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("about-what");
    card.gap();
    card.say("about-how");
    card.gap();
    card.say("about-typed");
    card.say("about-files");
    card.gap();
    card.say("about-code");
    card.gap();
    card.say_with("about-numbers", [emergency_args(facts), always_args(facts)].concat());
    card.row([way("button-have-code", Press::Go(Scene::Phrase))]);
    card.row([way("button-privacy", Press::Go(Scene::Privacy)), way("button-safety", Press::Go(Scene::Safety))]);
    card.ways(Ways::BackAndOut);
    card
}

/// The policy that Telegram's terms require, in words a person reads.
pub fn privacy(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let days =
        [("unclaimed", Arg::Count(crate::vocab::UNCLAIMED_DAYS)), ("claimed", Arg::Count(crate::vocab::CLAIMED_DAYS))];
    for id in ["privacy-telegram", "privacy-open-card", "privacy-nothing-else"] {
        card.say(id);
        card.gap();
    }
    card.say_with("privacy-request", days.to_vec());
    card.gap();
    card.say("privacy-copies");
    card.gap();
    card.say_with("privacy-receipt", vec![("receipts", Arg::Count(crate::vocab::RETURN_DAYS))]);
    card.gap();
    card.say("privacy-rights");
    card.ways(Ways::BackAndOut);
    card
}

/// The same answer to `/forget`, whatever happened before. Shown only with proof that the answers are gone.
pub fn forgotten(state: &State, facts: &Facts<'_>, _proof: Confirmed<Forgotten>) -> Card {
    let mut card = Card::new(state);
    card.say("forgotten-what");
    card.gap();
    card.say("forgotten-sent");
    card.say("forgotten-limits");
    card.gap();
    card.say_with("about-numbers", [emergency_args(facts), always_args(facts)].concat());
    card.ways(Ways::Out);
    card
}

/// A card that says nothing: `▶` brings back what lies under it while its row lives.
pub fn cover(state: &State) -> Card {
    let mut card = cover_of(Place { scene: Scene::Cover, ..state.place });
    card.row([choice("button-uncover", Press::Uncover), way("button-leave", Press::Leave)]);
    card
}

/// The words of a cover, without its buttons.
pub fn cover_of(place: Place) -> Card {
    let mut card = Card { place, lines: Vec::new(), rows: Vec::new(), numbered: false };
    card.say("title");
    card.say("cover-body");
    card
}

//! WELCOME and LANGUAGE: numbers at once, then the doors.

use super::emergency_args;
use crate::conversation::card::{Card, Ways, choice, way};
use crate::conversation::{Facts, Memory, Press, Scene, Spread, State};
use crate::vocab::Lang;

const LANGUAGES: [(&str, Lang); 3] =
    [("button-lang-kk", Lang::Kk), ("button-lang-ru", Lang::Ru), ("button-lang-en", Lang::En)];

/// Who this is, the emergency numbers, Telegram's own risk, the doors.
pub fn welcome(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let numbers = emergency_args(facts);
    card.say_spread(&["welcome-hello", "welcome-emergency"], &numbers);
    if state.place.context.spread == Spread::One {
        card.say("welcome-erase");
        if facts.memory == Memory::Row {
            card.say("welcome-hides");
        }
    } else {
        let hides = facts.memory == Memory::Row;
        let ids = ["welcome-erase-short", "welcome-hides"];
        card.say_spread(if hides { &ids } else { &ids[..1] }, &[]);
        card.row(LANGUAGES.map(|(id, lang)| choice(id, Press::Lang(lang))));
    }
    card.copy_rows(facts, facts.directory.emergency());
    card.row([choice("button-danger", Press::Go(Scene::Danger)), choice("button-numbers", Press::Go(Scene::Hotlines))]);
    card.row([choice("button-tell", Press::Go(Scene::Kind))]);
    card.row([way("button-safety", Press::Go(Scene::Safety)), way("button-language", Press::Go(Scene::Language))]);
    card.ways(Ways::Out);
    card
}

/// Each language in its own name.
pub fn language(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    for lang in Lang::ALL {
        card.lines.push(crate::conversation::card::Line::Say {
            lang: Some(lang),
            id: "language-choose".to_owned(),
            args: Vec::new(),
        });
    }
    for (id, lang) in LANGUAGES {
        card.row([choice(id, Press::Lang(lang))]);
    }
    card.ways(Ways::BackAndOut);
    card
}

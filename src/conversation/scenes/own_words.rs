//! OWN WORDS and the path of the one who hurts.

use crate::conversation::card::{Card, Ways};
use crate::conversation::{Facts, State};

/// What was heard, to be confirmed: never quotes the text.
pub fn own_words(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

/// For the one who hurts and asks how to stop.
pub fn own_behaviour(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

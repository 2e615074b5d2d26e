//! GUIDANCE: what can be done, with source and date.

use crate::conversation::card::{Card, Ways};
use crate::conversation::{Facts, State};

/// What can be done, page by page.
pub fn guidance(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

/// One topic.
pub fn topic(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

/// Facts with year and source.
pub fn fact_cards(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

//! FOLLOW-UP: one question at a time, each of which can be skipped.

use crate::conversation::card::{Card, Ways};
use crate::conversation::{Facts, State};

/// The question of this page.
pub fn follow_up(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.ways(Ways::BackAndOut);
    card
}

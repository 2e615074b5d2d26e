//! What waits to be done in one chat.

use crate::conversation::CardRole;
use crate::intake::{Erasing, MessageRef, Rank, Showing, Toast};
use crate::vocab::CardId;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::Notify;

/// What waits in one chat.
#[derive(Default)]
pub struct Waiting {
    /// One a card, in the order in which they came: the living card, and receipts beside it.
    pub shows: VecDeque<(Showing, Rank)>,
    pub answers: VecDeque<(String, Option<Toast>)>,
    pub erase: VecDeque<(Erasing, Rank)>,
    /// Cards sent by this task whose rows may not know it yet.
    pub sent: HashMap<CardId, MessageRef>,
    /// Grows when the person leaves: a card taken before is not shown any more.
    pub left: u64,
    /// Rung when something comes that must not wait.
    pub hurry: Arc<Notify>,
    /// A task is working on it.
    pub worked: bool,
}

impl Waiting {
    /// Whether a newer version of the same card waits already.
    pub fn has_newer(&self, show: &Showing) -> bool {
        self.shows.iter().any(|(waiting, _)| same_card(waiting, show))
    }

    /// Adds a card, or puts it in the place of its older version.
    pub fn show(&mut self, show: Showing, rank: Rank) {
        match self.shows.iter_mut().find(|(waiting, _)| same_card(waiting, &show)) {
            Some(older) => *older = (show, rank),
            None => self.shows.push_back((show, rank)),
        }
    }
}

/// Whether two cards take each other's place: a chat has one living card, and each receipt is a card of its own.
fn same_card(one: &Showing, other: &Showing) -> bool {
    match (one.role, other.role) {
        (CardRole::Living, CardRole::Living) => true,
        (CardRole::Receipt, CardRole::Receipt) => one.target == other.target,
        _ => false,
    }
}

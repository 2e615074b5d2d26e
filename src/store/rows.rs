//! Rows of open cards, and the changes there are.

use super::{Limit, NewRequest};
use crate::alias::{Alias, MessageMac};
use crate::clock::Moment;
use crate::vocab::{CardId, RequestId};
use std::sync::Arc;

/// Where a card's row is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The living card: typed text goes to it. An alias has one at most.
    Living,
    /// The card is to be erased; the row goes once that is confirmed.
    Erasing,
    /// An opened receipt: a card of its own beside the living one, which hides again.
    Receipt,
}

impl Stage {
    /// The number in the database.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Stage::Living => 0,
            Stage::Erasing => 1,
            Stage::Receipt => 2,
        }
    }

    /// Anything unknown is erased: the safe reading of a number from a newer version.
    #[must_use]
    pub const fn from_code(code: i64) -> Stage {
        match code {
            0 => Stage::Living,
            2 => Stage::Receipt,
            _ => Stage::Erasing,
        }
    }
}

/// A row of `cards`. `face` and `draft` are sealed cells; nothing in here can be printed.
#[derive(Clone)]
pub struct CardRow {
    /// Random id.
    pub id: CardId,
    /// The epoch (UTC day) of the key that made alias, MAC and cells.
    pub epoch: i64,
    /// The chat, under that key.
    pub alias: Alias,
    /// The card's message, under that key; none until it was sent.
    pub message: Option<MessageMac>,
    /// Living, erasing, or a receipt.
    pub stage: Stage,
    /// When the keeper looks at it next.
    pub due: Moment,
    /// Grows with every change of what the card shows.
    pub version: i64,
    /// The version that stands in the chat.
    pub shown: i64,
    /// Sealed: chat, message ids, place.
    pub face: Arc<[u8]>,
    /// Sealed: the draft.
    pub draft: Arc<[u8]>,
}

/// One change of the database. Several in one [`Change`](super::Change) happen together or not at all.
pub enum Op {
    /// A new card.
    InsertCard(CardRow),
    /// A card's next version; not applied when the row has moved on from `seen`.
    UpdateCard {
        /// The row as it should be.
        row: CardRow,
        /// The version it was read at.
        seen: i64,
    },
    /// The card stands in the chat as `version`; nothing else changes.
    MarkShown {
        /// The card.
        id: CardId,
        /// What stands there.
        version: i64,
        /// When the keeper looks next.
        due: Moment,
    },
    /// The keeper takes a due row for itself until `due`.
    ClaimCard {
        /// The card.
        id: CardId,
        /// The version it was read at.
        seen: i64,
        /// The moment it was due when read: another node that took it meanwhile moved it.
        was_due: Moment,
        /// When it may be taken again.
        due: Moment,
    },
    /// The card stands in the chat as `version` and needs no row any more: the row ends, unless it moved on since.
    EndShown {
        /// The card.
        id: CardId,
        /// What stands there.
        version: i64,
    },
    /// The card's row ends.
    DropCard {
        /// The card.
        id: CardId,
    },
    /// A request enters the queue, unless it stands there already; counted against `alias` only when it entered.
    InsertRequest {
        /// The request.
        request: NewRequest,
        /// Whose day's count it is.
        alias: Alias,
    },
    /// A request is withdrawn on its sender's word and emptied at once; not applied when it changed hands since.
    WithdrawRequest {
        /// The request.
        id: RequestId,
        /// The fencing number it was read at.
        seen: i64,
    },
    /// One more against an alias.
    Limit {
        /// Whose.
        alias: Alias,
        /// UTC day.
        day: i64,
        /// Of what.
        what: Limit,
    },
    /// One more of something today.
    Count {
        /// UTC day.
        day: i64,
        /// Of what.
        name: &'static str,
    },
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// All of it stands in the database.
    Done,
    /// A row had moved on: read again and try again. Nothing was changed.
    Conflict,
}

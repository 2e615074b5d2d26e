//! Rows as the rest of the house sees them.

use crate::alias::{Alias, MessageMac};
use crate::clock::Moment;
use crate::seal::{Sealed, WithdrawHash};
use crate::vocab::{CardId, Lane, RequestId, Urgency};
use std::sync::Arc;

/// Where a card's row is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The living card: typed text goes to it. An alias has one at most.
    Living,
    /// The card is to be erased; the row goes once that is confirmed.
    Erasing,
}

impl Stage {
    /// The number in the database.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Stage::Living => 0,
            Stage::Erasing => 1,
        }
    }

    /// Anything that is not living is erased: the safe reading of a number from a newer version.
    #[must_use]
    pub const fn from_code(code: i64) -> Stage {
        match code {
            0 => Stage::Living,
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
    /// Living or erasing.
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

/// A request to be put into the queue.
pub struct NewRequest {
    /// Derived from its secret: the same request has the same id, however often it is sent.
    pub id: RequestId,
    /// Adult or minor, language.
    pub lane: Lane,
    /// Orders the queue; only "immediate or not" is stored.
    pub urgency: Urgency,
    /// When, to the hour.
    pub at: Moment,
    /// The roster it was sealed to.
    pub roster_version: u32,
    /// Proves later that whoever withdraws is who sent.
    pub withdraw_hash: WithdrawHash,
    /// The age file.
    pub sealed: Sealed,
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

/// What stands in the queue about a request, without its content.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The request.
    pub id: RequestId,
    /// Its lane.
    pub lane: Lane,
    /// Whether it is immediate.
    pub urgent: bool,
    /// When it arrived, to the hour.
    pub arrived: Moment,
    /// The roster it was sealed to.
    pub roster_version: u32,
    /// Its status.
    pub status: Status,
    /// Who holds it.
    pub holder: Option<Holder>,
    /// Until when.
    pub lease_until: Option<Moment>,
}

/// The status of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain words")]
pub enum Status {
    Waiting,
    Claimed,
    Closed,
    Expired,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 4] = [Status::Waiting, Status::Claimed, Status::Closed, Status::Expired];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Claimed => "claimed",
            Status::Closed => "closed",
            Status::Expired => "expired",
        }
    }
}

/// Who holds a request: 16 bytes of the SHA-256 of the counsellor's recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder(pub [u8; 16]);

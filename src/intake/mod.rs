//! One turn: row, conversation, effects, row again.
//!
//! What reaches this room comes from one chat, without any name: a [`Route`] and what was pressed or typed. What leaves
//! it is an [`Outcome`]: what to show and what to erase. Between the two a turn is made durable, so that the update may
//! be acknowledged. This room never waits for Telegram, never sees a chat id, and never lets a broken database keep
//! somebody from a number.

mod commit;
mod due;
mod facts;
mod kept;
mod lanes;
mod rates;
mod reading;
mod receipts;
mod row;
mod save;
mod settle;
mod turn;
mod without_row;

pub use due::Due;
pub use rates::Rates;
pub use row::{MessageRef, OLDEST};

use crate::clock::{Clock, Moment};
use crate::conversation::{Answers, CardRole, Context, Pace, Page};
use crate::directory::CurrentDirectory;
use crate::keyring::{KeyRing, SharedRing};
use crate::roster::CurrentRoster;
use crate::store::Store;
use crate::vocab::{CardId, Lane, Lang, Plain, Route};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

/// After this long without a commit, information is shown without a row.
const PATIENCE: Duration = Duration::from_secs(1);

/// Seconds for which turns go on without rows after the database was late or failed once: everybody else's turns would
/// each wait as long for the same answer.
const TROUBLE: i64 = 2;

/// A request waits longer for its commit: a person who was told "not sent" would send it again somewhere else.
const PATIENCE_FOR_REQUESTS: Duration = Duration::from_secs(5);

/// What one chat sent, without anything that names anybody.
pub struct Incoming {
    /// The chat.
    pub route: Route,
    /// The message: the one that was typed, or the card that was pressed.
    pub message: MessageRef,
    /// What the phone says its language is. Never kept.
    pub language_code: Option<String>,
    /// What it is.
    pub what: What,
}

/// What was sent.
pub enum What {
    /// A button, with its callback data as it came.
    Press(String),
    /// A text.
    Text(Plain),
    /// The number of a contact card.
    Contact(Plain),
    /// Anything else, with its caption: deleted, never fetched; the caption is read for danger.
    Media(Option<Plain>),
    /// An edited message: deleted, never read again.
    Edited,
}

/// What to do in the chat after a turn.
#[derive(Default)]
pub struct Outcome {
    /// The card to show.
    pub show: Option<Showing>,
    /// Messages to erase once the card is shown: what was typed, and an older card.
    pub erase: Vec<Erasing>,
    /// A short answer over the chat.
    pub toast: Option<Toast>,
    /// Whether it goes before other chats' cards.
    pub rank: Rank,
}

/// A card to be shown.
pub struct Showing {
    /// Its row, if it has one.
    pub row: Option<RowRef>,
    /// Where: the message to edit, or none for a new one.
    pub target: Option<MessageRef>,
    /// What.
    pub page: Page,
    /// When the keeper should look at the row once the card stands; none when the card stays and its row ends then.
    pub due: Option<Moment>,
    /// Which card of the chat it is.
    pub role: CardRole,
    /// What to do when the message is not there any more.
    pub gone: WhenGone,
}

/// What to do when a card's message is not there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenGone {
    /// Nothing: she may have wiped the chat, and nobody asked. The row ends.
    EndRow,
    /// Send the card anew: she wrote, and waits for an answer.
    SendAnew,
}

/// A row and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// The row.
    pub id: CardId,
    /// The version that is shown.
    pub version: i64,
}

/// Messages to be erased.
pub struct Erasing {
    /// The row that remembers them, if there is one.
    pub row: Option<CardId>,
    /// The messages.
    pub messages: Vec<MessageRef>,
    /// Which of them is a card of ours: a card too old to be erased becomes a dot, and the person is told.
    pub card: Option<MessageRef>,
    /// The language to say so in.
    pub lang: Lang,
}

/// A short answer over the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toast {
    /// Too many taps at once.
    Slow(Lang),
    /// The card was too old to be erased by us.
    NotErased(Lang),
    /// A hidden card could not be looked up and stays hidden.
    NotLooked(Lang),
}

/// Whose turn it is when Telegram is slow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Cards.
    #[default]
    Usual,
    /// Leaving, danger, numbers.
    First,
}

/// The room: everything a turn needs.
pub struct Intake {
    store: Store,
    ring: SharedRing,
    roster: CurrentRoster,
    directory: CurrentDirectory,
    clock: Clock,
    rates: Rates,
    lanes: lanes::Lanes,
    switch: Switch,
    requests_per_day: u32,
    desks: Mutex<Option<facts::Reckoned>>,
    /// Until when turns go on without rows, because the database was late or failed (seconds since 1970).
    trouble_until: AtomicI64,
    /// Cards shown since the last beat: version and when to look next.
    marks: Mutex<HashMap<CardId, (i64, Option<Moment>)>>,
    /// How long requests took to an answer lately, as far as it is known.
    paces: Mutex<HashMap<Lane, Pace>>,
    answers: Answers,
}

/// Whether requests are taken at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// `INTAKE=on`.
    On,
    /// `INTAKE=off`: hotlines only.
    Off,
}

/// What an [`Intake`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The key ring; empty while it is laid aside.
    pub ring: SharedRing,
    /// The roster; empty while there was no valid one.
    pub roster: CurrentRoster,
    /// The hotlines.
    pub directory: CurrentDirectory,
    /// The time.
    pub clock: Clock,
    /// Limits per chat.
    pub rates: Rates,
    /// Whether requests are taken.
    pub switch: Switch,
    /// Requests a day per alias.
    pub requests_per_day: u32,
    /// Whether counsellors can answer in the chat.
    pub answers: Answers,
}

impl Intake {
    /// Puts the room together.
    #[must_use]
    pub fn new(parts: Parts) -> Intake {
        Intake {
            store: parts.store,
            ring: parts.ring,
            roster: parts.roster,
            directory: parts.directory,
            clock: parts.clock,
            rates: parts.rates,
            lanes: lanes::Lanes::new(),
            switch: parts.switch,
            requests_per_day: parts.requests_per_day,
            desks: Mutex::new(None),
            trouble_until: AtomicI64::new(i64::MIN),
            marks: Mutex::default(),
            paces: Mutex::default(),
            answers: parts.answers,
        }
    }

    /// The database, for the keeper.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Forgets how fast chats were that rested since.
    pub fn forget_rested(&self) {
        self.rates.forget_rested();
    }

    /// Looks at the ring, if there is one. Only the keeper changes it.
    fn with_ring<T>(&self, work: impl FnOnce(Option<&KeyRing>) -> T) -> T {
        self.ring.with(work)
    }

    /// The context of somebody about whom nothing is known but the phone's language.
    fn blank(incoming: &Incoming) -> Context {
        Context::from_language_code(incoming.language_code.as_deref())
    }
}

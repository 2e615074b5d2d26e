//! The guided conversation: pure and total.
//!
//! [`step`] moves it by one input, [`card`](fn@card) says what stands on the card then. Neither waits, fails, reads a
//! clock or draws a random number: `now` and fresh secrets come with [`Facts`]. Cards carry ids and numbers, never
//! sentences; the sentences are in `content/locales`.

#[cfg(test)]
mod asked;
mod asking;
#[cfg(test)]
mod bad_input;
pub mod card;
#[cfg(test)]
mod chat;
#[cfg(test)]
mod children;
pub mod draft;
mod drafting;
mod draw;
#[cfg(test)]
mod every_card;
#[cfg(test)]
mod found_again;
#[cfg(test)]
mod guided;
mod heard;
mod hotline_lines;
mod idle;
mod moves;
#[cfg(test)]
mod own_words;
pub mod phone;
pub mod place;
pub mod press;
mod pressed;
pub mod receipt;
pub mod render;
mod scenes;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod typed;
#[cfg(test)]
mod typed_codes;
#[cfg(test)]
mod walk;
mod words;

pub use card::Card;
pub use draft::Draft;
pub use draw::card;
pub use idle::ERASE_AFTER;
pub use place::{Context, Heard, Place, Scene, Spread, Writer};
pub use press::{LEAVE, PackedPlace, Press, Pressed, encode, pack_place, unpack_place};
pub use receipt::{Before, CardRole, Looked, Receipt, Sent};
pub use receipt::{found, looked, not_looked, not_withdrawn, unknown_code, withdrawn};
pub use render::{Key, Mark, Page, Style, render};
pub use state::{Notice, State};
pub use step::{forgotten, not_saved, not_sent, sent, step};
pub use typed::{Command, is_exit};

use crate::clock::Moment;
use crate::directory::Directory;
use crate::understanding::Verdict;
use crate::vocab::{Allowed, Lane, Plain, ReceiptCode, RequestSecret};

/// What reached the bot from one chat.
#[derive(Debug)]
pub enum Input<'a> {
    /// A button.
    Press(&'a Pressed),
    /// A typed text with what `understanding` read in it.
    Typed(&'a Plain, &'a Verdict),
    /// The number of a contact card.
    Contact(&'a Plain),
    /// Anything that is not text, with its caption: deleted, never fetched. The caption is read for danger only.
    Media(Option<(&'a Plain, &'a Verdict)>),
}

/// What the core must be told about the world. All of it is an argument, so that a step is a function.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The time.
    pub now: Moment,
    /// What the phone says its language is (R9: the only memory of `/start`, `/help`, `/forget`).
    pub language_code: Option<&'a str>,
    /// The hotlines.
    pub directory: &'a Directory,
    /// Whether counsellors can be reached, lane by lane.
    pub desks: &'a Desks,
    /// Whether this alias may leave another request today.
    pub allowance: Allowance,
    /// Whether a row will keep the card, so that it can hide itself.
    pub memory: Memory,
    /// Whether an answer can come into this chat.
    pub answers: Answers,
    /// A secret nobody has seen, used only when consent begins a draft.
    pub fresh: &'a RequestSecret,
}

/// Whether a lane's requests are taken, and when somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// No valid roster, intake off, or nobody serves the lane: hotlines only.
    Closed,
    /// Requests are taken.
    Open(Duty, Pace),
}

/// How soon requests of a lane were answered lately. Never a constant: it is measured, or not known (R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Too few were answered to say anything.
    Unknown,
    /// Most were answered within so many hours.
    Within {
        /// Hours from sending to the answer, rounded up.
        hours: u16,
    },
}

/// When a counsellor of the lane is on duty, from the hours in the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Somebody is there now, until then.
    Now {
        /// The end of the present duty.
        until: Moment,
    },
    /// Nobody now; the next duty.
    Later {
        /// Its beginning.
        from: Moment,
        /// Its end.
        until: Moment,
    },
    /// Somebody is there day and night.
    Always,
    /// The roster does not say.
    Unknown,
}

/// The desks of all six lanes, by audience and language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desks(pub [[Desk; 3]; 2]);

impl Desks {
    /// Every lane closed.
    pub const CLOSED: Desks = Desks([[Desk::Closed; 3]; 2]);

    /// The desk of a lane.
    #[must_use]
    pub const fn of(&self, lane: Lane) -> Desk {
        self.0[lane.audience as usize][lane.lang as usize]
    }
}

/// Whether another request may be left today (R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// It may.
    Left,
    /// Today's are used up.
    Spent,
}

/// Whether an answer can come into this chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Nothing carries one here: HOW offers the number's ways only.
    ByNumberOnly,
    /// A counsellor's words can be brought here (`threats.md` D6).
    InChat,
}

/// Whether the card has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// It has: the card will hide and erase itself.
    Row,
    /// It has none (no database, no key ring): the card stays until it is left.
    None,
}

/// What must be done besides showing the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: show the card.
    Show,
    /// Show it as a new message; the old card goes once the new one stands (`/start`).
    ShowAfresh,
    /// Erase the card and everything about it.
    Gone,
    /// Drop every draft and card but this one (`/forget`); then [`forgotten`] with the proof.
    Forget,
    /// Seal the draft and put it into the queue; then [`sent`] or [`not_sent`].
    Send,
    /// Count one answer, of nobody in particular.
    Count(Allowed),
    /// Show the card; then its row ends and the card stays in the chat, neither covered nor erased by us.
    Hide,
    /// Look up how the request of [`State::receipt`] stands; then [`looked`] or [`not_looked`].
    Look,
    /// Withdraw the request of [`State::receipt`]; then [`withdrawn`] with the proof, [`looked`] when it was not open
    /// any more, or [`not_withdrawn`].
    Withdraw,
    /// Count one try and look for this code; then [`found`], [`unknown_code`] (no such request, nothing kept, or too
    /// many tries) or [`not_looked`].
    Try(ReceiptCode),
}

/// The next state and what must happen.
#[derive(Debug)]
pub struct Turn {
    /// The state to keep.
    pub state: State,
    /// The effect to carry out.
    pub effect: Effect,
}

//! The guided conversation: pure and total.
//!
//! [`step`] moves it by one input, [`card`](fn@card) says what stands on the card then. Neither waits, fails, reads a
//! clock or draws a random number: `now` and fresh secrets come with [`Facts`]. Cards carry ids and numbers, never
//! sentences; the sentences are in `content/locales`.

pub mod card;
pub mod draft;
mod drafting;
mod draw;
mod hotline_lines;
mod moves;
pub mod phone;
pub mod place;
pub mod press;
mod pressed;
pub mod render;
mod scenes;
mod step;
#[cfg(test)]
mod tests;
mod typed;
#[cfg(test)]
mod walk;
mod words;

pub use card::Card;
pub use draft::Draft;
pub use draw::card;
pub use place::{Context, ERASE_AFTER, Place, Scene, Spread};
pub use press::{LEAVE, Press, Pressed, encode, pack_place, unpack_place};
pub use render::{Key, Mark, Page, Style, render};
pub use step::{not_saved, not_sent, sent, step};
pub use typed::{Command, is_exit};

use crate::clock::Moment;
use crate::directory::Directory;
use crate::understanding::Verdict;
use crate::vocab::{Allowed, Confirmed, Lane, Plain, RequestSecret, Stored};

/// Everything the next card depends on: what the card's row keeps between two turns.
#[derive(Debug)]
pub struct State {
    /// Where the person is.
    pub place: Place,
    /// The place under a card that was laid over it (a danger card, a command's page): `back` leads there.
    pub under: Option<Place>,
    /// The request being written.
    pub draft: Draft,
    /// One line said on this card only.
    pub notice: Option<Notice>,
    /// Buttons carry numbers, because the person types.
    pub numbered: bool,
    /// The neutral cover lies on the card.
    pub covered: bool,
    /// Evidence for SENT: without it that card is never drawn.
    pub sent: Option<Confirmed<Stored>>,
}

impl State {
    /// A state with nothing but a place.
    #[must_use]
    pub fn at(place: Place) -> State {
        State { place, under: None, draft: Draft::default(), notice: None, numbered: false, covered: false, sent: None }
    }

    /// The state a button speaks of when its row is gone: information places are drawn from the button, a draft
    /// step leads to WELCOME (R7).
    #[must_use]
    pub fn from_button(pressed: &Pressed) -> State {
        if pressed.from.scene.needs_draft() || pressed.from.scene == Scene::Cover {
            State::at(Place::welcome(pressed.from.context))
        } else {
            State::at(pressed.from)
        }
    }

    /// Seconds without a press until the cover.
    #[must_use]
    pub fn cover_after(&self) -> i64 {
        self.place.scene.cover_after()
    }
}

/// One line on top of a card, said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// That is not a number that can be called.
    NumberShape,
    /// Files cannot be kept here.
    NoFiles,
    /// The buttons are the surest way; a number works too.
    ButtonsSurest,
    /// Only the beginning of the text was kept.
    Cut,
    /// This step could not be saved.
    NotSaved,
    /// The request could not be sent; the draft is kept.
    NotSent,
    /// Thanks for telling whether it helped.
    Thanks,
}

impl Notice {
    /// Every notice; the position is the number kept in the row.
    pub const ALL: [Notice; 7] = [
        Notice::NumberShape,
        Notice::NoFiles,
        Notice::ButtonsSurest,
        Notice::Cut,
        Notice::NotSaved,
        Notice::NotSent,
        Notice::Thanks,
    ];

    /// Its Fluent id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Notice::NumberShape => "notice-number-shape",
            Notice::NoFiles => "notice-no-files",
            Notice::ButtonsSurest => "notice-buttons-surest",
            Notice::Cut => "notice-cut",
            Notice::NotSaved => "notice-not-saved",
            Notice::NotSent => "notice-not-sent",
            Notice::Thanks => "notice-thanks",
        }
    }
}

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
    /// A secret nobody has seen, used only when consent begins a draft.
    pub fresh: &'a RequestSecret,
}

/// Whether a lane's requests are taken, and when somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// No valid roster, intake off, or nobody serves the lane: hotlines only.
    Closed,
    /// Requests are taken.
    Open(Duty),
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
    /// Drop every draft and card but this one (`/forget`).
    Forget,
    /// Seal the draft and put it into the queue; then [`sent`] or [`not_sent`].
    Send,
    /// Count one answer, of nobody in particular.
    Count(Allowed),
}

/// The next state and what must happen.
#[derive(Debug)]
pub struct Turn {
    /// The state to keep.
    pub state: State,
    /// The effect to carry out.
    pub effect: Effect,
}

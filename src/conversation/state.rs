//! What a card's row keeps between two turns.

use super::Draft;
use super::place::{Place, Scene};
use super::press::{Press, Pressed};
use super::receipt::{Before, CardRole, Looked, Receipt, Sent};
use crate::vocab::{Confirmed, Forgotten, RequestSecret, Withdrawn};

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
    pub sent: Option<Sent>,
    /// The sent request that STATUS speaks of.
    pub receipt: Option<Receipt>,
    /// How it stood when it was last looked up for this card.
    pub looked: Option<Looked>,
    /// Evidence for WITHDRAWN: without it that card is never drawn.
    pub withdrawn: Option<(Confirmed<Withdrawn>, Before)>,
    /// Evidence for FORGOTTEN: without it that card is never drawn.
    pub forgotten: Option<Confirmed<Forgotten>>,
    /// Which card of the chat this is.
    pub role: CardRole,
}

impl State {
    /// A state with nothing but a place.
    #[must_use]
    pub fn at(place: Place) -> State {
        State {
            place,
            under: None,
            draft: Draft::default(),
            notice: None,
            numbered: false,
            covered: false,
            sent: None,
            receipt: None,
            looked: None,
            withdrawn: None,
            forgotten: None,
            role: CardRole::Living,
        }
    }

    /// The state a button speaks of when its row is gone: information places are drawn from the button, a draft
    /// step leads to WELCOME, a receipt from the secret in the button, and a receipt without one to PHRASE (R7).
    #[must_use]
    pub fn from_button(pressed: &Pressed) -> State {
        let from = pressed.from;
        let neutral = from.context.language_alone();
        match (from.scene, pressed.press, &pressed.secret) {
            (Scene::Sent, Press::Hide, Some(secret)) => {
                let draft = Draft { secret: Some(secret.clone()), ..Draft::default() };
                State { draft, ..State::at(Place::new(Scene::Sent, neutral)) }
            }
            (_, Press::Send, _) | (_, _, None) => State::at(match from.scene {
                Scene::Status | Scene::Withdrawn => Place::new(Scene::Phrase, neutral),
                scene if scene.needs_draft() => Place::welcome(from.context),
                Scene::Cover | Scene::Receipt => Place::welcome(from.context),
                // That something was forgotten is said once, by the turn that did it.
                Scene::Forgotten => Place::new(Scene::About, neutral),
                _ => from,
            }),
            // The proof of a withdrawal went with the row: what is left is to look again.
            (scene, _, Some(secret)) if scene == Scene::Withdrawn || !scene.on_a_receipt() => {
                State::of_receipt(Place::new(Scene::Status, neutral), secret)
            }
            (_, _, Some(secret)) => State::of_receipt(from, secret),
        }
    }

    /// An opened receipt on its own card.
    pub(super) fn of_receipt(place: Place, secret: &RequestSecret) -> State {
        let receipt = Some(Receipt::Secret(secret.clone()));
        State { receipt, role: CardRole::Receipt, ..State::at(place) }
    }

    /// Whether the cover of this card is the hidden receipt: an opened receipt hides as what it was.
    #[must_use]
    pub fn hides_as_receipt(&self) -> bool {
        self.role == CardRole::Receipt && matches!(self.receipt, Some(Receipt::Secret(_)))
    }

    /// The secret that a button with this press carries: `send` that of its draft, a receipt's buttons that of the
    /// receipt, so that they work without a row.
    #[must_use]
    pub fn secret_for(&self, press: Press) -> Option<&RequestSecret> {
        let of_a_receipt = match press {
            Press::Leave => return None,
            Press::Send => return self.draft.secret.as_ref(),
            Press::Hide if self.place.scene == Scene::Sent => return self.draft.secret.as_ref(),
            Press::Hide | Press::OpenReceipt | Press::Look | Press::Withdraw => true,
            // What is the same for everybody (R9) stays the same on this card too.
            _ => self.role == CardRole::Receipt && !self.place.scene.same_for_all(),
        };
        match &self.receipt {
            Some(Receipt::Secret(secret)) if of_a_receipt => Some(secret),
            _ => None,
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
    /// Nothing was found: the same for a text that is no code, a code of no request, and too many tries.
    NothingFound,
    /// A request cannot be looked up just now.
    NotLooked,
    /// Nobody can say yet whether a request was withdrawn: its commit may still come.
    NotWithdrawn,
    /// Which languages are read here.
    Languages,
}

impl Notice {
    /// Every notice; the position is the number kept in the row.
    pub const ALL: [Notice; 11] = [
        Notice::NumberShape,
        Notice::NoFiles,
        Notice::ButtonsSurest,
        Notice::Cut,
        Notice::NotSaved,
        Notice::NotSent,
        Notice::Thanks,
        Notice::NothingFound,
        Notice::NotLooked,
        Notice::NotWithdrawn,
        Notice::Languages,
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
            Notice::NothingFound => "notice-nothing-found",
            Notice::NotLooked => "notice-not-looked",
            Notice::NotWithdrawn => "notice-not-withdrawn",
            Notice::Languages => "notice-languages",
        }
    }
}

//! The receipt of a sent request: kept as a hidden card or typed as a code, looked up and withdrawn.
//!
//! Looking, withdrawing and trying a code are effects of the caller: here stands what the card says afterwards. This
//! room never derives a code from a secret and never says that something was withdrawn without its proof.

use super::moves::show;
use super::place::{Place, Scene};
use super::press::Press;
use super::{Effect, Notice, State, Turn};
use crate::vocab::{Confirmed, Lane, ReceiptCode, RequestSecret, Standing, Stored, Withdrawn};

/// How a sent request is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// By its secret: from SENT or the button of a hidden card. The code can be derived from it.
    Secret(RequestSecret),
    /// By the code somebody typed, which was found once.
    Code(ReceiptCode),
}

/// A request that stands in the queue, and what SENT shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// That it stands there.
    pub stored: Confirmed<Stored>,
    /// Its code, derived from the secret by the caller.
    pub code: ReceiptCode,
}

/// How a request stood when it was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Its standing.
    pub standing: Standing,
    /// Its lane, whose duty hours and pace are those of the wait; none when nothing is kept.
    pub lane: Option<Lane>,
}

/// Which card of the chat this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRole {
    /// The living card, where everything typed is answered.
    Living,
    /// A hidden receipt that was opened: it shows the request and numbers, and hides again.
    Receipt,
}

/// Whether a counsellor had it before it was withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nobody ever claimed it: its copies are under the waiting key of its day.
    Waiting,
    /// It was claimed at least once, whatever it stood at last: its copies are under a claimed key.
    Taken,
}

/// The hidden card of a request takes the place of this one. Nothing else of the state is left.
pub(super) fn hide(state: State) -> Turn {
    let Some(secret) = state.secret_for(Press::Hide) else { return show(state) };
    let place = Place::new(Scene::Receipt, state.place.context.language_alone());
    Turn { state: State::of_receipt(place, secret), effect: Effect::Hide }
}

/// The `▶` of a hidden card.
pub(super) fn open_receipt(mut state: State) -> Turn {
    state.place.scene = if state.receipt.is_some() { Scene::Status } else { Scene::Welcome };
    show(state)
}

/// A withdrawal is asked for only while the request may be open; otherwise it is looked up once more.
pub(super) fn withdraw(state: State) -> Turn {
    let may_be_open = state.looked.is_none_or(|looked| looked.standing.is_open());
    if may_be_open && state.receipt.is_some() && state.place.scene == Scene::Status {
        Turn { state, effect: Effect::Withdraw }
    } else {
        show(state)
    }
}

/// STATUS says only what was looked up for the very card it stands on, so whatever leads to it looks again. Without a
/// receipt there is nothing to look for, and the code is asked for.
pub(super) fn looks_again(mut turn: Turn) -> Turn {
    let state = &mut turn.state;
    if turn.effect == Effect::Show && state.place.scene == Scene::Status && !state.covered {
        state.looked = None;
        if state.receipt.is_some() {
            turn.effect = Effect::Look;
        } else {
            state.place.scene = Scene::Phrase;
        }
    }
    turn
}

/// The request of the receipt was looked up: STATUS says how it stands. `lane` is the request's own.
#[must_use]
pub fn looked(mut state: State, standing: Standing, lane: Option<Lane>) -> State {
    state.place.scene = Scene::Status;
    state.looked = Some(Looked { standing, lane });
    state
}

/// The typed code belongs to a request: its STATUS, on the living card.
#[must_use]
pub fn found(mut state: State, code: ReceiptCode, standing: Standing, lane: Option<Lane>) -> State {
    state.receipt = Some(Receipt::Code(code));
    state.role = CardRole::Living;
    state.place.back = Scene::Phrase;
    looked(state, standing, lane)
}

/// No request for what was typed at PHRASE. The same bytes whether it was no code, a code of no request, one whose
/// days are over, or one try too many.
#[must_use]
pub fn unknown_code(mut state: State) -> State {
    state.place.scene = Scene::Phrase;
    state.notice = Some(Notice::NothingFound);
    state
}

/// The request could not be looked up: the card says so and keeps its numbers. Nothing older is repeated.
#[must_use]
pub fn not_looked(mut state: State) -> State {
    state.looked = None;
    state.notice = Some(Notice::NotLooked);
    state
}

/// The request was withdrawn: WITHDRAWN, with what that means after `before`.
#[must_use]
pub fn withdrawn(mut state: State, proof: Confirmed<Withdrawn>, before: Before) -> State {
    state.place.scene = Scene::Withdrawn;
    state.looked = None;
    state.withdrawn = Some((proof, before));
    state
}

/// Nothing shows yet that the request was withdrawn: STATUS stays as it was, and the card says that it is not sure.
#[must_use]
pub fn not_withdrawn(mut state: State) -> State {
    state.place.scene = Scene::Status;
    state.notice = Some(Notice::NotWithdrawn);
    state
}

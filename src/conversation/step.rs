//! One step of the conversation.

use super::drafting::contact;
use super::moves::{gone, show};
use super::place::Scene;
use super::press::Press;
use super::pressed::press;
use super::receipt::{Sent, looks_again};
use super::words::text_typed;
use super::{Facts, Input, Notice, Pressed, State, Turn};
use crate::vocab::{Confirmed, Forgotten, ReceiptCode, Stored};

/// Moves the conversation by one input. Total: every input has an answer in every place.
#[must_use]
pub fn step(state: State, input: &Input<'_>, facts: &Facts<'_>) -> Turn {
    looks_again(moved(state, input, facts))
}

fn moved(mut state: State, input: &Input<'_>, facts: &Facts<'_>) -> Turn {
    match input {
        // Leaving wins over every other rule, so it stands first.
        Input::Press(Pressed { press: Press::Leave, .. }) => gone(&state),
        Input::Press(pressed) => press(state, pressed, facts),
        Input::Typed(text, verdict) => {
            // Said once: whatever comes next, the line of the last card is not repeated.
            (state.covered, state.notice) = (false, None);
            text_typed(state, text, verdict, facts)
        }
        Input::Contact(number) => {
            (state.covered, state.notice) = (false, None);
            contact(state, number)
        }
        Input::Media(Some((caption, verdict))) if !verdict.urgent().is_empty() => {
            (state.covered, state.notice) = (false, None);
            text_typed(state, caption, verdict, facts)
        }
        Input::Media(_) => {
            state.covered = false;
            state.notice = Some(Notice::NoFiles);
            show(state)
        }
    }
}

/// The request stands in the queue: SENT, with nothing of the draft left but its secret. `code` is derived from that
/// secret by the caller.
#[must_use]
pub fn sent(mut state: State, stored: Confirmed<Stored>, code: ReceiptCode) -> State {
    let secret = state.draft.secret.take();
    state.draft = super::Draft { secret, ..super::Draft::default() };
    state.place.scene = Scene::Sent;
    state.under = None;
    state.sent = Some(Sent { stored, code });
    state
}

/// The request could not be sealed or stored: REVIEW stays, the draft is kept, and the card says so.
#[must_use]
pub fn not_sent(mut state: State) -> State {
    state.place.scene = Scene::Review;
    state.notice = Some(Notice::NotSent);
    state
}

/// The unsent answers are gone, and the cards that held them end: FORGOTTEN.
#[must_use]
pub fn forgotten(mut state: State, proof: Confirmed<Forgotten>) -> State {
    state.forgotten = Some(proof);
    state
}

/// The step could not be saved: the old place stays, and the card says so.
#[must_use]
pub fn not_saved(mut state: State) -> State {
    state.notice = Some(Notice::NotSaved);
    state
}

//! Turns for which no row is read or written: the database or the key ring is not there, a message came twice, or a
//! chat goes too fast. Information is shown all the same, and nothing is claimed.

use super::reading::{Reading, erasing_typed};
use super::row::Session;
use super::{Intake, MessageRef, Outcome, Rank, Showing, Toast};
use crate::conversation::{self, Allowance, CardRole, Effect, Facts, Memory, Notice, Press, Scene};
use crate::vocab::RequestSecret;

impl Intake {
    /// No row can be read or written: information is shown all the same, on the card that stands there if it is known,
    /// and nothing is claimed.
    pub(super) fn without_row(&self, reading: &Reading<'_>, standing: Option<MessageRef>) -> Outcome {
        if let Some(pressed) = &reading.pressed
            && pressed.from.scene == Scene::Receipt
            && pressed.press != Press::Leave
        {
            // A hidden card that was opened now would stay open: it stays hidden.
            let toast = Some(Toast::NotLooked(pressed.from.context.lang));
            return Outcome { toast, ..Outcome::default() };
        }
        let desks = crate::conversation::Desks::CLOSED;
        let fresh = RequestSecret::from_bytes([0; 16]);
        let directory = self.directory.get();
        let facts = Facts {
            now: reading.now,
            language_code: reading.incoming.language_code.as_deref(),
            directory: &directory,
            desks: &desks,
            allowance: Allowance::Left,
            memory: Memory::None,
            answers: self.answers,
            fresh: &fresh,
        };
        let draft_step = reading.pressed.as_ref().is_some_and(|pressed| pressed.from.scene.needs_draft());
        let mut turn = conversation::step(reading.blank_state(), &reading.input(), &facts);
        if turn.effect == Effect::Gone {
            let erase = vec![reading.bare_erasing(turn.state.place.context.lang, standing)];
            return Outcome { erase, rank: Rank::First, ..Outcome::default() };
        }
        turn.state = match turn.effect {
            Effect::Look | Effect::Try(_) => conversation::not_looked(turn.state),
            Effect::Withdraw => conversation::not_withdrawn(turn.state),
            _ => turn.state,
        };
        let withdraws = reading.pressed.as_ref().is_some_and(|pressed| pressed.press == Press::Withdraw);
        if withdraws && turn.state.place.scene == Scene::Phrase {
            // The code was typed once and is in no button: it is asked for again. Here nothing was withdrawn; but a commit
            // that ran out of time may have done it before the row was out of reach.
            turn.state.notice = Some(Notice::NotWithdrawn);
        }
        if turn.effect == Effect::Forget {
            // Nothing was forgotten: the card that says so is not shown.
            turn.state = reading.blank_state();
        }
        if draft_step || turn.effect == Effect::Forget || reading.is_own_words() {
            turn.state.notice = Some(Notice::NotSaved);
        }
        let target = reading.pressed.as_ref().map(|_| reading.incoming.message).or(standing);
        let page = Self::page(&turn.state, &facts);
        let show = Showing { row: None, target, page, due: None, role: CardRole::Living, gone: reading.when_gone() };
        let rank = if reading.is_urgent() { Rank::First } else { Rank::Usual };
        Outcome { show: Some(show), erase: reading.typed().into_iter().collect(), toast: None, rank }
    }

    /// The same message once more: it is deleted again.
    pub(super) fn again(reading: &Reading<'_>, session: &Session) -> Outcome {
        let mut erase = vec![erasing_typed(session, session.state.place.context.lang)];
        if !session.journal.contains(&reading.incoming.message) {
            erase.extend(reading.typed());
        }
        Outcome { erase, ..Outcome::default() }
    }

    pub(super) fn only_erase(reading: &Reading<'_>) -> Outcome {
        Outcome { erase: reading.typed().into_iter().collect(), ..Outcome::default() }
    }

    pub(super) fn too_fast(reading: &Reading<'_>) -> Outcome {
        let lang = reading.blank_state().place.context.lang;
        match reading.pressed {
            Some(_) => Outcome { toast: Some(Toast::Slow(lang)), ..Outcome::default() },
            None => Self::only_erase(reading),
        }
    }
}

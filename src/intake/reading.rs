//! One incoming message, read once: what it is, and to which card it speaks.

use super::row::Session;
use super::{Erasing, Incoming, Intake, MessageRef, Rank, What, WhenGone};
use crate::alias::message_mac;
use crate::clock::Moment;
use crate::conversation::{self, Command, Input, Place, Press, Pressed, Scene, State};
use crate::keyring::EpochKey;
use crate::store::{CardRow, Stage};
use crate::understanding::Verdict;
use crate::vocab::Lang;

/// An incoming message, read once.
pub(super) struct Reading<'a> {
    pub(super) incoming: &'a Incoming,
    pub(super) pressed: Option<Pressed>,
    pub(super) verdict: Verdict,
    pub(super) now: Moment,
}

impl Reading<'_> {
    pub(super) fn input(&self) -> Input<'_> {
        match (&self.incoming.what, &self.pressed) {
            (_, Some(pressed)) => Input::Press(pressed),
            (What::Text(words), None) => Input::Typed(words, &self.verdict),
            (What::Contact(number), None) => Input::Contact(number),
            (What::Media(Some(caption)), None) => Input::Media(Some((caption, &self.verdict))),
            (What::Press(_) | What::Media(None) | What::Edited, None) => Input::Media(None),
        }
    }

    /// Whether a button of a hidden or opened receipt was pressed: they alone carry a secret, besides `send`.
    fn is_of_a_receipt(&self) -> bool {
        self.pressed.as_ref().is_some_and(|pressed| pressed.secret.is_some() && pressed.press != Press::Send)
    }

    /// Whether a row need be opened for this message: a press speaks to the card with its message's MAC, or to the
    /// living card that does not know its message yet.
    pub(super) fn may_concern(&self, row: &CardRow, keys: &[EpochKey]) -> bool {
        if self.pressed.is_none() || row.stage == Stage::Living {
            return true;
        }
        let key = keys.iter().find(|key| key.epoch() == row.epoch);
        let mac = |key| message_mac(key, &self.incoming.route, i64::from(self.incoming.message.id));
        row.message.is_none() || key.map(mac) == row.message
    }

    /// Whether this row is the one that was pressed or typed to.
    pub(super) fn speaks_to(&self, row: &Session) -> bool {
        match self.pressed {
            Some(_) => match row.card {
                Some(card) => card.id == self.incoming.message.id,
                // The card was pressed before Telegram's answer told us its number: a message newer than anything
                // typed can only be the card that is on its way, unless the button is one of a receipt's own card.
                None => {
                    row.stage == Stage::Living
                        && !self.is_of_a_receipt()
                        && row.handled.iter().all(|typed| *typed < self.incoming.message.id)
                }
            },
            None => row.stage == Stage::Living,
        }
    }

    /// Never dropped for going too fast: leaving, danger, numbers, and words that tell of danger.
    pub(super) fn is_urgent(&self) -> bool {
        let press = self.pressed.as_ref().map(|pressed| pressed.press);
        let typed_way_out = match &self.incoming.what {
            What::Text(words) => {
                let command = Command::read(words.expose());
                conversation::is_exit(words.expose()) || matches!(command, Some(Command::Exit | Command::Numbers))
            }
            _ => false,
        };
        matches!(press, Some(Press::Leave | Press::Page(_) | Press::Go(Scene::Danger | Scene::Hotlines)))
            || !self.verdict.urgent().is_empty()
            || typed_way_out
    }

    pub(super) fn rank(&self, session: &Session) -> Rank {
        let scene = session.state.place.scene;
        if self.is_urgent() || matches!(scene, Scene::Danger | Scene::SelfHarm | Scene::Hotlines) {
            Rank::First
        } else {
            Rank::Usual
        }
    }

    /// The state when there is no row: from the button, or the first card.
    pub(super) fn blank_state(&self) -> State {
        match &self.pressed {
            Some(pressed) => State::from_button(pressed),
            None => State::at(Place::welcome(Intake::blank(self.incoming))),
        }
    }

    /// What was typed, to be erased without a row.
    pub(super) fn typed(&self) -> Option<Erasing> {
        let typed = self.pressed.is_none();
        let lang = Intake::blank(self.incoming).lang;
        typed.then(|| Erasing { row: None, messages: vec![self.incoming.message], card: None, lang })
    }

    /// The pressed card, or the typed text and the card that stands there if it is known, to be erased without a row.
    pub(super) fn bare_erasing(&self, lang: Lang, standing: Option<MessageRef>) -> Erasing {
        let card = if self.pressed.is_some() { Some(self.incoming.message) } else { standing };
        let mut messages = vec![self.incoming.message];
        messages.extend(card.filter(|card| *card != self.incoming.message));
        Erasing { row: None, messages, card, lang }
    }

    /// Own words: no press, no command, no way out. Whoever wrote them should hear when they could not be kept.
    pub(super) fn is_own_words(&self) -> bool {
        match &self.incoming.what {
            What::Text(words) => Command::read(words.expose()).is_none() && self.verdict.urgent().is_empty(),
            What::Contact(_) => true,
            What::Press(_) | What::Media(_) | What::Edited => false,
        }
    }

    /// A late press on a message that is not there any more: Telegram gives it no date.
    ///
    /// A hidden receipt may be so old that its date is not told either: it is opened, and whatever is left is erased.
    pub(super) fn is_on_a_deleted_message(&self) -> bool {
        let leaves = self.pressed.as_ref().is_some_and(|pressed| pressed.press == Press::Leave);
        self.pressed.is_some() && self.incoming.message.date == 0 && !leaves && !self.is_of_a_receipt()
    }

    /// What to do when the card is gone: whoever wrote gets an answer.
    pub(super) const fn when_gone(&self) -> WhenGone {
        if self.pressed.is_some() { WhenGone::EndRow } else { WhenGone::SendAnew }
    }
}

/// A row's card and everything typed around it.
pub(super) fn erasing(session: &Session, lang: Lang) -> Erasing {
    let messages: Vec<MessageRef> = session.card.iter().chain(&session.journal).copied().collect();
    Erasing { row: Some(session.id), messages, card: session.card, lang }
}

/// What was typed around a row's card.
pub(super) fn erasing_typed(session: &Session, lang: Lang) -> Erasing {
    Erasing { row: Some(session.id), messages: session.journal.clone(), card: None, lang }
}

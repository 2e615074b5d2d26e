//! One incoming message, read once: what it is, and to which card it speaks.

use super::row::Session;
use super::{Erasing, Incoming, Intake, MessageRef, Rank, What};
use crate::alias::message_mac;
use crate::clock::Moment;
use crate::conversation::{self, Input, Place, Press, Pressed, Scene, State};
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
            (What::Press(_) | What::Media | What::Edited, None) => Input::Media,
        }
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
                // typed can only be the card that is on its way.
                None => row.stage == Stage::Living && row.handled.iter().all(|typed| *typed < self.incoming.message.id),
            },
            None => row.stage == Stage::Living,
        }
    }

    /// Never dropped for going too fast: leaving, danger, numbers, and words that tell of danger.
    pub(super) fn is_urgent(&self) -> bool {
        let press = self.pressed.as_ref().map(|pressed| pressed.press);
        let typed_way_out = match &self.incoming.what {
            What::Text(words) => {
                conversation::is_exit(words.expose()) || words.expose().trim_start().starts_with("/exit")
            }
            _ => false,
        };
        matches!(press, Some(Press::Leave | Press::Go(Scene::Danger | Scene::Hotlines)))
            || !self.verdict.flags.is_empty()
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

    /// The pressed card or the typed text, to be erased without a row.
    pub(super) fn bare_erasing(&self, lang: Lang) -> Erasing {
        let card = self.pressed.is_some().then_some(self.incoming.message);
        Erasing { row: None, messages: vec![self.incoming.message], card, lang }
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

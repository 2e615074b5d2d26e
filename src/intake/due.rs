//! Rows whose time has come: shown again, covered, erased.

use super::reading::erasing;
use super::row::{BEHIND, OLDEST, Session};
use super::{Erasing, Intake, Outcome, Rank};
use crate::conversation::{Allowance, ERASE_AFTER, Facts, Memory};
use crate::store::{CardRow, Change, Durability, Op, Stage, Written};
use crate::vocab::{RequestSecret, Route};

/// How many rows are looked at in one go.
const MOST: u32 = 200;

/// A due row and what to do in its chat.
pub struct Due {
    /// The chat.
    pub route: Route,
    /// What to do.
    pub outcome: Outcome,
}

impl Intake {
    /// Takes the rows that are due, decides about each, and returns what has to be done in the chats. A row taken by
    /// another node is left to it.
    pub async fn take_due(&self) -> Vec<Due> {
        let now = self.clock.now();
        self.write_marks().await;
        let rows = match self.store.due_cards(now, MOST).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::warn!(%error, "due cards cannot be read");
                return Vec::new();
            }
        };
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            all.extend(self.decide(row).await);
        }
        all
    }

    /// Puts every row of an earlier epoch under the newest key, so that the one before can be forgotten. Returns whether
    /// none is left.
    pub async fn rekey(&self) -> bool {
        let Some(today) = self.with_ring(|ring| ring.map(|ring| ring.newest().epoch())) else { return false };
        while let Ok(rows) = self.store.cards_before(today, MOST).await {
            if rows.is_empty() {
                return true;
            }
            let mut changed = false;
            for row in rows {
                let due = row.due;
                let id = row.id;
                let sealed = self.with_ring(|ring| {
                    let ring = ring?;
                    let session = Session::open(row, ring.epoch_keys()).ok()?;
                    Some((session.seal(ring.newest(), due).ok()?, session.seen?))
                });
                // A row whose key is gone can never be opened again: all that is left of it is removed.
                let op = sealed.map_or_else(
                    || {
                        tracing::warn!("a card's row could not be put under the new key and is dropped");
                        Op::DropCard { id }
                    },
                    |(row, seen)| Op::UpdateCard { row, seen },
                );
                changed |= self.carry(op).await;
            }
            if !changed {
                break;
            }
        }
        false
    }

    async fn decide(&self, row: CardRow) -> Option<Due> {
        let now = self.clock.now();
        let id = row.id;
        let opened = self.with_ring(|ring| {
            let keys = ring.map(crate::keyring::KeyRing::epoch_keys)?;
            Some(Session::open(row, keys))
        })?;
        let Ok(mut session) = opened else {
            tracing::warn!("a card's row cannot be opened any more and is dropped; its card was not erased");
            self.carry(Op::DropCard { id }).await;
            return None;
        };
        let seen = session.seen?;
        let lang = session.state.place.context.lang;
        let born = session.card.map_or(session.touched, super::MessageRef::sent);
        // An opened receipt may be many days old; it is not erased but hides, and one that is left becomes a dot.
        let old = if session.stage == Stage::Living { born } else { session.touched };
        if now.0 - old.0 > OLDEST {
            tracing::warn!("a card grew too old to be erased; its row is dropped");
            self.carry(Op::DropCard { id }).await;
            return None;
        }
        if session.stage == Stage::Erasing && session.card.is_none() && session.journal.is_empty() {
            self.carry(Op::DropCard { id }).await;
            return None;
        }
        if session.is_hidden_receipt() && session.shown >= session.version {
            self.carry(Op::EndShown { id, version: session.version }).await;
            return None;
        }
        let idle = now.0 - session.touched.0;
        let changed = if session.stage == Stage::Erasing {
            false
        } else if idle >= ERASE_AFTER && session.stage == Stage::Living {
            session.end();
            true
        } else if !session.state.covered && idle >= session.state.cover_after() {
            // Also a card that was not shown yet: after an outage nobody may be there to see it open.
            session.state.covered = true;
            session.version += 1;
            true
        } else {
            false
        };
        let op = if changed {
            let row =
                self.with_ring(|ring| ring.and_then(|ring| session.seal(ring.newest(), now.plus(BEHIND)).ok()))?;
            Op::UpdateCard { row, seen }
        } else {
            Op::ClaimCard { id, seen, was_due: session.was_due, due: now.plus(BEHIND) }
        };
        if !self.carry(op).await {
            return None;
        }
        let route = session.route.clone();
        if session.stage == Stage::Erasing {
            let outcome = Outcome { erase: vec![erasing(&session, lang)], rank: Rank::First, ..Outcome::default() };
            return Some(Due { route, outcome });
        }
        let mut outcome = Outcome::default();
        if session.shown < session.version {
            let desks = self.desks(now);
            let fresh = RequestSecret::from_bytes([0; 16]);
            let directory = self.directory.get();
            let facts = Facts {
                now,
                language_code: None,
                directory: &directory,
                desks: &desks,
                allowance: Allowance::Left,
                memory: Memory::Row,
                answers: self.answers,
                fresh: &fresh,
            };
            outcome.show = Some(Self::showing(&session, &facts));
        } else if session.journal.is_empty() {
            // Nothing is open: the row was due because its due moment was set for a step that is done.
            let due = session.due_when_shown();
            self.carry(Op::MarkShown { id, version: session.version, due }).await;
            return None;
        }
        if !session.journal.is_empty() {
            let messages = session.journal.clone();
            outcome.erase.push(Erasing { row: Some(id), messages, card: None, lang });
        }
        Some(Due { route, outcome })
    }

    /// Writes one operation; false when somebody else was faster or the database did not do it.
    async fn carry(&self, op: Op) -> bool {
        matches!(self.store.write(Change { ops: vec![op], durability: Durability::Relaxed }).await, Ok(Written::Done))
    }
}

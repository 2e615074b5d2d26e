//! What Telegram confirmed, written back to the rows.

use super::row::{BEHIND, Session};
use super::{Intake, MessageRef, PATIENCE, RowRef};
use crate::clock::Moment;
use crate::store::{Change, Durability, Op, Stage, Written};
use crate::vocab::{CardId, Confirmed, Erased, Route};
use std::sync::PoisonError;
use tokio::time::timeout;

/// How often a change is tried again when the row moved on meanwhile.
const TRIES: usize = 8;

/// Marks written in one change: the writer is not held up for others.
const MARKS: usize = 100;

/// What a row should become.
enum Amended {
    /// As it is: somebody did it already.
    Unchanged,
    /// Stored, looked at again at this moment.
    Kept(Moment),
    /// It ends.
    Dropped,
}

impl Intake {
    /// An existing message shows this version. It is written with others at the keeper's next beat: if it is lost, the
    /// card is shown once more, and "not modified" counts as shown.
    ///
    /// Without a `due` the card stays in the chat and its row ends.
    pub fn shown(&self, row: RowRef, due: Option<Moment>) {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        marks.insert(row.id, (row.version, due));
    }

    /// The version that stands in the chat and is not written down yet.
    fn marked(&self, id: CardId) -> Option<i64> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).get(&id).map(|(version, _)| *version)
    }

    /// Writes down which cards were shown since the last time.
    pub async fn write_marks(&self) {
        let marks = std::mem::take(&mut *self.marks.lock().unwrap_or_else(PoisonError::into_inner));
        let mut marks = marks.into_iter().map(|(id, (version, due))| match due {
            Some(due) => Op::MarkShown { id, version, due },
            None => Op::EndShown { id, version },
        });
        loop {
            let ops: Vec<Op> = marks.by_ref().take(MARKS).collect();
            if ops.is_empty() {
                return;
            }
            let _ = self.store.write(Change { ops, durability: Durability::Relaxed }).await;
        }
    }

    /// The card was sent as this message.
    pub async fn sent(&self, route: &Route, row: RowRef, message: MessageRef) {
        let now = self.clock.now();
        self.amend(route, row.id, |session| {
            if session.card == Some(message) && session.version != row.version {
                // A press on it was faster than Telegram's answer to us.
                return Amended::Unchanged;
            }
            session.card = Some(message);
            // Whatever was decided while the message travelled is a later version and still has to be shown.
            if session.version == row.version {
                session.version += 1;
                session.shown = session.version;
                Amended::Kept(session.due_when_shown())
            } else {
                session.version += 1;
                Amended::Kept(now.plus(BEHIND))
            }
        })
        .await;
    }

    /// These messages are gone from the chat.
    pub async fn erased(&self, route: &Route, row: CardId, messages: &[MessageRef], _proof: Confirmed<Erased>) {
        self.strike(route, row, messages).await;
    }

    /// These messages can never be erased by us: too old, or the person keeps us out. They are not counted as erased.
    pub async fn given_up(&self, route: &Route, row: CardId, messages: &[MessageRef]) {
        tracing::warn!(messages = messages.len(), "messages could not be erased");
        self.strike(route, row, messages).await;
    }

    async fn strike(&self, route: &Route, row: CardId, messages: &[MessageRef]) {
        self.amend(route, row, |session| {
            session.journal.retain(|one| !messages.contains(one));
            if session.stage == Stage::Erasing && session.card.is_some_and(|card| messages.contains(&card)) {
                session.card = None;
            }
            if session.stage == Stage::Erasing && session.card.is_none() && session.journal.is_empty() {
                return Amended::Dropped;
            }
            // Shown, and perhaps not written down yet.
            let was_shown = session.shown == session.version || self.marked(row) == Some(session.version);
            if was_shown && session.is_hidden_receipt() {
                return Amended::Dropped;
            }
            session.version += 1;
            if !was_shown {
                return Amended::Kept(self.clock.now().plus(BEHIND));
            }
            session.shown = session.version;
            Amended::Kept(session.due_when_shown())
        })
        .await;
    }

    /// The card's message is gone although nobody asked us: she may have wiped the chat. The row ends, and no new card
    /// is sent.
    pub async fn target_gone(&self, route: &Route, row: CardId) {
        let now = self.clock.now();
        self.amend(route, row, |session| {
            session.end();
            session.card = None;
            session.shown = session.version;
            if session.journal.is_empty() { Amended::Dropped } else { Amended::Kept(now.plus(BEHIND)) }
        })
        .await;
    }

    /// The person blocked the bot: it may be a safety step. Every trace of the card goes; a sent request stays.
    pub async fn blocked(&self, route: &Route, row: CardId) {
        self.amend(route, row, |_| Amended::Dropped).await;
    }

    /// The chat is closed to us: every row of it goes.
    pub async fn forget_chat(&self, route: &Route) {
        let aliases = self.aliases(route);
        if let Ok(Ok(rows)) = timeout(PATIENCE, self.store.cards_of(&aliases)).await {
            let ops = rows.into_iter().map(|row| Op::DropCard { id: row.id }).collect();
            let _ = timeout(PATIENCE, self.store.write(Change { ops, durability: Durability::Relaxed })).await;
        }
    }

    /// Reads a row, changes it and writes it back, again if it moved on meanwhile.
    async fn amend(&self, route: &Route, id: CardId, change: impl Fn(&mut Session) -> Amended) {
        let _alone = self.lanes.enter(route).await;
        for _ in 0..TRIES {
            let Ok(Ok(Some(row))) = timeout(PATIENCE, self.store.card(id)).await else { return };
            let opened = self.with_ring(|ring| {
                let ring = ring?;
                Session::open(row, ring.epoch_keys()).ok()
            });
            let Some(mut session) = opened else { return };
            let op = match change(&mut session) {
                Amended::Unchanged => return,
                Amended::Dropped => Op::DropCard { id },
                Amended::Kept(due) => {
                    let Some(seen) = session.seen else { return };
                    let sealed = self.with_ring(|ring| ring.and_then(|ring| session.seal(ring.newest(), due).ok()));
                    let Some(row) = sealed else { return };
                    Op::UpdateCard { row, seen }
                }
            };
            let change = Change { ops: vec![op], durability: Durability::Relaxed };
            match timeout(PATIENCE, self.store.write(change)).await {
                Ok(Ok(Written::Conflict)) => {}
                Ok(Ok(Written::Done)) => return,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "what Telegram confirmed was not saved; the keeper will do it once more");
                    return;
                }
                Err(_) => {
                    tracing::warn!("what Telegram confirmed was not saved in time; the keeper will do it once more");
                    return;
                }
            }
        }
    }
}

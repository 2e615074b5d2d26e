//! What a person asks about a request of hers: how it stands, whether a code is one, to take it back.
//!
//! Everything here is pulled by the person; the request is found by what only she has. This room derives the hash and
//! the MACs, never tells which of them did not fit, and says "withdrawn" only from the commit that did it.

use super::reading::Reading;
use super::row::Session;
use super::save::Unsaved;
use super::{Intake, PATIENCE};
use crate::conversation::{self, Before, Receipt, State};
use crate::keyring::Keep;
use crate::seal;
use crate::store::{Finding, Limit, Op, QueueRow};
use crate::vocab::{Confirmed, ReceiptCode, Standing, Withdrawn};
use tokio::time::timeout;

/// Tries of a code in a day, under both aliases of a chat: enough for a slip of the finger, and 10^12 codes are safe.
const TRIES_A_DAY: u32 = 5;

impl Intake {
    /// Looks up the request of the state's receipt.
    pub(super) async fn look(&self, state: State) -> State {
        let Some(receipt) = &state.receipt else { return conversation::not_looked(state) };
        match self.find(receipt).await {
            Ok(Some(row)) => conversation::looked(state, row.standing(self.clock.now()), Some(row.lane)),
            Ok(None) => conversation::looked(state, Standing::NotKept, None),
            Err(_) => conversation::not_looked(state),
        }
    }

    /// Tries a typed code. The try is counted in the change that is written with this turn's row. A code that is
    /// wrong, expired, or one try too many gives one and the same state.
    pub(super) async fn try_code(
        &self,
        reading: &Reading<'_>,
        state: State,
        code: ReceiptCode,
        ops: &mut Vec<Op>,
    ) -> State {
        let aliases = self.aliases(&reading.incoming.route);
        let Some(alias) = aliases.first().copied() else { return conversation::not_looked(state) };
        let Ok(Ok(used)) = timeout(PATIENCE, self.store.used(&aliases)).await else {
            return conversation::not_looked(state);
        };
        ops.push(Op::Limit { alias, day: reading.now.day(), what: Limit::Try });
        // Looked up in any case, so that too many tries take as long as a wrong one.
        match self.find(&Receipt::Code(code)).await {
            Err(_) => conversation::not_looked(state),
            Ok(Some(row)) if used.tries < TRIES_A_DAY => {
                conversation::found(state, code, row.standing(reading.now), Some(row.lane))
            }
            Ok(_) => conversation::unknown_code(state),
        }
    }

    /// What takes back the request of the session's receipt: the operation that must be written in one commit with the
    /// session's row, whose state already says so. None when there is nothing to be taken back; the state says what is.
    pub(super) async fn withdrawal(&self, session: &mut Session) -> Option<Op> {
        let (place, now) = (session.state.place, self.clock.now());
        let state = std::mem::replace(&mut session.state, State::at(place));
        let found = match &state.receipt {
            Some(receipt) => self.find(receipt).await,
            None => Ok(None),
        };
        let (state, op) = match found {
            Ok(Some(row)) if row.standing(now).is_open() => {
                let before = if row.claimed_day.is_some() { Before::Taken } else { Before::Waiting };
                // The evidence is used only if the commit succeeds.
                let state = conversation::withdrawn(state, Confirmed::<Withdrawn>::by_executor(), before);
                (state, Some(Op::WithdrawRequest { id: row.id, seen: row.fence }))
            }
            Ok(Some(row)) => (conversation::looked(state, row.standing(now), Some(row.lane)), None),
            Ok(None) => (conversation::looked(state, Standing::NotKept, None), None),
            Err(_) => (conversation::not_withdrawn(state), None),
        };
        session.state = state;
        op
    }

    async fn find(&self, receipt: &Receipt) -> Result<Option<QueueRow>, Unsaved> {
        let found = match receipt {
            Receipt::Secret(secret) => {
                let hash = seal::withdraw_hash(secret);
                timeout(PATIENCE, self.store.find(Finding::Secret(&hash))).await
            }
            Receipt::Code(code) => {
                let macs = self.ring.read(|ring| {
                    ring.day_keys(Keep::Return).iter().map(|key| seal::code_mac(*code, key)).collect::<Vec<_>>()
                });
                // Without the ring nobody can say that a code is none.
                let macs = macs.ok_or(Unsaved::Failed)?;
                timeout(PATIENCE, self.store.find(Finding::Code(&macs))).await
            }
        };
        match found {
            Ok(Ok(row)) => Ok(row),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a request could not be looked up");
                self.note_trouble(self.clock.now());
                Err(Unsaved::Failed)
            }
            Err(_) => {
                tracing::warn!("a request was not looked up in time");
                self.note_trouble(self.clock.now());
                Err(Unsaved::Failed)
            }
        }
    }
}

//! Making a turn durable: sealing, writing, counting.

use super::reading::Reading;
use super::row::{BEHIND, Session};
use super::{Intake, PATIENCE, TROUBLE};
use crate::clock::Moment;
use crate::conversation::{Allowance, Press, Scene};
use crate::keyring::Keep;
use crate::store::{Change, Holder, NewRequest, Op, Written};
use crate::vocab::{How, ReceiptCode, RequestId, ReturnAddress, Route};
use crate::{alias, chance, seal, text};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Why a turn's change was not made.
pub(super) enum Unsaved {
    /// A row moved on: read again.
    Conflict,
    /// The database, the ring or the machine did not do it.
    Failed,
}

impl Intake {
    /// Seals the draft. None when it cannot be sealed: no number, no roster, no random bytes.
    pub(super) fn seal_draft(
        &self,
        reading: &Reading<'_>,
        session: &mut Session,
    ) -> Option<(NewRequest, alias::Alias, ReceiptCode)> {
        let roster = self.roster(reading.now)?;
        let draft = &session.state.draft;
        let secret = draft.secret.as_ref()?;
        let context = &session.state.place.context;
        let id = seal::request_id(secret);
        let word = draft.suggested.map(|word| text::say(context.lang, &format!("code-word-{word}"), &[]));
        let mut request = draft.request(id, context, word)?;
        // The newest epoch's day, not the clock's: its keys are there also in the second before the ratchet. Asked
        // once, so that a ratchet meanwhile leaves everything of one request under the keys of one day.
        let day = self.with_ring(|ring| Some(ring?.newest().epoch()))?;
        if request.how == How::Here {
            request.return_address = Some(self.return_address(&reading.incoming.route, &id, day)?);
        }
        let (lane, urgency) = (request.lane(), request.urgency);
        let sealed = match seal::seal(&request, &roster, reading.now) {
            Ok(sealed) => sealed,
            Err(error) => {
                tracing::error!(%error, "a request could not be sealed; the person was told");
                return None;
            }
        };
        let nonce = chance::fresh().ok()?;
        let code = seal::receipt_code(secret);
        let kept = self.with_ring(|ring| {
            let ring = ring?;
            let wrapped = seal::wrap(&sealed, &id, ring.day_key(Keep::Waiting, day)?, nonce).ok()?;
            let code_mac = seal::code_mac(code, ring.day_key(Keep::Return, day)?);
            Some((wrapped, code_mac, alias::alias(ring.newest(), &reading.incoming.route)))
        });
        let Some((wrapped, code_mac, alias)) = kept else {
            tracing::error!("a request could not be wrapped; the person was told");
            return None;
        };
        let request = NewRequest {
            id,
            lane,
            urgency,
            at: reading.now,
            day,
            roster_version: roster.version(),
            readers: roster.recipients(lane).iter().map(Holder::of).collect(),
            withdraw_hash: seal::withdraw_hash(secret),
            code_mac,
            wrapped,
        };
        Some((request, alias, code))
    }

    /// The way back to a chat, for a person who asked to be answered there (`threats.md` D6). None when it cannot be
    /// sealed: without it nobody could answer, so the request is not sent.
    fn return_address(&self, route: &Route, id: &RequestId, day: i64) -> Option<ReturnAddress> {
        let (random, nonce) = (chance::fresh().ok()?, chance::fresh().ok()?);
        let sealed = self.with_ring(|ring| {
            let ring = ring?;
            let key = ring.day_key(Keep::Return, day)?;
            seal::seal_return_address(route, random, nonce, key, id, ring.deployment()).ok()
        });
        if sealed.is_none() {
            tracing::error!("a way back could not be sealed; the person was told");
        }
        sealed
    }

    /// Whether another request may be left today: asked only when it matters.
    pub(super) async fn allowance(&self, reading: &Reading<'_>) -> Allowance {
        let asks = reading.pressed.as_ref().is_some_and(|pressed| {
            matches!(pressed.press, Press::Go(Scene::Consent) | Press::ConsentAdult | Press::ConsentMinor)
        });
        if !asks && reading.pressed.is_some() {
            return Allowance::Left;
        }
        let aliases = self.aliases(&reading.incoming.route);
        if aliases.is_empty() {
            return Allowance::Spent;
        }
        match tokio::time::timeout(PATIENCE, self.store.used(&aliases)).await {
            Ok(Ok(used)) if used.requests < self.requests_per_day && !used.muted => Allowance::Left,
            _ => Allowance::Spent,
        }
    }

    /// The operation that stores a session as it is now, to be looked at again when it was not shown meanwhile.
    pub(super) fn put(&self, session: &Session, now: Moment) -> Result<Op, Unsaved> {
        self.put_due(session, now.plus(BEHIND))
    }

    /// The operation that stores a session as it is now, to be looked at at this moment.
    pub(super) fn put_due(&self, session: &Session, due: Moment) -> Result<Op, Unsaved> {
        let row = self.with_ring(|ring| {
            let ring = ring.ok_or(Unsaved::Failed)?;
            session.seal(ring.newest(), due).map_err(|error| {
                tracing::error!(%error, "a card's row could not be sealed");
                Unsaved::Failed
            })
        })?;
        Ok(match session.seen {
            None => Op::InsertCard(row),
            Some(seen) => Op::UpdateCard { row, seen },
        })
    }

    pub(super) async fn write(&self, change: Change, patience: Duration) -> Result<(), Unsaved> {
        match tokio::time::timeout(patience, self.store.write(change)).await {
            Ok(Ok(Written::Done)) => Ok(()),
            Ok(Ok(Written::Conflict)) => Err(Unsaved::Conflict),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a turn was not saved");
                self.note_trouble(self.clock.now());
                Err(Unsaved::Failed)
            }
            Err(_) => {
                tracing::warn!("a turn was not saved in time");
                self.note_trouble(self.clock.now());
                Err(Unsaved::Failed)
            }
        }
    }

    /// The database was late or failed: for a moment turns go on without it.
    pub(super) fn note_trouble(&self, now: Moment) {
        self.trouble_until.store(now.plus(TROUBLE).0, Ordering::Relaxed);
    }

    /// Whether the database was late or failed a moment ago.
    pub(super) fn in_trouble(&self, now: Moment) -> bool {
        // Also when the clock was ahead meanwhile and went back: the moment must not last as long as the step.
        let left = self.trouble_until.load(Ordering::Relaxed).saturating_sub(now.0);
        (1..=TROUBLE).contains(&left)
    }
}

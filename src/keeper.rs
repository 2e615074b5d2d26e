//! The keeper: every second it looks at what is due.
//!
//! Cards are covered, erased or shown again; requests past their days are emptied; when a new day begins, the ring is
//! ratcheted, written to its file and only then used. It never decides what a card says, and it never waits for
//! Telegram.

use crate::clock::Moment;
use crate::intake::Intake;
use crate::keyring::{Advance, KeyRing};
use crate::store::ring_file;
use crate::telegram::Telegram;
use crate::vocab::DeploymentId;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often due rows are looked for. A cover may lie a second late.
const BEAT: Duration = Duration::from_secs(1);

/// Seconds between two looks at requests past their days.
const EXPIRY_BEAT: i64 = 600;

/// Seconds between two looks at a ring that is laid aside.
const RING_BEAT: i64 = 30;

/// The keeper.
#[derive(Clone)]
pub struct Keeper {
    intake: Arc<Intake>,
    telegram: Arc<Telegram>,
    ring_file: PathBuf,
    deployment: DeploymentId,
    expired_at: Option<Moment>,
    ring_tried_at: Option<Moment>,
    /// The day on which it was last said that the roster has run out.
    said_on: Option<i64>,
    prepared: bool,
}

impl Keeper {
    /// A keeper for these rooms, with the path of the key ring's file.
    #[must_use]
    pub const fn new(
        intake: Arc<Intake>,
        telegram: Arc<Telegram>,
        ring_file: PathBuf,
        deployment: DeploymentId,
    ) -> Keeper {
        Keeper {
            intake,
            telegram,
            ring_file,
            deployment,
            expired_at: None,
            ring_tried_at: None,
            said_on: None,
            prepared: false,
        }
    }

    /// Keeps house until `stop` says so. A beat that panics is said, and the next one goes on.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let mut beating = self.clone();
            let beat = tokio::spawn(async move {
                beating.beat().await;
                beating
            });
            if let Ok(beaten) = beat.await {
                self = beaten;
            } else {
                tracing::error!("a beat of the keeper panicked; the next one goes on");
            }
            tokio::select! {
                () = tokio::time::sleep(BEAT) => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// One look at everything. Also called by tests that move a clock by hand.
    pub async fn beat(&mut self) {
        let now = self.intake.now();
        self.prepare(now).await;
        if self.reopen_ring(now) | self.ratchet(now) {
            self.intake.rekey().await;
        }
        for due in self.intake.take_due().await {
            self.telegram.carry_out(due);
        }
        if self.expired_at.is_none_or(|at| now.0 - at.0 >= EXPIRY_BEAT || now < at) {
            self.intake.forget_rested();
            self.intake.rekey().await;
            self.say_if_no_roster(now);
            match self.intake.store().expire(now).await {
                Ok(0) => self.expired_at = Some(now),
                Ok(expired) => {
                    self.expired_at = Some(now);
                    tracing::info!(expired, "requests past their days were emptied");
                }
                Err(error) => tracing::warn!(%error, "requests past their days could not be emptied yet"),
            }
        }
    }

    /// Opens the database, as soon as it can be opened, and shows again what was behind when the last run ended.
    async fn prepare(&mut self, now: Moment) {
        if self.prepared {
            return;
        }
        match self.intake.store().ready().await {
            Ok(()) => {
                if let Ok(behind) = self.intake.store().hurry_cards_behind(now).await {
                    self.prepared = true;
                    tracing::info!(behind, "the database is open");
                }
            }
            Err(error) => tracing::error!(%error, "the database cannot be opened; hotlines only, trying again"),
        }
    }

    /// Follows the clock. The new ring is used only after it is on the disk; when it cannot be written or the clock
    /// looks wrong, the ring is laid aside and there are hotlines only. Returns whether the ring moved on.
    fn ratchet(&self, now: Moment) -> bool {
        self.intake.with_ring(|ring| {
            let Some(kept) = ring else { return false };
            match kept.advance(now) {
                Ok(Advance::Unchanged) => false,
                Ok(Advance::Ratcheted) => match self.write(kept) {
                    Ok(()) => true,
                    Err(error) => {
                        tracing::error!(%error, "the key ring could not be written; hotlines only until it can");
                        *ring = None;
                        false
                    }
                },
                Err(refusal) => {
                    tracing::error!(%refusal, "the key ring does not follow this clock; hotlines only");
                    *ring = None;
                    false
                }
            }
        })
    }

    /// Says once a day that the roster has run out while the service runs: people get hotlines only.
    fn say_if_no_roster(&mut self, now: Moment) {
        if self.intake.roster_ran_out(now) && self.said_on != Some(now.day()) {
            self.said_on = Some(now.day());
            tracing::error!(
                "the roster has run out; hotlines only until a new one is signed and the service restarted"
            );
        }
    }

    /// Takes up again a ring that was laid aside, as soon as its file can be read and follows the clock: the disk has
    /// room again, or the operator gave the word. Returns whether it did.
    fn reopen_ring(&mut self, now: Moment) -> bool {
        let missing = self.intake.with_ring(|ring| ring.is_none());
        if !missing || self.ring_tried_at.is_some_and(|at| now.0 - at.0 < RING_BEAT && now >= at) {
            return false;
        }
        self.ring_tried_at = Some(now);
        let Ok(mut ring) = ring_file::read(&self.ring_file, &self.deployment) else { return false };
        match ring.advance(now) {
            Ok(Advance::Unchanged) => {}
            Ok(Advance::Ratcheted) if self.write(&ring).is_ok() => {}
            _ => return false,
        }
        self.intake.with_ring(|kept| *kept = Some(ring));
        tracing::info!("the key ring is in use again; a roster that was not read at the start is read at the next one");
        true
    }

    fn write(&self, ring: &KeyRing) -> Result<(), ring_file::Error> {
        ring_file::replace(&self.ring_file, ring)
    }
}

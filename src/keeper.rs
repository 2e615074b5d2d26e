//! The keeper: every second it looks at what is due.
//!
//! Cards are covered, erased or shown again; requests past their days are emptied; when a new day begins, the ring is
//! ratcheted, written to its file and only then used. Roster and hotline file are read again when they changed, or at
//! the operator's word ([`Reload`]). It never decides what a card says, and it never waits for Telegram.

pub mod hotlines;
mod marks;
pub mod roster;
mod signed_file;

pub use hotlines::HotlinesKeeper;
pub use marks::{Marks, Unmarked};
pub use roster::RosterKeeper;
pub use signed_file::{LOOK_BEAT, Look, SignedFile, Unread};

use crate::audit::{Detail, Event};
use crate::clock::Moment;
use crate::intake::Intake;
use crate::keyring::{Advance, Keep, KeyRing, SharedRing};
use crate::store::{OldestDays, ring_file};
use crate::telegram::Telegram;
use crate::vocab::{DeploymentId, RosterMark};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// How often due rows are looked for. A cover may lie a second late.
const BEAT: Duration = Duration::from_secs(1);

/// Seconds between two looks at requests past their days.
const EXPIRY_BEAT: i64 = 600;

/// Seconds between two tries when they could not be emptied: a database in trouble is left alone meanwhile.
const EXPIRY_AGAIN: i64 = 30;

/// Seconds for which the next day waits for rows of an earlier one to be put under the newest key. Then keys are
/// destroyed all the same: a broken database must not keep them.
const REKEY_PATIENCE: i64 = 300;

/// Seconds between two looks at a ring that is laid aside.
const RING_BEAT: i64 = 30;

/// The operator's word that files changed (SIGHUP). Words that come while one is being carried out are one more.
#[derive(Clone, Default)]
pub struct Reload(Arc<Notify>);

impl Reload {
    /// Says so.
    pub fn say(&self) {
        self.0.notify_one();
    }
}

/// What a keeper looks after.
pub struct Parts {
    /// Cards and requests.
    pub intake: Arc<Intake>,
    /// Where what is due is shown and erased.
    pub telegram: Arc<Telegram>,
    /// The ring.
    pub ring: SharedRing,
    /// The path of its file.
    pub ring_file: PathBuf,
    /// Whose ring it is.
    pub deployment: DeploymentId,
    /// The roster.
    pub roster: RosterKeeper,
    /// The hotlines.
    pub hotlines: HotlinesKeeper,
}

/// The keeper.
#[derive(Clone)]
pub struct Keeper {
    intake: Arc<Intake>,
    telegram: Arc<Telegram>,
    ring: SharedRing,
    roster: RosterKeeper,
    hotlines: HotlinesKeeper,
    reload: Reload,
    ring_file: PathBuf,
    deployment: DeploymentId,
    /// When requests past their days are looked at next, and when that was decided; none means now.
    expiry: Option<(Moment, Moment)>,
    /// Since when rows of an earlier epoch wait for a database that takes them.
    rows_left_since: Option<Moment>,
    /// The roster whose coming into use stands in the audit.
    noted: Option<RosterMark>,
    ring_tried_at: Option<Moment>,
    /// The day on which it was last said that the roster has run out.
    said_on: Option<i64>,
    /// The roster and the day for which it was last said that requests are left to the recovery key.
    left_said: Option<(RosterMark, i64)>,
    prepared: bool,
}

impl Keeper {
    /// A keeper of these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Keeper {
        Keeper {
            intake: parts.intake,
            telegram: parts.telegram,
            ring: parts.ring,
            roster: parts.roster,
            hotlines: parts.hotlines,
            reload: Reload::default(),
            ring_file: parts.ring_file,
            deployment: parts.deployment,
            expiry: None,
            rows_left_since: None,
            noted: None,
            ring_tried_at: None,
            said_on: None,
            left_said: None,
            prepared: false,
        }
    }

    /// By which the operator's word reaches this keeper.
    #[must_use]
    pub fn reload(&self) -> Reload {
        self.reload.clone()
    }

    /// Hears of every roster that is taken into use: for the audit.
    #[must_use]
    pub fn roster_marks(&self) -> watch::Receiver<Option<RosterMark>> {
        self.roster.marks()
    }

    /// Keeps house until `stop` says so. A beat that panics is said, and the next one goes on.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut look = Look::Passing;
        loop {
            let mut beating = self.clone();
            let beat = tokio::spawn(async move {
                if look == Look::Full {
                    beating.read_again();
                }
                beating.beat().await;
                beating
            });
            if let Ok(beaten) = beat.await {
                self = beaten;
            } else {
                tracing::error!("a beat of the keeper panicked; the next one goes on");
            }
            look = tokio::select! {
                () = tokio::time::sleep(BEAT) => Look::Passing,
                () = self.reload.0.notified() => Look::Full,
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// Reads roster and hotline file at once, whatever they look like: the operator's word.
    pub fn read_again(&mut self) {
        let now = self.intake.now();
        tracing::info!("asked to read roster and hotlines again");
        self.roster.look(now, Look::Full);
        self.hotlines.look(now, Look::Full);
    }

    /// One look at everything. Also called by tests that move a clock by hand.
    pub async fn beat(&mut self) {
        let now = self.intake.now();
        // Before anything that waits for the database: a new roster and a mended number must not wait for it.
        let reopened = self.reopen_ring(now);
        if self.rows_left_since.is_some() {
            self.rekey(now).await;
        }
        let ratcheted = self.ratchet(now);
        let reopened = reopened && self.ring.read(|_| ()).is_some();
        if reopened {
            tracing::info!("the key ring is in use again");
        }
        let mut moved = reopened || ratcheted;
        // What could not be compared with the newest one known, which stands in the ring, can be now.
        let look = if reopened { Look::Full } else { Look::Passing };
        self.roster.look(now, look);
        self.hotlines.look(now, look);
        self.prepare(now).await;
        self.note_roster(now).await;
        while moved {
            self.rekey(now).await;
            // Keys went with yesterday: what they kept is emptied now, not at the next look.
            self.expiry = None;
            // After two midnights in a row the day in between is today's first.
            moved = self.ratchet(now);
        }
        for due in self.intake.take_due().await {
            self.telegram.carry_out(due);
        }
        if self.expiry.is_none_or(|(next, decided)| now >= next || now < decided) {
            self.intake.forget_rested();
            self.rekey(now).await;
            self.put_back_the_ring();
            self.say_if_no_roster(now);
            self.say_if_left_to_recovery(now).await;
            self.intake.measure(now).await;
            let again = if self.expire(now).await { EXPIRY_BEAT } else { EXPIRY_AGAIN };
            self.expiry = Some((now.plus(again), now));
        }
    }

    /// Puts rows of earlier epochs under the newest key, and keeps in mind since when that did not work.
    async fn rekey(&mut self, now: Moment) {
        let all_done = self.intake.rekey().await;
        self.rows_left_since = if all_done { None } else { self.rows_left_since.or(Some(now)) };
    }

    /// Writes the ring again when its file was taken away under the running service: the next start would find none, and
    /// lose what waits.
    fn put_back_the_ring(&self) {
        let missing = matches!(ring_file::read(&self.ring_file, &self.deployment), Err(ring_file::Error::Missing(_)));
        let Some(written) = missing.then(|| self.ring.read(|ring| ring_file::create(&self.ring_file, ring))).flatten()
        else {
            return;
        };
        match written {
            Ok(()) => tracing::error!("the key ring's file was taken away; it was written again, as it was in use"),
            Err(error) => tracing::error!(%error, "the key ring's file was taken away and cannot be written"),
        }
    }

    /// Empties what is past its days, by the day of the ring in use: while the ring does not follow the clock no key
    /// is destroyed, and nothing that a key still opens may be emptied on the word of that clock. Returns whether it
    /// need not be tried again soon.
    async fn expire(&self, now: Moment) -> bool {
        let of_today = |ring: &KeyRing| (ring.newest().epoch() == now.day()).then(|| living(ring));
        let Some(living) = self.ring.read(of_today).flatten() else {
            tracing::warn!("without a key ring of today nothing that is past its days is emptied");
            return true;
        };
        match self.intake.store().expire(now, living).await {
            Ok(0) => true,
            Ok(expired) => {
                tracing::info!(expired, "requests past their days were emptied");
                true
            }
            Err(error) => {
                tracing::warn!(%error, "requests past their days could not be emptied yet");
                false
            }
        }
    }

    /// Writes to the audit that another roster came into use, as soon as the database takes it.
    async fn note_roster(&mut self, now: Moment) {
        let mark = *self.roster.marks().borrow();
        let Some(mark) = mark.filter(|mark| self.prepared && self.noted != Some(*mark)) else { return };
        let version = Detail::version(mark.version);
        match self.intake.store().note_news(Event::Roster, version, now).await {
            Ok(()) => self.noted = Some(mark),
            Err(error) => tracing::warn!(%error, "the new roster does not stand in the audit yet; trying again"),
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
    /// looks wrong, the ring is laid aside and there are hotlines only. Returns whether the ring moved on, by one day.
    fn ratchet(&self, now: Moment) -> bool {
        if self.rows_left_since.is_some_and(|since| now >= since && now.0 - since.0 < REKEY_PATIENCE) {
            return false;
        }
        self.ring.change(|ring| {
            let Some(kept) = ring else { return false };
            match kept.advance_a_day(now) {
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
            tracing::error!("the roster has run out; hotlines only until a new one is signed and stands in its place");
        }
    }

    /// Says, once for a roster and a day, how many requests no counsellor on it is shown: whoever sent them reads that
    /// they wait, and without the recovery key they do so in vain.
    async fn say_if_left_to_recovery(&mut self, now: Moment) {
        let Some(roster) = self.roster.valid(now) else { return };
        let about = Some((roster.mark(), now.day()));
        if self.left_said == about {
            return;
        }
        let left = self.intake.store().left_to_recovery(roster.counsellors(), now).await;
        // A database in trouble is said at every other place; here the next look asks again.
        if let Ok(left @ 1..) = left {
            self.left_said = about;
            tracing::warn!("{left} waiting requests can be opened by the recovery key only: log in with it");
        }
    }

    /// Takes up again a ring that was laid aside, as soon as its file can be read and follows the clock: the disk has
    /// room again, or the operator gave the word. Returns whether it did.
    fn reopen_ring(&mut self, now: Moment) -> bool {
        if self.ring.read(|_| ()).is_some()
            || self.ring_tried_at.is_some_and(|at| now.0 - at.0 < RING_BEAT && now >= at)
        {
            return false;
        }
        self.ring_tried_at = Some(now);
        let Ok(ring) = ring_file::read(&self.ring_file, &self.deployment) else { return false };
        if ring.days_behind(now).is_err() {
            return false;
        }
        self.ring.change(|kept| *kept = Some(ring));
        true
    }

    fn write(&self, ring: &KeyRing) -> Result<(), ring_file::Error> {
        ring_file::replace(&self.ring_file, ring)
    }
}

/// The oldest days whose requests still open.
fn living(ring: &KeyRing) -> OldestDays {
    OldestDays { waiting: *ring.days_kept(Keep::Waiting).start(), claimed: *ring.days_kept(Keep::Claimed).start() }
}

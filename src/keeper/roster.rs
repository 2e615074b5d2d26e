//! The roster, read again while the service runs (`threats.md` D7).
//!
//! It is read at the start, at the operator's word, when its file or its signature changed, and once an hour. Reading
//! files is a door's work, and the keeper is the door with a beat, so the roster is looked after here. A roster is used
//! only after it was verified against the newest one the ring remembers and after a raised mark stands on the disk: a
//! crash between the two must not leave a way back. One that is refused changes nothing: the old one stays as long as
//! its own days last. This part never lowers a mark.

use super::marks::{Marks, Unmarked};
use super::signed_file::{Look, Read, SignedFile, Unread, Watch};
use crate::clock::Moment;
use crate::keyring::KeyRing;
use crate::roster::{self, CurrentRoster, UntrustedRoster, VerifiedRoster};
use crate::vocab::{DeploymentId, Lane, RosterMark};
use std::sync::Arc;
use tokio::sync::watch;

/// Why a roster is not taken into use.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file or its signature cannot be read.
    #[error("{0}")]
    Unread(#[from] Unread),
    /// It is not one that may be used.
    #[error("{0}")]
    Roster(#[from] roster::Error),
    /// Nobody knows which roster was newest, or this one could not be remembered as such.
    #[error("{0}")]
    Unmarked(#[from] Unmarked),
}

/// Reads and verifies a roster against the newest one seen.
pub fn read(
    file: &SignedFile,
    deployment: &DeploymentId,
    known: Option<RosterMark>,
    now: Moment,
) -> Result<VerifiedRoster, Refused> {
    let Read { text, signature } = file.read()?;
    let untrusted = UntrustedRoster { text: &text, signature: &signature };
    Ok(untrusted.verify(&file.authorities, deployment, now, known)?)
}

/// Looks after the roster in use.
#[derive(Clone)]
pub struct RosterKeeper {
    watch: Option<Watch>,
    newest: Marks,
    roster: CurrentRoster,
    marks: watch::Sender<Option<RosterMark>>,
}

impl RosterKeeper {
    /// A keeper of this roster, which has not been read yet. Without a file there is never a roster.
    #[must_use]
    pub fn new(file: Option<SignedFile>, newest: Marks, roster: CurrentRoster) -> RosterKeeper {
        let mark = roster.newest().map(|roster| roster.mark());
        RosterKeeper { watch: file.map(Watch::new), newest, roster, marks: watch::Sender::new(mark) }
    }

    /// Hears of every roster that is taken into use: for the audit.
    #[must_use]
    pub fn marks(&self) -> watch::Receiver<Option<RosterMark>> {
        self.marks.subscribe()
    }

    /// The roster in use, if it is valid at this moment.
    pub(super) fn valid(&self, now: Moment) -> Option<Arc<VerifiedRoster>> {
        self.roster.valid(now)
    }

    /// Reads the roster if it is time to, takes it into use if it is a new valid one, and says what came of it.
    pub fn look(&mut self, now: Moment, look: Look) {
        let Some(watch) = &mut self.watch else { return };
        if !watch.is_due(now, look) {
            return;
        }
        match self.take(now) {
            Ok(None) => tracing::debug!("the roster was read again and is the same"),
            Ok(Some(mark)) => {
                self.say_new(now);
                self.marks.send_replace(Some(mark));
            }
            Err(reason) => self.say_refused(&reason, now),
        }
    }

    /// The new roster's mark; none when it is the one in use.
    fn take(&self, now: Moment) -> Result<Option<RosterMark>, Refused> {
        let Some(watch) = &self.watch else { return Ok(None) };
        let remembered = self.newest.ring.read(KeyRing::roster_mark).ok_or(Unmarked::NoRing)?;
        let in_use = self.roster.newest().map(|roster| roster.mark());
        // A ring that came back from an older copy must not let an older roster in.
        let known = remembered.into_iter().chain(in_use).max_by_key(|mark| mark.version);
        let roster = read(watch.file(), &self.newest.deployment, known, now)?;
        let mark = roster.mark();
        if remembered != Some(mark) {
            self.newest.raise(|ring| ring.remember_roster(mark))?;
        }
        if in_use == Some(mark) {
            return Ok(None);
        }
        self.roster.replace(roster);
        Ok(Some(mark))
    }

    fn say_new(&self, now: Moment) {
        let Some(roster) = self.roster.newest() else { return };
        let (version, days_left) = (roster.version(), roster.days_left(now));
        tracing::info!(version, days_left, "the roster is valid and in use");
        for lane in Lane::all() {
            if !roster.serves(lane) {
                tracing::warn!(what = %lane, "nobody on the roster serves a lane; hotlines only there");
            }
        }
    }

    fn say_refused(&self, reason: &Refused, now: Moment) {
        if let Some(roster) = self.roster.valid(now) {
            let (version, days_left) = (roster.version(), roster.days_left(now));
            tracing::error!(%reason, version, days_left, "the roster's file is refused; the roster in use stays");
        } else {
            tracing::error!(%reason, "no valid roster; hotlines only");
        }
    }
}

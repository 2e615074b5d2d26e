//! The roster, read again while the service runs (`threats.md` D7).
//!
//! It is read at the start, at the operator's word, when its file or its signature changed, and once an hour. Reading
//! files is a door's work, and the keeper is the door with a beat and the only one that writes the ring, so the roster
//! is looked after here. A roster is used only after it was verified against the newest one the ring remembers and
//! after a raised mark stands on the disk: a crash between the two must not leave a way back. One that is refused
//! changes nothing: the old one stays as long as its own days last. This part never lowers a mark.

use super::signed_file::{Look, Read, SignedFile, Unread, Watch};
use crate::clock::Moment;
use crate::keyring::{self, KeyRing, Remembered, SharedRing};
use crate::roster::{self, CurrentRoster, UntrustedRoster, VerifiedRoster};
use crate::store::ring_file;
use crate::vocab::{Audience, DeploymentId, Lane, Lang, RosterMark};
use std::path::PathBuf;
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
    /// There is no ring, so nobody knows which roster was newest.
    #[error("the key ring is laid aside, and the newest roster ever seen stands in it")]
    NoRing,
    /// The mark could not be raised.
    #[error("the mark of the newest roster could not be written: {0}")]
    Mark(#[from] ring_file::Error),
    /// The ring does not read its own writing.
    #[error("the mark of the newest roster could not be raised: {0}")]
    Ring(#[from] keyring::Error),
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
    deployment: DeploymentId,
    ring: SharedRing,
    ring_file: PathBuf,
    roster: CurrentRoster,
    marks: watch::Sender<Option<RosterMark>>,
}

impl RosterKeeper {
    /// A keeper of this roster, which has not been read yet. Without a file there is never a roster.
    #[must_use]
    pub fn new(
        file: Option<SignedFile>,
        deployment: DeploymentId,
        ring: SharedRing,
        ring_file: PathBuf,
        roster: CurrentRoster,
    ) -> RosterKeeper {
        let mark = roster.newest().map(|roster| roster.mark());
        RosterKeeper {
            watch: file.map(Watch::new),
            deployment,
            ring,
            ring_file,
            roster,
            marks: watch::Sender::new(mark),
        }
    }

    /// Hears of every roster that is taken into use: for the audit.
    #[must_use]
    pub fn marks(&self) -> watch::Receiver<Option<RosterMark>> {
        self.marks.subscribe()
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
        let remembered = self.ring.read(KeyRing::roster_mark).ok_or(Refused::NoRing)?;
        let in_use = self.roster.newest().map(|roster| roster.mark());
        // A ring that came back from an older copy must not let an older roster in.
        let known = remembered.into_iter().chain(in_use).max_by_key(|mark| mark.version);
        let roster = read(watch.file(), &self.deployment, known, now)?;
        let mark = roster.mark();
        if remembered != Some(mark) {
            self.ring.change(|ring| self.raise(ring, mark))?;
        }
        if in_use == Some(mark) {
            return Ok(None);
        }
        self.roster.replace(roster);
        Ok(Some(mark))
    }

    /// Raises the mark in a copy of the ring, writes the copy, and only then uses it.
    fn raise(&self, ring: &mut Option<KeyRing>, mark: RosterMark) -> Result<(), Refused> {
        let kept = ring.as_ref().ok_or(Refused::NoRing)?;
        let mut raised = KeyRing::parse(&kept.to_bytes(), &self.deployment)?;
        if raised.remember_roster(mark) == Remembered::Raised {
            ring_file::replace(&self.ring_file, &raised)?;
            *ring = Some(raised);
        }
        Ok(())
    }

    fn say_new(&self, now: Moment) {
        let Some(roster) = self.roster.newest() else { return };
        let (version, days_left) = (roster.version(), roster.days_left(now));
        tracing::info!(version, days_left, "the roster is valid and in use");
        for lane in Audience::ALL.into_iter().flat_map(|audience| Lang::ALL.map(|lang| Lane { audience, lang })) {
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

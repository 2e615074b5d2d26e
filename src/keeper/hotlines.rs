//! The operator's hotline file, read again while the service runs (`threats.md` D16).
//!
//! It is looked after like the roster, by the same beat. One that is refused is said loudly, and what was in use
//! stays: at the start the directory that is part of the binary. This part never shows a file that the authority did
//! not sign as the hotlines of this deployment, and never goes back to one that was signed earlier, also after a
//! restart: when the newest one was signed stands in the ring. Unlike a roster a file is used also while there is no
//! ring, or when it cannot be written, and this is said: a number that was mended must not wait for a disk. Once the
//! ring is back, a file that turns out to be an older one gives way to the shipped hotlines.

use super::marks::{Marks, Unmarked};
use super::signed_file::{Look, Read, SignedFile, Unread, Watch};
use crate::clock::Moment;
use crate::directory::{CurrentDirectory, Directory};
use crate::keyring::KeyRing;
use crate::signed::hotlines::{self, SignedHotlines, UntrustedHotlines};
use crate::vocab::DeploymentId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

/// Why a hotline file is not taken into use.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file or its signature cannot be read.
    #[error("{0}")]
    Unread(#[from] Unread),
    /// It is not one that may be used.
    #[error("{0}")]
    Hotlines(#[from] hotlines::Error),
}

/// Reads and verifies a hotline file, which must not have been signed earlier than the `newest` one known.
pub fn read(
    file: &SignedFile,
    deployment: &DeploymentId,
    now: Moment,
    newest: Option<Timestamp>,
) -> Result<SignedHotlines, Refused> {
    Ok(verify(&file.read()?, file, deployment, now, newest)?)
}

/// Whether the shipped hotlines may lack what a file signed then had: they were not gone through since.
#[must_use]
pub fn is_shipped_behind(signed: Timestamp) -> bool {
    Directory::shipped().collected() <= signed.to_zoned(TimeZone::UTC).date()
}

fn verify(
    read: &Read,
    file: &SignedFile,
    deployment: &DeploymentId,
    now: Moment,
    newest: Option<Timestamp>,
) -> Result<SignedHotlines, hotlines::Error> {
    let untrusted = UntrustedHotlines { text: &read.text, signature: &read.signature };
    untrusted.verify(&file.authorities, deployment, now, newest)
}

/// Looks after the hotlines in use.
#[derive(Clone)]
pub struct HotlinesKeeper {
    watch: Option<Watch>,
    marks: Marks,
    directory: CurrentDirectory,
    /// The file in use; none while it is the shipped one.
    in_use: Option<InUse>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct InUse {
    /// SHA-256 of the file.
    hash: [u8; 32],
    signed: Timestamp,
}

impl HotlinesKeeper {
    /// A keeper of this file, which has not been read yet. Without a file the shipped directory stays.
    #[must_use]
    pub fn new(file: Option<SignedFile>, marks: Marks, directory: CurrentDirectory) -> HotlinesKeeper {
        HotlinesKeeper { watch: file.map(Watch::new), marks, directory, in_use: None }
    }

    /// Reads the file if it is time to, takes it into use if it is a new valid one, and says what came of it.
    pub fn look(&mut self, now: Moment, look: Look) {
        let Some(watch) = &mut self.watch else {
            if look == Look::Full {
                self.say_if_behind();
            }
            return;
        };
        if !watch.is_due(now, look) {
            return;
        }
        self.leave_an_older_one();
        match self.take(now) {
            Ok(None) => tracing::debug!("the hotline file was read again and is the same"),
            Ok(Some(signed)) => tracing::info!(what = %signed, "the signed hotline file is in use"),
            Err(reason) => {
                let what = self.directory.get().collected();
                tracing::error!(%reason, %what, "the hotline file is refused; the hotlines in use stay");
                self.say_if_behind();
            }
        }
    }

    /// When the new file was signed; none when it is the one in use.
    fn take(&mut self, now: Moment) -> Result<Option<Timestamp>, Refused> {
        let Some(watch) = &self.watch else { return Ok(None) };
        let file = watch.file();
        let read = file.read()?;
        let newest = self.remembered().max(self.in_use.map(|file| file.signed));
        let SignedHotlines { directory, signed } = verify(&read, file, &self.marks.deployment, now, newest)?;
        self.remember(signed);
        let new = InUse { hash: Sha256::digest(&read.text).into(), signed };
        if self.in_use == Some(new) {
            return Ok(None);
        }
        self.directory.replace(directory);
        self.in_use = Some(new);
        Ok(Some(signed))
    }

    /// When the newest file ever in use here was signed, as far as the ring tells.
    fn remembered(&self) -> Option<Timestamp> {
        self.marks.ring.read(KeyRing::hotlines_mark).flatten()
    }

    /// Keeps the time for the next start. Tried again whenever the file is read.
    fn remember(&self, signed: Timestamp) {
        match self.marks.raise(|ring| ring.remember_hotlines(signed)) {
            Ok(()) => {}
            Err(reason @ Unmarked::NoRing) => tracing::warn!(%reason, "the newest hotline file is not remembered yet"),
            Err(reason) => tracing::error!(%reason, "the newest hotline file is not remembered yet"),
        }
    }

    /// Goes back to the shipped hotlines when the file in use was taken while there was no ring to ask, and the ring
    /// remembers one that was signed later.
    fn leave_an_older_one(&mut self) {
        let (Some(file), Some(newest)) = (self.in_use, self.remembered()) else { return };
        if file.signed < newest {
            self.directory.replace(Directory::shipped().clone());
            self.in_use = None;
            let reason = hotlines::Error::Older { found: file.signed, newest };
            tracing::error!(%reason, "the hotline file in use is an older one; the shipped hotlines are shown");
        }
    }

    /// Says that a signed file was in use here which is not shown now.
    fn say_if_behind(&self) {
        let Some(newest) = self.remembered() else { return };
        if self.in_use.map_or(is_shipped_behind(newest), |file| file.signed < newest) {
            tracing::warn!(what = %newest, "a hotline file signed later was in use before and is not shown now");
        }
    }
}

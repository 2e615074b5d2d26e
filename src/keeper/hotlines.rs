//! The operator's hotline file, read again while the service runs (`threats.md` D16).
//!
//! It is looked after like the roster, by the same beat. One that is refused is said loudly, and what was in use
//! stays: at the start the directory that is part of the binary. This part never shows a file that the authority did
//! not sign as the hotlines of this deployment, and never goes back to an older one, also after a restart: the day of the
//! newest one stands in the ring. Unlike a roster it is used also when that day could not be written, and this is said:
//! a number that was mended must not wait for a disk.

use super::marks::{Marks, Unmarked};
use super::signed_file::{Look, Read, SignedFile, Unread, Watch};
use crate::clock::Moment;
use crate::directory::{CurrentDirectory, Directory};
use crate::keyring::KeyRing;
use crate::signed::hotlines::{self, UntrustedHotlines};
use crate::vocab::DeploymentId;
use jiff::civil::Date;
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

/// Reads and verifies a hotline file, which must not be older than the newest one known.
pub fn read(file: &SignedFile, deployment: &DeploymentId, now: Moment, newest: Date) -> Result<Directory, Refused> {
    Ok(verify(&file.read()?, file, deployment, now, newest)?)
}

/// The day of the newest hotlines known here: those in use, or a signed file that was in use before.
#[must_use]
pub fn newest(in_use: &Directory, ring: Option<&KeyRing>) -> Date {
    let remembered = ring.and_then(KeyRing::hotlines_mark);
    remembered.map_or(in_use.collected(), |day| day.max(in_use.collected()))
}

fn verify(
    read: &Read,
    file: &SignedFile,
    deployment: &DeploymentId,
    now: Moment,
    newest: Date,
) -> Result<Directory, hotlines::Error> {
    let untrusted = UntrustedHotlines { text: &read.text, signature: &read.signature };
    untrusted.verify(&file.authorities, deployment, now, newest)
}

/// Looks after the hotlines in use.
#[derive(Clone)]
pub struct HotlinesKeeper {
    watch: Option<Watch>,
    marks: Marks,
    directory: CurrentDirectory,
    /// SHA-256 of the file in use; none while it is the shipped one.
    in_use: Option<[u8; 32]>,
}

impl HotlinesKeeper {
    /// A keeper of this file, which has not been read yet. Without a file the shipped directory stays.
    #[must_use]
    pub fn new(file: Option<SignedFile>, marks: Marks, directory: CurrentDirectory) -> HotlinesKeeper {
        HotlinesKeeper { watch: file.map(Watch::new), marks, directory, in_use: None }
    }

    /// Reads the file if it is time to, takes it into use if it is a new valid one, and says what came of it.
    pub fn look(&mut self, now: Moment, look: Look) {
        let Some(watch) = &mut self.watch else { return };
        if !watch.is_due(now, look) {
            return;
        }
        match self.take(now) {
            Ok(None) => tracing::debug!("the hotline file was read again and is the same"),
            Ok(Some(collected)) => tracing::info!(what = %collected, "the signed hotline file is in use"),
            Err(reason) => {
                let what = self.directory.get().collected();
                tracing::error!(%reason, %what, "the hotline file is refused; the hotlines in use stay");
            }
        }
    }

    /// The day of the new file; none when it is the one in use.
    fn take(&mut self, now: Moment) -> Result<Option<Date>, Refused> {
        let Some(watch) = &self.watch else { return Ok(None) };
        let file = watch.file();
        let read = file.read()?;
        let known = self.marks.ring.read(|ring| newest(&self.directory.get(), Some(ring)));
        let known = known.unwrap_or_else(|| self.directory.get().collected());
        let directory = verify(&read, file, &self.marks.deployment, now, known)?;
        self.remember(directory.collected());
        let hash = Sha256::digest(&read.text).into();
        if self.in_use == Some(hash) {
            return Ok(None);
        }
        let collected = directory.collected();
        self.directory.replace(directory);
        self.in_use = Some(hash);
        Ok(Some(collected))
    }

    /// Keeps the day for the next start. Tried again whenever the file is read.
    fn remember(&self, collected: Date) {
        match self.marks.raise(|ring| ring.remember_hotlines(collected)) {
            Ok(()) => {}
            Err(reason @ Unmarked::NoRing) => tracing::warn!(%reason, "the day of the hotline file is not remembered"),
            Err(reason) => tracing::error!(%reason, "the day of the hotline file is not remembered"),
        }
    }
}

//! The operator's hotline file, read again while the service runs (`threats.md` D16).
//!
//! It is looked after like the roster, by the same beat. One that is refused is said loudly, and what was in use
//! stays: at the start the directory that is part of the binary. This part never shows a file that the authority did
//! not sign as the hotlines of this deployment, and never goes back to an older one.

use super::signed_file::{Look, Read, SignedFile, Unread, Watch};
use crate::clock::Moment;
use crate::directory::{CurrentDirectory, Directory};
use crate::signed::hotlines::{self, UntrustedHotlines};
use crate::vocab::DeploymentId;
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

/// Reads and verifies a hotline file against the one in use.
pub fn read(
    file: &SignedFile,
    deployment: &DeploymentId,
    now: Moment,
    in_use: &Directory,
) -> Result<Directory, Refused> {
    Ok(verify(&file.read()?, file, deployment, now, in_use)?)
}

fn verify(
    read: &Read,
    file: &SignedFile,
    deployment: &DeploymentId,
    now: Moment,
    in_use: &Directory,
) -> Result<Directory, hotlines::Error> {
    let untrusted = UntrustedHotlines { text: &read.text, signature: &read.signature };
    untrusted.verify(&file.authorities, deployment, now, in_use)
}

/// Looks after the hotlines in use.
#[derive(Clone)]
pub struct HotlinesKeeper {
    watch: Option<Watch>,
    deployment: DeploymentId,
    directory: CurrentDirectory,
    /// SHA-256 of the file in use; none while it is the shipped one.
    in_use: Option<[u8; 32]>,
}

impl HotlinesKeeper {
    /// A keeper of this file, which has not been read yet. Without a file the shipped directory stays.
    #[must_use]
    pub fn new(file: Option<SignedFile>, deployment: DeploymentId, directory: CurrentDirectory) -> HotlinesKeeper {
        HotlinesKeeper { watch: file.map(Watch::new), deployment, directory, in_use: None }
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
    fn take(&mut self, now: Moment) -> Result<Option<jiff::civil::Date>, Refused> {
        let Some(watch) = &self.watch else { return Ok(None) };
        let file = watch.file();
        let read = file.read()?;
        let directory = verify(&read, file, &self.deployment, now, &self.directory.get())?;
        let hash = Sha256::digest(&read.text).into();
        if self.in_use == Some(hash) {
            return Ok(None);
        }
        let collected = directory.collected();
        self.directory.replace(directory);
        self.in_use = Some(hash);
        Ok(Some(collected))
    }
}

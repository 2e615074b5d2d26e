//! The marks in the ring of what was the newest ever seen: a roster, a hotline file.
//!
//! The keeper is the only door that writes the ring. A mark is raised in a copy, the copy is written, and only then it
//! is used: a crash in between must not leave a way back to an older file. This part never lowers a mark.

use crate::keyring::{self, KeyRing, Remembered, SharedRing};
use crate::store::ring_file;
use crate::vocab::DeploymentId;
use std::path::PathBuf;

/// Why a mark is not raised.
#[derive(Debug, thiserror::Error)]
pub enum Unmarked {
    /// There is no ring to keep it in.
    #[error("the key ring is laid aside, and what was newest stands in it")]
    NoRing,
    /// It could not be written.
    #[error("the mark of what is newest could not be written: {0}")]
    File(#[from] ring_file::Error),
    /// The ring does not read its own writing.
    #[error("the mark of what is newest could not be raised: {0}")]
    Ring(#[from] keyring::Error),
}

/// The ring and the file it stands in.
#[derive(Clone)]
pub struct Marks {
    /// The ring in use.
    pub ring: SharedRing,
    /// Where it stands.
    pub file: PathBuf,
    /// Whose it is.
    pub deployment: DeploymentId,
}

impl Marks {
    /// Raises a mark and writes it, if it is not as high already.
    pub fn raise(&self, remember: impl FnOnce(&mut KeyRing) -> Remembered) -> Result<(), Unmarked> {
        self.ring.change(|ring| {
            let kept = ring.as_ref().ok_or(Unmarked::NoRing)?;
            let mut raised = KeyRing::parse(&kept.to_bytes(), &self.deployment)?;
            if remember(&mut raised) == Remembered::Raised {
                ring_file::replace(&self.file, &raised)?;
                *ring = Some(raised);
            }
            Ok(())
        })
    }
}

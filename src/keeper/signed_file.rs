//! A signed file on the disk: read whole with its signature, and looked at again when it changed.

use crate::clock::Moment;
use crate::signed::{AuthorityKey, MAX_SIGNATURE, signature_path};
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Seconds between two looks at whether a file changed.
pub const LOOK_BEAT: i64 = 30;

/// Seconds after which a file is read in full though it looks the same: a copy that kept size and time is found too,
/// and a refusal is said again.
const FULL_BEAT: i64 = 3_600;

/// The largest file that is read; both kinds of signed files refuse less than that by themselves.
const LIMIT: u64 = 2 * 1024 * 1024;

/// Where a signed file is and who signs it. Its signature stands beside it as `<PATH>.minisig`.
#[derive(Clone, Debug)]
pub struct SignedFile {
    /// The file.
    pub path: PathBuf,
    /// The authority's keys, primary and backup.
    pub authorities: Vec<AuthorityKey>,
}

/// Why a file or its signature cannot be read. The path is the operator's own setting and may be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} cannot be read: {kind}", path.display())]
pub struct Unread {
    path: PathBuf,
    kind: io::ErrorKind,
}

/// What was read: bytes and signature, still to be verified.
pub struct Read {
    /// The file's bytes.
    pub text: Vec<u8>,
    /// The signature's text.
    pub signature: String,
}

impl SignedFile {
    /// Reads the file and its signature.
    pub fn read(&self) -> Result<Read, Unread> {
        let signature = signature_path(&self.path);
        let text = bytes(&self.path, LIMIT)?;
        // Whatever is no text is no signature; the room that verifies says so.
        let signature = bytes(&signature, MAX_SIGNATURE as u64 + 1)?;
        Ok(Read { text, signature: String::from_utf8(signature).unwrap_or_default() })
    }

    /// How the two files look from outside.
    fn stamp(&self) -> Stamp {
        [&self.path, &signature_path(&self.path)].map(|path| {
            let found = std::fs::metadata(path).ok()?;
            Some((found.mtime(), found.mtime_nsec(), found.len(), found.ino()))
        })
    }
}

fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    let unread = |error: io::Error| Unread { path: path.to_owned(), kind: error.kind() };
    let file = File::open(path).map_err(unread)?;
    // A pipe would keep the service waiting for ever.
    if !file.metadata().map_err(unread)?.is_file() {
        return Err(Unread { path: path.to_owned(), kind: io::ErrorKind::InvalidInput });
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(unread)?;
    Ok(bytes)
}

/// Time of the last change, length and file number, of the file and of its signature; none where there is no file.
type Stamp = [Option<(i64, i64, u64, u64)>; 2];

/// How closely to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// In passing, as often as it is worth it: read only what changed.
    Passing,
    /// Now, in full: at the start, at the operator's word (SIGHUP), when a ring came back.
    Full,
}

/// When a signed file was last looked at.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    file: SignedFile,
    seen: Option<Stamp>,
    looked_at: Option<Moment>,
    read_at: Option<Moment>,
}

impl Watch {
    pub(super) const fn new(file: SignedFile) -> Watch {
        Watch { file, seen: None, looked_at: None, read_at: None }
    }

    pub(super) const fn file(&self) -> &SignedFile {
        &self.file
    }

    /// Whether the file should be read now. If so, it counts as read: what changes while it is read looks different
    /// at the next look, because how it looks is noted first.
    pub(super) fn is_due(&mut self, now: Moment, look: Look) -> bool {
        let since = |at: Option<Moment>, beat: i64| at.is_none_or(|at| now < at || now.0 - at.0 >= beat);
        if look == Look::Passing && !since(self.looked_at, LOOK_BEAT) {
            return false;
        }
        let stamp = self.file.stamp();
        let changed = self.seen != Some(stamp);
        self.looked_at = Some(now);
        if look == Look::Passing && !changed && !since(self.read_at, FULL_BEAT) {
            return false;
        }
        self.seen = Some(stamp);
        self.read_at = Some(now);
        true
    }
}

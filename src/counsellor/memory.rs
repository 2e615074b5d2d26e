//! What a counsellor's program remembers from one visit to the next: the newest roster, and how far the audit went.
//!
//! Whoever runs the desk could otherwise show an older roster, with somebody in it who was removed, or a record of what
//! was done from which something was taken out. The file stands beside the identity; nothing about a request or a
//! person is in it, and it is not secret. It must not be changed by others, and it only ever goes forward.

use crate::audit::Head;
use crate::vocab::{DeploymentId, Origin, RosterHash, RosterMark, from_digits};
use serde::{Deserialize, Serialize};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The first words of the file, so that another program's file is not taken for it.
const FORM: &str = "janynda-desk-memory-v1";
/// More than the longest names need.
const MOST_BYTES: u64 = 4096;

/// Why the memory cannot be used. A visit without it is not begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is there and cannot be read.
    #[error("what this program remembers of the desk, {path}, cannot be read: {kind}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        kind: ErrorKind,
    },
    /// It does not hold what this program writes.
    #[error("what this program remembers of the desk, {path}, is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// It is of a desk of another installation.
    #[error("{path} remembers the desk of {found}, and DEPLOYMENT_ID says {wanted}")]
    OtherDeployment {
        /// The file.
        path: PathBuf,
        /// Whose it is.
        found: DeploymentId,
        /// Whose was asked for.
        wanted: DeploymentId,
    },
    /// It holds another roster of the same version: two were signed, and one of them was shown to another window.
    #[error("another roster with version {version} was seen before")]
    OtherRoster {
        /// The version of both.
        version: u32,
    },
    /// It cannot be written.
    #[error("what this program remembers of the desk, {path}, cannot be written: {kind}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        kind: ErrorKind,
    },
}

impl Unusable {
    /// What she can do about it, as whole sentences.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Unusable::Unreadable { .. } => "Make the file readable for yourself and try again.",
            Unusable::Damaged { .. } => {
                "Put it back from your own backup. If there is none, call your authority, compare the roster's version \
                 by phone, move the file away, and come back as for the first time."
            }
            Unusable::OtherDeployment { .. } => {
                "Use the identity that you enrolled for this deployment, or put the right DEPLOYMENT_ID into the settings."
            }
            Unusable::OtherRoster { .. } => {
                "Two rosters were signed with one version. Do not act on it; call your authority now."
            }
            Unusable::Unwritable { .. } => "Nothing was done. Make room beside your identity file and try again.",
        }
    }
}

/// What is remembered of the desk of one deployment.
#[derive(Debug, Clone)]
pub struct Memory {
    path: PathBuf,
    deployment: DeploymentId,
    last: Option<Last>,
}

/// A visit before this one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Last {
    origin: Origin,
    roster: RosterMark,
    audit: Head,
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    form: String,
    deployment: String,
    origin: String,
    roster_version: u32,
    roster_hash: String,
    audit_head: String,
}

impl Memory {
    /// Reads what stands beside an identity file, as `<identity>.desk`. None there is a first visit.
    pub fn beside(identity: &Path, deployment: DeploymentId) -> Result<Memory, Unusable> {
        let mut path = identity.as_os_str().to_owned();
        path.push(".desk");
        let path = PathBuf::from(path);
        let last = read(&path, &deployment)?;
        Ok(Memory { path, deployment, last })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the desk was the last time; none at a first visit.
    pub fn origin(&self) -> Option<&Origin> {
        self.last.as_ref().map(|last| &last.origin)
    }

    /// The newest roster ever verified.
    pub fn roster(&self) -> Option<RosterMark> {
        self.last.as_ref().map(|last| last.roster)
    }

    /// How far the audit went.
    pub fn audit(&self) -> Option<Head> {
        self.last.as_ref().map(|last| last.audit)
    }

    /// Remembers a visit at which both were verified, on the disk before it returns. What another window of hers
    /// remembered meanwhile, and went further, stays; a roster that contradicts it is refused.
    pub fn raise(&mut self, origin: &Origin, roster: RosterMark, audit: Head) -> Result<(), Unusable> {
        let mut next = Last { origin: origin.clone(), roster, audit };
        if let Some(there) = read(&self.path, &self.deployment)? {
            if there.roster.contradicts(next.roster) {
                return Err(Unusable::OtherRoster { version: next.roster.version });
            }
            if there.roster.version > next.roster.version {
                next.roster = there.roster;
            }
            if there.audit.number > next.audit.number {
                next.audit = there.audit;
            }
            if there == next {
                self.last = Some(next);
                return Ok(());
            }
        }
        self.write(&next)?;
        self.last = Some(next);
        Ok(())
    }

    fn write(&self, last: &Last) -> Result<(), Unusable> {
        let text = Written {
            form: FORM.to_owned(),
            deployment: self.deployment.to_string(),
            origin: last.origin.to_string(),
            roster_version: last.roster.version,
            roster_hash: last.roster.hash.to_string(),
            audit_head: last.audit.to_string(),
        };
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A temporary file is its owner's alone from the start, and takes the other's place whole or not at all.
        let written = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer_pretty(&mut file, &text)?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            file.persist(&self.path)?;
            std::fs::File::open(folder)?.sync_all()
        };
        written().map_err(|error| Unusable::Unwritable { path: self.path.clone(), kind: error.kind() })
    }
}

fn read(path: &Path, deployment: &DeploymentId) -> Result<Option<Last>, Unusable> {
    let unreadable = |error: std::io::Error| Unusable::Unreadable { path: path.to_owned(), kind: error.kind() };
    let file = match std::fs::File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(unreadable)?,
    };
    let mut text = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut text).map_err(unreadable)?;
    let whole = Some(&text[..]).filter(|text| text.len() as u64 <= MOST_BYTES);
    let (found, last) = whole.and_then(parse).ok_or_else(|| Unusable::Damaged { path: path.to_owned() })?;
    if found != *deployment {
        return Err(Unusable::OtherDeployment { path: path.to_owned(), found, wanted: deployment.clone() });
    }
    Ok(Some(last))
}

fn parse(text: &[u8]) -> Option<(DeploymentId, Last)> {
    let written: Written = serde_json::from_slice(text).ok()?;
    if written.form != FORM {
        return None;
    }
    let hash = from_digits(&written.roster_hash).map(RosterHash::from_bytes)?;
    let roster = RosterMark { version: written.roster_version, hash };
    let last = Last { origin: written.origin.parse().ok()?, roster, audit: written.audit_head.parse().ok()? };
    Some((written.deployment.parse().ok()?, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn almaty() -> DeploymentId {
        "almaty-1".parse().unwrap()
    }

    fn desk() -> Origin {
        "https://desk.example.kz".parse().unwrap()
    }

    fn mark(version: u32) -> RosterMark {
        RosterMark { version, hash: RosterHash::from_bytes([7; 32]) }
    }

    fn head(number: u64) -> Head {
        Head { number, hash: [9; 32] }
    }

    #[test]
    fn a_visit_is_remembered_by_its_owner_alone_and_a_first_one_has_nothing_to_remember() {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("me.age");
        let mut memory = Memory::beside(&identity, almaty()).unwrap();
        assert_eq!((memory.origin(), memory.roster(), memory.audit()), (None, None, None));
        memory.raise(&desk(), mark(7), head(12)).unwrap();
        let again = Memory::beside(&identity, almaty()).unwrap();
        assert_eq!((again.origin(), again.roster(), again.audit()), (Some(&desk()), Some(mark(7)), Some(head(12))));
        assert_eq!(again.path(), folder.path().join("me.age.desk"));
        assert_eq!(std::fs::metadata(again.path()).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half-written stays");
    }

    #[test]
    fn what_another_window_saw_meanwhile_is_not_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("me.age");
        let mut slow = Memory::beside(&identity, almaty()).unwrap();
        Memory::beside(&identity, almaty()).unwrap().raise(&desk(), mark(8), head(20)).unwrap();
        slow.raise(&desk(), mark(7), head(12)).unwrap();
        assert_eq!((slow.roster(), slow.audit()), (Some(mark(8)), Some(head(20))));
        assert_eq!(Memory::beside(&identity, almaty()).unwrap().audit(), Some(head(20)));
    }

    #[test]
    fn a_roster_that_contradicts_what_another_window_was_shown_is_refused_and_not_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("me.age");
        let mut slow = Memory::beside(&identity, almaty()).unwrap();
        Memory::beside(&identity, almaty()).unwrap().raise(&desk(), mark(7), head(12)).unwrap();
        let other = RosterMark { hash: RosterHash::from_bytes([8; 32]), ..mark(7) };
        let refused = slow.raise(&desk(), other, head(20)).unwrap_err();
        assert_eq!(refused, Unusable::OtherRoster { version: 7 });
        assert!(refused.advice().contains("call your authority now"));
        let kept = Memory::beside(&identity, almaty()).unwrap();
        assert_eq!((kept.roster(), kept.audit()), (Some(mark(7)), Some(head(12))));
    }

    #[test]
    fn a_damaged_memory_and_one_of_another_deployment_are_refused_and_left_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("me.age");
        let path = folder.path().join("me.age.desk");
        let mut memory = Memory::beside(&identity, almaty()).unwrap();
        memory.raise(&desk(), mark(7), head(12)).unwrap();
        let good = std::fs::read_to_string(&path).unwrap();
        let other = Memory::beside(&identity, "astana-1".parse().unwrap()).unwrap_err();
        assert!(matches!(other, Unusable::OtherDeployment { .. }), "{other}");
        for bad in [
            String::new(),
            good.chars().take(100).collect(),
            good.replace("memory-v1", "memory-v2"),
            good.replace("0707", "070"),
            good.replace("0707", "+7+7"),
            good.replace("\"12:", "\"012:"),
            good.replace("almaty-1", "Almaty 1"),
            good.replace("https://desk.example.kz", "http://desk.example.kz"),
            good.replace("roster_version", "version"),
            good.clone() + &" ".repeat(5000) + "x",
        ] {
            std::fs::write(&path, &bad).unwrap();
            assert_eq!(
                Memory::beside(&identity, almaty()).unwrap_err(),
                Unusable::Damaged { path: path.clone() },
                "{bad}"
            );
            assert!(memory.raise(&desk(), mark(9), head(30)).is_err(), "and it is not written over");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), bad);
        }
    }

    #[test]
    fn a_memory_that_cannot_be_read_or_written_is_not_taken_for_a_first_visit() {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("me.age");
        std::fs::create_dir(folder.path().join("me.age.desk")).unwrap();
        let error = Memory::beside(&identity, almaty()).unwrap_err();
        assert!(matches!(error, Unusable::Unreadable { .. }), "{error}");
        let nowhere = folder.path().join("none/me.age");
        let error = Memory::beside(&nowhere, almaty()).unwrap().raise(&desk(), mark(1), head(1)).unwrap_err();
        assert!(matches!(error, Unusable::Unwritable { .. }), "{error}");
    }
}

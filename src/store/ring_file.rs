//! The key ring's file: read and written whole, mode 0600, never half.
//!
//! The ring stands outside the database and its backups. A ring that was readable by others, belongs to another
//! user, is a link or is damaged is refused with the reason; it is never repaired and never replaced, because a new
//! ring makes the waiting queue unreadable for ever.

use crate::keyring::{self, KeyRing};
use crate::vocab::DeploymentId;
use std::fs::{DirBuilder, File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

/// A ring has at most 8 KiB; whatever is larger than this is something else.
const LIMIT: u64 = 128 * 1024;

/// Why the ring's file cannot be used. The path is the operator's own setting and may be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none. `create` makes one.
    #[error("there is no key ring at {}", .0.display())]
    Missing(PathBuf),
    /// There is one already, and a second one would make the queue unreadable.
    #[error("a key ring stands at {} already; it is never overwritten", .0.display())]
    Exists(PathBuf),
    /// Something else than an ordinary file.
    #[error("the key ring {} must be an ordinary file, not a link or a folder", .0.display())]
    NotAFile(PathBuf),
    /// Others may read or write it.
    #[error("the key ring {} has mode {mode:04o}; expected 0600 (chmod 600)", path.display())]
    Mode {
        /// The ring's path.
        path: PathBuf,
        /// The mode found.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error("the key ring {} belongs to user {found}; this program runs as user {wanted}", path.display())]
    Owner {
        /// The ring's path.
        path: PathBuf,
        /// Its owner.
        found: u32,
        /// Who runs this program.
        wanted: u32,
    },
    /// What is in it cannot be used.
    #[error("{}: {source}", path.display())]
    Ring {
        /// The ring's path.
        path: PathBuf,
        /// Why.
        source: keyring::Error,
    },
    /// The disk or the folder refused.
    #[error("the key ring {} cannot be read or written: {kind}", path.display())]
    Io {
        /// The ring's path.
        path: PathBuf,
        /// What the system said.
        kind: io::ErrorKind,
    },
}

fn io_error(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |error| Error::Io { path: path.to_owned(), kind: error.kind() }
}

/// Reads the ring of `deployment` from `path`.
pub fn read(path: &Path, deployment: &DeploymentId) -> Result<KeyRing, Error> {
    // Looked at before opening: opening a pipe or a device could wait for ever.
    let found = std::fs::symlink_metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Missing(path.to_owned()),
        kind => Error::Io { path: path.to_owned(), kind },
    })?;
    if !found.is_file() {
        return Err(Error::NotAFile(path.to_owned()));
    }
    let file = File::open(path).map_err(io_error(path))?;
    let open = file.metadata().map_err(io_error(path))?;
    let mode = open.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(Error::Mode { path: path.to_owned(), mode });
    }
    let wanted = own_user(path)?;
    if open.uid() != wanted {
        return Err(Error::Owner { path: path.to_owned(), found: open.uid(), wanted });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(open.len().min(LIMIT)).unwrap_or(0) + 1));
    file.take(LIMIT).read_to_end(&mut bytes).map_err(io_error(path))?;
    KeyRing::parse(&bytes, deployment).map_err(|source| Error::Ring { path: path.to_owned(), source })
}

/// Writes a ring where none stands. Never overwrites.
pub fn create(path: &Path, ring: &KeyRing) -> Result<(), Error> {
    match write_beside(path, ring)?.persist_noclobber(path) {
        Ok(_) => sync_folder(path),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Exists(path.to_owned())),
        Err(refused) => Err(io_error(path)(refused.error)),
    }
}

/// Puts `ring` in the place of the ring at `path`, whole or not at all: written beside it, synced, renamed, and the
/// folder synced, so that after a power cut either the old or the new ring stands there. Then the old one's bytes are
/// written over, because the keys that ended today would lie in the free space of the disk until it is used again.
pub fn replace(path: &Path, ring: &KeyRing) -> Result<(), Error> {
    // Held open over the rename; where there is none yet, or only a link, nothing has to be written over.
    let old = std::fs::symlink_metadata(path).ok().filter(Metadata::is_file);
    let old = old.and_then(|data| Some((File::options().write(true).open(path).ok()?, data.len().min(LIMIT))));
    write_beside(path, ring)?.persist(path).map_err(|refused| io_error(path)(refused.error))?;
    sync_folder(path)?;
    if let Some((mut file, length)) = old {
        // The new ring is safe already. On disks that write elsewhere than where they are told it is in vain, and only
        // an encrypted disk helps; a failure is no reason to call the new ring unwritten.
        let _ = io::copy(&mut io::repeat(0).take(length), &mut file).and_then(|_| file.sync_data());
    }
    Ok(())
}

/// The ring in a fresh file of mode 0600 in the same folder, synced to disk; it goes when dropped. Its name is always
/// the same, so that one left by a crash is swept away by the next: it holds keys that should be forgotten.
fn write_beside(path: &Path, ring: &KeyRing) -> Result<NamedTempFile, Error> {
    let folder = folder(path);
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io_error(path))?;
    let mut name = path.file_name().ok_or_else(|| Error::NotAFile(path.to_owned()))?.to_owned();
    name.push(".new");
    match std::fs::remove_file(folder.join(&name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(path)(error)),
        _ => {}
    }
    let mut file = tempfile::Builder::new().prefix(&name).rand_bytes(0).tempfile_in(folder).map_err(io_error(path))?;
    file.write_all(&ring.to_bytes()).and_then(|()| file.as_file().sync_all()).map_err(io_error(path))?;
    Ok(file)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sync_folder(path: &Path) -> Result<(), Error> {
    File::open(folder(path)).and_then(|folder| folder.sync_all()).map_err(io_error(path))
}

/// Who this program runs as: the owner of what it creates, here because the ring must be writable in its folder
/// tonight anyway. (`/proc/self` would say root once the process is not dumpable.)
fn own_user(path: &Path) -> Result<u32, Error> {
    tempfile::tempfile_in(folder(path)).and_then(|file| file.metadata()).map(|data| data.uid()).map_err(io_error(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;

    fn deployment() -> DeploymentId {
        "almaty-1".parse().unwrap()
    }

    fn ring(seed: u8) -> KeyRing {
        KeyRing::create(deployment(), Moment(86_400 * 20_000), [seed; 32])
    }

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/ring");
        (folder, path)
    }

    #[test]
    fn a_ring_comes_back_from_its_file_and_only_its_owner_may_read_it() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(read(&path, &deployment()).unwrap().to_bytes(), ring(1).to_bytes());
        replace(&path, &ring(2)).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(read(&path, &deployment()).unwrap().to_bytes(), ring(2).to_bytes());
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "a copy of the keys was left");
    }

    #[test]
    fn the_keys_of_the_old_ring_are_written_over_on_the_disk() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        let mut old = File::open(&path).unwrap();
        replace(&path, &ring(2)).unwrap();
        let mut left = Vec::new();
        old.read_to_end(&mut left).unwrap();
        assert!(left.len() > 300 && left.iter().all(|byte| *byte == 0), "{} bytes", left.len());
    }

    #[test]
    fn a_ring_is_never_overwritten_by_a_new_one() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        assert!(matches!(create(&path, &ring(2)), Err(Error::Exists(_))));
        assert_eq!(read(&path, &deployment()).unwrap().to_bytes(), ring(1).to_bytes());
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_crash_left_half_written_is_swept_away() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        std::fs::write(path.with_file_name("ring.new"), "half").unwrap();
        assert_eq!(read(&path, &deployment()).unwrap().to_bytes(), ring(1).to_bytes());
        replace(&path, &ring(2)).unwrap();
        assert!(!path.with_file_name("ring.new").exists());
    }

    #[test]
    fn a_ring_others_may_read_is_refused_and_the_message_says_how_to_mend_it() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = read(&path, &deployment()).err().unwrap();
        assert!(matches!(error, Error::Mode { mode: 0o640, .. }));
        assert!(error.to_string().contains("0640") && error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_ring_of_another_user_is_refused() {
        let (_folder, path) = place();
        create(&path, &ring(1)).unwrap();
        if std::os::unix::fs::chown(&path, Some(54_321), None).is_err() {
            eprintln!("skipped: only root may give a file away");
            return;
        }
        assert!(matches!(read(&path, &deployment()), Err(Error::Owner { found: 54_321, .. })));
    }

    #[test]
    fn a_missing_ring_a_link_a_folder_and_a_truncated_ring_are_each_named() {
        let (_folder, path) = place();
        assert!(matches!(read(&path, &deployment()), Err(Error::Missing(_))));
        create(&path, &ring(1)).unwrap();
        let link = path.with_file_name("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(read(&link, &deployment()), Err(Error::NotAFile(_))));
        assert!(matches!(read(path.parent().unwrap(), &deployment()), Err(Error::NotAFile(_))));
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let error = read(&path, &deployment()).err().unwrap();
        assert!(matches!(error, Error::Ring { source: keyring::Error::Damaged, .. }), "{error}");
        assert!(matches!(read(&path, &"shymkent-1".parse().unwrap()), Err(Error::Ring { .. })));
    }
}

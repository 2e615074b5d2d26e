//! Files this program makes: new ones never overwrite, and none is ever half-written.

use anyhow::{Context, Result, bail};
use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::NamedTempFile;

/// Who may read a new file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Readers {
    /// Its owner: keys, passphrases, settings.
    Owner,
    /// Everybody on this machine: rosters, public keys.
    Everybody,
}

/// Writes a file that does not exist yet: whole and on the disk, or not at all. What could not be written leaves
/// nothing behind that would stand in the way of the next try.
pub(super) fn write_new(path: &Path, readers: Readers, content: &(impl AsRef<[u8]> + ?Sized)) -> Result<()> {
    let mode = match readers {
        Readers::Owner => 0o600,
        Readers::Everybody => 0o644,
    };
    let written = beside(path, mode, content.as_ref()).and_then(|file| match file.persist_noclobber(path) {
        Ok(_) => sync_folder(path).inspect_err(|_| {
            // It may be gone after a power cut, and is reported as not written.
            let _ = std::fs::remove_file(path);
        }),
        Err(refused) => Err(refused.error),
    });
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} exists already; nothing is overwritten", path.display())
        }
        written => written.with_context(|| format!("{} cannot be written", path.display())),
    }
}

/// Puts a public file in the place of another, whole or not at all.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    let written = beside(path, 0o644, text.as_bytes())
        .and_then(|file| file.persist(path).map_err(|refused| refused.error))
        .and_then(|_| sync_folder(path));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Puts a new text in the place of the one in an edited file, whole or not at all. Who may read the file stays as it
/// was.
pub(super) fn rewrite(path: &Path, text: &str) -> Result<()> {
    let written = std::fs::metadata(path)
        .and_then(|now| beside(path, now.permissions().mode() & 0o777, text.as_bytes()))
        .and_then(|file| file.persist(path).map_err(|refused| refused.error))
        .and_then(|_| sync_folder(path));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// The content in a fresh file in the same folder, synced to disk; it goes when dropped.
fn beside(path: &Path, mode: u32, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(mode)).tempfile_in(folder(path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts the name of a new file on the disk too.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder(path)).and_then(|folder| folder.sync_all())
}

/// Reads a text file.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

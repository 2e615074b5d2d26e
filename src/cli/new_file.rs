//! Files this program makes: new ones never overwrite, replaced ones are never half-written.

use anyhow::{Context, Result, bail};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Who may read a new file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Readers {
    /// Its owner: keys, passphrases, settings.
    Owner,
    /// Everybody on this machine: rosters, public keys.
    Everybody,
}

/// Writes a file that does not exist yet.
pub(super) fn write_new(path: &Path, readers: Readers, content: &(impl AsRef<[u8]> + ?Sized)) -> Result<()> {
    let mode = match readers {
        Readers::Owner => 0o600,
        Readers::Everybody => 0o644,
    };
    match OpenOptions::new().write(true).create_new(true).mode(mode).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} exists already; nothing is overwritten", path.display())
        }
        opened => opened
            .and_then(|mut file| file.write_all(content.as_ref()))
            .with_context(|| format!("{} cannot be written", path.display())),
    }
}

/// Puts a public file in the place of another, whole or not at all.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().with_context(|| format!("{} cannot be written", path.display()))
}

/// Reads a text file.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

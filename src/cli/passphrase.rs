//! Where a passphrase comes from: a file, or the terminal without echo. Never an argument: those stand in the
//! process list and in the shell's history.

use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;
use zeroize::Zeroizing;

/// How often to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Once: it will be seen at once whether it fits.
    Once,
    /// Twice: a slip of the finger would lock its owner out for ever.
    Twice,
}

/// Reads the passphrase from the first line of `file`, or asks for it on the terminal with `prompt`.
pub fn read(file: Option<&Path>, prompt: &str, ask: Ask) -> Result<SecretString> {
    if let Some(file) = file {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("passphrase file {} cannot be read", file.display()));
        let text = Zeroizing::new(text?);
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            bail!("passphrase file {} is empty: expected the passphrase in its first line", file.display());
        }
        return Ok(SecretString::from(line.to_owned()));
    }
    let from_terminal = |prompt: &str| -> Result<SecretString> {
        rpassword::prompt_password(prompt).map(SecretString::from).context("no terminal to ask for the passphrase on")
    };
    let first = from_terminal(&format!("{prompt}: "))?;
    if ask == Ask::Twice && first.expose_secret() != from_terminal(&format!("{prompt}, again: "))?.expose_secret() {
        bail!("the two passphrases differ");
    }
    Ok(first)
}

//! Where a passphrase comes from: a file, or the terminal without echo. Never an argument: those stand in the
//! process list and in the shell's history.

use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};
use std::io;
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

/// Reads the passphrase from the first line of `file` (`--passphrase-file`), or asks for it on the terminal with
/// `prompt`.
pub fn read(file: Option<&Path>, prompt: &str, ask: Ask) -> Result<SecretString> {
    read_from("--passphrase-file", file, prompt, ask, &terminal)
}

/// The same for the password of an authority's key (`--password-file`).
pub fn read_password(file: Option<&Path>, prompt: &str, ask: Ask) -> Result<SecretString> {
    read_from("--password-file", file, prompt, ask, &terminal)
}

fn terminal(prompt: &str) -> io::Result<SecretString> {
    rpassword::prompt_password(prompt).map(SecretString::from)
}

/// Every refusal names the option that gives it without a terminal.
fn read_from(
    option: &str,
    file: Option<&Path>,
    prompt: &str,
    ask: Ask,
    terminal: &dyn Fn(&str) -> io::Result<SecretString>,
) -> Result<SecretString> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).with_context(|| format!("{option} {} cannot be read", file.display()));
        let text = Zeroizing::new(text?);
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            bail!("{option} {} has nothing in its first line, where it is expected", file.display());
        }
        return Ok(SecretString::from(line.to_owned()));
    }
    let from_terminal = |prompt: &str| {
        terminal(prompt).with_context(|| {
            format!("no terminal to ask on; write it into the first line of a file and name that with {option} FILE")
        })
    };
    let first = from_terminal(&format!("{prompt}: "))?;
    if ask == Ask::Twice && first.expose_secret() != from_terminal(&format!("{prompt}, again: "))?.expose_secret() {
        bail!("the two differ; nothing was done");
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn refusal(read: Result<SecretString>) -> String {
        format!("{:#}", read.expect_err("there is no passphrase"))
    }

    #[test]
    fn whoever_has_no_terminal_is_told_which_option_takes_a_file() {
        let nobody = |_: &str| Err(io::Error::from(io::ErrorKind::NotFound));
        for option in ["--passphrase-file", "--password-file"] {
            let said = refusal(read_from(option, None, "Passphrase", Ask::Once, &nobody));
            assert!(said.contains(&format!("first line of a file and name that with {option} FILE")), "{said}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passphrase");
        assert!(refusal(read(Some(&file), "", Ask::Once)).starts_with("--passphrase-file /"));
        std::fs::write(&file, "\nCANARY\n").unwrap();
        let said = refusal(read_password(Some(&file), "", Ask::Once));
        assert!(said.starts_with("--password-file /") && said.contains("first line"), "{said}");
        assert!(!said.contains("CANARY"));
    }

    #[test]
    fn a_new_passphrase_is_asked_for_twice_and_a_slip_is_refused() {
        let fingers = RefCell::new(vec!["one", "one", "another", "one"]);
        let types = |_: &str| Ok(SecretString::from(fingers.borrow_mut().pop().unwrap()));
        let ask = || read_from("--passphrase-file", None, "New passphrase", Ask::Twice, &types);
        assert!(refusal(ask()).contains("the two differ"));
        assert_eq!(ask().unwrap().expose_secret(), "one");
    }
}

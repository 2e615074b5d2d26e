//! An operator's hotline file in the place of the shipped one (`threats.md` D16).
//!
//! A false number can kill, so such a file is taken only when the authority signed these bytes as the hotlines of this
//! deployment, when it keeps every rule of `content/SCHEMA.md`, when the lines that the cards name still stand in it,
//! and when it is not older than the newest one known here. Without a network and without a restart a number can then be mended;
//! nobody but the authority can do it.

use super::{AuthorityKey, AuthoritySecret};
use crate::clock::Moment;
use crate::directory::{self, Directory, Problem, Unfit, day_in_almaty};
use crate::vocab::DeploymentId;
use jiff::civil::Date;

/// Why a hotline file is refused. Says a line where there is one; the file is public, a number in it is no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not signed by the authority, or not these bytes.
    #[error("{0}")]
    Signature(#[from] super::Error),
    /// The authority signed these bytes for something else.
    #[error("the signature was not made for the hotlines of this deployment; expected the comment `{wanted}`")]
    OtherPurpose {
        /// What the trusted comment must begin with.
        wanted: String,
    },
    /// Not UTF-8.
    #[error("line {line}: not UTF-8")]
    NotText {
        /// The line, from 1.
        line: usize,
    },
    /// It breaks rules: the first of them, and how many more.
    #[error("{first}{}", others(*more))]
    Rules {
        /// The first in the order of the lines.
        first: Problem,
        /// How many others.
        more: usize,
    },
    /// A day in it is still to come.
    #[error("line {line}: a day that is still to come")]
    FutureDated {
        /// The line, from 1.
        line: usize,
    },
    /// A line the cards need is not in it.
    #[error("{0}")]
    Unfit(#[from] Unfit),
    /// Older than the newest one known here: a correction would be undone.
    #[error("it was collected on {found}, and the newest one known here on {newest}")]
    Older {
        /// Its day.
        found: Date,
        /// The day of the newest one known here.
        newest: Date,
    },
}

fn others(more: usize) -> String {
    if more == 0 { String::new() } else { format!(", and {more} more (janynda hotlines check lists them)") }
}

/// A hotline file and its signature as they came. Nothing can be asked of it but to be verified.
pub struct UntrustedHotlines<'a> {
    /// The bytes of the file.
    pub text: &'a [u8],
    /// The text of the `.minisig` file.
    pub signature: &'a str,
}

impl UntrustedHotlines<'_> {
    /// Verifies it: first the signature over the bytes and what it was made for, then what they say, then that they
    /// are not older than the `newest` known here.
    pub fn verify(
        &self,
        authorities: &[AuthorityKey],
        deployment: &DeploymentId,
        now: Moment,
        newest: Date,
    ) -> Result<Directory, Error> {
        let comment = super::verify(self.text, self.signature, authorities)?;
        let wanted = purpose(deployment);
        // A deployment whose name only begins the same is another one.
        let rest = comment.strip_prefix(&wanted).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        if rest.is_none() {
            return Err(Error::OtherPurpose { wanted });
        }
        let directory = read(self.text, now)?;
        if directory.collected() < newest {
            return Err(Error::Older { found: directory.collected(), newest });
        }
        Ok(directory)
    }
}

/// Reads a file as strictly as the shipped one is read, and makes sure that the cards can be drawn from it.
pub fn read(bytes: &[u8], now: Moment) -> Result<Directory, Error> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        Error::NotText { line: 1 + before.filter(|byte| **byte == b'\n').count() }
    })?;
    let directory = Directory::parse(text).map_err(|problems| {
        let list = problems.list();
        let first = list.first().cloned().unwrap_or(Problem { line: 1, what: "the file is refused".to_owned() });
        Error::Rules { first, more: list.len().saturating_sub(1) }
    })?;
    let findings = directory::check(&directory, day_in_almaty(now));
    if let Some(wrong) = findings.iter().find(|finding| finding.is_error()) {
        return Err(Error::FutureDated { line: wrong.line() });
    }
    directory.fit()?;
    Ok(directory)
}

/// Signs a hotline file that would be taken; anything else is refused before it can be signed. The result is the text
/// of the `.minisig` file.
pub fn sign(
    bytes: &[u8],
    deployment: &DeploymentId,
    now: Moment,
    secret: &AuthoritySecret,
) -> Result<(Directory, String), Error> {
    let directory = read(bytes, now)?;
    let comment = format!("{} collected {}", purpose(deployment), directory.collected());
    let signature = super::sign(bytes, &comment, secret)?;
    Ok((directory, signature))
}

/// What the trusted comment says first.
fn purpose(deployment: &DeploymentId) -> String {
    format!("janynda hotlines {deployment}")
}

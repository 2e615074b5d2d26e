//! An operator's hotline file in the place of the shipped one (`threats.md` D16).
//!
//! A false number can kill, so such a file is taken only when the authority signed these bytes as the hotlines of this
//! deployment, when it keeps every rule of `content/SCHEMA.md`, when the lines that the cards name still stand in it,
//! when it was not gone through earlier than the shipped one, and when it was not signed earlier than the newest one
//! known here: the second of signing orders two corrections of one day. Without a network and without a restart a
//! number can then be mended; nobody but the authority can do it.

use super::{AuthorityKey, AuthoritySecret};
use crate::clock::Moment;
use crate::directory::{self, Directory, Problem, Unfit, day_in_almaty};
use crate::vocab::{DeploymentId, in_one_spelling};
use jiff::Timestamp;
use jiff::civil::Date;

/// Why a hotline file is refused. Says a line where there is one; the file is public, a number in it is no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not signed by the authority, or not these bytes.
    #[error("{0}")]
    Signature(#[from] super::Error),
    /// The authority signed these bytes for something else.
    #[error(
        "the signature was not made for the hotlines of this deployment; expected the comment `{wanted} signed` and \
         the time, as janynda hotlines sign writes it"
    )]
    OtherPurpose {
        /// What the trusted comment must begin with.
        wanted: String,
    },
    /// Signed more than a day from now: it would shut out what is signed meanwhile.
    #[error("it was signed at {found}, which is still to come: look at the authority's clock and at this one")]
    SignedAhead {
        /// When it says that it was signed.
        found: Timestamp,
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
    /// Gone through earlier than the hotlines of this program.
    #[error("it was collected on {found}, and the hotlines of this program on {shipped}")]
    OlderThanShipped {
        /// Its day.
        found: Date,
        /// The day of the shipped hotlines.
        shipped: Date,
    },
    /// Signed earlier than the newest one known here: a correction would be undone.
    #[error("it was signed at {found}, and the newest one known here at {newest}")]
    Older {
        /// When it was signed.
        found: Timestamp,
        /// When the newest one known here was signed.
        newest: Timestamp,
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

/// A hotline file that was verified, and when the authority signed it.
#[derive(Debug)]
pub struct SignedHotlines {
    /// What it says.
    pub directory: Directory,
    /// The second of signing, by the authority's clock.
    pub signed: Timestamp,
}

/// How far the authority's clock may be ahead of ours.
const CLOCKS_APART: i64 = 86_400;

impl UntrustedHotlines<'_> {
    /// Verifies it: first the signature over the bytes and what it was made for, then what they say, then that it is
    /// not older than the shipped hotlines nor than the `newest` signed one known here.
    pub fn verify(
        &self,
        authorities: &[AuthorityKey],
        deployment: &DeploymentId,
        now: Moment,
        newest: Option<Timestamp>,
    ) -> Result<SignedHotlines, Error> {
        let comment = super::verify(self.text, self.signature, authorities)?;
        let wanted = purpose(deployment);
        let signed = comment.strip_prefix(&wanted).and_then(signing_time).ok_or(Error::OtherPurpose { wanted })?;
        if signed.as_second() > now.plus(CLOCKS_APART).0 {
            return Err(Error::SignedAhead { found: signed });
        }
        let directory = read(self.text, now)?;
        let (found, shipped) = (directory.collected(), Directory::shipped().collected());
        if found < shipped {
            return Err(Error::OlderThanShipped { found, shipped });
        }
        match newest {
            Some(newest) if signed < newest => Err(Error::Older { found: signed, newest }),
            _ => Ok(SignedHotlines { directory, signed }),
        }
    }
}

/// The time behind the purpose, in the one spelling in which it is written.
fn signing_time(rest: &str) -> Option<Timestamp> {
    rest.strip_prefix(" signed ").and_then(in_one_spelling)
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
    let signed = Timestamp::from_second(now.0).map_err(|_| super::Error::Signing)?;
    let comment = format!("{} signed {signed}", purpose(deployment));
    let signature = super::sign(bytes, &comment, secret)?;
    Ok((directory, signature))
}

/// What the trusted comment says first.
fn purpose(deployment: &DeploymentId) -> String {
    format!("janynda hotlines {deployment}")
}

//! What stands in a roster, and the policy every roster must meet before it is signed or used.

use super::{Duty, Error, MAX_DAYS, MAX_IN_LANE, MIN_RECIPIENTS, RECOVERY, Recipient, form, lanes};
use crate::vocab::{Audience, DeploymentId, Lane, Lang};
use jiff::civil::Date;
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

/// Whether a text can be one word of an entry of the audit: 1 to 32 characters of `a-z 0-9 - _ /`, at most 10 of them
/// digits, and no 32 hexadecimal digits, so that neither a telephone number nor a request's id is one. The rule stands
/// here because every [`Name`] must meet it: whoever is on a roster can be named in the audit.
#[must_use]
pub fn may_stand_in_the_audit(word: &str) -> bool {
    (1..=32).contains(&word.len())
        && !(word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()))
        && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'/'))
        && word.bytes().filter(u8::is_ascii_digit).count() <= 10
}

/// What a counsellor is called in rosters, lists and the audit: an alias, 2 to 32 characters of `a-z 0-9 -` that
/// [may stand in the audit](may_stand_in_the_audit).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 2 to 32 characters of a-z, 0-9 and -, at most 10 of them digits, and no 32 hexadecimal digits")]
pub struct NotAName;

impl FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Name, NotAName> {
        let good = text.len() >= 2 && may_stand_in_the_audit(text) && !text.contains(['_', '/']);
        if good { Ok(Name(text.to_owned())) } else { Err(NotAName) }
    }
}

/// What a counsellor may do at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Claims and answers requests.
    Counsellor,
    /// Also watches over the queue.
    Lead,
}

impl Role {
    /// Both roles.
    pub const ALL: [Role; 2] = [Role::Counsellor, Role::Lead];

    /// The name in rosters and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::Counsellor => "counsellor",
            Role::Lead => "lead",
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(name: &str) -> Result<Role, ()> {
        Role::ALL.into_iter().find(|role| role.name() == name).ok_or(())
    }
}

/// Somebody who reads requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counsellor {
    /// Her alias.
    pub name: Name,
    /// Her public key.
    pub recipient: Recipient,
    /// What she speaks; at least one.
    pub languages: Vec<Lang>,
    /// Whom she serves; at least one.
    pub audiences: Vec<Audience>,
    /// When she reads.
    pub duty: Duty,
    /// What she may do.
    pub role: Role,
    /// From when on: lists hide what was sealed before.
    pub since: Date,
}

impl Counsellor {
    /// Whether she speaks the lane's language and serves its audience.
    pub fn serves(&self, lane: Lane) -> bool {
        self.languages.contains(&lane.lang) && self.audiences.contains(&lane.audience)
    }
}

/// A key that is no longer to be sealed to, kept so that nobody lists it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// The key.
    pub recipient: Recipient,
    /// Since when.
    pub on: Date,
}

/// A roster as the authority edits it: no signature, no promise. Lists may be in any order here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The installation it is for.
    pub deployment: DeploymentId,
    /// Counts up from 1 with every signed roster.
    pub version: u32,
    /// First day (UTC).
    pub issued: Date,
    /// Last day (UTC), still valid.
    pub not_after: Date,
    /// Who reads.
    pub counsellors: Vec<Counsellor>,
    /// Keys kept offline, for when a counsellor's is lost.
    pub recovery: Vec<Recipient>,
    /// Who no longer reads.
    pub revoked: Vec<Revoked>,
}

impl Roster {
    /// Reads the canonical text, and nothing else. Says nothing yet about policy or signature.
    pub fn parse(text: &[u8]) -> Result<Roster, Error> {
        form::parse(text)
    }

    /// The canonical text: the bytes that are signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        form::write(self)
    }

    /// Days from the first to the last.
    pub fn days(&self) -> i32 {
        // Two dates of jiff are at most 20,000 years apart, which fits.
        self.issued.until(self.not_after).map_or(i32::MAX, |span| span.get_days())
    }

    /// Every recipient that requests are sealed to in some lane.
    pub fn recipients(&self) -> impl Iterator<Item = &Recipient> {
        self.counsellors.iter().map(|counsellor| &counsellor.recipient).chain(&self.recovery)
    }

    /// What every roster must meet, whoever signed it: validity, enough recipients, none twice, none revoked, none
    /// that cannot be sealed to, no lane too large for an envelope.
    pub fn check(&self) -> Result<(), Error> {
        let days = self.days();
        if !(0..=MAX_DAYS).contains(&days) {
            return Err(Error::Validity { days, limit: MAX_DAYS });
        }
        let found = self.recipients().count();
        if found < MIN_RECIPIENTS {
            return Err(Error::TooFewRecipients { found, wanted: MIN_RECIPIENTS });
        }
        if self.recovery.is_empty() {
            return Err(Error::NoRecovery);
        }
        if self.counsellors.iter().any(|counsellor| counsellor.name.as_str() == RECOVERY) {
            return Err(Error::ReservedName);
        }
        let mut listed = HashSet::new();
        if !self.recipients().all(|recipient| listed.insert(recipient)) {
            return Err(Error::SameRecipient);
        }
        if self.revoked.iter().any(|revoked| listed.contains(&revoked.recipient)) {
            return Err(Error::StillListed);
        }
        for lane in Lane::all() {
            let found = lanes::recipients(self, lane).len();
            if found > MAX_IN_LANE {
                return Err(Error::TooManyInLane { lane, found, limit: MAX_IN_LANE });
            }
        }
        match self.recipients().find(|recipient| !recipient.can_be_sealed_to()) {
            Some(unusable) => Err(Error::UnusableRecipient { line: form::line_of(self, unusable) }),
            None => Ok(()),
        }
    }
}

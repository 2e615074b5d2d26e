//! From a text somebody handed us to a roster that requests may be sealed to.

use super::{Counsellor, Error, LaneRecipients, MAX_BYTES, OnDuty, Recipient, Roster, duty, lanes};
use crate::clock::Moment;
use crate::signed::{self, AuthorityKey, AuthoritySecret};
use crate::vocab::{DeploymentId, Lane, RosterHash, RosterMark};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A roster and its signature as they came. Nothing can be asked of it but to be verified.
pub struct UntrustedRoster<'a> {
    /// The bytes of the roster's file.
    pub text: &'a [u8],
    /// The text of the `.minisig` file.
    pub signature: &'a str,
}

/// A roster that an authority signed for this deployment, that is valid now, that is not older than any seen before,
/// and to whose every recipient a trial was sealed.
#[derive(Debug, Clone)]
pub struct VerifiedRoster {
    roster: Roster,
    mark: RosterMark,
    signature: Arc<str>,
}

/// Signs the canonical text of a roster that meets the policy; anything else is refused before it can be signed.
/// The result is the text of the `.minisig` file.
pub fn sign(text: &str, secret: &AuthoritySecret) -> Result<String, Error> {
    let roster = Roster::parse(text.as_bytes())?;
    roster.check()?;
    let purpose = format!("janynda roster {} version {}", roster.deployment, roster.version);
    Ok(signed::sign(text.as_bytes(), &purpose, secret)?)
}

impl UntrustedRoster<'_> {
    /// Verifies it: first the signature over the bytes, then what they say. `known` is the newest roster ever
    /// verified (from the key ring); raise it to [`VerifiedRoster::mark`] only after this succeeded.
    pub fn verify(
        &self,
        authorities: &[AuthorityKey],
        deployment: &DeploymentId,
        now: Moment,
        known: Option<RosterMark>,
    ) -> Result<VerifiedRoster, Error> {
        if self.text.len() > MAX_BYTES {
            return Err(Error::TooLarge { size: self.text.len(), limit: MAX_BYTES });
        }
        signed::verify(self.text, self.signature, authorities)?;
        let roster = Roster::parse(self.text)?;
        if roster.deployment != *deployment {
            let (found, wanted) = (roster.deployment.to_string(), deployment.to_string());
            return Err(Error::OtherDeployment { found, wanted });
        }
        let mark =
            RosterMark { version: roster.version, hash: RosterHash::from_bytes(Sha256::digest(self.text).into()) };
        if let Some(known) = known {
            if mark.version < known.version {
                return Err(Error::Rollback { found: mark.version, known: known.version });
            }
            if mark.contradicts(known) {
                return Err(Error::Contradiction { version: mark.version });
            }
        }
        let verified = VerifiedRoster { roster, mark, signature: self.signature.into() };
        verified.check_date(now)?;
        verified.roster.check()?;
        Ok(verified)
    }
}

impl VerifiedRoster {
    /// Whether it is still valid: a service that runs for weeks asks again before every use.
    pub fn check_date(&self, now: Moment) -> Result<(), Error> {
        let today = utc_date(now);
        if today > self.roster.not_after {
            return Err(Error::Expired { not_after: self.roster.not_after });
        }
        if today < self.roster.issued {
            return Err(Error::FutureDated { issued: self.roster.issued });
        }
        Ok(())
    }

    /// Who a request of this lane is sealed to: whoever serves it, else whoever serves the audience, plus recovery.
    #[must_use]
    pub fn recipients(&self, lane: Lane) -> LaneRecipients<'_> {
        lanes::recipients(&self.roster, lane)
    }

    /// Whether a counsellor (not only recovery) reads this lane.
    pub fn serves(&self, lane: Lane) -> bool {
        !lanes::counsellors(&self.roster, lane).is_empty()
    }

    /// Whether a counsellor of this lane is on duty.
    #[must_use]
    pub fn on_duty(&self, lane: Lane, now: Moment) -> OnDuty {
        let duties = lanes::counsellors(&self.roster, lane).into_iter().map(|one| &one.duty);
        duty::on_duty(duties, now, self.ends())
    }

    /// The counsellor with this key.
    pub fn counsellor(&self, recipient: &Recipient) -> Option<&Counsellor> {
        self.roster.counsellors.iter().find(|one| one.recipient == *recipient)
    }

    /// Every counsellor, by alias.
    pub fn counsellors(&self) -> &[Counsellor] {
        &self.roster.counsellors
    }

    /// The lanes whose requests this key opens: hers for a counsellor, every served lane for recovery, none for
    /// a stranger.
    #[must_use]
    pub fn lanes_of(&self, recipient: &Recipient) -> Vec<Lane> {
        Lane::all()
            .filter(|lane| self.serves(*lane) && self.recipients(*lane).iter().any(|one| one == recipient))
            .collect()
    }

    /// The text that was signed, byte for byte: a roster has one spelling. For whoever verifies it herself.
    #[must_use]
    pub fn text(&self) -> String {
        self.roster.to_text()
    }

    /// The text of the `.minisig` file it was verified with.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The deployment it was verified for.
    pub const fn deployment(&self) -> &DeploymentId {
        &self.roster.deployment
    }

    /// Version and hash together.
    pub const fn mark(&self) -> RosterMark {
        self.mark
    }

    /// Its version.
    pub const fn version(&self) -> u32 {
        self.mark.version
    }

    /// SHA-256 of its text.
    pub const fn hash(&self) -> RosterHash {
        self.mark.hash
    }

    /// Its last day (UTC), still valid.
    pub const fn not_after(&self) -> Date {
        self.roster.not_after
    }

    /// Full days after today until its last day; 0 on the last day, negative afterwards.
    pub fn days_left(&self, now: Moment) -> i32 {
        utc_date(now).until(self.roster.not_after).map_or(0, |span| span.get_days())
    }

    /// The first second after its last day.
    fn ends(&self) -> Moment {
        let next = self.roster.not_after.checked_add(1.day()).unwrap_or(Date::MAX);
        Offset::UTC.to_timestamp(next.at(0, 0, 0, 0)).map_or(Moment(i64::MAX), |end| Moment(end.as_second()))
    }
}

/// The UTC day of a moment; a moment outside of all calendars is outside of every roster too.
fn utc_date(now: Moment) -> Date {
    Timestamp::from_second(now.0)
        .map_or(if now.0 < 0 { Date::MIN } else { Date::MAX }, |at| Offset::UTC.to_datetime(at).date())
}

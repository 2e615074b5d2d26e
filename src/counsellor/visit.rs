//! A visit to the desk: who comes, logged in, and what she verifies before she acts on anything.
//!
//! The roster is verified against the authority's keys that came with her identity, never against what the desk says
//! about it; the audit against the head she remembers. Both are remembered before anything else is done.

use super::line::{Call, Line, read_json};
use super::{Error, Memory, Parts, Record, identity};
use crate::audit::{self, Broken, Fault, Head, Link};
use crate::clock::{Clock, Moment};
use crate::proof;
use crate::protocol::{
    self, Answer, AskChallenge, AuditLink, AuditLinks, Code, MOST_LINKS, Nothing, RosterText, Session, paths,
};
use crate::roster::{Recipient, Role, UntrustedRoster, VerifiedRoster};
use crate::signed::AuthorityKey;
use crate::vocab::{DeploymentId, Origin};
use age::x25519::Identity;
use secrecy::SecretString;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often and how long a visit waits for a desk that says "not so fast" while the audit is read.
const PAUSES: u32 = 120;
const PAUSE: Duration = Duration::from_secs(1);
/// A line may be missing a day before this computer's clock says so: the desk's may be ahead.
const SLACK: i64 = 86_400;

/// What was verified here.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The roster, verified against the pinned keys.
    pub roster: Arc<VerifiedRoster>,
    /// How far the audit goes.
    pub audit: Head,
    /// How far it went when she was here the last time, and from where it was found to go on; none at a first visit.
    pub before: Option<Head>,
    /// When.
    pub at: Moment,
}

/// One counsellor and her line to one desk.
pub struct Visit {
    line: Line,
    deployment: DeploymentId,
    authorities: Vec<AuthorityKey>,
    identity: Identity,
    recipient: Recipient,
    clock: Clock,
    memory: Mutex<Memory>,
    token: Mutex<Option<SecretString>>,
}

impl Visit {
    /// Knows where to go. Connects to nothing yet.
    pub fn new(parts: Parts) -> Result<Visit, Error> {
        // A key of this form always has a recipient of this form.
        let recipient = identity::recipient(&parts.identity).map_err(|_| Error::NotOnRoster)?;
        Ok(Visit {
            line: Line::new(parts.origin, parts.patience)?,
            deployment: parts.deployment,
            authorities: parts.authorities,
            identity: parts.identity,
            recipient,
            clock: parts.clock,
            memory: Mutex::new(parts.memory),
            token: Mutex::new(None),
        })
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub const fn origin(&self) -> &Origin {
        self.line.origin()
    }

    pub const fn deployment(&self) -> &DeploymentId {
        &self.deployment
    }

    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    pub const fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn token(&self) -> MutexGuard<'_, Option<SecretString>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Proves who she is. What was inside the challenge never leaves this function.
    pub async fn log_in(&self) -> Result<(), Error> {
        let ask = Call::post(paths::CHALLENGE, &AskChallenge { recipient: self.recipient.to_string() });
        let asked: protocol::Challenge = read_json(&self.line.send(&ask, None).await?)?;
        let (origin, now) = (self.line.origin(), self.now());
        let opened =
            proof::open_challenge(&asked.challenge, &self.identity, origin, &self.deployment, &asked.session, now);
        let challenge = opened.map_err(|error| match error {
            // A desk answers whoever it does not know with a challenge for nobody.
            proof::Error::OtherRecipient => Error::NotOnRoster,
            other => Error::Challenge(other),
        })?;
        let answer = Answer { session: asked.session, answer: challenge.answer().bytes().to_vec() };
        let session: Session = read_json(&self.line.send(&Call::post(paths::ANSWER, &answer), None).await?)?;
        *self.token() = Some(SecretString::from(session.token));
        Ok(())
    }

    /// Ends the session. A desk that does not hear it ends it within the hour.
    pub async fn log_out(&self) -> Result<(), Error> {
        let Some(token) = self.token().take() else { return Ok(()) };
        self.line.send(&Call::post(paths::LOGOUT, &Nothing {}), Some(&token)).await.map(drop)
    }

    /// Makes a call. A session that is over, as after a restart of the desk, is begun anew once: nothing was done.
    pub async fn send(&self, call: &Call) -> Result<Vec<u8>, Error> {
        let token = self.token().clone();
        match self.line.send(call, token.as_ref()).await {
            Err(Error::Refused(Code::NotLoggedIn)) => {}
            other => return other,
        }
        self.log_in().await?;
        let token = self.token().clone();
        self.line.send(call, token.as_ref()).await
    }

    /// Verifies roster and audit, and remembers both.
    pub async fn check(&self) -> Result<Checked, Error> {
        let (roster, before) = {
            let memory = self.memory();
            (memory.roster(), memory.audit())
        };
        let told: RosterText = read_json(&self.send(&Call::get(paths::ROSTER)).await?)?;
        let at = self.now();
        let untrusted = UntrustedRoster { text: told.text.as_bytes(), signature: &told.signature };
        let roster = untrusted.verify(&self.authorities, &self.deployment, at, roster)?;
        if roster.lanes_of(&self.recipient).is_empty() {
            return Err(Error::NotOnRoster);
        }
        let audit = self.follow(before, Sight::of(&self.recipient, &roster, at)).await?;
        self.memory().raise(self.line.origin(), roster.mark(), audit)?;
        Ok(Checked { roster: Arc::new(roster), audit, before, at })
    }

    /// Follows the audit from what is remembered to the end that the desk names first. Each answer but the last is
    /// full, so that there are no more of them than that end's number asks for.
    async fn follow(&self, known: Option<Head>, sight: Sight) -> Result<Head, Error> {
        let mut head = known.unwrap_or(Head::START);
        let mut told = self.audit_after(head.number).await?;
        let end = end_of(&told)?;
        if end.number < head.number {
            return Err(Record::Shorter { found: end.number, known: head.number }.into());
        }
        let Some(known) = known else {
            // Nothing to compare with yet: what is told is what will be held against the desk from now on.
            return step(head, head, end, &told, sight).map(|_| end);
        };
        loop {
            head = step(known, head, end, &told, sight)?;
            if head == end {
                return Ok(end);
            }
            told = self.audit_after(head.number).await?;
        }
    }

    async fn audit_after(&self, number: u64) -> Result<AuditLinks, Error> {
        let call = Call::get(format!("{}?after={number}", paths::AUDIT));
        for _ in 0..PAUSES {
            match self.send(&call).await {
                Err(Error::Refused(Code::TooMany)) => tokio::time::sleep(PAUSE).await,
                other => return read_json(&other?),
            }
        }
        Err(Error::Refused(Code::TooMany))
    }
}

/// What the desk has to show her of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// Its hash: that nothing was taken back can be seen by that alone.
    Hashes,
    /// All of it, to a lead. From this hour on (since 1970) the line must be there.
    Lines {
        /// The first such hour.
        since: i64,
    },
}

impl Sight {
    fn of(recipient: &Recipient, roster: &VerifiedRoster, now: Moment) -> Sight {
        match roster.counsellor(recipient).map(|counsellor| counsellor.role) {
            Some(Role::Lead) => Sight::Lines { since: audit::kept_since(now.plus(SLACK)) },
            Some(Role::Counsellor) | None => Sight::Hashes,
        }
    }
}

/// The entry of this link, which a desk owes a lead.
fn shown(link: &AuditLink) -> Result<Link<'_>, Error> {
    let missing = Broken { number: link.number, fault: Fault::LineMissing };
    let entry = link.entry.as_ref().ok_or(Record::Broken(missing))?;
    let shown = Link { hour: entry.hour, digest: entry.digest, line: entry.line.as_deref() };
    // An answer that contradicts itself is none.
    if shown.hash() == link.hash { Ok(shown) } else { Err(Error::Garbled) }
}

fn end_of(told: &AuditLinks) -> Result<Head, Error> {
    told.head.parse().map_err(|_| Error::Garbled)
}

/// Goes on from `from` towards `end` by what was told, and tells how far it led. The end is reached only where the
/// entries since lead to the very hash that the desk named: that is what ties it to `known`.
fn step(known: Head, from: Head, end: Head, told: &AuditLinks, sight: Sight) -> Result<Head, Error> {
    let links = &told.links;
    let in_order = links.iter().zip(from.number..).all(|(link, before)| Some(link.number) == before.checked_add(1));
    if !in_order || links.len() > MOST_LINKS as usize {
        return Err(Error::Garbled);
    }
    // What came since the end was named is looked at the next time.
    let links = links.iter().take_while(|link| link.number <= end.number);
    let reached = match sight {
        Sight::Hashes => audit::extend(from, links.map(|link| link.hash)),
        Sight::Lines { since } => {
            let shown = links.map(shown).collect::<Result<Vec<_>, _>>()?;
            audit::verify(from, shown, since).map_err(Record::Broken)?
        }
    };
    if reached.number == end.number {
        return if reached == end { Ok(end) } else { Err(Record::Rewritten { known: known.number }.into()) };
    }
    // More was promised than is shown, and yet there was room for it.
    if told.links.len() < MOST_LINKS as usize { Err(Error::Garbled) } else { Ok(reached) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::AuditEntry;

    fn links(numbers: std::ops::RangeInclusive<u64>) -> Vec<AuditLink> {
        let hash = |number: u64| [number.to_be_bytes()[7]; 32];
        numbers.map(|number| AuditLink { number, hash: hash(number), entry: None }).collect()
    }

    fn head(number: u64) -> Head {
        audit::extend(Head::START, links(1..=number).iter().map(|link| link.hash))
    }

    fn told(end: Head, links: Vec<AuditLink>) -> AuditLinks {
        AuditLinks { head: end.to_string(), links }
    }

    /// Where this answer leads from `from`, on the way from entry 3.
    fn goes(from: Head, end: Head, links: Vec<AuditLink>) -> Result<Head, Error> {
        step(head(3), from, end, &told(end, links), Sight::Hashes)
    }

    #[test]
    fn an_audit_that_goes_on_is_followed_to_its_end_in_full_answers() {
        assert_eq!(goes(head(3), head(3), vec![]), Ok(head(3)));
        assert_eq!(goes(head(3), head(9), links(4..=9)), Ok(head(9)));
        assert_eq!(goes(head(3), head(900), links(4..=503)), Ok(head(503)));
        assert_eq!(goes(head(503), head(900), links(504..=900)), Ok(head(900)));
        assert_eq!(goes(Head::START, Head::START, vec![]), Ok(Head::START));
        // An entry was written since the end was named.
        assert_eq!(goes(head(3), head(4), links(4..=5)), Ok(head(4)));
        assert_eq!(goes(head(3), head(3), links(4..=4)), Ok(head(3)));
    }

    #[test]
    fn an_audit_from_which_something_was_taken_or_in_which_something_was_changed_is_refused() {
        let rewritten = Err(Record::Rewritten { known: 3 }.into());
        let other = |number| Head { number, hash: [1; 32] };
        assert_eq!(goes(head(3), other(3), vec![]), rewritten);
        // A chain of other entries that is right in itself.
        assert_eq!(goes(head(3), other(5), links(4..=5)), rewritten);
        // What was seen before is one entry less than what the desk's own head rests on.
        let longer = audit::extend(head(3), [[0xee; 32], [4; 32]]);
        assert_eq!(goes(head(3), Head { number: 4, ..longer }, links(4..=4)), rewritten);
    }

    #[test]
    fn what_a_lead_is_shown_fits_what_is_chained() {
        let entry = AuditEntry { hour: 9, digest: [4; 32], line: None };
        let hash = Link { hour: 9, digest: [4; 32], line: None }.hash();
        let end = Head::START.next(hash);
        let follow = |hash, entry: &AuditEntry, since| {
            let link = AuditLink { number: 1, hash, entry: Some(entry.clone()) };
            step(Head::START, Head::START, end, &told(end, vec![link]), Sight::Lines { since })
        };
        let broken = |fault| Err(Record::Broken(Broken { number: 1, fault }).into());
        assert_eq!(follow(hash, &entry, 10), Ok(end));
        assert_eq!(follow(hash, &entry, 9), broken(Fault::LineMissing));
        assert_eq!(follow(hash, &AuditEntry { hour: 8, ..entry.clone() }, 10), Err(Error::Garbled));
        let other = AuditEntry { line: Some("{}".to_owned()), ..entry };
        assert_eq!(follow(hash, &other, 10), broken(Fault::OtherDigest));
    }

    #[test]
    fn an_answer_that_leads_nowhere_is_no_answer() {
        let garbled = |end, links| assert_eq!(goes(head(3), end, links), Err(Error::Garbled));
        garbled(head(9), vec![]);
        garbled(head(9), links(4..=6));
        garbled(head(9), links(5..=9));
        garbled(head(9), [links(4..=4), links(4..=4)].concat());
        garbled(head(700), links(4..=600));
        assert_eq!(end_of(&AuditLinks { head: "nine".to_owned(), links: vec![] }), Err(Error::Garbled));
    }
}

//! One entry, and its one spelling.

use crate::roster::{Name, may_stand_in_the_audit};
use crate::vocab::{EntryId, Lane, Outcome};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A counsellor proved who she is.
    Login,
    /// A request was claimed.
    Claim,
    /// A claim was made longer.
    Extend,
    /// A claimed request was handed out, still sealed.
    Fetch,
    /// A claim was given back.
    Release,
    /// A request was closed; the detail is the outcome.
    Close,
    /// Somebody asked for more than an hour's cap allows.
    CapHit,
    /// A lead allowed more for an hour.
    CapRaised,
    /// Another roster came into use; the detail is its version.
    Roster,
}

impl Event {
    /// Every event.
    pub const ALL: [Event; 9] = [
        Event::Login,
        Event::Claim,
        Event::Extend,
        Event::Fetch,
        Event::Release,
        Event::Close,
        Event::CapHit,
        Event::CapRaised,
        Event::Roster,
    ];

    /// The name in an entry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Event::Login => "login",
            Event::Claim => "claim",
            Event::Extend => "extend",
            Event::Fetch => "fetch",
            Event::Release => "release",
            Event::Close => "close",
            Event::CapHit => "cap_hit",
            Event::CapRaised => "cap_raised",
            Event::Roster => "roster",
        }
    }

    fn named(name: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.name() == name)
    }
}

/// What else is said of an event: a lane, an outcome, a version. At most 64 characters: words that
/// [may stand in the audit](may_stand_in_the_audit) with single spaces between them. What the house says itself is made
/// from its types and always fits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail(String);

impl Detail {
    /// The words; none is the empty text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which version of the roster.
    #[must_use]
    pub fn version(version: u32) -> Detail {
        Detail(version.to_string())
    }

    /// For whom, and how many claims more.
    #[must_use]
    pub fn more_claims(name: &Name, more: u32) -> Detail {
        Detail(format!("{name} {more}"))
    }
}

/// Of which lane.
impl From<Lane> for Detail {
    fn from(lane: Lane) -> Detail {
        Detail(lane.to_string())
    }
}

/// With which outcome.
impl From<Outcome> for Detail {
    fn from(outcome: Outcome) -> Detail {
        Detail(outcome.name().to_owned())
    }
}

/// A text that cannot be a detail of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected at most 64 characters in short words of a-z, 0-9, -, _ and /")]
pub struct NotADetail;

impl FromStr for Detail {
    type Err = NotADetail;

    fn from_str(text: &str) -> Result<Detail, NotADetail> {
        let good = text.is_empty() || (text.len() <= 64 && text.split(' ').all(may_stand_in_the_audit));
        if good { Ok(Detail(text.to_owned())) } else { Err(NotADetail) }
    }
}

/// One entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the chain, counted from 1.
    pub number: u64,
    /// Its own id. It also keeps a dropped line secret: nobody can find it again by trying lines until the digest
    /// fits.
    pub id: EntryId,
    /// Hours since 1970 UTC (`Moment::hour`): nothing finer is kept.
    pub hour: i64,
    /// What was done.
    pub event: Event,
    /// By which counsellor; none for what the service did itself.
    pub who: Option<Name>,
    /// What else is said.
    pub detail: Detail,
}

/// A text that is not an entry in its one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an audit entry in its one spelling")]
pub struct NotAnEntry;

/// The longest line: every field at its longest stays below.
const LONGEST: usize = 512;

/// The line's fields in their order. Texts are borrowed, so that a line that needs escaping is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    number: u64,
    id: &'a str,
    hour: i64,
    event: &'a str,
    who: Option<&'a str>,
    detail: &'a str,
}

impl Entry {
    /// The entry as one line of JSON without a line end, in its one spelling.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "numbers and texts always become JSON")]
    pub fn to_line(&self) -> String {
        let line = Line {
            number: self.number,
            id: &self.id.to_string(),
            hour: self.hour,
            event: self.event.name(),
            who: self.who.as_ref().map(Name::as_str),
            detail: self.detail.as_str(),
        };
        serde_json::to_string(&line).expect("numbers and texts always become JSON")
    }

    /// Reads what [`Entry::to_line`] wrote, and no other spelling of it.
    pub fn parse(text: &str) -> Result<Entry, NotAnEntry> {
        if text.len() > LONGEST {
            return Err(NotAnEntry);
        }
        let line: Line<'_> = serde_json::from_str(text).map_err(|_| NotAnEntry)?;
        let entry = Entry {
            number: line.number,
            id: line.id.parse().map_err(|_| NotAnEntry)?,
            hour: line.hour,
            event: Event::named(line.event).ok_or(NotAnEntry)?,
            who: line.who.map(str::parse).transpose().map_err(|_| NotAnEntry)?,
            detail: line.detail.parse().map_err(|_| NotAnEntry)?,
        };
        if entry.to_line() == text { Ok(entry) } else { Err(NotAnEntry) }
    }
}

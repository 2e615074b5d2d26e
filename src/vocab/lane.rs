//! Lanes of the queue: who a request is for, and how soon.

use super::Lang;
use std::fmt;
use std::str::FromStr;

/// Who a lane serves. Once minor, a lane is never made adult again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "plain words")]
pub enum Audience {
    Adult,
    Minor,
}

impl Audience {
    /// Both audiences.
    pub const ALL: [Audience; 2] = [Audience::Adult, Audience::Minor];

    /// The name in rosters, the database and JSON: `adult`, `minor`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Adult => "adult",
            Audience::Minor => "minor",
        }
    }
}

impl FromStr for Audience {
    type Err = ();

    fn from_str(name: &str) -> Result<Audience, ()> {
        Audience::ALL.into_iter().find(|audience| audience.name() == name).ok_or(())
    }
}

/// One lane of the queue. It stands in clear in the database (see `docs/what-is-stored.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane {
    /// Adult or minor.
    pub audience: Audience,
    /// The language the person writes.
    pub lang: Lang,
}

impl Lane {
    /// Every lane there can be.
    pub fn all() -> impl Iterator<Item = Lane> {
        Audience::ALL.into_iter().flat_map(|audience| Lang::ALL.map(|lang| Lane { audience, lang }))
    }
}

/// `adult/kk`, the form in the database and in lists.
impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.audience.name(), self.lang.code())
    }
}

impl FromStr for Lane {
    type Err = ();

    fn from_str(text: &str) -> Result<Lane, ()> {
        let (audience, lang) = text.split_once('/').ok_or(())?;
        Ok(Lane { audience: audience.parse()?, lang: lang.parse()? })
    }
}

/// How soon somebody should call. Orders the queue; never shown to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "plain words, least urgent first")]
pub enum Urgency {
    Normal,
    High,
    Immediate,
}

impl Urgency {
    /// The name in the sealed request and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::High => "high",
            Urgency::Immediate => "immediate",
        }
    }
}

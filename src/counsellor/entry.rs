//! One line of the list, and what names a claim.

use crate::clock::Moment;
use crate::protocol::{Row, RowStatus};
use crate::vocab::{Lane, RequestId};
use jiff::civil::Date;

/// One line of the list: what the database knows about an open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The request.
    pub id: RequestId,
    /// Adult or minor, language.
    pub lane: Lane,
    /// Whether somebody should call at once.
    pub urgent: bool,
    /// When it arrived, to the hour.
    pub arrived: Moment,
    /// Whether it can be claimed.
    pub standing: Standing,
    /// For a request that was tried in vain: the day of the next attempt (UTC).
    pub next_attempt: Option<Date>,
}

/// Whose a request is, as this counsellor may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody's: it can be claimed. Also when a claim ran out.
    Waiting,
    /// Hers.
    Mine {
        /// Until then; the desk decides how long a claim holds.
        until: Moment,
        /// Which of her claims it is: one that was renewed elsewhere has another.
        fence: i64,
    },
    /// Somebody else's; whose and for how long is not told.
    Taken,
}

/// A claim of hers: what is done with a request names the claim under which it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// The request.
    pub id: RequestId,
    /// Which claim.
    pub fence: i64,
}

impl Entry {
    /// Her claim of it, if it is hers.
    #[must_use]
    pub const fn hold(&self) -> Option<Hold> {
        match self.standing {
            Standing::Mine { fence, .. } => Some(Hold { id: self.id, fence }),
            Standing::Waiting | Standing::Taken => None,
        }
    }
}

impl From<Row> for Entry {
    fn from(row: Row) -> Entry {
        let standing = match row.status {
            RowStatus::Waiting => Standing::Waiting,
            RowStatus::Mine { until, fence } => Standing::Mine { until: Moment(until.as_second()), fence },
            RowStatus::Taken => Standing::Taken,
        };
        let arrived = Moment(row.arrived.as_second());
        let next_attempt = row.next_attempt;
        Entry { id: row.id, lane: row.lane, urgent: row.urgent, arrived, standing, next_attempt }
    }
}

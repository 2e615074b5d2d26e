//! The queue: the list, claims, and how they end.

use super::text;
use crate::vocab::{Lane, Outcome, RequestId};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest list: far more than a team answers in a day, and still shown at once. Also far more than anybody holds,
/// so that all of one's own claims are in it.
pub const MOST_LISTED: u32 = 500;

/// The most a lead allows at once beyond the cap: a bad evening, and not the whole queue.
pub const MOST_MORE_CLAIMS: u32 = 50;

/// The open requests that were sealed to one: one's own claims first, then urgent ones, then the longest waiting; last the ones
/// that were tried and wait for their day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct List {
    /// At most 500.
    pub requests: Vec<Row>,
    /// Whether there are more than these.
    pub more: bool,
}

/// One open request, as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Row {
    /// The request.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^[0-9a-f]{32}$"))]
    pub id: RequestId,
    /// Adult or minor, and the language.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, example = "adult/kk"))]
    pub lane: Lane,
    /// Whether somebody should call at once.
    pub urgent: bool,
    /// The hour in which it arrived.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, format = DateTime))]
    pub arrived: Timestamp,
    /// The version of the roster it was sealed to.
    pub roster_version: u32,
    /// Whether it can be claimed.
    #[serde(flatten)]
    pub status: RowStatus,
    /// For a request that was tried in vain: the day of the next attempt (UTC).
    #[serde(with = "text::option", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<String>, format = Date))]
    pub next_attempt: Option<Date>,
}

/// Whose a request is, as far as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum RowStatus {
    /// Nobody's; it can be claimed. Also when a claim ran out.
    Waiting,
    /// One's own.
    Mine {
        /// Until when.
        #[serde(with = "text")]
        #[cfg_attr(feature = "server", schema(value_type = String, format = DateTime))]
        until: Timestamp,
        /// To be named in everything that is done with it.
        fence: i64,
    },
    /// Somebody else's; whose and until when is not told.
    Taken,
}

/// A claim: the request is one's own for two hours. None when nothing is waiting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Claimed {
    /// The request; its status is `mine`.
    pub request: Option<Row>,
}

/// Names one's claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The fence that came with the claim.
    pub fence: i64,
}

/// Names one's claim where there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct BlobQuery {
    /// The fence that came with the claim.
    pub fence: i64,
}

/// How a claimed request ends.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Close {
    /// The fence that came with the claim.
    pub fence: i64,
    /// How it ended.
    #[serde(with = "text")]
    #[cfg_attr(feature = "server", schema(value_type = String, pattern = "^(helped|tried-no-answer|handed-on|not-genuine)$"))]
    pub outcome: Outcome,
    /// With `tried-no-answer` only: the day (UTC) of the next attempt. The request goes back into the queue.
    #[serde(with = "text::option", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<String>, format = Date))]
    pub next_attempt: Option<Date>,
    /// With `not-genuine` only: the return address from inside the request, 56 bytes in base64. Whoever sent it
    /// cannot send another today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_address: Option<String>,
}

/// What closing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Closed {
    /// Whether it waits for another attempt; otherwise it is ended and its content is gone.
    pub waits: bool,
    /// With `not-genuine` only: what became of muting whoever sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muting: Option<Muting>,
}

/// What became of muting whoever sent a request that is not genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Muting {
    /// They cannot send another today.
    Muted,
    /// Nobody: no return address came along.
    NoAddress,
    /// Nobody: the return address is not one of this request, was changed, or is older than its key.
    NotOpened,
    /// Nobody: the desk could not write it down.
    NotWritten,
}

impl Muting {
    /// Each of them.
    pub const ALL: [Muting; 4] = [Muting::Muted, Muting::NoAddress, Muting::NotOpened, Muting::NotWritten];
}

/// A lead lets somebody claim more in this hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MoreClaims {
    /// What the roster calls her.
    pub name: String,
    /// How many more.
    #[cfg_attr(feature = "server", schema(minimum = 1, maximum = 50))]
    pub more: u32,
}

/// The name alone: a return address leads back to somebody.
impl fmt::Debug for Close {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Close")
    }
}

const FIRST_DAY: Date = jiff::civil::date(1970, 1, 1);

/// The number of a day, counted from 1970-01-01 (`Moment::day`).
#[must_use]
pub fn day_number(day: Date) -> i64 {
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(i64::MAX, |start| start.as_second().div_euclid(86_400))
}

/// The day of this number, if it is in the calendar.
#[must_use]
pub fn day_from_number(number: i64) -> Option<Date> {
    FIRST_DAY.checked_add(Span::new().try_days(number).ok()?).ok()
}

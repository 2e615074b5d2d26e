//! The list of open requests for a terminal, and as JSON. Nothing a person wrote stands in it.

use super::{Entry, Standing};
use crate::clock::Moment;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write;

/// The list as plain text, ending with a line feed.
#[must_use]
pub fn text(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "No request is open for you.\n".to_owned();
    }
    let mut out = format!("{:<32}  {:<8}  {:<6}  {:<16}  Status\n", "Request", "Lane", "", "Arrived (Almaty)");
    for entry in entries {
        let urgent = if entry.urgent { "URGENT" } else { "" };
        let status = match (entry.standing, entry.next_attempt) {
            (Standing::Waiting, None) => "waiting".to_owned(),
            (Standing::Waiting, Some(day)) => format!("try again on {day}"),
            (Standing::Mine { until, .. }, _) => format!("mine until {} (Almaty)", almaty(until)),
            (Standing::Taken, _) => "taken".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{}  {:<8}  {urgent:<6}  {:<16}  {status}",
            entry.id,
            entry.lane.to_string(),
            almaty(entry.arrived)
        );
    }
    out
}

/// One open request for machines. Times twice: UTC (RFC 3339), and as a counsellor's clock in Almaty shows them.
#[derive(Debug, Serialize)]
pub struct Listed {
    id: String,
    lane: String,
    urgent: bool,
    arrived: String,
    arrived_almaty: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_almaty: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fence: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt: Option<String>,
}

impl From<&Entry> for Listed {
    fn from(entry: &Entry) -> Listed {
        let (status, until) = match entry.standing {
            Standing::Waiting => ("waiting", None),
            Standing::Mine { until, .. } => ("mine", Some(until)),
            Standing::Taken => ("taken", None),
        };
        Listed {
            id: entry.id.to_string(),
            lane: entry.lane.to_string(),
            urgent: entry.urgent,
            arrived: utc(entry.arrived),
            arrived_almaty: almaty(entry.arrived),
            status,
            until: until.map(utc),
            until_almaty: until.map(almaty),
            fence: entry.hold().map(|hold| hold.fence),
            next_attempt: entry.next_attempt.map(|day| day.to_string()),
        }
    }
}

/// `2026-11-24 17:00`, Asia/Almaty: the clock on her wall.
#[must_use]
pub fn almaty(moment: Moment) -> String {
    // A time outside of all calendars came from a stranger; the number is all there is to say.
    moment
        .in_almaty()
        .map_or_else(|| format!("second {}", moment.0), |here| here.strftime("%Y-%m-%d %H:%M").to_string())
}

fn utc(moment: Moment) -> String {
    Timestamp::from_second(moment.0).map_or_else(|_| format!("second {}", moment.0), |at| at.to_string())
}

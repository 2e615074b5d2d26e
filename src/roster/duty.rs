//! Duty hours: when somebody reads. Asia/Almaty, which has had one offset, UTC+5, since March 2024.

use crate::clock::{DAYS, Moment};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

/// Minutes in a day; as an end it is written `24:00`.
const DAY_END: u16 = 24 * 60;

/// How far ahead shifts are looked for: every weekly shift comes once within it.
const HORIZON_DAYS: i64 = 8;

/// When a counsellor reads requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// `24/7`: day and night.
    Always,
    /// `unknown`: she reads, and nobody wrote down when.
    Unknown,
    /// `mon-fri/09:00-18:00,sat/10:00-14:00`: weekly shifts, at least one, in ascending order.
    Hours(Vec<Shift>),
}

/// The same hours on one or several weekdays. An end not after the start is on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    /// First and last weekday, 0 is Monday; the last is not before the first.
    first: usize,
    last: usize,
    /// Minutes after midnight.
    from: u16,
    to: u16,
}

/// Whether somebody who serves a lane is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDuty {
    /// Somebody is, without a gap until then.
    Now {
        /// The first moment without anybody, or the roster's end.
        until: Moment,
    },
    /// Nobody is; the next shift is known.
    Later {
        /// When it starts.
        from: Moment,
        /// When it ends.
        until: Moment,
    },
    /// Somebody serves the lane, and nobody wrote down when.
    Unknown,
    /// Nobody serves the lane.
    Nobody,
}

impl Duty {
    /// Reads the one spelling that [`Duty::to_text`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Duty> {
        let duty = match text {
            "24/7" => Duty::Always,
            "unknown" => Duty::Unknown,
            hours => Duty::Hours(hours.split(',').map(Shift::parse).collect::<Option<_>>()?),
        };
        let ascending = match &duty {
            Duty::Hours(shifts) => shifts.is_sorted_by(|earlier, later| earlier < later),
            _ => true,
        };
        (ascending && duty.to_text() == text).then_some(duty)
    }

    /// The duty as it stands in a roster.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Duty::Always => "24/7".to_owned(),
            Duty::Unknown => "unknown".to_owned(),
            Duty::Hours(shifts) => shifts.iter().map(|shift| shift.to_text()).collect::<Vec<_>>().join(","),
        }
    }
}

impl Shift {
    fn parse(text: &str) -> Option<Shift> {
        let (days, hours) = text.split_once('/')?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (from, to) = hours.split_once('-')?;
        let day = |name| DAYS.iter().position(|(known, _)| *known == name);
        let shift = Shift { first: day(first)?, last: day(last)?, from: minutes(from)?, to: minutes(to)? };
        (shift.first <= shift.last && shift.from != shift.to && shift.from < DAY_END && shift.to > 0).then_some(shift)
    }

    fn to_text(self) -> String {
        let name = |day: usize| DAYS[day].0;
        let days = if self.first == self.last {
            name(self.first).to_owned()
        } else {
            format!("{}-{}", name(self.first), name(self.last))
        };
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        format!("{days}/{}-{}", clock(self.from), clock(self.to))
    }

    /// The shift of one day, if there is one.
    fn on(self, midnight: DateTime, zone: &TimeZone) -> Option<(Moment, Moment)> {
        let weekday = DAYS.iter().position(|(_, day)| *day == midnight.weekday())?;
        if !(self.first..=self.last).contains(&weekday) {
            return None;
        }
        let night = if self.to <= self.from { 1.day() } else { Span::new() };
        let start = midnight.checked_add(i64::from(self.from).minutes()).ok()?;
        let end = midnight.checked_add(i64::from(self.to).minutes()).ok()?.checked_add(night).ok()?;
        let moment = |at: DateTime| Some(Moment(zone.to_timestamp(at).ok()?.as_second()));
        Some((moment(start)?, moment(end)?))
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= DAY_END).then_some(hours * 60 + minutes)
}

/// Whether anybody of `duties` is on duty at `now`. `end` is when the roster ends.
pub(super) fn on_duty<'a>(duties: impl Iterator<Item = &'a Duty> + Clone, now: Moment, end: Moment) -> OnDuty {
    if duties.clone().next().is_none() {
        return OnDuty::Nobody;
    }
    if duties.clone().any(|duty| *duty == Duty::Always) {
        return OnDuty::Now { until: end };
    }
    let mut shifts: Vec<(Moment, Moment)> = duties
        .filter_map(|duty| match duty {
            Duty::Hours(shifts) => Some(shifts),
            _ => None,
        })
        .flatten()
        .flat_map(|shift| shifts_around(*shift, now))
        .filter(|(_, until)| *until > now)
        .collect();
    shifts.sort_unstable();
    let mut shifts = shifts.into_iter();
    let Some((from, mut until)) = shifts.next() else { return OnDuty::Unknown };
    // One hands over to the next: a person waits for the desk, not for one counsellor.
    for (next, later) in shifts {
        if next > until {
            break;
        }
        until = until.max(later);
    }
    if from <= now { OnDuty::Now { until: until.min(end) } } else { OnDuty::Later { from, until } }
}

/// Every occurrence of a shift from yesterday's (it may last past midnight) to the horizon.
fn shifts_around(shift: Shift, now: Moment) -> Vec<(Moment, Moment)> {
    let Some(here) = now.in_almaty() else { return Vec::new() };
    let midnight = here.date().to_datetime(jiff::civil::Time::midnight());
    (-1..=HORIZON_DAYS).filter_map(|days| shift.on(midnight.checked_add(days.days()).ok()?, here.time_zone())).collect()
}

//! When a hotline answers: a small grammar, and the question whether it is open.

use crate::clock::{DAYS, Moment};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::fmt;

/// Minutes in a day; `24:00` is the end of a day.
const DAY: u16 = 24 * 60;

/// The day it is in Kazakhstan at a moment; the calendar's first or last day for a moment outside of it.
#[must_use]
pub fn day_in_almaty(moment: Moment) -> Date {
    match moment.in_almaty() {
        Some(here) => here.date(),
        None if moment.0 < 0 => Date::MIN,
        None => Date::MAX,
    }
}

/// When a hotline answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Hours {
    /// Always.
    AroundTheClock,
    /// No source says. Shown as unknown, never as closed.
    Unknown,
    /// At certain hours of a week.
    Weekly(Vec<Span>),
}

/// The same hours on one day or on several days in a row, Asia/Almaty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub first: Weekday,
    /// Last day, the same or later in the week that starts on Monday.
    pub last: Weekday,
    /// Opening, in minutes since midnight.
    pub from: u16,
    /// Closing, in minutes since midnight, at most 1,440 and after `from`.
    pub to: u16,
}

impl Span {
    fn covers(self, day: Weekday) -> bool {
        let place = Weekday::to_monday_zero_offset;
        (place(self.first)..=place(self.last)).contains(&place(day))
    }

    fn overlaps(self, other: Span) -> bool {
        DAYS.iter().any(|(_, day)| self.covers(*day) && other.covers(*day))
            && self.from < other.to
            && other.from < self.to
    }
}

/// Whether somebody answers at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Openness {
    Open,
    Closed,
    Unknown,
}

impl Hours {
    /// Whether somebody answers at `moment`. A moment outside of the calendar (years -9999 to 9999) is unknown.
    #[must_use]
    pub fn open_at(&self, moment: Moment) -> Openness {
        let spans = match self {
            Hours::AroundTheClock => return Openness::Open,
            Hours::Unknown => return Openness::Unknown,
            Hours::Weekly(spans) => spans,
        };
        let Some(here) = moment.in_almaty() else { return Openness::Unknown };
        let minute = u16::from(here.hour().unsigned_abs()) * 60 + u16::from(here.minute().unsigned_abs());
        let open = spans.iter().any(|span| span.covers(here.weekday()) && (span.from..span.to).contains(&minute));
        if open { Openness::Open } else { Openness::Closed }
    }
}

/// Hours that do not follow the grammar. Carries the part that does not.
#[derive(Debug, thiserror::Error)]
pub enum HoursError {
    /// Not of any known form.
    #[error("'{0}' is not '24/7', 'unknown' or 'mon-fri 09:00-18:00' (parts joined by '; ')")]
    Form(String),
    /// Unknown days, a range backwards, or a day that ranges to itself.
    #[error("'{0}': days must be mon..sun in week order")]
    Days(String),
    /// Times outside of the day, or an end that is not after the start.
    #[error("'{0}': times must be 00:00..24:00 and end after they start")]
    Times(String),
    /// The same minute twice.
    #[error("'{0}' overlaps an earlier part")]
    Overlap(String),
}

impl TryFrom<String> for Hours {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Hours, HoursError> {
        match text.as_str() {
            "24/7" => return Ok(Hours::AroundTheClock),
            "unknown" => return Ok(Hours::Unknown),
            _ => {}
        }
        let mut spans: Vec<Span> = Vec::new();
        for part in text.split("; ") {
            let span = span(part)?;
            if spans.iter().any(|earlier| earlier.overlaps(span)) {
                return Err(HoursError::Overlap(part.to_owned()));
            }
            spans.push(span);
        }
        Ok(Hours::Weekly(spans))
    }
}

/// `mon-fri 09:00-18:00` or `sat 10:00-14:00`.
fn span(part: &str) -> Result<Span, HoursError> {
    let form = || HoursError::Form(part.to_owned());
    let (days, times) = part.split_once(' ').ok_or_else(form)?;
    let (from, to) = times.split_once('-').ok_or_else(form)?;
    let (first, last) = days.split_once('-').map_or((days, None), |(first, last)| (first, Some(last)));
    let three_letters = |day: &str| day.len() == 3 && day.bytes().all(|byte| byte.is_ascii_lowercase());
    if !three_letters(first) || !last.is_none_or(three_letters) {
        return Err(form());
    }
    let (from, to) = (clock_face(from).ok_or_else(form)?, clock_face(to).ok_or_else(form)?);

    let named = |name: &str| DAYS.iter().find(|(day, _)| *day == name).map(|(_, day)| *day);
    let week_order = |first: Weekday, last: Weekday| first.to_monday_zero_offset() < last.to_monday_zero_offset();
    let (first, last) = match (named(first), last.map(named)) {
        (Some(first), None) => (first, first),
        (Some(first), Some(Some(last))) if week_order(first, last) => (first, last),
        _ => return Err(HoursError::Days(part.to_owned())),
    };

    let minutes = |(hour, minute): (u16, u16)| (minute < 60).then_some(hour * 60 + minute);
    match (minutes(from), minutes(to)) {
        (Some(from), Some(to)) if from < to && to <= DAY => Ok(Span { first, last, from, to }),
        _ => Err(HoursError::Times(part.to_owned())),
    }
}

/// `dd:dd` as two numbers below 100.
fn clock_face(text: &str) -> Option<(u16, u16)> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// The form of the file.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans = match self {
            Hours::AroundTheClock => return f.write_str("24/7"),
            Hours::Unknown => return f.write_str("unknown"),
            Hours::Weekly(spans) => spans,
        };
        for (place, span) in spans.iter().enumerate() {
            let name = |day: Weekday| DAYS.iter().find(|(_, known)| *known == day).map_or("", |(name, _)| *name);
            f.write_str(if place == 0 { "" } else { "; " })?;
            f.write_str(name(span.first))?;
            if span.first != span.last {
                write!(f, "-{}", name(span.last))?;
            }
            let (from, to) = (span.from, span.to);
            write!(f, " {:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)?;
        }
        Ok(())
    }
}

//! `janynda hotlines report`: whom to phone next, why, and what to ask.
//!
//! Numbers that nobody phoned, or not for 180 days, come first, then those phoned over 60 days ago, then the rest. In
//! each of these groups the emergency lines and the lines of every card go before the others, numbers that nobody ever
//! phoned before those that somebody did, and the oldest source or call first. A hidden entry is never listed: its
//! number is not for showing.

use super::{Report, table, told_of};
use crate::clock::Moment;
use crate::directory::{AGAIN_DAYS, AsOf, Channel, Directory, Hotline, HotlineRef, STALE_DAYS, Tri, day_in_almaty};
use crate::vocab::Lang;
use jiff::civil::Date;
use std::path::PathBuf;

/// Of which file, and in which form.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// The file; without it, the one that is part of this program.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Comma-separated values, for a spreadsheet.
    #[arg(long)]
    pub csv: bool,
}

/// How soon somebody should phone, the most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Now,
    Again,
    Later,
}

impl Due {
    const fn name(self) -> &'static str {
        match self {
            Due::Now => "now",
            Due::Again => "again",
            Due::Later => "later",
        }
    }
}

/// One line of the report.
struct Call<'d> {
    hotline: &'d Hotline,
    due: Due,
    reasons: Vec<String>,
    ask: Vec<String>,
}

pub(super) fn from_file(args: &ReportArgs, now: Moment) -> Report {
    let today = day_in_almaty(now);
    told_of(
        args.file.as_deref(),
        now,
        |directory| {
            if args.csv { call_csv(directory, today) } else { call_table(directory, today) }
        },
    )
}

/// The order of calls as a table, and what it leaves out.
#[must_use]
pub fn call_table(directory: &Directory, today: Date) -> String {
    let calls = calls(directory, today);
    let head = ["", "ID", "DIAL", "DUE", "WHY", "ASK"].map(str::to_owned);
    let rows = (1..).zip(&calls).map(|(number, call)| {
        let why = call.reasons.join("; ");
        let id = call.hotline.id().to_owned();
        [format!("{number}"), id, dial(call.hotline).join(" "), call.due.name().to_owned(), why, call.ask.join("; ")]
    });
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(rows).collect();
    let every = directory.every();
    let without = every.iter().filter(|entry| entry.is_shown() && entry.numbers().is_empty()).count();
    let hidden = every.iter().filter(|entry| !entry.is_shown()).count();
    format!(
        "{}\n{without} shown entries have no number of their own: go through their sources, last done on {}.\n\
         {hidden} hidden entries are not listed: their notes in the file say what is missing.\n\
         After a call: janynda hotlines verify ID --by INITIALS --on {today}\n",
        table(&rows),
        directory.collected(),
    )
}

/// The same as comma-separated values with a head, every value in quotes.
#[must_use]
pub fn call_csv(directory: &Directory, today: Date) -> String {
    let head =
        ["order", "id", "name", "dial", "due", "phoned", "by", "source", "confidence", "why", "ask"].map(str::to_owned);
    let rows = (1..).zip(calls(directory, today)).map(|(number, call)| {
        let hotline = call.hotline;
        [
            format!("{number}"),
            hotline.id().to_owned(),
            hotline.name(Lang::En).to_owned(),
            dial(hotline).join(" "),
            call.due.name().to_owned(),
            hotline.verified_at().map_or_else(String::new, |day| day.to_string()),
            hotline.verified_by().unwrap_or_default().to_owned(),
            hotline.as_of().to_string(),
            hotline.confidence().name().to_owned(),
            call.reasons.join("; "),
            call.ask.join("; "),
        ]
    });
    let quoted = |row: [String; 11]| row.map(|value| format!("\"{}\"", value.replace('"', "\"\""))).join(",") + "\n";
    std::iter::once(head).chain(rows).map(quoted).collect()
}

fn calls(directory: &Directory, today: Date) -> Vec<Call<'_>> {
    let numbered = directory.every().iter().filter(|hotline| !hotline.numbers().is_empty());
    let mut calls: Vec<Call<'_>> = numbered.map(|hotline| call(directory, hotline, today)).collect();
    // The sort is stable: what is equal stays in the order of the file.
    calls.sort_by_key(|call| {
        let phoned = call.hotline.verified_at();
        let oldest = phoned.or(call.hotline.as_of().first_day());
        (call.due, !stands(directory, call.hotline), phoned.is_some(), oldest)
    });
    calls
}

fn call<'d>(directory: &'d Directory, hotline: &'d Hotline, today: Date) -> Call<'d> {
    let mut reasons = Vec::new();
    if is_in(directory, hotline, directory.emergency()) {
        reasons.push("emergency line".to_owned());
    } else if stands(directory, hotline) {
        reasons.push("stands on every card".to_owned());
    }
    let (due, phoned) = match hotline.verified_at().map(|day| days_since(day, today)) {
        None => (Due::Now, "never phoned".to_owned()),
        Some(days) if days > STALE_DAYS => (Due::Now, format!("phoned {days} days ago, over {STALE_DAYS}")),
        Some(days) if days > AGAIN_DAYS => (Due::Again, format!("phoned {days} days ago")),
        Some(days) => (Due::Later, format!("phoned {days} days ago")),
    };
    reasons.push(phoned);
    reasons.push(match hotline.as_of() {
        AsOf::Unknown => "source without a date".to_owned(),
        as_of => format!("source of {as_of}"),
    });
    reasons.push(format!("confidence {}", hotline.confidence().name()));
    Call { hotline, due, reasons, ask: questions(directory, hotline) }
}

/// What no source says, so that a call can.
fn questions(directory: &Directory, hotline: &Hotline) -> Vec<String> {
    let mut ask = Vec::new();
    if is_in(directory, hotline, directory.emergency()) {
        ask.push("ask its office, make no test call".to_owned());
    }
    let unknown = [
        (hotline.hours().to_string() == "unknown", "hours"),
        (hotline.free() == Tri::Unknown, "cost"),
        (hotline.languages().is_empty(), "languages"),
        (hotline.anonymous() == Tri::Unknown, "whether a name is asked"),
        (hotline.tells_police() == Tri::Unknown, "whether it tells the police"),
        (hotline.answers(Lang::En).is_none(), "who answers"),
    ];
    ask.extend(unknown.into_iter().filter(|(open, _)| *open).map(|(_, what)| what.to_owned()));
    let behind = directory.every().iter().filter(|entry| {
        entry.is_shown() && entry.via().and_then(|via| directory.get(via)).is_some_and(|via| via.id() == hotline.id())
    });
    match behind.count() {
        0 => {}
        1 => ask.push("whether it still connects to 1 entry".to_owned()),
        several => ask.push(format!("whether it still connects to {several} entries")),
    }
    ask
}

/// The numbers, with a word where they are not for calls.
fn dial(hotline: &Hotline) -> Vec<String> {
    let how = if hotline.channels().contains(&Channel::Phone) { "" } else { "whatsapp:" };
    hotline.numbers().iter().map(|number| format!("{how}{}", number.dial())).collect()
}

fn stands(directory: &Directory, hotline: &Hotline) -> bool {
    is_in(directory, hotline, directory.emergency()) || is_in(directory, hotline, directory.always())
}

fn is_in(directory: &Directory, hotline: &Hotline, lines: &[HotlineRef]) -> bool {
    lines.iter().filter_map(|line| directory.get(*line)).any(|line| line.id() == hotline.id())
}

fn days_since(day: Date, today: Date) -> i32 {
    i32::try_from(today.duration_since(day).as_hours() / 24).unwrap_or(i32::MAX)
}

//! `janynda hotlines`: checks a hotline file, tells whom to phone next, writes down who was phoned, signs it, and lists
//! what a person would be shown.
//!
//! The reports are plain functions from text to text; only [`run`] and what it calls reads a file, writes or prints.
//! No file with a problem is edited or signed.

mod report;
mod sign;
mod verify;

pub use report::{ReportArgs, call_csv, call_table};
pub use sign::SignArgs;
pub use verify::{VerifyArgs, recorded};

use crate::clock::Moment;
use crate::directory::{
    Directory, Finding, Hotline, HotlineRef, Openness, Query, SHIPPED, STALE_DAYS, Stale, check, day_in_almaty,
};
use crate::vocab::{Audience, Flag, Flags, Kind, Kinds, Lang, Region};
use clap::Subcommand;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The name by which the file inside the binary is called.
const SHIPPED_NAME: &str = "content/hotlines.toml";

/// Work with the hotline directory.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done with a hotline file.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a hotline file: prints every problem as `file:line: what`, and exits with 1 if there is one.
    Check {
        /// The file; without it, the one that is part of this program.
        file: Option<PathBuf>,
    },
    /// List the hotlines a person would be shown, in that order.
    List(ListArgs),
    /// Sign a hotline file as the roster's authority, so that a service shows it in the place of its own (HOTLINES).
    Sign(SignArgs),
    /// Write down in the file that an entry was phoned: by whom, and on which day.
    Verify(VerifyArgs),
    /// Whom to phone next, why, and what to ask.
    Report(ReportArgs),
}

/// What is known about the person who asks; what is left out filters nothing.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The file to list from; without it, the one that is part of this program.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A kind of violence, such as `physical` or `forced_marriage`; may be given several times.
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    pub kinds: Vec<Kind>,
    /// A region by its code, such as `KZ-75`.
    #[arg(long, value_name = "KZ-nn", value_parser = region)]
    pub region: Option<Region>,
    /// The language of the texts: `kk`, `ru` or `en`.
    #[arg(long, default_value = "en", value_parser = lang)]
    pub lang: Lang,
    /// The moment of asking, such as `2026-11-24T21:00:00+05:00`; now if left out.
    #[arg(long, value_name = "RFC 3339", value_parser = moment)]
    pub at: Option<Moment>,
    /// `adult` or `minor`.
    #[arg(long, value_parser = audience)]
    pub audience: Option<Audience>,
    /// A flag, such as `immediate_danger` or `cannot_speak`; may be given several times.
    #[arg(long = "flag", value_name = "FLAG", value_parser = flag)]
    pub flags: Vec<Flag>,
}

impl ListArgs {
    /// The question these arguments ask.
    #[must_use]
    pub fn query(&self, now: Moment) -> Query {
        Query {
            kinds: self.kinds.iter().copied().collect::<Kinds>(),
            flags: self.flags.iter().copied().collect::<Flags>(),
            region: self.region,
            language: self.lang,
            audience: self.audience,
            now: self.at.unwrap_or(now),
        }
    }
}

/// What the check of a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// The file may be used; the text says what is in it and what is old.
    Good(String),
    /// The file must not be used; the text says why, line by line.
    Refused(String),
}

/// Does what the arguments ask for. Exits with 1 if a file is refused, cannot be read, or nothing can be printed.
#[must_use]
pub fn run(args: &Args, now: Moment) -> ExitCode {
    let report = match &args.command {
        Command::List(list) => list_from(list, now),
        Command::Check { file: None } => check_report(SHIPPED.as_bytes(), SHIPPED_NAME, now),
        Command::Check { file: Some(path) } => match std::fs::read(path) {
            Ok(bytes) => check_report(&bytes, &path.display().to_string(), now),
            Err(error) => Report::Refused(format!("{}: {error}\n", path.display())),
        },
        Command::Sign(args) => told_or_refused(sign::sign(args, now)),
        Command::Verify(args) => told_or_refused(verify::verify(args, now)),
        Command::Report(args) => report::from_file(args, now),
    };
    let printed = match &report {
        Report::Good(text) => std::io::stdout().write_all(text.as_bytes()),
        Report::Refused(text) => std::io::stderr().write_all(text.as_bytes()),
    };
    match (report, printed) {
        (Report::Good(_), Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn told_or_refused(done: anyhow::Result<String>) -> Report {
    match done {
        Ok(said) => Report::Good(said),
        Err(error) => Report::Refused(format!("{error:#}\n")),
    }
}

fn list_from(list: &ListArgs, now: Moment) -> Report {
    told_of(list.file.as_deref(), now, |directory| list_report(directory, &list.query(now)))
}

/// What is told of a file, or of the one in this program; a file that cannot be used is told like in a check.
fn told_of(file: Option<&Path>, now: Moment, tell: impl Fn(&Directory) -> String) -> Report {
    let Some(path) = file else { return Report::Good(tell(Directory::shipped())) };
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Report::Refused(format!("{name}: {error}\n")),
    };
    match std::str::from_utf8(&bytes).map(Directory::parse) {
        Ok(Ok(directory)) => Report::Good(tell(&directory)),
        _ => check_report(&bytes, &name, now),
    }
}

/// Checks the bytes of a file called `name`.
#[must_use]
pub fn check_report(bytes: &[u8], name: &str, now: Moment) -> Report {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            return Report::Refused(format!("{name}:{line}: not UTF-8\n"));
        }
    };
    let directory = match Directory::parse(text) {
        Ok(directory) => directory,
        Err(problems) => {
            let lines = problems.list().iter().map(|problem| format!("{name}:{}: {}\n", problem.line, problem.what));
            return Report::Refused(lines.collect());
        }
    };
    if let Err(unfit) = directory.fit() {
        return Report::Refused(format!("{name}: {unfit}\n"));
    }
    let findings = check(&directory, day_in_almaty(now));
    let mut lines = String::new();
    for finding in &findings {
        let weight = match finding {
            finding if finding.is_error() => "",
            finding if finding.is_stale() => "stale: ",
            _ => "warning: ",
        };
        let what = told(finding, &directory);
        lines.extend([format!("{name}:{}: {weight}{what}\n", finding.line())]);
    }
    if findings.iter().any(Finding::is_error) {
        return Report::Refused(lines);
    }
    let every = directory.every();
    let count = |is: &dyn Fn(&Hotline) -> bool| every.iter().filter(|hotline| is(hotline)).count();
    let numbered = |hotline: &Hotline| !hotline.numbers().is_empty();
    let stale = findings.iter().filter(|finding| matches!(finding, Finding::Stale { .. })).count();
    lines.extend([format!(
        "{name}: good; {} entries, {} shown, {} with a number, {} of them phoned, {stale} stale\n",
        every.len(),
        count(&Hotline::is_shown),
        count(&numbered),
        count(&|hotline| numbered(hotline) && hotline.verified_at().is_some()),
    )]);
    Report::Good(lines)
}

fn told(finding: &Finding, directory: &Directory) -> String {
    let id = |hotline: HotlineRef| directory.get(hotline).map_or("?", Hotline::id);
    match finding {
        Finding::CollectedInFuture { .. } => "collected is in the future".into(),
        Finding::SourcesOld { days, .. } => format!("nobody went through the sources for {days} days"),
        Finding::PhonedInFuture { hotline, .. } => {
            format!("verified_at of '{}' is in the future", id(*hotline))
        }
        Finding::PhoneAgain { hotline, days, .. } => {
            format!("'{}' was last phoned {days} days ago; phone it again before day {STALE_DAYS}", id(*hotline))
        }
        Finding::Stale { hotline, stale: Stale::NeverPhoned, .. } => {
            format!("'{}' was never phoned", id(*hotline))
        }
        Finding::Stale { hotline, stale: Stale::PhonedDaysAgo(days), .. } => {
            format!("'{}' was last phoned {days} days ago", id(*hotline))
        }
    }
}

/// What [`Directory::pick`] answers, as a table.
#[must_use]
pub fn list_report(directory: &Directory, query: &Query) -> String {
    let head = ["ID", "REACH", "NOW", "FREE", "TELLS POLICE", "CHECKED", "NAME"].map(str::to_owned);
    let rows = directory.pick(query).into_iter().filter_map(|hotline| directory.get(hotline));
    let rows: Vec<[String; 7]> =
        std::iter::once(head).chain(rows.map(|hotline| row(directory, hotline, query))).collect();
    table(&rows)
}

/// Rows in columns as wide as their widest cell, the first row being the head.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(wide);
    let mut table = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{}", cells.join("  ").trim_end());
    }
    table
}

fn row(directory: &Directory, hotline: &Hotline, query: &Query) -> [String; 7] {
    let via = hotline.via().and_then(|via| directory.get(via)).map(|via| format!("via {}", via.id()));
    let numbers = hotline.numbers().iter().map(|number| number.dial().to_owned());
    let ways: Vec<String> = numbers.chain(hotline.web().iter().cloned()).chain(via).collect();
    let channels = || hotline.channels().iter().map(|channel| channel.name()).collect::<Vec<_>>().join(", ");
    [
        hotline.id().to_owned(),
        if ways.is_empty() { channels() } else { ways.join(", ") },
        match hotline.hours().open_at(query.now) {
            Openness::Open => "open",
            Openness::Closed => "closed",
            Openness::Unknown => "unknown",
        }
        .to_owned(),
        hotline.free().name().to_owned(),
        hotline.tells_police().name().to_owned(),
        match hotline.verified_at() {
            Some(day) => format!("phoned {day}"),
            None => format!("source {}", hotline.as_of()),
        },
        hotline.name(query.language).to_owned(),
    ]
}

fn kind(text: &str) -> Result<Kind, String> {
    text.parse().map_err(|()| one_of(Kind::ALL.map(Kind::name)))
}

fn region(text: &str) -> Result<Region, String> {
    text.to_ascii_uppercase().parse().map_err(|()| one_of(Region::ALL.map(Region::code)))
}

fn lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|()| one_of(Lang::ALL.map(Lang::code)))
}

fn audience(text: &str) -> Result<Audience, String> {
    text.parse().map_err(|()| one_of(Audience::ALL.map(Audience::name)))
}

fn flag(text: &str) -> Result<Flag, String> {
    Flag::ALL.into_iter().find(|flag| flag.name() == text).ok_or_else(|| one_of(Flag::ALL.map(Flag::name)))
}

fn moment(text: &str) -> Result<Moment, String> {
    let timestamp: Result<jiff::Timestamp, _> = text.parse();
    timestamp
        .map(|timestamp| Moment(timestamp.as_second()))
        .map_err(|_| "expected a moment with its offset, such as 2026-11-24T21:00:00+05:00".into())
}

fn one_of<const N: usize>(names: [&str; N]) -> String {
    format!("expected one of {}", names.join(", "))
}

//! `janynda hotlines verify`: writes down who phoned an entry, and when.
//!
//! Two lines of the file change, `verified_at` and `verified_by` of one entry; every other byte stays. The file is
//! checked before and after, and put in place whole. A line that is not written as `content/SCHEMA.md` has it is not
//! guessed at: then nothing is written. An entry that people do not see, or that has no number, cannot be phoned for
//! them and is refused.

use super::super::new_file::rewrite;
use super::{Report, check_report};
use crate::clock::Moment;
use crate::directory::{Directory, Hotline, day_in_almaty};
use crate::signed::signature_path;
use anyhow::{Context as _, Result, bail, ensure};
use jiff::civil::Date;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Which entry, who phoned it, when, and in which file.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The entry, by its id.
    pub id: String,
    /// The initials of whoever phoned. They stand in a public file: no full name.
    #[arg(long, value_name = "INITIALS", value_parser = initials)]
    pub by: String,
    /// The day of the call, in Almaty.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub on: Date,
    /// The file to write it into.
    #[arg(long, value_name = "FILE", default_value = "content/hotlines.toml")]
    pub file: PathBuf,
}

/// Edits the file, and says what changed.
pub(super) fn verify(args: &VerifyArgs, now: Moment) -> Result<String> {
    let name = args.file.display().to_string();
    // A link stays a link: the file behind it is edited.
    let path = args.file.canonicalize().with_context(|| format!("{name} cannot be read"))?;
    let bytes = std::fs::read(&path).with_context(|| format!("{name} cannot be read"))?;
    let (text, mut said) = recorded(&bytes, &name, args, now)?;
    if text.as_bytes() == bytes {
        return Ok(said);
    }
    let still = std::fs::read(&path).with_context(|| format!("{name} cannot be read"))?;
    ensure!(still == bytes, "{name} was changed meanwhile; nothing is written: run it again");
    rewrite(&path, &text)?;
    if signature_path(&path).exists() {
        writeln!(said, "The signature beside it no longer fits: janynda hotlines sign")?;
    }
    Ok(said)
}

/// The text of a file called `name` with the call written into it, and what is to be said. The same text if it stands
/// there already.
pub fn recorded(bytes: &[u8], name: &str, args: &VerifyArgs, now: Moment) -> Result<(String, String)> {
    good(bytes, name, now)?;
    let text = std::str::from_utf8(bytes).with_context(|| format!("{name}: not UTF-8"))?;
    let before = Directory::parse(text)?;
    let today = day_in_almaty(now);
    let VerifyArgs { id, by, on, .. } = args;
    ensure!(*on <= today, "{on} is still to come: it is {today} in Almaty. Nothing is written");
    let Some(entry) = before.by_id(id).and_then(|at| before.get(at)) else {
        bail!("{name} has no entry '{id}'; janynda hotlines report --file {name} names those to phone");
    };
    if !entry.is_shown() {
        bail!(
            "'{id}' is hidden (show = false): nobody is shown it, so nothing is written. Phoned and right: set show = \
             true, with sources, as_of and confidence, and run this again. Phoned and wrong: say so in its note"
        );
    }
    if entry.numbers().is_empty() {
        let way = entry.via().and_then(|via| before.get(via));
        let way = way.map_or_else(String::new, |way| format!(" It is reached through '{}'.", way.id()));
        bail!("'{id}' has no number that people are shown: there is nothing to phone, so nothing is written.{way}");
    }
    match (entry.verified_at(), entry.verified_by()) {
        (Some(known), _) if known > *on => {
            bail!("'{id}' was phoned on {known}, which is later than {on}: nothing is written")
        }
        (Some(known), Some(who)) if known == *on && who == by => {
            return Ok((text.to_owned(), format!("'{id}' stands there as phoned on {on} by {by} already\n")));
        }
        _ => {}
    }
    let (edited, line) = edited(text, id, &[("verified_at", &on.to_string()), ("verified_by", by)])
        .map_err(|line| anyhow::anyhow!("{name}:{line}: not written as SCHEMA.md has it; edit '{id}' by hand"))?;
    good(edited.as_bytes(), name, now).context("the edited text would be refused; nothing is written")?;
    ensure!(
        only_this_changed(&before, &Directory::parse(&edited)?, args),
        "{name} is not laid out in a way that is understood here; nothing is written: edit '{id}' by hand"
    );
    let was = entry.verified_at().map_or("never phoned before".to_owned(), |day| format!("before: {day}"));
    Ok((edited, format!("{name}:{line}: '{id}' was phoned on {on} by {by} ({was})\n")))
}

/// Refuses what `janynda hotlines check` refuses, in its words.
fn good(bytes: &[u8], name: &str, now: Moment) -> Result<()> {
    match check_report(bytes, name, now) {
        Report::Good(_) => Ok(()),
        Report::Refused(problems) => bail!("{problems}nothing is written: the file is refused as it stands"),
    }
}

/// Whether the call stands in its entry, and every other entry says what it said.
fn only_this_changed(before: &Directory, after: &Directory, args: &VerifyArgs) -> bool {
    let same = |one: &Hotline, other: &Hotline| {
        let phoned = if one.id() == args.id {
            (Some(args.on), Some(args.by.as_str()))
        } else {
            (one.verified_at(), one.verified_by())
        };
        one.id() == other.id() && phoned == (other.verified_at(), other.verified_by())
    };
    let (before, after) = (before.every(), after.every());
    before.len() == after.len() && before.iter().zip(after).all(|(one, other)| same(one, other))
}

/// The text with other values at some keys of one entry, and the line of the first; or the line that is not
/// understood.
fn edited(text: &str, id: &str, values: &[(&str, &str)]) -> Result<(String, usize), usize> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let is_header = |line: &String| line.trim_end() == "[[hotline]]";
    let at_id =
        one(lines.iter().enumerate().filter(|(_, line)| holds(line, "id", id)).map(|(at, _)| at)).ok_or(1_usize)?;
    let first = lines[..at_id].iter().rposition(is_header).ok_or(at_id + 1)?;
    let end = lines[at_id..].iter().position(is_header).map_or(lines.len(), |more| at_id + more);
    let mut shown = None;
    for (key, value) in values {
        let begins = format!("{key} = ");
        let at = (first..end).filter(|at| lines[*at].starts_with(&begins));
        let at = one(at).ok_or(first + 1)?;
        lines[at] = parts(&lines[at], key).map(|(_, rest)| format!("{key} = \"{value}\"{rest}")).ok_or(at + 1)?;
        shown = shown.or(Some(at + 1));
    }
    Ok((lines.concat(), shown.unwrap_or(first + 1)))
}

/// The only one of several, if there is exactly one.
fn one<T>(mut several: impl Iterator<Item = T>) -> Option<T> {
    several.next().filter(|_| several.next().is_none())
}

fn holds(line: &str, key: &str, value: &str) -> bool {
    parts(line, key).is_some_and(|(found, _)| found == value)
}

/// The plain text at a key, and what stands behind its closing quote: nothing, or a comment.
fn parts<'l>(line: &'l str, key: &str) -> Option<(&'l str, &'l str)> {
    let (value, rest) = line.strip_prefix(key)?.strip_prefix(" = \"")?.split_once('"')?;
    let plain = !value.contains('\\');
    let comment = rest.trim().is_empty() || rest.trim_start().starts_with('#') && rest.starts_with(' ');
    (plain && comment).then_some((value, rest))
}

/// The longest initials: `A.-M. T.` fits, a full name seldom.
const INITIALS_MAX: usize = 10;

fn initials(text: &str) -> Result<String, String> {
    let good = text.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | ' '))
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().count() <= INITIALS_MAX;
    if good {
        Ok(text.to_owned())
    } else {
        Err(format!("expected initials, such as A.T., at most {INITIALS_MAX} characters"))
    }
}

fn day(text: &str) -> Result<Date, String> {
    let date: Option<Date> = text.parse().ok();
    date.filter(|date| date.to_string() == text).ok_or_else(|| "expected a day, such as 2026-11-24".to_owned())
}

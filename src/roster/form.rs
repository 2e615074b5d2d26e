//! The canonical text of a roster. One spelling: whatever the parser takes, the writer writes, byte for byte.

use super::{Counsellor, Duty, Error, MAX_BYTES, Recipient, Revoked, Roster, excerpt};
use crate::vocab::{Audience, Lang};
use jiff::civil::Date;
use std::str::FromStr;

const MAGIC: &str = "janynda-roster-v1";

/// Lines before the first counsellor.
const HEAD: usize = 5;

pub(super) fn write(roster: &Roster) -> String {
    let mut lines = vec![
        MAGIC.to_owned(),
        format!("deployment {}", roster.deployment),
        format!("version {}", roster.version),
        format!("issued {}", roster.issued),
        format!("not-after {}", roster.not_after),
    ];
    lines.extend(sorted(&roster.counsellors, |one| &one.name).into_iter().map(counsellor_line));
    lines.extend(sorted(&roster.recovery, |one| one).into_iter().map(|one| format!("recovery recipient={one}")));
    lines.extend(
        sorted(&roster.revoked, |one| &one.recipient)
            .into_iter()
            .map(|one| format!("revoked recipient={} on={}", one.recipient, one.on)),
    );
    lines.push(String::new());
    lines.join("\n")
}

/// The line of a listed recipient in the canonical text.
pub(super) fn line_of(roster: &Roster, recipient: &Recipient) -> usize {
    let counsellors = sorted(&roster.counsellors, |one| &one.name).into_iter().map(|one| &one.recipient);
    let listed = counsellors.chain(sorted(&roster.recovery, |one| one));
    HEAD + 1 + listed.take_while(|one| *one != recipient).count()
}

fn sorted<'a, T, K: Ord + 'a>(items: &'a [T], key: impl Fn(&'a T) -> &'a K) -> Vec<&'a T> {
    let mut items: Vec<_> = items.iter().collect();
    items.sort_by_key(|item| key(item));
    items
}

fn counsellor_line(one: &Counsellor) -> String {
    let languages = Lang::ALL.into_iter().filter(|lang| one.languages.contains(lang)).map(Lang::code);
    let audiences = Audience::ALL.into_iter().filter(|audience| one.audiences.contains(audience)).map(Audience::name);
    format!(
        "counsellor alias={} recipient={} languages={} audiences={} duty={} role={} since={}",
        one.name,
        one.recipient,
        languages.collect::<Vec<_>>().join(","),
        audiences.collect::<Vec<_>>().join(","),
        one.duty.to_text(),
        one.role.name(),
        one.since
    )
}

pub(super) fn parse(text: &[u8]) -> Result<Roster, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLarge { size: text.len(), limit: MAX_BYTES });
    }
    let text = plain(text)?;
    let mut lines = Lines { rest: text.split_terminator('\n').peekable(), line: 1 };

    lines.take("`janynda-roster-v1`", |line| (line == MAGIC).then_some(()))?;
    let roster = Roster {
        deployment: lines.take("`deployment <id>`", |line| after(line, "deployment "))?,
        version: lines.take("`version <number from 1>`", version)?,
        issued: lines.take("`issued <YYYY-MM-DD>`", |line| date(line.strip_prefix("issued ")?))?,
        not_after: lines.take("`not-after <YYYY-MM-DD>`", |line| date(line.strip_prefix("not-after ")?))?,
        counsellors: lines.section("counsellor ", COUNSELLOR, counsellor, |one| &one.name)?,
        recovery: lines.section("recovery ", RECOVERY, |line| after(line, "recipient="), |one| one)?,
        revoked: lines.section("revoked ", REVOKED, revoked, |one| &one.recipient)?,
    };
    if let Some(line) = lines.rest.next() {
        return Err(lines.wrong("a counsellor, recovery or revoked line, in this order, or the end", line));
    }
    canonical(&roster, text)?;
    Ok(roster)
}

const COUNSELLOR: &str = "`counsellor alias=… recipient=age1… languages=kk,ru,en audiences=adult,minor \
    duty=mon-fri/09:00-18:00 role=counsellor|lead since=<YYYY-MM-DD>` with an alias after the one above";
const RECOVERY: &str = "`recovery recipient=age1…` with a recipient after the one above";
const REVOKED: &str = "`revoked recipient=age1… on=<YYYY-MM-DD>` with a recipient after the one above";

/// Printable ASCII and LF, with one LF at the end.
fn plain(bytes: &[u8]) -> Result<&str, Error> {
    let odd = bytes.iter().position(|byte| !matches!(byte, b'\n' | b' '..=b'~'));
    if let Some(at) = odd {
        let line = 1 + bytes[..at].split(|byte| *byte == b'\n').skip(1).count();
        let found = match bytes[at] {
            b'\r' => "a carriage return".to_owned(),
            0xef if bytes.starts_with(b"\xef\xbb\xbf") => "a byte order mark".to_owned(),
            byte => format!("byte 0x{byte:02x}"),
        };
        return Err(Error::Line { line, expected: "printable ASCII with LF line ends", found });
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if text.ends_with('\n') {
        return Ok(text);
    }
    let (line, last) = text.split('\n').enumerate().last().unwrap_or_default();
    Err(Error::Line { line: line + 1, expected: "a line that ends with LF", found: excerpt(last) })
}

/// A belt over the parser's braces: a text that reads well but would be written differently is refused.
fn canonical(roster: &Roster, text: &str) -> Result<(), Error> {
    let written = roster.to_text();
    if written == text {
        return Ok(());
    }
    let same = text.split('\n').zip(written.split('\n')).take_while(|(found, wanted)| found == wanted).count();
    let found = excerpt(text.split('\n').nth(same).unwrap_or_default());
    Err(Error::Line { line: same + 1, expected: "the canonical spelling (order, case, spaces)", found })
}

struct Lines<'a, I: Iterator<Item = &'a str>> {
    rest: std::iter::Peekable<I>,
    /// The number of the line that comes next.
    line: usize,
}

impl<'a, I: Iterator<Item = &'a str>> Lines<'a, I> {
    fn wrong(&self, expected: &'static str, found: &str) -> Error {
        Error::Line { line: self.line, expected, found: excerpt(found) }
    }

    /// The next line, if `read` understands it.
    fn take<T>(&mut self, expected: &'static str, read: impl FnOnce(&'a str) -> Option<T>) -> Result<T, Error> {
        let Some(line) = self.rest.next() else {
            return Err(Error::Line { line: self.line, expected, found: "the end".to_owned() });
        };
        let value = read(line).ok_or_else(|| self.wrong(expected, line))?;
        self.line += 1;
        Ok(value)
    }

    /// All lines that start with `word`, in strictly ascending order of `key`, so that none stands twice.
    fn section<T, K: Ord>(
        &mut self,
        word: &str,
        expected: &'static str,
        read: impl Fn(&'a str) -> Option<T>,
        key: impl Fn(&T) -> &K,
    ) -> Result<Vec<T>, Error> {
        let mut items: Vec<T> = Vec::new();
        while self.rest.peek().is_some_and(|line| line.starts_with(word)) {
            let item = self.take(expected, |line| {
                let item = read(line.strip_prefix(word)?)?;
                items.last().is_none_or(|last| key(last) < key(&item)).then_some(item)
            })?;
            items.push(item);
        }
        Ok(items)
    }
}

fn after<T: FromStr>(text: &str, prefix: &str) -> Option<T> {
    text.strip_prefix(prefix)?.parse().ok()
}

fn version(line: &str) -> Option<u32> {
    let digits = line.strip_prefix("version ")?;
    digits.parse().ok().filter(|version: &u32| *version > 0 && version.to_string() == digits)
}

fn date(text: &str) -> Option<Date> {
    text.parse().ok().filter(|date: &Date| date.to_string() == text)
}

fn counsellor(line: &str) -> Option<Counsellor> {
    let mut words = line.split(' ');
    let mut word = |name: &str| words.next()?.strip_prefix(name);
    let one = Counsellor {
        name: word("alias=")?.parse().ok()?,
        recipient: word("recipient=")?.parse().ok()?,
        languages: list(word("languages=")?)?,
        audiences: list(word("audiences=")?)?,
        duty: Duty::parse(word("duty=")?)?,
        role: word("role=")?.parse().ok()?,
        since: date(word("since=")?)?,
    };
    words.next().is_none().then_some(one)
}

fn list<T: FromStr>(text: &str) -> Option<Vec<T>> {
    text.split(',').map(|one| one.parse().ok()).collect()
}

fn revoked(line: &str) -> Option<Revoked> {
    let (recipient, on) = line.split_once(' ')?;
    Some(Revoked { recipient: after(recipient, "recipient=")?, on: date(on.strip_prefix("on=")?)? })
}

//! From text to a directory, or to every problem in it.

use super::draft::{self, Draft};
use super::fields::{Fields, Lines};
use super::hotline::HotlineRef;
use super::problems::{Gathered, Problems};
use super::terms::Words;
use super::{Directory, forms, layout, links};
use crate::vocab::Region;
use jiff::civil::Date;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// Ten times the shipped file. More is not a hotline file, and every handle must fit in two bytes.
const MAX_BYTES: usize = 1 << 20;

/// An open bracket breaks every line below it: after so many, syntax problems are echoes.
const MAX_SYNTAX: usize = 5;

const TOP: [&str; 6] = ["schema", "collected", "always", "emergency", "regions", "hotline"];

pub(super) fn parse(text: &str) -> Result<Directory, Problems> {
    let mut problems = Gathered::default();
    if text.len() > MAX_BYTES {
        problems.add(1, format!("{} bytes are no hotline file; at most {MAX_BYTES}", text.len()));
        return Err(problems.refused());
    }
    layout::look(text, &mut problems);
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MAX_SYNTAX) {
        let line = error.span().map_or(1, |span| lines.line(span.start));
        problems.add(line, format!("TOML: {}", error.message().replace('\n', " ")));
    }
    if !errors.is_empty() {
        // What could be read of a broken table is a guess.
        return Err(problems.refused());
    }
    read(table.get_ref(), &lines, problems)
}

fn read(table: &DeTable<'_>, lines: &Lines, mut problems: Gathered) -> Result<Directory, Problems> {
    let top = Fields::of(table, 1, lines);
    let collected = head(&top, &mut problems);
    let regions = regions(&top, lines, &mut problems);
    let drafts = drafts(&top, lines, collected, &mut problems);

    let known = links::by_id(&drafts, &mut problems);
    links::via(&drafts, &known, &mut problems);
    let always = links::first_lines(&top, "always", &known, &mut problems);
    let emergency = links::first_lines(&top, "emergency", &known, &mut problems);
    links::trust_line(&top, always.as_deref().unwrap_or_default(), &known, &mut problems);
    drop(known);
    let mut problems = problems.verdict()?;

    let ids: Vec<Option<String>> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let find = |id: &str| {
        let place = ids.iter().position(|known| known.as_deref() == Some(id))?;
        u16::try_from(place).ok().map(HotlineRef)
    };
    let all = |names: Option<Vec<String>>| names?.iter().map(|id| find(id)).collect::<Option<Vec<_>>>();
    let directory = (|| {
        Some(Directory {
            collected: collected?,
            collected_line: top.line("collected"),
            always: all(always)?,
            emergency: all(emergency)?,
            regions: regions?,
            hotlines: drafts.into_iter().map(|draft| draft.finish(find)).collect::<Option<_>>()?,
        })
    })();
    // Every value that is missing here left a problem above; should one not have, the file is refused all the same.
    directory.ok_or_else(|| {
        problems.add(1, "a value could not be read");
        problems.refused()
    })
}

/// `schema` and `collected`, and which keys stand at the top.
fn head(top: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Date> {
    for (key, line, _) in top.in_order() {
        if !TOP.contains(&key) {
            problems.add(line, format!("unknown top-level key '{key}'"));
        }
    }
    for key in TOP.iter().filter(|key| !top.has(key)) {
        problems.add(1, format!("top-level '{key}' is missing"));
    }
    if top.has("schema") && top.read::<u8>("schema", &mut Gathered::default()) != Some(2) {
        problems.add(top.line("schema"), "schema must be 2");
    }
    let date = top.value("collected").and_then(|value| day(value.get_ref()));
    if top.has("collected") && date.is_none() {
        problems.add(top.line("collected"), "collected must be a date");
    }
    date
}

fn day(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(moment) = value else { return None };
    let date = moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none())?;
    let [month, day] = [date.month, date.day].map(i8::try_from);
    Date::new(i16::try_from(date.year).ok()?, month.ok()?, day.ok()?).ok()
}

/// The names of every region, in the order of [`Region::ALL`].
fn regions(top: &Fields<'_, '_>, lines: &Lines, problems: &mut Gathered) -> Option<[Words; Region::ALL.len()]> {
    let value = top.value("regions")?;
    let header = top.line("regions");
    let DeValue::Table(table) = value.get_ref() else {
        problems.add(header, "regions must be a table");
        return None;
    };
    let fields = Fields::of(table, header, lines);
    for (code, line, _) in fields.in_order() {
        if code.parse::<Region>().is_err() {
            problems.add(line, format!("region '{code}' is not an ISO 3166-2 code of Kazakhstan, KZ-nn"));
        }
    }
    let mut names = Vec::new();
    for region in Region::ALL {
        if !fields.has(region.code()) {
            problems.add(header, format!("regions: {} is missing", region.code()));
        }
        names.extend(forms::words(&fields, region.code(), draft::NAME_MAX, problems));
    }
    names.try_into().ok()
}

fn drafts<'d, 'i>(
    top: &Fields<'d, 'i>,
    lines: &Lines,
    collected: Option<Date>,
    problems: &mut Gathered,
) -> Vec<Draft<'d, 'i>> {
    let Some(value) = top.value("hotline") else { return Vec::new() };
    let line = |value: &Spanned<DeValue<'_>>| lines.line(value.span().start);
    let DeValue::Array(entries) = value.get_ref() else {
        problems.add(top.line("hotline"), "hotline must be written [[hotline]]");
        return Vec::new();
    };
    let mut drafts = Vec::new();
    for entry in entries {
        match entry.get_ref() {
            DeValue::Table(table) => {
                drafts.push(draft::read(Fields::of(table, line(entry), lines), collected, problems));
            }
            _ => problems.add(line(entry), "hotline must be written [[hotline]]"),
        }
    }
    if drafts.is_empty() {
        problems.add(top.line("hotline"), "no [[hotline]]");
    }
    drafts
}

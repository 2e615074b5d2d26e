//! What is said about a hotline, beside its number and before the person calls (display rules of
//! `content/SCHEMA.md`).

use super::card::Detail;
use crate::directory::{Checked, Directory, Hotline, Hours, Note, Span, Tri};
use crate::text::{self, Value};
use crate::vocab::Lang;

/// The lines under a hotline's name and numbers.
pub fn lines(entry: &Hotline, detail: Detail, lang: Lang, directory: &Directory) -> Vec<String> {
    let word = |id: &str| text::say(lang, id, &[]);
    let with = |id: &str, name: &'static str, value: String| text::say(lang, id, &[(name, Value::Text(value.into()))]);
    let mut lines = Vec::new();
    match (entry.card(lang), entry.via().and_then(|via| directory.get(via))) {
        (Some(card), _) => lines.push(card.to_owned()),
        (None, Some(via)) => lines.push(with("hotline-via", "name", via.name(lang).to_owned())),
        (None, None) => {}
    }
    if detail == Detail::Full {
        if let Some(who) = entry.answers(lang) {
            lines.push(with("hotline-answers", "who", who.to_owned()));
        }
        let mut facts = Vec::new();
        if let Some(hours) = entry.hours_said() {
            facts.push(hours_said(hours, lang));
        }
        facts.push(word(match entry.free() {
            Tri::Yes => "hotline-free-yes",
            Tri::No => "hotline-free-no",
            Tri::Unknown => "hotline-free-unknown",
        }));
        facts.push(if entry.languages().is_empty() {
            word("hotline-languages-unknown")
        } else {
            entry.languages().iter().map(|l| word(&format!("language-{}", l.code()))).collect::<Vec<_>>().join(", ")
        });
        lines.push(facts.join(" · "));
    }
    let mut beside: Vec<String> = entry
        .notes()
        .into_iter()
        // The trace of a call is said once on the list and on CONSENT, not under each line of HELP.
        .filter(|note| {
            detail == Detail::Full || !matches!(note, Note::CallLeavesTrace | Note::NoNameNeeded | Note::AsksForName)
        })
        .map(|note| word(note_id(note)))
        .collect();
    beside.push(match entry.checked() {
        Checked::PhonedOn(day) => with("hotline-phoned", "date", day.to_string()),
        Checked::SourceOf(as_of) if entry.numbers().is_empty() => with("hotline-source", "date", as_of.to_string()),
        Checked::SourceOf(as_of) => with("hotline-not-phoned", "date", as_of.to_string()),
    });
    // One line a hotline on HELP, where several stand and the way on must stay in sight; a line each on the list.
    match detail {
        Detail::Brief => lines.push(beside.join(" · ")),
        Detail::Full => lines.extend(beside),
    }
    lines
}

const fn note_id(note: Note) -> &'static str {
    match note {
        Note::TellsPolice => "note-tells-police",
        Note::MayTellPolice => "note-may-tell-police",
        Note::KeepsFromPolice => "note-keeps-from-police",
        Note::AsksForName => "note-asks-for-name",
        Note::NoNameNeeded => "note-no-name-needed",
        Note::CallLeavesTrace => "note-call-leaves-trace",
        Note::SeesYourNumber => "note-sees-your-number",
    }
}

fn hours_said(hours: &Hours, lang: Lang) -> String {
    match hours {
        Hours::AroundTheClock => text::say(lang, "hotline-hours-always", &[]),
        Hours::Unknown => text::say(lang, "hotline-hours-unknown", &[]),
        Hours::Weekly(spans) => spans.iter().map(|span| span_said(*span, lang)).collect::<Vec<_>>().join("; "),
    }
}

fn span_said(span: Span, lang: Lang) -> String {
    let day = |day: jiff::civil::Weekday| text::say(lang, &format!("day-{}", day.to_monday_one_offset()), &[]);
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let days =
        if span.first == span.last { day(span.first) } else { format!("{} – {}", day(span.first), day(span.last)) };
    format!("{days} {}–{}", clock(span.from), clock(span.to))
}

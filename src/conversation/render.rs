//! A card in words: one text with marks (code, spoiler, bold) by position, and keys.
//!
//! Marks travel as positions, not as markup, so nothing a person wrote can become markup.

use super::card::{Arg, Card, Detail, Does, Field, Line};
use super::draft::Draft;
use super::hotline_lines;
use super::press::encode;
use super::state::State;
use crate::clock::Moment;
use crate::directory::{Directory, HotlineRef};
use crate::text::{self, Value};
use crate::vocab::{Allowed, DayPart, Lang, SomeoneElse};
use std::borrow::Cow;

/// A card as it is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The visible text.
    pub text: String,
    /// Styled parts of it, in order.
    pub marks: Vec<Mark>,
    /// Buttons, row by row.
    pub keys: Vec<Vec<Key>>,
}

/// A styled part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The style.
    pub style: Style,
    /// Where it begins, in UTF-16 code units as Telegram counts.
    pub start: usize,
    /// Its length, in UTF-16 code units.
    pub len: usize,
}

/// A style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "Telegram's own names")]
pub enum Style {
    Bold,
    Code,
    Spoiler,
}

/// A button as it is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// What stands on it.
    pub label: String,
    /// Callback data, or a text for the clipboard.
    pub action: Action,
}

/// What a key carries.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// `callback_data`, at most 64 bytes.
    Data(String),
    /// `copy_text`.
    Copy(String),
}

/// Marks a variable's beginning and end inside a formatted text; private-use characters that no locale contains and
/// that are taken out of everything a person wrote.
const CODE: char = '\u{e000}';
const SPOILER: char = '\u{e001}';
const END: char = '\u{e00f}';

/// Puts the card of a state into words.
#[must_use]
pub fn render(card: &Card, state: &State, directory: &Directory) -> Page {
    let draft = &state.draft;
    let lang = card.place.context.lang;
    let mut writer = Writer::default();
    for line in &card.lines {
        match line {
            Line::Gap => writer.gap(),
            Line::Say { lang: other, id, args } => {
                let lang = other.unwrap_or(lang);
                let values: Vec<(&str, Value<'_>)> =
                    args.iter().map(|(name, arg)| (*name, value(*arg, lang, draft, directory))).collect();
                let said = text::say(lang, id, &values);
                if id == "title" { writer.bold_line(&said) } else { writer.line(&said) }
            }
            Line::Hotline(at, detail) => hotline(&mut writer, *at, *detail, lang, directory),
        }
    }
    Page { keys: keys(card, state, directory), ..writer.page() }
}

fn keys(card: &Card, state: &State, directory: &Directory) -> Vec<Vec<Key>> {
    let lang = card.place.context.lang;
    let mut number = 0;
    let mut rows = Vec::with_capacity(card.rows.len());
    for row in &card.rows {
        let mut keys = Vec::with_capacity(row.len());
        for button in row {
            let mut label = text::label(lang, &button.label);
            if button.role == super::card::Role::Choice {
                number += 1;
                if card.numbered {
                    label = format!("{number}. {label}");
                }
            }
            let action = match button.does {
                Does::Press(press) => Action::Data(encode(&card.place, press, state.secret_for(press))),
                Does::Copy(at) => match first_number(at, directory) {
                    Some(number) => Action::Copy(number.to_owned()),
                    None => continue,
                },
            };
            keys.push(Key { label, action });
        }
        rows.push(keys);
    }
    rows
}

fn first_number(at: HotlineRef, directory: &Directory) -> Option<&str> {
    directory.get(at)?.numbers().first().map(crate::directory::Number::dial)
}

fn value<'a>(arg: Arg, lang: Lang, draft: &'a Draft, directory: &'a Directory) -> Value<'a> {
    let code = |text: &str| Value::Text(Cow::Owned(format!("{CODE}{text}{END}")));
    match arg {
        Arg::Count(count) => Value::Count(count),
        Arg::Dial(at) => code(first_number(at, directory).unwrap_or_default()),
        Arg::Time(moment) => Value::Text(Cow::Owned(time(moment, lang))),
        Arg::Region(region) => Value::Text(Cow::Borrowed(directory.region_name(region, lang))),
        Arg::Word(id) => Value::Text(Cow::Owned(text::say(lang, id, &[]))),
        Arg::Quote(words) => Value::Text(Cow::Borrowed(words)),
        Arg::CodeWord(word) => Value::Text(Cow::Owned(text::say(lang, &format!("code-word-{word}"), &[]))),
        Arg::Code(code) => Value::Text(Cow::Owned(format!("{SPOILER}{code}{END}"))),
        Arg::Field(field) => Value::Text(Cow::Owned(format!("{SPOILER}{}{END}", written(field, lang, draft)))),
    }
}

/// A field of the draft, cleaned of the characters that mark styles and of those that reorder a line.
fn written(field: Field, lang: Lang, draft: &Draft) -> String {
    let own = |text: &Option<crate::vocab::Plain>| clean(text.as_ref().map_or("", |text| text.expose()));
    let word = |id: &str| text::say(lang, id, &[]);
    match field {
        Field::How => word(&format!("how-{}", draft.how.unwrap_or(crate::vocab::How::Call).name())),
        Field::Number => own(&draft.number),
        Field::When => {
            let when = draft.when();
            let part = word(&format!("when-{}", when.part.name()));
            if matches!(when.part, DayPart::Any | DayPart::Now) {
                part
            } else {
                format!("{part}, {}", word(&format!("days-{}", when.days.name())))
            }
        }
        Field::SomeoneElse => {
            let answer = draft.someone_else.unwrap_or(SomeoneElse::HangUp);
            let allowed = |allowed: Option<Allowed>| match allowed.unwrap_or(Allowed::No) {
                Allowed::Yes => "yes",
                Allowed::No => "no",
            };
            [
                word(&format!("someone-else-{}", answer.name())),
                word(&format!("review-voicemail-{}", allowed(draft.voicemail))),
                word(&format!("review-sms-{}", allowed(draft.sms))),
            ]
            .join(", ")
        }
        Field::Name => own(&draft.name),
        Field::CodeWord => match draft.suggested {
            Some(number) if draft.code_word.is_none() => word(&format!("code-word-{number}")),
            _ => own(&draft.code_word),
        },
        Field::Words => own(&draft.words),
    }
}

fn clean(text: &str) -> String {
    let hidden = |c: char| {
        matches!(c, '\u{e000}'..='\u{e00f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || (c.is_control() && c != '\n')
    };
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// "Tuesday, 18:00", in Almaty.
fn time(moment: Moment, lang: Lang) -> String {
    let Some(zoned) = moment.in_almaty() else { return String::new() };
    let day = text::say(lang, &format!("day-{}", zoned.weekday().to_monday_one_offset()), &[]);
    let clock = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
    text::say(lang, "day-and-time", &[("day", Value::Text(day.into())), ("time", Value::Text(clock.into()))])
}

fn hotline(writer: &mut Writer, at: HotlineRef, detail: Detail, lang: Lang, directory: &Directory) {
    let Some(entry) = directory.get(at) else { return };
    writer.bold_line(entry.name(lang));
    if !entry.numbers().is_empty() {
        let numbers: Vec<String> =
            entry.numbers().iter().map(|number| format!("{CODE}{}{END}", number.dial())).collect();
        writer.line(&numbers.join(" · "));
    }
    for address in entry.web() {
        writer.line(address);
    }
    for line in hotline_lines::lines(entry, detail, lang, directory) {
        writer.line(&line);
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Length so far, in UTF-16 code units.
    units: usize,
    marks: Vec<Mark>,
}

impl Writer {
    fn newline(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
            self.units += 1;
        }
    }

    fn gap(&mut self) {
        self.newline();
    }

    fn bold_line(&mut self, said: &str) {
        self.newline();
        let start = self.units;
        self.styled(said);
        self.marks.push(Mark { style: Style::Bold, start, len: self.units - start });
    }

    fn line(&mut self, said: &str) {
        if said.is_empty() {
            return;
        }
        self.newline();
        self.styled(said);
    }

    /// Copies a text, turning its marked variables into marks.
    fn styled(&mut self, said: &str) {
        let mut open = None;
        for c in said.chars() {
            match (c, open) {
                (CODE, _) => open = Some((Style::Code, self.units)),
                (SPOILER, _) => open = Some((Style::Spoiler, self.units)),
                (END, Some((style, start))) => {
                    if self.units > start {
                        self.marks.push(Mark { style, start, len: self.units - start });
                    }
                    open = None;
                }
                (END, None) => {}
                (c, _) => {
                    self.text.push(c);
                    self.units += c.len_utf16();
                }
            }
        }
    }

    fn page(self) -> Page {
        Page { text: self.text, marks: self.marks, keys: Vec::new() }
    }
}

//! Every text that people are shown, with what a reader must know about it.

use super::words;
use crate::directory::Directory;
use crate::guidance::{self, Review};
use crate::text::{self, Value};
use crate::vocab::{Lang, Region};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One text in three languages.
pub(super) struct Text {
    /// Its Fluent id, or `hotline:ID.FIELD`, `region:CODE`.
    pub id: String,
    /// The comment it stands under in the English file; empty for hotlines.
    pub heading: String,
    /// Where it comes from, for each language: file and line, or sources and their date.
    pub source: [String; 3],
    /// What a lawyer said of it, in the words of each sheet; empty where nobody need be asked.
    pub review: [String; 3],
    /// As people read it, with examples filled in; several forms where it counts something.
    pub forms: [Vec<String>; 3],
}

/// Counts that bring out every plural form of the three languages.
const COUNTS: [u64; 3] = [1, 3, 14];

/// What stands outside of the cards; it is read last.
const AROUND: &str = "system.ftl";

/// Every text of the locales in the order of the files, cards first, then the shown entries of the directory.
pub(super) fn all(directory: &Directory) -> Vec<Text> {
    let files = text::shipped();
    let places = files.each_ref().map(|(_, files)| places(files));
    let english = files.iter().filter(|(lang, _)| *lang == Lang::En).flat_map(|(_, files)| files);
    let (around, cards): (Vec<_>, Vec<_>) = english.partition(|(file, _)| file.ends_with(AROUND));
    let ids = cards.into_iter().chain(around).flat_map(|(_, text)| messages(text));
    let locales = ids.map(|(id, _, heading)| {
        let checked = Checked::of(id);
        let place = places.each_ref().map(|places| places.get(id).cloned().unwrap_or_default());
        Text {
            source: place
                .map(|place| if checked.source.is_empty() { place } else { format!("{} · {place}", checked.source) }),
            review: Lang::ALL.map(|lang| checked.review_said(lang)),
            forms: Lang::ALL.map(|lang| forms(directory, lang, id, &checked)),
            heading,
            id: id.to_owned(),
        }
    });
    locales.chain(entries(directory)).collect()
}

/// What the data files know of a step or a fact; nothing of any other text.
#[derive(Default)]
struct Checked {
    /// Who says so, when, and where it can be read.
    source: String,
    /// What a lawyer said of it.
    review: Option<&'static Review>,
    /// Its own variables.
    values: Vec<(&'static str, &'static str)>,
}

impl Checked {
    fn of(id: &str) -> Checked {
        if let Some(step) = guidance::steps().every().iter().find(|step| step.text == id) {
            return Checked {
                source: format!("{}, {} · {}", step.source, step.as_of, step.url),
                review: Some(&step.review),
                values: step.site.iter().map(|site| ("site", site.as_str())).collect(),
            };
        }
        let fact = guidance::facts().every().iter().find(|fact| fact.text == id);
        fact.map_or_else(Checked::default, |fact| Checked {
            source: format!("{}, {} · {}", fact.publisher, fact.year, fact.url),
            review: None,
            values: ["a", "b", "c", "d"].into_iter().zip(fact.figures.iter().map(String::as_str)).collect(),
        })
    }

    fn review_said(&self, lang: Lang) -> String {
        match self.review {
            Some(Review::Withheld) => words::of(lang).withheld.to_owned(),
            Some(Review::Done { by, on }) => format!("{}: {by}, {on}", words::of(lang).confirmed),
            Some(Review::NotNeeded) | None => String::new(),
        }
    }
}

/// The messages of a Fluent file: id, line from 1, and the comment above them, which holds until the next one.
fn messages(text: &str) -> Vec<(&str, usize, String)> {
    let mut found = Vec::new();
    let mut heading: Vec<&str> = Vec::new();
    let mut in_comment = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(comment) = line.strip_prefix('#') {
            if !in_comment {
                heading.clear();
            }
            heading.push(comment.trim_start_matches('#').trim());
        } else if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once('=')
        {
            found.push((id.trim(), number, heading.join(" ")));
        }
        in_comment = line.starts_with('#');
    }
    found
}

/// File and line of each message of one language.
fn places(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    for (file, text) in files {
        for (id, line, _) in messages(text) {
            places.insert(id.to_owned(), format!("content/locales/{file}:{line}"));
        }
    }
    places
}

fn forms(directory: &Directory, lang: Lang, id: &str, checked: &Checked) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for count in COUNTS {
        let mut values = examples(directory, lang, count);
        values.extend(checked.values.iter().map(|(name, value)| (*name, Value::Text(Cow::Borrowed(*value)))));
        let said = text::say(lang, id, &values);
        if !forms.contains(&said) {
            forms.push(said);
        }
    }
    forms
}

/// A value for every variable. One that is not named here is shown by its name.
fn examples(directory: &Directory, lang: Lang, count: u64) -> Vec<(&'static str, Value<'static>)> {
    let text = |value: String| Value::Text(Cow::Owned(value));
    let entry = |id: &str| directory.by_id(id).and_then(|at| directory.get(at));
    let number = |id: &str| {
        let number = entry(id).and_then(|entry| entry.numbers().first());
        text(number.map_or_else(|| id.to_owned(), |number| number.dial().to_owned()))
    };
    let day = text::say(lang, "day-2", &[]);
    let time = [("day", text(day.clone())), ("time", text("18:00".to_owned()))];
    let moment = text::say(lang, "day-and-time", &time);
    let contact = entry("contact-111");
    let mut examples = vec![
        ("rescue", number("emergency-112")),
        ("police", number("police-102")),
        ("ambulance", number("ambulance-103")),
        ("contact", number("contact-111")),
        ("trust", number("trust-150")),
        ("until", text(moment.clone())),
        ("from", text(moment.clone())),
        ("time", text(moment)),
        ("day", text(day)),
        ("date", text("2026-11-20".to_owned())),
        ("region", text(directory.region_name(Region::Almaty, lang).to_owned())),
        ("word", text(text::say(lang, "code-word-0", &[]))),
        ("code", text("1234 5678 9012".to_owned())),
        ("value", text("…".to_owned())),
        ("text", text("…".to_owned())),
        ("year", text("2026".to_owned())),
        ("page", Value::Count(1)),
        ("pages", Value::Count(9)),
        ("limit", Value::Count(900)),
    ];
    examples.extend(contact.map(|entry| ("name", text(entry.name(lang).to_owned()))));
    examples.extend(contact.and_then(|entry| entry.answers(lang)).map(|who| ("who", text(who.to_owned()))));
    let counted = ["unclaimed", "claimed", "written", "receipts", "days", "hours", "minutes"];
    examples.extend(counted.map(|name| (name, Value::Count(count))));
    examples
}

/// Names and sentences of the entries that people are shown, and the names of regions.
fn entries(directory: &Directory) -> Vec<Text> {
    let mut texts = Vec::new();
    for hotline in directory.every().iter().filter(|hotline| hotline.is_shown()) {
        let source = format!("{} · {}", hotline.as_of(), hotline.sources().join(" "));
        let mut add = |field: &str, said: &dyn Fn(Lang) -> Option<String>| {
            let forms = Lang::ALL.map(|lang| said(lang).into_iter().collect::<Vec<_>>());
            if forms.iter().all(|forms| !forms.is_empty()) {
                let id = format!("hotline:{}.{field}", hotline.id());
                let source = [source.clone(), source.clone(), source.clone()];
                texts.push(Text { id, heading: String::new(), source, review: Default::default(), forms });
            }
        };
        add("name", &|lang| Some(hotline.name(lang).to_owned()));
        add("answers", &|lang| hotline.answers(lang).map(str::to_owned));
        add("card", &|lang| hotline.card(lang).map(str::to_owned));
    }
    texts.extend(Region::ALL.map(|region| Text {
        id: format!("region:{}", region.code()),
        heading: String::new(),
        source: Lang::ALL.map(|_| "ISO 3166-2".to_owned()),
        review: Default::default(),
        forms: Lang::ALL.map(|lang| vec![directory.region_name(region, lang).to_owned()]),
    }));
    texts
}

//! One `[[hotline]]` as far as it could be read, and the rules that need no other entry.

use super::fields::Fields;
use super::forms::{alone_or_several, is_kebab, is_source, is_web, named, text, texts, words};
use super::hotline::{Hotline, HotlineRef, Reach};
use super::hours::Hours;
use super::problems::Gathered;
use super::terms::{AsOf, Channel, Confidence, Number, Serves, Tri, Words};
use super::wording;
use crate::vocab::{Flag, Flags, Kind, Kinds, Lang};
use jiff::civil::Date;

/// The keys of an entry, in the order in which they stand.
const ORDER: [&str; 24] = [
    "id",
    "name",
    "numbers",
    "channels",
    "web",
    "hours",
    "free",
    "anonymous",
    "tells_police",
    "answers",
    "languages",
    "audience",
    "kinds",
    "flags",
    "regions",
    "via",
    "card",
    "sources",
    "as_of",
    "confidence",
    "show",
    "verified_at",
    "verified_by",
    "note",
];
const OPTIONAL: [&str; 3] = ["answers", "via", "card"];

/// Characters that fit on a line of a card.
pub(super) const NAME_MAX: usize = 80;
const ANSWERS_MAX: usize = 60;
const CARD_MAX: usize = 90;
/// The shortest remark that can say why an entry is hidden.
const WHY_MIN: usize = 10;

/// What could be read of an entry. A missing value left a problem, unless the key is optional.
pub(super) struct Draft<'d, 'i> {
    pub fields: Fields<'d, 'i>,
    pub id: Option<String>,
    pub name: Option<Words>,
    pub numbers: Option<Vec<Number>>,
    pub channels: Option<Vec<Channel>>,
    pub web: Option<Vec<String>>,
    hours: Option<Hours>,
    free: Option<Tri>,
    anonymous: Option<Tri>,
    tells_police: Option<Tri>,
    answers: Option<Words>,
    languages: Option<Vec<Lang>>,
    serves: Option<Vec<Serves>>,
    kinds: Option<Kinds>,
    flags: Option<Flags>,
    pub reach: Option<Reach>,
    pub via: Option<String>,
    pub card: Option<Words>,
    sources: Option<Vec<String>>,
    as_of: Option<AsOf>,
    pub confidence: Option<Confidence>,
    pub shown: Option<bool>,
    phoned: Option<(Date, String)>,
    note: Option<String>,
}

/// Reads one entry. `collected` is the day of the file, if it has one.
pub(super) fn read<'d, 'i>(fields: Fields<'d, 'i>, collected: Option<Date>, problems: &mut Gathered) -> Draft<'d, 'i> {
    keys(&fields, problems);
    let f = &fields;
    let shown = f.read("show", problems);
    let draft = Draft {
        id: text(f, "id", problems, is_kebab, "is not kebab-case"),
        name: words(f, "name", NAME_MAX, problems),
        numbers: f.list("numbers", problems),
        channels: f.list("channels", problems),
        web: texts(f, "web", problems, is_web, "is not an https address"),
        hours: f.read("hours", problems),
        free: f.read("free", problems),
        anonymous: f.read("anonymous", problems),
        tells_police: f.read("tells_police", problems),
        answers: words(f, "answers", ANSWERS_MAX, problems),
        languages: named(f, "languages", problems, "kk, ru, en", |code| code.parse().ok()),
        serves: serves(f, problems),
        kinds: kinds(f, problems),
        flags: flags(f, problems),
        reach: reach(f, problems),
        via: f.read("via", problems),
        card: words(f, "card", CARD_MAX, problems),
        sources: sources(f, problems),
        as_of: as_of(f, collected, problems),
        confidence: f.read("confidence", problems),
        shown,
        phoned: phoned(f, problems),
        note: note(f, shown, problems),
        fields,
    };
    draft.ways_in(problems);
    draft.sentences(problems);
    draft
}

fn keys(fields: &Fields<'_, '_>, problems: &mut Gathered) {
    let mut last: Option<(usize, &str)> = None;
    for (key, line, _) in fields.in_order() {
        let Some(place) = ORDER.iter().position(|known| *known == key) else {
            problems.add(line, format!("unknown key '{key}'"));
            continue;
        };
        if let Some((_, before)) = last.filter(|(earlier, _)| *earlier > place) {
            problems.add(line, format!("key '{key}' stands after '{before}': keep the order of SCHEMA.md"));
        }
        last = Some((place, key));
    }
    for key in ORDER.iter().filter(|key| !OPTIONAL.contains(key) && !fields.has(key)) {
        problems.add(fields.header, format!("key '{key}' is missing"));
    }
}

impl Draft<'_, '_> {
    /// Numbers, channels and addresses need each other, and a shown entry needs one of them.
    fn ways_in(&self, problems: &mut Gathered) {
        let (Some(numbers), Some(channels), Some(web)) = (&self.numbers, &self.channels, &self.web) else { return };
        let has = |channel| channels.contains(&channel);
        let line = self.fields.line("channels");
        if numbers.is_empty() == (has(Channel::Phone) || has(Channel::Whatsapp)) {
            problems.add(line, "numbers and the channels phone or whatsapp need each other");
        }
        if has(Channel::Whatsapp) && numbers.iter().any(|number| !number.dial().starts_with('+')) {
            problems.add(self.fields.line("numbers"), "numbers: a whatsapp number must be +E.164");
        }
        if web.is_empty() == has(Channel::Web) {
            problems.add(line, "web addresses and the channel web need each other");
        }
        if self.shown != Some(true) {
            return;
        }
        if self.confidence == Some(Confidence::Low) && !numbers.is_empty() {
            problems.add(self.fields.line("confidence"), "low confidence never shows a number");
        }
        let text_with_card = has(Channel::Text) && self.fields.has("card");
        let way = !numbers.is_empty()
            || !web.is_empty()
            || self.fields.has("via")
            || has(Channel::App)
            || has(Channel::Visit)
            || text_with_card;
        if !way {
            problems.add(line, "a shown entry needs a way in: number, web, app, visit, text with a card, or via");
        }
    }

    /// Rules of single texts: the card's sentence, the words of `answers`, the date of a shown entry.
    fn sentences(&self, problems: &mut Gathered) {
        for lang in Lang::ALL {
            let code = lang.code();
            for fault in self.card.iter().flat_map(|card| wording::card_faults(card.get(lang))) {
                problems.add(self.fields.line("card"), format!("card.{code} {fault}"));
            }
            self.spoken_numbers(lang, problems);
            let count = |answers: &Words| answers.get(lang).split_whitespace().count();
            if self.answers.as_ref().is_some_and(|answers| !(2..=6).contains(&count(answers))) {
                problems.add(self.fields.line("answers"), format!("answers.{code} must have 2 to 6 words"));
            }
        }
        if self.as_of == Some(AsOf::Unknown) && self.shown == Some(true) {
            problems.add(self.fields.line("as_of"), "an entry with as_of = unknown must have show = false");
        }
    }

    /// A number reaches a person from `numbers` only, where its source and its confidence count.
    fn spoken_numbers(&self, lang: Lang, problems: &mut Gathered) {
        let own = |number: &str| self.numbers.iter().flatten().any(|own| own.dial().trim_start_matches('+') == number);
        let texts = [("name", &self.name), ("answers", &self.answers), ("card", &self.card)];
        for (key, words) in texts {
            let text = words.as_ref().map_or("", |words| words.get(lang));
            for number in wording::numbers_outside(text) {
                if key == "card" || (self.shown == Some(true) && !own(number)) {
                    let what = format!("{key}.{}: number {number} belongs in 'numbers'", lang.code());
                    problems.add(self.fields.line(key), what);
                }
            }
        }
    }

    /// The entry, once no problem is left; `None` would mean that a value was lost without one.
    pub fn finish(self, find: impl Fn(&str) -> Option<HotlineRef>) -> Option<Hotline> {
        let via = match &self.via {
            Some(id) => Some(find(id)?),
            None => None,
        };
        Some(Hotline {
            verified_line: self.fields.line("verified_at"),
            via,
            id: self.id?,
            name: self.name?,
            numbers: self.numbers?,
            channels: self.channels?,
            web: self.web?,
            hours: self.hours?,
            free: self.free?,
            anonymous: self.anonymous?,
            tells_police: self.tells_police?,
            answers: self.answers,
            languages: self.languages?,
            serves: self.serves?,
            kinds: self.kinds?,
            flags: self.flags?,
            reach: self.reach?,
            card: self.card,
            sources: self.sources?,
            as_of: self.as_of?,
            confidence: self.confidence?,
            shown: self.shown?,
            phoned: self.phoned,
            note: self.note?,
        })
    }
}

fn serves(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Vec<Serves>> {
    let serves: Vec<Serves> = fields.list("audience", problems)?;
    alone_or_several(fields, "audience", &serves, |one| *one == Serves::Anyone, "'anyone'", problems);
    Some(serves)
}

fn kinds(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Kinds> {
    let every = Kinds::from_iter(Kind::ALL);
    let names = Kind::ALL.map(Kind::name).join(", ") + ", all";
    let sets: Vec<Kinds> = named(fields, "kinds", problems, &names, |name| match name {
        "all" => Some(every),
        name => name.parse().ok().map(|kind| Kinds::NONE.with(kind)),
    })?;
    alone_or_several(fields, "kinds", &sets, |set| *set == every, "'all'", problems);
    if sets.len() == Kind::ALL.len() {
        problems.add(fields.line("kinds"), "kinds: all nine are written [\"all\"]");
    }
    Some(sets.into_iter().fold(Kinds::NONE, |all, set| Kinds::from_bits(all.bits() | set.bits())))
}

fn flags(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Flags> {
    let known = [Flag::ImmediateDanger, Flag::SelfHarm, Flag::Minor, Flag::ThirdParty];
    let find = |name: &str| known.into_iter().find(|flag| flag.name() == name);
    named(fields, "flags", problems, &known.map(Flag::name).join(", "), find).map(Flags::from_iter)
}

fn reach(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Reach> {
    let expected = "national, international or the codes of [regions]";
    let list = named(fields, "regions", problems, expected, |name| match name {
        "national" => Some(Reach::National),
        "international" => Some(Reach::International),
        code => code.parse().ok().map(|region| Reach::Regions(vec![region])),
    })?;
    let is_alone = |reach: &Reach| !matches!(reach, Reach::Regions(_));
    alone_or_several(fields, "regions", &list, is_alone, "'national' or 'international'", problems);
    list.into_iter().reduce(|all, one| match (all, one) {
        (Reach::Regions(mut regions), Reach::Regions(more)) => {
            regions.extend(more);
            Reach::Regions(regions)
        }
        (all, _) => all,
    })
}

fn sources(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<Vec<String>> {
    let sources = texts(fields, "sources", problems, is_source, "is not an http(s) address")?;
    if sources.is_empty() {
        let number =
            fields.read::<Vec<String>>("numbers", &mut Gathered::default()).is_some_and(|list| !list.is_empty());
        let what =
            if number { "sources must not be empty: a number without a source" } else { "sources must not be empty" };
        problems.add(fields.line("sources"), what);
    }
    Some(sources)
}

fn as_of(fields: &Fields<'_, '_>, collected: Option<Date>, problems: &mut Gathered) -> Option<AsOf> {
    let text: String = fields.read("as_of", problems)?;
    let line = fields.line("as_of");
    let Some(as_of) = AsOf::read(&text) else {
        problems.add(line, format!("as_of: '{text}' is not YYYY, YYYY-MM, YYYY-MM-DD or unknown"));
        return None;
    };
    let day = as_of.first_day();
    if day.is_some_and(|day| day.year() < 2000 || collected.is_some_and(|collected| day > collected)) {
        problems.add(line, format!("as_of: {text} is after 'collected' or before 2000"));
    }
    Some(as_of)
}

fn phoned(fields: &Fields<'_, '_>, problems: &mut Gathered) -> Option<(Date, String)> {
    let (at, by): (Option<String>, Option<String>) =
        (fields.read("verified_at", problems), fields.read("verified_by", problems));
    let (at, by) = (at?, by?);
    let line = fields.line("verified_at");
    if at.is_empty() != by.trim().is_empty() {
        problems.add(line, "verified_at and verified_by are both empty or both filled");
    }
    if at.is_empty() {
        return None;
    }
    let Some(AsOf::Day(day)) = AsOf::read(&at) else {
        problems.add(line, format!("verified_at: '{at}' is not YYYY-MM-DD"));
        return None;
    };
    Some((day, by))
}

fn note(fields: &Fields<'_, '_>, shown: Option<bool>, problems: &mut Gathered) -> Option<String> {
    let note: String = fields.read("note", problems)?;
    let line = fields.line("note");
    if note.chars().any(wording::is_cyrillic) {
        problems.add(line, "note must be an English text (no Cyrillic)");
    }
    if shown == Some(false) && note.trim().chars().count() < WHY_MIN {
        problems.add(line, "a hidden entry must say why in its note");
    }
    Some(note)
}

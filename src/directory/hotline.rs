//! One entry of the directory, typed. Values of these types are proof that the file's rules were kept.

use super::hours::Hours;
use super::terms::{AsOf, Channel, Confidence, Number, Serves, Tri, Words};
use crate::vocab::{Flags, Kind, Kinds, Lang, Region};
use jiff::civil::Date;

/// A hotline by its place in its directory. Cards carry it instead of text; it fits in two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HotlineRef(pub(super) u16);

/// What may be said about how an entry was checked (display rule 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Somebody phoned it on this day.
    PhonedOn(Date),
    /// Nobody phoned; the newest source is of this date.
    SourceOf(AsOf),
}

/// What must be said beside a number, before the person calls (display rules 6 and 7). In the order of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// It passes cases to the police or works with it.
    TellsPolice,
    /// We do not know whether it tells the police. Never left out.
    MayTellPolice,
    /// A source says that it does not tell the police.
    KeepsFromPolice,
    /// It asks for a name.
    AsksForName,
    /// The service asks for no name.
    NoNameNeeded,
    /// The call may stay in the call list or on the bill, although no name is asked.
    CallLeavesTrace,
    /// The other side sees the writer's number.
    SeesYourNumber,
}

/// Where an entry works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    National,
    International,
    Regions(Vec<Region>),
}

/// One entry: a hotline, a service in writing, or a centre reached through another entry.
#[derive(Clone, Debug)]
pub struct Hotline {
    pub(super) id: String,
    pub(super) name: Words,
    pub(super) numbers: Vec<Number>,
    pub(super) channels: Vec<Channel>,
    pub(super) web: Vec<String>,
    pub(super) hours: Hours,
    pub(super) free: Tri,
    pub(super) anonymous: Tri,
    pub(super) tells_police: Tri,
    pub(super) answers: Option<Words>,
    pub(super) languages: Vec<Lang>,
    pub(super) serves: Vec<Serves>,
    /// All nine are written `["all"]`.
    pub(super) kinds: Kinds,
    pub(super) flags: Flags,
    pub(super) reach: Reach,
    pub(super) via: Option<HotlineRef>,
    pub(super) card: Option<Words>,
    pub(super) sources: Vec<String>,
    pub(super) as_of: AsOf,
    pub(super) confidence: Confidence,
    pub(super) shown: bool,
    pub(super) phoned: Option<(Date, String)>,
    pub(super) note: String,
    /// Line of `verified_at`, for findings.
    pub(super) verified_line: usize,
}

impl Hotline {
    /// Its kebab-case name in the file.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        self.name.get(lang)
    }

    /// One sentence for the person, if there is one.
    #[must_use]
    pub fn card(&self, lang: Lang) -> Option<&str> {
        self.card.as_ref().map(|words| words.get(lang))
    }

    /// Who picks up, if a source says so.
    #[must_use]
    pub fn answers(&self, lang: Lang) -> Option<&str> {
        self.answers.as_ref().map(|words| words.get(lang))
    }

    /// The numbers a person may see: none of a hidden entry, none of low confidence, whatever the file holds.
    #[must_use]
    pub fn numbers(&self) -> &[Number] {
        if self.shown && self.confidence != Confidence::Low { &self.numbers } else { &[] }
    }

    /// The ways in; may be none when [`Hotline::via`] is the way.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Its web addresses, all https.
    #[must_use]
    pub fn web(&self) -> &[String] {
        &self.web
    }

    /// When it answers.
    #[must_use]
    pub const fn hours(&self) -> &Hours {
        &self.hours
    }

    /// The hours to show; none for an entry reached only by web or app (display rule 2).
    #[must_use]
    pub fn hours_said(&self) -> Option<&Hours> {
        let machine = |channel: &Channel| matches!(channel, Channel::Web | Channel::App);
        let only_machines = !self.channels.is_empty() && self.channels.iter().all(machine);
        (!only_machines).then_some(&self.hours)
    }

    /// Whether using it costs nothing.
    #[must_use]
    pub const fn free(&self) -> Tri {
        self.free
    }

    /// Whether it asks for no name.
    #[must_use]
    pub const fn anonymous(&self) -> Tri {
        self.anonymous
    }

    /// Whether it passes cases to the police or works with it by design.
    #[must_use]
    pub const fn tells_police(&self) -> Tri {
        self.tells_police
    }

    /// The languages it is known to speak; empty means that no source says.
    #[must_use]
    pub fn languages(&self) -> &[Lang] {
        &self.languages
    }

    /// Whom it serves.
    #[must_use]
    pub fn serves(&self) -> &[Serves] {
        &self.serves
    }

    /// The kinds it takes; all nine when the file says "all".
    #[must_use]
    pub const fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Whether it takes every kind.
    pub const fn takes_every_kind(&self) -> bool {
        self.kinds.len() as usize == Kind::ALL.len()
    }

    /// The flags it fits.
    #[must_use]
    pub const fn flags(&self) -> Flags {
        self.flags
    }

    /// The regions it works in; empty for national and international entries.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        match &self.reach {
            Reach::Regions(regions) => regions,
            Reach::National | Reach::International => &[],
        }
    }

    /// Whether it works in the whole country.
    pub fn is_national(&self) -> bool {
        self.reach == Reach::National
    }

    /// Whether it works across borders.
    pub fn is_international(&self) -> bool {
        self.reach == Reach::International
    }

    /// The entry that connects to this one.
    #[must_use]
    pub const fn via(&self) -> Option<HotlineRef> {
        self.via
    }

    /// Where the facts come from: one address or more.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The date of the newest source.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// How far the sources can be trusted.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Whether it may be shown at all. Hidden entries are never picked or listed.
    pub const fn is_shown(&self) -> bool {
        self.shown
    }

    /// The day somebody phoned it.
    #[must_use]
    pub fn verified_at(&self) -> Option<Date> {
        self.phoned.as_ref().map(|(day, _)| *day)
    }

    /// Who phoned it. For operators.
    #[must_use]
    pub fn verified_by(&self) -> Option<&str> {
        self.phoned.as_ref().map(|(_, who)| who.as_str())
    }

    /// English remarks for operators; never for a person in need.
    #[must_use]
    pub fn remarks(&self) -> &str {
        &self.note
    }

    /// What may be said about how it was checked.
    #[must_use]
    pub fn checked(&self) -> Checked {
        self.verified_at().map_or(Checked::SourceOf(self.as_of), Checked::PhonedOn)
    }

    /// What must be said beside it.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = vec![match self.tells_police {
            Tri::Yes => Note::TellsPolice,
            Tri::Unknown => Note::MayTellPolice,
            Tri::No => Note::KeepsFromPolice,
        }];
        match self.anonymous {
            Tri::Yes => notes.push(Note::NoNameNeeded),
            Tri::No => notes.push(Note::AsksForName),
            Tri::Unknown => {}
        }
        if self.anonymous == Tri::Yes && self.channels.contains(&Channel::Phone) {
            notes.push(Note::CallLeavesTrace);
        }
        if self.channels.contains(&Channel::Whatsapp) {
            notes.push(Note::SeesYourNumber);
        }
        notes
    }

    /// Whether it can be reached without a voice: text, `WhatsApp`, web or app.
    pub fn is_written(&self) -> bool {
        self.channels.iter().any(|channel| channel.is_written())
    }

    /// Whether it is a children's line: for children, at most with their families, and nobody else.
    pub fn is_for_children(&self) -> bool {
        self.serves.contains(&Serves::Children)
            && self.serves.iter().all(|serves| matches!(serves, Serves::Children | Serves::Families))
    }
}

//! The choice of what to show, and in which order (display rule 8 of `content/SCHEMA.md`).

use super::{Directory, Hotline, HotlineRef, Openness, Serves};
use crate::clock::Moment;
use crate::vocab::{Audience, Flag, Flags, Kinds, Lang, Region};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::fmt;

/// What is known about a person who asks. A skipped question filters nothing.
#[derive(Clone, Copy)]
pub struct Query {
    /// Kinds chosen or confirmed; none filters nothing.
    pub kinds: Kinds,
    /// Flags gathered on the way.
    pub flags: Flags,
    /// Region, if told.
    pub region: Option<Region>,
    /// The language of the cards.
    pub language: Lang,
    /// Adult or minor, if told. [`Flag::Minor`] counts as minor.
    pub audience: Option<Audience>,
    /// When: decides what is open.
    pub now: Moment,
}

/// Says that there is a question, never which: a log line must not name a region or a moment.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Query")
    }
}

impl Query {
    fn is_for_minor(&self) -> bool {
        self.audience == Some(Audience::Minor) || self.flags.has(Flag::Minor)
    }

    /// The flags that call for an ambulance, the police or the rescue service at once.
    fn danger(&self) -> Flags {
        [Flag::ImmediateDanger, Flag::SelfHarm].into_iter().filter(|flag| self.flags.has(*flag)).collect()
    }
}

/// Where an entry stands in an answer: smaller comes first. The fields are compared in this order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// In writing first, for somebody who cannot speak.
    written: u8,
    /// Children's lines first, then lines that take children, for a minor.
    children: u8,
    /// Closed lines after the others: tomorrow's help is kept, but nobody is sent to a silent line first.
    closed: bool,
    /// Own region, national, international, then regions of which we do not know whether they are hers.
    region: u8,
    fit: Reverse<Fit>,
    as_of: Reverse<Option<Date>>,
    /// The order of the file, so that the same question has the same answer.
    place: HotlineRef,
}

/// How well an entry fits: more is better. The fields are compared in this order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// 0: does not say; 1: takes every kind; more: names so many of the chosen kinds.
    kinds: u32,
    flags: usize,
    audience: u8,
    language: u8,
}

impl Directory {
    /// The hotlines for a person, best first. Always ends with the entries of [`Directory::always`]. Emergency lines
    /// stand first when there is danger, and right before the end otherwise; nothing stands twice, nothing hidden at
    /// all. An entry reached via another comes after it, unless that one is at the end, where it stands on every card.
    #[must_use]
    pub fn pick(&self, query: &Query) -> Vec<HotlineRef> {
        let matched = self.matched(query);
        let (first, last): (Vec<_>, Vec<_>) = self
            .emergency
            .iter()
            .filter(|hotline| !self.always.contains(hotline))
            .partition(|hotline| self.get(**hotline).is_some_and(|entry| entry.flags.overlaps(query.danger())));
        once(first.into_iter().chain(matched).chain(last).chain(self.always.iter().copied()))
    }

    /// Every shown national entry, unfiltered, so that each stays one tap away: first the region's own when the region
    /// is known (each after the line it is reached by), last the international ones.
    #[must_use]
    pub fn listed(&self, query: &Query) -> Vec<HotlineRef> {
        let own = |entry: &Hotline| query.region.is_some_and(|region| entry.regions().contains(&region));
        let ranked = self.ranked(query, |entry| entry.regions().is_empty() || own(entry));
        let part = |keep: &dyn Fn(&Hotline) -> bool| {
            let kept = ranked.iter().filter(|(_, entry)| keep(entry));
            kept.map(|(hotline, _)| *hotline).collect::<Vec<_>>()
        };
        let own = part(&own).into_iter().flat_map(|hotline| self.target(hotline).into_iter().chain([hotline]));
        let first = self.emergency.iter().chain(&self.always).copied();
        let national = first.chain(part(&Hotline::is_national));
        let all = own.chain(national).chain(part(&Hotline::is_international));
        self.after_their_target(&once(all), &[])
    }

    /// What can be used without a voice, best first: text, `WhatsApp`, app, web.
    #[must_use]
    pub fn written(&self, query: &Query) -> Vec<HotlineRef> {
        let query = Query { flags: query.flags.with(Flag::CannotSpeak), ..*query };
        let ranked = self.ranked(&query, |entry| entry.is_written() && suits(entry, &query));
        let hotlines: Vec<_> = ranked.into_iter().map(|(hotline, _)| hotline).collect();
        let mut hotlines = self.after_their_target(&hotlines, &self.always);
        // The line that connects may need a voice.
        hotlines.retain(|hotline| self.get(*hotline).is_some_and(Hotline::is_written));
        hotlines
    }

    /// The entries that fit, best first, without the ones that stand on every card.
    fn matched(&self, query: &Query) -> Vec<HotlineRef> {
        let ranked = self.ranked(query, |entry| suits(entry, query));
        let fixed = |hotline: &HotlineRef| self.always.contains(hotline) || self.emergency.contains(hotline);
        let hotlines = ranked.into_iter().map(|(hotline, _)| hotline).filter(|hotline| !fixed(hotline));
        self.after_their_target(&hotlines.collect::<Vec<_>>(), &self.always)
    }

    fn ranked(&self, query: &Query, keep: impl Fn(&Hotline) -> bool) -> Vec<(HotlineRef, &Hotline)> {
        let mut entries: Vec<_> = self.shown().filter(|(_, entry)| keep(entry)).collect();
        entries.sort_by_cached_key(|(place, entry)| rank(*place, entry, query));
        entries
    }

    fn target(&self, hotline: HotlineRef) -> Option<HotlineRef> {
        self.get(hotline).and_then(Hotline::via)
    }

    /// Moves entries reached via a line right behind it, or the line right before them if it would not stand there at
    /// all. `elsewhere` are lines that stand on every card anyway.
    fn after_their_target(&self, hotlines: &[HotlineRef], elsewhere: &[HotlineRef]) -> Vec<HotlineRef> {
        let target = |hotline| self.target(hotline).filter(|via| !elsewhere.contains(via));
        let mut order = Vec::new();
        for (place, hotline) in hotlines.iter().enumerate() {
            let later = &hotlines[place..];
            match target(*hotline) {
                // It will follow its target.
                Some(via) if later.contains(&via) => continue,
                Some(via) => order.push(via),
                None => {}
            }
            order.push(*hotline);
            order.extend(hotlines[..place].iter().filter(|earlier| target(**earlier) == Some(*hotline)));
        }
        once(order)
    }
}

/// Each handle where it stands first.
fn once(hotlines: impl IntoIterator<Item = HotlineRef>) -> Vec<HotlineRef> {
    let mut kept: Vec<HotlineRef> = Vec::new();
    for hotline in hotlines {
        if !kept.contains(&hotline) {
            kept.push(hotline);
        }
    }
    kept
}

/// Whether an entry may answer this question. What was skipped filters nothing.
fn suits(entry: &Hotline, query: &Query) -> bool {
    let kind = query.kinds.is_empty() || entry.kinds.overlaps(query.kinds);
    let region = query.region.is_none_or(|region| entry.regions().is_empty() || entry.regions().contains(&region));
    let only = |all: &[Serves]| entry.serves.iter().all(|serves| all.contains(serves));
    let audience = if query.is_for_minor() {
        !only(&[Serves::Women, Serves::Men])
    } else {
        query.audience.is_none() || !only(&[Serves::Children])
    };
    kind && region && audience
}

fn rank(place: HotlineRef, entry: &Hotline, query: &Query) -> Rank {
    let serves = |serves| entry.serves.contains(&serves);
    Rank {
        written: u8::from(query.flags.has(Flag::CannotSpeak) && !entry.is_written()),
        children: match query.is_for_minor() {
            true if entry.is_for_children() => 0,
            true if serves(Serves::Children) || entry.flags.has(Flag::Minor) => 1,
            true => 2,
            false => 0,
        },
        closed: entry.hours.open_at(query.now) == Openness::Closed,
        region: match query.region {
            Some(region) if entry.regions().contains(&region) => 0,
            _ if entry.is_national() => 1,
            _ if entry.is_international() => 2,
            _ => 3,
        },
        fit: Reverse(fit(entry, query)),
        as_of: Reverse(entry.as_of.first_day()),
        place,
    }
}

fn fit(entry: &Hotline, query: &Query) -> Fit {
    let for_foreigners = entry.serves.as_slice() == [Serves::Foreigners];
    let for_adults = entry.serves.iter().any(|serves| matches!(serves, Serves::Anyone | Serves::Women | Serves::Men));
    Fit {
        kinds: match entry.kinds {
            _ if query.kinds.is_empty() => 0,
            _ if entry.takes_every_kind() => 1,
            kinds => 1 + Kinds::from_bits(kinds.bits() & query.kinds.bits()).len(),
        },
        flags: query.flags.iter().filter(|flag| entry.flags.has(*flag)).count(),
        audience: match () {
            // Nobody is asked for citizenship; the language hints at it.
            () if for_foreigners && query.language != Lang::En => 0,
            () if for_foreigners => 2,
            () if query.is_for_minor() || for_adults => 2,
            () => 1,
        },
        language: match entry.languages.as_slice() {
            [] => 1,
            languages if languages.contains(&query.language) => 2,
            _ => 0,
        },
    }
}

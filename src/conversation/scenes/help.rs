//! HOTLINES, KIND, HELP, WHO and REGION: what fits, and every line one tap away.

use super::guidance::{say_step, situation, to_topic};
use super::{always, emergency_args};
use crate::conversation::card::{Arg, Card, Detail, Ways, choice, way};
use crate::conversation::{CardRole, Facts, Press, Scene, State};
use crate::directory::{HotlineRef, Query};
use crate::guidance::{self, Topic};
use crate::text::Label;
use crate::triage;
use crate::vocab::{Allowed, Flag, Kind, Region, Sign, Urgency, Who};

/// Entries on one page of the list: the longest five stay well under a message's limit in every language.
const PAGE: usize = 5;

/// The most matched lines on HELP, beside those that are always there.
const MATCHED: usize = 4;

/// What is known, as a question to the directory.
pub fn query(state: &State, facts: &Facts<'_>) -> Query {
    let context = &state.place.context;
    Query {
        kinds: context.kinds,
        flags: context.flags,
        region: context.region,
        language: context.lang,
        audience: context.audience(),
        now: facts.now,
    }
}

/// Every line, page by page, with all that is known about it.
pub fn hotlines(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let listed = facts.directory.listed(&query(state, facts));
    let pages = listed.len().div_ceil(PAGE).max(1);
    let page = usize::from(state.place.context.page).min(pages - 1);
    let shown: Vec<HotlineRef> = listed.iter().copied().skip(page * PAGE).take(PAGE).collect();
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    card.say_with("hotlines-head", vec![("page", count(page + 1)), ("pages", count(pages))]);
    if let Some(region) = state.place.context.region
        && !facts.directory.region_has_own(region)
    {
        card.say_with("hotlines-none-in-region", vec![("region", Arg::Region(region))]);
    }
    for at in &shown {
        card.gap();
        card.hotline(*at, Detail::Full);
    }
    card.copy_rows(facts, &shown);
    let step = |id, to: usize| way(id, Press::Page(u8::try_from(to).unwrap_or(u8::MAX)));
    let mut turn = Vec::new();
    if page > 0 {
        turn.push(step("button-previous", page - 1));
    }
    if page + 1 < pages {
        turn.push(step("button-next", page + 1));
    }
    card.row(turn);
    card.row([way("button-cannot-speak", Press::Go(Scene::CannotSpeak))]);
    let mut on = vec![way("button-region", Press::Go(Scene::Region))];
    if state.role == CardRole::Living {
        on.push(way("button-tell-short", Press::Go(Scene::Kind)));
    }
    card.row(on);
    card.ways(Ways::BackAndOut);
    card
}

/// The behaviours, one a row: the first tap already shows HELP.
pub fn kind(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("kind-question");
    let chosen = state.place.context.kinds;
    if !chosen.is_empty() {
        card.say("kind-several");
    }
    for kind in Kind::ALL {
        let mut button = choice(&format!("kind-{}", kind.name()), Press::Choose(Some(kind)));
        if chosen.has(kind) {
            button.label = button.label.ticked();
        }
        card.row([button]);
    }
    card.row([choice("kind-none", Press::Choose(None))]);
    card.row([choice("kind-own_behaviour", Press::Go(Scene::OwnBehaviour))]);
    if !chosen.is_empty() {
        card.row([way("button-choose-anew", Press::ChooseAnew), way("button-to-help", Press::Go(Scene::Help))]);
    }
    card.ways(Ways::BackAndOut);
    card
}

/// One validating sentence, the lines that fit, two steps, the ways on.
pub fn help(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let flags = state.place.context.flags;
    card.say(if flags.has(Flag::ThirdParty) { "help-thanks-other" } else { "help-thanks" });
    let known = state.place.context.known();
    let at_once = triage::urgency(known.flags, known.kinds, known.signs) == Urgency::Immediate;
    if at_once || flags.has(Flag::SelfHarm) {
        card.say_with("help-emergency", emergency_args(facts));
    }
    let signs = state.place.context.signs;
    if signs.has(Sign::NeckRecently) || signs.has(Sign::NeckEarlier) {
        card.say_with("help-neck", emergency_args(facts));
    }
    let picked = facts.directory.pick(&query(state, facts));
    let last = always(facts);
    let matched = picked.iter().copied().filter(|at| !last.contains(at) && !facts.directory.emergency().contains(at));
    let matched: Vec<HotlineRef> = matched.take(MATCHED).collect();
    let has_number = |at: &HotlineRef| facts.directory.get(*at).is_some_and(|entry| !entry.numbers().is_empty());
    // A number before what has none, and before what is reached through it; where a voice is not safe, writing first.
    let (first, then): (Vec<HotlineRef>, Vec<HotlineRef>) =
        if flags.has(Flag::CannotSpeak) { (matched, Vec::new()) } else { matched.into_iter().partition(has_number) };
    let shown = [first, last, then].concat();
    for at in &shown {
        card.gap();
        card.hotline(*at, Detail::Brief);
    }
    card.gap();
    card.say("help-steps");
    let situation = situation(state);
    for step in guidance::steps().two(situation) {
        say_step(&mut card, facts, step);
    }
    card.copy_rows(facts, &shown);
    if situation.needs_a_doctor_soon() {
        card.row(to_topic(Topic::Medical));
    }
    card.row([choice("button-callback", Press::Go(Scene::Consent))]);
    card.row([way("button-follow-up", Press::Go(Scene::FollowUp)), way("button-guidance", Press::Go(Scene::Guidance))]);
    card.row([way("button-who", Press::Go(Scene::Who)), way("button-region", Press::Go(Scene::Region))]);
    card.row([
        way("button-add", Press::Go(Scene::Kind)),
        way("button-fits", Press::Helpful(Allowed::Yes)),
        way("button-fits-not", Press::Helpful(Allowed::No)),
    ]);
    card.ways(Ways::BackAndOut);
    card
}

/// Who it is about: only under or over 18, only me or another.
pub fn who(state: &State, _facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("who-question");
    for who in Who::ALL {
        card.row([choice(&format!("who-{}", who.name()), Press::Who(*who))]);
    }
    card.row([choice("button-skip", Press::Skip)]);
    card.ways(Ways::BackAndOut);
    card
}

/// The regions, two a row.
pub fn region(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("region-question");
    let lang = state.place.context.lang;
    for pair in Region::ALL.chunks(2) {
        card.row(pair.iter().map(|region| {
            let mut button = choice("button-region-name", Press::Region(Some(*region)));
            button.label = Label::with_text("button-region-name", facts.directory.region_name(*region, lang));
            button
        }));
    }
    card.row([choice("button-region-none", Press::Region(None))]);
    card.ways(Ways::BackAndOut);
    card
}

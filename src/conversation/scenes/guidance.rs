//! GUIDANCE, its topics and the facts: what can be done, page by page, each step with its source and date.

use super::{always_args, emergency_args};
use crate::conversation::card::{Arg, Button, Card, Ways, way};
use crate::conversation::{Facts, Press, Scene, State, Writer};
use crate::guidance::{self, Leaf, Review, Situation, Step, Topic, leaf};
use crate::vocab::{Audience, Who};

/// What is known of the situation, as the steps see it.
pub fn situation(state: &State) -> Situation {
    let context = &state.place.context;
    let age = match (context.writer, context.who) {
        (Writer::Child, _) => Some(Audience::Minor),
        (Writer::Untold, Some(Who::MeAdult)) => Some(Audience::Adult),
        (Writer::Untold, _) => None,
    };
    Situation { kinds: context.kinds, flags: context.flags, signs: context.signs, age }
}

/// A step, and below it where it comes from: none stands on a card without.
pub fn say_step(card: &mut Card, facts: &Facts<'_>, step: &'static Step) {
    let mut args = [emergency_args(facts), always_args(facts)].concat();
    args.extend(step.site.as_deref().map(|site| ("site", Arg::Quote(site))));
    card.say_with(step.text.clone(), args);
    card.say_with("guidance-source", vec![("text", Arg::Quote(&step.source)), ("date", Arg::Quote(&step.as_of))]);
}

/// The steps of one page, with a gap before each; and where one speaks of the law, what a lawyer is for.
pub fn say_steps(card: &mut Card, facts: &Facts<'_>, steps: &[&'static Step]) {
    for step in steps {
        card.gap();
        say_step(card, facts, step);
    }
    if steps.iter().any(|step| step.review != Review::NotNeeded) {
        card.gap();
        card.say("guidance-not-legal-advice");
    }
}

/// Which page it is, and the ways to its neighbours. One page alone says nothing of pages.
pub fn turn<T>(card: &mut Card, leaf: &Leaf<'_, T>) {
    if leaf.pages == 1 {
        return;
    }
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    card.gap();
    card.say_with("guidance-page", vec![("page", count(leaf.number + 1)), ("pages", count(leaf.pages))]);
    let step = |id, to: usize| way(id, Press::Page(u8::try_from(to).unwrap_or(u8::MAX)));
    let mut row = Vec::with_capacity(2);
    if leaf.number > 0 {
        row.push(step("button-previous", leaf.number - 1));
    }
    if leaf.number + 1 < leaf.pages {
        row.push(step("button-next", leaf.number + 1));
    }
    card.row(row);
}

/// The way to the card of a topic, if it has one.
pub fn to_topic(topic: Topic) -> Option<Button> {
    let scene = Scene::ALL.iter().copied().find(|scene| topic_of(*scene) == Some(topic))?;
    Some(way(&format!("button-topic-{}", topic.name()), Press::Go(scene)))
}

/// What a card is about.
const fn topic_of(scene: Scene) -> Option<Topic> {
    match scene {
        Scene::Medical => Some(Topic::Medical),
        Scene::SafetyPlan => Some(Topic::SafetyPlan),
        Scene::Evidence => Some(Topic::Evidence),
        Scene::ProtectiveOrder => Some(Topic::ProtectiveOrder),
        Scene::Images => Some(Topic::Images),
        Scene::ForChildren => Some(Topic::Minor),
        Scene::ForOthers => Some(Topic::ThirdParty),
        Scene::AfterDark => Some(Topic::SelfHarm),
        Scene::OwnBehaviour => Some(Topic::OwnBehaviour),
        _ => None,
    }
}

/// What can be done besides the two steps of HELP, page by page, and the ways to what has a card of its own.
pub fn guidance(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    let situation = situation(state);
    card.say("topic-guidance");
    let steps = guidance::steps().rest(situation);
    let page = leaf(&steps, state.place.context.page);
    say_steps(&mut card, facts, page.shown);
    turn(&mut card, &page);
    let topics: Vec<Button> = guidance::steps().offered(situation).into_iter().filter_map(to_topic).collect();
    for topic in topics {
        card.row([topic]);
    }
    card.row([way("button-topic-facts", Press::Go(Scene::FactCards))]);
    card.ways(Ways::BackAndOut);
    card
}

/// One topic, page by page. A topic with nothing to say here has the card of everything that can be done instead.
pub fn topic(state: &State, facts: &Facts<'_>) -> Card {
    let topic = topic_of(state.place.scene).unwrap_or(Topic::Everyone);
    let steps = guidance::steps().of(topic, situation(state));
    if steps.is_empty() {
        return guidance(state, facts);
    }
    let mut card = Card::new(state);
    card.say(format!("topic-{}", topic.name()));
    let page = leaf(&steps, state.place.context.page);
    say_steps(&mut card, facts, page.shown);
    turn(&mut card, &page);
    card.copy_rows(facts, &[facts.directory.emergency(), facts.directory.always()].concat());
    card.ways(Ways::BackAndOut);
    card
}

/// Facts with year and source, those of the kinds chosen first.
pub fn fact_cards(state: &State, facts: &Facts<'_>) -> Card {
    let mut card = Card::new(state);
    card.say("topic-facts");
    let shown = guidance::facts().shown(situation(state));
    let page = leaf(&shown, state.place.context.page);
    for fact in page.shown {
        card.gap();
        let figures = ["a", "b", "c", "d"].into_iter().zip(&fact.figures);
        let figures = figures.map(|(name, figure)| (name, Arg::Quote(figure)));
        card.say_with(fact.text.clone(), figures.chain(always_args(facts)).collect());
        let year = ("year", Arg::Quote(&fact.year));
        card.say_with("fact-source", vec![("text", Arg::Quote(&fact.publisher)), year]);
    }
    turn(&mut card, &page);
    card.ways(Ways::BackAndOut);
    card
}

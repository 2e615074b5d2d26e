//! Somebody who reads what can be done: every step with its source, nothing that is withheld, and a way back.

use super::card::{Arg, Card, Line};
use super::chat::Chat;
use super::every_card::check;
use super::place::{Context, Place, Scene};
use super::press::Press;
use super::*;
use crate::guidance;
use crate::vocab::{Flag, Flags, Kind, Kinds, Sign, Signs, Who};

/// Cards on which steps stand.
const READ: [Scene; 12] = [
    Scene::Help,
    Scene::OwnBehaviour,
    Scene::Guidance,
    Scene::Medical,
    Scene::SafetyPlan,
    Scene::Evidence,
    Scene::ProtectiveOrder,
    Scene::Images,
    Scene::ForChildren,
    Scene::ForOthers,
    Scene::AfterDark,
    Scene::FactCards,
];

/// The ids on a card, each with the quotes of the line below it.
fn said(card: &Card) -> Vec<(&str, Vec<&'static str>)> {
    let quotes = |line: Option<&Line>| match line {
        Some(Line::Say { id, args, .. }) if id == "guidance-source" || id == "fact-source" => {
            args.iter().filter_map(|(_, arg)| if let Arg::Quote(words) = arg { Some(*words) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let lines = card.lines.iter().enumerate();
    lines
        .filter_map(|(at, line)| match line {
            Line::Say { id, .. } => Some((id.as_str(), quotes(card.lines.get(at + 1)))),
            _ => None,
        })
        .collect()
}

/// A chat at every card of steps, in every situation that changes what stands on it, page by page.
fn every_situation(code: &'static str, mut look: impl FnMut(&Chat)) {
    let mut chat = Chat::new(code);
    let start = chat.state.place.context;
    let told = [Flag::Minor, Flag::ThirdParty, Flag::SelfHarm];
    let chosen = |bits: usize| (0..3).filter(move |at| bits & 1 << at != 0).map(move |at| told[at]).collect();
    let flags: Vec<Flags> = (0..8).map(chosen).collect();
    let signs = [Signs::NONE, Sign::ALL.into_iter().collect()];
    let kinds = Kind::ALL.into_iter().map(|kind| Kinds::NONE.with(kind));
    for kinds in kinds.chain([Kinds::NONE, Kind::ALL.into_iter().collect()]) {
        for (flags, signs) in flags.iter().flat_map(|flags| signs.map(|signs| (*flags, signs))) {
            for scene in READ {
                let context = Context { kinds, flags, signs, ..start };
                chat.state = State::at(Place::new(scene, context.settled()));
                look(&chat);
                while chat.offers(Press::Page(chat.state.place.context.page + 1)) {
                    let next = chat.state.place.context.page + 1;
                    chat.press(Press::Page(next));
                    look(&chat);
                }
            }
        }
    }
}

/// What is wrong with what a card says of steps and facts.
fn faults(card: &Card) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, source) in said(card) {
        if let Some(name) = id.strip_prefix("step-") {
            let Some(step) = guidance::steps().every().iter().find(|step| step.id == name) else {
                faults.push(format!("{id} is in no file"));
                continue;
            };
            if source != [step.source.as_str(), step.as_of.as_str()] {
                faults.push(format!("{id} stands without its source and date"));
            }
            if step.is_withheld() {
                faults.push(format!("{id} is withheld"));
            }
        } else if let Some(name) = id.strip_prefix("fact-").filter(|name| *name != "source") {
            let fact = guidance::facts().every().iter().find(|fact| fact.id == name && fact.is_shown);
            if fact.is_none_or(|fact| source != [fact.publisher.as_str(), fact.year.as_str()]) {
                faults.push(format!("{id} is hidden or stands without its source and year"));
            }
        }
    }
    faults
}

#[test]
fn every_step_and_fact_on_a_card_stands_over_its_source_and_date_and_none_is_withheld() {
    let mut shown = std::collections::HashSet::new();
    every_situation("en", |chat| {
        let card = chat.card();
        assert_eq!(faults(&card), Vec::<String>::new());
        shown.extend(said(&card).into_iter().map(|(id, _)| id.to_owned()));
    });
    // Whatever may be shown is shown somewhere.
    for step in guidance::steps().every() {
        assert_eq!(shown.contains(&step.text), !step.is_withheld(), "{}", step.id);
    }
    for fact in guidance::facts().every() {
        assert_eq!(shown.contains(&fact.text), fact.is_shown, "{}", fact.id);
    }
}

#[test]
fn the_search_for_steps_without_a_source_finds_one_that_is_planted() {
    let chat = Chat::new("en");
    let mut card = chat.card();
    card.say("step-physical-doctor");
    card.say("step-nobody-wrote");
    assert_eq!(faults(&card).len(), 2);
}

#[test]
fn every_card_of_steps_keeps_the_rules_of_cards_in_kazakh() {
    every_situation("kk", check);
}

#[test]
fn every_card_of_steps_keeps_the_rules_of_cards_in_russian() {
    every_situation("ru", check);
}

#[test]
fn every_card_of_steps_keeps_the_rules_of_cards_in_english() {
    every_situation("en", check);
}

/// A chat at HELP after these behaviours and this answer to who it is about.
fn at_help(kinds: &[Kind], who: Option<Who>) -> Chat {
    let mut chat = Chat::new("en");
    for kind in kinds {
        chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(*kind)));
    }
    if let Some(who) = who {
        chat.press(Press::Go(Scene::Who)).press(Press::Who(who));
    }
    chat.is_at(Scene::Help);
    chat
}

/// The ids of the steps on a card.
fn steps_on(chat: &Chat) -> Vec<String> {
    let card = chat.card();
    said(&card).into_iter().map(|(id, _)| id.to_owned()).filter(|id| id.starts_with("step-")).collect()
}

#[test]
fn the_rest_is_read_page_by_page_and_back_leads_to_help() {
    let mut chat = at_help(&[Kind::Physical], None);
    let on_help = steps_on(&chat);
    assert_eq!(on_help.len(), 2);
    chat.press(Press::Go(Scene::Guidance)).is_at(Scene::Guidance);
    let mut read = steps_on(&chat);
    assert!(!chat.offers(Press::Page(0)));
    while chat.offers(Press::Page(chat.state.place.context.page + 1)) {
        let next = chat.state.place.context.page + 1;
        chat.press(Press::Page(next));
        assert!(steps_on(&chat).len() <= 4);
        read.extend(steps_on(&chat));
    }
    assert!(read.len() > 4 && on_help.iter().all(|id| !read.contains(id)));
    assert!(chat.offers(Press::Page(chat.state.place.context.page - 1)));
    chat.press(Press::Go(Scene::FactCards)).is_at(Scene::FactCards);
    chat.press(Press::Back).is_at(Scene::Guidance);
    chat.press(Press::Go(Scene::SafetyPlan)).press(Press::Back).is_at(Scene::Guidance);
    chat.press(Press::Back).is_at(Scene::Help);
}

#[test]
fn the_way_to_a_doctor_stands_on_help_where_it_cannot_wait_and_leads_back_there() {
    let mut chat = at_help(&[Kind::Sexual], None);
    chat.press(Press::Go(Scene::Medical)).is_at(Scene::Medical);
    chat.press(Press::Back).is_at(Scene::Help);
    assert!(!at_help(&[Kind::Physical], None).offers(Press::Go(Scene::Medical)));
    let mut chat = at_help(&[Kind::Physical], None);
    chat.state.place.context.signs = Signs::NONE.with(Sign::NeckRecently);
    assert!(chat.offers(Press::Go(Scene::Medical)));
}

#[test]
fn what_was_being_read_is_come_back_to_from_the_numbers() {
    for over in [Scene::Danger, Scene::Hotlines] {
        let mut chat = at_help(&[Kind::Digital], None);
        chat.press(Press::Go(Scene::Guidance)).press(Press::Go(Scene::Images));
        chat.press(Press::Go(over)).press(Press::Back).is_at(Scene::Images);
        chat.press(Press::Back).press(Press::Back).is_at(Scene::Help);
    }
}

#[test]
fn a_card_chosen_from_the_list_leads_back_to_the_list_though_a_draft_waits_below() {
    let mut chat = at_help(&[Kind::Sexual], None);
    chat.press(Press::Go(Scene::Consent)).press(Press::ConsentAdult).is_at(Scene::How);
    chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::Kind)).press(Press::Choose(None));
    chat.press(Press::Go(Scene::Guidance)).press(Press::Go(Scene::Medical)).press(Press::Back).is_at(Scene::Guidance);
    chat.press(Press::Go(Scene::Danger)).press(Press::Back).is_at(Scene::How);
}

#[test]
fn a_doctor_in_the_follow_up_lies_over_the_next_question() {
    let mut chat = at_help(&[Kind::Sexual], None);
    chat.press(Press::Go(Scene::FollowUp)).press(Press::Skip).is_at(Scene::FollowUp);
    let page = chat.state.place.context.page;
    chat.press(Press::Answer(0)).is_at(Scene::Medical);
    chat.press(Press::Back).is_at(Scene::FollowUp);
    assert!(chat.state.place.context.page > page);
}

#[test]
fn a_child_is_never_told_to_keep_proof_and_has_a_card_of_her_own() {
    let mut chat = at_help(&[Kind::Sexual], Some(Who::MeMinor));
    assert!(steps_on(&chat).iter().all(|id| id.starts_with("step-minor-")));
    chat.press(Press::Go(Scene::Guidance)).is_at(Scene::Guidance);
    assert!(!chat.offers(Press::Go(Scene::Evidence)) && chat.offers(Press::Go(Scene::ForChildren)));
    // A button somebody kept from an adult's card leads to what is for her.
    let context = chat.state.place.context;
    let kept = encode(&Place::new(Scene::Guidance, context), Press::Go(Scene::Evidence), None);
    chat.press_data(&kept).is_at(Scene::Guidance);
    chat.state = State::at(Place::new(Scene::Evidence, context));
    assert!(chat.says("topic-guidance") && !chat.says("topic-evidence"));
}

#[test]
fn thoughts_of_dying_have_two_steps_on_help_and_the_rest_behind_one_tap() {
    let mut chat = Chat::new("en");
    chat.press(Press::Go(Scene::Danger)).press(Press::Go(Scene::SelfHarm)).press(Press::Go(Scene::AfterDark));
    assert!(steps_on(&chat).len() >= 4);
    chat.press(Press::Back).is_at(Scene::SelfHarm);
    chat.press(Press::Go(Scene::Kind)).press(Press::Choose(None)).is_at(Scene::Help);
    assert!(steps_on(&chat).iter().all(|id| id.starts_with("step-self_harm-")));
    chat.press(Press::Go(Scene::Guidance));
    assert!(chat.offers(Press::Go(Scene::AfterDark)));
}

#[test]
fn the_one_who_hurts_has_steps_page_by_page() {
    let mut chat = Chat::new("ru");
    chat.press(Press::Go(Scene::Kind)).press(Press::Go(Scene::OwnBehaviour)).is_at(Scene::OwnBehaviour);
    let first = steps_on(&chat);
    assert!(!first.is_empty() && first.iter().all(|id| id.starts_with("step-own_behaviour-")));
    chat.press(Press::Page(1)).is_at(Scene::OwnBehaviour);
    assert!(steps_on(&chat).iter().all(|id| !first.contains(id)));
}

#[test]
fn an_adult_who_writes_for_a_child_is_spoken_to_as_one_who_helps() {
    let mut chat = at_help(&[Kind::Physical], Some(Who::OtherMinor));
    assert_eq!(steps_on(&chat)[0], "step-third_party-child");
    assert!(steps_on(&chat).iter().all(|id| id.starts_with("step-third_party-")));
    chat.press(Press::Go(Scene::Guidance)).is_at(Scene::Guidance);
    assert!(chat.offers(Press::Go(Scene::ForOthers)) && !chat.offers(Press::Go(Scene::ForChildren)));
    assert!(!chat.offers(Press::Go(Scene::Evidence)));
}

//! What a person is shown: the right lines first, the ones that always help at the end, nothing that must stay hidden.
#![cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]

mod any_question;
mod command;
mod tending;

use janynda::clock::Moment;
use janynda::directory::{
    Channel, Checked, Confidence, Directory, Hotline, HotlineRef, Note, Openness, Query, SHIPPED, Serves, Tri,
};
use janynda::vocab::{Audience, Flag, Flags, Kind, Kinds, Lang, Region};
use std::collections::BTreeSet;

/// Tuesday 2026-11-24, noon in Almaty.
const NOON: Moment = Moment(1_795_503_600);

const ALWAYS: [&str; 3] = ["contact-111", "trust-150", "police-102"];

/// A person who skipped every question.
fn anybody() -> Query {
    Query { kinds: Kinds::NONE, flags: Flags::NONE, region: None, language: Lang::Ru, audience: None, now: NOON }
}

fn ids<'d>(directory: &'d Directory, hotlines: &[HotlineRef]) -> Vec<&'d str> {
    hotlines.iter().map(|hotline| directory.get(*hotline).expect("its own handle").id()).collect()
}

fn picked(query: &Query) -> Vec<&'static str> {
    ids(Directory::shipped(), &Directory::shipped().pick(query))
}

/// The whole answer to a question.
fn check(query: &Query, expected: &[&str]) {
    assert_eq!(picked(query), expected);
}

/// The first lines of the answer to a question.
fn check_first(query: &Query, expected: &[&str]) {
    let found = picked(query);
    assert_eq!(found[..expected.len()], *expected, "of {found:?}");
}

fn kinds(kinds: &[Kind]) -> Kinds {
    kinds.iter().copied().collect()
}

fn flags(flags: &[Flag]) -> Flags {
    flags.iter().copied().collect()
}

fn hotline(id: &str) -> &'static Hotline {
    let directory = Directory::shipped();
    directory.by_id(id).and_then(|found| directory.get(found)).unwrap_or_else(|| panic!("no {id}"))
}

/// The shipped file with changed lines of some entries: (id, from, to).
fn edited(edits: &[(&str, &str, &str)]) -> Directory {
    let mut text = SHIPPED.to_owned();
    for (id, from, to) in edits {
        let entry = text.find(&format!("id = \"{id}\"\n")).unwrap_or_else(|| panic!("no {id}"));
        let at = entry + text[entry..].find(from).unwrap_or_else(|| panic!("no {from} in {id}"));
        text.replace_range(at..at + from.len(), to);
    }
    Directory::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn someone_who_skips_every_question_finds_everything_and_ends_with_the_lines_that_always_help() {
    let found = picked(&anybody());
    let shown = Directory::shipped().every().iter().filter(|hotline| hotline.is_shown()).count();
    assert_eq!(found.len(), shown);
    assert_eq!(found[found.len() - 5..], ["emergency-112", "ambulance-103", "contact-111", "trust-150", "police-102"]);
}

#[test]
fn in_danger_the_emergency_lines_come_first() {
    check_first(
        &Query { flags: flags(&[Flag::ImmediateDanger]), ..anybody() },
        &["emergency-112", "ambulance-103", "police-102-app", "crisis-centres-network"],
    );
    check_first(&Query { flags: flags(&[Flag::SelfHarm]), ..anybody() }, &["emergency-112", "ambulance-103"]);
}

#[test]
fn the_own_region_comes_before_the_country_and_the_country_before_the_world() {
    let query = Query {
        kinds: kinds(&[Kind::Sexual]),
        region: Some(Region::Almaty),
        audience: Some(Audience::Adult),
        ..anybody()
    };
    check(
        &query,
        &[
            "almaty-city-crisis",
            "rodnik-almaty",
            "family-support-centres",
            "crisis-centres-network",
            "trust-150-whatsapp",
            "legal-aid",
            "ombudsman-child",
            "mobile-groups",
            "police-102-app",
            "eotinish",
            "stopncii",
            "take-it-down",
            "emergency-112",
            "ambulance-103",
            "contact-111",
            "trust-150",
            "police-102",
        ],
    );
}

#[test]
fn a_child_sees_childrens_lines_first_and_no_line_for_adults_only() {
    let query = Query {
        kinds: kinds(&[Kind::Bullying]),
        region: Some(Region::Kostanay),
        audience: Some(Audience::Minor),
        ..anybody()
    };
    check(
        &query,
        &[
            "child-help-rooms",
            "ombudsman-child",
            "mobile-groups",
            "contact-111-qr",
            "take-it-down",
            "police-102-app",
            "eotinish",
            "cyberbullying-expert-group",
            "emergency-112",
            "ambulance-103",
            "contact-111",
            "trust-150",
            "police-102",
        ],
    );
    // Somebody else's flag says the same as the answer about age.
    assert_eq!(picked(&Query { audience: None, flags: flags(&[Flag::Minor]), ..query })[..1], ["child-help-rooms"]);
    let digital = Query { kinds: kinds(&[Kind::Digital]), audience: Some(Audience::Minor), ..anybody() };
    assert!(!picked(&digital).contains(&"stopncii"), "from 18 only");
    assert!(picked(&digital).contains(&"take-it-down"));
}

#[test]
fn an_adult_is_not_sent_to_a_line_for_children_only() {
    let query = Query { audience: Some(Audience::Adult), ..anybody() };
    assert!(!picked(&query).contains(&"contact-111-qr"));
    assert!(picked(&Query { audience: None, ..query }).contains(&"contact-111-qr"));
}

#[test]
fn someone_who_cannot_speak_sees_written_ways_first() {
    let query = Query {
        flags: flags(&[Flag::CannotSpeak]),
        kinds: kinds(&[Kind::Physical]),
        region: Some(Region::Kostanay),
        audience: Some(Audience::Adult),
        ..anybody()
    };
    check_first(&query, &["trust-150-whatsapp", "police-102-app", "eotinish", "kostanay-state"]);
    let directory = Directory::shipped();
    let written = ids(directory, &directory.written(&Query { flags: Flags::NONE, ..query }));
    assert_eq!(written, ["trust-150-whatsapp", "police-102-app", "eotinish"]);
}

#[test]
fn a_line_that_can_be_written_to_stays_so_when_it_always_stands_at_the_end() {
    let directory = edited(&[("contact-111", r#"channels = ["phone"]"#, r#"channels = ["phone", "text"]"#)]);
    assert!(ids(&directory, &directory.written(&anybody())).contains(&"contact-111"));
}

#[test]
fn a_line_that_names_the_kind_comes_before_one_that_takes_every_kind() {
    let query = Query { kinds: kinds(&[Kind::Trafficking]), region: Some(Region::Karaganda), ..anybody() };
    check_first(&query, &["karaganda-temirtau", "legal-aid", "iom-kazakhstan", "police-102-app"]);
}

#[test]
fn a_line_for_foreigners_comes_first_only_for_somebody_who_reads_english() {
    let query = Query { kinds: kinds(&[Kind::Trafficking]), ..anybody() };
    check_first(&query, &["legal-aid", "iom-kazakhstan"]);
    check_first(&Query { language: Lang::En, ..query }, &["iom-kazakhstan", "legal-aid"]);
    let directory = edited(&[("iom-kazakhstan", r#"languages = ["en"]"#, r#"languages = ["ru", "en"]"#)]);
    assert_eq!(ids(&directory, &directory.pick(&query))[..2], ["legal-aid", "iom-kazakhstan"]);
}

#[test]
fn a_region_that_is_perhaps_not_hers_comes_after_the_world() {
    let found = picked(&anybody());
    let place = |id| found.iter().position(|found| *found == id).expect(id);
    assert!(place("take-it-down") < place("wko-police-dv"));
}

#[test]
fn someone_who_cannot_speak_is_not_sent_to_a_phone_by_a_written_line() {
    let directory = edited(&[
        ("cyberbullying-expert-group", r#"via = "eotinish""#, r#"via = "ambulance-103""#),
        ("cyberbullying-expert-group", "e-Өтініш арқылы", "103"),
        ("cyberbullying-expert-group", "через e-Otinish", "103"),
        ("cyberbullying-expert-group", "through e-Otinish", "103"),
    ]);
    let written = directory.written(&anybody());
    let written = ids(&directory, &written);
    assert!(written.contains(&"cyberbullying-expert-group") && !written.contains(&"ambulance-103"), "{written:?}");
}

#[test]
fn a_closed_line_waits_behind_the_open_ones_and_is_not_lost() {
    let directory = edited(&[("almaty-city-crisis", r#"hours = "unknown""#, r#"hours = "mon-fri 09:00-18:00""#)]);
    let at = |now| {
        let query = Query { region: Some(Region::Almaty), now, ..anybody() };
        let found = directory.pick(&query);
        ids(&directory, &found).iter().position(|id| *id == "almaty-city-crisis")
    };
    assert_eq!(at(NOON), Some(0));
    let all_matched = directory.pick(&Query { region: Some(Region::Almaty), ..anybody() }).len() - 5;
    assert_eq!(at(NOON.plus(6 * 3600)), Some(all_matched - 1), "at 18:00 it closes");
    assert_eq!(at(NOON.plus(6 * 3600 - 1)), Some(0), "a second before it is open");
    assert_eq!(at(NOON.plus(21 * 3600)), Some(0), "at 9:00 on the next day it opens");
    assert_eq!(at(NOON.plus(4 * 86_400)), Some(all_matched - 1), "on Saturday it is closed");
}

#[test]
fn the_newest_source_decides_between_equals() {
    let astana = Query {
        region: Some(Region::Astana),
        kinds: kinds(&[Kind::Economic]),
        audience: Some(Audience::Adult),
        ..anybody()
    };
    check_first(&astana, &["astana-korgau", "astana-police-dv", "astana-zhanuya"]);
}

#[test]
fn an_entry_stands_behind_the_line_that_connects_to_it() {
    let found = picked(&Query { kinds: kinds(&[Kind::Digital]), audience: Some(Audience::Minor), ..anybody() });
    let place = |id| found.iter().position(|found| *found == id).expect(id);
    assert_eq!(place("cyberbullying-expert-group"), place("eotinish") + 1);

    let directory = Directory::shipped();
    let listed = ids(directory, &directory.listed(&Query { region: Some(Region::Shymkent), ..anybody() }));
    assert_eq!(listed[..3], ["contact-111", "shymkent-komek", "sana-sezim-shymkent"]);
}

#[test]
fn a_line_that_does_not_fit_is_called_in_by_the_entry_it_connects_to() {
    let directory = edited(&[("eotinish", r#"kinds = ["all"]"#, r#"kinds = ["economic"]"#)]);
    let query = Query { kinds: kinds(&[Kind::Bullying]), ..anybody() };
    let found = directory.pick(&query);
    let found = ids(&directory, &found);
    let place = |id| found.iter().position(|found| *found == id).expect(id);
    assert_eq!(place("cyberbullying-expert-group"), place("eotinish") + 1);
}

#[test]
fn the_list_of_hotlines_shows_every_national_line_whatever_was_answered() {
    let directory = Directory::shipped();
    let listed = ids(directory, &directory.listed(&anybody()));
    assert_eq!(listed[..5], ["emergency-112", "police-102", "ambulance-103", "contact-111", "trust-150"]);
    assert_eq!(listed[listed.len() - 2..], ["stopncii", "take-it-down"]);
}

#[test]
fn regions_without_a_service_of_their_own_are_known() {
    let without: Vec<&str> = Region::ALL
        .into_iter()
        .filter(|region| !Directory::shipped().region_has_own(*region))
        .map(Region::code)
        .collect();
    assert_eq!(without, ["KZ-11", "KZ-23", "KZ-43", "KZ-47", "KZ-59"]);
}

#[test]
fn every_region_has_its_name_in_three_languages() {
    let name = |region, lang| Directory::shipped().region_name(region, lang);
    assert_eq!(name(Region::Abai, Lang::En), "Abai region");
    assert_eq!(name(Region::Almaty, Lang::Ru), "Алматы");
    assert_eq!(name(Region::Shymkent, Lang::Kk), "Шымкент");
    for lang in Lang::ALL {
        let names: BTreeSet<&str> = Region::ALL.into_iter().map(|region| name(region, lang)).collect();
        assert_eq!(names.len(), Region::ALL.len());
    }
}

#[test]
fn the_emergency_lines_are_the_numbers_everybody_knows() {
    let directory = Directory::shipped();
    let dialled = |hotlines: &[HotlineRef]| -> Vec<&str> {
        let hotlines = hotlines.iter().filter_map(|hotline| directory.get(*hotline));
        hotlines.flat_map(|hotline| hotline.numbers().iter().map(janynda::directory::Number::dial)).collect()
    };
    assert_eq!(dialled(directory.emergency()), ["112", "102", "103"]);
    assert_eq!(dialled(directory.always()), ["111", "150", "102"]);
}

#[test]
fn what_must_be_said_beside_a_number_is_known_before_the_call() {
    assert_eq!(hotline("contact-111").notes(), [Note::TellsPolice, Note::NoNameNeeded, Note::CallLeavesTrace]);
    assert_eq!(hotline("emergency-112").notes(), [Note::TellsPolice, Note::AsksForName]);
    assert_eq!(hotline("trust-150").notes(), [Note::MayTellPolice]);
    assert_eq!(hotline("trust-150-whatsapp").notes(), [Note::MayTellPolice, Note::SeesYourNumber]);
    assert_eq!(hotline("contact-111-qr").notes(), [Note::TellsPolice, Note::NoNameNeeded]);
}

#[test]
fn an_entry_says_what_its_source_says() {
    let line = hotline("contact-111");
    assert_eq!(line.name(Lang::En), "Contact centre 111 (family, women's and children's rights)");
    assert_eq!(line.answers(Lang::Ru), Some("операторы, психологи и юристы"));
    assert!(line.card(Lang::Kk).is_some_and(|card| card.starts_with("Күні-түні")));
    assert_eq!((line.free(), line.anonymous(), line.tells_police()), (Tri::Yes, Tri::Yes, Tri::Yes));
    assert_eq!((line.serves(), line.languages()), (&[Serves::Anyone][..], &[Lang::Kk, Lang::Ru][..]));
    assert!(line.takes_every_kind() && line.flags().has(Flag::Minor) && line.is_national());
    assert_eq!((line.channels(), line.confidence()), (&[Channel::Phone][..], Confidence::High));
    assert!(matches!(line.checked(), Checked::SourceOf(as_of) if as_of.to_string() == "2025-11-06"));
    assert_eq!((line.sources().len(), line.verified_by(), line.via()), (7, None, None));
    assert!(line.remarks().starts_with("State centre"));
    let shelter = hotline("shymkent-komek");
    assert_eq!(shelter.regions(), [Region::Shymkent, Region::Turkistan]);
    assert_eq!(shelter.via(), Directory::shipped().by_id("contact-111"));
}

#[test]
fn a_web_page_has_no_hours_and_an_unknown_line_says_that_it_is_unknown() {
    assert_eq!(hotline("stopncii").hours_said(), None);
    assert_eq!(hotline("police-102-app").hours_said(), None);
    for id in ["contact-111-qr", "shymkent-komek"] {
        assert_eq!(hotline(id).hours_said().map(|hours| hours.open_at(NOON)), Some(Openness::Unknown));
    }
}

#[test]
fn a_hidden_line_gives_no_number_even_when_asked_by_its_name() {
    for id in ["trafficking-11616", "dv-1415", "uk-embassy", "sko-police-dv"] {
        assert!(hotline(id).numbers().is_empty() && !hotline(id).is_shown(), "{id}");
    }
}

//! The files of steps and facts, what is refused of them, and what a situation is given of them.

use super::*;
use crate::vocab::{Audience, Flag, Flags, Kind, Kinds, Sign, Signs};
use proptest::prelude::*;

/// A step of a topic with more lines, as it is written.
fn written(id: &str, topic: &str, more: &str) -> String {
    format!(
        "[[step]]\nid = '{id}'\nfor = '{topic}'\nsource = 'WHO'\nurl = 'https://who.int/a'\nas_of = '2014-11'\n{more}\n"
    )
}

/// A file in which every topic has two steps, and then these.
fn file(more: &str) -> String {
    let mut text = "schema = 1\n".to_owned();
    for topic in Topic::all() {
        for id in ["one", "two"] {
            text.push_str(&written(&format!("{}-{id}", topic.name()), topic.name(), ""));
        }
    }
    text + more
}

fn refused(text: &str) -> String {
    Guidance::parse(text).map(|_| ()).map_err(|error| error.to_string()).expect_err("it is refused")
}

fn ids(steps: Vec<&Step>) -> Vec<&str> {
    steps.into_iter().map(|step| step.id.as_str()).collect()
}

fn with_kinds(kinds: &[Kind]) -> Situation {
    Situation { kinds: kinds.iter().copied().collect(), ..Situation::default() }
}

fn with_flags(flags: &[Flag]) -> Situation {
    Situation { flags: flags.iter().copied().collect(), ..with_kinds(&[Kind::Physical]) }
}

#[test]
fn a_step_that_breaks_a_rule_is_refused_with_its_id_and_the_rule() {
    assert!(Guidance::parse(&file("")).is_ok());
    let legal = "legal = true\n";
    for (step, rule) in [
        (written("a", "pain", ""), "a: 'pain' is no topic"),
        (written("A", "none", ""), "A: an id has small letters"),
        (written("none-one", "none", ""), "none-one: this id stands twice"),
        (written("a", "none", "only = 'some'"), "a: only: 'some' is neither minor, adult nor a sign"),
        (written("a", "none", "site = 'a site'"), "a: site: the name of a site"),
        (written("a", "none", "").replace("'WHO'", "' '"), "a: source: 1 to 80 characters"),
        (written("a", "none", "").replace("https:", "file:"), "a: url: an address"),
        (written("a", "none", "").replace("2014-11", "2014-13"), "a: as_of: '2014-13' is not"),
        (written("a", "none", "").replace("2014-11", "unknown"), "a: as_of: 'unknown' is not"),
        (written("a", "none", "").replace("2014-11", "1914"), "a: as_of: '1914' is not"),
        (
            written("a", "none", &format!("{legal}reviewed_by = 'A.T.'")),
            "a: reviewed_by and reviewed_on are filled both",
        ),
        (
            written("a", "none", &format!("{legal}reviewed_on = '2026-12-01'")),
            "a: reviewed_by and reviewed_on are filled",
        ),
        (
            written("a", "none", &format!("{legal}reviewed_by = 'A.T.'\nreviewed_on = '2026-12'")),
            "a: reviewed_on: '2026-12' is not YYYY-MM-DD",
        ),
        (written("a", "none", "reviewed_by = 'A.T.'\nreviewed_on = '2026-12-01'"), "stand only with legal = true"),
        (written("a", "none", "colour = 'red'"), "unknown field `colour`"),
        (written("a", "none", "").replace("as_of = '2014-11'", ""), "missing field `as_of`"),
    ] {
        let said = refused(&file(&step));
        assert!(said.contains(rule) && said.starts_with("content/guidance.toml: "), "{said}");
    }
    let shape = file(&written("a", "none", "colour = 'red'"));
    let line = shape.lines().position(|line| line.contains("colour")).map(|at| at + 1).expect("it stands there");
    assert!(refused(&shape).contains(&format!("line {line}: ")), "{}", refused(&shape));
    assert!(refused("schema = 2\nstep = []").contains("schema 2 is not 1"));
    // Help has two steps for everybody, whatever else is withheld or for some people only.
    let lacking = file("").replacen("for = 'stalking'", "for = 'everyone'", 1);
    assert!(refused(&lacking).contains("topic stalking needs two steps"), "{}", refused(&lacking));
}

#[test]
fn a_fact_that_breaks_a_rule_is_refused_with_its_id_and_the_rule() {
    let fact = "schema = 1\n[[fact]]\nid = 'a'\nvalue = '17.5 %'\ntext = '14 400 women'\nfigures = ['17.5', '14400']\n\
                kinds = ['physical']\nscope = 'world'\nyear = 2024\npublisher = 'WHO'\nsource = 'https://who.int/a'\n";
    assert!(Facts::parse(fact).is_ok());
    for (from, to, rule) in [
        ("'17.5',", "'18.5',", "a: figures: '18.5' stands neither in value nor in text"),
        ("['17.5', '14400']", "['1', '1', '1', '1', '1']", "a: figures: at most 4"),
        ("['physical']", "['pain']", "a: 'pain' is no kind"),
        ("['physical']", "[]", "a: kinds must not be empty"),
        ("'world'", "'moon'", "a: scope: 'moon' is neither"),
        ("2024", "1924", "a: year: 1924 is not"),
        ("'WHO'", "''", "a: publisher must not be empty"),
        ("https:", "ftp:", "a: source: an address"),
        ("year = 2024", "", "missing field `year`"),
        ("schema = 1", "schema = 3", "schema 3 is not 1"),
    ] {
        let said = Facts::parse(&fact.replace(from, to)).map(|_| ()).expect_err("it is refused").to_string();
        assert!(said.contains(rule) && said.starts_with("content/facts.toml: "), "{said}");
    }
    assert!(Facts::parse(&format!("{fact}{}", fact.replace("schema = 1", ""))).is_err(), "an id twice");
}

#[test]
fn a_step_of_the_law_is_withheld_until_a_lawyer_signed_it_with_initials_and_day() {
    let own = |review: &str| file(&written("order", "protective_order", &format!("legal = true\n{review}")));
    let situation = with_kinds(&[Kind::Physical]);
    let shown = |text: &str| {
        let guidance = Guidance::parse(text).expect("a good file");
        ids(guidance.of(Topic::ProtectiveOrder, situation)).contains(&"order")
    };
    assert!(!shown(&own("")));
    assert!(!shown(&own("reviewed_by = ''\nreviewed_on = ''")));
    assert!(shown(&own("reviewed_by = 'A.T.'\nreviewed_on = '2026-12-01'")));
}

#[test]
fn nothing_of_the_law_stands_on_the_first_card_of_help_even_when_a_lawyer_signed_it() {
    let legal = written("law", "physical", "legal = true\nreviewed_by = 'A.T.'\nreviewed_on = '2026-12-01'");
    let text = file("").replacen("[[step]]", &format!("{legal}[[step]]"), 1);
    let guidance = Guidance::parse(&text).expect("a good file");
    let situation = with_kinds(&[Kind::Physical]);
    assert_eq!(ids(guidance.two(situation)), ["physical-one", "physical-two"]);
    assert!(ids(guidance.rest(situation)).contains(&"law"));
}

#[test]
fn help_has_one_step_each_of_what_was_told_or_two_of_the_only_thing() {
    let guidance = Guidance::parse(&file("")).expect("a good file");
    let two = |situation: Situation| ids(guidance.two(situation)).join(" ");
    assert_eq!(two(Situation::default()), "none-one none-two");
    assert_eq!(two(with_kinds(&[Kind::Stalking, Kind::Digital])), "digital-one digital-two");
    assert_eq!(two(with_flags(&[Flag::SelfHarm])), "self_harm-one self_harm-two");
    assert_eq!(two(with_flags(&[Flag::ThirdParty])), "third_party-one third_party-two");
    assert_eq!(two(with_flags(&[Flag::Minor])), "minor-one minor-two");
    // Steps for a child are for a child who writes, not for the adult who writes for one.
    let for_a_child = with_flags(&[Flag::Minor, Flag::ThirdParty]);
    assert_eq!(two(for_a_child), "third_party-one third_party-two");
    assert_eq!(two(Situation { age: Some(Audience::Minor), ..for_a_child }), "third_party-one minor-one");
    assert_eq!(two(with_flags(&[Flag::Minor, Flag::SelfHarm])), "self_harm-one minor-one");
    let all = with_flags(&[Flag::Minor, Flag::ThirdParty, Flag::SelfHarm]);
    assert_eq!(two(all), "self_harm-one third_party-one");
}

#[test]
fn what_stands_on_help_is_not_said_again_and_the_rest_is_said_whole() {
    let guidance = Guidance::parse(&file("")).expect("a good file");
    let rest = |situation: Situation| ids(guidance.rest(situation)).join(" ");
    assert_eq!(
        rest(with_kinds(&[Kind::Stalking, Kind::Digital])),
        "stalking-one stalking-two everyone-one everyone-two"
    );
    let child = with_flags(&[Flag::Minor]);
    assert_eq!(rest(child), "physical-one physical-two everyone-one everyone-two");
}

#[test]
fn a_step_for_some_people_is_shown_to_them_only() {
    let text = file(
        &[
            written("child", "images", "only = 'minor'"),
            written("grown", "images", "only = 'adult'"),
            written("far", "images", "only = 'abroad'"),
        ]
        .concat(),
    );
    let guidance = Guidance::parse(&text).expect("a good file");
    let shown = |situation: Situation| ids(guidance.of(Topic::Images, situation))[2..].join(" ");
    assert_eq!(shown(Situation::default()), "grown");
    assert_eq!(shown(Situation { age: Some(Audience::Adult), ..Situation::default() }), "grown");
    assert_eq!(shown(Situation { age: Some(Audience::Minor), ..Situation::default() }), "child");
    assert_eq!(shown(with_flags(&[Flag::Minor])), "child");
    let abroad = Situation { signs: Signs::NONE.with(Sign::Abroad), ..Situation::default() };
    assert_eq!(shown(abroad), "grown far");
}

#[test]
fn a_topic_is_offered_where_it_belongs() {
    let offered = |situation: Situation| steps().offered(situation);
    let signs = |sign: Sign| Situation { signs: Signs::NONE.with(sign), ..Situation::default() };
    for situation in [
        with_kinds(&[Kind::Physical]),
        with_kinds(&[Kind::Sexual]),
        signs(Sign::NeckRecently),
        signs(Sign::NeckEarlier),
        signs(Sign::SexualUnder5Days),
    ] {
        assert!(offered(situation).contains(&Topic::Medical));
    }
    assert!(offered(with_kinds(&[Kind::Digital])).contains(&Topic::Images));
    assert!(offered(signs(Sign::IntimatePictures)).contains(&Topic::Images));
    assert!(offered(signs(Sign::OwnBehaviour)).contains(&Topic::OwnBehaviour));
    assert_eq!(offered(Situation::default()), []);
    for kind in [Kind::Physical, Kind::Sexual, Kind::Psychological, Kind::Economic, Kind::Stalking] {
        let adult = with_kinds(&[kind]);
        let child = Situation { age: Some(Audience::Minor), ..adult };
        for topic in [Topic::SafetyPlan, Topic::Evidence, Topic::ProtectiveOrder] {
            assert!(offered(adult).contains(&topic), "{topic:?} after {kind:?}");
            assert!(!offered(child).contains(&topic), "{topic:?} for a child after {kind:?}");
        }
        assert!(offered(child).contains(&Topic::Minor));
    }
}

#[test]
fn a_list_is_read_four_a_page_and_a_page_beyond_the_end_is_the_last_one() {
    let nine: Vec<u8> = (0..9).collect();
    assert_eq!(leaf(&nine, 0), Leaf { shown: &[0, 1, 2, 3], number: 0, pages: 3 });
    assert_eq!(leaf(&nine, 2), Leaf { shown: &[8], number: 2, pages: 3 });
    assert_eq!(leaf(&nine, 200), leaf(&nine, 2));
    assert_eq!(leaf::<u8>(&[], 7), Leaf { shown: &[], number: 0, pages: 1 });
}

#[test]
fn every_shipped_step_and_fact_that_is_shown_has_source_address_and_date() {
    assert!(
        steps().every().iter().all(|step| !step.source.is_empty() && !step.url.is_empty() && !step.as_of.is_empty())
    );
    let facts = facts().every();
    assert!(facts.iter().all(|fact| !fact.publisher.is_empty() && !fact.url.is_empty() && fact.year.len() == 4));
    for topic in Topic::all() {
        assert!(steps().every().iter().any(|step| step.topic == topic && !step.is_withheld()), "{topic:?} is empty");
    }
}

proptest! {
    #[test]
    fn no_situation_brings_out_what_is_withheld_hidden_or_not_for_a_child(
        (kinds, flags, signs) in (any::<u16>(), any::<u8>(), any::<u16>()),
        age in prop_oneof![Just(None), Just(Some(Audience::Adult)), Just(Some(Audience::Minor))],
    ) {
        let (kinds, flags, signs) = (Kinds::from_bits(kinds), Flags::from_bits(flags), Signs::from_bits(signs));
        let situation = Situation { kinds, flags, signs, age };
        let steps = steps();
        let two = steps.two(situation);
        prop_assert_eq!(two.len(), 2);
        prop_assert!(two[0].id != two[1].id);
        prop_assert!(two.iter().all(|step| step.review == Review::NotNeeded));
        let topics: Vec<&Step> = Topic::all().flat_map(|topic| steps.of(topic, situation)).collect();
        for step in topics.into_iter().chain(steps.rest(situation)) {
            prop_assert!(!step.is_withheld());
            if situation.is_of_a_child() {
                prop_assert!(step.topic != Topic::Evidence && step.only != Some(Only::Adult));
            }
        }
        for fact in facts().shown(situation) {
            prop_assert!(fact.is_shown);
            let of_children = fact.kinds.overlaps(kinds.with(Kind::Bullying));
            prop_assert!(!situation.is_of_a_child() || of_children);
        }
    }
}

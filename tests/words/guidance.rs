//! The texts of steps and facts, held to their data files: none too many, none too few, and no figure or address that is
//! not the file's.

use janynda::guidance::{self, Topic};
use janynda::text::{self, Value};
use janynda::vocab::Lang;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The ids of a family, without its beginning.
fn family(begin: &str) -> BTreeSet<&'static str> {
    text::ids().into_iter().filter_map(|id| id.strip_prefix(begin)).collect()
}

/// Whether a text uses a variable: with another value it says something else.
fn uses(lang: Lang, id: &str, name: &'static str) -> bool {
    let with = |value: &'static str| text::say(lang, id, &[(name, Value::Text(Cow::Borrowed(value)))]);
    with("one") != with("two")
}

#[test]
fn every_step_has_a_text_and_every_text_a_step() {
    let steps: BTreeSet<&str> = guidance::steps().every().iter().map(|step| step.id.as_str()).collect();
    assert_eq!(family("step-"), steps);
    for step in guidance::steps().every() {
        for lang in Lang::ALL {
            let said = text::say(lang, &step.text, &[]);
            assert!(said.starts_with("• "), "{} {}", lang.code(), step.id);
            assert_eq!(uses(lang, &step.text, "site"), step.site.is_some(), "{} {}", lang.code(), step.id);
        }
    }
}

#[test]
fn every_fact_for_people_has_a_text_that_says_each_of_its_figures_and_no_other() {
    let shown: BTreeSet<&str> =
        guidance::facts().every().iter().filter(|fact| fact.is_shown).map(|fact| fact.id.as_str()).collect();
    let mut texts = family("fact-");
    assert!(texts.remove("source"));
    assert_eq!(texts, shown);
    for fact in guidance::facts().every().iter().filter(|fact| fact.is_shown) {
        for lang in Lang::ALL {
            for (at, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
                let figure = fact.figures.get(at).is_some();
                assert_eq!(uses(lang, &fact.text, name), figure, "{} {} {name}", lang.code(), fact.id);
            }
            let bare = text::say(lang, &fact.text, &[]);
            assert!(!bare.contains(|c: char| c.is_ascii_digit()), "{} {} holds a figure", lang.code(), fact.id);
        }
    }
}

#[test]
fn every_topic_with_a_card_has_a_heading_and_a_button_and_no_other_has_one() {
    let cards = [
        Topic::Medical,
        Topic::SafetyPlan,
        Topic::Evidence,
        Topic::ProtectiveOrder,
        Topic::Images,
        Topic::Minor,
        Topic::ThirdParty,
        Topic::SelfHarm,
    ];
    let names = |others: &[&'static str]| -> BTreeSet<&'static str> {
        cards.iter().map(|topic| topic.name()).chain(others.iter().copied()).collect()
    };
    assert_eq!(family("topic-"), names(&["guidance", "facts", "own_behaviour"]));
    assert_eq!(family("button-topic-"), names(&["facts", "own_behaviour"]));
}

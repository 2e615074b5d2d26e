//! Somebody who types instead of tapping: from the first card to help, and on to a counsellor.

use crate::house::House;
use janynda::vocab::Lang;

/// What somebody writes, the yes and the choices she types after it, by language.
const STORIES: [(Lang, &str, &str); 3] = [
    (Lang::Kk, "күйеуім мені ұрады MARKERTOLD", "иә"),
    (Lang::Ru, "муж меня бьёт MARKERTOLD", "да"),
    (Lang::En, "my husband hits me MARKERTOLD", "yes"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_person_types_from_the_first_card_to_help_and_taps_nothing_in_every_language() {
    let house = House::open().await;
    let mut people = Vec::new();
    for (chat, (lang, told, yes)) in (7_312_000_901..).zip(STORIES) {
        let teller = house.person(chat, lang);
        teller.start().await;
        teller.types(told);
        teller.reads("own-words-question").await;
        teller.reads("heard-physical").await;
        assert!(!teller.person.view().card().unwrap().text.contains("MARKERTOLD"), "never quoted");
        teller.types(yes);
        teller.reads("help-thanks").await;
        for number in ["111", "150", "102"] {
            assert!(teller.person.view().shows(number));
        }
        teller.only_the_card_stays().await;
        people.push(teller);
    }
    house.ends(&people.iter().collect::<Vec<_>>(), &["MARKERTOLD"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_and_answered_decides_how_soon_a_counsellor_reads_it_and_she_sees_why() {
    let house = House::open().await;
    let teller = house.person(7_312_000_911, Lang::Ru);
    teller.start().await;
    teller.types("муж меня бьёт MARKERTOLD");
    teller.reads("own-words-question").await;
    teller.types("1");
    teller.reads("help-thanks").await;
    teller.taps("button-follow-up").await;
    for answer in ["answer-now-no", "answer-hurts-family", "answer-weapon-no", "answer-neck-recently"] {
        teller.taps(answer).await;
    }
    teller.reads("ask-could_kill").await;
    teller.taps("button-skip-rest").await;
    teller.reads("help-neck").await;
    teller.reaches_name("+7 701 444 55 91").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let request = house.opened();
    assert_eq!(request["urgency"], "immediate");
    assert_eq!(request["kinds"], serde_json::json!(["physical"]));
    assert_eq!(request["signs"], serde_json::json!(["partner_or_family", "neck_recently"]));
    house.ends(&[&teller], &["MARKERTOLD", "+77014445591"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn danger_typed_in_the_middle_of_a_request_shows_the_numbers_and_nothing_of_it_is_lost() {
    let house = House::open().await;
    let teller = house.person(7_312_000_921, Lang::En);
    teller.reaches_help().await;
    teller.reaches_name("+7 701 444 55 92").await;
    teller.types("he is breaking down the door right now MARKERTOLD");
    teller.reads("danger-place").await;
    teller.taps("button-back").await;
    teller.reads("name-question").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let request = house.opened();
    assert_eq!(request["urgency"], "immediate");
    assert_eq!(request["safe_contact"]["number"], "+77014445592");
    house.ends(&[&teller], &["MARKERTOLD", "+77014445592"]);
}

//! Numbers first: what somebody sees who only looks for help, and how she leaves.

use crate::house::{House, Teller};
use janynda::sandbox::{Fault, FaultKind, Media};
use janynda::vocab::Lang;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_sees_emergency_numbers_at_once_and_matched_lines_in_two_taps_in_every_language() {
    let house = House::open().await;
    let mut people = Vec::new();
    for (chat, lang) in (7_312_000_101..).zip(Lang::ALL) {
        let teller = house.person(chat, lang);
        teller.start().await;
        for number in ["112", "102", "103"] {
            assert!(teller.person.view().shows(number));
        }
        teller.taps("button-tell").await;
        teller.taps("kind-physical").await;
        teller.reads("help-thanks").await;
        for number in ["111", "150", "102"] {
            assert!(teller.person.view().shows(number));
        }
        assert_eq!(teller.cards(), 1, "one living card");
        people.push(teller);
    }
    house.ends(&people.iter().collect::<Vec<_>>(), &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_language_nobody_knows_gets_all_three_and_chooses() {
    let house = House::open().await;
    let teller = house.person_speaking(7_312_000_111, Lang::Kk, "tr");
    teller.person.command("start").unwrap();
    for lang in Lang::ALL {
        let hello = janynda::text::say(lang, "welcome-hello", &[]);
        teller.person.until("three languages", |view| view.shows(&hello)).await.unwrap();
    }
    teller.taps("button-lang-kk").await;
    teller.reads("welcome-erase").await;
    house.ends(&[&teller], &[]);
}

/// Taps that lead through the whole house; leaving is tried after each.
const WAY: [&str; 17] = [
    "button-numbers",
    "button-tell-short",
    "kind-digital",
    "button-who",
    "who-other_adult",
    "button-region",
    "button-region-none",
    "button-callback",
    "button-consent-adult",
    "how-either",
    "+7 701 000 00 00",
    "when-evening",
    "days-weekdays",
    "someone-else-ask_for_name",
    "button-yes",
    "button-no",
    "button-skip-rest",
];

#[tokio::test(flavor = "multi_thread")]
async fn she_leaves_from_every_place_in_one_tap_and_nothing_stays_in_the_chat() {
    let house = House::open().await;
    let teller = house.person(7_312_000_121, Lang::Ru);
    for steps in 0..=WAY.len() {
        teller.start().await;
        for step in &WAY[..steps] {
            teller.does(step).await;
        }
        if steps == WAY.len() {
            teller.sees("button-send").await;
        }
        teller.taps("button-leave").await;
        teller.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
    }
    house.ends(&[&teller], &["77010000000", "+7 701 000 00 00"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exit_word_typed_anywhere_leaves_too() {
    let house = House::open().await;
    let teller = house.person(7_312_000_131, Lang::Kk);
    for word in ["шығу", "x", "/exit", "стоп"] {
        teller.reaches_help().await;
        teller.types(word);
        teller.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
    }
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_sent_or_edited_is_deleted_and_danger_in_it_shows_the_numbers() {
    let house = House::open().await;
    let teller = house.person(7_312_000_141, Lang::En);
    teller.start().await;
    teller.types("MARKER hello, what is this");
    teller.reads("notice-buttons-surest").await;
    teller.sees("kind-economic").await;
    teller.only_the_card_stays().await;
    teller.types("MARKER he is going to kill me right now");
    teller.reads("danger-place").await;
    teller.only_the_card_stays().await;
    teller.taps("button-back").await;
    teller.sees("kind-economic").await;
    for media in Media::ALL {
        teller.person.send_media(media).unwrap();
        teller.reads("notice-no-files").await;
        teller.only_the_card_stays().await;
    }
    let methods: Vec<String> = house.sandbox.calls().into_iter().map(|call| call.method.to_lowercase()).collect();
    assert!(!methods.iter().any(|method| method == "getfile" || method == "getchat"));
    house.ends(&[&teller], &["MARKER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_edited_afterwards_is_deleted_and_not_read_again() {
    let house = House::open().await;
    let teller = house.person(7_312_000_151, Lang::En);
    teller.start().await;
    // Telegram does not delete for two tries, so there is something to edit.
    for method in ["DeleteMessage", "DeleteMessages"] {
        house.sandbox.fault(Fault::on(method, FaultKind::ResetBefore, 2));
    }
    teller.types("MARKER first words");
    teller.sees("kind-economic").await;
    if teller.person.edit_last("MARKER other words").is_ok() {
        teller.person.settled().await.unwrap();
    }
    teller.only_the_card_stays().await;
    house.ends(&[&teller], &["MARKER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn start_again_leaves_one_card_and_says_nothing_of_before() {
    let house = House::open().await;
    let teller = house.person(7_312_000_161, Lang::Ru);
    teller.start().await;
    let first = teller.person.view().card().unwrap().text.clone();
    teller.taps("button-tell").await;
    teller.taps("kind-sexual").await;
    teller.sees("button-callback").await;
    teller.person.command("start").unwrap();
    teller.sees("button-tell").await;
    teller.only_the_card_stays().await;
    assert_eq!(teller.person.view().card().unwrap().text, first);
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_callback_data_harms_nobody() {
    let house = House::open().await;
    let teller = house.person(7_312_000_171, Lang::En);
    teller.start().await;
    let card = teller.person.view().card().unwrap().id;
    let long = "9".repeat(64);
    for data in
        ["", "1", "x".repeat(64).as_str(), "1AAAA", "1____________", "2AAAAAAAAAAAA", "\u{202e}", &long, "'; --"]
    {
        // Telegram itself refuses an empty one.
        if teller.person.press_raw(card, data).is_ok() {
            teller.person.settled().await.unwrap();
        }
    }
    teller.taps("button-numbers").await;
    teller.reads("hotlines-head").await;
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_left_without_a_word() {
    let house = House::open().await;
    let teller = house.person(7_312_000_181, Lang::En);
    let group = house.sandbox.group("Neighbours", &teller.person);
    group.until_left().await.unwrap();
    let spoken = house.sandbox.calls().into_iter().any(|call| call.method.eq_ignore_ascii_case("sendMessage"));
    assert!(!spoken);
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flooder_is_slowed_down_and_everybody_else_is_not() {
    let mut house = House::built().await;
    // The limits people live with: twenty at once, one a second.
    house.settings.clear();
    house.start_bot().await;
    let flooder = house.person(7_312_000_191, Lang::En);
    flooder.start().await;
    for number in 0..150 {
        flooder.types(&format!("MARKER noise {number}"));
    }
    let other = house.person(7_312_000_192, Lang::Kk);
    other.start().await;
    other.taps("button-numbers").await;
    other.reads("hotlines-head").await;
    // Danger and the way out are never dropped, also for the flooder.
    flooder.types("he is going to kill me right now");
    flooder.reads("danger-place").await;
    flooder.only_the_card_stays().await;
    flooder.taps("button-leave").await;
    flooder.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
    house.ends(&[&flooder, &other], &["MARKER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_wiped_the_chat_or_blocked_the_bot_is_not_written_to() {
    let house = House::open().await;
    let (wiped, blocked) = (house.person(7_312_000_201, Lang::En), house.person(7_312_000_202, Lang::En));
    for teller in [&wiped, &blocked] {
        teller.start().await;
    }
    let card = wiped.person.view().card().unwrap().id;
    wiped.person.clear_chat().unwrap();
    wiped.person.press_raw(card, "1AAAA").unwrap();
    wiped.person.settled().await.unwrap();
    blocked.person.block().unwrap();
    blocked.person.settled().await.unwrap();
    assert!(wiped.person.visible().is_empty());
    assert_eq!(blocked.cards(), 1, "the bot wrote nothing after it was blocked");
    house.ends(&[&wiped, &blocked], &[]);
}

impl Teller {
    /// One step of [`WAY`]: a button by its id, or a number to type.
    async fn does(&self, step: &str) {
        if step.starts_with('+') {
            self.reads("number-example").await;
            self.types(step);
        } else {
            self.taps(step).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_wiped_the_chat_and_writes_again_gets_an_answer() {
    let house = House::open().await;
    let teller = house.person(7_312_000_211, Lang::En);
    for text in ["he is going to kill me right now", "/numbers", "/help"] {
        teller.start().await;
        teller.person.clear_chat().unwrap();
        teller.types(text);
        teller.sees("button-leave").await;
        teller.only_the_card_stays().await;
    }
    house.ends(&[&teller], &[]);
}

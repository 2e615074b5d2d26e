//! The main job: from the first card to what a counsellor reads.

use crate::house::{House, Teller};
use janynda::vocab::Lang;
use serde_json::Value;

impl House {
    /// A counsellor's command, with the trial's first or second identity. Its output, or what it said went wrong.
    pub fn counsellor(&self, which: usize, words: &[&str]) -> Result<String, String> {
        let mut command = self.command("counsellor");
        command
            .env("DESK_ORIGIN", self.desk())
            .args(words)
            .arg("--identity")
            .arg(&self.written.counsellors[which])
            .arg("--passphrase-file")
            .arg(&self.written.passphrase);
        let output = command.output().unwrap();
        let said = String::from_utf8(if output.status.success() { output.stdout } else { output.stderr }).unwrap();
        if output.status.success() { Ok(said) } else { Err(said) }
    }

    /// Claims the next request and opens it.
    pub fn opened(&self) -> Value {
        let claimed: Value = serde_json::from_str(&self.counsellor(0, &["claim", "--json"]).unwrap()).unwrap();
        let id = claimed["id"].as_str().unwrap();
        serde_json::from_str(&self.counsellor(0, &["open", id, "--json"]).unwrap()).unwrap()
    }
}

/// Everything a person can answer, in her own language.
async fn tells_everything(teller: &Teller, number: &str, name: &str, words: [&str; 2]) {
    teller.start().await;
    teller.taps("button-tell").await;
    teller.taps("kind-economic").await;
    teller.taps("button-add").await;
    teller.taps("kind-digital").await;
    teller.taps("button-who").await;
    teller.taps("who-me_adult").await;
    teller.taps("button-callback").await;
    teller.taps("button-consent-adult").await;
    teller.taps("how-either").await;
    teller.reads("number-example").await;
    teller.types(number);
    teller.taps("when-evening").await;
    teller.taps("days-weekdays").await;
    teller.taps("someone-else-ask_for_name").await;
    teller.reads("voicemail-question").await;
    teller.taps("button-no").await;
    teller.reads("sms-question").await;
    teller.taps("button-yes").await;
    teller.reads("name-question").await;
    teller.types(name);
    teller.reads("code-word-question").await;
    teller.types("MARKERWORD");
    teller.reads("more-not-needed").await;
    for part in words {
        teller.types(part);
        teller.only_the_card_stays().await;
    }
    teller.taps("button-done").await;
    teller.reads("review-head").await;
    teller.only_the_card_stays().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_told_in_each_language_reaches_the_counsellor_word_for_word_and_nobody_else() {
    let house = House::open().await;
    let stories = [
        (Lang::Kk, "Айгүл MARKERNAME", ["Ақшамды алып қояды MARKERTEXT", "телефонымды тексереді \u{202e}<b>😀"]),
        (Lang::Ru, "Имя MARKERNAME", ["Забирает деньги MARKERTEXT", "проверяет телефон \u{202e}<b>😀"]),
        (Lang::En, "Name MARKERNAME", ["Takes my money MARKERTEXT", "checks my phone \u{202e}<b>😀"]),
    ];
    let mut people = Vec::new();
    for (number, (lang, name, words)) in stories.into_iter().enumerate() {
        let teller = house.person(7_312_000_600 + i64::try_from(number).unwrap(), lang);
        let phone = format!("+7 701 444 55 6{number}");
        tells_everything(&teller, &phone, name, words).await;
        // What stands on the card stands under spoilers, and the words are whole.
        let card = teller.person.view().card().unwrap().clone();
        assert!(card.text.contains("MARKERTEXT") && card.text.contains(name));
        assert!(card.entities.iter().filter(|entity| entity.kind == "spoiler").count() >= 7);
        teller.taps("button-send").await;
        teller.reads("sent-sealed").await;
        assert!(!teller.person.view().card().unwrap().text.contains("MARKER"));

        let request = house.opened();
        assert_eq!(request["lane"], format!("adult/{}", lang.code()));
        assert_eq!(request["kinds"], serde_json::json!(["economic", "digital"]));
        assert_eq!(request["who"], "me_adult");
        assert_eq!(request["words"], words.join("\n"));
        let contact = &request["safe_contact"];
        for (field, value) in [
            ("number", format!("+7701444556{number}").as_str()),
            ("how", "either"),
            ("part", "evening"),
            ("days", "weekdays"),
            ("someone_else", "ask_for_name"),
            ("voicemail", "no"),
            ("sms", "yes"),
            ("name", name),
            ("code_word", "MARKERWORD"),
        ] {
            assert_eq!(contact[field], value, "{field}");
        }
        // A colleague cannot open what somebody else holds, and is told no more than that.
        let id = request["request"].as_str().unwrap();
        let refused = house.counsellor(1, &["open", id]).unwrap_err();
        assert!(!refused.contains("MARKER"));
        house.counsellor(0, &["close", id, "--outcome", "helped"]).unwrap();
        assert!(house.counsellor(0, &["open", id]).is_err());

        teller.taps("button-nothing-stays").await;
        teller.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
        people.push(teller);
    }
    let markers = ["MARKERTEXT", "MARKERNAME", "MARKERWORD", "7701444556", "+7 701 444 55 6"];
    house.ends(&people.iter().collect::<Vec<_>>(), &markers);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_leaves_out_everything_sends_in_seven_taps_and_one_number() {
    let house = House::open().await;
    let teller = house.person(7_312_000_611, Lang::Kk);
    teller.reaches_help().await;
    let mut taps = 0;
    for step in [
        "button-callback",
        "button-consent-adult",
        "how-call",
        "number",
        "when-any",
        "button-safest",
        "button-skip-rest",
        "button-send",
    ] {
        if step == "number" {
            teller.reads("number-example").await;
            teller.types("87014445577");
        } else {
            teller.taps(step).await;
            taps += 1;
        }
    }
    teller.reads("sent-sealed").await;
    assert_eq!(taps, 7);
    let request = house.opened();
    assert_eq!(request["safe_contact"]["number"], "+77014445577");
    assert_eq!(request["safe_contact"]["someone_else"], "hang_up");
    assert_eq!(request["safe_contact"]["voicemail"], "no");
    assert!(request["words"].is_null() && request["safe_contact"]["name"].is_null());
    house.ends(&[&teller], &["87014445577", "77014445577"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_eighteen_reads_who_may_be_told_and_goes_to_those_who_serve_children() {
    let house = House::open().await;
    let teller = house.person(7_312_000_621, Lang::Ru);
    teller.start().await;
    teller.taps("button-tell").await;
    teller.taps("kind-bullying").await;
    teller.taps("button-callback").await;
    teller.taps("button-consent-minor").await;
    teller.reads("consent-minor-told").await;
    teller.taps("button-leave-contact").await;
    teller.taps("how-call").await;
    teller.reads("number-example").await;
    // A contact card, as the phone offers it.
    teller.person.share_contact("77014445588").unwrap();
    teller.taps("when-now").await;
    teller.taps("button-safest").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let request = house.opened();
    assert_eq!(request["lane"], "minor/ru");
    assert_eq!(request["urgency"], "high");
    assert_eq!(request["flags"], serde_json::json!(["minor"]));
    assert_eq!(request["safe_contact"]["number"], "+77014445588");
    house.ends(&[&teller], &["77014445588"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_made_of_letters_or_a_very_long_text_gets_a_gentle_answer_and_nothing_is_lost() {
    let house = House::open().await;
    let teller = house.person(7_312_000_631, Lang::En);
    teller.reaches_help().await;
    teller.taps("button-callback").await;
    teller.taps("button-consent-adult").await;
    teller.taps("how-call").await;
    teller.reads("number-example").await;
    for wrong in ["my number", "+7701", "\u{200b}\u{202e}", &"7".repeat(4096)] {
        teller.types(wrong);
        teller.reads("notice-number-shape").await;
        teller.only_the_card_stays().await;
    }
    teller.types("+7 701 444 55 99");
    teller.taps("when-any").await;
    teller.taps("button-safest").await;
    teller.taps("button-skip").await;
    teller.reads("code-word-question").await;
    teller.taps("button-skip").await;
    teller.reads("more-not-needed").await;
    teller.types(&format!("MARKERLONG{}", "ы".repeat(4086)));
    teller.reads("notice-cut").await;
    teller.only_the_card_stays().await;
    teller.taps("button-done").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let words = house.opened()["words"].as_str().unwrap().to_owned();
    assert!(words.starts_with("MARKERLONGы") && words.chars().count() == 900);
    house.ends(&[&teller], &["MARKERLONG", "77014445599"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_sends_again_with_another_number_has_two_requests() {
    let house = House::open().await;
    let teller = house.person(7_312_000_641, Lang::En);
    teller.reaches_help().await;
    teller.reaches_name("+7 701 444 55 11").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    teller.taps("button-danger-short").await;
    teller.taps("button-tell").await;
    teller.taps("kind-none").await;
    teller.reaches_name("+7 701 444 55 22").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let mut numbers = [house.opened(), house.opened()].map(|request| request["safe_contact"]["number"].to_string());
    numbers.sort();
    assert_eq!(numbers, ["\"+77014445511\"", "\"+77014445522\""]);
    house.ends(&[&teller], &["77014445511", "77014445522"]);
}

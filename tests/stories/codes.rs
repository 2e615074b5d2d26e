//! The code typed by its owner and by others, and the commands that tell nobody what was before.

use crate::house::{House, Teller};
use janynda::sandbox::View;
use janynda::vocab::Lang;
use serde_json::Value;

const PHONE: &str = "+7 701 666 44 33";
const DIGITS: &str = "77016664433";

/// Commands that answer everybody alike, and how the answers begin.
const COMMANDS: [(&str, &str); 3] =
    [("help", "about-what"), ("forget", "forgotten-what"), ("privacy", "privacy-telegram")];

/// What makes two messages different although the same was said: which chat and which message.
const ADDRESSES: [&str; 2] = ["chat_id", "message_id"];

impl Teller {
    /// How many calls the bot has made in this chat.
    fn calls_so_far(&self, house: &House) -> usize {
        let calls = house.sandbox.calls();
        calls.iter().filter(|call| call.chat == Some(self.person.chat_id())).count()
    }

    /// What was said in this chat from that call on, as Telegram gets it, without addresses.
    fn said_since(&self, house: &House, from: usize) -> Vec<(&'static str, Value)> {
        let calls = house.sandbox.calls().into_iter().filter(|call| call.chat == Some(self.person.chat_id()));
        // Deletions go one by one or together, as it comes; what was typed is gone in any case.
        let saying = calls.skip(from).filter(|call| call.params["text"].is_string());
        let bare = saying.map(|mut call| {
            call.params.as_object_mut().unwrap().retain(|name, _| !ADDRESSES.contains(&name.as_str()));
            (call.method, call.params)
        });
        bare.collect()
    }

    /// Asks at PHRASE and waits until the answer stands: what was typed is deleted after it. The card, whole.
    async fn is_answered(&self, typed: &str) -> (String, Value) {
        self.types(typed);
        self.only_the_card_stays().await;
        self.person.settled().await.unwrap();
        let card = self.person.view().card().unwrap().clone();
        (card.text, serde_json::json!([card.entities, card.buttons]))
    }

    async fn reaches_phrase(&self) {
        self.person.command("help").unwrap();
        self.taps("button-have-code").await;
        self.reads("phrase-question").await;
        self.only_the_card_stays().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rubbish_wrong_codes_and_a_right_one_after_too_many_tries_get_one_gentle_answer() {
    let house = House::open().await;
    let (mut people, mut markers) = (Vec::new(), vec![PHONE.to_owned(), DIGITS.to_owned()]);
    for (chat, lang) in (7_312_000_801..).step_by(10).zip(Lang::ALL) {
        let owner = house.person(chat, lang);
        let code = owner.sends(PHONE).await;
        owner.leaves_nothing().await;

        let guesser = house.person(chat + 1, lang);
        guesser.reaches_phrase().await;
        let answer = guesser.is_answered("0000 0000 0000").await;
        assert!(answer.0.contains(&guesser.say("notice-nothing-found")) && answer.0.contains("112"), "{}", answer.0);
        // What is no code is answered alike and costs no try.
        for rubbish in
            ["MARKER no code", "12345678901", "1234567890123", "+7 701 666 44 33", "\u{202e}\u{200b}😀", "٠١٢"]
        {
            assert_eq!(guesser.is_answered(rubbish).await, answer, "{rubbish}");
        }
        for wrong in ["123456789012", "9999-9999-9999", "1234 5678 9013", "0000 0000 0001"] {
            assert_eq!(guesser.is_answered(wrong).await, answer);
        }
        // From here on nothing tells the guesser which code exists.
        assert_eq!(guesser.is_answered(&code).await, answer);
        assert_eq!(guesser.is_answered("1111 1111 1111").await, answer);
        guesser.taps("button-danger-short").await;
        guesser.reads("danger-place").await;

        // The owner's tries are her own.
        owner.types_the_code(&code).await;
        owner.reads_status("status-waiting").await;
        // A text about danger is heard here as everywhere.
        owner.reaches_phrase().await;
        owner.types(danger(lang));
        owner.reads("danger-place").await;
        markers.extend([code.replace(' ', ""), code]);
        people.extend([owner, guesser]);
    }
    markers.push("MARKER".to_owned());
    let markers: Vec<&str> = markers.iter().map(String::as_str).collect();
    house.ends(&people.iter().collect::<Vec<_>>(), &markers);
}

fn danger(lang: Lang) -> &'static str {
    match lang {
        Lang::Kk => "ол қазір мені өлтіреді",
        Lang::Ru => "он меня сейчас убьёт",
        Lang::En => "he is going to kill me right now",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_and_forget_send_the_same_bytes_whatever_was_before() {
    for lang in Lang::ALL {
        let house = House::open().await;
        let people = [0, 1, 2, 3, 4, 5].map(|number| house.person(7_312_000_841 + number, lang));
        let [stranger, closed, taken, waiting, withdrawn, kept] = &people;
        closed.sends(PHONE).await;
        closed.leaves_nothing().await;
        let id = house.claims(0);
        house.counsellor(0, &["close", &id, "--outcome", "helped"]).unwrap();
        taken.sends(PHONE).await;
        taken.leaves_nothing().await;
        house.claims(0);
        waiting.sends(PHONE).await;
        waiting.leaves_nothing().await;
        let code = withdrawn.sends(PHONE).await;
        withdrawn.leaves_nothing().await;
        withdrawn.types_the_code(&code).await;
        withdrawn.taps("button-withdraw").await;
        withdrawn.reads("withdrawn-waiting").await;
        withdrawn.taps("button-leave").await;
        withdrawn.sees_an_empty_chat().await;
        kept.sends(PHONE).await;
        let hidden = kept.keeps_a_hidden_card().await;
        let statuses: Vec<String> = house.queue().await.into_iter().map(|(status, _)| status).collect();
        assert_eq!(statuses, ["closed", "claimed", "waiting", "withdrawn", "waiting"]);

        let mut bytes = Vec::new();
        for teller in [stranger, closed, taken, waiting, withdrawn, kept] {
            let from = teller.calls_so_far(&house);
            for (command, said) in COMMANDS {
                teller.person.command(command).unwrap();
                teller.reads(said).await;
                let only_cards = |view: &View| view.messages.iter().all(|message| message.from_bot);
                teller.person.until("nothing typed", only_cards).await.unwrap();
            }
            let said = teller.said_since(&house, from);
            assert_eq!(said.len(), COMMANDS.len(), "each shows one card");
            bytes.push(said);
        }
        for one in &bytes {
            assert_eq!(one, &bytes[0]);
        }
        kept.sees_it_hidden(hidden).await;
        house.ends(&people.iter().collect::<Vec<_>>(), &[PHONE, DIGITS, &code]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_and_forget_on_an_open_status_say_what_they_say_to_a_stranger() {
    let house = House::open().await;
    let (stranger, owner) = (house.person(7_312_000_881, Lang::Ru), house.person(7_312_000_882, Lang::Ru));
    let code = owner.sends(PHONE).await;
    owner.types_the_code(&code).await;
    owner.reads_status("status-waiting").await;
    stranger.start().await;
    for (command, said) in [("help", "about-what"), ("forget", "forgotten-what")] {
        let mut cards = Vec::new();
        for teller in [&stranger, &owner] {
            teller.person.command(command).unwrap();
            teller.reads(said).await;
            teller.only_the_card_stays().await;
            let card = teller.person.view().card().unwrap().clone();
            cards.push((card.text, card.entities, card.buttons, card.protected));
        }
        assert_eq!(cards[0], cards[1], "{command}");
    }
    // What was sent stays, and the code still finds it.
    owner.types_the_code(&code).await;
    owner.reads_status("status-waiting").await;
    house.ends(&[&stranger, &owner], &[PHONE, DIGITS, &code]);
}

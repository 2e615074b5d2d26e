//! The receipt in the person's hand: by its code or by the hidden card she reads what the counsellor really did.

use crate::house::{House, Teller};
use janynda::clock::Clock;
use janynda::sandbox::{Action, Call, View};
use janynda::vocab::{Lang, ReceiptCode};
use serde_json::Value;
use sqlx::Row as _;

const PHONE: &str = "+7 701 666 22 11";
const DIGITS: &str = "77016662211";

impl House {
    /// Status and length of the sealed content of every request, in order of arrival, seen from outside.
    pub async fn queue(&self) -> Vec<(String, i64)> {
        let mut connection = self.connect().await;
        let sql = "SELECT status, length(blob) FROM requests ORDER BY rowid";
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// A counsellor claims the next request. Its id.
    pub fn claims(&self, which: usize) -> String {
        let claimed: Value = serde_json::from_str(&self.counsellor(which, &["claim", "--json"]).unwrap()).unwrap();
        claimed["id"].as_str().unwrap().to_owned()
    }
}

impl Teller {
    /// Sends a request with this number. Its code.
    pub async fn sends(&self, number: &str) -> String {
        self.reaches_help().await;
        self.reaches_name(number).await;
        self.taps("button-skip-rest").await;
        self.taps("button-send").await;
        self.reads("sent-sealed").await;
        self.code()
    }

    /// The code that SENT shows, as it stands there.
    pub fn code(&self) -> String {
        let view = self.person.view();
        let card = view.card().unwrap();
        let spoilers = card.entities.iter().filter(|entity| entity.kind == "spoiler");
        let covered = spoilers.map(|spoiler| {
            let units: Vec<u16> = card.text.encode_utf16().skip(spoiler.offset).take(spoiler.length).collect();
            String::from_utf16(&units).unwrap()
        });
        let codes: Vec<String> = covered.filter(|text| ReceiptCode::read(text).is_some()).collect();
        assert_eq!(codes.len(), 1, "one code, and it is covered");
        codes[0].clone()
    }

    /// Leaves nothing of SENT in the chat.
    pub async fn leaves_nothing(&self) {
        self.taps("button-nothing-stays").await;
        self.sees_an_empty_chat().await;
    }

    /// Waits until the chat is empty.
    pub async fn sees_an_empty_chat(&self) {
        self.person.until("an empty chat", |view| view.messages.is_empty()).await.unwrap();
    }

    /// Keeps the hidden card of SENT. Its message.
    pub async fn keeps_a_hidden_card(&self) -> i64 {
        self.taps("button-keep-hidden").await;
        let card = self.person.view().card().unwrap().id;
        self.sees_it_hidden(card).await;
        card
    }

    /// Waits until this card says nothing and offers only to be opened or erased.
    pub async fn sees_it_hidden(&self, card: i64) {
        let body = self.say("cover-body");
        let hidden = |view: &View| labels(view, card) == ["▶", "✖"] && text(view, card).contains(&body);
        let view = self.person.until("a hidden card", hidden).await.unwrap();
        assert!(!text(&view, card).contains("112"));
    }

    /// Waits until this card, which need not be the newest, holds the text with this id.
    pub async fn reads_on(&self, card: i64, id: &str) {
        let words = self.say(id);
        self.person.until(&words, |view| text(view, card).contains(&words)).await.unwrap();
    }

    /// Asks with a code how a request stands: the way that `/help` shows.
    pub async fn types_the_code(&self, code: &str) {
        self.person.command("help").unwrap();
        self.taps("button-have-code").await;
        self.reads("phrase-question").await;
        self.types(code);
    }

    /// Reads how the request stands, with numbers beside it.
    pub async fn reads_status(&self, id: &str) {
        self.reads(id).await;
        let view = self.person.view();
        for number in ["112", "111", "150"] {
            assert!(view.shows(number), "{id} without {number}");
        }
    }

    /// Looks once more, and reads how the request stands now.
    pub async fn looks_again(&self, id: &str) {
        self.taps("button-look-again").await;
        self.reads_status(id).await;
    }

    /// Whether a button with this id's text is on the screen.
    pub fn offers(&self, button: &str) -> bool {
        let label = self.say(button);
        self.person.view().labels().contains(&label)
    }

    /// What the button with this id's text sends.
    pub fn data_of(&self, button: &str) -> String {
        let label = self.say(button);
        let view = self.person.view();
        let mut buttons = view.messages.iter().flat_map(|message| &message.buttons).flatten();
        match &buttons.find(|button| button.label == label).unwrap().action {
            Action::Data(data) => data.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// Every text the bot ever put into this chat.
    pub fn was_told(&self, house: &House) -> Vec<String> {
        let told = |call: &Call| call.params["text"].as_str().map(str::to_owned);
        let own = |call: &Call| call.chat == Some(self.person.chat_id());
        house.sandbox.calls().iter().filter(|call| own(call)).filter_map(told).collect()
    }
}

fn text(view: &View, card: i64) -> String {
    view.messages.iter().find(|message| message.id == card).map(|message| message.text.clone()).unwrap_or_default()
}

fn labels(view: &View, card: i64) -> Vec<String> {
    let rows = view.messages.iter().filter(|message| message.id == card).flat_map(|message| &message.buttons);
    rows.flatten().map(|button| button.label.clone()).collect()
}

/// Tomorrow, as a counsellor types it.
fn tomorrow() -> String {
    let here = Clock::System.now().plus(86_400).in_almaty().unwrap();
    here.strftime("%Y-%m-%d").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn status_by_the_code_follows_what_the_counsellor_does_in_every_language() {
    let house = House::open().await;
    let endings = [("helped", "status-answered"), ("tried-no-answer", "status-closed"), ("handed-on", "status-closed")];
    let (mut people, mut markers) = (Vec::new(), vec![PHONE.to_owned(), DIGITS.to_owned()]);
    for ((chat, lang), (outcome, said)) in (7_312_000_701..).zip(Lang::ALL).zip(endings) {
        let teller = house.person(chat, lang);
        let code = teller.sends(PHONE).await;
        teller.leaves_nothing().await;
        teller.types_the_code(&code).await;
        teller.reads_status("status-waiting").await;
        assert!(teller.offers("button-withdraw"));

        let id = house.claims(0);
        assert!(teller.person.view().shows(&teller.say("status-waiting")), "nothing is pushed");
        teller.looks_again("status-taken").await;
        let later = ["close", &id, "--outcome", "tried-no-answer", "--next-attempt", &tomorrow()];
        house.counsellor(0, &later).unwrap();
        teller.looks_again("status-tried").await;
        // Another counsellor takes the next attempt.
        house.counsellor(1, &["claim", &id]).unwrap();
        teller.looks_again("status-taken").await;
        house.counsellor(1, &["close", &id, "--outcome", outcome]).unwrap();
        teller.looks_again(said).await;
        assert!(!teller.offers("button-withdraw"), "nothing is left to be withdrawn");

        teller.person.tap("✖").unwrap();
        teller.sees_an_empty_chat().await;
        // The code goes on telling it, spaced as one likes.
        teller.types_the_code(&code.replace(' ', "")).await;
        teller.reads_status(said).await;
        markers.extend([code.replace(' ', ""), code]);
        people.push(teller);
    }
    assert_eq!(house.queue().await, vec![("closed".to_owned(), 0); 3]);
    let markers: Vec<&str> = markers.iter().map(String::as_str).collect();
    house.ends(&people.iter().collect::<Vec<_>>(), &markers);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hidden_card_opens_hides_again_and_outlives_start() {
    let house = House::open().await;
    let teller = house.person(7_312_000_711, Lang::Kk);
    teller.sends(PHONE).await;
    let hidden = teller.keeps_a_hidden_card().await;
    teller.taps("button-uncover").await;
    teller.reads_status("status-waiting").await;
    teller.taps("button-hide").await;
    teller.sees_it_hidden(hidden).await;

    teller.start().await;
    assert_eq!(teller.cards(), 2, "the first card stands beside the hidden one");
    teller.sees_it_hidden(hidden).await;
    let id = house.claims(0);
    teller.person.tap_on(hidden, "▶").unwrap();
    teller.reads_on(hidden, "status-taken").await;

    // Whoever goes on with the other card leaves nothing open behind.
    teller.person.settled().await.unwrap();
    teller.start().await;
    teller.sees_it_hidden(hidden).await;
    house.counsellor(0, &["close", &id, "--outcome", "helped"]).unwrap();
    teller.person.tap_on(hidden, "▶").unwrap();
    teller.reads_on(hidden, "status-answered").await;
    teller.person.settled().await.unwrap();
    teller.person.tap_on(hidden, "✖").unwrap();
    teller.person.until("one card", |view| view.messages.iter().all(|one| one.id != hidden)).await.unwrap();
    teller.sees("button-tell").await;
    house.ends(&[&teller], &[PHONE, DIGITS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_between_sent_and_status_costs_neither_the_code_nor_the_hidden_card() {
    let mut house = House::open().await;
    let teller = house.person(7_312_000_721, Lang::Ru);
    let code = teller.sends(PHONE).await;
    teller.person.settled().await.unwrap();
    house.kill_bot();
    house.start_bot().await;
    let hidden = teller.keeps_a_hidden_card().await;
    teller.person.settled().await.unwrap();
    assert!(house.stop_bot().success());
    house.start_bot().await;
    house.claims(1);
    teller.taps("button-uncover").await;
    teller.reads_status("status-taken").await;
    teller.taps("button-hide").await;
    teller.sees_it_hidden(hidden).await;
    teller.types_the_code(&code).await;
    teller.reads_status("status-taken").await;
    assert_eq!(house.requests().await, 1);
    house.ends(&[&teller], &[PHONE, DIGITS, &code, &code.replace(' ', "")]);
}

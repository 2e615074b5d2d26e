//! Turns under a clock that a hand moves: idle cards, midnight, limits, repeated messages, rows that are behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

use janynda::cli::init::{self, Options};
use janynda::clock::{Clock, Moment};
use janynda::conversation::{LEAVE, Page, render::Action};
use janynda::intake::{Incoming, Intake, MessageRef, Outcome, Parts, Rates, RowRef, Switch, What};
use janynda::keyring::KeyRing;
use janynda::roster::{UntrustedRoster, parse_authorities};
use janynda::seal::cell::{Cell, Size, open_cell};
use janynda::store::{CardRow, Store, ring_file};
use janynda::text;
use janynda::vocab::{Confirmed, Lang, Plain, Route};
use std::num::NonZeroU32;
use tempfile::TempDir;

/// Two minutes to midnight UTC, so that a test can walk over it.
const START: Moment = Moment(1_795_564_680);

struct Room {
    _folder: TempDir,
    clock: Clock,
    intake: Intake,
    next_message: i32,
    card: Option<MessageRef>,
    row: Option<RowRef>,
    page: Option<Page>,
}

impl Room {
    async fn new() -> Room {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::hand(START);
        let written = init::write(&folder.path().join("t"), Options { counsellors: 1 }, START).unwrap();
        let ring: KeyRing = ring_file::read(&written.keyring, &written.deployment).unwrap();
        let text = std::fs::read(&written.roster).unwrap();
        let signature = std::fs::read_to_string(written.roster.with_extension("txt.minisig")).unwrap();
        let keys = parse_authorities(&written.authority).unwrap();
        let roster = UntrustedRoster { text: &text, signature: &signature }
            .verify(&keys, &written.deployment, START, None)
            .unwrap();
        let store = Store::at(&written.database_url).unwrap();
        store.ready().await.unwrap();
        let many = NonZeroU32::new(1000).unwrap();
        let intake = Intake::new(Parts {
            store,
            ring: Some(ring),
            roster: Some(roster),
            clock: clock.clone(),
            rates: Rates::new(many, many),
            switch: Switch::On,
            requests_per_day: 3,
        });
        Room { _folder: folder, clock, intake, next_message: 100, card: None, row: None, page: None }
    }

    fn route() -> Route {
        Route::from_bytes(7_i64.to_be_bytes())
    }

    async fn give(&mut self, message: MessageRef, what: What) -> Outcome {
        let incoming = Incoming { route: Room::route(), message, language_code: Some("en".to_owned()), what };
        let mut outcome = self.intake.turn(&incoming).await;
        self.show(&mut outcome).await;
        outcome
    }

    /// Does what Telegram would: a new message for a card without one, then the confirmation.
    async fn show(&mut self, outcome: &mut Outcome) {
        let Some(show) = outcome.show.take() else { return };
        match (show.target, show.row) {
            (None, Some(row)) => {
                self.next_message += 1;
                let sent = MessageRef::new(self.next_message, self.clock.now());
                self.card = Some(sent);
                self.intake.sent(&Room::route(), row, sent).await;
            }
            (Some(_), Some(row)) => self.intake.shown(row, show.due),
            _ => {}
        }
        self.row = show.row;
        self.page = Some(show.page);
        for erasing in &outcome.erase {
            if let Some(row) = erasing.row {
                self.intake.erased(&Room::route(), row, &erasing.messages, Confirmed::by_executor()).await;
            }
        }
    }

    async fn types(&mut self, text: &str) -> Outcome {
        self.next_message += 1;
        let message = MessageRef::new(self.next_message, self.clock.now());
        self.give(message, What::Text(Plain::new(text.to_owned()))).await
    }

    /// Presses the button with this id's label on the card as it was last shown.
    async fn taps(&mut self, id: &str) -> Outcome {
        let data = self.data(id);
        let card = self.card.unwrap();
        self.give(card, What::Press(data)).await
    }

    fn data(&self, id: &str) -> String {
        let label = text::say(Lang::En, id, &[]);
        let page = self.page.as_ref().unwrap();
        let key = page.keys.iter().flatten().find(|key| key.label == label);
        let key = key.unwrap_or_else(|| panic!("{label} is not on the card:\n{}", page.text));
        match &key.action {
            Action::Data(data) => data.clone(),
            Action::Copy(_) => panic!("{label} copies"),
        }
    }

    fn shows(&self, id: &str) -> bool {
        let said = text::say(Lang::En, id, &[]);
        self.page.as_ref().unwrap().text.contains(said.split("{$").next().unwrap().trim())
    }

    /// What the keeper does in one beat, and Telegram's confirmation of it.
    async fn beat(&mut self) -> Vec<Outcome> {
        let mut all = Vec::new();
        for mut due in self.intake.take_due().await {
            self.show(&mut due.outcome).await;
            all.push(due.outcome);
        }
        all
    }

    async fn reaches_review(&mut self) {
        self.types("/start").await;
        for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", "how-call"] {
            self.taps(id).await;
        }
        self.types("+7 701 000 00 00").await;
        for id in ["when-any", "button-safest", "button-skip-rest"] {
            self.taps(id).await;
        }
        assert!(self.shows("review-head"));
    }

    /// Whether the number of the stories stands in a row's sealed draft.
    fn holds_the_number(&self, row: &CardRow) -> bool {
        let cell = Cell { table: "cards", row: row.id.bytes(), column: "draft", size: Size::Medium };
        let key = self.intake.with_ring(|ring| ring.as_ref().unwrap().newest().cells());
        let draft = open_cell(&key, cell, &row.draft).unwrap();
        draft.windows(12).any(|window| window == b"+77010000000")
    }

    /// Tomorrow: the ring ratchets, rows move to today's key.
    fn midnight(&mut self) {
        self.clock.advance(86_400);
        let now = self.clock.now();
        self.intake.with_ring(|ring| {
            let _ = ring.as_mut().unwrap().advance(now).unwrap();
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_nobody_touches_is_covered_after_two_minutes_and_erased_after_fifteen() {
    let mut room = Room::new().await;
    room.types("/start").await;
    room.clock.advance(119);
    assert!(room.beat().await.is_empty());
    room.clock.advance(1);
    room.beat().await;
    assert!(room.shows("cover-body") && !room.page.as_ref().unwrap().text.contains("112"));
    room.clock.advance(779);
    assert!(room.beat().await.is_empty());
    room.clock.advance(1);
    let erased = room.beat().await;
    assert_eq!(erased.len(), 1);
    assert!(erased[0].erase[0].card == room.card);
    let rows = room.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap();
    let row = erased[0].erase[0].row.unwrap();
    assert!(rows.iter().any(|one| one.id == row), "the row stays until the erasure is confirmed");
    room.intake.erased(&Room::route(), row, &erased[0].erase[0].messages, Confirmed::by_executor()).await;
    assert!(room.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_numbers_takes_longer_and_a_review_hides_after_a_minute() {
    let mut room = Room::new().await;
    room.types("/numbers").await;
    room.clock.advance(299);
    assert!(room.beat().await.is_empty());
    room.clock.advance(1);
    room.beat().await;
    assert!(room.shows("cover-body"));

    let mut room = Room::new().await;
    room.reaches_review().await;
    room.clock.advance(60);
    room.beat().await;
    assert!(room.shows("cover-body") && !room.page.as_ref().unwrap().text.contains("7701"));
    room.taps("button-uncover").await;
    assert!(room.shows("review-head") && room.page.as_ref().unwrap().text.contains("+77010000000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_typed_on_a_cover_answers_the_covered_question() {
    let mut room = Room::new().await;
    room.types("/start").await;
    for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", "how-call"] {
        room.taps(id).await;
    }
    room.clock.advance(130);
    room.beat().await;
    assert!(room.shows("cover-body"));
    room.types("+7 701 000 00 00").await;
    assert!(room.shows("when-question"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_over_midnight_with_a_press_and_with_a_text() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    room.clock.advance(-86_400 + 600);
    room.midnight();
    room.taps("button-edit-name").await;
    assert!(room.shows("name-question"));
    room.types("Aru").await;
    assert!(room.shows("review-head") && room.page.as_ref().unwrap().text.contains("Aru"));
    room.taps("button-send").await;
    assert!(room.shows("sent-sealed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_put_under_the_new_day_s_key_and_a_row_without_a_key_is_dropped() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    room.midnight();
    room.intake.rekey().await;
    let rows = room.intake.store().cards_before(room.clock.now().day(), 10).await.unwrap();
    assert!(rows.is_empty());
    // Two more nights without re-keying, as after a long power cut: nobody can open the row any more.
    room.midnight();
    room.midnight();
    room.intake.rekey().await;
    assert!(room.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_message_again_has_no_second_effect() {
    let mut room = Room::new().await;
    room.types("/start").await;
    for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", "how-call"] {
        room.taps(id).await;
    }
    room.types("+7 701 000 00 00").await;
    for id in ["when-any", "button-safest", "button-skip", "button-skip"] {
        room.taps(id).await;
    }
    room.types("once").await;
    let message = MessageRef::new(room.next_message, room.clock.now());
    for _ in 0..3 {
        let outcome = room.give(message, What::Text(Plain::new("once".to_owned()))).await;
        assert_eq!(outcome.erase.iter().map(|erasing| erasing.messages.len()).sum::<usize>(), 1, "deleted again");
    }
    room.taps("button-done").await;
    assert_eq!(room.page.as_ref().unwrap().text.matches("once").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fourth_request_of_a_day_is_refused_like_any_other_and_the_next_day_takes_one() {
    let mut room = Room::new().await;
    for _ in 0..3 {
        room.reaches_review().await;
        room.taps("button-send").await;
        assert!(room.shows("sent-sealed"));
    }
    room.types("/start").await;
    for id in ["button-tell", "kind-economic", "button-callback"] {
        room.taps(id).await;
    }
    assert!(room.shows("not-now-body"));
    room.midnight();
    room.reaches_review().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn send_pressed_after_its_card_is_gone_finds_the_request_it_sent() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    let (send, card) = (room.data("button-send"), room.card.unwrap());
    room.taps("button-send").await;
    room.intake.blocked(&Room::route(), room.row.unwrap().id).await;
    room.give(card, What::Press(send)).await;
    assert!(room.shows("sent-sealed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_was_not_shown_is_shown_again_after_half_a_minute() {
    let mut room = Room::new().await;
    room.types("/start").await;
    let data = room.data("button-numbers");
    let incoming =
        Incoming { route: Room::route(), message: room.card.unwrap(), language_code: None, what: What::Press(data) };
    // Telegram did not answer: the turn is durable, the card is not shown.
    drop(room.intake.turn(&incoming).await);
    room.clock.advance(29);
    assert!(room.beat().await.is_empty());
    room.clock.advance(1);
    room.beat().await;
    assert!(room.shows("hotlines-head"));
    room.clock.advance(31);
    assert!(room.beat().await.is_empty(), "shown once is enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_presses_and_texts_at_once_lose_nothing() {
    let mut room = Room::new().await;
    room.types("/start").await;
    let old = room.data("button-tell");
    for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", "how-call"] {
        room.taps(id).await;
    }
    room.types("+7 701 000 00 00").await;
    for id in ["when-any", "button-safest", "button-skip", "button-skip"] {
        room.taps(id).await;
    }
    let text = |id: i32| Incoming {
        route: Room::route(),
        message: MessageRef::new(id, START),
        language_code: None,
        what: What::Text(Plain::new(format!("part{id}"))),
    };
    let (a, b, c) = (text(900), text(901), text(902));
    let card = room.card.unwrap();
    let press = |data: &str| Incoming {
        route: Room::route(),
        message: card,
        language_code: None,
        what: What::Press(data.to_owned()),
    };
    // Buttons of a card that stood there before, and one that opens what is asked for anyway.
    let presses = [press(&old), press("1AAAA"), press("x-"), press(&old), press("")];
    let _ = tokio::join!(
        room.intake.turn(&a),
        room.intake.turn(&presses[0]),
        room.intake.turn(&presses[1]),
        room.intake.turn(&b),
        room.intake.turn(&presses[2]),
        room.intake.turn(&presses[3]),
        room.intake.turn(&c),
        room.intake.turn(&presses[4]),
    );
    room.types("part903").await;
    room.taps("button-done").await;
    for id in 900..=903 {
        assert_eq!(room.page.as_ref().unwrap().text.matches(&format!("part{id}")).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_drops_the_draft_from_the_row_at_once() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    let before = room.intake.store().card(room.row.unwrap().id).await.unwrap().unwrap();
    assert!(room.holds_the_number(&before));
    let card = room.card.unwrap();
    let outcome = room.give(card, What::Press(LEAVE.to_owned())).await;
    assert!(outcome.show.is_none() && outcome.erase[0].card == Some(card));
    let after = room.intake.store().card(room.row.unwrap().id).await.unwrap().unwrap();
    assert!(!room.holds_the_number(&after), "the number is overwritten, not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_could_not_be_erased_for_two_days_is_given_up_and_not_counted_as_erased() {
    let mut room = Room::new().await;
    room.types("/start").await;
    let card = room.card.unwrap();
    room.give(card, What::Press(LEAVE.to_owned())).await;
    room.clock.advance(47 * 3600 + 60);
    assert!(room.beat().await.is_empty());
    assert!(room.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_past_their_days_are_emptied() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    room.taps("button-send").await;
    assert_eq!(room.intake.store().expire(room.clock.now().plus(14 * 86_400)).await.unwrap(), 0);
    assert_eq!(room.intake.store().expire(room.clock.now().plus(15 * 86_400)).await.unwrap(), 1);
}

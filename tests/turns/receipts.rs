//! What a person does with a request she sent: keep a hidden card, look, type the code, take it back.

use crate::room::{EVERY_KEY, Room};
use janynda::alias;
use janynda::clock::Moment;
use janynda::conversation::LEAVE;
use janynda::intake::{MessageRef, What};
use janynda::keyring::Keep;
use janynda::roster::{Name, Roster};
use janynda::seal::{self, Wrapped};
use janynda::store::{
    Actor, Claim, Claimed, Ending, Hindered, Holder, Limit, Op, QueueRow, Ready, Scope, Status, Terms,
};
use janynda::text;
use janynda::vocab::{Audience, Lang, Outcome, RequestId, Standing};

const DAY: i64 = 86_400;

impl Room {
    /// Sends a request and says which one it is.
    pub async fn sends(&mut self) -> RequestId {
        self.reaches_review().await;
        self.taps("button-send").await;
        assert!(self.shows("sent-sealed"));
        self.queue().await.last().unwrap().id
    }

    pub async fn queue(&self) -> Vec<QueueRow> {
        let scope = Scope { audiences: &Audience::ALL, since: Moment(0) };
        self.intake.store().queue(scope, self.reader(), self.clock.now(), 100).await.unwrap()
    }

    /// The counsellor to whom everything is sealed here.
    pub fn reader(&self) -> Holder {
        let text = std::fs::read(&self.written.roster).unwrap();
        Holder::of(&Roster::parse(&text).unwrap().counsellors[0].recipient)
    }

    pub async fn row_of(&self, id: RequestId) -> QueueRow {
        self.intake.store().queue_row(id).await.unwrap().unwrap()
    }

    /// The code as SENT shows it.
    fn code(&self) -> String {
        let text = &self.page.as_ref().unwrap().text;
        let said = text::say(Lang::En, "sent-code", &[]);
        let (before, _) = said.split_once("{$").unwrap();
        let at = text.find(before.trim()).unwrap() + before.trim().len();
        text[at..].trim().chars().take(14).collect()
    }

    /// A counsellor claims it.
    pub async fn claimed(&self, id: RequestId) -> QueueRow {
        let name: Name = "aigul".parse().unwrap();
        let which = Claim::This(id, Scope { audiences: &Audience::ALL, since: Moment(0) });
        let terms = Terms { lease_until: self.clock.now().plus(7200), cap: 100 };
        let rewrap = |row: &QueueRow, blob: &Wrapped| {
            self.ring.change(|ring| {
                let ring = ring.as_ref().ok_or(Hindered::NotNow)?;
                if row.claimed_day.is_some() {
                    return Ok(Ready::AsItIs);
                }
                let from = ring.day_key(Keep::Waiting, row.day).ok_or(Hindered::KeyGone)?;
                let to = ring.newest_day_key(Keep::Claimed);
                let moved = seal::rewrap(blob, &row.id, from, to, [9; 24]).map_err(|_| Hindered::Damaged)?;
                Ok(Ready::Moved(to.day(), moved))
            })
        };
        let actor = Actor { holder: self.reader(), name: &name, now: self.clock.now() };
        match self.intake.store().claim(which, actor, terms, &rewrap).await.unwrap() {
            Claimed::Row(row) => row,
            other => panic!("{other:?}"),
        }
    }

    pub async fn ended(&self, row: &QueueRow, ending: Ending) {
        let name: Name = "aigul".parse().unwrap();
        let actor = Actor { holder: self.reader(), name: &name, now: self.clock.now() };
        self.intake.store().close(row.id, actor, row.fence, ending).await.unwrap();
    }

    async fn rows(&self) -> usize {
        self.intake.write_marks().await;
        self.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap().len()
    }

    fn is_hidden(&self) -> bool {
        let page = self.page.as_ref().unwrap();
        self.shows("cover-body") && page.keys.iter().flatten().count() == 2 && !page.text.contains("112")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_card_stays_without_a_row_and_opens_days_later_on_any_node() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    assert!(room.is_hidden());
    assert_eq!(room.rows().await, 0, "nothing here remembers that there is a card");
    for _ in 0..10 {
        room.midnight();
        assert!(room.beat().await.is_empty(), "and nothing erases it");
    }
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting") && room.page.as_ref().unwrap().text.contains("112"));
    assert_eq!(room.rows().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_receipt_hides_again_when_nobody_touches_it_and_its_row_ends() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    room.clock.advance(5 * DAY);
    room.ratchet();
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting"));
    room.clock.advance(119);
    assert!(room.beat().await.is_empty());
    room.clock.advance(1);
    room.beat().await;
    assert!(room.is_hidden());
    assert_eq!(room.rows().await, 0);
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting"), "it opens again");
    room.taps("button-hide").await;
    assert!(room.is_hidden());
    assert_eq!(room.rows().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn start_leaves_a_hidden_card_alone_and_hides_an_open_one() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    let hidden = room.card.unwrap();
    let open = room.data("button-uncover");
    let outcome = room.types("/start").await;
    assert!(outcome.erase.iter().all(|erasing| !erasing.messages.contains(&hidden)));
    assert!(room.shows("welcome-hello") && room.card != Some(hidden));

    room.give(hidden, What::Press(open)).await;
    assert!(room.shows("status-waiting"));
    let outcome = room.types("/start").await;
    assert!(outcome.erase.iter().all(|erasing| !erasing.messages.contains(&hidden)));
    assert!(room.shows("welcome-hello"));
    let beat = room.beat().await;
    assert_eq!(beat.len(), 1, "at the next beat");
    assert!(room.is_hidden());
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_an_old_hidden_card_asks_for_its_erasure_with_or_without_a_date() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    let hidden = room.card.unwrap();
    room.clock.advance(3 * DAY);
    room.ratchet();
    // Telegram does not tell the date of a message that is some days old.
    let undated = MessageRef { date: 0, ..hidden };
    let outcome = room.give(undated, What::Press(LEAVE.to_owned())).await;
    assert!(outcome.erase[0].messages == [undated] && outcome.erase[0].card == Some(undated));

    let open = room.data("button-uncover");
    room.give(undated, What::Press(open)).await;
    assert!(room.shows("status-waiting"), "and opening it still works");
    let outcome = room.give(undated, What::Press(LEAVE.to_owned())).await;
    assert!(outcome.erase[0].card == Some(undated));
    room.clock.advance(60);
    assert_eq!(room.beat().await.len(), 1, "an old card is not given up before it was tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn status_follows_what_becomes_of_the_request() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    room.taps("button-keep-hidden").await;
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting"));
    let row = room.claimed(id).await;
    assert!(room.shows("status-waiting"), "nothing is pushed");
    room.taps("button-look-again").await;
    assert!(room.shows("status-taken"));
    room.ended(&row, Ending::TryAgain { day: room.clock.now().day() + 1 }).await;
    room.taps("button-look-again").await;
    assert!(room.shows("status-tried"));
    let row = room.claimed(id).await;
    room.ended(&row, Ending::Final(Outcome::Helped)).await;
    room.taps("button-look-again").await;
    assert!(room.shows("status-answered"));
    assert!(!room.offers("button-withdraw"));
    room.clock.advance(45 * DAY);
    room.ratchet();
    room.intake.store().expire(room.clock.now(), EVERY_KEY).await.unwrap();
    room.taps("button-look-again").await;
    assert!(room.shows("status-not-kept"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_nobody_took_says_so_with_numbers() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    room.clock.advance(15 * DAY);
    room.ratchet();
    room.intake.store().expire(room.clock.now(), EVERY_KEY).await.unwrap();
    room.taps("button-uncover").await;
    assert!(room.shows("status-nobody"));
    let text = &room.page.as_ref().unwrap().text;
    assert!(text.contains("112") && text.contains("150"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_empty_and_the_card_says_who_may_still_know() {
    for (claimed, said) in [(false, "withdrawn-waiting"), (true, "withdrawn-taken")] {
        let mut room = Room::new().await;
        let id = room.sends().await;
        room.taps("button-keep-hidden").await;
        room.taps("button-uncover").await;
        if claimed {
            room.claimed(id).await;
            room.taps("button-look-again").await;
        }
        let withdraw = room.data("button-withdraw");
        room.taps("button-withdraw").await;
        assert!(room.shows(said), "{}", room.page.as_ref().unwrap().text);
        let row = room.row_of(id).await;
        assert_eq!((row.status, row.standing(room.clock.now())), (Status::Withdrawn, Standing::Withdrawn));
        // The same button once more says nothing anew.
        let card = room.card.unwrap();
        room.give(card, What::Press(withdraw)).await;
        assert!(room.shows(said) || room.shows("status-withdrawn"));
        assert_eq!(room.row_of(id).await, row);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counsellor_who_is_faster_than_the_withdrawal_is_not_kept_quiet_about() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    room.taps("button-keep-hidden").await;
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting"));
    room.claimed(id).await;
    room.taps("button-withdraw").await;
    assert!(room.shows("withdrawn-taken"), "although the card still said that it waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_is_shown_again_after_a_crash_before_it_was_seen() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    room.taps("button-uncover").await;
    let incoming = room.press(room.data("button-withdraw"));
    drop(room.intake.turn(&incoming).await);
    room.clock.advance(30);
    room.beat().await;
    assert!(room.shows("withdrawn-waiting"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_finds_the_request_with_or_without_spaces_and_takes_it_back() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    let code = room.code();
    room.taps("button-nothing-stays").await;
    for typed in [code.clone(), code.replace(' ', "")] {
        room.types("/help").await;
        room.taps("button-have-code").await;
        assert!(room.shows("phrase-question"));
        room.types(&typed).await;
        assert!(room.shows("status-waiting"), "{}", room.page.as_ref().unwrap().text);
        assert!(!room.offers("button-hide"), "there is no hidden card to go back to");
    }
    room.taps("button-withdraw").await;
    assert!(room.shows("withdrawn-waiting"));
    assert_eq!(room.row_of(id).await.status, Status::Withdrawn);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_an_old_one_and_one_try_too_many_look_alike() {
    let mut room = Room::new().await;
    room.sends().await;
    let code = room.code();
    room.types("/help").await;
    room.taps("button-have-code").await;
    room.types("000000000000").await;
    let wrong = (room.page.as_ref().unwrap().text.clone(), room.keys());
    assert!(room.shows("notice-nothing-found"));
    room.types("no code at all").await;
    assert!((room.page.as_ref().unwrap().text.clone(), room.keys()) == wrong, "what is no code is not a try");
    for _ in 0..4 {
        room.types("123456789012").await;
        assert!((room.page.as_ref().unwrap().text.clone(), room.keys()) == wrong);
    }
    room.types(&code).await;
    assert!((room.page.as_ref().unwrap().text.clone(), room.keys()) == wrong, "five tries a day");
    // Midnight does not give five more at once: both aliases count.
    room.midnight();
    room.intake.rekey().await;
    room.types(&code).await;
    assert!((room.page.as_ref().unwrap().text.clone(), room.keys()) == wrong);
    room.midnight();
    room.intake.rekey().await;
    room.types(&code).await;
    assert!(room.shows("status-waiting"));

    room.clock.advance(45 * DAY);
    room.ratchet();
    room.intake.store().expire(room.clock.now(), EVERY_KEY).await.unwrap();
    room.types("/help").await;
    room.taps("button-have-code").await;
    room.types(&code).await;
    assert!((room.page.as_ref().unwrap().text.clone(), room.keys()) == wrong, "its days are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_and_forget_say_the_same_whatever_was_sent() {
    let mut quiet = Room::new().await;
    let mut told = Room::new().await;
    told.sends().await;
    told.taps("button-nothing-stays").await;
    for command in ["/help", "/forget", "/start"] {
        for room in [&mut quiet, &mut told] {
            room.types(command).await;
        }
        assert_eq!(quiet.page, told.page, "{command}");
    }
    assert_eq!(told.queue().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_muted_is_refused_like_anybody_whose_day_is_full() {
    let mut room = Room::new().await;
    let alias = room.ring.change(|ring| alias::alias(ring.as_ref().unwrap().newest(), &Room::route()));
    room.write(Op::Limit { alias, day: room.clock.now().day(), what: Limit::Mute }).await;
    room.types("/start").await;
    for id in ["button-tell", "kind-economic", "button-callback"] {
        room.taps(id).await;
    }
    assert!(room.shows("not-now-body"));
    room.midnight();
    room.midnight();
    room.reaches_review().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_nothing_is_said_about_a_request_and_the_hidden_card_stays_hidden() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    let ring = room.ring.change(Option::take);
    let open = room.press(room.data("button-uncover"));
    let outcome = room.intake.turn(&open).await;
    assert!(outcome.show.is_none() && outcome.toast.is_some());
    room.ring.change(|kept| *kept = ring);
    room.taps("button-uncover").await;
    assert!(room.shows("status-waiting"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_withdraws_by_a_code_while_nothing_can_be_written_reads_that_it_is_not_certain() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    let code = room.code();
    room.types("/help").await;
    room.taps("button-have-code").await;
    room.types(&code).await;
    assert!(room.shows("status-waiting"));
    let withdraw = room.data("button-withdraw");
    let ring = room.ring.change(Option::take);
    room.taps("button-withdraw").await;
    assert!(room.shows("notice-not-withdrawn") && room.shows("phrase-question"));
    assert_eq!(room.row_of(id).await.status, Status::Waiting);
    room.ring.change(|kept| *kept = ring);
    let card = room.card.unwrap();
    room.give(card, What::Press(withdraw)).await;
    assert!(room.shows("withdrawn-waiting"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_is_told_from_ten_measured_answers_on() {
    let mut room = Room::new().await;
    for number in 0..10 {
        room.intake.measure(room.clock.now()).await;
        room.clock.advance(60);
        let id = room.sends().await;
        assert!(!room.shows("wait-pace"), "after {number} answers");
        let row = room.claimed(id).await;
        room.ended(&row, Ending::Final(Outcome::Helped)).await;
        room.midnight();
    }
    room.intake.measure(room.clock.now()).await;
    room.clock.advance(60);
    room.sends().await;
    assert!(room.shows("wait-pace"), "{}", room.page.as_ref().unwrap().text);
}

//! Idle cards, midnight, limits, repeated messages, rows that are behind.

use crate::room::{EVERY_KEY, Room, START};
use janynda::clock::Moment;
use janynda::conversation::LEAVE;
use janynda::intake::{Incoming, MessageRef, What};
use janynda::vocab::{Confirmed, Plain};

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
async fn what_was_forgotten_is_still_said_under_the_cover_because_the_row_knows() {
    let mut room = Room::new().await;
    room.reaches_review().await;
    room.types("/forget").await;
    assert!(room.shows("forgotten-what"));
    room.clock.advance(120);
    room.beat().await;
    assert!(room.shows("cover-body"));
    room.taps("button-uncover").await;
    assert!(room.shows("forgotten-what") && !room.page.as_ref().unwrap().text.contains("7701"));
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
    assert_eq!(room.intake.store().expire(room.clock.now().plus(14 * 86_400), EVERY_KEY).await.unwrap(), 0);
    assert_eq!(room.intake.store().expire(room.clock.now().plus(15 * 86_400), EVERY_KEY).await.unwrap(), 1);
}

//! "A counsellor has your request": only as long as one has it.

use crate::room::Room;
use janynda::store::{Ending, OldestDays};

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_ran_out_is_not_called_a_counsellor_who_has_it() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    room.taps("button-keep-hidden").await;
    room.claimed(id).await;
    room.clock.advance(7199);
    room.taps("button-uncover").await;
    assert!(room.shows("status-taken"));
    // She went home and gave nothing back.
    room.clock.advance(2);
    room.taps("button-look-again").await;
    assert!(room.shows("status-waiting"), "nobody has it, and she must know that it waits");

    let row = room.claimed(id).await;
    room.ended(&row, Ending::TryAgain { day: room.clock.now().day() }).await;
    room.claimed(id).await;
    room.clock.advance(7201);
    room.taps("button-look-again").await;
    assert!(room.shows("status-tried"));
    room.taps("button-withdraw").await;
    assert!(room.shows("withdrawn-taken"), "somebody read it, whoever has it now");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_request_lies_under_a_key_that_is_gone_is_told_that_nobody_could_take_it() {
    let mut room = Room::new().await;
    room.sends().await;
    room.taps("button-keep-hidden").await;
    room.midnight();
    // The ring was made anew this morning, over the queue of yesterday.
    let today = room.clock.now().day();
    let living = OldestDays { waiting: today, claimed: today };
    assert_eq!(room.intake.store().expire(room.clock.now(), living).await, Ok(1));
    room.taps("button-uncover").await;
    assert!(room.shows("status-nobody"));
    let text = &room.page.as_ref().unwrap().text;
    assert!(text.contains("112") && text.contains("150"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_request_was_taken_once_and_ran_out_is_told_so_and_reads_numbers_to_call() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    room.taps("button-keep-hidden").await;
    room.claimed(id).await;
    // She went home and gave nothing back, and nobody else took it; in the morning the ring was made anew.
    room.midnight();
    let today = room.clock.now().day();
    let living = OldestDays { waiting: today, claimed: today };
    assert_eq!(room.intake.store().expire(room.clock.now(), living).await, Ok(1));
    room.taps("button-uncover").await;
    assert!(room.shows("status-unanswered") && !room.shows("status-closed"));
    let text = &room.page.as_ref().unwrap().text;
    assert!(text.contains("112") && text.contains("150"));
}

//! The keeper over days: a clock that jumps, a service that slept over two midnights, a database that will not.

use crate::room::Room;
use janynda::clock::Moment;
use janynda::store::{CardRow, Status};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::str::FromStr as _;

const DAY: i64 = 86_400;

impl Room {
    async fn cards(&self) -> Vec<CardRow> {
        self.intake.write_marks().await;
        self.intake.store().due_cards(Moment(i64::MAX), 10).await.unwrap()
    }

    /// Another program that holds the database's write lock until it lets go or is dropped.
    async fn locked_database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::from_str(&self.written.database_url).unwrap();
        let mut other = options.connect().await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        other
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_ahead_empties_nothing_while_the_ring_does_not_follow() {
    for days in [16, 46, 400, 4000] {
        let mut room = Room::new().await;
        let id = room.sends().await;
        let mut keeper = room.keeper();
        keeper.beat().await;
        room.clock.advance(days * DAY);
        keeper.beat().await;
        assert!(room.ring.read(|_| ()).is_none(), "control: hotlines only");
        room.clock.advance(-days * DAY + 60);
        keeper.beat().await;
        assert!(room.ring.read(|_| ()).is_some(), "the ring is in use again");
        assert_eq!(room.row_of(id).await.status, Status::Waiting, "{days}");
        let held = room.claimed(id).await;
        assert_eq!(held.status, Status::Claimed, "what was sealed can still be taken");
        let lines = room.intake.store().audit_after(0, 10).await.unwrap();
        assert!(!lines.is_empty() && lines.iter().all(|row| row.line.is_some()), "the audit was cut short");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_emptied_on_its_day_when_the_ring_follows() {
    let mut room = Room::new().await;
    let id = room.sends().await;
    let mut keeper = room.keeper();
    for _ in 0..15 {
        assert_eq!(room.row_of(id).await.status, Status::Waiting);
        room.clock.advance(DAY);
        keeper.beat().await;
    }
    assert_eq!(room.row_of(id).await.status, Status::Expired);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_still_found_and_erased_after_two_midnights_without_the_service() {
    let mut room = Room::new().await;
    room.types("/start").await;
    assert_eq!(room.cards().await.len(), 1);
    let mut keeper = room.keeper();
    // From two minutes to midnight to the day after the next: over two midnights, and less than 48 hours.
    room.clock.advance(DAY + 600);
    keeper.beat().await;
    let today = room.clock.now().day();
    assert_eq!(room.ring.read(|ring| ring.newest().epoch()), Some(today));
    let rows = room.cards().await;
    assert_eq!(rows.iter().map(|row| row.epoch).collect::<Vec<_>>(), [today]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_midnights_waits_for_a_database_that_takes_the_cards() {
    let mut room = Room::new().await;
    room.types("/start").await;
    let mut keeper = room.keeper();
    let first = room.clock.now().day();
    let mut other = room.locked_database().await;
    room.clock.advance(DAY + 600);
    keeper.beat().await;
    let epoch = || room.ring.read(|ring| ring.newest().epoch()).unwrap();
    assert_eq!(epoch(), first + 1, "the day between: its key still opens the card");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    room.clock.advance(1);
    keeper.beat().await;
    assert_eq!(epoch(), first + 2);
    let rows = room.cards().await;
    assert_eq!(rows.iter().map(|row| row.epoch).collect::<Vec<_>>(), [first + 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_database_does_not_keep_yesterdays_keys() {
    let mut room = Room::new().await;
    room.types("/start").await;
    let mut keeper = room.keeper();
    let first = room.clock.now().day();
    let _other = room.locked_database().await;
    room.clock.advance(DAY + 600);
    keeper.beat().await;
    room.clock.advance(300);
    keeper.beat().await;
    assert_eq!(room.ring.read(|ring| ring.newest().epoch()), Some(first + 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ring_whose_file_was_taken_away_is_written_again_before_the_next_start_misses_it() {
    let room = Room::new().await;
    let mut keeper = room.keeper();
    room.clock.advance(180);
    keeper.beat().await;
    let file = &room.written.keyring;
    let before = std::fs::read(file).unwrap();
    std::fs::remove_file(file).unwrap();
    room.clock.advance(600);
    keeper.beat().await;
    assert_eq!(std::fs::read(file).unwrap(), before);
}

//! Open cards: one living card a chat, versions that nobody overwrites, rows that end.

use super::*;

fn same(one: &CardRow, other: &CardRow) -> bool {
    let numbers = |row: &CardRow| (row.id, row.epoch, row.stage, row.due, row.version, row.shown);
    let cells = |row: &CardRow| (row.alias, row.message, row.face.clone(), row.draft.clone());
    numbers(one) == numbers(other) && cells(one) == cells(other)
}

async fn read(store: &Store, number: u8) -> CardRow {
    store.card(CardId::from_bytes([number; 16])).await.unwrap().unwrap()
}

async fn a_card_comes_back_as_it_was_written(store: Store) {
    let unsent = CardRow { message: None, stage: Stage::Erasing, shown: 0, ..card(2) };
    let both = vec![Op::InsertCard(card(1)), Op::InsertCard(CardRow { message: None, shown: 0, ..card(2) })];
    assert_eq!(write(&store, both).await, Ok(Written::Done));
    assert!(same(&read(&store, 1).await, &card(1)));
    assert_eq!(
        write(&store, vec![Op::UpdateCard { row: CardRow { version: 2, ..unsent }, seen: 1 }]).await,
        Ok(Written::Done)
    );
    let erasing = read(&store, 2).await;
    assert!(same(&erasing, &CardRow { message: None, stage: Stage::Erasing, shown: 0, version: 2, ..card(2) }));
    assert!(store.card(CardId::from_bytes([9; 16])).await.unwrap().is_none());
}

async fn a_chat_is_found_under_both_of_its_aliases(store: Store) {
    for number in 1..=3 {
        write(&store, vec![Op::InsertCard(card(number))]).await.unwrap();
    }
    let found = async |aliases: &[Alias]| {
        let mut found: Vec<_> = store.cards_of(aliases).await.unwrap().iter().map(|row| row.id.bytes()[0]).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(found(&[alias(1)]).await, [1]);
    assert_eq!(found(&[alias(3), alias(1)]).await, [1, 3]);
    assert_eq!(found(&[alias(8), alias(9)]).await, [0u8; 0]);
    assert_eq!(found(&[]).await, [0u8; 0]);
}

async fn a_chat_has_one_living_card_at_most(store: Store) {
    write(&store, vec![Op::InsertCard(card(1))]).await.unwrap();
    let second = || CardRow { alias: alias(1), ..card(2) };
    assert_eq!(write(&store, vec![Op::InsertCard(second())]).await, Ok(Written::Conflict));
    assert_eq!(store.cards_of(&[alias(1)]).await.unwrap().len(), 1);

    // While the old one is erased, a new one may live, and the old one cannot come back to life.
    let erasing = CardRow { stage: Stage::Erasing, version: 2, ..card(1) };
    let both = vec![Op::UpdateCard { row: erasing, seen: 1 }, Op::InsertCard(second())];
    assert_eq!(write(&store, both).await, Ok(Written::Done));
    let revived = CardRow { version: 3, ..card(1) };
    assert_eq!(write(&store, vec![Op::UpdateCard { row: revived, seen: 2 }]).await, Ok(Written::Conflict));
    assert_eq!(read(&store, 1).await.stage, Stage::Erasing);
}

async fn whoever_read_an_old_version_changes_nothing(store: Store) {
    write(&store, vec![Op::InsertCard(card(1))]).await.unwrap();
    let next = |version, face| CardRow { version, face: vec![face; 512].into(), ..card(1) };
    assert_eq!(write(&store, vec![Op::UpdateCard { row: next(2, 2), seen: 1 }]).await, Ok(Written::Done));
    assert_eq!(write(&store, vec![Op::UpdateCard { row: next(2, 3), seen: 1 }]).await, Ok(Written::Conflict));
    assert!(same(&read(&store, 1).await, &next(2, 2)));
    assert_eq!(
        write(&store, vec![Op::UpdateCard { row: card(9), seen: 1 }]).await,
        Ok(Written::Conflict),
        "no such row"
    );
}

async fn a_change_of_several_steps_happens_whole_or_not_at_all(store: Store) {
    write(&store, vec![Op::InsertCard(card(1))]).await.unwrap();
    let stale = Op::UpdateCard { row: CardRow { version: 6, ..card(1) }, seen: 5 };
    let change = vec![Op::InsertCard(card(2)), enqueue(request(1)), stale, Op::DropCard { id: card(1).id }];
    assert_eq!(write(&store, change).await, Ok(Written::Conflict));
    assert!(store.card(card(2).id).await.unwrap().is_none());
    assert!(store.card(card(1).id).await.unwrap().is_some());
    assert_eq!(status(&store, 1).await, None, "no request without its card");
    assert_eq!(store.used(&[alias(1)]).await, Ok(Used::default()));
}

async fn the_keeper_takes_a_due_card_once(store: Store) {
    for number in [30, 10, 20] {
        write(&store, vec![Op::InsertCard(card(number))]).await.unwrap();
    }
    let due = async |now, most| {
        let rows = store.due_cards(now, most).await.unwrap();
        rows.iter().map(|row| row.id.bytes()[0]).collect::<Vec<_>>()
    };
    assert_eq!(due(NOW.plus(20), 100).await, [10, 20], "the longest overdue first");
    assert_eq!(due(NOW.plus(60), 1).await, [10]);

    let take = |seen, was_due| vec![Op::ClaimCard { id: card(10).id, seen, was_due, due: NOW.plus(90) }];
    assert_eq!(write(&store, take(1, NOW.plus(10))).await, Ok(Written::Done));
    assert_eq!(write(&store, take(1, NOW.plus(10))).await, Ok(Written::Conflict), "another node was faster");
    assert_eq!(write(&store, take(7, NOW.plus(90))).await, Ok(Written::Conflict), "the card has moved on");
    assert_eq!(due(NOW.plus(60), 100).await, [20, 30]);
}

async fn a_card_counts_as_shown_only_in_the_version_that_was_shown(store: Store) {
    write(&store, vec![Op::InsertCard(CardRow { shown: 0, version: 3, ..card(1) })]).await.unwrap();
    let shown = |version| vec![Op::MarkShown { id: card(1).id, version, due: NOW.plus(500) }];
    write(&store, shown(2)).await.unwrap();
    assert_eq!((read(&store, 1).await.shown, read(&store, 1).await.due), (0, card(1).due));
    write(&store, shown(3)).await.unwrap();
    let row = read(&store, 1).await;
    assert_eq!((row.shown, row.version, row.due), (3, 3, NOW.plus(500)));
}

async fn what_is_behind_is_due_at_once_after_a_start(store: Store) {
    let later = NOW.plus(5000);
    let behind = CardRow { shown: 0, due: later, ..card(1) };
    let fine = CardRow { due: later, ..card(2) };
    let erasing = CardRow { stage: Stage::Erasing, due: later, ..card(3) };
    for row in [behind, fine, erasing] {
        write(&store, vec![Op::InsertCard(row)]).await.unwrap();
    }
    assert_eq!(store.hurry_cards_behind(NOW).await, Ok(2));
    assert_eq!(store.due_cards(NOW, 100).await.unwrap().len(), 2);
    assert_eq!(read(&store, 2).await.due, later);
}

async fn cards_of_past_epochs_are_found_for_their_new_key(store: Store) {
    for (number, epoch) in [(1, NOW.day()), (2, NOW.day() - 1), (3, NOW.day() - 2)] {
        write(&store, vec![Op::InsertCard(CardRow { epoch, ..card(number) })]).await.unwrap();
    }
    let before = async |epoch, most| {
        let rows = store.cards_before(epoch, most).await.unwrap();
        rows.iter().map(|row| row.id.bytes()[0]).collect::<Vec<_>>()
    };
    assert_eq!(before(NOW.day(), 100).await, [3, 2]);
    assert_eq!(before(NOW.day(), 1).await, [3]);
    assert_eq!(before(NOW.day() - 2, 100).await, [0u8; 0]);
}

async fn a_dropped_card_is_gone_however_often_it_is_dropped(store: Store) {
    write(&store, vec![Op::InsertCard(card(1)), Op::InsertCard(card(2))]).await.unwrap();
    for _ in 0..2 {
        assert_eq!(write(&store, vec![Op::DropCard { id: card(1).id }]).await, Ok(Written::Done));
    }
    assert!(store.card(card(1).id).await.unwrap().is_none());
    assert!(store.card(card(2).id).await.unwrap().is_some());
    assert_eq!(write(&store, vec![Op::InsertCard(CardRow { id: card(3).id, ..card(1) })]).await, Ok(Written::Done));
}

on_sqlite!(
    a_card_comes_back_as_it_was_written,
    a_chat_is_found_under_both_of_its_aliases,
    a_chat_has_one_living_card_at_most,
    whoever_read_an_old_version_changes_nothing,
    a_change_of_several_steps_happens_whole_or_not_at_all,
    the_keeper_takes_a_due_card_once,
    a_card_counts_as_shown_only_in_the_version_that_was_shown,
    what_is_behind_is_due_at_once_after_a_start,
    cards_of_past_epochs_are_found_for_their_new_key,
    a_dropped_card_is_gone_however_often_it_is_dropped,
);

//! `SQLite`'s own: what stays on the disk, and what a disk that refuses looks like.

use super::claims::{TERMS, claim};
use super::*;
use crate::audit::{Detail, Event};
use crate::vocab::Outcome;

fn on_disk(folder: &TempDir, needle: &[u8]) -> bool {
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap_or_default();
    ["janynda.db", "janynda.db-wal"].into_iter().any(|name| read(name).windows(needle.len()).any(|w| w == needle))
}

fn log_size(folder: &TempDir) -> u64 {
    std::fs::metadata(folder.path().join("janynda.db-wal")).map_or(0, |log| log.len())
}

fn unavailable<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Unavailable { .. }))
}

/// The file as another program opens it.
pub(super) async fn by_hand(folder: &TempDir) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("janynda.db"));
    sqlx::ConnectOptions::connect(&options).await.unwrap()
}

/// Everything a database can be asked, and whether it said that it is unavailable.
async fn everything_is_unavailable(store: &Store) {
    assert!(unavailable(&store.ready().await));
    assert!(unavailable(&write(store, vec![Op::InsertCard(card(1))]).await));
    assert!(unavailable(&write(store, vec![enqueue(request(1)), Op::DropCard { id: card(1).id }]).await));
    assert!(unavailable(&store.cards_of(&[alias(1)]).await));
    assert!(unavailable(&store.card(card(1).id).await));
    assert!(unavailable(&store.due_cards(NOW, 1).await));
    assert!(unavailable(&store.cards_before(1, 1).await));
    assert!(unavailable(&store.hurry_cards_behind(NOW).await));
    assert!(unavailable(&store.used(&[alias(1)]).await));
    assert!(unavailable(&store.has_request(request(1).id).await));
    assert!(unavailable(&store.find(Finding::Secret(&withdraw(1))).await));
    assert!(unavailable(&store.queue(scope(&[Audience::Adult]), NOBODY, NOW, 1).await));
    assert!(unavailable(&store.claim(Claim::Next(scope(&[Audience::Adult])), *AIGUL, TERMS, &under_claimed_key).await));
    assert!(unavailable(&store.extend(request(1).id, *AIGUL, 1, NOW).await));
    assert!(unavailable(&store.fetch(request(1).id, *AIGUL, 1).await));
    assert!(unavailable(&store.release(request(1).id, *AIGUL, 1).await));
    assert!(unavailable(&store.close(request(1).id, *AIGUL, 1, Ending::Final(Outcome::Helped)).await));
    assert!(unavailable(&store.allow_more(*AIGUL, AIGUL.holder, AIGUL.name, 1).await));
    assert!(unavailable(&store.expire(NOW, EVERY_KEY).await));
    assert!(unavailable(&store.paces(0).await));
    assert!(unavailable(&store.note(Event::Login, None, Detail::default(), NOW).await));
    assert!(unavailable(&store.audit_head().await));
    assert!(unavailable(&store.audit_after(0, 1).await));
}

#[tokio::test]
async fn closed_withdrawn_and_expired_requests_leave_file_and_log_at_once() {
    for ending in ["closed", "withdrawn", "expired"] {
        let (folder, store) = sqlite().await;
        for number in [0x5a, 0x77] {
            write(&store, vec![enqueue(request(number))]).await.unwrap();
        }
        assert!(on_disk(&folder, &[0x5a; 64]) && log_size(&folder) > 0, "what is looked for can be found");
        match ending {
            "closed" => {
                let row =
                    claim(&store, Claim::This(request(0x5a).id, scope(&[Audience::Adult])), *AIGUL).await.unwrap();
                assert!(on_disk(&folder, &[!0x5a; 64]), "under the claimed key");
                store.close(request(0x5a).id, *AIGUL, row.fence, Ending::Final(Outcome::Helped)).await.unwrap();
                assert!(on_disk(&folder, &[0x77; 64]), "the other one stays");
            }
            "withdrawn" => {
                write(&store, vec![Op::WithdrawRequest { id: request(0x5a).id, seen: 0 }]).await.unwrap();
                assert!(on_disk(&folder, &[0x77; 64]), "the other one stays");
            }
            _ => {
                store.expire(NOW.plus(20 * 86_400), EVERY_KEY).await.unwrap();
                assert!(!on_disk(&folder, &[0x77; 64]));
            }
        }
        assert!(!on_disk(&folder, &[0x5a; 64]) && !on_disk(&folder, &[!0x5a; 64]), "{ending}");
        assert_eq!(log_size(&folder), 0, "{ending}");
    }
}

#[tokio::test]
async fn a_log_that_somebody_held_open_is_cut_at_the_next_expiry() {
    let (folder, store) = sqlite().await;
    write(&store, vec![enqueue(request(0x5a))]).await.unwrap();
    let mut other = by_hand(&folder).await;
    sqlx::query("BEGIN").execute(&mut other).await.unwrap();
    sqlx::query("SELECT * FROM requests").fetch_all(&mut other).await.unwrap();
    write(&store, vec![Op::WithdrawRequest { id: request(0x5a).id, seen: 0 }]).await.unwrap();
    assert!(on_disk(&folder, &[0x5a; 64]), "a reader is in the way");
    sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    assert_eq!(store.expire(NOW, EVERY_KEY).await, Ok(0));
    assert!(!on_disk(&folder, &[0x5a; 64]));
    assert_eq!(log_size(&folder), 0);
}

#[tokio::test]
async fn who_could_open_a_lane_is_written_once_and_goes_with_its_last_open_request() {
    let (folder, store) = sqlite().await;
    let mut hand = by_hand(&folder).await;
    let mut written =
        async || -> i64 { sqlx::query_scalar("SELECT count(*) FROM readers").fetch_one(&mut hand).await.unwrap() };
    let readers = i64::try_from(request(1).readers.len()).unwrap();
    for number in [1, 2] {
        write(&store, vec![enqueue(request(number))]).await.unwrap();
        assert_eq!(written().await, readers);
    }
    write(&store, vec![enqueue(NewRequest { roster_version: 8, ..request(3) })]).await.unwrap();
    assert_eq!(written().await, 2 * readers);
    for (number, left) in [(1, 2 * readers), (2, readers), (3, 0)] {
        write(&store, vec![Op::WithdrawRequest { id: request(number).id, seen: 0 }]).await.unwrap();
        store.expire(NOW, EVERY_KEY).await.unwrap();
        assert_eq!(written().await, left, "{number}");
    }
}

#[tokio::test]
async fn everything_is_still_there_after_a_restart() {
    let (folder, store) = sqlite().await;
    write(&store, vec![Op::InsertCard(card(1)), enqueue(request(1))]).await.unwrap();
    drop(store);
    let store = Store::existing(&address(&folder)).unwrap();
    store.ready().await.unwrap();
    assert!(store.card(card(1).id).await.unwrap().is_some());
    assert_eq!(queued(&store, &[Audience::Adult]).await, [1]);
}

#[tokio::test]
async fn a_database_whose_folder_is_missing_works_as_soon_as_the_folder_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("CANARY");
    let store = Store::at(&format!("sqlite://{}/janynda.db", inside.display())).unwrap();
    everything_is_unavailable(&store).await;
    let error = store.ready().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("CANARY"));

    std::fs::create_dir(&inside).unwrap();
    store.ready().await.unwrap();
    assert_eq!(write(&store, vec![enqueue(request(1))]).await, Ok(Written::Done));
    assert_eq!(queued(&store, &[Audience::Adult]).await, [1]);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_an_error_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("janynda.db");
    let letters = "a letter, and not a database. ".repeat(500);
    std::fs::write(&file, &letters).unwrap();
    let store = Store::at(&address(&folder)).unwrap();
    everything_is_unavailable(&store).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), letters);

    std::fs::remove_file(&file).unwrap();
    store.ready().await.unwrap();
    assert_eq!(write(&store, vec![enqueue(request(1))]).await, Ok(Written::Done));
}

#[tokio::test]
async fn a_read_only_database_still_shows_its_queue_and_saves_nothing() {
    let (folder, store) = sqlite().await;
    write(&store, vec![enqueue(request(1))]).await.unwrap();
    let store = Store::existing(&format!("{}?mode=ro", address(&folder))).unwrap();
    assert_eq!(queued(&store, &[Audience::Adult]).await, [1]);
    assert!(unavailable(&write(&store, vec![enqueue(request(2))]).await));
    assert!(unavailable(&store.claim(Claim::Next(scope(&[Audience::Adult])), *AIGUL, TERMS, &under_claimed_key).await));
    assert!(unavailable(&store.expire(NOW.plus(20 * 86_400), EVERY_KEY).await));
    assert!(store.has_request(request(2).id).await.unwrap().is_none(), "nothing claims to be saved");
}

#[tokio::test]
async fn a_database_that_somebody_else_locks_is_busy_and_then_works_again() {
    let (folder, store) = sqlite().await;
    let mut other = by_hand(&folder).await;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    assert!(unavailable(&write(&store, vec![enqueue(request(1))]).await));
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(write(&store, vec![enqueue(request(1))]).await, Ok(Written::Done));
}

#[tokio::test]
async fn a_visitor_makes_no_database_and_an_unknown_address_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::existing(&address(&folder)).unwrap();
    everything_is_unavailable(&store).await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    for address in ["", "janynda.db", "mysql://CANARY", "sqlite://x?mode=CANARY"] {
        let error = Store::at(address).err().unwrap();
        assert_eq!(error, Error::Scheme);
        assert!(!error.to_string().contains("CANARY"));
    }
}

#[tokio::test]
async fn a_database_of_another_schema_is_not_touched() {
    let (folder, store) = sqlite().await;
    drop(store);
    let mut other = by_hand(&folder).await;
    sqlx::query("UPDATE _sqlx_migrations SET checksum = x'00'").execute(&mut other).await.unwrap();
    let store = Store::at(&address(&folder)).unwrap();
    assert_eq!(store.ready().await, Err(Error::Schema));
}

/// The names and the bytes of everything in a folder.
fn everything_in(folder: &TempDir) -> Vec<(std::ffi::OsString, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

/// Looks; nothing may be made, migrated or changed by that.
async fn looked_at(folder: &TempDir) -> Result<Schema, Error> {
    let before = everything_in(folder);
    let schema = Store::look(&address(folder)).await;
    let kept = |all: Vec<(std::ffi::OsString, Vec<u8>)>| {
        // The index of the log is memory that processes share, and no content.
        all.into_iter().filter(|(name, _)| name != "janynda.db-shm").collect::<Vec<_>>()
    };
    assert!(kept(everything_in(folder)) == kept(before), "a look changed something");
    schema
}

#[tokio::test]
async fn a_look_says_how_a_database_stands_and_leaves_everything_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(looked_at(&folder).await, Ok(Schema::Missing));
    let nowhere = format!("sqlite://{}/nowhere/janynda.db", folder.path().display());
    assert_eq!(Store::look(&nowhere).await, Ok(Schema::NoFolder));
    assert_eq!(Store::look("mysql://x").await, Err(Error::Scheme));
    std::fs::write(folder.path().join("janynda.db"), "").unwrap();
    assert_eq!(looked_at(&folder).await, Ok(Schema::Older));

    let store = Store::at(&address(&folder)).unwrap();
    store.ready().await.unwrap();
    write(&store, vec![enqueue(request(1))]).await.unwrap();
    assert!(log_size(&folder) > 0);
    assert_eq!(looked_at(&folder).await, Ok(Schema::Ours), "while the service runs");
    assert_eq!(write(&store, vec![enqueue(request(2))]).await, Ok(Written::Done));
}

#[tokio::test]
async fn a_look_tells_an_older_schema_a_newer_one_and_a_strangers_from_this_versions() {
    let cases = [
        ("SELECT 1", Ok(Schema::Ours)),
        ("DELETE FROM _sqlx_migrations", Ok(Schema::Older)),
        ("UPDATE _sqlx_migrations SET version = 9999", Ok(Schema::Newer)),
        ("UPDATE _sqlx_migrations SET checksum = x'00'", Ok(Schema::Other)),
        ("UPDATE _sqlx_migrations SET success = 0", Ok(Schema::Other)),
        ("DROP TABLE _sqlx_migrations", Ok(Schema::Other)),
    ];
    for (change, expected) in cases {
        let (folder, _store) = sqlite().await;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("janynda.db"));
        let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::query(change).execute(&mut other).await.unwrap();
        sqlx::Connection::close(other).await.unwrap();
        assert_eq!(looked_at(&folder).await, expected, "{change}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("janynda.db"), "a letter, and not a database. ".repeat(500)).unwrap();
    assert!(unavailable(&looked_at(&folder).await));
}

/// What others may do with the files of a database.
fn modes(folder: &TempDir) -> Vec<(String, u32)> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut modes: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().permissions().mode() & 0o777))
        .collect();
    modes.sort();
    modes
}

#[tokio::test]
async fn a_new_database_its_log_and_its_index_are_their_owners_alone_and_an_open_one_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, store) = sqlite().await;
    write(&store, vec![enqueue(request(1))]).await.unwrap();
    let own = ["janynda.db", "janynda.db-shm", "janynda.db-wal"].map(|name| (name.to_owned(), 0o600));
    assert_eq!(modes(&folder), own);
    assert_eq!(Store::open_to_others(&address(&folder)), Ok(None));
    for (name, mode) in [("janynda.db-wal", 0o640), ("janynda.db", 0o644)] {
        std::fs::set_permissions(folder.path().join(name), std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(Store::open_to_others(&address(&folder)), Ok(Some(mode)));
    }
    assert_eq!(Store::open_to_others(&format!("{}.not-there", address(&folder))), Ok(None));

    // A link to another disk, before anything stands there.
    let (folder, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(disk.path().join("janynda.db"), folder.path().join("janynda.db")).unwrap();
    Store::at(&format!("{}?mode=rwc", address(&folder))).unwrap().ready().await.unwrap();
    assert_eq!(modes(&disk)[0], ("janynda.db".to_owned(), 0o600));
}

#[tokio::test]
async fn memory_and_a_read_only_address_leave_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(&format!("{}?mode=ro", address(&folder))).unwrap();
    everything_is_unavailable(&store).await;
    assert!(Store::at(&format!("{}?mode=memory", address(&folder))).unwrap().ready().await.is_ok());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

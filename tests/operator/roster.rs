//! A roster that changes while the service runs.

use crate::machine::{Desk, NOW, deployment};
use crate::people;
use age::x25519::Identity;
use janynda::alias::Alias;
use janynda::clock::Moment;
use janynda::keyring::{Keep, KeyRing};
use janynda::roster::VerifiedRoster;
use janynda::seal::{self, Sealed, open, seal};
use janynda::store::{Change, Durability, Holder, NewRequest, Op, Written};
use janynda::vocab::{Audience, Lane, Lang, RequestId, RequestSecret, Urgency};
use std::fs::File;
use std::sync::{Arc, Mutex};

const ID: RequestId = RequestId::from_bytes([0xab; 16]);

fn sealed(roster: &VerifiedRoster, now: Moment) -> Sealed {
    let request = people::asks_for_a_call(ID, Lane { audience: Audience::Adult, lang: Lang::Kk });
    seal(&request, roster, now).unwrap()
}

fn opens(identity: &Identity, sealed: &Sealed) -> bool {
    open(sealed, identity, &ID, &deployment()).is_ok()
}

#[tokio::test]
async fn a_removed_counsellor_cannot_open_what_is_sealed_once_the_next_roster_is_there() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    let before = sealed(&machine.roster.valid(NOW).unwrap(), NOW);
    desk.brings(&desk.roster(2, 1));
    machine.passes(30).await;
    assert_eq!(machine.version(), 2);
    let now = machine.clock.now();
    let after = sealed(&machine.roster.valid(now).unwrap(), now);
    let [aigul, dana] = &desk.identities[..] else { panic!("two readers") };
    assert!(opens(dana, &before) && opens(aigul, &before), "control: she could before");
    assert!(opens(aigul, &after) && !opens(dana, &after));
    assert_eq!(desk.ring_on_disk().roster_mark(), Some(machine.roster.newest().unwrap().mark()));
}

#[tokio::test]
async fn a_change_is_seen_within_half_a_minute_or_at_once_at_the_operators_word() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    machine.passes(30).await;
    desk.brings(&desk.roster(2, 2));
    machine.passes(29).await;
    assert_eq!(machine.version(), 1, "the file is not looked at every second");
    machine.passes(1).await;
    assert_eq!(machine.version(), 2);
    desk.brings(&desk.roster(3, 2));
    machine.keeper.read_again();
    assert_eq!(machine.version(), 3);
}

#[tokio::test]
async fn a_copy_that_kept_size_and_time_is_found_within_the_hour() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let files = ["roster.txt", "roster.txt.minisig"].map(|name| desk.path(name));
    let times = files.each_ref().map(|path| std::fs::metadata(path).unwrap().modified().unwrap());
    let mut machine = desk.starts().await;
    machine.passes(1).await;
    desk.brings(&desk.roster(2, 2));
    for (path, time) in files.iter().zip(times) {
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    machine.passes(3_500).await;
    assert_eq!(machine.version(), 1, "control: it cannot be told from outside");
    machine.passes(100).await;
    assert_eq!(machine.version(), 2);
}

#[tokio::test]
async fn without_a_valid_roster_at_the_start_the_first_one_that_comes_opens_the_desks() {
    let desk = Desk::new();
    let mut machine = desk.starts().await;
    assert_eq!((machine.version(), *machine.marks.borrow()), (0, None));
    machine.passes(30).await;
    desk.brings(&desk.roster(5, 2));
    machine.passes(30).await;
    assert_eq!(machine.version(), 5);
    assert_eq!(machine.marks.borrow().unwrap().version, 5);
}

#[tokio::test]
async fn a_roster_that_is_refused_changes_nothing_and_the_old_one_stays() {
    let desk = Desk::new();
    desk.brings(&desk.roster(4, 2));
    let mut machine = desk.starts().await;
    let (text, ring) = (desk.path("roster.txt"), std::fs::read(desk.path("ring")).unwrap());
    let bends: [&dyn Fn(); 7] = [
        &|| desk.brings(&desk.roster(3, 2)),
        &|| desk.brings(&janynda::roster::Roster { deployment: "shymkent-1".parse().unwrap(), ..desk.roster(5, 2) }),
        &|| desk.brings(&janynda::roster::Roster { issued: "2026-11-26".parse().unwrap(), ..desk.roster(5, 2) }),
        &|| {
            let old = "2026-11-23".parse().unwrap();
            desk.brings(&janynda::roster::Roster { issued: old, not_after: old, ..desk.roster(5, 2) });
        },
        &|| std::fs::write(&text, desk.roster(5, 2).to_text()).unwrap(),
        &|| std::fs::write(&text, "not a roster\n").unwrap(),
        &|| std::fs::remove_file(&text).unwrap(),
    ];
    for bend in bends {
        desk.brings(&desk.roster(4, 2));
        machine.keeper.read_again();
        bend();
        machine.passes(30).await;
        machine.keeper.read_again();
        assert_eq!((machine.version(), machine.marks.borrow().unwrap().version), (4, 4));
        assert!(machine.roster.valid(machine.clock.now()).is_some());
        assert_eq!(std::fs::read(desk.path("ring")).unwrap(), ring);
    }
    desk.brings(&desk.roster(5, 2));
    machine.keeper.read_again();
    assert_eq!(machine.version(), 5, "control: the next good one is taken");
}

#[tokio::test]
async fn who_reads_next_is_told_of_every_new_roster_and_of_nothing_else() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    machine.keeper.read_again();
    assert!(!machine.marks.has_changed().unwrap(), "the same roster is no news");
    desk.brings(&desk.roster(2, 2));
    machine.keeper.read_again();
    assert!(machine.marks.has_changed().unwrap());
    assert_eq!(*machine.marks.borrow_and_update(), Some(machine.roster.newest().unwrap().mark()));
    machine.keeper.read_again();
    assert!(!machine.marks.has_changed().unwrap());
}

#[tokio::test]
async fn a_roster_is_not_used_before_its_mark_stands_on_the_disk() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    desk.brings(&desk.roster(2, 1));
    // Where the ring is written before it is renamed: as on a disk that has no room.
    std::fs::create_dir(desk.path("ring.new")).unwrap();
    for _ in 0..2 {
        machine.keeper.read_again();
        assert_eq!(machine.version(), 1);
        assert_eq!(desk.ring_on_disk().roster_mark().unwrap().version, 1);
        assert_eq!(machine.ring.read(KeyRing::roster_mark).unwrap().unwrap().version, 1);
    }
    std::fs::remove_dir(desk.path("ring.new")).unwrap();
    machine.keeper.read_again();
    assert_eq!(machine.version(), 2);
    assert_eq!(desk.ring_on_disk().roster_mark().unwrap().version, 2);
}

#[tokio::test]
async fn without_a_ring_nobody_knows_which_roster_was_newest_and_none_is_used_until_it_is_back() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    std::fs::rename(desk.path("ring"), desk.path("away")).unwrap();
    machine.ring.change(|ring| *ring = None);
    desk.brings(&desk.roster(2, 1));
    machine.passes(60).await;
    assert_eq!(machine.version(), 1);
    std::fs::rename(desk.path("away"), desk.path("ring")).unwrap();
    machine.passes(30).await;
    assert_eq!(machine.version(), 2, "it is read as soon as the ring is there");
}

#[tokio::test]
async fn an_older_copy_of_the_ring_lets_no_older_roster_in_while_the_service_runs() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    std::fs::copy(desk.path("ring"), desk.path("older")).unwrap();
    desk.brings(&desk.roster(2, 1));
    machine.keeper.read_again();
    machine.ring.change(|ring| *ring = None);
    std::fs::rename(desk.path("older"), desk.path("ring")).unwrap();
    desk.brings(&desk.roster(1, 2));
    machine.passes(60).await;
    assert_eq!(machine.version(), 2);
    desk.brings(&desk.roster(2, 1));
    machine.passes(60).await;
    assert_eq!(desk.ring_on_disk().roster_mark().unwrap().version, 2, "and the mark is raised again");
}

#[tokio::test]
async fn another_text_with_the_version_in_use_is_refused() {
    let desk = Desk::new();
    desk.brings(&desk.roster(1, 2));
    let mut machine = desk.starts().await;
    desk.brings(&desk.roster(1, 1));
    machine.keeper.read_again();
    assert_eq!(machine.roster.newest().unwrap().counsellors().len(), 2);
}

/// What this thread logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// How often it was said that so many requests are left to the recovery key.
    fn left(&self, count: u64) -> usize {
        let said = format!("{count} waiting requests can be opened by the recovery key only");
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap().matches(&said).count()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Somebody's request, as it stands in the queue.
fn waiting(roster: &VerifiedRoster, ring: &KeyRing, now: Moment) -> Op {
    let (secret, lane) = (RequestSecret::from_bytes([7; 16]), Lane { audience: Audience::Adult, lang: Lang::Kk });
    let key = |keep| ring.day_key(keep, now.day()).unwrap();
    let request = NewRequest {
        id: ID,
        lane,
        urgency: Urgency::Normal,
        at: now,
        day: now.day(),
        roster_version: roster.version(),
        readers: roster.recipients(lane).iter().map(Holder::of).collect(),
        withdraw_hash: seal::withdraw_hash(&secret),
        code_mac: seal::code_mac(seal::receipt_code(&secret), key(Keep::Return)),
        wrapped: seal::wrap(&sealed(roster, now), &ID, key(Keep::Waiting), [7; 24]).unwrap(),
    };
    Op::InsertRequest { request, alias: Alias::from_stored([7; 16]) }
}

#[tokio::test]
async fn requests_that_no_counsellor_can_open_any_more_are_said_once_for_a_roster_and_a_day() {
    let mut desk = Desk::new();
    desk.brings(&desk.roster(1, 1));
    let mut machine = desk.starts().await;
    // While there is one log alone, a test without any that meets a line first switches it off for all.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let roster = machine.roster.valid(NOW).unwrap();
    let op = machine.ring.read(|ring| waiting(&roster, ring, NOW)).unwrap();
    let written = machine.intake.store().write(Change { ops: vec![op], durability: Durability::Synced }).await;
    assert_eq!(written, Ok(Written::Done));
    machine.passes(600).await;
    assert_eq!(log.left(1), 0, "aigul is shown it");
    // Her computer was stolen. She is on the next roster with another key.
    desk.identities[0] = Identity::generate();
    desk.brings(&desk.roster(2, 1));
    machine.passes(600).await;
    assert_eq!((machine.version(), log.left(1)), (2, 1));
    machine.passes(600).await;
    assert_eq!(log.left(1), 1, "once");
    desk.brings(&desk.roster(3, 1));
    machine.passes(600).await;
    assert_eq!((machine.version(), log.left(1)), (3, 2), "for every roster");
    machine.passes(86_400).await;
    assert_eq!(log.left(1), 3, "and for every day");
}

//! What an operator does with the ring, as on a terminal.

use super::*;
use crate::keyring::{Refusal, Remembered};
use crate::vocab::{RosterHash, RosterMark};
use clap::Parser;
use std::os::unix::fs::PermissionsExt as _;

const NOW: Moment = Moment(1_795_521_600);
const DAY: i64 = 86_400;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Machine {
        Machine { folder: tempfile::tempdir().unwrap() }
    }

    fn with_a_ring() -> Machine {
        let machine = Machine::new();
        machine.says(NOW, &["init"]);
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, now: Moment, deployment: &str, words: &[&str]) -> Result<String> {
        let words = words.iter().map(|word| if *word == "copy.ring" { self.path(word) } else { word.into() });
        let line = ["keyring".into(), words.clone().next().unwrap(), "--keyring".into(), self.path("ring")];
        let line = line.into_iter().chain(["--deployment".into(), deployment.into()]).chain(words.skip(1));
        let line = Line::try_parse_from(line)?;
        let mut out = Vec::new();
        run(&line.args, now, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    fn says(&self, now: Moment, words: &[&str]) -> String {
        self.run(now, "almaty-1", words).unwrap_or_else(|error| panic!("{words:?}: {error:#}"))
    }

    fn refuses(&self, now: Moment, words: &[&str]) -> String {
        format!("{:#}", self.run(now, "almaty-1", words).expect_err("this should be refused"))
    }

    fn ring(&self, name: &str) -> KeyRing {
        ring_file::read(&self.path(name), &"almaty-1".parse().unwrap()).unwrap()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The ring as the service leaves it: on this day, having seen a roster of this version.
    fn serves(&self, now: Moment, version: u32) {
        let mut ring = self.ring("ring");
        let _ = ring.advance(now).unwrap();
        let mark = RosterMark { version, hash: RosterHash::from_bytes([7; 32]) };
        assert_eq!(ring.remember_roster(mark), Remembered::Raised);
        ring_file::replace(&self.path("ring"), &ring).unwrap();
    }
}

#[test]
fn after_a_week_without_power_the_operator_lets_the_ring_follow_and_never_back() {
    let machine = Machine::with_a_ring();
    let week = NOW.plus(7 * DAY);
    let advance = |now| machine.ring("ring").advance(now);
    assert_eq!(advance(week), Err(Refusal::ClockAhead { epochs: 7 }));
    machine.says(week, &["advance"]);
    assert_eq!(advance(week), Ok(Advance::Unchanged));
    assert!(machine.says(week, &["advance"]).contains("nothing was changed"));
    let error = machine.refuses(NOW, &["advance"]);
    assert!(error.contains("7 days behind"), "{error}");
    assert_eq!(advance(week), Ok(Advance::Unchanged));
}

#[test]
fn what_is_shown_of_a_ring_are_its_days_and_its_roster_and_never_a_key() {
    let machine = Machine::with_a_ring();
    assert!(machine.says(NOW, &["show"]).contains("roster       none seen yet"));
    let tomorrow = NOW.plus(DAY);
    machine.serves(tomorrow, 7);
    let shown = machine.says(tomorrow, &["show"]);
    assert!(shown.contains("deployment   almaty-1\n"), "{shown}");
    assert!(shown.contains("epoch        20782 (2026-11-25)\nepoch        20781 (2026-11-24)\n"), "{shown}");
    assert!(shown.contains("roster       version 7 (sha256 0707"), "{shown}");
    assert!(shown.contains("clock        the ring is on today's epoch"), "{shown}");
    assert!(machine.says(NOW.plus(9 * DAY), &["show"]).contains("8 days behind, and holds keys that should be gone"));
    assert!(machine.says(NOW.plus(-DAY), &["show"]).contains("2 days ahead of this machine's clock"));
    let text = String::from_utf8(machine.bytes("ring")).unwrap();
    let keys: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("epoch ")?.split(' ').nth(1)).collect();
    assert_eq!(keys.len(), 2, "control: the keys are looked for by what they look like in the file");
    assert!(keys.iter().all(|key| !shown.contains(key)));
}

#[test]
fn a_new_ring_is_readable_by_its_owner_only_and_is_never_made_where_one_stands() {
    let machine = Machine::new();
    assert!(machine.refuses(NOW, &["show"]).contains("there is no key ring"));
    let said = machine.says(NOW, &["init"]);
    assert!(said.contains("what waits in an older database is lost"), "{said}");
    let mode = std::fs::metadata(machine.path("ring")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    let before = machine.bytes("ring");
    assert!(machine.refuses(NOW, &["init"]).contains("never overwritten"));
    assert_eq!(machine.bytes("ring"), before);
}

#[test]
fn a_copy_is_the_ring_of_this_moment_byte_for_byte_and_readable_by_its_owner_only() {
    let machine = Machine::with_a_ring();
    machine.serves(NOW.plus(DAY), 3);
    let said = machine.says(NOW.plus(DAY), &["copy", "copy.ring"]);
    assert_eq!(machine.bytes("copy.ring"), machine.bytes("ring"));
    let mode = std::fs::metadata(machine.path("copy.ring")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    assert!(said.contains("keeps keys that the service destroys tonight") && said.contains("--replace"), "{said}");
}

#[test]
fn yesterdays_copy_is_replaced_only_when_asked_for_and_leaves_nothing_beside_it() {
    let machine = Machine::with_a_ring();
    machine.says(NOW, &["copy", "copy.ring"]);
    machine.serves(NOW.plus(DAY), 3);
    let old = machine.bytes("copy.ring");
    assert!(machine.refuses(NOW.plus(DAY), &["copy", "copy.ring"]).contains("nothing is overwritten"));
    assert_eq!(machine.bytes("copy.ring"), old);
    machine.says(NOW.plus(DAY), &["copy", "copy.ring", "--replace"]);
    assert_eq!(machine.bytes("copy.ring"), machine.bytes("ring"));
    machine.says(NOW.plus(DAY), &["copy", "copy.ring", "--replace"]);
    assert_eq!(std::fs::read_dir(machine.folder.path()).unwrap().count(), 2, "a file with keys was left behind");
}

#[test]
fn a_copy_that_lay_in_a_drawer_for_a_month_is_still_an_older_copy() {
    let machine = Machine::with_a_ring();
    machine.says(NOW, &["copy", "copy.ring"]);
    machine.says(NOW.plus(30 * DAY), &["advance"]);
    machine.says(NOW.plus(30 * DAY), &["copy", "copy.ring", "--replace"]);
    assert_eq!(machine.bytes("copy.ring"), machine.bytes("ring"));
}

#[test]
fn a_copy_that_is_newer_than_the_ring_is_not_replaced() {
    let machine = Machine::with_a_ring();
    let old = machine.bytes("ring");
    // By a day, and by a roster: either would bring back what was given up.
    for (now, version) in [(NOW.plus(DAY), 3), (NOW, 4)] {
        std::fs::write(machine.path("ring"), &old).unwrap();
        machine.serves(now, version);
        let _ = std::fs::remove_file(machine.path("copy.ring"));
        machine.says(now, &["copy", "copy.ring"]);
        let newer = machine.bytes("copy.ring");
        std::fs::write(machine.path("ring"), &old).unwrap();
        let said = machine.refuses(now, &["copy", "copy.ring", "--replace"]);
        assert!(said.contains("is newer than") && said.contains("not replaced"), "{said}");
        assert_eq!(machine.bytes("copy.ring"), newer);
    }
}

#[test]
fn nothing_but_an_older_state_of_this_very_ring_is_replaced() {
    let machine = Machine::with_a_ring();
    let copy = machine.path("copy.ring");
    let stays = |machine: &Machine, expected: &str| {
        let before = machine.bytes("copy.ring");
        let said = machine.refuses(NOW, &["copy", "copy.ring", "--replace"]);
        assert!(said.contains(expected) && said.contains("not replaced"), "{said}");
        assert_eq!(machine.bytes("copy.ring"), before);
    };
    let anew = KeyRing::create("almaty-1".parse().unwrap(), NOW.plus(-DAY), [1; 32]);
    ring_file::create(&copy, &anew).unwrap();
    stays(&machine, "another ring of this deployment");
    let other = KeyRing::create("shymkent-1".parse().unwrap(), NOW, [1; 32]);
    ring_file::replace(&copy, &other).unwrap();
    stays(&machine, "another deployment");
    std::fs::write(&copy, "somebody's letter").unwrap();
    stays(&machine, "cannot be told to be an older copy");
    std::fs::remove_file(&copy).unwrap();
    std::os::unix::fs::symlink(machine.path("ring"), &copy).unwrap();
    assert!(machine.refuses(NOW, &["copy", "copy.ring", "--replace"]).contains("is the key ring itself"));
    assert!(machine.run(NOW, "shymkent-1", &["copy", "copy.ring"]).is_err(), "somebody else's ring is not copied");
}

#[test]
fn a_wrong_deployment_is_answered_with_what_a_name_looks_like() {
    let machine = Machine::with_a_ring();
    let said = format!("{:#}", machine.run(NOW, "Almaty 1", &["show"]).expect_err("this is no name"));
    assert!(said.contains("3 to 64 characters of a-z, 0-9 and -"), "{said}");
}

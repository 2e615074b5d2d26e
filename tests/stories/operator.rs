//! The operator's hand on a running service: signals, signed files, rings and clocks, and what the doctor says of them.

use crate::broken::only_hotlines;
use crate::house::{House, Teller};
use janynda::clock::{Clock, Moment};
use janynda::directory::SHIPPED;
use janynda::keyring::KeyRing;
use janynda::store::ring_file;
use janynda::vocab::Lang;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const DAY: i64 = 86_400;

/// What a command of this house prints; it must succeed or fail as expected.
#[track_caller]
fn prints(house: &House, words: &[&str], succeeds: bool) -> String {
    let output = house.command(words[0]).args(&words[1..]).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.success(), succeeds, "{words:?}: {said}");
    said
}

/// The doctor's lines about one matter. The bot may be added to groups or not, the database may be there or not: what
/// matters here is what is said, not the verdict over all.
fn doctor(house: &House, what: &str) -> String {
    let output = house.command("doctor").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().filter(|line| line[6..].starts_with(what)).collect();
    assert!(!lines.is_empty(), "{said}");
    lines.join("\n")
}

fn trial(house: &House, name: &str) -> PathBuf {
    house.written.roster.with_file_name(name)
}

/// Lets people open the bot until it has logged these words; each turn gives it time for what it was asked.
async fn until_logged(house: &House, words: &str, chats: std::ops::Range<i64>) -> Vec<Teller> {
    let mut tellers = Vec::new();
    for chat in chats {
        if house.logged().contains(words) {
            return tellers;
        }
        let teller = house.person(chat, Lang::Ru);
        teller.start().await;
        tellers.push(teller);
    }
    panic!("never logged: {words}\n{}", house.logged());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_that_comes_late_opens_the_desks_at_the_operators_word() {
    let mut house = House::built().await;
    let away = trial(&house, "away.txt");
    std::fs::rename(&house.written.roster, &away).unwrap();
    house.start_bot().await;
    let early = only_hotlines(&house, 7_312_000_501).await;
    std::fs::rename(&away, &house.written.roster).unwrap();
    for _ in 0..3 {
        house.hang_up();
    }
    let mut tellers = until_logged(&house, "the roster is valid and in use", 7_312_001_000..7_312_002_000).await;
    // Within the same minute: lanes follow the roster, not the clock.
    let late = house.person(7_312_000_502, Lang::En);
    late.reaches_help().await;
    late.taps("button-callback").await;
    late.sees("button-consent-adult").await;
    tellers.extend([early, late]);
    house.ends(&tellers.iter().collect::<Vec<_>>(), &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_that_is_refused_is_said_with_its_line_and_the_old_one_stays() {
    let mut house = House::built().await;
    house.start_bot().await;
    let text = std::fs::read_to_string(&house.written.roster).unwrap();
    std::fs::write(&house.written.roster, text.replace("version 1", "version 01")).unwrap();
    house.hang_up();
    let words = "the roster's file is refused; the roster in use stays";
    let mut tellers = until_logged(&house, words, 7_312_002_000..7_312_003_000).await;
    assert!(house.logged().contains("signature does not fit"), "{}", house.logged());
    let teller = house.person(7_312_000_511, Lang::Kk);
    teller.reaches_help().await;
    teller.taps("button-callback").await;
    teller.sees("button-consent-adult").await;
    tellers.push(teller);
    house.ends(&tellers.iter().collect::<Vec<_>>(), &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotline_file_signed_by_the_authority_is_shown_and_another_one_is_not() {
    let mut house = House::built().await;
    let (old, new) = ("+77081060810", "+77080000001");
    let own = trial(&house, "own.toml");
    let key = trial(&house, "authority.key");
    let text = SHIPPED.replacen(&format!("numbers = [\"{old}\"]"), &format!("numbers = [\"{new}\"]"), 1);
    std::fs::write(&own, text).unwrap();
    let own = own.to_str().unwrap().to_owned();
    let signed = prints(&house, &["hotlines", "sign", &own, "--key", key.to_str().unwrap()], true);
    assert!(signed.contains(&format!("signed for {}", house.written.deployment)), "{signed}");
    assert!(prints(&house, &["hotlines", "check", &own], true).contains("good;"));
    assert!(prints(&house, &["hotlines", "list", "--file", &own], true).contains(new));
    assert!(doctor(&house, "override").contains("HOTLINES is not set"));
    house.settings.push(("HOTLINES", own.clone()));
    assert!(doctor(&house, "override").starts_with("good"));
    house.start_bot().await;
    let teller = house.person(7_312_000_521, Lang::En);
    teller.start().await;
    teller.taps("button-numbers").await;
    teller.taps("button-cannot-speak").await;
    teller.reads("cannot-speak-body").await;
    let read = teller.person.view();
    assert!(read.shows(new) && !read.shows(old));

    std::fs::write(&own, SHIPPED.replace(old, "+77080000002")).unwrap();
    house.hang_up();
    let words = "the hotline file is refused; the hotlines in use stay";
    let mut tellers = until_logged(&house, words, 7_312_003_000..7_312_004_000).await;
    let found = doctor(&house, "override");
    assert!(found.starts_with("BAD") && found.contains("signature does not fit"), "{found}");
    let later = house.person(7_312_000_522, Lang::En);
    later.start().await;
    later.taps("button-numbers").await;
    later.taps("button-cannot-speak").await;
    later.reads("cannot-speak-body").await;
    assert!(later.person.view().shows(new));
    tellers.extend([teller, later]);
    house.ends(&tellers.iter().collect::<Vec<_>>(), &[]);
}

/// A house whose ring was made on another day than today.
async fn with_a_ring_of(now: Moment) -> House {
    let house = House::built().await;
    let ring = KeyRing::create(house.written.deployment.clone(), now, [7; 32]);
    ring_file::replace(&house.written.keyring, &ring).unwrap();
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumped_destroys_no_key_and_hotlines_go_on() {
    // The ring's day beside the clock's: a newer epoch, as if the clock had gone two days back; and one 400 days ago.
    for (chat, days, said) in
        [(7_312_000_532, 2, "days behind the key ring"), (7_312_000_533, -400, "epochs ahead of the key ring")]
    {
        let mut house = with_a_ring_of(Clock::System.now().plus(days * DAY)).await;
        let before = std::fs::read(&house.written.keyring).unwrap();
        house.start_bot().await;
        let teller = only_hotlines(&house, chat).await;
        let log = house.logged();
        assert!(log.contains("the key ring does not follow this clock; hotlines only") && log.contains(said), "{log}");
        assert_eq!(std::fs::read(&house.written.keyring).unwrap(), before);
        let found = doctor(&house, "key ring");
        assert!(found.starts_with("BAD") && found.contains(said), "{found}");
        house.ends(&[&teller], &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ring_that_is_cut_off_or_another_deployments_is_refused_and_hotlines_go_on() {
    for (chat, said) in [(7_312_000_541, "damaged or cut off"), (7_312_000_542, "belongs to another deployment")] {
        let mut house = House::built().await;
        let path = &house.written.keyring;
        if said.starts_with("damaged") {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        } else {
            let other = KeyRing::create("shymkent-1".parse().unwrap(), Clock::System.now(), [7; 32]);
            ring_file::replace(path, &other).unwrap();
        }
        let before = std::fs::read(&house.written.keyring).unwrap();
        house.start_bot().await;
        let teller = only_hotlines(&house, chat).await;
        let log = house.logged();
        assert!(log.contains("the key ring is refused; hotlines only") && log.contains(said), "{log}");
        assert_eq!(std::fs::read(&house.written.keyring).unwrap(), before, "a refused ring was overwritten");
        assert!(doctor(&house, "key ring").starts_with("BAD"));
        house.ends(&[&teller], &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_ring_is_not_made_anew_and_the_copy_that_is_put_back_opens_the_desks() {
    let mut house = House::built().await;
    let (path, elsewhere) = (house.written.keyring.clone(), house.written.keyring.with_extension("copy"));
    std::fs::rename(&path, &elsewhere).unwrap();
    assert!(doctor(&house, "key ring").contains("there is no key ring"));
    house.start_bot().await;
    let teller = only_hotlines(&house, 7_312_000_551).await;
    assert!(house.logged().contains("there is no key ring; hotlines only (put it or its copy back"));
    assert!(!path.exists(), "a ring was made over a queue that it cannot open");

    std::fs::rename(&elsewhere, &path).unwrap();
    house.stop_bot();
    house.start_bot().await;
    teller.reaches_help().await;
    teller.taps("button-callback").await;
    teller.sees("button-consent-adult").await;
    assert!(prints(&house, &["keyring", "show"], true).contains("roster       version 1 "));
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_counts_the_days_of_a_roster_and_says_when_it_was_not_taken_yet() {
    let mut house = House::built().await;
    house.start_bot().await;
    assert!(doctor(&house, "roster").contains("90 days left"), "{}", doctor(&house, "roster"));
    assert!(doctor(&house, "roster").starts_with("good"));
    assert!(doctor(&house, "desk").contains("serve listens on 127.0.0.1:0"));
    let (roster, key) = (house.written.roster.to_str().unwrap().to_owned(), trial(&house, "authority.key"));
    let sign = |days: &str| {
        prints(&house, &["roster", "sign", &roster, "--key", key.to_str().unwrap(), "--days", days], true);
        doctor(&house, "roster")
    };
    assert!(sign("15").starts_with("good"));
    let soon = sign("14");
    assert!(soon.starts_with("look") && soon.contains("14 days left") && soon.contains("sign the next one"), "{soon}");
    let reload = doctor(&house, "reload");
    assert!(reload.starts_with("look") && reload.contains("version 3") && reload.contains("SIGHUP"), "{reload}");
    house.hang_up();
    let tellers = until_logged(&house, "version=3", 7_312_004_000..7_312_005_000).await;
    assert!(!String::from_utf8(house.command("doctor").output().unwrap().stdout).unwrap().contains("reload"));
    house.ends(&tellers.iter().collect::<Vec<_>>(), &[]);
}

#[test]
fn an_identity_that_could_not_be_written_leaves_nothing_and_the_next_try_works() {
    let folder = tempfile::tempdir().unwrap();
    let (identity, passphrase) = (folder.path().join("me.age"), folder.path().join("passphrase"));
    std::fs::write(&passphrase, "an invented passphrase\n").unwrap();
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let enrols = |before: &str| {
        let command = format!("{before} exec \"$0\" \"$@\"");
        let output = std::process::Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_janynda"), "counsellor", "enrol", "--out"])
            .args([&identity, &PathBuf::from("--passphrase-file"), &passphrase])
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    // A disk that takes no byte more.
    let (enrolled, said) = enrols("trap '' XFSZ; ulimit -f 0;");
    assert!(!enrolled && said.contains("me.age cannot be written"), "{said}");
    assert_eq!(names(), 1, "something half-written stayed");
    let (enrolled, said) = enrols("");
    assert!(enrolled, "{said}");
    assert_eq!(std::fs::metadata(&identity).unwrap().permissions().mode() & 0o777, 0o600);
    let (enrolled, said) = enrols("");
    assert!(!enrolled && said.contains("nothing is overwritten"), "{said}");
    assert_eq!(names(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_looks_at_the_database_and_leaves_making_it_to_the_service() {
    let mut house = House::built().await;
    let found = doctor(&house, "database");
    assert!(found.starts_with("look") && found.contains("serve makes it at its first start"), "{found}");
    assert!(!house.database().exists(), "the doctor made a database");
    std::fs::write(house.database(), "").unwrap();
    let found = doctor(&house, "database");
    assert!(found.starts_with("look") && found.contains("serve migrates it at its start"), "{found}");
    assert_eq!(std::fs::metadata(house.database()).unwrap().len(), 0, "the doctor migrated the database");
    std::fs::set_permissions(house.database(), PermissionsExt::from_mode(0o644)).unwrap();
    let found = doctor(&house, "database");
    assert!(found.contains("mode 0644") && found.contains("chmod 600"), "{found}");
    std::fs::remove_file(house.database()).unwrap();
    house.start_bot().await;
    let found = doctor(&house, "database");
    assert!(found.starts_with("good") && !found.contains("chmod"), "{found}");
    assert!(house.stop_bot().success());
    for (migrated_to, said) in [(9999, "run that version"), (0, "bring back a backup")] {
        let mut database = house.lock_database().await;
        let change = sqlx::query("UPDATE _sqlx_migrations SET version = ?").bind(migrated_to);
        change.execute(&mut database).await.unwrap();
        sqlx::query("COMMIT").execute(&mut database).await.unwrap();
        sqlx::Connection::close(database).await.unwrap();
        let found = doctor(&house, "database");
        assert!(found.starts_with("BAD") && found.contains(said), "{found}");
    }
    house.ends(&[], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_when_what_waits_can_be_opened_by_the_recovery_key_only() {
    let house = House::open().await;
    let teller = house.person(7_312_000_541, Lang::Ru);
    teller.reaches_help().await;
    teller.reaches_name("+7 701 555 66 88").await;
    teller.taps("button-skip-rest").await;
    teller.taps("button-send").await;
    teller.reads("sent-sealed").await;
    let found = doctor(&house, "queue");
    assert!(found.starts_with("good"), "{found}");
    // Both computers were stolen; somebody else is enrolled in their place.
    let (roster, key) = (house.written.roster.to_str().unwrap().to_owned(), trial(&house, "authority.key"));
    let fresh = age::x25519::Identity::generate().to_public().to_string();
    let add = ["roster", "add", &roster, "--alias", "dana", "--recipient", &fresh, "--languages", "kk,ru,en"];
    prints(&house, &[&add[..], &["--audiences", "adult,minor", "--duty", "24/7"]].concat(), true);
    for name in ["counsellor-1", "counsellor-2"] {
        prints(&house, &["roster", "remove", &roster, name], true);
    }
    prints(&house, &["roster", "sign", &roster, "--key", key.to_str().unwrap()], true);
    let found = doctor(&house, "queue");
    let said = "1 waiting requests can be opened by the recovery key only: fetch it and log in with it";
    assert!(found.starts_with("look") && found.contains(said), "{found}");
    house.ends(&[&teller], &["77015556688", "+7 701 555 66 88"]);
}

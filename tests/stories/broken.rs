//! Broken database, ring and roster: hotlines go on, requests are not claimed.

use crate::house::{House, Teller};
use janynda::sandbox::{Fault, FaultKind};
use janynda::vocab::Lang;
use std::path::Path;

/// Numbers answer, and asking for a call says plainly that it is not possible.
pub async fn only_hotlines(house: &House, chat: i64) -> Teller {
    let teller = house.person(chat, Lang::Ru);
    teller.reaches_help().await;
    for number in ["111", "150", "102"] {
        assert!(teller.person.view().shows(number));
    }
    teller.taps("button-callback").await;
    teller.reads("not-now-body").await;
    assert!(teller.person.view().shows("111"));
    teller
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_hotlines_go_on() {
    for url in ["sqlite:///nowhere/at/all/janynda.db", "sqlite:///proc/version"] {
        let mut house = House::built().await;
        house.settings.push(("DATABASE_URL", url.to_owned()));
        house.start_bot().await;
        let teller = only_hotlines(&house, 7_312_000_401).await;
        assert!(house.logged().contains("hotlines only"));
        house.ends(&[&teller], &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_database_is_said_and_hotlines_go_on() {
    let mut house = House::open().await;
    assert!(house.stop_bot().success());
    let url = format!("{}?mode=ro", house.written.database_url);
    house.settings.push(("DATABASE_URL", url));
    house.start_bot().await;
    let teller = only_hotlines(&house, 7_312_000_403).await;
    house.ends(&[&teller], &[]);
}

/// Runs the bot with a limit on the size of every file it writes, as a full disk would.
fn with_full_disk(house: &House, kibibytes: u32) -> std::process::Command {
    let bot = house.command("serve");
    let mut shell = std::process::Command::new("sh");
    // The shell counts in blocks of 512 bytes.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kibibytes * 2);
    shell.args(["-c", script.as_str(), "sh"]).arg(bot.get_program()).args(bot.get_args()).env_clear();
    shell.current_dir(house.folder.path()).envs(bot.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

fn is_unsaved(house: &House) -> bool {
    house.logged().contains("a turn was not saved")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_hotlines_go_on() {
    let mut house = House::built().await;
    // The limit holds for the log too, and that must still tell what happened.
    house.settings.push(("JANYNDA_LOG", "warn".to_owned()));
    // Room for the schema, none for much more.
    let command = with_full_disk(&house, 96);
    house.start_bot_as(command).await;
    // Cards fill the space there is; then nothing more can be saved. Each takes kilobytes: thirty are more than enough.
    let mut chats = 7_312_000_460..7_312_000_490;
    while !is_unsaved(&house) {
        let teller = house.person(chats.next().expect("the limit is reached"), Lang::Kk);
        teller.start().await;
        teller.taps("button-numbers").await;
        teller.reads("hotlines-head").await;
    }
    // Whoever comes now still gets the numbers, and is told that a call cannot be asked for.
    let teller = only_hotlines(&house, 7_312_000_490).await;
    assert_eq!(house.requests().await, 0);
    house.kill_bot();
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_in_a_draft_is_said_on_the_card() {
    let mut house = House::built().await;
    house.settings.push(("JANYNDA_LOG", "warn".to_owned()));
    let command = with_full_disk(&house, 512);
    house.start_bot_as(command).await;
    let teller = house.person(7_312_000_491, Lang::En);
    teller.reaches_help().await;
    teller.taps("button-callback").await;
    teller.taps("button-consent-adult").await;
    teller.sees("how-call").await;
    assert!(!is_unsaved(&house), "the draft is begun before the space is used up");
    // She goes to and fro between two questions, and every step is kept, until one is not.
    for _ in 0..200 {
        let asks_for_number = teller.person.view().shows("+7");
        teller.taps(if asks_for_number { "button-back" } else { "how-call" }).await;
        teller.person.settled().await.unwrap();
        if is_unsaved(&house) {
            break;
        }
    }
    assert!(is_unsaved(&house), "the limit was not reached");
    teller.reads("notice-not-saved").await;
    teller.taps("button-danger-short").await;
    teller.reads("danger-place").await;
    assert_eq!(house.requests().await, 0);
    house.kill_bot();
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_database_is_said_and_hotlines_go_on() {
    let mut house = House::built().await;
    std::fs::write(house.database(), b"this is no database, it only has the name of one".repeat(100)).unwrap();
    house.start_bot().await;
    let teller = only_hotlines(&house, 7_312_000_411).await;
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_breaks_in_a_draft_says_could_not_be_saved_and_never_sent() {
    let house = House::open().await;
    let teller = house.person(7_312_000_421, Lang::En);
    teller.reaches_help().await;
    teller.reaches_name("+7 701 222 33 44").await;
    teller.taps("button-skip-rest").await;
    teller.sees("button-send").await;
    // Somebody else holds the write lock for good.
    let lock = house.lock_database().await;
    teller.taps("button-send").await;
    teller.reads("notice-not-sent").await;
    assert_eq!(house.requests().await, 0);
    teller.taps("button-danger-short").await;
    teller.reads("danger-place").await;
    drop(lock);
    house.ends(&[&teller], &["77012223344"]);
}

/// What is done to the roster, and whether the bot must then refuse requests.
type Break = fn(&Path);

#[tokio::test(flavor = "multi_thread")]
async fn without_a_valid_roster_hotlines_go_on_and_no_request_is_taken() {
    let breaks: [Break; 4] = [
        |roster| std::fs::remove_file(roster).unwrap(),
        |roster| std::fs::remove_file(roster.with_extension("txt.minisig")).unwrap(),
        |roster| {
            std::fs::write(roster, std::fs::read_to_string(roster).unwrap().replace("version 1", "version 2")).unwrap();
        },
        |roster| std::fs::write(roster, "not a roster\n").unwrap(),
    ];
    for (chat, spoil) in (7_312_000_431..).zip(breaks) {
        let mut house = House::built().await;
        spoil(&house.written.roster);
        house.start_bot().await;
        let teller = only_hotlines(&house, chat).await;
        assert!(house.logged().contains("no valid roster; hotlines only"), "{}", house.logged());
        let doctor = house.command("doctor").output().unwrap();
        assert!(!doctor.status.success());
        assert!(String::from_utf8_lossy(&doctor.stdout).contains("BAD   roster"));
        house.ends(&[&teller], &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn intake_switched_off_says_the_same_as_any_other_refusal() {
    let mut house = House::built().await;
    house.settings.push(("INTAKE", "off".to_owned()));
    house.start_bot().await;
    let teller = only_hotlines(&house, 7_312_000_441).await;
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ring_others_can_read_is_refused_and_hotlines_go_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut house = House::built().await;
    std::fs::set_permissions(&house.written.keyring, std::fs::Permissions::from_mode(0o644)).unwrap();
    house.start_bot().await;
    let teller = only_hotlines(&house, 7_312_000_451).await;
    assert!(house.logged().contains("the key ring is refused"));
    house.ends(&[&teller], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_settings_are_one_line_each_and_no_secret_is_printed() {
    let house = House::built().await;
    let output = house
        .command("serve")
        .env("TELEGRAM_BOT_TOKEN", "MARKERSECRET")
        .env("RATE_BURST", "many")
        .env("INTAKE", "perhaps")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("RATE_BURST: expected a whole number from 1, found \"many\""));
    assert!(!said.contains("MARKERSECRET"));
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_character_in_what_one_person_types_keeps_nobody_from_the_bot() {
    let house = House::open().await;
    // From the second poll on, what stands for a broken character comes as half of a UTF-16 pair.
    house.sandbox.fault(Fault::on("getUpdates", FaultKind::HalfPairs, 1000));
    let (broken, other) = (house.person(7_312_000_411, Lang::Kk), house.person(7_312_000_412, Lang::En));
    broken.start().await;
    broken.types("\u{fffd}\u{fffd} сөзтаңба \u{fffd}");
    broken.reads("notice-buttons-surest").await;
    broken.only_the_card_stays().await;
    other.start().await;
    other.taps("button-numbers").await;
    other.sees("button-region").await;
    house.ends(&[&broken, &other], &["сөзтаңба"]);
}

//! `janynda counsellor …` as it is typed, on the files that `janynda init` writes.

use super::world::{CANARY, TRIAL, World, contains, id, plain, request};
use age::secrecy::SecretString;
use clap::Parser;
use janynda::cli::counsellor::{Args, Place, run};
use janynda::counsellor::identity;
use janynda::vocab::{CallbackRequest, RequestId};
use std::io::Read;

/// What stands behind `janynda counsellor`.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// Words that would clear a screen, turn a line round and run in a browser.
const HOSTILE: &str = "CANARY \u{1b}[2J\u{202e}txet <script>alert(1)</script>\nSMS yes";

/// Writes the trial's files beside the world's database.
fn place(world: &World) -> Place {
    std::fs::write(world.path("roster.txt"), &TRIAL.roster_text).unwrap();
    std::fs::write(world.path("roster.txt.minisig"), &TRIAL.signature).unwrap();
    std::fs::write(world.path("passphrase"), &TRIAL.passphrase).unwrap();
    for (number, (file, _)) in TRIAL.counsellors.iter().enumerate() {
        std::fs::write(world.path(&format!("{}.age", number + 1)), file).unwrap();
    }
    Place {
        database_url: world.url(),
        deployment: Some(TRIAL.deployment.clone()),
        roster: Some(world.path("roster.txt")),
        authorities: TRIAL.authorities.clone(),
    }
}

/// Types a command as counsellor 1 or 2. An error is the line that the command prints.
async fn types(world: &World, place: &Place, who: usize, words: &str) -> Result<String, String> {
    let (identity, passphrase) = (world.path(&format!("{who}.age")), world.path("passphrase"));
    let me = ["--identity", identity.to_str().unwrap(), "--passphrase-file", passphrase.to_str().unwrap()];
    let line = Line::try_parse_from(["counsellor"].into_iter().chain(words.split(' ')).chain(me)).unwrap();
    let mut out = Vec::new();
    match run(&line.args, place, &world.clock, &mut out).await {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(error) => Err(format!("{error:#}")),
    }
}

fn hostile(number: u8) -> CallbackRequest {
    CallbackRequest { words: Some(plain(HOSTILE)), ..request(number) }
}

#[tokio::test]
async fn a_counsellor_works_through_a_request_on_her_terminal() {
    let world = World::new().await;
    let place = place(&world);
    assert!(types(&world, &place, 1, "list").await.unwrap().contains("No request is open in your lanes."));
    assert_eq!(types(&world, &place, 1, "claim").await.unwrap(), "No request is waiting in your lanes.\n");
    let one: RequestId = world.leave(hostile(1)).await;

    let list = types(&world, &place, 1, "list").await.unwrap();
    assert!(list.contains(&format!("{one}  adult/ru          2026-11-24 17:00  waiting")), "{list}");
    let claimed = types(&world, &place, 1, "claim").await.unwrap();
    assert!(claimed.contains(&format!("Request {one} is yours until 2026-11-24 19:00 (Almaty time).")), "{claimed}");
    assert!(types(&world, &place, 1, "list").await.unwrap().contains("mine until 2026-11-24 19:00"));
    assert!(types(&world, &place, 2, "list").await.unwrap().contains("  taken\n"));

    let shown = types(&world, &place, 1, &format!("open {one}")).await.unwrap();
    assert!(shown.contains("  | CANARY \\u{1b}[2J\\u{202e}txet <script>alert(1)</script>\n  | SMS yes\n"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']));

    let refused = types(&world, &place, 2, &format!("open {one}")).await.unwrap_err();
    assert!(refused.starts_with("this request is not yours. The list shows what you can claim."), "{refused}");

    let back = types(&world, &place, 1, &format!("release {one}")).await.unwrap();
    assert_eq!(back, format!("Request {one} is back in the queue.\n"));
    types(&world, &place, 2, &format!("claim {one}")).await.unwrap();
    let closed = types(&world, &place, 2, &format!("close {one} --outcome tried-no-answer")).await.unwrap();
    assert!(closed.starts_with(&format!("Request {one} is closed (tried-no-answer).")), "{closed}");
    assert!(types(&world, &place, 2, "list").await.unwrap().contains("No request is open"));
    assert!(!contains(&world.disk(), b"age-encryption.org"));
}

#[tokio::test]
async fn machines_get_one_json_value_in_one_line() {
    let world = World::new().await;
    let place = place(&world);
    let json = async |who, words: &str| {
        let said = types(&world, &place, who, &format!("{words} --json")).await.unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']));
        serde_json::from_str::<serde_json::Value>(&said).unwrap()
    };
    assert_eq!(json(1, "claim").await, serde_json::Value::Null);
    let one = world.leave(hostile(1)).await;
    let mine = serde_json::json!({
        "id": one.to_string(), "lane": "adult/ru", "urgent": false,
        "arrived": "2026-11-24T12:00:00Z", "arrived_almaty": "2026-11-24 17:00",
        "status": "mine", "until": "2026-11-24T14:00:00Z", "until_almaty": "2026-11-24 19:00",
    });
    assert_eq!(json(1, "claim").await, mine);
    assert_eq!(json(1, "list").await, serde_json::json!([mine]));
    let opened = json(1, &format!("open {one}")).await;
    assert_eq!(opened["words"], HOSTILE, "a machine gets what was written");
    assert_eq!(opened["safe_contact"]["number"], "+77010000042");
    let out = world.path("one.sealed");
    let fetched = json(1, &format!("fetch {one} --out {}", out.display())).await;
    assert_eq!(fetched["file"], out.to_str().unwrap());
    assert_eq!(json(1, &format!("release {one}")).await["status"], "waiting");
    json(1, &format!("claim {one}")).await;
    let closed = json(1, &format!("close {one} --outcome handed-on")).await;
    assert_eq!(closed, serde_json::json!({"id": one.to_string(), "status": "closed", "outcome": "handed-on"}));
}

#[tokio::test]
async fn a_fetched_file_is_the_age_file_and_replaces_nothing() {
    let world = World::new().await;
    let place = place(&world);
    let one = world.leave(request(1)).await;
    types(&world, &place, 1, &format!("claim {one}")).await.unwrap();
    let out = world.path("one.sealed");
    let words = format!("fetch {one} --out {}", out.display());
    types(&world, &place, 1, &words).await.unwrap();
    let file = std::fs::read(&out).unwrap();
    let passphrase = SecretString::from(TRIAL.passphrase.clone());
    let identity = identity::unlock(&TRIAL.counsellors[0].0, &passphrase).unwrap();
    let decryptor = age::Decryptor::new_buffered(&file[..]).unwrap();
    let mut text = String::new();
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
    reader.read_to_string(&mut text).unwrap();
    assert!(text.contains("Нужна помощь CANARY"));

    let refused = types(&world, &place, 1, &words).await.unwrap_err();
    assert!(refused.contains("nothing is overwritten"), "{refused}");
    let refused = types(&world, &place, 2, &format!("fetch {one} --out {}", world.path("two").display())).await;
    assert!(refused.unwrap_err().starts_with("this request is not yours"));
    assert!(!world.path("two").exists());
}

#[tokio::test]
async fn every_wrong_setting_is_named_with_what_was_expected() {
    let world = World::new().await;
    let good = place(&world);
    let one = world.leave(request(1)).await;
    let refused = async |place: &Place| {
        let refused = types(&world, place, 1, &format!("claim {one}")).await.unwrap_err();
        assert!(!refused.contains(&TRIAL.passphrase) && !refused.contains(CANARY), "{refused}");
        refused
    };
    let said = |text: &str, part: &str| assert!(text.contains(part), "{text}");
    said(&refused(&Place { deployment: None, ..good.clone() }).await, "DEPLOYMENT_ID is missing: expected");
    said(&refused(&Place { roster: None, ..good.clone() }).await, "ROSTER is missing: expected");
    said(&refused(&Place { authorities: Vec::new(), ..good.clone() }).await, "ROSTER_AUTHORITY is missing: expected");
    let other = Place { deployment: Some("other-1".parse().unwrap()), ..good.clone() };
    said(&refused(&other).await, "expected other-1");
    said(&refused(&Place { roster: Some(world.path("none")), ..good.clone() }).await, "cannot be read");
    let elsewhere = world.path("elsewhere.db");
    let missing = Place { database_url: format!("sqlite://{}", elsewhere.display()), ..good.clone() };
    said(&refused(&missing).await, "DATABASE_URL must lead to the database of `janynda serve`");
    assert!(!elsewhere.exists(), "a slip in the address makes no database");

    std::fs::write(world.path("passphrase"), "PASSWORDGUESS of somebody").unwrap();
    let wrong = refused(&good).await;
    said(&wrong, "the passphrase does not open this file");
    assert!(!wrong.contains("PASSWORDGUESS"));
    place(&world);
    world.clock.advance(91 * 86_400);
    said(&refused(&good).await, "the roster expired");
    std::fs::write(world.path("roster.txt"), [&TRIAL.roster_text[..], b"#"].concat()).unwrap();
    said(&refused(&good).await, "the roster or the signature was changed");
}

#[test]
fn what_cannot_be_an_id_or_an_outcome_is_refused_before_anything_is_opened() {
    let types = |words: &str| Line::try_parse_from(["counsellor"].into_iter().chain(words.split(' '))).is_ok();
    let one = id(1);
    assert!(types(&format!("open {one} --identity me.age")));
    assert!(types(&format!("close {one} --outcome helped --identity me.age")));
    assert!(!types("open 7 --identity me.age"));
    assert!(!types(&format!("open {one}")), "who she is must be told");
    assert!(!types(&format!("close {one} --identity me.age")), "how it ended must be told");
    assert!(!types(&format!("close {one} --outcome done --identity me.age")));
    assert!(!types(&format!("open {one} --identity me.age --passphrase secret")), "no passphrase on the command line");
}

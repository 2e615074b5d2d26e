//! `janynda counsellor …` as it is typed, at a real desk.

use super::world::{CANARY, Made, TRIAL, World, id, plain, request};
use age::secrecy::SecretString;
use clap::{CommandFactory as _, Parser};
use janynda::cli::counsellor::{Args, run};
use janynda::counsellor::identity;
use janynda::store::{Change, Durability, Op, Written};
use janynda::vocab::{CallbackRequest, RequestId};
use serde_json::{Value, json};
use sqlx::{Connection as _, SqliteConnection};
use std::io::Read;

/// What stands behind `janynda counsellor`.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// Words that would clear a screen, turn a line round and run in a browser.
const HOSTILE: &str = "CANARY \u{1b}[2J\u{202e}txet <script>alert(1)</script>\nSMS yes";

/// A counsellor's computer: her files and her settings.
pub struct Computer<'a> {
    world: &'a World,
    settings: Vec<(&'static str, String)>,
}

impl<'a> Computer<'a> {
    /// One on which both counsellors of the trial have their files.
    pub fn at(world: &'a World) -> Computer<'a> {
        std::fs::write(world.path("passphrase"), &TRIAL.passphrase).unwrap();
        for (number, (file, _)) in TRIAL.counsellors.iter().enumerate() {
            std::fs::write(world.path(&format!("{}.age", number + 1)), file).unwrap();
        }
        let settings = vec![
            ("DESK_ORIGIN", world.origin.to_string()),
            ("DEPLOYMENT_ID", TRIAL.deployment.to_string()),
            ("ROSTER_AUTHORITY", TRIAL.authority.clone()),
        ];
        Computer { world, settings }
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.settings.retain(|(one, _)| *one != name);
        self.settings.push((name, value.to_owned()));
    }

    /// Types a command as counsellor 1 or 2: what it answers and what it notes. An error is the line that the command
    /// prints.
    pub async fn all(&self, who: usize, words: &str) -> Result<(String, String), String> {
        let (identity, passphrase) = (self.world.path(&format!("{who}.age")), self.world.path("passphrase"));
        let me = ["--identity", identity.to_str().unwrap(), "--passphrase-file", passphrase.to_str().unwrap()];
        let line = Line::try_parse_from(["counsellor"].into_iter().chain(words.split(' ')).chain(me)).unwrap();
        let lookup = |name: &str| self.settings.iter().find(|(one, _)| *one == name).map(|(_, value)| value.clone());
        let (mut out, mut notes) = (Vec::new(), Vec::new());
        match run(&line.args, &lookup, &self.world.clock, &mut out, &mut notes).await {
            Ok(()) => Ok((String::from_utf8(out).unwrap(), String::from_utf8(notes).unwrap())),
            Err(error) => Err(format!("{error:#}")),
        }
    }

    pub async fn types(&self, who: usize, words: &str) -> Result<String, String> {
        self.all(who, words).await.map(|(said, _)| said)
    }

    /// Types it with `--json`.
    async fn json(&self, who: usize, words: &str) -> Value {
        let said = self.types(who, &format!("{words} --json")).await.unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']));
        serde_json::from_str(&said).unwrap()
    }
}

fn hostile(number: u8) -> CallbackRequest {
    CallbackRequest { words: Some(plain(HOSTILE)), ..request(number) }
}

#[tokio::test]
async fn a_counsellor_works_through_a_request_on_her_terminal() {
    let world = World::new().await;
    let computer = Computer::at(&world);
    let types = async |who, words: &str| computer.types(who, words).await;
    assert!(types(1, "list").await.unwrap().contains("No request is open for you."));
    assert_eq!(types(1, "claim").await.unwrap(), "No request is waiting for you.\n");
    let one: RequestId = world.leave(hostile(1)).await;

    let list = types(1, "list").await.unwrap();
    assert!(list.contains(&format!("{one}  adult/ru          2026-11-24 17:00  waiting")), "{list}");
    let claimed = types(1, "claim").await.unwrap();
    assert!(claimed.contains(&format!("Request {one} is yours until 2026-11-24 19:00 (Almaty time).")), "{claimed}");
    assert!(types(1, "list").await.unwrap().contains("mine until 2026-11-24 19:00"));
    assert!(types(2, "list").await.unwrap().contains("  taken\n"));

    let shown = types(1, &format!("open {one}")).await.unwrap();
    assert!(shown.contains("  | CANARY \\u{1b}[2J\\u{202e}txet <script>alert(1)</script>\n  | SMS yes\n"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']));
    let until = "It is yours until 2026-11-24 19:00 (Almaty time). Before you call, run janynda counsellor list: what is \
                not yours there any more must not be called.\n";
    assert!(shown.ends_with(until), "{shown}");

    let refused = types(2, &format!("open {one}")).await.unwrap_err();
    assert!(refused.starts_with("this request is not yours. The list shows what you can claim."), "{refused}");

    world.clock.advance(3600);
    let extended = types(1, &format!("extend {one}")).await.unwrap();
    assert!(extended.contains("is yours until 2026-11-24 20:00 (Almaty time)."), "{extended}");
    let back = types(1, &format!("release {one}")).await.unwrap();
    assert_eq!(back, format!("Request {one} is back in the queue.\n"));
    types(2, &format!("claim {one}")).await.unwrap();
    let later = types(2, &format!("close {one} --outcome tried-no-answer --next-attempt 2026-11-24")).await.unwrap();
    assert_eq!(
        later,
        format!("Request {one} is back in the queue, to be tried again on 2026-11-24 (from 05:00 Almaty time).\n")
    );
    assert!(types(1, "list").await.unwrap().contains("  try again on 2026-11-24\n"));
    types(2, &format!("claim {one}")).await.unwrap();
    let closed = types(2, &format!("close {one} --outcome tried-no-answer")).await.unwrap();
    assert!(closed.starts_with(&format!("Request {one} is closed (tried-no-answer).")), "{closed}");
    assert!(types(2, "list").await.unwrap().contains("No request is open"));
}

#[tokio::test]
async fn whoever_is_told_nothing_sure_about_her_claim_is_told_not_to_call() {
    let world = World::new().await;
    let mut computer = Computer::at(&world);
    let one = world.leave(request(1)).await;
    computer.types(1, &format!("claim {one}")).await.unwrap();
    let (opened, notes) = computer.all(1, &format!("open {one} --json")).await.unwrap();
    assert_eq!(opened.lines().count(), 1, "what a machine reads stays one value");
    assert!(notes.contains("what is not yours there any more must not be called"), "{notes}");

    let file = world.path("one.sealed").display().to_string();
    let words = [format!("open {one}"), format!("extend {one}"), format!("fetch {one} --out {file}")];
    // The person withdrew it.
    let withdraw = Op::WithdrawRequest { id: one, seen: 1 };
    let written = world.store.write(Change { ops: vec![withdraw], durability: Durability::Synced }).await.unwrap();
    assert_eq!(written, Written::Done);
    for words in &words {
        let refused = computer.types(1, words).await.unwrap_err();
        assert!(
            refused.ends_with("the person may have withdrawn the request: do not call before you hold it again."),
            "{refused}"
        );
    }
    computer.set("DESK_ORIGIN", "http://127.0.0.1:1");
    for words in &words {
        let refused = computer.types(1, words).await.unwrap_err();
        assert!(refused.starts_with("the desk cannot be reached."), "{refused}");
        assert!(refused.ends_with("Do not call before janynda counsellor list shows that it is yours."), "{refused}");
    }
}

#[test]
fn the_help_promises_no_mute_that_cannot_be_had_today() {
    let mut line = Line::command();
    let help = line.find_subcommand_mut("close").unwrap().render_long_help().to_string();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("Today nobody who left a phone number can be muted: they may send another"), "{help}");
    assert!(help.contains("only where a way back to their chat was sealed into it"), "{help}");
}

#[tokio::test]
async fn why_nobody_was_muted_is_said_as_it_was() {
    let world = World::new().await;
    let computer = Computer::at(&world);
    let claimed = async |number: u8, return_address| {
        let one = world.leave(CallbackRequest { return_address, ..request(number) }).await;
        computer.types(1, &format!("claim {one}")).await.unwrap();
        one
    };
    let ended = async |one: RequestId| {
        let said = computer.types(1, &format!("close {one} --outcome not-genuine")).await.unwrap();
        said.lines().last().unwrap().to_owned()
    };
    let told = ended(claimed(1, Some(world.way_back(id(1)))).await).await;
    assert_eq!(told, "Whoever sent it cannot send another request today.");
    let told = ended(claimed(2, None).await).await;
    assert_eq!(told, "No way back to whoever sent it was found in it, so nobody was muted.");
    let told = ended(claimed(3, Some(world.way_back(id(9)))).await).await;
    assert!(told.starts_with("The way back in it is not this request's"), "{told}");
    let last = claimed(4, Some(world.way_back(id(4)))).await;
    let url = format!("sqlite://{}", world.path("janynda.db").display());
    let mut hand = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE limits RENAME TO mislaid").execute(&mut hand).await.unwrap();
    let told = ended(last).await;
    assert!(told.contains("was not muted, because the desk could not write that down: tell the operator"), "{told}");
}

#[tokio::test]
async fn machines_get_one_json_value_in_one_line() {
    let world = World::new().await;
    let computer = Computer::at(&world);
    assert_eq!(computer.json(1, "claim").await, Value::Null);
    let one = world.leave(hostile(1)).await;
    let mine = json!({
        "id": one.to_string(), "lane": "adult/ru", "urgent": false,
        "arrived": "2026-11-24T12:00:00Z", "arrived_almaty": "2026-11-24 17:00",
        "status": "mine", "until": "2026-11-24T14:00:00Z", "until_almaty": "2026-11-24 19:00", "fence": 1,
    });
    assert_eq!(computer.json(1, "claim").await, mine);
    assert_eq!(computer.json(1, "list").await, json!([mine]));
    let opened = computer.json(1, &format!("open {one}")).await;
    assert_eq!(opened["words"], HOSTILE, "a machine gets what was written");
    assert_eq!(opened["safe_contact"]["number"], "+77010000042");
    let out = world.path("one.sealed");
    let fetched = computer.json(1, &format!("fetch {one} --out {}", out.display())).await;
    assert_eq!(fetched["file"], out.to_str().unwrap());
    assert_eq!(computer.json(1, &format!("extend {one}")).await, mine);
    assert_eq!(computer.json(1, &format!("release {one}")).await["status"], "waiting");
    computer.json(1, &format!("claim {one}")).await;
    let later = format!("close {one} --outcome tried-no-answer --next-attempt 2026-11-25");
    let expected =
        json!({"id": one.to_string(), "status": "waiting", "outcome": "tried-no-answer", "next_attempt": "2026-11-25"});
    assert_eq!(computer.json(1, &later).await, expected);
    assert_eq!(computer.json(2, "list").await[0]["next_attempt"], "2026-11-25");
    computer.json(1, &format!("claim {one}")).await;
    let closed = computer.json(1, &format!("close {one} --outcome handed-on")).await;
    assert_eq!(closed, json!({"id": one.to_string(), "status": "closed", "outcome": "handed-on"}));

    let prank = world.leave(CallbackRequest { return_address: Some(world.way_back(id(2))), ..request(2) }).await;
    computer.json(1, &format!("claim {prank}")).await;
    let closed = computer.json(1, &format!("close {prank} --outcome not-genuine")).await;
    assert_eq!(
        closed,
        json!({"id": prank.to_string(), "status": "closed", "outcome": "not-genuine", "muting": "muted"})
    );
}

#[tokio::test]
async fn a_fetched_file_is_the_age_file_and_replaces_nothing() {
    let world = World::new().await;
    let computer = Computer::at(&world);
    let one = world.leave(request(1)).await;
    computer.types(1, &format!("claim {one}")).await.unwrap();
    let out = world.path("one.sealed");
    let words = format!("fetch {one} --out {}", out.display());
    computer.types(1, &words).await.unwrap();
    let file = std::fs::read(&out).unwrap();
    let passphrase = SecretString::from(TRIAL.passphrase.clone());
    let identity = identity::unlock(&TRIAL.counsellors[0].0, &passphrase).unwrap();
    let decryptor = age::Decryptor::new_buffered(&file[..]).unwrap();
    let mut text = String::new();
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
    reader.read_to_string(&mut text).unwrap();
    assert!(text.contains("Нужна помощь CANARY"));

    let refused = computer.types(1, &words).await.unwrap_err();
    assert!(refused.contains("nothing is overwritten"), "{refused}");
    let refused = computer.types(2, &format!("fetch {one} --out {}", world.path("two").display())).await;
    assert!(refused.unwrap_err().starts_with("this request is not yours"));
    assert!(!world.path("two").exists());
}

#[tokio::test]
async fn a_first_visit_and_a_desk_that_moved_are_said_beside_the_answer() {
    let world = World::new().await;
    let mut computer = Computer::at(&world);
    let (said, notes) = computer.all(1, "list --json").await.unwrap();
    assert_eq!(said, "[]\n");
    assert!(notes.starts_with("This is your first visit to the desk of trial-"), "{notes}");
    assert!(notes.contains("1.age.desk remembers the newest roster"), "{notes}");
    assert_eq!(computer.all(1, "list --json").await.unwrap().1, "");

    let same = world.origin.as_str().replace("127.0.0.1", "localhost");
    computer.set("DESK_ORIGIN", &same);
    let refused = computer.all(1, "list").await.unwrap_err();
    assert!(refused.contains("another desk's. This may be a false desk"), "{refused}");

    let memory = std::fs::read_to_string(world.path("1.age.desk")).unwrap();
    std::fs::write(world.path("1.age.desk"), memory.replace(world.origin.as_str(), "https://desk.example.kz")).unwrap();
    computer.set("DESK_ORIGIN", world.origin.as_str());
    let (_, notes) = computer.all(1, "list").await.unwrap();
    assert!(notes.starts_with("The desk was at https://desk.example.kz the last time"), "{notes}");
    assert!(notes.contains("stop and call them"), "{notes}");
}

#[tokio::test]
async fn the_roster_is_shown_with_who_reads_which_lane_and_everybodys_fingerprint() {
    let world = World::new().await;
    let computer = Computer::at(&world);
    let shown = computer.types(2, "roster").await.unwrap();
    let fingerprint = |which: usize| {
        let recipient = identity::recipient(&TRIAL.counsellors[which].1).unwrap();
        identity::fingerprint(&recipient)
    };
    for part in [
        "version      1 (sha256 ",
        "valid until  2027-02-22 (UTC), 90 days left",
        "nothing to compare with yet",
        "minor/kk  counsellor-1, counsellor-2, recovery (somebody is on duty now)",
        &format!("{}  counsellor-1 (lead, since 2026-11-24)", fingerprint(0)),
        &format!("{}  counsellor-2 (counsellor, since 2026-11-24)", fingerprint(1)),
        "  recovery, kept offline",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    assert!(computer.types(2, "roster").await.unwrap().contains("which you saw the last time"));
    let machine = computer.json(1, "roster").await;
    assert_eq!((&machine["version"], &machine["days_left"]), (&json!(1), &json!(90)));
    assert_eq!(machine["lanes"]["adult/ru"], json!(["counsellor-1", "counsellor-2", "recovery"]));
    assert_eq!(machine["counsellors"][1]["fingerprint"], fingerprint(1));
}

#[tokio::test]
async fn a_lead_allows_more_when_the_hours_cap_is_reached() {
    let world = World::of(Made { claims_per_hour: 1, ..Made::default() }).await;
    let computer = Computer::at(&world);
    world.leave(request(1)).await;
    world.leave(request(2)).await;
    computer.types(2, "claim").await.unwrap();
    let refused = computer.types(2, "claim").await.unwrap_err();
    assert!(refused.contains("or ask your lead to allow more for this hour"), "{refused}");
    assert!(computer.types(2, "allow counsellor-2 --more 1").await.unwrap_err().starts_with("only a lead may do this"));
    let said = computer.types(1, "allow counsellor-2 --more 1").await.unwrap();
    assert!(said.starts_with("counsellor-2 may claim 1 more in this hour."), "{said}");
    computer.types(2, "claim").await.unwrap();
}

#[tokio::test]
async fn every_wrong_file_is_named_with_what_to_do() {
    let world = World::new().await;
    let mut computer = Computer::at(&world);
    let one = world.leave(request(1)).await;
    let refused = async |computer: &Computer<'_>| {
        let refused = computer.types(1, &format!("claim {one}")).await.unwrap_err();
        assert!(!refused.contains(&TRIAL.passphrase) && !refused.contains(CANARY), "{refused}");
        refused
    };
    let said = |text: &str, part: &str| assert!(text.contains(part), "{text}");
    computer.set("DEPLOYMENT_ID", "other-1");
    said(&refused(&computer).await, "the challenge is for another deployment");
    computer.set("DEPLOYMENT_ID", "");
    said(&refused(&computer).await, "DEPLOYMENT_ID: expected");
    let mut computer = Computer::at(&world);
    computer.set("DESK_ORIGIN", "http://127.0.0.1:1");
    said(&refused(&computer).await, "the desk cannot be reached. Check your network and DESK_ORIGIN.");
    let computer = Computer::at(&world);

    std::fs::write(world.path("passphrase"), "PASSWORDGUESS of somebody").unwrap();
    let wrong = refused(&computer).await;
    said(&wrong, "the passphrase does not open this file");
    assert!(!wrong.contains("PASSWORDGUESS"));
    let computer = Computer::at(&world);
    std::fs::write(world.path("1.age.desk"), "{\"form\":\"janynda-desk-memory-v1\"").unwrap();
    said(&refused(&computer).await, "1.age.desk, is damaged. Put it back from your own backup.");
    std::fs::remove_file(world.path("1.age")).unwrap();
    said(&refused(&computer).await, "1.age cannot be read");
}

#[test]
fn what_cannot_be_an_id_an_outcome_or_a_day_is_refused_before_anything_is_opened() {
    let types = |words: &str| Line::try_parse_from(["counsellor"].into_iter().chain(words.split(' '))).is_ok();
    let one = id(1);
    assert!(types(&format!("open {one} --identity me.age")));
    assert!(types(&format!("close {one} --outcome helped --identity me.age")));
    assert!(types(&format!("close {one} --outcome tried-no-answer --next-attempt 2026-11-25 --identity me.age")));
    assert!(types("allow aigul --more 5 --identity me.age"));
    assert!(!types("open 7 --identity me.age"));
    assert!(!types(&format!("open {one}")), "who she is must be told");
    assert!(!types(&format!("close {one} --identity me.age")), "how it ended must be told");
    assert!(!types(&format!("close {one} --outcome done --identity me.age")));
    for day in ["tomorrow", "20261125", "2026-11-25T10:00:00", "2026-11-31"] {
        assert!(!types(&format!("close {one} --outcome tried-no-answer --next-attempt {day} --identity me.age")));
    }
    assert!(!types("allow aigul --more 51 --identity me.age") && !types("allow aigul --identity me.age"));
    assert!(!types(&format!("open {one} --identity me.age --passphrase secret")), "no passphrase on the command line");
}

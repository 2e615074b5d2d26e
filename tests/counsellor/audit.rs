//! `janynda audit …`: the operator's look at the record of what was done.

use super::world::{World, claim, request};
use clap::Parser;
use janynda::audit::{self, Entry};
use janynda::cli::audit::{Args, run};
use janynda::counsellor::Ending;
use janynda::store::{OldestDays, Store};
use janynda::vocab::Outcome;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// What it answers and what it notes.
async fn types(world: &World, words: &str) -> Result<(String, String), String> {
    let line = Line::try_parse_from(["audit"].into_iter().chain(words.split(' '))).unwrap();
    let store = Store::existing(&format!("sqlite://{}", world.path("janynda.db").display())).unwrap();
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    match run(&line.args, &store, &world.clock, &mut out, &mut notes).await {
        Ok(()) => Ok((String::from_utf8(out).unwrap(), String::from_utf8(notes).unwrap())),
        Err(error) => Err(format!("{error:#}")),
    }
}

/// Changes the database behind everybody's back.
async fn tampers(world: &World, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(world.path("janynda.db"));
    let mut connection = options.connect().await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// A desk at which something was done.
async fn busy() -> World {
    let world = World::new().await;
    let desk = world.desk(0).await;
    for number in 1..=3 {
        let hold = claim(&desk, world.leave(request(number)).await).await;
        desk.open(hold).await.unwrap();
        desk.close(hold, Ending::Closed(Outcome::Helped)).await.unwrap();
    }
    world
}

#[tokio::test]
async fn a_whole_chain_is_said_to_be_whole_with_its_head_and_an_empty_one_too() {
    let (world, empty) = (busy().await, World::new().await);
    let head = world.store.audit_head().await.unwrap();
    let (said, _) = types(&world, "verify").await.unwrap();
    assert!(said.contains(&format!("head         {head}\n")), "{said}");
    assert!(said.contains(&format!("entries      {0}, {0} of them with their line\n", head.number)), "{said}");
    assert!(types(&empty, "verify").await.unwrap().0.contains("entries      0, 0 of them"));
}

#[tokio::test]
async fn what_was_changed_or_taken_out_is_found_at_its_number() {
    for (statement, said) in [
        ("UPDATE audit SET line = replace(line, 'claim', 'login') WHERE number = 2", "broken at entry 2"),
        ("UPDATE audit SET digest = zeroblob(32) WHERE number = 2", "broken at entry 2"),
        ("UPDATE audit SET digest = zeroblob(32), line = NULL, hour = 1 WHERE number = 3", "broken at entry 3"),
        ("UPDATE audit SET hour = 1 WHERE number = 3", "broken at entry 3: its line says another hour"),
        ("UPDATE audit SET hour = 1, line = NULL WHERE number = 3", "broken at entry 3: its hash does not follow"),
        ("UPDATE audit SET line = NULL WHERE number = 3", "broken at entry 3: its line was taken out before its time"),
        ("UPDATE audit SET line = NULL", "broken at entry 1: its line was taken out before its time"),
        ("UPDATE audit SET chain = zeroblob(32) WHERE number = 4", "broken at entry 4"),
        ("DELETE FROM audit WHERE number = 2", "broken at entry 2: it is missing"),
        ("DELETE FROM audit WHERE number = 1", "broken at entry 1: it is missing"),
    ] {
        let world = busy().await;
        tampers(&world, statement).await;
        for words in ["verify", "export", "export --csv"] {
            let refused = types(&world, words).await.unwrap_err();
            assert!(refused.contains(said), "{statement}: {refused}");
        }
    }
}

#[tokio::test]
async fn an_export_holds_what_the_lines_hold_and_says_how_many_are_too_old() {
    let world = busy().await;
    let (json, notes) = types(&world, "export").await.unwrap();
    let lines: Vec<Entry> = json.lines().map(|line| Entry::parse(line).unwrap()).collect();
    let number = world.store.audit_head().await.unwrap().number;
    assert_eq!((lines.len() as u64, notes.as_str()), (number, ""));
    let (csv, _) = types(&world, "export --csv").await.unwrap();
    let mut rows = csv.lines();
    assert_eq!(rows.next(), Some("number,id,hour,event,who,detail"));
    for (row, entry) in rows.by_ref().zip(&lines) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(fields.len(), 6);
        assert_eq!((fields[0], fields[3]), (&*entry.number.to_string(), entry.event.name()));
        assert_eq!((fields[4], fields[5]), (entry.who.as_ref().unwrap().as_str(), entry.detail.as_str()));
    }
    assert_eq!(rows.next(), None);

    world.clock.advance((audit::KEPT_DAYS + 1) * 86_400);
    world.store.expire(world.clock.now(), OldestDays { waiting: 0, claimed: 0 }).await.unwrap();
    let (json, notes) = types(&world, "export").await.unwrap();
    assert_eq!(json, "");
    assert!(notes.starts_with(&format!("{number} entries are older than 400 days")), "{notes}");
    assert!(types(&world, "verify").await.unwrap().0.contains(&format!("entries      {number}, 0 of them")));
}

#[tokio::test]
async fn a_slip_in_the_address_makes_no_database() {
    let world = World::new().await;
    let nowhere = world.path("elsewhere.db");
    let store = Store::existing(&format!("sqlite://{}", nowhere.display())).unwrap();
    let line = Line::try_parse_from(["audit", "verify"]).unwrap();
    assert!(run(&line.args, &store, &world.clock, &mut Vec::new(), &mut Vec::new()).await.is_err());
    assert!(!nowhere.exists());
}

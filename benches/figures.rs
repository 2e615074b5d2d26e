//! The three figures that are asked of the request side, each with its limit beside it.
//!
//! `cargo bench --bench figures`. A figure is a percentile of single runs, as a person or a counsellor meets them, so
//! every run is timed by itself and nothing is averaged. The database lies on the disk of the target folder, since a
//! folder in memory would sync for nothing; what one bare sync costs there is printed first. On a machine that does
//! other work besides, that first line grows, and every limit that holds a sync is missed for its sake.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should say where it broke")]

#[path = "figures/house.rs"]
mod house;
#[path = "../tests/people/mod.rs"]
mod people;

use house::{House, LANE, card, request};
use janynda::chance;
use janynda::counsellor::Desk;
use janynda::store::{Change, Durability, Holder, Op, Scope};
use janynda::vocab::{Audience, RequestSecret, Urgency};
use std::io::Write as _;
use std::process::Command;
use std::time::Duration;
use tokio::time::Instant;

/// How many requests wait while the queue is listed and claimed from.
const WAITING: usize = 10_000;

/// How often each thing is done: in earnest, or once to see that it works (`cargo test --benches`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    Measured,
    Tried,
}

impl Runs {
    fn of(self, measured: usize) -> usize {
        match self {
            Runs::Measured => measured,
            Runs::Tried => measured.min(2),
        }
    }
}

/// Times of one thing, done one after another.
struct Times {
    all: Vec<Duration>,
    runs: Runs,
}

impl Times {
    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.all.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1]
    }

    /// One line: median, 95th percentile and the longest, and where there is one the limit of the 95th percentile.
    fn say(&self, what: &str, limit: Option<Duration>) {
        if self.runs == Runs::Tried {
            println!("{what}: works, and was not measured");
            return;
        }
        let [median, p95, longest] = [50, 95, 100].map(|percent| self.at(percent));
        let judged = limit.map_or_else(String::new, |limit| {
            let judgement = if p95 < limit { "within" } else { "OVER" };
            format!("   limit {limit:?}: {judgement}")
        });
        println!(
            "{what:<68} median {median:>9.2?}  p95 {p95:>9.2?}  max {longest:>9.2?}  of {}{judged}",
            self.all.len()
        );
    }
}

async fn times(runs: Runs, measured: usize, mut one: impl AsyncFnMut(usize)) -> Times {
    let mut all = Vec::new();
    for run in 0..runs.of(measured) {
        let start = Instant::now();
        one(run).await;
        all.push(start.elapsed());
    }
    Times { all, runs }
}

#[tokio::main]
async fn main() {
    let runs = if std::env::args().any(|word| word == "--bench") { Runs::Measured } else { Runs::Tried };
    bare_sync(runs).await;
    sealing_and_saving(runs).await;
    let house = House::of(15).await;
    house.fill(if runs == Runs::Measured { WAITING } else { 100 }).await;
    let desk = house.desk().await;
    listing(&house, &desk, runs).await;
    claiming(&house, &desk, runs).await;
    processes(&house, runs).await;
}

/// What the disk itself takes: 8 KiB more at the end of a file, synced.
async fn bare_sync(runs: Runs) {
    let mut file = tempfile::tempfile_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let bare = times(runs, 500, async |_| {
        file.write_all(&[7; 8192]).unwrap();
        file.sync_data().unwrap();
    });
    bare.await.say("8 KiB written and synced, without a database", None);
}

/// What happens between "send" and the first moment at which SENT may be said: the request is sealed to the 8 readers
/// of its lane, wrapped under the key of the day, and committed with its card, synced.
async fn sealing_and_saving(runs: Runs) {
    let house = House::of(7).await;
    assert_eq!(house.roster.recipients(LANE).len(), 8);
    let done = times(runs, 500, async |_| {
        let secret = RequestSecret::from_bytes(chance::fresh().unwrap());
        let sealed = house.seal(&request(&secret, Urgency::Normal));
        let ops = vec![Op::InsertCard(card()), house.enters(&secret, Urgency::Normal, &sealed)];
        house.store.write(Change { ops, durability: Durability::Synced }).await.unwrap();
    });
    done.await.say("seal to 8 recipients, and the durable insert", Some(Duration::from_millis(10)));
}

async fn listing(house: &House, desk: &Desk, runs: Runs) {
    let limit = Some(Duration::from_millis(50));
    let now = house::now();
    let reader = Holder::of(&house.roster.counsellors()[0].recipient);
    let scope = Scope { audiences: &Audience::ALL, since: now.plus(-86_400) };
    for (what, most) in [("all", u32::MAX), ("the 501 that the desk asks for", 501)] {
        let listed = times(runs, 100, async |_| {
            let rows = house.store.queue(scope, reader, now, most).await.unwrap();
            assert_eq!(rows.len(), house.waiting().min(most as usize));
        });
        listed.await.say(&format!("list {} rows in the database, {what}", house.waiting()), limit);
    }
    let listed = times(runs, 100, async |_| {
        let queue = desk.list().await.unwrap();
        assert_eq!((queue.entries.len(), queue.more), (house.waiting().min(500), house.waiting() > 500));
    });
    listed.await.say(&format!("list {} rows as a counsellor's program does, over HTTP", house.waiting()), limit);
}

async fn claiming(house: &House, desk: &Desk, runs: Runs) {
    let limit = Some(Duration::from_millis(60));
    let next = times(runs, 200, async |_| {
        let hold = desk.claim(None).await.unwrap().unwrap().hold().unwrap();
        assert!(desk.open(hold).await.unwrap().request.words.is_some());
    });
    next.await.say("claim the next, fetch and open with 16 stanzas, over HTTP", limit);
    let queue = desk.list().await.unwrap();
    let waiting: Vec<_> = queue.entries.iter().filter(|entry| entry.hold().is_none()).collect();
    let this = times(runs, 200, async |run| {
        let hold = desk.claim(Some(waiting[run].id)).await.unwrap().unwrap().hold().unwrap();
        assert!(desk.open(hold).await.unwrap().request.words.is_some());
    });
    this.await.say("claim one of the list, fetch and open with 16 stanzas, over HTTP", limit);
    let visits = times(runs, 50, async |_| house.desk().await.leave().await.unwrap());
    visits.await.say("log in, verify roster and audit, log out, over HTTP", None);
}

/// What a counsellor waits for at her terminal: the start of the program, her passphrase and the login are in it.
async fn processes(house: &House, runs: Runs) {
    let types = async |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_janynda"));
        command.arg("counsellor").args(words).args(house.files()).env_clear().envs(house.settings());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // A first visit says so; what is timed are those after it.
    types(&["list"]).await;
    let mut ids = Vec::new();
    let claims = times(runs, 10, async |_| {
        let claimed: serde_json::Value = serde_json::from_str(&types(&["claim", "--json"]).await).unwrap();
        ids.push(claimed["id"].as_str().unwrap().to_owned());
    });
    claims.await.say("the command `claim` as a whole, with its passphrase and login", None);
    let opens = times(runs, 10, async |run| {
        assert!(types(&["open", &ids[run]]).await.contains("SAFE CONTACT"));
    });
    opens.await.say("the command `open` as a whole, with its passphrase and login", None);
}

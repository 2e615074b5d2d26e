//! What is kept, for how long: the clock is stepped a day at a time, a backup is made every day, and every backup is
//! tried with every key there is then.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

#[path = "people/mod.rs"]
mod people;

use age::x25519::Identity;
use janynda::alias::Alias;
use janynda::cli::init::{self, Options};
use janynda::clock::Moment;
use janynda::counsellor::identity;
use janynda::keyring::{DayKey, Keep, KeyRing};
use janynda::roster::{Name, UntrustedRoster, VerifiedRoster, parse_authorities};
use janynda::seal::{self, Wrapped};
use janynda::store::{
    Actor, Change, Claim, Claimed, Durability, Ending, Held, Hindered, Holder, NewRequest, OldestDays, Op, QueueRow,
    Ready, Scope, Store, Terms, Written, ring_file,
};
use janynda::vocab::{
    Audience, CLAIMED_DAYS, CallbackRequest, DeploymentId, Lane, Lang, Outcome, RETURN_DAYS, RequestId, RequestSecret,
    UNCLAIMED_DAYS, Urgency,
};
use secrecy::SecretString;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// 2026-11-24, 07:00 UTC.
const START: Moment = Moment(1_795_503_600);
const DAY: i64 = 86_400;

struct Office {
    folder: TempDir,
    store: Store,
    ring: KeyRing,
    roster: VerifiedRoster,
    deployment: DeploymentId,
    /// Everybody who could ever open anything: the counsellors and the recovery key.
    readers: Vec<Identity>,
    now: Moment,
}

/// Which keys of the ring are tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Those that the row names.
    Named,
    /// Every key there is.
    All,
}

/// One request's life as it was lived here, in days after the start.
#[derive(Clone, Copy)]
struct Life {
    sent: i64,
    claimed: Option<i64>,
    ended: Option<i64>,
}

impl Office {
    async fn open() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let written = init::write(&folder.path().join("office"), Options { counsellors: 2 }, START).unwrap();
        let text = std::fs::read(&written.roster).unwrap();
        let signature = std::fs::read_to_string(written.roster.with_extension("txt.minisig")).unwrap();
        let keys = parse_authorities(&written.authority).unwrap();
        let roster = UntrustedRoster { text: &text, signature: &signature }
            .verify(&keys, &written.deployment, START, None)
            .unwrap();
        let passphrase = SecretString::from(std::fs::read_to_string(&written.passphrase).unwrap().trim().to_owned());
        let files = written.counsellors.iter().chain([&written.recovery]);
        let readers = files.map(|file| identity::unlock(&std::fs::read(file).unwrap(), &passphrase).unwrap()).collect();
        let ring = ring_file::read(&written.keyring, &written.deployment).unwrap();
        let store = Store::at(&written.database_url).unwrap();
        store.ready().await.unwrap();
        let deployment = written.deployment;
        Office { folder, store, ring, roster, deployment, readers, now: START }
    }

    /// The next morning: the keys move on first, as in the service, then what is over is emptied.
    async fn next_day(&mut self) {
        self.now = self.now.plus(DAY);
        let _ = self.ring.advance(self.now).unwrap();
        self.store.expire(self.now, OldestDays { waiting: 0, claimed: 0 }).await.unwrap();
    }

    fn today(&self) -> i64 {
        self.now.day() - START.day()
    }

    async fn leave(&self, number: u8) -> RequestId {
        let secret = RequestSecret::from_bytes([number; 16]);
        let id = seal::request_id(&secret);
        let sealed = seal::seal(&request(id), &self.roster, self.now).unwrap();
        let day = self.now.day();
        let key = |keep| self.ring.day_key(keep, day).unwrap();
        let request = NewRequest {
            id,
            lane: request(id).lane(),
            urgency: Urgency::Normal,
            at: self.now,
            day,
            roster_version: self.roster.version(),
            readers: self.roster.recipients(request(id).lane()).iter().map(Holder::of).collect(),
            withdraw_hash: seal::withdraw_hash(&secret),
            code_mac: seal::code_mac(seal::receipt_code(&secret), key(Keep::Return)),
            wrapped: seal::wrap(&sealed, &id, key(Keep::Waiting), [number; 24]).unwrap(),
        };
        self.write(vec![Op::InsertRequest { request, alias: Alias::from_stored([number; 16]) }]).await;
        id
    }

    async fn write(&self, ops: Vec<Op>) {
        let change = Change { ops, durability: Durability::Synced };
        assert_eq!(self.store.write(change).await, Ok(Written::Done));
    }

    /// The counsellor who claims here.
    fn holder(&self) -> Holder {
        Holder::of(&self.roster.counsellors()[0].recipient)
    }

    async fn claim(&self, id: RequestId) -> QueueRow {
        let name: Name = "aigul".parse().unwrap();
        let actor = Actor { holder: self.holder(), name: &name, now: self.now };
        let which = Claim::This(id, Scope { audiences: &Audience::ALL, since: Moment(0) });
        let terms = Terms { lease_until: self.now.plus(3600), cap: 1000 };
        let today = self.now.day();
        let rewrap = |row: &QueueRow, blob: &Wrapped| {
            if row.claimed_day.is_some() {
                return Ok(Ready::AsItIs);
            }
            let from = self.ring.day_key(Keep::Waiting, row.day).ok_or(Hindered::KeyGone)?;
            let to = self.ring.newest_day_key(Keep::Claimed);
            Ok(Ready::Moved(today, seal::rewrap(blob, &row.id, from, to, [9; 24]).map_err(|_| Hindered::Damaged)?))
        };
        match self.store.claim(which, actor, terms, &rewrap).await.unwrap() {
            Claimed::Row(row) => row,
            other => panic!("{other:?}"),
        }
    }

    async fn close(&self, id: RequestId, fence: i64) {
        let name: Name = "aigul".parse().unwrap();
        let actor = Actor { holder: self.holder(), name: &name, now: self.now };
        let done = self.store.close(id, actor, fence, Ending::Final(Outcome::Helped)).await.unwrap();
        assert!(matches!(done, Held::Done(_)));
    }

    /// A backup of the database as an operator makes one: the ring is not in it.
    async fn back_up(&self) -> PathBuf {
        let path = self.folder.path().join(format!("backup-{}.db", self.today()));
        let mut live = connect(&self.folder.path().join("office/janynda.db")).await;
        sqlx::query("VACUUM INTO ?").bind(path.display().to_string()).execute(&mut live).await.unwrap();
        path
    }

    /// The requests in a database that open with the keys there are now and any reader's identity.
    async fn readable(&self, database: &Path, with: Keys) -> Vec<RequestId> {
        let mut connection = connect(database).await;
        let sql = "SELECT id, day, coalesce(claimed_day, -1) AS claimed_day, blob FROM requests";
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
        let mut open = Vec::new();
        for row in &rows {
            let id = RequestId::from_bytes(row.get::<Vec<u8>, _>("id").try_into().unwrap());
            let Ok(blob) = Wrapped::from_stored(row.get("blob")) else { continue };
            let keys: Vec<&DayKey> = match with {
                Keys::Named => [(Keep::Waiting, "day"), (Keep::Claimed, "claimed_day")]
                    .into_iter()
                    .filter_map(|(keep, column)| self.ring.day_key(keep, row.get(column)))
                    .collect(),
                Keys::All => [Keep::Waiting, Keep::Claimed].into_iter().flat_map(|k| self.ring.day_keys(k)).collect(),
            };
            let taken_out = keys.into_iter().find_map(|key| seal::take_out(&blob, &id, key).ok());
            let Some(sealed) = taken_out else { continue };
            let opened =
                self.readers.iter().filter(|reader| seal::open(&sealed, reader, &id, &self.deployment).is_ok());
            if opened.count() > 0 {
                open.push(id);
            }
        }
        open.sort_unstable();
        open
    }
}

async fn connect(database: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(database).connect().await.unwrap()
}

fn request(id: RequestId) -> CallbackRequest {
    people::asks_for_a_call(id, Lane { audience: Audience::Adult, lang: Lang::Kk })
}

fn days(days: u64) -> i64 {
    i64::try_from(days).unwrap()
}

impl Life {
    /// Whether it can be read on this day from a backup of that day, by the promises made.
    fn is_readable(self, backup: i64, today: i64) -> bool {
        let over = |end: Option<i64>| end.is_some_and(|end| backup >= end);
        if backup < self.sent || over(self.ended) {
            return false;
        }
        match self.claimed.filter(|claimed| backup >= *claimed) {
            Some(claimed) => backup - claimed < days(CLAIMED_DAYS) && today - claimed < days(CLAIMED_DAYS),
            None => backup - self.sent < days(UNCLAIMED_DAYS) && today - self.sent < days(UNCLAIMED_DAYS),
        }
    }
}

#[tokio::test]
async fn a_backup_opens_as_long_as_promised_and_from_day_forty_six_on_none_does() {
    let mut office = Office::open().await;
    let lives = [
        Life { sent: 0, claimed: None, ended: None },
        Life { sent: 0, claimed: Some(0), ended: None },
        Life { sent: 0, claimed: Some(14), ended: None },
        Life { sent: 1, claimed: Some(2), ended: Some(4) },
        Life { sent: 1, claimed: None, ended: Some(3) },
    ];
    let mut ids: Vec<Option<RequestId>> = vec![None; lives.len()];
    let mut backups: Vec<(i64, PathBuf)> = Vec::new();
    let mut seen = 0;
    for today in 0..=46 {
        for (at, life) in lives.iter().enumerate() {
            if life.sent == today {
                ids[at] = Some(office.leave(u8::try_from(at).unwrap()).await);
            }
            if life.claimed == Some(today) {
                office.claim(ids[at].unwrap()).await;
            }
            if life.ended == Some(today) {
                let id = ids[at].unwrap();
                let row = office.store.queue_row(id).await.unwrap().unwrap();
                match life.claimed {
                    // Her claim ran out days ago.
                    Some(_) => office.close(id, office.claim(id).await.fence).await,
                    None => office.write(vec![Op::WithdrawRequest { id, seen: row.fence }]).await,
                }
            }
        }
        backups.push((today, office.back_up().await));
        // Every day the first and the newest backup; every backup on the days on which keys go.
        let all = [14, 15, 16, 31, 32, 44, 45, 46].contains(&today);
        for (made, backup) in backups.iter().filter(|(made, _)| all || [0, 14, today].contains(made)) {
            let mut expected: Vec<RequestId> = lives
                .iter()
                .zip(&ids)
                .filter(|(life, _)| life.is_readable(*made, today))
                .map(|(_, id)| id.unwrap())
                .collect();
            expected.sort_unstable();
            let with = if today == 46 { Keys::All } else { Keys::Named };
            let found = office.readable(backup, with).await;
            assert_eq!(found, expected, "the backup of day {made}, tried on day {today}");
            seen += found.len();
        }
        if today == 45 {
            assert!(backups.iter().all(|(made, _)| lives.iter().all(|life| !life.is_readable(*made, today))));
        }
        office.next_day().await;
    }
    assert!(seen > 100, "the search can open what is not over");
    let live = office.folder.path().join("office/janynda.db");
    assert_eq!(
        sqlx::query("SELECT id FROM requests WHERE day <= ?")
            .bind(office.now.day() - days(RETURN_DAYS))
            .fetch_all(&mut connect(&live).await)
            .await
            .unwrap()
            .len(),
        0,
        "no tombstone is left either"
    );
}

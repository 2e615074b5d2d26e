//! A trial folder as `janynda init` writes it, with its database, its desk on a free port, and requests of invented
//! people.

use super::people;
use age::secrecy::SecretString;
use age::x25519::Identity;
use janynda::alias::{Alias, MessageMac};
use janynda::chance;
use janynda::cli::init;
use janynda::clock::{Clock, Moment};
use janynda::counsellor::{self, Memory, PATIENCE, identity};
use janynda::desk::{Desk, Limits, Parts, Rate};
use janynda::keyring::{Keep, SharedRing};
use janynda::roster::{CurrentRoster, UntrustedRoster, VerifiedRoster};
use janynda::seal::{self, Sealed};
use janynda::signed::{AuthorityKey, parse_authorities};
use janynda::store::{CardRow, Change, Durability, Holder, NewRequest, Op, Stage, Store, ring_file};
use janynda::vocab::{Audience, CallbackRequest, CardId, Lane, Lang, Origin, Plain, RequestSecret, Urgency};
use std::cell::Cell;
use std::path::Path;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub const LANE: Lane = Lane { audience: Audience::Adult, lang: Lang::Ru };

/// Everything but Telegram.
pub struct House {
    pub store: Store,
    pub roster: VerifiedRoster,
    folder: TempDir,
    written: init::Written,
    ring: SharedRing,
    authorities: Vec<AuthorityKey>,
    origin: Origin,
    /// The counsellor whose stanza comes last: age tries one after another.
    last: (usize, Identity),
    waiting: Cell<usize>,
    _stop: watch::Sender<bool>,
}

impl House {
    /// One with so many counsellors, and a recovery key.
    pub async fn of(counsellors: usize) -> House {
        let clock = Clock::System;
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let written = init::write(&folder.path().join("trial"), init::Options { counsellors }, clock.now()).unwrap();
        let store = Store::at(&written.database_url).unwrap();
        store.ready().await.unwrap();
        let ring = SharedRing::new(Some(ring_file::read(&written.keyring, &written.deployment).unwrap()));
        let authorities = parse_authorities(&written.authority).unwrap();
        let roster = verified(&written, &authorities, clock.now());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let rate = Rate::new(u32::MAX, u32::MAX);
        let desk = Desk::new(Parts {
            store: store.clone(),
            ring: ring.clone(),
            roster: CurrentRoster::new(Some(verified(&written, &authorities, clock.now()))),
            clock,
            origin: origin.clone(),
            deployment: written.deployment.clone(),
            claims_per_hour: u32::MAX,
            limits: Limits { challenges: rate, logins: rate, calls: rate, ..Limits::default() },
        });
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move { desk.serve(listener, stopped).await });
        let last = last_reader(&written, &roster);
        let waiting = Cell::new(0);
        House { store, roster, folder, written, ring, authorities, origin, last, waiting, _stop: stop }
    }

    pub fn waiting(&self) -> usize {
        self.waiting.get()
    }

    pub fn seal(&self, request: &CallbackRequest) -> Sealed {
        seal::seal(request, &self.roster, now()).unwrap()
    }

    /// The change that puts a sealed request into the queue.
    pub fn enters(&self, secret: &RequestSecret, urgency: Urgency, sealed: &Sealed) -> Op {
        let (id, now) = (seal::request_id(secret), now());
        let kept = self.ring.read(|ring| {
            let (waiting, back) = (ring.newest_day_key(Keep::Waiting), ring.newest_day_key(Keep::Return));
            let wrapped = seal::wrap(sealed, &id, waiting, chance::fresh().unwrap()).unwrap();
            (waiting.day(), wrapped, seal::code_mac(seal::receipt_code(secret), back))
        });
        let (day, wrapped, code_mac) = kept.unwrap();
        let request = NewRequest {
            id,
            lane: LANE,
            urgency,
            at: now,
            day,
            roster_version: self.roster.version(),
            readers: self.roster.recipients(LANE).iter().map(Holder::of).collect(),
            withdraw_hash: seal::withdraw_hash(secret),
            code_mac,
            wrapped,
        };
        Op::InsertRequest { request, alias: Alias::from_stored(chance::fresh().unwrap()) }
    }

    /// So many people leave a request, each sealed for itself; every tenth is urgent.
    pub async fn fill(&self, count: usize) {
        let mut ops = Vec::new();
        for number in 0..count {
            let secret = RequestSecret::from_bytes(chance::fresh().unwrap());
            let urgency = if number % 10 == 0 { Urgency::Immediate } else { Urgency::Normal };
            ops.push(self.enters(&secret, urgency, &self.seal(&request(&secret, urgency))));
        }
        self.store.write(Change { ops, durability: Durability::Synced }).await.unwrap();
        self.waiting.set(count);
    }

    /// A counsellor's program, connected.
    pub async fn desk(&self) -> counsellor::Desk {
        let deployment = self.written.deployment.clone();
        let parts = counsellor::Parts {
            origin: self.origin.clone(),
            deployment: deployment.clone(),
            authorities: self.authorities.clone(),
            identity: self.last.1.clone(),
            clock: Clock::System,
            memory: Memory::beside(&self.folder.path().join("program"), deployment).unwrap(),
            patience: PATIENCE,
        };
        counsellor::Desk::connect(parts).await.unwrap()
    }

    /// What she types behind every command.
    pub fn files(&self) -> [String; 4] {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let identity = text(&self.written.counsellors[self.last.0]);
        ["--identity".to_owned(), identity, "--passphrase-file".to_owned(), text(&self.written.passphrase)]
    }

    pub fn settings(&self) -> [(&'static str, String); 3] {
        [
            ("DESK_ORIGIN", self.origin.to_string()),
            ("DEPLOYMENT_ID", self.written.deployment.to_string()),
            ("ROSTER_AUTHORITY", self.written.authority.clone()),
        ]
    }
}

pub fn now() -> Moment {
    Clock::System.now()
}

fn verified(written: &init::Written, authorities: &[AuthorityKey], now: Moment) -> VerifiedRoster {
    let text = std::fs::read(&written.roster).unwrap();
    let signature = std::fs::read_to_string(format!("{}.minisig", written.roster.display())).unwrap();
    let untrusted = UntrustedRoster { text: &text, signature: &signature };
    untrusted.verify(authorities, &written.deployment, now, None).unwrap()
}

fn last_reader(written: &init::Written, roster: &VerifiedRoster) -> (usize, Identity) {
    let passphrase = SecretString::from(std::fs::read_to_string(&written.passphrase).unwrap().trim().to_owned());
    let readers = roster.recipients(LANE);
    let unlocked = written.counsellors.iter().enumerate().map(|(index, path)| {
        let identity = identity::unlock(&std::fs::read(path).unwrap(), &passphrase).unwrap();
        let recipient = identity::recipient(&identity).unwrap();
        (readers.iter().position(|reader| *reader == recipient), index, identity)
    });
    let (_, index, identity) = unlocked.max_by_key(|(place, ..)| *place).unwrap();
    (index, identity)
}

/// What an invented person asks for. Its length does not matter: every request is padded to one size.
pub fn request(secret: &RequestSecret, urgency: Urgency) -> CallbackRequest {
    let words = Some(Plain::new("Нужна помощь".to_owned()));
    CallbackRequest { urgency, words, ..people::asks_for_a_call(seal::request_id(secret), LANE) }
}

/// The row of a card in the sizes that rows have; what is in its cells is not looked at.
pub fn card() -> CardRow {
    CardRow {
        id: CardId::from_bytes(chance::fresh().unwrap()),
        epoch: 0,
        alias: Alias::from_stored(chance::fresh().unwrap()),
        message: Some(MessageMac::from_stored(chance::fresh().unwrap())),
        stage: Stage::Living,
        due: Moment(i64::MAX),
        version: 1,
        shown: 1,
        face: vec![7; 512].into(),
        draft: vec![7; 2048].into(),
    }
}

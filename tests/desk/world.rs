//! An invented team, its authority, a desk on a free port of this machine, and programs that call it.

pub use super::program::{Answered, Program, fence};
use crate::people;
use age::x25519::Identity;
use janynda::alias::Alias;
use janynda::audit::Entry;
use janynda::chance;
use janynda::clock::{Clock, Moment};
use janynda::desk::{Desk, Limits, Parts, Rate};
use janynda::keyring::{Keep, KeyRing, SharedRing};
use janynda::proof;
use janynda::protocol::{self, paths};
use janynda::roster::{
    AuthorityKey, AuthoritySecret, Counsellor, CurrentRoster, Duty, Recipient, Role, Roster, UntrustedRoster,
    VerifiedRoster, sign,
};
use janynda::seal::{self, Sealed};
use janynda::store::{AuditRow, Change, Durability, Holder, NewRequest, Op, Store, Written};
use janynda::vocab::{
    Audience, CallbackRequest, DeploymentId, Lane, Lang, Origin, Plain, RequestId, RequestSecret, ReturnAddress, Route,
    Urgency,
};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::LazyLock;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);

/// Everybody in this file is invented.
pub struct Team {
    pub authority: AuthorityKey,
    secret: AuthoritySecret,
    /// Lead; Kazakh and Russian, adults and minors; there from the beginning.
    pub aigul: Identity,
    /// Russian, adults; there from the beginning.
    pub dana: Identity,
    /// Russian, adults; there since the day of [`NOW`].
    pub bota: Identity,
    pub recovery: Identity,
    /// On no roster.
    pub stranger: Identity,
}

pub static TEAM: LazyLock<Team> = LazyLock::new(|| {
    let new = AuthoritySecret::generate(None).unwrap();
    Team {
        secret: AuthoritySecret::unlock(&new.secret_file, None).unwrap(),
        authority: new.public.parse().unwrap(),
        aigul: Identity::generate(),
        dana: Identity::generate(),
        bota: Identity::generate(),
        recovery: Identity::generate(),
        stranger: Identity::generate(),
    }
});

pub fn recipient(identity: &Identity) -> Recipient {
    identity.to_public().to_string().parse().unwrap()
}

pub fn deployment() -> DeploymentId {
    "almaty-1".parse().unwrap()
}

/// Who stands on the roster of the first day.
pub fn everybody() -> Vec<Counsellor> {
    let one =
        |name: &str, identity: &Identity, role, languages: &[Lang], audiences: &[Audience], since: &str| Counsellor {
            name: name.parse().unwrap(),
            recipient: recipient(identity),
            languages: languages.to_vec(),
            audiences: audiences.to_vec(),
            duty: Duty::Always,
            role,
            since: since.parse().unwrap(),
        };
    vec![
        one("aigul", &TEAM.aigul, Role::Lead, &[Lang::Kk, Lang::Ru], &Audience::ALL, "2026-01-01"),
        one("bota", &TEAM.bota, Role::Counsellor, &[Lang::Ru], &[Audience::Adult], "2026-11-24"),
        one("dana", &TEAM.dana, Role::Counsellor, &[Lang::Ru], &[Audience::Adult], "2026-01-01"),
    ]
}

/// A roster as the authority signs and the service verifies it.
pub fn roster(version: u32, counsellors: Vec<Counsellor>) -> VerifiedRoster {
    let roster = Roster {
        deployment: deployment(),
        version,
        issued: "2026-11-20".parse().unwrap(),
        not_after: "2027-02-10".parse().unwrap(),
        counsellors,
        recovery: vec![recipient(&TEAM.recovery)],
        revoked: Vec::new(),
    };
    let text = roster.to_text();
    let signature = sign(&text, &TEAM.secret).unwrap();
    UntrustedRoster { text: text.as_bytes(), signature: &signature }
        .verify(std::slice::from_ref(&TEAM.authority), &deployment(), NOW, None)
        .unwrap()
}

pub const ADULT: Lane = Lane { audience: Audience::Adult, lang: Lang::Ru };
pub const MINOR: Lane = Lane { audience: Audience::Minor, lang: Lang::Ru };

fn secret(number: u16) -> RequestSecret {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    RequestSecret::from_bytes(bytes)
}

/// What an invented person asks for.
fn request(id: RequestId, lane: Lane, urgency: Urgency, return_address: Option<ReturnAddress>) -> CallbackRequest {
    let words = Some(Plain::new("Нужна помощь".to_owned()));
    CallbackRequest { urgency, words, return_address, ..people::asks_for_a_call(id, lane) }
}

/// One test's desk, database and clock.
pub struct World {
    pub folder: TempDir,
    pub store: Store,
    pub clock: Clock,
    pub ring: SharedRing,
    pub roster: CurrentRoster,
    pub address: SocketAddr,
    pub origin: Origin,
    pub client: reqwest::Client,
    pub stop: watch::Sender<bool>,
    pub served: JoinHandle<()>,
}

/// No bound that a test meets by accident.
pub fn generous() -> Limits {
    let rate = Rate::new(u32::MAX, u32::MAX);
    Limits { challenges: rate, logins: rate, calls: rate, ..Limits::default() }
}

impl World {
    pub async fn new() -> World {
        World::with(generous(), 1_000).await
    }

    pub async fn with(limits: Limits, claims_per_hour: u32) -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(&format!("sqlite://{}/janynda.db", folder.path().display())).unwrap();
        store.ready().await.unwrap();
        let clock = Clock::hand(NOW);
        let ring = SharedRing::new(Some(KeyRing::create(deployment(), NOW, [7; 32])));
        let roster = CurrentRoster::new(Some(roster(1, everybody())));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let origin: Origin = format!("http://{address}").parse().unwrap();
        let (stop, stopped) = watch::channel(false);
        let desk = Desk::new(Parts {
            store: store.clone(),
            ring: ring.clone(),
            roster: roster.clone(),
            clock: clock.clone(),
            origin: origin.clone(),
            deployment: deployment(),
            claims_per_hour,
            limits,
        });
        let served = tokio::spawn(async move { desk.serve(listener, stopped).await });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        World { folder, store, clock, ring, roster, address, origin, client, stop, served }
    }

    /// Somebody leaves a request; the chat it came from is `route`.
    pub async fn leave(&self, number: u16, lane: Lane, urgency: Urgency, route: Option<&Route>) -> RequestId {
        let secret = secret(number);
        let id = seal::request_id(&secret);
        let return_address = route.map(|route| self.way_back(route, &id));
        let roster = self.roster.newest().unwrap();
        let sealed = seal::seal(&request(id, lane, urgency, return_address), &roster, self.clock.now()).unwrap();
        self.put(&secret, lane, urgency, &sealed).await;
        id
    }

    /// Many leave one: what is inside each is the same, so that it is sealed once.
    pub async fn leave_many(&self, count: u16, urgency: Urgency) {
        let roster = self.roster.newest().unwrap();
        let inside = request(seal::request_id(&secret(0)), ADULT, urgency, None);
        let sealed = seal::seal(&inside, &roster, self.clock.now()).unwrap();
        for number in 0..count {
            self.put(&secret(number), ADULT, urgency, &sealed).await;
        }
    }

    async fn put(&self, secret: &RequestSecret, lane: Lane, urgency: Urgency, sealed: &Sealed) {
        let (id, now) = (seal::request_id(secret), self.clock.now());
        let (wrapped, code_mac) = self
            .ring
            .read(|ring| {
                let key = |keep| ring.day_key(keep, now.day()).unwrap();
                let wrapped = seal::wrap(sealed, &id, key(Keep::Waiting), chance::fresh().unwrap()).unwrap();
                (wrapped, seal::code_mac(seal::receipt_code(secret), key(Keep::Return)))
            })
            .unwrap();
        let roster = self.roster.newest().unwrap();
        let request = NewRequest {
            id,
            lane,
            urgency,
            at: now,
            day: now.day(),
            roster_version: roster.version(),
            readers: roster.recipients(lane).iter().map(Holder::of).collect(),
            withdraw_hash: seal::withdraw_hash(secret),
            code_mac,
            wrapped,
        };
        let op = Op::InsertRequest { request, alias: Alias::from_stored([7; 16]) };
        let written = self.store.write(Change { ops: vec![op], durability: Durability::Relaxed }).await.unwrap();
        assert_eq!(written, Written::Done);
    }

    /// A request of an invented adult who writes Russian.
    pub async fn leave_one(&self, number: u16) -> RequestId {
        self.leave(number, ADULT, Urgency::Normal, None).await
    }

    fn way_back(&self, route: &Route, id: &RequestId) -> ReturnAddress {
        let (random, nonce) = (chance::fresh().unwrap(), chance::fresh().unwrap());
        let sealed = self.ring.read(|ring| {
            let key = ring.day_key(Keep::Return, self.clock.now().day()).unwrap();
            seal::seal_return_address(route, random, nonce, key, id, &deployment()).unwrap()
        });
        sealed.unwrap()
    }

    /// Lets days pass, the ring with them, as the keeper does it.
    pub fn let_days_pass(&self, days: i64) {
        for _ in 0..days {
            self.clock.advance(86_400);
            let now = self.clock.now();
            self.ring.change(|ring| {
                let _ = ring.as_mut().unwrap().advance(now).unwrap();
            });
        }
    }

    /// What the audit says, as `event who detail`.
    pub async fn audit(&self) -> Vec<String> {
        let rows = self.store.audit_after(0, 1_000).await.unwrap();
        let entry = |row: AuditRow| Entry::parse(&row.line.unwrap()).unwrap();
        let told = |entry: Entry| {
            let who = entry.who.map_or_else(|| "-".to_owned(), |name| name.to_string());
            format!("{} {who} {}", entry.event.name(), entry.detail.as_str()).trim_end().to_owned()
        };
        rows.into_iter().map(entry).map(told).collect()
    }

    /// A program that is not logged in.
    pub fn stranger(&self) -> Program {
        Program { client: self.client.clone(), origin: self.origin.clone(), token: None }
    }

    /// Asks for a challenge for this recipient.
    pub async fn challenge(&self, identity: &Identity) -> Answered {
        let ask = json!({"recipient": recipient(identity).as_str()});
        self.stranger().post(paths::CHALLENGE, &ask).await
    }

    /// What a counsellor's program answers to a challenge.
    pub fn open(&self, challenge: &protocol::Challenge, identity: &Identity) -> Result<protocol::Answer, proof::Error> {
        let bytes = &challenge.challenge;
        let session = challenge.session;
        let now = self.clock.now();
        let opened = proof::open_challenge(bytes, identity, &self.origin, &deployment(), &session, now)?;
        Ok(protocol::Answer { session, answer: opened.answer().bytes().to_vec() })
    }

    pub async fn answer(&self, answer: &protocol::Answer) -> Answered {
        self.stranger().post(paths::ANSWER, answer).await
    }

    /// Logs in as a counsellor's program does.
    pub async fn log_in(&self, identity: &Identity) -> Program {
        let challenge: protocol::Challenge = self.challenge(identity).await.read();
        let session: protocol::Session = self.answer(&self.open(&challenge, identity).unwrap()).await.read();
        Program { token: Some(session.token), ..self.stranger() }
    }
}

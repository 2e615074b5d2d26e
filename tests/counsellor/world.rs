//! An invented installation: what `janynda init` writes, a desk that is served on this machine, requests that were
//! really sealed, and counsellors' programs that only know the desk's address.

use age::secrecy::SecretString;
use age::x25519::Identity;
use janynda::alias::Alias;
use janynda::chance;
use janynda::cli::init;
use janynda::clock::{Clock, Moment};
use janynda::counsellor::{self, Error, Hold, Memory, PATIENCE, identity};
use janynda::desk::{self, Limits, Rate};
use janynda::keyring::{Keep, KeyRing, SharedRing};
use janynda::roster::{CurrentRoster, Roster, UntrustedRoster, VerifiedRoster, sign};
use janynda::seal::{self, Sealed};
use janynda::signed::{AuthorityKey, AuthoritySecret, parse_authorities};
use janynda::store::{Change, Durability, Holder, NewRequest, Op, Store, Written};
use janynda::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, DeploymentId, Flags, How, Kinds, Lang, Origin, Plain, RequestId,
    RequestSecret, ReturnAddress, Route, SafeTime, Signs, SomeoneElse, Urgency,
};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);

/// Everything an invented person wrote carries this.
pub const CANARY: &str = "CANARY";

/// What `janynda init --counsellors 2` wrote, read once and removed again. The first counsellor is a lead.
pub struct Trial {
    pub deployment: DeploymentId,
    pub authority: String,
    pub authorities: Vec<AuthorityKey>,
    secret: AuthoritySecret,
    pub roster: VerifiedRoster,
    /// The text of each counsellor's identity file, and the identity in it.
    pub counsellors: Vec<(Vec<u8>, Identity)>,
    pub recovery: Identity,
    pub passphrase: String,
}

pub static TRIAL: LazyLock<Trial> = LazyLock::new(|| Trial::write(NOW));

impl Trial {
    pub fn write(now: Moment) -> Trial {
        let folder = tempfile::tempdir().unwrap();
        let written = init::write(&folder.path().join("trial"), init::Options { counsellors: 2 }, now).unwrap();
        let passphrase = std::fs::read_to_string(&written.passphrase).unwrap().trim().to_owned();
        let unlock = |path: &Path| {
            let file = std::fs::read(path).unwrap();
            let identity = identity::unlock(&file, &SecretString::from(passphrase.clone())).unwrap();
            (file, identity)
        };
        let authorities = parse_authorities(&written.authority).unwrap();
        let text = std::fs::read(&written.roster).unwrap();
        let signature = std::fs::read_to_string(format!("{}.minisig", written.roster.display())).unwrap();
        let roster = UntrustedRoster { text: &text, signature: &signature };
        let secret = std::fs::read_to_string(written.roster.with_file_name("authority.key")).unwrap();
        Trial {
            counsellors: written.counsellors.iter().map(|path| unlock(path)).collect(),
            recovery: unlock(&written.recovery).1,
            roster: roster.verify(&authorities, &written.deployment, now, None).unwrap(),
            secret: AuthoritySecret::unlock(&secret, None).unwrap(),
            deployment: written.deployment,
            authority: written.authority,
            authorities,
            passphrase,
        }
    }

    /// Another roster of the same authority: this one's text, changed by hand, signed and verified.
    pub fn signs(&self, change: impl FnOnce(&mut Roster), now: Moment) -> VerifiedRoster {
        let mut roster = Roster::parse(self.roster.text().as_bytes()).unwrap();
        change(&mut roster);
        let text = roster.to_text();
        let signature = sign(&text, &self.secret).unwrap();
        let untrusted = UntrustedRoster { text: text.as_bytes(), signature: &signature };
        untrusted.verify(&self.authorities, &roster.deployment, now, None).unwrap()
    }
}

/// The same identity once more: age gives none away.
pub fn again(identity: &Identity) -> Identity {
    use age::secrecy::ExposeSecret;
    identity.to_string().expose_secret().parse().unwrap()
}

/// One test's database, key ring, clock and desk.
pub struct World {
    pub trial: &'static Trial,
    pub folder: TempDir,
    pub store: Store,
    pub ring: SharedRing,
    pub roster: CurrentRoster,
    pub clock: Clock,
    pub origin: Origin,
    /// Ends the desk with the test.
    _stop: watch::Sender<bool>,
}

/// What a world is made of.
pub struct Made {
    pub trial: &'static Trial,
    pub clock: Clock,
    pub claims_per_hour: u32,
    /// What the desk believes to be its address; none for the one it has.
    pub origin: Option<Origin>,
    pub deployment: DeploymentId,
}

impl Default for Made {
    fn default() -> Made {
        let (trial, clock) = (&*TRIAL, Clock::hand(NOW));
        Made { trial, clock, claims_per_hour: 1_000, origin: None, deployment: trial.deployment.clone() }
    }
}

impl World {
    pub async fn new() -> World {
        World::of(Made::default()).await
    }

    pub async fn of(made: Made) -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(&format!("sqlite://{}/janynda.db", folder.path().display())).unwrap();
        store.ready().await.unwrap();
        let ring = KeyRing::create(made.trial.deployment.clone(), made.clock.now(), [7; 32]);
        let (ring, roster) = (SharedRing::new(Some(ring)), CurrentRoster::new(Some(made.trial.roster.clone())));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let rate = Rate::new(u32::MAX, u32::MAX);
        let desk = desk::Desk::new(desk::Parts {
            store: store.clone(),
            ring: ring.clone(),
            roster: roster.clone(),
            clock: made.clock.clone(),
            origin: made.origin.unwrap_or_else(|| origin.clone()),
            deployment: made.deployment,
            claims_per_hour: made.claims_per_hour,
            limits: Limits { challenges: rate, logins: rate, calls: rate, ..Limits::default() },
        });
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move { desk.serve(listener, stopped).await });
        World { trial: made.trial, folder, store, ring, roster, clock: made.clock, origin, _stop: stop }
    }

    /// The same world for programs that go to somebody in between.
    pub fn behind(mut self, between: &Origin) -> World {
        self.origin = between.clone();
        self
    }

    /// Somebody's program: her identity, and what stands beside it under this name.
    pub fn parts(&self, identity: &Identity, name: &str) -> counsellor::Parts {
        counsellor::Parts {
            origin: self.origin.clone(),
            deployment: self.trial.deployment.clone(),
            authorities: self.trial.authorities.clone(),
            identity: again(identity),
            clock: self.clock.clone(),
            memory: self.memory(name),
            patience: PATIENCE,
        }
    }

    /// What is remembered beside this identity file.
    pub fn memory(&self, name: &str) -> Memory {
        Memory::beside(&self.path(name), self.trial.deployment.clone()).unwrap()
    }

    pub async fn connects(&self, identity: &Identity, name: &str) -> Result<counsellor::Desk, Error> {
        counsellor::Desk::connect(self.parts(identity, name)).await
    }

    /// The desk as the trial's first or second counsellor sees it.
    pub async fn desk(&self, which: usize) -> counsellor::Desk {
        self.connects(&self.trial.counsellors[which].1, &format!("{which}.age")).await.unwrap()
    }

    /// Lets less than a day pass, and the ring with it, as the keeper does it.
    pub fn waits(&self, seconds: i64) {
        self.clock.advance(seconds);
        let now = self.clock.now();
        self.ring.change(|ring| ring.as_mut().unwrap().advance(now).map(drop).unwrap());
    }

    /// Seals a request with the desk's roster and puts it into the queue.
    pub async fn leave(&self, request: CallbackRequest) -> RequestId {
        self.leave_with(request, &self.roster.newest().unwrap()).await
    }

    pub async fn leave_with(&self, request: CallbackRequest, roster: &VerifiedRoster) -> RequestId {
        let sealed = seal::seal(&request, roster, self.clock.now()).unwrap();
        self.put_for(roster, request.id, &request, &sealed).await
    }

    /// Puts what is sealed into the row of request `id`, whatever is inside.
    pub async fn put(&self, id: RequestId, request: &CallbackRequest, sealed: &Sealed) -> RequestId {
        self.put_for(&self.roster.newest().unwrap(), id, request, sealed).await
    }

    async fn put_for(
        &self,
        roster: &VerifiedRoster,
        id: RequestId,
        request: &CallbackRequest,
        sealed: &Sealed,
    ) -> RequestId {
        let (now, secret) = (self.clock.now(), RequestSecret::from_bytes(*id.bytes()));
        let (wrapped, code_mac) = self
            .ring
            .read(|ring| {
                let key = |keep| ring.day_key(keep, now.day()).unwrap();
                let wrapped = seal::wrap(sealed, &id, key(Keep::Waiting), chance::fresh().unwrap()).unwrap();
                (wrapped, seal::code_mac(seal::receipt_code(&secret), key(Keep::Return)))
            })
            .unwrap();
        let request = NewRequest {
            id,
            lane: request.lane(),
            urgency: request.urgency,
            at: now,
            day: now.day(),
            roster_version: roster.version(),
            readers: roster.recipients(request.lane()).iter().map(Holder::of).collect(),
            withdraw_hash: seal::withdraw_hash(&secret),
            code_mac,
            wrapped,
        };
        let op = Op::InsertRequest { request, alias: Alias::from_stored([7; 16]) };
        let written = self.store.write(Change { ops: vec![op], durability: Durability::Synced }).await.unwrap();
        assert_eq!(written, Written::Done);
        id
    }

    /// The way back to an invented chat, as it is sealed into a request.
    pub fn way_back(&self, id: RequestId) -> ReturnAddress {
        let (random, nonce) = (chance::fresh().unwrap(), chance::fresh().unwrap());
        let (day, deployment) = (self.clock.now().day(), &self.trial.deployment);
        let sealed = self.ring.read(|ring| {
            let key = ring.day_key(Keep::Return, day).unwrap();
            seal::seal_return_address(&Route::from_bytes([7; 8]), random, nonce, key, &id, deployment).unwrap()
        });
        sealed.unwrap()
    }

    /// Every byte of the database and its log.
    pub fn disk(&self) -> Vec<u8> {
        let read = |end: &str| std::fs::read(self.path(&format!("janynda.db{end}"))).unwrap_or_default();
        [read(""), read("-wal")].concat()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Her claim of a request she has just claimed.
pub async fn claim(desk: &counsellor::Desk, id: RequestId) -> Hold {
    desk.claim(Some(id)).await.unwrap().unwrap().hold().unwrap()
}

pub async fn listed(desk: &counsellor::Desk) -> Vec<RequestId> {
    desk.list().await.unwrap().entries.iter().map(|entry| entry.id).collect()
}

pub fn plain(text: &str) -> Plain {
    Plain::new(text.to_owned())
}

pub fn id(number: u8) -> RequestId {
    RequestId::from_bytes([number; 16])
}

/// A request of an invented adult who writes Russian.
pub fn request(number: u8) -> CallbackRequest {
    CallbackRequest {
        id: id(number),
        lang: Lang::Ru,
        audience: Audience::Adult,
        urgency: Urgency::Normal,
        kinds: Kinds::NONE,
        flags: Flags::NONE,
        signs: Signs::NONE,
        region: None,
        who: None,
        how: How::Call,
        number: Some(plain("+77010000042")),
        when: SafeTime { part: DayPart::Any, days: Days::Any },
        someone_else: SomeoneElse::HangUp,
        voicemail: Allowed::No,
        sms: Allowed::No,
        name: Some(plain("Әсел CANARY")),
        code_word: Some(plain("алма CANARY")),
        words: Some(plain("Нужна помощь CANARY")),
        return_address: None,
    }
}

pub fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

//! An invented installation: what `janynda init` writes, a database of one test, and requests that were really sealed.

use age::secrecy::SecretString;
use age::x25519::Identity;
use janynda::alias::Alias;
use janynda::cli::init;
use janynda::clock::{Clock, Moment};
use janynda::counsellor::{Desk, identity};
use janynda::roster::{AuthorityKey, UntrustedRoster, VerifiedRoster, parse_authorities};
use janynda::seal::{seal, withdraw_hash};
use janynda::store::{Change, Durability, NewRequest, Op, Store, Written};
use janynda::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, DeploymentId, Flags, How, Kinds, Lang, Plain, RequestId,
    RequestSecret, SafeTime, SomeoneElse, Urgency,
};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);

/// Everything an invented person wrote carries this.
pub const CANARY: &str = "CANARY";

/// What `janynda init --counsellors 2` wrote, read once and removed again.
pub struct Trial {
    pub deployment: DeploymentId,
    pub authorities: Vec<AuthorityKey>,
    pub roster_text: Vec<u8>,
    pub signature: String,
    pub roster: VerifiedRoster,
    /// The text of each counsellor's identity file, and the identity in it.
    pub counsellors: Vec<(Vec<u8>, Identity)>,
    pub recovery: Identity,
    pub passphrase: String,
}

pub static TRIAL: LazyLock<Trial> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let written = init::write(&folder.path().join("trial"), init::Options { counsellors: 2 }, NOW).unwrap();
    let passphrase = std::fs::read_to_string(&written.passphrase).unwrap().trim().to_owned();
    let unlock = |path: &Path| {
        let file = std::fs::read(path).unwrap();
        let identity = identity::unlock(&file, &SecretString::from(passphrase.clone())).unwrap();
        (file, identity)
    };
    let authorities = parse_authorities(&written.authority).unwrap();
    let roster_text = std::fs::read(&written.roster).unwrap();
    let signature = std::fs::read_to_string(format!("{}.minisig", written.roster.display())).unwrap();
    let roster = UntrustedRoster { text: &roster_text, signature: &signature }
        .verify(&authorities, &written.deployment, NOW, None)
        .unwrap();
    Trial {
        counsellors: written.counsellors.iter().map(|path| unlock(path)).collect(),
        recovery: unlock(&written.recovery).1,
        deployment: written.deployment,
        authorities,
        roster_text,
        signature,
        roster,
        passphrase,
    }
});

/// The same identity once more: age gives none away.
pub fn again(identity: &Identity) -> Identity {
    use age::secrecy::ExposeSecret;
    identity.to_string().expose_secret().parse().unwrap()
}

/// One test's database and clock.
pub struct World {
    pub folder: TempDir,
    pub store: Store,
    pub clock: Clock,
}

impl World {
    pub async fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(&url(&folder)).unwrap();
        store.ready().await.unwrap();
        World { folder, store, clock: Clock::hand(NOW) }
    }

    pub fn url(&self) -> String {
        url(&self.folder)
    }

    /// A desk with a connection of its own, as another process would have.
    pub fn desk(&self, counsellor: usize) -> Desk {
        self.desk_of(&TRIAL.counsellors[counsellor].1, &TRIAL.roster)
    }

    pub fn desk_of(&self, identity: &Identity, roster: &VerifiedRoster) -> Desk {
        let store = Store::existing(&self.url()).unwrap();
        Desk::new(store, roster.clone(), again(identity), self.clock.clone()).unwrap()
    }

    /// Seals a request with the trial's roster and puts it into the queue.
    pub async fn leave(&self, request: CallbackRequest) -> RequestId {
        self.leave_with(request, &TRIAL.roster).await
    }

    pub async fn leave_with(&self, request: CallbackRequest, roster: &VerifiedRoster) -> RequestId {
        let id = request.id;
        let at = self.clock.now();
        let new = NewRequest {
            id,
            lane: request.lane(),
            urgency: request.urgency,
            at,
            roster_version: roster.version(),
            withdraw_hash: withdraw_hash(&RequestSecret::from_bytes(*id.bytes())),
            sealed: seal(&request, roster, at).unwrap(),
        };
        self.put(new).await;
        id
    }

    pub async fn put(&self, request: NewRequest) {
        let op = Op::InsertRequest { request, alias: Alias::from_stored([7; 16]) };
        let written = self.store.write(Change { ops: vec![op], durability: Durability::Synced }).await.unwrap();
        assert_eq!(written, Written::Done);
    }

    /// Every byte of the database and its log.
    pub fn disk(&self) -> Vec<u8> {
        let read = |end: &str| std::fs::read(self.folder.path().join(format!("janynda.db{end}"))).unwrap_or_default();
        [read(""), read("-wal")].concat()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}/janynda.db", folder.path().display())
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

//! A server with an authority beside it: files in a folder, rooms in memory, nothing on a network.

use age::x25519::Identity;
use janynda::clock::{Clock, Moment};
use janynda::conversation::Answers;
use janynda::conversation::{Page, render::Action};
use janynda::directory::CurrentDirectory;
use janynda::intake::{Incoming, Intake, MessageRef, Parts, Rates, Switch, What};
use janynda::keeper::{self, HotlinesKeeper, Keeper, Look, Marks, RosterKeeper, SignedFile};
use janynda::keyring::{KeyRing, SharedRing};
use janynda::roster::{AuthoritySecret, Counsellor, CurrentRoster, Duty, Recipient, Revoked, Role, Roster, sign};
use janynda::store::{Store, ring_file};
use janynda::telegram::Telegram;
use janynda::text;
use janynda::vocab::{Audience, DeploymentId, Lang, Plain, RosterMark, Route};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::watch;

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);

pub fn deployment() -> DeploymentId {
    "almaty-1".parse().unwrap()
}

/// Files, keys and who holds them: what is there before a service starts.
pub struct Desk {
    pub folder: TempDir,
    pub authority: AuthoritySecret,
    /// The readers of the rosters: aigul, dana.
    pub identities: Vec<Identity>,
    recovery: Identity,
}

pub fn recipient(identity: &Identity) -> Recipient {
    identity.to_public().to_string().parse().unwrap()
}

impl Desk {
    /// A desk with a ring and no roster yet.
    pub fn new() -> Desk {
        let new = AuthoritySecret::generate(None).unwrap();
        let desk = Desk {
            folder: tempfile::tempdir().unwrap(),
            authority: AuthoritySecret::unlock(&new.secret_file, None).unwrap(),
            identities: vec![Identity::generate(), Identity::generate()],
            recovery: Identity::generate(),
        };
        ring_file::create(&desk.path("ring"), &KeyRing::create(deployment(), NOW, [7; 32])).unwrap();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The roster of this version: aigul and dana read, or aigul alone.
    pub fn roster(&self, version: u32, readers: usize) -> Roster {
        let counsellor = |(name, identity): (&str, &Identity)| Counsellor {
            name: name.parse().unwrap(),
            recipient: recipient(identity),
            languages: Lang::ALL.to_vec(),
            audiences: Audience::ALL.to_vec(),
            duty: Duty::Always,
            role: Role::Counsellor,
            since: "2026-11-24".parse().unwrap(),
        };
        let revoked = self.identities.iter().skip(readers);
        Roster {
            deployment: deployment(),
            version,
            issued: "2026-11-24".parse().unwrap(),
            not_after: "2027-02-20".parse().unwrap(),
            counsellors: ["aigul", "dana"].into_iter().zip(&self.identities).take(readers).map(counsellor).collect(),
            recovery: vec![recipient(&self.recovery)],
            revoked: revoked
                .map(|one| Revoked { recipient: recipient(one), on: "2026-11-24".parse().unwrap() })
                .collect(),
        }
    }

    /// Puts a signed roster on the server.
    pub fn brings(&self, roster: &Roster) {
        let text = roster.to_text();
        std::fs::write(self.path("roster.txt.minisig"), sign(&text, &self.authority).unwrap()).unwrap();
        std::fs::write(self.path("roster.txt"), text).unwrap();
    }

    /// The ring as it stands on the disk.
    pub fn ring_on_disk(&self) -> KeyRing {
        ring_file::read(&self.path("ring"), &deployment()).unwrap()
    }

    /// Starts the service's rooms.
    pub async fn starts(&self) -> Machine {
        let clock = Clock::hand(NOW);
        let ring = SharedRing::new(ring_file::read(&self.path("ring"), &deployment()).ok());
        let roster = CurrentRoster::default();
        let directory = CurrentDirectory::shipped();
        let file = |name| SignedFile { path: self.path(name), authorities: vec![self.authority.public().unwrap()] };
        let marks = Marks { ring: ring.clone(), file: self.path("ring"), deployment: deployment() };
        let mut roster_keeper = RosterKeeper::new(Some(file("roster.txt")), marks.clone(), roster.clone());
        let mut hotlines_keeper = HotlinesKeeper::new(Some(file("own.toml")), marks, directory.clone());
        roster_keeper.look(NOW, Look::Full);
        hotlines_keeper.look(NOW, Look::Full);
        let store = Store::at(&format!("sqlite://{}", self.path("db").display())).unwrap();
        store.ready().await.unwrap();
        let many = NonZeroU32::new(1000).unwrap();
        let intake = Arc::new(Intake::new(Parts {
            store,
            ring: ring.clone(),
            roster: roster.clone(),
            directory: directory.clone(),
            clock: clock.clone(),
            rates: Rates::new(many, many),
            switch: Switch::On,
            requests_per_day: 3,
            answers: Answers::ByNumberOnly,
        }));
        // Nobody listens there; nothing that is due is asked for in these tests.
        let telegram = Telegram::new("1:abc", "http://127.0.0.1:1", Arc::clone(&intake)).unwrap();
        let keeper = Keeper::new(keeper::Parts {
            intake: Arc::clone(&intake),
            telegram: Arc::new(telegram),
            ring: ring.clone(),
            ring_file: self.path("ring"),
            deployment: deployment(),
            roster: roster_keeper,
            hotlines: hotlines_keeper,
        });
        let marks = keeper.roster_marks();
        Machine { clock, ring, roster, directory, intake, keeper, marks, messages: 0 }
    }
}

/// The rooms of a running service.
pub struct Machine {
    pub clock: Clock,
    pub ring: SharedRing,
    pub roster: CurrentRoster,
    pub directory: CurrentDirectory,
    pub intake: Arc<Intake>,
    pub keeper: Keeper,
    pub marks: watch::Receiver<Option<RosterMark>>,
    messages: i32,
}

impl Machine {
    /// So many seconds pass, and the keeper looks.
    pub async fn passes(&mut self, seconds: i64) {
        self.clock.advance(seconds);
        self.keeper.beat().await;
    }

    /// The version of the roster in use; 0 while there is none.
    pub fn version(&self) -> u32 {
        self.roster.newest().map_or(0, |roster| roster.version())
    }

    /// What a person reads who opens the numbers and asks how to write instead of speaking.
    pub async fn reads_where_to_write(&mut self) -> String {
        let page = self.gives(What::Text(Plain::new("/numbers".to_owned()))).await;
        let label = text::say(Lang::En, "button-cannot-speak", &[]);
        let key = page.keys.into_iter().flatten().find(|key| key.label == label).unwrap();
        let Action::Data(data) = key.action else { panic!("{label} copies") };
        self.gives(What::Press(data)).await.text
    }

    async fn gives(&mut self, what: What) -> Page {
        self.messages += 1;
        let incoming = Incoming {
            route: Route::from_bytes(7_i64.to_be_bytes()),
            message: MessageRef::new(self.messages, self.clock.now()),
            language_code: Some("en".to_owned()),
            what,
        };
        self.intake.turn(&incoming).await.show.unwrap().page
    }
}

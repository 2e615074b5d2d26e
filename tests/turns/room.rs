//! A room to play in: the intake of one chat under a clock that a hand moves, and what Telegram would do.

use janynda::cli::init::{self, Options};
use janynda::clock::{Clock, Moment};
use janynda::conversation::{Answers, Page, render::Action};
use janynda::directory::CurrentDirectory;
use janynda::intake::{Incoming, Intake, MessageRef, Outcome, Parts, Rates, RowRef, Switch, What};
use janynda::keeper::{self, HotlinesKeeper, Keeper, Marks, RosterKeeper};
use janynda::keyring::{KeyRing, SharedRing};
use janynda::roster::{CurrentRoster, UntrustedRoster, parse_authorities};
use janynda::seal::cell::{Cell, Size, open_cell};
use janynda::store::{CardRow, Change, Durability, OldestDays, Op, Store, Written, ring_file};
use janynda::telegram::Telegram;
use janynda::text;
use janynda::vocab::{Confirmed, Lang, Plain, Route};
use std::num::NonZeroU32;
use std::sync::Arc;
use tempfile::TempDir;

/// Two minutes to midnight UTC, so that a test can walk over it.
pub const START: Moment = Moment(1_795_564_680);

/// Every key there may be.
pub const EVERY_KEY: OldestDays = OldestDays { waiting: 0, claimed: 0 };

pub struct Room {
    _folder: TempDir,
    /// What the room was made with: the counsellor's identity, the deployment.
    pub written: init::Written,
    pub clock: Clock,
    pub intake: Arc<Intake>,
    pub ring: SharedRing,
    pub next_message: i32,
    pub card: Option<MessageRef>,
    pub row: Option<RowRef>,
    pub page: Option<Page>,
}

impl Room {
    pub async fn new() -> Room {
        Room::whose_requests_are_answered(Answers::ByNumberOnly).await
    }

    pub async fn whose_requests_are_answered(answers: Answers) -> Room {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::hand(START);
        let written = init::write(&folder.path().join("t"), Options { counsellors: 1 }, START).unwrap();
        let ring: KeyRing = ring_file::read(&written.keyring, &written.deployment).unwrap();
        let text = std::fs::read(&written.roster).unwrap();
        let signature = std::fs::read_to_string(written.roster.with_extension("txt.minisig")).unwrap();
        let keys = parse_authorities(&written.authority).unwrap();
        let roster = UntrustedRoster { text: &text, signature: &signature }
            .verify(&keys, &written.deployment, START, None)
            .unwrap();
        let store = Store::at(&written.database_url).unwrap();
        store.ready().await.unwrap();
        let many = NonZeroU32::new(1000).unwrap();
        let ring = SharedRing::new(Some(ring));
        let intake = Arc::new(Intake::new(Parts {
            store,
            ring: ring.clone(),
            roster: CurrentRoster::new(Some(roster)),
            directory: CurrentDirectory::shipped(),
            clock: clock.clone(),
            rates: Rates::new(many, many),
            switch: Switch::On,
            requests_per_day: 3,
            answers,
        }));
        Room { _folder: folder, written, clock, intake, ring, next_message: 100, card: None, row: None, page: None }
    }

    pub fn route() -> Route {
        Route::from_bytes(7_i64.to_be_bytes())
    }

    pub async fn give(&mut self, message: MessageRef, what: What) -> Outcome {
        let incoming = Incoming { route: Room::route(), message, language_code: Some("en".to_owned()), what };
        let mut outcome = self.intake.turn(&incoming).await;
        self.show(&mut outcome).await;
        outcome
    }

    /// Does what Telegram would: a new message for a card without one, then the confirmation.
    pub async fn show(&mut self, outcome: &mut Outcome) {
        let Some(show) = outcome.show.take() else { return };
        match (show.target, show.row) {
            (None, Some(row)) => {
                self.next_message += 1;
                let sent = MessageRef::new(self.next_message, self.clock.now());
                self.card = Some(sent);
                self.intake.sent(&Room::route(), row, sent).await;
            }
            (Some(target), Some(row)) => {
                self.card = Some(target);
                self.intake.shown(row, show.due);
            }
            _ => {}
        }
        self.row = show.row;
        self.page = Some(show.page);
        for erasing in &outcome.erase {
            if let Some(row) = erasing.row {
                self.intake.erased(&Room::route(), row, &erasing.messages, Confirmed::by_executor()).await;
            }
        }
    }

    pub async fn types(&mut self, text: &str) -> Outcome {
        self.next_message += 1;
        let message = MessageRef::new(self.next_message, self.clock.now());
        self.give(message, What::Text(Plain::new(text.to_owned()))).await
    }

    /// Presses the button with this id's label on the card as it was last shown.
    pub async fn taps(&mut self, id: &str) -> Outcome {
        let data = self.data(id);
        let card = self.card.unwrap();
        self.give(card, What::Press(data)).await
    }

    pub fn data(&self, id: &str) -> String {
        let label = text::say(Lang::En, id, &[]);
        let page = self.page.as_ref().unwrap();
        let key = page.keys.iter().flatten().find(|key| key.label == label);
        let key = key.unwrap_or_else(|| panic!("{label} is not on the card:\n{}", page.text));
        match &key.action {
            Action::Data(data) => data.clone(),
            Action::Copy(_) => panic!("{label} copies"),
        }
    }

    pub fn shows(&self, id: &str) -> bool {
        let said = text::say(Lang::En, id, &[]);
        self.page.as_ref().unwrap().text.contains(said.split("{$").next().unwrap().trim())
    }

    /// A keeper of this room's ring and database. Nobody listens where it shows and erases.
    pub fn keeper(&self) -> Keeper {
        let telegram = Telegram::new("1:abc", "http://127.0.0.1:1", Arc::clone(&self.intake)).unwrap();
        let deployment = self.written.deployment.clone();
        let marks =
            Marks { ring: self.ring.clone(), file: self.written.keyring.clone(), deployment: deployment.clone() };
        Keeper::new(keeper::Parts {
            intake: Arc::clone(&self.intake),
            telegram: Arc::new(telegram),
            ring: self.ring.clone(),
            ring_file: self.written.keyring.clone(),
            deployment,
            roster: RosterKeeper::new(None, marks.clone(), CurrentRoster::default()),
            hotlines: HotlinesKeeper::new(None, marks, CurrentDirectory::shipped()),
        })
    }

    /// What the keeper does in one beat, and Telegram's confirmation of it.
    pub async fn beat(&mut self) -> Vec<Outcome> {
        let mut all = Vec::new();
        for mut due in self.intake.take_due().await {
            self.show(&mut due.outcome).await;
            all.push(due.outcome);
        }
        all
    }

    pub async fn reaches_review(&mut self) {
        self.types("/start").await;
        for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", "how-call"] {
            self.taps(id).await;
        }
        self.types("+7 701 000 00 00").await;
        for id in ["when-any", "button-safest", "button-skip-rest"] {
            self.taps(id).await;
        }
        assert!(self.shows("review-head"));
    }

    /// Whether the number of the stories stands in a row's sealed draft.
    pub fn holds_the_number(&self, row: &CardRow) -> bool {
        let cell = Cell { table: "cards", row: row.id.bytes(), column: "draft", size: Size::Medium };
        let key = self.ring.change(|ring| ring.as_ref().unwrap().newest().cells());
        let draft = open_cell(&key, cell, &row.draft).unwrap();
        draft.windows(12).any(|window| window == b"+77010000000")
    }

    /// Tomorrow: the ring ratchets, rows move to today's key.
    pub fn midnight(&mut self) {
        self.clock.advance(86_400);
        let now = self.clock.now();
        self.ring.change(|ring| {
            let _ = ring.as_mut().unwrap().advance(now).unwrap();
        });
    }

    /// The ring follows a clock that was moved by several days at once.
    pub fn ratchet(&mut self) {
        let now = self.clock.now();
        self.ring.change(|ring| {
            let _ = ring.as_mut().unwrap().advance_on_operators_word(now).unwrap();
        });
    }

    /// A press on the card, as it comes from Telegram.
    pub fn press(&self, data: String) -> Incoming {
        let message = self.card.unwrap();
        Incoming { route: Room::route(), message, language_code: Some("en".to_owned()), what: What::Press(data) }
    }

    /// Whether the card has a button with this id's label.
    pub fn offers(&self, id: &str) -> bool {
        let label = text::say(Lang::En, id, &[]);
        self.keys().iter().any(|(one, _)| *one == label)
    }

    /// The buttons, with what they carry.
    pub fn keys(&self) -> Vec<(String, String)> {
        let keys = self.page.as_ref().unwrap().keys.iter().flatten();
        keys.map(|key| (key.label.clone(), format!("{:?}", key.action))).collect()
    }

    /// Changes the database by hand.
    pub async fn write(&self, op: Op) {
        let change = Change { ops: vec![op], durability: Durability::Relaxed };
        assert_eq!(self.intake.store().write(change).await, Ok(Written::Done));
    }
}

//! A house to play in: a trial folder, the local Bot API, the real binary.

use crate::trace::{self, Marker, assert_no_trace};
use janynda::cli::init::{self, Options, Written};
use janynda::clock::Clock;
use janynda::conversation::Command as BotCommand;
use janynda::sandbox::{self, Person, Profile, Sandbox};
use janynda::text;
use janynda::vocab::Lang;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use tempfile::TempDir;

/// A word that a person's client sends with every update and that must be found nowhere afterwards.
pub const NAME: &str = "Canarykyzy";

/// A running house. Dropping it ends the bot.
pub struct House {
    pub folder: TempDir,
    pub written: Written,
    pub sandbox: Sandbox,
    pub settings: Vec<(&'static str, String)>,
    bot: Option<Child>,
}

impl House {
    /// A house with the bot running in it.
    pub async fn open() -> House {
        let mut house = House::built().await;
        house.start_bot().await;
        house
    }

    /// A house whose bot is not started yet.
    pub async fn built() -> House {
        let folder = tempfile::tempdir().unwrap();
        let written =
            init::write(&folder.path().join("trial"), Options { counsellors: 2 }, Clock::System.now()).unwrap();
        let sandbox = Sandbox::start(sandbox::Options::default()).await.unwrap();
        // The stories tap faster than a person does.
        let settings = vec![("RATE_BURST", "1000".to_owned()), ("RATE_PER_SECOND", "1000".to_owned())];
        House { folder, written, sandbox, settings, bot: None }
    }

    /// The command that runs the bot, with this house's settings.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_janynda"));
        command
            .arg("--env-file")
            .arg(&self.written.env)
            .arg(name)
            .current_dir(self.folder.path())
            .env_clear()
            .env("TELEGRAM_BOT_TOKEN", self.sandbox.token())
            .env("TELEGRAM_API_URL", self.sandbox.api_url())
            .env("DESK_LISTEN", "127.0.0.1:0")
            // Empty counts as not set: the origin is the address that was bound.
            .env("DESK_ORIGIN", "")
            .env("JANYNDA_LOG", "trace")
            .stdin(Stdio::null());
        for (name, value) in &self.settings {
            command.env(name, value);
        }
        command
    }

    /// Starts the bot and waits until it polls.
    pub async fn start_bot(&mut self) {
        let command = self.command("serve");
        self.start_bot_as(command).await;
    }

    /// Starts the bot by this command and waits until it polls.
    pub async fn start_bot_as(&mut self, mut command: Command) {
        let polls = self.sandbox.polls();
        let log = std::fs::File::options().create(true).append(true).open(self.log()).unwrap();
        let bot = command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.bot = Some(bot);
        self.sandbox.until_polled(polls + 1).await.unwrap();
    }

    /// Where the bot's log goes.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("bot.log")
    }

    /// Where the running bot's desk answers counsellors.
    pub fn desk(&self) -> String {
        let log = self.logged();
        let line = log.lines().rfind(|line| line.contains("the desk answers counsellors")).unwrap();
        let (_, origin) = line.split_once("http://").unwrap();
        let address: String = origin.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':')).collect();
        format!("http://{address}")
    }

    /// Everything the bot has logged.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Ends the bot as a crash does.
    pub fn kill_bot(&mut self) {
        let mut bot = self.bot.take().unwrap();
        bot.kill().unwrap();
        bot.wait().unwrap();
    }

    /// Waits for a bot that ends by itself.
    pub fn bot_ends(&mut self) -> ExitStatus {
        self.bot.take().unwrap().wait().unwrap()
    }

    /// Asks the bot to stop and waits for it.
    pub fn stop_bot(&mut self) -> ExitStatus {
        let mut bot = self.bot.take().unwrap();
        Command::new("kill").arg(bot.id().to_string()).status().unwrap();
        bot.wait().unwrap()
    }

    /// The operator's word that files changed.
    pub fn hang_up(&self) {
        let bot = self.bot.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-HUP", &bot]).status().unwrap().success());
    }

    /// An invented person whose phone speaks this language.
    pub fn person(&self, chat_id: i64, lang: Lang) -> Teller {
        self.person_speaking(chat_id, lang, lang.code())
    }

    /// An invented person who reads one language and whose phone speaks another.
    pub fn person_speaking(&self, chat_id: i64, lang: Lang, code: &str) -> Teller {
        let profile = Profile {
            first_name: format!("Aisulu{NAME}"),
            last_name: Some(NAME.to_owned()),
            username: Some(format!("{NAME}_{chat_id}")),
            ..Profile::new(chat_id).speaking(code)
        };
        Teller { person: self.sandbox.person(profile), lang }
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        PathBuf::from(self.written.database_url.trim_start_matches("sqlite://"))
    }

    /// A connection of somebody else than the bot.
    pub async fn connect(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.database()).connect().await.unwrap()
    }

    /// How many requests stand in the queue, seen from outside.
    pub async fn requests(&self) -> i64 {
        let mut connection = self.connect().await;
        sqlx::query("SELECT count(*) FROM requests").fetch_one(&mut connection).await.unwrap().get(0)
    }

    /// Holds the database's write lock until the connection is dropped.
    pub async fn lock_database(&self) -> SqliteConnection {
        let mut connection = self.connect().await;
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut connection).await.unwrap();
        connection
    }

    /// Ends the story: no call broke Telegram's rules, nothing panicked, and nothing anywhere names or quotes anybody.
    /// It is searched for as the bot runs, write-ahead log and all, and again after it stopped.
    pub fn ends(mut self, people: &[&Teller], words: &[&str]) {
        let live = self.copied();
        if self.bot.is_some() {
            assert!(self.stop_bot().success());
        }
        assert_eq!(self.sandbox.violations(), Vec::<String>::new());
        let log = self.logged();
        assert!(!log.contains("panic"), "{log}");
        let mut markers = vec![Marker::text(NAME), Marker::text(self.sandbox.token())];
        markers.extend(words.iter().map(|word| Marker::text(word)));
        markers.extend(people.iter().map(|teller| Marker::chat(teller.person.chat_id())));
        assert_no_trace(live.path(), &markers);
        assert_no_trace(self.folder.path(), &markers);
    }

    /// The folder as it is now: database, write-ahead log, ring, logs.
    pub fn copied(&self) -> TempDir {
        let live = tempfile::tempdir().unwrap();
        trace::copy(self.folder.path(), live.path());
        live
    }

    /// The alias in the row of the only card there is.
    pub async fn alias_of_the_only_card(&self) -> Vec<u8> {
        let mut connection = self.connect().await;
        sqlx::query("SELECT alias FROM cards").fetch_one(&mut connection).await.unwrap().get(0)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(bot) = &mut self.bot {
            let _ = bot.kill();
            let _ = bot.wait();
        }
    }
}

/// A person who reads the bot in one language.
pub struct Teller {
    pub person: Person,
    pub lang: Lang,
}

impl Teller {
    /// The text with this id, in the person's language.
    pub fn say(&self, id: &str) -> String {
        text::say(self.lang, id, &[])
    }

    /// Opens the bot and waits for its card.
    pub async fn start(&self) {
        assert_eq!(BotCommand::MENU[0].0, "start");
        self.person.command("start").unwrap();
        self.sees("button-tell").await;
    }

    /// Waits until a button with this id's text is on the screen.
    pub async fn sees(&self, button: &str) {
        let label = self.say(button);
        self.person.until(&label, |view| view.labels().iter().any(|one| one.ends_with(&label))).await.unwrap();
    }

    /// Waits for the answer to the last tap, then for a button by its id, and taps it.
    pub async fn taps(&self, button: &str) {
        self.person.settled().await.unwrap();
        self.sees(button).await;
        self.person.tap(&self.say(button)).unwrap();
    }

    /// Waits until the card holds the text with this id.
    pub async fn reads(&self, id: &str) {
        let text = self.say(id);
        // Up to the first variable: what is filled in differs.
        let words = text.split("{$").next().unwrap_or_default().trim().to_owned();
        self.person.until(&words, |view| view.shows(&words)).await.unwrap();
    }

    /// How many messages of the bot stand in the chat.
    pub fn cards(&self) -> usize {
        self.person.visible().iter().filter(|message| message.from_bot).count()
    }

    /// Waits until one card and nothing else stands in the chat.
    pub async fn only_the_card_stays(&self) {
        let one = |view: &janynda::sandbox::View| view.messages.len() == 1 && view.messages[0].from_bot;
        self.person.until("one card and nothing else", one).await.unwrap();
    }

    /// Types a text.
    pub fn types(&self, text: &str) {
        self.person.type_text(text).unwrap();
    }

    /// From the first card to the behaviours' help.
    pub async fn reaches_help(&self) {
        self.start().await;
        self.taps("button-tell").await;
        self.taps("kind-psychological").await;
        self.sees("button-callback").await;
    }

    /// From help to the question of the name.
    pub async fn reaches_name(&self, number: &str) {
        self.taps("button-callback").await;
        self.taps("button-consent-adult").await;
        self.taps("how-call").await;
        self.reads("number-example").await;
        self.types(number);
        self.taps("when-any").await;
        self.taps("button-safest").await;
        self.sees("button-skip-rest").await;
    }
}

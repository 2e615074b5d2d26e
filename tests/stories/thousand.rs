//! A thousand conversations, each with words, names, numbers and a chat of its own; then everything that is kept is
//! searched for every one of them, and a control shows that the same search finds them all wherever they are planted.

use crate::house::{House, Teller};
use crate::trace::{self, Marker, Search};
use janynda::sandbox::{Media, Profile};
use janynda::vocab::Lang;
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

const CONVERSATIONS: usize = 1000;

/// How many people talk at once.
const AT_ONCE: usize = 8;

/// How a conversation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// Left in the middle of a draft, with ✖.
    Left,
    /// Put down in the middle of a draft: its card stays open.
    PutDown,
    /// Texts and media that are no answers.
    Rubbish,
    /// A request, and nothing stays in the chat.
    Sent,
    /// A request with its hidden card.
    Kept,
    /// A request that is taken back by its code.
    TakenBack,
    /// A request, then `/forget`.
    Forgotten,
}

impl Course {
    fn of(number: usize) -> Course {
        match number % 10 {
            0 | 1 => Course::Left,
            2..=4 => Course::Rubbish,
            5 => Course::PutDown,
            6 => Course::Sent,
            7 => Course::Kept,
            8 => Course::TakenBack,
            _ => Course::Forgotten,
        }
    }

    fn sends(self) -> bool {
        matches!(self, Course::Sent | Course::Kept | Course::TakenBack | Course::Forgotten)
    }
}

/// What one person is called, has and writes. Nobody else has any of it.
struct Canaries {
    chat: i64,
    first_name: String,
    last_name: String,
    username: String,
    number: String,
    name: String,
    code_word: String,
    words: String,
}

impl Canaries {
    fn of(number: usize) -> Canaries {
        Canaries {
            // Longer than any id there is today, so that nothing else looks like it.
            chat: 3_141_592_600_000 + 7 * i64::try_from(number).unwrap(),
            first_name: format!("Ақмаржан{number:04}есімі"),
            last_name: format!("Tegi{number:04}Canary"),
            username: format!("canary_{number:04}_user"),
            number: format!("+7 701 9{:02} {:02} 55", number / 100, number % 100),
            name: format!("Атым{number:04}болсын"),
            code_word: format!("шәйнек{number:04}сөзі"),
            words: format!("бөлме{number:04}туралы"),
        }
    }

    fn digits(&self) -> String {
        self.number.chars().filter(char::is_ascii_digit).collect()
    }

    fn markers(&self) -> Vec<Marker> {
        let digits = self.digits();
        let texts = [&self.first_name, &self.last_name, &self.username, &self.number, &digits];
        let typed = [&self.name, &self.code_word, &self.words];
        let mut markers: Vec<Marker> = texts.into_iter().chain(typed).map(|text| Marker::text(text)).collect();
        markers.push(Marker::chat(self.chat));
        markers
    }
}

impl Teller {
    /// From the link of a poster to the question of the code word.
    async fn begins(&self, canaries: &Canaries) {
        self.person.command("start economic").unwrap();
        self.reaches_name(&canaries.number).await;
        self.types(&canaries.name);
        self.reads("code-word-question").await;
    }

    /// From the code word to the last question.
    async fn goes_on(&self, canaries: &Canaries) {
        self.types(&canaries.code_word);
        self.reads("more-not-needed").await;
        self.types(&canaries.words);
        self.only_the_card_stays().await;
    }

    /// Has the conversation. The code of the request, if one was sent.
    async fn goes(&self, course: Course, canaries: &Canaries) -> Option<String> {
        let mut code = None;
        if course != Course::Rubbish {
            self.begins(canaries).await;
        }
        if course == Course::PutDown || course.sends() {
            self.goes_on(canaries).await;
        }
        if course.sends() {
            self.taps("button-done").await;
            self.taps("button-send").await;
            self.reads("sent-sealed").await;
            code = Some(self.code());
        }
        match course {
            Course::PutDown => {}
            Course::Left => {
                self.taps("button-leave").await;
                self.sees_an_empty_chat().await;
            }
            Course::Rubbish => {
                for words in [&canaries.words, &canaries.number, &canaries.name] {
                    self.types(words);
                    self.only_the_card_stays().await;
                }
                self.person.send_media(Media::Photo).unwrap();
                self.only_the_card_stays().await;
                self.person.command(&format!("help {}", canaries.code_word)).unwrap();
                self.only_the_card_stays().await;
            }
            Course::Sent => self.leaves_nothing().await,
            Course::Kept => {
                self.keeps_a_hidden_card().await;
            }
            Course::TakenBack => {
                self.leaves_nothing().await;
                self.types_the_code(code.as_ref().unwrap()).await;
                self.reads_status("status-waiting").await;
                self.taps("button-withdraw").await;
                self.reads_status("withdrawn-waiting").await;
            }
            Course::Forgotten => {
                self.person.command("forget").unwrap();
                self.reads("forgotten-what").await;
                self.only_the_card_stays().await;
            }
        }
        self.person.settled().await.unwrap();
        code
    }
}

/// Everybody talks, some at a time. The codes of all requests.
async fn everybody_talks(house: &House) -> Vec<String> {
    let teller = |number: usize| {
        let canaries = Canaries::of(number);
        let lang = Lang::ALL[number % 3];
        let profile = Profile {
            first_name: canaries.first_name.clone(),
            last_name: Some(canaries.last_name.clone()),
            username: Some(canaries.username.clone()),
            ..Profile::new(canaries.chat).speaking(lang.code())
        };
        (number, Teller { person: house.sandbox.person(profile), lang }, canaries)
    };
    let waiting = Arc::new(Mutex::new((0..CONVERSATIONS).map(teller).collect::<Vec<_>>().into_iter()));
    let mut talking = JoinSet::new();
    for _ in 0..AT_ONCE {
        let waiting = Arc::clone(&waiting);
        talking.spawn(async move {
            let mut codes = Vec::new();
            loop {
                let next = waiting.lock().unwrap().next();
                let Some((number, teller, canaries)) = next else { return codes };
                codes.extend(teller.goes(Course::of(number), &canaries).await);
            }
        });
    }
    talking.join_all().await.concat()
}

/// What operators and counsellors get to see, written into a folder: the record of the desk, the list, the doctor.
fn put_out(house: &House, folder: &Path) {
    let commands: [&[&str]; 6] = [
        &["audit", "verify"],
        &["audit", "export"],
        &["audit", "export", "--csv"],
        &["keyring", "show"],
        &["roster", "show"],
        &["doctor"],
    ];
    for words in commands {
        let output = house.command(words[0]).args(&words[1..]).output().unwrap();
        std::fs::write(folder.join(words.join("-")), [output.stdout, output.stderr].concat()).unwrap();
    }
    for which in [0, 1] {
        let list = house.counsellor(which, &["list", "--json"]).unwrap();
        std::fs::write(folder.join(format!("list-{which}")), list).unwrap();
    }
}

/// A backup as an operator makes it, also of a database in use.
async fn back_up(connection: &mut SqliteConnection, to: &Path) {
    sqlx::query("VACUUM INTO ?").bind(to.to_str().unwrap()).execute(connection).await.unwrap();
}

/// Counsellors take some requests, read what was written, and end some of them.
fn counsellors_work(house: &House) {
    for round in 0..6 {
        let request = house.opened();
        let words = request["words"].as_str().unwrap();
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        let canaries = Canaries::of(digits.parse().unwrap());
        let contact = &request["safe_contact"];
        assert_eq!(words, canaries.words);
        assert_eq!(contact["number"], format!("+{}", canaries.digits()));
        assert_eq!((&contact["name"], &contact["code_word"]), (&json!(canaries.name), &json!(canaries.code_word)));
        let id = request["request"].as_str().unwrap();
        if round % 2 == 0 {
            house.counsellor(0, &["close", id, "--outcome", "helped"]).unwrap();
        }
    }
}

/// Every marker in one of its forms, all forms in turn.
fn forms_of(markers: &[Marker]) -> Vec<u8> {
    let one = |(number, marker): (usize, &Marker)| marker.forms[number % marker.forms.len()].clone();
    markers.iter().enumerate().map(one).collect::<Vec<_>>().join(&b'\n')
}

/// Plants every marker in each of the places where nothing was found, and finds it there.
async fn everything_planted_is_found(folders: &[&Path], database: &Path, markers: &[Marker], search: &Search<'_>) {
    let names: BTreeSet<&str> = markers.iter().map(|marker| marker.name.as_str()).collect();
    let found = |path: &Path| search.in_bytes(&std::fs::read(path).unwrap());
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", database.display()));
    let mut connection = SqliteConnectOptions::new().filename(database).connect().await.unwrap();
    sqlx::query("PRAGMA wal_autocheckpoint = 0").execute(&mut connection).await.unwrap();
    let mut planting = connection.begin().await.unwrap();
    sqlx::query("CREATE TABLE planted (what TEXT NOT NULL)").execute(&mut *planting).await.unwrap();
    for name in &names {
        sqlx::query("INSERT INTO planted VALUES (?)").bind(*name).execute(&mut *planting).await.unwrap();
    }
    planting.commit().await.unwrap();
    assert_eq!(found(&beside("-wal")), names, "in the write-ahead log");
    let backup = beside(".backup");
    back_up(&mut connection, &backup).await;
    assert_eq!(found(&backup), names, "in the backup");
    assert_eq!(found(database).len(), 0, "not in the database yet");
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.unwrap();
    assert_eq!(found(database), names, "in the database");
    connection.close().await.unwrap();
    // Of the other files only the bytes matter: ring, logs, settings, what was put out.
    let planted = forms_of(markers);
    let others = folders.iter().flat_map(|folder| trace::files(folder));
    for path in others.filter(|path| *path != backup && path != database) {
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&bytes, &planted[..]].concat()).unwrap();
        assert_eq!(found(&path), names, "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_thousand_conversations_nothing_that_is_kept_names_or_quotes_anybody() {
    let mut house = House::open().await;
    let codes = everybody_talks(&house).await;
    let sent = (0..CONVERSATIONS).filter(|number| Course::of(*number).sends()).count();
    assert_eq!(codes.len(), sent);
    // As it runs, at its fullest: database, write-ahead log and its index, ring, log.
    let running = house.copied();
    counsellors_work(&house);
    let queue = house.queue().await;
    let standing = |status: &str| queue.iter().filter(|(one, _)| one == status).count();
    assert_eq!((standing("withdrawn"), standing("closed"), standing("claimed")), (sent / 4, 3, 3));
    assert_eq!(standing("waiting"), sent - sent / 4 - 6);

    // A backup; what people at the desk are shown; and everything once more at the end.
    let (backup, outputs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    back_up(&mut house.connect().await, &backup.path().join("janynda.db")).await;
    put_out(&house, outputs.path());
    assert!(house.stop_bot().success());
    let stopped = house.copied();

    let mut markers: Vec<Marker> = (0..CONVERSATIONS).flat_map(|number| Canaries::of(number).markers()).collect();
    markers.extend(codes.iter().flat_map(|code| [Marker::text(code), Marker::text(&code.replace(' ', ""))]));
    let search = Search::of(&markers);
    for folder in [&running, &backup, &outputs, &stopped] {
        assert_eq!(search.in_folder(folder.path()), Vec::<String>::new());
    }
    let database = running.path().join(house.database().strip_prefix(house.folder.path()).unwrap());
    everything_planted_is_found(&[running.path(), outputs.path()], &database, &markers, &search).await;
    house.ends(&[], &[]);
}

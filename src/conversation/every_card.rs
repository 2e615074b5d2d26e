//! What holds for every card, whatever led to it: the rules that all walks check.

use super::card::{Card, Line};
use super::chat::{CODE, Chat};
use super::place::{Place, Scene};
use super::press::{LEAVE, Press};
use super::render::{Action, Page, Style};
use super::*;
use crate::vocab::{Confirmed, Lang, Plain, RequestSecret, Standing};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Beginnings of words that would tell the topic to whoever sees the chat list over a shoulder.
const TOPIC: [&[&str]; 3] = [
    &[
        "зорла",
        "зорлы",
        "полиц",
        "қауіп",
        "қорқ",
        "қорла",
        "ұрып",
        "ұрад",
        "ұрды",
        "соққ",
        "жәбір",
        "буынд",
        "өлім",
        "өлтір",
        "өлгі",
        "өзіне қол",
        "дағдарыс",
        "психолог",
        "кеңесші",
        "сенім телефон",
        "баспана",
        "жәрдем",
        "құтқар",
        "күйеу",
        "некеле",
        "жыныс",
        "құрбан",
    ],
    &[
        "насил",
        "полиц",
        "опасн",
        "умере",
        "умир",
        "смерт",
        "суицид",
        "самоуб",
        "убь",
        "убив",
        "убий",
        "бьёт",
        "бьет",
        "бьют",
        "изби",
        "побо",
        "угроз",
        "угрож",
        "жертв",
        "психолог",
        "консультант",
        "дежур",
        "ребён",
        "ребен",
        "приют",
        "скорая",
        "спасени",
        "довери",
        "кризис",
        "муж",
        "интим",
        "абьюз",
    ],
    &[
        "violen",
        "police",
        "danger",
        "suicid",
        "dying",
        "death",
        "die",
        "kill",
        "hit",
        "beat",
        "hurt",
        "harm",
        "abus",
        "child",
        "counsel",
        "shelter",
        "rescue",
        "ambulance",
        "crisis",
        "hotline",
        "victim",
        "rape",
        "sexual",
        "threat",
        "husband",
        "marri",
        "safe",
        "emergenc",
    ],
];

/// The ledger of claims: what evidence a text stands under.
#[derive(Deserialize)]
struct Ledger {
    evidence: BTreeMap<String, Claims>,
}

#[derive(Deserialize)]
struct Claims {
    texts: Vec<String>,
}

static LEDGER: LazyLock<Ledger> =
    LazyLock::new(|| toml::from_str(include_str!("../../content/claims.toml")).expect("the ledger is TOML"));

/// Whether a card may say a text: what it claims, the state has evidence for.
fn may_say(state: &State, id: &str) -> bool {
    let under = |name: &str| LEDGER.evidence[name].texts.iter().any(|text| text == id);
    (!under("stored") || state.sent.is_some())
        && (!under("withdrawn") || state.withdrawn.is_some())
        && (!under("forgotten") || state.forgotten.is_some())
        && (!under("looked") || state.looked.is_some())
        && (!under("row") || state.draft.begun())
}

/// The topic word that stands in the part of a text which a chat list shows.
pub fn topic_word(text: &str) -> Option<&'static str> {
    let head: String = text.chars().take(80).collect::<String>().to_lowercase();
    let words: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let spaced = format!(" {}", words.join(" "));
    TOPIC.into_iter().flatten().copied().find(|word| spaced.contains(&format!(" {word}")))
}

/// Whether a number can be read or copied on a card.
pub fn shows_a_number(page: &Page) -> bool {
    page.marks.iter().any(|mark| mark.style == Style::Code)
        || page.keys.iter().flatten().any(|key| matches!(key.action, Action::Copy(_)))
}

/// Checks the card that stands in a chat.
pub fn check(chat: &Chat) {
    let card = chat.card();
    check_page(&chat.page(), &card);
    for line in &card.lines {
        if let Line::Say { lang, id, .. } = line {
            let lang = lang.unwrap_or(card.place.context.lang);
            assert!(!crate::text::say(lang, id, &[]).is_empty(), "{id} is missing in {lang:?}");
            assert!(may_say(&chat.state, id), "{:?} says {id} without evidence", card.place.scene);
        }
    }
}

fn check_page(page: &Page, card: &Card) {
    let scene = card.place.scene;
    let units = page.text.encode_utf16().count();
    assert!(units <= 4096, "{scene:?} has {units} characters");
    assert!(units > 0);
    assert_eq!(topic_word(&page.text), None, "{scene:?} begins with {:.200}", page.text);
    for mark in &page.marks {
        assert!(mark.len > 0 && mark.start + mark.len <= units);
    }
    let data = |action: &Action| match action {
        Action::Data(data) => Some(data.clone()),
        Action::Copy(_) => None,
    };
    let last = page.keys.last().and_then(|row| row.last()).expect("a last button");
    assert_eq!(data(&last.action).as_deref(), Some(LEAVE), "{scene:?} ends with leave");
    for key in page.keys.iter().flatten() {
        assert!(!key.label.is_empty(), "{scene:?} has a button without a label");
        match &key.action {
            Action::Data(data) => assert!((1..=64).contains(&data.len())),
            Action::Copy(text) => assert!((1..=256).contains(&text.chars().count())),
        }
    }
    // A cover hides that there are numbers: its one button brings the card under it, where they are.
    if !matches!(scene, Scene::Cover | Scene::Receipt) {
        let way = card.presses().any(|(_, press)| matches!(press, Press::Go(Scene::Danger | Scene::Hotlines)));
        assert!(shows_a_number(page) || way, "{scene:?} has no number within a tap");
    }
}

/// A chat at a scene, with the longest draft, all evidence and the longest wait.
pub fn filled(code: &'static str, scene: Scene) -> Chat {
    let mut chat = Chat::new(code);
    let context = chat.state.place.context;
    chat.desks = Desks([[Desk::Open(Duty::Unknown, Pace::Within { hours: u16::MAX }); 3]; 2]);
    chat.state = State::at(Place::new(scene, context));
    chat.state.numbered = true;
    chat.state.draft.begin(&RequestSecret::from_bytes([1; 16]));
    chat.state.draft.number = Some(Plain::new("+123456789012345".to_owned()));
    chat.state.draft.name = Some(Plain::new("ж".repeat(40)));
    chat.state.draft.code_word = Some(Plain::new("ш".repeat(40)));
    chat.state.draft.add_words(&"ы".repeat(2000));
    chat.state.sent = Some(Sent { stored: Confirmed::by_executor(), code: CODE });
    chat.state.receipt = Some(Receipt::Secret(RequestSecret::from_bytes([1; 16])));
    chat.state.looked = Some(Looked { standing: Standing::Waiting, lane: Some(context.lane()) });
    chat.state.withdrawn = Some((Confirmed::by_executor(), Before::Taken));
    chat.state.forgotten = Some(Confirmed::by_executor());
    chat
}

/// A chat at a scene as a person comes there: a draft where the scene needs one, evidence where the scene claims.
pub fn standing_at(code: &'static str, scene: Scene) -> Chat {
    let mut chat = Chat::new(code);
    let context = chat.state.place.context;
    chat.state = State::at(Place::new(scene, context));
    let secret = RequestSecret::from_bytes([1; 16]);
    if scene.needs_draft() {
        chat.state.draft.begin(&secret);
        chat.state.draft.number = Some(Plain::new("+77010000000".to_owned()));
    }
    match scene {
        Scene::Sent => chat.state.sent = Some(Sent { stored: Confirmed::by_executor(), code: CODE }),
        Scene::Status => {
            chat.state.receipt = Some(Receipt::Code(CODE));
            chat.state.looked = Some(Looked { standing: Standing::Waiting, lane: Some(context.lane()) });
        }
        Scene::Withdrawn => {
            chat.state.receipt = Some(Receipt::Code(CODE));
            chat.state.withdrawn = Some((Confirmed::by_executor(), Before::Waiting));
        }
        Scene::Forgotten => chat.state.forgotten = Some(Confirmed::by_executor()),
        Scene::Receipt => {
            chat.state.receipt = Some(Receipt::Secret(secret));
            (chat.state.role, chat.state.covered) = (CardRole::Receipt, true);
            chat.state.place.scene = Scene::Status;
        }
        Scene::Cover => {
            chat.state.covered = true;
            chat.state.place.scene = Scene::Help;
        }
        _ => {}
    }
    chat
}

#[test]
fn the_rule_of_the_first_line_finds_the_topic_in_every_language() {
    for head in ["Полиция 102", "Бұл зорлық", "In danger now", "Мысли о смерти", "Өлім туралы", "Counsellors read it"]
    {
        assert!(topic_word(head).is_some(), "{head}");
    }
    assert!(topic_word(&format!("{} police", "x".repeat(80))).is_none());
}

#[test]
fn what_telegram_shows_of_the_bot_before_it_is_opened_holds_no_topic_word() {
    for lang in Lang::ALL {
        for id in ["bot-name", "bot-description", "bot-short-description"] {
            assert_eq!(topic_word(&crate::text::say(lang, id, &[])), None, "{lang:?} {id}");
        }
        for (_, id) in Command::MENU {
            assert_eq!(topic_word(&crate::text::say(lang, id, &[])), None, "{lang:?} {id}");
        }
    }
}

#[test]
fn every_claim_of_the_ledger_with_evidence_is_refused_without_it() {
    let bare = Chat::new("en");
    for name in ["stored", "withdrawn", "forgotten", "looked", "row"] {
        for id in &LEDGER.evidence[name].texts {
            assert!(!may_say(&bare.state, id), "{id}");
            assert!(may_say(&filled("en", Scene::Sent).state, id), "{id}");
        }
    }
}

//! The texts of the three languages, held to the style guide: short sentences, no banned words, no blame, no gendered
//! past tense, no digits that could be a number, neutral where a bystander reads.

#[path = "words/claims.rs"]
mod claims;
#[path = "words/guidance.rs"]
mod guidance;
#[path = "words/reading.rs"]
mod reading;

use janynda::text::{self, Problem, Value, Words};
use janynda::vocab::Lang;
use std::borrow::Cow;

/// Words a survivor never reads here, by language; beginnings of words.
const BANNED: [(Lang, &[&str]); 3] = [
    (Lang::Kk, &["құрбан", "ұят", "шыда", "кепілдік", "міндетті түрде", "әрқашан", "өлтір", "зорлық"]),
    (
        Lang::Ru,
        &[
            "жертв",
            "абьюз",
            "агрессор",
            "тиран",
            "бытовух",
            "скандал",
            "порно",
            "слив",
            "гарант",
            "обязательно",
            "всегда",
            "насили",
        ],
    ),
    (
        Lang::En,
        &[
            "victim",
            "alleged",
            "abuser",
            "revenge",
            "porn",
            "dispute",
            "committed",
            "guarantee",
            "always",
            "violence",
            "rape",
        ],
    ),
];

/// The one example of a number, so that people see the form.
const EXAMPLE: &str = "+7 701 000 00 00";

/// A text with everything a card could fill in.
fn filled(lang: Lang, id: &str, count: u64) -> String {
    let time = match lang {
        Lang::Kk => "сейсенбі, 18:00",
        Lang::Ru => "вторник, 18:00",
        Lang::En => "Tuesday, 18:00",
    };
    let text = |value: &'static str| Value::Text(Cow::Borrowed(value));
    let args = [
        ("rescue", text("112")),
        ("police", text("102")),
        ("ambulance", text("103")),
        ("contact", text("111")),
        ("trust", text("150")),
        ("until", text(time)),
        ("from", text(time)),
        ("time", text(time)),
        ("day", text("x")),
        ("date", text("2026-11")),
        ("name", text("x")),
        ("who", text("x")),
        ("region", text("x")),
        ("value", text("x")),
        ("word", text("x")),
        ("text", text("x")),
        ("year", text("2026")),
        ("site", text("example.org")),
        ("a", text("17")),
        ("b", text("18")),
        ("c", text("75")),
        ("d", text("21")),
        ("page", Value::Count(1)),
        ("pages", Value::Count(9)),
        ("limit", Value::Count(900)),
        ("unclaimed", Value::Count(count)),
        ("claimed", Value::Count(count)),
        ("written", Value::Count(count)),
        ("receipts", Value::Count(count)),
        ("days", Value::Count(count)),
        ("hours", Value::Count(count)),
        ("minutes", Value::Count(count)),
        ("code", text("x")),
    ];
    text::say(lang, id, &args)
}

/// Everything that is wrong with a text, in words.
fn faults(lang: Lang, id: &str, said: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lower = said.to_lowercase();
    let banned = BANNED.iter().find(|(one, _)| *one == lang).map_or(&[][..], |(_, words)| words);
    faults.extend(banned.iter().filter(|word| lower.contains(**word)).map(|word| format!("'{word}' is banned")));
    let sentences: Vec<&str> = said.split_inclusive(['.', '?']).map(str::trim).filter(|one| !one.is_empty()).collect();
    if !id.starts_with("bot-") {
        if sentences.len() > 3 {
            faults.push(format!("{} sentences", sentences.len()));
        }
        faults.extend(
            sentences
                .iter()
                .map(|one| one.split_whitespace().count())
                .filter(|n| *n > 12)
                .map(|n| format!("{n} words")),
        );
    }
    if said.contains(['!', '…']) {
        faults.push("it is loud".to_owned());
    }
    for word in said.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        let cyrillic = word.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        if latin && cyrillic {
            faults.push(format!("'{word}' mixes alphabets"));
        }
        if word.chars().count() > 1 && word.chars().all(char::is_uppercase) && word != "SMS" {
            faults.push(format!("'{word}' shouts"));
        }
        let small_you = match lang {
            Lang::Kk => word.starts_with("сіз") || ["сен", "саған", "сені", "сенің"].contains(&word),
            Lang::Ru => ["вы", "вас", "вам", "вами"].contains(&word) || word.starts_with("ваш"),
            Lang::En => false,
        };
        if small_you {
            faults.push(format!("'{word}' is not how we address people"));
        }
    }
    if lang == Lang::Ru {
        let words: Vec<String> =
            lower.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphabetic()).into()).collect();
        for pair in words.windows(2) {
            if pair[0] == "вы" && ["л", "ла", "лся", "лась"].iter().any(|end| pair[1].ends_with(end)) {
                faults.push(format!("'{} {}' shows a gender", pair[0], pair[1]));
            }
        }
    }
    faults
}

#[test]
fn every_text_keeps_the_style_guide_in_every_language() {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        for id in text::ids() {
            for count in [1, 3, 15, 21] {
                let said = filled(lang, id, count);
                assert!(!said.is_empty(), "{} {id} is empty", lang.code());
                all.extend(faults(lang, id, &said).into_iter().map(|fault| format!("{} {id}: {fault}", lang.code())));
            }
            // Filled with letters only: digits in the text itself would be a number that is not in the data file.
            let bare = text::say(lang, id, &[]).replace(EXAMPLE, "");
            let digits = bare.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() > 2);
            assert!(!digits, "{} {id} holds a number", lang.code());
        }
    }
    all.dedup();
    assert_eq!(all, Vec::<String>::new());
}

/// Words that blame a person for what she typed or pressed; beginnings of words.
const REPROACH: [(Lang, &[&str]); 3] = [
    (Lang::Kk, &["түсінбе", "қате", "дұрыс емес", "рұқсат жоқ", "тыйым", "жарамсыз", "әдепсіз", "бұрыс"]),
    (
        Lang::Ru,
        &[
            "понимаю",
            "понял",
            "ошиб",
            "неверн",
            "неправильн",
            "недопустим",
            "запрещ",
            "некоррект",
            "груб",
            "прекратите",
        ],
    ),
    (
        Lang::En,
        &[
            "understand",
            "wrong",
            "error",
            "invalid",
            "incorrect",
            "mistake",
            "not allowed",
            "forbidden",
            "rude",
            "spam",
        ],
    ),
];

/// "Say wrong number" is what a counsellor is asked to say to somebody else.
const TO_SOMEBODY_ELSE: &str = "someone-else-wrong_number";

fn reproach(lang: Lang, said: &str) -> Option<&'static str> {
    let lower = format!(" {}", said.to_lowercase());
    let (_, words) = REPROACH.iter().find(|(one, _)| *one == lang)?;
    words.iter().find(|word| lower.contains(&format!(" {word}"))).copied()
}

#[test]
fn no_text_reproaches_a_person_for_what_she_wrote() {
    for lang in Lang::ALL {
        for id in text::ids().into_iter().filter(|id| *id != TO_SOMEBODY_ELSE) {
            assert_eq!(reproach(lang, &filled(lang, id, 3)), None, "{} {id}", lang.code());
        }
    }
    for (lang, said) in [
        (Lang::Kk, "Мен түсінбедім."),
        (Lang::Ru, "Я Вас не понимаю."),
        (Lang::En, "I do not understand."),
        (Lang::En, "That was a mistake."),
    ] {
        assert!(reproach(lang, said).is_some(), "{said}");
    }
}

#[test]
fn the_rules_find_what_they_are_for() {
    for (lang, said) in [
        (Lang::En, "You are a victim."),
        (Lang::En, "One two three four five six seven eight nine ten eleven twelve thirteen."),
        (Lang::En, "One. Two. Three. Four."),
        (Lang::En, "Call now!"),
        (Lang::En, "CALL now."),
        (Lang::Ru, "Вы обратились, и мы поможем вам."),
        (Lang::Ru, "Вы написала."),
        (Lang::Ru, "Это насилие."),
        (Lang::Kk, "сен жаз."),
        (Lang::Kk, "Cіз жазыңыз."),
    ] {
        assert!(!faults(lang, "test", said).is_empty(), "{said}");
    }
    assert!(faults(Lang::Ru, "test", "Спасибо, что написали. Это не Ваша вина.").is_empty());
}

#[test]
fn buttons_are_short_and_answers_over_the_chat_fit() {
    for lang in Lang::ALL {
        for id in text::ids() {
            let length = filled(lang, id, 15).chars().count();
            if ["button-", "who-me", "who-other"].iter().any(|family| id.starts_with(family)) {
                assert!(length <= 28, "{} {id}: {length}", lang.code());
            } else if id.starts_with("answer-")
                || id.starts_with("kind-") && id != "kind-question" && id != "kind-several"
            {
                assert!(length <= 62, "{} {id}: {length}", lang.code());
            } else if id.starts_with("toast-") {
                assert!(length <= 200, "{} {id}: {length}", lang.code());
            }
        }
    }
}

#[test]
fn what_telegram_shows_outside_of_the_chat_fits_and_is_neutral() {
    for lang in Lang::ALL {
        let limits = [("bot-name", 64), ("bot-description", 512), ("bot-short-description", 120)];
        for (id, limit) in limits {
            assert!(filled(lang, id, 1).chars().count() <= limit);
        }
        for hello in ["greeting", "welcome-hello"] {
            let head = format!("{}\n{}", filled(lang, "title", 1), filled(lang, hello, 1));
            assert!(head.chars().count() >= 80, "{} {hello}", lang.code());
        }
    }
}

const WHOLE: &str = "a = one { $x }\nb = two\n";

fn load(kk: &str, ru: &str, en: &str) -> Result<Words, Vec<Problem>> {
    Words::load(&[(Lang::Kk, vec![("kk", kk)]), (Lang::Ru, vec![("ru", ru)]), (Lang::En, vec![("en", en)])])
}

#[test]
fn a_locale_that_lacks_a_key_or_uses_other_variables_is_refused_with_its_name() {
    assert!(load(WHOLE, WHOLE, WHOLE).is_ok());
    let missing = load(WHOLE, "a = one { $x }\n", WHOLE).err().unwrap_or_default();
    assert_eq!(missing, [Problem::Missing { lang: Lang::Ru, id: "b".to_owned() }]);
    assert_eq!(missing[0].to_string(), "ru: 'b' is missing");
    let other = load("a = one { $y }\nb = two\n", WHOLE, WHOLE).err().unwrap_or_default();
    assert_eq!(other, [Problem::Variables { lang: Lang::Kk, id: "a".to_owned() }]);
    let twice = load(WHOLE, WHOLE, "a = one { $x }\nb = two\nb = three\n").err().unwrap_or_default();
    assert_eq!(twice, [Problem::Twice { lang: Lang::En, id: "b".to_owned() }]);
    assert!(load(WHOLE, WHOLE, "a = { $x\nb = two\n").is_err());
}

#[test]
fn every_id_of_the_locales_is_used() {
    let mut code = String::new();
    read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut code);
    // Ids that are put together from a family and a name.
    let families = [
        "kind-",
        "ask-",
        "answer-",
        "heard-",
        "who-",
        "how-",
        "when-",
        "days-",
        "someone-else-",
        "code-word-",
        "step-",
        "fact-",
        "topic-",
        "button-topic-",
        "day-",
        "language-",
        "review-voicemail-",
        "review-sms-",
    ];
    for id in text::ids() {
        let used = code.contains(&format!("\"{id}\"")) || families.iter().any(|family| id.starts_with(family));
        assert!(used, "{id} is said nowhere");
    }
}

fn read(folder: &std::path::Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, code);
        } else if path.extension().is_some_and(|end| end == "rs") {
            code.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

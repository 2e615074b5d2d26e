//! Typed text: exit word, command, button label or number, own words, in this order (R6).

use super::card::{Card, Does};
use super::place::Scene;
use super::press::Press;
use crate::text;
use crate::vocab::Lang;

/// A command. All names are neutral (R4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// `/start`, with the payload of a deep link: a language or a kind, never a school or a person.
    Start(&'a str),
    /// `/numbers`
    Numbers,
    /// `/help`
    Help,
    /// `/language`
    Language,
    /// `/privacy`
    Privacy,
    /// `/forget`
    Forget,
    /// `/exit`
    Exit,
}

impl<'a> Command<'a> {
    /// The names shown in Telegram's menu, in its order, with the Fluent ids of their descriptions.
    pub const MENU: [(&'static str, &'static str); 7] = [
        ("start", "command-start"),
        ("numbers", "command-numbers"),
        ("help", "command-help"),
        ("language", "command-language"),
        ("privacy", "command-privacy"),
        ("forget", "command-forget"),
        ("exit", "command-exit"),
    ];

    /// Reads a command; `/start@name payload` as well. Not one of ours: none.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Command<'a>> {
        let rest = text.trim().strip_prefix('/')?;
        let (word, payload) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = word.split('@').next().unwrap_or_default();
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        Some(match () {
            () if is("start") => Command::Start(payload.trim()),
            () if is("numbers") => Command::Numbers,
            () if is("help") => Command::Help,
            () if is("language") => Command::Language,
            () if is("privacy") => Command::Privacy,
            () if is("forget") => Command::Forget,
            () if is("exit") => Command::Exit,
            () => return None,
        })
    }
}

/// Words that leave, in any language and place, whatever else is on the card.
const EXIT_WORDS: [&str; 9] = ["x", "х", "✖", "стоп", "выход", "шығу", "жабу", "stop", "quit"];

/// Whether the text is one of the exit words, or the door.
#[must_use]
pub fn is_exit(text: &str) -> bool {
    let word = text.trim().trim_end_matches(['.', '!', '\u{fe0f}']).to_lowercase();
    word == "🚪" || EXIT_WORDS.contains(&word.as_str())
}

/// The press whose label the text repeats, letters only: "Call me" for "☎ Call me".
#[must_use]
pub fn by_label(card: &Card, lang: Lang, text: &str) -> Option<Press> {
    let wanted = letters(text);
    if wanted.is_empty() {
        return None;
    }
    card.presses().find(|(label, _)| letters(&text::label(lang, label)) == wanted).map(|(_, press)| press)
}

/// The press with this number on a card whose buttons carry numbers: 1 is the first choice.
#[must_use]
pub fn by_number(card: &Card, text: &str) -> Option<Press> {
    let number: usize = text.trim().trim_end_matches(['.', ')']).parse().ok()?;
    card.choices().nth(number.checked_sub(1)?).and_then(|button| match button.does {
        Does::Press(press) => Some(press),
        Does::Copy(_) => None,
    })
}

/// How people say yes and no to what was heard, beside the words on the buttons.
const YES: [&str; 22] = [
    "yes",
    "yeah",
    "yep",
    "y",
    "ok",
    "okay",
    "correct",
    "right",
    "true",
    "да",
    "ага",
    "угу",
    "верно",
    "так",
    "правильно",
    "ок",
    "иә",
    "ия",
    "иа",
    "дұрыс",
    "солай",
    "рас",
];
const NO: [&str; 9] = ["no", "nope", "wrong", "нет", "неа", "неверно", "жоқ", "жок", "емес"];

/// A short yes or no to what was heard: as it begins, in at most three words.
#[must_use]
pub fn yes_or_no(text: &str) -> Option<Press> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let first = words.first().filter(|_| words.len() <= 3)?;
    // "Дұрыс емес" begins like a yes.
    if words.iter().any(|word| NO.contains(word)) {
        return Some(Press::Go(Scene::Kind));
    }
    YES.contains(first).then_some(Press::HeardRight)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_word_leaves_and_no_other_text_does() {
        for word in ["x", "Х", "✖", "✖\u{fe0f}", "СТОП", "выход", "шығу.", "жабу", "Stop", "quit", "🚪", " x "]
        {
            assert!(is_exit(word), "{word}");
        }
        for word in ["", "xx", "exit the house", "стоп слово", "/exit"] {
            assert!(!is_exit(word), "{word}");
        }
    }

    #[test]
    fn a_short_yes_or_no_is_understood_in_three_languages_and_a_sentence_is_own_words() {
        for yes in ["Yes", "yeah!", "ok", "yes it is", "да", "Ага, верно", "иә", "Иә, дұрыс", "ия"]
        {
            assert_eq!(yes_or_no(yes), Some(Press::HeardRight), "{yes}");
        }
        for no in ["no", "Нет", "не так, нет", "жоқ", "дұрыс емес", "not right, no"] {
            assert_eq!(yes_or_no(no), Some(Press::Go(Scene::Kind)), "{no}");
        }
        for text in ["", "maybe", "yes he hits me every day", "да он меня бьёт"] {
            assert_eq!(yes_or_no(text), None, "{text}");
        }
    }

    #[test]
    fn commands_are_read_with_payload_and_bot_name() {
        assert_eq!(Command::read("/start kk"), Some(Command::Start("kk")));
        assert_eq!(Command::read("/START@some_bot"), Some(Command::Start("")));
        assert_eq!(Command::read("/forget"), Some(Command::Forget));
        assert_eq!(Command::read("/etc/passwd"), None);
        assert_eq!(Command::read("start"), None);
    }
}

//! How texts for a person in need are worded: no banned word, promise, address or exclamation; nothing that shows a
//! gender; Вы and Сіз with a capital; Kazakh suffixes after numbers in harmony. The rules are those of
//! `content/SCHEMA.md` and hold for a file an operator writes as well as for the shipped one.

use crate::vocab::Lang;

/// Something to look for in a lower-case text.
#[derive(Clone, Copy)]
enum Pattern {
    /// Anywhere, also inside a word: stems.
    Part(&'static str),
    /// Where a word starts.
    Start(&'static str),
    /// Where a word ends.
    End(&'static str),
    /// A whole word.
    Word(&'static str),
    /// Where a word starts, if a digit follows, with or without a blank: `д. 5`.
    BeforeDigit(&'static str),
}
use Pattern::{BeforeDigit, End, Part, Start, Word};

/// Words somebody in need never reads here, and promises nobody can keep.
const fn banned(lang: Lang) -> &'static [Pattern] {
    match lang {
        Lang::Kk => &[
            Part("құрбан"),
            Part("ұят"),
            Part("шыда"),
            Part("кепілдік"),
            Part("міндетті түрде"),
            Part("әрқашан"),
            Part("өлтір"),
        ],
        Lang::Ru => &[
            Part("жертв"),
            Part("абьюз"),
            Part("агрессор"),
            Part("тиран"),
            Part("бытовух"),
            Part("скандал"),
            Part("порно"),
            Part("слив"),
            Part("гарант"),
            Part("обязательно"),
            Part("всегда"),
            Part("немедленно поможем"),
        ],
        Lang::En => &[
            Part("victim"),
            Part("alleged"),
            Part("abuser"),
            Part("revenge"),
            Part("porn"),
            Part("dispute"),
            Part("committed"),
            Part("guarantee"),
            Part("always"),
            Part("will help"),
            Part("perpetrator"),
        ],
    }
}

/// Parts of a street address: a shelter must not be found by the person one hides from.
const fn address(lang: Lang) -> &'static [Pattern] {
    match lang {
        Lang::Kk => &[Part("көше"), Part("даңғыл"), End("-үй"), Part("пәтер"), Part("мөлтек аудан")],
        Lang::Ru => &[
            Start("ул."),
            Part("улиц"),
            Part("проспект"),
            Start("пр."),
            Part("переул"),
            Part("микрорайон"),
            Start("мкр"),
            BeforeDigit("д."),
            BeforeDigit("кв."),
        ],
        Lang::En => &[Word("street"), Start("st."), Word("avenue"), Start("ave."), Word("road"), Word("apt")],
    }
}

/// Numbers every text may name; any other number belongs in `numbers`, where its source is.
const SPOKEN: [&str; 5] = ["111", "102", "103", "112", "150"];

/// What may follow a number in Kazakh, after how the number is said.
const SUFFIXES: [(&str, [&str; 5]); 6] = [
    ("111", ["ге", "ден", "ді", "де", "мен"]),
    ("112", ["ге", "ден", "ні", "де", "мен"]),
    ("102", ["ге", "ден", "ні", "де", "мен"]),
    ("103", ["ке", "тен", "ті", "те", "пен"]),
    ("150", ["ге", "ден", "ді", "де", "мен"]),
    ("18", ["ге", "ден", "ді", "де", "бен"]),
];

const KAZAKH_SMALL_YOU: [&str; 6] = ["сіз", "сізге", "сізді", "сіздің", "сізден", "сізбен"];
const KAZAKH_FAMILIAR_YOU: [&str; 6] = ["сен", "саған", "сені", "сенің", "сенен", "сенімен"];
const RUSSIAN_SMALL_YOU: [&str; 4] = ["вы", "вас", "вам", "вами"];

/// Everything wrong with the wording of one text.
pub(super) fn faults(text: &str, lang: Lang) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(what);
    let lower = text.to_lowercase();

    if text.trim().is_empty() || text != text.trim() || text.contains("  ") {
        fault("must be a text without blanks at its ends or double blanks".into());
    }
    if text.chars().any(is_invisible) {
        fault("has control or invisible characters".into());
    }
    if text.chars().any(is_loud) {
        fault("no exclamation or question marks, ellipses or emoji".into());
    }
    for found in banned(lang).iter().filter_map(|pattern| find(*pattern, &lower)) {
        fault(format!("has a word of the banned list: '{found}'"));
    }
    for found in address(lang).iter().filter_map(|pattern| find(*pattern, &lower)) {
        fault(format!("has an address: '{found}'"));
    }
    match lang {
        Lang::Kk => kazakh(text, &lower, &mut fault),
        Lang::Ru => russian(text, &mut fault),
        Lang::En => {
            if text.chars().any(is_cyrillic) {
                fault("has Cyrillic letters".into());
            }
        }
    }
    faults
}

fn kazakh(text: &str, lower: &str, fault: &mut impl FnMut(String)) {
    let small = words(text).any(|word| KAZAKH_SMALL_YOU.contains(&word));
    if small || words(lower).any(|word| KAZAKH_FAMILIAR_YOU.contains(&word)) {
        fault("write Сіз with a capital, never сен".into());
    }
    for (at, _) in text.match_indices('-') {
        let number = last_word(&text[..at]);
        let suffix = first_word(&text[at + 1..]);
        let rule = SUFFIXES.iter().find(|(known, _)| *known == number);
        if let Some((_, allowed)) = rule
            && !suffix.is_empty()
            && !allowed.iter().any(|form| suffix.starts_with(form))
        {
            fault(format!("'{number}-{suffix}' breaks vowel harmony (allowed: {})", allowed.join(", ")));
        }
    }
}

fn russian(text: &str, fault: &mut impl FnMut(String)) {
    if words(text).any(|word| RUSSIAN_SMALL_YOU.contains(&word) || word.starts_with("ваш")) {
        fault("write Вы, Вас, Вам, Ваш with a capital".into());
    }
    if shows_gender(text) {
        fault("past tense about the reader shows a gender".into());
    }
}

/// Kazakh letters in a Russian text outside of «». The names of regions may have them.
pub(super) fn has_kazakh_outside_quotes(text: &str) -> bool {
    let mut quoted = false;
    text.to_lowercase().chars().any(|c| {
        quoted = c == '«' || (quoted && c != '»');
        !quoted && "әғқңөұүһі".contains(c)
    })
}

/// Whether one of the three words after Вы is a past tense of one gender: "Если Вы ушла".
fn shows_gender(text: &str) -> bool {
    let past = |word: &str| {
        ["л", "ла", "лся", "лась"].iter().any(|end| word.strip_suffix(end).is_some_and(|stem| !stem.is_empty()))
    };
    text.match_indices(['В', 'в']).any(|(at, _)| {
        let from_here = &text[at..];
        if text[..at].ends_with(is_letter) || !matches!(first_word(from_here), "Вы" | "вы") {
            return false;
        }
        let mut rest = &from_here["Вы".len()..];
        (0..3).any(|_| {
            // Only blanks stand between the words: behind a comma somebody else may be spoken of.
            let blanks = rest.len() - rest.trim_start().len();
            let word = if blanks == 0 { "" } else { first_word(rest.trim_start()) };
            rest = &rest[blanks + word.len()..];
            past(word)
        })
    })
}

/// Everything wrong with the wording of a card's sentence, on top of [`faults`].
pub(super) fn card_faults(text: &str) -> Vec<String> {
    const WORDS: usize = 12;
    let mut faults = Vec::new();
    if !text.ends_with('.') || text.contains(". ") {
        faults.push("must be one sentence ending in a full stop".into());
    }
    let count = text.split_whitespace().count();
    if count > WORDS {
        faults.push(format!("has {count} words, at most {WORDS}"));
    }
    faults
}

/// Numbers of three digits and more that a text may not name.
pub(super) fn numbers_outside(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 3 && !SPOKEN.contains(run))
}

/// Whether `name` stands in `text` as a word of its own.
pub(super) fn names(text: &str, name: &str) -> bool {
    stands(Word(""), name, text)
}

/// Cyrillic and its supplement: Russian and Kazakh.
pub(super) const fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Characters that a reader does not see and that may turn a line around.
pub(super) fn is_invisible(c: char) -> bool {
    let format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    c.is_control() || format
}

const fn is_loud(c: char) -> bool {
    matches!(c, '!' | '?' | '…' | '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_letter(c)).filter(|word| !word.is_empty())
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_letter(c)).unwrap_or(text.len())]
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| is_letter(*c)).last();
    start.map_or("", |(at, _)| &text[at..])
}

/// The pattern's text, if it stands in a lower-case text.
fn find(pattern: Pattern, lower: &str) -> Option<&'static str> {
    let (Part(needle) | Start(needle) | End(needle) | Word(needle) | BeforeDigit(needle)) = pattern;
    stands(pattern, needle, lower).then_some(needle)
}

fn stands(pattern: Pattern, needle: &str, text: &str) -> bool {
    text.match_indices(needle).any(|(at, _)| {
        let rest = &text[at + needle.len()..];
        let starts = !text[..at].ends_with(is_letter);
        let ends = !rest.starts_with(is_letter);
        match pattern {
            Part(_) => true,
            Start(_) => starts,
            End(_) => ends,
            Word(_) => starts && ends,
            BeforeDigit(_) => {
                starts && rest.strip_prefix(' ').unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit())
            }
        }
    })
}

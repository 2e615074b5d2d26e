//! How hard the texts are to read: the English grade of Flesch and Kincaid, and how long sentences are in each language.
//!
//! What is above the limit stands in `content/reading.toml` with its present figure. There it may fall and never rise, and
//! a row that is no longer needed is refused. The grade is a measure of English only; of Kazakh and Russian the lengths
//! of sentences are held.

use super::filled;
use janynda::text;
use janynda::vocab::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The hardest a text may be: the sixth year of school.
const GRADE: f64 = 6.0;

/// A grade means little below so many words.
const FEWEST_WORDS: usize = 12;

/// What is above the limit, and what holds for all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    /// The grade of every English text together.
    english: f64,
    /// Words a sentence, by language.
    sentence: BTreeMap<String, f64>,
    /// Families of texts above the limit.
    family: BTreeMap<String, f64>,
    /// Texts above the limit.
    text: BTreeMap<String, f64>,
}

impl Ledger {
    fn committed() -> Ledger {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/reading.toml");
        toml::from_str(&std::fs::read_to_string(path).expect("the ledger")).expect("a ledger")
    }
}

/// What a text, or several together, are made of.
#[derive(Clone, Copy, Default)]
struct Measure {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Measure {
    /// Of a text. Numbers and signs are no words: they are read off, not read.
    fn of(said: &str) -> Measure {
        let mut measure = Measure::default();
        for sentence in said.split(['.', '?']) {
            let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
            let syllables: Vec<usize> = words.map(syllables).collect();
            if !syllables.is_empty() {
                measure.sentences += 1;
                measure.words += syllables.len();
                measure.syllables += syllables.iter().sum::<usize>();
            }
        }
        measure
    }

    fn and(self, other: Measure) -> Measure {
        Measure {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// Words a sentence.
    fn length(self) -> f64 {
        ratio(self.words, self.sentences)
    }

    /// The grade of Flesch and Kincaid (Kincaid and others 1975, formula for reading ease of Navy texts).
    fn grade(self) -> f64 {
        0.39 * self.length() + 11.8 * ratio(self.syllables, self.words) - 15.59
    }
}

fn ratio(one: usize, other: usize) -> f64 {
    let small = |n: usize| f64::from(u32::try_from(n).expect("texts are short"));
    small(one) / small(other.max(1))
}

/// To one decimal, as the ledger has it.
fn rounded(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

/// Words whose letters say another number of syllables than the mouth does.
const SPOKEN: [(&str, usize); 13] = [
    ("media", 3),
    ("video", 3),
    ("videos", 3),
    ("every", 2),
    ("everything", 3),
    ("something", 2),
    ("somewhere", 2),
    ("elsewhere", 2),
    ("somebody", 3),
    ("lately", 2),
    ("safely", 2),
    ("safety", 2),
    ("evening", 2),
];

/// The syllables of an English word, by its groups of vowels. Where it errs, it counts one too many.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    if let Some((_, count)) = SPOKEN.iter().find(|(spoken, _)| *spoken == word) {
        return *count;
    }
    let vowel = |c: char| "aeiouy".contains(c);
    let groups = word.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
    let stem_ends = |end: &str, in_any: &str| {
        word.strip_suffix(end).and_then(|stem| stem.chars().last()).is_some_and(|last| in_any.contains(last))
    };
    let consonants = "bcdfghjklmnpqrstvwxz";
    let silent = (stem_ends("e", consonants) && !stem_ends("le", consonants))
        || (stem_ends("ed", consonants) && !stem_ends("ed", "dt"))
        || (stem_ends("es", consonants) && !stem_ends("es", "sxzhcg"));
    let sounded = usize::from(stem_ends("ing", "aeiouy"));
    (groups + sounded).saturating_sub(usize::from(silent)).max(1)
}

/// Every text that people read as a text: not a button, not a name.
fn read_texts() -> impl Iterator<Item = &'static str> {
    let labels = ["button-", "command-", "day-", "language-", "code-word-", "who-", "bot-name", "title"];
    text::ids().into_iter().filter(move |id| !labels.iter().any(|begin| id.starts_with(begin)))
}

/// Texts of one family begin alike.
fn family(id: &str) -> &str {
    id.split_once('-').map_or(id, |(family, _)| family)
}

/// What is wrong with a figure: above the limit without a row, above its row, or with a row that says more than is so.
fn fault(name: &str, now: f64, row: Option<f64>) -> Option<String> {
    match row {
        None if now > GRADE => Some(format!("{name} is of grade {now:.1}: write it plainer")),
        Some(_) if now <= GRADE => Some(format!("{name} is of grade {now:.1}: take its row out of the ledger")),
        Some(row) if now > row => Some(format!("{name} rose from grade {row:.1} to {now:.1}")),
        Some(row) if now < row => Some(format!("{name} fell from grade {row:.1} to {now:.1}: write that into its row")),
        None | Some(_) => None,
    }
}

/// Everything that is wrong with the grades of some texts or families.
fn faults(found: &BTreeMap<&str, Measure>, rows: &BTreeMap<String, f64>) -> Vec<String> {
    let long = found.iter().filter(|(name, measure)| measure.words >= FEWEST_WORDS || rows.contains_key(**name));
    let faults = long.filter_map(|(name, measure)| fault(name, rounded(measure.grade()), rows.get(*name).copied()));
    let gone = rows.keys().filter(|name| !found.contains_key(name.as_str()));
    faults.chain(gone.map(|name| format!("{name} stands in the ledger and nowhere else"))).collect()
}

#[test]
fn english_is_read_after_six_years_of_school_and_what_is_harder_stands_in_the_ledger_and_only_gets_easier() {
    let ledger = Ledger::committed();
    let texts: BTreeMap<&str, Measure> = read_texts().map(|id| (id, Measure::of(&filled(Lang::En, id, 3)))).collect();
    let mut families: BTreeMap<&str, Measure> = BTreeMap::new();
    for (id, measure) in &texts {
        let sum = families.entry(family(id)).or_default();
        *sum = sum.and(*measure);
    }
    let all = texts.values().fold(Measure::default(), |sum, one| sum.and(*one));
    for (name, measure) in &families {
        println!("{name}: grade {:.1}, {:.1} words a sentence", measure.grade(), measure.length());
    }
    println!("all of it: grade {:.1}", all.grade());
    let mut faults = [faults(&texts, &ledger.text), faults(&families, &ledger.family)].concat();
    if rounded(all.grade()) > ledger.english || ledger.english > GRADE {
        faults.push(format!("English as a whole is of grade {:.1}", all.grade()));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn sentences_do_not_grow_in_any_language() {
    let ledger = Ledger::committed();
    for lang in Lang::ALL {
        let all = read_texts().map(|id| Measure::of(&filled(lang, id, 3)));
        let length = rounded(all.fold(Measure::default(), Measure::and).length());
        println!("{}: {length:.1} words a sentence", lang.code());
        let row = ledger.sentence.get(lang.code()).copied().unwrap_or_default();
        assert!(length <= row, "{}: {length:.1} words a sentence, {row:.1} in the ledger", lang.code());
    }
}

#[test]
fn a_harder_text_a_risen_grade_and_a_row_that_is_not_so_are_refused() {
    let hard = "The administration of confidentiality necessitates considerable understanding of particularly \
                complicated institutional responsibilities and procedures.";
    let easy = "You can call at any time. Say what you like, and stop when you like. They will hear you out.";
    let (hard, easy) = (Measure::of(hard), Measure::of(easy));
    assert!(hard.grade() > 12.0 && easy.grade() < 4.0);
    let found = BTreeMap::from([("hard", hard), ("easy", easy)]);
    let grade = rounded(hard.grade());
    let rows = |row: &[(&str, f64)]| row.iter().map(|(name, grade)| ((*name).to_owned(), *grade)).collect();
    let refused = |row: &[(&str, f64)]| faults(&found, &rows(row)).join("; ");
    assert_eq!(refused(&[("hard", grade)]), "");
    assert!(refused(&[]).contains("hard is of grade"));
    assert!(refused(&[("hard", grade - 0.1)]).contains("hard rose from"));
    assert!(refused(&[("hard", grade + 0.1)]).contains("hard fell from"));
    assert!(refused(&[("hard", grade), ("easy", 7.0)]).contains("easy is of grade"));
    assert!(refused(&[("hard", grade), ("gone", 7.0)]).contains("gone stands in the ledger and nowhere else"));
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    for (word, count) in [
        ("call", 1),
        ("phone", 1),
        ("people", 2),
        ("little", 2),
        ("asked", 1),
        ("needed", 2),
        ("notes", 1),
        ("changes", 2),
        ("being", 2),
        ("police", 2),
        ("safety", 2),
        ("ambulance", 3),
        ("counsellor", 3),
        ("information", 4),
        ("person’s", 2),
        ("y", 1),
    ] {
        assert_eq!(syllables(word), count, "{word}");
    }
}

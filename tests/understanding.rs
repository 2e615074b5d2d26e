//! How well messages are understood is published, and may only get better.

use janynda::understanding::learn::digest;
use janynda::understanding::measure::{Over, Score, Share};
use janynda::understanding::table::{Columns, Row, rows};
use janynda::understanding::{Label, learnt_from, lexicon_phrases, one_spelling, read};
use janynda::vocab::Flag;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn content(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(name)
}

fn text(name: &str) -> &'static str {
    String::leak(std::fs::read_to_string(content(name)).expect("a file of the repository"))
}

fn table(name: &str) -> Vec<Row<'static>> {
    rows(text(name), Columns::Labelled).expect("a table of labelled messages")
}

/// Training files by name, in the order of names.
fn training() -> Vec<(String, String)> {
    let folder = std::fs::read_dir(content("disclosures/train")).expect("training messages");
    let mut files: Vec<(String, String)> = folder
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .map(|name| (name.clone(), text(&format!("disclosures/train/{name}")).to_owned()))
        .collect();
    files.sort();
    files
}

/// Messages to measure with; whoever adds a file adds it here.
const TESTS: [&str; 2] = ["disclosures/dev.tsv", "disclosures/untuned.tsv"];

#[test]
fn no_message_of_a_test_file_is_taught_or_stands_in_a_list() {
    let taught: BTreeSet<String> = training()
        .iter()
        .flat_map(|(_, text)| rows(text, Columns::Labelled).expect("a table"))
        .map(|row| one_spelling(row.text))
        .chain(lexicon_phrases())
        .collect();
    let told: Vec<&str> = TESTS
        .into_iter()
        .flat_map(table)
        .filter(|row| taught.contains(&one_spelling(row.text)))
        .map(|row| row.id)
        .collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn the_weights_were_learnt_from_the_lists_and_messages_that_stand_here() {
    assert!(
        digest(&training()) == learnt_from(),
        "a word list or a training message changed: `janynda understand --learn content`, then build again"
    );
}

#[test]
fn ids_are_never_used_twice_and_every_training_message_has_an_author() {
    let mut ids = BTreeSet::new();
    for (name, text) in training() {
        for row in rows(&text, Columns::Labelled).expect("a table") {
            assert!(!row.author.is_empty(), "{name}: {}", row.id);
            assert!(ids.insert(row.id.to_owned()), "{name}: {}", row.id);
        }
    }
}

/// What holds for one language of one file. Floors only rise.
struct Floor {
    lang: &'static str,
    kinds: f64,
    danger: f64,
    self_harm: f64,
    /// A ceiling: it only falls.
    false_alarms: f64,
}

#[track_caller]
fn holds(file: &str, floors: &[Floor]) {
    let gold = table(file);
    let score = Score::of(&gold, |row| read(row.text).labels());
    let value = |share: Share| share.value().expect("rows to count");
    for floor in floors {
        let part = score.part(floor.lang).expect("rows of the language");
        let recall = |flag| value(part.of(Label::Flag(flag)).recall());
        let kinds = part.macro_f1(Over::Kinds).expect("kinds");
        assert!(kinds >= floor.kinds, "{file} {}: kinds {kinds}", floor.lang);
        let danger = recall(Flag::ImmediateDanger);
        assert!(danger >= floor.danger, "{file} {}: danger {danger}", floor.lang);
        let self_harm = recall(Flag::SelfHarm);
        assert!(self_harm >= floor.self_harm, "{file} {}: self-harm {self_harm}", floor.lang);
        let alarms = value(part.false_alarm_any);
        assert!(alarms <= floor.false_alarms, "{file} {}: false alarms {alarms}", floor.lang);
    }
}

#[test]
fn what_was_reached_on_the_tuned_messages_is_kept() {
    holds(
        "disclosures/dev.tsv",
        &[
            Floor { lang: "kk", kinds: 0.88, danger: 1.0, self_harm: 1.0, false_alarms: 0.02 },
            Floor { lang: "ru", kinds: 0.90, danger: 1.0, self_harm: 1.0, false_alarms: 0.02 },
            Floor { lang: "en", kinds: 0.84, danger: 1.0, self_harm: 1.0, false_alarms: 0.02 },
        ],
    );
}

#[test]
fn what_was_reached_on_messages_nobody_tunes_on_is_kept() {
    holds(
        "disclosures/untuned.tsv",
        &[
            Floor { lang: "kk", kinds: 0.85, danger: 0.89, self_harm: 0.89, false_alarms: 0.11 },
            Floor { lang: "ru", kinds: 0.85, danger: 0.93, self_harm: 0.90, false_alarms: 0.05 },
            Floor { lang: "en", kinds: 0.85, danger: 0.86, self_harm: 0.88, false_alarms: 0.06 },
        ],
    );
}

#[test]
fn messages_of_each_language_are_enough_and_a_quarter_of_them_is_quiet() {
    for lang in ["kk", "ru", "en"] {
        let rows: Vec<Row<'_>> = table("disclosures/untuned.tsv").into_iter().filter(|row| row.lang == lang).collect();
        assert!(rows.len() >= 300, "{lang}: {}", rows.len());
        let quiet = rows.iter().filter(|row| row.labels.is_empty()).count();
        assert!(quiet * 4 >= rows.len(), "{lang}: {quiet} of {}", rows.len());
    }
}

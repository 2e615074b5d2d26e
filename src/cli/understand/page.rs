//! The page `docs/understanding.md`: how well messages are understood, with the figures that the program counts itself.

use super::learning::{AUTHORS, PARTS, training, training_rows};
use super::{labels, read};
use crate::understanding::Label;
use crate::understanding::learn::Marked;
use crate::understanding::measure::{Over, Part, Score, Share};
use crate::understanding::table::{Columns, Row, rows};
use crate::vocab::Flag;
use anyhow::{Context as _, Result};
use std::fmt::{self, Write as _};
use std::path::Path;

const HEAD: &str = include_str!("page/head.md");

/// Authors whose messages whoever tends the word lists does not read; one a language.
const UNREAD: [&str; 3] = ["kf", "re", "ee"];

/// The whole page.
pub(super) fn page(folder: &Path) -> Result<String> {
    let files = training(folder)?;
    let trained: Vec<Row<'_>> =
        training_rows(&files)?.into_iter().filter(|(_, marked)| *marked == Marked::Fully).map(|(row, _)| row).collect();
    let authors: std::collections::BTreeSet<&str> = trained.iter().map(|row| row.author).collect();
    let mut sets = Vec::new();
    for (name, file) in [("untuned", "disclosures/untuned.tsv"), ("tuned", "disclosures/dev.tsv")] {
        let text = read(&folder.join(file))?;
        let gold = rows(&text, Columns::Labelled).with_context(|| file.to_owned())?;
        sets.push((name, Score::of(&gold, |row| labels(row.text))));
    }
    for (name, file) in [("part aside", PARTS), ("author aside", AUTHORS)] {
        let text = read(&folder.join(file))?;
        let given = rows(&text, Columns::Labelled).with_context(|| file.to_owned())?;
        sets.push((name, Score::of_predictions(&trained, &given).with_context(|| file.to_owned())?));
    }
    let text = read(&folder.join(AUTHORS))?;
    let unread: Vec<Row<'_>> = trained.iter().filter(|row| UNREAD.contains(&row.author)).cloned().collect();
    let ids: std::collections::BTreeSet<&str> = unread.iter().map(|row| row.id).collect();
    let given = rows(&text, Columns::Labelled).with_context(|| AUTHORS.to_owned())?;
    let given: Vec<Row<'_>> = given.into_iter().filter(|row| ids.contains(row.id)).collect();
    sets.push(("author unread", Score::of_predictions(&unread, &given).with_context(|| AUTHORS.to_owned())?));
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "\nThe weights were learnt from {} messages by {} authors.\n", trained.len(), authors.len());
    // Writing to a string cannot fail.
    let _ = write_sets(&mut page, &sets);
    Ok(page)
}

fn write_sets(page: &mut String, sets: &[(&str, Score)]) -> fmt::Result {
    writeln!(page, "## At a glance\n")?;
    writeln!(
        page,
        "| set | language | messages | kinds, macro-F1 | danger, recall | self-harm, recall | false alarms | kinds missed entirely |"
    )?;
    writeln!(page, "|---|---|---|---|---|---|---|---|")?;
    for (set, score) in sets {
        for (lang, part) in &score.parts {
            writeln!(
                page,
                "| {set} | {lang} | {} | {} | {} | {} | {} | {} |",
                part.rows,
                number(part.macro_f1(Over::Kinds)),
                share(recall(part, Flag::ImmediateDanger)),
                share(recall(part, Flag::SelfHarm)),
                share(part.false_alarm_any),
                share(part.missed_entirely),
            )?;
        }
    }
    for (set, score) in sets {
        writeln!(page, "\n## By label: {set}\n")?;
        writeln!(page, "| label | language | messages | precision | recall | F1 |\n|---|---|---|---|---|---|")?;
        for (at, label) in Label::ALL.into_iter().enumerate() {
            for (lang, part) in score.parts.iter().filter(|(lang, _)| *lang != "all") {
                let counted = part.labels[at];
                writeln!(
                    page,
                    "| {} | {lang} | {} | {} | {} | {:.2} |",
                    label.name(),
                    counted.gold,
                    share(counted.precision()),
                    share(counted.recall()),
                    counted.f1(),
                )?;
            }
        }
    }
    Ok(())
}

fn recall(part: &Part, flag: Flag) -> Share {
    part.of(Label::Flag(flag)).recall()
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

/// A share with its Wilson interval.
fn share(share: Share) -> String {
    match (share.value(), share.interval()) {
        (Some(value), Some((low, high))) => format!("{value:.2} ({low:.2} to {high:.2})"),
        _ => "-".to_owned(),
    }
}

//! `janynda understand --learn`: from labelled messages to weights, the same bytes each time.

use super::read;
use crate::understanding::Labels;
use crate::understanding::learn::{self, Example, Marked};
use crate::understanding::table::{Columns, Row, rows};
use anyhow::{Context as _, Result};
use std::path::Path;

/// Where the weights stand, in the folder `content`.
const WEIGHTS: &str = "lexicon/weights.bin";
/// What was given to training messages by weights that had not seen them.
pub(super) const PARTS: &str = "disclosures/crossed/parts.tsv";
/// The same, where nothing of a message's author was seen.
pub(super) const AUTHORS: &str = "disclosures/crossed/authors.tsv";

/// Training files, by name, in the order of names.
pub(super) fn training(folder: &Path) -> Result<Vec<(String, String)>> {
    let train = folder.join("disclosures/train");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&train).with_context(|| train.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "tsv") {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((name, read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// What the labels of a training file tell.
fn marked(file: &str) -> Marked {
    match file {
        "danger.tsv" => Marked::ForDanger,
        _ => Marked::Fully,
    }
}

/// Every row of training, with what is known of it.
pub(super) fn training_rows(files: &[(String, String)]) -> Result<Vec<(Row<'_>, Marked)>> {
    let mut all = Vec::new();
    for (name, text) in files {
        let read = rows(text, Columns::Labelled).with_context(|| name.clone())?;
        all.extend(read.into_iter().map(|row| (row, marked(name))));
    }
    Ok(all)
}

/// Learns, and writes weights and crossed predictions into the folder.
pub(super) fn learn(folder: &Path) -> Result<String> {
    let files = training(folder)?;
    let rows = training_rows(&files)?;
    let examples: Vec<Example> = rows.iter().map(|(row, marked)| Example::of(row, *marked)).collect();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())
    };
    write(WEIGHTS, &learn::model(&examples, learn::digest(&files)))?;
    write(PARTS, table(&rows, &learn::without_part(&examples)).as_bytes())?;
    write(AUTHORS, table(&rows, &learn::without_author(&examples)).as_bytes())?;
    Ok(format!("learnt from {} messages in {} files\n", rows.len(), files.len()))
}

fn table(rows: &[(Row<'_>, Marked)], given: &[Labels]) -> String {
    let mut table = String::from("id\tkinds\tflags\n");
    for ((row, _), labels) in rows.iter().zip(given).filter(|((_, marked), _)| *marked == Marked::Fully) {
        table.extend([row.id, "\t", &labels.kinds_cell(), "\t", &labels.flags_cell(), "\n"]);
    }
    table
}

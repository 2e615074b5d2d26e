//! Tables of labelled texts: lines under a header that names the columns, separated by tabs.
//!
//! These are our own files and what a linguist pipes in, never what a person wrote to the bot; still an error names
//! lines, columns and labels only, no text.

use super::label::{Label, Labels};
use std::collections::BTreeMap;

/// Why a table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The first line does not name a column that is needed.
    #[error("the first line must name the column `{0}`")]
    NoColumn(&'static str),
    /// Two lines have one id.
    #[error("line {line}: this id stands twice")]
    Twice {
        /// Counted from 1, the header's.
        line: usize,
    },
    /// A cell of labels names one that does not exist, or one of the other column.
    #[error("line {line}: the column `{column}` holds an unknown label")]
    UnknownLabel {
        /// Counted from 1, the header's.
        line: usize,
        /// `kinds` or `flags`.
        column: &'static str,
    },
    /// Predictions name rows that the gold file does not have.
    #[error("{0} ids of the predictions are not in the gold file")]
    Strangers(usize),
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Names the row in its file.
    pub id: &'a str,
    /// `kk`, `ru`, `en`, or nothing.
    pub lang: &'a str,
    /// Its kinds and flags.
    pub labels: Labels,
    /// The message; nothing in a file of predictions.
    pub text: &'a str,
    /// Who invented the message; nothing where the file does not say.
    pub author: &'a str,
}

/// Which columns a file must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// `id` and `text`: labels are not looked at.
    Texts,
    /// `id`, `kinds` and `flags`.
    Labelled,
}

/// Reads a table. Empty lines are passed over; missing cells at the end of a line are empty.
pub fn rows(text: &str, wanted: Columns) -> Result<Vec<Row<'_>>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(|line| line.trim_end_matches('\r')));
    let head: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let place = |name: &str| head.iter().position(|column| *column == name);
    let needed: &[&'static str] = match wanted {
        Columns::Texts => &["id", "text"],
        Columns::Labelled => &["id", "kinds", "flags"],
    };
    if let Some(name) = needed.iter().find(|name| place(name).is_none()) {
        return Err(Error::NoColumn(name));
    }
    let places = ["id", "lang", "kinds", "flags", "text", "author"].map(place);
    let mut seen = BTreeMap::new();
    let mut rows = Vec::new();
    for (line, cells) in lines.filter(|(_, line)| !line.is_empty()) {
        let cells: Vec<&str> = cells.split('\t').collect();
        let [id, lang, kinds, flags, text, author] =
            places.map(|place| place.and_then(|at| cells.get(at)).copied().unwrap_or_default());
        if seen.insert(id, line).is_some() {
            return Err(Error::Twice { line });
        }
        let labels = match wanted {
            Columns::Texts => Labels::default(),
            Columns::Labelled => labels(line, kinds, flags)?,
        };
        rows.push(Row { id, lang, labels, text, author });
    }
    Ok(rows)
}

fn labels(line: usize, kinds: &str, flags: &str) -> Result<Labels, Error> {
    let mut labels = Labels::default();
    for (column, cell) in [("kinds", kinds), ("flags", flags)] {
        for name in cell.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let fits = |label: &Label| label.name() == name && matches!(label, Label::Kind(_)) == (column == "kinds");
            let label = Label::ALL.into_iter().find(fits).ok_or(Error::UnknownLabel { line, column })?;
            labels = labels.with(label);
        }
    }
    Ok(labels)
}

//! `janynda understand`: what the machine reads in a message. For counsellors and linguists who tend the word lists.
//!
//! It reads files and lines that its user gives it and opens no database; what people wrote to the bot never comes
//! here.

mod learning;
mod page;

use crate::understanding::measure::{Intervals, Score};
use crate::understanding::table::{Columns, rows};
use crate::understanding::{self, Labels};
use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Say what is understood of a message, of many, or how well.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["tsv", "why", "score", "publish", "learn"])))]
pub struct Args {
    /// Read lines from standard input, under a header that names the columns (`id` and `text`; others are not looked
    /// at), and write `id`, `kinds` and `flags` for each.
    #[arg(long)]
    pub tsv: bool,
    /// Say what is read in this text, and which rules and weights say so.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Count recall, precision and false alarms on a file with the columns `id`, `lang`, `kinds`, `flags` and `text`.
    #[arg(long, value_name = "FILE")]
    pub score: Option<PathBuf>,
    /// Print the page `docs/understanding.md`, counted on the files in `disclosures` of this folder (`content`).
    #[arg(long, value_name = "FOLDER")]
    pub publish: Option<PathBuf>,
    /// Learn the weights anew from `disclosures/train` of this folder (`content`), and write them there. Build again
    /// afterwards: they are part of the program. Repeat it after every change of a word list or a training message.
    #[arg(long, value_name = "FOLDER", hide = true)]
    pub learn: Option<PathBuf>,
    /// Count these predictions (`id`, `kinds`, `flags`) instead of reading the texts.
    #[arg(long, value_name = "FILE", requires = "score")]
    pub predictions: Option<PathBuf>,
}

/// Does what was asked; `lines` is standard input.
pub fn run(args: &Args, lines: &mut impl Read, out: &mut impl Write) -> Result<()> {
    if let Some(text) = &args.why {
        out.write_all(why(text).as_bytes())?;
    } else if let Some(file) = &args.score {
        out.write_all(score(file, args.predictions.as_deref())?.as_bytes())?;
    } else if let Some(folder) = &args.publish {
        out.write_all(page::page(folder)?.as_bytes())?;
    } else if let Some(folder) = &args.learn {
        out.write_all(learning::learn(folder)?.as_bytes())?;
    } else {
        let mut text = String::new();
        lines.read_to_string(&mut text).context("standard input is not UTF-8 text")?;
        out.write_all(tsv(&text)?.as_bytes())?;
    }
    Ok(())
}

fn labels(text: &str) -> Labels {
    understanding::read(text).labels()
}

fn tsv(text: &str) -> Result<String> {
    let mut table = String::from("id\tkinds\tflags\n");
    for row in rows(text, Columns::Texts).context("standard input")? {
        let labels = labels(row.text);
        table.extend([row.id, "\t", &labels.kinds_cell(), "\t", &labels.flags_cell(), "\n"]);
    }
    Ok(table)
}

fn why(text: &str) -> String {
    let why = understanding::why(text);
    let labels = why.verdict.labels();
    let mut said = format!("kinds: {}\nflags: {}\n", labels.kinds_cell(), labels.flags_cell());
    for reason in &why.verdict.reasons {
        said.extend(["reason: ", reason.rule(), "\n"]);
    }
    let _ = writeln!(said, "read by the thresholds of: {}", why.lang.code());
    for label in &why.labels {
        let _ = writeln!(said, "{:<18}{:>7.2}  threshold {:>6.2}", label.name, label.score, label.threshold);
        for (source, weight) in &label.sources {
            let _ = writeln!(said, "    {weight:>+6.2}  {source}");
        }
    }
    said
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn score(file: &Path, predictions: Option<&Path>) -> Result<String> {
    let gold = read(file)?;
    let gold = rows(&gold, Columns::Labelled).with_context(|| file.display().to_string())?;
    let score = match predictions {
        None => Score::of(&gold, |row| labels(row.text)),
        Some(path) => {
            let given = read(path)?;
            let given = rows(&given, Columns::Labelled).with_context(|| path.display().to_string())?;
            Score::of_predictions(&gold, &given).with_context(|| path.display().to_string())?
        }
    };
    Ok(score.print(Intervals::Shown))
}

#[cfg(test)]
mod tests;

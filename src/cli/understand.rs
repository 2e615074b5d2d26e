//! `janynda understand`: what the machine reads in a message. For counsellors and linguists who tend the word lists.
//!
//! It reads files and lines that its user gives it and opens no database; what people wrote to the bot never comes
//! here.

use crate::understanding::measure::{Intervals, Score};
use crate::understanding::table::{Columns, rows};
use crate::understanding::{self, Labels};
use anyhow::{Context as _, Result};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Say what is understood of a message, of many, or how well.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["tsv", "why", "score"])))]
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
    let verdict = understanding::read(text);
    let labels = verdict.labels();
    let mut said = format!("kinds: {}\nflags: {}\n", labels.kinds_cell(), labels.flags_cell());
    for reason in &verdict.reasons {
        said.extend(["rule: ", reason.rule(), "\n"]);
    }
    said
}

fn score(file: &Path, predictions: Option<&Path>) -> Result<String> {
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
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
mod tests {
    use super::{Args, run};
    use clap::{Args as _, FromArgMatches as _};
    use std::path::Path;

    fn typed(words: &[&str], lines: &str) -> Result<String, String> {
        let command = Args::augment_args(clap::Command::new("understand").no_binary_name(true));
        let matches = command.try_get_matches_from(words).map_err(|error| error.to_string())?;
        let args = Args::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        let mut out = Vec::new();
        run(&args, &mut lines.as_bytes(), &mut out).map_err(|error| format!("{error:#}"))?;
        String::from_utf8(out).map_err(|error| error.to_string())
    }

    fn fixture(name: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding");
        folder.join(name).display().to_string()
    }

    #[test]
    fn a_linguist_pipes_lines_in_and_gets_a_line_for_each() {
        let said =
            typed(&["--tsv"], "text\tid\tnote\nқазір ұрып жатыр, көмектесіңіздер\t7\tx\nсәлем\t8\ty\n").expect("lines");
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!((lines[0], lines.len()), ("id\tkinds\tflags", 3));
        assert!(lines[1].starts_with("7\t") && lines[1].ends_with("\timmediate_danger"), "{}", lines[1]);
        assert_eq!(lines[2], "8\t\t");
        assert!(typed(&["--tsv"], "text\nhello\n").is_err());
    }

    #[test]
    fn a_reason_names_rules_and_repeats_nothing_of_the_text() {
        let said = typed(&["--why", "MARKER не хочу жить"], "").expect("reasons");
        assert!(said.contains("self_harm") && said.contains("rule: "), "{said}");
        assert!(!said.contains("MARKER") && !said.contains("жить"));
    }

    #[test]
    fn a_score_has_the_numbers_of_the_public_program() {
        let (gold, predicted) = (fixture("gold.tsv"), fixture("predicted.tsv"));
        let said = typed(&["--score", &gold, "--predictions", &predicted], "").expect("a score");
        let expected = std::fs::read_to_string(fixture("score.txt")).expect("the fixture");
        let numbers = expected.lines().filter(|line| line.starts_with("macro_f1") || line.starts_with("false_"));
        let mut counted = 0;
        for line in numbers {
            assert!(said.lines().any(|with| with == line), "{line}");
            counted += 1;
        }
        assert_eq!(counted, 6);
        assert!(typed(&["--score", &gold], "").is_ok());
        assert!(typed(&["--score", "/nowhere.tsv"], "").is_err());
    }

    #[test]
    fn one_thing_is_asked_for_at_a_time() {
        assert!(typed(&[], "").is_err());
        assert!(typed(&["--tsv", "--why", "x"], "").is_err());
        assert!(typed(&["--tsv", "--predictions", "x"], "").is_err());
    }
}

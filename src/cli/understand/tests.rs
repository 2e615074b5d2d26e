//! The command as it is typed.

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
    assert!(said.contains("self_harm") && said.contains("reason: "), "{said}");
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

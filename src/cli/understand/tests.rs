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

#[test]
fn the_published_page_is_what_the_program_counts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = root.join("content").display().to_string();
    let page = typed(&["--publish", &content], "").expect("a page");
    let published = std::fs::read_to_string(root.join("docs/understanding.md")).expect("the page");
    assert!(page == published, "print it again: janynda understand --publish content > docs/understanding.md");
}

#[test]
fn a_folder_without_messages_is_refused_and_named() {
    let empty = tempfile::tempdir().expect("a folder");
    let folder = empty.path().display().to_string();
    for what in ["--publish", "--learn"] {
        let said = typed(&[what, &folder], "").expect_err("nothing to read");
        assert!(said.contains("disclosures"), "{said}");
    }
}

#[test]
fn weights_learnt_in_a_folder_are_written_there_with_what_was_given_to_unseen_messages() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["lexicon", "disclosures/train", "disclosures/crossed"] {
        std::fs::create_dir_all(folder.path().join(name)).expect("a folder");
    }
    let head = "id\tlang\tkinds\tflags\ttext\tauthor\n";
    let table = format!("{head}a\tru\tphysical\t\tмуж бьет\tx\nb\tru\t\t\tдобрый день\ty\n");
    std::fs::write(folder.path().join("disclosures/train/ru.tsv"), table).expect("a file");
    let said = typed(&["--learn", &folder.path().display().to_string()], "").expect("weights");
    assert_eq!(said, "learnt from 2 messages in 1 files\n");
    for (name, start) in
        [("disclosures/crossed/parts.tsv", "id\tkinds\tflags\na\t"), ("disclosures/crossed/authors.tsv", "id\t")]
    {
        let written = std::fs::read_to_string(folder.path().join(name)).expect("a file");
        assert!(written.starts_with(start) && written.lines().count() == 3, "{written}");
    }
    assert!(std::fs::metadata(folder.path().join("lexicon/weights.bin")).expect("weights").len() < 1_000_000);
}

//! Those who phone: what is due, whom to phone next, and a call that is written down without harm to the file.

use super::*;
use clap::Parser as _;
use janynda::cli::hotlines::{Args, Command, Report, VerifyArgs, call_csv, call_table, check_report, recorded, run};
use jiff::civil::{Date, date};
use std::os::unix::fs::PermissionsExt as _;
use std::process::ExitCode;

const TODAY: Date = date(2026, 11, 24);

#[derive(Debug, clap::Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

fn line(words: &[&str]) -> Result<Args, String> {
    Line::try_parse_from(["hotlines"].iter().chain(words)).map(|line| line.args).map_err(|error| error.to_string())
}

fn call(id: &str, by: &str, on: &str) -> VerifyArgs {
    match line(&["verify", id, "--by", by, "--on", on]).expect("a good line").command {
        Command::Verify(args) => args,
        other => panic!("{other:?}"),
    }
}

/// The text after a call was written into it, or why it was not.
fn after(text: &str, id: &str, on: &str) -> Result<String, String> {
    let done = recorded(text.as_bytes(), "own.toml", &call(id, "A.T.", on), NOON);
    done.map(|(text, _)| text).map_err(|error| format!("{error:#}"))
}

/// The file in which these entries were phoned on these days.
fn phoned(calls: &[(&str, &str)]) -> String {
    calls.iter().fold(SHIPPED.to_owned(), |text, (id, on)| after(&text, id, on).expect("a good call"))
}

#[track_caller]
fn refused(text: &str, id: &str, on: &str, why: &str) {
    let said = after(text, id, on).expect_err("it must be refused");
    assert!(said.contains(why), "{said}");
}

#[test]
fn a_call_changes_two_lines_of_its_entry_and_nothing_else() {
    let text = after(SHIPPED, "trust-150", "2026-11-20").expect("a good call");
    let changed: Vec<(&str, &str)> = SHIPPED.split('\n').zip(text.split('\n')).filter(|(a, b)| a != b).collect();
    let expected =
        [("verified_at = \"\"", "verified_at = \"2026-11-20\""), ("verified_by = \"\"", "verified_by = \"A.T.\"")];
    assert_eq!(changed, expected);
    assert_eq!(SHIPPED.matches('\n').count(), text.matches('\n').count());
    let directory = Directory::parse(&text).expect("still good");
    let entry = directory.by_id("trust-150").and_then(|at| directory.get(at)).expect("it is there");
    assert_eq!((entry.verified_at(), entry.verified_by()), (Some(date(2026, 11, 20)), Some("A.T.")));
    assert_eq!(directory.every().iter().filter(|entry| entry.verified_at().is_some()).count(), 1);
}

#[test]
fn comments_stay_where_they_stood() {
    let own = SHIPPED.replacen("verified_at = \"\"\n", "# ask for Aigul\nverified_at = \"\" # never\n", 1);
    let text = after(&own, "emergency-112", "2026-11-24").expect("a good call");
    assert!(text.contains("# ask for Aigul\nverified_at = \"2026-11-24\" # never\nverified_by = \"A.T.\"\n"));
}

#[test]
fn a_later_call_takes_the_place_of_an_earlier_one_and_an_earlier_one_is_refused() {
    let text = phoned(&[("contact-111", "2026-09-01"), ("contact-111", "2026-11-01")]);
    assert!(text.contains("verified_at = \"2026-11-01\"") && !text.contains("2026-09-01"));
    refused(&text, "contact-111", "2026-10-31", "was phoned on 2026-11-01, which is later");
    let (again, said) =
        recorded(text.as_bytes(), "own.toml", &call("contact-111", "A.T.", "2026-11-01"), NOON).expect("the same call");
    assert_eq!(again, text);
    assert!(said.contains("already"), "{said}");
}

#[test]
fn whoever_writes_down_what_cannot_be_is_told_why() {
    refused(SHIPPED, "contact-111", "2026-11-25", "2026-11-25 is still to come: it is 2026-11-24 in Almaty");
    refused(SHIPPED, "contact-112", "2026-11-24", "no entry 'contact-112'");
    refused(SHIPPED, "trafficking-11616", "2026-11-24", "'trafficking-11616' is hidden");
    refused(SHIPPED, "shymkent-komek", "2026-11-24", "no number that people are shown");
    refused(SHIPPED, "shymkent-komek", "2026-11-24", "through 'contact-111'");
    let broken = SHIPPED.replacen("numbers = [\"112\"]", "numbers = [\"77080000\"]", 1);
    refused(&broken, "contact-111", "2026-11-24", "own.toml:35: numbers: '77080000'");
    for words in [
        ["verify", "contact-111", "--by", "", "--on", "2026-11-24"],
        ["verify", "contact-111", "--by", "A\"\nshow = true", "--on", "2026-11-24"],
        ["verify", "contact-111", "--by", "Aigerim Serikbaykyzy", "--on", "2026-11-24"],
        ["verify", "contact-111", "--by", "A.T.", "--on", "24.11.2026"],
        ["verify", "contact-111", "--by", "A.T.", "--on", "2026-11-24T10:00"],
    ] {
        let said = line(&words).expect_err("a wrong word");
        assert!(said.contains("A.T.") || said.contains("2026-11-24"), "{said}");
    }
    assert_eq!(call("contact-111", "Ә.-М. Т.", "2026-11-24").by, "Ә.-М. Т.");
}

#[test]
fn a_line_that_is_not_understood_is_left_alone() {
    let at = "verified_at = \"\"\nverified_by = \"\"\nnote = \"Free from any phone: egov";
    for strange in ["verified_at = ''", "verified_at = \"\\u0032026-01-02\"", "verified_at = \"\"\"\"\"\""] {
        let by = if strange.contains("2026") { "verified_by = \"B\"" } else { "verified_by = \"\"" };
        let own = SHIPPED.replacen(at, &at.replace("verified_at = \"\"", strange).replace("verified_by = \"\"", by), 1);
        assert!(Directory::parse(&own).is_ok(), "{strange}");
        refused(&own, "emergency-112", "2026-11-24", "edit 'emergency-112' by hand");
    }
    // A remark over several lines that looks like an entry.
    let planted = "note = \"\"\"Planted.\nid = \"emergency-112\"\nnothing = \"\"\"\n";
    let mut own = phoned(&[]);
    let from = own.find("note = \"Free from any phone: egov").expect("a note");
    let to = from + own[from..].find('\n').expect("its end") + 1;
    own.replace_range(from..to, planted);
    let said = after(&own, "emergency-112", "2026-11-24").expect_err("it is not understood");
    assert!(said.contains("own.toml"), "{said}");
}

#[test]
fn the_file_is_put_in_place_whole_and_stays_as_readable_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    std::fs::write(&path, SHIPPED).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("its mode");
    let beside = folder.path().join("link.toml");
    std::os::unix::fs::symlink(&path, &beside).expect("a link");
    let file = beside.to_str().expect("a name");
    let run_on = |id: &str| {
        run(&line(&["verify", id, "--by", "A.T.", "--on", "2026-11-24", "--file", file]).expect("good words"), NOON)
    };
    assert_eq!(run_on("contact-111"), ExitCode::SUCCESS);
    assert_eq!(std::fs::read_to_string(&path).expect("read"), phoned(&[("contact-111", "2026-11-24")]));
    assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
    assert!(beside.is_symlink());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left beside it");

    assert_eq!(run_on("nobody-000"), ExitCode::FAILURE);
    assert_eq!(std::fs::read_to_string(&path).expect("read"), phoned(&[("contact-111", "2026-11-24")]));
    let nowhere = ["verify", "contact-111", "--by", "A.T.", "--on", "2026-11-24", "--file", "/nowhere/own.toml"];
    assert_eq!(run(&line(&nowhere).expect("good words"), NOON), ExitCode::FAILURE);
}

/// The ids of a report, in its order.
fn order(calls: &[(&str, &str)]) -> Vec<String> {
    let directory = Directory::parse(&phoned(calls)).expect("a good file");
    let csv = call_csv(&directory, TODAY);
    csv.lines().skip(1).map(|row| row.split("\",\"").nth(1).expect("an id").to_owned()).collect()
}

#[test]
fn the_lines_of_every_card_are_phoned_first_and_the_oldest_source_before_the_others() {
    let first = ["emergency-112", "ambulance-103", "trust-150", "contact-111", "police-102", "trust-150-whatsapp"];
    assert_eq!(order(&[]), first);
}

#[test]
fn what_was_phoned_lately_comes_last_and_what_was_phoned_long_ago_comes_back() {
    let calls = [("emergency-112", "2026-11-20"), ("ambulance-103", "2026-09-01"), ("trust-150", "2026-02-01")];
    let now = ["contact-111", "police-102", "trust-150", "trust-150-whatsapp"];
    assert_eq!(order(&calls), [&now[..], &["ambulance-103", "emergency-112"]].concat());
}

#[test]
fn a_report_says_why_and_what_to_ask_and_names_no_hidden_number() {
    let table = call_table(Directory::shipped(), TODAY);
    let row =
        |id: &str| table.lines().find(|row| row.contains(&format!(" {id} "))).unwrap_or_else(|| panic!("{table}"));
    for words in ["112", "now", "emergency line; never phoned; source of 2024-09-16", "make no test call"] {
        assert!(row("emergency-112").contains(words), "{table}");
    }
    for words in ["stands on every card", "whether a name is asked", "whether it tells the police"] {
        assert!(row("trust-150").contains(words), "{table}");
    }
    assert!(row("trust-150-whatsapp").contains("whatsapp:+77081060810"), "{table}");
    assert!(row("contact-111").contains("still connects to"), "{table}");
    assert!(!table.contains("11616") && !table.contains("1415"), "{table}");
    assert!(table.contains("35 shown entries have no number"), "{table}");
    let csv = call_csv(Directory::shipped(), TODAY);
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.lines().all(|row| row.matches("\",\"").count() == 10), "{csv}");
    assert_eq!(run(&line(&["report", "--csv"]).expect("good words"), NOON), ExitCode::SUCCESS);
}

#[test]
fn a_check_warns_after_sixty_days_and_marks_after_a_hundred_and_eighty() {
    let text = phoned(&[("contact-111", "2026-11-20")]);
    let told = |days: i64| match check_report(text.as_bytes(), "own.toml", NOON.plus(days * 86_400)) {
        Report::Good(told) => told,
        Report::Refused(told) => panic!("{told}"),
    };
    assert!(!told(56).contains("'contact-111'"));
    assert!(told(57).contains("warning: 'contact-111' was last phoned 61 days ago; phone it again before day 180"));
    assert!(told(61).contains("warning: nobody went through the sources for 61 days"));
    assert!(told(177).contains("stale: 'contact-111' was last phoned 181 days ago"));
    assert!(told(181).contains("stale: nobody went through the sources for 181 days"));
}

//! What an operator is told: `janynda hotlines list` and `janynda hotlines check`.

use super::*;
use clap::Parser as _;
use janynda::cli::hotlines::{Args, Command, Report, check_report, list_report, run};

#[derive(Debug, clap::Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// The question a command line asks.
fn asked(line: &[&str]) -> Result<Query, clap::Error> {
    let words = ["hotlines", "list"].iter().chain(line);
    match Line::try_parse_from(words)?.args.command {
        Command::List(list) => Ok(list.query(NOON)),
        _ => panic!("list was asked for"),
    }
}

#[test]
fn an_operator_can_ask_what_a_person_would_be_shown() {
    let line = ["--kind", "sexual", "--region", "kz-75", "--lang", "ru", "--audience", "adult"];
    let query = asked(&line).expect("a good question");
    let table = list_report(Directory::shipped(), &query);
    let first: Vec<&str> = table.lines().map(|line| line.split(' ').next().expect("a first word")).collect();
    assert_eq!(first[..3], ["ID", "almaty-city-crisis", "rodnik-almaty"]);
    assert_eq!(first[first.len() - 3..], ALWAYS);
    let last = table.lines().last().expect("a last line");
    for cell in ["102", "open", "yes", "source 2026-03-03", "Полиция"] {
        assert!(last.contains(cell), "{last}");
    }

    let more = ["--flag", "cannot_speak", "--flag", "minor", "--at", "2026-11-24T12:00:00+05:00"];
    let query = asked(&more).expect("a good question");
    assert_eq!((query.flags, query.now), (flags(&[Flag::CannotSpeak, Flag::Minor]), NOON));
}

#[test]
fn a_question_with_a_wrong_word_is_told_the_right_ones() {
    for (line, words) in [
        (["--kind", "rude"], "physical, sexual"),
        (["--region", "KZ-99"], "KZ-10"),
        (["--lang", "de"], "kk, ru, en"),
        (["--audience", "women"], "adult, minor"),
        (["--flag", "loud"], "immediate_danger"),
        (["--at", "tomorrow"], "2026-11-24T21:00:00+05:00"),
    ] {
        let refused = asked(&line).expect_err("a wrong word").to_string();
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn checking_the_shipped_file_counts_what_is_in_it_and_warns_of_what_nobody_phoned() {
    let Report::Good(told) = check_report(SHIPPED.as_bytes(), "hotlines.toml", NOON) else { panic!("it is good") };
    assert!(told.contains("hotlines.toml:151: warning: 'contact-111' was never phoned\n"), "{told}");
    let end = "hotlines.toml: good; 60 entries, 41 shown, 6 with a number, 0 of them phoned, 6 stale\n";
    assert!(told.ends_with(end), "{told}");
}

#[test]
fn a_refused_file_is_told_line_by_line() {
    let text = SHIPPED.replacen(r#"numbers = ["112"]"#, r#"numbers = ["77080000"]"#, 1).replacen(
        "regions = [\"KZ-10\"]",
        "regions = [\"KZ-99\"]",
        1,
    );
    let Report::Refused(told) = check_report(text.as_bytes(), "own.toml", NOON) else { panic!("it is not good") };
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("own.toml:35: numbers: '77080000'"), "{told}");
    assert!(lines[1].contains(": regions: 'KZ-99' is not one of"), "{told}");

    let broken = [SHIPPED.as_bytes(), b"\xff"].concat();
    let lines = 1 + SHIPPED.matches('\n').count();
    assert_eq!(check_report(&broken, "own.toml", NOON), Report::Refused(format!("own.toml:{lines}: not UTF-8\n")));
}

#[test]
fn a_day_in_the_future_refuses_the_file_that_was_good_otherwise() {
    let phoned = "verified_at = \"2026-11-25\"\nverified_by = \"A. Tester\"";
    let text = SHIPPED.replacen("verified_at = \"\"\nverified_by = \"\"", phoned, 1);
    let Report::Refused(told) = check_report(text.as_bytes(), "own.toml", NOON) else { panic!("not phoned yet") };
    assert!(told.contains("own.toml:53: verified_at of 'emergency-112' is in the future"), "{told}");
    let Report::Good(told) = check_report(text.as_bytes(), "own.toml", NOON.plus(86_400)) else { panic!("phoned") };
    assert!(told.contains("1 of them phoned, 5 stale"), "{told}");
}

#[test]
fn a_file_that_is_not_there_fails_the_command() {
    let args = Line::try_parse_from(["hotlines", "check", "/nowhere/hotlines.toml"]).expect("good words").args;
    assert_eq!(run(&args, NOON), std::process::ExitCode::FAILURE);
    let args = Line::try_parse_from(["hotlines", "check"]).expect("good words").args;
    assert_eq!(run(&args, NOON), std::process::ExitCode::SUCCESS);
}

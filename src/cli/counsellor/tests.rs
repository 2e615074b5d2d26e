//! What is refused before anybody types a passphrase or a desk is asked for anything.

use super::*;
use crate::clock::Moment;

const NOW: Moment = Moment(1_795_521_600);
const ONE: RequestId = RequestId::from_bytes([1; 16]);
const KEY: &str = "RWTbM/BQE7rOyqB+ol2Dc9ssjXHDBHOXTVWYyxn6m0wSaeYBHwjjHqcC";

/// The settings of a counsellor's computer, with some of them changed.
fn place(changed: &[(&str, &str)]) -> Result<Place> {
    let good = [("DESK_ORIGIN", "https://desk.example.kz"), ("DEPLOYMENT_ID", "almaty-1"), ("ROSTER_AUTHORITY", KEY)];
    let find = |list: &[(&str, &str)], name: &str| {
        list.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
    };
    Place::read(&|name| find(changed, name).or_else(|| find(&good, name)))
}

#[test]
fn three_settings_are_enough_and_nothing_of_a_server_is_asked_for() {
    let place = place(&[]).unwrap();
    assert_eq!(place.origin.as_str(), "https://desk.example.kz");
    assert_eq!((place.deployment.as_str(), place.authorities.len()), ("almaty-1", 1));
}

#[test]
fn every_wrong_setting_is_named_in_one_line_with_what_was_expected_and_what_to_do() {
    let refused = |changed: &[(&str, &str)]| place(changed).unwrap_err().to_string();
    let all = refused(&[("DESK_ORIGIN", ""), ("DEPLOYMENT_ID", " "), ("ROSTER_AUTHORITY", "")]);
    assert_eq!(all.lines().count(), 3, "{all}");
    for (line, variable) in all.lines().zip(["DESK_ORIGIN", "DEPLOYMENT_ID", "ROSTER_AUTHORITY"]) {
        assert!(line.starts_with(&format!("{variable}: expected ")), "{line}");
        assert!(line.ends_with("found nothing; ask your authority for it and put it into .env"), "{line}");
    }
    for bad in ["http://desk.example.kz", "https://desk.example.kz/", "desk.example.kz", "https://Desk.example.kz"] {
        assert!(refused(&[("DESK_ORIGIN", bad)]).contains(&format!("found {bad:?}")), "{bad}");
    }
    assert!(refused(&[("DEPLOYMENT_ID", "Almaty 1")]).contains("found \"Almaty 1\""));
    let secret = refused(&[("ROSTER_AUTHORITY", "RWRTY0IyMARKER"), ("DESK_ORIGIN", "")]);
    assert!(secret.contains("ROSTER_AUTHORITY: expected") && !secret.contains("MARKER"), "{secret}");
    assert_eq!(secret.lines().count(), 2);
}

/// Runs a command on a computer that has no settings, no identity and no desk.
async fn refused(screen: Screen, command: Command) -> String {
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let args = Args { command };
    let refused = run_on(screen, &args, &|_| None, &Clock::hand(NOW), &mut out, &mut notes).await.unwrap_err();
    assert!(out.is_empty() && notes.is_empty());
    refused.to_string()
}

fn me() -> Me {
    Me { identity: "/nowhere/me.age".into(), passphrase_file: None, json: false }
}

#[tokio::test]
async fn a_terminal_gets_a_reason_instead_of_the_bytes_of_a_sealed_request() {
    let fetch = || Command::Fetch { id: ONE, out: None, me: me() };
    assert!(refused(Screen::Terminal, fetch()).await.contains("give --out FILE"));
    assert!(refused(Screen::Elsewhere, fetch()).await.starts_with("DESK_ORIGIN: expected"));
}

#[tokio::test]
async fn a_request_that_is_over_has_no_next_attempt() {
    let day = Some("2026-11-25".parse().unwrap());
    let close = |outcome| Command::Close { id: ONE, outcome, next_attempt: day, me: me() };
    for outcome in [Outcome::Helped, Outcome::HandedOn, Outcome::NotGenuine] {
        assert!(refused(Screen::Elsewhere, close(outcome)).await.contains("--outcome tried-no-answer"));
    }
    assert!(refused(Screen::Elsewhere, close(Outcome::TriedNoAnswer)).await.starts_with("DESK_ORIGIN"));
}

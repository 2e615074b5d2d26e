//! Settings: what is enough, what is wrong, and how it is said.

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Settings, Vec<Problem>> {
    let lookup = |name: &str| variables.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned());
    Settings::read(&lookup)
}

const GOOD: [(&str, &str); 2] = [("TELEGRAM_BOT_TOKEN", "1:abc"), ("DEPLOYMENT_ID", "trial-1")];

#[test]
fn two_settings_are_enough_and_the_rest_has_safe_values() {
    let settings = read(&GOOD).unwrap();
    assert_eq!(settings.api_url, TELEGRAM);
    assert_eq!((settings.rate_burst.get(), settings.rate_per_second.get(), settings.requests_per_day), (20, 1, 3));
    assert!(settings.common.roster.is_none() && settings.common.hotlines.is_none());
    assert_eq!((settings.desk, settings.claims_per_hour.get()), (None, 12));
}

#[test]
fn every_problem_is_said_at_once_with_its_variable_and_what_was_expected() {
    let problems = read(&[
        ("TELEGRAM_BOT_TOKEN", "SECRETSECRET"),
        ("DEPLOYMENT_ID", "Has Spaces"),
        ("INTAKE", "maybe"),
        ("RATE_BURST", "0"),
        ("DATABASE_URL", "mysql://user:SECRETSECRET@host/db"),
        ("ROSTER", "roster.txt"),
        ("TELEGRAM_API_URL", "ftp://x"),
    ])
    .err()
    .unwrap();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for variable in [
        "TELEGRAM_BOT_TOKEN",
        "DEPLOYMENT_ID",
        "INTAKE",
        "RATE_BURST",
        "DATABASE_URL",
        "ROSTER_AUTHORITY",
        "TELEGRAM_API_URL",
    ] {
        assert_eq!(said.iter().filter(|line| line.starts_with(&format!("{variable}: expected "))).count(), 1);
    }
    assert!(!said.join("\n").contains("SECRETSECRET"));
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own_but_not_in_both_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, "1:abc\n").unwrap();
    let path = path.to_str().unwrap();
    assert!(read(&[("TELEGRAM_BOT_TOKEN_FILE", path), ("DEPLOYMENT_ID", "trial-1")]).is_ok());
    assert!(read(&[GOOD[0], GOOD[1], ("TELEGRAM_BOT_TOKEN_FILE", path)]).is_err());
    assert!(read(&[("TELEGRAM_BOT_TOKEN_FILE", "/nowhere"), GOOD[1]]).is_err());
}

/// A public key of an authority that does not exist.
const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

/// What is said about these settings beside the good ones.
fn said(variables: &[(&str, &str)]) -> String {
    let problems = read(&[&GOOD, variables].concat()).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn with_a_roster_somebody_must_be_able_to_pull_the_requests() {
    let roster = [("ROSTER", "roster.txt"), ("ROSTER_AUTHORITY", KEY)];
    let with = |more: &[(&'static str, &'static str)]| said(&[&roster, more].concat());
    assert!(with(&[]).starts_with("DESK_LISTEN: expected ") && with(&[]).contains("nobody could pull"));
    for good in ["elsewhere", "127.0.0.1:0", "127.0.0.1:8480", "[::1]:8480"] {
        assert_eq!(with(&[("DESK_LISTEN", good)]), "");
    }
    for bad in ["here", "8480", "localhost:8480", "127.0.0.1", "127.0.0.1:99999"] {
        assert!(with(&[("DESK_LISTEN", bad)]).starts_with("DESK_LISTEN: expected "), "{bad}");
    }
}

#[test]
fn a_desk_that_other_machines_reach_must_say_by_which_origin() {
    for listen in ["0.0.0.0:8480", "[::]:8480", "10.1.2.3:8480", "127.0.0.2:8480"] {
        assert!(said(&[("DESK_LISTEN", listen)]).starts_with("DESK_ORIGIN: expected "), "{listen}");
        assert_eq!(said(&[("DESK_LISTEN", listen), ("DESK_ORIGIN", "https://desk.example.kz")]), "");
    }
    for bad in ["http://desk.example.kz", "https://desk.example.kz/", "https://Desk.example.kz", "desk"] {
        let said = said(&[("DESK_LISTEN", "127.0.0.1:1"), ("DESK_ORIGIN", bad)]);
        assert!(said.starts_with("DESK_ORIGIN: expected ") && said.lines().count() == 1, "{bad}: {said}");
    }
    assert!(said(&[("DESK_ORIGIN", "https://desk.example.kz")]).starts_with("DESK_LISTEN: expected "));
}

#[test]
fn a_desk_in_plain_http_is_refused_where_other_machines_reach_it() {
    let plain = ("DESK_ORIGIN", "http://127.0.0.1:8480");
    for listen in ["0.0.0.0:8480", "[::]:8480", "10.1.2.3:8480", "[fd00::1]:8480"] {
        let said = said(&[("DESK_LISTEN", listen), plain]);
        assert!(
            said.starts_with("DESK_ORIGIN: expected https ") && said.contains("127.0.0.1:8480"),
            "{listen}: {said}"
        );
        assert_eq!(said.lines().count(), 1);
    }
    // A proxy or a tunnel on this machine, whatever port it gives the desk.
    for listen in ["127.0.0.1:8481", "127.0.0.2:8480", "[::1]:8480", "[::ffff:127.0.0.1]:8480"] {
        assert_eq!(said(&[("DESK_LISTEN", listen), plain]), "", "{listen}");
    }
    assert_eq!(said(&[("DESK_LISTEN", "elsewhere"), plain]), "", "a counsellor's own setting");
}

#[test]
fn on_this_machine_the_origin_follows_from_the_address_that_was_bound() {
    let here = |listen: &str, origin: Option<&str>| DeskPlace::Here {
        listen: listen.parse().unwrap(),
        origin: origin.map(|origin| origin.parse().unwrap()),
    };
    let at = |place: &DeskPlace, bound: &str| {
        place.origin_at(bound.parse().unwrap()).map(|origin| origin.to_string()).unwrap_or_default()
    };
    let free = here("127.0.0.1:0", None);
    assert_eq!(at(&free, "127.0.0.1:40123"), "http://127.0.0.1:40123");
    assert_eq!(at(&free, "127.0.0.1:80"), "http://127.0.0.1");
    assert_eq!(at(&here("[::1]:0", None), "[::1]:40123"), "http://[::1]:40123");
    assert_eq!(at(&here("[::1]:80", None), "[::1]:80"), "http://[::1]");
    let named = here("0.0.0.0:8480", Some("https://desk.example.kz"));
    assert_eq!(at(&named, "0.0.0.0:8480"), "https://desk.example.kz");
    assert_eq!(at(&DeskPlace::Elsewhere, "127.0.0.1:1"), "");
}

#[test]
fn hotlines_and_roster_are_signed_by_the_same_authority_and_each_may_stand_alone() {
    assert!(said(&[("HOTLINES", "hotlines.toml")]).starts_with("ROSTER_AUTHORITY: expected "));
    assert!(said(&[("ROSTER_AUTHORITY", KEY)]).starts_with("ROSTER: expected "));
    let settings = read(&[GOOD[0], GOOD[1], ("HOTLINES", "hotlines.toml"), ("ROSTER_AUTHORITY", KEY)]).unwrap();
    assert!(settings.common.roster.is_none());
    assert_eq!(settings.common.hotlines.unwrap().authorities.len(), 1);
}

#[test]
fn a_counsellor_may_claim_something_in_an_hour() {
    for bad in ["0", "-1", "many"] {
        assert!(said(&[("CLAIMS_PER_HOUR", bad)]).starts_with("CLAIMS_PER_HOUR: expected a whole number from 1"));
    }
    assert_eq!(read(&[GOOD[0], GOOD[1], ("CLAIMS_PER_HOUR", "3")]).unwrap().claims_per_hour.get(), 3);
}

#[test]
fn the_example_explains_every_setting_and_needs_nothing_but_a_token() {
    let example = include_str!("../../.env.example");
    let values: Vec<(String, String)> = dotenvy::from_read_iter(example.as_bytes())
        .map(Result::unwrap)
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let asked = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let lookup = |name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        let token = (name == "TELEGRAM_BOT_TOKEN").then(|| "1:abc".to_owned());
        token.or_else(|| values.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone()))
    };
    let settings = Settings::read(&lookup).map_err(|problems| format!("{problems:?}")).unwrap();
    let here = DeskPlace::Here { listen: "127.0.0.1:8480".parse().unwrap(), origin: None };
    assert_eq!((settings.desk, settings.claims_per_hour.get()), (Some(here), 12));
    for name in asked.into_inner() {
        let explained = example.lines().any(|line| line.trim_start_matches('#').starts_with(&format!("{name}=")));
        assert!(explained, "{name} is not in .env.example");
    }
}

//! `janynda doctor`: what is wrong, and what to do about it.

use super::service::read_roster;
use crate::clock::{Clock, Moment};
use crate::config::{Common, Settings, environment};
use crate::directory::{self, Directory};
use crate::intake::Switch;
use crate::store::{Store, ring_file};
use crate::telegram;
use secrecy::ExposeSecret as _;
use std::fmt;
use std::process::ExitCode;

/// Days before a roster's end when the doctor begins to ask for the next one: a signing ceremony needs two people
/// and an evening.
const ROSTER_SOON: i32 = 21;

/// How a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Works, and somebody should look at it.
    Look,
    /// Does not work: people get hotlines only, or nothing.
    Bad,
}

/// One finding.
#[derive(Debug)]
pub struct Finding {
    /// How it stands.
    pub state: State,
    /// What was looked at.
    pub what: &'static str,
    /// What was found, and what to do.
    pub found: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Good => "good",
            State::Look => "look",
            State::Bad => "BAD ",
        };
        write!(f, "{state}  {:<10} {}", self.what, self.found)
    }
}

/// Looks at everything and prints one line a matter. Fails when something is bad.
pub async fn run() -> ExitCode {
    let findings = examine(Clock::System.now()).await;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().any(|finding| finding.state == State::Bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn examine(now: Moment) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |state, what, found: String| findings.push(Finding { state, what, found });
    content(now, &mut say);
    let settings = match Settings::read(&environment) {
        Ok(settings) => settings,
        Err(problems) => {
            for problem in problems {
                say(State::Bad, "settings", problem.to_string());
            }
            return findings;
        }
    };
    say(State::Good, "settings", "all read".to_owned());
    if settings.switch == Switch::Off {
        say(State::Look, "intake", "INTAKE=off: hotlines only, no requests are taken".to_owned());
    }
    keys(&settings.common, now, &mut say);
    database(&settings.common, &mut say).await;
    match telegram::who_am_i(settings.token.expose_secret(), &settings.api_url).await {
        Ok(me) if me.can_join_groups => say(
            State::Look,
            "telegram",
            "the bot answers, and may be added to groups: switch that off at BotFather (/setjoingroups)".to_owned(),
        ),
        Ok(_) => say(State::Good, "telegram", "the bot answers and stays out of groups".to_owned()),
        Err(error) => say(State::Bad, "telegram", error.to_string()),
    }
    findings
}

fn content(now: Moment, say: &mut impl FnMut(State, &'static str, String)) {
    let found = directory::check(Directory::shipped(), directory::day_in_almaty(now));
    let shown = Directory::shipped().every().iter().filter(|entry| entry.is_shown()).count();
    if found.is_empty() {
        say(State::Good, "hotlines", format!("{shown} entries shown, all phoned lately"));
    } else {
        let said = format!("{shown} entries shown, {} findings: see janynda hotlines check", found.len());
        say(State::Look, "hotlines", said);
    }
}

fn keys(common: &Common, now: Moment, say: &mut impl FnMut(State, &'static str, String)) {
    let mut ring = match ring_file::read(&common.keyring, &common.deployment) {
        Ok(ring) => ring,
        Err(error @ ring_file::Error::Missing(_)) => {
            say(State::Look, "key ring", format!("{error}; serve makes one at its first start"));
            return;
        }
        Err(error) => {
            say(State::Bad, "key ring", error.to_string());
            return;
        }
    };
    let roster = common.roster.as_ref().map(|place| read_roster(place, common, &ring, now));
    match ring.advance(now) {
        Ok(_) => say(State::Good, "key ring", "follows the clock".to_owned()),
        Err(refusal) => say(
            State::Bad,
            "key ring",
            format!("{refusal}: look at the clock; if it is right, stop the service and run janynda keyring advance"),
        ),
    }
    match roster {
        None => say(State::Bad, "roster", "ROSTER is not set: hotlines only, no requests are taken".to_owned()),
        Some(Err(error)) => say(State::Bad, "roster", format!("{error}: hotlines only")),
        Some(Ok(roster)) => {
            let days = roster.days_left(now);
            let state = if days < ROSTER_SOON { State::Look } else { State::Good };
            let readers = roster.counsellors().len();
            say(state, "roster", format!("version {}, {readers} counsellors, {days} days left", roster.version()));
        }
    }
}

async fn database(common: &Common, say: &mut impl FnMut(State, &'static str, String)) {
    let opened = match Store::at(common.database_url.expose_secret()) {
        Ok(store) => store.ready().await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(()) => say(State::Good, "database", "opens, and its schema is this version's".to_owned()),
        Err(error) => say(State::Bad, "database", format!("{error}: hotlines only, no requests are taken")),
    }
}

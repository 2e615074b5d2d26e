//! `janynda doctor`: what is wrong, and what to do about it. It looks, and makes or changes nothing.

use super::service::read_roster;
use crate::clock::{Clock, Moment};
use crate::config::{Common, DeskPlace, Settings, environment};
use crate::directory::{self, Directory};
use crate::intake::Switch;
use crate::keeper;
use crate::keyring::KeyRing;
use crate::roster::VerifiedRoster;
use crate::signed::hotlines::SignedHotlines;
use crate::store::{Schema, Store, ring_file};
use crate::telegram;
use secrecy::ExposeSecret as _;
use std::fmt;
use std::process::ExitCode;

/// Days before a roster's end when the doctor begins to ask for the next one: a signing ceremony needs two people
/// and an evening.
const ROSTER_SOON: i32 = 14;

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
    override_file(&settings.common, now, &mut say);
    let roster = keys(&settings.common, now, &mut say);
    desk(settings.desk.as_ref(), &mut say);
    database(&settings.common, roster.as_ref(), now, &mut say).await;
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

/// Key ring and roster. Returns the roster, if it is valid.
fn keys(common: &Common, now: Moment, say: &mut impl FnMut(State, &'static str, String)) -> Option<VerifiedRoster> {
    let mut ring = match ring_file::read(&common.keyring, &common.deployment) {
        Ok(ring) => ring,
        Err(error @ ring_file::Error::Missing(_)) => {
            let advice = "hotlines only; put it or its copy back, or, where there never was one, janynda keyring init";
            say(State::Bad, "key ring", format!("{error}: {advice}"));
            return None;
        }
        Err(error) => {
            say(State::Bad, "key ring", error.to_string());
            return None;
        }
    };
    let roster = common.roster.as_ref().map(|file| read_roster(file, common, &ring, now));
    let known = ring.roster_mark();
    match ring.advance(now) {
        Ok(_) => say(State::Good, "key ring", "follows the clock".to_owned()),
        Err(refusal) => say(
            State::Bad,
            "key ring",
            format!("{refusal}: look at the clock; if it is right, stop the service and run janynda keyring advance"),
        ),
    }
    match roster {
        None => {
            say(State::Bad, "roster", "ROSTER is not set: hotlines only, no requests are taken".to_owned());
            None
        }
        Some(Err(error)) => {
            let said = "hotlines only, or until its own last day the roster that a running service has in use";
            say(State::Bad, "roster", format!("{error}: {said}"));
            None
        }
        Some(Ok(roster)) => {
            let (state, found) = validity(&roster, now);
            say(state, "roster", found);
            if known != Some(roster.mark()) {
                let said = format!(
                    "version {} was not taken into use here yet: a running service does so within {} seconds of the \
                     change, or at once on SIGHUP; no restart is needed",
                    roster.version(),
                    keeper::LOOK_BEAT,
                );
                say(State::Look, "reload", said);
            }
            Some(roster)
        }
    }
}

/// How long the roster lasts, and what to do about it.
fn validity(roster: &VerifiedRoster, now: Moment) -> (State, String) {
    let (version, readers, days) = (roster.version(), roster.counsellors().len(), roster.days_left(now));
    let found = format!("version {version}, {readers} counsellors, {days} days left (until {})", roster.not_after());
    if days > ROSTER_SOON {
        return (State::Good, found);
    }
    let advice = "sign the next one now (janynda roster sign) and put it in the place of this one; without it there are \
                  hotlines only";
    (State::Look, format!("{found}: {advice}"))
}

/// The operator's own hotline file.
fn override_file(common: &Common, now: Moment, say: &mut impl FnMut(State, &'static str, String)) {
    // A ring that cannot be read was said above.
    let ring = ring_file::read(&common.keyring, &common.deployment).ok();
    let newest = ring.as_ref().and_then(KeyRing::hotlines_mark);
    let Some(file) = &common.hotlines else {
        let said = "HOTLINES is not set: the hotlines of this program are shown";
        match newest {
            Some(signed) if keeper::hotlines::is_shipped_behind(signed) => {
                let said = format!("{said}; a file signed {signed} was in use before");
                say(State::Look, "override", said);
            }
            _ => say(State::Good, "override", said.to_owned()),
        }
        return;
    };
    let path = file.path.display();
    match keeper::hotlines::read(file, &common.deployment, now, newest) {
        Ok(SignedHotlines { directory, signed }) => {
            let shown = directory.every().iter().filter(|entry| entry.is_shown()).count();
            say(State::Good, "override", format!("HOTLINES {path}: {shown} entries shown, signed {signed}"));
        }
        Err(error) => say(
            State::Bad,
            "override",
            format!(
                "HOTLINES {path}: {error}; not used, other hotlines are shown. Mend and sign it (janynda hotlines \
                 sign), or take the setting away"
            ),
        ),
    }
}

/// Where counsellors pull requests.
fn desk(place: Option<&DeskPlace>, say: &mut impl FnMut(State, &'static str, String)) {
    let found = match place {
        None => "DESK_LISTEN is not set: there is no roster, and nothing to pull".to_owned(),
        Some(DeskPlace::Elsewhere) => "another node serves the desk (DESK_LISTEN=elsewhere)".to_owned(),
        Some(DeskPlace::Here { listen, origin: Some(origin) }) => {
            format!("serve listens on {listen}; counsellors reach it as {origin}")
        }
        Some(DeskPlace::Here { listen, origin: None }) => {
            format!("serve listens on {listen}; it is reached from this machine only")
        }
    };
    say(State::Good, "desk", found);
}

/// The database, only looked at: a doctor who made or migrated it would do so as another user than the service, or
/// under a running one.
async fn database(
    common: &Common,
    roster: Option<&VerifiedRoster>,
    now: Moment,
    say: &mut impl FnMut(State, &'static str, String),
) {
    let schema = Store::look(common.database_url.expose_secret()).await;
    let (state, found) = match &schema {
        Ok(schema) => stands(*schema),
        Err(error) => (State::Bad, format!("{error}: hotlines only, no requests are taken")),
    };
    say(state, "database", found);
    if let (Ok(Schema::Ours), Some(roster)) = (&schema, roster) {
        queue(common, roster, now, say).await;
    }
    if let Ok(Some(mode)) = Store::open_to_others(common.database_url.expose_secret()) {
        let said = format!(
            "mode {mode:04o}: others on this machine can get at who waits since when. chmod 600 on the file of \
             DATABASE_URL, and on its -wal and -shm where they stand"
        );
        say(State::Look, "database", said);
    }
}

/// Whether somebody on the roster is shown what waits.
async fn queue(
    common: &Common,
    roster: &VerifiedRoster,
    now: Moment,
    say: &mut impl FnMut(State, &'static str, String),
) {
    let url = common.database_url.expose_secret();
    let (state, found) = match Store::look_left_to_recovery(url, roster.counsellors(), now).await {
        Ok(0) => (State::Good, "whatever waits is shown to a counsellor of this roster".to_owned()),
        Ok(left) => {
            let advice = "fetch it and log in with it, before their days are over";
            (State::Look, format!("{left} waiting requests can be opened by the recovery key only: {advice}"))
        }
        Err(error) => (State::Look, format!("{error}: whether somebody is shown what waits is not known")),
    };
    say(state, "queue", found);
}

/// What a schema means, and what to do about it.
fn stands(schema: Schema) -> (State, String) {
    let (state, found) = match schema {
        Schema::Ours => (State::Good, "opens, and its schema is this version's"),
        Schema::Missing => (
            State::Look,
            "there is none at DATABASE_URL; serve makes it at its first start. If there was one, mend DATABASE_URL first",
        ),
        Schema::Older => (State::Look, "its schema is an older version's; serve migrates it at its start"),
        Schema::NoFolder => (
            State::Bad,
            "its folder is missing: make the folder, or mend DATABASE_URL. Until then hotlines only, no requests are taken",
        ),
        Schema::Newer => (
            State::Bad,
            "a newer version of this program has migrated it: run that version, or bring back the backup of before it. \
             Until then hotlines only, no requests are taken",
        ),
        Schema::Other => (
            State::Bad,
            "its schema is none of this program's versions: mend DATABASE_URL if it leads to another program's file, \
             else bring back a backup. Until then hotlines only, no requests are taken",
        ),
    };
    (state, found.to_owned())
}

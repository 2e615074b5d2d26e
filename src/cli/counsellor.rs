//! `janynda counsellor`: list, claim, open, fetch, extend, release, close, at the desk of a deployment.
//!
//! Roster and audit are verified here, on the counsellor's side, before the desk is asked for anything. What a person
//! wrote goes to the screen or, still sealed, into a file; it never goes into an error. Answers go to the output; what
//! is to be known about a visit goes to the notes, so that machines read one value.

mod answers;
mod place;
mod readers;

use super::enrol;
use super::new_file::{Readers, write_new};
use super::passphrase::{self, Ask};
use crate::clock::Clock;
use crate::config::Lookup;
use crate::counsellor::listing::{self, Listed};
use crate::counsellor::{Desk, Ending, Entry, Error, Hold, PATIENCE, Parts, identity, show};
use crate::protocol::MOST_MORE_CLAIMS;
use crate::roster::Name;
use crate::seal::{Opened, Sealed};
use crate::vocab::{Outcome, RequestId};
use anyhow::{Context, Result, bail, ensure};
use jiff::civil::Date;
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

pub use place::Place;

use answers::{claimed, closed, line, of_a_claim, said, until};

#[cfg(test)]
mod tests;

/// Work as a counsellor: list, claim and open requests.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What a counsellor does.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make an identity: a file only your passphrase opens, and a recipient for the authority.
    Enrol(enrol::Args),
    /// List the open requests that you can open: your own claims, then urgent ones, then the longest waiting.
    List {
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Claim a request for two hours, or claim it again; without an ID, the next one.
    Claim {
        /// The request, as the list shows it.
        id: Option<RequestId>,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Open a request you claimed, on this computer, and show it.
    Open {
        /// The request, as the list shows it.
        id: RequestId,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Write a request you claimed as it was sealed: a plain age file that any age tool opens with your identity.
    Fetch {
        /// The request, as the list shows it.
        id: RequestId,
        /// Write it to this new file instead of to the output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Hold a request you claimed for longer: two hours from now.
    Extend {
        /// The request, as the list shows it.
        id: RequestId,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Give a request back, so that a colleague can claim it.
    Release {
        /// The request, as the list shows it.
        id: RequestId,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// End a request. Its content leaves the database and cannot be brought back. With --next-attempt it goes back into
    /// the queue instead. Whoever sent one that is not genuine is muted for the day only where a way back to their chat
    /// was sealed into it. Today nobody who left a phone number can be muted: they may send another.
    Close {
        /// The request, as the list shows it.
        id: RequestId,
        /// How it ended: helped, tried-no-answer, handed-on or not-genuine.
        #[arg(long, value_parser = parse_outcome)]
        outcome: Outcome,
        /// With tried-no-answer: the day (UTC) on which somebody should try again; it begins at 5 in the morning in
        /// Almaty.
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
        next_attempt: Option<Date>,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Let a colleague claim more requests in this hour. Only a lead may.
    Allow {
        /// What the roster calls her.
        name: Name,
        /// How many more.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_MORE_CLAIMS)))]
        more: u32,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// Show the roster that was verified here: how long it is valid, who reads which lane, everybody's fingerprint.
    Roster {
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
}

/// Who asks, and in what form she wants the answer.
#[derive(Debug, clap::Args)]
pub struct Me {
    /// Your identity file.
    #[arg(long, value_name = "FILE")]
    pub identity: PathBuf,
    /// Read the passphrase from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Answer in JSON, one value in one line.
    #[arg(long)]
    pub json: bool,
}

fn parse_outcome(text: &str) -> Result<Outcome, &'static str> {
    text.parse().map_err(|()| "expected helped, tried-no-answer, handed-on or not-genuine")
}

/// One day, one spelling.
fn parse_day(text: &str) -> Result<Date, &'static str> {
    text.parse().ok().filter(|day: &Date| day.to_string() == text).ok_or("expected a day like 2026-11-24")
}

/// Where the output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// To a terminal, which acts on what it is sent.
    Terminal,
    /// To a file or another program.
    Elsewhere,
}

impl Command {
    /// Who asks; making an identity needs nobody.
    const fn me(&self) -> Option<&Me> {
        match self {
            Command::Enrol(_) => None,
            Command::List { me }
            | Command::Claim { me, .. }
            | Command::Open { me, .. }
            | Command::Fetch { me, .. }
            | Command::Extend { me, .. }
            | Command::Release { me, .. }
            | Command::Close { me, .. }
            | Command::Allow { me, .. }
            | Command::Roster { me } => Some(me),
        }
    }

    /// How an error of the desk is told: somebody who may have read a request is told whether to call.
    fn teller(&self) -> fn(Error) -> anyhow::Error {
        match self {
            Command::Open { .. } | Command::Extend { .. } | Command::Fetch { .. } => of_a_claim,
            _ => said,
        }
    }
}

/// Does what was asked and says what was done.
pub async fn run(
    args: &Args,
    lookup: Lookup<'_>,
    clock: &Clock,
    out: &mut impl Write,
    notes: &mut impl Write,
) -> Result<()> {
    let screen = if std::io::stdout().is_terminal() { Screen::Terminal } else { Screen::Elsewhere };
    run_on(screen, args, lookup, clock, out, notes).await
}

async fn run_on(
    screen: Screen,
    args: &Args,
    lookup: Lookup<'_>,
    clock: &Clock,
    out: &mut impl Write,
    notes: &mut impl Write,
) -> Result<()> {
    let Some(me) = args.command.me() else {
        if let Command::Enrol(args) = &args.command {
            enrol::run(args, clock.now(), out)?;
        }
        return Ok(());
    };
    is_possible(screen, &args.command)?;
    let desk = Desk::connect(parts(me, lookup, clock, notes)?).await.map_err(args.command.teller())?;
    let done = act(&desk, &args.command, me, clock, out, notes).await;
    // A desk that does not hear it ends the session within the hour.
    let _ = desk.leave().await;
    done
}

/// What can be refused before anybody types a passphrase.
fn is_possible(screen: Screen, command: &Command) -> Result<()> {
    match command {
        // A sealed request is whatever bytes somebody put into the database.
        Command::Fetch { out: None, .. } if screen == Screen::Terminal => {
            bail!("a sealed request is binary and may act on your terminal: give --out FILE, or pipe it into age")
        }
        Command::Close { outcome, next_attempt: Some(_), .. } => {
            let goes_on = *outcome == Outcome::TriedNoAnswer;
            ensure!(
                goes_on,
                "--next-attempt goes with --outcome tried-no-answer: a request that is over has no next day"
            );
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn act(
    desk: &Desk,
    command: &Command,
    me: &Me,
    clock: &Clock,
    out: &mut impl Write,
    notes: &mut impl Write,
) -> Result<()> {
    match command {
        Command::Enrol(_) => Ok(()),
        Command::List { .. } => list(desk, me, out, notes).await,
        Command::Claim { id, .. } => claimed(desk.claim(*id).await.map_err(said)?, me, out),
        Command::Extend { id, .. } => claimed(Some(extend(desk, *id).await.map_err(of_a_claim)?), me, out),
        Command::Open { id, .. } => {
            let (entry, opened) = open(desk, *id).await.map_err(of_a_claim)?;
            let shown = if me.json { show::json(&opened) + "\n" } else { show::text(&opened) };
            out.write_all(shown.as_bytes()).context("the request could not be shown")?;
            // What a machine reads stays one value.
            if me.json { until(&entry, notes) } else { until(&entry, out) }
        }
        Command::Fetch { id, out: file, .. } => fetch(desk, *id, file.as_deref(), me, out).await,
        Command::Release { id, .. } => {
            desk.release(held(desk, *id).await?).await.map_err(said)?;
            if me.json {
                return line(out, &json!({"id": id.to_string(), "status": "waiting"}));
            }
            Ok(writeln!(out, "Request {id} is back in the queue.")?)
        }
        Command::Close { id, outcome, next_attempt, .. } => {
            let ending = next_attempt.map_or(Ending::Closed(*outcome), Ending::TryAgain);
            let did = desk.close(held(desk, *id).await?, ending).await.map_err(said)?;
            closed(*id, ending, did, me, out)
        }
        Command::Allow { name, more, .. } => {
            desk.allow(name, *more).await.map_err(said)?;
            if me.json {
                return line(out, &json!({"name": name.as_str(), "more": more}));
            }
            Ok(writeln!(out, "{name} may claim {more} more in this hour. It stands in the audit.")?)
        }
        Command::Roster { .. } => {
            let checked = desk.checked();
            if me.json {
                line(out, &readers::json(&checked, clock.now()))
            } else {
                readers::show(&checked, clock.now(), out)
            }
        }
    }
}

/// Her claim, which everything that is done with a request must name.
async fn held(desk: &Desk, id: RequestId) -> Result<Hold> {
    desk.held(id).await.map_err(said)
}

async fn extend(desk: &Desk, id: RequestId) -> Result<Entry, Error> {
    desk.extend(desk.held(id).await?).await
}

/// Opens a request of hers, with what the list says of her claim.
async fn open(desk: &Desk, id: RequestId) -> Result<(Entry, Opened), Error> {
    let entry = desk.mine(id).await?;
    let hold = entry.hold().ok_or(Error::NOT_YOURS)?;
    Ok((entry, desk.open(hold).await?))
}

async fn sealed(desk: &Desk, id: RequestId) -> Result<Sealed, Error> {
    desk.fetch(desk.held(id).await?).await
}

async fn list(desk: &Desk, me: &Me, out: &mut impl Write, notes: &mut impl Write) -> Result<()> {
    let queue = desk.list().await.map_err(said)?;
    if queue.more {
        writeln!(notes, "There are more requests than a list holds: your own claims, and the first of the others.")?;
    }
    if me.json {
        return line(out, &queue.entries.iter().map(Listed::from).collect::<Vec<_>>());
    }
    let lanes: Vec<String> = desk.lanes().iter().map(ToString::to_string).collect();
    writeln!(out, "Your lanes: {}", lanes.join(", "))?;
    Ok(out.write_all(listing::text(&queue.entries).as_bytes())?)
}

async fn fetch(desk: &Desk, id: RequestId, file: Option<&Path>, me: &Me, out: &mut impl Write) -> Result<()> {
    let sealed = sealed(desk, id).await.map_err(of_a_claim)?;
    let Some(file) = file else {
        return out.write_all(sealed.bytes()).context("the sealed request could not be written");
    };
    write_new(file, Readers::Owner, sealed.bytes())?;
    if me.json {
        return line(out, &json!({"id": id.to_string(), "file": file.display().to_string()}));
    }
    writeln!(out, "{} holds request {id}, still sealed.", file.display())?;
    writeln!(out, "Any age tool opens it: age --decrypt --identity {} {}", me.identity.display(), file.display())?;
    Ok(())
}

/// Everything that must be in order before she can work. The passphrase is asked for last, so that nobody types it
/// for nothing.
fn parts(me: &Me, lookup: Lookup<'_>, clock: &Clock, notes: &mut impl Write) -> Result<Parts> {
    let place = Place::read(lookup)?;
    let file = std::fs::read(&me.identity)
        .with_context(|| format!("identity file {} cannot be read", me.identity.display()))?;
    let memory = place.remembered(&me.identity, notes)?;
    let passphrase = passphrase::read(me.passphrase_file.as_deref(), "Passphrase", Ask::Once)?;
    let identity = identity::unlock(&file, &passphrase).with_context(|| me.identity.display().to_string())?;
    let Place { origin, deployment, authorities } = place;
    let clock = clock.clone();
    Ok(Parts { origin, deployment, authorities, identity, clock, memory, patience: PATIENCE })
}

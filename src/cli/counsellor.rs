//! `janynda counsellor`: list, claim, open, fetch, release, close, on the database file.
//!
//! The roster is verified here, on the counsellor's side, before the database is asked for anything. What a person
//! wrote goes to the screen or, still sealed, into a file; it never goes into an error.

use super::enrol;
use super::new_file::{Readers, read, write_new};
use super::passphrase::{self, Ask};
use crate::clock::{Clock, Moment};
use crate::config::Common;
use crate::counsellor::listing::{self, Listed, almaty};
use crate::counsellor::{Desk, Entry, Error, Standing, identity, show};
use crate::roster::{AuthorityKey, UntrustedRoster, VerifiedRoster};
use crate::signed::signature_path;
use crate::store::Store;
use crate::vocab::{DeploymentId, Outcome, RequestId};
use anyhow::{Context, Result, anyhow, bail, ensure};
use secrecy::ExposeSecret as _;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

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
    /// List the open requests of your lanes: urgent first, then the longest waiting.
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
    /// Give a request back, so that a colleague can claim it.
    Release {
        /// The request, as the list shows it.
        id: RequestId,
        /// Who you are.
        #[command(flatten)]
        me: Me,
    },
    /// End a request. Its content leaves the database and cannot be brought back.
    Close {
        /// The request, as the list shows it.
        id: RequestId,
        /// How it ended: helped, tried-no-answer, handed-on or not-genuine.
        #[arg(long, value_parser = parse_outcome)]
        outcome: Outcome,
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

/// Which installation to work with: what the settings say. `enrol` needs none of it.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// `DATABASE_URL`.
    pub database_url: String,
    /// `DEPLOYMENT_ID`.
    pub deployment: Option<DeploymentId>,
    /// `ROSTER`; its signature is looked for beside it.
    pub roster: Option<PathBuf>,
    /// `ROSTER_AUTHORITY`.
    pub authorities: Vec<AuthorityKey>,
}

impl From<&Common> for Place {
    fn from(common: &Common) -> Place {
        let roster = common.roster.as_ref();
        Place {
            database_url: common.database_url.expose_secret().to_owned(),
            deployment: Some(common.deployment.clone()),
            roster: roster.map(|place| place.path.clone()),
            authorities: roster.map(|place| place.authorities.clone()).unwrap_or_default(),
        }
    }
}

/// Where the output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// To a terminal, which acts on what it is sent.
    Terminal,
    /// To a file or another program.
    Elsewhere,
}

/// Does what was asked and says what was done.
pub async fn run(args: &Args, place: &Place, clock: &Clock, out: &mut impl Write) -> Result<()> {
    let screen = if std::io::stdout().is_terminal() { Screen::Terminal } else { Screen::Elsewhere };
    run_on(screen, args, place, clock, out).await
}

async fn run_on(screen: Screen, args: &Args, place: &Place, clock: &Clock, out: &mut impl Write) -> Result<()> {
    match &args.command {
        Command::Enrol(args) => enrol::run(args, clock.now(), out),
        Command::List { me } => list(&sit_down(me, place, clock).await?, me, out).await,
        Command::Claim { id, me } => claim(&sit_down(me, place, clock).await?, *id, me, out).await,
        Command::Open { id, me } => {
            let opened = sit_down(me, place, clock).await?.open(*id).await.map_err(said)?;
            let shown = if me.json { show::json(&opened) + "\n" } else { show::text(&opened) };
            out.write_all(shown.as_bytes()).context("the request could not be shown")
        }
        Command::Fetch { id, out: file, me } => {
            // A sealed request is whatever bytes somebody put into the database.
            ensure!(
                screen == Screen::Elsewhere || file.is_some(),
                "a sealed request is binary and may act on your terminal: give --out FILE, or pipe it into age"
            );
            let desk = sit_down(me, place, clock).await?;
            fetch(&desk, *id, file.as_deref(), me, out).await
        }
        Command::Release { id, me } => {
            sit_down(me, place, clock).await?.release(*id).await.map_err(said)?;
            if me.json {
                return line(out, &serde_json::json!({"id": id.to_string(), "status": "waiting"}));
            }
            Ok(writeln!(out, "Request {id} is back in the queue.")?)
        }
        Command::Close { id, outcome, me } => {
            sit_down(me, place, clock).await?.close(*id, *outcome).await.map_err(said)?;
            let outcome = outcome.name();
            if me.json {
                return line(out, &serde_json::json!({"id": id.to_string(), "status": "closed", "outcome": outcome}));
            }
            Ok(writeln!(out, "Request {id} is closed ({outcome}). Its content was taken out of the database.")?)
        }
    }
}

async fn list(desk: &Desk, me: &Me, out: &mut impl Write) -> Result<()> {
    let entries = desk.list().await.map_err(said)?;
    if me.json {
        return line(out, &entries.iter().map(Listed::from).collect::<Vec<_>>());
    }
    let lanes: Vec<String> = desk.lanes().iter().map(ToString::to_string).collect();
    writeln!(out, "Your lanes: {}", lanes.join(", "))?;
    Ok(out.write_all(listing::text(&entries).as_bytes())?)
}

async fn claim(desk: &Desk, which: Option<RequestId>, me: &Me, out: &mut impl Write) -> Result<()> {
    let claimed = desk.claim(which).await.map_err(said)?;
    if me.json {
        return line(out, &claimed.as_ref().map(Listed::from));
    }
    match claimed {
        Some(Entry { id, standing: Standing::Mine { until }, .. }) => {
            writeln!(out, "Request {id} is yours until {} (Almaty time).", almaty(until))?;
            writeln!(out, "Next: janynda counsellor open {id}")?;
        }
        _ => writeln!(out, "No request is waiting in your lanes.")?,
    }
    Ok(())
}

async fn fetch(desk: &Desk, id: RequestId, file: Option<&Path>, me: &Me, out: &mut impl Write) -> Result<()> {
    let sealed = desk.fetch(id).await.map_err(said)?;
    let Some(file) = file else {
        return out.write_all(sealed.bytes()).context("the sealed request could not be written");
    };
    write_new(file, Readers::Owner, sealed.bytes())?;
    if me.json {
        return line(out, &serde_json::json!({"id": id.to_string(), "file": file.display().to_string()}));
    }
    writeln!(out, "{} holds request {id}, still sealed.", file.display())?;
    writeln!(out, "Any age tool opens it: age --decrypt --identity {} {}", me.identity.display(), file.display())?;
    Ok(())
}

fn line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<()> {
    Ok(writeln!(out, "{}", serde_json::to_string(value)?)?)
}

/// An error of the desk and what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn said(error: Error) -> anyhow::Error {
    anyhow!("{error}. {}", error.advice())
}

/// Everything that must be in order before she can work. The passphrase is asked for last, so that nobody types it
/// for nothing.
async fn sit_down(me: &Me, place: &Place, clock: &Clock) -> Result<Desk> {
    let roster = verified(place, clock.now())?;
    let store = Store::existing(&place.database_url)?;
    store.ready().await.context("DATABASE_URL must lead to the database of `janynda serve`; it could not be used")?;
    let file = std::fs::read(&me.identity)
        .with_context(|| format!("identity file {} cannot be read", me.identity.display()))?;
    let passphrase = passphrase::read(me.passphrase_file.as_deref(), "Passphrase", Ask::Once)?;
    let identity = identity::unlock(&file, &passphrase).with_context(|| me.identity.display().to_string())?;
    Desk::new(store, roster, identity, clock.clone()).map_err(said)
}

fn verified(place: &Place, now: Moment) -> Result<VerifiedRoster> {
    let deployment = place.deployment.as_ref().context("DEPLOYMENT_ID is missing: expected the name in the roster")?;
    let path = place.roster.as_deref().context("ROSTER is missing: expected the path of the signed roster")?;
    if place.authorities.is_empty() {
        bail!("ROSTER_AUTHORITY is missing: expected the authority's public keys (RW…), comma-separated");
    }
    let text = std::fs::read(path).with_context(|| format!("roster {} cannot be read", path.display()))?;
    let signature = read(&signature_path(path))?;
    UntrustedRoster { text: &text, signature: &signature }
        .verify(&place.authorities, deployment, now, None)
        .map_err(|error| anyhow!("{}: {error}. Ask your authority for the newest roster and signature", path.display()))
}

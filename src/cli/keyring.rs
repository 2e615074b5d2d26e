//! `janynda keyring`: what is in the ring, a first one, a second copy of it, and the operator's word about the clock.
//!
//! A service that finds the clock more than two days ahead of its key ring destroys no key and shows hotlines only.
//! Whoever has looked at the clock and found it right says so here, with the service stopped. No command prints a
//! key, makes a ring where one stands, or puts a copy over a ring that it is not an older state of.

mod copy;
#[cfg(test)]
mod tests;

use crate::chance;
use crate::clock::Moment;
use crate::keyring::{Advance, Keep, KeyRing};
use crate::store::ring_file;
use crate::vocab::DeploymentId;
use anyhow::Result;
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Work with the key ring.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Which ring.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The key ring.
    #[arg(long, env = "KEYRING", value_name = "FILE")]
    pub keyring: PathBuf,
    /// The deployment it belongs to.
    #[arg(long, env = "DEPLOYMENT_ID", value_name = "ID")]
    pub deployment: DeploymentId,
}

/// What an operator may say.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show the days whose keys live and the newest roster seen. Never a key.
    Show {
        /// Which ring.
        #[command(flatten)]
        place: Place,
    },
    /// Say that the machine's clock is right: the ring follows it, and the keys of the days before are destroyed.
    /// Stop the service first. A clock that went back is never followed.
    Advance {
        /// Which ring.
        #[command(flatten)]
        place: Place,
    },
    /// Make a new ring where none stands. It opens nothing that was sealed under another one.
    Init {
        /// Which ring.
        #[command(flatten)]
        place: Place,
    },
    /// Copy the ring as it is now to a file on another medium or node (mode 0600). The service may go on running.
    Copy {
        /// The copy. It must not exist yet, unless with --replace.
        to: PathBuf,
        /// Overwrite an older copy of the same ring, whole or not at all.
        #[arg(long)]
        replace: bool,
        /// Which ring.
        #[command(flatten)]
        place: Place,
    },
}

/// Does what was asked and says what was done.
pub fn run(args: &Args, now: Moment, out: &mut impl Write) -> Result<()> {
    match &args.command {
        Command::Show { place } => show(place, now, out),
        Command::Advance { place } => advance(place, now, out),
        Command::Init { place } => init(place, now, out),
        Command::Copy { to, replace, place } => {
            let over = if *replace { copy::Over::AnOlderCopy } else { copy::Over::Nothing };
            copy::run(place, to, over, now, out)
        }
    }
}

fn show(place: &Place, now: Moment, out: &mut impl Write) -> Result<()> {
    let ring = ring_file::read(&place.keyring, &place.deployment)?;
    writeln!(out, "deployment   {}", place.deployment)?;
    for epoch in ring.epoch_keys() {
        writeln!(out, "epoch        {} ({})", epoch.epoch(), date(epoch.epoch())?)?;
    }
    for keep in Keep::ALL {
        let days = ring.days_kept(keep);
        let (first, last) = (date(*days.start())?, date(*days.end())?);
        writeln!(out, "{:<12} {first} to {last}: {} day keys", keep.name(), ring.day_keys(keep).len())?;
    }
    match ring.roster_mark() {
        None => writeln!(out, "roster       none seen yet")?,
        Some(mark) => writeln!(out, "roster       version {} (sha256 {})", mark.version, mark.hash)?,
    }
    match ring.hotlines_mark() {
        None => writeln!(out, "hotlines     no signed file seen yet")?,
        Some(signed) => writeln!(out, "hotlines     newest file signed {signed}")?,
    }
    writeln!(out, "clock        {}", beside_the_clock(&ring, now))?;
    Ok(())
}

/// How the ring stands beside the machine's clock, and what to do about it.
fn beside_the_clock(ring: &KeyRing, now: Moment) -> String {
    match now.day().saturating_sub(ring.newest().epoch()) {
        0 => "the ring is on today's epoch".to_owned(),
        days if days < 0 => format!(
            "the ring is {} days ahead of this machine's clock: hotlines only until the clock has caught up",
            days.saturating_neg()
        ),
        days if days <= crate::keyring::MOST_EPOCHS_AHEAD => {
            format!("the ring is {days} days behind; serve follows the clock by itself")
        }
        days => format!(
            "the ring is {days} days behind, and holds keys that should be gone: look at the clock; if it is right, \
             janynda keyring advance"
        ),
    }
}

fn advance(place: &Place, now: Moment, out: &mut impl Write) -> Result<()> {
    let mut ring = ring_file::read(&place.keyring, &place.deployment)?;
    match ring.advance_on_operators_word(now)? {
        Advance::Unchanged => writeln!(out, "the key ring is on today's epoch already; nothing was changed")?,
        Advance::Ratcheted => {
            ring_file::replace(&place.keyring, &ring)?;
            writeln!(out, "the key ring follows the clock again: epoch {}", ring.newest().epoch())?;
        }
    }
    Ok(())
}

fn init(place: &Place, now: Moment, out: &mut impl Write) -> Result<()> {
    let ring = KeyRing::create(place.deployment.clone(), now, chance::fresh()?);
    ring_file::create(&place.keyring, &ring)?;
    writeln!(out, "key ring     {} (mode 0600, epoch {})", place.keyring.display(), ring.newest().epoch())?;
    writeln!(out, "It opens nothing that was sealed under another ring: what waits in an older database is lost.")?;
    writeln!(
        out,
        "Keep it out of the database's folder and backups. A second current copy, on another medium or node,"
    )?;
    writeln!(out, "saves the queue when this disk breaks: janynda keyring copy FILE, and every day --replace.")?;
    Ok(())
}

/// The UTC day with this number.
fn date(day: i64) -> Result<Date> {
    super::roster::utc_date(Moment(day.saturating_mul(86_400)))
}

/// Whether two files are one, by whatever names.
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path: &Path| std::fs::metadata(path).map(|found| (found.dev(), found.ino())).ok();
    number(one).is_some_and(|found| number(other) == Some(found))
}

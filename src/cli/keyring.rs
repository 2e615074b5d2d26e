//! `janynda keyring`: the operator's word about the clock.
//!
//! A service that finds the clock more than two days ahead of its key ring destroys no key and shows hotlines only.
//! Whoever has looked at the clock and found it right says so here, with the service stopped.

use crate::clock::Moment;
use crate::keyring::Advance;
use crate::store::ring_file;
use crate::vocab::DeploymentId;
use anyhow::Result;
use std::io::Write;
use std::path::PathBuf;

/// Work with the key ring.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What an operator may say.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say that the machine's clock is right: the ring follows it, and the keys of the days before are destroyed.
    /// Stop the service first. A clock that went back is never followed.
    Advance {
        /// The key ring.
        #[arg(long, env = "KEYRING", value_name = "FILE")]
        keyring: PathBuf,
        /// The deployment it belongs to.
        #[arg(long, env = "DEPLOYMENT_ID", value_name = "ID")]
        deployment: DeploymentId,
    },
}

/// Does what was asked and says what was done.
pub fn run(args: &Args, now: Moment, out: &mut impl Write) -> Result<()> {
    let Command::Advance { keyring, deployment } = &args.command;
    let mut ring = ring_file::read(keyring, deployment)?;
    match ring.advance_on_operators_word(now)? {
        Advance::Unchanged => writeln!(out, "the key ring is on today's epoch already; nothing was changed")?,
        Advance::Ratcheted => {
            ring_file::replace(keyring, &ring)?;
            writeln!(out, "the key ring follows the clock again: epoch {}", ring.newest().epoch())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::{KeyRing, Refusal};

    const NOW: Moment = Moment(1_795_521_600);
    const DAY: i64 = 86_400;

    #[test]
    fn after_a_week_without_power_the_operator_lets_the_ring_follow_and_never_back() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = folder.path().join("keyring");
        let deployment: DeploymentId = "almaty-1".parse().unwrap();
        ring_file::create(&keyring, &KeyRing::create(deployment.clone(), NOW, [1; 32])).unwrap();
        let args = Args { command: Command::Advance { keyring: keyring.clone(), deployment: deployment.clone() } };
        let week = NOW.plus(7 * DAY);
        let advance = |now| ring_file::read(&keyring, &deployment).unwrap().advance(now);
        assert_eq!(advance(week), Err(Refusal::ClockAhead { epochs: 7 }));
        run(&args, week, &mut Vec::new()).unwrap();
        assert_eq!(advance(week), Ok(Advance::Unchanged));
        let error = run(&args, NOW, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("7 days behind"), "{error}");
        assert_eq!(advance(week), Ok(Advance::Unchanged));
    }
}

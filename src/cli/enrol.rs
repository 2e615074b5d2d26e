//! `janynda counsellor enrol`: a counsellor makes her identity on her own computer.

use super::new_file::{Readers, write_new};
use super::passphrase::{self, Ask};
use crate::clock::Moment;
use crate::counsellor::identity;
use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::path::PathBuf;

/// Make an identity: a file only your passphrase opens, and a recipient for the authority.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to put the identity file. It must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Read the passphrase from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// Makes the identity, tries to open it again from disk, and prints what the authority needs.
pub fn run(args: &Args, now: Moment, out: &mut impl Write) -> Result<()> {
    let passphrase = passphrase::read(args.passphrase_file.as_deref(), "New passphrase", Ask::Twice)?;
    let new = identity::create(&passphrase, now)?;
    write_new(&args.out, Readers::Owner, &new.file)?;
    // Only what opens again from disk counts as enrolled.
    let file = std::fs::read(&args.out).with_context(|| format!("{} cannot be read again", args.out.display()))?;
    let opened = identity::recipient(&identity::unlock(&file, &passphrase)?)?;
    ensure!(opened == new.recipient, "{} opens to another key than was written", args.out.display());

    writeln!(out, "identity     {}", args.out.display())?;
    writeln!(out, "recipient    {}", new.recipient)?;
    writeln!(out, "fingerprint  {}", identity::fingerprint(&new.recipient))?;
    writeln!(out, "Send the recipient to your roster authority and read the fingerprint aloud to them by phone.")?;
    writeln!(out, "Keep file and passphrase apart. If either is lost, enrol again: nobody can restore them.")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counsellor_enrols_once_and_a_second_time_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let passphrase_file = folder.path().join("passphrase");
        std::fs::write(&passphrase_file, "an invented passphrase\n").unwrap();
        let args = Args { out: folder.path().join("me.age"), passphrase_file: Some(passphrase_file) };
        let mut said = Vec::new();
        run(&args, Moment(1_795_521_600), &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("recipient    age1") && said.contains("fingerprint  "), "{said}");
        let file = std::fs::read(&args.out).unwrap();
        let error = run(&args, Moment(1_795_521_600), &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("nothing is overwritten"), "{error}");
        assert_eq!(std::fs::read(&args.out).unwrap(), file);
    }
}

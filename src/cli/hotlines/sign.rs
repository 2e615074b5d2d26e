//! `janynda hotlines sign`: the authority's word for a hotline file of its own (`threats.md` D16).
//!
//! A file with any problem is not signed. The signature is for one deployment and for hotlines only: it vouches for
//! nothing else, and no other signature vouches for hotlines.

use super::super::new_file::replace;
use super::super::roster::unlock;
use crate::clock::Moment;
use crate::signed::{hotlines, signature_path};
use crate::vocab::DeploymentId;
use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Which file, for whom, by which key.
#[derive(Debug, clap::Args)]
pub struct SignArgs {
    /// The hotline file. The signature is written beside it as `FILE.minisig`.
    pub file: PathBuf,
    /// The authority's secret key, the one that signs rosters.
    #[arg(long, alias = "secret-key", value_name = "FILE")]
    pub key: PathBuf,
    /// Read the key's password from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// The deployment that may show it.
    #[arg(long, env = "DEPLOYMENT_ID", value_name = "ID")]
    pub deployment: DeploymentId,
}

/// Signs a file that a service would take, and says what was signed.
pub(super) fn sign(args: &SignArgs, now: Moment) -> Result<String> {
    let path = &args.file;
    let text = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    // Before the password is asked for: nobody types it for nothing.
    hotlines::read(&text, now).with_context(|| format!("{} is not signed", path.display()))?;
    let secret = unlock(&args.key, args.password_file.as_deref())?;
    let (directory, signature) = hotlines::sign(&text, &args.deployment, now, &secret)
        .with_context(|| format!("{} is not signed", path.display()))?;
    let beside = signature_path(path);
    replace(&beside, &signature)?;
    let shown = directory.every().iter().filter(|entry| entry.is_shown()).count();
    let mut said = String::new();
    writeln!(said, "signed for {}: {shown} entries shown, collected {}", args.deployment, directory.collected())?;
    let signed = jiff::Timestamp::from_second(now.0)?;
    writeln!(said, "at {signed} by this computer's clock: a file signed earlier is refused from then on")?;
    writeln!(said, "Carry {} and {} to the server (HOTLINES).", path.display(), beside.display())?;
    Ok(said)
}

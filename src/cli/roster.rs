//! `janynda roster`: the authority's desk, offline.
//!
//! The authority edits a roster, signs it and carries roster and signature to the server. Editing unsigns: each
//! signature is a new version with new dates. Nothing here talks to a network or a database.

use super::new_file::{Readers, read, replace, write_new};
use super::passphrase::{self, Ask};
use crate::clock::Moment;
use crate::counsellor::identity::fingerprint;
use crate::roster::{
    AuthorityKey, AuthoritySecret, Counsellor, Duty, MAX_DAYS, Name, OnDuty, Recipient, Revoked, Role, Roster,
    UntrustedRoster, parse_authorities, sign,
};
use crate::signed::signature_path;
use crate::vocab::{Audience, DeploymentId, Lane, Lang};
use anyhow::{Context, Result, bail, ensure};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use secrecy::ExposeSecret;
use std::io::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// Work with the list of those who can read requests.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What an authority does.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make an authority: a key pair and an empty roster. The standard minisign tool can use the keys.
    Init(Init),
    /// Add a counsellor, or with --recovery a recovery recipient.
    Add(Add),
    /// Remove somebody by alias or recipient. The key is revoked and cannot come back.
    Remove {
        /// The roster.
        roster: PathBuf,
        /// An alias, or a recipient (age1…).
        who: String,
    },
    /// Sign the roster, after saying who is in it: a new version, valid from today. The signature stands beside it as
    /// `ROSTER.minisig`. Every signature counts the version up, also the first one.
    Sign {
        /// The roster.
        roster: PathBuf,
        /// The authority's secret key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Read the key's password from the first line of this file instead of asking for it.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// For how many days it is valid.
        #[arg(long, default_value_t = MAX_DAYS, value_parser = clap::value_parser!(i32).range(1..=90))]
        days: i32,
    },
    /// Verify a signed roster as the server does, and say who reads which lane.
    Verify {
        /// The roster; its signature is looked for beside it.
        roster: PathBuf,
        /// The authority's public keys, comma-separated, or the path of a .pub file.
        #[arg(long, value_name = "KEYS")]
        authority: String,
        /// The deployment it must be for; without it, the one it names.
        #[arg(long, value_name = "ID")]
        deployment: Option<DeploymentId>,
    },
    /// Show a roster with everybody's fingerprint, without verifying it.
    Show {
        /// The roster.
        roster: PathBuf,
    },
}

/// Where the authority's files go.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The folder for authority.key, authority.pub and roster.txt.
    pub dir: PathBuf,
    /// The deployment the roster is for.
    #[arg(long, value_name = "ID")]
    pub deployment: DeploymentId,
    /// Read the new key's password from the first line of this file instead of asking for it.
    #[arg(long, value_name = "FILE", conflicts_with = "no_password")]
    pub password_file: Option<PathBuf>,
    /// Leave the key without a password. Only for a disk that is encrypted and kept locked away.
    #[arg(long)]
    pub no_password: bool,
}

/// Who is added.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The roster.
    pub roster: PathBuf,
    /// Add this recovery recipient instead of a counsellor.
    #[arg(long, value_name = "RECIPIENT", conflicts_with_all = ["alias", "recipient", "languages", "audiences"])]
    pub recovery: Option<Recipient>,
    /// What she is called: 2 to 32 characters of a-z, 0-9 and -.
    #[arg(long, required_unless_present = "recovery")]
    pub alias: Option<Name>,
    /// Her recipient, compared by fingerprint.
    #[arg(long, required_unless_present = "recovery")]
    pub recipient: Option<Recipient>,
    /// What she speaks: kk,ru,en.
    #[arg(long, required_unless_present = "recovery", value_delimiter = ',', value_parser = parse_lang)]
    pub languages: Vec<Lang>,
    /// Whom she serves: adult,minor.
    #[arg(long, required_unless_present = "recovery", value_delimiter = ',', value_parser = parse_audience)]
    pub audiences: Vec<Audience>,
    /// When she reads, Almaty time: mon-fri/09:00-18:00,sat/10:00-14:00 or 24/7 or unknown.
    #[arg(long, default_value = "unknown", value_parser = parse_duty)]
    pub duty: Duty,
    /// counsellor or lead.
    #[arg(long, default_value = "counsellor", value_parser = parse_role)]
    pub role: Role,
    /// From which day on she sees requests; without it, today (UTC).
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<Date>,
}

fn parse_lang(text: &str) -> Result<Lang, &'static str> {
    text.parse().map_err(|()| "expected kk, ru or en")
}

fn parse_audience(text: &str) -> Result<Audience, &'static str> {
    text.parse().map_err(|()| "expected adult or minor")
}

fn parse_role(text: &str) -> Result<Role, &'static str> {
    text.parse().map_err(|()| "expected counsellor or lead")
}

fn parse_duty(text: &str) -> Result<Duty, &'static str> {
    Duty::parse(text)
        .ok_or("expected 24/7, unknown or shifts in ascending order like mon-fri/09:00-18:00,sat/10:00-14:00")
}

/// Does what was asked and says what was done.
pub fn run(args: &Args, now: Moment, out: &mut impl Write) -> Result<()> {
    match &args.command {
        Command::Init(args) => init(args, now, out),
        Command::Add(args) => add(args, now, out),
        Command::Remove { roster, who } => remove(roster, who, now, out),
        Command::Sign { roster, key, password_file, days } => {
            sign_roster(roster, key, password_file.as_deref(), *days, now, out)
        }
        Command::Verify { roster, authority, deployment } => verify(roster, authority, deployment.as_ref(), now, out),
        Command::Show { roster } => show(roster, out),
    }
}

/// The UTC day of `now`: what a roster's dates mean.
pub(super) fn utc_date(now: Moment) -> Result<Date> {
    let at = Timestamp::from_second(now.0).context("the clock shows a time outside of all calendars")?;
    Ok(jiff::tz::Offset::UTC.to_datetime(at).date())
}

/// The last of `days` days of validity.
pub(super) fn last_day(issued: Date, days: i32) -> Result<Date> {
    issued.checked_add(days.days()).context("the roster's last day is outside of all calendars")
}

fn init(args: &Init, now: Moment, out: &mut impl Write) -> Result<()> {
    let (key, public, roster) =
        (args.dir.join("authority.key"), args.dir.join("authority.pub"), args.dir.join("roster.txt"));
    if let Some(taken) = [&key, &public, &roster].into_iter().find(|path| path.exists()) {
        bail!("{} exists already; nothing is overwritten", taken.display());
    }
    let password = if args.no_password {
        None
    } else {
        Some(passphrase::read_password(
            args.password_file.as_deref(),
            "New password for the authority's key",
            Ask::Twice,
        )?)
    };
    let new = AuthoritySecret::generate(password.as_ref().map(ExposeSecret::expose_secret))?;
    std::fs::create_dir_all(&args.dir).with_context(|| format!("{} cannot be made", args.dir.display()))?;
    write_new(&key, Readers::Owner, &new.secret_file)?;
    write_new(&public, Readers::Everybody, &new.public_file)?;
    let today = utc_date(now)?;
    let empty = Roster {
        deployment: args.deployment.clone(),
        version: 1,
        issued: today,
        not_after: last_day(today, MAX_DAYS)?,
        counsellors: Vec::new(),
        recovery: Vec::new(),
        revoked: Vec::new(),
    };
    write_new(&roster, Readers::Everybody, &empty.to_text())?;
    writeln!(out, "secret key   {} (keep it offline; it never goes to a server)", key.display())?;
    writeln!(out, "public key   {} (ROSTER_AUTHORITY)", new.public)?;
    writeln!(out, "roster       {} (empty: add counsellors and a recovery recipient, then sign)", roster.display())?;
    Ok(())
}

fn load(path: &Path) -> Result<Roster> {
    let text = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Roster::parse(&text).with_context(|| path.display().to_string())
}

fn save(path: &Path, roster: &Roster, out: &mut impl Write) -> Result<()> {
    replace(path, &roster.to_text())?;
    writeln!(out, "{} changed; it counts once it is signed", path.display())?;
    Ok(())
}

fn add(args: &Add, now: Moment, out: &mut impl Write) -> Result<()> {
    let mut roster = load(&args.roster)?;
    let recipient = args.recovery.as_ref().or(args.recipient.as_ref()).context("a recipient is needed")?.clone();
    ensure!(roster.recipients().all(|one| *one != recipient), "this recipient is in the roster already");
    ensure!(
        roster.revoked.iter().all(|one| one.recipient != recipient),
        "this recipient was revoked; a new key is needed (janynda counsellor enrol)"
    );
    writeln!(out, "fingerprint  {} (compare it by phone)", fingerprint(&recipient))?;
    match &args.alias {
        None => roster.recovery.push(recipient),
        Some(name) => {
            ensure!(roster.counsellors.iter().all(|one| one.name != *name), "{name} is in the roster already");
            roster.counsellors.push(Counsellor {
                name: name.clone(),
                recipient,
                languages: args.languages.clone(),
                audiences: args.audiences.clone(),
                duty: args.duty.clone(),
                role: args.role,
                since: args.since.map_or_else(|| utc_date(now), Ok)?,
            });
        }
    }
    save(&args.roster, &roster, out)
}

fn remove(path: &Path, who: &str, now: Moment, out: &mut impl Write) -> Result<()> {
    let mut roster = load(path)?;
    let counsellor = roster.counsellors.iter().find(|one| one.name.as_str() == who).map(|one| &one.recipient);
    let recipient = counsellor.or_else(|| roster.recipients().find(|one| one.as_str() == who)).cloned();
    let recipient = recipient.context("nobody in the roster has this alias or recipient")?;
    roster.counsellors.retain(|one| one.recipient != recipient);
    roster.recovery.retain(|one| *one != recipient);
    roster.revoked.push(Revoked { recipient, on: utc_date(now)? });
    save(path, &roster, out)
}

/// Opens the authority's key, asking for its password only if it has one.
pub(super) fn unlock(key: &Path, password_file: Option<&Path>) -> Result<AuthoritySecret> {
    let key_text = Zeroizing::new(read(key)?);
    if let Ok(secret) = AuthoritySecret::unlock(&key_text, None) {
        return Ok(secret);
    }
    let password = passphrase::read_password(password_file, "Password of the authority's key", Ask::Once)?;
    Ok(AuthoritySecret::unlock(&key_text, Some(password.expose_secret()))?)
}

/// Says what would be signed: the roster stands in a file that others may have edited.
fn say_who_reads(roster: &Roster, out: &mut impl Write) -> Result<()> {
    writeln!(out, "To be signed for {}: version {}", roster.deployment, roster.version)?;
    for one in &roster.counsellors {
        writeln!(out, "{:<12} {}  {}", one.role.name(), fingerprint(&one.recipient), one.name)?;
    }
    for recovery in &roster.recovery {
        writeln!(out, "{:<12} {}", "recovery", fingerprint(recovery))?;
    }
    writeln!(out, "These and nobody else will read requests. If you do not know one of them, do not sign.")?;
    Ok(out.flush()?)
}

fn sign_roster(
    path: &Path,
    key: &Path,
    password_file: Option<&Path>,
    days: i32,
    now: Moment,
    out: &mut impl Write,
) -> Result<()> {
    let mut roster = load(path)?;
    // A version that was signed once is taken for ever: servers refuse two texts with one version. Whether this one
    // was cannot be seen here, since the signature may have been carried away, so every signature counts up.
    roster.version = roster.version.checked_add(1).context("this roster has no next version")?;
    roster.issued = utc_date(now)?;
    roster.not_after = last_day(roster.issued, days)?;
    // Before the password is asked for: nobody types it for nothing, or for readers she has not seen.
    roster.check()?;
    say_who_reads(&roster, out)?;
    let secret = unlock(key, password_file)?;
    let text = roster.to_text();
    let signature = sign(&text, &secret)?;
    replace(path, &text)?;
    replace(&signature_path(path), &signature)?;
    writeln!(out, "version {} signed, valid until {} (UTC)", roster.version, roster.not_after)?;
    writeln!(out, "Carry {} and {} to the server.", path.display(), signature_path(path).display())?;
    Ok(())
}

fn verify(
    path: &Path,
    authority: &str,
    deployment: Option<&DeploymentId>,
    now: Moment,
    out: &mut impl Write,
) -> Result<()> {
    let keys: Vec<AuthorityKey> = match parse_authorities(authority) {
        Ok(keys) => keys,
        Err(_) if Path::new(authority).exists() => vec![read(Path::new(authority))?.parse()?],
        Err(error) => return Err(error.into()),
    };
    let text = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let signature = read(&signature_path(path))?;
    let named = match deployment {
        Some(deployment) => deployment.clone(),
        None => Roster::parse(&text)?.deployment,
    };
    let roster = UntrustedRoster { text: &text, signature: &signature }.verify(&keys, &named, now, None)?;
    writeln!(out, "deployment   {named}")?;
    writeln!(out, "version      {} (sha256 {})", roster.version(), roster.hash())?;
    writeln!(out, "valid until  {} (UTC), {} days left", roster.not_after(), roster.days_left(now))?;
    for lane in Lane::all() {
        let readers = roster.recipients(lane).len();
        let duty = match roster.on_duty(lane, now) {
            OnDuty::Nobody => "NOBODY serves it: hotlines only".to_owned(),
            OnDuty::Unknown => format!("{readers} recipients, duty hours unknown"),
            OnDuty::Now { .. } => format!("{readers} recipients, somebody is on duty now"),
            OnDuty::Later { .. } => format!("{readers} recipients, nobody is on duty now"),
        };
        writeln!(out, "lane {:<10}{duty}", lane.to_string())?;
    }
    Ok(())
}

fn show(path: &Path, out: &mut impl Write) -> Result<()> {
    let roster = load(path)?;
    writeln!(out, "NOT VERIFIED (janynda roster verify does that)")?;
    out.write_all(roster.to_text().as_bytes())?;
    for counsellor in &roster.counsellors {
        writeln!(out, "fingerprint  {}  {}", fingerprint(&counsellor.recipient), counsellor.name)?;
    }
    for recovery in &roster.recovery {
        writeln!(out, "fingerprint  {}  recovery", fingerprint(recovery))?;
    }
    Ok(())
}

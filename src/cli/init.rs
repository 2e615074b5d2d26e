//! `janynda init`: a folder to try things in, with everything a service needs but the bot's token.
//!
//! Everything lies in one folder, the authority's secret key and the counsellors' passphrase included: good for a
//! trial on one's own machine, and the very thing that must never be done in earnest. It says so.

use super::new_file::{Readers, write_new};
use crate::chance;
use crate::clock::Moment;
use crate::counsellor::identity;
use crate::keyring::KeyRing;
use crate::roster::{self, AuthoritySecret, Counsellor, Duty, MAX_DAYS, MAX_IN_LANE, Name, Recipient, Role, Roster};
use crate::store::ring_file;
use crate::vocab::{Audience, DeploymentId, Lang};
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Write a folder to try things in: settings, authority, roster, counsellors, key ring. Not for production.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder. It must be new or empty.
    pub dir: PathBuf,
    /// How many counsellors to make.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub counsellors: usize,
}

/// What to put into the folder.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many counsellors, 1 to 31.
    pub counsellors: usize,
}

/// What [`write()`] wrote. All paths are absolute.
#[derive(Debug)]
pub struct Written {
    /// The settings file.
    pub env: PathBuf,
    /// The deployment's id.
    pub deployment: DeploymentId,
    /// The roster; its signature stands beside it as `<ROSTER>.minisig`.
    pub roster: PathBuf,
    /// The authority's public key, as in `ROSTER_AUTHORITY`.
    pub authority: String,
    /// The key ring.
    pub keyring: PathBuf,
    /// The database's address; the database itself is made by `serve`.
    pub database_url: String,
    /// The counsellors' identity files, `counsellors/1.age` first.
    pub counsellors: Vec<PathBuf>,
    /// The recovery identity file.
    pub recovery: PathBuf,
    /// The file with the passphrase of all identity files.
    pub passphrase: PathBuf,
}

/// Writes the folder and says what is in it.
pub fn run(args: &Args, now: Moment, out: &mut impl Write) -> Result<()> {
    let written = write(&args.dir, Options { counsellors: args.counsellors }, now)?;
    writeln!(out, "NOT FOR PRODUCTION: the authority's key and the counsellors' passphrase lie in this folder.")?;
    writeln!(out, "settings     {}", written.env.display())?;
    writeln!(out, "deployment   {}", written.deployment)?;
    writeln!(out, "roster       {}", written.roster.display())?;
    writeln!(out, "key ring     {}", written.keyring.display())?;
    for identity in &written.counsellors {
        writeln!(out, "counsellor   {}", identity.display())?;
    }
    writeln!(out, "recovery     {}", written.recovery.display())?;
    writeln!(out, "passphrase   {}", written.passphrase.display())?;
    writeln!(out, "Put the bot's token into the settings, then: janynda --env-file {} serve", written.env.display())?;
    Ok(())
}

/// Writes everything into `dir`, which must be new or empty; nothing is ever overwritten.
pub fn write(dir: &Path, options: Options, now: Moment) -> Result<Written> {
    // Recovery is a reader too.
    let most = MAX_IN_LANE - 1;
    ensure!(
        (1..=most).contains(&options.counsellors),
        "{} counsellors asked for, expected 1 to {most}",
        options.counsellors
    );
    let dir = empty_folder(dir)?;
    let deployment: DeploymentId = format!("trial-{}", hex(&chance::fresh::<4>()?)).parse()?;
    let passphrase_text = URL_SAFE_NO_PAD.encode(chance::fresh::<18>()?);
    let passphrase = SecretString::from(passphrase_text.clone());
    let passphrase_path = dir.join("passphrase");
    write_new(&passphrase_path, Readers::Owner, &format!("{passphrase_text}\n"))?;

    let enrol = |path: &Path| -> Result<Recipient> {
        let new = identity::create(&passphrase, now)?;
        write_new(path, Readers::Owner, &new.file)?;
        Ok(new.recipient)
    };
    DirBuilder::new().mode(0o700).create(dir.join("counsellors"))?;
    let counsellors: Vec<PathBuf> =
        (1..=options.counsellors).map(|number| dir.join(format!("counsellors/{number}.age"))).collect();
    let recipients = counsellors.iter().map(|path| enrol(path)).collect::<Result<Vec<_>>>()?;
    let recovery = dir.join("recovery.age");
    let recovery_recipient = enrol(&recovery)?;

    let roster = trial_roster(deployment.clone(), recipients, recovery_recipient, now)?;
    let authority = AuthoritySecret::generate(None)?;
    write_new(&dir.join("authority.key"), Readers::Owner, &authority.secret_file)?;
    write_new(&dir.join("authority.pub"), Readers::Everybody, &authority.public_file)?;
    let text = roster.to_text();
    let signature = roster::sign(&text, &AuthoritySecret::unlock(&authority.secret_file, None)?)?;
    let roster_path = dir.join("roster.txt");
    write_new(&roster_path, Readers::Everybody, &text)?;
    write_new(&dir.join("roster.txt.minisig"), Readers::Everybody, &signature)?;

    let keyring = dir.join("keyring");
    ring_file::create(&keyring, &KeyRing::create(deployment.clone(), now, chance::fresh()?))?;

    let written = Written {
        env: dir.join(".env"),
        deployment,
        roster: roster_path,
        authority: authority.public,
        keyring,
        database_url: format!("sqlite://{}", url_path(&dir.join("janynda.db"))?),
        counsellors,
        recovery,
        passphrase: passphrase_path,
    };
    // Last, so that settings that exist are settings that work.
    write_new(&written.env, Readers::Owner, &settings(&written)?)?;
    Ok(written)
}

/// The folder as an absolute path, made if it was missing.
fn empty_folder(dir: &Path) -> Result<PathBuf> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("{} cannot be made", dir.display()))?;
    let dir = dir.canonicalize().with_context(|| format!("{} cannot be entered", dir.display()))?;
    let mut found = std::fs::read_dir(&dir).with_context(|| format!("{} cannot be read", dir.display()))?;
    ensure!(found.next().is_none(), "{} is not empty; nothing is overwritten", dir.display());
    Ok(dir)
}

fn trial_roster(
    deployment: DeploymentId,
    recipients: Vec<Recipient>,
    recovery: Recipient,
    now: Moment,
) -> Result<Roster> {
    let issued = super::roster::utc_date(now)?;
    let counsellors = recipients.into_iter().enumerate().map(|(index, recipient)| -> Result<Counsellor> {
        let name: Name = format!("counsellor-{}", index + 1).parse()?;
        Ok(Counsellor {
            name,
            recipient,
            languages: Lang::ALL.to_vec(),
            audiences: Audience::ALL.to_vec(),
            duty: Duty::Always,
            role: if index == 0 { Role::Lead } else { Role::Counsellor },
            since: issued,
        })
    });
    Ok(Roster {
        deployment,
        version: 1,
        issued,
        not_after: super::roster::last_day(issued, MAX_DAYS)?,
        counsellors: counsellors.collect::<Result<_>>()?,
        recovery: vec![recovery],
        revoked: Vec::new(),
    })
}

fn settings(written: &Written) -> Result<String> {
    Ok(format!(
        "# Written by `janynda init`, to try things in. NOT FOR PRODUCTION: the authority's secret key and the\n\
         # counsellors' passphrase lie beside this file.\n\
         \n\
         # The bot's token goes here, as @BotFather gives it: 123456:ABC…\n\
         TELEGRAM_BOT_TOKEN=\n\
         \n\
         DEPLOYMENT_ID={}\n\
         ROSTER={}\n\
         ROSTER_AUTHORITY={}\n\
         KEYRING={}\n\
         DATABASE_URL={}\n\
         INTAKE=on\n\
         # Where counsellors pull requests: on this machine only.\n\
         DESK_LISTEN=127.0.0.1:8480\n\
         DESK_ORIGIN=http://127.0.0.1:8480\n",
        written.deployment,
        quoted(text_of(&written.roster)?),
        quoted(&written.authority),
        quoted(text_of(&written.keyring)?),
        quoted(&written.database_url),
    ))
}

/// A value as dotenv files want it, whatever the folder is called.
fn quoted(value: &str) -> String {
    let mut out = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' | '$' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A path inside a database address, where three characters would mean something else.
fn url_path(path: &Path) -> Result<String> {
    Ok(text_of(path)?.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

fn text_of(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("{} is not a name that a settings file can hold", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{UntrustedRoster, parse_authorities};
    use std::collections::HashMap;
    use std::os::unix::fs::PermissionsExt;

    const NOW: Moment = Moment(1_795_521_600);

    #[test]
    fn the_folder_holds_all_that_a_service_needs_and_its_settings_lead_there() {
        let folder = tempfile::tempdir().unwrap();
        // A folder's name that a careless settings file would not survive.
        let dir = folder.path().join("a \"b\" $HOME #1");
        let mut said = Vec::new();
        run(&Args { dir: dir.clone(), counsellors: 2 }, NOW, &mut said).unwrap();
        assert!(String::from_utf8(said).unwrap().starts_with("NOT FOR PRODUCTION"));

        let settings: HashMap<String, String> =
            dotenvy::from_path_iter(dir.join(".env")).unwrap().map(Result::unwrap).collect();
        let deployment: DeploymentId = settings["DEPLOYMENT_ID"].parse().unwrap();
        assert_eq!(settings["TELEGRAM_BOT_TOKEN"], "");
        assert_eq!((&*settings["INTAKE"], &*settings["DESK_LISTEN"]), ("on", "127.0.0.1:8480"));
        assert!(settings["DATABASE_URL"].starts_with("sqlite:///"));
        let roster = std::fs::read(&settings["ROSTER"]).unwrap();
        let signature = std::fs::read_to_string(format!("{}.minisig", settings["ROSTER"])).unwrap();
        let keys = parse_authorities(&settings["ROSTER_AUTHORITY"]).unwrap();
        let untrusted = UntrustedRoster { text: &roster, signature: &signature };
        let roster = untrusted.verify(&keys, &deployment, NOW, None).unwrap();
        let ring = ring_file::read(Path::new(&settings["KEYRING"]), &deployment).unwrap();
        assert_eq!(ring.newest().epoch(), NOW.day());

        let passphrase =
            crate::cli::passphrase::read(Some(&dir.join("passphrase")), "", crate::cli::passphrase::Ask::Once);
        let passphrase = passphrase.unwrap();
        for (file, names) in [("counsellors/1.age", "counsellor-1"), ("counsellors/2.age", "counsellor-2")] {
            let identity = identity::unlock(&std::fs::read(dir.join(file)).unwrap(), &passphrase).unwrap();
            let recipient = identity::recipient(&identity).unwrap();
            assert_eq!(roster.counsellor(&recipient).unwrap().name.as_str(), names);
        }
        for secret in [".env", "authority.key", "keyring", "passphrase", "recovery.age", "counsellors/1.age"] {
            let mode = std::fs::metadata(dir.join(secret)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{secret}");
        }
    }

    #[test]
    fn a_folder_with_anything_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("kept"), "x").unwrap();
        let error = write(folder.path(), Options { counsellors: 1 }, NOW).unwrap_err();
        assert!(error.to_string().contains("nothing is overwritten"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_counsellor_and_too_many_are_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        for counsellors in [0, 32, usize::MAX] {
            assert!(write(&folder.path().join("new"), Options { counsellors }, NOW).is_err());
        }
        assert!(!folder.path().join("new").exists());
    }
}

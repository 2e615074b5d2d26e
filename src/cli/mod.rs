//! The command line: `janynda [--env-file FILE] COMMAND`.

pub mod audit;
pub mod content;
pub mod counsellor;
pub mod demo;
pub mod doctor;
pub mod enrol;
pub mod hotlines;
pub mod init;
pub mod keyring;
mod new_file;
mod no_dumps;
pub mod passphrase;
pub mod roster;
pub mod serve;
pub mod service;
pub mod understand;

use crate::clock::Clock;
use crate::config::{Common, environment};
use crate::store::Store;
use clap::{Parser, Subcommand};
use secrecy::ExposeSecret as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// By your side: an anonymous help-request intake bot.
#[derive(Parser)]
#[command(name = "janynda", version)]
struct Cli {
    /// The settings file; `.env` in this folder when it is there. The environment wins over it.
    #[arg(long, value_name = "FILE", global = true)]
    env_file: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the bot.
    Serve,
    Demo(demo::Args),
    /// Say what is wrong with the installation, and what to do.
    Doctor,
    Init(init::Args),
    Roster(roster::Args),
    Keyring(keyring::Args),
    Audit(audit::Args),
    Counsellor(counsellor::Args),
    Hotlines(hotlines::Args),
    Content(content::Args),
    Understand(understand::Args),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    if let Err(error) = no_dumps::forbid() {
        eprintln!("core dumps could not be switched off: {error}; switch them off for this machine");
    }
    // The settings file must be in the environment before the command line is read: some options take their value
    // from there.
    if let Err(problem) = load_env_file(std::env::args_os()) {
        eprintln!("{problem}");
        return ExitCode::FAILURE;
    }
    let cli = Cli::parse();
    let now = Clock::System.now();
    let mut out = std::io::stdout();
    let done = match &cli.command {
        Command::Serve => return on_runtime(serve::run()),
        Command::Doctor => return on_runtime(doctor::run()),
        Command::Hotlines(args) => return hotlines::run(args, now),
        Command::Content(args) => content::run(args, &mut out),
        Command::Understand(args) => understand::run(args, &mut std::io::stdin(), &mut out),
        Command::Init(args) => init::run(args, now, &mut out),
        Command::Roster(args) => roster::run(args, now, &mut out),
        Command::Keyring(args) => keyring::run(args, now, &mut out),
        Command::Audit(args) => return on_runtime(look_back(args)),
        Command::Demo(args) => return on_runtime(demo::run(args)),
        Command::Counsellor(args) => return on_runtime(counsel(args)),
    };
    ended(done.and_then(|()| Ok(out.flush()?)))
}

fn ended(done: anyhow::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The counsellor's commands, on her own computer.
async fn counsel(args: &counsellor::Args) -> ExitCode {
    let (mut out, mut notes) = (std::io::stdout(), std::io::stderr());
    let done = counsellor::run(args, &environment, &Clock::System, &mut out, &mut notes).await;
    ended(done.and_then(|()| Ok(out.flush()?)))
}

/// The operator's look at the audit, in the database of this deployment.
async fn look_back(args: &audit::Args) -> ExitCode {
    let common = match Common::read(&environment) {
        Ok(common) => common,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    let (mut out, mut notes) = (std::io::stdout(), std::io::stderr());
    let done = match Store::existing(common.database_url.expose_secret()) {
        Ok(store) => audit::run(args, &store, &Clock::System, &mut out, &mut notes).await,
        Err(error) => Err(error.into()),
    };
    ended(done.and_then(|()| Ok(out.flush()?)))
}

fn on_runtime(work: impl Future<Output = ExitCode>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => {
            eprintln!("no threads can be started on this machine: {}", error.kind());
            ExitCode::FAILURE
        }
    }
}

/// Reads the settings file into the environment, where nothing stands already. A line that cannot be read is told by
/// its number only: it may hold a secret.
fn load_env_file(args: impl Iterator<Item = std::ffi::OsString>) -> Result<(), String> {
    let named = named_env_file(args);
    let path = match &named {
        Some(path) => path.as_path(),
        None if Path::new(".env").exists() => Path::new(".env"),
        None => return Ok(()),
    };
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("settings file {}: {}", path.display(), error.kind()))?;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') && !line.contains('=') {
            return Err(format!(
                "settings file {}, line {}: expected NAME=value, found something else",
                path.display(),
                number + 1
            ));
        }
    }
    dotenvy::from_path(path)
        .map_err(|_| format!("settings file {}: a line cannot be read; expected NAME=value", path.display()))
}

fn named_env_file(args: impl Iterator<Item = std::ffi::OsString>) -> Option<PathBuf> {
    let mut args = args.skip(1);
    while let Some(arg) = args.next() {
        if arg == "--env-file" {
            return args.next().map(PathBuf::from);
        }
        if let Some(path) = arg.to_str().and_then(|arg| arg.strip_prefix("--env-file=")) {
            return Some(PathBuf::from(path));
        }
    }
    None
}

//! `janynda demo`: both sides on one machine, for looking at.
//!
//! A local Bot API with a chat page, the real service with its desk, a counsellor's program that pulls from that desk
//! over HTTP, a throwaway authority with roster, counsellor and key ring, and a database, all in a temporary folder on
//! loopback. Nothing in here is for production, and nothing stays.

pub mod counsellor_page;

use super::init::{self, Options, Written};
use super::serve::StopSignals;
use super::service::Service;
use crate::clock::Clock;
use crate::config::{Common, Settings};
use crate::counsellor::{Desk, Memory, PATIENCE, Parts, identity};
use crate::sandbox::{self, Sandbox};
use crate::telemetry;
use crate::vocab::Origin;
use anyhow::{Context as _, Result, anyhow};
use secrecy::SecretString;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Show both sides on this machine: a chat in the browser and a counsellor's page. No token, nothing stays.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The chat's port; the counsellor's page takes the next one. Free ports by default.
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..65535))]
    pub port: Option<u16>,
}

/// Runs the demonstration until it is told to stop, and removes all of it.
pub async fn run(args: &Args) -> ExitCode {
    match show(args).await {
        Ok(()) => {
            println!("The demonstration is over; its folder was removed.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn show(args: &Args) -> Result<()> {
    let filter = std::env::var("JANYNDA_LOG").unwrap_or_else(|_| "warn".to_owned());
    telemetry::start(&filter).map_err(|problem| anyhow!(problem))?;
    let loopback = |port: Option<u16>| SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
    let counsellor_port = args.port.map(|port| port.saturating_add(1));
    let listener = TcpListener::bind(loopback(counsellor_port)).await.with_context(|| {
        format!("the counsellor's page: port {} cannot be used", counsellor_port.unwrap_or_default())
    })?;
    let options = sandbox::Options { bot: loopback(args.port), ..sandbox::Options::default() };
    let sandbox = Sandbox::start(options)
        .await
        .with_context(|| format!("the chat: port {} cannot be used", args.port.unwrap_or_default()))?;

    let folder = tempfile::Builder::new().prefix("janynda-demo-").tempdir().context("no temporary folder")?;
    let clock = Clock::System;
    let written = init::write(&folder.path().join("demo"), Options { counsellors: 1 }, clock.now())?;
    let settings = settings(&written, &sandbox)?;
    let service = Service::assemble(&settings, clock.clone()).await?;
    let origin = service.desk_origin().context("the demonstration has a desk")?.clone();
    let page = format!("http://{}", listener.local_addr()?);

    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(service.run(stopped));
    let desk = sit_down(&written, &settings.common, origin, clock).await?;
    let showing = tokio::spawn(async move { axum::serve(listener, counsellor_page::router(desk)).await });

    // Whoever reads the addresses may end it at once.
    let signals = StopSignals::listen();
    println!("This is a demonstration on this machine only. It is not Telegram, and nobody reads what you send.");
    println!("The chat:              {}", sandbox.page_url());
    println!("The counsellor's page: {page}");
    println!("Press Ctrl+C to end it; everything is removed then.");

    signals.wait().await;
    let _ = stop.send(true);
    let served = serving.await.context("the service ended in a panic")?;
    showing.abort();
    sandbox.stop().await;
    remove(folder).await.context("the demonstration's folder could not be removed")?;
    Ok(served?)
}

/// Removes the folder. A database that is being closed may put its last file there meanwhile, so it is tried again for
/// up to two seconds.
async fn remove(folder: TempDir) -> std::io::Result<()> {
    let path = folder.keep();
    for _ in 0..20 {
        if std::fs::remove_dir_all(&path).is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    std::fs::remove_dir_all(&path)
}

/// The settings of a real service, with the sandbox in the place of Telegram.
fn settings(written: &Written, sandbox: &Sandbox) -> Result<Settings> {
    let lookup = |name: &str| match name {
        "TELEGRAM_BOT_TOKEN" => Some(sandbox.token().to_owned()),
        "TELEGRAM_API_URL" => Some(sandbox.api_url()),
        "DEPLOYMENT_ID" => Some(written.deployment.to_string()),
        "DATABASE_URL" => Some(written.database_url.clone()),
        "ROSTER" => Some(written.roster.display().to_string()),
        "ROSTER_AUTHORITY" => Some(written.authority.clone()),
        "KEYRING" => Some(written.keyring.display().to_string()),
        "DESK_LISTEN" => Some("127.0.0.1:0".to_owned()),
        _ => None,
    };
    Settings::read(&lookup).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow!(said.join("\n"))
    })
}

/// The throwaway counsellor's program at the service's desk, as on a computer of her own: it knows the desk's address,
/// the deployment and the authority's keys, and nothing of the database.
async fn sit_down(written: &Written, common: &Common, origin: Origin, clock: Clock) -> Result<Arc<Desk>> {
    let signed = common.roster.as_ref().context("the demonstration has a roster")?;
    let file = written.counsellors.first().context("the demonstration has a counsellor")?;
    let passphrase = std::fs::read_to_string(&written.passphrase)?;
    let passphrase = SecretString::from(passphrase.trim().to_owned());
    let parts = Parts {
        origin,
        deployment: common.deployment.clone(),
        authorities: signed.authorities.clone(),
        identity: identity::unlock(&std::fs::read(file)?, &passphrase)?,
        clock,
        memory: Memory::beside(file, common.deployment.clone())?,
        patience: PATIENCE,
    };
    Ok(Arc::new(Desk::connect(parts).await.context("the counsellor's program at the desk")?))
}

//! `janynda serve`: the bot. SIGTERM and SIGINT end it; SIGHUP never does: it is the operator's word that roster or
//! hotlines changed.

use super::service::Service;
use crate::clock::Clock;
use crate::config::{Settings, environment};
use crate::keeper::Reload;
use crate::telemetry;
use std::process::ExitCode;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Reads the settings, serves until SIGTERM or SIGINT, and says in one line each what keeps it from serving.
pub async fn run() -> ExitCode {
    // First of all: a word that comes while the service is put together must not end it.
    let hangup = signal(SignalKind::hangup());
    let settings = match Settings::read(&environment) {
        Ok(settings) => settings,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    if let Err(problem) = telemetry::start(&environment("JANYNDA_LOG").unwrap_or_else(|| "info".to_owned())) {
        eprintln!("{problem}");
        return ExitCode::FAILURE;
    }
    let service = match Service::assemble(&settings, Clock::System).await {
        Ok(service) => service,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    if let Ok(hangup) = hangup {
        tokio::spawn(hear(hangup, service.reload()));
    } else {
        tracing::warn!("SIGHUP cannot be heard here; changed files are found all the same");
    }
    let (stop, stopped) = watch::channel(false);
    let signals = StopSignals::listen();
    tokio::spawn(async move {
        signals.wait().await;
        tracing::info!("stopping: what was decided is still shown");
        let _ = stop.send(true);
    });
    match service.run(stopped).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Passes every SIGHUP on.
async fn hear(mut hangup: Signal, reload: Reload) {
    while hangup.recv().await.is_some() {
        reload.say();
    }
}

/// SIGTERM and SIGINT, heard from the moment this is made.
pub struct StopSignals {
    terminate: Option<Signal>,
    interrupt: Option<Signal>,
}

impl StopSignals {
    /// Begins to listen. Where that is not possible the signals end the process, which is what they are for.
    #[must_use]
    pub fn listen() -> StopSignals {
        StopSignals { terminate: signal(SignalKind::terminate()).ok(), interrupt: signal(SignalKind::interrupt()).ok() }
    }

    /// Returns at the first of them.
    pub async fn wait(self) {
        let (Some(mut terminate), Some(mut interrupt)) = (self.terminate, self.interrupt) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

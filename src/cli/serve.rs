//! `janynda serve`: the bot.

use super::service::Service;
use crate::clock::Clock;
use crate::config::{Settings, environment};
use crate::telemetry;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Reads the settings, serves until SIGTERM or SIGINT, and says in one line each what keeps it from serving.
pub async fn run() -> ExitCode {
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
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_stop().await;
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

/// Returns at SIGTERM or SIGINT.
pub async fn wait_for_stop() {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        // Without handlers the signals end the process, which is what they are for.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}

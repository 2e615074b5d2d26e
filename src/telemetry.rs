//! Logs by allow-list (`logsafe`), on standard error, and a panic hook that prints the location only: a panic's
//! message may hold what somebody wrote.

use crate::logsafe;
use tracing_subscriber::filter::{EnvFilter, FilterExt as _, filter_fn};
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::prelude::*;

/// Starts logging at the given filter (`info`, `warn`, `janynda::telegram=debug`) and installs the panic hook.
/// A filter that cannot be read is an error that says so.
pub fn start(filter: &str) -> Result<(), String> {
    let wanted = EnvFilter::try_new(filter).map_err(|_| {
        "JANYNDA_LOG: expected a filter like info or warn,janynda::telegram=debug, found something else".to_owned()
    })?;
    // Whatever the filter says, other crates stay silent: they log updates, statements and answers in full.
    let ours = filter_fn(|metadata| logsafe::may_log(metadata.target()));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        // An exact time beside what happened could be laid beside a phone's; service managers add their own if wanted.
        .without_time()
        .fmt_fields(debug_fn(|writer, field, value| {
            if field.name() == "message" {
                write!(writer, "{value:?}")
            } else if logsafe::may_print(field.name()) {
                write!(writer, " {field}={value:?}")
            } else {
                Ok(())
            }
        }))
        .with_filter(wanted.and(ours));
    // A second start in one process (tests) keeps the first subscriber.
    let _ = tracing_subscriber::registry().with(lines).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        eprintln!("panic at {place}");
    }));
    Ok(())
}

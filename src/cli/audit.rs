//! `janynda audit`: the record of what was done at the desk, checked and exported by the operator.
//!
//! It reads the database of this deployment and changes nothing in it. What is printed is what the lines hold: an hour,
//! what was done, by which counsellor's alias; never a request, a person or a minute.

use crate::audit::{self, Entry, Head};
use crate::clock::{Clock, Moment};
use crate::store::{AuditRow, Store};
use anyhow::{Context as _, Result, bail};
use std::io::Write;

/// How many links are read at once.
const AT_ONCE: u32 = 1000;

/// Check the record of what was done at the desk, or write it out.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What an operator does with the audit.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Walk the whole chain; print its head and how many lines are kept, or the first entry where it is broken.
    Verify,
    /// Write every line that is kept, checked on the way: JSON, one entry a line.
    Export {
        /// Write comma-separated values instead, with a line of names first.
        #[arg(long)]
        csv: bool,
    },
}

/// Does what was asked; answers go to `out`, what is to be known about them to `notes`.
pub async fn run(
    args: &Args,
    store: &Store,
    clock: &Clock,
    out: &mut impl Write,
    notes: &mut impl Write,
) -> Result<()> {
    // What is written meanwhile comes after this end and is looked at the next time.
    let end = store.audit_head().await.context("the audit cannot be read")?;
    match args.command {
        Command::Verify => {
            let walked = walk(store, clock, end, |_| Ok(())).await?;
            writeln!(out, "head         {}", walked.head)?;
            writeln!(out, "entries      {}, {} of them with their line", walked.head.number, walked.kept)?;
            writeln!(out, "The chain is whole. Counsellors' programs compare it with the heads they remember.")?;
            Ok(())
        }
        Command::Export { csv } => {
            if csv {
                writeln!(out, "number,id,hour,event,who,detail")?;
            }
            let write = |line: &str| Ok(writeln!(out, "{}", if csv { values(line)? } else { line.to_owned() })?);
            let walked = walk(store, clock, end, write).await?;
            let dropped = walked.head.number - walked.kept;
            if dropped > 0 {
                writeln!(
                    notes,
                    "{dropped} entries are older than {} days: only their digests are kept.",
                    audit::KEPT_DAYS
                )?;
            }
            Ok(())
        }
    }
}

/// A chain that was walked to its end.
struct Walked {
    head: Head,
    kept: u64,
}

/// Walks the chain from its beginning to this end and hands over every line that is kept.
async fn walk(store: &Store, clock: &Clock, end: Head, mut line: impl FnMut(&str) -> Result<()>) -> Result<Walked> {
    let mut walked = Walked { head: Head::START, kept: 0 };
    while walked.head.number < end.number {
        let rows = store.audit_after(walked.head.number, AT_ONCE).await.context("the audit cannot be read")?;
        // After the rows were read: a line that the service drops meanwhile is old enough by this clock too.
        let now = clock.now();
        if rows.is_empty() {
            bail!("the audit chain is broken at entry {}: it is missing", walked.head.number + 1);
        }
        // Each row is the next one or none, so that every round goes on or ends.
        for row in rows {
            if walked.head.number == end.number {
                break;
            }
            walked.head = joined(walked.head, &row, now)?;
            if let Some(text) = &row.line {
                walked.kept += 1;
                line(text)?;
            }
        }
    }
    Ok(walked)
}

/// The head with one more row, if the row says the same.
fn joined(before: Head, row: &AuditRow, now: Moment) -> Result<Head> {
    let due = before.number + 1;
    if row.head.number != due {
        bail!("the audit chain is broken at entry {due}: it is missing");
    }
    let reached = audit::verify(before, [row.link()], audit::kept_since(now))?;
    if row.head != reached {
        bail!("the audit chain is broken at entry {}: its hash does not follow from the one before", reached.number);
    }
    Ok(reached)
}

/// A line as comma-separated values. No field of an entry can hold a comma, a quote or what a spreadsheet would take
/// for a formula.
fn values(line: &str) -> Result<String> {
    let entry = Entry::parse(line)?;
    let who = entry.who.as_ref().map_or("", |name| name.as_str());
    let (event, detail) = (entry.event.name(), entry.detail.as_str());
    Ok(format!("{},{},{},{event},{who},{detail}", entry.number, entry.id, entry.hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Detail, Event};
    use sqlx::ConnectOptions as _;
    use std::time::Duration;

    #[tokio::test]
    async fn a_chain_that_lost_its_end_while_it_was_walked_is_broken_and_the_walk_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("janynda.db");
        let store = Store::at(&format!("sqlite://{}", path.display())).unwrap();
        store.ready().await.unwrap();
        let clock = Clock::hand(Moment(1_795_521_600));
        for _ in 0..5 {
            store.note(Event::Login, None, Detail::default(), clock.now()).await.unwrap();
        }
        let mut connection = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
        sqlx::query("DELETE FROM audit WHERE number IN (3, 4)").execute(&mut connection).await.unwrap();
        // The end was read before: entry 5 came since.
        let end = Head { number: 4, hash: [0; 32] };
        let walked = tokio::time::timeout(Duration::from_secs(20), walk(&store, &clock, end, |_| Ok(()))).await;
        let said = walked.expect("it ends").err().expect("it is broken").to_string();
        assert_eq!(said, "the audit chain is broken at entry 3: it is missing");
    }
}

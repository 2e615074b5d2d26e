//! `janynda audit`: the record of what was done at the desk, checked and exported by the operator.
//!
//! It reads the database of this deployment and changes nothing in it. What is printed is what the lines hold: an hour,
//! what was done, by which counsellor's alias; never a request, a person or a minute.

use crate::audit::{self, Entry, Head, Link};
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
pub async fn run(args: &Args, store: &Store, out: &mut impl Write, notes: &mut impl Write) -> Result<()> {
    match args.command {
        Command::Verify => {
            let walked = walk(store, |_| Ok(())).await?;
            writeln!(out, "head         {}", walked.head)?;
            writeln!(out, "entries      {}, {} of them with their line", walked.head.number, walked.kept)?;
            writeln!(out, "The chain is whole. Counsellors' programs compare it with the heads they remember.")?;
            Ok(())
        }
        Command::Export { csv } => {
            if csv {
                writeln!(out, "number,id,hour,event,who,detail")?;
            }
            let walked =
                walk(store, |line| Ok(writeln!(out, "{}", if csv { values(line)? } else { line.to_owned() })?));
            let walked = walked.await?;
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

/// Walks the chain from its beginning and hands over every line that is kept.
async fn walk(store: &Store, mut line: impl FnMut(&str) -> Result<()>) -> Result<Walked> {
    let mut walked = Walked { head: Head::START, kept: 0 };
    // What is written meanwhile comes after this end and is looked at the next time.
    let end = store.audit_head().await.context("the audit cannot be read")?;
    loop {
        let rows = store.audit_after(walked.head.number, AT_ONCE).await.context("the audit cannot be read")?;
        for row in rows.iter().filter(|row| row.head.number <= end.number) {
            walked.head = joined(walked.head, row)?;
            if let Some(text) = &row.line {
                walked.kept += 1;
                line(text)?;
            }
        }
        if walked.head.number == end.number {
            return Ok(walked);
        }
        if rows.is_empty() {
            bail!("the audit chain is broken at entry {}: it is missing", walked.head.number + 1);
        }
    }
}

/// The head with one more row, if the row says the same.
fn joined(before: Head, row: &AuditRow) -> Result<Head> {
    let due = before.number + 1;
    if row.head.number != due {
        bail!("the audit chain is broken at entry {due}: it is missing");
    }
    let reached = audit::verify(before, [Link { digest: row.digest, line: row.line.as_deref() }])?;
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

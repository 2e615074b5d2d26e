//! What a counsellor is answered, and what she reads when it was not done.

use super::Me;
use crate::counsellor::listing::{Listed, almaty};
use crate::counsellor::{Ending, Entry, Error, Standing};
use crate::protocol::{Closed, Muting};
use crate::vocab::{Outcome, RequestId};
use anyhow::{Result, anyhow};
use serde_json::json;
use std::io::Write;

pub fn claimed(claimed: Option<Entry>, me: &Me, out: &mut impl Write) -> Result<()> {
    if me.json {
        return line(out, &claimed.as_ref().map(Listed::from));
    }
    match claimed {
        Some(Entry { id, standing: Standing::Mine { until, .. }, .. }) => {
            writeln!(out, "Request {id} is yours until {} (Almaty time).", almaty(until))?;
            writeln!(out, "Next: janynda counsellor open {id}")?;
        }
        _ => writeln!(out, "No request is waiting for you.")?,
    }
    Ok(())
}

pub fn closed(id: RequestId, ending: Ending, did: Closed, me: &Me, out: &mut impl Write) -> Result<()> {
    let outcome = ending.outcome();
    if me.json {
        let status = if did.waits { "waiting" } else { "closed" };
        let mut value = json!({"id": id.to_string(), "status": status, "outcome": outcome.name()});
        if let Ending::TryAgain(day) = ending {
            value["next_attempt"] = json!(day.to_string());
        }
        if outcome == Outcome::NotGenuine {
            value["muting"] = json!(did.muting);
        }
        return line(out, &value);
    }
    if let (Ending::TryAgain(day), true) = (ending, did.waits) {
        return Ok(writeln!(
            out,
            "Request {id} is back in the queue, to be tried again on {day} (from 05:00 Almaty time)."
        )?);
    }
    writeln!(out, "Request {id} is closed ({outcome}). Its content was taken out of the database.")?;
    if outcome == Outcome::NotGenuine {
        writeln!(out, "{}", muted(did.muting))?;
    }
    Ok(())
}

/// What became of muting whoever sent a request that is not genuine.
const fn muted(muting: Option<Muting>) -> &'static str {
    match muting {
        Some(Muting::Muted) => "Whoever sent it cannot send another request today.",
        Some(Muting::NoAddress) => "No way back to whoever sent it was found in it, so nobody was muted.",
        Some(Muting::NotOpened) => {
            "The way back in it is not this request's, was changed, or is too old to be opened, so nobody was muted."
        }
        Some(Muting::NotWritten) => {
            "Whoever sent it was not muted, because the desk could not write that down: tell the operator."
        }
        None => "The desk did not say whether anybody was muted.",
    }
}

/// How long an opened request may be acted on. Who withdraws it meanwhile is safe only if nobody calls any more.
pub fn until(entry: &Entry, out: &mut impl Write) -> Result<()> {
    let Standing::Mine { until, .. } = entry.standing else { return Ok(()) };
    writeln!(
        out,
        "\nIt is yours until {} (Almaty time). Before you call, run janynda counsellor list: what is not yours there any \
         more must not be called.",
        almaty(until)
    )?;
    Ok(())
}

/// One value in one line, for machines.
pub fn line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<()> {
    Ok(writeln!(out, "{}", serde_json::to_string(value)?)?)
}

/// An error of the desk and what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub fn said(error: Error) -> anyhow::Error {
    anyhow!("{error}. {}", error.advice())
}

/// The same for somebody who may have read the request already and be about to call.
pub fn of_a_claim(error: Error) -> anyhow::Error {
    // Its own advice says so.
    if error == Error::NOT_YOURS {
        return said(error);
    }
    anyhow!("{error}. {} Do not call before janynda counsellor list shows that it is yours.", error.advice())
}

//! `janynda counsellor roster`: who can read what, by the roster that was verified here.

use crate::clock::Moment;
use crate::counsellor::Checked;
use crate::counsellor::identity::fingerprint;
use crate::roster::{OnDuty, Recipient, VerifiedRoster};
use crate::vocab::Lane;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// What the roster calls the readers of a lane; recovery keys have no name of their own.
fn names(roster: &VerifiedRoster, lane: Lane) -> Vec<&str> {
    let name = |recipient| roster.counsellor(recipient).map_or("recovery", |counsellor| counsellor.name.as_str());
    roster.recipients(lane).iter().map(name).collect()
}

/// The keys that are kept offline; they read every lane.
fn recovery(roster: &VerifiedRoster) -> Vec<&Recipient> {
    let mut keys: Vec<&Recipient> = Vec::new();
    for recipient in Lane::all().flat_map(|lane| roster.recipients(lane).iter().collect::<Vec<_>>()) {
        if roster.counsellor(recipient).is_none() && !keys.contains(&recipient) {
            keys.push(recipient);
        }
    }
    keys
}

/// For people.
pub fn show(checked: &Checked, now: Moment, out: &mut impl Write) -> Result<()> {
    let roster = &checked.roster;
    writeln!(out, "deployment   {}", roster.deployment())?;
    writeln!(out, "version      {} (sha256 {})", roster.version(), roster.hash())?;
    writeln!(out, "valid until  {} (UTC), {} days left", roster.not_after(), roster.days_left(now))?;
    match checked.before {
        None => writeln!(out, "audit        {} entries; nothing to compare with yet", checked.audit.number)?,
        Some(before) => writeln!(
            out,
            "audit        {} entries; goes on from entry {}, which you saw the last time",
            checked.audit.number, before.number
        )?,
    }
    writeln!(out, "\nWho reads which lane:")?;
    for lane in Lane::all() {
        let duty = match roster.on_duty(lane, now) {
            OnDuty::Nobody => {
                writeln!(out, "  {:<10}nobody serves it; people see telephone numbers only", lane.to_string())?;
                continue;
            }
            OnDuty::Unknown => "duty hours unknown",
            OnDuty::Now { .. } => "somebody is on duty now",
            OnDuty::Later { .. } => "nobody is on duty now",
        };
        writeln!(out, "  {:<10}{} ({duty})", lane.to_string(), names(roster, lane).join(", "))?;
    }
    writeln!(out, "\nFingerprints, to be compared by phone:")?;
    for counsellor in roster.counsellors() {
        let role = counsellor.role.name();
        writeln!(
            out,
            "  {}  {} ({role}, since {})",
            fingerprint(&counsellor.recipient),
            counsellor.name,
            counsellor.since
        )?;
    }
    for key in recovery(roster) {
        writeln!(out, "  {}  recovery, kept offline", fingerprint(key))?;
    }
    Ok(())
}

/// For machines: one value.
pub fn json(checked: &Checked, now: Moment) -> Value {
    let roster = &checked.roster;
    let counsellors = roster.counsellors().iter().map(|counsellor| {
        json!({
            "name": counsellor.name.as_str(),
            "role": counsellor.role.name(),
            "fingerprint": fingerprint(&counsellor.recipient),
            "since": counsellor.since.to_string(),
            "duty": counsellor.duty.to_text(),
        })
    });
    json!({
        "deployment": roster.deployment().as_str(),
        "version": roster.version(),
        "hash": roster.hash().to_string(),
        "not_after": roster.not_after().to_string(),
        "days_left": roster.days_left(now),
        "lanes": Lane::all().map(|lane| (lane.to_string(), names(roster, lane))).collect::<BTreeMap<_, _>>(),
        "counsellors": counsellors.collect::<Vec<_>>(),
        "recovery": recovery(roster).into_iter().map(fingerprint).collect::<Vec<_>>(),
        "audit": {"entries": checked.audit.number, "goes_on_from": checked.before.map(|before| before.number)},
    })
}

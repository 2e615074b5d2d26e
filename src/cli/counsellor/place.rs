//! Which desk to go to: the three settings of a counsellor's computer, and what is remembered of it.

use crate::config::{Lookup, quoted};
use crate::counsellor::Memory;
use crate::signed::{AuthorityKey, parse_authorities};
use crate::vocab::{DeploymentId, Origin};
use anyhow::{Result, anyhow};
use std::io::Write;
use std::path::Path;

/// What her authority gave her beside the enrolment: where the desk is, whose it is, and who signs its roster.
#[derive(Debug, Clone)]
pub struct Place {
    /// `DESK_ORIGIN`.
    pub origin: Origin,
    /// `DEPLOYMENT_ID`.
    pub deployment: DeploymentId,
    /// `ROSTER_AUTHORITY`.
    pub authorities: Vec<AuthorityKey>,
}

impl Place {
    /// Reads the settings, or says in one line each what is wrong with them and what to do.
    pub fn read(lookup: Lookup<'_>) -> Result<Place> {
        let mut problems = Vec::new();
        let mut read = |variable: &str, expected: &str| {
            let value = lookup(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
            if value.is_none() {
                problems.push(problem(variable, expected, "nothing"));
            }
            value
        };
        let origin = read("DESK_ORIGIN", ORIGIN);
        let deployment = read("DEPLOYMENT_ID", DEPLOYMENT);
        let authorities = read("ROSTER_AUTHORITY", AUTHORITY);

        let mut wrong = |variable: &str, expected: &str, found: &str| problems.push(problem(variable, expected, found));
        let origin =
            origin.and_then(|text| text.parse().map_err(|_| wrong("DESK_ORIGIN", ORIGIN, &quoted(&text))).ok());
        let deployment = deployment
            .and_then(|text| text.parse().map_err(|_| wrong("DEPLOYMENT_ID", DEPLOYMENT, &quoted(&text))).ok());
        // Not repeated: somebody may have put the secret key there.
        let authorities = authorities.and_then(|text| {
            parse_authorities(&text).map_err(|_| wrong("ROSTER_AUTHORITY", AUTHORITY, "something else")).ok()
        });
        match (origin, deployment, authorities) {
            (Some(origin), Some(deployment), Some(authorities)) => Ok(Place { origin, deployment, authorities }),
            _ => Err(anyhow!(problems.join("\n"))),
        }
    }

    /// What is remembered of this desk, beside the identity; says what is new about the visit.
    pub fn remembered(&self, identity: &Path, notes: &mut impl Write) -> Result<Memory> {
        let memory = Memory::beside(identity, self.deployment.clone())
            .map_err(|unusable| anyhow!("{unusable}. {}", unusable.advice()))?;
        match memory.origin() {
            None => writeln!(
                notes,
                "This is your first visit to the desk of {}: there is nothing yet to compare it with. From now on {} \
                 remembers the newest roster and how far the audit goes.",
                self.deployment,
                memory.path().display()
            )?,
            Some(before) if *before != self.origin => writeln!(
                notes,
                "The desk was at {before} the last time, and DESK_ORIGIN says {} now. If your authority did not tell \
                 you so, stop and call them.",
                self.origin
            )?,
            Some(_) => {}
        }
        Ok(memory)
    }
}

const ORIGIN: &str = "where the desk is, such as https://desk.example.kz (no path, lower case)";
const DEPLOYMENT: &str = "a name of 3 to 64 characters a-z 0-9 -";
const AUTHORITY: &str = "your authority's public keys (RW…), separated by commas";

fn problem(variable: &str, expected: &str, found: &str) -> String {
    format!("{variable}: expected {expected}, found {found}; ask your authority for it and put it into .env")
}

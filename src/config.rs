//! Settings from the environment. The `.env` file was read into it before (the environment wins).
//!
//! Every problem is found at once and said in one line: which variable, what was expected, what was found. A secret is
//! never printed, not even a wrong one.

mod desk;
mod reader;
#[cfg(test)]
mod tests;

pub use crate::keeper::SignedFile;
pub use desk::DeskPlace;
pub(crate) use reader::quoted;

use crate::intake::{Rates, Switch};
use crate::vocab::DeploymentId;
use reader::Reader;
use secrecy::SecretString;
use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// The official Bot API.
const TELEGRAM: &str = "https://api.telegram.org";

/// A setting that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable.
    pub variable: &'static str,
    /// What it should hold.
    pub expected: &'static str,
    /// What it holds: "nothing", or a description; the value itself only where it is no secret.
    pub found: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.variable, self.expected, self.found)
    }
}

/// Where the variables come from: the process, or a test's own list.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variables of this process.
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What every command that touches requests needs.
pub struct Common {
    /// This installation.
    pub deployment: DeploymentId,
    /// The database's address: it may hold a password.
    pub database_url: SecretString,
    /// The roster; none means hotlines only.
    pub roster: Option<SignedFile>,
    /// The operator's hotline file; none means the one that is part of the binary.
    pub hotlines: Option<SignedFile>,
    /// The key ring's file.
    pub keyring: PathBuf,
}

/// What `serve` needs.
pub struct Settings {
    /// What is common to all.
    pub common: Common,
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API's address.
    pub api_url: String,
    /// Whether requests are taken.
    pub switch: Switch,
    /// Updates of one chat at once.
    pub rate_burst: NonZeroU32,
    /// Updates of one chat a second.
    pub rate_per_second: NonZeroU32,
    /// Requests a day of one alias.
    pub requests_per_day: u32,
    /// Where counsellors pull requests; none only where there is no roster either.
    pub desk: Option<DeskPlace>,
    /// The most requests that one counsellor claims in an hour.
    pub claims_per_hour: NonZeroU32,
}

impl Settings {
    /// Reads everything, or says everything that is wrong.
    pub fn read(lookup: Lookup<'_>) -> Result<Settings, Vec<Problem>> {
        let mut reader = Reader { lookup, problems: Vec::new() };
        let common = reader.common();
        let token = reader.token();
        let api_url = reader.value("TELEGRAM_API_URL").unwrap_or_else(|| TELEGRAM.to_owned());
        if !api_url.starts_with("https://") && !api_url.starts_with("http://") {
            reader.problem("TELEGRAM_API_URL", "an http or https address", &quoted(&api_url));
        }
        let switch = match reader.value("INTAKE").as_deref() {
            None | Some("on") => Switch::On,
            Some("off") => Switch::Off,
            Some(other) => {
                reader.problem("INTAKE", "on or off", &quoted(other));
                Switch::Off
            }
        };
        let twenty = NonZeroU32::MIN.saturating_add(19);
        let rate_burst = reader.number("RATE_BURST", "a whole number from 1", twenty);
        let rate_per_second = reader.number("RATE_PER_SECOND", "a whole number from 1", NonZeroU32::MIN);
        let requests_per_day = reader.number("REQUESTS_PER_DAY", "a whole number", 3);
        let desk = reader.desk();
        let twelve = NonZeroU32::MIN.saturating_add(11);
        let claims_per_hour = reader.number("CLAIMS_PER_HOUR", "a whole number from 1", twelve);
        match (common, token) {
            (Some(common), Some(token)) if reader.problems.is_empty() => Ok(Settings {
                common,
                token,
                api_url,
                switch,
                rate_burst,
                rate_per_second,
                requests_per_day,
                desk,
                claims_per_hour,
            }),
            _ => Err(reader.problems),
        }
    }

    /// The limits of R10.
    #[must_use]
    pub fn rates(&self) -> Rates {
        Rates::new(self.rate_burst, self.rate_per_second)
    }
}

impl Common {
    /// Reads the settings that counsellors' and operators' commands share.
    pub fn read(lookup: Lookup<'_>) -> Result<Common, Vec<Problem>> {
        let mut reader = Reader { lookup, problems: Vec::new() };
        match reader.common() {
            Some(common) if reader.problems.is_empty() => Ok(common),
            _ => Err(reader.problems),
        }
    }
}

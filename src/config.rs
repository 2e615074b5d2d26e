//! Settings from the environment. The `.env` file was read into it before (the environment wins).
//!
//! Every problem is found at once and said in one line: which variable, what was expected, what was found. A secret is
//! never printed, not even a wrong one.

use crate::intake::{Rates, Switch};
use crate::roster::{AuthorityKey, parse_authorities};
use crate::vocab::DeploymentId;
use secrecy::{ExposeSecret as _, SecretString};
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

/// Where the roster is and who signs it.
pub struct RosterPlace {
    /// The roster's text; its signature stands beside it as `<ROSTER>.minisig`.
    pub path: PathBuf,
    /// The authority's keys, primary and backup.
    pub authorities: Vec<AuthorityKey>,
}

/// What every command that touches requests needs.
pub struct Common {
    /// This installation.
    pub deployment: DeploymentId,
    /// The database's address: it may hold a password.
    pub database_url: SecretString,
    /// The roster; none means hotlines only.
    pub roster: Option<RosterPlace>,
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
        match (common, token) {
            (Some(common), Some(token)) if reader.problems.is_empty() => {
                Ok(Settings { common, token, api_url, switch, rate_burst, rate_per_second, requests_per_day })
            }
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

/// Reads variables and collects what is wrong with them.
struct Reader<'a> {
    lookup: Lookup<'a>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, variable: &'static str, expected: &'static str, found: &str) {
        self.problems.push(Problem { variable, expected, found: found.to_owned() });
    }

    /// A variable's value; an empty one counts as missing.
    fn value(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A secret, from the variable or from the file that `<NAME>_FILE` names.
    fn secret(&mut self, name: &'static str, file_name: &'static str) -> Option<SecretString> {
        match (self.value(name), self.value(file_name)) {
            (Some(_), Some(_)) => {
                self.problem(file_name, "only one of the variable and its _FILE form", "both");
                None
            }
            (Some(value), None) => Some(SecretString::from(value)),
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) if !text.trim().is_empty() => Some(SecretString::from(text.trim().to_owned())),
                Ok(_) => {
                    self.problem(file_name, "a file with the secret in it", "an empty file");
                    None
                }
                Err(error) => {
                    self.problem(file_name, "a file that can be read", &error.kind().to_string());
                    None
                }
            },
            (None, None) => None,
        }
    }

    fn token(&mut self) -> Option<SecretString> {
        let before = self.problems.len();
        let token = self.secret("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE");
        let shape = "the token BotFather gave, digits:letters";
        let Some(token) = token else {
            if self.problems.len() == before {
                self.problem("TELEGRAM_BOT_TOKEN", shape, "nothing");
            }
            return None;
        };
        let good = token.expose_secret().split_once(':').is_some_and(|(id, key)| {
            !id.is_empty()
                && id.bytes().all(|b| b.is_ascii_digit())
                && !key.is_empty()
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        });
        if !good {
            self.problem("TELEGRAM_BOT_TOKEN", shape, "something of another shape");
            return None;
        }
        Some(token)
    }

    fn number<T: std::str::FromStr>(&mut self, name: &'static str, expected: &'static str, default: T) -> T {
        match self.value(name).map(|value| (value.parse(), value)) {
            None => default,
            Some((Ok(number), _)) => number,
            Some((Err(_), value)) => {
                self.problem(name, expected, &quoted(&value));
                default
            }
        }
    }

    fn common(&mut self) -> Option<Common> {
        let deployment = match self.value("DEPLOYMENT_ID") {
            None => {
                self.problem("DEPLOYMENT_ID", "a name of 3 to 64 characters a-z 0-9 -", "nothing");
                None
            }
            Some(value) => value.parse().map_err(|_| value).map_or_else(
                |value| {
                    self.problem("DEPLOYMENT_ID", "a name of 3 to 64 characters a-z 0-9 -", &quoted(&value));
                    None
                },
                Some,
            ),
        };
        let before = self.problems.len();
        let database_url = self
            .secret("DATABASE_URL", "DATABASE_URL_FILE")
            .unwrap_or_else(|| SecretString::from("sqlite://janynda.db".to_owned()));
        if self.problems.len() == before && !database_url.expose_secret().starts_with("sqlite:") {
            self.problem("DATABASE_URL", "an address like sqlite://janynda.db", "another scheme");
        }
        let roster = self.roster();
        let keyring = self.value("KEYRING").unwrap_or_else(|| "janynda.keyring".to_owned()).into();
        Some(Common { deployment: deployment?, database_url, roster, keyring })
    }

    fn roster(&mut self) -> Option<RosterPlace> {
        let keys = "minisign public keys of the authority, separated by commas";
        match (self.value("ROSTER"), self.value("ROSTER_AUTHORITY")) {
            (None, None) => None,
            (None, Some(_)) => {
                self.problem("ROSTER", "the path of the roster that ROSTER_AUTHORITY signs", "nothing");
                None
            }
            (Some(_), None) => {
                self.problem("ROSTER_AUTHORITY", keys, "nothing");
                None
            }
            (Some(path), Some(authorities)) => {
                let Ok(authorities) = parse_authorities(&authorities) else {
                    self.problem("ROSTER_AUTHORITY", keys, "something that is not such a key");
                    return None;
                };
                Some(RosterPlace { path: path.into(), authorities })
            }
        }
    }
}

fn quoted(value: &str) -> String {
    let shown: String = value.chars().take(40).collect();
    format!("{shown:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Vec<Problem>> {
        let lookup = |name: &str| variables.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned());
        Settings::read(&lookup)
    }

    const GOOD: [(&str, &str); 2] = [("TELEGRAM_BOT_TOKEN", "1:abc"), ("DEPLOYMENT_ID", "trial-1")];

    #[test]
    fn two_settings_are_enough_and_the_rest_has_safe_values() {
        let settings = read(&GOOD).unwrap();
        assert_eq!(settings.api_url, TELEGRAM);
        assert_eq!((settings.rate_burst.get(), settings.rate_per_second.get(), settings.requests_per_day), (20, 1, 3));
        assert!(settings.common.roster.is_none());
    }

    #[test]
    fn every_problem_is_said_at_once_with_its_variable_and_what_was_expected() {
        let problems = read(&[
            ("TELEGRAM_BOT_TOKEN", "SECRETSECRET"),
            ("DEPLOYMENT_ID", "Has Spaces"),
            ("INTAKE", "maybe"),
            ("RATE_BURST", "0"),
            ("DATABASE_URL", "mysql://user:SECRETSECRET@host/db"),
            ("ROSTER", "roster.txt"),
            ("TELEGRAM_API_URL", "ftp://x"),
        ])
        .err()
        .unwrap();
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for variable in [
            "TELEGRAM_BOT_TOKEN",
            "DEPLOYMENT_ID",
            "INTAKE",
            "RATE_BURST",
            "DATABASE_URL",
            "ROSTER_AUTHORITY",
            "TELEGRAM_API_URL",
        ] {
            assert_eq!(said.iter().filter(|line| line.starts_with(&format!("{variable}: expected "))).count(), 1);
        }
        assert!(!said.join("\n").contains("SECRETSECRET"));
    }

    #[test]
    fn a_secret_may_stand_in_a_file_of_its_own_but_not_in_both_places() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "1:abc\n").unwrap();
        let path = path.to_str().unwrap();
        assert!(read(&[("TELEGRAM_BOT_TOKEN_FILE", path), ("DEPLOYMENT_ID", "trial-1")]).is_ok());
        assert!(read(&[GOOD[0], GOOD[1], ("TELEGRAM_BOT_TOKEN_FILE", path)]).is_err());
        assert!(read(&[("TELEGRAM_BOT_TOKEN_FILE", "/nowhere"), GOOD[1]]).is_err());
    }
}

//! Reading one variable after another, and collecting what is wrong with them. A secret is never put into a problem.

use super::{Common, Lookup, Problem, SignedFile};
use crate::signed::parse_authorities;
use secrecy::{ExposeSecret as _, SecretString};

/// Reads variables and collects what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) lookup: Lookup<'a>,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn problem(&mut self, variable: &'static str, expected: &'static str, found: &str) {
        self.problems.push(Problem { variable, expected, found: found.to_owned() });
    }

    /// A variable's value; an empty one counts as missing.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A secret, from the variable or from the file that `<NAME>_FILE` names.
    pub(super) fn secret(&mut self, name: &'static str, file_name: &'static str) -> Option<SecretString> {
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

    pub(super) fn token(&mut self) -> Option<SecretString> {
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

    pub(super) fn number<T: std::str::FromStr>(&mut self, name: &'static str, expected: &'static str, default: T) -> T {
        match self.value(name).map(|value| (value.parse(), value)) {
            None => default,
            Some((Ok(number), _)) => number,
            Some((Err(_), value)) => {
                self.problem(name, expected, &quoted(&value));
                default
            }
        }
    }

    pub(super) fn common(&mut self) -> Option<Common> {
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
        let (roster, hotlines) = self.signed_files();
        let keyring = self.value("KEYRING").unwrap_or_else(|| "janynda.keyring".to_owned()).into();
        Some(Common { deployment: deployment?, database_url, roster, hotlines, keyring })
    }

    /// Roster and hotline file: what the authority signs. Its keys are pinned once for both.
    fn signed_files(&mut self) -> (Option<SignedFile>, Option<SignedFile>) {
        let keys = "minisign public keys of the authority, separated by commas";
        let (roster, hotlines) = (self.value("ROSTER"), self.value("HOTLINES"));
        if roster.is_none() && hotlines.is_none() {
            if self.value("ROSTER_AUTHORITY").is_some() {
                self.problem("ROSTER", "the path of the roster that ROSTER_AUTHORITY signs", "nothing");
            }
            return (None, None);
        }
        let Some(text) = self.value("ROSTER_AUTHORITY") else {
            self.problem("ROSTER_AUTHORITY", keys, "nothing");
            return (None, None);
        };
        let Ok(authorities) = parse_authorities(&text) else {
            self.problem("ROSTER_AUTHORITY", keys, "something that is not such a key");
            return (None, None);
        };
        let file = |path: String| SignedFile { path: path.into(), authorities: authorities.clone() };
        (roster.map(file), hotlines.map(file))
    }
}

/// A value that is no secret, cut short.
pub(crate) fn quoted(value: &str) -> String {
    let shown: String = value.chars().take(40).collect();
    format!("{shown:?}")
}

//! Where a desk is: scheme, host and port, as browsers spell it.

use std::fmt;
use std::str::FromStr;

/// A text that is no origin of a desk. Carries no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an origin such as https://desk.example.kz: lower case, no path, http for this machine only")]
pub struct InvalidOrigin;

/// The origin of a desk: `https://desk.example.kz` or `http://127.0.0.1:8480`. Lower case, no path; plain `http` only
/// for this machine, because everything else passes through somebody's network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// The origin as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Origin, InvalidOrigin> {
        let (scheme, rest) = text.split_once("://").ok_or(InvalidOrigin)?;
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let name = |host: &str| {
            (1..=253).contains(&host.len())
                && host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
                && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        };
        let good_port = port.is_none_or(|port| {
            port.parse::<u16>().is_ok_and(|number| number != 0 && number.to_string() == port)
                && !matches!((scheme, port), ("https", "443") | ("http", "80"))
        });
        let here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        let good = match scheme {
            "https" => here || name(host),
            "http" => here,
            _ => false,
        };
        if good && good_port { Ok(Origin(text.to_owned())) } else { Err(InvalidOrigin) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_one_spelling_and_plain_http_stays_on_this_machine() {
        for good in
            ["https://desk.example.kz", "https://desk.example.kz:8443", "http://127.0.0.1:8480", "http://[::1]:1"]
        {
            assert_eq!(good.parse::<Origin>().map(|origin| origin.to_string()), Ok(good.to_owned()));
        }
        for bad in [
            "",
            "desk.example.kz",
            "http://desk.example.kz",
            "https://Desk.example.kz",
            "https://desk.example.kz/",
            "https://desk.example.kz:443",
            "https://desk..kz",
            "https://desk.kz:0",
            "https://desk.kz:08",
            "https://a@b",
            "ftp://127.0.0.1",
            "https://",
            "http://127.0.0.1:80",
            "http://127.0.0.1:x",
        ] {
            assert_eq!(bad.parse::<Origin>(), Err(InvalidOrigin), "{bad}");
        }
    }
}

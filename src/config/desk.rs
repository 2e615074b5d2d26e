//! Where counsellors pull requests: `DESK_LISTEN` and `DESK_ORIGIN`.
//!
//! A counsellor's client compares the origin in a login challenge with the one in her identity file, so the origin is
//! a setting and not whatever a request says. On this machine alone it may follow from the address.

use super::Problem;
use super::reader::{Reader, quoted};
use crate::vocab::Origin;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The word for a node whose desk is served by another one.
const ELSEWHERE: &str = "elsewhere";

/// Where the counsellors' API is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskPlace {
    /// Another node of this deployment serves it.
    Elsewhere,
    /// This process serves it.
    Here {
        /// The address to listen on; port 0 takes a free one.
        listen: SocketAddr,
        /// How counsellors reach it; none only on a loopback address, where it follows from the address.
        origin: Option<Origin>,
    },
}

impl DeskPlace {
    /// The origin of a desk that listens on `bound`: the setting, else the address itself. None for an address that
    /// has no origin of its own; reading the settings refuses such a place.
    #[must_use]
    pub fn origin_at(&self, bound: SocketAddr) -> Option<Origin> {
        match self {
            DeskPlace::Elsewhere => None,
            DeskPlace::Here { origin: Some(origin), .. } => Some(origin.clone()),
            // Browsers leave the usual port out.
            DeskPlace::Here { origin: None, .. } if bound.port() == 80 => {
                let ip = bound.ip();
                let host = if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() };
                format!("http://{host}").parse().ok()
            }
            DeskPlace::Here { origin: None, .. } => format!("http://{bound}").parse().ok(),
        }
    }
}

/// Whether an address reaches this machine only, by the one name that has an origin of its own.
fn is_here_only(ip: IpAddr) -> bool {
    ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST
}

impl Reader<'_> {
    /// `DESK_LISTEN` and `DESK_ORIGIN`. With a roster there must be a desk: without it nobody can pull a request, and
    /// people would wait for nothing.
    pub(super) fn desk(&mut self) -> Option<DeskPlace> {
        let address = "the address and port of the counsellors' API, such as 127.0.0.1:8480, or elsewhere";
        let origin = self.origin();
        let Some(listen) = self.value("DESK_LISTEN") else {
            if self.value("ROSTER").is_some() {
                self.problem("DESK_LISTEN", address, "nothing, and so nobody could pull the requests for ROSTER");
            } else if self.value("DESK_ORIGIN").is_some() {
                self.problem("DESK_LISTEN", address, "nothing, though DESK_ORIGIN is set");
            }
            return None;
        };
        if listen == ELSEWHERE {
            return Some(DeskPlace::Elsewhere);
        }
        let Ok(listen) = listen.parse::<SocketAddr>() else {
            self.problem("DESK_LISTEN", address, &quoted(&listen));
            return None;
        };
        if origin.is_none() && self.value("DESK_ORIGIN").is_none() && !is_here_only(listen.ip()) {
            self.problem("DESK_ORIGIN", ORIGIN, "nothing, and DESK_LISTEN can be reached from other machines");
            return None;
        }
        // The clients take plain http to their own machine only, so such a desk would be open to a network in which
        // nobody may use it. A proxy or a tunnel on this machine reaches a loopback address.
        if let Some(plain) = origin.as_ref().filter(|origin| origin.as_str().starts_with("http://"))
            && !listen.ip().to_canonical().is_loopback()
        {
            self.problem("DESK_ORIGIN", ENCRYPTED, &quoted(plain.as_str()));
            return None;
        }
        Some(DeskPlace::Here { listen, origin })
    }

    fn origin(&mut self) -> Option<Origin> {
        let value = self.value("DESK_ORIGIN")?;
        let origin = value.parse().ok();
        if origin.is_none() {
            self.problems.push(Problem { variable: "DESK_ORIGIN", expected: ORIGIN, found: quoted(&value) });
        }
        origin
    }
}

const ENCRYPTED: &str = "https (a TLS proxy before the desk), as DESK_LISTEN can be reached from other machines; plain http \
                         only goes with a DESK_LISTEN of this machine alone, such as 127.0.0.1:8480";
const ORIGIN: &str = "how counsellors reach the desk, such as https://desk.example.kz (no path, lower case)";

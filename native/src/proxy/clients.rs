//! Connections to upstreams.

use std::net::IpAddr;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Url};

use super::{Limits, Upstream};

/// Changes how connections are made.
pub type Configure = dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync;

/// Connections to all upstreams.
pub(super) struct Clients {
    /// By the proxies that the environment names.
    around: Ways,
    /// To this machine itself: nobody else is to see what goes there.
    straight: Ways,
}

/// A pool of connections for each way to speak.
struct Ways {
    /// HTTP/2 where TLS agrees on it.
    agreed: Client,
    /// For upgrades, which HTTP/2 has none of.
    http1: Client,
    /// HTTP/2 without TLS.
    http2: Client,
}

impl Clients {
    pub(super) fn new(limits: &Limits, configure: &Configure) -> reqwest::Result<Self> {
        let builder = || {
            let builder = crate::client::builder().connect_timeout(limits.connect);
            // What an upstream redirects to is for the client to follow.
            configure(builder.redirect(Policy::none()))
        };
        Ok(Self {
            around: Ways::new(builder)?,
            straight: Ways::new(|| builder().no_proxy())?,
        })
    }

    pub(super) fn of(&self, upstream: &Upstream) -> &Client {
        let ways = self.ways(upstream);
        if upstream.http2 {
            &ways.http2
        } else {
            &ways.agreed
        }
    }

    /// For an upgrade.
    pub(super) fn http1(&self, upstream: &Upstream) -> &Client {
        &self.ways(upstream).http1
    }

    fn ways(&self, upstream: &Upstream) -> &Ways {
        if is_loopback(&upstream.url) {
            &self.straight
        } else {
            &self.around
        }
    }
}

impl Ways {
    fn new(builder: impl Fn() -> ClientBuilder) -> reqwest::Result<Self> {
        Ok(Self {
            agreed: builder().build()?,
            http1: builder().http1_only().build()?,
            http2: builder().http2_prior_knowledge().build()?,
        })
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or("");
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_asked_straight() {
        let check = |url: &str, expected: bool| {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        };
        check("http://localhost:11434/v1", true);
        check("http://ollama.localhost", true);
        check("http://127.8.0.1", true);
        check("http://[::1]:8080", true);
        check("http://[::ffff:127.0.0.1]", true);
        check("https://api.openai.com", false);
        check("http://localhost.evil.example", false);
        check("http://10.0.0.1", false);
    }
}

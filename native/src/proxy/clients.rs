//! Connections to upstreams.

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

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
        if crate::client::is_of_this_machine(&upstream.url) {
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

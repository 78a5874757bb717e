//! Connections to upstreams.

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};

use super::{Limits, Upstream};

/// Changes how connections are made.
pub type Configure = dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync;

/// A pool of connections for each way to speak.
pub(super) struct Clients {
    /// HTTP/2 where TLS agrees on it.
    agreed: Client,
    /// For upgrades, which HTTP/2 has none of.
    pub(super) http1: Client,
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
            agreed: builder().build()?,
            http1: builder().http1_only().build()?,
            http2: builder().http2_prior_knowledge().build()?,
        })
    }

    pub(super) fn of(&self, upstream: &Upstream) -> &Client {
        if upstream.http2 {
            &self.http2
        } else {
            &self.agreed
        }
    }
}

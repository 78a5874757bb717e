//! What is logged of a request: who was asked what, and what came of it. Never text, keys or
//! queries, which may hold keys; values in a path are masked.

use std::sync::Arc;
use std::time::Instant;

use http::{Method, StatusCode};

use super::live::Live;
use super::seen::Seen;
use crate::proxy::outgoing::BoxError;
use crate::proxy::requests::Open;

/// A request, which is logged when its answer is at its end.
pub(in crate::proxy) struct Record {
    method: Method,
    seen: Arc<Seen>,
    status: StatusCode,
    begun: Instant,
    bytes: u64,
    outcome: &'static str,
    live: Arc<Live>,
    /// The connection is of use as long.
    _open: Open,
}

impl Record {
    pub(in crate::proxy) fn new(
        method: Method,
        seen: Arc<Seen>,
        live: &Arc<Live>,
        open: Open,
    ) -> Self {
        Self {
            method,
            seen,
            status: StatusCode::OK,
            begun: Instant::now(),
            bytes: 0,
            // Unless another is told, the client went before the end.
            outcome: "client gone",
            live: Arc::clone(live),
            _open: open,
        }
    }

    /// The head of the upstream's answer came.
    pub(in crate::proxy) fn answered(&mut self, status: StatusCode) {
        self.status = status;
    }

    /// So many bytes of the body go to the client.
    pub(in crate::proxy) fn forwarded(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// The answer came to its end.
    pub(in crate::proxy) fn whole(&mut self) {
        self.outcome = "whole";
    }

    /// The answer broke; its error names no text.
    pub(in crate::proxy) fn broken(&mut self, error: &BoxError) {
        self.outcome = "broken";
        let upstream = &*self.seen.upstream;
        let path = self.live.shown(&self.seen.path);
        let error = crate::client::chain(&**error);
        tracing::warn!(upstream, path, error, "an answer broke");
    }

    /// The proxy answered in place of the upstream.
    pub(in crate::proxy) fn refused(&mut self, status: StatusCode, why: &'static str) {
        self.status = status;
        self.outcome = why;
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.live
            .metrics
            .request(&self.seen.upstream, self.status.as_u16());
        self.live.metrics.forwarded("client", self.bytes);
        tracing::info!(
            method = self.method.as_str(),
            path = self.live.shown(&self.seen.path),
            upstream = &*self.seen.upstream,
            status = self.status.as_u16(),
            bytes = self.bytes,
            milliseconds = self.begun.elapsed().as_millis() as u64,
            outcome = self.outcome,
            "request"
        );
    }
}

//! A response's body in any framing: chunked, JSON lines, an array, an event stream, text.

use futures_util::Stream;
use http::header;
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Session, Sink};

use super::connect::{Body, Connector, offer};
use super::feed::Feed;
use super::source::{Source, readable, updates};
use super::{ClientError, Update};

/// One answer over HTTP, read while it comes. Dropping it closes the connection.
///
/// The request is sent with the first read, and again where that is worth it as long as nothing of
/// the answer has come.
pub struct Http<P: Probe = Untimed> {
    connector: Connector,
    feed: Feed<P>,
    body: Option<Body>,
}

impl<P: Probe> Http<P> {
    pub(super) fn new(connector: Connector, feed: Feed<P>) -> Self {
        Self {
            connector,
            feed,
            body: None,
        }
    }
}

readable!(Http);

impl<P: Probe> Source for Http<P> {
    type Probe = P;

    fn feed(&mut self) -> &mut Feed<P> {
        &mut self.feed
    }

    async fn advance<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        if self.feed.is_pending() {
            self.feed.settle(sink).await?;
        }
        if self.body.is_none() {
            self.feed.start();
            let accept = |request: &mut reqwest::Request| offer(request, header::ACCEPT, "*/*");
            let (response, due) = self.connector.open(accept).await?;
            self.body = Some(Body::new(response, due));
        }
        let Some(body) = &mut self.body else {
            return Ok(false);
        };
        let Some(bytes) = body.next(&self.connector).await? else {
            return Ok(false);
        };
        self.feed.write(bytes, sink).await?;
        Ok(true)
    }

    fn disconnect(&mut self) {
        self.body = None;
    }
}

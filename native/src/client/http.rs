//! A response's body in any framing: chunked, JSON lines, an array, an event stream, text.

use futures_util::Stream;
use http::header;
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Session, Sink};

use super::connect::{Body, Connector, offer};
use super::feed::Feed;
use super::source::{Source, updates};
use super::{ClientError, Update};

/// One answer over HTTP, read while it comes. Dropping it closes the connection.
///
/// The request is sent with the first read, and again where that is worth it as long as nothing of
/// the answer has come.
pub struct Http<P: Probe = Untimed> {
    connector: Connector,
    feed: Feed<P>,
    body: Option<Body>,
    ended: bool,
}

impl<P: Probe> Http<P> {
    pub(super) fn new(connector: Connector, feed: Feed<P>) -> Self {
        Self {
            connector,
            feed,
            body: None,
            ended: false,
        }
    }

    /// Reads the next piece of the answer into the session, which tells `sink` what is in it;
    /// whether there may be more. Can be given up and called again; a request that was not answered
    /// by then is sent anew.
    ///
    /// # Errors
    ///
    /// [`ClientError`]; what came before it has been told by then, and `false` comes from there on.
    pub async fn read<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        if self.ended {
            return Ok(false);
        }
        let read = self.advance(sink).await;
        if !matches!(read, Ok(true)) {
            self.ended = true;
            self.body = None;
            self.feed.finish(sink)?;
        }
        read
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

    /// The session that the answer goes to.
    pub fn session(&self) -> &Session<P> {
        self.feed.session()
    }

    /// Bytes that came so far.
    pub fn received(&self) -> u64 {
        self.feed.received()
    }

    /// What the answer says and means, as it comes; nothing is read ahead. Ends behind the first
    /// error.
    pub fn events(self) -> impl Stream<Item = Result<Update, ClientError>> {
        updates(self)
    }
}

impl<P: Probe> Source for Http<P> {
    async fn read<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        Http::read(self, sink).await
    }
}

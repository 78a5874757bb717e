//! Server-sent events, resumed where they break.

use std::time::Duration;

use futures_util::Stream;
use http::{HeaderName, HeaderValue, StatusCode, header};
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Session, Sink};
use reqwest::Response;

use super::connect::{Body, Connector, media_type, offer};
use super::feed::Feed;
use super::source::{Source, readable, updates};
use super::{ClientError, Resume, Update, address};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const EVENT_STREAM: &str = "text/event-stream";

/// A stream of server-sent events. Dropping it closes the connection.
///
/// One that breaks is resumed as [`Resume`] says: after the server's `retry` time and a random
/// part of a growing bound it is asked for again with `Last-Event-ID`, and what it says goes on
/// where it was, in the same session. What of an event had come by then is forgotten.
pub struct Sse<P: Probe = Untimed> {
    connector: Connector,
    feed: Feed<P>,
    body: Option<Body>,
    /// The id that was known when the connection began.
    resumed_behind: Vec<u8>,
    /// Whether an answer of another type is taken as it is.
    lenient: bool,
}

impl<P: Probe> Sse<P> {
    pub(super) fn new(connector: Connector, feed: Feed<P>) -> Self {
        Self {
            connector,
            feed,
            body: None,
            resumed_behind: Vec::new(),
            lenient: false,
        }
    }

    /// The same taking an answer of any media type.
    pub(super) fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Whether there is a stream; a server that has nothing more says so with 204.
    async fn connect(&mut self) -> Result<bool, ClientError> {
        self.feed.start();
        self.feed.reconnect();
        let id = self.last_event_id();
        let accept = if self.lenient {
            "text/event-stream, */*"
        } else {
            EVENT_STREAM
        };
        let prepare = |request: &mut reqwest::Request| {
            offer(request, header::ACCEPT, accept);
            offer(request, header::CACHE_CONTROL, "no-store");
            if let Some(id) = &id {
                request.headers_mut().insert(LAST_EVENT_ID, id.clone());
            }
        };
        let (response, due) = self.connector.open(prepare).await?;
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(false);
        }
        let response = if self.lenient {
            response
        } else {
            checked(response)?
        };
        self.resumed_behind = self.feed.decoder().last_event_id().into();
        self.body = Some(Body::new(response, due));
        Ok(true)
    }

    /// Whether it may be resumed now, the time for that having passed.
    async fn resume(&mut self) -> bool {
        self.body = None;
        let resumes = match self.connector.patience.resume {
            Resume::Never => false,
            Resume::Always => true,
            Resume::ById => !self.is_complete() && self.last_event_id().is_some(),
        };
        let retry = self.feed.decoder().retry().unwrap_or(0);
        resumes && self.connector.rest(Duration::from_millis(retry)).await
    }

    fn is_complete(&self) -> bool {
        self.feed.decoder().so_far().is_complete()
    }

    /// An event that was not there when the connection began makes its next failure a first one.
    fn note_progress(&mut self) {
        let id = self.feed.decoder().last_event_id().as_bytes();
        let always = self.connector.patience.resume == Resume::Always;
        if always || id != self.resumed_behind {
            self.connector.succeeded();
        }
    }

    /// The last event's id as a header; `None` where there is none or it can't be one.
    fn last_event_id(&self) -> Option<HeaderValue> {
        let id = self.feed.decoder().last_event_id();
        let header = HeaderValue::from_bytes(id.as_bytes());
        header.ok().filter(|id| !id.is_empty())
    }
}

readable!(Sse);

impl<P: Probe> Source for Sse<P> {
    type Probe = P;

    fn feed(&mut self) -> &mut Feed<P> {
        &mut self.feed
    }

    async fn advance<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        if self.feed.is_pending() {
            self.feed.settle(sink).await?;
        }
        if self.body.is_none() && !self.connect().await? {
            return Ok(false);
        }
        let Some(body) = &mut self.body else {
            return Ok(false);
        };
        match body.next(&self.connector).await {
            Ok(Some(bytes)) => {
                self.feed.write(bytes, sink).await?;
                self.note_progress();
                Ok(true)
            }
            Ok(None) => Ok(self.resume().await),
            Err(_) if self.is_complete() => Ok(self.resume().await),
            Err(error) => self.resume().await.then_some(true).ok_or(error),
        }
    }

    fn disconnect(&mut self) {
        self.body = None;
    }
}

fn checked(response: Response) -> Result<Response, ClientError> {
    let found = media_type(&response);
    if found == EVENT_STREAM {
        return Ok(response);
    }
    Err(ClientError::ContentType {
        url: address::shown(response.url()),
        found,
        expected: EVENT_STREAM,
    })
}

//! For those who hold an [`EventStream`] of the crate `eventsource-stream` already: its events, read
//! by a session.
//!
//! The session's own decoder is the better one where the bytes can be had: `eventsource-stream` 0.2
//! panics on a byte order mark, loses every event behind a byte that is no UTF-8, and takes time
//! that grows with the square of the chunk.

use eventsource_stream::{EventStream, EventStreamError};
use futures_util::{Stream, StreamExt};
use midflight_core::latency::Probe;
use midflight_core::{Clock, Ending, Error, Session, Sink};

/// Why the events could not be read to their end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EventSourceError<E> {
    /// The stream of events failed.
    #[error("the event stream failed: {0}")]
    Events(EventStreamError<E>),
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] Error),
}

/// Reads events into `session` until they end. Each bears the time at which it was read. The
/// session's wire is one of server-sent events, or `auto`.
///
/// # Errors
///
/// [`EventSourceError::Events`] when the stream fails: what came before was told, and the session
/// can be finished. [`EventSourceError::Engine`] when the session can't go on.
///
/// ```
/// use eventsource_stream::Eventsource;
/// use futures_util::stream;
/// use midflight::core::{Config, Engine, KnowledgeGraph, Wire};
/// use midflight::{Monotonic, eventsource};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Ada Lovelace wrote.\"}}]}\n\n\
///             data: [DONE]\n\n";
/// let chunks = stream::iter(body.as_bytes().chunks(7).map(Ok::<_, std::io::Error>));
///
/// let engine = Engine::new(Config::default())?;
/// let mut graph = KnowledgeGraph::new(&engine);
/// let mut session = engine.session(Wire::Auto);
/// let clock = Monotonic::start();
/// let read = eventsource::read(chunks.eventsource(), &mut session, &clock, &mut graph);
/// let ending = tokio::runtime::Builder::new_current_thread().build()?.block_on(read)?;
/// assert!(ending.is_complete());
/// assert_eq!(graph.find("Ada Lovelace").len(), 1);
/// # Ok(())
/// # }
/// ```
pub async fn read<B, E, S, P, K>(
    events: EventStream<S>,
    session: &mut Session<P>,
    clock: &impl Clock,
    sink: &mut K,
) -> Result<Ending, EventSourceError<E>>
where
    S: Stream<Item = Result<B, E>>,
    B: AsRef<[u8]>,
    P: Probe,
    K: Sink,
{
    let mut events = std::pin::pin!(events);
    while let Some(event) = events.next().await {
        let event = event.map_err(EventSourceError::Events)?;
        session.event(&event.event, &event.data, &event.id, clock.now(), sink)?;
    }
    Ok(session.finish(clock.now(), sink)?)
}

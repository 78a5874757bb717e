//! What a client's stream comes to.

use std::time::Duration;

use futures_util::{Stream, StreamExt};
use midflight::client::{Backoff, Client, ClientError, Patience, Update};
use midflight::core::{Channel, Config, Ending, Engine};

/// Everything that a stream told.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) endings: Vec<Ending>,
    pub(crate) mentions: Vec<String>,
    pub(crate) error: Option<ClientError>,
}

pub(crate) async fn read(events: impl Stream<Item = Result<Update, ClientError>>) -> Read {
    let mut events = std::pin::pin!(events);
    let mut read = Read::default();
    while let Some(update) = events.next().await {
        match update {
            Ok(Update::Text {
                channel: Channel::Text { .. },
                text,
            }) => read.text += &text,
            Ok(Update::Mention(mention)) => read.mentions.push(mention.text),
            Ok(Update::End(ending)) => read.endings.push(ending),
            Ok(_) => {}
            Err(error) => read.error = Some(error),
        }
    }
    read
}

/// One that tries again at once, three times.
pub(crate) fn eager() -> Patience {
    Patience {
        backoff: Backoff {
            first: Duration::from_millis(1),
            cap: Duration::from_millis(2),
            retries: 3,
        },
        ..Patience::default()
    }
}

/// A client that goes nowhere but to this machine.
pub(crate) fn client(patience: Patience) -> Client {
    let engine = Engine::new(Config::default()).unwrap();
    Client::with(&engine, patience, |builder| {
        builder.no_proxy().tls_certs_only([])
    })
    .unwrap()
}

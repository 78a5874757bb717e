//! A stream of events that somebody else's client decodes, read by Midflight.
//!
//! ```sh
//! cargo run -p midflight --features eventsource-stream --example eventsource
//! ```

use std::convert::Infallible;
use std::error::Error;

use eventsource_stream::Eventsource;
use futures_util::stream;
use midflight::core::{Config, Engine, Event, Wire};
use midflight::{Monotonic, eventsource};

/// Stands for the body of a response: `response.bytes_stream()` with reqwest.
const BODY: &str = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n\
    data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"Ada Park lives in \"}}\n\n\
    data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"Nairobi.\"}}\n\n\
    data: {\"type\":\"message_stop\"}\n\n";

fn main() -> Result<(), Box<dyn Error>> {
    let chunks = stream::iter(BODY.as_bytes().chunks(16).map(Ok::<_, Infallible>));
    let engine = Engine::new(Config::default())?;
    let mut session = engine.session(Wire::Auto);
    let mut print = |event: &Event<'_>| {
        if let Event::Mention(mention) = event {
            println!("{}: {}", mention.kind.name(), mention.text);
        }
    };
    let clock = Monotonic::start();
    let read = eventsource::read(chunks.eventsource(), &mut session, &clock, &mut print);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    println!("{:?}", runtime.block_on(read)?);
    Ok(())
}

#[test]
fn it_runs() {
    assert!(main().is_ok());
}

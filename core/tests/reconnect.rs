//! A stream of server-sent events that breaks and is resumed behind its last event says what the
//! whole one says, wherever it breaks.

use midflight_core::{Config, Delta, Ending, Engine, Event, Session, Timestamp, Wire};

const PIECES: [&str; 4] = ["Ada Love", "lace wrote to ", "Charles ", "Babbage."];

/// An event for each piece, with ids from 1 on.
fn events(line_end: &str) -> Vec<String> {
    let data = PIECES.map(|piece| {
        format!("{{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{piece}\"}}}}]}}")
    });
    let data = data.into_iter().chain(["[DONE]".to_owned()]);
    data.zip(1..)
        .map(|(data, id)| format!("id: {id}{line_end}data: {data}{line_end}{line_end}"))
        .collect()
}

fn read(session: &mut Session, bytes: &[u8], text: &mut String) {
    let mut sink = |event: &Event<'_>| {
        if let Event::Delta(Delta::Text { text: piece, .. }) = event {
            text.push_str(piece);
        }
    };
    session.write(bytes, Timestamp(0), &mut sink).unwrap();
}

#[test]
fn a_stream_goes_on_behind_its_last_event() {
    let engine = Engine::new(Config::default()).unwrap();
    for (line_end, wire) in [
        ("\n", Wire::OpenAiChat),
        ("\r\n", Wire::Auto),
        ("\r", Wire::OpenAiChat),
    ] {
        let events = events(line_end);
        let whole = events.concat();
        for cut in 0..whole.len() {
            let (mut session, mut text) = (engine.session(wire), String::new());
            read(&mut session, &whole.as_bytes()[..cut], &mut text);
            let seen: usize = session.decoder().last_event_id().parse().unwrap_or(0);
            session.reconnect();
            let rest = events[seen..].concat();
            read(
                &mut session,
                format!("\u{feff}{rest}").as_bytes(),
                &mut text,
            );
            assert_eq!(text, PIECES.concat(), "cut at {cut}");
            assert_eq!(session.decoder().so_far(), Ending::Complete);
            assert_eq!(session.decoder().last_event_id(), "5");
        }
    }
}

#[test]
fn the_end_and_the_reconnection_time_are_known_before_the_bytes_end() {
    let engine = Engine::new(Config::default()).unwrap();
    let mut session = engine.session(Wire::Auto);
    assert_eq!(session.decoder().so_far(), Ending::Cut);
    let mut text = String::new();
    read(&mut session, b"retry: 250\n\n", &mut text);
    read(&mut session, events("\n")[0].as_bytes(), &mut text);
    assert_eq!(session.decoder().so_far(), Ending::Cut);
    assert_eq!(session.decoder().retry(), Some(250));
    read(&mut session, b"data: [DONE]\n\n", &mut text);
    assert_eq!(session.decoder().so_far(), Ending::Complete);
}

//! A wire of your own: a made-up provider that streams lines such as `{"say":"Hel"}` and ends with
//! `{"bye":true}`.
//!
//! ```sh
//! cargo run -p midflight-core --example own_wire
//! ```

use midflight_core::json::Fault;
use midflight_core::wire::{Decode, Deltas};
use midflight_core::{
    Channel, Config, Ending, Engine, Error, Event, Frame, Framing, Kinds, Timestamp,
};

/// Whether the end mark has come.
#[derive(Default)]
struct Parrot(bool);

impl Decode for Parrot {
    fn framing(&self) -> Framing {
        Framing::Ndjson
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let mut said = None;
        let mut reader = frame.json(8)?;
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(&mut reader)? {
            match &*key {
                "say" => said = reader.string()?,
                "bye" => self.0 = reader.bool()? == Some(true),
                _ => reader.skip_unknown()?,
            }
        }
        reader.end()?;
        deltas.unknown_fields(&reader);
        if let Some(piece) = said {
            deltas.text(Channel::Text { choice: 0 }, piece);
        }
        if self.0 {
            // What a redactor holds back comes out before the end mark.
            deltas.close(Channel::Text { choice: 0 });
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        if self.0 {
            Ending::Complete
        } else {
            Ending::Cut
        }
    }
}

const STREAM: &[u8] =
    b"{\"say\":\"Write to ada@ex\"}\n{\"say\":\"ample.org, Polly.\"}\n{\"bye\":true}\n";

fn main() -> Result<(), Error> {
    let engine = Engine::new(Config::default())?;
    let mut found = Vec::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Mention(mention) = event {
            found.push(mention.text.to_owned());
        }
    };
    let mut session = engine.session_with(Box::<Parrot>::default());
    session.write(STREAM, Timestamp(0), &mut sink)?;
    let ending = session.finish(Timestamp(0), &mut sink)?;
    assert_eq!(
        (found[0].as_str(), ending),
        ("ada@example.org", Ending::Complete)
    );

    let mut masked = Vec::new();
    let mut redactor = engine.redactor_with(Box::<Parrot>::default(), Kinds::sensitive());
    redactor.write(STREAM, &mut |bytes: &[u8]| masked.extend_from_slice(bytes))?;
    redactor.finish(&mut |bytes: &[u8]| masked.extend_from_slice(bytes))?;
    let masked = String::from_utf8_lossy(&masked);
    assert!(
        masked.ends_with("{\"say\":\"Polly.\"}\n{\"bye\":true}\n"),
        "{masked}"
    );
    print!("{masked}");
    Ok(())
}

#[test]
fn it_reads_and_masks() {
    assert!(main().is_ok());
}

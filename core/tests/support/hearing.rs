//! What a reader of a stream has heard so far.

use midflight_core::{Channel, Decoder, Delta, Engine, Heard, Wire};

/// Reads a stream with one channel as its bytes come.
pub struct Hearing {
    decoder: Decoder,
    channel: Option<Channel>,
    text: String,
}

impl Hearing {
    /// Of a stream on a wire.
    pub fn new(engine: &Engine, wire: Wire) -> Self {
        Self {
            decoder: Decoder::new(wire, engine.limits(), engine.pool()),
            channel: None,
            text: String::new(),
        }
    }

    /// All that was said so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Further bytes.
    pub fn hear(&mut self, bytes: &[u8]) {
        let Self {
            decoder,
            channel,
            text,
        } = self;
        let heard = decoder.write(bytes, &mut |heard| listen(&heard, channel, text));
        heard.expect("the pool is large enough");
    }

    /// The stream is at its end; all that was said.
    pub fn finish(mut self) -> String {
        let Self {
            decoder,
            channel,
            text,
        } = &mut self;
        let heard = decoder.finish(&mut |heard| listen(&heard, channel, text));
        heard.expect("the pool is large enough");
        self.text
    }
}

fn listen(heard: &Heard<'_>, channel: &mut Option<Channel>, text: &mut String) {
    if let Heard::Delta(Delta::Text {
        channel: of,
        text: piece,
        ..
    }) = heard
    {
        assert_eq!(channel.get_or_insert(*of), of, "one channel");
        text.push_str(piece);
    }
}

//! The same frames in every framing that they come in.

use midflight_core::{Framing, Wire};

/// A framing: what it is called, of which framings it is another form, as what it is read, and how it is made.
pub struct Dress {
    pub name: &'static str,
    pub of: &'static [Framing],
    /// Whether it is found out.
    pub auto: bool,
    pub make: fn(String) -> String,
}

const LINES: &[Framing] = &[Framing::Sse, Framing::Ndjson];
const JSON: &[Framing] = &[Framing::Sse, Framing::Ndjson, Framing::JsonArray];
const EVENTS: &[Framing] = &[Framing::Sse];

pub const DRESSES: [Dress; 7] = [
    Dress {
        name: "found out",
        of: JSON,
        auto: true,
        make: |stream| stream,
    },
    Dress {
        name: "crlf",
        of: LINES,
        auto: false,
        make: |stream| stream.replace("\r\n", "\n").replace('\n', "\r\n"),
    },
    Dress {
        name: "cr",
        of: EVENTS,
        auto: false,
        make: |stream| stream.replace("\r\n", "\n").replace('\n', "\r"),
    },
    Dress {
        name: "comments and ids",
        of: EVENTS,
        auto: true,
        make: |stream| stream.replace("data:", ": ping\nid: 7\ndata:"),
    },
    Dress {
        name: "several data lines",
        of: EVENTS,
        auto: false,
        make: |stream| {
            stream
                .replace("data: {", "data: {\ndata:  ")
                .replace("data:{", "data:{\ndata:")
        },
    },
    Dress {
        name: "bare",
        of: EVENTS,
        auto: true,
        make: |stream| {
            let lines = stream.lines().filter_map(|line| line.strip_prefix("data:"));
            lines.flat_map(|line| [line.trim(), "\n"]).collect()
        },
    },
    Dress {
        name: "escapes",
        of: JSON,
        auto: false,
        make: |stream| {
            let escaped = stream.replace('@', "\\u0040").replace('+', "\\u002B");
            escaped.replace('/', "\\/")
        },
    },
];

impl Dress {
    /// Whether streams of a wire come so.
    pub fn fits(&self, wire: Wire) -> bool {
        wire.framing()
            .is_some_and(|framing| self.of.contains(&framing))
    }

    /// As what the stream is read.
    pub fn wire(&self, wire: Wire) -> Wire {
        if self.auto { Wire::Auto } else { wire }
    }

    /// The stream, so framed.
    pub fn dress(&self, stream: Vec<u8>) -> Vec<u8> {
        let text = String::from_utf8(stream).expect("frames of text");
        (self.make)(text).into_bytes()
    }
}

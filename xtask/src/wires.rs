//! `cargo xtask wires`: the page on wires, put together of what each wire's own file says.

use std::fs;
use std::path::Path;

use crate::run::generated;
use crate::{Failure, root};

const PAGE: &str = "docs/wires.md";

const WIRES: [&str; 13] = [
    "openai-chat",
    "openai-responses",
    "openai-realtime",
    "anthropic",
    "gemini",
    "gemini-array",
    "ollama",
    "mistral",
    "cohere",
    "bedrock",
    "llama-cpp",
    "tgi",
    "text",
];

const HEAD: &str = "\
# Wires

What Midflight reads from where. `--wire NAME` (or `Wire` in Rust, `wire` in JavaScript) names a wire;
`auto` finds it out from the first frame or two and tells it. In the tables, *echo* is a string that
repeats what a channel has said, and *shadow* a value that repeats it in a form of its own: an analysis
passes them over, and a redactor masks the first as it masked the channel and blanks the second.

Fields and events that a wire does not know are passed over and counted. A stream ends `complete`, `cut`
(its end mark is missing), `failed` (an error of the provider) or `blocked` (stopped for safety).

A redactor masks the strings of events that its wire does not know, of errors, and of known events those that
are none of the wire's text, such as annotations. Strings at the same place of several frames are one text:
under the name `delta` all that may become a value is held back, elsewhere, where they may be whole, what looks
like the beginning of one. In a stream whose wire nothing tells each frame is masked on its own; a value that two
of them hold together is not found.

Events that a provider sends as server-sent events may also come as bare JSON, one a line or a WebSocket
message, as gateways pass them on: `auto` finds these wires there too, and Ollama's lines in
server-sent events. What came in lines or events may be kept as one array, as logs keep it; `auto` finds every wire
of JSON there. A named wire other than `text` and `bedrock` is read as server-sent events, lines or one
array of JSON, whichever the first bytes show, and as its provider frames it where they show none of these; an
object that goes on over several lines, as errors are laid out, is one frame. Masked, it keeps that framing.

Tool arguments are a channel of their own, whose text is JSON as the provider wrote it. Entities are found
in the values of its strings with their escapes undone, however these are split between deltas; offsets
count bytes of the raw text, escapes and all.
";

/// Writes the page; with `check` tells when it is not what the files say.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let mut page = HEAD.to_owned();
    for wire in WIRES {
        page += &section(wire)?;
    }
    let path = root().join(PAGE);
    generated(&path, page.as_bytes(), "cargo xtask wires", check)
}

fn section(wire: &str) -> Result<String, Failure> {
    if wire == "gemini-array" {
        return Ok("\n## `gemini-array`\n\nAs `gemini`.\n".to_owned());
    }
    let file = format!("core/src/wire/{}.rs", wire.replace('-', "_"));
    let source = read(&root().join(file))?;
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<_> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    Ok(format!("\n## `{wire}`\n\n{}\n", lines.join("\n")))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_the_wires_say() {
        if let Err(Failure(what)) = run(true) {
            panic!("{what}");
        }
    }
}

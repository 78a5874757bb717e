//! `decode` for people: each channel's text under its name.

use std::io::{self, Write};

use anstyle::Style;
use midflight_core::decoder::Heard;
use midflight_core::frame::Payload;
use midflight_core::{Channel, Delta, Diagnostic, Ending, Frame, Usage};

use super::Show;
use crate::term::{BOLD, DIM, ERROR, Line, PLAIN, QUIET, TITLE, Terminal, clean, clean_text};

/// Writes styled text, and remembers the first failure.
pub(super) struct Printer<W> {
    out: W,
    pub(super) terminal: Terminal,
    /// Whether the cursor is behind text that is no whole line.
    pub(super) open: bool,
    failure: Option<io::Error>,
    buffer: String,
}

impl<W: Write> Printer<W> {
    pub(super) fn new(out: W) -> Self {
        let terminal = Terminal::detect();
        Self {
            out,
            terminal,
            open: false,
            failure: None,
            buffer: String::new(),
        }
    }

    /// Text within a line, or several lines.
    pub(super) fn text(&mut self, line: &Line) {
        if let Some(last) = line.0.iter().rev().find(|span| !span.text.is_empty()) {
            self.open = !last.text.ends_with('\n');
        }
        self.buffer.clear();
        line.render(self.terminal.colour, &mut self.buffer);
        if self.failure.is_none() {
            self.failure = self.out.write_all(self.buffer.as_bytes()).err();
        }
    }

    /// A whole line, on a line of its own.
    pub(super) fn line(&mut self, line: Line) {
        self.fresh();
        self.text(&line.with(PLAIN, "\n"));
    }

    /// Goes to the start of a line.
    pub(super) fn fresh(&mut self) {
        if self.open {
            self.text(&Line::default().with(PLAIN, "\n"));
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)?;
        self.out.flush()
    }

    pub(super) fn channel(&mut self, channel: Channel) {
        let title = match (channel, channel.choice()) {
            (Channel::Tool { call, .. }, _) => format!("▌ tool {call} arguments"),
            (_, 0) => format!("▌ {}", channel.name()),
            (_, choice) => format!("▌ {} {choice}", channel.name()),
        };
        self.line(Line::default().with(TITLE, title));
    }

    pub(super) fn ending(&mut self, ending: Ending) {
        let (style, word) = match ending {
            Ending::Complete => (DIM, "■ complete"),
            Ending::Blocked => (ERROR, "■ blocked by the provider"),
            Ending::Failed => (ERROR, "■ ended by an error of the provider"),
            _ => (ERROR, "■ cut short: the provider's end mark never came"),
        };
        self.line(Line::default().with(style, word));
    }
}

/// Tells what was malformed.
pub(super) fn diagnostic(diagnostic: &Diagnostic) -> Line {
    let Diagnostic {
        code,
        offset,
        message,
    } = diagnostic;
    Line::default()
        .with(ERROR, format!("! {} ", code.as_str()))
        .with(DIM, format!("at byte {offset}: {}", clean(message)))
}

/// Tells an error of the provider.
pub(super) fn error(code: &str, message: &str) -> Line {
    Line::default()
        .with(ERROR, format!("✗ {} ", clean(code)))
        .with(PLAIN, clean(message))
}

/// Tells that a tool is called.
pub(super) fn tool_call(call: u32, id: &str, name: &str) -> Line {
    Line::default()
        .with(TITLE, format!("▌ tool {call} "))
        .with(BOLD, clean(name))
        .with(DIM, format!(" {}", clean(id)))
}

/// How a channel's text is shown.
pub(super) fn voice(channel: Channel) -> Style {
    match channel {
        Channel::Text { .. } => PLAIN,
        Channel::Refusal { .. } => ERROR,
        Channel::Reasoning { .. } | Channel::Tool { .. } => QUIET,
    }
}

/// Token counts in words.
fn tokens(usage: &Usage) -> String {
    let parts = [
        ("input", usage.input_tokens),
        ("output", usage.output_tokens),
        ("cached", usage.cached_input_tokens),
        ("reasoning", usage.reasoning_tokens),
    ];
    let told = parts
        .iter()
        .filter_map(|(name, count)| count.map(|n| format!("{n} {name}")));
    told.collect::<Vec<_>>().join(", ")
}

/// `decode` for people.
pub(crate) struct DecodePretty<W> {
    printer: Printer<W>,
    channel: Option<Channel>,
    usage: Option<Usage>,
}

impl<W: Write> DecodePretty<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            printer: Printer::new(out),
            channel: None,
            usage: None,
        }
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.piece(*channel, text),
            Delta::ToolCall { call, id, name, .. } => {
                self.channel = None;
                self.printer.line(tool_call(*call, id, name));
            }
            Delta::Usage(usage) => self.usage = Some(*usage),
            Delta::Finish { choice, reason } => {
                let said = format!("finish {choice}: {}", clean(reason));
                self.printer.line(Line::default().with(DIM, said));
                self.channel = None;
            }
            Delta::Error { code, message } => self.printer.line(error(code, message)),
            _ => {}
        }
    }

    fn piece(&mut self, channel: Channel, text: &str) {
        if self.channel.replace(channel) != Some(channel) {
            self.printer.channel(channel);
        }
        self.printer
            .text(&Line::default().with(voice(channel), clean_text(text)));
    }
}

impl<W: Write> Show for DecodePretty<W> {
    fn heard(&mut self, heard: &Heard<'_>) {
        match heard {
            Heard::Wire(found) => {
                let told = format!("wire: {}", found.wire().name());
                self.printer.line(Line::default().with(DIM, told));
            }
            Heard::Delta(delta) => self.delta(delta),
            Heard::Diagnostic(diagnostic) => {
                self.printer.line(self::diagnostic(diagnostic));
                self.channel = None;
            }
            Heard::Framing(_) | Heard::Frame(_) | Heard::Unknown | Heard::Done => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        if let Some(usage) = self.usage {
            let told = format!("tokens: {}", tokens(&usage));
            self.printer.line(Line::default().with(DIM, told));
        }
        self.printer.ending(ending);
    }

    fn flush(&mut self) -> io::Result<()> {
        self.printer.flush()
    }
}

/// `decode --frames` for people.
pub(crate) struct FramesPretty<W> {
    printer: Printer<W>,
}

impl<W: Write> FramesPretty<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            printer: Printer::new(out),
        }
    }

    fn frame(&mut self, frame: &Frame<'_>) {
        let at = format!("{:>8} ", frame.offset);
        let line = Line::default()
            .with(DIM, at)
            .with(BOLD, format!("{} ", clean(frame.event)));
        self.printer.line(match frame.payload {
            Payload::Text(data) => line.with(PLAIN, clean(data)),
            Payload::Binary(bytes) => line.with(DIM, format!("{} bytes", bytes.len())),
        });
    }
}

impl<W: Write> Show for FramesPretty<W> {
    fn heard(&mut self, heard: &Heard<'_>) {
        match heard {
            Heard::Frame(frame) => self.frame(frame),
            Heard::Diagnostic(diagnostic) => self.printer.line(self::diagnostic(diagnostic)),
            Heard::Wire(found) => {
                let told = format!("wire: {}", found.wire().name());
                self.printer.line(Line::default().with(DIM, told));
            }
            Heard::Framing(_) | Heard::Delta(_) | Heard::Unknown | Heard::Done => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        self.printer.ending(ending);
    }

    fn flush(&mut self) -> io::Result<()> {
        self.printer.flush()
    }
}

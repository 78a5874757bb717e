//! Options that several verbs have.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use midflight_core::{Kind, Kinds, Wire};

/// Where a stream comes from, and in which form.
#[derive(Args)]
pub(crate) struct Source {
    /// The provider's protocol; `text` is UTF-8 text with no framing
    #[arg(long, value_name = "WIRE", default_value = "auto", value_parser = wires())]
    pub(crate) wire: Wire,

    /// Hand the input to the engine N bytes at a time; the output does not depend on it
    #[arg(long, value_name = "N")]
    pub(crate) chunk: Option<NonZeroUsize>,

    /// A recorded stream; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// What the output looks like.
#[derive(Args)]
pub(crate) struct Look {
    /// JSON lines, or for people [default: pretty on a terminal, jsonl elsewhere]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// A form of output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line
    Jsonl,
    /// Text, colours and tables, for people
    Pretty,
}

impl Look {
    pub(crate) fn format(&self) -> Format {
        match self.format {
            Some(format) => format,
            None if std::io::stdout().is_terminal() => Format::Pretty,
            None => Format::Jsonl,
        }
    }
}

/// Ends the process where `--lines` meets a wire that has none.
pub(crate) fn check_lines(verb: &str, lines: bool, source: &Source) {
    if lines && source.wire != Wire::Text {
        super::wrong_usage(verb, "--lines needs --wire text");
    }
}

/// The wires by name.
pub(crate) fn wires() -> impl TypedValueParser<Value = Wire> {
    let names = [Wire::Auto].into_iter().chain(Wire::all()).map(Wire::name);
    PossibleValuesParser::new(names).map(|name| Wire::from_name(&name).unwrap_or_default())
}

/// Kinds of mentions by name; `default` stands for the personal and secret ones.
pub(crate) fn kinds() -> impl TypedValueParser<Value = Kinds> {
    let names = ["default"]
        .into_iter()
        .chain(Kind::ALL.into_iter().map(Kind::name));
    PossibleValuesParser::new(names).try_map(|name| midflight::proxy::kinds([name.as_str()]))
}

/// All that were named; `None` where nothing was.
pub(crate) fn all(named: &[Kinds]) -> Option<Kinds> {
    let is_named = |kind: &Kind| named.iter().any(|kinds| kinds.has(*kind));
    (!named.is_empty()).then(|| Kind::ALL.into_iter().filter(is_named).collect())
}

/// An address to listen on.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    let wrong =
        |_| "expected IP:PORT, as 127.0.0.1:8787 or [::1]:8787; port 0 is any free one".to_owned();
    text.parse().map_err(wrong)
}

/// Tokens a second.
pub(crate) fn pace(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(pace) if (1.0..=1e9).contains(&pace) => Ok(pace),
        _ => Err("expected a number from 1 to 1000000000".to_owned()),
    }
}

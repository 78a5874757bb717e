//! `analyze` for people: the text with its entities, then the graph and the latencies.

use std::io::{self, Write};

use midflight_core::{Channel, Delta, Ending, Event, Sink};

use super::Report;
use super::pretty_decode::{Printer, diagnostic, error, tool_call};
use super::transcript::{Part, Transcript};
use crate::facts::Facts;
use crate::meter::Figures;
use crate::term::{BOLD, DIM, Line, PLAIN, duration, edges, figures, nodes, rule};

/// Rows of a table, at most.
const ROWS: usize = 20;

/// `analyze` for people. Text is printed as far as it is decided.
pub(crate) struct AnalysisPretty<W> {
    page: Page<W>,
    facts: Facts,
    transcript: Transcript,
}

/// What is printed.
struct Page<W> {
    printer: Printer<W>,
    /// The channel whose name is above the text.
    shown: Option<Channel>,
    by_line: bool,
}

impl<W: Write> Page<W> {
    fn print(&mut self, part: Part) {
        match part {
            Part::Note(line) => {
                self.printer.line(line);
                self.shown = None;
            }
            Part::Text(channel, line) => {
                if self.shown.replace(channel) != Some(channel) && !self.by_line {
                    self.printer.channel(channel);
                }
                self.printer.text(&line);
            }
        }
    }

    fn end(&mut self, ending: Ending) {
        self.shown = None;
        if self.by_line {
            self.printer.fresh();
        } else {
            self.printer.ending(ending);
        }
    }
}

impl<W: Write> AnalysisPretty<W> {
    pub(crate) fn new(out: W, facts: Facts) -> Self {
        let printer = Printer::new(out);
        let transcript = Transcript::new(!printer.terminal.colour);
        let (shown, by_line) = (None, false);
        Self {
            page: Page {
                printer,
                shown,
                by_line,
            },
            facts,
            transcript,
        }
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.transcript.push(*channel, text),
            Delta::ToolCall { call, id, name, .. } => {
                self.transcript.note(tool_call(*call, id, name));
            }
            Delta::Error { code, message } => self.transcript.note(error(code, message)),
            _ => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        let page = &mut self.page;
        self.transcript.finish(&mut |part| page.print(part));
        page.end(ending);
    }

    fn graph(&mut self) {
        let width = self.page.printer.terminal.width;
        let (node_count, edge_count) = self.facts.size();
        let (node_rows, edge_rows) = (self.facts.top_nodes(ROWS), self.facts.last_edges(ROWS));
        let nodes = block("entities", node_count, nodes(&node_rows), width);
        let edges = block("relations", edge_count, edges(&edge_rows), width);
        for line in nodes.into_iter().chain(edges) {
            self.page.printer.line(line);
        }
    }

    fn latencies(&mut self, measured: &Figures) {
        let found = self.facts.found();
        let detail = format!(
            "{} bytes, {} mentions, {} entities, {} relations",
            measured.bytes, found.mentions, found.entities, found.relations
        );
        self.page
            .printer
            .line(rule("latency", &detail, self.page.printer.terminal.width));
        for line in figures(&measured.stages) {
            self.page.printer.line(line);
        }
        if let Some(first) = measured.first_token {
            let line = Line::default().with(PLAIN, "  first token after ");
            self.page.printer.line(line.with(BOLD, duration(first)));
        }
    }
}

/// A titled table; nothing where it has no rows.
fn block(title: &str, count: usize, rows: Vec<Line>, width: usize) -> Vec<Line> {
    if rows.is_empty() {
        return rows;
    }
    let left = count - rows.len().min(count);
    let mut block = vec![rule(title, &count.to_string(), width)];
    block.extend(rows);
    if left > 0 {
        block.push(Line::default().with(DIM, format!("  and {left} more")));
    }
    block
}

impl<W: Write> Sink for AnalysisPretty<W> {
    fn receive(&mut self, event: &Event<'_>) {
        self.facts.learn(event, &mut |_| {});
        match event {
            Event::Wire(wire) => {
                let line = Line::default().with(DIM, format!("wire: {}", wire.name()));
                self.transcript.note(line);
            }
            Event::Delta(delta) => self.delta(delta),
            Event::Mention(mention) => self.transcript.mark(mention),
            Event::Diagnostic(malformed) => self.transcript.note(diagnostic(malformed)),
            Event::End(ending) => self.end(*ending),
            _ => {}
        }
    }
}

impl<W: Write> Report for AnalysisPretty<W> {
    fn begin_line(&mut self, _: u64) {
        self.page.by_line = true;
        self.facts.forget();
    }

    fn settle(&mut self, decided: &dyn Fn(Channel) -> u64) {
        let page = &mut self.page;
        self.transcript
            .settle(decided, &mut |part| page.print(part));
    }

    fn summary(&mut self, figures: &Figures) {
        if !self.page.by_line {
            self.graph();
        }
        self.latencies(figures);
    }

    fn flush(&mut self) -> io::Result<()> {
        self.page.printer.flush()
    }
}

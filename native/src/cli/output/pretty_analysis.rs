//! `analyze` for people: the text with its entities, then the graph and the latencies.

use std::io::{self, Write};

use midflight_core::{Channel, Delta, Ending, Event, Mention, Sink};

use super::Report;
use super::pretty_decode::Printer;
use crate::facts::Facts;
use crate::meter::Figures;
use crate::term::{BOLD, DIM, Line, PLAIN, Paper, duration, edges, figures, nodes, rule};

/// Rows of a table, at most.
const ROWS: usize = 20;

/// `analyze` for people. Text is printed as far as it is decided.
pub(crate) struct AnalysisPretty<W> {
    printer: Printer<W>,
    facts: Facts,
    papers: Vec<Paper>,
    /// The channel whose name is above the text.
    shown: Option<Channel>,
    /// The channel that the last delta belongs to.
    spoken: Option<Channel>,
    by_line: bool,
}

impl<W: Write> AnalysisPretty<W> {
    pub(crate) fn new(out: W, facts: Facts) -> Self {
        let (printer, papers) = (Printer::new(out), Vec::new());
        Self {
            printer,
            facts,
            papers,
            shown: None,
            spoken: None,
            by_line: false,
        }
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.piece(*channel, text),
            Delta::ToolCall { call, id, name, .. } => {
                self.print_all();
                self.printer.tool_call(*call, id, name);
                self.shown = None;
            }
            Delta::Error { code, message } => self.printer.error(code, message),
            _ => {}
        }
    }

    /// Another channel's text is not kept waiting for what is undecided in the last one's.
    fn piece(&mut self, channel: Channel, text: &str) {
        if self.spoken.replace(channel) != Some(channel) {
            self.print_all();
        }
        self.paper(channel).push(text);
    }

    fn paper(&mut self, channel: Channel) -> &mut Paper {
        let worded = !self.printer.terminal.colour;
        let known = self
            .papers
            .iter()
            .position(|paper| paper.channel() == channel);
        let at = known.unwrap_or_else(|| {
            self.papers.push(Paper::new(channel, worded));
            self.papers.len() - 1
        });
        &mut self.papers[at]
    }

    fn mention(&mut self, mention: &Mention<'_>) {
        self.paper(mention.channel).mark(mention);
    }

    fn print_all(&mut self) {
        self.print(&|_| u64::MAX);
    }

    /// Prints every channel's text up to where it is decided.
    fn print(&mut self, decided: &dyn Fn(Channel) -> u64) {
        for paper in &mut self.papers {
            let line = Line(paper.take(decided(paper.channel())));
            if line.0.is_empty() {
                continue;
            }
            if self.shown.replace(paper.channel()) != Some(paper.channel()) && !self.by_line {
                self.printer.channel(paper.channel());
            }
            self.printer.text(&line);
        }
    }

    fn end(&mut self, ending: Ending) {
        self.print_all();
        self.papers.clear();
        self.shown = None;
        self.spoken = None;
        if self.by_line {
            self.printer.fresh();
        } else {
            self.printer.ending(ending);
        }
    }

    fn graph(&mut self) {
        let width = self.printer.terminal.width;
        let (node_count, edge_count) = self.facts.size();
        let (node_rows, edge_rows) = (self.facts.top_nodes(ROWS), self.facts.last_edges(ROWS));
        let nodes = block("entities", node_count, nodes(&node_rows), width);
        let edges = block("relations", edge_count, edges(&edge_rows), width);
        for line in nodes.into_iter().chain(edges) {
            self.printer.line(line);
        }
    }

    fn latencies(&mut self, measured: &Figures) {
        let found = self.facts.found();
        let detail = format!(
            "{} bytes, {} mentions, {} entities, {} relations",
            measured.bytes, found.mentions, found.entities, found.relations
        );
        self.printer
            .line(rule("latency", &detail, self.printer.terminal.width));
        for line in figures(&measured.stages) {
            self.printer.line(line);
        }
        if let Some(first) = measured.first_token {
            let line = Line::default().with(PLAIN, "  first token after ");
            self.printer.line(line.with(BOLD, duration(first)));
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
                self.printer
                    .line(Line::default().with(DIM, format!("wire: {}", wire.name())));
            }
            Event::Delta(delta) => self.delta(delta),
            Event::Mention(mention) => self.mention(mention),
            Event::Diagnostic(diagnostic) => {
                self.printer.diagnostic(diagnostic);
                self.shown = None;
            }
            Event::End(ending) => self.end(*ending),
            _ => {}
        }
    }
}

impl<W: Write> Report for AnalysisPretty<W> {
    fn begin_line(&mut self, _: u64) {
        self.by_line = true;
        self.facts.forget();
    }

    fn settle(&mut self, decided: &dyn Fn(Channel) -> u64) {
        self.print(decided);
    }

    fn summary(&mut self, figures: &Figures) {
        if !self.by_line {
            self.graph();
        }
        self.latencies(figures);
    }

    fn flush(&mut self) -> io::Result<()> {
        self.printer.flush()
    }
}

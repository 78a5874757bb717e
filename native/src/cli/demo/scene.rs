//! What the demo knows and shows.

use std::io;

use midflight_core::{Channel, Delta, Engine, Event, Sink};

use super::screen::Screen;
use super::streams::Shown;
use crate::facts::Facts;
use crate::meter::Meter;
use crate::term::{
    BOLD, DIM, Line, PLAIN, Paper, TITLE, Terminal, beside, clean, duration, edges, figures, nodes,
    rule, wrap,
};

/// Columns of the latency table.
const FIGURES: usize = 54;
/// The narrowest terminal on which graph and latencies stand side by side.
const SIDE_BY_SIDE: usize = 110;

/// The stream at hand, and the graph of all of them.
pub(super) struct Scene {
    terminal: Terminal,
    screen: Screen,
    facts: Facts,
    meter: Meter,
    heading: Vec<Line>,
    papers: Vec<Paper>,
    /// Names of the tools that were called.
    tools: Vec<String>,
}

impl Scene {
    pub(super) fn new(engine: &Engine, meter: Meter) -> Self {
        let terminal = Terminal::detect();
        Self {
            terminal,
            screen: Screen::new(terminal),
            facts: Facts::new(engine),
            meter,
            heading: Vec::new(),
            papers: Vec::new(),
            tools: Vec::new(),
        }
    }

    /// A recording begins.
    pub(super) fn begin(&mut self, shown: &Shown, number: usize, of: usize, url: &str) {
        let Shown { title, recording } = shown;
        let heading = Line::default()
            .with(TITLE, format!("▌ {number}/{of} {} ", recording.wire.name()))
            .with(BOLD, *title);
        let way = Line::default().with(DIM, format!("  GET {url} ({})", recording.content_type()));
        self.heading = vec![heading, way, Line::default()];
        self.papers.clear();
        self.tools.clear();
    }

    /// Draws the picture over the last one, where that can be done.
    pub(super) fn draw(&mut self) -> io::Result<()> {
        if !self.terminal.redraws {
            return Ok(());
        }
        let room = self.terminal.height - 1;
        let mut panel = self.panel(room / 2);
        let text = self.text();
        let rows = room
            .saturating_sub(self.heading.len() + panel.len() + 1)
            .max(3);
        let mut picture = self.heading.clone();
        picture.extend(text.into_iter().rev().take(rows).rev());
        picture.push(Line::default());
        picture.append(&mut panel);
        picture.truncate(room);
        self.screen.draw(picture)
    }

    /// The recording is at its end: its text stays above the picture.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let mut lines = std::mem::take(&mut self.heading);
        lines.extend(self.text());
        lines.push(Line::default());
        self.screen.print(lines)
    }

    /// All recordings are at their end.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let panel = self.panel(60);
        let found = self.facts.found();
        let total = self.meter.figures(0).total();
        let said = format!(
            "  {} mentions, {} entities, {} relations · {} a token at p99",
            found.mentions,
            found.entities,
            found.relations,
            duration(total.p99)
        );
        self.screen.print(panel)?;
        self.screen
            .print(vec![Line::default(), Line::default().with(BOLD, said)])
    }

    /// The text of every channel with its mentions.
    fn text(&self) -> Vec<Line> {
        let width = self.terminal.width - 2;
        let mut lines = Vec::new();
        for paper in &self.papers {
            lines.push(Line::default().with(DIM, self.label(paper.channel())));
            for line in wrap(&paper.spans(), width) {
                let mut indented = Line::default().with(PLAIN, "  ");
                indented.0.extend(line.0);
                lines.push(indented);
            }
        }
        lines
    }

    fn label(&self, channel: Channel) -> String {
        match channel {
            Channel::Tool { call, .. } => {
                let tool = self.tools.get(call as usize).map_or("", String::as_str);
                format!("tool {tool}")
            }
            channel => channel.name().to_owned(),
        }
    }

    /// The graph and the latencies, in at most so many rows.
    fn panel(&self, rows: usize) -> Vec<Line> {
        let width = self.terminal.width;
        if width >= SIDE_BY_SIDE {
            let left = width - FIGURES - 3;
            let latency = self.latency(FIGURES);
            return beside(
                self.graph(left, rows.max(latency.len())),
                latency,
                left,
                "   ",
            );
        }
        let latency = self.latency(width);
        let mut panel = self.graph(width, rows.saturating_sub(latency.len()).max(6));
        panel.extend(latency);
        panel
    }

    fn graph(&self, width: usize, rows: usize) -> Vec<Line> {
        let (node_count, edge_count) = self.facts.size();
        let detail = format!("{node_count} entities, {edge_count} relations");
        let mut lines = vec![rule("graph", &detail, width)];
        let half = rows.saturating_sub(2) / 2;
        let edge_rows = self.facts.last_edges(half);
        let node_rows = self
            .facts
            .top_nodes(rows.saturating_sub(2 + edge_rows.len()));
        lines.extend(nodes(&node_rows));
        lines.push(Line::default());
        lines.extend(edges(&edge_rows));
        lines
    }

    fn latency(&self, width: usize) -> Vec<Line> {
        let measured = self.meter.figures(0);
        let mut lines = vec![rule("latency", "of each stage, measured live", width)];
        lines.extend(figures(&measured.stages));
        let mut pace = Line::default().with(PLAIN, "  ");
        if let Some(first) = measured.first_token {
            pace.push(DIM, "first token ");
            pace.push(BOLD, format!("{}  ", duration(first)));
        }
        if let Some(rate) = measured.tokens_per_second {
            pace.push(BOLD, format!("{rate:.0}"));
            pace.push(DIM, " tokens/s");
        }
        lines.push(pace);
        lines
    }

    fn paper(&mut self, channel: Channel) -> &mut Paper {
        let known = self
            .papers
            .iter()
            .position(|paper| paper.channel() == channel);
        let at = known.unwrap_or_else(|| {
            self.papers
                .push(Paper::new(channel, 0, !self.terminal.colour));
            self.papers.len() - 1
        });
        &mut self.papers[at]
    }
}

impl Sink for Scene {
    fn receive(&mut self, event: &Event<'_>) {
        self.facts.learn(event, &mut |_| {});
        match event {
            Event::Delta(Delta::Text { channel, text, .. }) => self.paper(*channel).push(text),
            Event::Delta(Delta::ToolCall { name, .. }) => {
                self.tools.push(clean(name).into_owned());
            }
            Event::Mention(mention) => self.paper(mention.channel).mark(mention),
            _ => {}
        }
    }
}

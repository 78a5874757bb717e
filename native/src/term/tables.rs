//! The graph and the latencies in a few rows.

use midflight_core::Kind;

use super::{BOLD, DIM, Line, PLAIN, RULE, TITLE, clean, of_kind};
use crate::meter::Spread;

/// Columns of a name, at most.
const NAME: usize = 28;

/// An entity of the graph.
pub(crate) struct NodeRow<'g> {
    pub(crate) name: &'g str,
    pub(crate) kind: Kind,
    /// How often it was mentioned.
    pub(crate) count: u64,
    pub(crate) aliases: Vec<&'g str>,
}

/// A relation of the graph.
pub(crate) struct EdgeRow<'g> {
    pub(crate) subject: &'g str,
    pub(crate) subject_kind: Kind,
    pub(crate) predicate: &'g str,
    pub(crate) object: &'g str,
    /// `None` where the object is words that name no entity.
    pub(crate) object_kind: Option<Kind>,
    pub(crate) asserted: bool,
}

/// A line between two parts, with a title.
pub(crate) fn rule(title: &str, detail: &str, width: usize) -> Line {
    let mut line = Line::default().with(RULE, "── ").with(TITLE, title);
    if !detail.is_empty() {
        line.push(DIM, format!(" {detail}"));
    }
    let rest = width.saturating_sub(line.width() + 1);
    line.with(RULE, format!(" {}", "─".repeat(rest)))
}

/// A table of entities.
pub(crate) fn nodes(rows: &[NodeRow<'_>]) -> Vec<Line> {
    let widest = rows
        .iter()
        .map(|row| named(row.name, row.kind).width())
        .max();
    let width = widest.unwrap_or_default().min(NAME);
    rows.iter().map(|row| node(row, width)).collect()
}

fn node(row: &NodeRow<'_>, width: usize) -> Line {
    let mut line = Line::default().with(PLAIN, "  ");
    line.0.extend(named(row.name, row.kind).fitted(width).0);
    line.push(PLAIN, format!("  {:12}", row.kind.name()));
    line.push(BOLD, format!("{:>4}×", row.count));
    if !row.aliases.is_empty() {
        let aliases: Vec<_> = row.aliases.iter().map(|alias| clean(alias)).collect();
        line.push(DIM, format!("  also {}", aliases.join(", ")));
    }
    line
}

/// A list of relations.
pub(crate) fn edges(rows: &[EdgeRow<'_>]) -> Vec<Line> {
    rows.iter().map(edge).collect()
}

fn edge(row: &EdgeRow<'_>) -> Line {
    let mut line = Line::default().with(PLAIN, "  ");
    line.0.extend(named(row.subject, row.subject_kind).0);
    let not = if row.asserted { "" } else { "not asserted: " };
    line.push(DIM, format!(" ── {not}{} → ", clean(row.predicate)));
    match row.object_kind {
        Some(kind) => line.0.extend(named(row.object, kind).0),
        None => line.push(PLAIN, clean(row.object)),
    }
    line
}

fn named(name: &str, kind: Kind) -> Line {
    Line::default().with(of_kind(kind), clean(name))
}

/// A table of durations.
pub(crate) fn figures(rows: &[(&str, Spread)]) -> Vec<Line> {
    let head = format!(
        "  {:11}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "", "count", "p50", "p95", "p99", "max"
    );
    let row = |(name, spread): &(&str, Spread)| {
        let cell = |ns| format!("{:>8}", duration(ns));
        let cells = [spread.p50, spread.p95, spread.p99, spread.max]
            .map(cell)
            .concat();
        let count = format!("  {name:11}{:>8}", spread.count);
        Line::default().with(PLAIN, count).with(BOLD, cells)
    };
    [Line::default().with(DIM, head)]
        .into_iter()
        .chain(rows.iter().map(row))
        .collect()
}

/// Nanoseconds in the unit that a person would say.
pub(crate) fn duration(ns: u64) -> String {
    let scaled = |unit: f64, name: &str| {
        let value = ns as f64 / unit;
        let digits = usize::from(value < 10.0);
        format!("{value:.digits$} {name}")
    };
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..999_500 => scaled(1e3, "µs"),
        999_500..999_500_000 => scaled(1e6, "ms"),
        _ => scaled(1e9, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(lines: &[Line]) -> Vec<String> {
        let rendered = lines.iter().map(|line| {
            let mut out = String::new();
            line.render(false, &mut out);
            out
        });
        rendered.collect()
    }

    #[test]
    fn durations_are_said_in_their_unit() {
        let check = |ns, expected| assert_eq!(duration(ns), expected);
        check(0, "0 ns");
        check(999, "999 ns");
        check(1_234, "1.2 µs");
        check(45_678, "46 µs");
        check(999_499, "999 µs");
        check(999_500, "1.0 ms");
        check(16_700_000, "17 ms");
        check(2_500_000_000, "2.5 s");
    }

    #[test]
    fn rows_tell_nodes_edges_and_figures() {
        let (ada, firm) = ("Ada Lovelace", "Looms\u{7}");
        let (kind, org) = (Kind::Person, Kind::Organization);
        let row = NodeRow {
            name: ada,
            kind,
            count: 3,
            aliases: vec!["Ada"],
        };
        assert_eq!(
            plain(&nodes(&[row])),
            ["  Ada Lovelace  person         3×  also Ada"]
        );
        let edge = EdgeRow {
            subject: ada,
            subject_kind: kind,
            predicate: "found",
            object: firm,
            object_kind: Some(org),
            asserted: true,
        };
        let denied = EdgeRow {
            asserted: false,
            object_kind: None,
            ..edge
        };
        let expected = [
            "  Ada Lovelace ── found → Looms\\u{7}",
            "  Ada Lovelace ── not asserted: found → Looms\\u{7}",
        ];
        assert_eq!(plain(&edges(&[edge, denied])), expected);
        let spread = Spread {
            count: 7,
            p50: 1,
            p95: 2_000,
            p99: 3,
            max: 4,
        };
        assert_eq!(
            plain(&figures(&[("wire", spread)]))[1],
            "  wire              7    1 ns  2.0 µs    3 ns    4 ns"
        );
    }
}

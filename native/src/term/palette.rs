//! Colours. The sixteen of the terminal's own theme, so that they fit light and dark.

use anstyle::{AnsiColor, Color, Effects, Style};
use midflight_core::Kind;

/// As the terminal writes.
pub(crate) const PLAIN: Style = Style::new();
/// What stands out.
pub(crate) const BOLD: Style = Style::new().bold();
/// What stands back.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What the model thinks.
pub(crate) const QUIET: Style = Style::new().effects(Effects::DIMMED.insert(Effects::ITALIC));
/// A heading.
pub(crate) const TITLE: Style = coloured(AnsiColor::Cyan).bold();
/// Lines between parts.
pub(crate) const RULE: Style = coloured(AnsiColor::BrightBlack);
/// What went wrong.
pub(crate) const ERROR: Style = coloured(AnsiColor::Red).bold();

const fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// The style of a kind: one colour a family.
pub(crate) fn of_kind(kind: Kind) -> Style {
    match kind {
        Kind::Person => coloured(AnsiColor::Magenta).bold(),
        Kind::Organization => coloured(AnsiColor::Blue).bold(),
        Kind::Location => coloured(AnsiColor::Green).bold(),
        kind if kind.is_name() => coloured(AnsiColor::Cyan).bold(),
        kind if kind.is_sensitive() => coloured(AnsiColor::Red).underline(),
        Kind::Url | Kind::Domain => coloured(AnsiColor::Blue).underline(),
        Kind::Date | Kind::Time | Kind::Duration => coloured(AnsiColor::Cyan),
        _ => coloured(AnsiColor::Yellow),
    }
}

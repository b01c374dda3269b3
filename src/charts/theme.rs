//! How charts look in every theme: the parts that colours play, type sizes, and the few distances
//! that all kinds share.
//!
//! Sizes are those of the default style. Where a style sets larger type, everything is laid out
//! larger in proportion.

use super::color::Role;

pub(super) use super::color::Color;

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TypeStyle {
    /// Size in points: that of Latin letters, of which Han characters take a share.
    pub(super) size: f64,
    pub(super) color: Color,
    pub(super) bold: bool,
}

pub(super) const WHITE: Color = Color::of(Role::White);
/// Text of the leading language, and values.
pub(super) const INK: Color = Color::of(Role::Ink);
/// Text of the second language and of ticks; dark enough for small type on white.
pub(super) const QUIET: Color = Color::of(Role::Quiet);
/// Leader lines.
pub(super) const LEADER: Color = Color::of(Role::Leader);
/// Grid lines, which should be seen only when looked for.
pub(super) const GRID: Color = Color::of(Role::Grid);
/// The line of zero.
pub(super) const BASE: Color = Color::of(Role::Base);
/// What is drawn beside something singled out.
pub(super) const MUTED: Color = Color::of(Role::Muted);
/// The part that gathers what is not named by itself.
pub(super) const REST: Color = MUTED;

/// Labels of the leading language.
pub(super) const PRIMARY: TypeStyle = TypeStyle { size: 8.5, color: INK, bold: false };
/// Labels of the other languages.
pub(super) const SECONDARY: TypeStyle = TypeStyle { size: 8.0, color: QUIET, bold: false };
/// Values printed at what they measure.
pub(super) const VALUE: TypeStyle = TypeStyle { size: 8.5, color: INK, bold: true };
/// Labels of the value axis.
pub(super) const TICK: TypeStyle = TypeStyle { size: 8.0, color: QUIET, bold: false };

/// What stands where the source has no value.
pub(super) const MISSING: &str = "–";

/// Distance between base lines, in ems.
pub(super) const LINE_PITCH: f64 = 1.28;
/// How far glyphs reach above the base line, in ems: the ideographic em box of the face.
pub(super) const ASCENT: f64 = 0.88;
/// How far glyphs reach below the base line, in ems: the descenders of Latin letters.
pub(super) const DESCENT: f64 = 0.22;
/// Half the height of capitals and digits, in ems: centres text on a line.
pub(super) const HALF_CAPITAL: f64 = 0.33;

/// Least distance between two labels, in points.
pub(super) const LABEL_GAP: f64 = 3.0;
/// Distance between a mark and its label, in points.
pub(super) const MARK_GAP: f64 = 3.0;

/// The style for the line of a label that belongs to the language at `index`.
pub(super) fn language_style(index: usize) -> TypeStyle {
    if index == 0 { PRIMARY } else { SECONDARY }
}

/// The colour of a series.
pub(super) fn series_color(index: usize) -> Color {
    Color::of(Role::Series(index))
}

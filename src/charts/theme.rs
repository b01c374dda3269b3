//! How charts look: colours, type sizes, and the few distances that all kinds share.
//!
//! The palette starts with the accent of the pages. Neighbours differ in lightness as well as in
//! hue, so that they stay apart for colour-blind readers and on a grey printer.

/// An opaque colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Color {
    pub(super) red: u8,
    pub(super) green: u8,
    pub(super) blue: u8,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TypeStyle {
    /// Em in points.
    pub(super) size: f64,
    pub(super) color: Color,
    pub(super) bold: bool,
}

pub(super) const WHITE: Color = Color::new(0xFF, 0xFF, 0xFF);
/// Text of the leading language and the line on which bars stand.
pub(super) const INK: Color = Color::new(0x33, 0x33, 0x33);
/// Text of the second language and of ticks; dark enough for small type on white.
pub(super) const QUIET: Color = Color::new(0x69, 0x69, 0x69);
/// Leader lines.
pub(super) const LEADER: Color = Color::new(0xA6, 0xA6, 0xA6);
/// Grid lines, which should be seen only when looked for.
pub(super) const GRID: Color = Color::new(0xE1, 0xE4, 0xE8);
/// The line of zero.
pub(super) const BASE: Color = Color::new(0x7A, 0x7A, 0x7A);

/// The part that gathers what is not named by itself.
pub(super) const REST: Color = Color::new(0xA9, 0xAD, 0xB3);

const PALETTE: [Color; 8] = [
    Color::new(0x1F, 0x4E, 0x79),
    Color::new(0xE0, 0xA0, 0x30),
    Color::new(0x2F, 0x8F, 0x83),
    Color::new(0x8C, 0xBB, 0xDD),
    Color::new(0xB0, 0x4A, 0x35),
    Color::new(0xC9, 0xA3, 0xBE),
    Color::new(0x55, 0x5B, 0x66),
    Color::new(0xB9, 0xC0, 0x6A),
];

/// Labels of the leading language.
pub(super) const PRIMARY: TypeStyle = TypeStyle { size: 8.0, color: INK, bold: false };
/// Labels of the other languages.
pub(super) const SECONDARY: TypeStyle = TypeStyle { size: 7.5, color: QUIET, bold: false };
/// Values printed at what they measure.
pub(super) const VALUE: TypeStyle = TypeStyle { size: 8.0, color: INK, bold: true };
/// Labels of the value axis.
pub(super) const TICK: TypeStyle = TypeStyle { size: 7.5, color: QUIET, bold: false };

/// What stands where the source has no value.
pub(super) const MISSING: &str = "–";

/// Distance between base lines, in ems.
pub(super) const LINE_PITCH: f64 = 1.28;
/// How far glyphs reach above the base line, in ems: the ideographic em box of the face.
pub(super) const ASCENT: f64 = 0.88;
/// How far glyphs reach below the base line, in ems: the descenders of Latin letters.
pub(super) const DESCENT: f64 = 0.22;
/// Half the height of capitals and digits, in ems: centres text on a line.
pub(super) const HALF_CAPITAL: f64 = 0.366;

/// Least distance between two labels, in points.
pub(super) const LABEL_GAP: f64 = 3.0;
/// Distance between a mark and its label, in points.
pub(super) const MARK_GAP: f64 = 3.0;

/// The style for the line of a label that belongs to the language at `index`.
pub(super) fn language_style(index: usize) -> TypeStyle {
    if index == 0 { PRIMARY } else { SECONDARY }
}

/// The colour of a series. Beyond the palette the colours return lighter: so many series are hard
/// to tell apart anyhow.
pub(super) fn series_color(index: usize) -> Color {
    let color = PALETTE[index % PALETTE.len()];
    if index < PALETTE.len() { color } else { color.tint(0.55) }
}

impl Color {
    pub(super) const fn new(red: u8, green: u8, blue: u8) -> Color {
        Color { red, green, blue }
    }

    /// The colour thinned with white; `strength` 1 leaves it as it is, 0 gives white.
    pub(super) fn tint(self, strength: f64) -> Color {
        let thin = |channel: u8| {
            let value = 255.0 - (255.0 - f64::from(channel)) * strength.clamp(0.0, 1.0);
            // The value lies between 0 and 255, so the cast only drops the fraction.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
            let whole = value.round() as u8;
            whole
        };
        Color::new(thin(self.red), thin(self.green), thin(self.blue))
    }

    /// White or the ink colour, whichever is read more easily on this colour.
    pub(super) fn readable_ink(self) -> Color {
        let on_white = contrast(self, WHITE);
        if on_white >= contrast(self, INK) { WHITE } else { INK }
    }
}

/// Contrast ratio of two colours as WCAG 2 defines it.
fn contrast(first: Color, second: Color) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

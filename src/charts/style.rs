//! What a theme decides about charts: colours, faces and the size of type.
//!
//! Distances are not part of it. They are measured in the size of the type: where a theme sets
//! labels larger, the whole chart is laid out larger, within the same width.

use super::color::Rgb;

/// The look of charts. [`Style::default`] is that of the theme that comes with the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The colours of series in their order. Neighbours have to differ for every reader; see
    /// [`weaknesses`](super::weaknesses). An empty palette counts as one of ink.
    pub palette: Vec<Rgb>,
    /// Text of the leading language, and values.
    pub ink: Rgb,
    /// Text of the second language and of ticks; dark enough for small type on white.
    pub quiet: Rgb,
    /// Leader lines.
    pub leader: Rgb,
    /// Grid lines, which should be seen only when looked for.
    pub grid: Rgb,
    /// The line of zero.
    pub base: Rgb,
    /// What is drawn beside something singled out.
    pub muted: Rgb,
    /// The family of Han text. It has to be registered.
    pub han_family: String,
    /// The family of all other text. It has to be registered.
    pub latin_family: String,
    /// Size of labels in points, as the text of pages counts it: that of Latin letters.
    pub type_size: f64,
    /// Size of Han characters as a share of it.
    pub han_share: f64,
}

/// The palette starts with the accent of the pages. Dark and light colours take turns, all of them
/// dark enough on white; `vision` holds it to what readers and printers can tell apart.
const PALETTE: [Rgb; 8] = [
    Rgb::new(0x1F, 0x4E, 0x79),
    Rgb::new(0xD0, 0x7E, 0x12),
    Rgb::new(0x00, 0x79, 0x5E),
    Rgb::new(0x3F, 0x97, 0xE6),
    Rgb::new(0x8C, 0x2F, 0x39),
    Rgb::new(0xA9, 0x81, 0xA5),
    Rgb::new(0x46, 0x4A, 0x52),
    Rgb::new(0x7C, 0x9A, 0x5C),
];

impl Default for Style {
    fn default() -> Style {
        Style {
            palette: PALETTE.to_vec(),
            ink: Rgb::new(0x1C, 0x21, 0x26),
            quiet: Rgb::new(0x59, 0x63, 0x6E),
            leader: Rgb::new(0x9A, 0xA2, 0xAB),
            grid: Rgb::new(0xE1, 0xE5, 0xEA),
            base: Rgb::new(0x59, 0x63, 0x6E),
            muted: Rgb::new(0x8E, 0x95, 0x9E),
            han_family: "Noto Sans SC".to_owned(),
            latin_family: "Source Sans 3".to_owned(),
            type_size: 8.5,
            han_share: 0.97,
        }
    }
}

impl Style {
    /// The colour of a series. Beyond the palette the colours return lighter: so many series are
    /// hard to tell apart anyhow.
    pub(super) fn series(&self, index: usize) -> Rgb {
        let Some(color) = self.palette.get(index % self.palette.len().max(1)) else {
            return self.ink;
        };
        if index < self.palette.len() { *color } else { color.tint(0.55) }
    }
}

//! The width of text in the chart's font, and the breaking of labels into lines.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::contract::ChartError;
use super::theme::{LINE_PITCH, TypeStyle, language_style};

/// The two faces of the family in which all charts are lettered. The family must cover Latin and
/// Han alike, since a text element that falls back to another face falls back as a whole.
pub struct ChartFonts {
    /// The name under which SVG text asks for the family.
    pub family: &'static str,
    /// An OpenType file, regular weight.
    pub regular: &'static [u8],
    /// An OpenType file, bold weight.
    pub bold: &'static [u8],
}

/// Makes the fonts known to the drawing library; no font of the system is ever used.
pub fn register_fonts(fonts: &ChartFonts) -> Result<(), ChartError> {
    for (style, bytes) in [(FontStyle::Normal, fonts.regular), (FontStyle::Bold, fonts.bold)] {
        register_font(fonts.family, style, bytes)
            .map_err(|_| ChartError::UnreadableFont { family: fonts.family.to_owned() })?;
    }
    Ok(())
}

/// Measures text in one family.
pub(super) struct Measure<'a> {
    regular: Face<'a>,
    bold: Face<'a>,
}

struct Face<'a> {
    font: FontDesc<'a>,
    /// Width of one em in the units of the library.
    em: f64,
}

/// A label of one or more lines, each in the style of its language.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) lines: Vec<(String, TypeStyle)>,
    pub(super) width: f64,
}

/// The library measures in whole units, so this size decides the precision.
const PROBE_SIZE: f64 = 20_000.0;

/// A Han character is one em wide in every face that can letter a Chinese chart.
const EM_PROBE: &str = "国";

impl<'a> Measure<'a> {
    /// Looks the family up among the registered fonts.
    pub(super) fn new(family: &'a str) -> Result<Measure<'a>, ChartError> {
        Ok(Measure {
            regular: Face::new(family, FontStyle::Normal)?,
            bold: Face::new(family, FontStyle::Bold)?,
        })
    }

    /// Width of a single line in points.
    pub(super) fn width(&self, text: &str, style: TypeStyle) -> f64 {
        let face = if style.bold { &self.bold } else { &self.regular };
        face.units(text) / face.em * style.size
    }

    /// Breaks a text into lines of at most `limit` points, as even as possible. `None` when a word
    /// is wider.
    pub(super) fn wrap(&self, text: &str, style: TypeStyle, limit: f64) -> Option<Vec<String>> {
        let pieces = unbreakable_pieces(text);
        let lines = self.fill(&pieces, style, limit)?;
        let (mut narrow, mut wide) = (limit / 2.0, limit);
        let mut best = lines;
        for _ in 0..6 {
            let middle = f64::midpoint(narrow, wide);
            match self.fill(&pieces, style, middle) {
                Some(lines) if lines.len() <= best.len() => {
                    best = lines;
                    wide = middle;
                }
                _ => narrow = middle,
            }
        }
        Some(best)
    }

    /// Like [`Measure::wrap`], but cuts a word that is wider than the limit rather than to give up.
    pub(super) fn wrap_anyhow(&self, text: &str, style: TypeStyle, limit: f64) -> Vec<String> {
        if let Some(lines) = self.wrap(text, style, limit) {
            return lines;
        }
        let mut lines = vec![String::new()];
        for character in text.chars() {
            let line = lines.last().map_or("", String::as_str);
            let longer = format!("{line}{character}");
            if !line.is_empty() && self.width(&longer, style) > limit {
                lines.push(character.to_string());
            } else if let Some(line) = lines.last_mut() {
                *line = longer;
            }
        }
        lines.into_iter().map(|line| line.trim().to_owned()).collect()
    }

    /// The block of a label with a line a language, or `None` when a word is wider than the limit.
    pub(super) fn block(&self, texts: &[String], limit: f64) -> Option<Block> {
        let mut block = Block::default();
        for (index, text) in texts.iter().enumerate() {
            let style = language_style(index);
            self.extend(&mut block, self.wrap(text, style, limit)?, style);
        }
        Some(block)
    }

    /// Like [`Measure::block`], but cuts words rather than to give up.
    pub(super) fn block_anyhow(&self, texts: &[String], limit: f64) -> Block {
        let mut block = Block::default();
        for (index, text) in texts.iter().enumerate() {
            let style = language_style(index);
            self.extend(&mut block, self.wrap_anyhow(text, style, limit), style);
        }
        block
    }

    /// Appends lines to a block.
    pub(super) fn extend(&self, block: &mut Block, lines: Vec<String>, style: TypeStyle) {
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            block.width = block.width.max(self.width(&line, style));
            block.lines.push((line, style));
        }
    }

    fn fill(&self, pieces: &[&str], style: TypeStyle, limit: f64) -> Option<Vec<String>> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces {
            let longer = format!("{line}{piece}");
            if self.width(longer.trim_end(), style) <= limit {
                line = longer;
                continue;
            }
            if self.width(piece.trim_end(), style) > limit {
                return None;
            }
            lines.push(line.trim_end().to_owned());
            (*piece).clone_into(&mut line);
        }
        lines.push(line.trim_end().to_owned());
        lines.retain(|line| !line.is_empty());
        Some(lines)
    }
}

impl Block {
    /// Height in points, from the top of the first line's em box to the bottom of the last line's.
    pub(super) fn height(&self) -> f64 {
        self.lines.iter().map(|(_, style)| style.size * LINE_PITCH).sum()
    }
}

impl<'a> Face<'a> {
    fn new(family: &'a str, style: FontStyle) -> Result<Face<'a>, ChartError> {
        let font = FontDesc::new(FontFamily::Name(family), PROBE_SIZE, style);
        let unknown = || ChartError::UnknownFamily { family: family.to_owned() };
        font.layout_box(EM_PROBE).map_err(|_| unknown())?;
        let mut face = Face { font, em: 1.0 };
        face.em = face.units(EM_PROBE).max(1.0);
        Ok(face)
    }

    fn units(&self, text: &str) -> f64 {
        // The face was found when it was made, so the library has no reason to fail here.
        self.font.layout_box(text).map_or(0.0, |((left, _), (right, _))| f64::from(right - left))
    }
}

/// Splits a text where a line may end: after spaces, hyphens and slashes, and between Han
/// characters, but not before closing or after opening punctuation, and not between a number and
/// the Han character that counts it.
fn unbreakable_pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (position, character) in text.char_indices() {
        if previous.is_some_and(|previous| may_break(previous, character)) {
            pieces.push(&text[start..position]);
            start = position;
        }
        previous = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    if after == ' '
        || "（《〈“‘「『【(".contains(before)
        || "，。、；：！？）》〉”’」』】%％)".contains(after)
    {
        return false;
    }
    let counted = (before.is_ascii_digit() || "%％".contains(before)) && is_ideographic(after);
    " -–/".contains(before) || (!counted && (is_ideographic(before) || is_ideographic(after)))
}

fn is_ideographic(character: char) -> bool {
    matches!(
        character,
        '\u{2E80}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

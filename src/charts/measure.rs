//! The width of text in the chart's font, and the breaking of labels into lines.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::contract::ChartError;
use super::script::{SCRIPT_GAP, is_ideographic, runs, unbreakable_pieces};
use super::style::Style;
use super::theme::{LINE_PITCH, TypeStyle, language_style};

/// The two faces of a family in which charts are lettered.
pub struct ChartFonts {
    /// The name under which SVG text asks for the family.
    pub family: &'static str,
    /// An OpenType file, regular weight.
    pub regular: &'static [u8],
    /// An OpenType file, bold weight.
    pub bold: &'static [u8],
}

/// The drawing library keeps fonts by name for as long as the program runs, and measures in shares
/// of their height. This keeps how many ems high each of them is, by family and weight.
static HEIGHTS: RwLock<BTreeMap<(String, bool), f64>> = RwLock::new(BTreeMap::new());

/// Makes the fonts known to the drawing library; no font of the system is ever used.
pub fn register_fonts(fonts: &ChartFonts) -> Result<(), ChartError> {
    for (bold, bytes) in [(false, fonts.regular), (true, fonts.bold)] {
        let unreadable = || ChartError::UnreadableFont { family: fonts.family.to_owned() };
        register_font(fonts.family, weight(bold), bytes).map_err(|_| unreadable())?;
        let height = face_height(bytes).ok_or_else(unreadable)?;
        let mut heights = HEIGHTS.write().unwrap_or_else(PoisonError::into_inner);
        heights.insert((fonts.family.to_owned(), bold), height);
    }
    Ok(())
}

/// Ascender and descender of an OpenType file together, in ems. The tables are those that the
/// drawing library reads: `OS/2` where its flags ask for typographic metrics, else `hhea`.
fn face_height(bytes: &[u8]) -> Option<f64> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let signed = |at: usize| number(at).map(u16::cast_signed);
    let table = |tag: &[u8; 4]| {
        let mut records = (0..usize::from(number(4)?)).map(|index| 12 + 16 * index);
        let record = records.find(|at| bytes.get(*at..at + 4) == Some(tag))?;
        let offset = bytes.get(record + 8..record + 12)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(offset)).ok()
    };
    let typographic =
        table(b"OS/2").filter(|at| number(at + 62).is_some_and(|flags| flags & 0x80 != 0));
    let (ascender, descender) = match typographic {
        Some(at) => (signed(at + 68)?, signed(at + 70)?),
        None => table(b"hhea").and_then(|at| Some((signed(at + 4)?, signed(at + 6)?)))?,
    };
    let em = number(table(b"head")? + 18).filter(|em| *em > 0)?;
    Some((f64::from(ascender) - f64::from(descender)) / f64::from(em))
}

fn weight(bold: bool) -> FontStyle {
    if bold { FontStyle::Bold } else { FontStyle::Normal }
}

/// Measures text in the faces of a style.
pub(super) struct Measure<'a> {
    latin: Family<'a>,
    han: Family<'a>,
    /// Size of Han characters as a share of the size of Latin letters.
    han_share: f64,
}

struct Family<'a> {
    regular: Face<'a>,
    bold: Face<'a>,
}

struct Face<'a> {
    font: FontDesc<'a>,
    /// How many ems of the face the library takes for its size.
    height: f64,
}

/// A label of one or more lines, each in the style of its language.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) lines: Vec<(String, TypeStyle)>,
    pub(super) width: f64,
}

/// The library measures in whole units, so this size decides the precision.
const PROBE_SIZE: f64 = 20_000.0;

impl<'a> Measure<'a> {
    /// Looks the families of a style up among the registered fonts.
    pub(super) fn new(style: &'a Style) -> Result<Measure<'a>, ChartError> {
        let latin = Family::new(&style.latin_family)?;
        let han = Family::new(&style.han_family)?;
        Ok(Measure { latin, han, han_share: style.han_share })
    }

    /// Width of a single line in points.
    pub(super) fn width(&self, text: &str, style: TypeStyle) -> f64 {
        self.lay_runs(text, style).1
    }

    /// Where the runs of a line start, in points from its left end, and its width.
    pub(super) fn lay_runs(&self, text: &str, style: TypeStyle) -> (Vec<f64>, f64) {
        let mut starts = Vec::new();
        let mut end = 0.0;
        for run in runs(text) {
            let (family, share) =
                if run.han { (&self.han, self.han_share) } else { (&self.latin, 1.0) };
            let face = if style.bold { &family.bold } else { &family.regular };
            end += if run.apart { SCRIPT_GAP * style.size } else { 0.0 };
            starts.push(end);
            end += face.ems(run.text) * share * style.size;
        }
        (starts, end)
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

    /// Like [`Measure::wrap`], but cuts words that are wider than the limit rather than to give up.
    pub(super) fn wrap_anyhow(&self, text: &str, style: TypeStyle, limit: f64) -> Vec<String> {
        if let Some(lines) = self.wrap(text, style, limit) {
            return lines;
        }
        let mut pieces: Vec<String> = Vec::new();
        for piece in unbreakable_pieces(text) {
            if self.width(piece.trim_end(), style) <= limit {
                pieces.push(piece.to_owned());
            } else {
                pieces.extend(self.cut(piece, style, limit));
            }
        }
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let alone = || pieces.iter().map(|piece| piece.trim().to_owned()).collect();
        self.fill(&pieces, style, limit).unwrap_or_else(alone)
    }

    /// Cuts what has no place to break into parts of at most `limit` points, or of one character. A cut
    /// between letters has a hyphen.
    fn cut(&self, piece: &str, style: TypeStyle, limit: f64) -> Vec<String> {
        let is_letter = |character: char| character.is_alphabetic() && !is_ideographic(character);
        let mut parts: Vec<String> = Vec::new();
        let mut part = String::new();
        let mut characters = piece.trim_end().chars().peekable();
        while let Some(character) = characters.next() {
            part.push(character);
            let Some(next) = characters.peek() else { break };
            let hyphen = if is_letter(character) && is_letter(*next) { "-" } else { "" };
            // Room is kept for a hyphen after the next letter as well.
            let room = if is_letter(*next) { "-" } else { "" };
            if self.width(&format!("{part}{next}{room}"), style) > limit {
                part.push_str(hyphen);
                parts.push(std::mem::take(&mut part));
            }
        }
        parts.push(part);
        parts
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

impl<'a> Family<'a> {
    fn new(family: &'a str) -> Result<Family<'a>, ChartError> {
        Ok(Family { regular: Face::new(family, false)?, bold: Face::new(family, true)? })
    }
}

impl<'a> Face<'a> {
    fn new(family: &'a str, bold: bool) -> Result<Face<'a>, ChartError> {
        let heights = HEIGHTS.read().unwrap_or_else(PoisonError::into_inner);
        let Some(height) = heights.get(&(family.to_owned(), bold)) else {
            return Err(ChartError::UnknownFamily { family: family.to_owned() });
        };
        let font = FontDesc::new(FontFamily::Name(family), PROBE_SIZE, weight(bold));
        Ok(Face { font, height: *height })
    }

    /// Width of a text in ems.
    fn ems(&self, text: &str) -> f64 {
        // The face was found when it was made, so the library has no reason to fail here.
        let units = self.font.layout_box(text).map_or(0, |((left, _), (right, _))| right - left);
        f64::from(units) / PROBE_SIZE * self.height
    }
}

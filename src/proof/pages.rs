//! The words on the pages of a PDF, read from the file by a reader that had no part in making it.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Point, Rect};

use crate::facts::guarded;
use crate::press::Trim;

/// A page as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadPage {
    /// Width and height in points.
    pub size: (f64, f64),
    /// Every character with the place of its origin, in the order in which it is drawn: from the left and
    /// from the top, in points.
    pub glyphs: Vec<ReadGlyph>,
    /// How many glyphs stand for no character.
    pub unknown: usize,
}

/// Characters of one glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadGlyph {
    /// What it stands for.
    pub text: String,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Reads every page.
///
/// # Errors
/// Where the file is no PDF or its pages cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadPage>, String> {
    let bytes = bytes.to_vec();
    let pages = guarded(move || {
        let pdf = Pdf::new(bytes).map_err(|_| "it is no PDF that can be read".to_owned())?;
        read_all(&pdf)
    });
    pages.unwrap_or_else(|| Err("it is damaged: its pages cannot be read".to_owned()))
}

/// The largest content of a page, in bytes; ours have some hundred thousand.
const LARGEST_CONTENT: usize = 1 << 24;

/// How deep arrays and dictionaries may nest in the content of a page.
const DEEPEST: usize = 100;

fn read_all(pdf: &Pdf) -> Result<Vec<ReadPage>, String> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        // The reader follows what nests by recursion, so this is looked at before.
        let content = page.page_stream().unwrap_or_default();
        if content.len() > LARGEST_CONTENT || nesting(content) > DEEPEST {
            return Err("it is damaged: the content of a page has no end".to_owned());
        }
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        let mut reader = Reader { height: bounds.height(), page: ReadPage::default() };
        reader.page.size = (bounds.width(), bounds.height());
        interpret_page(page, &mut context, &mut reader);
        pages.push(reader.page);
    }
    Ok(pages)
}

/// How deep brackets nest outside of strings.
fn nesting(content: &[u8]) -> usize {
    let (mut depth, mut deepest, mut string) = (0_usize, 0, 0_usize);
    let mut bytes = content.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if string > 0 => {
                bytes.next();
            }
            b'(' => string += 1,
            b')' => string = string.saturating_sub(1),
            b'[' | b'<' if string == 0 => depth += 1,
            b']' | b'>' if string == 0 => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Takes note of glyphs and draws nothing.
struct Reader {
    height: f64,
    page: ReadPage,
}

impl Device<'_> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.page.unknown += 1;
                return;
            }
        };
        let origin = transform * glyph_transform * Point::ORIGIN;
        self.page.glyphs.push(ReadGlyph { text, x: origin.x, y: self.height - origin.y });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl ReadPage {
    /// The page as it is after cutting, and upright where it was turned.
    #[must_use]
    pub fn trimmed(mut self, trim: Option<Trim>) -> Self {
        let Some(trim) = trim else { return self };
        for glyph in &mut self.glyphs {
            let (x, y) = (glyph.x - trim.left, glyph.y - trim.top);
            (glyph.x, glyph.y) = if trim.is_turned { (trim.height - y, x) } else { (x, y) };
        }
        self.size =
            if trim.is_turned { (trim.height, trim.width) } else { (trim.width, trim.height) };
        self
    }

    /// The text, glyph after glyph.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }
}

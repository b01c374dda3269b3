//! Where the text of a document stands: what tests of layout measure.

use std::ops::Range;

use typst_library::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_library::text::TextItem;
use typst_library::visualize::Geometry;

use super::Document;

/// A run of text in one font as it stands on a page. All lengths are points from the upper left corner of the
/// page.
#[derive(Clone, Debug)]
pub struct SetRun {
    /// What it says.
    pub text: String,
    /// The language that it is set in, as a lower-case code.
    pub language: String,
    /// The family of its font.
    pub family: String,
    /// The weight of its font, from 100 to 900.
    pub weight: u16,
    /// Whether its font is slanted.
    pub italic: bool,
    /// The size of its font.
    pub size: f64,
    /// Where it begins.
    pub left: f64,
    /// Where it ends, after the advance of its last glyph.
    pub right: f64,
    /// Its base line.
    pub baseline: f64,
    /// Its glyphs.
    pub glyphs: Vec<SetGlyph>,
}

/// A glyph of a run.
#[derive(Clone, Debug)]
pub struct SetGlyph {
    /// The part of the text of the run that it shows.
    pub range: Range<usize>,
    /// Where its advance begins.
    pub left: f64,
    /// How far it advances.
    pub advance: f64,
    /// Where it is drawn, seen from the beginning of its advance: below zero where the white before a mark was
    /// taken away.
    pub offset: f64,
}

/// A level straight stroke, such as a rule or a dot below a character, from the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetStroke {
    /// Where it begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// How far its middle is from the top of the page.
    pub top: f64,
}

/// Reads the text of every page.
pub fn runs(document: &Document) -> Vec<Vec<SetRun>> {
    read(document, |item, placed, runs| {
        if let FrameItem::Text(text) = item {
            runs.push(run(text, placed));
        }
    })
}

/// Reads the level strokes of every page.
pub fn strokes(document: &Document) -> Vec<Vec<SetStroke>> {
    read(document, |item, placed, strokes| {
        if let FrameItem::Shape(shape, _) = item
            && let Geometry::Line(to) = shape.geometry
            && to.y == Abs::zero()
        {
            let (start, end) = (Point::zero().transform(placed), to.transform(placed));
            let top = start.y.to_pt();
            strokes.push(SetStroke { left: start.x.to_pt(), right: end.x.to_pt(), top });
        }
    })
}

/// Visits every item of every page with its place, and collects what is found page by page.
fn read<T>(
    document: &Document,
    visit: impl Fn(&FrameItem, Transform, &mut Vec<T>) + Copy,
) -> Vec<Vec<T>> {
    let pages = document.paged.pages().iter();
    let read = pages.map(|page| {
        let mut found = Vec::new();
        frame(&page.frame, Transform::identity(), visit, &mut found);
        found
    });
    read.collect()
}

fn frame<T>(
    frame_of: &Frame,
    transform: Transform,
    visit: impl Fn(&FrameItem, Transform, &mut Vec<T>) + Copy,
    found: &mut Vec<T>,
) {
    for (position, item) in frame_of.items() {
        let placed = transform.pre_concat(Transform::translate(position.x, position.y));
        if let FrameItem::Group(group) = item {
            frame(&group.frame, placed.pre_concat(group.transform), visit, found);
        } else {
            visit(item, placed, found);
        }
    }
}

fn run(item: &TextItem, transform: Transform) -> SetRun {
    let start = Point::zero().transform(transform);
    let mut cursor = Abs::zero();
    let mut glyphs = Vec::with_capacity(item.glyphs.len());
    for glyph in &item.glyphs {
        let advance = glyph.x_advance.at(item.size);
        glyphs.push(SetGlyph {
            range: glyph.range(),
            left: (start.x + cursor).to_pt(),
            advance: advance.to_pt(),
            offset: glyph.x_offset.at(item.size).to_pt(),
        });
        cursor += advance;
    }
    let info = item.font.info();
    SetRun {
        text: item.text.to_string(),
        language: item.lang.as_str().to_owned(),
        family: info.family.clone(),
        weight: info.variant.weight.to_number(),
        italic: info.variant.style != typst_library::text::FontStyle::Normal,
        size: item.size.to_pt(),
        left: start.x.to_pt(),
        right: (start.x + cursor).to_pt(),
        baseline: start.y.to_pt(),
        glyphs,
    }
}

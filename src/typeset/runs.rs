//! Where the text of a document stands: what tests of layout measure.

use std::ops::Range;

use typst_library::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst_library::text::{FontStyle, TextItem};
use typst_library::visualize::{Geometry, Paint, Shape};

use super::Document;
use crate::light;

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
    /// The colour of its ink as red, green and blue from 0 to 1.
    pub ink: [f64; 3],
    /// The colour that was painted under it last, where it is plain; white where nothing was.
    pub ground: [f64; 3],
    /// Its glyphs.
    pub glyphs: Vec<SetGlyph>,
}

impl SetRun {
    /// The contrast of its ink with the ground, from 1 to 21.
    pub fn contrast(&self) -> f64 {
        light::contrast(self.ink, self.ground)
    }
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
    read(document).map(|reader| reader.runs).collect()
}

/// Reads the level strokes of every page.
pub fn strokes(document: &Document) -> Vec<Vec<SetStroke>> {
    read(document).map(|reader| reader.strokes).collect()
}

fn read(document: &Document) -> impl Iterator<Item = Reader> {
    document.paged.pages().iter().map(|page| {
        let mut reader = Reader::default();
        reader.frame(&page.frame, Transform::identity());
        reader
    })
}

#[derive(Default)]
struct Reader {
    runs: Vec<SetRun>,
    strokes: Vec<SetStroke>,
    /// Plainly painted boxes, in the order of painting.
    grounds: Vec<(Rect, [f64; 3])>,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            let placed = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, placed.pre_concat(group.transform));
                }
                FrameItem::Text(text) => {
                    let run = self.run(text, placed);
                    self.runs.push(run);
                }
                FrameItem::Shape(shape, _) => self.shape(shape, placed),
                FrameItem::Image(_, size, _) => {
                    let extent = Rect::from_pos_size(Point::zero(), *size);
                    self.grounds.push((placed_box(extent, placed), WHITE));
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn shape(&mut self, shape: &Shape, transform: Transform) {
        if let Geometry::Line(to) = shape.geometry
            && to.y == Abs::zero()
        {
            let (start, end) = (Point::zero().transform(transform), to.transform(transform));
            let (left, right) = (start.x.to_pt(), end.x.to_pt());
            self.strokes.push(SetStroke { left, right, top: start.y.to_pt() });
        }
        if let Some(Paint::Solid(color)) = &shape.fill
            && color.alpha().is_none_or(|alpha| alpha >= 1.0)
        {
            let extent = shape.geometry.bbox(None);
            self.grounds.push((placed_box(extent, transform), plain(shape.fill.as_ref())));
        }
    }

    fn run(&self, item: &TextItem, transform: Transform) -> SetRun {
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
        let middle = Point::new(cursor / 2.0, -item.size * 0.3).transform(transform);
        let under = self.grounds.iter().rev().find(|(extent, _)| {
            let (least, most) = (extent.min, extent.max);
            (least.x..=most.x).contains(&middle.x) && (least.y..=most.y).contains(&middle.y)
        });
        let info = item.font.info();
        SetRun {
            text: item.text.to_string(),
            language: item.lang.as_str().to_owned(),
            family: info.family.clone(),
            weight: info.variant.weight.to_number(),
            italic: info.variant.style != FontStyle::Normal,
            size: item.size.to_pt(),
            left: start.x.to_pt(),
            right: (start.x + cursor).to_pt(),
            baseline: start.y.to_pt(),
            ink: plain(Some(&item.fill)),
            ground: under.map_or(WHITE, |(_, color)| *color),
            glyphs,
        }
    }
}

const WHITE: [f64; 3] = [1.0; 3];

/// The upright box around a box that was moved.
fn placed_box(extent: Rect, transform: Transform) -> Rect {
    let (a, b) = (extent.min.transform(transform), extent.max.transform(transform));
    Rect::new(Point::new(a.x.min(b.x), a.y.min(b.y)), Point::new(a.x.max(b.x), a.y.max(b.y)))
}

/// A plain colour; a gradient counts as white, on which little can be read.
fn plain(paint: Option<&Paint>) -> [f64; 3] {
    let Some(Paint::Solid(color)) = paint else { return WHITE };
    let color = color.to_rgb();
    [color.red, color.green, color.blue].map(f64::from)
}

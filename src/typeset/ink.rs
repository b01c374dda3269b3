//! The ink of a document: every character on its pages with the place that set it.

use std::collections::HashMap;
use std::ops::Range;

use typst::WorldExt as _;
use typst::utils::PicoStr;
use typst_library::foundations::{Content, Label, NativeElement as _, Selector, StyleChain};
use typst_library::introspection::Introspector as _;
use typst_library::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst_library::math::EquationElem;
use typst_library::model::{Document as _, FigureElem, HeadingElem, TableElem};
use typst_library::text::TextItem;
use typst_library::visualize::{Image, ImageElem, ImageKind};
use typst_syntax::{FileId, Span as TypstSpan};

use super::{BookWorld, Document};
use crate::source::Span;

/// A page with everything on it that can be read.
#[derive(Debug)]
pub struct InkPage {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// Runs of text and drawings, in the order in which they are painted.
    pub items: Vec<InkItem>,
}

/// Something that a page shows.
#[derive(Debug)]
pub enum InkItem {
    /// A run of text in one font.
    Text(InkText),
    /// A drawing in SVG, with the text of its file.
    Drawing(String),
    /// An image whose words cannot be read.
    Image(Origin),
}

/// A run of text in one font.
#[derive(Debug)]
pub struct InkText {
    /// What it says.
    pub text: String,
    /// The language that it is set in, as a lower-case code.
    pub language: String,
    /// Its pieces, each set from one place; they cover the text.
    pub pieces: Vec<InkPiece>,
}

/// Neighbouring glyphs that were set from one place.
#[derive(Debug)]
pub struct InkPiece {
    /// The part of the text of the run.
    pub range: Range<usize>,
    /// What it was set from.
    pub origin: Origin,
    /// Left, top, right and bottom on the page in points.
    pub extent: [f64; 4],
}

/// What a glyph was set from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Characters that an author wrote, as he wrote them.
    Author(Span),
    /// Words that the program put at a byte of an author's file.
    Inserted(Span),
    /// A place in a file of the book that holds no prose: its path, and the byte.
    Book(String, usize),
    /// Nobody knows: text that a function of the typesetter made.
    Unknown,
}

/// What a document says beside its pages.
#[derive(Debug, Default)]
pub struct HiddenText {
    /// Title, authors, keywords and description of the file.
    pub metadata: Vec<String>,
    /// The headings as bookmarks show them.
    pub bookmarks: Vec<String>,
    /// Alternative texts.
    pub alternatives: Vec<String>,
}

/// Reads every page of a document, one at a time: the ink of a long book is larger than the book.
pub fn ink(document: &Document) -> impl Iterator<Item = InkPage> {
    let mut reader = Reader { world: &document.world, known: HashMap::new(), items: Vec::new() };
    let pages = document.paged.pages().iter();
    pages.map(move |page| {
        reader.frame(&page.frame, Transform::identity());
        let Size { x, y } = page.frame.size();
        InkPage { width: x.to_pt(), height: y.to_pt(), items: std::mem::take(&mut reader.items) }
    })
}

/// Where the elements with each label stand: page from 1, and the place on it in points.
pub fn positions(document: &Document, labels: &[String]) -> Vec<Vec<(usize, f64, f64)>> {
    let introspector = document.paged.introspector();
    let place = |element: &Content| {
        let position = introspector.position(element.location()?)?;
        Some((position.page.get(), position.point.x.to_pt(), position.point.y.to_pt()))
    };
    let find = |name: &String| {
        let label = Label::new(PicoStr::intern(name)).map(Selector::Label);
        label.map(|label| introspector.query(&label).iter().filter_map(place).collect())
    };
    labels.iter().map(|name| find(name).unwrap_or_default()).collect()
}

/// Reads what a document says beside its pages.
pub fn hidden_text(document: &Document) -> HiddenText {
    let mut hidden = HiddenText::default();
    let info = document.paged.info();
    hidden.metadata.extend(info.title.iter().map(ToString::to_string));
    hidden.metadata.extend(info.author.iter().map(ToString::to_string));
    hidden.metadata.extend(info.keywords.iter().map(ToString::to_string));
    hidden.metadata.extend(info.description.iter().map(ToString::to_string));
    let introspector = document.paged.introspector();
    for heading in introspector.query(&HeadingElem::ELEM.select()) {
        if let Some(heading) = heading.to_packed::<HeadingElem>() {
            hidden.bookmarks.push(heading.body.plain_text().to_string());
        }
    }
    let styles = StyleChain::default();
    for figure in introspector.query(&FigureElem::ELEM.select()) {
        let alt = figure.to_packed::<FigureElem>().and_then(|figure| figure.alt.get_cloned(styles));
        hidden.alternatives.extend(alt.map(|alt| alt.to_string()));
    }
    for image in introspector.query(&ImageElem::ELEM.select()) {
        let alt = image.to_packed::<ImageElem>().and_then(|image| image.alt.get_cloned(styles));
        hidden.alternatives.extend(alt.map(|alt| alt.to_string()));
    }
    for table in introspector.query(&TableElem::ELEM.select()) {
        let summary =
            table.to_packed::<TableElem>().and_then(|table| table.summary.get_cloned(styles));
        hidden.alternatives.extend(summary.map(|summary| summary.to_string()));
    }
    for equation in introspector.query(&EquationElem::ELEM.select()) {
        let alt = equation.to_packed::<EquationElem>().and_then(|one| one.alt.get_cloned(styles));
        hidden.alternatives.extend(alt.map(|alt| alt.to_string()));
    }
    hidden
}

struct Reader<'a> {
    world: &'a BookWorld,
    /// Where the nodes lie that glyphs were set from: neighbours share them.
    known: HashMap<TypstSpan, Option<Node>>,
    items: Vec<InkItem>,
}

/// A node of a file of the book.
#[derive(Clone)]
struct Node {
    file: FileId,
    range: Range<usize>,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            let placed = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, placed.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.text(text, placed),
                FrameItem::Image(image, _, span) => self.image(image, *span),
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn image(&mut self, image: &Image, span: TypstSpan) {
        let item = match image.kind() {
            ImageKind::Svg(svg) => {
                InkItem::Drawing(String::from_utf8_lossy(svg.data()).into_owned())
            }
            _ => InkItem::Image(self.origin(span, 0, "")),
        };
        self.items.push(item);
    }

    fn text(&mut self, item: &TextItem, transform: Transform) {
        let mut pieces: Vec<InkPiece> = Vec::new();
        let mut cursor = Abs::zero();
        for glyph in &item.glyphs {
            let range = glyph.range();
            let left = cursor;
            cursor += glyph.x_advance.at(item.size);
            let (span, offset) = glyph.span;
            let origin = self.origin(span, usize::from(offset), &item.text[range.clone()]);
            let extent = extent(item, left, cursor, transform);
            match pieces.last_mut() {
                Some(last) if continues(last, &range, &origin) => {
                    last.range.end = range.end;
                    last.extent = united(last.extent, extent);
                    last.origin = joined(&last.origin, &origin);
                }
                _ => pieces.push(InkPiece { range, origin, extent }),
            }
        }
        self.items.push(InkItem::Text(InkText {
            text: item.text.to_string(),
            language: item.lang.as_str().to_owned(),
            pieces,
        }));
    }

    /// What a text was set from, `offset` bytes behind the start of a node.
    fn origin(&mut self, span: TypstSpan, offset: usize, text: &str) -> Origin {
        let world = self.world;
        let node = self.known.entry(span).or_insert_with(|| {
            let file = span.id()?;
            let range = world.range(span)?;
            Some(Node { file, range })
        });
        let Some(Node { file, range }) = node else { return Origin::Unknown };
        let Some(prose) = world.prose(*file) else {
            return Origin::Book(file.get().vpath().get_without_slash().to_owned(), range.start);
        };
        // Where the file has other characters than the page, as for an escape or a variable, the whole node is
        // the place.
        let start = range.start + offset;
        let place = match prose.as_str().get(start..start + text.len()) {
            Some(written) if written == text && !text.is_empty() => start..start + text.len(),
            _ => range.start.min(prose.as_str().len())..range.end.min(prose.as_str().len()),
        };
        let place = prose.span(place);
        if place.start == place.end { Origin::Inserted(place) } else { Origin::Author(place) }
    }
}

/// Whether a glyph goes on with the place of the glyph before it, in the run and in the file. Characters
/// that were written in another way, as by an escape, stand alone, so that the others are found to the byte.
fn continues(last: &InkPiece, range: &Range<usize>, origin: &Origin) -> bool {
    if last.range.end != range.start {
        return false;
    }
    match (&last.origin, origin) {
        (before, next) if before == next => true,
        (Origin::Author(before), Origin::Author(next)) => {
            before.file == next.file
                && before.end == next.start
                && before.range().len() == last.range.len()
                && next.range().len() == range.len()
        }
        _ => false,
    }
}

fn joined(last: &Origin, next: &Origin) -> Origin {
    match (last, next) {
        (Origin::Author(last), Origin::Author(next)) => Origin::Author(last.to(*next)),
        _ => last.clone(),
    }
}

/// The box of a glyph from its ascent to its descent, on the page.
fn extent(item: &TextItem, left: Abs, right: Abs, transform: Transform) -> [f64; 4] {
    let metrics = item.font.metrics();
    let (top, bottom) = (-metrics.ascender.at(item.size), -metrics.descender.at(item.size));
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
    let placed = corners.map(|(x, y)| Point::new(x, y).transform(transform));
    let (x, y) = (placed.map(|point| point.x.to_pt()), placed.map(|point| point.y.to_pt()));
    let least = |values: [f64; 4]| values.into_iter().fold(f64::INFINITY, f64::min);
    let most = |values: [f64; 4]| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [least(x), least(y), most(x), most(y)]
}

fn united(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

//! The spreads of a facing edition become pages.
//!
//! Facing pages are set as one sheet twice as wide as a page, with a language on each half: so paragraphs stand level
//! with their counterparts, break together, and have their notes below them, as in any row of columns. What is
//! left to do is to cut each sheet in two. The order of reading follows from the cut: all of the left page, then all of
//! the right one.

use std::collections::HashSet;

use typst_layout::{Page, PagedDocument};
use typst_library::introspection::{Location, Tag};
use typst_library::layout::{
    Abs, Frame, FrameItem, GridElem, GroupItem, Inherit, Point, Size, Transform,
};
use typst_library::model::Document as _;
use typst_library::pdf::ArtifactElem;

/// The label of the rules over notes in `templates/facing.typ`.
const NOTES_RULE: &str = "recto:notes-rule";

/// The labels in `templates/press.typ` of what a page has beyond the cut.
const BEYOND_CUT: [(&str, Side); 2] =
    [("recto:left-page", Side::Left), ("recto:right-page", Side::Right)];

/// Lengths that differ by less are equal.
const HAIR: Abs = Abs::raw(0.01);

/// Cuts every sheet that is twice as wide as the first page, which is the cover. A sheet begins on a left page, if need be
/// after an empty one.
pub fn cut(document: &PagedDocument) -> PagedDocument {
    let Some(width) = document.pages().first().map(|page| page.frame.width()) else {
        return document.clone();
    };
    let mut pages: Vec<Page> = Vec::new();
    let mut knife =
        Knife { width, artifacts: HashSet::new(), grids: HashSet::new(), moves: Vec::new() };
    for page in document.pages() {
        if (page.frame.width() - width * 2.0).abs() < HAIR {
            if pages.len().is_multiple_of(2) {
                // The next page would be a right one.
                let size = Size::new(width, page.frame.height());
                pages.push(Page { frame: Frame::hard(size), ..page.clone() });
            }
            let (left, right) = knife.sheet(&page.frame);
            pages.push(Page { frame: left, ..page.clone() });
            pages.push(Page { frame: right, ..page.clone() });
        } else {
            pages.push(page.clone());
        }
    }
    for (number, page) in (1..).zip(&mut pages) {
        page.number = number;
    }
    PagedDocument::new(pages.into_iter().collect(), document.info().clone())
}

struct Knife {
    /// The width of a page, which is where a sheet is cut.
    width: Abs,
    /// What is no content, such as the running head: it counts as such on both pages.
    artifacts: HashSet<Location>,
    /// Grids whose tags are left out.
    grids: HashSet<Location>,
    /// Where notes and the rules over them go on the present sheet.
    moves: Vec<(Foot, Move)>,
}

/// On which side of the cut something is visible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
    /// It cannot be seen.
    None,
}

impl Side {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, side) | (side, Self::None) => side,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }
}

/// A note at the foot of a sheet, or the rule over the notes.
#[derive(Clone, Copy)]
struct Foot {
    rule: bool,
    side: Side,
    top: Abs,
    height: Abs,
}

/// Where something at the foot of a sheet goes.
#[derive(Clone, Copy)]
enum Move {
    /// Down by so much.
    Down(Abs),
    /// Away: a rule over no note.
    Out,
}

/// The page that a group belongs to by its label, wherever it lies.
fn owner(group: &GroupItem) -> Option<Side> {
    let label = group.label?.resolve();
    BEYOND_CUT.iter().find(|(name, _)| *name == label.as_str()).map(|(_, side)| *side)
}

/// Whether a group is a note (`false`) or the rule over notes (`true`).
fn foot_kind(group: &GroupItem) -> Option<bool> {
    if group.label.is_some_and(|label| label.resolve().as_str() == NOTES_RULE) {
        return Some(true);
    }
    group.parent.is_some_and(|parent| parent.inherit == Inherit::No).then_some(false)
}

/// Where the notes and rules of a sheet go. The compiler stacks the notes of both pages; each page has its own
/// close together above its lower margin, under a rule, and no rule where it has no note.
fn moves(feet: &[Foot]) -> Vec<(Foot, Move)> {
    let mut notes: Vec<Foot> = feet.iter().filter(|foot| !foot.rule).copied().collect();
    notes.sort_by_key(|note| note.top);
    let (Some(first), Some(last)) = (notes.first(), notes.last()) else { return Vec::new() };
    let gaps = notes.windows(2).map(|pair| pair[1].top - pair[0].top - pair[0].height);
    let gap = gaps.fold(Abs::inf(), Abs::min).max(Abs::zero());
    let mut moves = Vec::new();
    for side in [Side::Left, Side::Right] {
        let mut bottom = last.top + last.height;
        let mut rule_to = Move::Out;
        for note in notes.iter().rev().filter(|note| note.side == side) {
            let top = bottom - note.height;
            moves.push((*note, Move::Down(top - note.top)));
            // The rule keeps its distance from the first note.
            rule_to = Move::Down(top - first.top);
            bottom = top - if gap < Abs::inf() { gap } else { Abs::zero() };
        }
        let rules = feet.iter().filter(|foot| foot.rule && foot.side == side);
        moves.extend(rules.map(|rule| (*rule, rule_to)));
    }
    moves
}

impl Knife {
    fn sheet(&mut self, frame: &Frame) -> (Frame, Frame) {
        let mut found = Vec::new();
        self.find_notes(frame, Transform::identity(), &mut found);
        self.moves = moves(&found);
        let (mut left, mut right) = self.halves(frame, Transform::identity());
        let size = Size::new(self.width, frame.height());
        left.set_size(size);
        right.translate(Point::with_x(-self.width));
        right.set_size(size);
        (left, right)
    }

    /// What of a frame is visible on the left and on the right. A tag goes with its place; the tags of what
    /// lies on both sides stay on the left.
    fn halves(&mut self, frame: &Frame, transform: Transform) -> (Frame, Frame) {
        let empty = || {
            let mut half = Frame::new(frame.size(), frame.kind());
            if frame.has_baseline() {
                half.set_baseline(frame.baseline());
            }
            half
        };
        let (mut left, mut right) = (empty(), empty());
        for (position, item) in frame.items() {
            let placed = transform.pre_concat(Transform::translate(position.x, position.y));
            if self.is_of_grid(item) {
                continue;
            }
            let side = match item {
                FrameItem::Tag(tag) => self.side_of_tag(tag, placed),
                item => self.side(item, placed),
            };
            let position = &match self.moved(item, placed, side) {
                Move::Down(by) => *position + Point::with_y(by),
                Move::Out => continue,
            };
            match (side, item) {
                (Side::Both, FrameItem::Group(group)) => {
                    let (one, other) = self.halves_of_group(group, placed);
                    left.push(*position, FrameItem::Group(one));
                    right.push(*position, FrameItem::Group(other));
                }
                (Side::Both, item) => {
                    left.push(*position, item.clone());
                    right.push(*position, item.clone());
                }
                (Side::Right, item) => right.push(*position, item.clone()),
                (Side::Left | Side::None, item) => left.push(*position, item.clone()),
            }
        }
        (left, right)
    }

    /// A group that floats has its logical place on the left page; what of it stands on the right page is read there.
    fn halves_of_group(
        &mut self,
        group: &GroupItem,
        transform: Transform,
    ) -> (GroupItem, GroupItem) {
        let (left, right) = self.halves(&group.frame, transform.pre_concat(group.transform));
        let (mut one, mut other) = (group.clone(), group.clone());
        (one.frame, other.frame) = (left, right);
        (other.parent, other.label) = (None, None);
        (one, other)
    }

    /// Finds the notes at the foot of a sheet and the rules over them.
    fn find_notes(&self, frame: &Frame, transform: Transform, found: &mut Vec<Foot>) {
        for (position, item) in frame.items() {
            let FrameItem::Group(group) = item else { continue };
            let placed = transform.pre_concat(Transform::translate(position.x, position.y));
            let kind = foot_kind(group);
            if let Some(rule) = kind {
                let top = Point::zero().transform(placed).y;
                let side = self.side(item, placed);
                found.push(Foot { rule, side, top, height: group.frame.height() });
            } else {
                self.find_notes(&group.frame, placed.pre_concat(group.transform), found);
            }
        }
    }

    /// Where a note or a rule goes; anything else stays.
    fn moved(&self, item: &FrameItem, placed: Transform, side: Side) -> Move {
        let FrameItem::Group(group) = item else { return Move::Down(Abs::zero()) };
        let Some(rule) = foot_kind(group) else { return Move::Down(Abs::zero()) };
        let top = Point::zero().transform(placed).y;
        let same =
            |foot: &Foot| foot.rule == rule && foot.side == side && (foot.top - top).abs() < HAIR;
        let found = self.moves.iter().find(|(foot, _)| same(foot));
        found.map_or(Move::Down(Abs::zero()), |(_, to)| *to)
    }

    /// Whether an item is a tag of a grid. A row that goes on over the next sheet would be open while the right
    /// page is read, and take the cells of others. Without it the cells are read as they stand.
    fn is_of_grid(&mut self, item: &FrameItem) -> bool {
        match item {
            FrameItem::Tag(Tag::Start(element, _)) if element.is::<GridElem>() => {
                self.grids.extend(element.location());
                true
            }
            FrameItem::Tag(tag) => self.grids.contains(&tag.location()),
            _ => false,
        }
    }

    fn side_of_tag(&mut self, tag: &Tag, placed: Transform) -> Side {
        match tag {
            Tag::Start(element, _) if element.is::<ArtifactElem>() => {
                self.artifacts.extend(element.location());
            }
            _ => {}
        }
        if self.artifacts.contains(&tag.location()) {
            return Side::Both;
        }
        self.side_of_extent(Abs::zero(), Abs::zero(), placed)
    }

    /// The side of anything but a tag. A group that shows nothing lies where it is placed.
    fn side(&self, item: &FrameItem, placed: Transform) -> Side {
        let (from, to) = match item {
            FrameItem::Group(group) => {
                if let Some(side) = owner(group) {
                    return side;
                }
                return match self.side_of_frame(&group.frame, placed.pre_concat(group.transform)) {
                    Side::None => self.side_of_extent(Abs::zero(), Abs::zero(), placed),
                    side => side,
                };
            }
            FrameItem::Text(text) => (Abs::zero(), text.width()),
            FrameItem::Shape(shape, _) => {
                let extent = shape.geometry.bbox(None);
                (extent.min.x, extent.max.x)
            }
            FrameItem::Image(_, size, _) | FrameItem::Link(_, size) => (Abs::zero(), size.x),
            FrameItem::Tag(_) => return Side::None,
        };
        self.side_of_extent(from, to, placed)
    }

    fn side_of_frame(&self, frame: &Frame, transform: Transform) -> Side {
        let mut side = Side::None;
        for (position, item) in frame.items() {
            let placed = transform.pre_concat(Transform::translate(position.x, position.y));
            side = side.and(match item {
                FrameItem::Group(group) => owner(group).unwrap_or_else(|| {
                    self.side_of_frame(&group.frame, placed.pre_concat(group.transform))
                }),
                item => self.side(item, placed),
            });
            if side == Side::Both {
                return side;
            }
        }
        side
    }

    fn side_of_extent(&self, from: Abs, to: Abs, placed: Transform) -> Side {
        let ends = [from, to].map(|x| Point::with_x(x).transform(placed).x);
        let (least, most) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        if least >= self.width - HAIR {
            Side::Right
        } else if most <= self.width + HAIR {
            Side::Left
        } else {
            // What reaches over the cut from one page, such as a field to the edges, belongs to that page.
            let middle = (least + most) / 2.0;
            let slack = (most - least) * 0.1;
            match middle {
                middle if middle < self.width - slack => Side::Left,
                middle if middle > self.width + slack => Side::Right,
                _ => Side::Both,
            }
        }
    }
}

//! A page is walked through as it is drawn: state of graphics, colours, places.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::boxes::Boxes;
use super::geometry::{Area, Map};
use super::paint::{Colour, Kind, Painting};
use super::{Check, Demands, Notes, images};
use crate::diagnostics::Severity;
use crate::press::content::{Instruction, instructions};
use crate::press::finish::inherited;
use crate::press::spaces::Space;

/// How much may be walked through at all, so that a form that draws itself comes to an end.
pub struct Budget {
    instructions: usize,
    bytes: usize,
    /// The inks that were met.
    pub inks: BTreeSet<String>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { instructions: 200_000_000, bytes: 4 << 30, inks: BTreeSet::new() }
    }
}

/// How deep forms are followed.
const DEEPEST: usize = 16;

/// The most that the content of a page may unpack to.
const LARGEST_CONTENT: usize = 1 << 27;

const SPLIT: &str = "flatten or simplify the page; what was not read could not be checked";

/// Walks through a page.
pub fn page(
    document: &Document,
    (number, page): (usize, ObjectId),
    demands: &Demands,
    budget: &mut Budget,
    notes: &mut Notes,
) {
    let Some(boxes) = Boxes::of(document, page) else { return };
    let resources =
        inherited(document, page, b"Resources").and_then(|resources| resources.as_dict().ok());
    let content = document.get_page_content_with_limit(page, LARGEST_CONTENT).unwrap_or_default();
    let mut walk = Walk {
        document,
        painting: Painting::new(number, boxes, *demands, notes),
        budget,
        depth: 0,
        forms: BTreeSet::new(),
        given_up: false,
    };
    walk.content(resources, &content, State::default());
    if walk.given_up {
        let message = "it draws more than this program follows";
        notes.add(Severity::Warning, Check::Pages, Some(number), message, SPLIT);
    }
}

/// The state of graphics, as far as the press asks for it.
#[derive(Clone, Debug)]
struct State {
    map: Map,
    fill: Colour,
    stroke: Colour,
    line: f64,
    text_size: f64,
    hidden_text: bool,
    overprint_fill: bool,
    overprint_stroke: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            map: Map::IDENTITY,
            fill: Colour::black(),
            stroke: Colour::black(),
            line: 1.0,
            text_size: 0.0,
            hidden_text: false,
            overprint_fill: false,
            overprint_stroke: false,
        }
    }
}

struct Walk<'a, 'b> {
    document: &'a Document,
    painting: Painting<'b>,
    budget: &'b mut Budget,
    depth: usize,
    /// The forms that are being drawn.
    forms: BTreeSet<ObjectId>,
    given_up: bool,
}

/// What belongs to one content stream.
struct Level<'a> {
    resources: Option<&'a Dictionary>,
    state: State,
    saved: Vec<State>,
    path: Vec<(f64, f64)>,
    /// Where the text stands.
    text: Map,
}

/// The most states that may be saved, and points of a path that are looked at.
const MOST_SAVED: usize = 10_000;
const MOST_POINTS: usize = 1_000_000;

impl<'a> Walk<'a, '_> {
    fn content(&mut self, resources: Option<&'a Dictionary>, bytes: &[u8], state: State) {
        let left = self.budget.bytes.checked_sub(bytes.len());
        let Some(left) = left else {
            self.given_up = true;
            return;
        };
        self.budget.bytes = left;
        let mut level =
            Level { resources, state, saved: Vec::new(), path: Vec::new(), text: Map::IDENTITY };
        for instruction in instructions(bytes) {
            if self.budget.instructions == 0 {
                self.given_up = true;
                return;
            }
            self.budget.instructions -= 1;
            self.instruction(&instruction, &mut level);
        }
    }

    fn instruction(&mut self, instruction: &Instruction<'_>, level: &mut Level<'a>) {
        match instruction.operator {
            b"q" if level.saved.len() < MOST_SAVED => level.saved.push(level.state.clone()),
            b"Q" => level.state = level.saved.pop().unwrap_or_else(|| level.state.clone()),
            b"cm" => {
                if let Ok(map) = <[f64; 6]>::try_from(instruction.numbers()) {
                    level.state.map = Map(map).then(&level.state.map);
                }
            }
            b"w" => level.state.line = first(instruction).unwrap_or(level.state.line),
            b"gs" => self.settings(instruction, level),
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" => construct(instruction, level),
            b"f" | b"F" | b"f*" => self.filled(level),
            b"S" | b"s" => self.stroked(level),
            b"B" | b"B*" | b"b" | b"b*" => {
                let path = level.path.clone();
                self.filled(level);
                level.path = path;
                self.stroked(level);
            }
            b"n" => level.path.clear(),
            b"sh" => self.shading(instruction, level),
            b"Do" => self.external(instruction, level),
            b"BI" => self.inline_image(instruction, level),
            operator => self.text_or_colour(operator, instruction, level),
        }
    }

    fn text_or_colour(
        &mut self,
        operator: &[u8],
        instruction: &Instruction<'_>,
        level: &mut Level<'a>,
    ) {
        match operator {
            b"BT" => level.text = Map::IDENTITY,
            b"Tm" => {
                if let Ok(map) = <[f64; 6]>::try_from(instruction.numbers()) {
                    level.text = Map(map);
                }
            }
            b"Td" | b"TD" => {
                if let &[x, y] = instruction.numbers().as_slice() {
                    level.text = Map([1.0, 0.0, 0.0, 1.0, x, y]).then(&level.text);
                }
            }
            b"Tf" => level.state.text_size = first(instruction).unwrap_or_default(),
            b"Tr" => {
                // Modes 3 and 7 show nothing.
                level.state.hidden_text =
                    first(instruction).is_some_and(|mode| mode > 2.5 && mode < 3.5 || mode > 6.5);
            }
            b"Tj" | b"TJ" | b"'" | b"\"" if !level.state.hidden_text => self.letters(level),
            b"g" => level.state.fill = Colour::new(Space::Grey, instruction),
            b"G" => level.state.stroke = Colour::new(Space::Grey, instruction),
            b"rg" => level.state.fill = Colour::new(Space::Rgb, instruction),
            b"RG" => level.state.stroke = Colour::new(Space::Rgb, instruction),
            b"k" => level.state.fill = Colour::new(Space::Cmyk, instruction),
            b"K" => level.state.stroke = Colour::new(Space::Cmyk, instruction),
            b"cs" => level.state.fill = self.space(instruction, level),
            b"CS" => level.state.stroke = self.space(instruction, level),
            b"sc" | b"scn" => level.state.fill.set(instruction),
            b"SC" | b"SCN" => level.state.stroke.set(instruction),
            _ => {}
        }
    }

    fn space(&mut self, instruction: &Instruction<'_>, level: &Level<'a>) -> Colour {
        let space =
            Space::named(self.document, level.resources, instruction.name().unwrap_or_default());
        Colour::first_of(space)
    }

    fn letters(&mut self, level: &Level<'a>) {
        let map = level.text.then(&level.state.map);
        let size = level.state.text_size.abs() * map.scales().1;
        let (x, y) = map.apply((0.0, 0.0));
        let area = Area { left: x, bottom: y, right: x + size / 2.0, top: y + size / 2.0 };
        self.paint(&level.state, Kind::Letters { size }, Some(area), level);
    }

    fn filled(&mut self, level: &mut Level<'a>) {
        let path = std::mem::take(&mut level.path);
        self.paint(&level.state, Kind::Fill, Area::around(&path), level);
    }

    fn stroked(&mut self, level: &mut Level<'a>) {
        let path = std::mem::take(&mut level.path);
        let (across, along) = level.state.map.scales();
        let width = level.state.line.abs() * across.min(along);
        self.paint(&level.state, Kind::Stroke { width }, Area::around(&path), level);
    }

    fn paint(&mut self, state: &State, kind: Kind, area: Option<Area>, level: &Level<'a>) {
        let is_stroke = matches!(kind, Kind::Stroke { .. });
        let (colour, overprints) = if is_stroke {
            (&state.stroke, state.overprint_stroke)
        } else {
            (&state.fill, state.overprint_fill)
        };
        let Some(area) = area else { return };
        self.painting.paint(colour, kind, area, overprints, &mut self.budget.inks);
        if let Some(pattern) = colour.pattern.clone() {
            self.pattern(&pattern, state, area, level);
        }
    }

    /// What a pattern is made of counts as painted.
    fn pattern(&mut self, name: &[u8], state: &State, area: Area, level: &Level<'a>) {
        let Some((id, object)) = listed(self.document, level.resources, b"Pattern", name) else {
            return;
        };
        match object {
            Object::Dictionary(dict) => {
                if let Ok(shading) = dict.get_deref(b"Shading", self.document) {
                    self.gradient(shading, area);
                }
            }
            Object::Stream(stream) => {
                let state = State { fill: state.fill.uncoloured(), ..State::default() };
                self.form(id, stream, level.resources, state);
            }
            _ => {}
        }
    }

    fn shading(&mut self, instruction: &Instruction<'_>, level: &Level<'a>) {
        let name = instruction.name().unwrap_or_default();
        if let Some((_, shading)) = listed(self.document, level.resources, b"Shading", name) {
            let everywhere = self.painting.sheet();
            self.gradient(shading, everywhere);
        }
    }

    fn gradient(&mut self, shading: &Object, area: Area) {
        let Some(dict) = dict_of(shading) else { return };
        let space =
            dict.get(b"ColorSpace").map_or(Space::Unknown, |space| Space::of(self.document, space));
        self.painting.spread(&space, "a gradient", area, &mut self.budget.inks);
    }

    fn external(&mut self, instruction: &Instruction<'_>, level: &Level<'a>) {
        let name = instruction.name().unwrap_or_default();
        let Some((id, Object::Stream(stream))) =
            listed(self.document, level.resources, b"XObject", name)
        else {
            return;
        };
        match stream.dict.get_deref(b"Subtype", self.document).and_then(Object::as_name) {
            Ok(b"Image") => self.image(stream, &level.state),
            Ok(b"Form") => self.form(id, stream, level.resources, level.state.clone()),
            _ => {}
        }
    }

    fn form(
        &mut self,
        id: Option<ObjectId>,
        stream: &'a Stream,
        above: Option<&'a Dictionary>,
        mut state: State,
    ) {
        if let Ok(group) = stream.dict.get_deref(b"Group", self.document).and_then(Object::as_dict)
        {
            self.group(group);
        }
        let is_new = id.is_none_or(|id| self.forms.insert(id));
        if !is_new || self.depth >= DEEPEST {
            self.given_up |= self.depth >= DEEPEST;
            return;
        }
        let matrix = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array);
        let matrix: Vec<f64> = matrix
            .into_iter()
            .flatten()
            .filter_map(|number| number.as_float().ok().map(f64::from))
            .collect();
        if let Ok(matrix) = <[f64; 6]>::try_from(matrix) {
            state.map = Map(matrix).then(&state.map);
        }
        let resources =
            stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
        let content = stream.get_plain_content_with_limit(LARGEST_CONTENT).unwrap_or_default();
        self.depth += 1;
        self.content(resources.ok().or(above), &content, state);
        self.depth -= 1;
        if let Some(id) = id {
            self.forms.remove(&id);
        }
    }

    fn group(&mut self, group: &Dictionary) {
        if let Ok(space) = group.get(b"CS")
            && Space::of(self.document, space).holds_rgb()
        {
            self.painting.light("a group of transparency");
        }
    }

    fn image(&mut self, stream: &Stream, state: &State) {
        let corners =
            [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|point| state.map.apply(point));
        let Some(area) = Area::around(&corners) else { return };
        if let Some(pixels) = images::pixels(self.document, &stream.dict) {
            self.painting.resolution(pixels, state.map.scales(), area);
        }
        if stream.dict.has(b"SMask") {
            self.painting.transparent();
        }
        if images::is_mask(self.document, &stream.dict) {
            self.painting.paint(&state.fill, Kind::Fill, area, false, &mut self.budget.inks);
        } else if let Ok(space) = stream.dict.get(b"ColorSpace") {
            let space = Space::of(self.document, space);
            self.painting.spread(&space, "an image", area, &mut self.budget.inks);
        }
    }

    fn inline_image(&mut self, instruction: &Instruction<'_>, level: &Level<'a>) {
        let corners = [(0.0, 0.0), (1.0, 1.0)].map(|point| level.state.map.apply(point));
        let Some(area) = Area::around(&corners) else { return };
        let space = images::inline_space(self.document, level.resources, instruction);
        self.painting.spread(&space, "an image", area, &mut self.budget.inks);
    }

    fn settings(&mut self, instruction: &Instruction<'_>, level: &mut Level<'a>) {
        let name = instruction.name().unwrap_or_default();
        let Some((_, Object::Dictionary(dict))) =
            listed(self.document, level.resources, b"ExtGState", name)
        else {
            return;
        };
        let flag = |key: &[u8]| dict.get_deref(key, self.document).and_then(Object::as_bool).ok();
        let number = |key: &[u8]| {
            dict.get_deref(key, self.document).and_then(Object::as_float).ok().map(f64::from)
        };
        if let Some(on) = flag(b"OP") {
            level.state.overprint_stroke = on;
            level.state.overprint_fill = on;
        }
        if let Some(on) = flag(b"op") {
            level.state.overprint_fill = on;
        }
        if let Some(width) = number(b"LW") {
            level.state.line = width;
        }
        let mask = dict.get_deref(b"SMask", self.document);
        let masked = mask.is_ok_and(|mask| mask.as_dict().is_ok());
        let blend =
            dict.get_deref(b"BM", self.document).and_then(Object::as_name).unwrap_or(b"Normal");
        let blended = ![b"Normal".as_slice(), b"Compatible"].contains(&blend);
        let sheer = [b"ca", b"CA"].into_iter().any(|key| number(key).is_some_and(|one| one < 1.0));
        if masked || blended || sheer {
            self.painting.transparent();
        }
    }
}

fn first(instruction: &Instruction<'_>) -> Option<f64> {
    instruction.numbers().first().copied()
}

/// Adds the points of a piece of a path, as they stand on the page.
fn construct(instruction: &Instruction<'_>, level: &mut Level<'_>) {
    if level.path.len() > MOST_POINTS {
        return;
    }
    let numbers = instruction.numbers();
    let map = level.state.map;
    if instruction.operator == b"re" {
        if let &[x, y, width, height] = numbers.as_slice() {
            let corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)];
            level.path.extend(corners.map(|corner| map.apply(corner)));
        }
        return;
    }
    level.path.extend(numbers.chunks_exact(2).map(|point| map.apply((point[0], point[1]))));
}

/// An entry of the resources, with its number where it has one.
fn listed<'a>(
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    kind: &[u8],
    name: &[u8],
) -> Option<(Option<ObjectId>, &'a Object)> {
    let list = resources?.get_deref(kind, document).ok()?.as_dict().ok()?;
    document.dereference(list.get(name).ok()?).ok()
}

fn dict_of(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

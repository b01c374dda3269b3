//! What is painted on a page, one colour on one place after the other.

use std::collections::BTreeSet;

use super::boxes::Boxes;
use super::geometry::{Area, CLOSE};
use super::{Check, Demands, Notes};
use crate::diagnostics::Severity::{self, Error, Note, Warning};
use crate::press::content::{Instruction, Operand};
use crate::press::spaces::Space;

/// A colour as it is set.
#[derive(Clone, Debug)]
pub struct Colour {
    space: Space,
    parts: Vec<f64>,
    /// The name of a pattern.
    pub pattern: Option<Vec<u8>>,
}

impl Colour {
    /// The one that a page begins with.
    pub fn black() -> Self {
        Self { space: Space::Grey, parts: vec![0.0], pattern: None }
    }

    /// A colour with the numbers of an instruction.
    pub fn new(space: Space, instruction: &Instruction<'_>) -> Self {
        Self { space, parts: instruction.numbers(), pattern: None }
    }

    /// The one that a space begins with.
    pub fn first_of(space: Space) -> Self {
        let parts = match &space {
            Space::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
            Space::Inks(names, _) => vec![1.0; names.len()],
            Space::Rgb | Space::Lab => vec![0.0; 3],
            _ => vec![0.0],
        };
        Self { space, parts, pattern: None }
    }

    /// Sets another colour of the same space.
    pub fn set(&mut self, instruction: &Instruction<'_>) {
        self.parts = instruction.numbers();
        self.pattern = match instruction.operands.last() {
            Some(Operand::Name(name)) => Some(name.to_vec()),
            _ => None,
        };
    }

    /// What an uncoloured pattern is painted with.
    pub fn uncoloured(&self) -> Self {
        match &self.space {
            Space::Pattern(Some(below)) => {
                Self { space: (**below).clone(), parts: self.parts.clone(), pattern: None }
            }
            _ => Self::black(),
        }
    }

    /// Shares of cyan, magenta, yellow and black, where it is one of these inks.
    fn process(&self) -> Option<[f64; 4]> {
        match (&self.space, self.parts.as_slice()) {
            (Space::Cmyk, &[cyan, magenta, yellow, black]) => Some([cyan, magenta, yellow, black]),
            (Space::Grey, &[grey]) => Some([0.0, 0.0, 0.0, 1.0 - grey]),
            _ => None,
        }
    }

    /// The sum of the inks in percent.
    fn total(&self) -> f64 {
        let sum = match &self.space {
            Space::Cmyk | Space::Inks(..) => self.parts.iter().sum(),
            _ => 0.0,
        };
        sum * 100.0
    }

    /// Whether it is in all inks at once, as marks are.
    fn is_registration(&self) -> bool {
        matches!(&self.space, Space::Inks(names, _) if names.iter().any(|name| name == b"All"))
    }

    fn is_white(&self) -> bool {
        match &self.space {
            Space::Cmyk | Space::Inks(..) => self.parts.iter().all(|part| *part <= 0.0),
            Space::Grey | Space::Rgb => {
                !self.parts.is_empty() && self.parts.iter().all(|part| *part >= 1.0)
            }
            _ => false,
        }
    }
}

/// What is painted.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Letters of this size.
    Letters {
        /// In points.
        size: f64,
    },
    /// A field.
    Fill,
    /// A line of this width.
    Stroke {
        /// In points.
        width: f64,
    },
}

/// The checks of a page.
pub struct Painting<'a> {
    page: usize,
    boxes: Boxes,
    demands: Demands,
    notes: &'a mut Notes,
}

const INKS: &str =
    "convert to CMYK or to the printer's spot colours, with the profile of the printing condition";
const BLACK: &str =
    "set black letters in 100 % black alone: of several inks each is a hair's breadth off";
const LESS: &str =
    "take colour out of the dark places, or convert with the profile of the printing condition";
const KNOCK: &str = "let white knock out: white that overprints leaves nothing to be seen";
const THICKER: &str = "make the line 0.25 pt or more";
const FINER: &str = "take the image in the size that it has in the original, or print it smaller";
const REACH: &str = "let what reaches the edge go on into the bleed; the knife is never exact";
const AWAY: &str = "keep the colour of all inks for marks outside of the trimmed page";
const MODERN: &str =
    "send it as PDF/X-4, which keeps transparency, and ask whether the printer takes it";

/// Below this size letters are body text.
const BODY: f64 = 14.0;

impl<'a> Painting<'a> {
    /// The checks of a page with these boxes.
    pub fn new(page: usize, boxes: Boxes, demands: Demands, notes: &'a mut Notes) -> Self {
        Self { page, boxes, demands, notes }
    }

    /// The whole sheet.
    pub fn sheet(&self) -> Area {
        self.boxes.media
    }

    fn note(
        &mut self,
        severity: Severity,
        check: Check,
        message: impl Into<String>,
        help: &'static str,
    ) {
        self.notes.add(severity, check, Some(self.page), message, help);
    }

    /// Looks at a colour on a place.
    pub fn paint(
        &mut self,
        colour: &Colour,
        kind: Kind,
        area: Area,
        overprints: bool,
        inks: &mut BTreeSet<String>,
    ) {
        name_inks(colour, inks);
        if colour.space.holds_rgb() {
            let what = match kind {
                Kind::Letters { .. } => "letters",
                Kind::Fill => "fields",
                Kind::Stroke { .. } => "lines",
            };
            self.light(what);
        }
        let printed = self.boxes.bleed.meets(&area) || self.boxes.bleed.holds(&area);
        if colour.is_registration() {
            if self.boxes.cut().meets(&area) {
                let message = "the colour of all inks stands on the page, and not beside it";
                self.note(Error, Check::Marks, message, AWAY);
            }
            return;
        }
        if overprints && colour.is_white() && printed {
            self.note(Error, Check::Overprint, "white overprints", KNOCK);
        }
        let total = colour.total();
        if total > self.demands.ink_limit + 0.5 && printed {
            let message = format!(
                "the inks of a colour sum up to {} %, more than {} %",
                total.round(),
                self.demands.ink_limit
            );
            self.note(Error, Check::TotalInk, message, LESS);
        }
        match kind {
            Kind::Letters { size } => self.letters(colour, size, printed),
            Kind::Stroke { width } => self.line(width, printed),
            Kind::Fill => {
                self.edge(colour, area);
                // A field may be drawn as thin as a line.
                let thin = area.width().min(area.height());
                if thin > 0.0 && !colour.is_white() {
                    self.line(thin, printed);
                }
            }
        }
    }

    /// Letters that are black, or nearly, are to be of black alone.
    fn letters(&mut self, colour: &Colour, size: f64, printed: bool) {
        let Some([cyan, magenta, yellow, black]) = colour.process() else { return };
        let colours = [cyan, magenta, yellow];
        let coloured = colours.iter().any(|ink| *ink > 0.0);
        let least = colours.into_iter().fold(f64::INFINITY, f64::min);
        let is_black = black >= 0.85 || black + least >= 0.95;
        if printed && size < BODY && coloured && is_black {
            self.note(Error, Check::Text, "black letters are printed with several inks", BLACK);
        }
    }

    fn line(&mut self, width: f64, printed: bool) {
        if printed && width < self.demands.hairline - 0.005 {
            let message = format!("a line is thinner than {} pt", self.demands.hairline);
            self.note(Warning, Check::Hairline, message, THICKER);
        }
    }

    /// What ends at the edge of the trimmed page, or a little behind it, has no bleed there.
    fn edge(&mut self, colour: &Colour, area: Area) {
        if self.boxes.trim.is_none() || colour.is_white() {
            return;
        }
        self.reach(area);
    }

    fn reach(&mut self, area: Area) {
        let (trim, bleed) = (self.boxes.cut(), self.boxes.bleed);
        if !trim.meets(&area) {
            return;
        }
        // Each as the distance outwards from the edge of the trimmed page.
        let sides = [
            (trim.left - area.left, trim.left - bleed.left),
            (trim.bottom - area.bottom, trim.bottom - bleed.bottom),
            (area.right - trim.right, bleed.right - trim.right),
            (area.top - trim.top, bleed.top - trim.top),
        ];
        let short = |(out, wanted): &(f64, f64)| {
            *out > -0.75 && *out < wanted.min(self.demands.bleed) - 0.5
        };
        if sides.iter().any(short) {
            let message = "something ends at the edge of the trimmed page, without bleed";
            self.note(Warning, Check::Bleed, message, REACH);
        }
    }

    /// Looks at an image or a gradient: its space is known, its colours are not.
    pub fn spread(&mut self, space: &Space, what: &str, area: Area, inks: &mut BTreeSet<String>) {
        name_inks(&Colour::first_of(space.clone()), inks);
        if space.holds_rgb() {
            self.light(what);
        }
        if what == "an image" && self.boxes.trim.is_some() {
            self.reach(area);
        }
    }

    /// Something is coloured with light.
    pub fn light(&mut self, what: &str) {
        let verb = if what.ends_with('s') { "are" } else { "is" };
        let message = format!("{what} {verb} in RGB");
        self.note(Error, Check::Colours, message, INKS);
    }

    /// Something is transparent.
    pub fn transparent(&mut self) {
        self.note(Note, Check::Transparency, "there is transparency", MODERN);
    }

    /// The pixels of an image, and how long and high it stands on the page.
    pub fn resolution(
        &mut self,
        (wide, high): (f64, f64),
        (width, height): (f64, f64),
        area: Area,
    ) {
        if width <= CLOSE || height <= CLOSE || !self.boxes.bleed.meets(&area) {
            return;
        }
        let inch = (wide / width).min(high / height) * 72.0;
        if inch < self.demands.resolution - 0.5 {
            let message = format!(
                "an image has {} pixels an inch, fewer than {}",
                inch.round(),
                self.demands.resolution
            );
            self.note(Warning, Check::Resolution, message, FINER);
        }
    }
}

/// Adds the inks of a colour to those of the file.
fn name_inks(colour: &Colour, inks: &mut BTreeSet<String>) {
    if let Some(process) = colour.process() {
        let names = ["Cyan", "Magenta", "Yellow", "Black"];
        inks.extend(
            process
                .iter()
                .zip(names)
                .filter(|(ink, _)| **ink > 0.0)
                .map(|(_, name)| name.to_owned()),
        );
    } else if let Space::Inks(names, _) = &colour.space {
        let printed =
            names.iter().filter(|name| ![b"All".as_slice(), b"None"].contains(&name.as_slice()));
        inks.extend(printed.map(|name| String::from_utf8_lossy(name).into_owned()));
    }
}

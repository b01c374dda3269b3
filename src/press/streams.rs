//! Content streams in colours of the screen become content streams in inks.

use lopdf::{Dictionary, Document};

use super::content::{Instruction, instructions};
use super::inks::{BLACK, Ink, Inks, Process};
use super::spaces::Space;

/// The names under which a converted stream finds its settings of overprinting.
pub const OVERPRINT: &str = "RectoOverprint";
/// The way back.
pub const KNOCKOUT: &str = "RectoKnockout";

/// A converted stream, and what its resources have to hold for it.
#[derive(Debug, Default)]
pub struct Converted {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Spot colours by the names of their spaces: ink, and what stands for it.
    pub spots: Vec<(String, String, Process)>,
    /// Whether it switches overprinting.
    pub overprints: bool,
    /// What could not be converted.
    pub faults: Vec<String>,
}

/// Converts the bytes of a content stream with these resources.
pub fn convert(
    document: &Document,
    resources: Option<&Dictionary>,
    bytes: &[u8],
    inks: &Inks,
) -> Converted {
    let mut rewriter = Rewriter {
        document,
        resources,
        inks,
        bytes,
        copied: 0,
        state: State { fill: Space::Grey, stroke: Space::Grey, overprint: false },
        saved: Vec::new(),
        converted: Converted::default(),
    };
    let mut list = instructions(bytes).peekable();
    while let Some(instruction) = list.next() {
        let next = list.peek().map(|next| next.operator);
        rewriter.instruction(&instruction, next);
    }
    rewriter.converted.bytes.extend_from_slice(&bytes[rewriter.copied..]);
    rewriter.converted
}

#[derive(Clone)]
struct State {
    fill: Space,
    stroke: Space,
    /// Whether fills overprint.
    overprint: bool,
}

struct Rewriter<'a> {
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    inks: &'a Inks,
    bytes: &'a [u8],
    /// Up to where the bytes are in the result.
    copied: usize,
    state: State,
    saved: Vec<State>,
    converted: Converted,
}

/// Whether a colour fills or strokes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Fill,
    Stroke,
}

impl Rewriter<'_> {
    fn instruction(&mut self, instruction: &Instruction<'_>, next: Option<&[u8]>) {
        match instruction.operator {
            b"q" => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"rg" => self.light(instruction, Use::Fill),
            b"RG" => self.light(instruction, Use::Stroke),
            b"g" => self.grey(instruction, Use::Fill),
            b"G" => self.grey(instruction, Use::Stroke),
            b"k" => self.process(instruction, Use::Fill),
            b"K" => self.process(instruction, Use::Stroke),
            b"cs" => self.space(instruction, Use::Fill, next),
            b"CS" => self.space(instruction, Use::Stroke, next),
            b"sc" | b"scn" => self.colour(instruction, Use::Fill),
            b"SC" | b"SCN" => self.colour(instruction, Use::Stroke),
            b"BI" => self.inline_image(instruction),
            _ => {}
        }
    }

    /// Puts a text in the place of an instruction.
    fn replace(&mut self, instruction: &Instruction<'_>, text: &str) {
        let result = &mut self.converted.bytes;
        result.extend_from_slice(&self.bytes[self.copied..instruction.range.start]);
        result.extend_from_slice(text.as_bytes());
        self.copied = instruction.range.end;
    }

    fn light(&mut self, instruction: &Instruction<'_>, on: Use) {
        if let &[red, green, blue] = instruction.numbers().as_slice() {
            let ink = self.inks.of([red, green, blue]);
            self.paint(instruction, on, &ink);
        }
    }

    fn grey(&mut self, instruction: &Instruction<'_>, on: Use) {
        if let &[grey] = instruction.numbers().as_slice() {
            let ink = self.inks.of([grey; 3]);
            self.paint(instruction, on, &ink);
        }
    }

    /// Inks that are given as inks stay as they are, but for an edition in grey.
    fn process(&mut self, instruction: &Instruction<'_>, on: Use) {
        let &[cyan, magenta, yellow, black] = instruction.numbers().as_slice() else { return };
        let given = [cyan, magenta, yellow, black];
        let limited = self.inks.limited(given);
        let is_black = limited[..3].iter().all(|ink| *ink <= 0.0) && limited[3] >= 1.0;
        let switch = self.switch(on, is_black);
        let same = limited.iter().zip(given).all(|(ink, given)| (ink - given).abs() < 1e-6);
        let colour = if same {
            String::from_utf8_lossy(&self.bytes[instruction.range.clone()]).into_owned()
        } else {
            let [cyan, magenta, yellow, black] = limited.map(number);
            format!("{cyan} {magenta} {yellow} {black} {}", if on == Use::Fill { "k" } else { "K" })
        };
        self.replace(instruction, &format!("{switch}{colour}"));
    }

    fn paint(&mut self, instruction: &Instruction<'_>, on: Use, ink: &Ink) {
        let is_fill = on == Use::Fill;
        let switch = self.switch(on, *ink == Ink::Process(BLACK));
        let colour = match ink {
            Ink::Process(process) => {
                let [cyan, magenta, yellow, black] =
                    process.map(|ink| number(f64::from(ink) / 100.0));
                format!("{cyan} {magenta} {yellow} {black} {}", if is_fill { "k" } else { "K" })
            }
            Ink::Spot { name, tint, nearest } => {
                let space = self.spot(name, *nearest);
                let (select, set) = if is_fill { ("cs", "scn") } else { ("CS", "SCN") };
                format!("/{space} {select} {} {set}", number(f64::from(*tint) / 100.0))
            }
        };
        self.replace(instruction, &format!(" {switch}{colour}"));
    }

    /// What has to stand before a colour so that black letters print over what is below them, without a gap,
    /// and all else does not.
    fn switch(&mut self, on: Use, is_black: bool) -> String {
        if on == Use::Stroke || self.state.overprint == is_black {
            return String::new();
        }
        self.state.overprint = is_black;
        self.converted.overprints = true;
        format!(" /{} gs ", if is_black { OVERPRINT } else { KNOCKOUT })
    }

    /// The name of the space of a spot colour.
    fn spot(&mut self, ink: &str, nearest: Process) -> String {
        let known = self.converted.spots.iter().find(|(_, name, _)| name == ink);
        if let Some((space, ..)) = known {
            return space.clone();
        }
        let space = format!("RectoSpot{}", self.converted.spots.len());
        self.converted.spots.push((space.clone(), ink.to_owned(), nearest));
        space
    }

    fn space(&mut self, instruction: &Instruction<'_>, on: Use, next: Option<&[u8]>) {
        let Some(name) = instruction.name() else { return };
        let space = Space::named(self.document, self.resources, name);
        let converted = matches!(space, Space::Rgb | Space::Grey);
        if matches!(&space, Space::Lab | Space::Indexed(_))
            || matches!(&space, Space::Inks(..) | Space::Pattern(Some(_)) if space.holds_rgb())
        {
            self.converted.faults.push(format!("a colour space, {}", describe(&space)));
        }
        match on {
            Use::Fill => self.state.fill = space,
            Use::Stroke => self.state.stroke = space,
        }
        if converted {
            // A colour follows at once, as a rule; without one the space begins with black.
            let is_set = matches!(
                (on, next),
                (Use::Fill, Some(b"sc" | b"scn")) | (Use::Stroke, Some(b"SC" | b"SCN"))
            );
            if is_set {
                self.replace(instruction, "");
            } else {
                self.paint(instruction, on, &Ink::Process(BLACK));
            }
        }
    }

    fn colour(&mut self, instruction: &Instruction<'_>, on: Use) {
        let space = match on {
            Use::Fill => &self.state.fill,
            Use::Stroke => &self.state.stroke,
        };
        match space {
            Space::Rgb => self.light(instruction, on),
            Space::Grey => self.grey(instruction, on),
            _ => {
                let switch = self.switch(on, false);
                if !switch.is_empty() {
                    let range = instruction.range.clone();
                    let colour = String::from_utf8_lossy(&self.bytes[range]).into_owned();
                    self.replace(instruction, &format!("{switch}{colour}"));
                }
            }
        }
    }

    fn inline_image(&mut self, instruction: &Instruction<'_>) {
        use super::content::Operand::Name;
        let rgb = [b"RGB".as_slice(), b"DeviceRGB"];
        if instruction.operands.iter().any(|one| matches!(one, Name(name) if rgb.contains(name))) {
            self.converted.faults.push("an image within the text of a page".to_owned());
        }
    }
}

/// A space in words.
pub fn describe(space: &Space) -> &'static str {
    match space {
        Space::Rgb => "RGB",
        Space::Grey => "grey",
        Space::Cmyk => "CMYK",
        Space::Lab => "CIE Lab",
        Space::Inks(_, below) if below.holds_rgb() => "inks that RGB stands for",
        Space::Inks(..) => "inks of their own",
        Space::Indexed(_) => "a table of colours",
        Space::Pattern(_) => "a pattern",
        Space::Unknown => "an unknown space",
    }
}

/// A number as content streams write it: four digits after the point at most.
pub fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

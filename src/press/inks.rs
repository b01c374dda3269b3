//! Colours of the screen become inks.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::profile::Condition;
use crate::light;
use crate::report::theme::Colour;
use crate::report::{Colours, PrintSettings, Theme};

/// Percent of cyan, magenta, yellow and black.
pub type Process = [u8; 4];

/// What a colour of the screen is printed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The process inks.
    Process(Process),
    /// An ink of its own, in percent, and the process inks that come nearest to the full ink.
    Spot {
        /// Its name, as the printer knows it.
        name: String,
        /// How much of it.
        tint: u8,
        /// What stands for it where it is not at hand.
        nearest: Process,
    },
}

/// Black, and nothing else.
pub const BLACK: Process = [0, 0, 0, 100];

/// Channels that differ by this little or less make a grey.
const NEUTRAL: u8 = 3;

/// A colour as dark as this, whose channels differ by no more than that, is meant as black: of several inks, its
/// letters would be blurred.
const DARK: u8 = 56;
const DARK_NEUTRAL: u8 = 24;

/// How colours become inks.
pub struct Inks {
    chosen: BTreeMap<[u8; 3], Ink>,
    colours: Colours,
    limit: u32,
    convert: Box<dyn Fn([u8; 3]) -> [u8; 4]>,
    known: RefCell<BTreeMap<[u8; 3], Process>>,
}

impl Inks {
    /// The inks of an edition: those that the theme chose for its colours, and those of the printing condition
    /// for all others.
    pub fn new(
        settings: &PrintSettings,
        condition: &Condition,
        chosen: BTreeMap<[u8; 3], Ink>,
    ) -> Self {
        Self {
            chosen,
            colours: settings.colours,
            limit: settings.ink_limit,
            convert: Box::new(condition.inks()),
            known: RefCell::default(),
        }
    }

    /// What a colour of sRGB, each channel from 0 to 1, is printed with.
    pub fn of(&self, colour: [f64; 3]) -> Ink {
        let colour = colour.map(byte);
        if self.colours == Colours::Grey {
            return Ink::Process(self.grey_of(colour));
        }
        if let Some(ink) = self.chosen.get(&colour) {
            return ink.clone();
        }
        Ink::Process(self.process(colour))
    }

    /// The process inks of a colour, whatever the theme chose.
    pub fn process_of(&self, colour: [f64; 3]) -> Process {
        match self.of(colour) {
            Ink::Process(process) => process,
            Ink::Spot { tint, nearest, .. } => nearest.map(|ink| share(ink, tint)),
        }
    }

    /// Process inks as they are printed: within the limit, and black alone where there is no other ink.
    pub fn limited(&self, inks: [f64; 4]) -> [f64; 4] {
        let [cyan, magenta, yellow, black] = inks;
        if self.colours == Colours::Grey {
            let light = |ink: f64| 1.0 - ink * (1.0 - black);
            let grey = luma([light(cyan), light(magenta), light(yellow)]) * (1.0 - black);
            let colourless = cyan == 0.0 && magenta == 0.0 && yellow == 0.0;
            return [0.0, 0.0, 0.0, if colourless { black } else { 1.0 - grey }];
        }
        inks
    }

    /// In grey, the tint that is as light as the colour. A colour of which the theme says that it is black is
    /// black here too.
    fn grey_of(&self, colour: [u8; 3]) -> Process {
        match self.chosen.get(&colour) {
            Some(Ink::Process([0, 0, 0, black])) => [0, 0, 0, *black],
            _ => [0, 0, 0, percent(1.0 - luma(colour.map(|channel| f64::from(channel) / 255.0)))],
        }
    }

    fn process(&self, colour: [u8; 3]) -> Process {
        let (least, most) = (colour.iter().min(), colour.iter().max());
        let spread = most.unwrap_or(&0) - least.unwrap_or(&0);
        if spread <= DARK_NEUTRAL && *most.unwrap_or(&0) <= DARK {
            return BLACK;
        }
        if spread <= NEUTRAL {
            return self.grey_of(colour);
        }
        *self.known.borrow_mut().entry(colour).or_insert_with(|| {
            // Whole percents: what a press can hold, and the same on every machine.
            within((self.convert)(colour).map(|ink| percent(f64::from(ink) / 255.0)), self.limit)
        })
    }
}

/// Takes as much of the colours as the sum of the inks exceeds its limit by.
fn within(inks: Process, limit: u32) -> Process {
    let [cyan, magenta, yellow, black] = inks;
    let colours = u32::from(cyan) + u32::from(magenta) + u32::from(yellow);
    let room = limit.saturating_sub(u32::from(black));
    if colours <= room {
        return inks;
    }
    let less = |ink: u8| u8::try_from(u32::from(ink) * room / colours).unwrap_or(ink);
    [less(cyan), less(magenta), less(yellow), black]
}

/// A share of an ink, both in percent.
fn share(ink: u8, tint: u8) -> u8 {
    percent(f64::from(ink) * f64::from(tint) / 10_000.0)
}

/// How light a colour of sRGB looks, from 0 to 1, as a grey of sRGB.
fn luma(colour: [f64; 3]) -> f64 {
    let light = light::luminance(colour);
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was brought between 0 and 255"
)]
fn byte(channel: f64) -> u8 {
    (channel.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was brought between 0 and 100"
)]
fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// The inks that a theme chose for its colours.
pub fn theme_inks(theme: &Theme) -> BTreeMap<[u8; 3], Ink> {
    let ink = |colour: &Colour| {
        let nearest = colour.cmyk.map(|ink| percent(ink / 100.0));
        match &colour.spot {
            Some(name) => Ink::Spot { name: name.clone(), tint: 100, nearest },
            None => Ink::Process(nearest),
        }
    };
    let mut inks = BTreeMap::new();
    // Two keys may name one colour, of which one says its inks: that of a chart is the accent's.
    for colour in theme.colours() {
        if colour.inks_are_stated() {
            inks.insert(colour.rgb, ink(colour));
        } else {
            inks.entry(colour.rgb).or_insert_with(|| ink(colour));
        }
    }
    inks
}

//! Colours: what a layout names by its part in the chart, and what a style makes of it.
//!
//! Layouts never hold a colour of a theme. They say "the third series" or "a grid line", and the
//! painter asks the style, so that one layout serves every theme.

use super::style::Style;
use crate::light;

/// An opaque colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Red, from 0 to 255.
    pub red: u8,
    /// Green, from 0 to 255.
    pub green: u8,
    /// Blue, from 0 to 255.
    pub blue: u8,
}

/// The part that a colour plays in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    White,
    Ink,
    Quiet,
    Leader,
    Grid,
    Base,
    Muted,
    Series(usize),
    Fixed(Rgb),
}

/// What a colour is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// As it is.
    Plain,
    /// For text that stands on the colour.
    TextOn,
    /// For text in the colour on white, where it is dark enough to be read.
    TextIn,
}

/// A colour by its role, perhaps thinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Color {
    role: Role,
    /// Thousandths of the colour; the rest is white.
    strength: u16,
    purpose: Use,
}

/// The least contrast of text with its ground, as WCAG 2 asks at level AA.
pub(super) const TEXT_CONTRAST: f64 = 4.5;

impl Rgb {
    /// White.
    pub const WHITE: Rgb = Rgb::new(0xFF, 0xFF, 0xFF);

    /// A colour by its channels.
    pub const fn new(red: u8, green: u8, blue: u8) -> Rgb {
        Rgb { red, green, blue }
    }

    /// Reads `#1F4E79`, as themes write colours.
    pub fn parse(text: &str) -> Option<Rgb> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Rgb::new(channel(0)?, channel(2)?, channel(4)?))
    }

    /// The colour thinned with white; `strength` 1 leaves it as it is, 0 gives white.
    pub(super) fn tint(self, strength: f64) -> Rgb {
        let thin = |channel: u8| {
            let value = 255.0 - (255.0 - f64::from(channel)) * strength.clamp(0.0, 1.0);
            // The value lies between 0 and 255, so the cast only drops the fraction.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
            let whole = value.round() as u8;
            whole
        };
        Rgb::new(thin(self.red), thin(self.green), thin(self.blue))
    }

    /// Contrast ratio with another colour as WCAG 2 defines it.
    pub(super) fn contrast(self, other: Rgb) -> f64 {
        light::contrast(self.channels(), other.channels())
    }

    /// Red, green and blue from 0 to 1.
    fn channels(self) -> [f64; 3] {
        light::of_bytes([self.red, self.green, self.blue])
    }

    /// Red, green and blue in proportion to light.
    pub(super) fn linear(self) -> [f64; 3] {
        light::linear(self.channels())
    }
}

impl Color {
    /// A colour that no theme changes.
    pub(super) const fn new(red: u8, green: u8, blue: u8) -> Color {
        Color::of(Role::Fixed(Rgb::new(red, green, blue)))
    }

    pub(super) const fn of(role: Role) -> Color {
        Color { role, strength: 1000, purpose: Use::Plain }
    }

    /// The colour thinned with white; `strength` 1 leaves it as it is, 0 gives white.
    pub(super) fn tint(self, strength: f64) -> Color {
        let thinned = f64::from(self.strength) * strength.clamp(0.0, 1.0);
        // The value lies between 0 and 1000, so the cast only drops the fraction.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let strength = thinned.round() as u16;
        Color { strength, ..self }
    }

    /// White or the ink colour, whichever is read more easily on this colour.
    pub(super) fn readable_ink(self) -> Color {
        Color { purpose: Use::TextOn, ..self }
    }

    /// This colour for text on white, or the ink colour where it is too light to be read.
    pub(super) fn as_text(self) -> Color {
        Color { purpose: Use::TextIn, ..self }
    }

    /// The colour that a style gives.
    pub(super) fn resolve(self, style: &Style) -> Rgb {
        let full = match self.role {
            Role::White => Rgb::WHITE,
            Role::Ink => style.ink,
            Role::Quiet => style.quiet,
            Role::Leader => style.leader,
            Role::Grid => style.grid,
            Role::Base => style.base,
            Role::Muted => style.muted,
            Role::Series(index) => style.series(index),
            Role::Fixed(color) => color,
        };
        let color = full.tint(f64::from(self.strength) / 1000.0);
        match self.purpose {
            Use::Plain => color,
            Use::TextOn => text_on(color, style),
            Use::TextIn if color.contrast(Rgb::WHITE) >= TEXT_CONTRAST => color,
            Use::TextIn => style.ink,
        }
    }
}

/// White or ink, whichever is read more easily on a colour; black where neither is read well, as on the
/// middle of a scale. One of white and black always is.
fn text_on(ground: Rgb, style: &Style) -> Rgb {
    let by_contrast = |first: Rgb, second: Rgb| {
        if ground.contrast(first) >= ground.contrast(second) { first } else { second }
    };
    let best = by_contrast(Rgb::WHITE, style.ink);
    if ground.contrast(best) >= TEXT_CONTRAST {
        return best;
    }
    by_contrast(best, Rgb::new(0, 0, 0))
}

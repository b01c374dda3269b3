//! Colours of a theme: on the screen, on the press, and whether text on them can be read.

use serde_json::{Value, json};

use super::super::reader::{Entry, Table};
use crate::charts::Rgb;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::light;

/// A colour for the screen and for the press.
#[derive(Clone, Debug, PartialEq)]
pub struct Colour {
    /// Red, green and blue in sRGB.
    pub rgb: [u8; 3],
    /// Cyan, magenta, yellow and black in per cent.
    pub cmyk: [f64; 4],
    /// The name of an ink of its own, which the four stand for where the press does not have it.
    pub spot: Option<String>,
}

impl Colour {
    /// Whether the theme says which inks the colour has, instead of leaving that to be computed.
    pub fn inks_are_stated(&self) -> bool {
        let computed = inks(self.rgb);
        let differs = |(one, other): (&f64, f64)| (one - other).abs() > 1e-6;
        self.spot.is_some() || self.cmyk.iter().zip(computed).any(differs)
    }
}

/// What the pages are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Screens: sRGB.
    Screen,
    /// The press: four inks, and inks of their own.
    Press,
}

/// Reads `"#rrggbb"` or a table with `rgb`, `cmyk` and `spot`.
pub fn read_colour(
    table: &Table<'_>,
    key: &str,
    entry: Entry<'_>,
    problems: &mut Diagnostics,
) -> Option<Colour> {
    if !entry.is_table() && !entry.is_text() {
        problems.push(entry.wrong_type(key, "a colour such as \"#1F4E79\""));
        return None;
    }
    if entry.is_text() {
        let text = table.text_of(key, entry, problems)?;
        let Some(rgb) = hexadecimal(text.as_str()) else {
            problems.push(no_colour(key, text.as_str(), text.whole_span()));
            return None;
        };
        return Some(Colour { rgb, cmyk: inks(rgb), spot: None });
    }
    let inner = table.table_of(key, entry, problems)?;
    let text = inner.text("rgb", problems);
    let rgb = text.as_ref().and_then(|text| {
        let rgb = hexadecimal(text.as_str());
        if rgb.is_none() {
            problems.push(no_colour(key, text.as_str(), text.whole_span()));
        }
        rgb
    });
    let cmyk = read_inks(&inner, problems);
    let spot = inner.text("spot", problems).map(|name| name.as_str().to_owned());
    if text.is_none() && !inner.has("cmyk") {
        inner.require("rgb", problems);
    }
    inner.finish(problems);
    match (rgb, cmyk) {
        (Some(rgb), cmyk) => Some(Colour { rgb, cmyk: cmyk.unwrap_or_else(|| inks(rgb)), spot }),
        (None, Some(cmyk)) if text.is_none() => Some(Colour { rgb: light(cmyk), cmyk, spot }),
        (None, _) => None,
    }
}

fn read_inks(table: &Table<'_>, problems: &mut Diagnostics) -> Option<[f64; 4]> {
    let entry = table.get("cmyk")?;
    let numbers = entry.numbers().and_then(|numbers| <[f64; 4]>::try_from(numbers).ok());
    let inks = numbers.filter(|inks| inks.iter().all(|ink| (0.0..=100.0).contains(ink)));
    if inks.is_none() {
        problems.push(
            Diagnostic::new(Code::InvalidValue, "`cmyk` is not four per cents")
                .at(entry.span, "")
                .help("write cyan, magenta, yellow and black from 0 to 100: `cmyk = [90, 60, 20, 15]`"),
        );
    }
    inks
}

fn no_colour(key: &str, text: &str, span: crate::source::Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{key}` is `{text}`, which is no colour"))
        .at(span, "")
        .help("write six hexadecimal digits, such as \"#1F4E79\", or a table: `{ rgb = \"#1F4E79\", cmyk = [90, 60, 20, 15] }`")
}

fn hexadecimal(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// The inks of a colour for which a theme states none: as much black as the three have in common, so that a grey
/// stands on black alone.
fn inks(rgb: [u8; 3]) -> [f64; 4] {
    let [red, green, blue] = rgb.map(|channel| 1.0 - f64::from(channel) / 255.0);
    let black = red.min(green).min(blue);
    let rest = 1.0 - black;
    let share = |ink: f64| if rest > 0.0 { (ink - black) / rest } else { 0.0 };
    [share(red), share(green), share(blue), black].map(|ink| (ink * 100.0).round())
}

/// How inks look on a screen, roughly.
fn light(cmyk: [f64; 4]) -> [u8; 3] {
    let [cyan, magenta, yellow, black] = cmyk.map(|ink| ink / 100.0);
    let channel = |ink: f64| {
        // Both factors lie between 0 and 1, so the cast only drops the fraction.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let channel = (255.0 * (1.0 - ink) * (1.0 - black)).round() as u8;
        channel
    };
    [channel(cyan), channel(magenta), channel(yellow)]
}

impl Colour {
    /// The contrast of two colours on a screen by WCAG 2.1, from 1 to 21.
    pub fn contrast(&self, other: &Self) -> f64 {
        light::contrast(light::of_bytes(self.rgb), light::of_bytes(other.rgb))
    }

    /// `#1F4E79`.
    pub fn hexadecimal(&self) -> String {
        let [red, green, blue] = self.rgb;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// What the templates make a colour of.
    pub fn ink(&self, medium: Medium) -> Value {
        match (medium, &self.spot) {
            (Medium::Screen, _) => json!({ "rgb": self.hexadecimal() }),
            (Medium::Press, None) => json!({ "cmyk": self.cmyk }),
            (Medium::Press, Some(name)) => json!({ "cmyk": self.cmyk, "spot": name }),
        }
    }
}

impl From<&Colour> for Rgb {
    fn from(colour: &Colour) -> Self {
        let [red, green, blue] = colour.rgb;
        Self::new(red, green, blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks_of(rgb: [u8; 3]) -> String {
        format!("{:?}", inks(rgb))
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let colour = |text: &str| {
            let rgb = hexadecimal(text).unwrap();
            Colour { rgb, cmyk: inks(rgb), spot: None }
        };
        let white = colour("#FFFFFF");
        let ratio = |text: &str| format!("{:.2}", colour(text).contrast(&white));
        assert_eq!(ratio("#000000"), "21.00");
        assert_eq!(ratio("#FFFFFF"), "1.00");
        // The two greys between which the line of 4.5 falls.
        assert_eq!(ratio("#767676"), "4.54");
        assert_eq!(ratio("#777777"), "4.48");
    }

    #[test]
    fn a_grey_stands_on_black_alone() {
        assert_eq!(inks_of([0, 0, 0]), "[0.0, 0.0, 0.0, 100.0]");
        assert_eq!(inks_of([255, 255, 255]), "[0.0, 0.0, 0.0, 0.0]");
        assert_eq!(inks_of([102, 102, 102]), "[0.0, 0.0, 0.0, 60.0]");
        assert_eq!(inks_of([255, 0, 0]), "[0.0, 100.0, 100.0, 0.0]");
        assert_eq!(light([0.0, 100.0, 100.0, 0.0]), [255, 0, 0]);
    }
}

//! Lengths with units, such as `3mm`.

use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::MappedText;

/// A length, exact to the micrometre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length {
    micrometres: u32,
}

/// Units and how many nanometres each has.
const UNITS: [(&str, u64); 4] =
    [("mm", 1_000_000), ("cm", 10_000_000), ("in", 25_400_000), ("pt", 352_778)];

/// The greatest length that is read, in millimetres: none of a page is longer.
const LARGEST: u64 = 5000;

impl Length {
    /// So many micrometres.
    pub const fn micrometres(micrometres: u32) -> Self {
        Self { micrometres }
    }

    /// So many millimetres.
    pub const fn millimetres(millimetres: u32) -> Self {
        Self { micrometres: millimetres * 1000 }
    }

    /// Reads `3mm`, `0.1 mm`, `1.5cm`, `0.25in` or `9pt`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, nanometres) = UNITS
            .iter()
            .find_map(|(unit, size)| text.strip_suffix(unit).map(|number| (number, *size)))?;
        let number = number.trim_end();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| {
            (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole) || !digits(fraction) {
            return None;
        }
        let millionths = whole.parse::<u64>().ok()? * 1_000_000
            + format!("{fraction:0<6}").parse::<u64>().ok()?;
        let micrometres = (millionths * nanometres / 1_000_000 + 500) / 1000;
        (micrometres <= LARGEST * 1000)
            .then(|| u32::try_from(micrometres).map(Self::micrometres).ok())
            .flatten()
    }

    /// In micrometres.
    pub fn as_micrometres(self) -> u32 {
        self.micrometres
    }

    /// In points of 1/72 inch.
    pub fn points(self) -> f64 {
        f64::from(self.micrometres) * 72.0 / 25_400.0
    }

    /// In millimetres.
    pub fn in_millimetres(self) -> f64 {
        f64::from(self.micrometres) / 1000.0
    }
}

impl std::fmt::Display for Length {
    /// Millimetres with the digits that it has: `3mm`, `0.1mm`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}mm", self.in_millimetres())
    }
}

/// Reads a length between two bounds; absent means `None`.
pub fn read_length(
    table: &Table<'_>,
    key: &str,
    (least, most): (Length, Length),
    problems: &mut Diagnostics,
) -> Option<Length> {
    let text = table.text(key, problems)?;
    match Length::parse(text.as_str()) {
        Some(length) if (least..=most).contains(&length) => Some(length),
        Some(length) => {
            problems.push(out_of_bounds(&text, key, length, least, most));
            None
        }
        None => {
            problems.push(no_length(&text, key));
            None
        }
    }
}

fn no_length(text: &MappedText, key: &str) -> Diagnostic {
    let message = format!("`{key}` is no length: `{}`", text.as_str());
    Diagnostic::new(Code::InvalidValue, message)
        .at(text.whole_span(), "")
        .help("write a number with its unit, such as `3mm`, `0.25in` or `9pt`")
}

fn out_of_bounds(
    text: &MappedText,
    key: &str,
    length: Length,
    least: Length,
    most: Length,
) -> Diagnostic {
    let message = format!("`{key}` is {length}; it lies between {least} and {most}");
    Diagnostic::new(Code::InvalidValue, message).at(text.whole_span(), "")
}

//! What has to hold between the values of a theme.

use super::super::FontSettings;
use super::colour::Colour;
use super::keys::READ_ON;
use super::values::{Places, Values};
use super::{Theme, Value};
use crate::charts;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Span;

/// The least contrast of text on its ground (WCAG 2.1, level AA).
const CONTRAST: f64 = 4.5;

/// Every family has to be that of a font at hand.
pub fn check_faces(
    values: &Values,
    places: &Places,
    fonts: &FontSettings,
    problems: &mut Diagnostics,
) {
    for (key, value) in &values["faces"] {
        let Some(place) = places.get(&("faces", *key)) else { continue };
        let Value::Word(family) = value else { continue };
        // Where a file of the report is missing, its families are not known.
        if *key != "titles" && !fonts.known.contains(family) && fonts.absent.is_empty() {
            problems.push(no_family(family, *place, &fonts.known));
        }
    }
}

/// Text has to stand out from what it is printed on.
pub fn check_contrast(values: &Values, places: &Places, problems: &mut Diagnostics) {
    let paper = Colour { rgb: [255; 3], cmyk: [0.0; 4], spot: None };
    let colour = |name: &str| match values["colours"].get(name) {
        Some(Value::Colour(colour)) => colour.clone(),
        _ => paper.clone(),
    };
    let mut check = |section, text: &'static str, over: &Colour, ground: &'static str| {
        let Some(Value::Colour(front)) = values[section].get(text) else { return };
        let place = places.get(&(section, text)).or_else(|| places.get(&("colours", ground)));
        let ratio = front.contrast(over);
        if let (Some(place), true) = (place, ratio < CONTRAST) {
            problems.push(low_contrast(text, ground, ratio, *place));
        }
    };
    for (text, grounds) in READ_ON {
        for ground in *grounds {
            check("colours", text, &colour(ground), ground);
        }
    }
    check("charts", "text", &paper, "paper");
    check("charts", "quiet", &paper, "paper");
}

/// Colours of series have to stay apart for every kind of sight, and in a print in grey.
pub fn check_palette(theme: &Theme, places: &Places, problems: &mut Diagnostics) {
    let Some(place) = places.get(&("charts", "palette")) else { return };
    let weaknesses = charts::weaknesses(&theme.chart_style());
    if weaknesses.is_empty() {
        return;
    }
    let mut weak = Diagnostic::new(
        Code::InvalidValue,
        "some readers, or a print in grey, cannot tell the colours of the palette apart",
    )
    .at(*place, "")
    .help("let dark and light colours take turns, all of them dark enough on white");
    weak.severity = Severity::Warning;
    problems.push(weaknesses.into_iter().fold(weak, Diagnostic::note));
}

/// The margins have to leave room for text.
pub fn check_page(values: &Values, places: &Places, file: Span, problems: &mut Diagnostics) {
    let length = |section: &str, key: &str| match values.get(section).and_then(|keys| keys.get(key))
    {
        Some(Value::Length(points)) => *points,
        _ => 0.0,
    };
    let Some(Value::Paper(width, height)) = values["page"].get("paper") else { return };
    let place = |keys: &[(&'static str, &'static str)]| {
        keys.iter().find_map(|key| places.get(key)).copied().unwrap_or(file)
    };
    for (section, least) in [("page.parallel", 280.0), ("page.single", 160.0)] {
        let room = width - length(section, "inside") - length(section, "outside");
        if room < least {
            let keys = [(section, "inside"), (section, "outside"), ("page", "paper")];
            problems.push(no_room(section, "wide", room, least, place(&keys)));
        }
    }
    let room = height - length("page", "top") - length("page", "bottom");
    if room < 240.0 {
        let keys = [("page", "top"), ("page", "bottom"), ("page", "paper")];
        problems.push(no_room("page", "high", room, 240.0, place(&keys)));
    }
}

fn no_family(family: &str, span: Span, known: &[String]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("no font has the family `{family}`"))
        .at(span, "")
        .nearest(family, known.iter().map(String::as_str))
        .help(format!(
            "the fonts at hand are {}; `[fonts]` of report.toml adds others",
            known.join(", ")
        ))
}

fn low_contrast(text: &str, ground: &str, ratio: f64, span: Span) -> Diagnostic {
    // Rounded down: 4.499 is not 4.5.
    let shown = (ratio * 100.0).floor() / 100.0;
    Diagnostic::new(
        Code::InvalidValue,
        format!(
            "`{text}` on `{ground}` has a contrast of {shown} : 1, too little to be read by all"
        ),
    )
    .at(span, "")
    .help(format!(
        "make one darker or the other lighter: {CONTRAST} : 1 is the least for text (WCAG 2.1)"
    ))
}

fn no_room(section: &str, what: &str, room: f64, least: f64, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`[{section}]` leaves a text {} pt {what}, too little", room.round()),
    )
    .at(span, "")
    .help(format!("choose smaller margins or a larger paper: the text needs {least} pt"))
}

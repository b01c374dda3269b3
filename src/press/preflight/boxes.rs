//! Page boxes: are they there, do they lie in each other, is there enough to cut off, are all pages alike?

use lopdf::{Document, ObjectId};

use super::geometry::{Area, CLOSE};
use super::{Check, Demands, Notes};
use crate::diagnostics::Severity;
use crate::press::finish::inherited;

/// The boxes of a page.
#[derive(Clone, Copy, Debug)]
pub struct Boxes {
    /// The sheet.
    pub media: Area,
    /// What is printed; the sheet where the page does not say.
    pub bleed: Area,
    /// What is left after cutting, where the page says it.
    pub trim: Option<Area>,
}

impl Boxes {
    /// Reads the boxes of a page; none where it has no sheet.
    pub fn of(document: &Document, page: ObjectId) -> Option<Self> {
        let media = area(document, page, b"MediaBox")?;
        let trim = area(document, page, b"TrimBox");
        let bleed = area(document, page, b"BleedBox").or(trim).unwrap_or(media);
        Some(Self { media, bleed, trim })
    }

    /// What is left after cutting, or the sheet.
    pub fn cut(&self) -> Area {
        self.trim.unwrap_or(self.media)
    }
}

fn area(document: &Document, page: ObjectId, key: &[u8]) -> Option<Area> {
    let list = inherited(document, page, key)?.as_array().ok()?;
    let numbers: Vec<f64> = list
        .iter()
        .filter_map(|one| document.dereference(one).ok())
        .filter_map(|(_, one)| one.as_float().ok().map(f64::from))
        .filter(|number| number.is_finite())
        .collect();
    numbers.try_into().ok().map(Area::new)
}

const BOXES: &str = "set MediaBox, BleedBox and TrimBox of every page, each within the one before";
const ENOUGH: &str =
    "let pictures and fields that reach the edge go on 3 mm beyond it, and export with this bleed";
const ALIKE: &str = "give all pages one trim size";
const FILL: &str = "add blank pages at the end, or let the printer do it";

/// Checks the boxes of all pages.
pub fn check(document: &Document, pages: &[ObjectId], demands: &Demands, notes: &mut Notes) {
    let mut first: Option<Area> = None;
    for (index, page) in pages.iter().enumerate() {
        let number = Some(index + 1);
        let Some(boxes) = Boxes::of(document, *page) else {
            notes.add(Severity::Error, Check::Boxes, number, "there is no MediaBox", BOXES);
            continue;
        };
        nesting(document, *page, &boxes, number, notes);
        bleed(&boxes, demands, number, notes);
        let cut = boxes.cut();
        let first = *first.get_or_insert(cut);
        let differs = (first.width() - cut.width()).abs() > 0.5
            || (first.height() - cut.height()).abs() > 0.5;
        if differs {
            let message = "its size is not that of the first page";
            notes.add(Severity::Warning, Check::Pages, number, message, ALIKE);
        }
    }
    if pages.len() > 1 && !pages.len().is_multiple_of(demands.multiple.max(1)) {
        let message = format!("{} pages are no multiple of {}", pages.len(), demands.multiple);
        notes.add(Severity::Note, Check::Pages, None, message, FILL);
    }
}

fn nesting(
    document: &Document,
    page: ObjectId,
    boxes: &Boxes,
    number: Option<usize>,
    notes: &mut Notes,
) {
    let mut fault =
        |message: &str| notes.add(Severity::Error, Check::Boxes, number, message, BOXES);
    let Some(trim) = boxes.trim else {
        return fault("there is no TrimBox: nobody can tell where the page is cut");
    };
    if trim.width() < 1.0 || trim.height() < 1.0 {
        fault("the TrimBox is empty");
    }
    if !boxes.media.holds(&boxes.bleed) {
        fault("the BleedBox does not lie within the MediaBox");
    }
    if !boxes.bleed.holds(&trim) {
        fault("the TrimBox does not lie within the BleedBox");
    }
    if area(document, page, b"ArtBox").is_some() {
        fault("it has an ArtBox beside its TrimBox, which PDF/X does not allow");
    }
}

fn bleed(boxes: &Boxes, demands: &Demands, number: Option<usize>, notes: &mut Notes) {
    let Some(trim) = boxes.trim else { return };
    let sides = [
        trim.left - boxes.bleed.left,
        trim.bottom - boxes.bleed.bottom,
        boxes.bleed.right - trim.right,
        boxes.bleed.top - trim.top,
    ];
    let least = sides.into_iter().fold(f64::INFINITY, f64::min).max(0.0);
    if least < demands.bleed - CLOSE {
        let millimetres = |points: f64| (points * 254.0 / 72.0).round() / 10.0;
        let message = format!(
            "the bleed is {} mm and not {} mm",
            millimetres(least),
            millimetres(demands.bleed)
        );
        notes.add(Severity::Error, Check::Bleed, number, message, ENOUGH);
    }
}

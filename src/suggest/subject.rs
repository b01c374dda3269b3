//! The number that a query is sought for: what it denotes, and where it stands in each language.

use std::ops::Range;

use crate::claims::{BoundText, Target};
use crate::quantity::{
    Bands, Content, Interval, Operator, Period, Quantity, Rational, Reading, Unit, decimals_of,
};
use crate::source::Span;
use crate::verify::CheckedReport;

/// A number of a block, in each language in which it stands.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What the phrases denote together, in `unit`.
    pub interval: Interval,
    /// What they denote if a plain number may be rounded to the digits that are written.
    pub rounded: Interval,
    /// What they denote if a bound may lie further off than one step.
    pub loose: Interval,
    /// The unit of the last written digit.
    pub step: Rational,
    /// The unit that is written; a bare number counts.
    pub unit: Unit,
    /// Whether the words make it a rank or a year.
    pub nature: Nature,
    /// The number as written.
    pub value: Rational,
    /// How many digits it states.
    pub digits: u32,
    /// The places, that of the author's choice first.
    pub places: Vec<Place>,
}

/// How an answer fits the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closeness {
    /// The words denote it.
    Inside,
    /// It is the number after rounding to the written digits; the claim wants a tolerance.
    Rounded,
    /// It lies on the right side of the bound, but further off than one step.
    Loose,
}

impl Subject {
    /// How a value in the unit of the number fits the words, if it does.
    pub fn closeness(&self, value: &Rational) -> Option<Closeness> {
        if self.interval.contains(value) {
            Some(Closeness::Inside)
        } else if self.rounded.contains(value) {
            Some(Closeness::Rounded)
        } else {
            self.loose.contains(value).then_some(Closeness::Loose)
        }
    }
}

/// What a number may be besides an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// An amount, a share, a change.
    Amount,
    /// A place in an order.
    Rank,
    /// A calendar year.
    Year,
}

/// A place of the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The index of the text in the claims.
    pub text: usize,
    /// The bytes of its words in the passage.
    pub range: Range<usize>,
    /// The place in the author's file.
    pub span: Span,
    /// The measure word or noun behind it.
    pub measure: Option<String>,
}

/// Every unbacked quantity of a report, each once for all languages of its block.
pub fn unbacked(checked: &CheckedReport) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for (index, text) in checked.claims.texts.iter().enumerate() {
        for reading in &text.readings {
            let quantity = matches!(reading.content, Content::Quantity(_));
            let seen = |subject: &Subject| {
                let mut places = subject.places.iter();
                places.any(|place| place.text == index && place.range == reading.range)
            };
            if quantity && !is_covered(checked, text, reading) && !subjects.iter().any(seen) {
                subjects.extend(of_reading(checked, index, reading));
            }
        }
    }
    subjects
}

/// The number at a byte of an author's file, whether or not the scanner takes it for a quantity: a year and
/// a rank may be claimed too.
pub fn at(checked: &CheckedReport, matches: &dyn Fn(Span) -> bool) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (index, text) in checked.claims.texts.iter().enumerate() {
        for reading in &text.readings {
            if matches(text.passage.span(reading.range.clone()))
                && !is_covered(checked, text, reading)
            {
                subjects.extend(of_reading(checked, index, reading));
            }
        }
    }
    subjects
}

/// The subject that a reading is, with its twins in the other languages.
pub fn of_reading(checked: &CheckedReport, text: usize, reading: &Reading) -> Option<Subject> {
    let bands = &checked.report.bands;
    let own = &checked.claims.texts[text];
    let mut subject = bare(reading, bands)?;
    subject.places.push(place(own, text, reading));
    let order = own.readings.iter().filter(|other| other.range.start < reading.range.start).count();
    for (index, other) in checked.claims.texts.iter().enumerate() {
        let twin_text = other.unit == own.unit && other.language != own.language;
        if !twin_text || subject.places.iter().any(|place| same_language(checked, place, other)) {
            continue;
        }
        let twins = other.readings.iter().enumerate().filter_map(|(at, reading)| {
            if is_covered(checked, other, reading) {
                return None;
            }
            let twin = bare(reading, bands)?;
            let common = common(&subject, &twin)?;
            Some((at.abs_diff(order), reading, common))
        });
        if let Some((_, reading, [interval, rounded, loose])) =
            twins.min_by_key(|(distance, ..)| *distance)
        {
            subject.places.push(place(other, index, reading));
            subject.interval = interval;
            subject.rounded = rounded;
            subject.loose = loose;
        }
    }
    Some(subject)
}

fn same_language(checked: &CheckedReport, place: &Place, text: &BoundText) -> bool {
    checked.claims.texts[place.text].language == text.language
}

fn place(text: &BoundText, index: usize, reading: &Reading) -> Place {
    let measure = match &reading.content {
        Content::Quantity(quantity) => quantity.measure.clone(),
        _ => None,
    };
    let span = text.passage.span(reading.range.clone());
    Place { text: index, range: reading.range.clone(), span, measure }
}

/// What both subjects denote, strictly, after rounding and loosely, if they can be one number.
fn common(one: &Subject, other: &Subject) -> Option<[Interval; 3]> {
    if one.nature != other.nature && (one.nature == Nature::Year || other.nature == Nature::Year) {
        return None;
    }
    let factor = match (&one.unit, &other.unit) {
        // A unit that one language leaves to the words around the number.
        (Unit::Count, Unit::Measure(_) | Unit::Currency(_))
        | (Unit::Measure(_) | Unit::Currency(_), Unit::Count) => Rational::one(),
        (Unit::Measure(_), Unit::Measure(_)) => {
            other.unit.factor_to(&one.unit).unwrap_or_else(Rational::one)
        }
        (own, theirs) => theirs.factor_to(own)?,
    };
    let both = |own: &Interval, theirs: &Interval| own.intersect(&theirs.scale_by(&factor));
    let loose = both(&one.loose, &other.loose)?;
    let rounded = both(&one.rounded, &other.rounded).unwrap_or_else(|| loose.clone());
    let interval = both(&one.interval, &other.interval).unwrap_or_else(|| rounded.clone());
    Some([interval, rounded, loose])
}

/// A subject without its places.
fn bare(reading: &Reading, bands: &Bands) -> Option<Subject> {
    let subject = |value: Rational, interval: Interval, unit, nature, digits| Subject {
        rounded: interval.clone(),
        loose: interval.clone(),
        step: Rational::one(),
        interval,
        unit,
        nature,
        value,
        digits,
        places: Vec::new(),
    };
    match &reading.content {
        Content::Quantity(quantity) => {
            let nature = match quantity.unit {
                Unit::Rank => Nature::Rank,
                Unit::Year => Nature::Year,
                _ => Nature::Amount,
            };
            let interval = quantity.interval_with(bands);
            let strict = subject(
                quantity.value.clone(),
                interval,
                quantity.unit.clone(),
                nature,
                digits(quantity),
            );
            Some(widened(strict, quantity))
        }
        Content::Period(period) => {
            let year = Rational::from(single_year(period)?);
            Some(subject(year.clone(), Interval::exact(year), Unit::Year, Nature::Year, 4))
        }
        Content::Structural(structure) => {
            let value = structure.value.clone().filter(Rational::is_integer)?;
            Some(subject(value.clone(), Interval::exact(value), Unit::Rank, Nature::Rank, 1))
        }
        Content::Excluded(_) | Content::Unresolved(_) => None,
    }
}

/// Adds what the words denote with less rigour.
fn widened(mut subject: Subject, quantity: &Quantity) -> Subject {
    let value = &quantity.value;
    let far = value.abs() * Rational::fraction(3, 20);
    let between = |lower: Rational, upper: Rational| Interval::closed(lower, upper);
    subject.step = quantity.step.clone();
    match quantity.operator {
        Operator::Exact if subject.nature == Nature::Amount => {
            let half = &quantity.step * Rational::fraction(1, 2);
            let rounded = Interval::around(value, &half);
            if rounded.encloses(&subject.interval) {
                subject.loose = rounded.clone();
                subject.rounded = rounded;
            }
        }
        Operator::MoreThan | Operator::AtLeast | Operator::Surplus => {
            subject.loose = between(value.clone(), value + far);
        }
        Operator::LessThan | Operator::AtMost => {
            subject.loose = between(value - far, value.clone());
        }
        _ => {}
    }
    if !subject.loose.encloses(&subject.interval) {
        subject.loose = subject.interval.clone();
    }
    subject
}

/// The year that a period is.
pub fn single_year(period: &Period) -> Option<i64> {
    period.canonical()?.parse().ok()
}

/// How many digits a number states: 3 in 91.2 million.
fn digits(quantity: &Quantity) -> u32 {
    if quantity.operator == Operator::Range || quantity.step.is_zero() {
        return 2;
    }
    let steps = (&quantity.value / &quantity.step).abs();
    let digits = match decimals_of(&steps) {
        Some(0) => steps.to_integer().to_string().trim_end_matches('0').len(),
        _ => 2,
    };
    u32::try_from(digits).unwrap_or(9)
}

fn is_covered(checked: &CheckedReport, text: &BoundText, reading: &Reading) -> bool {
    text.passage.links.iter().any(|link| {
        matches!(checked.claims.names.get(&link.id), Some(Target::Claim(_)))
            && link.range.start < reading.range.end
            && reading.range.start < link.range.end
    })
}

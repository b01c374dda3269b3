//! Parts of one in English: halves, thirds, `2/3`, `one and a half million`.

use super::super::digits;
use super::super::draft::{Draft, fraction_step};
use super::super::interval::Form;
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::unit::Unit;
use super::line::Line;
use super::numeral::{Spelled, scales};
use super::spelled::in_words;
use super::words::Lexeme;

/// half, a half, half a million, half a dozen. Halves of periods are read before.
pub(super) fn half(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let lead = usize::from(matches!(line.word(index), "a" | "one"));
    let mut at = line.past_hyphen(index + lead);
    if at > index + lead && lead == 0 {
        at = index;
    }
    if line.word(at) != "half" {
        return None;
    }
    let mut next = at + 1;
    let article = usize::from(matches!(line.word(next), "a" | "an"));
    let after = line.past_hyphen(next + article);
    let scaled = match line.lexeme(after) {
        Some(Lexeme::Scale(power)) => Some(ten_to(power)),
        Some(Lexeme::Dozen) => Some(whole(12)),
        Some(Lexeme::Hundred) => Some(ten_to(2)),
        _ => None,
    };
    let (value, form, unit, step) = match scaled {
        Some(scale) => {
            next = after + 1;
            // Half a million is 0.5 million, so it is as precise as a tenth of its scale.
            let step = &scale * ten_to(-1);
            (scale * fraction(1, 2), Form::Rounded, Unit::Count, step)
        }
        None => (fraction(1, 2), Form::Half, Unit::Ratio, fraction_step()),
    };
    let mut draft = Draft::new((line.start(index), line.end_before(next)), value, step);
    draft.form = form;
    draft.unit = unit;
    Some(Spelled { draft, next, ordinal: false })
}

/// `2/3`, `3 1/2`: a proper fraction with a slash.
pub(super) fn slash(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let part = |at: usize| {
        let over = line.mark(at + 1) == '/' && line.glued(at + 2);
        let numerator = line.digits(at).and_then(|n| digits::small(&n.value)).filter(|_| over)?;
        let denominator = line.digits(at + 2).and_then(|n| digits::small(&n.value))?;
        let further =
            line.mark(at + 3) == '/' && line.glued(at + 3) && line.digits(at + 4).is_some();
        (denominator > 1 && denominator < 10_000 && !further).then_some((numerator, denominator))
    };
    if let Some((numerator, denominator)) = part(index) {
        return Some(ratio(line, index, index + 3, &fraction(numerator, denominator)));
    }
    let (numerator, denominator) = part(index + 1).filter(|(n, d)| n < d && *d <= 64)?;
    let base = line.digits(index)?.value.clone();
    let value = base + fraction(numerator, denominator);
    let mut spelled = ratio(line, index, index + 4, &value);
    spelled.draft.form = Form::Plain;
    spelled.draft.unit = Unit::Count;
    Some(spelled)
}

pub(super) fn ratio(line: &Line<'_>, index: usize, next: usize, value: &Rational) -> Spelled {
    let span = (line.start(index), line.end_before(next));
    let mut draft = Draft::new(span, value.clone(), fraction_step());
    draft.form = if *value == fraction(1, 2) { Form::Half } else { Form::Fraction };
    draft.unit = Unit::Ratio;
    Spelled { draft, next, ordinal: false }
}

/// Whether the number at a token counts parts: `two hundred and fifty-four hundredths`.
pub(super) fn counts_parts(line: &Line<'_>, index: usize) -> bool {
    let mut at = index;
    while matches!(line.lexeme(at), Some(Lexeme::Small(_) | Lexeme::Tens(_))) {
        at = line.past_hyphen(at + 1);
    }
    matches!(line.lexeme(at), Some(Lexeme::Part(_)))
}

/// `a third`, `a quarter`, `an eighth`: a part of something, not the next of a row.
pub(super) fn a_part(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let denominator = match line.lexeme(index + 1)? {
        Lexeme::SmallOrdinal(value) if value > 2 => value,
        Lexeme::TensOrdinal(value) => value,
        Lexeme::ScaleOrdinal(2) => 100,
        Lexeme::ScaleOrdinal(3) => 1000,
        Lexeme::Part(value) if line.word(index + 1) == "quarter" => value,
        _ => return None,
    };
    let after = line.word(index + 2);
    let led = matches!(
        line.word_before(index),
        "by" | "about" | "around" | "nearly" | "almost" | "roughly" | "than" | "over" | "under"
    );
    // A comparison or a small word may follow a part; a noun makes the word an ordinal.
    let part = after.is_empty()
        || after.len() > 3 && after.ends_with("er")
        || led && matches!(after, "off" | "up" | "down" | "a")
        || AFTER_PART.contains(&after);
    let hyphen = line.past_hyphen(index + 2) > index + 2;
    if !part || hyphen {
        return None;
    }
    let mut spelled = ratio(line, index, index + 2, &fraction(1, denominator));
    if line.word(index + 2) == "of"
        && line.word(index + 3) == "a"
        && let Some(Lexeme::Scale(power)) = line.lexeme(index + 4)
    {
        let value = &spelled.draft.value * ten_to(power);
        let span = (line.start(index), line.end_before(index + 5));
        spelled.draft = Draft::new(span, value.clone(), value);
        spelled.next = index + 5;
    }
    Some(spelled)
}

/// Words behind a part of something: `a third of`, `a third before long`.
const AFTER_PART: &[&str] = &[
    "of", "more", "less", "fewer", "were", "are", "was", "is", "in", "from", "on", "over", "to",
    "and", "or", "by", "have", "had", "has", "above", "below", "before", "after", "since", "until",
    "while", "when", "than", "if", "because", "without", "within", "through", "between", "among",
    "across", "during", "under", "at", "as", "but", "each", "last", "this", "that", "which", "who",
    "compared", "against", "cheaper", "again", "only", "every", "a", "will", "would", "can", "may",
];

/// `two thirds`, `one and a half million`, `3 million and a half`, `thirty-five hundredths`.
pub(super) fn with_fraction(line: &Line<'_>, spelled: Spelled) -> Spelled {
    if spelled.ordinal || spelled.draft.unit != Unit::Count || spelled.draft.interval.is_some() {
        return spelled;
    }
    if let Some(part) = parts_behind(line, &spelled) {
        return part;
    }
    and_a_part(line, spelled)
}

fn parts_behind(line: &Line<'_>, spelled: &Spelled) -> Option<Spelled> {
    let at = line.past_hyphen(spelled.next);
    let is_one = spelled.draft.value == whole(1);
    let (denominator, next) = match line.lexeme(at)? {
        Lexeme::Part(2) if is_one || spelled.draft.value.is_integer() => (2, at + 1),
        Lexeme::Part(value) => (value, at + 1),
        Lexeme::SmallOrdinal(value) if is_one && value > 2 => (value, at + 1),
        Lexeme::TensOrdinal(value) if is_one => (value, at + 1),
        Lexeme::ScaleOrdinal(2) if is_one => (100, at + 1),
        Lexeme::Tens(tens) if line.past_hyphen(at + 1) > at + 1 => {
            match line.lexeme(line.past_hyphen(at + 1))? {
                Lexeme::Part(units) if units < 10 => (tens + units, at + 3),
                _ => return None,
            }
        }
        _ => return None,
    };
    let joined = at > spelled.next;
    let lead = line.word_before(line.index_at(spelled.draft.digits.0));
    // `for three quarters in a row`: spans of time that are counted, not parts of one.
    let counted = !joined
        && (matches!(lead, "for" | "after" | "last" | "past" | "next" | "consecutive" | "within")
            || matches!(line.word(next), "in" | "running" | "ago" | "later" | "earlier"));
    let quarters_of_a_year =
        denominator == 4 && (line.word(next) == "of" && line.digits(next + 1).is_some() || counted);
    if quarters_of_a_year {
        return None;
    }
    let value = &spelled.draft.value * fraction(1, denominator);
    let mut part = ratio(line, line.index_at(spelled.draft.digits.0), next, &value);
    if line.word(next) == "of"
        && line.word(next + 1) == "a"
        && let Some(Lexeme::Scale(power)) = line.lexeme(next + 2)
    {
        let value = &part.draft.value * ten_to(power);
        let span = (part.draft.start, line.end_before(next + 3));
        part.draft = Draft::new(span, value, ten_to(power) * fraction(1, denominator));
        part.next = next + 3;
    }
    Some(part)
}

/// `and a half`, `and three quarters` behind a whole number, before or behind its scale.
fn and_a_part(line: &Line<'_>, spelled: Spelled) -> Spelled {
    let index = spelled.next;
    if line.word(index) != "and" {
        return spelled;
    }
    let part = match (line.word(index + 1), line.word(index + 2)) {
        ("a" | "one", "half") => Some((fraction(1, 2), index + 3)),
        ("a" | "one", "quarter") => Some((fraction(1, 4), index + 3)),
        ("a" | "one", "third") => Some((fraction(1, 3), index + 3)),
        _ if counts_parts(line, index + 1) => in_words(line, index + 1)
            .and_then(|count| parts_behind(line, &count))
            .map(|part| (part.draft.value, part.next)),
        _ => None,
    };
    let Some((value, after)) = part else { return spelled };
    let mut draft = spelled.draft;
    let unit = draft.step.clone();
    let scale = if draft.form == Form::Rounded { unit } else { Rational::one() };
    let own_scale = matches!(line.lexeme(after), Some(Lexeme::Scale(_)));
    draft.value += if own_scale && draft.form == Form::Rounded {
        // `one billion and a half million`: the half belongs to the scale behind it.
        let power = match line.lexeme(after) {
            Some(Lexeme::Scale(power)) => power,
            _ => 0,
        };
        let mut next = Spelled { draft, next: after + 1, ordinal: false };
        next.draft.value += value * ten_to(power);
        next.draft.end = line.end_before(next.next);
        next.draft.digits.1 = next.draft.end;
        return next;
    } else {
        &value * &scale
    };
    draft.step = scale * ten_to(-1);
    let next = scales(line, &mut draft, after);
    draft.end = line.end_before(next);
    draft.digits.1 = draft.end;
    Spelled { draft, next, ordinal: false }
}

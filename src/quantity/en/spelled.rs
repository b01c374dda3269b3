//! English numbers in words: `twenty-seven`, `one hundred and five`, `three point five`.

use super::super::draft::Draft;
use super::super::interval::Form;
use super::super::number::{Rational, exponent, ten_to, whole};
use super::fraction::{a_part, counts_parts};
use super::line::Line;
use super::numeral::{Spelled, follows_numeral, scales};
use super::words::Lexeme;

/// The running sum of a spelled number.
#[allow(clippy::struct_excessive_bools, reason = "each says which place of the section is taken")]
struct Sum {
    total: Rational,
    section: i64,
    /// The power of the last scale word; the next has to be smaller.
    last_scale: i32,
    /// Whether tens, units or hundreds of the section are spoken for.
    has_units: bool,
    has_tens: bool,
    has_hundred: bool,
    scaled: bool,
    words: usize,
}

/// A number in words, also an ordinal: `one hundred and five`, `twenty-second`.
#[inline]
pub(super) fn in_words(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let mut sum = Sum {
        total: Rational::zero(),
        section: 0,
        last_scale: i32::MAX,
        has_units: false,
        has_tens: false,
        has_hundred: false,
        scaled: false,
        words: 0,
    };
    let mut next = index;
    if matches!(line.word(index), "a" | "an") {
        match line.lexeme(index + 1) {
            Some(Lexeme::Hundred | Lexeme::Scale(_) | Lexeme::Dozen) => next += 1,
            _ => return a_part(line, index),
        }
    }
    let mut ordinal = false;
    loop {
        let at = sum.continuation(line, next);
        match sum.take(line, at) {
            Taken::More => next = at + 1,
            Taken::Ordinal => {
                ordinal = true;
                next = at + 1;
                break;
            }
            Taken::Nothing => break,
        }
    }
    if sum.words == 0 {
        return None;
    }
    let value = &sum.total + whole(sum.section);
    let step =
        if sum.scaled && sum.last_scale < i32::MAX { ten_to(sum.last_scale) } else { whole(1) };
    let mut draft = Draft::new((line.start(index), line.end_before(next)), value, step);
    if sum.scaled {
        draft.form = Form::Rounded;
    }
    if !ordinal
        && line.word(next) == "point"
        && let Some((part, step, after)) = spoken_decimals(line, next + 1)
    {
        draft.value += part;
        draft.step = step;
        draft.form = Form::Plain;
        next = scales(line, &mut draft, after);
    }
    if !ordinal && line.word(next) == "dozens" {
        draft.scale(&whole(12));
        next += 1;
    }
    draft.end = line.end_before(next);
    draft.digits.1 = draft.end;
    Some(Spelled { draft, next, ordinal })
}

enum Taken {
    More,
    Ordinal,
    Nothing,
}

impl Sum {
    /// The token that may continue the number: past a hyphen, `and` or a comma between groups.
    fn continuation(&self, line: &Line<'_>, next: usize) -> usize {
        if self.words == 0 {
            return next;
        }
        let hyphen = line.past_hyphen(next);
        if hyphen > next {
            return hyphen;
        }
        let after_big = self.has_hundred && !self.has_tens && !self.has_units
            || self.section == 0 && self.last_scale < i32::MAX;
        let joins_small = |at: usize| {
            matches!(
                line.lexeme(at),
                Some(
                    Lexeme::Small(_)
                        | Lexeme::Tens(_)
                        | Lexeme::SmallOrdinal(_)
                        | Lexeme::TensOrdinal(_)
                )
            )
        };
        let and = line.word(next) == "and" || line.mark(next) == '&';
        if and && after_big && joins_small(next + 1) && !counts_parts(line, next + 1) {
            return next + 1;
        }
        let comma = line.mark(next) == ',' && self.section == 0 && self.last_scale < i32::MAX;
        if comma && joins_small(next + 1) && self.group_follows(line, next + 1) {
            return next + 1;
        }
        if comma && line.word(next + 1) == "and" && joins_small(next + 2) {
            return next + 2;
        }
        next
    }

    /// Behind a comma another group has to follow: with hundreds or a smaller scale word.
    fn group_follows(&self, line: &Line<'_>, from: usize) -> bool {
        let mut at = from;
        while at < from + 8 {
            match line.lexeme(at) {
                Some(Lexeme::Hundred | Lexeme::ScaleOrdinal(_)) => return true,
                Some(Lexeme::Scale(power)) => return power < self.last_scale,
                Some(Lexeme::Small(_) | Lexeme::Tens(_)) => {}
                _ if line.past_hyphen(at) > at || line.word(at) == "and" => {}
                _ => return false,
            }
            at += 1;
        }
        false
    }

    fn take(&mut self, line: &Line<'_>, at: usize) -> Taken {
        let Some(lexeme) = line.lexeme(at) else { return Taken::Nothing };
        let fresh = self.section == 0 && !self.has_units;
        match lexeme {
            Lexeme::Small(value)
                if !self.has_units && (!self.has_tens || (1..10).contains(&value)) =>
            {
                if value == 0 && self.words > 0 {
                    return Taken::Nothing;
                }
                self.section += value;
                self.has_units = true;
                self.has_tens |= value > 9;
            }
            Lexeme::Tens(value) if !self.has_units && !self.has_tens => {
                self.section += value;
                self.has_tens = true;
            }
            // `two fifty` leaves the hundred out.
            Lexeme::Tens(value)
                if self.words == 1
                    && (1..10).contains(&self.section)
                    && self.has_units
                    && self.last_scale == i32::MAX
                    && !follows_numeral(line, at) =>
            {
                self.section = self.section * 100 + value;
                self.has_tens = true;
                self.has_units = false;
                self.has_hundred = true;
            }
            Lexeme::Hundred if !self.has_hundred && self.section < 100 => {
                self.section = self.section.max(1) * 100;
                self.has_hundred = true;
                self.has_units = false;
                self.has_tens = false;
            }
            Lexeme::Scale(power) if power < self.last_scale && (!fresh || self.words == 0) => {
                self.total += whole(self.section.max(1)) * ten_to(power);
                self.close(power);
                return self.counted(Taken::More);
            }
            Lexeme::Magnitude(value)
                if self.section > 0 && value >= 1000 && line.word(at + 1) != "of" =>
            {
                let power = exponent(value.to_string().len() - 1);
                if power >= self.last_scale {
                    return Taken::Nothing;
                }
                self.total += whole(self.section) * ten_to(power);
                self.close(power);
                return self.counted(Taken::More);
            }
            Lexeme::Scale(power) if fresh && self.scaled => {
                // `three thousand million`
                self.total *= ten_to(power);
                self.last_scale = self.last_scale.min(power);
                return self.counted(Taken::More);
            }
            Lexeme::Dozen if self.words == 0 || self.section > 0 && self.last_scale == i32::MAX => {
                self.section = self.section.max(1) * 12;
                self.has_units = true;
                self.has_tens = true;
                self.has_hundred = true;
            }
            _ => return self.take_ordinal(lexeme),
        }
        self.scaled = false;
        self.counted(Taken::More)
    }

    fn take_ordinal(&mut self, lexeme: Lexeme) -> Taken {
        match lexeme {
            Lexeme::SmallOrdinal(value) if !self.has_units && (!self.has_tens || value < 10) => {
                self.section += value;
            }
            Lexeme::TensOrdinal(value) if !self.has_units && !self.has_tens => {
                self.section += value;
            }
            Lexeme::ScaleOrdinal(2) if !self.has_hundred => {
                self.section = self.section.max(1) * 100;
            }
            Lexeme::ScaleOrdinal(power) if power > 2 && power < self.last_scale => {
                self.total += whole(self.section.max(1)) * ten_to(power);
                self.section = 0;
            }
            _ => return Taken::Nothing,
        }
        self.scaled = false;
        self.counted(Taken::Ordinal)
    }

    fn close(&mut self, power: i32) {
        self.section = 0;
        self.has_units = false;
        self.has_tens = false;
        self.has_hundred = false;
        self.last_scale = power;
        self.scaled = true;
    }

    fn counted(&mut self, taken: Taken) -> Taken {
        self.words += 1;
        taken
    }
}

/// Digits read aloud behind `point`: one six, fourteen is not among them.
#[inline]
pub(super) fn spoken_decimals(
    line: &Line<'_>,
    index: usize,
) -> Option<(Rational, Rational, usize)> {
    let mut value = Rational::zero();
    let mut places = 0_usize;
    let mut next = index;
    loop {
        let digit = match line.lexeme(next) {
            Some(Lexeme::Small(digit)) if digit < 10 => digit,
            _ if matches!(line.word(next), "o" | "oh") => 0,
            // `point seventy-one` says two digits in one word.
            Some(Lexeme::Tens(tens)) => {
                places += 1;
                value += whole(tens / 10) * ten_to(-exponent(places));
                next = line.past_hyphen(next + 1);
                continue;
            }
            _ => break,
        };
        places += 1;
        value += whole(digit) * ten_to(-exponent(places));
        next += 1;
    }
    if places == 0 {
        let numeral = line.digits(index).filter(|numeral| !numeral.styled)?;
        places = numeral.end - line.start(index);
        return Some((
            &numeral.value * ten_to(-exponent(places)),
            ten_to(-exponent(places)),
            index + 1,
        ));
    }
    Some((value, ten_to(-exponent(places)), next))
}

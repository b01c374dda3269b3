//! Whole numbers of Han characters, digits, and the two mixed.

use super::super::digits;
use super::super::draft::Draft;
use super::super::interval::Form;
use super::super::number::{LONGEST_NUMERAL, Rational, ten_to, whole};
use super::super::text::{Text, is_blank};
use super::numeral::{
    big_unit, digit, guarded, is_approximation, is_numeral, small_unit, with_decimals,
};

/// The state of reading units from the left: lower and upper reading side by side, because
/// juxtaposed digits (三四百) state two numbers at once.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact about what stands to the left")]
struct Reader<'t> {
    text: &'t Text,
    place: usize,
    /// What stands before the current 万 or 亿.
    total: Pair,
    /// What is read since then.
    section: Pair,
    /// A digit or literal that waits for its unit.
    pending: Option<Pair>,
    /// Whether the waiting digit is a single one, which may be an elliptic tail.
    single: bool,
    /// Whether 零 stands before the waiting digit, which forbids the elliptic reading.
    zero: bool,
    /// The unit before the waiting digit.
    last_unit: i32,
    /// The smallest big unit so far.
    last_big: i32,
    /// The unit of the last written digit.
    step: Rational,
    /// Whether the last token is a scale word.
    scaled: bool,
    juxtaposed: bool,
}

#[derive(Clone, Debug)]
struct Pair {
    low: Rational,
    high: Rational,
}

impl Pair {
    fn of(value: Rational) -> Self {
        Self { low: value.clone(), high: value }
    }

    fn add(&mut self, other: &Self) {
        self.low += &other.low;
        self.high += &other.high;
    }

    fn times(&self, factor: &Rational) -> Self {
        Self { low: &self.low * factor, high: &self.high * factor }
    }

    fn is_zero(&self) -> bool {
        self.low.is_zero() && self.high.is_zero()
    }
}

/// A cardinal in Han characters, digits or both: 三千零五十二, 3.5万, 10亿零817万5288, 十五六.
pub(super) fn plain_cardinal(text: &Text, start: usize) -> Option<Draft> {
    let first = text.at(start);
    let starts = first.is_ascii_digit()
        || is_numeral(first)
        || matches!(first, '.' | '廿' | '卅' | '卌')
        || digits::vulgar_fraction(first).is_some();
    if !starts {
        return None;
    }
    let mut reader = Reader {
        text,
        place: start,
        total: Pair::of(Rational::zero()),
        section: Pair::of(Rational::zero()),
        pending: None,
        single: false,
        zero: false,
        last_unit: 99,
        last_big: 99,
        step: Rational::one(),
        scaled: false,
        juxtaposed: false,
    };
    while reader.place < start + LONGEST_NUMERAL && reader.advance(start) {}
    reader.finish(start)
}

impl Reader<'_> {
    /// Reads one token; `false` when the numeral ends here.
    fn advance(&mut self, start: usize) -> bool {
        self.skip_blank_before_scale(start);
        let character = self.text.at(self.place);
        if character.is_ascii_digit()
            || (self.place == start && digits::vulgar_fraction(character).is_some())
            || (self.place == start && character == '.')
        {
            return self.literal();
        }
        if let Some(value) = digit(character) {
            return self.han_digit(value);
        }
        match character {
            '廿' => return self.contracted(20),
            '卅' => return self.contracted(30),
            '卌' => return self.contracted(40),
            _ => {}
        }
        if guarded(self.text, self.place) {
            return false;
        }
        if let Some(power) = small_unit(character) {
            return self.small(power);
        }
        match big_unit(character).or_else(|| self.huge_unit(character)) {
            Some(power) => self.big(power),
            None => false,
        }
    }

    /// 京, 垓 and the units above are words of their own elsewhere: they count only inside a numeral.
    fn huge_unit(&self, character: char) -> Option<i32> {
        let power = match character {
            '京' => 16,
            '垓' => 20,
            '秭' => 24,
            '穰' => 28,
            '沟' | '溝' => 32,
            '涧' | '澗' => 36,
            _ => return None,
        };
        let next = self.text.at(self.place + 1);
        let inside = is_numeral(next) || next == super::super::text::NOTHING;
        (inside && (self.pending.is_some() || !self.section.is_zero())).then_some(power)
    }

    /// 12 亿元 and 3.5 万 are set with a blank between digits and Han characters.
    fn skip_blank_before_scale(&mut self, start: usize) {
        let blank = self.place > start && is_blank(self.text.at(self.place));
        let next = self.text.at(self.place + 1);
        if blank && big_unit(next).is_some() && !guarded(self.text, self.place + 1) {
            self.place += 1;
        }
    }

    fn literal(&mut self) -> bool {
        if self.pending.is_some() {
            return false;
        }
        let Some(Ok(numeral)) = digits::read(self.text, self.place) else { return false };
        self.single = numeral.end == self.place + 1;
        self.place = numeral.end;
        self.step = numeral.step;
        self.pending = Some(Pair::of(numeral.value));
        self.scaled = false;
        true
    }

    fn han_digit(&mut self, value: i64) -> bool {
        let text = self.text;
        if value == 0 && self.pending.is_none() {
            let fresh = self.section.is_zero() && self.total.is_zero();
            if fresh && matches!(self.last_unit, 99) && self.last_big == 99 {
                // A zero by itself is a number; before other digits it only holds a place.
                self.pending = Some(Pair::of(Rational::zero()));
                self.single = true;
                self.place += 1;
                return true;
            }
            if digit(text.at(self.place + 1)).is_none_or(|next| next == 0)
                && !text.at(self.place + 1).is_ascii_digit()
                && !matches!(text.at(self.place + 1), '廿' | '卅' | '卌')
                && small_unit(text.at(self.place + 1)).is_none()
            {
                return false;
            }
            self.zero = true;
            self.place += 1;
            return true;
        }
        if let Some(pending) = &self.pending {
            if self.juxtaposed || !self.single || pending.low != pending.high {
                return false;
            }
            let first = digits::small(&pending.low).unwrap_or(0);
            if !is_approximation((first, value)) {
                return false;
            }
            self.pending = Some(Pair { low: whole(first), high: whole(value) });
            self.juxtaposed = true;
            self.place += 1;
            return true;
        }
        if text.at(self.place) == '两' && self.last_unit < 2 {
            return false;
        }
        self.pending = Some(Pair::of(whole(value)));
        self.single = true;
        self.scaled = false;
        self.step = Rational::one();
        self.place += 1;
        true
    }

    fn contracted(&mut self, value: i64) -> bool {
        if self.pending.is_some() || self.last_unit <= 1 {
            return false;
        }
        self.section.add(&Pair::of(whole(value)));
        self.last_unit = 1;
        self.zero = false;
        self.scaled = false;
        self.place += 1;
        true
    }

    fn small(&mut self, power: i32) -> bool {
        if power >= self.last_unit {
            return false;
        }
        let lone = self.pending.is_none();
        // 十 may stand without a digit before it; 百 and 千 only at the very front (百万, 千亿).
        if lone && power > 1 && !(self.section.is_zero() && self.total.is_zero()) {
            return false;
        }
        let unit = ten_to(power);
        let digit = self.pending.take().unwrap_or_else(|| Pair::of(Rational::one()));
        self.step = if power == 3 { &self.step * &unit } else { self.step.clone() };
        self.section.add(&digit.times(&unit));
        self.last_unit = power;
        self.zero = false;
        self.scaled = power == 3 && !lone;
        self.place += 1;
        true
    }

    fn big(&mut self, power: i32) -> bool {
        let mut part = self.section.clone();
        if let Some(pending) = self.pending.take() {
            part.add(&pending);
        }
        let unit = ten_to(power);
        if power > self.last_big {
            // 三万亿: the bigger unit takes all that stands before it.
            self.total.add(&part);
            self.total = self.total.times(&unit);
        } else if part.is_zero() && self.place > 0 && !self.total.is_zero() {
            return false;
        } else {
            if part.is_zero() {
                part = Pair::of(Rational::one());
            }
            self.total.add(&part.times(&unit));
        }
        self.step = if self.step < Rational::one() || self.last_big < 99 && power > self.last_big {
            &self.step * &unit
        } else {
            unit
        };
        self.section = Pair::of(Rational::zero());
        self.last_unit = 99;
        self.last_big = power;
        self.zero = false;
        self.scaled = true;
        self.place += 1;
        true
    }

    /// The value of a last digit: 三万五 ends in 5,000, 三万零五 in 5.
    fn tail(&self, pending: Pair) -> Pair {
        let before = if self.last_unit < 99 { self.last_unit } else { self.last_big };
        let elliptic = self.single && !self.zero && (2..99).contains(&before);
        if elliptic { pending.times(&ten_to(before - 1)) } else { pending }
    }

    fn finish(mut self, start: usize) -> Option<Draft> {
        if self.place == start {
            return None;
        }
        let mut value = self.total.clone();
        value.add(&self.section);
        if let Some(pending) = self.pending.take() {
            value.add(&self.tail(pending));
        }
        let mut draft = Draft::new((start, self.place), value.low.clone(), self.step.clone());
        if self.juxtaposed {
            draft.upper = Some(value.high);
        }
        if self.scaled && self.step > Rational::zero() {
            draft.form = Form::Rounded;
        }
        if self.text.at(self.place) == '点' && value.low.is_integer() && !self.juxtaposed {
            return Some(with_decimals(self.text, draft));
        }
        Some(draft)
    }
}

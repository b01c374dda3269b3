//! Numerals in digits: grouping, decimals, vulgar fractions, powers of ten; the same in all languages.

use super::draft::Draft;
use super::mask;
use super::number::{LONGEST_NUMERAL, Rational, exponent, fraction, parse_decimal, ten_to, whole};
use super::reading::Obstacle;
use super::text::{Text, is_minus};

/// A numeral as it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Numeral {
    /// Its value.
    pub(super) value: Rational,
    /// The unit of its last written digit.
    pub(super) step: Rational,
    /// The place behind it.
    pub(super) end: usize,
    /// Whether its digits are parted into groups or it has decimals: then it is no year.
    pub(super) styled: bool,
}

impl Numeral {
    /// Whether it has decimals, so that no ordinal can be made of it.
    pub(super) fn styled_with_point(&self) -> bool {
        !self.value.is_integer()
    }
}

/// Reads digits at a place: groups of three or of the Indian kind, decimals, a vulgar fraction, a
/// power of ten. `None` when no digit stands here.
pub(super) fn read(text: &Text, start: usize) -> Option<Result<Numeral, (Obstacle, usize)>> {
    if let Some(vulgar) = vulgar_fraction(text.at(start)) {
        return Some(Ok(Numeral { value: vulgar, step: ten_to(-2), end: start + 1, styled: true }));
    }
    let leading_point = text.at(start) == '.' && text.at(start + 1).is_ascii_digit();
    if !text.at(start).is_ascii_digit() && !leading_point {
        return None;
    }
    let (mut digits, mut end, grouped) = match groups(text, start) {
        Ok(found) => found,
        Err(end) => return Some(Err((Obstacle::IrregularGrouping, end))),
    };
    let mut decimals = 0;
    if text.at(end) == '.' && text.at(end + 1).is_ascii_digit() {
        let tail = text.run(end + 1, |character| character.is_ascii_digit());
        decimals = tail - end - 1;
        digits.push_str(&text.string(end + 1, tail));
        end = tail;
    }
    if digits.len() > LONGEST_NUMERAL {
        return Some(Err((Obstacle::TooLong, end)));
    }
    let step = ten_to(-exponent(decimals));
    let value = parse_decimal(&digits)? * &step;
    let numeral = Numeral { value, step, end, styled: grouped || decimals > 0 };
    Some(Ok(with_power(text, with_vulgar(text, numeral))))
}

/// The value of a vulgar fraction such as ½.
pub(super) fn vulgar_fraction(character: char) -> Option<Rational> {
    let (numerator, denominator) = match character {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    };
    Some(fraction(numerator, denominator))
}

/// The value of a superscript digit.
pub(super) fn superscript(character: char) -> Option<u32> {
    match character {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(character as u32 - '⁰' as u32),
        _ => None,
    }
}

/// Signs that part groups of digits. An ordinary blank parts numbers instead.
fn is_group_mark(character: char) -> bool {
    matches!(character, ',' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2005}' | '\u{2006}' | '’')
}

/// The digits of the whole part, the place behind them, and whether they are grouped.
fn groups(text: &Text, start: usize) -> Result<(String, usize, bool), usize> {
    let is_digit = |character: char| character.is_ascii_digit();
    let mut end = text.run(start, is_digit);
    let mut digits = text.string(start, end);
    let mark = text.at(end);
    // 12 500元: in Chinese, where words have no blanks, one between two groups belongs to the number.
    let blank = mark == ' ' && text.is_chinese();
    if digits.is_empty() || !(is_group_mark(mark) || blank) {
        return Ok((digits, end, false));
    }
    let mut sizes = Vec::new();
    let mut place = end;
    while text.at(place) == mark {
        let stop = text.run(place + 1, is_digit);
        if stop == place + 1 {
            break;
        }
        sizes.push((place + 1, stop));
        place = stop;
    }
    let sizes_of = |sizes: &[(usize, usize)]| sizes.iter().map(|(a, b)| b - a).collect::<Vec<_>>();
    let widths = sizes_of(&sizes);
    let Some((last, inner)) = widths.split_last() else { return Ok((digits, end, false)) };
    let western = *last == 3 && inner.iter().all(|width| *width == 3);
    let indian = *last == 3 && !inner.is_empty() && inner.iter().all(|width| *width == 2);
    if (western || indian) && digits.len() <= 3 {
        for (from, to) in sizes {
            digits.push_str(&text.string(from, to));
            end = to;
        }
        return Ok((digits, end, true));
    }
    if western && mark == ',' && digits.len() > 3 {
        return Err(place);
    }
    Ok((digits, end, false))
}

/// A whole number followed at once by a vulgar fraction: 2½.
fn with_vulgar(text: &Text, numeral: Numeral) -> Numeral {
    match vulgar_fraction(text.at(numeral.end)) {
        Some(part) if numeral.step.is_one() => Numeral {
            value: numeral.value + part,
            step: ten_to(-2),
            end: numeral.end + 1,
            styled: true,
        },
        _ => numeral,
    }
}

/// A power of ten behind a number: 1.3×10⁶, 4.3x10^6, 2e9.
fn with_power(text: &Text, numeral: Numeral) -> Numeral {
    let Some((power, end)) = power_of_ten(text, numeral.end) else { return numeral };
    let factor = ten_to(power);
    Numeral { value: numeral.value * &factor, step: numeral.step * factor, end, styled: true }
}

/// The power of ten that is written in a numeral, as in 5.7×10⁶.
fn written_power(text: &Text, (start, end): (usize, usize)) -> Option<i32> {
    (start..end).find_map(|place| power_of_ten(text, place).map(|(power, _)| power))
}

/// 4.3–5.7×10⁶: the first bound of a range takes the power of the second when it stays the smaller.
pub(super) fn share_power(text: &Text, first: &Draft, second: &Draft) -> Option<Rational> {
    let power = written_power(text, second.digits)?;
    let raised = &first.value * ten_to(power);
    (written_power(text, first.digits).is_none() && raised <= second.value).then_some(raised)
}

fn power_of_ten(text: &Text, start: usize) -> Option<(i32, usize)> {
    if matches!(text.at(start), 'e' | 'E') {
        let digits_at = start + 1 + usize::from(matches!(text.at(start + 1), '+' | '-' | '−'));
        let end = text.run(digits_at, |character| character.is_ascii_digit());
        if end == digits_at || end - digits_at > 2 || text.at(end).is_alphanumeric() {
            return None;
        }
        let power: i32 = text.string(digits_at, end).parse().ok()?;
        return Some((if is_minus(text.at(start + 1)) { -power } else { power }, end));
    }
    let sign = text.skip_blanks(start);
    if !matches!(text.at(sign), '×' | 'x' | '*' | '·') {
        return None;
    }
    let ten = text.word(text.skip_blanks(sign + 1), "10")?;
    if text.at(ten) == '^' {
        let negative = is_minus(text.at(ten + 1));
        let from = ten + 1 + usize::from(negative);
        let end = text.run(from, |character| character.is_ascii_digit());
        let power: i32 = text.string(from, end).parse().ok().filter(|power| *power < 100)?;
        return Some((if negative { -power } else { power }, end));
    }
    let negative = text.at(ten) == '⁻';
    let mut end = ten + usize::from(negative);
    let mut power = 0_i32;
    let first = end;
    while let Some(digit) = superscript(text.at(end)) {
        power = power.saturating_mul(10).saturating_add(i32::try_from(digit).ok()?).min(99);
        end += 1;
    }
    (end > first).then_some((if negative { -power } else { power }, end))
}

/// Reads a numeral with an optional sign before it; the sign has to touch the number and must not
/// join it to what stands before.
pub(super) fn read_signed(text: &Text, start: usize) -> Option<Result<Numeral, (Obstacle, usize)>> {
    let sign = text.at(start);
    if !(is_minus(sign) || sign == '+') {
        return read(text, start);
    }
    let before = text.before(start);
    if mask::is_word(before) || matches!(before, ')' | '%' | '-') {
        return None;
    }
    let after = text.at(start + 1);
    if !(after.is_ascii_digit() || after == '.' || vulgar_fraction(after).is_some()) {
        return None;
    }
    let read = read(text, start + 1)?;
    Some(read.map(|numeral| {
        if is_minus(sign) { Numeral { value: -numeral.value, ..numeral } } else { numeral }
    }))
}

/// Whether a numeral may be a year: four bare digits of our times.
pub(super) fn may_be_year(start: usize, numeral: &Numeral) -> bool {
    !numeral.styled
        && numeral.end == start + 4
        && numeral.value >= whole(1800)
        && numeral.value < whole(2200)
}

/// The numeral as a small whole number.
pub(super) fn small(value: &Rational) -> Option<i64> {
    value.to_i64().filter(|number| (0..100_000_000).contains(number))
}

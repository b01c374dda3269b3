//! Exact numbers: decimals in and out of rationals, and the steps in which a decimal is written.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

pub(super) use super::rational::Rational;

/// Numbers with more digits than this are not read: nobody prints them, and hostile input could.
pub(super) const LONGEST_NUMERAL: usize = 400;

/// Reads a plain decimal as a data file writes it: an optional minus, digits, optionally a point
/// and more digits. Signs of other kinds, groups, exponents and blanks are refused.
pub fn parse_decimal(text: &str) -> Option<Rational> {
    let (negative, body) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = match body.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (body, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let digits = match format!("{whole}{fraction}") {
        short if short.len() < 19 => Rational::whole(short.parse().ok()?),
        long => Rational::from(BigInt::parse_bytes(long.as_bytes(), 10)?),
    };
    let value = digits * ten_to(-exponent(fraction.len()));
    Some(if negative { -value } else { value })
}

/// Writes a number exactly as an ungrouped decimal, or `None` when it does not terminate.
pub fn decimal_string(value: &Rational) -> Option<String> {
    decimals_of(value).map(|places| fixed_string(value, places))
}

/// Rounds half away from zero to a number of decimals (四舍五入) and writes all of them.
pub(super) fn fixed_string(value: &Rational, places: u32) -> String {
    let scaled = (value.abs() * ten_to(exponent(places as usize))).round().to_integer();
    let digits = scaled.to_string();
    let places = places as usize;
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    let sign = if value.is_negative() && !scaled.is_zero() { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// A whole number as a rational.
pub(super) fn whole(number: i64) -> Rational {
    Rational::whole(number)
}

/// A fraction of two small whole numbers; a zero denominator gives zero.
pub(super) fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::fraction(numerator, denominator)
}

/// Ten to a power, also a negative one.
pub(super) fn ten_to(power: i32) -> Rational {
    Rational::ten_to(power)
}

/// The unit of the last digit that is not zero: 10 for 20, 100 for 3,500, 1/10 for 29.5, 1000 for
/// 35,000. `None` for zero and for numbers without a finite decimal.
pub(super) fn last_digit_unit(value: &Rational) -> Option<Rational> {
    if value.is_zero() {
        return None;
    }
    let places = decimals_of(value)?;
    if places > 0 {
        return Some(ten_to(-exponent(places as usize)));
    }
    if let Some(mut rest) = value.to_i64() {
        let mut unit = 1;
        while rest % 10 == 0 {
            rest /= 10;
            unit *= 10;
        }
        return Some(whole(unit));
    }
    let ten = BigInt::from(10);
    let mut rest = value.to_integer();
    let mut unit = BigInt::one();
    while rest.is_multiple_of(&ten) {
        rest /= &ten;
        unit *= &ten;
    }
    Some(Rational::from(unit))
}

/// The number of decimals that write the value exactly, or `None` when no number of them does.
pub fn decimals_of(value: &Rational) -> Option<u32> {
    if value.is_integer() {
        return Some(0);
    }
    let mut rest = value.denom();
    let (two, five) = (BigInt::from(2), BigInt::from(5));
    let mut twos = 0_u32;
    let mut fives = 0_u32;
    while rest.is_multiple_of(&two) {
        rest /= &two;
        twos += 1;
    }
    while rest.is_multiple_of(&five) {
        rest /= &five;
        fives += 1;
    }
    rest.is_one().then(|| twos.max(fives))
}

/// A count of digits as an exponent; numerals are far shorter than the saturation point.
pub(super) fn exponent(digits: usize) -> i32 {
    i32::try_from(digits).unwrap_or(i32::MAX)
}

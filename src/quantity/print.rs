//! Numbers as each language prints them.

use super::Grammar;
use super::number::{Rational, decimal_string, fixed_string, ten_to};
use super::operator::Operator;
use super::unit::Unit;

/// How a number is to be printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// Decimals to round to, half away from zero; absent: all of them, and none invented.
    pub digits: Option<u32>,
    /// The scale word to print; absent: the number in full.
    pub scale: Option<Scale>,
}

/// A scale word. Each language prints only its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// 10^3.
    Thousand,
    /// 10^4, 万.
    TenThousand,
    /// 10^6.
    Million,
    /// 10^8, 亿.
    HundredMillion,
    /// 10^9.
    Billion,
    /// 10^12; 万亿 in Chinese.
    Trillion,
}

impl Scale {
    /// Reads a scale by its word in either language.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "thousand" | "千" => Some(Self::Thousand),
            "ten-thousand" | "万" => Some(Self::TenThousand),
            "million" | "百万" => Some(Self::Million),
            "hundred-million" | "亿" => Some(Self::HundredMillion),
            "billion" | "十亿" => Some(Self::Billion),
            "trillion" | "万亿" => Some(Self::Trillion),
            _ => None,
        }
    }

    /// The power of ten.
    pub fn exponent(self) -> i32 {
        match self {
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::HundredMillion => 8,
            Self::Billion => 9,
            Self::Trillion => 12,
        }
    }

    /// The word in a language, where the language has one.
    pub fn word(self, grammar: Grammar) -> Option<&'static str> {
        match (grammar, self) {
            (Grammar::Chinese, Self::TenThousand) => Some("万"),
            (Grammar::Chinese, Self::HundredMillion) => Some("亿"),
            (Grammar::Chinese, Self::Trillion) => Some("万亿"),
            (Grammar::English, Self::Thousand) => Some(" thousand"),
            (Grammar::English, Self::Million) => Some(" million"),
            (Grammar::English, Self::Billion) => Some(" billion"),
            (Grammar::English, Self::Trillion) => Some(" trillion"),
            _ => None,
        }
    }
}

/// Prints a number grouped in threes, with U+2212 for a minus. `None` when it does not terminate
/// and no number of decimals is given, or when the language lacks the scale word.
pub fn print_number(grammar: Grammar, value: &Rational, format: &NumberFormat) -> Option<String> {
    let (value, word) = match format.scale {
        None => (value.clone(), ""),
        Some(scale) => (value * ten_to(-scale.exponent()), scale.word(grammar)?),
    };
    let plain = match format.digits {
        Some(digits) => fixed_string(&value, digits),
        None => decimal_string(&value)?,
    };
    Some(format!("{}{word}", grouped(&plain)))
}

/// Prints a number with its unit and hedge: `more than 20`, 超过20, `41.7%`, 约19.
/// `None` under the conditions of [`print_number`], and for operators that need more than a number.
pub fn print_quantity(
    grammar: Grammar,
    value: &Rational,
    unit: &Unit,
    operator: Operator,
    format: &NumberFormat,
) -> Option<String> {
    let number = match unit {
        Unit::Year | Unit::Rank => decimal_string(value)?,
        _ => print_number(grammar, value, format)?,
    };
    let amount = match grammar {
        Grammar::Chinese => chinese_amount(&number, unit),
        _ => english_amount(&number, value, unit),
    };
    match (grammar, operator) {
        (_, Operator::Exact) => Some(amount),
        (_, Operator::Range | Operator::Indefinite) => None,
        (Grammar::Chinese, _) => Some(match operator {
            Operator::About => format!("约{amount}"),
            Operator::Nearly => format!("近{amount}"),
            Operator::MoreThan | Operator::Surplus => format!("超过{amount}"),
            Operator::AtLeast => format!("不少于{amount}"),
            Operator::LessThan => format!("不足{amount}"),
            _ => format!("不超过{amount}"),
        }),
        (_, _) => Some(match operator {
            Operator::About => format!("about {amount}"),
            Operator::Nearly => format!("nearly {amount}"),
            Operator::MoreThan | Operator::Surplus => format!("more than {amount}"),
            Operator::AtLeast => format!("at least {amount}"),
            Operator::LessThan => format!("less than {amount}"),
            _ => format!("at most {amount}"),
        }),
    }
}

fn chinese_amount(number: &str, unit: &Unit) -> String {
    match unit {
        Unit::Percent => format!("{number}%"),
        Unit::PerMille => format!("{number}‰"),
        Unit::PercentagePoint => format!("{number}个百分点"),
        Unit::BasisPoint => format!("{number}个基点"),
        Unit::Multiple => format!("{number}倍"),
        Unit::Rank => format!("第{number}"),
        Unit::Year => format!("{number}年"),
        Unit::Currency(code) => match code.as_str() {
            "CNY" => format!("{number}元"),
            "USD" => format!("{number}美元"),
            "EUR" => format!("{number}欧元"),
            "GBP" => format!("{number}英镑"),
            "JPY" => format!("{number}日元"),
            "HKD" => format!("{number}港元"),
            _ => format!("{number} {code}"),
        },
        Unit::Measure(symbol) => format!("{number} {symbol}"),
        Unit::Count | Unit::Ratio => number.to_owned(),
    }
}

fn english_amount(number: &str, value: &Rational, unit: &Unit) -> String {
    let plural = if *value == super::number::whole(1) { "" } else { "s" };
    match unit {
        Unit::Percent => format!("{number}%"),
        Unit::PerMille => format!("{number}‰"),
        Unit::PercentagePoint => format!("{number} percentage point{plural}"),
        Unit::BasisPoint => format!("{number} basis point{plural}"),
        Unit::Multiple => format!("{number} time{plural}"),
        Unit::Currency(code) => match code.as_str() {
            "USD" => with_symbol('$', number),
            "EUR" => with_symbol('€', number),
            "GBP" => with_symbol('£', number),
            _ => format!("{code} {number}"),
        },
        Unit::Measure(symbol) => format!("{number} {symbol}"),
        Unit::Count | Unit::Ratio | Unit::Rank | Unit::Year => number.to_owned(),
    }
}

/// A minus stands before the sign of the currency.
fn with_symbol(symbol: char, number: &str) -> String {
    match number.strip_prefix('−') {
        Some(rest) => format!("−{symbol}{rest}"),
        None => format!("{symbol}{number}"),
    }
}

/// Groups the whole part of a plain decimal in threes and gives it a proper minus.
fn grouped(plain: &str) -> String {
    let (sign, body) = plain.strip_prefix('-').map_or(("", plain), |rest| ("−", rest));
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Prints a closed range in the language's own form: `15–30%`, 15%～30%.
pub fn print_range(
    grammar: Grammar,
    lower: &Rational,
    upper: &Rational,
    unit: &Unit,
    format: &NumberFormat,
) -> Option<String> {
    let exact = Operator::Exact;
    if grammar == Grammar::Chinese {
        let first = print_quantity(grammar, lower, unit, exact, format)?;
        Some(format!("{first}～{}", print_quantity(grammar, upper, unit, exact, format)?))
    } else {
        let plain_first = NumberFormat { digits: format.digits, scale: format.scale };
        let first = print_number(grammar, lower, &plain_first)?;
        let last = print_quantity(grammar, upper, unit, exact, format)?;
        let needs_words = lower.is_negative() || upper.is_negative() || lower.is_zero();
        let shares_unit = matches!(unit, Unit::Percent | Unit::PerMille | Unit::Count);
        if needs_words || !shares_unit || format.scale.is_some() {
            let first = print_quantity(grammar, lower, unit, exact, format)?;
            return Some(format!("{first} to {last}"));
        }
        Some(format!("{first}–{last}"))
    }
}

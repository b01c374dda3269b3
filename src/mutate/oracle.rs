//! What a phrase denotes, read by simple means of its own: the scanner is on trial here and cannot be
//! its own judge. It reads less than the scanner does, and says so.

use crate::facts::NumberAnswer;
use crate::quantity::{Bound, Grammar, Interval, Rational, Unit, decimals_of, parse_decimal};

/// What a phrase states.
#[derive(Clone, Debug, PartialEq)]
pub struct Denoted {
    value: Rational,
    hedge: Hedge,
    interval: Interval,
    scale: Scale,
    /// Whether the words leave the number open.
    hedged: bool,
}

impl Denoted {
    /// Whether two phrases say the same number; how many digits they write may differ.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.value, self.hedge, self.scale, self.hedged)
            == (&other.value, other.hedge, other.scale, other.hedged)
    }
}

/// What the number is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Number,
    Percent,
    Points,
    Ratio,
    Multiple,
}

/// What the words around a number do to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hedge {
    None,
    About,
    Nearly,
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// How a number is written, which decides how exactly it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Rounded,
    Fraction,
    Tenths,
    Multiple,
}

/// A number as written.
struct Written {
    value: Rational,
    step: Rational,
    form: Form,
    scale: Scale,
    surplus: bool,
}

/// Reads a phrase, or admits that it is beyond this reader.
pub fn read(grammar: Grammar, phrase: &str) -> Option<Denoted> {
    let text = phrase.trim().to_lowercase();
    let (hedge, written, rest) = match grammar {
        Grammar::Chinese => chinese(&text)?,
        _ => english(&text)?,
    };
    let goes_on = rest.chars().any(|c| c.is_ascii_digit() || han_digit(c).is_some())
        || rest.split(|c: char| !c.is_alphabetic()).any(|word| english_word(word).is_some());
    if goes_on {
        return None;
    }
    let hedged = hedge != Hedge::None || written.surplus;
    let interval = interval(hedge, &written);
    Some(Denoted { value: written.value, hedge, interval, scale: written.scale, hedged })
}

/// Whether a phrase is true of an answer in a unit. `None` where the two cannot be compared by this reader.
pub fn holds(
    denoted: &Denoted,
    unit: &Unit,
    tolerance: Option<&Rational>,
    answer: &NumberAnswer,
) -> bool {
    let hundred = Rational::whole(100);
    let factor = match (denoted.scale, unit) {
        (Scale::Percent, Unit::Percent)
        | (Scale::Points, Unit::PercentagePoint)
        | (Scale::Ratio, Unit::Ratio) => Rational::one(),
        (Scale::Percent, Unit::Ratio) => hundred.recip(),
        (Scale::Ratio, Unit::Percent) => hundred,
        (Scale::Percent | Scale::Points | Scale::Ratio, _)
        | (_, Unit::Percent | Unit::Ratio | Unit::PercentagePoint) => return false,
        (Scale::Number | Scale::Multiple, _) => Rational::one(),
    };
    if !denoted.hedged && answer.operator.is_hedge() {
        return false;
    }
    let mut interval = denoted.interval.scale_by(&factor);
    if let Some(tolerance) = tolerance {
        let widen = |bound: Option<Bound>, by: &Rational| {
            bound.map(|bound| Bound { value: bound.value + by, closed: bound.closed })
        };
        interval = Interval {
            lower: widen(interval.lower, &-tolerance),
            upper: widen(interval.upper, tolerance),
        };
    }
    interval.encloses(&answer.interval)
}

fn interval(hedge: Hedge, written: &Written) -> Interval {
    let value = &written.value;
    let last = last_digit(value);
    let (next, previous) = match written.form {
        Form::Fraction if *value == Rational::fraction(1, 2) => {
            (Bound::closed(Rational::one()), Bound::closed(Rational::zero()))
        }
        Form::Fraction => {
            let tenth = Rational::fraction(1, 10);
            let floor = (value / &tenth).floor();
            let ceil = (value / &tenth).ceil();
            let up = (floor + Rational::one()) * &tenth;
            (Bound::open(up), Bound::open((ceil - Rational::one()) * &tenth))
        }
        _ => (Bound::open(value + &last), Bound::open(value - &last)),
    };
    let own = Bound::open(value.clone());
    let own_closed = Bound::closed(value.clone());
    match hedge {
        _ if written.surplus => Interval::between(own, next),
        Hedge::Above => Interval::between(own, next),
        Hedge::AtLeast => Interval::between(own_closed, next),
        Hedge::Below => Interval::between(previous, own),
        Hedge::AtMost => Interval::between(previous, own_closed),
        Hedge::Nearly => Interval::between(Bound::closed(value * Rational::fraction(9, 10)), own),
        Hedge::About => {
            let cap = value * Rational::fraction(1, 20);
            Interval::around(value, &cap.min(last * Rational::fraction(1, 2)))
        }
        Hedge::None => {
            let band = match written.form {
                Form::Plain => Rational::zero(),
                Form::Rounded => &written.step * Rational::fraction(1, 2),
                Form::Fraction => Rational::fraction(1, 200),
                Form::Tenths => Rational::fraction(3, 2),
                Form::Multiple => value * Rational::fraction(1, 20),
            };
            Interval::around(value, &band)
        }
    }
}

/// The unit of the last digit that is not zero.
fn last_digit(value: &Rational) -> Rational {
    let mut unit = match decimals_of(value) {
        Some(places) => Rational::ten_to(-i32::try_from(places).unwrap_or(0)),
        None => return Rational::fraction(1, 100),
    };
    let ten = Rational::whole(10);
    while !value.is_zero() && (value / (&unit * &ten)).is_integer() {
        unit *= &ten;
    }
    unit
}

fn strip<'t, T: Copy>(text: &'t str, words: &[(&str, T)]) -> Option<(T, &'t str)> {
    let found = words.iter().filter(|(word, _)| text.starts_with(word));
    let (word, meaning) = found.max_by_key(|(word, _)| word.len())?;
    Some((*meaning, text[word.len()..].trim_start()))
}

const ENGLISH_HEDGES: &[(&str, Hedge)] = &[
    ("more than ", Hedge::Above),
    ("over ", Hedge::Above),
    ("above ", Hedge::Above),
    ("exceeding ", Hedge::Above),
    ("at least ", Hedge::AtLeast),
    ("no fewer than ", Hedge::AtLeast),
    ("fewer than ", Hedge::Below),
    ("less than ", Hedge::Below),
    ("under ", Hedge::Below),
    ("below ", Hedge::Below),
    ("at most ", Hedge::AtMost),
    ("no more than ", Hedge::AtMost),
    ("up to ", Hedge::AtMost),
    ("about ", Hedge::About),
    ("around ", Hedge::About),
    ("approximately ", Hedge::About),
    ("roughly ", Hedge::About),
    ("some ", Hedge::About),
    ("nearly ", Hedge::Nearly),
    ("almost ", Hedge::Nearly),
    ("close to ", Hedge::Nearly),
];

fn english(text: &str) -> Option<(Hedge, Written, &str)> {
    let (mut hedge, text) = strip(text, ENGLISH_HEDGES).unwrap_or((Hedge::None, text));
    let multiples = [("doubled", 2), ("tripled", 3), ("quadrupled", 4), ("twice", 2)];
    if let Some((times, rest)) = strip(text, &multiples) {
        return Some((hedge, multiple(Rational::whole(times)), rest));
    }
    let (mut written, rest) = match digits(text) {
        Some((value, step, rest)) => (plain(value, step), rest),
        None => english_words(text)?,
    };
    let scales =
        [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("bn", 9), ("mn", 6)];
    let mut rest = rest.trim_start();
    if let Some((power, after)) = strip(rest, &scales) {
        scale_by(&mut written, power);
        rest = after;
    }
    let signs = [
        ("%", Scale::Percent),
        ("percentage points", Scale::Points),
        ("percentage point", Scale::Points),
        ("per cent", Scale::Percent),
        ("percent", Scale::Percent),
        ("times", Scale::Multiple),
    ];
    if let Some((scale, after)) = strip(rest, &signs) {
        mark(&mut written, scale);
        rest = after;
    }
    if let Some(at) = rest.find("or more") {
        hedge = Hedge::AtLeast;
        rest = &rest[..at];
    }
    Some((hedge, written, rest))
}

fn plain(value: Rational, step: Rational) -> Written {
    Written { value, step, form: Form::Plain, scale: Scale::Number, surplus: false }
}

fn multiple(value: Rational) -> Written {
    let step = Rational::one();
    Written { value, step, form: Form::Multiple, scale: Scale::Multiple, surplus: false }
}

fn scale_by(written: &mut Written, power: i32) {
    written.value *= Rational::ten_to(power);
    written.step *= Rational::ten_to(power);
    written.form = Form::Rounded;
}

fn mark(written: &mut Written, scale: Scale) {
    written.scale = scale;
    if scale == Scale::Multiple {
        written.form = Form::Multiple;
    } else if written.form == Form::Plain {
        written.form = Form::Rounded;
    }
}

/// Digits with commas and decimals: the value, the unit of the last digit, and what follows.
fn digits(text: &str) -> Option<(Rational, Rational, &str)> {
    let text = text.trim_start_matches(['$', '€', '£', '¥']);
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(text.len());
    let number = text[..end].trim_end_matches([',', '.']);
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let places = number.split_once('.').map_or(0, |(_, places)| places.len());
    let value = parse_decimal(&number.replace(',', ""))?;
    let step = Rational::ten_to(-i32::try_from(places).ok()?);
    Some((value, step, &text[number.len()..]))
}

/// The value of a number word: below a hundred itself, above as a factor.
fn english_word(word: &str) -> Option<i64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = |list: &[&str]| {
        list.iter().position(|known| *known == word).and_then(|index| i64::try_from(index).ok())
    };
    let found = at(&ONES).or_else(|| at(&TENS).map(|index| 20 + 10 * index));
    found.or(match word {
        "hundred" => Some(100),
        "thousand" => Some(1000),
        _ => None,
    })
}

fn english_words(text: &str) -> Option<(Written, &str)> {
    let mut total = 0_i64;
    let mut rest = text;
    let mut words = 0;
    loop {
        let start = rest.trim_start_matches([' ', '-']);
        let end = start.find(|c: char| !c.is_alphabetic()).unwrap_or(start.len());
        let (word, after) = (&start[..end], &start[end..]);
        if words > 0 && word == "and" {
            rest = after;
            continue;
        }
        let part = match word {
            "a" | "an" if words == 0 => Some(1),
            _ => None,
        };
        if let Some(base) = denominator(word) {
            let count = if words == 0 { 1 } else { total };
            let written = Written {
                value: Rational::fraction(count, base),
                step: Rational::fraction(1, 100),
                form: Form::Fraction,
                scale: Scale::Ratio,
                surplus: false,
            };
            return Some((written, after));
        }
        match part.or_else(|| english_word(word)) {
            Some(factor @ (100 | 1000)) => total = total.max(1) * factor,
            Some(value) => total += value,
            None => break,
        }
        words += 1;
        rest = after;
    }
    (words > 0).then(|| (plain(Rational::whole(total), Rational::one()), rest))
}

fn denominator(word: &str) -> Option<i64> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    let parts = [
        ("half", 2),
        ("third", 3),
        ("quarter", 4),
        ("fifth", 5),
        ("sixth", 6),
        ("seventh", 7),
        ("eighth", 8),
        ("ninth", 9),
        ("tenth", 10),
    ];
    parts.iter().find(|(name, _)| *name == singular).map(|(_, base)| *base)
}

const CHINESE_HEDGES: &[(&str, Hedge)] = &[
    ("超过", Hedge::Above),
    ("超", Hedge::Above),
    ("逾", Hedge::Above),
    ("多于", Hedge::Above),
    ("突破", Hedge::Above),
    ("至少", Hedge::AtLeast),
    ("不少于", Hedge::AtLeast),
    ("不低于", Hedge::AtLeast),
    ("不足", Hedge::Below),
    ("不到", Hedge::Below),
    ("少于", Hedge::Below),
    ("低于", Hedge::Below),
    ("至多", Hedge::AtMost),
    ("不超过", Hedge::AtMost),
    ("约", Hedge::About),
    ("大约", Hedge::About),
    ("近", Hedge::Nearly),
    ("将近", Hedge::Nearly),
    ("接近", Hedge::Nearly),
    ("高达", Hedge::None),
    ("多达", Hedge::None),
];

fn chinese(text: &str) -> Option<(Hedge, Written, &str)> {
    let (mut hedge, text) = strip(text, CHINESE_HEDGES).unwrap_or((Hedge::None, text));
    let (mut written, mut rest) = chinese_number(text)?;
    for (mark, power) in [("万亿", 12), ("万", 4), ("亿", 8)] {
        if let Some(after) = rest.strip_prefix(mark) {
            scale_by(&mut written, power);
            rest = after;
            break;
        }
    }
    if let Some(after) = rest.strip_prefix('余').or_else(|| rest.strip_prefix('多')) {
        written.surplus = true;
        rest = after;
    }
    let signs = [
        ("%", Scale::Percent),
        ("个百分点", Scale::Points),
        ("百分点", Scale::Points),
        ("倍", Scale::Multiple),
    ];
    if let Some((scale, after)) = strip(rest, &signs) {
        mark(&mut written, scale);
        rest = after;
    } else if let Some(after) = rest.strip_prefix('成') {
        written.value *= Rational::whole(10);
        (written.form, written.scale) = (Form::Tenths, Scale::Percent);
        rest = after;
    }
    for (words, meaning) in [
        ("以上", Hedge::AtLeast),
        ("以下", Hedge::AtMost),
        ("以内", Hedge::AtMost),
        ("左右", Hedge::About),
    ] {
        if let Some(at) = rest.find(words) {
            hedge = meaning;
            rest = &rest[..at];
            break;
        }
    }
    Some((hedge, written, rest))
}

fn han_digit(c: char) -> Option<i64> {
    let at = "零一二三四五六七八九".chars().position(|known| known == c);
    if c == '两' { Some(2) } else { i64::try_from(at?).ok() }
}

fn chinese_number(text: &str) -> Option<(Written, &str)> {
    if let Some((value, step, rest)) = digits(text) {
        return Some((plain(value, step), rest));
    }
    if let Some(rest) = text.strip_prefix("一半") {
        return Some((fraction(1, 2), rest));
    }
    let (first, rest) = han_number(text)?;
    if let Some(after) = rest.strip_prefix("分之") {
        let (second, rest) = han_number(after)?;
        if first == 100 {
            let mut written = plain(Rational::whole(second), Rational::one());
            mark(&mut written, Scale::Percent);
            return Some((written, rest));
        }
        return Some((fraction(second, first), rest));
    }
    Some((plain(Rational::whole(first), Rational::one()), rest))
}

fn fraction(numerator: i64, denominator: i64) -> Written {
    Written {
        value: Rational::fraction(numerator, denominator),
        step: Rational::fraction(1, 100),
        form: Form::Fraction,
        scale: Scale::Ratio,
        surplus: false,
    }
}

/// A Han numeral below ten thousand, spelled with its units.
fn han_number(text: &str) -> Option<(i64, &str)> {
    let (mut total, mut pending, mut end) = (0_i64, None, 0);
    let mut last_unit = i64::MAX;
    for (at, c) in text.char_indices() {
        let unit = match c {
            '十' => Some(10),
            '百' => Some(100),
            '千' => Some(1000),
            _ => None,
        };
        match (han_digit(c), unit) {
            // Two digits side by side are an approximation or a row of digits: not for this reader.
            (Some(_), _) if pending.is_some_and(|digit| digit != 0) => return None,
            (Some(digit), _) => pending = Some(digit),
            (None, Some(unit)) if unit < last_unit => {
                total += pending.take().unwrap_or(1) * unit;
                last_unit = unit;
            }
            _ => break,
        }
        end = at + c.len_utf8();
    }
    // 三百五 leaves its last unit out.
    let elliptic =
        pending.is_some() && last_unit > 10 && last_unit < i64::MAX && !text[..end].contains('零');
    (end > 0 && !elliptic).then(|| (total + pending.unwrap_or(0), &text[end..]))
}

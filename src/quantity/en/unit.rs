//! Units behind and money before an English number.

use std::sync::LazyLock;

use super::super::draft::{Draft, Found};
use super::super::interval::Form;
use super::super::mask;
use super::super::measures::{MEASUREMENTS, SYMBOL_VARIANTS};
use super::super::number::{Rational, ten_to, whole};
use super::super::operator::Operator;
use super::super::reading::{Exclusion, Obstacle};
use super::super::text::{Text, is_minus};
use super::super::unit::Unit;
use super::super::words::Words;

use super::line::{Line, Phrases};
use super::money::{COINS, CURRENCIES, CURRENCIES_BEFORE, CURRENCY_CODES};
use super::numeral;
use super::words::Lexeme;

static SHARES: LazyLock<Phrases<Unit>> = LazyLock::new(|| {
    Phrases::new([
        ("%", Unit::Percent),
        ("percent", Unit::Percent),
        ("per cent", Unit::Percent),
        ("pct", Unit::Percent),
        ("p.c.", Unit::Percent),
        ("percentage point", Unit::PercentagePoint),
        ("percentage points", Unit::PercentagePoint),
        ("percentage-point", Unit::PercentagePoint),
        ("percent points", Unit::PercentagePoint),
        ("pp", Unit::PercentagePoint),
        ("pps", Unit::PercentagePoint),
        ("p.p.", Unit::PercentagePoint),
        ("ppt", Unit::PercentagePoint),
        ("basis point", Unit::BasisPoint),
        ("basis points", Unit::BasisPoint),
        ("basis-point", Unit::BasisPoint),
        ("bps", Unit::BasisPoint),
        ("bp", Unit::BasisPoint),
        ("‰", Unit::PerMille),
        ("per mille", Unit::PerMille),
        ("per mil", Unit::PerMille),
    ])
});

/// Names of units and of money behind a number. Owned plurals would need memory that lives as
/// long as the program, so a plural is matched by its singular and an `s`.
static NAMED_UNITS: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    Phrases::new(
        MEASUREMENTS.iter().flat_map(|unit| unit.english.iter().map(|name| (*name, unit.symbol))),
    )
});

static NAMED_MONEY: LazyLock<Phrases<&'static str>> =
    LazyLock::new(|| Phrases::new(CURRENCIES.iter().copied()));

/// Signs, codes and their spellings before an amount.
static MONEY_BEFORE: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let codes = CURRENCY_CODES.iter().map(|code| (*code, *code));
    Words::new(CURRENCIES_BEFORE.iter().copied().chain(codes))
});

/// The symbols of all units as prose writes them, with the canonical ones.
static SYMBOLS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let symbols = MEASUREMENTS.iter().map(|unit| (unit.symbol, unit.symbol));
    Words::new(symbols.chain(SYMBOL_VARIANTS.iter().copied()))
});

/// Codes and signs before an amount.
pub(super) fn money_before(line: &Line<'_>, index: usize) -> (usize, Option<&'static str>) {
    let start = line.start(index);
    let first = line.text.at(start);
    if first.is_lowercase() || first.is_ascii_digit() {
        return (index, None);
    }
    let named = MONEY_BEFORE.longest(line.text, start);
    // COP26 is a conference, COP 26 million are pesos.
    let glued = |end: usize, code: &str| code == "COP" && line.text.at(end).is_ascii_digit();
    let Some((end, code)) = named.filter(|(end, code)| !glued(*end, code)) else {
        return (index, None);
    };
    if mask::is_letter(line.text.before(start)) || mask::is_letter(line.text.at(end)) {
        return (index, None);
    }
    let next = line.index_at(end);
    let sign = matches!(line.mark(next), '-' | '−') && line.digits(next + 1).is_some();
    let numeral = line.digits(next).is_some() || sign || line.lexeme(next).is_some();
    if numeral { (next, Some(code)) } else { (index, None) }
}

/// Digits with letters glued to them that are neither scale nor unit: 5G, 3D.
pub(super) fn glued_letters(line: &Line<'_>, draft: &Draft, next: usize) -> Option<Found> {
    if !line.glued(next)
        || line.word(next).is_empty()
        || !line.text.before(draft.end).is_ascii_digit()
    {
        return None;
    }
    let written = line.text.string(line.start(next), line.end_before(next + 1));
    let small = written.chars().count() > 2 && written.chars().all(char::is_lowercase);
    let known = symbol(line, next).is_some()
        || SHARES.longest(line.text, line.start(next)).is_some()
        || matches!(line.word(next), "x" | "s" | "yo" | "fold")
        || coin(line, next).is_some()
        || named_money(line, next).is_some()
        || CURRENCY_CODES.contains(&written.as_str());
    if known {
        return None;
    }
    // 300max may be an amount with a word stuck to it.
    if small && !line.text.at(line.end_before(next + 1)).is_ascii_digit() {
        let end = line.end_before(next + 1);
        return Some(Found::unresolved(draft.start, end, Obstacle::NumeralInWord));
    }
    let end = mask::chunk_end(line.text, line.start(next));
    Some(Found::excluded(draft.start, end, Exclusion::Identifier))
}

/// The unit behind a number, as far as it belongs to the range.
pub(super) fn with_unit(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let at = line.past_hyphen(next);
    let start = line.start(at);
    if draft.unit == Unit::Count {
        if let Some((end, unit)) = SHARES.longest(line.text, start) {
            draft.measured(unit);
            return closed(line, draft, end);
        }
        if matches!(line.word(at), "fold")
            || line.word(at) == "x" && line.glued(at) && line.text.before(start).is_ascii_digit()
        {
            draft.measured(Unit::Multiple);
            return closed(line, draft, line.end_before(at + 1));
        }
        if let Some((end, code)) = coin(line, at) {
            draft.scale(&ten_to(-2));
            draft.measured(Unit::Currency(code.to_owned()));
            return closed(line, draft, end);
        }
    }
    let countable = matches!(draft.unit, Unit::Count | Unit::Ratio);
    let money_unit = matches!(draft.unit, Unit::Currency(_));
    if (countable || money_unit)
        && let Some((end, code)) = named_money(line, at)
    {
        if countable {
            draft.measured(Unit::Currency(code.to_owned()));
        }
        let mut next = closed(line, draft, end);
        if let Some(Lexeme::Scale(power)) = line.lexeme(next) {
            // `75 USD million` puts the scale behind the money.
            draft.scale(&ten_to(power));
            draft.form = Form::Rounded;
            next = closed(line, draft, line.end_before(next + 1));
        }
        return smaller_coins(line, draft, next);
    }
    if draft.unit == Unit::Ratio
        && let Some(next) = part_of_unit(line, draft, next)
    {
        return next;
    }
    if draft.unit == Unit::Count {
        let named = plural(&NAMED_UNITS, line.text, start).or_else(|| symbol(line, at));
        if let Some((end, symbol)) = named.filter(|_| !is_other_word(line, at)) {
            let (end, unit) = per_unit(line, end, symbol);
            draft.unit = unit;
            let next = closed(line, draft, end);
            return smaller_units(line, draft, next);
        }
    }
    next
}

/// `half a percentage point`, `a quarter of a point`, `one-half mile`, `½ cup`: a part of one unit.
fn part_of_unit(line: &Line<'_>, draft: &mut Draft, next: usize) -> Option<usize> {
    let at = next + usize::from(line.word(next) == "of");
    let article = usize::from(matches!(line.word(at), "a" | "an"));
    let start = line.start(line.past_hyphen(at + article));
    let share = SHARES.longest(line.text, start).filter(|(_, unit)| {
        article > 0 && matches!(unit, Unit::PercentagePoint | Unit::BasisPoint)
    });
    if let Some((end, unit)) = share {
        draft.unit = Unit::Count;
        // Half a point is known to a half, as 半个百分点 is.
        draft.step = draft.value.clone();
        draft.form = Form::Plain;
        draft.measured(unit);
        return Some(closed(line, draft, end));
    }
    let named = plural(&NAMED_UNITS, line.text, start).filter(|_| at == next || article > 0);
    let (end, symbol) =
        named.or_else(|| symbol(line, at).filter(|_| article == 0 && at == next))?;
    if is_other_word(line, at) || line.word(at) == "degree" {
        return None;
    }
    let (end, unit) = per_unit(line, end, symbol);
    draft.unit = unit;
    draft.form = Form::Plain;
    Some(closed(line, draft, end))
}

/// `7 feet and 10 inches`: one length, said in the smaller unit.
fn smaller_units(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let at = next + usize::from(line.word(next) == "and");
    let Some(part) = numeral::read(line, at).filter(|part| !part.ordinal) else { return next };
    let mut smaller = part.draft;
    if smaller.unit != Unit::Count || smaller.operator != Operator::Exact {
        return next;
    }
    let start = line.start(part.next);
    let named = plural(&NAMED_UNITS, line.text, start).or_else(|| symbol(line, part.next));
    let Some((end, symbol)) = named else { return next };
    smaller.unit = Unit::Measure(symbol.to_owned());
    match draft.unit.factor_to(&smaller.unit) {
        Some(factor) if factor > smaller.value && factor > Rational::one() => {
            draft.value = &draft.value * factor + smaller.value;
            draft.step = smaller.step;
            draft.unit = smaller.unit;
            let next = closed(line, draft, end);
            smaller_units(line, draft, next)
        }
        _ => next,
    }
}

/// Ends the phrase at a place and answers with the token behind it.
fn closed(line: &Line<'_>, draft: &mut Draft, end: usize) -> usize {
    draft.end = end;
    line.index_at(end)
}

/// Names of units that are other words in front of some nouns: `two foot soldiers` is rare, but
/// `10 degree programmes` and `5 bit players` are too, so only clear cases are kept out.
fn is_other_word(line: &Line<'_>, at: usize) -> bool {
    line.word(at) == "in" || line.word(at) == "li" || line.word(at) == "mole"
}

/// The longest name, with a plural `s` behind it.
fn plural<T: Clone>(names: &Phrases<T>, text: &Text, start: usize) -> Option<(usize, T)> {
    if let Some(found) = names.longest(text, start) {
        return Some(found);
    }
    // The plural stands where the singular would cut a word; look for it without that test.
    names.longest_plural(text, start)
}

fn named_money(line: &Line<'_>, at: usize) -> Option<(usize, &'static str)> {
    let start = line.start(at);
    if let Some(found) = plural(&NAMED_MONEY, line.text, start) {
        return Some(found);
    }
    let end = line.end_before(at + 1);
    let written = line.text.string(start, end);
    CURRENCY_CODES
        .iter()
        .find(|code| **code == written)
        .map(|code| (end, *code))
        .or_else(|| {
            let sign = [
                ("€", "EUR"),
                ("₩", "KRW"),
                ("£", "GBP"),
                ("₹", "INR"),
                ("₽", "RUB"),
                ("¥", "CNY"),
            ];
            sign.into_iter().find(|(sign, _)| *sign == written).map(|(_, code)| (end, code))
        })
        .or_else(|| matches!(written.as_str(), "Rs" | "rs").then_some((end, "INR")))
        .or_else(|| (written == "$" && !line.text.at(end).is_ascii_digit()).then_some((end, "USD")))
}

fn coin(line: &Line<'_>, at: usize) -> Option<(usize, &'static str)> {
    let token = line.tokens.get(at)?;
    if line.word(at) == "euro" && matches!(line.word(at + 1), "cent" | "cents") {
        return Some((line.end_before(at + 2), "EUR"));
    }
    let written = line.text.string(token.start, token.end);
    let glued_only = matches!(written.as_str(), "p" | "c" | "C" | "P");
    if matches!(written.as_str(), "C" | "P") {
        return None;
    }
    COINS
        .iter()
        .find(|(word, _)| *word == written.to_lowercase() && (!glued_only || !token.spaced))
        .map(|(_, code)| (token.end, *code))
}

/// `2 euros and 5 cents`.
fn smaller_coins(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let at = next + usize::from(line.word(next) == "and");
    let Some(part) = numeral::read(line, at).filter(|part| !part.ordinal) else { return next };
    let bare = part.draft.value >= whole(10)
        && part.draft.value.is_integer()
        && line.word(part.next).is_empty()
        && matches!(line.mark(part.next), ' ' | '.' | ',' | ';')
        && line.digits(part.next).is_none();
    let end = match coin(line, part.next) {
        Some((end, _)) => end,
        None if bare => part.draft.end,
        None => return next,
    };
    if part.draft.value >= whole(100) || draft.upper.is_some() {
        return next;
    }
    draft.value += part.draft.value * ten_to(-2);
    draft.step = ten_to(-2);
    closed(line, draft, end)
}

/// A unit symbol; single capitals need a blank, letters behind it end it.
fn symbol(line: &Line<'_>, at: usize) -> Option<(usize, &'static str)> {
    let token = line.tokens.get(at)?;
    if let Some(degrees) = degrees_of_heat(line, at) {
        return Some((token.end, degrees));
    }
    let (start, spaced) = (token.start, token.spaced);
    let is_symbol = |end: usize| {
        let stands = match line.text.string(start, end).as_str() {
            "A" | "B" | "N" | "J" | "K" | "mu" | "里" | "斤" => false,
            "in" => !spaced || follows_feet(line, at) || ends_a_clause(line, at),
            "'" | "\"" | "bit" | "bar" | "pt" | "min" | "h" | "s" | "cal" | "cup" => !spaced,
            "V" | "W" | "L" => spaced,
            _ => true,
        };
        stands && (!mask::is_word(line.text.at(end)) || !mask::is_letter(line.text.before(end)))
    };
    SYMBOLS.longest_where(line.text, start, is_symbol)
}

/// 1.5C, -27C, 168F: a letter stuck to a number of more than one digit; 4C is a name.
fn degrees_of_heat(line: &Line<'_>, at: usize) -> Option<&'static str> {
    let token = line.tokens.get(at).filter(|token| !token.spaced)?;
    let symbol = match line.text.string(token.start, token.end).as_str() {
        "C" => "°C",
        "F" | "f" => "°F",
        _ => return None,
    };
    let before = at.checked_sub(1)?;
    let numeral = line.digits(before)?;
    let wide =
        numeral.end - line.start(before) > 1 || is_minus(line.text.before(line.start(before)));
    wide.then_some(symbol)
}

/// `2 in.` at the end of a clause can only be inches.
fn ends_a_clause(line: &Line<'_>, at: usize) -> bool {
    line.word(at + 1).is_empty() && line.digits(at + 1).is_none() && line.mark(at + 1) != '('
}

/// `5 ft 2 in`: only behind feet is `in` a unit by itself.
fn follows_feet(line: &Line<'_>, at: usize) -> bool {
    at.checked_sub(2).is_some_and(|feet| matches!(line.word(feet), "ft" | "feet" | "foot"))
}

/// A unit divided by another: `kg/m³`, `kilometres per hour`. One that the table does not know stays
/// what it is, with the rest of the phrase.
fn per_unit(line: &Line<'_>, end: usize, symbol: &'static str) -> (usize, Unit) {
    let whole = Unit::Measure(symbol.to_owned());
    let at = line.index_at(end);
    let slash = line.text.at(end) == '/' && mask::is_letter(line.text.at(end + 1));
    if !slash && line.word(at) != "per" {
        return (end, whole);
    }
    let start = line.start(at + 1);
    let time = match line.word(at + 1) {
        "hour" | "hr" => Some("h"),
        "minute" | "min" => Some("min"),
        "second" | "sec" => Some("s"),
        _ => None,
    };
    let base = time
        .map(|time| (line.end_before(at + 2), time))
        .or_else(|| plural(&NAMED_UNITS, line.text, start))
        .or_else(|| symbol_behind_slash(line, start).filter(|_| slash));
    match base {
        Some((stop, base)) => {
            let name = format!("{symbol}/{base}");
            let unit = match name.as_str() {
                "bit/s" => Unit::Measure("bps".to_owned()),
                "kbit/s" => Unit::Measure("kbps".to_owned()),
                "Mbit/s" => Unit::Measure("Mbps".to_owned()),
                "Gbit/s" => Unit::Measure("Gbps".to_owned()),
                "mi/h" => Unit::Measure("mph".to_owned()),
                _ => Unit::Measure(name),
            };
            (stop, unit)
        }
        None if slash => {
            let is_part = |character| mask::is_word(character) || mask::is_superscript(character);
            (line.text.run(end + 1, is_part), whole)
        }
        None => (end, whole),
    }
}

fn symbol_behind_slash(line: &Line<'_>, start: usize) -> Option<(usize, &'static str)> {
    SYMBOLS.longest_where(line.text, start, |end| !mask::is_word(line.text.at(end)))
}

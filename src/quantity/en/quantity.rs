//! Quantities in English text: hedge, numeral, scale, unit, and the conditions behind them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use num_traits::One;

use super::super::draft::{Draft, Found, fraction_step};
use super::super::interval::Form;
use super::super::number::{Rational, fraction, whole};
use super::super::operator::Operator;
use super::super::reading::Obstacle;
use super::super::unit::Unit;
use super::lexicon::{
    CURRENCIES_BEFORE, CURRENCY_CODES, FUNCTION_WORDS, HEDGES_AFTER, HEDGES_BEFORE, LABELS,
    REFERENCES,
};
use super::line::{Line, Phrases};
use super::range::with_range;
use super::unit::{glued_letters, money_before, with_unit};
use super::words::Lexeme;
use super::{numeral, period, structure};

static BEFORE: LazyLock<Phrases<Operator>> =
    LazyLock::new(|| Phrases::new(HEDGES_BEFORE.iter().copied()));

static AFTER: LazyLock<Phrases<Operator>> =
    LazyLock::new(|| Phrases::new(HEDGES_AFTER.iter().copied()));

/// Words with which anything can start; other words are passed over without a second look.
static OPENINGS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let months =
        super::super::period::MONTHS.iter().flat_map(|name| [*name, name.get(..3).unwrap_or("")]);
    let others = [
        "h",
        "q",
        "fy",
        "fiscal",
        "financial",
        "last",
        "past",
        "next",
        "previous",
        "coming",
        "preceding",
        "following",
        "recent",
        "this",
        "current",
        "currently",
        "to",
        "so",
        "no",
        "nos",
        "number",
        "a",
        "an",
        "minus",
        "negative",
        "between",
        "from",
        "several",
        "few",
        "us",
        "sept",
        "over",
        "u",
        "equal",
        "a",
    ];
    BEFORE
        .first_words()
        .chain(structure::KNOWN_NAMES.first_words())
        .chain(CURRENCY_CODES.iter().copied())
        .chain(CURRENCIES_BEFORE.iter().map(|(word, _)| word.trim_end_matches(['$', '¥', '.'])))
        .chain(REFERENCES.iter().copied())
        .chain(LABELS.iter().copied())
        .chain(super::lexicon::STANDARDS.iter().copied())
        .chain(months)
        .chain(others)
        .filter(|word| !word.is_empty())
        .flat_map(|word| [word.to_lowercase(), format!("{}s", word.to_lowercase())])
        .collect()
});

/// Whether a reading may start with the word at a token.
pub(super) fn may_start(line: &Line<'_>, index: usize) -> bool {
    line.lexeme(index).is_some() || OPENINGS.contains(line.word(index))
}

/// The quantity that starts at a token, with the hedge before it.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Found> {
    let start = line.start(index);
    if let Some(draft) = multiple_word(line, index) {
        return Some(draft.finish(line.text));
    }
    let (mut at, operator) = hedges(line, index);
    let between = line.word(at) == "between" || line.word(at) == "from";
    if between {
        at += 1;
    }
    let outcome = amount(line, at, between.then(|| line.word(at - 1) == "from"))?;
    match outcome {
        Ok((mut draft, found_range)) => {
            if between && !found_range {
                return None;
            }
            draft.start = start;
            draft.hedge(operator);
            Some(draft.finish(line.text))
        }
        Err(other) => (at == index).then_some(Found { start, ..other }),
    }
}

/// One or two hedges: `about`, `well over`, `at least about`.
fn hedges(line: &Line<'_>, index: usize) -> (usize, Operator) {
    let Some((end, operator)) = BEFORE.longest(line.text, line.start(index)) else {
        return (index, Operator::Exact);
    };
    let next = line.index_at(end);
    match BEFORE.longest(line.text, line.start(next)) {
        Some((further, second)) => {
            let chosen = if operator == Operator::Exact { second } else { operator };
            (line.index_at(further), chosen)
        }
        None => (next, operator),
    }
}

/// An amount with money before it, unit, range, and condition behind it.
fn amount(
    line: &Line<'_>,
    index: usize,
    opening: Option<bool>,
) -> Option<Result<(Draft, bool), Found>> {
    let (at, currency) = money_before(line, index);
    let blocked = currency.is_none() && period::read(line, at).is_some();
    if blocked || line.word(at) == "one" && opening.is_none() && structure::read(line, at).is_some()
    {
        return None;
    }
    let spelled = numeral::read(line, at).filter(|spelled| !spelled.ordinal)?;
    if is_word_of_other_kind(line, at) {
        return None;
    }
    let mut draft = spelled.draft;
    let mut next = spelled.next;
    if let Some(code) = currency {
        draft.measured(Unit::Currency(code.to_owned()));
    }
    draft.start = line.start(index);
    if let Some(identifier) = glued_letters(line, &draft, next) {
        return Some(Err(identifier));
    }
    next = ratio(line, &mut draft, next);
    next = with_unit(line, &mut draft, next);
    let before = draft.upper.is_some();
    next = with_range(line, &mut draft, next, opening);
    let found_range = draft.upper.is_some() && !before;
    if let Some(obstacle) = times(line, &mut draft, &mut next) {
        return Some(Err(Found::unresolved(draft.start, draft.end, obstacle)));
    }
    with_condition(line, &mut draft, next);
    Some(Ok((draft, found_range)))
}

/// Words that are numbers only in some phrases are decided by the structure rules.
fn is_word_of_other_kind(line: &Line<'_>, index: usize) -> bool {
    let half_year = line.word(index) == "half"
        && line.past_hyphen(index + 1) > index + 1
        && matches!(line.word(index + 2), "year" | "yearly" | "hour" | "day" | "time");
    half_year || line.word(index) == "quarter"
}

/// `3:1`, `7 out of 10`, `1 in 5`.
fn ratio(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    if draft.unit != Unit::Count || draft.operator != Operator::Exact {
        return next;
    }
    let colon = line.mark(next) == ':'
        && line.glued(next)
        && line.digits(next + 1).is_some()
        && line.glued(next + 1);
    let over = line.word(next) == "over"
        && numeral::read(line, next + 1).is_some_and(|base| {
            !base.ordinal && line.word(base.next).is_empty() && base.draft.unit == Unit::Count
        });
    let out_of = line.word(next) == "out" && line.word(next + 1) == "of";
    let one_in = line.word(next) == "in" && draft.value == whole(1);
    let at = if colon || one_in || over {
        next + 1
    } else if out_of {
        next + 2
    } else {
        return next;
    };
    let at = at + usize::from(matches!(line.word(at), "every" | "the"));
    let Some(base) = numeral::read(line, at).filter(|base| !base.ordinal) else { return next };
    let is_year = period::year(line, at).is_some() && one_in;
    if base.draft.value <= Rational::from_integer(0.into())
        || is_year
        || base.draft.unit != Unit::Count
    {
        return next;
    }
    draft.value = &draft.value / base.draft.value;
    draft.unit = Unit::Ratio;
    draft.step = fraction_step();
    draft.form = if colon { Form::Plain } else { Form::Fraction };
    draft.end = line.end_before(base.next);
    draft.digits.1 = draft.end;
    base.next
}

/// `three times as many` is a multiple, `three times more than` is unclear, `three times` a count.
fn times(line: &Line<'_>, draft: &mut Draft, next: &mut usize) -> Option<Obstacle> {
    if draft.unit != Unit::Count || line.word(*next) != "times" {
        return None;
    }
    let after = line.word(*next + 1);
    match after {
        "as" | "the" | "that" | "its" | "their" | "what" => {
            draft.end = line.end_before(*next + 1);
            *next += 1;
            draft.measured(Unit::Multiple);
            None
        }
        "more" | "higher" | "greater" | "larger" | "less" | "fewer" | "lower" | "smaller"
        | "faster" | "slower" => {
            draft.end = line.end_before(*next + 2);
            Some(Obstacle::UnclearMultiple)
        }
        _ => None,
    }
}

/// `doubled`, `halved`, `twice`, `a couple of`, `a pair of`.
fn multiple_word(line: &Line<'_>, index: usize) -> Option<Draft> {
    let lead = usize::from(line.word(index) == "a");
    let span = |next: usize| (line.start(index), line.end_before(next));
    match line.lexeme(index + lead)? {
        Lexeme::Multiple(value) if lead == 0 => {
            let mut draft = Draft::new(span(index + 1), whole(value), Rational::one());
            draft.measured(Unit::Multiple);
            Some(draft)
        }
        Lexeme::Halved => {
            let mut draft = Draft::new(span(index + 1), fraction(1, 2), Rational::one());
            draft.measured(Unit::Multiple);
            Some(draft)
        }
        Lexeme::Times(value) if value > 1 && lead == 0 => {
            let mut draft = Draft::new(span(index + 1), whole(value), Rational::one());
            if matches!(line.word(index + 1), "as" | "the" | "that" | "its" | "their") {
                draft.measured(Unit::Multiple);
            } else {
                draft.measure = Some("times".to_owned());
            }
            Some(draft)
        }
        Lexeme::Other
            if lead == 1
                && (line.word(index + 1) == "couple"
                    || line.word(index + 1) == "pair" && line.word(index + 2) == "of") =>
        {
            let mut draft = Draft::new(span(index + 2), whole(2), whole(1));
            if line.word(index + 1) == "couple" {
                draft.operator = Operator::About;
            }
            Some(draft)
        }
        _ => None,
    }
}

/// The noun behind a number, and `or more` and the like behind the number or the noun.
fn with_condition(line: &Line<'_>, draft: &mut Draft, next: usize) {
    if let Some((end, operator)) = condition(line, next) {
        draft.end = end;
        draft.hedge(operator);
        return;
    }
    let at = line.past_hyphen(next);
    if line.word(at).is_empty() {
        return;
    }
    if draft.unit == Unit::Count {
        let is_noun = !FUNCTION_WORDS.contains(&line.word(at));
        draft.measure = is_noun.then(|| line.word(at).to_owned());
    }
    if let Some((end, operator)) = condition(line, at + 1).filter(|(end, _)| {
        // Only whole phrases may stand behind a noun.
        line.text.string(line.start(at + 1), *end).contains(' ')
    }) {
        draft.end = end;
        draft.hedge(operator);
    }
}

fn condition(line: &Line<'_>, index: usize) -> Option<(usize, Operator)> {
    let start = line.start(index);
    let (end, operator) = AFTER.longest(line.text, start)?;
    let mark = line.text.string(start, end);
    let plus = mark == "+" && (line.digits(index + 1).is_some() || !line.glued(index));
    let at_least_next = matches!(mark.as_str(), "at least" | "at most")
        && numeral::read(line, line.index_at(end)).is_some();
    (!plus && !at_least_next && mark != "plus").then_some((end, operator))
}

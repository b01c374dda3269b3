//! Dates and spans of time in English text.

use super::super::digits;
use super::super::draft::Found;
use super::super::period::Period;
use super::super::reading::Exclusion;
use super::super::text::is_dash;
use super::line::Line;
use super::words::Lexeme;

/// The longest period that starts at a token.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Found> {
    let candidates = [
        dated(line, index),
        part_of_year(line, index).map(|(period, next)| with_year(line, period, next)),
        years(line, index),
        decade(line, index),
        relative(line, index),
        fiscal(line, index),
    ];
    let best = candidates.into_iter().flatten().max_by_key(|(_, next)| *next);
    let period =
        best.map(|(period, next)| Found::period(line.start(index), line.end_before(next), period));
    period.or_else(|| clock(line, index))
}

/// A year at a token: four bare digits of our times.
pub(super) fn year(line: &Line<'_>, index: usize) -> Option<i32> {
    let numeral = line.digits(index)?;
    let start = line.start(index);
    let alone = !line.glued(index + 1) || line.word(index + 1).is_empty();
    (alone && digits::may_be_year(start, numeral))
        .then(|| digits::small(&numeral.value).and_then(|year| year.try_into().ok()))
        .flatten()
}

/// The month that a capitalised word names, also abbreviated.
fn month(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    let number = u32::from(line.known(index).month);
    if number == 0 || !line.text.at(line.start(index)).is_uppercase() {
        return None;
    }
    let word = line.word(index);
    let point = usize::from(
        line.mark(index + 1) == '.' && line.glued(index + 1) && word.len() < 5 && word != "may",
    );
    Some((number, index + 1 + point))
}

/// `30 June 2019`, `June 30, 2019`, `June 2019`, `2019-06-30`, `12/31/2019`.
fn dated(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    days_of_month(line, index)
        .or_else(|| iso(line, index))
        .or_else(|| slashes(line, index))
        .or_else(|| month_first(line, index))
        .or_else(|| day_first(line, index))
}

/// `3 to 28 February 2022`, `1 January to 30 June 2020`, `6 and 7 November`: the first day borrows
/// what it lacks from the second.
fn days_of_month(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let (first_day, next) = day(line, index)?;
    let (first_month, next) = match month(line, next) {
        Some((month, next)) => (Some(month), next),
        None => (None, next),
    };
    let joins =
        matches!(line.word(next), "to" | "and" | "until" | "through") || is_dash(line.mark(next));
    let (last_day, after) = day(line, next + 1).filter(|_| joins)?;
    let (last_month, end) = month(line, after)?;
    let first = Period::partial_day(first_month.unwrap_or(last_month), first_day)?;
    let last = Period::partial_day(last_month, last_day)?;
    match year(line, end) {
        Some(year) => Some((first.in_year(year)?.through(&last.in_year(year)?)?, end + 1)),
        None => Some((first.through(&last)?, end)),
    }
}

fn iso(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let year = year(line, index)?;
    let mark = line.mark(index + 1);
    if !matches!(mark, '-' | '/') || !line.glued(index + 1) || !line.glued(index + 2) {
        return None;
    }
    let month = small(line, index + 2).filter(|month| (1..=12).contains(month))?;
    let wide = line.end_before(index + 3) - line.start(index + 2) == 2;
    if line.mark(index + 3) == mark && line.glued(index + 3) {
        let day = small(line, index + 4)?;
        return Some((Period::day(year, month, day)?, index + 5));
    }
    (wide && mark == '-').then(|| (Period::months_of(year, month, month), index + 3))
}

fn slashes(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let marks = [line.mark(index + 1), line.mark(index + 3)];
    if marks != ['/', '/'] {
        return None;
    }
    let (first, second) = (small(line, index)?, small(line, index + 2)?);
    let year = year(line, index + 4)?;
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    Some((Period::day(year, month, day)?, index + 5))
}

fn month_first(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let (number, next) = month(line, index)?;
    let ambiguous = line.word(index) == "may";
    if let Some(year) = year(line, next) {
        return Some((Period::months_of(year, number, number), next + 1));
    }
    if line.mark(next) == ','
        && let Some(year) = year(line, next + 1)
    {
        return Some((Period::months_of(year, number, number), next + 2));
    }
    if let Some((last, after)) = through_month(line, next) {
        return (number <= last).then(|| with_year(line, Period::partial(number, last), after));
    }
    if let Some((day, after)) = day(line, next) {
        let comma = usize::from(line.mark(after) == ',');
        if let Some(year) = year(line, after + comma) {
            return Some((Period::day(year, number, day)?, after + comma + 1));
        }
        return Some((Period::partial_day(number, day)?, after));
    }
    let cued = matches!(
        line.word_before(index),
        "in" | "since" | "of" | "by" | "until" | "to" | "from" | "early" | "late" | "mid"
    );
    (!ambiguous || cued).then(|| (Period::partial(number, number), next))
}

/// `January to June`, `January–June`.
fn through_month(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    let connects =
        matches!(line.word(index), "to" | "through" | "until") || is_dash(line.mark(index));
    let between = line.word(index) == "and"
        && index.checked_sub(2).is_some_and(|before| line.word(before) == "between");
    if !connects && !between {
        return None;
    }
    month(line, index + 1)
}

fn day_first(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let (day, mut next) = day(line, index)?;
    next += usize::from(line.word(next) == "of");
    let (number, after) = month(line, next)?;
    let comma = usize::from(line.mark(after) == ',');
    match year(line, after + comma) {
        Some(year) => Some((Period::day(year, number, day)?, after + comma + 1)),
        None => Some((Period::partial_day(number, day)?, after)),
    }
}

/// A day of the month: 30, 30th.
fn day(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    let day = small(line, index).filter(|day| (1..=31).contains(day))?;
    let suffixed =
        line.glued(index + 1) && matches!(line.word(index + 1), "st" | "nd" | "rd" | "th");
    let alone = !line.glued(index + 1) || !matches!(line.mark(index + 1), '%' | '/');
    alone.then_some((day, index + 1 + usize::from(suffixed)))
}

fn small(line: &Line<'_>, index: usize) -> Option<u32> {
    let numeral = line.digits(index).filter(|numeral| !numeral.styled)?;
    digits::small(&numeral.value).and_then(|value| value.try_into().ok())
}

/// Halves, quarters and counted months of a year, without the year.
fn part_of_year(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    if let Some(found) = coded(line, index) {
        return Some(found);
    }
    let (number, next) = ordinal(line, index)?;
    let at = line.past_hyphen(next);
    match line.word(at) {
        "half" if number <= 2 && number > 0 && line.word(at + 1) != "dozen" => {
            let year_word = usize::from(
                line.word(line.past_hyphen(at + 1)) == "year" && line.past_hyphen(at + 1) > at + 1,
            ) * 2;
            Some((Period::partial(number * 6 - 5, number * 6), at + 1 + year_word))
        }
        "quarter" if (1..=4).contains(&number) => {
            Some((Period::partial(number * 3 - 2, number * 3), at + 1))
        }
        _ if number == 1 => first_months(line, next),
        _ => None,
    }
}

/// `first nine months`, `first three quarters`, `first half`.
fn first_months(line: &Line<'_>, next: usize) -> Option<(Period, usize)> {
    let count = small(line, next).or_else(|| match line.lexeme(next) {
        Some(Lexeme::Small(count)) => u32::try_from(count).ok(),
        _ => None,
    })?;
    let months = match line.word(next + 1) {
        "months" => count,
        "quarters" => count.checked_mul(3)?,
        _ => return None,
    };
    (1..=12).contains(&months).then(|| (Period::partial(1, months), next + 2))
}

/// H1, Q3, 1H, 3Q.
fn coded(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let word = line.word(index);
    let (letter, number) = if matches!(word, "h" | "q") && line.glued(index + 1) {
        (word, small(line, index + 1)?)
    } else if matches!(line.word(index + 1), "h" | "q") && line.glued(index + 1) {
        (line.word(index + 1), small(line, index)?)
    } else {
        return None;
    };
    let next = index + 2;
    if line.glued(next) && !line.word(next).is_empty() {
        return None;
    }
    match letter {
        "h" if (1..=2).contains(&number) => {
            Some((Period::partial(number * 6 - 5, number * 6), next))
        }
        "q" if (1..=4).contains(&number) => {
            Some((Period::partial(number * 3 - 2, number * 3), next))
        }
        _ => None,
    }
}

/// first to fourth in words or digits.
fn ordinal(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    if let Some(Lexeme::SmallOrdinal(number) | Lexeme::TensOrdinal(number)) = line.lexeme(index) {
        return Some((u32::try_from(number).ok()?, index + 1));
    }
    let number = small(line, index)?;
    let suffixed =
        line.glued(index + 1) && matches!(line.word(index + 1), "st" | "nd" | "rd" | "th");
    suffixed.then_some((number, index + 2))
}

/// The year behind a part of it: `of 2019`, `2019`, `in 2019`; absent, the part stays without one.
fn with_year(line: &Line<'_>, part: Period, next: usize) -> (Period, usize) {
    let mut at = next + usize::from(matches!(line.word(next), "of" | "in"));
    at += usize::from(line.mark(at) == ',' && at == next);
    at += usize::from(line.word(at) == "the" && line.word(at + 1) == "year") * 2;
    let placed = year(line, at).and_then(|year| part.in_year(year));
    match placed {
        Some(period) => (period, at + 1),
        None => through_code(line, &part, next).unwrap_or((part, next)),
    }
}

/// `Q1–Q3 2022`: the second code brings the year.
fn through_code(line: &Line<'_>, first: &Period, next: usize) -> Option<(Period, usize)> {
    if !is_dash(line.mark(next)) {
        return None;
    }
    let (last, after) = coded(line, next + 1)?;
    let (whole, end) = (first.through(&last)?, after);
    match year(line, end).and_then(|year| whole.in_year(year)) {
        Some(placed) => Some((placed, end + 1)),
        None => Some((whole, end)),
    }
}

/// `2019`, `2015–2018`, `2015 to 2018`, `2018/19`, `2019H1`, `2019 Q3`.
fn years(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    if let Some(found) = glued_code(line, index) {
        return Some(found);
    }
    let first = year(line, index)?;
    if line.glued(index)
        && is_dash(line.text.before(line.start(index)))
        && line.digits(index.checked_sub(2)?).is_some()
    {
        return None;
    }
    let connects =
        is_dash(line.mark(index + 1)) || matches!(line.word(index + 1), "to" | "through");
    let between = line.word(index + 1) == "and" && line.word_before(index) == "between";
    if connects || between {
        if let Some(last) = year(line, index + 2)
            && let Some(span) = Period::year(first).through(&Period::year(last))
        {
            return Some((span, index + 3));
        }
        if line.glued(index + 1)
            && line.glued(index + 2)
            && let Some(last) = two_digit_year(line, index + 2, first)
        {
            return Some((Period::year(first).through(&Period::year(last))?, index + 3));
        }
    }
    if line.mark(index + 1) == '/'
        && line.glued(index + 2)
        && two_digit_year(line, index + 2, first).is_some()
    {
        return Some((Period::fiscal(first), index + 3));
    }
    is_bare_year(line, index).then(|| (Period::year(first), index + 1))
}

/// 2019H1 is one run of digits and letters.
fn glued_code(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let numeral = line.digits(index)?;
    if !digits::may_be_year(line.start(index), numeral) {
        return None;
    }
    let year = i32::try_from(digits::small(&numeral.value)?).ok()?;
    let (part, next) = coded(line, index + 1)?;
    Some((part.in_year(year)?, next))
}

/// The end of a span such as 2018–19.
fn two_digit_year(line: &Line<'_>, index: usize, first: i32) -> Option<i32> {
    let short = i32::try_from(small(line, index)?).ok()?;
    let width = line.end_before(index + 1) - line.start(index);
    let last = first - first % 100 + short;
    let follows = last == first + 1 || (last > first && short > 12);
    (width == 2 && follows && !matches!(line.mark(index + 1), '%' | '-' | '/')).then_some(last)
}

/// Whether four bare digits are a year: nothing before or behind makes a count of them.
fn is_bare_year(line: &Line<'_>, index: usize) -> bool {
    let number = line.digits(index).and_then(|numeral| digits::small(&numeral.value)).unwrap_or(0);
    let money = matches!(line.mark(index.wrapping_sub(1)), '$' | '€' | '£' | '¥');
    if !(1900..2100).contains(&number)
        || money
        || (line.glued(index + 1) && line.mark(index + 1) == '%')
    {
        return false;
    }
    let before = line.word_before(index);
    let compared = index.checked_sub(2).map_or("", |back| line.word(back));
    if before == "than" && matches!(compared, "later" | "earlier" | "sooner" | "rather") {
        return true;
    }
    if matches!(
        before,
        "than"
            | "about"
            | "approximately"
            | "nearly"
            | "over"
            | "usd"
            | "rmb"
            | "least"
            | "most"
            | "almost"
            | "roughly"
    ) {
        return false;
    }
    let cued = matches!(
        before,
        "in" | "by"
            | "of"
            | "since"
            | "from"
            | "until"
            | "till"
            | "before"
            | "after"
            | "during"
            | "for"
            | "early"
            | "late"
            | "mid"
            | "fiscal"
            | "year"
            | "the"
            | "to"
            | "and"
            | "through"
            | "between"
            | "s"
            | "s'"
    ) || line.text.before(line.start(index)) == '-';
    let after = line.word(index + 1);
    let unit = matches!(
        after,
        "percent"
            | "per"
            | "million"
            | "billion"
            | "thousand"
            | "dollars"
            | "yuan"
            | "people"
            | "km"
            | "kg"
            | "m"
    );
    let counts = !after.is_empty()
        && after.ends_with('s')
        && after.len() > 3
        && line.text.at(line.start(index + 1)).is_lowercase();
    !unit && (cued || !counts)
}

/// Decades by their names; without a century they are those of the twentieth.
pub(super) const DECADES: &[&str] =
    &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

/// `the 1990s`, `the nineties` are left to years; `the 21st century`.
fn decade(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    if let Some(tens) = DECADES.iter().position(|decade| *decade == line.word(index)) {
        let first = 1920 + 10 * i32::try_from(tens).ok()?;
        return Some((Period::year(first).through(&Period::year(first + 9))?, index + 1));
    }
    let numeral = line.digits(index);
    if let Some(numeral) = numeral.filter(|numeral| digits::may_be_year(line.start(index), numeral))
    {
        let apostrophe =
            usize::from(matches!(line.mark(index + 1), '\'' | '’') && line.glued(index + 1));
        let at = index + 1 + apostrophe;
        let first = i32::try_from(digits::small(&numeral.value)?).ok()?;
        let decade = line.word(at) == "s" && line.glued(at) && first % 10 == 0;
        return decade
            .then(|| Period::year(first).through(&Period::year(first + 9)))
            .flatten()
            .map(|period| (period, at + 1));
    }
    let (number, next) = ordinal(line, index).or_else(|| {
        let tens = matches!(line.lexeme(index), Some(Lexeme::Tens(20)));
        let at = line.past_hyphen(index + 1);
        match line.lexeme(at) {
            Some(Lexeme::SmallOrdinal(units)) if tens => {
                Some((20 + u32::try_from(units).ok()?, at + 1))
            }
            _ => None,
        }
    })?;
    let at = line.past_hyphen(next);
    let century = matches!(line.word(at), "century" | "centuries") && (10..=30).contains(&number);
    let first = (i32::try_from(number).ok().filter(|_| century)? - 1) * 100;
    let period = Period::year(first + 1).through(&Period::year(first + 100))?;
    Some((period, at + 1))
}

/// `the last five years`, `to date`, `last year`.
fn relative(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let next = line.word(index + 1);
    let fixed = match (line.word(index), next) {
        ("to", "date") | ("so", "far") => Some("to-date"),
        ("last" | "previous", "year") => Some("last-year"),
        ("this" | "current", "year") => Some("this-year"),
        ("next", "year") => Some("next-year"),
        ("recent", "years") => Some("recent-years"),
        _ => None,
    };
    if let Some(name) = fixed {
        return Some((Period::relative(name, None), index + 2));
    }
    if line.word(index) == "currently" {
        return Some((Period::relative("to-date", None), index + 1));
    }
    if !matches!(
        line.word(index),
        "last" | "past" | "next" | "previous" | "coming" | "preceding" | "following" | "recent"
    ) {
        return None;
    }
    let (count, after) = match line.lexeme(index + 1) {
        Some(Lexeme::Small(count) | Lexeme::Tens(count)) => (u32::try_from(count).ok()?, index + 2),
        _ => (small(line, index + 1)?, index + 2),
    };
    let name = match line.word(line.past_hyphen(after)) {
        "years" | "year" => "recent-years",
        "months" | "quarters" | "weeks" | "days" | "decades" | "month" | "quarter" => {
            "recent-spans"
        }
        _ => return None,
    };
    Some((Period::relative(name, Some(count)), line.past_hyphen(after) + 1))
}

/// FY2019, FY2018/19, `fiscal 2019`, `fiscal year 2019`.
fn fiscal(line: &Line<'_>, index: usize) -> Option<(Period, usize)> {
    let at = match (line.word(index), line.word(index + 1)) {
        ("fiscal" | "financial", "year" | "years") => index + 2,
        ("fiscal" | "fy", _) => index + 1,
        _ => return None,
    };
    if let Some(first) = year(line, at) {
        let split = matches!(line.mark(at + 1), '/' | '-' | '–')
            && line.glued(at + 1)
            && two_digit_year(line, at + 2, first).is_some();
        return Some((Period::fiscal(first), if split { at + 3 } else { at + 1 }));
    }
    let short = small(line, at).filter(|short| *short < 100 && line.word(index) == "fy")?;
    Some((Period::fiscal(2000 + i32::try_from(short).ok()?), at + 1))
}

/// 10:30, 6pm, 2.17 p.m., nine o'clock.
fn clock(line: &Line<'_>, index: usize) -> Option<Found> {
    let found = |next: usize| {
        Some(Found::excluded(line.start(index), line.end_before(next), Exclusion::ClockTime))
    };
    let numeral = line.digits(index);
    let hour = small(line, index).filter(|hour| *hour <= 24);
    if hour.is_some() && line.mark(index + 1) == ':' && line.glued(index + 2) {
        let wide = line.end_before(index + 3) - line.start(index + 2) == 2;
        if wide && small(line, index + 2).is_some_and(|minute| minute < 60) {
            let after = index + 3;
            return found(half_of_day(line, after).unwrap_or(after));
        }
    }
    let minutes = |numeral: &digits::Numeral| {
        numeral.value.is_integer()
            || numeral.end - line.start(index) <= 5 && decimals_are_minutes(line, index)
    };
    if numeral.is_some_and(|numeral| {
        minutes(numeral) && digits::small(&numeral.value.floor()).is_some_and(|hour| hour <= 12)
    }) && let Some(next) = half_of_day(line, index + 1)
    {
        return found(next);
    }
    let counted = hour.is_some() || matches!(line.lexeme(index), Some(Lexeme::Small(1..=12)));
    let oclock = line.word(index + 1) == "o"
        && matches!(line.mark(index + 2), '\'' | '’')
        && line.word(index + 3) == "clock";
    if counted && oclock {
        return found(index + 4);
    }
    None
}

/// 2.17 and 10.30, but not 2.123 or 2.5.
fn decimals_are_minutes(line: &Line<'_>, index: usize) -> bool {
    let end = line.end_before(index + 1);
    end.checked_sub(3).is_some_and(|point| line.text.at(point) == '.')
}

fn half_of_day(line: &Line<'_>, index: usize) -> Option<usize> {
    if matches!(line.word(index), "am" | "pm") {
        let glued_or_alone =
            line.glued(index) || line.word(index) == "pm" || line.text.at(line.start(index)) == 'a';
        return glued_or_alone.then_some(index + 1);
    }
    let dotted = matches!(line.word(index), "a" | "p")
        && line.mark(index + 1) == '.'
        && line.word(index + 2) == "m"
        && line.glued(index + 2);
    dotted.then(|| index + 3 + usize::from(line.mark(index + 3) == '.'))
}

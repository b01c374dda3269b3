//! The sets of rows that the words around a number may speak of.

use super::context::{Bound, Context};
use super::evidence::Evidence;
use super::index::{Field, Role, View};
use super::plan::{Atom, Test};
use super::time::{Months, When};
use super::words::Sense;
use crate::quantity::decimal_string;
use crate::report::ColumnType;

/// A choice of a condition on one column, or on the time.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The conditions.
    pub atoms: Vec<Atom>,
    /// The things that it explains.
    pub explains: u64,
    /// What it adds to the score by itself.
    pub score: f64,
    /// The span of time, if it is one.
    pub when: Option<When>,
    /// Whether it only serves as the base of a comparison: the year before.
    pub base_only: bool,
    /// Whether it stands for everything: a row of a total.
    pub total: bool,
    /// The places that its words take.
    pub places: Vec<(usize, std::ops::Range<usize>)>,
    /// Whether it uses a number beside the one that is sought.
    pub threshold: bool,
}

/// A choice for some columns together.
#[derive(Clone, Debug)]
pub struct Combo {
    /// For each column the choice, by index; none where the column is free.
    pub picks: Vec<Option<usize>>,
    /// The conditions.
    pub atoms: Vec<Atom>,
    /// The things that it explains.
    pub explains: u64,
    /// What it adds to the score.
    pub score: f64,
    /// The rows that pass.
    pub rows: Vec<u32>,
    /// Whether it uses a number beside the one that is sought.
    pub threshold: bool,
}

/// All choices for a view.
#[derive(Debug)]
pub struct Slices {
    /// The columns that have choices, and the choices.
    pub dimensions: Vec<(usize, Vec<Choice>)>,
    /// Choices of the columns together.
    pub combos: Vec<Combo>,
    /// Choices of the time; the first is none.
    pub times: Vec<Choice>,
}

const MOST_DIMENSIONS: usize = 6;
const MOST_TIMES: usize = 12;
/// How much one more condition costs.
const CONDITION: f64 = 0.2;

impl Slices {
    /// Finds the choices.
    pub fn new(view: &View, context: &Context, evidence: &Evidence) -> Self {
        let mut dimensions = categories(view, context, evidence);
        dimensions.sort_by(|one, other| {
            let best =
                |choices: &[Choice]| choices.iter().map(|c| c.score).fold(f64::MIN, f64::max);
            best(&other.1).total_cmp(&best(&one.1)).then(one.0.cmp(&other.0))
        });
        dimensions.truncate(MOST_DIMENSIONS);
        let thresholds = thresholds(view, context, evidence);
        if !thresholds.is_empty() {
            dimensions.push((usize::MAX, thresholds));
        }
        let combos = combos(view, &dimensions);
        let times = times(view, context, evidence);
        Self { dimensions, combos, times }
    }
}

/// Whether a row passes a condition.
pub fn passes(view: &View, atom: &Atom, row: usize) -> bool {
    let field = &view.fields[atom.field];
    let code = field.codes[row];
    match &atom.test {
        Test::In(codes) => codes.contains(&code),
        Test::Between(from, to) => {
            let values = &field.about.values;
            let at = |code: u32| values.get(code as usize).map_or("", String::as_str);
            // Years and dates have as many digits each, so that texts are in the order of times.
            at(code) >= at(*from) && at(code) <= at(*to)
        }
        Test::Not(other) => code != *other && code != super::columns::ABSENT,
        Test::Number(bound, _, number) => {
            let value = field.numbers[row];
            match bound {
                Bound::Above => value > *number,
                Bound::AtLeast => value >= *number,
                Bound::Below => value < *number,
                Bound::AtMost => value <= *number,
            }
        }
        Test::True => match field.role {
            Role::Truth => {
                field.about.values.get(code as usize).is_some_and(|value| value == "true")
            }
            _ => field.numbers.get(row).is_some_and(|value| (*value - 1.0).abs() < f64::EPSILON),
        },
    }
}

fn choice(atom: Atom, score: f64) -> Choice {
    Choice {
        atoms: vec![atom],
        explains: 0,
        score: score - CONDITION,
        when: None,
        base_only: false,
        total: false,
        places: Vec::new(),
        threshold: false,
    }
}

/// The choices that named values give, and those of totals and flags.
fn categories(view: &View, context: &Context, evidence: &Evidence) -> Vec<(usize, Vec<Choice>)> {
    let mut dimensions = Vec::new();
    for (index, field) in view.fields.iter().enumerate() {
        let mut choices = Vec::new();
        let hits = evidence.hits.get(&field.source).map_or(&[][..], Vec::as_slice);
        for hit in hits {
            let test = if hit.excluded { Test::Not(hit.code) } else { Test::In(vec![hit.code]) };
            let score = 0.8 * (hit.strength - 1.0);
            let choice = choice(Atom { field: index, test }, score);
            choices.push(Choice { explains: hit.explains, places: hit.places.clone(), ..choice });
        }
        choices.extend(several(index, hits));
        choices.extend(parts(view, index, context, evidence));
        choices.extend(total(view, index));
        let fit = evidence.columns.get(&field.source).map_or(0.0, |fit| fit.score);
        if field.role == Role::Truth && fit > 0.4 {
            choices.push(choice(Atom { field: index, test: Test::True }, fit - 0.6));
        }
        if !choices.is_empty() {
            dimensions.push((index, choices));
        }
    }
    dimensions
}

/// All values together that the words name surely.
fn several(field: usize, hits: &[super::evidence::Hit]) -> Option<Choice> {
    let mut sure: Vec<&super::evidence::Hit> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.strength >= 0.5 && !hit.excluded) {
        if !sure.iter().any(|other| overlap(&other.places, &hit.places)) {
            sure.push(hit);
        }
    }
    if sure.len() < 2 {
        return None;
    }
    let codes = sure.iter().map(|hit| hit.code).collect();
    let choice = choice(Atom { field, test: Test::In(codes) }, -0.5);
    Some(Choice {
        explains: sure.iter().fold(0, |bits, hit| bits | hit.explains),
        places: sure.iter().flat_map(|hit| hit.places.clone()).collect(),
        ..choice
    })
}

/// Whether two rows of places share a byte.
fn overlap(
    one: &[(usize, std::ops::Range<usize>)],
    other: &[(usize, std::ops::Range<usize>)],
) -> bool {
    one.iter().any(|(text, range)| {
        other.iter().any(|(t, r)| t == text && r.start < range.end && range.start < r.end)
    })
}

/// A quarter or month that is named without a year.
fn parts(view: &View, index: usize, context: &Context, evidence: &Evidence) -> Vec<Choice> {
    let field = &view.fields[index];
    let Role::Part(parts) = field.role else { return Vec::new() };
    let mut choices = Vec::new();
    for period in &context.periods {
        let Some(months) = period.months else { continue };
        let length = 12 / parts;
        let (first, last) = ((months.first - 1) / length + 1, (months.last - 1) / length + 1);
        let codes: Vec<u32> =
            (first..=last).filter_map(|part| code_of(view, index, &part.to_string())).collect();
        if codes.is_empty() {
            continue;
        }
        let choice = choice(Atom { field: index, test: Test::In(codes) }, 0.0);
        choices.push(Choice {
            explains: explains(evidence, &period.places),
            places: period.places.clone(),
            ..choice
        });
    }
    choices
}

fn explains(evidence: &Evidence, places: &[(usize, std::ops::Range<usize>)]) -> u64 {
    places.iter().fold(0, |bits, (text, range)| bits | evidence.explained(*text, range))
}

fn code_of(view: &View, field: usize, value: &str) -> Option<u32> {
    let values = &view.fields[field].about.values;
    values.iter().position(|known| known == value).and_then(|code| u32::try_from(code).ok())
}

/// The row of a total, where a column has one.
fn total(view: &View, index: usize) -> Option<Choice> {
    let about = &view.fields[index].about;
    let code = about.value_words.iter().position(|words| {
        let whole = 0..words.tokens.len();
        words.found.iter().any(|found| found.sense == Sense::Total && found.tokens == whole)
    })?;
    let code = u32::try_from(code).ok()?;
    let choice = choice(Atom { field: index, test: Test::In(vec![code]) }, -0.1);
    Some(Choice { total: true, ..choice })
}

/// Conditions by the other numbers of the sentence.
fn thresholds(view: &View, context: &Context, evidence: &Evidence) -> Vec<Choice> {
    let mut fields: Vec<(usize, f64)> = view
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.role == Role::Measure)
        .map(|(index, field)| {
            (index, evidence.columns.get(&field.source).map_or(0.0, |fit| fit.score))
        })
        .collect();
    fields.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut choices = Vec::new();
    let numbers = context.numbers.iter().filter(|number| number.near > 0.5 && !number.top);
    for number in numbers.take(3) {
        let (cue_above, cue_below) = (context.cue("exceed"), context.cue("under"));
        let guessed = if cue_above >= cue_below { Bound::Above } else { Bound::Below };
        let bound = number.bound.or_else(|| (cue_above.max(cue_below) > 0.5).then_some(guessed));
        let Some(bound) = bound else { continue };
        for (field, fit) in fields.iter().take(6) {
            let about = &view.fields[*field].about;
            let scale = crate::quantity::Rational::from(about.scale.unwrap_or(1));
            let value = &number.value / &scale;
            let (Some(text), Some(float)) = (decimal_string(&value), value.to_f64()) else {
                continue;
            };
            let numbers = &view.fields[*field].numbers;
            let within = numbers.iter().any(|n| *n <= float) && numbers.iter().any(|n| *n >= float);
            if !within {
                continue;
            }
            let test = Test::Number(bound, text, float);
            let sure = if number.bound.is_some() { 1.2 } else { 0.6 };
            let choice = choice(Atom { field: *field, test }, sure + 0.5 * fit.min(1.0) - 0.4);
            choices.push(Choice { threshold: true, ..choice });
        }
    }
    choices
}

fn combos(view: &View, dimensions: &[(usize, Vec<Choice>)]) -> Vec<Combo> {
    let all: Vec<u32> = (0..u32::try_from(view.rows).unwrap_or(u32::MAX)).collect();
    let empty = Combo {
        picks: vec![None; dimensions.len()],
        atoms: Vec::new(),
        explains: 0,
        score: 0.0,
        rows: all,
        threshold: false,
    };
    let mut combos = vec![empty];
    for (dimension, (_, choices)) in dimensions.iter().enumerate() {
        let mut more = Vec::new();
        for combo in &combos {
            for (index, choice) in choices.iter().enumerate() {
                if conflicts(dimensions, combo, choice) {
                    continue;
                }
                let rows: Vec<u32> = combo
                    .rows
                    .iter()
                    .copied()
                    .filter(|row| choice.atoms.iter().all(|atom| passes(view, atom, *row as usize)))
                    .collect();
                if rows.is_empty() {
                    continue;
                }
                let mut next = combo.clone();
                next.picks[dimension] = Some(index);
                next.atoms.extend(choice.atoms.iter().cloned());
                next.explains |= choice.explains;
                next.score += choice.score;
                next.rows = rows;
                next.threshold |= choice.threshold;
                more.push(next);
            }
        }
        combos.extend(more);
        // What explains most stays; the empty combination is always first.
        combos[1..].sort_by(|one, other| {
            let worth = |combo: &Combo| f64::from(combo.explains.count_ones()) + combo.score;
            worth(other).total_cmp(&worth(one)).then(one.picks.cmp(&other.picks))
        });
        combos.truncate(most_combos(view.rows));
    }
    combos
}

/// How many combinations are kept; each holds its rows.
fn most_combos(rows: usize) -> usize {
    match rows {
        0..20_000 => 90,
        20_000..100_000 => 40,
        _ => 12,
    }
}

/// Whether a choice uses words that another one has used.
fn conflicts(dimensions: &[(usize, Vec<Choice>)], combo: &Combo, choice: &Choice) -> bool {
    combo.picks.iter().zip(dimensions).any(|(pick, (_, choices))| {
        pick.is_some_and(|pick| {
            choices[pick].places.iter().any(|(text, range)| {
                choice
                    .places
                    .iter()
                    .any(|(t, r)| t == text && r.start < range.end && range.start < r.end)
            })
        })
    })
}

/// The choices of a time: none, each that is named, from one to another, the year before, the last.
fn times(view: &View, context: &Context, evidence: &Evidence) -> Vec<Choice> {
    let none = Choice {
        atoms: Vec::new(),
        explains: 0,
        score: 0.0,
        when: None,
        base_only: false,
        total: false,
        places: Vec::new(),
        threshold: false,
    };
    let mut choices = vec![none];
    let named: Vec<(When, u64, bool)> = context
        .periods
        .iter()
        .filter_map(|period| Some((period.when?, explains(evidence, &period.places), period.since)))
        .collect();
    let mut add = |when: When, explains: u64, score: f64, base_only: bool| {
        let Some(atoms) = time_atoms(view, when) else { return };
        if choices.iter().any(|known| known.atoms == atoms && (!known.base_only || base_only)) {
            return;
        }
        let cost = CONDITION * super::index::share(atoms.len(), 1);
        choices.push(Choice {
            atoms,
            explains,
            score: score - cost,
            when: Some(when),
            base_only,
            ..choices[0].clone()
        });
    };
    for (when, explains, _) in &named {
        add(*when, *explains, 0.0, false);
    }
    let (first, last) = extent(view);
    for (index, (one, bits, since)) in named.iter().enumerate() {
        for (other, more, _) in named.iter().skip(index + 1) {
            let span = When { first: one.first.min(other.first), last: one.last.max(other.last) };
            if context.is_span(*one, *other) {
                add(span, bits | more, -0.2, false);
            }
        }
        if *since && let Some(last) = last {
            add(When { first: one.first, last: last.last }, *bits, 0.0, false);
        }
        if one.first_year() != one.last_year() {
            add(When::year(one.first_year()), *bits, -0.1, false);
            add(When::year(one.last_year()), *bits, -0.1, false);
            for end in one.end_quarters() {
                add(end, *bits, -0.1, false);
            }
        }
    }
    for (one, bits, _) in &named {
        let back = |span: When| When { first: span.first - 10_000, last: span.last - 10_000 };
        add(back(*one), *bits, -0.1, true);
    }
    let guess = if named.is_empty() { -0.5 } else { -0.9 };
    for when in [last, first].into_iter().flatten() {
        add(when, 0, guess, !named.is_empty() || Some(when) == first);
    }
    choices.truncate(MOST_TIMES);
    choices
}

/// The first and the last time of a view.
fn extent(view: &View) -> (Option<When>, Option<When>) {
    let field = view.fields.iter().find(|field| field.role == Role::Time);
    let spans = || field.into_iter().flat_map(|field| field.about.spans.iter().copied().flatten());
    (spans().min(), spans().max_by_key(|span| (span.last, span.first)))
}

/// The conditions that select a span of time; `None` where no column can. A value that is the span itself
/// comes first, then a year with its part, then the values that lie inside.
fn time_atoms(view: &View, when: When) -> Option<Vec<Atom>> {
    let times = || view.fields.iter().enumerate().filter(|(_, field)| field.role == Role::Time);
    let codes = |field: &Field, fits: &dyn Fn(When) -> bool| -> Vec<u32> {
        let spans = field.about.spans.iter().enumerate();
        let fitting = spans.filter(|(_, span)| span.is_some_and(fits));
        fitting.filter_map(|(code, _)| u32::try_from(code).ok()).collect()
    };
    for (index, field) in times() {
        if let [code] = *codes(field, &|span| span == when) {
            return Some(vec![Atom { field: index, test: Test::In(vec![code]) }]);
        }
    }
    for (index, field) in times() {
        if let ([code], Some(months)) = (&*codes(field, &|span| span.contains(when)), when.months())
            && let Some(part) = part_atom(view, months)
        {
            return Some(vec![Atom { field: index, test: Test::In(vec![*code]) }, part]);
        }
    }
    times().find_map(|(index, field)| {
        let inside = codes(field, &|span| when.contains(span));
        let test = spanning(&field.about.values, inside, field.about.kind)?;
        Some(vec![Atom { field: index, test }])
    })
}

/// The part of a year that months are, in the column that numbers such parts.
fn part_atom(view: &View, months: Months) -> Option<Atom> {
    view.fields.iter().enumerate().find_map(|(part, field)| {
        let Role::Part(parts) = field.role else { return None };
        let code = code_of(view, part, &months.part(parts)?.to_string())?;
        Some(Atom { field: part, test: Test::In(vec![code]) })
    })
}

fn spanning(values: &[String], mut codes: Vec<u32>, kind: ColumnType) -> Option<Test> {
    codes.sort_by_key(|code| &values[*code as usize]);
    match codes.as_slice() {
        [] => None,
        [code] => Some(Test::In(vec![*code])),
        [first, .., last] if kind != ColumnType::Text || codes.len() > 6 => {
            Some(Test::Between(*first, *last))
        }
        _ => Some(Test::In(codes)),
    }
}

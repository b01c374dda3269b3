//! Every query of the known shapes over the rows that the words may speak of, with what it would answer.

use std::collections::BTreeMap;

use super::columns::ABSENT;
use super::context::Context;
use super::evidence::Evidence;
use super::goal::{Goal, Kind};
use super::index::{Index, Role, View};
use super::plan::{Aggregate, Atom, Expr, Leaf};
use super::shapes;
use super::slices::{Choice, Combo, Slices};
use crate::quantity::Unit;

/// A query whose answer fits the number.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The view that it asks.
    pub view: usize,
    /// What it computes.
    pub expr: Expr,
    /// The unit of its answer.
    pub unit: Unit,
    /// The kind of its shape.
    pub shape: &'static str,
    /// How probable it is, as compared with others.
    pub score: f64,
    /// The parts of the score, for those who tune it.
    pub parts: [f64; 5],
}

/// The search over one view.
pub struct Search<'a> {
    /// The view.
    pub view: &'a View,
    index: usize,
    /// What stands around the number.
    pub context: &'a Context,
    /// What the words say of the data.
    pub evidence: &'a Evidence,
    /// What is sought.
    pub goal: &'a Goal,
    /// The rows to choose from.
    pub slices: Slices,
    /// The rows of each combination at each time.
    rows: Vec<Vec<Vec<u32>>>,
    stats: BTreeMap<(usize, usize, usize), Stats>,
    /// The columns of measures, those that fit best first.
    pub measures: Vec<usize>,
    candidates: Vec<Candidate>,
}

/// A set of rows: a combination and a time, by index.
pub type Slice = (usize, usize);

/// The numbers of a column in some rows.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// How many there are.
    pub count: usize,
    /// Their sum.
    pub sum: f64,
    /// The largest.
    pub max: f64,
    /// The smallest.
    pub min: f64,
}

/// A query that is tried.
pub struct Trial<'t> {
    /// The kind of its shape.
    pub shape: &'static str,
    /// What it computes.
    pub expr: Expr,
    /// What it answers.
    pub value: f64,
    /// What that is.
    pub kind: Kind,
    /// The column whose unit it has.
    pub unit_of: Option<usize>,
    /// The columns that it measures.
    pub fields: &'t [usize],
    /// The rows that it reads.
    pub slices: &'t [Slice],
    /// The things that its answer explains: where the largest value stands.
    pub also: u64,
    /// The operations that it carries out.
    pub cues: &'t [&'static str],
    /// How usual the shape is, and what is lost where no word names it.
    pub prior: (f64, f64),
}

const MOST_MEASURES: usize = 14;
const MOST_CANDIDATES: usize = 400;

/// Searches every view; the best first.
pub fn search(
    index: &Index,
    context: &Context,
    evidence: &Evidence,
    goal: &Goal,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (at, view) in index.views.iter().enumerate() {
        if view.sheets.len() > 1 && !is_worth_joining(view, evidence) {
            continue;
        }
        let mut search = Search::new(view, at, context, evidence, goal);
        shapes::all(&mut search);
        candidates.append(&mut search.candidates);
    }
    dilute(&mut candidates);
    candidates.sort_by(|one, other| {
        let sql = |candidate: &Candidate| candidate.expr.sql(&index.views[candidate.view]);
        other.score.total_cmp(&one.score).then_with(|| sql(one).cmp(&sql(other)))
    });
    candidates.truncate(MOST_CANDIDATES);
    candidates
}

/// Where many queries of one shape fit, each of them is less probable.
fn dilute(candidates: &mut [Candidate]) {
    let mut many: BTreeMap<&'static str, f64> = BTreeMap::new();
    for candidate in candidates.iter() {
        *many.entry(candidate.shape).or_insert(0.0) += 1.0;
    }
    for candidate in candidates {
        let cost = 0.12 * (1.0 + many[candidate.shape]).ln();
        candidate.score -= cost;
        candidate.parts[4] -= cost;
    }
}

/// Whether the words speak of both tables: of a value, a column or the name of each.
fn is_worth_joining(view: &View, evidence: &Evidence) -> bool {
    view.sheets.iter().all(|sheet| {
        let named =
            evidence.hits.range((*sheet, 0)..(*sheet + 1, 0)).any(|(_, hits)| !hits.is_empty());
        let fits =
            evidence.columns.range((*sheet, 0)..(*sheet + 1, 0)).any(|(_, fit)| fit.score > 0.5);
        named || fits || evidence.tables[*sheet] > 0.3
    })
}

impl<'a> Search<'a> {
    fn new(
        view: &'a View,
        index: usize,
        context: &'a Context,
        evidence: &'a Evidence,
        goal: &'a Goal,
    ) -> Self {
        let slices = Slices::new(view, context, evidence);
        let rows = slices
            .combos
            .iter()
            .map(|combo| {
                slices
                    .times
                    .iter()
                    .map(|time| {
                        let passes = |row: &u32| {
                            time.atoms
                                .iter()
                                .all(|atom| super::slices::passes(view, atom, *row as usize))
                        };
                        combo.rows.iter().copied().filter(passes).collect()
                    })
                    .collect()
            })
            .collect();
        let fit = |field: usize| {
            evidence.columns.get(&view.fields[field].source).map_or(0.0, |fit| fit.score)
        };
        let mut measures: Vec<usize> = (0..view.fields.len())
            .filter(|field| view.fields[*field].role == Role::Measure)
            .collect();
        measures.sort_by(|one, other| fit(*other).total_cmp(&fit(*one)).then(one.cmp(other)));
        measures.truncate(MOST_MEASURES);
        Self {
            view,
            index,
            context,
            evidence,
            goal,
            slices,
            rows,
            stats: BTreeMap::new(),
            measures,
            candidates: Vec::new(),
        }
    }

    /// The combination of a slice.
    pub fn combo(&self, slice: Slice) -> &Combo {
        &self.slices.combos[slice.0]
    }

    /// The time of a slice.
    pub fn time(&self, slice: Slice) -> &Choice {
        &self.slices.times[slice.1]
    }

    /// The rows of a slice.
    pub fn rows(&self, slice: Slice) -> &[u32] {
        &self.rows[slice.0][slice.1]
    }

    /// The conditions of a slice.
    pub fn atoms(&self, slice: Slice) -> Vec<Atom> {
        [&self.combo(slice).atoms[..], &self.time(slice).atoms[..]].concat()
    }

    /// The numbers of a column in a slice; none where there are none.
    pub fn stats(&mut self, slice: Slice, field: usize) -> Option<Stats> {
        let key = (slice.0, slice.1, field);
        if let Some(stats) = self.stats.get(&key) {
            return (stats.count > 0).then_some(*stats);
        }
        let numbers = &self.view.fields[field].numbers;
        let mut stats = Stats { count: 0, sum: 0.0, max: f64::MIN, min: f64::MAX };
        if !numbers.is_empty() {
            for row in &self.rows[slice.0][slice.1] {
                let number = numbers[*row as usize];
                if !number.is_nan() {
                    stats.count += 1;
                    stats.sum += number;
                    stats.max = stats.max.max(number);
                    stats.min = stats.min.min(number);
                }
            }
        }
        self.stats.insert(key, stats);
        (stats.count > 0).then_some(stats)
    }

    /// The value of a column in a slice by an aggregate. A cell wants a single row.
    pub fn value(&mut self, slice: Slice, field: usize, aggregate: Aggregate) -> Option<f64> {
        let stats = self.stats(slice, field)?;
        let count = super::index::share(stats.count, 1);
        match aggregate {
            Aggregate::Cell => (self.rows(slice).len() == 1).then_some(stats.sum),
            Aggregate::Same => {
                let same = (stats.max - stats.min).abs() <= f64::EPSILON * stats.max.abs();
                (stats.count > 1 && same).then_some(stats.max)
            }
            Aggregate::Sum => Some(stats.sum),
            Aggregate::Mean => Some(stats.sum / count),
            Aggregate::Max => Some(stats.max),
            Aggregate::Min => Some(stats.min),
            Aggregate::Median => self.median(slice, field),
            Aggregate::Count | Aggregate::Distinct => None,
        }
    }

    fn median(&self, slice: Slice, field: usize) -> Option<f64> {
        let numbers = &self.view.fields[field].numbers;
        let all = self.rows(slice).iter().map(|row| numbers[*row as usize]);
        let mut sorted: Vec<f64> = all.filter(|number| !number.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        if sorted.len() % 2 == 1 {
            Some(upper)
        } else {
            Some(f64::midpoint(sorted[middle - 1], upper))
        }
    }

    /// The number of different values of a column in a slice.
    pub fn distinct(&self, slice: Slice, field: usize) -> usize {
        let codes = &self.view.fields[field].codes;
        let mut seen: Vec<u32> = self.rows(slice).iter().map(|row| codes[*row as usize]).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.iter().filter(|code| **code != ABSENT).count()
    }

    /// For each value of a column, the rows with a number and their sum; rows are counted where no column
    /// of numbers is given.
    pub fn grouped(
        &self,
        slice: Slice,
        group: usize,
        field: Option<usize>,
    ) -> BTreeMap<u32, (usize, f64)> {
        let codes = &self.view.fields[group].codes;
        let mut groups: BTreeMap<u32, (usize, f64)> = BTreeMap::new();
        for row in self.rows(slice) {
            let code = codes[*row as usize];
            let number = field.map_or(1.0, |field| self.view.fields[field].numbers[*row as usize]);
            if code != ABSENT && !number.is_nan() {
                let group = groups.entry(code).or_insert((0, 0.0));
                group.0 += 1;
                group.1 += number;
            }
        }
        groups
    }

    /// For each value of a column, the largest number of another one.
    pub fn grouped_max(&self, slice: Slice, group: usize, field: usize) -> Vec<(u32, f64)> {
        let codes = &self.view.fields[group].codes;
        let numbers = &self.view.fields[field].numbers;
        let mut groups: BTreeMap<u32, f64> = BTreeMap::new();
        for row in self.rows(slice) {
            let (code, number) = (codes[*row as usize], numbers[*row as usize]);
            if code != ABSENT && !number.is_nan() {
                let known = groups.entry(code).or_insert(number);
                *known = known.max(number);
            }
        }
        groups.into_iter().collect()
    }

    /// A value as an expression.
    pub fn leaf(&self, slice: Slice, field: Option<usize>, aggregate: Aggregate) -> Leaf {
        Leaf { aggregate, field, atoms: self.atoms(slice) }
    }

    /// As [`Search::leaf`], boxed for arithmetic.
    pub fn boxed(&self, slice: Slice, field: Option<usize>, aggregate: Aggregate) -> Box<Expr> {
        Box::new(Expr::Leaf(self.leaf(slice, field, aggregate)))
    }

    /// Keeps a query if its answer fits.
    pub fn offer(&mut self, trial: Trial<'_>) {
        let about = trial.unit_of.map(|field| &*self.view.fields[field].about);
        let Some(fit) = self.goal.fit(trial.kind, trial.value, about) else { return };
        let parts = [
            self.things(&trial),
            self.columns(&trial),
            self.rows_score(&trial),
            self.operation(&trial),
            fit.score,
        ];
        let expr = if fit.factor == 1 {
            trial.expr
        } else {
            Expr::Scaled(Box::new(trial.expr), fit.factor)
        };
        let score = parts.iter().sum();
        let view = self.index;
        self.candidates.push(Candidate {
            view,
            expr,
            unit: fit.unit,
            shape: trial.shape,
            score,
            parts,
        });
    }

    /// The things that a value explains.
    pub fn value_explains(&self, field: usize, code: u32) -> u64 {
        let hits = self.evidence.hits.get(&self.view.fields[field].source).into_iter().flatten();
        hits.filter(|hit| hit.code == code).fold(0, |bits, hit| bits | hit.explains)
    }

    /// What the words name that stands in the row of the largest or smallest value: `the highest was 8.1, in
    /// Kenya`.
    pub fn named_at(&self, slice: Slice, field: usize, value: f64) -> u64 {
        let numbers = &self.view.fields[field].numbers;
        let mut rows = self.rows(slice).iter().map(|row| *row as usize);
        let Some(row) =
            rows.find(|row| (numbers[*row] - value).abs() <= f64::EPSILON * value.abs())
        else {
            return 0;
        };
        let mut bits = 0;
        for (index, field) in self.view.fields.iter().enumerate() {
            let code = field.codes[row];
            bits |= self.value_explains(index, code);
            if let Some(Some(span)) =
                field.about.spans.get(code as usize).filter(|_| field.role == Role::Time)
            {
                for period in &self.context.periods {
                    if period.when.is_some_and(|when| when.contains(*span)) {
                        let places = period.places.iter();
                        bits |= places.fold(0, |bits, (text, range)| {
                            bits | self.evidence.explained(*text, range)
                        });
                    }
                }
            }
        }
        bits
    }
}

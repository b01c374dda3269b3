//! How probable a query is: how much of the sentence it explains, and how natural it is.

use super::plan::Test;
use super::search::{Search, Slice, Trial};

/// Operations whose words should not stay without an effect, and what it costs if they do.
const LOUD: [(&str, f64); 13] = [
    ("share", 0.8),
    ("mean", 1.0),
    ("median", 1.5),
    ("max", 0.6),
    ("min", 0.7),
    ("rank", 0.5),
    ("growth", 0.5),
    ("decline", 0.5),
    ("distinct", 0.3),
    ("multiple", 0.5),
    ("annual", 0.4),
    ("sum", 0.4),
    ("difference", 0.2),
];

impl Search<'_> {
    /// How much of what is named the query explains.
    pub fn things(&self, trial: &Trial<'_>) -> f64 {
        let mut bits = trial.also;
        for slice in trial.slices {
            bits |= self.combo(*slice).explains | self.time(*slice).explains;
        }
        for field in trial.fields {
            bits |= self.column_explains(*field);
        }
        let weights = self.evidence.things.iter().enumerate();
        weights
            .map(
                |(thing, weight)| {
                    if (bits >> thing) & 1 == 1 { 2.4 * weight } else { -1.8 * weight }
                },
            )
            .sum()
    }

    /// What the name of a column explains: words, and the year that stands in it.
    fn column_explains(&self, field: usize) -> u64 {
        let field = &self.view.fields[field];
        let mut bits = self.evidence.columns.get(&field.source).map_or(0, |fit| fit.explains);
        if let Some(year) = field.about.year {
            for period in &self.context.periods {
                let named = period
                    .when
                    .is_some_and(|when| when.first_year() == year || when.last_year() == year);
                if named {
                    let places = period.places.iter();
                    bits |= places.fold(0, |bits, (text, range)| {
                        bits | self.evidence.explained(*text, range)
                    });
                }
            }
        }
        bits
    }

    /// How well the measured columns and the tables fit the words.
    pub fn columns(&self, trial: &Trial<'_>) -> f64 {
        let fit = |field: &usize| {
            self.evidence.columns.get(&self.view.fields[*field].source).map_or(0.0, |fit| fit.score)
        };
        let fields = trial.fields;
        let own = if fields.is_empty() {
            0.5
        } else {
            fields.iter().map(fit).sum::<f64>() / super::index::share(fields.len(), 1)
        };
        let tables = self.view.sheets.iter().map(|sheet| self.evidence.tables[*sheet]);
        let best = tables.fold(0.0, f64::max);
        own + 0.8 * best
    }

    /// How natural the rows are.
    pub fn rows_score(&self, trial: &Trial<'_>) -> f64 {
        let mut score = if self.view.sheets.len() > 1 { -0.8 } else { 0.0 };
        let worst = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::MAX, f64::min);
        score += worst(&mut trial.slices.iter().map(|slice| self.combo(*slice).score));
        score += worst(&mut trial.slices.iter().map(|slice| self.time(*slice).score));
        let thresholds = self.slices.dimensions.iter().any(|(field, _)| *field == usize::MAX);
        let used = trial.slices.iter().any(|slice| self.combo(*slice).threshold);
        if thresholds && !used {
            score -= 0.6;
        }
        if used && trial.slices.iter().any(|slice| self.bounds_any(*slice, trial.fields)) {
            // `passed 6 tonnes, reaching 6.18` bounds nothing.
            score -= 2.0;
        }
        // Joined tables are only worth it if both are used.
        if let [one, other] = *self.view.sheets {
            let uses = |sheet: usize| {
                let of = |field: &usize| self.view.fields[*field].source.0 == sheet;
                trial.fields.iter().any(of)
                    || trial
                        .slices
                        .iter()
                        .any(|slice| self.atoms(*slice).iter().any(|atom| of(&atom.field)))
            };
            if !uses(one) || !uses(other) {
                score -= 3.0;
            }
        }
        score
    }

    /// Whether a slice bounds one of the columns by a number.
    fn bounds_any(&self, slice: Slice, fields: &[usize]) -> bool {
        let atoms = self.combo(slice).atoms.iter();
        let mut bounded = atoms.filter(|atom| matches!(atom.test, Test::Number(..)));
        bounded.any(|atom| fields.contains(&atom.field))
    }

    /// How well the operation fits the words.
    pub fn operation(&self, trial: &Trial<'_>) -> f64 {
        let (base, missing) = trial.prior;
        let best = trial.cues.iter().map(|cue| self.context.cue(cue)).fold(0.0, f64::max);
        let silent: f64 = LOUD
            .iter()
            .filter(|(cue, _)| !trial.cues.contains(cue))
            .map(|(cue, cost)| cost * self.context.cue(cue))
            .sum();
        base + if trial.cues.is_empty() { 0.0 } else { 1.2 * best - missing * (1.0 - best) }
            - silent
    }
}

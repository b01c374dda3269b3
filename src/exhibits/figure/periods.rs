//! Periods on one axis have to be of one length, or be marked.

use super::problems::{mixed_periods, unknown_category};
use crate::diagnostics::Diagnostics;
use crate::quantity::Period;
use crate::report;

/// Which categories are declared to cover a shorter period; periods of unequal length have to be.
pub fn check_periods(
    definition: &report::Figure,
    keys: &[String],
    problems: &mut Diagnostics,
) -> Vec<bool> {
    for partial in &definition.partial {
        if !keys.iter().any(|key| key == partial.as_str()) {
            problems.push(unknown_category(partial, keys));
        }
    }
    let is_marked = |key: &String| definition.partial.iter().any(|one| one.as_str() == key);
    let marked: Vec<bool> = keys.iter().map(is_marked).collect();
    if matches!(definition.x, report::CategoryColumn::ByLanguage(_)) {
        // Names by language are words, not periods.
        return marked;
    }
    let months: Vec<Option<u32>> =
        keys.iter().map(|key| Period::parse(key).and_then(|period| period.months())).collect();
    let longest = months.iter().flatten().max().copied();
    for ((key, length), marked) in keys.iter().zip(&months).zip(&marked) {
        if let (Some(length), Some(longest)) = (length, longest)
            && *length < longest
            && !marked
        {
            problems.push(mixed_periods(definition, key));
        }
    }
    marked
}

//! `integer-division`, `repeated-count`, `multiplied-rows`, `nulls-in-mean`, `row-order`: queries that
//! answer something else than they seem to ask.

use crate::diagnostics::Diagnostics;
use crate::verify::CheckedReport;
use crate::verify::trap::trap_told;

pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let (Some(query), Some(result)) = (claim.query(), &outcome.result) else { continue };
        for trap in &result.traps {
            problems.push(trap_told(trap, &format!("claim `{}`", claim.id.name), query));
        }
    }
}

//! What stands behind a claim, told to its author: words, meaning, query, rows, verdict.

mod pages;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::claims::{Claim, ClaimBasis, Phrase, Use};
use crate::facts::{DataTable, RowReference};
use crate::source::{SourceMap, Span};
use crate::verify::{
    CheckedReport, Outcome, failing_phrases, in_words, print_answer_plain, sentence_around, stated,
};

pub use pages::{page, reason, summary};

/// How many rows of a table are shown.
const ROWS_SHOWN: usize = 12;

/// The ids of the claims of a report, for a list or a suggestion.
pub fn claims(checked: &CheckedReport) -> impl Iterator<Item = &str> {
    checked.claims.list.iter().map(|claim| claim.id.name.as_str())
}

/// The explanation of a claim, or `None` where the report has none of that id.
pub fn claim(checked: &CheckedReport, sources: &SourceMap, id: &str) -> Option<String> {
    let index = checked.claims.find(id)?;
    let (claim, outcome) = (&checked.claims.list[index], &checked.outcomes[index]);
    let mut page = Page { checked, sources, text: String::new() };
    page.head(claim, outcome);
    page.settled(claim, outcome);
    page.rows(outcome);
    page.origin(outcome);
    page.places(claim);
    Some(page.text)
}

struct Page<'a> {
    checked: &'a CheckedReport,
    sources: &'a SourceMap,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, name: &str, value: &str) {
        let mut lines = value.lines().map(str::trim_end);
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "{name:<10}{first}");
        for line in lines {
            let _ = writeln!(self.text, "{:<10}{line}", "");
        }
    }

    fn place(&self, span: Span) -> String {
        let position = self.sources.position(span);
        format!("{}:{}:{}", self.sources.name(span.file), position.line, position.column)
    }

    fn head(&mut self, claim: &Claim, outcome: &Outcome) {
        let place = self.place(claim.id.span);
        self.line("claim", &format!("{} ({place})", claim.id.name));
        self.line("verdict", &outcome.verdict.name().replace('-', " "));
        if let Some((period, _)) = &claim.period
            && let Some(period) = period.canonical()
        {
            self.line("period", &period);
        }
    }

    fn settled(&mut self, claim: &Claim, outcome: &Outcome) {
        match &claim.basis {
            ClaimBasis::Query(query) => self.line("query", query.as_str().trim()),
            ClaimBasis::Holds(query) => self.line("holds", query.as_str().trim()),
            ClaimBasis::Row(_) => self.line("register", "the row of this id"),
            ClaimBasis::Attributed(source) => self.line("attributed", &source.name),
            ClaimBasis::Waived(reason) => {
                for wording in &reason.texts {
                    self.line("waived", &reason.plain(&wording.language));
                }
            }
        }
        if let Some(answer) = &outcome.answer {
            self.line("answer", &print_answer_plain(answer, &claim.unit));
        }
        if let Some(base) = &claim.base {
            self.line("share of", &self.base(&base.name));
        }
        if let Some(note) = &claim.note {
            for wording in &note.texts {
                self.line("note", &note.plain(&wording.language));
            }
        }
    }

    /// The whole of a share with its answer.
    fn base(&self, id: &str) -> String {
        let answer = self.checked.claims.find(id).and_then(|index| {
            let answer = self.checked.outcomes[index].answer.as_ref()?;
            Some(print_answer_plain(answer, &self.checked.claims.list[index].unit))
        });
        answer.map_or_else(|| id.to_owned(), |answer| format!("{id}, which is {answer}"))
    }

    fn rows(&mut self, outcome: &Outcome) {
        let filters = outcome.result.iter().flat_map(|result| &result.filters);
        for filter in filters {
            self.line("filter", filter);
        }
        let tables: BTreeSet<&str> = outcome.rows.iter().map(|row| row.table.as_str()).collect();
        for name in tables {
            let Some(table) = self.checked.facts.table(name) else { continue };
            let rows: Vec<&RowReference> =
                outcome.rows.iter().filter(|row| row.table == name).collect();
            let all = table.row_count();
            self.line("rows", &format!("{} of {all} of {name} ({})", rows.len(), table.path));
            for row in rows.iter().take(ROWS_SHOWN) {
                let shown = self.row(table, row.row);
                self.line("", &shown);
            }
            if rows.len() > ROWS_SHOWN {
                self.line("", &format!("and {} more", rows.len() - ROWS_SHOWN));
            }
        }
    }

    /// `line 6: period = 2019H1, documents = 12`.
    fn row(&self, table: &DataTable, row: usize) -> String {
        let place = match table.row_span(row) {
            Some(span) if table.is_text => format!("line {}", self.sources.position(span).line),
            Some(span) => format!("row {}", self.sources.position(span).line),
            None => format!("row {}", row + 1),
        };
        let cells = table.row(row);
        let cells =
            cells.filter_map(|(column, value)| Some(format!("{} = {}", column.name, value?)));
        format!("{place}: {}", cells.collect::<Vec<_>>().join(", "))
    }

    fn origin(&mut self, outcome: &Outcome) {
        for id in &outcome.sources {
            let Some(source) = self.checked.report.source(id) else { continue };
            let Some(language) = self.checked.report.languages.first() else { continue };
            let basis = match source.basis {
                crate::report::Basis::Primary => "primary data",
                crate::report::Basis::Transcribed => "transcribed from a publication",
            };
            let (title, publisher) =
                (source.title.plain(language), source.publisher.plain(language));
            self.line("source", &format!("{id}: {title}; {publisher}; {basis}"));
        }
    }

    fn places(&mut self, claim: &Claim) {
        let failing = failing_phrases(self.checked);
        for place in &claim.uses {
            match place {
                Use::Card { span, .. } => {
                    let place = self.place(*span);
                    self.line("card", &place);
                }
                Use::Phrase(phrase) => {
                    let holds = !failing.contains(&phrase.occurrence);
                    self.phrase(claim, phrase, holds);
                }
            }
        }
        if claim.uses.is_empty() {
            self.line("stands", "nowhere in the report");
        }
    }

    fn phrase(&mut self, claim: &Claim, phrase: &Phrase, holds: bool) {
        let text = &self.checked.claims.texts[phrase.text];
        let place = self.place(text.phrase_span(phrase.link));
        let tag = text.language.tag();
        if phrase.inserted {
            return self.line(tag, &format!("{place}: printed by the program"));
        }
        let words = text.phrase(phrase.link);
        let meaning = match &stated(text, phrase.link, claim)[..] {
            [statement] => {
                let unit = statement.unit.name();
                format!(", denotes {} {unit}", in_words(&statement.interval))
            }
            _ => String::new(),
        };
        let result = if claim.query().is_none() && !matches!(claim.basis, ClaimBasis::Row(_)) {
            ""
        } else if holds {
            ": holds"
        } else {
            ": does not hold"
        };
        let at = text.passage.links[phrase.link].range.start;
        let sentence = sentence_around(text.passage.text(), at);
        let sentence = text.passage.readable(sentence, &|id| format!("[{id}]"));
        self.line(tag, &format!("{place}: `{words}`{meaning}{result}\n{}", sentence.trim()));
    }
}

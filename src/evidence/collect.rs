//! A checked report becomes its record.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::attach::{attached_name, author_files, given_fonts, size};
use super::format::{
    AuthorFile, Claim, ClaimKind, Engine, Evidence, Exhibit, ExhibitKind, MutationScore,
    NotChecked, Place, PlaceKind, ReferenceLine, ReportHead, Row, RowsRead, RuleCount, SCHEMA,
    Source, Wordings,
};
use super::outline::outline;
use crate::bibliography::own_styles;
use crate::book::template_files;
use crate::claims::{self, ClaimBasis, Phrase, Use};
use crate::diagnostics::{Diagnostics, Severity};
use crate::facts::{DataTable, hexadecimal};
use crate::fonts;
use crate::language::Language;
use crate::quantity::Grammar;
use crate::report::{Block, Figure, Frame, Localised, Reference, ReferenceValue, SourceDefinition};
use crate::source::{SourceMap, Span};
use crate::typeset::TYPST_VERSION;
use crate::verify::{
    CheckedReport, Outcome, Verdict, exemptions, failing_phrases, print_answer_plain,
    sentence_around,
};

/// How many rows of a claim are shown with their cells.
const ROWS_SHOWN: usize = 20;

/// What a record says beside what the report itself holds.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// What the check found.
    pub problems: &'a Diagnostics,
    /// The mutation score, where it was measured.
    pub mutation: Option<MutationScore>,
}

/// The record of a checked report, without pages. The same report gives the same record.
pub fn record(
    checked: &CheckedReport,
    sources: &SourceMap,
    circumstances: Circumstances<'_>,
) -> Evidence {
    let collector = Collector { checked, sources, failing: failing_phrases(checked) };
    let report = &checked.report;
    Evidence {
        schema: SCHEMA.to_owned(),
        engine: engine(),
        report: ReportHead {
            id: report.id.clone(),
            title: wordings(&report.title),
            date: report.date.to_string(),
            languages: report.languages.iter().map(|language| language.tag().to_owned()).collect(),
        },
        outline: outline(report, sources),
        tally: collector.tally(),
        sources: collector.sources(),
        claims: collector.claims(),
        exhibits: collector.exhibits(),
        not_checked: collector.not_checked(),
        digits_only: digits_only(&report.languages),
        rules: rule_counts(circumstances.problems),
        mutation: circumstances.mutation,
        files: collector.files(),
        editions: Vec::new(),
    }
}

struct Collector<'a> {
    checked: &'a CheckedReport,
    sources: &'a SourceMap,
    /// The links whose words are not true, by their numbers.
    failing: BTreeSet<usize>,
}

impl Collector<'_> {
    /// The claims that stand in the report, with their outcomes.
    fn used(&self) -> impl Iterator<Item = (&claims::Claim, &Outcome)> {
        let claims = self.checked.claims.list.iter().zip(&self.checked.outcomes);
        claims.filter(|(claim, _)| !claim.uses.is_empty())
    }

    fn tally(&self) -> BTreeMap<String, usize> {
        let verdicts = [
            Verdict::Proved,
            Verdict::AgreesWithSource,
            Verdict::Attributed,
            Verdict::Waived,
            Verdict::Refuted,
            Verdict::Broken,
        ];
        let count = |verdict| self.used().filter(|(_, outcome)| outcome.verdict == verdict).count();
        verdicts.map(|verdict| (verdict.name().to_owned(), count(verdict))).into()
    }

    fn sources(&self) -> Vec<Source> {
        let digests = self.checked.facts.digests();
        let shown = self.rows_shown();
        let sources = self.checked.report.sources.iter();
        sources.map(|source| self.source(source, &digests, &shown)).collect()
    }

    fn source(
        &self,
        source: &SourceDefinition,
        digests: &BTreeMap<String, String>,
        shown: &BTreeMap<&str, BTreeSet<usize>>,
    ) -> Source {
        let id = source.id.name.as_str();
        let loaded = self.checked.facts.source(id);
        let table = self.checked.facts.table(id);
        let rows = shown.get(id).into_iter().flatten();
        Source {
            id: id.to_owned(),
            title: wordings(&source.title),
            publisher: wordings(&source.publisher),
            licence: source.licence.as_ref().map(wordings),
            url: source.url.clone(),
            retrieved: source.retrieved.map(|date| date.to_string()),
            basis: source.basis,
            file: loaded.map(|loaded| loaded.path.clone()),
            sha256: digests.get(id).cloned(),
            bytes: loaded.and_then(|loaded| size(loaded, self.sources)),
            attachment: loaded.and_then(|loaded| {
                attached_name(loaded, self.sources, &self.checked.report.evidence)
            }),
            columns: table
                .map(DataTable::columns)
                .into_iter()
                .flatten()
                .map(|column| column.name.clone())
                .collect(),
            rows: table.map(DataTable::row_count),
            rows_read: table
                .map_or_else(Vec::new, |table| rows.map(|row| self.row(table, *row)).collect()),
        }
    }

    fn row(&self, table: &DataTable, row: usize) -> Row {
        let line = table.row_span(row).map(|span| self.sources.position(span).line);
        let cells = table.row(row).map(|(_, value)| value.map(|value| value.to_string()));
        Row { row: row + 1, line, cells: cells.collect() }
    }

    /// The rows to be shown of each source, from 0.
    fn rows_shown(&self) -> BTreeMap<&str, BTreeSet<usize>> {
        let mut shown: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (_, outcome) in self.used() {
            for reference in outcome.rows.iter().take(ROWS_SHOWN) {
                shown.entry(&reference.table).or_default().insert(reference.row);
            }
        }
        shown
    }

    fn claims(&self) -> Vec<Claim> {
        self.used().map(|(claim, outcome)| self.claim(claim, outcome)).collect()
    }

    fn claim(&self, claim: &claims::Claim, outcome: &Outcome) -> Claim {
        let (kind, query) = match &claim.basis {
            ClaimBasis::Query(query) => (ClaimKind::Query, Some(query.as_str().to_owned())),
            ClaimBasis::Holds(query) => (ClaimKind::Holds, Some(query.as_str().to_owned())),
            ClaimBasis::Row(_) => (ClaimKind::Register, self.register_row(claim, outcome)),
            ClaimBasis::Attributed(_) => (ClaimKind::Attributed, None),
            ClaimBasis::Waived(_) => (ClaimKind::Waived, None),
        };
        Claim {
            id: claim.id.name.clone(),
            kind,
            query,
            attributed: match &claim.basis {
                ClaimBasis::Attributed(source) => Some(source.name.clone()),
                _ => None,
            },
            reason: match &claim.basis {
                ClaimBasis::Waived(reason) => Some(wordings(reason)),
                _ => None,
            },
            unit: claim.unit.name(),
            period: claim.period.as_ref().and_then(|(period, _)| period.canonical()),
            base: claim.base.as_ref().map(|base| base.name.clone()),
            answer: outcome.answer.as_ref().map(|answer| print_answer_plain(answer, &claim.unit)),
            filters: outcome.result.iter().flat_map(|result| result.filters.clone()).collect(),
            rows: rows_read(outcome),
            sources: outcome.sources.clone(),
            verdict: outcome.verdict,
            places: claim.uses.iter().map(|place| self.place(place, outcome)).collect(),
        }
    }

    /// `companies [id = leading]`: what finds the row of a register.
    fn register_row(&self, claim: &claims::Claim, outcome: &Outcome) -> Option<String> {
        let reference = outcome.rows.first()?;
        let register = self.checked.report.source(&reference.table)?.register.as_ref()?;
        Some(format!("{} [{} = {}]", reference.table, register.id, claim.id.name))
    }

    fn place(&self, place: &Use, outcome: &Outcome) -> Place {
        match place {
            Use::Card { span, .. } => self.located(*span, PlaceKind::Card),
            Use::Phrase(phrase) => self.phrase(phrase, outcome),
        }
    }

    fn phrase(&self, phrase: &Phrase, outcome: &Outcome) -> Place {
        let text = &self.checked.claims.texts[phrase.text];
        let denoted = text.quantities(phrase.link);
        let at = text.passage.links[phrase.link].range.start;
        let sentence = sentence_around(text.passage.text(), at);
        let sentence = text.passage.readable(sentence, &|id| format!("[{id}]"));
        let kind = if phrase.inserted { PlaceKind::Inserted } else { PlaceKind::Phrase };
        Place {
            language: Some(text.language.tag().to_owned()),
            phrase: (!phrase.inserted).then(|| text.phrase(phrase.link).to_owned()),
            denotes: denoted
                .map(|quantity| format!("{} {}", quantity.interval, quantity.unit.name()))
                .collect(),
            holds: (!phrase.inserted && outcome.answer.is_some())
                .then(|| !self.failing.contains(&phrase.occurrence)),
            sentence: Some(sentence.trim().to_owned()),
            ..self.located(text.phrase_span(phrase.link), kind)
        }
    }

    fn located(&self, span: Span, kind: PlaceKind) -> Place {
        let position = self.sources.position(span);
        Place {
            kind,
            language: None,
            phrase: None,
            denotes: Vec::new(),
            holds: None,
            sentence: None,
            file: self.sources.name(span.file).to_owned(),
            line: position.line,
            column: position.column,
            printed: Vec::new(),
        }
    }

    fn exhibits(&self) -> Vec<Exhibit> {
        let (mut figures, mut tables) = (0, 0);
        let exhibits = self.checked.report.blocks().filter_map(|block| match block {
            Block::Figure(figure) => {
                figures += 1;
                let exhibit = self.exhibit(&figure.frame, ExhibitKind::Figure, figures);
                Some(Exhibit { references: self.reference_lines(figure), ..exhibit })
            }
            Block::Table(table) => {
                tables += 1;
                Some(self.exhibit(&table.frame, ExhibitKind::Table, tables))
            }
            _ => None,
        });
        exhibits.collect()
    }

    fn exhibit(&self, frame: &Frame, kind: ExhibitKind, number: usize) -> Exhibit {
        let result = self.checked.facts.query(frame.query.as_str()).ok();
        let rows = result.iter().flat_map(|result| &result.rows);
        let row = |row: &Vec<Option<crate::facts::Value>>| {
            row.iter().map(|value| value.as_ref().map(ToString::to_string)).collect()
        };
        Exhibit {
            id: frame.id.name.clone(),
            kind,
            number,
            caption: wordings(&frame.caption),
            query: frame.query.as_str().to_owned(),
            sources: frame.sources.iter().map(|source| source.name.clone()).collect(),
            columns: result.iter().flat_map(|result| result.columns.clone()).collect(),
            rows: rows.map(row).collect(),
            references: Vec::new(),
        }
    }

    fn reference_lines(&self, figure: &Figure) -> Vec<ReferenceLine> {
        let record = |reference: &Reference| {
            let query = match &reference.value {
                ReferenceValue::Query(query) => query.as_str(),
                ReferenceValue::Claim(id) => {
                    let index = self.checked.claims.find(&id.name)?;
                    self.checked.claims.list[index].query()?.as_str()
                }
            };
            let result = self.checked.facts.query(query).ok();
            let value = result.as_ref().and_then(|result| result.rows.first()?.first()?.as_ref());
            Some(ReferenceLine {
                label: wordings(&reference.label),
                query: query.to_owned(),
                value: value.map(ToString::to_string),
            })
        };
        figure.references.iter().filter_map(record).collect()
    }

    fn not_checked(&self) -> Vec<NotChecked> {
        let record = |exemption: crate::verify::Exemption| {
            let position = self.sources.position(exemption.span);
            NotChecked {
                class: exemption.class.to_owned(),
                text: exemption.words,
                language: exemption.language.tag().to_owned(),
                file: self.sources.name(exemption.span.file).to_owned(),
                line: position.line,
                column: position.column,
            }
        };
        exemptions(self.checked).into_iter().map(record).collect()
    }

    fn files(&self) -> Vec<AuthorFile> {
        let attached = self.checked.report.evidence.report;
        let files = author_files(&self.checked.report, self.sources).into_iter();
        let record = |(path, attachment, text): (&str, String, &str)| AuthorFile {
            path: path.to_owned(),
            sha256: hexadecimal(&Sha256::digest(text)),
            attachment: attached.then_some(attachment),
        };
        let fonts = given_fonts(&self.checked.report).into_iter().map(|(font, attachment)| {
            let path = font.path.as_str().to_owned();
            AuthorFile { path, sha256: hexadecimal(&Sha256::digest(&font.bytes)), attachment }
        });
        files.map(record).chain(fonts).collect()
    }
}

/// The programs and files that the PDFs of this program depend on.
pub fn engine() -> Engine {
    let mut templates = Sha256::new();
    for (name, text) in template_files().chain(own_styles()) {
        templates.update(format!("{name} {}\n", text.len()));
        templates.update(text);
    }
    Engine {
        recto: env!("CARGO_PKG_VERSION").to_owned(),
        typst: TYPST_VERSION.to_owned(),
        fonts: fonts::digests()
            .map(|(name, digest)| (name.to_owned(), digest.to_owned()))
            .collect(),
        templates: hexadecimal(&templates.finalize()),
    }
}

fn rows_read(outcome: &Outcome) -> Vec<RowsRead> {
    let mut read: Vec<RowsRead> = Vec::new();
    for reference in &outcome.rows {
        match read.iter_mut().find(|read| read.source == reference.table) {
            Some(read) => read.rows.push(reference.row + 1),
            None => read
                .push(RowsRead { source: reference.table.clone(), rows: vec![reference.row + 1] }),
        }
    }
    read
}

/// A remark by language.
pub fn wordings(remark: &Localised) -> Wordings {
    let texts = remark.texts.iter();
    texts.map(|text| (text.language.tag().to_owned(), remark.plain(&text.language))).collect()
}

fn digits_only(languages: &[Language]) -> Vec<String> {
    let only = languages.iter().filter(|language| language.grammar() == Grammar::Digits);
    only.map(|language| language.tag().to_owned()).collect()
}

fn rule_counts(problems: &Diagnostics) -> BTreeMap<String, RuleCount> {
    let mut counts: BTreeMap<String, RuleCount> = BTreeMap::new();
    for problem in problems.iter() {
        let count = counts.entry(problem.code.name().to_owned()).or_default();
        match problem.severity {
            Severity::Error => count.errors += 1,
            Severity::Warning => count.warnings += 1,
            Severity::Note => count.notes += 1,
            Severity::Allow => {}
        }
    }
    counts
}

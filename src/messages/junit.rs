//! `JUnit` XML, for the test pages of CI: a suite for each chapter, a case for each claim.
//!
//! There is no time in it: the same report gives the same text.

use anyhow::{Context, Result};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Findings, Place, in_words};
use crate::claims::{Claim, ClaimBasis, Use};
use crate::diagnostics::{Diagnostic, Severity};
use crate::report::Localised;
use crate::source::Span;
use crate::verify::{CheckedReport, Outcome, Verdict, print_answer_plain};

/// The suite of what no claim is to blame for.
const OTHER_PROBLEMS: &str = "problems";

/// The whole report.
///
/// # Errors
/// When the library refuses to write it.
pub fn report(findings: &Findings<'_>) -> Result<String> {
    let mut report = match findings.checked {
        Some(checked) => Report::new(format!("recto {}", checked.report.id)),
        None => Report::new("recto"),
    };
    let mut told: Vec<&Diagnostic> = Vec::new();
    if let Some(checked) = findings.checked {
        let suites = Suites { findings, checked, told: &mut told };
        report.add_test_suites(suites.all());
    }
    report.add_test_suite(other_problems(findings, &told));
    report.to_string().context("cannot write the JUnit report")
}

/// The suites of the claims; notes which problems they tell of.
struct Suites<'a, 'b> {
    findings: &'b Findings<'a>,
    checked: &'a CheckedReport,
    told: &'b mut Vec<&'a Diagnostic>,
}

impl<'a> Suites<'a, '_> {
    /// A suite for each file in which claims stand, and for each chapter also without one.
    fn all(mut self) -> Vec<TestSuite> {
        let parts = &self.checked.report.parts;
        let mut files: Vec<&str> = parts.iter().map(|part| part.path.as_str()).collect();
        let cases = self.cases();
        for (file, _) in &cases {
            if !files.contains(file) {
                files.push(file);
            }
        }
        let suite = |file: &&str| {
            let mut suite = TestSuite::new(self.findings.standpoint.path(file));
            suite.add_test_cases(
                cases.iter().filter(|(of, _)| of == file).map(|(_, case)| case.clone()),
            );
            suite
        };
        files.iter().map(suite).collect()
    }

    /// A case for each claim that stands in the report, with the file where it first stands.
    fn cases(&mut self) -> Vec<(&'a str, TestCase)> {
        let claims = self.checked.claims.list.iter().zip(&self.checked.outcomes);
        let mut cases = Vec::new();
        for (claim, outcome) in claims {
            let Some(place) = claim.uses.first() else { continue };
            let file = self.findings.sources.name(self.span(place).file);
            let mut case = TestCase::new(claim.id.name.as_str(), self.status(claim, outcome));
            case.set_classname(self.findings.standpoint.path(file));
            case.add_property(("verdict", outcome.verdict.name()));
            if let Some(query) = claim.query() {
                case.add_property(("query", query.as_str().trim()));
            }
            if let Some(answer) = &outcome.answer {
                case.add_property(("answer", print_answer_plain(answer, &claim.unit).as_str()));
            }
            cases.push((file, case));
        }
        cases
    }

    fn status(&mut self, claim: &Claim, outcome: &Outcome) -> TestCaseStatus {
        let kind = match outcome.verdict {
            Verdict::Proved | Verdict::AgreesWithSource | Verdict::Attributed => {
                return TestCaseStatus::success();
            }
            Verdict::Waived => return waived(claim),
            Verdict::Refuted => NonSuccessKind::Failure,
            Verdict::Broken => NonSuccessKind::Error,
        };
        let problems = self.problems_of(claim);
        let mut status = TestCaseStatus::non_success(kind);
        match problems.first() {
            Some(first) => {
                status.set_message(first.message.as_str()).set_type(first.code.name());
                let texts: Vec<String> =
                    problems.iter().map(|problem| full_text(problem, self.findings)).collect();
                status.set_description(texts.join("\n\n"));
            }
            None => {
                status.set_message("it has no answer, since its data could not be read");
            }
        }
        self.told.extend(problems);
        status
    }

    /// The errors that stand at the words, the query or the name of a claim.
    fn problems_of(&self, claim: &Claim) -> Vec<&'a Diagnostic> {
        let mut spans: Vec<Span> = claim.uses.iter().map(|place| self.span(place)).collect();
        spans.extend(claim.query().map(crate::source::MappedText::whole_span));
        spans.push(claim.id.span);
        let concerns = |problem: &&Diagnostic| {
            let labels = problem.labels.iter();
            problem.severity == Severity::Error
                && labels.take(2).any(|label| spans.contains(&label.span))
        };
        self.findings.shown().filter(concerns).collect()
    }

    fn span(&self, place: &Use) -> Span {
        match place {
            Use::Phrase(phrase) => self.checked.claims.texts[phrase.text].phrase_span(phrase.link),
            Use::Card { span, .. } => *span,
        }
    }
}

/// A waived claim is one that nobody proved: it is skipped, for its author's reason.
fn waived(claim: &Claim) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    if let ClaimBasis::Waived(reason) = &claim.basis {
        status.set_message(wordings(reason));
    }
    status
}

/// A remark in all its languages.
fn wordings(remark: &Localised) -> String {
    let mut texts: Vec<String> = Vec::new();
    for wording in &remark.texts {
        let text = remark.plain(&wording.language);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(" / ")
}

/// A failing case for each other error, under its rule.
fn other_problems(findings: &Findings<'_>, told: &[&Diagnostic]) -> TestSuite {
    let mut suite = TestSuite::new(findings.standpoint.path(OTHER_PROBLEMS));
    let mut names: Vec<String> = Vec::new();
    let others = findings.shown().filter(|problem| {
        problem.severity == Severity::Error
            && !told.iter().any(|told| std::ptr::eq(*told, *problem))
    });
    for problem in others {
        let place = Place::primary(problem, findings);
        let words = problem.labels.first().map_or("", |label| findings.sources.snippet(label.span));
        let words = words.lines().next().unwrap_or_default().trim();
        // The name has no line, so that a problem is the same one when lines move.
        let base = match words {
            "" => findings.standpoint.path(&place.file),
            words => format!("{}: {words}", findings.standpoint.path(&place.file)),
        };
        let count =
            names.iter().filter(|name| **name == format!("{} {base}", problem.code)).count();
        names.push(format!("{} {base}", problem.code));
        let name = if count == 0 { base } else { format!("{base} ({})", count + 1) };
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(problem.message.as_str()).set_type(problem.code.name());
        status.set_description(full_text(problem, findings));
        let mut case = TestCase::new(name, status);
        case.set_classname(problem.code.name());
        suite.add_test_case(case);
    }
    suite
}

/// `report/chapters/01.toml:12:8: error[claim-refuted]: ...` with notes and cures below.
fn full_text(problem: &Diagnostic, findings: &Findings<'_>) -> String {
    let place = Place::primary(problem, findings);
    let path = findings.standpoint.path(&place.file);
    let position = place
        .range
        .map_or_else(String::new, |(start, _)| format!(":{}:{}", start.line, start.column));
    let severity = problem.severity.name();
    format!("{path}{position}: {severity}[{}]: {}", problem.code, in_words(problem))
}

//! What a link of the prose prints and where it leads, in one edition.

use super::{quoted, words};
use crate::claims::Target;
use crate::language::Language;
use crate::prose::{Link, plain_text};
use crate::report::{Edition, Localised, Part, PartKind, Piece, Report};
use crate::verify::{CheckedReport, Verdict, print_answer};

/// The links of a report.
pub struct References<'a> {
    pub(super) checked: &'a CheckedReport,
    /// Whether the ledger has a row for every claim.
    whole_ledger: bool,
}

impl<'a> References<'a> {
    /// The links of a checked report.
    pub fn new(checked: &'a CheckedReport) -> Self {
        Self { checked, whole_ledger: true }
    }

    /// The links as an edition prints them: to the rows that its ledger has.
    #[must_use]
    pub fn in_edition(self, edition: &Edition) -> Self {
        let whole_ledger = self.checked.report.prints(edition, Piece::Ledger, 1);
        Self { whole_ledger, ..self }
    }

    /// Whether the ledger has a row for a claim.
    pub fn has_row(&self, id: &str) -> bool {
        let index = self.checked.claims.find(id);
        let verdict = index.map(|index| self.checked.outcomes[index].verdict);
        self.whole_ledger || verdict == Some(Verdict::Waived)
    }

    /// The template function of a link with its arguments, and its words where the program makes
    /// them.
    pub fn link(&self, link: &Link, language: &Language) -> (String, Option<String>) {
        let id = quoted(&link.id);
        let inserted = link.children.is_empty();
        let linked = if self.has_row(&link.id) { "" } else { ", linked: false" };
        match self.checked.claims.names.get(&link.id) {
            Some(Target::Claim(_)) if inserted => (
                format!("inserted({id}, {}{linked})", link.occurrence),
                Some(self.printed(&link.id, language)),
            ),
            Some(Target::Claim(_)) => (format!("claim({id}, {}{linked})", link.occurrence), None),
            Some(Target::Source(_)) => {
                let mark = format!("[{}]", self.source_mark(&link.id));
                (format!("citation({id})"), inserted.then_some(mark))
            }
            Some(target @ (Target::Figure(_) | Target::Table(_) | Target::Equation(_))) => {
                let words = inserted.then(|| self.target_words(target, language));
                (format!("exhibit-reference({id})"), words)
            }
            Some(target @ (Target::Part(_) | Target::Section(..))) => {
                let words = inserted.then(|| self.target_words(target, language));
                (format!("part-reference({id})"), words)
            }
            // Only a draft gets here: the id is unknown, or a work is linked, and the page says so.
            Some(Target::Work(_)) | None => {
                ("strong-emphasis".to_owned(), inserted.then(|| format!("⟨{}⟩", link.id)))
            }
        }
    }

    /// The mark of a source in the list of sources.
    pub fn source_mark(&self, id: &str) -> String {
        let position = self.checked.report.sources.iter().position(|source| source.id.name == id);
        position.map_or_else(|| id.to_owned(), |index| format!("S{}", index + 1))
    }

    /// What is printed for a citation, as far as its length matters: the mark of a work is made by its style, and most
    /// are as long as those of sources.
    pub fn citation_of_length(&self, id: &str) -> String {
        match self.checked.claims.names.get(id) {
            Some(Target::Source(_)) => format!("[{}]", self.source_mark(id)),
            _ => "[00]".to_owned(),
        }
    }

    /// A localised string without markup, answers and references inserted.
    pub fn plain(&self, localised: &Localised, language: &Language) -> String {
        let insert = |id: &str| self.printed_words(id, language);
        localised.get(language).map(|prose| plain_text(&prose.blocks, &insert)).unwrap_or_default()
    }

    /// What the program prints for a link without words.
    pub fn printed_words(&self, id: &str, language: &Language) -> String {
        match self.checked.claims.names.get(id) {
            Some(Target::Claim(_)) => self.printed(id, language),
            Some(target) => self.target_words(target, language),
            None => String::new(),
        }
    }

    fn printed(&self, id: &str, language: &Language) -> String {
        let index = self.checked.claims.find(id);
        let printed = index.and_then(|index| {
            let claim = &self.checked.claims.list[index];
            print_answer(claim, self.checked.outcomes[index].answer.as_ref()?, language)
        });
        // Only a draft prints an answer that is not there.
        printed.unwrap_or_else(|| "⟨?⟩".to_owned())
    }

    fn target_words(&self, target: Target, language: &Language) -> String {
        let report = &self.checked.report;
        match target {
            Target::Figure(number) => words::figure(number, language),
            Target::Table(number) => words::table(number, language),
            Target::Equation(number) => words::equation(number, language),
            Target::Part(part) => self.part_words(&report.parts[part], part, language),
            Target::Section(part, section) => match chapter_number(report, part) {
                Some(chapter) => words::section(chapter, section + 1, language),
                None => words::titled(
                    &self.plain(&report.parts[part].sections[section].title, language),
                    language,
                ),
            },
            Target::Source(index) => format!("S{}", index + 1),
            Target::Claim(_) | Target::Work(_) => String::new(),
        }
    }

    fn part_words(&self, part: &Part, index: usize, language: &Language) -> String {
        match chapter_number(&self.checked.report, index) {
            Some(number) => words::chapter(number, language),
            None => words::titled(&self.plain(&part.title, language), language),
        }
    }
}

/// The number of a chapter by the index of its part; front and back matter have none.
pub fn chapter_number(report: &Report, part: usize) -> Option<usize> {
    if report.parts[part].kind != PartKind::Chapter {
        return None;
    }
    Some(report.parts[..=part].iter().filter(|part| part.kind == PartKind::Chapter).count())
}

//! One namespace for all that a report can refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, ClaimBasis, Claims};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::{Block, Id, Piece, Report};
use crate::source::Span;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The claim with this index.
    Claim(usize),
    /// The figure with this number.
    Figure(usize),
    /// The table with this number.
    Table(usize),
    /// The equation with this number.
    Equation(usize),
    /// The part with this index.
    Part(usize),
    /// The section with these indexes of part and section.
    Section(usize, usize),
    /// The source with this index.
    Source(usize),
    /// The work of the bibliography with this index.
    Work(usize),
}

/// What each id names.
#[derive(Debug, Default)]
pub struct Names {
    entries: BTreeMap<String, (Target, Span)>,
}

impl Names {
    /// Collects all ids; of two that clash the first one holds.
    pub fn collect(report: &Report, claims: &[Claim], problems: &mut Diagnostics) -> Self {
        let mut names = Self::default();
        for (index, source) in report.sources.iter().enumerate() {
            names.add(&source.id, Target::Source(index), problems);
        }
        let works = report.bibliography.iter().flat_map(|bibliography| &bibliography.works);
        for (index, work) in works.enumerate() {
            names.add(&work.id, Target::Work(index), problems);
        }
        for (index, claim) in claims.iter().enumerate() {
            names.add(&claim.id, Target::Claim(index), problems);
        }
        for (index, part) in report.parts.iter().enumerate() {
            if let Some(id) = &part.id {
                names.add(id, Target::Part(index), problems);
            }
            for (section_index, section) in part.sections.iter().enumerate() {
                if let Some(id) = &section.id {
                    names.add(id, Target::Section(index, section_index), problems);
                }
            }
        }
        let (mut figures, mut tables, mut equations) = (0, 0, 0);
        for block in report.blocks() {
            match block {
                Block::Figure(figure) => {
                    figures += 1;
                    names.add(&figure.frame.id, Target::Figure(figures), problems);
                }
                Block::Table(table) => {
                    tables += 1;
                    names.add(&table.frame.id, Target::Table(tables), problems);
                }
                Block::Equation(equation) => {
                    if let Some(id) = &equation.id {
                        equations += 1;
                        names.add(id, Target::Equation(equations), problems);
                    }
                }
                _ => {}
            }
        }
        names
    }

    /// What an id names.
    pub fn get(&self, id: &str) -> Option<Target> {
        self.entries.get(id).map(|(target, _)| *target)
    }

    fn add(&mut self, id: &Id, target: Target, problems: &mut Diagnostics) {
        if let Some((_, first)) = self.entries.get(&id.name) {
            problems.push(duplicate_id(id, *first));
            return;
        }
        self.entries.insert(id.name.clone(), (target, id.span));
    }

    fn claims(&self) -> impl Iterator<Item = &str> {
        self.of_kind(|target| matches!(target, Target::Claim(_)))
    }

    fn sources(&self) -> impl Iterator<Item = &str> {
        self.of_kind(|target| matches!(target, Target::Source(_)))
    }

    fn of_kind(&self, wanted: fn(Target) -> bool) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter().filter(move |(_, (target, _))| wanted(*target));
        entries.map(|(id, _)| id.as_str())
    }
}

/// Checks the ids that claims and exhibits name outside of prose.
pub fn check_ids(report: &Report, claims: &Claims, problems: &mut Diagnostics) {
    for claim in &claims.list {
        if let Some(base) = &claim.base
            && claims.find(&base.name).is_none()
        {
            problems.push(unknown_claim(base, &claims.names));
        }
        if let ClaimBasis::Attributed(source) = &claim.basis {
            check_source(source, &claims.names, problems);
        }
    }
    for source in report.definitions().filter_map(|definition| definition.source.as_ref()) {
        check_cited(source, &claims.names, problems);
    }
    for block in report.blocks() {
        let Some(frame) = block.frame() else { continue };
        for source in &frame.sources {
            check_source(source, &claims.names, problems);
        }
    }
}

/// An edition that cites works has to list them.
pub fn check_lists(report: &Report, names: &Names, problems: &mut Diagnostics) {
    let Some(bibliography) = &report.bibliography else { return };
    let mut cited = BTreeSet::new();
    for localised in report.localised() {
        for text in &localised.texts {
            super::for_each_citation(&text.prose.blocks, &mut |id, _| {
                if matches!(names.get(id), Some(Target::Work(_))) {
                    cited.insert(id.to_owned());
                }
            });
        }
    }
    for edition in &report.editions {
        if !cited.is_empty() && !report.prints(edition, Piece::Bibliography, cited.len()) {
            problems.push(unlisted_works(&edition.name, bibliography.span, cited.len()));
        }
    }
}

fn unlisted_works(edition: &str, span: Span, count: usize) -> Diagnostic {
    let works = if count == 1 { "a work".to_owned() } else { format!("{count} works") };
    Diagnostic::new(
        Code::InvalidValue,
        format!("the edition `{edition}` leaves out the bibliography, but the text cites {works}"),
    )
    .at(span, "its citations would lead nowhere")
    .help("leave the bibliography in, or cite nothing")
}

fn check_cited(id: &Id, names: &Names, problems: &mut Diagnostics) {
    if !matches!(names.get(&id.name), Some(Target::Source(_) | Target::Work(_))) {
        problems.push(unknown_cited(id, names));
    }
}

fn check_source(id: &Id, names: &Names, problems: &mut Diagnostics) {
    if !matches!(names.get(&id.name), Some(Target::Source(_))) {
        problems.push(unknown_source(id, names));
    }
}

/// A link that names nothing.
pub fn unknown_reference(id: &Id, names: &Names) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        format!("nothing in the report has the id `{}`", id.name),
    )
    .at(id.span, "")
    .nearest(&id.name, names.entries.keys().map(String::as_str))
    .help(
        "declare it as `[claim.…]`, as a row of a register, or as the id of an exhibit or section",
    )
}

/// An id that should be a source.
pub fn unknown_source(id: &Id, names: &Names) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, format!("there is no source `{}`", id.name))
        .at(id.span, "")
        .nearest(&id.name, names.sources())
        .help(format!("declare it in report.toml as `[source.{}]`", id.name))
}

/// A key that should be that of a source or of a work.
pub fn unknown_cited(id: &Id, names: &Names) -> Diagnostic {
    let works = names.of_kind(|target| matches!(target, Target::Work(_)));
    let known: Vec<&str> = names.sources().chain(works).collect();
    let message = format!("there is no source and no work `{}`", id.name);
    Diagnostic::new(Code::UnknownReference, message).at(id.span, "").nearest(&id.name, known).help(
        format!(
            "declare it in report.toml as `[source.{}]`, or list it in a file of `[bibliography]`",
            id.name
        ),
    )
}

/// A link to a work.
pub fn linked_work(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the work `{id}` is cited, not linked"))
        .at(span, "")
        .help(format!("write `[@{id}]`"))
}

/// An id that should be a claim.
pub fn unknown_claim(id: &Id, names: &Names) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, format!("there is no claim `{}`", id.name))
        .at(id.span, "")
        .nearest(&id.name, names.claims())
}

fn duplicate_id(id: &Id, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, format!("the id `{}` is taken", id.name))
        .at(id.span, "the second one")
        .at(first, "the first one")
        .help("claims, register rows, exhibits, chapters, sections, sources and works share one namespace")
}

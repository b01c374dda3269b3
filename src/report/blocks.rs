//! Blocks beside prose and exhibits: call-outs, definitions, timelines, equations, quotations, page breaks.

use super::exhibit::{CategoryColumn, category_column};
use super::localised::{Localised, Role};
use super::reader::Table;
use super::{Block, Id};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::Period;
use crate::source::{MappedText, Span};

/// A passage set apart from the text.
#[derive(Debug)]
pub struct Callout {
    /// What it is for.
    pub kind: CalloutKind,
    /// Its title, behind the word for its kind.
    pub title: Option<Localised>,
    /// What it says.
    pub text: Localised,
}

/// What a call-out is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// Something to know beside the text.
    Note,
    /// What was found.
    Finding,
    /// How it was found.
    Method,
    /// What to beware of.
    Caution,
}

impl CalloutKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Note, Self::Finding, Self::Method, Self::Caution];

    /// The word in a chapter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Finding => "finding",
            Self::Method => "method",
            Self::Caution => "caution",
        }
    }
}

/// A term and what it means.
#[derive(Debug)]
pub struct Definition {
    /// The term.
    pub term: Localised,
    /// What it means.
    pub text: Localised,
}

/// What happened when.
#[derive(Debug)]
pub struct Event {
    /// When.
    pub date: Period,
    /// What.
    pub text: Localised,
}

/// A formula that states a rule.
#[derive(Debug)]
pub struct Equation {
    /// Its id, if something refers to it; then it has a number.
    pub id: Option<Id>,
    /// The formula in Typst's syntax: one for all languages, or one for each.
    pub formula: CategoryColumn,
    /// The formula in words, for those who hear it. It is not printed.
    pub alternative: Localised,
}

/// The words of somebody else.
#[derive(Debug)]
pub struct Quote {
    /// What was said.
    pub text: Localised,
    /// Who said it, and where.
    pub by: Option<Localised>,
}

/// The end of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageBreak {
    /// The text goes on with the next page.
    Next,
    /// The text goes on with the next page on the right.
    Odd,
}

impl Equation {
    /// The formulas with the languages that they are for; none stands for all.
    pub fn formulas(&self) -> Vec<(Option<&Language>, &MappedText)> {
        match &self.formula {
            CategoryColumn::Shared(text) => vec![(None, text)],
            CategoryColumn::ByLanguage(texts) => {
                texts.iter().map(|(language, text)| (Some(language), text)).collect()
            }
        }
    }
}

/// Reads a `callout` block, whose text stands as that of prose does.
pub fn read_callout(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
    text: Option<Localised>,
) -> Option<Block> {
    let word = block.text("callout", problems)?;
    let kind = CalloutKind::ALL.into_iter().find(|kind| kind.name() == word.as_str());
    if kind.is_none() {
        problems.push(unknown_callout(&word));
    }
    let title = Localised::read(block, "title", Role::Line, languages, problems);
    Some(Block::Callout(Callout { kind: kind?, title, text: text? }))
}

/// Reads the definitions of a block.
pub fn read_definitions(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Block {
    let mut list = Vec::new();
    for definition in block.tables("definition", problems) {
        let term = Localised::required(&definition, "term", Role::Line, languages, problems);
        let text = Localised::required(&definition, "text", Role::Line, languages, problems);
        definition.finish(problems);
        if let (Some(term), Some(text)) = (term, text) {
            list.push(Definition { term, text });
        }
    }
    Block::Definitions(list)
}

/// Reads the events of a block; they stand in the order of time.
pub fn read_timeline(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Block {
    let mut events: Vec<Event> = Vec::new();
    for event in block.tables("event", problems) {
        let date = read_date(&event, problems);
        let text = Localised::required(&event, "text", Role::Text, languages, problems);
        let span = event.span();
        event.finish(problems);
        let (Some(date), Some(text)) = (date, text) else { continue };
        if events.last().is_some_and(|last| date.begins_before(&last.date)) {
            problems.push(out_of_order(span));
        }
        events.push(Event { date, text });
    }
    Block::Timeline(events)
}

/// A day as TOML writes it, or a period as data write it.
fn read_date(event: &Table<'_>, problems: &mut Diagnostics) -> Option<Period> {
    let entry = event.require("date", problems)?;
    if entry.is_text() {
        let text = event.text("date", problems)?;
        let period = Period::parse(text.as_str());
        if period.is_none() {
            problems.push(no_period(&text));
        }
        return period;
    }
    let (date, _) = event.date("date", problems)?;
    Period::parse(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

/// Reads an `equation` block.
pub fn read_equation(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let formula = category_column(block, "equation", languages, problems);
    let id = Id::optional(block, "id", problems);
    let alternative = Localised::required(block, "alt", Role::Plain, languages, problems);
    let equation = Equation { id, formula: formula?, alternative: alternative? };
    for (_, text) in equation.formulas() {
        if text.as_str().trim().is_empty() {
            problems.push(empty_formula(text.whole_span()));
            return None;
        }
    }
    Some(Block::Equation(equation))
}

/// Reads a `quote` block.
pub fn read_quote(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let text = Localised::read(block, "quote", Role::Text, languages, problems);
    let by = Localised::read(block, "by", Role::Line, languages, problems);
    Some(Block::Quote(Quote { text: text?, by }))
}

/// Reads a `page-break` block.
pub fn read_page_break(block: &Table<'_>, problems: &mut Diagnostics) -> Option<Block> {
    let entry = block.get("page-break")?;
    if entry.is_text() {
        let word = block.text("page-break", problems)?;
        if word.as_str() == "odd" {
            return Some(Block::PageBreak(PageBreak::Odd));
        }
        problems.push(unknown_break(entry.span));
        return None;
    }
    if block.flag("page-break", problems)? {
        return Some(Block::PageBreak(PageBreak::Next));
    }
    problems.push(unknown_break(entry.span));
    None
}

fn unknown_callout(word: &MappedText) -> Diagnostic {
    let names = CalloutKind::ALL.iter().map(|kind| kind.name());
    Diagnostic::new(Code::InvalidValue, format!("there is no call-out `{}`", word.as_str()))
        .at(word.whole_span(), "")
        .nearest(word.as_str(), names.clone())
        .help(format!("call-outs are {}", names.collect::<Vec<_>>().join(", ")))
}

fn no_period(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no date and no period", text.as_str()))
        .at(text.whole_span(), "")
        .help("write `2019`, `2019H1`, `2019Q2`, `2019-05` or `2019-05-24`; every language prints it in its own words")
}

fn out_of_order(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "this event is earlier than the one above it")
        .at(span, "")
        .help("put the events in the order of time")
}

fn empty_formula(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "the equation is empty")
        .at(span, "nothing would be printed")
}

fn unknown_break(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "`page-break` is either `true` or `\"odd\"`")
        .at(span, "")
        .help("`\"odd\"` goes on with the next page on the right; to have no break, take the block away")
}

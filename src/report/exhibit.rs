//! Figures and tables as an author declares them.

use super::localised::{Localised, Role};
use super::reader;
use super::{Block, Card, Change, Id};
use crate::charts::ChartKind;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::{MappedText, Span};

/// What a figure and a table have in common.
#[derive(Debug)]
pub struct Frame {
    /// Its id.
    pub id: Id,
    /// The headline: what it shows.
    pub caption: Localised,
    /// What is measured, where and when.
    pub measure: Option<Localised>,
    /// A remark under it.
    pub note: Option<Localised>,
    /// The sources that it names.
    pub sources: Vec<Id>,
    /// The query whose rows it shows.
    pub query: MappedText,
}

/// A chart.
#[derive(Debug)]
pub struct Figure {
    /// Id, caption, sources, query.
    pub frame: Frame,
    /// The kind of chart.
    pub kind: ChartKind,
    /// The column of categories.
    pub x: CategoryColumn,
    /// The columns of values, one a series.
    pub y: Vec<MappedText>,
    /// What the values count or measure.
    pub unit: Option<Localised>,
    /// The names of the series.
    pub series: Vec<SeriesName>,
    /// The column that hedges the values.
    pub qualifier: Option<MappedText>,
    /// Categories that cover a shorter period than the others.
    pub partial: Vec<MappedText>,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Id, caption, sources, query.
    pub frame: Frame,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Which column of the answer it shows.
    pub column: CategoryColumn,
    /// Its head.
    pub title: Localised,
    /// The unit under its head.
    pub unit: Option<Localised>,
    /// The column that hedges it.
    pub qualifier: Option<MappedText>,
}

/// A column of an answer: one for all languages, or one for each.
#[derive(Debug)]
pub enum CategoryColumn {
    /// The same in all languages.
    Shared(MappedText),
    /// One for each language.
    ByLanguage(Vec<(Language, MappedText)>),
}

impl CategoryColumn {
    /// The name of the column for a language.
    pub fn name(&self, language: &Language) -> Option<&MappedText> {
        match self {
            Self::Shared(name) => Some(name),
            Self::ByLanguage(names) => {
                names.iter().find(|(of, _)| of == language).map(|(_, name)| name)
            }
        }
    }
}

/// The name of a series.
#[derive(Debug)]
pub struct SeriesName {
    /// Its column.
    pub column: String,
    /// Its name.
    pub name: Localised,
}

impl Frame {
    /// The localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        list.push(&self.caption);
        list.extend(&self.measure);
        list.extend(&self.note);
    }

    fn read(
        block: &reader::Table<'_>,
        exhibit: &reader::Table<'_>,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        let id = Id::required(exhibit, "id", problems);
        let caption = Localised::required(block, "caption", Role::Line, languages, problems);
        let measure = Localised::read(block, "measure", Role::Line, languages, problems);
        let note = Localised::read(block, "note", Role::Line, languages, problems);
        let sources = block.texts("source", problems);
        let query = exhibit.required_text("query", problems);
        if sources.is_empty() {
            problems.push(exhibit_without_source(block.span()));
        }
        let sources = sources.iter().map(Id::of_text).collect();
        Some(Self { id: id?, caption: caption?, measure, note, sources, query: query? })
    }
}

/// Reads a `figure` block.
pub fn read_figure(
    block: &reader::Table<'_>,
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let frame = Frame::read(block, figure, languages, problems);
    let kind = chart_kind(figure, problems);
    let x = category_column(figure, "x", languages, problems);
    let y = figure.texts("y", problems);
    if y.is_empty() {
        figure.require("y", problems);
    }
    let unit = Localised::read(figure, "unit", Role::Plain, languages, problems);
    let series = series_names(figure, languages, problems);
    let qualifier = figure.text("qualifier", problems);
    let partial = figure.texts("partial", problems);
    figure.finish(problems);
    for column in &y {
        if y.len() > 1 && !series.iter().any(|name| name.column == column.as_str()) {
            problems.push(series_without_name(column));
        }
    }
    if y.is_empty() {
        return None;
    }
    Some(Block::Figure(Figure {
        frame: frame?,
        kind: kind?,
        x: x?,
        y,
        unit,
        series,
        qualifier,
        partial,
    }))
}

/// Reads a `table` block.
pub fn read_table(
    block: &reader::Table<'_>,
    table: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let frame = Frame::read(block, table, languages, problems);
    table.require("column", problems);
    let mut columns = Vec::new();
    let declared = table.tables("column", problems);
    let count = declared.len();
    for column in declared {
        let name = category_column(&column, "column", languages, problems);
        let title = Localised::required(&column, "title", Role::Plain, languages, problems);
        let unit = Localised::read(&column, "unit", Role::Plain, languages, problems);
        let qualifier = column.text("qualifier", problems);
        column.finish(problems);
        if let (Some(name), Some(title)) = (name, title) {
            columns.push(Column { column: name, title, unit, qualifier });
        }
    }
    table.finish(problems);
    let complete = count > 0 && columns.len() == count;
    Some(Block::Table(Table { frame: frame?, columns: complete.then_some(columns)? }))
}

/// Reads the cards of a block.
pub fn read_cards(
    cards: &[reader::Table<'_>],
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Block {
    let mut result = Vec::new();
    for card in cards {
        let claim = Id::required(card, "claim", problems);
        let label = Localised::required(card, "label", Role::Line, languages, problems);
        let unit = Localised::read(card, "unit", Role::Plain, languages, problems);
        let note = Localised::read(card, "note", Role::Line, languages, problems);
        let change = read_change(card, languages, problems);
        card.finish(problems);
        if let (Some(claim), Some(label)) = (claim, label) {
            result.push(Card { claim, label, unit, note, change, occurrence: 0 });
        }
    }
    Block::Cards(result)
}

/// Reads `change`, a claim, and `since`, against what.
fn read_change(
    card: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Change> {
    let since = Localised::read(card, "since", Role::Plain, languages, problems);
    if since.is_some() {
        card.require("change", problems);
    }
    let claim = card.text("change", problems).map(|text| Id::of_text(&text))?;
    Some(Change { claim, since, occurrence: 0 })
}

fn chart_kind(figure: &reader::Table<'_>, problems: &mut Diagnostics) -> Option<ChartKind> {
    let text = figure.required_text("chart", problems)?;
    let kind = ChartKind::parse(text.as_str());
    if kind.is_none() {
        problems.push(unknown_chart(&text));
    }
    kind
}

fn category_column(
    table: &reader::Table<'_>,
    key: &str,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<CategoryColumn> {
    table.require(key, problems)?;
    if !table.is_table(key) {
        return table.text(key, problems).map(CategoryColumn::Shared);
    }
    let inner = table.table(key, problems)?;
    let mut names = Vec::new();
    for language in languages {
        let name = inner.required_text(language.tag(), problems)?;
        names.push((language.clone(), name));
    }
    inner.finish(problems);
    Some(CategoryColumn::ByLanguage(names))
}

fn series_names(
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<SeriesName> {
    let Some(table) = figure.table("series", problems) else { return Vec::new() };
    let mut names = Vec::new();
    for (column, _) in table.keys() {
        let name = Localised::read(&table, &column, Role::Plain, languages, problems);
        names.extend(name.map(|name| SeriesName { column, name }));
    }
    names
}

fn exhibit_without_source(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "an exhibit has to name its `source`")
        .at(span, "`source` is missing here")
        .help("add `source = \"id\"`, or a list of ids")
}

fn unknown_chart(text: &MappedText) -> Diagnostic {
    let names = ChartKind::ALL.iter().map(|kind| kind.name());
    Diagnostic::new(Code::InvalidValue, format!("there is no chart `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), names.clone())
        .help(format!("charts are {}", names.collect::<Vec<_>>().join(", ")))
}

fn series_without_name(column: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, format!("the series `{}` has no name", column.as_str()))
        .at(column.whole_span(), "")
        .help("add it under `series`, with a name in each language")
}

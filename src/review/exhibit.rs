//! Figures, tables and key figures with the data that a reader will see in them.

use serde_json::{Value, json};

use super::nodes::Writer;
use crate::diagnostics::Diagnostics;
use crate::evidence::Evidence;
use crate::exhibits::{self, Exhibits};
use crate::language::Language;
use crate::report::{self, Frame, Id};
use crate::source::Span;
use crate::verify::{CheckedReport, print_answer};

/// Writes exhibits in the order of the book.
pub struct Exhibitor<'a> {
    checked: &'a CheckedReport,
    record: &'a Evidence,
    writer: &'a Writer<'a>,
    /// None where some exhibit has no data; then the rows of the queries stand for themselves.
    exhibits: Option<Exhibits>,
    figures: usize,
    tables: usize,
}

impl<'a> Exhibitor<'a> {
    /// An exhibitor that stands at the start of the book. What is wrong with the exhibits has been reported
    /// when the report was checked.
    pub fn new(checked: &'a CheckedReport, record: &'a Evidence, writer: &'a Writer<'a>) -> Self {
        let exhibits = exhibits::resolve(&checked.report, &checked.facts, &mut Diagnostics::new());
        Self { checked, record, writer, exhibits, figures: 0, tables: 0 }
    }

    /// The next figure.
    pub fn figure(&mut self, figure: &report::Figure) -> Value {
        let resolved = self.exhibits.as_ref().map(|exhibits| &exhibits.figures[self.figures]);
        self.figures += 1;
        let data: Vec<Value> = match resolved {
            Some(resolved) => {
                let languages = self.checked.report.languages.iter();
                languages.map(|language| chart_data(figure, resolved, language)).collect()
            }
            None => self.query_data(&figure.frame),
        };
        let mut value = self.framed("figure", self.figures, &figure.frame, &data);
        value["unit"] = self.writer.optional(figure.unit.as_ref());
        let names = figure.series.iter().map(|series| self.writer.unit(&series.name));
        value["series"] = json!(names.collect::<Vec<_>>());
        value
    }

    /// The next table.
    pub fn table(&mut self, table: &report::Table) -> Value {
        let resolved = self.exhibits.as_ref().map(|exhibits| &exhibits.tables[self.tables]);
        self.tables += 1;
        let data: Vec<Value> = match resolved {
            Some(resolved) => {
                let languages = self.checked.report.languages.iter();
                languages.map(|language| table_data(table, resolved, language)).collect()
            }
            None => self.query_data(&table.frame),
        };
        let mut value = self.framed("table", self.tables, &table.frame, &data);
        let notes = table.notes.iter().map(|(_, note)| self.writer.unit(note));
        value["notes"] = json!(notes.collect::<Vec<_>>());
        value
    }

    fn framed(&self, kind: &str, number: usize, frame: &Frame, data: &[Value]) -> Value {
        let places: Vec<Span> = [frame.query.whole_span(), frame.id.span]
            .into_iter()
            .chain(frame.sources.iter().map(|source| source.span))
            .collect();
        json!({
            "kind": kind,
            "number": number,
            "id": frame.id.name,
            "caption": self.writer.unit(&frame.caption),
            "measure": self.writer.optional(frame.measure.as_ref()),
            "note": self.writer.optional(frame.note.as_ref()),
            "sources": frame.sources.iter().map(|source| &source.name).collect::<Vec<_>>(),
            "query": frame.query.as_str().trim(),
            "problems": self.writer.marks.problems_at(&places),
            "data": data,
        })
    }

    /// What the query of an exhibit returned, for all languages at once.
    fn query_data(&self, frame: &Frame) -> Vec<Value> {
        let exhibit = self.record.exhibits.iter().find(|exhibit| exhibit.id == frame.id.name);
        let data = exhibit.map(|exhibit| {
            let is_number = |cell: &String| cell.parse::<f64>().is_ok();
            let column =
                |index: usize| exhibit.rows.iter().filter_map(move |row| row[index].as_ref());
            let numeric = (0..exhibit.columns.len()).map(|index| column(index).all(is_number));
            json!({
                "lang": null,
                "head": exhibit.columns,
                "numeric": numeric.collect::<Vec<_>>(),
                "rows": exhibit.rows,
            })
        });
        data.into_iter().collect()
    }

    /// A set of key figures.
    pub fn cards(&self, cards: &[report::Card]) -> Value {
        let card = |card: &report::Card| {
            let mut value = self.answers(&card.claim);
            value["label"] = self.writer.unit(&card.label);
            value["unit"] = self.writer.optional(card.unit.as_ref());
            value["note"] = self.writer.optional(card.note.as_ref());
            value["change"] = json!(card.change.as_ref().map(|change| self.answers(&change.claim)));
            value
        };
        json!({ "kind": "cards", "cards": cards.iter().map(card).collect::<Vec<_>>() })
    }

    /// The answer of a claim in each language, at the place that names it.
    fn answers(&self, claim: &Id) -> Value {
        let index = self.checked.claims.find(&claim.name);
        let languages = self.checked.report.languages.iter();
        let values = languages.map(|language| {
            let printed = index.and_then(|index| {
                let answer = self.checked.outcomes[index].answer.as_ref()?;
                print_answer(&self.checked.claims.list[index], answer, language)
            });
            json!({ "lang": language.tag(), "text": printed.unwrap_or_else(|| "⟨?⟩".to_owned()) })
        });
        let place = self.writer.place(claim.span);
        json!({
            "claim": place.map(|(claim, _)| claim),
            "place": place.map(|(_, place)| place),
            "problems": self.writer.marks.problems_at(&[claim.span]),
            "value": values.collect::<Vec<_>>(),
        })
    }
}

/// The labels of a chart as a table, with the sizes that it draws.
fn chart_data(
    definition: &report::Figure,
    figure: &exhibits::Figure,
    language: &Language,
) -> Value {
    let chart = figure.chart(std::slice::from_ref(language));
    let unit = definition.unit.as_ref().map(|unit| unit.plain(language)).unwrap_or_default();
    let mut head = vec![String::new()];
    for (series, column) in chart.series.iter().zip(&figure.series) {
        let name = series.name.join(" ");
        let own = if unit.is_empty() { column.key.as_str() } else { unit.as_str() };
        head.push(if name.is_empty() { own.to_owned() } else { name });
    }
    let label = |row: usize, series: &crate::charts::Series| {
        let datum = series.data.get(row).and_then(Option::as_ref);
        datum.map_or_else(|| "–".to_owned(), |datum| datum.label.clone())
    };
    let size = |row: usize, series: &crate::charts::Series| {
        series.data.get(row).and_then(Option::as_ref).map(|datum| datum.size)
    };
    let (mut rows, mut sizes) = (Vec::new(), Vec::new());
    for (row, category) in chart.categories.iter().enumerate() {
        let mut cells = vec![category.lines.join(" ")];
        cells.extend(chart.series.iter().map(|series| label(row, series)));
        rows.push(cells);
        sizes.push(chart.series.iter().map(|series| size(row, series)).collect::<Vec<_>>());
    }
    let numeric: Vec<bool> = (0..head.len()).map(|column| column > 0).collect();
    json!({
        "lang": language.tag(), "head": head, "numeric": numeric, "rows": rows, "sizes": sizes,
        "partial": chart.categories.iter().map(|category| category.partial).collect::<Vec<_>>(),
    })
}

/// A table as it is printed.
fn table_data(definition: &report::Table, table: &exhibits::Table, language: &Language) -> Value {
    let title = |column: &report::Column| {
        let title = column.title.plain(language);
        match &column.unit {
            Some(unit) => language.choose(
                format!("{title} ({})", unit.plain(language)),
                format!("{title}（{}）", unit.plain(language)),
            ),
            None => title,
        }
    };
    let row = |row: usize| -> Vec<String> {
        (0..table.columns.len()).map(|column| table.cell(row, column, language)).collect()
    };
    json!({
        "lang": language.tag(),
        "head": definition.columns.iter().map(title).collect::<Vec<_>>(),
        "numeric": table.columns.iter().map(|column| column.numeric).collect::<Vec<_>>(),
        "rows": (0..table.rows).map(row).collect::<Vec<_>>(),
    })
}

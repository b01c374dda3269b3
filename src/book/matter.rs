//! The front and back matter in `book.json`: what is printed of it, and its data.

use serde_json::{Value, json};

use super::record::{Recorder, by_language};
use super::words;
use crate::collation::Collation;
use crate::facts::{DataTable, Value as Cell};
use crate::language::Language;
use crate::report::{
    Block, ColumnType, IndexEntry, Localised, PartKind, Piece, Signature, SortKeys,
    SourceDefinition, TermDefinition,
};

/// How many columns of a table of data stand beside each other.
const COLUMNS: usize = 8;

/// The longest cell of a table of data, in characters.
const LONGEST_CELL: usize = 80;

impl Recorder<'_> {
    /// Whether the edition prints a piece of which there is so much.
    pub fn prints(&self, piece: Piece, count: usize) -> bool {
        self.report.prints(self.edition, piece, count)
    }

    /// The pieces that are printed, in the order of the book. `revised` says whether there are revisions and
    /// `claims` how many rows the ledger has.
    pub fn pieces(&self, revised: bool, claims: usize) -> Vec<&'static str> {
        let report = self.report;
        let figures = report.blocks().filter(|block| matches!(block, Block::Figure(_))).count();
        let tables = report.blocks().filter(|block| matches!(block, Block::Table(_))).count();
        let forewords = report.parts.iter().filter(|part| part.kind == PartKind::Foreword).count();
        let count = |piece| match piece {
            Piece::Cover | Piece::Imprint | Piece::Contents | Piece::Colophon | Piece::Findings => {
                1
            }
            Piece::Foreword => forewords,
            Piece::Figures => figures,
            Piece::Tables => tables,
            Piece::KeyFigures => usize::from(report.key_figures.is_some()),
            Piece::Definitions | Piece::Glossary => report.definitions().count(),
            Piece::Data => self.checked.facts.sources().len(),
            Piece::Bibliography => self.citations.references.len(),
            Piece::Revisions => usize::from(revised),
            Piece::Ledger => claims,
            Piece::Index => report.index.len(),
        };
        let printed = |piece: &Piece| {
            // What is waived has no evidence and is named as long as it is printed.
            let stays = *piece == Piece::Ledger && claims > 0 && !self.ledger_is_whole();
            stays || self.prints(*piece, count(*piece))
        };
        Piece::ALL.iter().filter(|piece| printed(piece)).map(|piece| piece.name()).collect()
    }

    /// Whether the ledger has all claims; one that is left out still has those without evidence.
    pub fn ledger_is_whole(&self) -> bool {
        self.prints(Piece::Ledger, 1)
    }

    /// The definitions of a part.
    pub fn definitions(&self, definitions: &[TermDefinition]) -> Vec<Value> {
        if !self.prints(Piece::Definitions, definitions.len()) {
            return Vec::new();
        }
        let record = |definition: &TermDefinition| {
            json!({
                "term": self.plain(&definition.term),
                "text": self.unit(&definition.text),
                "unit": self.optional_plain(definition.unit.as_ref()),
                "source": self.definition_source(definition),
            })
        };
        definitions.iter().map(record).collect()
    }

    fn definition_source(&self, definition: &TermDefinition) -> Option<Value> {
        let source = definition.source.as_ref()?;
        Some(by_language(&self.edition.languages, |language| {
            let words = self.citations.words(source.span, language);
            let words = words.unwrap_or_else(|| {
                let title = self.report.source(&source.name).map(|source| &source.title);
                let title = title.map(|title| self.references.plain(title, language));
                let mark = self.references.source_mark(&source.name);
                format!("{} [{mark}]", title.unwrap_or_default())
            });
            words::source_line(&[words], language)
        }))
    }

    /// Who signs a part.
    pub fn signatures(&self, signatures: &[Signature]) -> Vec<Value> {
        let record = |signature: &Signature| {
            let line = |language: &Language| {
                let place = signature.place.as_ref();
                let place = place.map(|place| self.references.plain(place, language));
                let date = signature.date.map(|date| date.print(language));
                let pieces: Vec<String> = place.into_iter().chain(date).collect();
                pieces.join(language.choose(", ", "　"))
            };
            json!({
                "name": self.plain(&signature.name),
                "office": self.optional_plain(signature.office.as_ref()),
                "place-and-date": by_language(&self.edition.languages, line),
            })
        };
        signatures.iter().map(record).collect()
    }

    /// Where the data behind a claim come from, and what the check says of it.
    pub fn origin(&self, claim: &str) -> Option<Value> {
        let index = self.checked.claims.find(claim)?;
        let outcome = &self.checked.outcomes[index];
        let titles = |language: &Language| {
            let titles = outcome.sources.iter().filter_map(|id| {
                let title = self.references.plain(&self.report.source(id)?.title, language);
                Some(format!("{title} [{}]", self.references.source_mark(id)))
            });
            titles.collect::<Vec<_>>()
        };
        Some(by_language(&self.edition.languages, |language| {
            let source = words::source_line(&titles(language), language);
            let verdict = words::verdict(outcome.verdict, language);
            language.choose(format!("{source} ({verdict})"), format!("{source}（{verdict}）"))
        }))
    }

    /// A list of terms for each language: with the words of the other languages of the report beside each.
    pub fn glossary(&self) -> Vec<Value> {
        let of_language = |language: &Language| {
            let entry = |definition: &TermDefinition| {
                json!({
                    "term": self.references.plain(&definition.term, language),
                    "others": self.others(&definition.term, language),
                    "text": self.unit(&definition.text),
                    "unit": definition.unit.as_ref().map(|unit| self.references.plain(unit, language)),
                })
            };
            let sorted = self.report.definitions().map(|definition| {
                let term = self.references.plain(&definition.term, language);
                (sort_key(&definition.sort, language, &term), entry(definition))
            });
            let groups = grouped(&Collation::new(language), sorted.collect());
            json!({ "lang": language.tag(), "groups": groups })
        };
        self.edition.languages.iter().map(of_language).collect()
    }

    /// A term in the other languages of the report.
    fn others(&self, term: &Localised, language: &Language) -> Vec<Value> {
        let others = self.report.languages.iter().filter(|other| *other != language);
        others
            .map(|other| json!({ "lang": other.tag(), "text": self.references.plain(term, other) }))
            .collect()
    }

    /// The index of each language.
    pub fn index(&self) -> Vec<Value> {
        let of_language = |language: &Language| {
            let collation = Collation::new(language);
            let top = self.report.index.iter().filter(|entry| entry.under.is_none());
            let entries = top.filter_map(|entry| self.index_entry(entry, language, &collation));
            let groups = grouped(&collation, entries.collect());
            json!({ "lang": language.tag(), "groups": groups })
        };
        self.edition.languages.iter().map(of_language).collect()
    }

    /// An entry with those under it; none where it has nothing to say in a language.
    fn index_entry(
        &self,
        entry: &IndexEntry,
        language: &Language,
        collation: &Collation,
    ) -> Option<(String, Value)> {
        let term = self.references.plain(&entry.term, language);
        let below =
            self.report.index.iter().filter(|other| {
                other.under.as_ref().is_some_and(|under| under.name == entry.id.name)
            });
        let mut below: Vec<(String, Value)> =
            below.filter_map(|other| self.index_entry(other, language, collation)).collect();
        below.sort_by(|one, other| collation.compare_grouped(&one.0, &other.0));
        let left_out = entry.words.iter().any(|(of, words)| of == language && words.is_empty());
        if left_out && below.is_empty() && entry.see.is_none() {
            return None;
        }
        let named = |id: &crate::report::Id| {
            let found = self.report.index.iter().find(|other| other.id.name == id.name);
            found.map(|other| self.references.plain(&other.term, language))
        };
        let record = json!({
            "id": entry.id.name,
            "term": term,
            "see": entry.see.as_ref().and_then(named),
            "see-also": entry.see_also.iter().filter_map(named).collect::<Vec<_>>(),
            "below": below.into_iter().map(|(_, record)| record).collect::<Vec<_>>(),
        });
        Some((sort_key(&entry.sort, language, &term), record))
    }

    /// The tables of the sources that are held, in bands of columns.
    pub fn data(&self) -> Vec<Value> {
        let mut tables = Vec::new();
        for source in &self.report.sources {
            if let Some(table) = self.checked.facts.table(&source.id.name) {
                tables.push(self.table_of_data(source, table));
            }
        }
        tables
    }

    fn table_of_data(&self, source: &SourceDefinition, table: &DataTable) -> Value {
        let languages = &self.edition.languages;
        let rows = table.row_count();
        let shown = rows.min(self.report.matter.rows());
        let names: Vec<Value> = table
            .columns()
            .iter()
            .map(|column| {
                json!({
                    "name": column.name,
                    "type": by_language(languages, |language| words::column_type(column.kind, language)),
                    "align": match column.kind {
                        ColumnType::Integer | ColumnType::Decimal => "number",
                        _ => "text",
                    },
                })
            })
            .collect();
        let cells = |row: usize, columns: std::ops::Range<usize>| -> Vec<String> {
            columns.map(|column| cell(table.value(row, column).as_ref())).collect()
        };
        let mut bands = Vec::new();
        for start in (0..names.len()).step_by(COLUMNS) {
            let end = (start + COLUMNS).min(names.len());
            let rows = (0..shown).map(|row| cells(row, start..end)).collect::<Vec<_>>();
            bands.push(json!({ "columns": names[start..end], "rows": rows }));
        }
        let digest = self.checked.facts.source(&source.id.name).and_then(|one| one.digest.as_ref());
        json!({
            "id": source.id.name,
            "mark": self.references.source_mark(&source.id.name),
            "title": self.plain(&source.title),
            "size": by_language(languages, |language| {
                words::table_size(rows, names.len(), shown, language)
            }),
            "digest": digest.map(|digest| format!("SHA-256 {digest}")),
            "bands": bands,
        })
    }
}

/// What a word is ordered by.
fn sort_key(keys: &SortKeys, language: &Language, term: &str) -> String {
    let stated = keys.iter().find(|(of, _)| of == language);
    stated.map_or_else(|| term.to_owned(), |(_, key)| key.clone())
}

/// Entries in their order, under the letters of their groups.
fn grouped(collation: &Collation, mut entries: Vec<(String, Value)>) -> Vec<Value> {
    entries.sort_by(|one, other| collation.compare_grouped(&one.0, &other.0));
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for (key, entry) in entries {
        let letter = collation.group(&key);
        match groups.last_mut() {
            Some((last, entries)) if *last == letter => entries.push(entry),
            _ => groups.push((letter, vec![entry])),
        }
    }
    groups
        .into_iter()
        .map(|(letter, entries)| json!({ "letter": letter, "entries": entries }))
        .collect()
}

/// A cell as it is printed: one line, not too long.
fn cell(value: Option<&Cell>) -> String {
    let text = value.map(ToString::to_string).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_CELL {
        return line;
    }
    let kept: String = line.chars().take(LONGEST_CELL).collect();
    // Never within a number.
    let kept = kept.trim_end_matches(|c: char| c.is_numeric() || matches!(c, '.' | ','));
    format!("{}…", kept.trim_end())
}

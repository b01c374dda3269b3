//! `book.json`: what the templates set that is not prose.

use serde_json::{Map, Value, json};

use super::citations::Citations;
use super::columns::Columns;
use super::lengths::leads_to_list;
use super::references::{References, chapter_number};
use super::{
    Attachment, blocks, charts_of, ledger, press, revisions, tables, typst_path, typst_texts, words,
};
use crate::evidence::Enclosure;
use crate::exhibits::Exhibits;
use crate::facts::Answer;
use crate::language::{Language, Words};
use crate::report::{self, Block, Edition, Frame, Localised, Part, PartKind, Piece, Report};
use crate::source::MappedText;
use crate::verify::{CheckedReport, print_answer};

/// The record of an edition.
pub fn record(
    checked: &CheckedReport,
    exhibits: &Exhibits,
    edition: &Edition,
    (references, citations): (&References<'_>, &Citations),
    enclosure: &Enclosure,
    draft: bool,
) -> Value {
    let recorder = Recorder {
        checked,
        report: &checked.report,
        exhibits,
        edition,
        references,
        citations,
        enclosure,
        units: checked.report.localised(),
        columns: Columns::new(&checked.report, edition, references),
    };
    let languages = &edition.languages;
    let tally = checked.tally();
    let report = &checked.report;
    let revisions =
        revisions::record(references, edition, enclosure, &|localised| recorder.unit(localised));
    let mut ledger = ledger::rows(checked, edition, references);
    ledger.retain(|row| row["id"].as_str().is_some_and(|id| references.has_row(id)));
    let pieces = recorder.pieces(revisions.is_some(), ledger.len());
    let has = |name: &str| pieces.contains(&name);
    json!({
        "schema": "recto-book/1",
        "edition": {
            "name": edition.name,
            "layout": edition.layout.name(),
            "languages": languages.iter().map(Language::tag).collect::<Vec<_>>(),
            "draft": draft,
            "columns": recorder.columns.as_ref().map(|columns| columns.of_page(languages)),
            "sheet": recorder.columns.as_ref().and_then(|columns| columns.of_sheet(languages)),
            "press": press::record(report, edition, &|one| recorder.plain(one)),
        },
        "matter": pieces,
        "meta": recorder.meta(),
        "cover": {
            "title": recorder.unit(&report.title),
            "plain-title": recorder.plain(&report.title),
            "subtitle": recorder.optional(report.subtitle.as_ref()),
            "publisher": recorder.unit(&report.publisher),
            "abstract": recorder.optional(report.summary.as_ref()),
            "date": by_language(languages, |language| report.date.print(language)),
            "as-of": report.as_of.map(|date| by_language(languages, |language| {
                words::labelled("Data to", "数据截至", &date.print(language), language)
            })),
            "promise": by_language(languages, |language| words::promise(tally, draft, language)),
        },
        "imprint": {
            "body": recorder.optional(report.imprint.as_ref()),
            "lines": recorder.imprint_lines(draft),
        },
        "key-figures": report.key_figures.as_ref().filter(|_| has("key-figures")).map(|block| {
            recorder.blocks(std::slice::from_ref(block), &mut Counters::default())
        }),
        "parts": recorder.parts(),
        "sources": recorder.sources(),
        "data": if has("data") { recorder.data() } else { Vec::new() },
        "glossary": if has("glossary") { recorder.glossary() } else { Vec::new() },
        "bibliography": has("bibliography").then(|| citations.record()),
        "revisions": revisions.filter(|_| has("revisions")),
        "ledger": ledger,
        "ledger-is-whole": recorder.ledger_is_whole(),
        "index": if has("index") { recorder.index() } else { Vec::new() },
        "colophon": {
            "lines": recorder.colophon(draft),
            "digest": format!("SHA-256 {}", enclosure.record.digest()),
        },
        "attachments": super::attached(edition, enclosure).iter().map(attachment).collect::<Vec<_>>(),
    })
}

/// An object with an entry for each language.
pub fn by_language<T: Into<Value>>(languages: &[Language], text: impl Fn(&Language) -> T) -> Value {
    let entries =
        languages.iter().map(|language| (language.tag().to_owned(), text(language).into()));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn attachment(attachment: &Attachment) -> Value {
    json!({
        "path": format!("/attachments/{}", attachment.name),
        "name": attachment.name,
        "mime": attachment.media_type,
        "relationship": "data",
        "description": attachment.description,
    })
}

pub struct Recorder<'a> {
    pub(super) checked: &'a CheckedReport,
    pub(super) report: &'a Report,
    exhibits: &'a Exhibits,
    pub(super) edition: &'a Edition,
    pub(super) references: &'a References<'a>,
    pub(super) citations: &'a Citations,
    enclosure: &'a Enclosure,
    units: Vec<&'a Localised>,
    columns: Option<Columns>,
}

impl Recorder<'_> {
    /// The name under which the generated prose has a localised string.
    pub(super) fn unit(&self, localised: &Localised) -> String {
        let index = self.units.iter().position(|unit| std::ptr::eq(*unit, localised));
        format!("u{}", index.unwrap_or(usize::MAX))
    }

    fn optional(&self, localised: Option<&Localised>) -> Option<String> {
        localised.map(|localised| self.unit(localised))
    }

    pub(super) fn plain(&self, localised: &Localised) -> Value {
        by_language(&self.edition.languages, |language| self.references.plain(localised, language))
    }

    fn strings(&self) -> tables::Strings<'_> {
        tables::Strings {
            unit: Box::new(|localised| self.unit(localised)),
            plain: Box::new(|localised, language| self.references.plain(localised, language)),
        }
    }

    pub(super) fn optional_plain(&self, localised: Option<&Localised>) -> Option<Value> {
        localised.map(|localised| self.plain(localised))
    }

    fn joined(&self, localised: &Localised) -> String {
        let texts = self
            .edition
            .languages
            .iter()
            .map(|language| self.references.plain(localised, language));
        texts.collect::<Vec<_>>().join(" / ")
    }

    fn meta(&self) -> Value {
        let report = self.report;
        let keywords = report.keywords.as_ref().map(|keywords| self.joined(keywords));
        let words = keywords.iter().flat_map(|text| text.split([',', '，', '/', '、']));
        json!({
            "title": self.joined(&report.title),
            "authors": report.authors,
            "keywords": words.map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>(),
            "description": report.summary.as_ref().map(|summary| self.joined(summary)),
            "date": [report.date.year, report.date.month, report.date.day],
        })
    }

    fn imprint_lines(&self, draft: bool) -> Vec<Value> {
        let languages = &self.edition.languages;
        let report = self.report;
        let mut lines = vec![by_language(languages, |language| {
            let date = report.date.print(language);
            words::labelled("Edition of", "本版日期：", &date, language)
        })];
        if !report.authors.is_empty() {
            lines.push(by_language(languages, |language| {
                let authors = report.authors.join(language.choose(", ", "、"));
                words::labelled("Authors:", "作者：", &authors, language)
            }));
        }
        if !self.prints(Piece::Colophon, 1) {
            // Somewhere the book says what was checked.
            let tally = self.checked.tally();
            let digest = format!("SHA-256 {}", self.enclosure.record.digest());
            lines.push(by_language(languages, |language| words::promise(tally, draft, language)));
            lines.push(by_language(languages, |language| {
                words::labelled("Evidence:", "证据记录：", &digest, language)
            }));
        }
        lines
    }

    fn parts(&self) -> Vec<Value> {
        let mut counters = Counters::default();
        let parts = self.report.parts.iter().enumerate();
        parts.map(|(index, part)| self.part(index, part, &mut counters)).collect()
    }

    fn part(&self, index: usize, part: &Part, counters: &mut Counters) -> Value {
        let number = chapter_number(self.report, index);
        let kind = match part.kind {
            PartKind::Foreword => "foreword",
            PartKind::Front => "front",
            PartKind::Chapter => "chapter",
            PartKind::Back => "back",
        };
        let id = part.id.as_ref().map_or_else(|| format!("part-{index}"), |id| id.name.clone());
        let blocks = self.blocks(&part.blocks, counters);
        let mut sections = Vec::new();
        for (position, section) in part.sections.iter().enumerate() {
            let place = position + 1;
            let generated = || format!("part-{index}-section-{place}");
            sections.push(json!({
                "id": section.id.as_ref().map_or_else(generated, |id| id.name.clone()),
                "number": number.map(|number| format!("{number}.{place}")),
                "number-zh": number.map(|_| words::chinese_section(place)),
                "title": self.unit(&section.title),
                "plain-title": self.plain(&section.title),
                "blocks": self.blocks(&section.blocks, counters),
            }));
        }
        json!({
            "kind": kind,
            "id": id,
            "number": number,
            "title": self.unit(&part.title),
            "plain-title": self.plain(&part.title),
            "lead": self.optional(part.lead.as_ref().filter(|_| self.prints(Piece::Findings, 1))),
            "blocks": blocks,
            "sections": sections,
            "definitions": self.definitions(&part.definitions),
            "signatures": self.signatures(&part.signatures),
        })
    }

    fn blocks(&self, blocks: &[Block], counters: &mut Counters) -> Vec<Value> {
        let record = |(block, next): (&Block, Option<&Block>)| match block {
            Block::Prose(prose) => {
                let languages = &self.edition.languages;
                let fit = self
                    .columns
                    .as_ref()
                    .map(|columns| columns.fit(prose, languages, self.references));
                let before_list =
                    next.is_some_and(|next| leads_to_list(prose, next, languages, self.references));
                json!({ "kind": "prose", "unit": self.unit(prose), "fit": fit, "before-list": before_list })
            }
            Block::Figure(figure) => self.figure(figure, counters),
            Block::Table(table) => self.table(table, counters),
            Block::Typst(text) => json!({ "kind": "typst", "file": self.typst_file(text) }),
            Block::Cards(cards) => json!({ "kind": "cards", "cards": self.cards(cards) }),
            other => self.other(other, counters),
        };
        let next = blocks.iter().skip(1).map(Some).chain([None]);
        blocks.iter().zip(next).map(record).collect()
    }

    /// A block that is neither prose nor an exhibit.
    fn other(&self, block: &Block, counters: &mut Counters) -> Value {
        let strings = self.strings();
        let first = counters.formulas;
        let mut number = None;
        if let Block::Equation(equation) = block {
            counters.formulas += equation.formulas().len();
            if equation.id.is_some() {
                counters.equations += 1;
                number = Some(counters.equations);
            }
        }
        blocks::record(block, number, first, &self.edition.languages, &strings)
    }

    /// Where the book has the text of a `typst` block.
    fn typst_file(&self, text: &MappedText) -> Option<String> {
        let texts = typst_texts(self.report);
        let index = texts.iter().position(|other| std::ptr::eq(*other, text));
        index.map(|index| format!("/{}", typst_path(index)))
    }

    fn figure(&self, figure: &report::Figure, counters: &mut Counters) -> Value {
        let resolved = &self.exhibits.figures[counters.figures];
        counters.figures += 1;
        let languages = &self.edition.languages;
        let images = charts_of(self.edition, &resolved.id).into_iter().map(|(speaks, path)| {
            let name = if let [only] = speaks { only.tag() } else { "all" };
            (name.to_owned(), Value::from(format!("/{path}")))
        });
        let image = Value::Object(images.collect());
        let cut = self.exhibits.cuts.get(&resolved.id).copied();
        let has_note = languages
            .iter()
            .any(|language| super::auto_note::of_figure(resolved, cut, language).is_some());
        let note = has_note.then(|| {
            by_language(languages, |language| {
                super::auto_note::of_figure(resolved, cut, language).unwrap_or_default()
            })
        });
        let chart = |language: &Language| resolved.chart(std::slice::from_ref(language));
        let mut record = json!({
            "kind": "figure",
            "number": counters.figures,
            "auto-note": note,
            "unit": self.optional_plain(figure.unit.as_ref()),
            "image": image,
            "alt": by_language(languages, |language| {
                let text = crate::charts::describe(&chart(language), 0, language.is_chinese());
                match &figure.unit {
                    Some(unit) => format!("{text} ({})", self.references.plain(unit, language)),
                    None => text,
                }
            }),
        });
        self.add_frame(&mut record, &figure.frame);
        record
    }

    fn table(&self, table: &report::Table, counters: &mut Counters) -> Value {
        let resolved = &self.exhibits.tables[counters.tables];
        counters.tables += 1;
        let strings = self.strings();
        let mut record = tables::record(table, resolved, &self.edition.languages, &strings);
        record["number"] = json!(counters.tables);
        let cut = self.exhibits.cuts.get(&table.frame.id.name).copied();
        record["auto-note"] = json!(cut.map(|cut| {
            by_language(&self.edition.languages, |language| super::auto_note::shown(cut, language))
        }));
        self.add_frame(&mut record, &table.frame);
        record
    }

    fn add_frame(&self, record: &mut Value, frame: &Frame) {
        let sources = by_language(&self.edition.languages, |language| {
            let titles = frame.sources.iter().filter_map(|id| {
                let source = self.report.source(&id.name)?;
                let title = self.references.plain(&source.title, language);
                Some(format!("{title} [{}]", self.references.source_mark(&id.name)))
            });
            words::source_line(&titles.collect::<Vec<_>>(), language)
        });
        record["id"] = json!(frame.id.name);
        record["plain-caption"] = self.plain(&frame.caption);
        record["caption"] = json!(self.unit(&frame.caption));
        record["measure"] = json!(self.optional(frame.measure.as_ref()));
        record["note"] = json!(self.optional(frame.note.as_ref()));
        record["source"] = sources;
    }

    fn cards(&self, cards: &[report::Card]) -> Vec<Value> {
        let record = |card: &report::Card| {
            json!({
                "claim": card.claim.name,
                "occurrence": card.occurrence,
                "value": self.answers(&card.claim.name),
                "unit": self.optional_plain(card.unit.as_ref()),
                "label": self.unit(&card.label),
                "note": self.optional(card.note.as_ref()),
                "linked": self.references.has_row(&card.claim.name),
                "origin": self.origin(&card.claim.name),
                "change": card.change.as_ref().map(|change| self.change(change)),
                "source": self.card_source(&card.claim.name),
            })
        };
        cards.iter().map(record).collect()
    }

    /// The answer of a claim as each language prints it.
    fn answers(&self, claim: &str) -> Value {
        let index = self.checked.claims.find(claim);
        by_language(&self.edition.languages, |language| {
            let printed = index.and_then(|index| {
                let answer = self.checked.outcomes[index].answer.as_ref()?;
                print_answer(&self.checked.claims.list[index], answer, language)
            });
            // Only a draft shows a card without its answer.
            printed.unwrap_or_else(|| "?".to_owned())
        })
    }

    /// How much a key figure changed, and in which direction: 1, 0 or -1.
    fn change(&self, change: &report::Change) -> Value {
        let claim = &change.claim.name;
        let index = self.checked.claims.find(claim);
        let direction = index.map_or(0, |index| match &self.checked.outcomes[index].answer {
            Some(Answer::Number(number)) if number.value.is_positive() => 1,
            Some(Answer::Number(number)) if number.value.is_negative() => -1,
            _ => 0,
        });
        json!({
            "claim": claim,
            "occurrence": change.occurrence,
            "linked": self.references.has_row(claim),
            "since": self.optional_plain(change.since.as_ref()),
            "value": self.answers(claim),
            "direction": direction,
        })
    }

    /// The marks of the sources that a key figure rests on.
    fn card_source(&self, claim: &str) -> Value {
        let index = self.checked.claims.find(claim);
        let sources = index.map(|index| self.checked.outcomes[index].sources.as_slice());
        let marks: Vec<String> = sources
            .unwrap_or_default()
            .iter()
            .map(|id| format!("[{}]", self.references.source_mark(id)))
            .collect();
        if marks.is_empty() {
            return Value::Null;
        }
        by_language(&self.edition.languages, |language| words::source_line(&marks, language))
    }

    fn sources(&self) -> Vec<Value> {
        let record = |source: &report::SourceDefinition| {
            let data = self.checked.facts.source(&source.id.name);
            json!({
                "id": source.id.name,
                "mark": self.references.source_mark(&source.id.name),
                "title": self.plain(&source.title),
                "publisher": self.plain(&source.publisher),
                "details": by_language(&self.edition.languages, |language| {
                    source_details(source, language)
                }),
                "note": self.optional(source.note.as_ref()),
                "digest": data.and_then(|data| data.digest.as_ref()).map(|digest| format!("SHA-256 {digest}")),
                "file": self.enclosure.record.source(&source.id.name).and_then(|source| source.attachment.as_ref()),
            })
        };
        self.report.sources.iter().map(record).collect()
    }

    fn colophon(&self, draft: bool) -> Vec<Value> {
        let tally = self.checked.tally();
        let version = env!("CARGO_PKG_VERSION");
        let typst = crate::typeset::TYPST_VERSION;
        vec![
            by_language(&self.edition.languages, |language| {
                words::promise(tally, draft, language) + if language.is_han() { "。" } else { "." }
            }),
            by_language(&self.edition.languages, |language| {
                language.say(Words::new(
                    format!("Compiled by Recto {version}; typeset by Typst {typst}."),
                    format!("由 Recto {version} 编译，Typst {typst} 排版。"),
                    format!("由 Recto {version} 編譯，Typst {typst} 排版。"),
                    format!("Recto {version} により編集、Typst {typst} により組版。"),
                ))
            }),
            by_language(&self.edition.languages, |language| {
                let own = language.say(Words::new(
                    "Faces: Source Serif 4, Source Sans 3, Noto Serif SC, Noto Sans SC, Recto Kai (after LXGW WenKai); all under the SIL Open Font License.",
                    "字体：Source Serif 4、Source Sans 3、Noto Serif SC、Noto Sans SC、Recto Kai（据霞鹜文楷），均依 SIL 开放字体许可证使用。",
                    "字體：Source Serif 4、Source Sans 3、Noto Serif SC、Noto Sans SC、Recto Kai（據霞鶩文楷），均依 SIL 開放字體許可證使用。",
                    "書体：Source Serif 4、Source Sans 3、Noto Serif SC、Noto Sans SC、Recto Kai（LXGW WenKai による）。いずれも SIL オープンフォントライセンスによる。",
                ));
                own.to_owned() + &words::given_faces(&self.report.fonts.given(), language)
            }),
            by_language(&self.edition.languages, |language| {
                if self.edition.print.is_some() {
                    return words::evidence_beside(language);
                }
                language.say(Words::new(
                    "The evidence of this edition is inside the PDF: the record of every claim, the text with its queries, and the data. Whoever has the file can prove it again with recto verify. The record, without the places on pages, is the one with this digest:",
                    "本版的证据随 PDF 一并附上：每项论断的记录、含查询语句的文本，以及数据。任何人都可用 recto verify 据以重新核验。该记录（页面位置除外）的摘要如下：",
                    "本版的證據隨 PDF 一併附上：每項論斷的記錄、含查詢語句的文本，以及數據。任何人都可用 recto verify 據以重新核驗。該記錄（頁面位置除外）的摘要如下：",
                    "本版の根拠は PDF に収められている。各主張の記録、クエリを含む本文、データである。誰でも recto verify によって検証しなおすことができる。頁上の位置を除く記録のダイジェストは次のとおり：",
                ))
            }),
        ]
    }
}

/// How many figures, tables, numbered equations and formulas the book has had so far.
#[derive(Default)]
struct Counters {
    figures: usize,
    tables: usize,
    equations: usize,
    formulas: usize,
}

fn source_details(source: &report::SourceDefinition, language: &Language) -> String {
    let mut parts = vec![words::basis(source.basis, source.data.is_some(), language).to_owned()];
    if let Some(date) = source.retrieved {
        parts.push(words::labelled("retrieved", "取得日期：", &date.print(language), language));
    }
    if let Some(licence) = &source.licence {
        parts.push(words::labelled("licence:", "许可：", &licence.plain(language), language));
    }
    if let Some(url) = &source.url {
        parts.push(url.clone());
    }
    parts.join(language.choose("; ", "；"))
}

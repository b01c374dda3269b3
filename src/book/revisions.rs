//! The revisions since the previous edition: each statement before and now. What stood there comes from
//! the record of that edition, so its numbers are answers too.

use serde_json::{Value, json};

use super::record::by_language;
use super::references::References;
use super::words;
use crate::date::Date;
use crate::diff::{
    self, AnswerChange, ClaimChange, Difference, Fate, Order, PieceSide, StatementChange, Title,
    Where, WordingChange,
};
use crate::evidence::{Enclosure, Evidence, ExhibitKind, HeadingLevel, PlaceKind};
use crate::language::Language;
use crate::quantity::{NumberFormat, Operator, Unit, print_quantity};
use crate::report::{Block, Card, Edition, Localised};

/// The table of revisions; none where the report names no previous edition.
pub fn record(
    references: &References<'_>,
    edition: &Edition,
    enclosure: &Enclosure,
    unit: &dyn Fn(&Localised) -> String,
) -> Option<Value> {
    let old = enclosure.previous.as_ref()?;
    let difference = diff::compare(old, &enclosure.record);
    let table = Revisions { references, edition, old, new: &enclosure.record, unit };
    Some(json!({
        "note": by_language(&edition.languages, |language| table.note(&difference, language)),
        "exhibits": table.exhibits(&difference),
        "rows": table.rows(&difference),
    }))
}

struct Revisions<'a> {
    references: &'a References<'a>,
    edition: &'a Edition,
    old: &'a Evidence,
    new: &'a Evidence,
    /// The name under which the generated prose has a localised string.
    unit: &'a dyn Fn(&Localised) -> String,
}

impl Revisions<'_> {
    fn note(&self, difference: &Difference, language: &Language) -> String {
        let date = printed_date(&self.old.report.date, language);
        if self.rows(difference).is_empty() {
            return language.choose(
                format!("No statement differs from the edition of {date}."),
                format!("各项表述与{date}版相同。"),
            );
        }
        language.choose(
            format!("What differs from the edition of {date}: each statement as it stood there and as it stands now."),
            format!("本版与{date}版的差异：逐条列出原表述与现表述。"),
        )
    }

    /// The figures and tables whose rows are others now, in a line for each language.
    fn exhibits(&self, difference: &Difference) -> Option<Value> {
        let changed = || {
            difference
                .exhibits
                .iter()
                .filter(|exhibit| exhibit.fate == Fate::Changed && !exhibit.rows.is_empty())
        };
        changed().next()?;
        Some(by_language(&self.edition.languages, |language| {
            let names: Vec<String> = changed()
                .map(|exhibit| exhibit_name(exhibit.kind, exhibit.number, language))
                .collect();
            let names = names.join(language.choose(", ", "、"));
            words::labelled("With other data than before:", "数据有改动：", &names, language)
        }))
    }

    fn rows(&self, difference: &Difference) -> Vec<Value> {
        let mut rows = Vec::new();
        for statement in &difference.statements {
            let mut own = statement.wordings.iter().filter(|own| self.speaks(&own.language));
            if own.any(|wording| wording.old != wording.new) {
                rows.push((statement.place.order, self.statement(statement)));
            }
        }
        for claim in &difference.claims {
            let answers = claim.answer.as_ref();
            let Some(answer) = answers.filter(|both| both.old.is_some() && both.new.is_some())
            else {
                continue;
            };
            rows.extend(self.key_figure(claim, answer));
            rows.extend(self.inserted(claim, &difference.statements));
        }
        rows.sort_by_key(|(order, _)| *order);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn speaks(&self, tag: &str) -> bool {
        self.edition.languages.iter().any(|language| language.tag() == tag)
    }

    fn statement(&self, statement: &StatementChange) -> Value {
        let languages = self.edition.languages.iter();
        let wordings = languages.filter_map(|language| {
            let own = statement.wordings.iter().find(|own| own.language == language.tag())?;
            Some(self.wording(own, language))
        });
        json!({
            "where": self.place(&statement.place),
            "moved": statement.moved_from.as_ref().map(|from| self.place(from)),
            "statements": wordings.collect::<Vec<_>>(),
            "reason": self.reason(statement.claims.iter().map(String::as_str)),
        })
    }

    /// A sentence before and now, each cut where it differs from the other.
    fn wording(&self, wording: &WordingChange, language: &Language) -> Value {
        let side = |side: PieceSide, whole: Option<&String>, record: &Evidence| -> Vec<Value> {
            let piece = |text: &str, changed: bool| json!({ "text": self.printed(text, record, language), "changed": changed });
            if wording.pieces.is_empty() {
                return whole.iter().map(|whole| piece(whole, false)).collect();
            }
            let own = wording.pieces.iter();
            let own = own.filter(|piece| piece.side == PieceSide::Both || piece.side == side);
            own.map(|own| piece(&own.text, own.side != PieceSide::Both)).collect()
        };
        json!({
            "lang": language.tag(),
            "before": side(PieceSide::Old, wording.old.as_ref(), self.old),
            "now": side(PieceSide::New, wording.new.as_ref(), self.new),
        })
    }

    fn key_figure(&self, claim: &ClaimChange, answer: &AnswerChange) -> Option<(Order, Value)> {
        let card = self.card(&claim.id)?;
        let places = &self.new.claim(&claim.id)?.places;
        let place = places.iter().find(|place| place.kind == PlaceKind::Card)?;
        let place = diff::whereabouts(self.new, place);
        let side = |record: &Evidence, id: &str, language: &Language, text: &Option<String>| {
            let unit = record.claim(id).map_or("count", |claim| claim.unit.as_str());
            let value = printed_answer(
                text.as_deref().unwrap_or(""),
                unit,
                self.digits(&claim.id),
                language,
            );
            let label = self.references.plain(&card.label, language);
            json!([
                { "text": language.choose(format!("{label}: "), format!("{label}：")), "changed": false },
                { "text": value, "changed": true },
            ])
        };
        let former = claim.renamed_from.as_deref().unwrap_or(&claim.id);
        let statements = self.edition.languages.iter().map(|language| {
            json!({
                "lang": language.tag(),
                "before": side(self.old, former, language, &answer.old),
                "now": side(self.new, &claim.id, language, &answer.new),
            })
        });
        let row = json!({
            "where": self.place(&place),
            "moved": null,
            "statements": statements.collect::<Vec<_>>(),
            "reason": self.reason(std::iter::once(claim.id.as_str())),
        });
        Some((place.order, row))
    }

    /// A sentence that prints the answer of a claim, and is otherwise as it was.
    fn inserted(&self, claim: &ClaimChange, told: &[StatementChange]) -> Option<(Order, Value)> {
        let mark = format!("[{}]", claim.id);
        let former = format!("[{}]", claim.renamed_from.as_ref().unwrap_or(&claim.id));
        let places = &self.new.claim(&claim.id)?.places;
        let sentence = |tag: &str| {
            let own = places.iter().filter(|place| place.language.as_deref() == Some(tag));
            own.filter_map(|place| place.sentence.as_deref()).find(|text| text.contains(&mark))
        };
        let is_told = |text: &str| {
            let wordings = told.iter().flat_map(|statement| &statement.wordings);
            wordings.filter(|own| own.old != own.new).any(|own| own.new.as_deref() == Some(text))
        };
        let mut statements = Vec::new();
        for language in &self.edition.languages {
            let Some(text) = sentence(language.tag()).filter(|text| !is_told(text)) else {
                continue;
            };
            let side = |record: &Evidence, id: &str| -> Vec<Value> {
                let mut pieces = Vec::new();
                for (index, part) in text.split(&mark).enumerate() {
                    if index > 0 {
                        let answer = self.printed(id, record, language);
                        pieces.push(json!({ "text": answer, "changed": true }));
                    }
                    let words = self.printed(part, record, language);
                    pieces.push(json!({ "text": words, "changed": false }));
                }
                pieces
            };
            statements.push(json!({
                "lang": language.tag(),
                "before": side(self.old, &former),
                "now": side(self.new, &mark),
            }));
        }
        let place = places.iter().find(|place| place.kind == PlaceKind::Inserted)?;
        let place = diff::whereabouts(self.new, place);
        let row = json!({
            "where": self.place(&place),
            "moved": null,
            "statements": statements,
            "reason": self.reason(std::iter::once(claim.id.as_str())),
        });
        (!statements.is_empty()).then_some((place.order, row))
    }

    fn printed(&self, sentence: &str, record: &Evidence, language: &Language) -> String {
        printed(sentence, record, &|id| self.digits(id), language)
    }

    /// The record has no formats; those of this edition serve both.
    fn digits(&self, id: &str) -> Option<u32> {
        let claims = &self.references.checked.claims;
        claims.find(id).and_then(|index| claims.list[index].format.digits)
    }

    /// The key figure that prints a claim.
    fn card(&self, id: &str) -> Option<&Card> {
        self.references.checked.report.blocks().find_map(|block| match block {
            Block::Cards(cards) => cards.iter().find(|card| card.claim.name == id),
            _ => None,
        })
    }

    /// The reason that the author gives for the first of the claims that has one.
    fn reason<'b>(&self, ids: impl Iterator<Item = &'b str>) -> Option<String> {
        let ids: Vec<&str> = ids.collect();
        let revisions = self.references.checked.report.revisions.as_ref()?;
        let given = revisions.reasons.iter().find(|(id, _)| ids.contains(&id.name.as_str()));
        given.map(|(_, reason)| (self.unit)(reason))
    }

    fn place(&self, place: &Where) -> Value {
        by_language(&self.edition.languages, |language| {
            let title = place.section.as_ref().or(place.chapter.as_ref());
            title.map_or_else(
                || language.choose("Front pages", "卷首").to_owned(),
                |title| printed_title(title, language),
            )
        })
    }
}

fn exhibit_name(kind: ExhibitKind, number: usize, language: &Language) -> String {
    match kind {
        ExhibitKind::Figure => words::figure(number, language),
        ExhibitKind::Table => words::table(number, language),
    }
}

fn section_words(number: &str, language: &Language) -> Option<String> {
    let (chapter, section) = number.split_once('.')?;
    Some(words::section(chapter.parse().ok()?, section.parse().ok()?, language))
}

/// `2.1 Local policy`, `第二章第一节 地方政策`.
fn printed_title(title: &Title, language: &Language) -> String {
    let words = title.words.get(language.tag()).or(title.words.values().next());
    let words = words.map_or("", String::as_str);
    let Some(number) = &title.number else { return words.to_owned() };
    let chinese = section_words(number, language)
        .or_else(|| Some(words::chapter(number.parse().ok()?, language)))
        .unwrap_or_default();
    language.choose(format!("{number} {words}"), format!("{chinese} {words}"))
}

/// A day of a record, `2026-12-01`, in words.
fn printed_date(date: &str, language: &Language) -> String {
    let mut parts = date.splitn(3, '-');
    let mut next = || parts.next().and_then(|part| part.parse::<u16>().ok());
    let day = next().zip(next()).zip(next());
    let day = day.and_then(|((year, month), day)| {
        Some(Date { year, month: month.try_into().ok()?, day: day.try_into().ok()? })
    });
    day.map_or_else(|| date.to_owned(), |day| day.print(language))
}

/// An answer of a record, `about 20`, `41.7 percent`, as a page prints it. A fraction whose decimals do not
/// end has one where the author does not say how many.
fn printed_answer(answer: &str, unit: &str, digits: Option<u32>, language: &Language) -> String {
    let print = || {
        let (hedge, value) = diff::hedged(answer, unit)?;
        let hedge = if hedge.is_empty() { "exact" } else { hedge };
        let operator = Operator::parse(&hedge.replace(' ', "-"))?;
        let digits = digits.or_else(|| answer.contains('/').then_some(1));
        let format = NumberFormat { digits, ..NumberFormat::default() };
        print_quantity(language.grammar(), &value, &Unit::parse(unit)?, operator, &format)
    };
    print().unwrap_or_else(|| answer.to_owned())
}

/// How many decimals the answer of a claim has on a page, where the author sets that.
type Digits<'a> = dyn Fn(&str) -> Option<u32> + 'a;

/// A sentence of a record, with what its links printed.
fn printed(sentence: &str, record: &Evidence, digits: &Digits<'_>, language: &Language) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('[') {
        text += before;
        let link = after
            .split_once(']')
            .and_then(|(id, after)| Some((printed_link(id, record, digits, language)?, after)));
        if let Some((words, after)) = link {
            text += &words;
            rest = after;
        } else {
            text.push('[');
            rest = after;
        }
    }
    text + rest
}

/// What a link printed in the edition of a record.
fn printed_link(
    id: &str,
    record: &Evidence,
    digits: &Digits<'_>,
    language: &Language,
) -> Option<String> {
    if let Some(claim) = record.claim(id) {
        return Some(printed_answer(claim.answer.as_deref()?, &claim.unit, digits(id), language));
    }
    if let Some(exhibit) = record.exhibits.iter().find(|exhibit| exhibit.id == id) {
        return Some(exhibit_name(exhibit.kind, exhibit.number, language));
    }
    if let Some(index) = record.sources.iter().position(|source| source.id == id) {
        return Some(format!("[S{}]", index + 1));
    }
    let heading = record.outline.iter().find(|heading| heading.id.as_deref() == Some(id))?;
    let words = match (&heading.number, heading.level) {
        (Some(number), HeadingLevel::Part) => words::chapter(number.parse().ok()?, language),
        (Some(number), HeadingLevel::Section) => section_words(number, language)?,
        (None, _) => words::titled(heading.title.get(language.tag())?, language),
    };
    Some(words)
}

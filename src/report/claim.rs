//! Claims and ids as an author declares them.

use super::localised::Localised;
use super::reader::Table;
use super::{AnswerFormat, ClaimDefinition, Id, Proof};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::{Period, Rational, Unit, parse_decimal};
use crate::source::{MappedText, Span};

impl Id {
    /// A string that names an id; whether it is well-formed is checked where it is declared.
    pub fn of_text(text: &MappedText) -> Self {
        Self { name: text.as_str().to_owned(), span: text.whole_span() }
    }

    /// An id under a key that may be absent.
    pub fn optional(table: &Table<'_>, key: &str, problems: &mut Diagnostics) -> Option<Self> {
        let id = Self::of_text(&table.text(key, problems)?);
        id.is_valid(problems).then_some(id)
    }

    /// An id under a key that has to be there.
    pub fn required(table: &Table<'_>, key: &str, problems: &mut Diagnostics) -> Option<Self> {
        table.require(key, problems)?;
        Self::optional(table, key, problems)
    }

    /// Whether the id is made of letters of any script, digits, `-` and `_`; says so if not.
    pub fn is_valid(&self, problems: &mut Diagnostics) -> bool {
        let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let valid = !self.name.is_empty() && self.name.chars().all(allowed);
        if !valid {
            problems.push(invalid_id(self));
        }
        valid
    }
}

/// Reads `[claim.*]` of a file; `period` is the default of the chapter or the report.
pub fn read_claims(
    table: &Table<'_>,
    period: Option<&(Period, Span)>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<ClaimDefinition> {
    let Some(claims) = table.table("claim", problems) else { return Vec::new() };
    let mut result = Vec::new();
    for (name, entry) in claims.keys() {
        let id = Id { name, span: entry.key_span };
        id.is_valid(problems);
        if let Some(claim) = claims.table_of(&format!("claim.{}", id.name), entry, problems) {
            result.extend(read_claim(&claim, id, period, languages, problems));
            claim.finish(problems);
        }
    }
    result
}

fn read_claim(
    table: &Table<'_>,
    id: Id,
    period: Option<&(Period, Span)>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<ClaimDefinition> {
    let proof = read_proof(table, &id, languages, problems);
    let unit = read_unit(table, problems);
    let noun = read_nouns(table, languages, problems);
    let period = read_period(table, problems).or_else(|| period.cloned());
    let base = Id::optional(table, "of", problems);
    let tolerance = read_tolerance(table, problems);
    let format = read_format(table, problems);
    let only = read_only(table, languages, problems);
    let note = Localised::remark(table, "note", languages, problems);
    Some(ClaimDefinition {
        id,
        proof: proof?,
        unit,
        noun,
        period,
        base,
        tolerance,
        format,
        only,
        note,
    })
}

fn read_proof(
    table: &Table<'_>,
    id: &Id,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Proof> {
    let query = table.text("query", problems).map(Proof::Query);
    let holds = table.text("holds", problems).map(Proof::Holds);
    let attributed =
        table.text("attributed", problems).map(|text| Proof::Attributed(Id::of_text(&text)));
    let waived = Localised::remark(table, "waived", languages, problems).map(Proof::Waived);
    let named = ["query", "holds", "attributed", "waived"].into_iter().filter(|key| table.has(key));
    let count = named.count();
    if count != 1 {
        problems.push(not_one_proof(id, count == 0));
    }
    [query, holds, attributed, waived].into_iter().flatten().next()
}

fn read_unit(table: &Table<'_>, problems: &mut Diagnostics) -> Unit {
    let Some(text) = table.text("unit", problems) else { return Unit::Count };
    Unit::parse(text.as_str()).unwrap_or_else(|| {
        problems.push(unknown_unit(&text));
        Unit::Count
    })
}

fn read_nouns(
    table: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<(Language, Vec<String>)> {
    let Some(nouns) = table.table("noun", problems) else { return Vec::new() };
    let mut result = Vec::new();
    for language in languages {
        let words = nouns.texts(language.tag(), problems);
        if !words.is_empty() {
            let words = words.iter().map(|word| word.as_str().to_owned()).collect();
            result.push((language.clone(), words));
        }
    }
    nouns.finish(problems);
    result
}

/// Reads a `period` key.
pub fn read_period(table: &Table<'_>, problems: &mut Diagnostics) -> Option<(Period, Span)> {
    let text = table.text("period", problems)?;
    let period = Period::parse(text.as_str());
    if period.is_none() {
        problems.push(unknown_period(&text));
    }
    period.map(|period| (period, text.whole_span()))
}

fn read_tolerance(table: &Table<'_>, problems: &mut Diagnostics) -> Option<Rational> {
    let text = table.text("tolerance", problems)?;
    let value = parse_decimal(text.as_str());
    if value.is_none() {
        problems.push(tolerance_is_no_number(&text));
    }
    value
}

fn read_format(table: &Table<'_>, problems: &mut Diagnostics) -> AnswerFormat {
    let Some(format) = table.table("format", problems) else { return AnswerFormat::default() };
    let digits = format.count("digits", problems).filter(|digits| *digits <= 12);
    format.finish(problems);
    AnswerFormat { digits }
}

fn read_only(
    table: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<(Language, Localised)> {
    let reason = Localised::remark(table, "reason", languages, problems);
    let text = table.text("only", problems)?;
    let language = languages.iter().find(|language| language.tag() == text.as_str());
    if language.is_none() {
        problems.push(unknown_language(&text, languages));
    }
    if !table.has("reason") {
        problems.push(only_without_reason(text.whole_span()));
    }
    Some((language?.clone(), reason?))
}

fn invalid_id(id: &Id) -> Diagnostic {
    Diagnostic::new(Code::InvalidId, format!("`{}` cannot be an id", id.name))
        .at(id.span, "")
        .help("use letters of any script, digits, `-` and `_`")
}

fn not_one_proof(id: &Id, none: bool) -> Diagnostic {
    let what = if none { "says nothing of how it is settled" } else { "is settled in two ways" };
    Diagnostic::new(Code::MissingKey, format!("claim `{}` {what}", id.name))
        .at(id.span, "")
        .help("give it exactly one of `query`, `holds`, `attributed` and `waived`")
}

fn unknown_unit(text: &MappedText) -> Diagnostic {
    const UNITS: [&str; 9] = [
        "count",
        "percent",
        "ratio",
        "percentage-point",
        "basis-point",
        "per-mille",
        "multiple",
        "rank",
        "year",
    ];
    Diagnostic::new(Code::InvalidValue, format!("there is no unit `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), UNITS)
        .help(format!(
            "units are {}, a currency such as CNY, or an SI symbol such as km",
            UNITS.join(", ")
        ))
}

fn unknown_period(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no period", text.as_str()))
        .at(text.whole_span(), "")
        .help("write 2019, 2019H1, 2019Q3, 2019-06, 2019-06-30 or 2015/2018")
}

fn tolerance_is_no_number(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no decimal number", text.as_str()))
        .at(text.whole_span(), "")
        .help("write it as a string, `tolerance = \"0.05\"`, in the unit of the answer")
}

pub fn unknown_language(text: &MappedText, languages: &[Language]) -> Diagnostic {
    let tags = languages.iter().map(Language::tag);
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no language of the report", text.as_str()))
        .at(text.whole_span(), "")
        .help(format!("its languages are {}", tags.collect::<Vec<_>>().join(", ")))
}

fn only_without_reason(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "a claim in one language only needs a `reason`")
        .at(span, "")
        .help("add `reason = { en = '...', zh = '...' }`; the ledger prints it")
}

//! A string in every language of the report.

use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::prose::{self, Block, Prose};
use crate::quantity::is_han;
use crate::source::{MappedText, Span};

/// A string that has a wording in each language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localised {
    /// What it is for.
    pub role: Role,
    /// The wordings, in the order of the report's languages.
    pub texts: Vec<LocalText>,
    /// Where it is written.
    pub span: Span,
}

/// The wording in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalText {
    /// The language.
    pub language: Language,
    /// The wording.
    pub prose: Prose,
}

/// What a localised string is for, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Paragraphs, lists and quotations.
    Text,
    /// A list of findings.
    Lead,
    /// One line with markup: a title, a caption, a label.
    Line,
    /// One line that also stands where no link can: a unit, a column's title, metadata.
    Plain,
}

impl Localised {
    /// Reads a table of strings by language.
    pub fn read(
        table: &Table<'_>,
        key: &str,
        role: Role,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        let entry = table.get(key)?;
        let inner = table.table_of(key, entry, problems)?;
        let localised = Self::of_table(&inner, entry.span, role, languages, problems);
        inner.finish(problems);
        localised
    }

    /// Reads a table of strings that has to be there.
    pub fn required(
        table: &Table<'_>,
        key: &str,
        role: Role,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        table.require(key, problems)?;
        Self::read(table, key, role, languages, problems)
    }

    /// Reads a remark: a table of strings by language, or one string that serves all of them, such
    /// as a name. It may also stand where no link can.
    pub fn remark(
        table: &Table<'_>,
        key: &str,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        if table.is_table(key) {
            return Self::read(table, key, Role::Plain, languages, problems);
        }
        let entry = table.get(key)?;
        let text = table.text(key, problems)?;
        if text.as_str().trim().is_empty() {
            problems.push(empty_remark(key, entry.span));
            return Some(Self { role: Role::Plain, texts: Vec::new(), span: entry.span });
        }
        let has_han = text.as_str().chars().any(is_han);
        let same_script = |language: &&Language| language.is_chinese() == has_han;
        let language = languages.iter().find(same_script).or(languages.first())?;
        let wording = read_wording(text, language, entry.span, Role::Plain, problems)?;
        Some(Self { role: Role::Plain, texts: vec![wording], span: entry.span })
    }

    /// Reads the language keys of a table that may have other keys too.
    pub fn of_table(
        table: &Table<'_>,
        span: Span,
        role: Role,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        let mut texts = Vec::new();
        for language in languages {
            let Some(entry) = table.get(language.tag()) else {
                problems.push(missing_language(language, span));
                continue;
            };
            let text = table.text_of(language.tag(), entry, problems);
            let wording =
                text.and_then(|text| read_wording(text, language, entry.span, role, problems));
            texts.extend(wording);
        }
        let localised = Self { role, texts, span };
        if role == Role::Lead {
            localised.check_lead(problems);
        }
        (localised.texts.len() == languages.len()).then_some(localised)
    }

    /// The wording in a language, or the one that serves all.
    pub fn get(&self, language: &Language) -> Option<&Prose> {
        let own = self.texts.iter().find(|text| &text.language == language);
        own.or(self.texts.first()).map(|text| &text.prose)
    }

    /// The wording in a language without markup.
    pub fn plain(&self, language: &Language) -> String {
        self.get(language)
            .map(|prose| prose::plain_text(&prose.blocks, &|_| String::new()))
            .unwrap_or_default()
    }

    fn check_lead(&self, problems: &mut Diagnostics) {
        let mut counts = Vec::new();
        for text in &self.texts {
            match text.prose.blocks.as_slice() {
                [Block::List { items, .. }] => counts.push(items.len()),
                _ => problems.push(lead_is_no_list(text.prose.source.whole_span())),
            }
        }
        if counts.windows(2).any(|pair| pair[0] != pair[1]) {
            problems.push(lead_lengths_differ(self.span));
        }
    }
}

fn read_wording(
    text: MappedText,
    language: &Language,
    span: Span,
    role: Role,
    problems: &mut Diagnostics,
) -> Option<LocalText> {
    if text.as_str().trim().is_empty() {
        problems.push(empty_wording(language, span));
        return None;
    }
    let prose = prose::parse(text, problems);
    let is_line = matches!(prose.blocks.as_slice(), [Block::Paragraph(_)]);
    let passages = prose.passages();
    match role {
        Role::Line | Role::Plain if !is_line => problems.push(not_one_line(span)),
        Role::Plain => {
            for link in passages.iter().flat_map(|passage| &passage.links) {
                problems.push(link_in_plain_text(link.span));
            }
        }
        _ => {}
    }
    Some(LocalText { language: language.clone(), prose })
}

fn missing_language(language: &Language, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::MissingLanguage,
        format!("this text has no wording in `{language}`, a language of the report"),
    )
    .at(span, format!("`{language}` is missing here"))
    .help(format!("add `{language} = '...'`"))
}

fn empty_wording(language: &Language, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingLanguage, format!("the wording in `{language}` is empty"))
        .at(span, "nothing would be printed")
}

fn empty_remark(key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{key}` says nothing"))
        .at(span, "the book prints it")
}

fn not_one_line(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "this text has to be one paragraph")
        .at(span, "more than one paragraph, or a list or quotation")
        .help("escape a sign such as `1\\.` or `\\-` that starts the text")
}

fn link_in_plain_text(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        "a link cannot stand here: the text is also used where nothing can be linked",
    )
    .at(span, "")
    .help("say it without the number, or state the number in the text or the note")
}

fn lead_is_no_list(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "a `lead` has to be one list of findings")
        .at(span, "")
        .help("start each finding with `- `")
}

fn lead_lengths_differ(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "the languages list different numbers of findings")
        .at(span, "")
}

//! References and citations as pieces of text.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use hayagriva::citationberg::{
    FontStyle, FontVariant, FontWeight, Locale, LocaleCode, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild,
    ElemChildren, ElemMeta, Entry, Formatting, archive,
};

use super::{Bibliography, Fragment, Look, Reference, Work, national};
use crate::language::Language;
use crate::quantity::is_han;

/// Works that are cited at one place.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Their keys; those that the report does not have are left out.
    pub keys: Vec<&'a str>,
    /// The language of the text around it.
    pub language: &'a Language,
}

/// Citations and list.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// What stands for each request, in their order.
    pub citations: Vec<Vec<Fragment>>,
    /// The list, in its order.
    pub references: Vec<Reference>,
    /// Whether the lines of a reference hang under its first one.
    pub hanging: bool,
}

/// The primary language of a work: as its entry says, else as its characters tell.
pub fn language_of(entry: &Entry) -> &str {
    if let Some(language) = entry.language() {
        return language.language.as_str();
    }
    let title = entry.title().map(ToString::to_string).unwrap_or_default();
    let is_kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
    let names = entry.authors().into_iter().flatten().map(|person| person.name.as_str());
    if title.contains(is_kana) {
        "ja"
    } else if title.contains(is_han) || names.into_iter().any(|name| name.contains(is_han)) {
        "zh"
    } else {
        "en"
    }
}

/// Makes all citations of an edition, and the list of what they cite. The numbers follow the order of the
/// requests; `lead` is the language of the list as a whole.
pub fn render(bibliography: &Bibliography, requests: &[Request<'_>], lead: &Language) -> Rendered {
    let entries: BTreeMap<&str, Entry> = bibliography
        .works
        .iter()
        .map(|work| {
            let national = bibliography.style.national;
            let entry = if national { national::prepared(work) } else { work.entry.clone() };
            (work.id.name.as_str(), entry)
        })
        .collect();
    let mut runs = Runs { bibliography, requests, entries: &entries, done: BTreeMap::new() };
    let languages = requests.iter().map(|request| request.language.primary());
    for language in languages.chain(bibliography.works.iter().map(Work::language)) {
        runs.run(language);
    }
    runs.run(lead.primary());
    let citations = requests.iter().enumerate();
    Rendered {
        citations: citations.map(|(index, request)| runs.citation(index, request)).collect(),
        references: runs.references(lead),
        hanging: runs.done[lead.primary()].hanging,
    }
}

/// The same citations with the terms of each language: a work takes its own.
struct Runs<'a> {
    bibliography: &'a Bibliography,
    requests: &'a [Request<'a>],
    entries: &'a BTreeMap<&'a str, Entry>,
    done: BTreeMap<String, Run>,
}

struct Run {
    citations: Vec<ElemChildren>,
    /// Key, label and text of each work, in the order of the list.
    items: Vec<(String, Vec<Fragment>, Vec<Fragment>)>,
    hanging: bool,
}

impl Runs<'_> {
    fn run(&mut self, language: &str) {
        if self.done.contains_key(language) {
            return;
        }
        let style = self.bibliography.style.of_language(language);
        let locale = Some(locale_of(language));
        let mut driver = BibliographyDriver::new();
        for request in self.requests {
            let items = self.known(request).map(CitationItem::with_entry).collect();
            driver.citation(CitationRequest::new(items, style, locale.clone(), locales(), None));
        }
        if self.bibliography.all {
            let hidden = |entry| CitationItem::new(entry, None, None, true, None);
            let items = self.bibliography.works.iter();
            let items = items.filter_map(|work| self.entries.get(work.id.name.as_str()));
            let items = items.map(hidden).collect();
            driver.citation(CitationRequest::new(items, style, locale.clone(), locales(), None));
        }
        let rendered = driver.finish(BibliographyRequest::new(style, locale, locales()));
        let close_up = self.bibliography.style.national && matches!(language, "zh" | "ja");
        let finished = |mut pieces: Vec<Fragment>| {
            if close_up {
                pieces.iter_mut().for_each(|piece| piece.text = national::closed_up(&piece.text));
            }
            pieces
        };
        let list = rendered.bibliography;
        let hanging = list.as_ref().is_some_and(|list| list.hanging_indent);
        let items = list.into_iter().flat_map(|list| list.items).map(|item| {
            let mut label = Vec::new();
            if let Some(first) = &item.first_field {
                child_pieces(first, &mut label);
            }
            (item.key, trimmed(label), finished(trimmed(pieces(&item.content))))
        });
        let run = Run {
            citations: rendered.citations.into_iter().map(|one| one.citation).collect(),
            items: items.collect(),
            hanging,
        };
        self.done.insert(language.to_owned(), run);
    }

    fn known<'b>(&'b self, request: &'b Request<'_>) -> impl Iterator<Item = &'b Entry> {
        request.keys.iter().filter_map(|key| self.entries.get(key))
    }

    /// A citation with the frame of its text's language and each work in that of the work.
    fn citation(&self, index: usize, request: &Request<'_>) -> Vec<Fragment> {
        let cited: Vec<&Entry> = self.known(request).collect();
        let Some(own) = self.done[request.language.primary()].citations.get(index) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for child in &own.0 {
            let position = match child {
                ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(position)), .. }) => *position,
                other => {
                    child_pieces(other, &mut found);
                    continue;
                }
            };
            let language = cited.get(position).map_or("en", |entry| language_of(entry));
            let run = self.done.get(language).and_then(|run| run.citations.get(index));
            let same = run.and_then(|citation| citation.find_meta(&ElemMeta::Entry(position)));
            match (same, child) {
                (Some(elem), _) | (None, ElemChild::Elem(elem)) => {
                    let mut own = pieces(&elem.children);
                    if self.bibliography.style.national && matches!(language, "zh" | "ja") {
                        own.iter_mut().for_each(|one| one.text = national::closed_up(&one.text));
                    }
                    found.extend(own);
                }
                _ => {}
            }
        }
        trimmed(found)
    }

    fn references(&self, lead: &Language) -> Vec<Reference> {
        let mut references = Vec::new();
        for (key, label, text) in &self.done[lead.primary()].items {
            let work = self.bibliography.works.iter().find(|work| work.id.name == *key);
            let language = work.map_or("en", |work| work.language());
            let own = self
                .done
                .get(language)
                .and_then(|run| run.items.iter().find(|item| item.0 == *key));
            references.push(Reference {
                key: key.clone(),
                language: language.to_owned(),
                label: label.clone(),
                text: own.map_or_else(|| text.clone(), |(_, _, text)| text.clone()),
            });
        }
        references
    }
}

/// The locales of CSL, read once.
fn locales() -> &'static [Locale] {
    static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
    LOCALES.get_or_init(archive::locales)
}

/// The locale of a primary language: the customary one, else the first one of that language.
fn locale_of(language: &str) -> LocaleCode {
    let customary = [("en", "en-US"), ("zh", "zh-CN"), ("de", "de-DE"), ("pt", "pt-PT")];
    if let Some((_, code)) = customary.iter().find(|(of, _)| *of == language) {
        return LocaleCode((*code).to_owned());
    }
    let of_language = |code: &&LocaleCode| code.0.split('-').next() == Some(language);
    let found = locales().iter().filter_map(|locale| locale.lang.as_ref()).find(of_language);
    found.cloned().unwrap_or_else(LocaleCode::en_us)
}

fn pieces(children: &ElemChildren) -> Vec<Fragment> {
    let mut found = Vec::new();
    for child in &children.0 {
        child_pieces(child, &mut found);
    }
    found
}

fn child_pieces(child: &ElemChild, found: &mut Vec<Fragment>) {
    match child {
        ElemChild::Text(text) => push(found, piece(&text.text, text.formatting, None)),
        ElemChild::Link { text, url } => {
            push(found, piece(&text.text, text.formatting, Some(url.clone())));
        }
        ElemChild::Markup(text) => push(found, piece(text, Formatting::default(), None)),
        ElemChild::Elem(elem) => {
            for child in &elem.children.0 {
                child_pieces(child, found);
            }
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn piece(text: &str, formatting: Formatting, url: Option<String>) -> Fragment {
    let looks = [
        (formatting.font_style == FontStyle::Italic, Look::Italic),
        (formatting.font_weight == FontWeight::Bold, Look::Bold),
        (formatting.font_variant == FontVariant::SmallCaps, Look::SmallCaps),
        (formatting.vertical_align == VerticalAlign::Sup, Look::Superscript),
        (formatting.vertical_align == VerticalAlign::Sub, Look::Subscript),
    ];
    let looks = looks.into_iter().filter_map(|(has, look)| has.then_some(look)).collect();
    Fragment { text: text.to_owned(), looks, url }
}

/// Adds a piece, to the last one where both look the same.
fn push(found: &mut Vec<Fragment>, piece: Fragment) {
    if piece.text.is_empty() {
        return;
    }
    match found.last_mut() {
        Some(last) if last.looks == piece.looks && last.url == piece.url => {
            last.text.push_str(&piece.text);
        }
        _ => found.push(piece),
    }
}

/// Without blanks at both ends.
fn trimmed(mut pieces: Vec<Fragment>) -> Vec<Fragment> {
    if let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = pieces.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

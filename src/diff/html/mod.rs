//! The difference as one page of HTML: nothing to load, no script, made to be read and printed.

mod entries;
mod labels;
mod matter;

use super::answers::shown;
use super::difference::{AnswerChange, Difference, Title, Where};
use super::view;
use crate::evidence::Wordings;
use crate::language::Language;
use labels::{Label, OUTSIDE};

const STYLE: &str = include_str!("style.css");

/// The page.
pub fn html(difference: &Difference) -> String {
    let tags = difference.new.languages.iter();
    let mut languages: Vec<Language> = tags.filter_map(|tag| Language::parse(tag)).collect();
    if languages.is_empty() {
        languages.extend(Language::parse("en"));
    }
    let mut page = Page { difference, languages, text: String::new() };
    page.head();
    page.book();
    page.matter();
    page.text += "</main>\n</body>\n</html>\n";
    page.text
}

struct Page<'a> {
    difference: &'a Difference,
    /// The languages of the newer edition; the page speaks all of them.
    languages: Vec<Language>,
    text: String,
}

impl Page<'_> {
    fn head(&mut self) {
        let Difference { old, new, .. } = self.difference;
        let lead = self.languages[0].tag().to_owned();
        let title = new.title.get(&lead).or(new.title.values().next()).cloned().unwrap_or_default();
        let (title, changes) = (escaped(&title), labels::CHANGES.in_language(&self.languages[0]));
        self.text += &format!(
            "<!DOCTYPE html>\n<html lang=\"{lead}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}: {changes}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n"
        );
        let heading = self.wordings(&new.title, " ");
        let kind = self.label(&labels::CHANGES);
        self.text += &format!("<p class=\"kind\">{kind}</p>\n<h1>{heading}</h1>\n");
        let (before, after) = (self.label(&labels::OLDER), self.label(&labels::NEWER));
        self.text += &format!(
            "<p class=\"dates\">{before} <time>{}</time> <span class=\"to\">→</span> {after} <time>{}</time></p>\n",
            escaped(&old.date),
            escaped(&new.date)
        );
        if self.difference.is_empty() {
            let none = self.label(&labels::NOTHING);
            self.text += &format!("<p>{none}</p>\n");
        }
        let counts = view::counts(self.difference);
        if !counts.is_empty() {
            self.text += "<dl class=\"counts\">\n";
            for (count, one, many) in counts {
                let name = if count == 1 { one } else { many };
                let label = self.label(&labels::of_count(one, name));
                self.text += &format!("<div><dt>{label}</dt><dd>{count}</dd></div>\n");
            }
            self.text += "</dl>\n";
        }
        self.text += "</header>\n";
    }

    fn book(&mut self) {
        for group in view::groups(self.difference) {
            if group.new_chapter {
                let title = match group.chapter {
                    Some(title) => self.title(title),
                    None => self.label(&OUTSIDE),
                };
                self.text += &format!("<h2>{title}</h2>\n");
            }
            if let Some(section) = group.section {
                self.text += &format!("<h3>{}</h3>\n", self.title(section));
            }
            for entry in &group.entries {
                self.entry(entry);
            }
        }
    }

    /// A label in every language of the page, each marked as such.
    fn label(&self, label: &Label) -> String {
        let mut seen: Vec<&str> = Vec::new();
        let mut parts = Vec::new();
        for language in &self.languages {
            let words = label.in_language(language);
            if !seen.contains(&words) {
                seen.push(words);
                parts.push(format!("<span lang=\"{}\">{words}</span>", language.tag()));
            }
        }
        parts.join(" ")
    }

    /// The wordings of all languages, the leading one first, each once.
    fn wordings(&self, words: &Wordings, between: &str) -> String {
        let own = self.languages.iter().map(Language::tag);
        let others = words.keys().map(String::as_str);
        let mut seen: Vec<&str> = Vec::new();
        let mut parts = Vec::new();
        for tag in own.chain(others) {
            if let Some(text) = words.get(tag)
                && !seen.contains(&text.as_str())
            {
                seen.push(text);
                let tag = escaped(tag);
                parts.push(format!("<span lang=\"{tag}\">{}</span>", escaped(text)));
            }
        }
        parts.join(between)
    }

    fn title(&self, title: &Title) -> String {
        let number = title
            .number
            .as_ref()
            .map(|number| format!("<span class=\"number\">{}</span> ", escaped(number)));
        format!("{}{}", number.unwrap_or_default(), self.wordings(&title.words, " "))
    }

    fn whereabouts(&self, place: &Where) -> String {
        match place.section.as_ref().or(place.chapter.as_ref()) {
            Some(title) => self.title(title),
            None => self.label(&OUTSIDE),
        }
    }
}

/// `12 → 13 (+1, +8.3 %)`.
fn answer(answer: &AnswerChange) -> String {
    let AnswerChange { old, new, difference, percent } = answer;
    let side = |value: &Option<String>| {
        value.as_ref().map_or_else(|| "–".to_owned(), |value| escaped(&shown(value)))
    };
    let mut text = match (old, new) {
        (None, new) => format!("<b>{}</b>", side(new)),
        (old, None) => format!("<del>{}</del>", side(old)),
        (old, new) => {
            format!("<del>{}</del> → <ins>{}</ins>", side(old), side(new))
        }
    };
    let percent = percent.as_ref().map(|percent| format!("{percent} %"));
    let apart: Vec<String> = [difference.clone(), percent].into_iter().flatten().collect();
    if !apart.is_empty() {
        text += &format!(" <span class=\"apart\">({})</span>", apart.join(", ").replace('-', "−"));
    }
    text
}

/// Text that stands between tags or in an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            other => safe.push(other),
        }
    }
    safe
}

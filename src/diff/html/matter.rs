//! What differs around the book: sources, numerals, the head of the report, checks, program, files.

use super::super::difference::{Change, Fate};
use super::entries::fate_words;
use super::labels::{self, Label};
use super::{Page, escaped};

impl Page<'_> {
    pub fn matter(&mut self) {
        self.sources();
        self.numerals();
        let difference = self.difference;
        self.properties(&labels::REPORT, &difference.report);
        self.properties(&labels::CHECKS, &difference.checks);
        self.properties(&labels::PROGRAM, &difference.program);
        self.files();
    }

    fn heading(&mut self, label: &Label) {
        let label = self.label(label);
        self.text += &format!("<h2>{label}</h2>\n");
    }

    fn sources(&mut self) {
        if self.difference.sources.is_empty() {
            return;
        }
        self.heading(&labels::SOURCES);
        for source in &self.difference.sources {
            let (class, label) = fate_words(source.fate);
            let mut head = format!("<span class=\"fate\">{}</span>", self.label(&label));
            head += &format!(" <code class=\"id\">{}</code>", escaped(&source.id));
            if let Some(former) = &source.renamed_from {
                let label = self.label(&labels::FORMERLY);
                head += &format!(" {label} <code>{}</code>", escaped(former));
            }
            let title = self.wordings(&source.title, " ");
            self.text += &format!(
                "<article class=\"{class}\">\n<p class=\"head\">{head}</p>\n<p class=\"caption\">{title}</p>\n"
            );
            self.changes(&source.changes);
            self.cells(&source.cells);
            self.text += "</article>\n";
        }
    }

    fn numerals(&mut self) {
        if self.difference.numerals.is_empty() {
            return;
        }
        self.heading(&labels::NUMERALS);
        let times = self.label(&labels::TIMES);
        self.text += "<table class=\"numerals\">\n";
        for numeral in &self.difference.numerals {
            let place = numeral.place.as_ref().map(|place| self.whereabouts(place));
            self.text += &format!(
                "<tr><th scope=\"row\" lang=\"{}\">{}</th><td>{}</td><td>{times} {} → {}</td><td>{}</td></tr>\n",
                escaped(&numeral.language),
                escaped(&numeral.text),
                escaped(&numeral.class),
                numeral.old,
                numeral.new,
                place.unwrap_or_default()
            );
        }
        self.text += "</table>\n";
    }

    fn properties(&mut self, label: &Label, changes: &[Change]) {
        if !changes.is_empty() {
            self.heading(label);
            self.changes(changes);
        }
    }

    fn files(&mut self) {
        if self.difference.files.is_empty() {
            return;
        }
        self.heading(&labels::FILES);
        self.text += "<ul class=\"files\">\n";
        for file in &self.difference.files {
            let label = match file.fate {
                Fate::Changed => labels::WORDS_ONLY,
                fate => fate_words(fate).1,
            };
            let (path, label) = (escaped(&file.path), self.label(&label));
            self.text += &format!("<li><code>{path}</code> {label}</li>\n");
        }
        self.text += "</ul>\n";
    }
}

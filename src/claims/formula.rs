//! Numerals of formulas. A formula states a rule: small whole numbers are part of it, all others are data.

use std::ops::Range;

use crate::language::Language;
use crate::quantity::{Content, Grammar, Lexicon, scan};
use crate::report::{Block, Equation, Report};
use crate::source::{MappedText, Span};

/// A number of a formula, or of the words that say it to those who hear it.
#[derive(Clone, Debug)]
pub struct FormulaNumber {
    /// As it is written.
    pub words: String,
    /// Its place.
    pub span: Span,
    /// The language that it is for; none stands for all.
    pub language: Option<Language>,
    /// Whether it may stand there.
    pub allowed: bool,
    /// Whether it stands among the words for those who hear the formula.
    pub heard: bool,
}

/// Every number of the formulas of a report.
pub fn formula_numbers(report: &Report) -> Vec<FormulaNumber> {
    let mut found = Vec::new();
    for block in report.blocks() {
        if let Block::Equation(equation) = block {
            for (language, text) in equation.formulas() {
                of_formula(language, text, &mut found);
            }
            of_alternative(equation, &mut found);
        }
    }
    found
}

fn of_formula(language: Option<&Language>, text: &MappedText, found: &mut Vec<FormulaNumber>) {
    let source = text.as_str();
    let mut add = |range: Range<usize>, allowed: bool| {
        found.push(FormulaNumber {
            words: source[range.clone()].to_owned(),
            span: text.span(range),
            language: language.cloned(),
            allowed,
            heard: false,
        });
    };
    for range in numerals(source) {
        let allowed = is_of_rule(&source[range.clone()]);
        add(range, allowed);
    }
    for range in strings(source) {
        for word in number_words(&source[range.clone()]) {
            add(range.start + word.start..range.start + word.end, false);
        }
    }
}

/// What is heard says no more numbers than the formula shows.
fn of_alternative(equation: &Equation, found: &mut Vec<FormulaNumber>) {
    for text in &equation.alternative.texts {
        let language = &text.language;
        let formulas = equation.formulas();
        let shown = formulas.iter().filter(|(of, _)| of.is_none_or(|of| of == language));
        let shown: Vec<&str> = shown.map(|(_, formula)| formula.as_str()).collect();
        for passage in text.prose.passages() {
            let words = passage.text();
            let mut add = |range: Range<usize>, allowed: bool| {
                found.push(FormulaNumber {
                    words: words[range.clone()].to_owned(),
                    span: passage.span(range),
                    language: Some(language.clone()),
                    allowed,
                    heard: true,
                });
            };
            for range in numerals(words) {
                let written = &words[range.clone()];
                let is_shown = shown.iter().any(|formula| {
                    numerals(formula).into_iter().any(|range| &formula[range] == written)
                });
                add(range, is_shown);
            }
            for range in number_words(words) {
                add(range, false);
            }
        }
    }
}

/// Whether a numeral belongs to a rule rather than to data: a whole number of one or two digits, or 100.
fn is_of_rule(written: &str) -> bool {
    let digits = written.bytes().all(|byte| byte.is_ascii_digit());
    digits && (written.len() <= 2 || written == "100")
}

/// Runs of numeric characters with the marks between their digits.
fn numerals(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_numeric()) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if matches!(&text[last.end..at], "" | "." | ",") => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

/// The insides of the strings of a formula.
fn strings(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut escaped = false;
    for (at, c) in source.char_indices() {
        match (c, start) {
            _ if escaped => escaped = false,
            ('\\', _) => escaped = true,
            ('"', Some(from)) => {
                found.push(from..at);
                start = None;
            }
            ('"', None) => start = Some(at + 1),
            _ => {}
        }
    }
    found
}

/// The numbers that a text states in words.
fn number_words(text: &str) -> Vec<Range<usize>> {
    let grammars = [Grammar::Chinese, Grammar::English];
    let readings =
        grammars.into_iter().flat_map(|grammar| scan(grammar, &Lexicon::default(), text));
    let states = readings.filter(|reading| {
        let words = &text[reading.range.clone()];
        matches!(reading.content, Content::Quantity(_) | Content::Unresolved(_))
            && !words.contains(char::is_numeric)
            && words.contains(char::is_alphabetic)
    });
    let mut found: Vec<Range<usize>> = states.map(|reading| reading.range).collect();
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{is_of_rule, number_words, numerals, strings};

    #[test]
    fn small_whole_numbers_belong_to_a_rule() {
        for written in ["0", "1", "12", "100"] {
            assert!(is_of_rule(written), "{written}");
        }
        for written in ["0.5", "101", "1,000", "²", "٣", "2019"] {
            assert!(!is_of_rule(written), "{written}");
        }
    }

    #[test]
    fn every_numeral_of_a_formula_is_found() {
        let found = |text: &str| -> Vec<String> {
            numerals(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("x_1^2 + 0.05/100 + 3,4 5"), ["1", "2", "0.05", "100", "3,4", "5"]);
    }

    #[test]
    fn strings_are_read_for_number_words() {
        let source = r#"p = "twelve \"parts\"" / "三十家企业""#;
        let inside: Vec<&str> = strings(source).into_iter().map(|range| &source[range]).collect();
        assert_eq!(inside, [r#"twelve \"parts\""#, "三十家企业"]);
        assert!(!number_words(inside[0]).is_empty());
        assert!(!number_words(inside[1]).is_empty());
        assert!(number_words("growth").is_empty());
    }
}

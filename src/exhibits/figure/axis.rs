//! Large numbers on an axis: how many zeros its ticks leave to a word, and that word in each language.
//!
//! Chinese counts in 万 and 亿, English in millions and billions. Where one chart serves both, the scale
//! is one that both can name, as in the yearbooks: 亿元 beside 100 million yuan.

use super::Figure;
use super::Texts;
use crate::charts::AxisScale;
use crate::language::Language;
use crate::quantity::{NumberFormat, Rational, print_number};

/// The exponents for which a language has a word, the largest first.
type Words = &'static [(i32, &'static str)];

const SIMPLIFIED: Words = &[(12, "万亿"), (8, "亿"), (6, "百万"), (4, "万")];
const TRADITIONAL: Words = &[(12, "兆"), (8, "億"), (6, "百萬"), (4, "萬")];
const JAPANESE: Words = &[(12, "兆"), (8, "億"), (6, "百万"), (4, "万")];
const ENGLISH: Words = &[(12, "trillion"), (9, "billion"), (8, "100 million"), (6, "million")];

/// The exponents in use where Han is the only script, where Latin is, and where both are.
const HAN_ONLY: [i32; 3] = [12, 8, 4];
const LATIN_ONLY: [i32; 3] = [12, 9, 6];
const BOTH: [i32; 3] = [12, 8, 6];

/// From here on ticks are printed with a word: 10 万, one million.
const LEAST_HAN: f64 = 1e5;
const LEAST: f64 = 1e6;

/// A unit that holds one of these has a scale already.
const SCALED: [&str; 12] =
    ["万", "萬", "亿", "億", "千", "百", "兆", "thousand", "million", "billion", "%", "per cent"];

/// The ticks of an axis in a larger unit, where they are large; `None` where digits alone serve.
pub fn axis_scale(ticks: &[f64], unit: &Texts, languages: &[Language]) -> Option<AxisScale> {
    let exponent = exponent(ticks, languages)?;
    let words = scale_words(exponent, unit, languages)?;
    let format = NumberFormat::default();
    let grammar = languages.first()?.grammar();
    let label = |tick: &f64| {
        let scaled = Rational::from_float(*tick)? * Rational::ten_to(-exponent);
        print_number(grammar, &scaled, &format)
    };
    let labels = ticks.iter().map(label).collect::<Option<Vec<String>>>()?;
    Some(AxisScale { labels, words })
}

impl Figure {
    /// What may stand over an axis of the figure, with the power of ten that each of the lines names.
    pub fn axis_words(&self, languages: &[Language]) -> Vec<(String, i32)> {
        let scales = [12, 9, 8, 6, 4];
        let lines = |exponent: i32| {
            let words = scale_words(exponent, &self.unit, languages).unwrap_or_default();
            words.into_iter().map(move |line| (line, exponent))
        };
        scales.into_iter().flat_map(lines).collect()
    }
}

/// The largest scale in which no tick needs more than one decimal and the greatest is at least one.
fn exponent(ticks: &[f64], languages: &[Language]) -> Option<i32> {
    let greatest = ticks.iter().fold(0.0_f64, |greatest, tick| greatest.max(tick.abs()));
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let han = languages.iter().any(is_han);
    let latin = languages.iter().any(|language| !is_han(language));
    let (exponents, least) = match (han, latin) {
        (true, true) => (BOTH, LEAST),
        (true, false) => (HAN_ONLY, LEAST_HAN),
        (false, _) => (LATIN_ONLY, LEAST),
    };
    if greatest < least {
        return None;
    }
    exponents.into_iter().find(|exponent| {
        let power = 10_f64.powi(*exponent);
        greatest >= power && step >= power / 10.0 * (1.0 - 1e-9)
    })
}

/// The line over the axis in each language; `None` where a language has no word, or a unit its own scale.
fn scale_words(exponent: i32, unit: &Texts, languages: &[Language]) -> Option<Vec<String>> {
    let line = |language: &Language| {
        let (_, word) = words(language)?.iter().find(|(of, _)| *of == exponent)?;
        let unit = unit.iter().find(|(of, _)| of == language).map_or("", |(_, text)| text.as_str());
        let scaled = SCALED.iter().any(|scale| unit.to_lowercase().contains(scale))
            || unit.contains(char::is_numeric);
        if scaled {
            return None;
        }
        Some(with_unit(word, unit, is_han(language)))
    };
    languages.iter().map(line).collect()
}

/// A scale and a unit: 亿元, million documents, RMB billion.
fn with_unit(word: &str, unit: &str, han: bool) -> String {
    let is_code =
        unit.chars().next().is_some_and(|first| first.is_uppercase() || "$€£¥".contains(first));
    match (unit.is_empty(), han, is_code) {
        (true, ..) => word.to_owned(),
        (_, true, _) => format!("{word}{unit}"),
        (_, false, true) => format!("{unit} {word}"),
        (_, false, false) => format!("{word} {unit}"),
    }
}

fn words(language: &Language) -> Option<Words> {
    let traditional = ["Hant", "TW", "HK"].iter().any(|part| language.tag().contains(part));
    match language.primary() {
        "zh" if traditional => Some(TRADITIONAL),
        "zh" => Some(SIMPLIFIED),
        "ja" => Some(JAPANESE),
        "en" => Some(ENGLISH),
        _ => None,
    }
}

fn is_han(language: &Language) -> bool {
    matches!(language.primary(), "zh" | "ja")
}

#[cfg(test)]
mod tests {
    use super::axis_scale;
    use crate::language::Language;

    fn scaled(ticks: &[f64], unit: [&str; 2], tags: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
        let language = |tag: &str| Language::parse(tag).expect("a language");
        let unit =
            ["zh", "en"].iter().zip(unit).map(|(tag, text)| (language(tag), text.to_owned()));
        let languages: Vec<Language> = tags.iter().map(|tag| language(tag)).collect();
        axis_scale(ticks, &unit.collect(), &languages).map(|scale| (scale.labels, scale.words))
    }

    fn axis(labels: &[&str], words: &[&str]) -> (Vec<String>, Vec<String>) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        (owned(labels), owned(words))
    }

    #[test]
    fn each_language_counts_in_its_own_words() {
        let ticks = [0.0, 5e11, 1e12, 1.5e12];
        let yuan = ["元", "yuan"];
        assert_eq!(
            scaled(&ticks, yuan, &["zh"]),
            Some(axis(&["0", "0.5", "1", "1.5"], &["万亿元"]))
        );
        assert_eq!(
            scaled(&ticks, yuan, &["en"]),
            Some(axis(&["0", "0.5", "1", "1.5"], &["trillion yuan"]))
        );
        let ticks = [0.0, 1e9, 2e9, 3e9];
        assert_eq!(scaled(&ticks, yuan, &["zh"]), Some(axis(&["0", "10", "20", "30"], &["亿元"])));
        assert_eq!(
            scaled(&ticks, ["元", "RMB"], &["en"]),
            Some(axis(&["0", "1", "2", "3"], &["RMB billion"]))
        );
        let both = Some(axis(&["0", "10", "20", "30"], &["亿元", "RMB 100 million"]));
        assert_eq!(scaled(&ticks, ["元", "RMB"], &["zh", "en"]), both);
        let ticks = [-2e7, -1e7, 0.0];
        let both = Some(axis(&["−20", "−10", "0"], &["million people", "百万人"]));
        assert_eq!(scaled(&ticks, ["人", "people"], &["en", "zh"]), both);
        let ticks = [0.0, 5e4, 1e5];
        assert_eq!(scaled(&ticks, ["", ""], &["zh"]), Some(axis(&["0", "5", "10"], &["万"])));
    }

    #[test]
    fn small_numbers_and_units_with_a_scale_stay_as_they_are() {
        assert_eq!(scaled(&[0.0, 5e3, 1e4], ["元", "yuan"], &["zh", "en"]), None);
        assert_eq!(scaled(&[0.0, 5e5], ["元", "yuan"], &["en"]), None);
        assert_eq!(scaled(&[0.0, 5e8, 1e9], ["万元", "RMB 10,000"], &["zh", "en"]), None);
        assert_eq!(scaled(&[0.0, 0.001, 0.002], ["", ""], &["zh", "en"]), None);
        assert_eq!(scaled(&[0.0, 5e8, 1e9], ["", ""], &["de"]), None);
    }
}

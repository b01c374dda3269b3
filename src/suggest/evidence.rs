//! Which words of the neighbourhood speak of which values and columns.

use std::collections::BTreeMap;
use std::ops::Range;

use super::context::Context;
use super::index::{About, Field, Index, Role, View};
use super::words::{Sense, Words, alike};
use crate::quantity::is_han;

/// Places in texts: the text and the bytes.
pub type Places = Vec<(usize, Range<usize>)>;

/// What the words around a number say of the data.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The values that are named, by table and column.
    pub hits: BTreeMap<(usize, usize), Vec<Hit>>,
    /// How well the name of each column fits, and the things that it explains.
    pub columns: BTreeMap<(usize, usize), ColumnFit>,
    /// How well the name of each table fits.
    pub tables: Vec<f64>,
    /// How much it counts to explain each thing that is named.
    pub things: Vec<f64>,
    spans: Vec<Places>,
}

/// A value that is named.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The value.
    pub code: u32,
    /// How surely it is meant, up to 1.
    pub strength: f64,
    /// Whether the words exclude it: `outside the Northeast`.
    pub excluded: bool,
    /// Where: the text and the bytes.
    pub places: Places,
    /// The things that it explains, a bit each.
    pub explains: u64,
}

/// How well a column fits.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColumnFit {
    /// From the words of its name.
    pub score: f64,
    /// The things that it explains.
    pub explains: u64,
}

/// At most so many values of a column are kept.
const MOST_HITS: usize = 8;

impl Evidence {
    /// Compares every value and column of the data with the words around a number.
    pub fn new(index: &Index, context: &Context) -> Self {
        let mut evidence = Self::default();
        for view in singles(index) {
            for field in view.fields.iter().filter(|field| field.role == Role::Category) {
                let hits = value_hits(&field.about, context);
                if !hits.is_empty() {
                    evidence.hits.insert(field.source, hits);
                }
            }
        }
        evidence.find_things(context);
        for view in singles(index) {
            let frequency = frequencies(view);
            for field in &view.fields {
                let fit = column_fit(field, &frequency, context, &evidence);
                evidence.columns.insert(field.source, fit);
            }
        }
        evidence.tables = index.titles.iter().map(|titles| table_fit(titles, context)).collect();
        evidence
    }

    /// The things that lie at a place.
    pub fn explained(&self, text: usize, range: &Range<usize>) -> u64 {
        let meets = |(place, other): &(usize, Range<usize>)| {
            *place == text && range.start < other.end && other.start < range.end
        };
        let mut bits = 0;
        for (thing, spans) in self.spans.iter().enumerate().take(64) {
            if spans.iter().any(meets) {
                bits |= 1 << thing;
            }
        }
        bits
    }

    /// Groups named values and periods into things: what stands at one place is one thing, and so is what
    /// one value is called in two languages.
    fn find_things(&mut self, context: &Context) {
        let mut spans: Vec<(Places, f64)> = Vec::new();
        for period in &context.periods {
            spans.push((period.places.clone(), period.near));
        }
        for hit in self.hits.values().flatten().filter(|hit| hit.strength >= 0.6) {
            spans.push((hit.places.clone(), hit.strength));
        }
        while let Some((mut places, mut weight)) = spans.pop() {
            // A thing grows until nothing meets it any more.
            loop {
                let meets = |other: &Places| {
                    other.iter().any(|(text, range)| {
                        places
                            .iter()
                            .any(|(t, r)| t == text && r.start < range.end && range.start < r.end)
                    })
                };
                let Some(at) = spans.iter().position(|(other, _)| meets(other)) else { break };
                let (other, near) = spans.remove(at);
                places.extend(other);
                weight = weight.max(near);
            }
            if self.things.len() < 64 {
                self.things.push(weight);
                self.spans.push(places);
            }
        }
        let spans = std::mem::take(&mut self.hits);
        for (source, mut hits) in spans {
            for hit in &mut hits {
                hit.explains = hit
                    .places
                    .iter()
                    .map(|(text, range)| self.explained(*text, range))
                    .fold(0, |a, b| a | b);
            }
            self.hits.insert(source, hits);
        }
    }
}

fn singles(index: &Index) -> impl Iterator<Item = &View> {
    index.views.iter().filter(|view| view.sheets.len() == 1)
}

/// The values of a column that the texts name, the surest first.
fn value_hits(about: &About, context: &Context) -> Vec<Hit> {
    let frequency = value_frequencies(about);
    let mut hits: Vec<Hit> = Vec::new();
    for (code, (value, words)) in about.values.iter().zip(&about.value_words).enumerate() {
        let Ok(code) = u32::try_from(code) else { break };
        let mut hit = Hit { code, strength: 0.0, excluded: false, places: Vec::new(), explains: 0 };
        for (index, text) in context.texts.iter().enumerate() {
            let Some((range, strength)) = named(value, words, &text.words, &text.text, &frequency)
            else {
                continue;
            };
            let near = text
                .words
                .tokens
                .iter()
                .zip(&text.near)
                .filter(|(token, _)| token.range.start < range.end && range.start < token.range.end)
                .map(|(_, near)| *near)
                .fold(0.0, f64::max);
            hit.strength = hit.strength.max(strength * near);
            hit.excluded |= is_excluded(&text.text, &range);
            hit.places.push((index, range));
        }
        if hit.strength > 0.15 {
            hits.push(hit);
        }
    }
    let covered = hits.clone();
    hits.retain(|hit| !covered.iter().any(|other| is_part(hit, other)));
    hits.sort_by(|one, other| {
        other.strength.total_cmp(&one.strength).then(one.code.cmp(&other.code))
    });
    hits.truncate(MOST_HITS);
    hits
}

/// Whether everywhere the words of one value are but a part of the words of another: Korea, South Korea.
fn is_part(hit: &Hit, other: &Hit) -> bool {
    hit.code != other.code
        && hit.strength <= other.strength
        && hit.places.iter().all(|(text, range)| {
            other.places.iter().any(|(t, r)| {
                t == text && r.start <= range.start && range.end <= r.end && r.len() > range.len()
            })
        })
}

/// In how many values of a column each stem stands.
fn value_frequencies(about: &About) -> BTreeMap<&str, usize> {
    let mut frequency = BTreeMap::new();
    for words in &about.value_words {
        let mut stems: Vec<&str> = words.tokens.iter().map(|token| token.stem.as_str()).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            *frequency.entry(stem).or_insert(0) += 1;
        }
    }
    frequency
}

/// Where a text names a value, and how surely.
fn named(
    value: &str,
    words: &Words,
    text_words: &Words,
    text: &str,
    frequency: &BTreeMap<&str, usize>,
) -> Option<(Range<usize>, f64)> {
    by_name(value, words, text_words)
        .or_else(|| by_han(value, text))
        .or_else(|| by_words(words, text_words))
        .or_else(|| {
            // A name that the lexicon knows is not meant by a part of it: states are not the United States.
            let known = !words.whole_names(value).is_empty();
            if known { None } else { by_rare_words(words, text_words, frequency) }
        })
}

fn bytes(text: &Words, tokens: &Range<usize>) -> Range<usize> {
    text.tokens[tokens.start].range.start..text.tokens[tokens.end - 1].range.end
}

/// As a proper name that the lexicon knows.
fn by_name(value: &str, words: &Words, text: &Words) -> Option<(Range<usize>, f64)> {
    let names = words.whole_names(value);
    let fits = text.found.iter().filter(|found| match found.sense {
        Sense::Name(name) => names.contains(&name),
        _ => false,
    });
    fits.max_by_key(|found| found.tokens.len()).map(|found| (bytes(text, &found.tokens), 1.0))
}

/// As Chinese words that stand there, with or without the name of the kind of place.
fn by_han(value: &str, text: &str) -> Option<(Range<usize>, f64)> {
    if !value.chars().any(is_han) {
        return None;
    }
    let short = value.strip_suffix(['省', '市', '县', '区', '州', '国']);
    let forms = [(value, 1.0), (short.unwrap_or(value), 0.95)];
    forms.into_iter().filter(|(form, _)| form.chars().count() > 1 || *form == value).find_map(
        |(form, strength)| {
            let at = text.find(form)?;
            let strength = if form.chars().count() == 1 { 0.5 } else { strength };
            Some((at..at + form.len(), strength))
        },
    )
}

/// As a row of words in the same order.
fn by_words(words: &Words, text: &Words) -> Option<(Range<usize>, f64)> {
    let length = words.tokens.len();
    let content = (0..length).filter(|token| !words.is_empty_word(*token)).count();
    if content == 0 || length > text.tokens.len() {
        return None;
    }
    (0..=text.tokens.len() - length).find_map(|start| {
        let mut same = true;
        let mut exact = true;
        for token in 0..length {
            let stem = &words.tokens[token].stem;
            let there = &text.tokens[start + token].stem;
            exact &= stem == there;
            same &= alike(stem, there) || shares_form(words, token, text, start + token);
        }
        let sure = if exact { 1.0 } else { 0.8 };
        let short = length == 1
            && words.tokens[0].stem.len() <= 2
            && !words.tokens[0].stem.chars().any(is_han);
        let letters = words.tokens[0].capitals.0 && text.tokens[start].capitals.0;
        let found = same && (!short || (letters && exact));
        found.then(|| (bytes(text, &(start..start + length)), sure))
    })
}

fn shares_form(words: &Words, token: usize, text: &Words, other: usize) -> bool {
    let forms = words.forms(token);
    text.forms(other).iter().any(|form| forms.contains(form))
}

/// By some of its words, of which one is rare among the values.
fn by_rare_words(
    words: &Words,
    text: &Words,
    frequency: &BTreeMap<&str, usize>,
) -> Option<(Range<usize>, f64)> {
    let mut found: Vec<usize> = Vec::new();
    let (mut weight, mut total) = (0.0, 0.0);
    let mut rarest = usize::MAX;
    for token in 0..words.tokens.len() {
        if words.is_empty_word(token) {
            continue;
        }
        let stem = words.tokens[token].stem.as_str();
        let many = frequency.get(stem).copied().unwrap_or(1);
        let importance = 1.0 / f64::from(u32::try_from(many).unwrap_or(u32::MAX)).sqrt();
        total += importance;
        let place = (0..text.tokens.len()).find(|other| {
            alike(stem, &text.tokens[*other].stem) || shares_form(words, token, text, *other)
        });
        if let Some(place) = place {
            found.push(place);
            weight += importance;
            rarest = rarest.min(many);
        }
    }
    let (first, last) = (found.iter().min()?, found.iter().max()?);
    let share = weight / total;
    let close = last - first < 6;
    (share >= 0.3 && rarest <= 3 && close)
        .then(|| (bytes(text, &(*first..last + 1)), (0.25 + 0.65 * share).min(0.85)))
}

/// Whether the words before or behind a value exclude it.
fn is_excluded(text: &str, range: &Range<usize>) -> bool {
    let left = text[..range.start].to_lowercase();
    let left = left.trim_end().trim_end_matches(" the").trim_end();
    let before = [
        "outside",
        "outside of",
        "except",
        "except for",
        "excluding",
        "other than",
        "without",
        "beyond",
        "除",
        "除了",
        "不含",
        "不包括",
    ];
    let right = &text[range.end..];
    let after = ["以外", "之外", "外的"];
    before.iter().any(|word| left.ends_with(word))
        || after.iter().any(|word| right.starts_with(word))
}

/// In how many columns of measures each stem stands.
fn frequencies(view: &View) -> BTreeMap<String, usize> {
    let mut frequency = BTreeMap::new();
    for field in view.fields.iter().filter(|field| field.role == Role::Measure) {
        for token in &field.about.words.tokens {
            *frequency.entry(token.stem.clone()).or_insert(0) += 1;
        }
    }
    frequency
}

/// How well the name of a column fits the words.
fn column_fit(
    field: &Field,
    frequency: &BTreeMap<String, usize>,
    context: &Context,
    evidence: &Evidence,
) -> ColumnFit {
    let words = &field.about.words;
    let (mut score, mut total, mut hits) = (0.0, 0.0, 0.0);
    let mut explains = 0;
    for token in 0..words.tokens.len() {
        let plain = words.senses(token).all(|found| {
            !matches!(found.sense, Sense::Generic | Sense::Stop | Sense::Scale(_) | Sense::Percent)
        });
        let stem = &words.tokens[token].stem;
        if stem.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let many = frequency.get(stem).copied().unwrap_or(1).max(1);
        let importance = 1.0 / f64::from(u32::try_from(many).unwrap_or(1)).sqrt();
        let best = best_word(words, token, context);
        if let Some((near, text, range)) = best {
            score += importance * near;
            hits += near;
            explains |= evidence.explained(text, &range);
            total += importance;
        } else if plain && !is_unit(field, stem) {
            total += importance;
        }
    }
    let share = if total > 0.0 { score / total } else { 0.35 };
    ColumnFit {
        score: 1.6 * share + 0.25 * (hits - 1.0_f64).clamp(0.0, 2.0) - 0.5 * (1.0 - share),
        explains,
    }
}

fn is_unit(field: &Field, stem: &str) -> bool {
    field.about.unit.is_some()
        && (stem.len() <= 4
            || field.about.words.tokens.last().is_some_and(|last| last.stem == stem))
}

/// The nearest word of the texts that a word of a name may mean.
fn best_word(words: &Words, token: usize, context: &Context) -> Option<(f64, usize, Range<usize>)> {
    let mut best: Option<(f64, usize, Range<usize>)> = None;
    for (index, text) in context.texts.iter().enumerate() {
        for other in 0..text.words.tokens.len() {
            let near = text.near[other];
            if near <= best.as_ref().map_or(0.0, |best| best.0) || text.words.is_empty_word(other) {
                continue;
            }
            let same = alike(&words.tokens[token].stem, &text.words.tokens[other].stem);
            let factor = if same { 1.0 } else { 0.9 };
            if (same || shares_form(words, token, &text.words, other))
                && near * factor > best.as_ref().map_or(0.0, |best| best.0)
            {
                best = Some((near * factor, index, text.words.tokens[other].range.clone()));
            }
        }
    }
    best
}

/// How well the name and the title of a table fit the words.
fn table_fit(titles: &[Words], context: &Context) -> f64 {
    let share = |words: &Words| {
        let (mut hits, mut total) = (0.0, 0.0);
        for token in 0..words.tokens.len() {
            if words.is_empty_word(token) {
                continue;
            }
            total += 1.0;
            hits += best_word(words, token, context).map_or(0.0, |best| best.0);
        }
        if total > 0.0 { hits / total } else { 0.0 }
    };
    titles.iter().map(share).fold(0.0, f64::max)
}

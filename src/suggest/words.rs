//! Words of sentences and of data in one form: stems of English, words of Chinese, and what the lexicon
//! says that they mean.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::quantity::is_han;

/// Names, vocabulary and cues of operations; knowledge of languages, not of any report.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("lexicon.tsv")));

/// What a word or a row of words may say besides itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// A proper name, as the index of its entry.
    Name(usize),
    /// Another word, as a stem.
    Word(String),
    /// An operation.
    Cue(String),
    /// Everything together: a row of a total.
    Total,
    /// A power of ten.
    Scale(u64),
    /// A word that says nothing of what is measured.
    Generic,
    /// A word of per cent.
    Percent,
    /// A word of grammar.
    Stop,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its stem; the word itself in Chinese.
    pub stem: String,
    /// Whether it is written in capitals throughout, and whether it begins with one.
    pub capitals: (bool, bool),
}

/// A sense of some words of a text.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What they say.
    pub sense: Sense,
}

/// A text as words with their senses.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The words.
    pub tokens: Vec<Token>,
    /// What the lexicon knows of them.
    pub found: Vec<Found>,
}

struct Entry {
    kind: String,
    key: Vec<String>,
}

struct Lexicon {
    entries: Vec<Entry>,
    /// Variants by the stem of their first word: all stems, whether it has to be written with capitals, entry.
    latin: BTreeMap<String, Vec<(Vec<String>, bool, usize)>>,
    /// Variants in Chinese by their first character, longest first.
    han: BTreeMap<char, Vec<(String, usize)>>,
    /// Names by code.
    codes: BTreeMap<String, usize>,
}

impl Words {
    /// Reads a sentence.
    pub fn of_text(text: &str) -> Self {
        Self::read(text, true)
    }

    /// Reads the name of a column, a table, or a value.
    pub fn of_name(name: &str) -> Self {
        Self::read(name, false)
    }

    fn read(text: &str, sentence: bool) -> Self {
        let tokens = tokens(text, sentence, Some(&LEXICON));
        let found = LEXICON.senses(&tokens, sentence);
        Self { tokens, found }
    }

    /// The senses of a token.
    pub fn senses(&self, token: usize) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |found| found.tokens.contains(&token))
    }

    /// Whether a token is a word of grammar or has no letters.
    pub fn is_empty_word(&self, token: usize) -> bool {
        self.senses(token).any(|found| found.sense == Sense::Stop)
    }

    /// Everything that a token may be called: its stem and the words of its senses.
    pub fn forms(&self, token: usize) -> Vec<&str> {
        let mut forms = vec![self.tokens[token].stem.as_str()];
        for found in self.senses(token) {
            if let Sense::Word(word) = &found.sense {
                forms.push(word);
            }
        }
        forms
    }

    /// The names that the whole text is, by its words or as a code.
    pub fn whole_names(&self, text: &str) -> Vec<usize> {
        let whole = 0..self.tokens.len();
        let mut names: Vec<usize> = self
            .found
            .iter()
            .filter(|found| found.tokens == whole)
            .filter_map(|found| match found.sense {
                Sense::Name(name) => Some(name),
                _ => None,
            })
            .collect();
        names.extend(LEXICON.codes.get(text.trim()));
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Whether two stems are forms of one word.
pub fn alike(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 5 || !short.is_ascii() || !long.is_ascii() {
        return false;
    }
    let common = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    common >= 5 && common + 2 >= short.len() && common * 10 >= long.len() * 6
}

/// The singular of an English word in lower case; other words as they are.
pub fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(&word);
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    if let Some(start) = word.strip_suffix("ies") {
        return format!("{start}y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s') {
        Some(start) if !keeps => start.to_owned(),
        _ => word.to_owned(),
    }
}

impl Lexicon {
    fn parse(text: &str) -> Self {
        let mut lexicon = Self {
            entries: Vec::new(),
            latin: BTreeMap::new(),
            han: BTreeMap::new(),
            codes: BTreeMap::new(),
        };
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(kind), Some(key)) = (fields.next(), fields.next()) else { continue };
            let index = lexicon.entries.len();
            let variants = fields.next().unwrap_or_default();
            for variant in variants.split('|').filter(|variant| !variant.is_empty()) {
                lexicon.add(variant, kind, index);
            }
            if kind == "word" {
                lexicon.add(key, kind, index);
            }
            for code in fields.next().unwrap_or_default().split('|').filter(|code| !code.is_empty())
            {
                lexicon.codes.entry(code.to_owned()).or_insert(index);
            }
            let stems = tokens(key, false, None).into_iter().map(|token| token.stem).collect();
            lexicon.entries.push(Entry { kind: kind.to_owned(), key: stems });
        }
        for variants in lexicon.han.values_mut() {
            variants.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then(one.cmp(other)));
            variants.dedup();
        }
        lexicon
    }

    fn add(&mut self, variant: &str, kind: &str, entry: usize) {
        let first = variant.chars().find(|c| c.is_alphanumeric());
        if variant.chars().any(is_han) {
            if let Some(first) = first {
                self.han.entry(first).or_default().push((variant.to_owned(), entry));
            }
            return;
        }
        let stems: Vec<String> = tokens(variant, false, None).into_iter().map(|t| t.stem).collect();
        let capital = kind == "name" && first.is_some_and(char::is_uppercase);
        if let Some(head) = stems.first() {
            self.latin.entry(head.clone()).or_default().push((stems.clone(), capital, entry));
        }
    }

    fn senses(&self, tokens: &[Token], sentence: bool) -> Vec<Found> {
        let mut found = Vec::new();
        for start in 0..tokens.len() {
            for (stems, capital, entry) in self.latin.get(&tokens[start].stem).into_iter().flatten()
            {
                let end = start + stems.len();
                let Some(part) = tokens.get(start..end) else { continue };
                let same = part.iter().zip(stems).all(|(token, stem)| token.stem == *stem);
                let short = stems.len() == 1 && stems[0].len() <= 3;
                let written =
                    if short { tokens[start].capitals.0 } else { tokens[start].capitals.1 };
                if same && (!sentence || !capital || written) {
                    self.push(start..end, *entry, &mut found);
                }
            }
        }
        self.han_senses(tokens, &mut found);
        found.sort_by(|one, other| {
            (one.tokens.start, one.tokens.end, &one.sense).cmp(&(
                other.tokens.start,
                other.tokens.end,
                &other.sense,
            ))
        });
        found.dedup_by(|one, other| one.tokens == other.tokens && one.sense == other.sense);
        found
    }

    /// Words of Chinese are tokens already; each is looked up as a whole.
    fn han_senses(&self, tokens: &[Token], found: &mut Vec<Found>) {
        for (index, token) in tokens.iter().enumerate() {
            let Some(first) = token.stem.chars().next() else { continue };
            for (variant, entry) in self.han.get(&first).into_iter().flatten() {
                if *variant == token.stem {
                    self.push(index..index + 1, *entry, found);
                }
            }
        }
    }

    fn push(&self, tokens: Range<usize>, entry: usize, found: &mut Vec<Found>) {
        let Entry { kind, key, .. } = &self.entries[entry];
        let mut add = |sense| found.push(Found { tokens: tokens.clone(), sense });
        match kind.as_str() {
            "name" => add(Sense::Name(entry)),
            "word" => key.iter().for_each(|word| add(Sense::Word(word.clone()))),
            "cue" => add(Sense::Cue(key.join(" "))),
            "total" => add(Sense::Total),
            "scale" => add(Sense::Scale(key.concat().parse().unwrap_or(1))),
            "generic" => add(Sense::Generic),
            "percent" => add(Sense::Percent),
            _ => add(Sense::Stop),
        }
    }

    /// The length in bytes of the longest word of Chinese at the start of a text.
    fn han_word(&self, text: &str) -> Option<usize> {
        let variants = self.han.get(&text.chars().next()?)?;
        variants.iter().map(|(variant, _)| variant).find(|v| text.starts_with(*v)).map(String::len)
    }
}

/// Splits a text: words of letters and digits, words of Chinese as the lexicon has them, other characters
/// of Chinese alone. In names, `_` and humps split too.
fn tokens(text: &str, sentence: bool, lexicon: Option<&Lexicon>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = if is_han(c) {
            at + han_length(&text[at..], lexicon)
        } else if c.is_alphanumeric() {
            at + word_length(&text[at..], sentence)
        } else {
            at += c.len_utf8();
            continue;
        };
        let word = &text[at..end];
        let stem = if is_han(c) { word.to_owned() } else { stem(word) };
        let capital = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let capitals =
            (word.chars().all(capital), word.chars().next().is_some_and(char::is_uppercase));
        tokens.push(Token { range: at..end, stem, capitals });
        at = end;
    }
    tokens
}

/// The lexicon is read with this very function, when there are no words to look up yet.
fn han_length(text: &str, lexicon: Option<&Lexicon>) -> usize {
    let known = lexicon.and_then(|lexicon| lexicon.han_word(text));
    known.unwrap_or_else(|| text.chars().next().map_or(1, char::len_utf8))
}

fn word_length(text: &str, sentence: bool) -> usize {
    let mut before: Option<char> = None;
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = c.is_alphanumeric() && !is_han(c);
        let apostrophe = sentence
            && matches!(c, '\'' | '’')
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let hump = !sentence
            && before.is_some_and(|before| {
                (before.is_lowercase() && c.is_uppercase())
                    || (before.is_ascii_digit() != c.is_ascii_digit() && digits_split(text, at))
            });
        if (!inside && !apostrophe) || hump {
            break;
        }
        before = Some(c);
        end = at + c.len_utf8();
    }
    end.max(text.chars().next().map_or(1, char::len_utf8))
}

/// Whether a year stands on one side of a place: `pop1971`, `1971pop`.
fn digits_split(text: &str, at: usize) -> bool {
    let after = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    after == 4 || before == 4
}

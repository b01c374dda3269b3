//! What is known of an English word by itself: one look a word settles most of a text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::super::operator::Operator;
use super::super::period::MONTHS;
use super::lexicon::{HEDGES_BEFORE, LABELS, REFERENCES, SMALL_LABELS, VERSIONED};
use super::line::{Line, Phrases};
use super::money::{CURRENCIES_BEFORE, CURRENCY_CODES};
use super::words::{Lexeme, WORDS};
use super::{period, structure};

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// What it says in a spelled number.
    pub(super) lexeme: Option<Lexeme>,
    /// Whether a reading may start with it.
    opens: Opens,
    /// The month that it names, in full or in three letters; 0 for none.
    pub(super) month: u8,
    /// What it does to a number behind it.
    pub(super) role: Role,
}

/// Whether a reading may start with a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Opens {
    /// Never.
    #[default]
    Never,
    /// Only when a number or a bracket follows at once.
    BeforeNumber,
    /// It has to be tried.
    Always,
}

/// What a word does to a number behind it.
#[expect(clippy::struct_excessive_bools, reason = "facts of a word that do not exclude each other")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Role {
    /// The number points: `Figure 3`.
    pub(super) points: bool,
    /// The number names, behind a capital: `Terminal 2`.
    pub(super) labels: bool,
    /// The number names, whatever the case: `type 2`.
    pub(super) labels_small: bool,
    /// A decimal is a version: `release 1.1`.
    pub(super) versioned: bool,
    /// A hedge may start with the word.
    pub(super) hedges: bool,
    /// A name of the lexicon may start with it.
    pub(super) names: bool,
}

/// What is known of a word in lower case.
pub(super) fn known(word: &str) -> Known {
    if word.len() > LONGEST_KNOWN {
        return Known::default();
    }
    KNOWN.get(word).copied().unwrap_or_default()
}

/// No word that is known has more bytes.
const LONGEST_KNOWN: usize = 20;

type Table = HashMap<String, Known, BuildHasherDefault<WordHasher>>;

static KNOWN: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let hedges: Phrases<Operator> = Phrases::new(HEDGES_BEFORE.iter().copied());
    let signs = CURRENCIES_BEFORE.iter().map(|(word, _)| word.trim_end_matches(['$', '¥', '.']));
    let always = hedges
        .first_words()
        .chain(structure::KNOWN_NAMES.first_words())
        .chain(CURRENCY_CODES.iter().copied())
        .chain(signs)
        .chain(period::DECADES.iter().copied())
        .chain(OTHERS.iter().copied());
    for word in always.filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        entry(&mut table, &format!("{word}s")).opens = Opens::Always;
        entry(&mut table, &word).opens = Opens::Always;
    }
    for word in hedges.first_words().filter(|word| !word.is_empty()) {
        entry(&mut table, &word.to_lowercase()).role.hedges = true;
    }
    for word in structure::KNOWN_NAMES.first_words().filter(|word| !word.is_empty()) {
        entry(&mut table, &word.to_lowercase()).role.names = true;
    }
    for (number, name) in (1..).zip(MONTHS) {
        let name = name.to_lowercase();
        for word in [name.get(..3).unwrap_or_default(), &name] {
            let known = entry(&mut table, word);
            (known.opens, known.month) = (Opens::Always, number);
        }
    }
    let sept = entry(&mut table, "sept");
    (sept.opens, sept.month) = (Opens::Always, 9);
    for word in REFERENCES {
        before_number(&mut table, &format!("{word}s")).points = true;
        before_number(&mut table, word).points = true;
    }
    LABELS.iter().for_each(|word| before_number(&mut table, word).labels = true);
    SMALL_LABELS.iter().for_each(|word| before_number(&mut table, word).labels_small = true);
    VERSIONED.iter().for_each(|word| before_number(&mut table, word).versioned = true);
    for (word, lexeme) in WORDS {
        let known = entry(&mut table, word);
        (known.opens, known.lexeme) = (Opens::Always, Some(*lexeme));
    }
    table
});

/// Words that open periods, signs and parts, besides those of the lexicons.
const OTHERS: &[&str] = &[
    "a",
    "an",
    "between",
    "coming",
    "current",
    "currently",
    "equal",
    "every",
    "factor",
    "few",
    "financial",
    "fiscal",
    "following",
    "from",
    "fy",
    "h",
    "last",
    "minus",
    "negative",
    "next",
    "no",
    "nos",
    "number",
    "one",
    "over",
    "past",
    "plus",
    "point",
    "preceding",
    "previous",
    "q",
    "recent",
    "sept",
    "several",
    "so",
    "this",
    "to",
    "u",
    "us",
];

fn entry<'t>(table: &'t mut Table, word: &str) -> &'t mut Known {
    table.entry(word.to_owned()).or_default()
}

fn before_number<'t>(table: &'t mut Table, word: &str) -> &'t mut Role {
    let known = entry(table, word);
    known.opens = known.opens.max(Opens::BeforeNumber);
    &mut known.role
}

/// Mixes the bytes of short words; the table is our own, so nobody can choose its words.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Whether a reading may start with the word at a token.
pub(super) fn may_start(line: &Line<'_>, index: usize) -> bool {
    let known = line.known(index);
    let next = line.known(index + 1);
    match line.word(index) {
        "a" | "an" => {
            next.lexeme.is_some()
                || matches!(
                    line.word(index + 1),
                    "few"
                        | "percentage"
                        | "estimated"
                        | "minimum"
                        | "maximum"
                        | "little"
                        | "touch"
                        | "shade"
                        | "total"
                        | "factor"
                )
                || matches!(line.word(index + 2), "of" | "and")
                || line.mark(index + 1) == '$'
                || index == 0
        }
        "to" => line.word(index + 1) == "date",
        _ => match known.opens {
            Opens::Always => true,
            Opens::BeforeNumber => {
                next.lexeme.is_some()
                    || line.digits(index + 1).is_some()
                    || matches!(line.mark(index + 1), '(' | '[' | '.')
            }
            Opens::Never => false,
        },
    }
}

/// Whether a reading may start with a mark; most marks only part words.
pub(super) fn mark_may_start(mark: char) -> bool {
    !matches!(
        mark,
        ',' | '.'
            | ';'
            | ':'
            | '\''
            | '"'
            | '’'
            | '‘'
            | '“'
            | '”'
            | '!'
            | '?'
            | ')'
            | ']'
            | '/'
            | '–'
            | '—'
            | '…'
            | '&'
            | '*'
            | '{'
            | '}'
            | '\u{FFFC}'
            | '，'
            | '。'
            | '、'
    )
}

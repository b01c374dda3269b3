//! Numbers that order, number or point in English text, and phrases that count nothing.

use std::sync::LazyLock;

use super::super::draft::{Draft, Found};
use super::super::mask;
use super::super::number::{Rational, whole};
use super::super::reading::{Exclusion, StructureKind};
use super::super::text::NOTHING;
use super::super::unit::Unit;
use super::super::{digits, number};
use super::lexicon::{
    LABELS, NAMES, PRONOUN_AFTER, PRONOUN_BEFORE, RANK_CUES, RANK_NOUNS, REFERENCES, STANDARDS,
};
use super::line::{Line, Phrases};
use super::numeral;
use super::words::Lexeme;

/// Names and fixed phrases by their first character.
pub(super) static KNOWN_NAMES: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(NAMES.iter().map(|name| (*name, ()))));

/// A name of the lexicon.
pub(super) fn name(line: &Line<'_>, index: usize) -> Option<Found> {
    let start = line.start(index);
    let (end, ()) = KNOWN_NAMES.longest(line.text, start)?;
    Some(Found::excluded(start, end, Exclusion::Name))
}

/// A structural number that starts at a token.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Found> {
    mark(line, index)
        .or_else(|| standard(line, index))
        .or_else(|| reference(line, index))
        .or_else(|| numbered(line, index))
        .or_else(|| bracketed(line, index))
        .or_else(|| listed(line, index))
        .or_else(|| ordinal(line, index))
        .or_else(|| pronoun(line, index))
        .or_else(|| lone_word(line, index))
        .or_else(|| article(line, index))
}

/// `a litre`, `a dollar`: an article with a unit counts one, yet states no figure.
fn article(line: &Line<'_>, index: usize) -> Option<Found> {
    const UNITS: [&str; 22] = [
        "dollar",
        "euro",
        "yuan",
        "litre",
        "liter",
        "gallon",
        "barrel",
        "kilogram",
        "tonne",
        "kilometre",
        "kilometer",
        "mile",
        "metre",
        "meter",
        "hectare",
        "acre",
        "kilowatt",
        "megawatt",
        "byte",
        "kilobyte",
        "megabyte",
        "kibibyte",
    ];
    let article = matches!(line.word(index), "a" | "an") && UNITS.contains(&line.word(index + 1));
    article
        .then(|| Found::excluded(line.start(index), line.end_before(index + 2), Exclusion::Article))
}

/// Raised digits, circled and Roman numerals that are single characters.
fn mark(line: &Line<'_>, index: usize) -> Option<Found> {
    let start = line.start(index);
    let character = line.text.at(start);
    if mask::is_superscript(character) {
        let end = line.text.run(start, mask::is_superscript);
        return Some(Found::structural(start, end, StructureKind::NoteMark, None));
    }
    let enumerates = matches!(character, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{2160}'..='\u{2188}');
    let value = match character {
        '\u{2460}'..='\u{2473}' => Some(i64::from(character as u32) - 0x245F),
        '\u{2160}'..='\u{216B}' => Some(i64::from(character as u32) - 0x215F),
        _ => None,
    };
    enumerates
        .then(|| Found::structural(start, start + 1, StructureKind::Enumerator, value.map(whole)))
}

/// ISO 9001, GB/T 15835-2011, RFC 2119.
fn standard(line: &Line<'_>, index: usize) -> Option<Found> {
    let start = line.start(index);
    let end = line.end_before(index + 1);
    if !STANDARDS.contains(&line.text.string(start, end).as_str()) {
        return None;
    }
    let mut at = index + 1;
    while line.mark(at) == '/' && line.glued(at) && !line.word(at + 1).is_empty() {
        at += 2;
    }
    at = line.past_hyphen(at);
    line.digits(at)?;
    let stop = mask::chunk_end(line.text, line.start(at));
    let stop = line.text.run(stop, |character| matches!(character, ':' | '-')).min(stop + 1);
    let year = line.text.run(stop, |character| character.is_ascii_digit());
    let end = if year > stop { year } else { line.end_before(line.index_at(stop)) };
    Some(Found::excluded(start, end, Exclusion::Identifier))
}

/// `Figure 3`, `Tables 2 and 3`, `Phase 2`, `Part One`.
fn reference(line: &Line<'_>, index: usize) -> Option<Found> {
    let word = line.word(index);
    if word.is_empty() {
        return None;
    }
    let singular = word.strip_suffix('s').unwrap_or(word);
    let points = REFERENCES.contains(&word) || REFERENCES.contains(&singular);
    let capital = line.text.at(line.start(index)).is_uppercase();
    let labels = LABELS.contains(&word) && capital;
    if !points && !labels {
        return None;
    }
    let mut at = index + 1;
    at += usize::from(line.mark(at) == '.' && line.glued(at));
    at += usize::from(line.mark(at) == '(');
    let kind = if points { StructureKind::Reference } else { StructureKind::Label };
    if let Some(numeral) = line.digits(at).filter(|_| !line.glued(at) || line.mark(at - 1) == '(') {
        let value = numeral.value.clone();
        let end = mask::chunk_end(line.text, line.start(at));
        let end = dotted_end(line, end.max(numeral.end));
        let end = if singular == word { end } else { further_numbers(line, end) };
        let percent = line.text.at(end) == '%';
        return (!percent).then(|| Found::structural(line.start(index), end, kind, Some(value)));
    }
    let value = match line.lexeme(at) {
        Some(Lexeme::Small(value)) if capital => value,
        _ => return None,
    };
    let followed = line.word(at + 1).is_empty() || !points;
    let end = line.end_before(at + 1);
    followed.then(|| Found::structural(line.start(index), end, kind, Some(whole(value))))
}

/// `Figures 2 and 3`: the plural points with every number of the list.
fn further_numbers(line: &Line<'_>, end: usize) -> usize {
    let mut end = end;
    loop {
        let at = line.index_at(end);
        let joins = matches!(line.word(at), "and" | "or" | "to") || line.mark(at) == ',';
        let Some(numeral) = line.digits(at + 1).filter(|_| joins) else { return end };
        if line.text.at(numeral.end) == '%' || line.word(at + 2).ends_with('s') {
            return end;
        }
        end = numeral.end;
    }
}

/// A full stop behind the number of a figure ends the sentence.
fn dotted_end(line: &Line<'_>, end: usize) -> usize {
    if matches!(line.text.before(end), '.' | '-' | '/') { end - 1 } else { end }
}

/// `No. 3`, `#3`, `number 3` behind a rank word.
fn numbered(line: &Line<'_>, index: usize) -> Option<Found> {
    let at = match (line.word(index), line.mark(index)) {
        ("no" | "nos", _) if line.mark(index + 1) == '.' && line.glued(index + 1) => index + 2,
        ("number", _) => index + 1,
        (_, '#') if line.glued(index + 1) => index + 1,
        _ => return None,
    };
    let value = match (line.digits(at), line.lexeme(at)) {
        (Some(numeral), _) => numeral.value.clone(),
        (None, Some(Lexeme::Small(value))) => whole(value),
        _ => return None,
    };
    if RANK_CUES.contains(&line.word_before(index)) {
        return Some(rank(line, index, at, at + 1, value));
    }
    let end = line.end_before(at + 1);
    Some(Found::structural(line.start(index), end, StructureKind::Reference, Some(value)))
}

/// (1) at the head of a sentence or of a clause of a list.
fn bracketed(line: &Line<'_>, index: usize) -> Option<Found> {
    if line.mark(index) != '(' {
        return None;
    }
    let value =
        digits::small(&line.digits(index + 1)?.value).filter(|value| (1..=30).contains(value))?;
    let closes = line.mark(index + 2) == ')' && line.glued(index + 1) && line.glued(index + 2);
    let before = index.checked_sub(1).map_or(NOTHING, |before| line.mark(before));
    let listed = matches!(before, NOTHING | '.' | ';' | ':' | ',' | '•')
        || matches!(line.word_before(index), "and" | "or");
    (closes && listed).then(|| {
        let end = line.end_before(index + 3);
        Found::structural(line.start(index), end, StructureKind::Enumerator, Some(whole(value)))
    })
}

/// `1.` and `2)` at the head of a text.
fn listed(line: &Line<'_>, index: usize) -> Option<Found> {
    let value =
        digits::small(&line.digits(index)?.value).filter(|value| (1..=99).contains(value))?;
    let marked = matches!(line.mark(index + 1), '.' | ')')
        && line.glued(index + 1)
        && !line.glued(index + 2)
        && index + 2 < line.tokens.len();
    (index == 0 && marked).then(|| {
        let end = line.end_before(index + 2);
        Found::structural(line.start(index), end, StructureKind::Enumerator, Some(whole(value)))
    })
}

/// `third-largest`, `ranked third`: a rank; other ordinals only order.
fn ordinal(line: &Line<'_>, index: usize) -> Option<Found> {
    let spelled = numeral::read(line, index).filter(|spelled| spelled.ordinal)?;
    let value = spelled.draft.value.clone();
    let noun = line.word(line.past_hyphen(spelled.next));
    let before = line.word_before(index);
    let cued = RANK_CUES.contains(&before)
        || before == "in" && line.word(spelled.next) == "place"
        || matches!(before, "joint" | "tied");
    let first_n = noun == "most" && line.word(spelled.next) == "most";
    if (RANK_NOUNS.contains(&noun) || cued) && !first_n || noun == "most" {
        return Some(rank(line, index, index, spelled.next, value));
    }
    if line.lexeme(index) == Some(Lexeme::SmallOrdinal(2)) && is_time(line, index) {
        return Some(Found::excluded(
            line.start(index),
            line.end_before(spelled.next),
            Exclusion::UnitName,
        ));
    }
    let end = line.end_before(spelled.next);
    Some(Found::structural(line.start(index), end, StructureKind::Enumerator, Some(value)))
}

/// `per second`: the unit of time.
fn is_time(line: &Line<'_>, index: usize) -> bool {
    matches!(line.word_before(index), "per" | "each" | "every")
        || line.text.before(line.start(index)) == '/'
}

fn rank(line: &Line<'_>, index: usize, digits: usize, next: usize, value: Rational) -> Found {
    let span = (line.start(digits), line.end_before(next));
    let mut draft = Draft::new(span, value, number::whole(1));
    draft.start = line.start(index);
    draft.unit = Unit::Rank;
    draft.finish(line.text)
}

/// `one` as a pronoun and `one of`. With `one of the 27` the number counts.
fn pronoun(line: &Line<'_>, index: usize) -> Option<Found> {
    if line.word(index) != "one" || line.tokens.len() == 1 {
        return None;
    }
    let next = line.past_hyphen(index + 1);
    if matches!(
        line.lexeme(next),
        Some(
            Lexeme::Hundred
                | Lexeme::Scale(_)
                | Lexeme::Dozen
                | Lexeme::Part(_)
                | Lexeme::ScaleOrdinal(_)
                | Lexeme::SmallOrdinal(_)
                | Lexeme::TensOrdinal(_)
        )
    ) {
        return None;
    }
    let before = line.word_before(index);
    let after = line.word(index + 1);
    let of_counted = after == "of"
        && (line.digits(index + 2).is_some()
            || line.word(index + 2) == "the"
                && (line.digits(index + 3).is_some() || line.lexeme(index + 3).is_some()));
    let ratio = matches!(after, "in" | "out" | "to" | "and") && {
        let at = index + 2 + usize::from(line.word(index + 2) == "of");
        line.digits(at).is_some()
            || line.lexeme(at).is_some()
            || matches!(line.word(at), "a" | "every")
    };
    let possessive = matches!(line.mark(index + 1), '\'' | '’') && line.glued(index + 1);
    let counted = of_counted
        || ratio
        || matches!(
            before,
            "minus" | "point" | "only" | "than" | "least" | "about" | "from" | "to"
        );
    let pronoun = PRONOUN_BEFORE.contains(&before)
        || PRONOUN_AFTER.contains(&after)
        || after.is_empty() && index > 0 && line.mark(index + 1) != '%'
        || possessive;
    (pronoun && !counted)
        .then(|| Found::excluded(line.start(index), line.end_before(index + 1), Exclusion::Pronoun))
}

/// single, pair and the like, which state a number only in some phrases.
fn lone_word(line: &Line<'_>, index: usize) -> Option<Found> {
    let excluded =
        |reason| Some(Found::excluded(line.start(index), line.end_before(index + 1), reason));
    match (line.lexeme(index)?, line.word(index)) {
        (Lexeme::Other | Lexeme::Times(1), _) => excluded(Exclusion::Idiom),
        // A quarter by itself is a span of three months.
        (Lexeme::Part(4), "quarter" | "quarters") => excluded(Exclusion::UnitName),
        (Lexeme::Part(2), "half") if line.past_hyphen(index + 1) > index + 1 => {
            match line.word(index + 2) {
                "year" | "yearly" | "hour" | "day" | "time" => excluded(Exclusion::UnitName),
                _ => None,
            }
        }
        (Lexeme::Multiple(_), "double" | "triple" | "treble")
            if !matches!(
                line.word(index + 1),
                "the" | "that" | "its" | "their" | "those" | "in"
            ) =>
        {
            excluded(Exclusion::Idiom)
        }
        _ => None,
    }
}

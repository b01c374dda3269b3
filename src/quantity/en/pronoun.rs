//! `one`, `two` and `a` where they count nothing: `one of the`, `the two`, `a litre`.

use super::super::draft::Found;
use super::super::reading::Exclusion;
use super::lexicon::{PRONOUN_AFTER, PRONOUN_BEFORE};
use super::line::Line;
use super::words::Lexeme;

/// `the two may differ`: two that have been named.
#[inline]
pub(super) fn the_two(line: &Line<'_>, index: usize) -> Option<Found> {
    let named = line.word(index) == "two"
        && line.word_before(index) == "the"
        && matches!(
            line.word(index + 1),
            "may"
                | "might"
                | "can"
                | "could"
                | "should"
                | "must"
                | "will"
                | "would"
                | "are"
                | "were"
                | "have"
                | "had"
                | "do"
                | "did"
                | "cannot"
                | "together"
                | "differ"
                | "overlap"
        );
    named
        .then(|| Found::excluded(line.start(index), line.end_before(index + 1), Exclusion::Pronoun))
}

/// Units that an article may count one of.
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

/// `a litre`, `a dollar`: an article with a unit counts one, yet states no figure.
#[inline]
pub(super) fn article(line: &Line<'_>, index: usize) -> Option<Found> {
    if is_one_unit(line, index) {
        return None;
    }
    let article = matches!(line.word(index), "a" | "an") && UNITS.contains(&line.word(index + 1));
    article
        .then(|| Found::excluded(line.start(index), line.end_before(index + 2), Exclusion::Article))
}

/// `a litre of petrol`, `fell by a dollar.`: one unit of something that follows or has been named, and not
/// the unit of a price (`60 dollars a barrel`).
#[inline]
pub(super) fn is_one_unit(line: &Line<'_>, index: usize) -> bool {
    let priced = index.checked_sub(1).is_some_and(|before| {
        line.digits(before).is_some()
            || line.mark(before) == '%'
            || matches!(line.word(before), "dollars" | "yuan" | "euros" | "cents" | "pence" | "yen")
            || matches!(line.lexeme(before), Some(Lexeme::Scale(_)))
    });
    let ends = line.word(index + 2) == "of"
        || index == 0 && (line.tokens.len() == 2 || line.word(index + 2) == "is");
    let share =
        matches!(line.word(index + 1), "percent" | "per" | "percentage" | "cup" | "bit" | "bar");
    ends && !priced && !share
}

/// `one` as a pronoun and `one of`. With `one of the 27` the number counts.
#[inline]
pub(super) fn pronoun(line: &Line<'_>, index: usize) -> Option<Found> {
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
    if is_one_of_a_row(line, index) {
        return Some(Found::excluded(
            line.start(index),
            line.end_before(index + 1),
            Exclusion::Pronoun,
        ));
    }
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

/// `one site after another`, `between one quarter and the next`: each of a row.
#[inline]
pub(super) fn is_one_of_a_row(line: &Line<'_>, index: usize) -> bool {
    let noun = index + 2;
    let next = |at: usize| {
        line.word(at) == "and"
            && (matches!(line.word(at + 1), "another")
                || line.word(at + 1) == "the"
                    && matches!(line.word(at + 2), "next" | "other" | "following")
                || line.word(at + 1) == "the" && line.word(at + 3) == "of")
    };
    line.word(noun) == "after" && line.word(noun + 1) == "another"
        || line.word(noun) == "to"
            && matches!(line.word(noun + 1), "another" | "the")
            && matches!(line.word_before(index), "from")
        || next(noun)
}

/// single, pair and the like, which state a number only in some phrases.
#[inline]
pub(super) fn lone_word(line: &Line<'_>, index: usize) -> Option<Found> {
    let excluded =
        |reason| Some(Found::excluded(line.start(index), line.end_before(index + 1), reason));
    match (line.lexeme(index)?, line.word(index)) {
        (Lexeme::Times(1), _) if super::quantity::is_frequency(line, index + 1) => None,
        (Lexeme::Other | Lexeme::Times(1), _) => excluded(Exclusion::Idiom),
        // A quarter by itself is a span of three months.
        (Lexeme::Part(4), "quarter" | "quarters") => excluded(Exclusion::UnitName),
        (Lexeme::Part(2), "half") if line.past_hyphen(index + 1) > index + 1 => {
            match line.word(index + 2) {
                "year" | "yearly" | "hour" | "day" | "time" => excluded(Exclusion::UnitName),
                _ => None,
            }
        }
        (Lexeme::Multiple(_), "double" | "triple" | "treble" | "quadruple")
            if line.past_hyphen(index + 1) > index + 1
                || !matches!(
                    line.word(index + 1),
                    "the" | "that" | "its" | "their" | "those" | "in" | "what"
                ) && !matches!(
                    line.word_before(index),
                    "to" | "could"
                        | "would"
                        | "will"
                        | "may"
                        | "might"
                        | "can"
                        | "should"
                        | "must"
                        | "nearly"
                        | "almost"
                        | "roughly"
                        | "than"
                ) =>
        {
            excluded(Exclusion::Idiom)
        }
        _ => None,
    }
}

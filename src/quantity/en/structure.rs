//! Numbers that order, number or point in English text, and phrases that count nothing.

use std::sync::LazyLock;

use super::super::draft::{Draft, Found};
use super::super::mask;
use super::super::number::{Rational, whole};
use super::super::reading::{Exclusion, StructureKind};
use super::super::text::NOTHING;
use super::super::unit::Unit;
use super::super::{digits, number};
use super::lexicon::{FUNCTION_WORDS, INDICATORS, RANK_CUES, RANK_NOUNS, STREETS};
use super::line::{Line, Phrases};
use super::money::CURRENCY_CODES;
use super::names::NAMES;
use super::numeral;
use super::pronoun::{article, lone_word, pronoun, the_two};
use super::unit::with_unit;
use super::words::Lexeme;

/// Names and fixed phrases by their first character.
pub(super) static KNOWN_NAMES: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(NAMES.split('|').map(|name| (name.trim(), ()))));

/// A name of the lexicon.
pub(super) fn name(line: &Line<'_>, index: usize) -> Option<Found> {
    if !line.word(index).is_empty() && !line.known(index).role.names {
        return None;
    }
    let start = line.start(index);
    let (end, ()) = KNOWN_NAMES.longest(line.text, start)?;
    Some(Found::excluded(start, end, Exclusion::Name))
}

/// A structural number that starts at a token.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Found> {
    mark(line, index)
        .or_else(|| unit_sign(line, index))
        .or_else(|| unit_caption(line, index))
        .or_else(|| version(line, index))
        .or_else(|| legal_act(line, index))
        .or_else(|| house_number(line, index))
        .or_else(|| rate_base(line, index))
        .or_else(|| index_base(line, index))
        .or_else(|| title(line, index))
        .or_else(|| dated_title(line, index))
        .or_else(|| the_two(line, index))
        .or_else(|| reference(line, index))
        .or_else(|| numbered(line, index))
        .or_else(|| bracketed(line, index))
        .or_else(|| listed(line, index))
        .or_else(|| ordinal(line, index))
        .or_else(|| pronoun(line, index))
        .or_else(|| lone_word(line, index))
        .or_else(|| article(line, index))
}

/// `version 1.1`, `UCIe 1.1`, `R 4.4`: a decimal behind a thing that has versions.
pub(super) fn version(line: &Line<'_>, index: usize) -> Option<Found> {
    let numeral = line.digits(index + 1).filter(|_| !line.glued(index + 1))?;
    let word = line.word(index);
    let start = line.start(index);
    let written = line.text.string(start, line.end_before(index + 1));
    let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
    let later = written.chars().skip(1).any(char::is_uppercase);
    let named = !word.is_empty()
        && (later || capitals == 1 && written.len() == 1)
        && !INDICATORS.contains(&written.as_str())
        && !CURRENCY_CODES.contains(&written.as_str());
    let versioned = line.known(index).role.versioned;
    if !named && !versioned {
        return None;
    }
    let digits = line.text.string(line.start(index + 1), numeral.end);
    let dotted = digits
        .split_once('.')
        .is_some_and(|(whole, part)| whole.len() <= 2 && part.len() <= 2 && !digits.contains(','));
    // Acronyms before a long bare number: `IATF 16949`.
    let long = named && capitals > 2 && digits.len() > 4 && numeral.value.is_integer();
    let fits = dotted || long && !digits.contains(',');
    if !fits || counts_something_small(line, index + 1) {
        return None;
    }
    let mut end = numeral.end;
    while line.text.at(end) == '.' && line.text.at(end + 1).is_ascii_digit() {
        end = line.text.run(end + 1, |character| character.is_ascii_digit());
    }
    Some(Found::excluded(start, end, Exclusion::Version))
}

/// Whether a scale, a unit or a sign of share follows the number at a token.
fn counts_something_small(line: &Line<'_>, at: usize) -> bool {
    let Some(numeral) = line.digits(at) else { return false };
    let mut draft = Draft::new((line.start(at), numeral.end), whole(1), whole(1));
    matches!(line.lexeme(at + 1), Some(Lexeme::Scale(_) | Lexeme::Hundred))
        || with_unit(line, &mut draft, at + 1) > at + 1
}

/// 2024/1028, 2010/31/EU: the number of a legal act; 2018/19 is a span of years.
fn legal_act(line: &Line<'_>, index: usize) -> Option<Found> {
    let year =
        line.digits(index).filter(|numeral| digits::may_be_year(line.start(index), numeral))?;
    if line.text.at(year.end) != '/' {
        return None;
    }
    let number = line.text.run(year.end + 1, |character| character.is_ascii_digit());
    let body = line.text.at(number) == '/' && line.text.at(number + 1).is_uppercase();
    let width = number - year.end - 1;
    if !(body && width > 0 || (3..=5).contains(&width)) {
        return None;
    }
    let end = mask::chunk_end(line.text, line.start(index));
    Some(Found::excluded(line.start(index), end, Exclusion::Identifier))
}

/// `66 Station Street`: a number before the name of a street.
fn house_number(line: &Line<'_>, index: usize) -> Option<Found> {
    let numeral = line.digits(index).filter(|numeral| !numeral.styled)?;
    let is_name =
        |at: usize| line.text.at(line.start(at)).is_uppercase() && !line.word(at).is_empty();
    let street =
        (index + 2..index + 5).find(|at| STREETS.contains(&line.word(*at)) && is_name(*at))?;
    (index + 1..street)
        .all(is_name)
        .then(|| Found::excluded(line.start(index), numeral.end, Exclusion::Address))
}

/// `per 100,000 inhabitants`: what a rate is given for.
fn rate_base(line: &Line<'_>, index: usize) -> Option<Found> {
    if line.word_before(index) != "per" {
        return None;
    }
    let base = numeral::read(line, index).filter(|base| !base.ordinal)?;
    let power = [100, 1000, 10_000, 100_000, 1_000_000].map(whole).contains(&base.draft.value);
    power.then(|| Found::excluded(line.start(index), base.draft.end, Exclusion::UnitName))
}

/// `(2014–16 = 100)`: the base of an index.
fn index_base(line: &Line<'_>, index: usize) -> Option<Found> {
    let hundred = line.digits(index).is_some_and(|numeral| numeral.value == whole(100));
    let equals = index.checked_sub(1).is_some_and(|before| line.mark(before) == '=');
    let closes = matches!(line.mark(index + 1), ')' | ',' | ';' | ']');
    let dated = index.checked_sub(2).is_some_and(|before| line.digits(before).is_some());
    (hundred && equals && closes && dated).then(|| {
        Found::excluded(line.start(index), line.end_before(index + 1), Exclusion::UnitName)
    })
}

/// `the One Village project`, `Vision Zero`: a number word with a capital inside a name. In a heading,
/// where every word has one, it counts.
fn title(line: &Line<'_>, index: usize) -> Option<Found> {
    let capital =
        |at: usize| line.text.at(line.start(at)).is_uppercase() && !line.word(at).is_empty();
    let numeral =
        matches!(line.lexeme(index), Some(Lexeme::Small(_) | Lexeme::Tens(_) | Lexeme::Hundred))
            && capital(index);
    let opens = index == 0
        || matches!(
            line.mark(index - 1),
            '.' | '!' | '?' | ':' | '“' | '"' | '‘' | '\'' | ')' | '('
        );
    let before = index.checked_sub(1).is_some_and(capital);
    let next = line.past_hyphen(index + 1);
    let within = before && !opens || capital(next) && (!opens || index == 0 && !line.is_heading());
    if !numeral || !within || line.is_heading() {
        return None;
    }
    Some(Found::excluded(line.start(index), line.end_before(index + 1), Exclusion::Name))
}

/// `the Trade Documents Act 2023`, `Plan 2040`: a year that belongs to a title.
fn dated_title(line: &Line<'_>, index: usize) -> Option<Found> {
    let year =
        line.digits(index).filter(|numeral| digits::may_be_year(line.start(index), numeral))?;
    let before = index.checked_sub(1)?;
    let titled = matches!(
        line.word(before),
        "act"
            | "plan"
            | "agenda"
            | "vision"
            | "strategy"
            | "regulations"
            | "order"
            | "bill"
            | "roadmap"
            | "programme"
            | "program"
            | "horizon"
            | "rules"
            | "outlook"
            | "yearbook"
            | "rankings"
    );
    (titled && line.text.at(line.start(before)).is_uppercase())
        .then(|| Found::excluded(line.start(index), year.end, Exclusion::Name))
}

/// `in millions of yuan`, `(in thousand tonnes)`: what a table is in.
fn unit_caption(line: &Line<'_>, index: usize) -> Option<Found> {
    let scale = matches!(line.lexeme(index), Some(Lexeme::Magnitude(value)) if value >= 1000)
        || matches!(line.lexeme(index), Some(Lexeme::Scale(_)));
    let led = line.word_before(index) == "in";
    let opened =
        led && index.checked_sub(2).is_none_or(|at| line.mark(at) == '(' || line.mark(at) == ',');
    if !scale || !opened {
        return None;
    }
    let mut at = index + 1 + usize::from(line.word(index + 1) == "of");
    let mut one = Draft::new((line.start(index), line.end_before(index + 1)), whole(1), whole(1));
    let unit = with_unit(line, &mut one, at);
    at = if unit > at { unit } else { at + usize::from(!line.word(at).is_empty()) };
    let ends = line.word(at).is_empty() && line.digits(at).is_none();
    ends.then(|| Found::excluded(line.start(index), line.end_before(at), Exclusion::UnitName))
}

/// `the % of increase`, `(%)`, or `%` as the whole text: a sign that names the unit.
fn unit_sign(line: &Line<'_>, index: usize) -> Option<Found> {
    let named = matches!(line.mark(index), '%' | '‰')
        && (line.tokens.len() == 1
            || !line.glued(index) && !line.glued(index + 1) && !line.word_before(index).is_empty()
            || index.checked_sub(1).is_some_and(|before| line.mark(before) == '(')
                && line.mark(index + 1) == ')');
    named.then(|| {
        Found::excluded(line.start(index), line.end_before(index + 1), Exclusion::UnitName)
    })
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

/// `Figure 3`, `Tables 2 and 3`, `Phase 2`, `Part One`.
fn reference(line: &Line<'_>, index: usize) -> Option<Found> {
    let word = line.word(index);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let role = line.known(index).role;
    let points = role.points;
    let capital = line.text.at(line.start(index)).is_uppercase();
    let labels = role.labels && capital || role.labels_small;
    if !points && !labels {
        return None;
    }
    let mut at = index + 1;
    at += usize::from(line.mark(at) == '.' && line.glued(at));
    at += usize::from(matches!(line.mark(at), '(' | '['));
    if labels && !points && counts_something(line, at) {
        return None;
    }
    let kind = if points { StructureKind::Reference } else { StructureKind::Label };
    let opened = matches!(line.mark(at - 1), '(' | '[');
    if let Some(numeral) = line.digits(at).filter(|_| !line.glued(at) || opened) {
        let value = numeral.value.clone();
        let end = mask::chunk_end(line.text, line.start(at));
        let end = dotted_end(line, end.max(numeral.end));
        let end = subdivisions(line, end);
        let end = if line.text.at(end) == ']' && opened { end + 1 } else { end };
        let end = if singular == word { end } else { further_numbers(line, end) };
        let percent = line.text.at(end) == '%';
        return (!percent).then(|| Found::structural(line.start(index), end, kind, Some(value)));
    }
    let value = match line.lexeme(at) {
        Some(Lexeme::Small(value)) if capital => value,
        _ => return None,
    };
    let followed =
        line.word(at + 1).is_empty() || !points || FUNCTION_WORDS.contains(&line.word(at + 1));
    let end = line.end_before(at + 1);
    followed.then(|| Found::structural(line.start(index), end, kind, Some(whole(value))))
}

/// Whether what stands behind a label is an amount: grouped, large, or with a scale or a unit.
fn counts_something(line: &Line<'_>, at: usize) -> bool {
    let Some(numeral) = line.digits(at) else { return false };
    let amount =
        numeral.value >= whole(1000) || line.text.string(line.start(at), numeral.end).contains(',');
    let mut draft = Draft::new((line.start(at), numeral.end), whole(1), whole(1));
    amount
        || matches!(line.lexeme(at + 1), Some(Lexeme::Scale(_) | Lexeme::Hundred))
        || with_unit(line, &mut draft, at + 1) > at + 1
}

/// `Article 12(3)(a)`: brackets that touch the number belong to it.
fn subdivisions(line: &Line<'_>, end: usize) -> usize {
    let mut end = end;
    while line.text.at(end) == '(' {
        let close = line.text.run(end + 1, |character| character.is_ascii_alphanumeric());
        if close == end + 1 || close > end + 5 || line.text.at(close) != ')' {
            break;
        }
        end = close + 1;
    }
    end
}

/// `Figures 2 and 3`: the plural points with every number of the list.
fn further_numbers(line: &Line<'_>, end: usize) -> usize {
    let mut end = end;
    loop {
        let at = line.index_at(end);
        let joins = matches!(line.word(at), "and" | "or" | "to")
            || matches!(line.mark(at), ',' | '-' | '–' | '—');
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
    let named = line.text.at(line.start(at + 1)).is_uppercase();
    let ranked = RANK_CUES.contains(&line.word_before(index))
        || matches!(line.word_before(index), "the" | "its" | "their" | "as")
            && !line.word(at + 1).is_empty()
            && !named
            && !FUNCTION_WORDS.contains(&line.word(at + 1));
    if ranked {
        return Some(rank(line, index, at, at + 1, value));
    }
    let end = line.end_before(at + 1);
    // The No. 1 Central Document is a name.
    if line.text.at(line.start(at + 1)).is_uppercase() && !line.word(at + 1).is_empty() {
        return Some(Found::excluded(line.start(index), line.end_before(at + 1), Exclusion::Name));
    }
    // `no. 2021-0457`, `No. 12/2019`.
    let joined = matches!(line.text.at(end), '-' | '/') && line.text.at(end + 1).is_ascii_digit();
    let end = if joined { mask::chunk_end(line.text, line.start(at)) } else { end };
    Some(Found::structural(line.start(index), end, StructureKind::Reference, Some(value)))
}

/// (1) at the head of a sentence or of a clause of a list.
fn bracketed(line: &Line<'_>, index: usize) -> Option<Found> {
    if line.mark(index) == '[' {
        return cited(line, index);
    }
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

/// `[12]`, `[3, 5]`: a citation by number.
fn cited(line: &Line<'_>, index: usize) -> Option<Found> {
    let mut at = index + 1;
    loop {
        line.digits(at).filter(|numeral| !numeral.styled && line.start(at) + 4 > numeral.end)?;
        at += 1;
        // `[12](# id)` and `[12] (#id)` are links that went wrong.
        if line.mark(at) == ']' && line.mark(at + 1) != '(' {
            let end = line.end_before(at + 1);
            return Some(Found::structural(line.start(index), end, StructureKind::NoteMark, None));
        }
        if !matches!(line.mark(at), ',' | '-' | '–' | ';') {
            return None;
        }
        at += 1;
    }
}

/// `1.` and `2)` at the head of a text.
fn listed(line: &Line<'_>, index: usize) -> Option<Found> {
    let headed = index == 0 && section_number(line);
    if let Some(found) = headed.then(|| {
        let end = line.end_before(1);
        Found::structural(0, end, StructureKind::Enumerator, None)
    }) {
        return Some(found);
    }
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

/// `2.3 Labour market slack`: the number of a heading, which is no sentence.
fn section_number(line: &Line<'_>) -> bool {
    let Some(numeral) = line.digits(0).filter(|numeral| !numeral.value.is_integer()) else {
        return false;
    };
    let written = line.text.string(0, numeral.end);
    let short = written.split('.').all(|part| part.len() <= 2);
    let capital = line.text.at(line.start(1)).is_uppercase() && line.start(1) > numeral.end;
    let stops = matches!(line.text.before(line.text.len()), '.' | '!' | '?' | ';' | ':');
    short && capital && !stops && !counts_something(line, 0)
}

/// `third-largest`, `ranked third`: a rank; other ordinals only order.
fn ordinal(line: &Line<'_>, index: usize) -> Option<Found> {
    let spelled = numeral::read(line, index).filter(|spelled| spelled.ordinal)?;
    if super::quantity::the_other_third(line, index).is_some() {
        return None;
    }
    let value = spelled.draft.value.clone();
    let noun = line.word(line.past_hyphen(spelled.next));
    let before = line.word_before(index);
    let cued = RANK_CUES.contains(&before)
        || before == "in" && line.word(spelled.next) == "place"
        || matches!(before, "joint" | "tied")
        || line.word(spelled.next) == "to" && is_placing(line, spelled.next + 1)
        || before == "and" && line.word(spelled.next) == "for";
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

/// `from 84th to 61st place`: both ends of the move are ranks.
fn is_placing(line: &Line<'_>, index: usize) -> bool {
    numeral::read(line, index)
        .is_some_and(|other| other.ordinal && matches!(line.word(other.next), "place" | "position"))
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

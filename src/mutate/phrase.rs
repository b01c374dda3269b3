//! Changes inside the words of a claim: digits, number words, scales, signs, comparators, hedges.

use super::oracle::{self, Denoted};
use super::{Kind, Mutant, Truth, is_true};
use crate::claims::{BoundText, ClaimBasis, Phrase};
use crate::facts::Answer;
use crate::quantity::{EnglishWords, Grammar};
use crate::source::SourceMap;
use crate::verify::CheckedReport;

/// A change inside a phrase: what is changed, from which byte to which, and the new words.
type Change = (Kind, usize, usize, String);

/// Every change of every written phrase.
pub fn mutants(checked: &CheckedReport, sources: &SourceMap, mutants: &mut Vec<Mutant>) {
    for (index, claim) in checked.claims.list.iter().enumerate() {
        for phrase in claim.phrases().filter(|phrase| !phrase.inserted) {
            let text = &checked.claims.texts[phrase.text];
            let words = text.phrase(phrase.link);
            let start = text.passage.links[phrase.link].range.start;
            for (kind, from, to, new) in changes(text.language.grammar(), words) {
                let span = text.passage.span(start + from..start + to);
                // Where markup or escapes stand inside, another place would change than is meant.
                if sources.snippet(span) != &words[from..to] {
                    continue;
                }
                let mut mutated = words.to_owned();
                mutated.replace_range(from..to, &new);
                mutants.push(Mutant {
                    kind,
                    claim: claim.id.name.clone(),
                    span,
                    before: words.to_owned(),
                    truth: Some(truth(checked, index, phrase, text, &mutated)),
                    after: mutated,
                    edits: vec![(span, new)],
                });
            }
        }
    }
}

/// Whether a phrase with other words is still true of its claim.
fn truth(
    checked: &CheckedReport,
    claim: usize,
    phrase: &Phrase,
    text: &BoundText,
    mutated: &str,
) -> Truth {
    let grammar = text.language.grammar();
    let original = text.phrase(phrase.link);
    match (&checked.claims.list[claim].basis, &checked.outcomes[claim].answer) {
        (ClaimBasis::Waived(_), _) => Truth::Unknown("the claim is waived"),
        (ClaimBasis::Attributed(_), _) => attributed(checked, claim, phrase, text, mutated),
        (_, Some(Answer::Truth(_))) => years(checked, claim, phrase, text, mutated)
            .unwrap_or(Truth::Unknown("only a reader knows what the words say")),
        (_, Some(Answer::Text(_) | Answer::Date(_))) => Truth::False,
        (_, Some(Answer::Number(_))) => {
            // A phrase that the evaluation misreads as it stands tells it nothing when changed.
            if is_true(checked, claim, grammar, original) != Some(true) {
                return Truth::Unknown("the evaluation does not read this phrase");
            }
            match is_true(checked, claim, grammar, mutated) {
                Some(true) => Truth::True,
                Some(false) => Truth::False,
                None => Truth::Unknown("the evaluation does not read the changed phrase"),
            }
        }
        (_, None) => Truth::Unknown("the claim has no answer"),
    }
}

/// What a source states without data has to be the same number in every language.
fn attributed(
    checked: &CheckedReport,
    claim: usize,
    phrase: &Phrase,
    text: &BoundText,
    mutated: &str,
) -> Truth {
    let read = |text: &BoundText, words: &str| oracle::read(text.language.grammar(), words);
    let others = checked.claims.list[claim].phrases().filter(|other| {
        other.text != phrase.text && checked.claims.texts[other.text].unit == text.unit
    });
    let stated: Vec<Denoted> = others
        .filter_map(|other| {
            let text = &checked.claims.texts[other.text];
            read(text, text.phrase(other.link))
        })
        .collect();
    let agrees = |denoted: &Denoted| stated.iter().any(|other| other.says_the_same(denoted));
    match (read(text, text.phrase(phrase.link)), read(text, mutated)) {
        (Some(before), Some(after)) if agrees(&before) => {
            if agrees(&after) {
                Truth::True
            } else {
                Truth::False
            }
        }
        _ => years(checked, claim, phrase, text, mutated).unwrap_or(Truth::Unknown(
            "no other language states it in words that the evaluation reads",
        )),
    }
}

/// A year in words without a number of their own is false where another language keeps the old one.
fn years(
    checked: &CheckedReport,
    claim: usize,
    phrase: &Phrase,
    text: &BoundText,
    mutated: &str,
) -> Option<Truth> {
    let named = |words: &str| -> Vec<String> {
        let runs = words.split(|c: char| !c.is_ascii_digit());
        runs.filter(|run| run.len() == 4).map(str::to_owned).collect()
    };
    let (before, after) = (named(text.phrase(phrase.link)), named(mutated));
    let other = checked.claims.list[claim].phrases().find(|other| {
        other.text != phrase.text && checked.claims.texts[other.text].unit == text.unit
    })?;
    let stated = named(checked.claims.texts[other.text].phrase(other.link));
    // Beyond the years of our times the scanner rightly reads no year at all.
    let is_year = |run: &String| ("1900".."2100").contains(&run.as_str());
    let moved = before != after && stated == before && after.iter().all(is_year);
    moved.then_some(Truth::False)
}

/// Every change of a phrase.
fn changes(grammar: Grammar, words: &str) -> Vec<Change> {
    let mut list = Vec::new();
    for (at, digit) in words.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let next = char::from(b'0' + (digit as u8 - b'0' + 1) % 10);
        list.push((Kind::Digit, at, at + 1, next.to_string()));
    }
    if grammar == Grammar::Chinese {
        chinese(words, &mut list);
    } else {
        english(words, &mut list);
    }
    list
}

fn chinese(words: &str, list: &mut Vec<Change>) {
    const NUMERALS: &str = "一二三四五六七八九八";
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let numeral = match c {
            '两' => Some('三'),
            '十' => Some('百'),
            _ => {
                let mut numerals = NUMERALS.chars();
                numerals.find(|known| *known == c).and_then(|_| numerals.next())
            }
        };
        list.extend(numeral.map(|next| (Kind::Word, at, end, next.to_string())));
        let scale = match c {
            '万' => Some("亿"),
            '亿' => Some("万"),
            _ => None,
        };
        list.extend(scale.map(|next| (Kind::Scale, at, end, next.to_owned())));
        if c == '%' {
            list.push((Kind::Unit, at, end, "个百分点".to_owned()));
        }
    }
    each(words, &[("个百分点", "%")], Kind::Unit, list);
    let comparators = [
        ("超过", "不足"),
        ("逾", "不足"),
        ("多于", "少于"),
        ("少于", "多于"),
        ("不足", "超过"),
        ("不到", "超过"),
        ("至少", "至多"),
        ("至多", "至少"),
        ("以上", "以下"),
        ("以下", "以上"),
    ];
    each(words, &comparators, Kind::Comparator, list);
    let hedges = [
        ("大约", ""),
        ("约", ""),
        ("将近", ""),
        ("近", ""),
        ("左右", ""),
        ("余", ""),
        ("多达", ""),
    ];
    each(words, &hedges, Kind::Hedge, list);
}

/// The number word beside this one: thirteen for twelve, thirty for twenty.
fn other_numeral(word: &str) -> Option<String> {
    let spell = |number| EnglishWords::BRITISH.cardinal(number);
    let is_word = |number: &u64| spell(*number).is_some_and(|name| name == word);
    let number = (1..20).chain((20..100).step_by(10)).find(is_word)?;
    spell(match number {
        1..19 => number + 1,
        19 => 18,
        90 => 80,
        _ => number + 10,
    })
}

fn english(words: &str, list: &mut Vec<Change>) {
    const PARTS: [&str; 7] = ["third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth"];
    let lower = words.to_ascii_lowercase();
    let mut at = 0;
    for word in lower.split_inclusive(|c: char| !c.is_alphabetic()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let end = at + bare.len();
        let (singular, plural) = bare.strip_suffix('s').map_or((bare, ""), |stem| (stem, "s"));
        let part = PARTS.windows(2).find(|pair| pair[0] == singular).map(|pair| pair[1]);
        let other = other_numeral(bare).or_else(|| Some(format!("{}{plural}", part?)));
        list.extend(other.map(|other| (Kind::Word, at, end, other)));
        at += word.len();
    }
    let scales = [("thousand", "million"), ("million", "billion"), ("billion", "million")];
    each(words, &scales, Kind::Scale, list);
    let units = [
        ("%", " percentage points"),
        ("per cent", "percentage points"),
        ("percent", "percentage points"),
        ("percentage points", "per cent"),
    ];
    each(words, &units, Kind::Unit, list);
    let comparators = [
        ("more than", "fewer than"),
        ("fewer than", "more than"),
        ("less than", "more than"),
        ("over", "under"),
        ("under", "over"),
        ("at least", "at most"),
        ("at most", "at least"),
    ];
    each(words, &comparators, Kind::Comparator, list);
    let hedges = [
        ("about ", ""),
        ("around ", ""),
        ("approximately ", ""),
        ("roughly ", ""),
        ("nearly ", ""),
        ("almost ", ""),
    ];
    each(words, &hedges, Kind::Hedge, list);
}

/// A change for each of the words that the phrase has, whatever their case.
fn each(phrase: &str, words: &[(&str, &str)], kind: Kind, list: &mut Vec<Change>) {
    let lower = phrase.to_ascii_lowercase();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (word, new) in words {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            // 约 inside 大约, `percent` inside `percentage points` are no words of their own.
            if taken.iter().any(|(from, to)| *from < end && at < *to)
                || cuts_a_word(&lower, at, end)
            {
                continue;
            }
            taken.push((at, end));
            list.push((kind, at, end, (*new).to_owned()));
        }
    }
}

fn cuts_a_word(text: &str, start: usize, end: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let last = text[start..end].chars().next_back();
    let first = text[start..end].chars().next();
    is_letter(first) && is_letter(text[..start].chars().next_back())
        || is_letter(last) && is_letter(text[end..].chars().next())
}

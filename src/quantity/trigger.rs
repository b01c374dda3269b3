//! What must never go unread: digits, signs of share and money, numerals of the language.
//!
//! This module is small and dumb on purpose. The grammars may be wrong; the scanner compares
//! their results with these triggers and reports what no reading covers.

use super::Grammar;
use super::reading::Obstacle;

/// Whether a folded character demands a reading.
pub(super) fn is_trigger(grammar: Grammar, character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit() || matches!(character, '%' | '$');
    }
    if is_plain_han(character) {
        return grammar == Grammar::Chinese && is_han_numeral(character);
    }
    is_money_or_share(character)
        || character == '〇' && grammar == Grammar::Chinese
        || !is_punctuation(character) && character.is_numeric()
}

/// Why a trigger that nothing read stays open.
pub(super) fn obstacle(character: char) -> Obstacle {
    if character == '%' || character == '$' || is_money_or_share(character) {
        Obstacle::SignWithoutNumber
    } else if is_han_numeral(character) {
        Obstacle::NumeralInWord
    } else if character.is_ascii() {
        Obstacle::UnknownNumeral
    } else {
        Obstacle::ForeignDigits
    }
}

/// Characters that write numbers in Chinese. Financial forms that are common words or surnames in
/// prose (伍, 陆) count only inside a numeral, so they are not triggers by themselves.
pub(super) fn is_han_numeral(character: char) -> bool {
    matches!(
        character,
        '零' | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '兆'
            | '两'
            | '半'
            | '几'
            | '壹'
            | '贰'
            | '叁'
            | '肆'
            | '柒'
            | '捌'
            | '玖'
            | '拾'
            | '佰'
            | '仟'
            | '廿'
            | '卅'
            | '俩'
            | '仨'
    )
}

/// Unified ideographs have a numeric value in the standard, yet are read as words.
fn is_plain_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Marks of text, which most characters outside of ASCII and Han are.
fn is_punctuation(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}')
        || matches!(character, '，' | '：' | '；' | '！' | '？' | '（' | '）' | '％')
}

fn is_money_or_share(character: char) -> bool {
    matches!(
        character,
        '‰' | '‱' | '¢' | '£' | '¤' | '¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '₠'..='₿' | '﷼'
    )
}

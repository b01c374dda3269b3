//! Times of the day in Chinese text.

use super::super::draft::Found;
use super::super::reading::Exclusion;
use super::super::text::{NOTHING, Text};
use super::period::{count, two_digits};

/// 22时, 6月30日24时: an hour stands behind a day or a preposition and before a mark.
fn is_hour_of_day(text: &Text, start: usize, after: usize) -> bool {
    let led = matches!(
        text.before(start),
        '日' | '至' | '到' | '于' | '自' | '从' | '在' | '午' | '晨' | '晚'
    );
    let next = text.at(after);
    let ends = matches!(
        next,
        '，' | '。'
            | '、'
            | '；'
            | '）'
            | ')'
            | '至'
            | '到'
            | '前'
            | '后'
            | '起'
            | '止'
            | '整'
            | '许'
            | '—'
            | '-'
            | '–'
            | NOTHING
    );
    let word = matches!(next, '间' | '期' | '代' | '候' | '段' | '效' | '长');
    led && !word && (ends || text.before(start) == '日')
}

/// 10:30, 上午9时, 9点30分.
#[inline]
pub(super) fn clock(text: &Text, start: usize) -> Option<Found> {
    let (hour, end) = count(text, start).filter(|(hour, _)| *hour <= 24)?;
    let colon = text.at(end) == ':' && text.at(start).is_ascii_digit();
    if colon {
        let (minute, stop) = two_digits(text, end + 1)?;
        let two_wide = stop == end + 3;
        if minute > 59 || !two_wide || text.at(stop) == '%' {
            return None;
        }
        let stop = match two_digits(text, stop + 1).filter(|_| text.at(stop) == ':') {
            Some((_, second_end)) => second_end,
            None => stop,
        };
        return Some(Found::excluded(start, stop, Exclusion::ClockTime));
    }
    let after = text.word(end, "点").or_else(|| text.word(end, "时"))?;
    if let Some((_, minute_end)) = count(text, after) {
        let stop = text.word(minute_end, "分")?;
        return Some(Found::excluded(start, stop, Exclusion::ClockTime));
    }
    if text.before(after) == '时' && is_hour_of_day(text, start, after) && hour <= 24 {
        return Some(Found::excluded(start, after, Exclusion::ClockTime));
    }
    let told = ["整", "半", "许", "钟"].iter().find_map(|word| text.word(after, word));
    let before = ["上午", "下午", "凌晨", "晚上", "中午", "早上", "傍晚"];
    let opened = start >= 2 && before.contains(&text.string(start - 2, start).as_str());
    match told {
        Some(stop) => Some(Found::excluded(start, stop, Exclusion::ClockTime)),
        None => opened.then(|| Found::excluded(start, after, Exclusion::ClockTime)),
    }
}

//! Numbers that order, number or point in Chinese text: 第三, 其一, 图3, （一）, 一是.

use std::sync::LazyLock;

use super::super::draft::{Draft, Found};
use super::super::mask;
use super::super::number::Rational;
use super::super::reading::{Exclusion, StructureKind};
use super::super::text::{NOTHING, Text, is_dash, is_han};
use super::super::unit::Unit;
use super::super::words::{Words, WordsBefore, words};
use super::super::{digits, number};
use super::cardinal;
use super::label::label;
use super::numeral;

/// Words that a number follows when it points to a part of the book.
static REFERENCES: LazyLock<Words<bool>> = LazyLock::new(|| {
    let long = ["附图", "附表", "附录", "图表", "专栏", "公式", "附件", "脚注", "专题"];
    let short = ["图", "表", "式", "注"];
    Words::new(long.map(|word| (word, false)).into_iter().chain(short.map(|word| (word, true))))
});

/// Words before 第 that make it a rank.
static RANK_CUES: LazyLock<WordsBefore> = LazyLock::new(|| {
    WordsBefore::new(&[
        "排名",
        "排在",
        "位居",
        "位列",
        "居",
        "列",
        "位于",
        "名列",
        "稳居",
        "跃居",
        "排",
        "升至",
        "升到",
        "跃升至",
        "跃升至全国",
        "降至",
        "居全国",
        "居全球",
        "居世界",
        "位列全国",
        "位居全国",
        "列全国",
        "世界",
        "全球",
        "全国",
        "排行",
        "排行第",
        "位次",
    ])
});

/// Words behind an ordinal that make it a rank.
static RANK_NOUNS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let nouns = ["大", "位", "名", "高", "强", "多", "低", "快", "小", "长"];
    Words::new(nouns.map(|noun| (noun, noun)))
});

/// Words behind an ordinal that make it a part of the book or of a series.
static REFERENCE_NOUNS: LazyLock<Words<()>> =
    LazyLock::new(|| words(&["章", "节", "条", "页", "款", "篇", "卷", "册", "栏", "行", "列"]));

/// Whether a structural number can start with the character.
pub(super) fn may_start(character: char) -> bool {
    matches!(
        character,
        '第' | '其' | '图' | '表' | '附' | '专' | '式' | '公' | '注' | '(' | '（' | '脚'
    ) || matches!(
        character,
        '%' | '‰' | '单' | '之' | '周' | '前' | '首' | '十' | '[' | '#' | '每' | '〔' | '万'
    ) || numeral::digit(character).is_some()
        || character.is_ascii_digit()
        || note_mark(character)
}

/// The longest structural number at a place.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    mark(text, start)
        .or_else(|| unit_sign(text, start))
        .or_else(|| label(text, start))
        .or_else(|| document(text, start))
        .or_else(|| unit_caption(text, start))
        .or_else(|| day_name(text, start))
        .or_else(|| service(text, start))
        .or_else(|| rate_base(text, start))
        .or_else(|| cited(text, start))
        .or_else(|| pages(text, start))
        .or_else(|| ordinal(text, start))
        .or_else(|| its(text, start))
        .or_else(|| reference(text, start))
        .or_else(|| bracketed(text, start))
        .or_else(|| listed(text, start))
        .or_else(|| one_of(text, start))
}

/// Circled, parenthesised and Roman numerals that are single characters, and raised marks.
fn mark(text: &Text, start: usize) -> Option<Found> {
    let character = text.at(start);
    if mask::is_superscript(character) {
        let end = text.run(start, mask::is_superscript);
        return Some(Found::structural(start, end, StructureKind::NoteMark, None));
    }
    note_mark(character)
        .then(|| Found::structural(start, start + 1, StructureKind::Enumerator, circled(character)))
}

fn note_mark(character: char) -> bool {
    matches!(character, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}')
        || matches!(character, '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}' | '\u{2160}'..='\u{2188}')
        || matches!(character, '\u{3280}'..='\u{3289}')
        || mask::is_superscript(character)
}

/// The number inside a circle or written in Roman numerals, up to twenty.
fn circled(character: char) -> Option<Rational> {
    let code = i64::from(character as u32);
    let value = match character {
        '\u{2460}'..='\u{2473}' => code - 0x245F,
        '\u{2474}'..='\u{2487}' => code - 0x2473,
        '\u{2488}'..='\u{249B}' => code - 0x2487,
        '\u{2160}'..='\u{216B}' => code - 0x215F,
        '\u{2170}'..='\u{217B}' => code - 0x216F,
        '\u{3220}'..='\u{3229}' => code - 0x321F,
        '\u{3280}'..='\u{3289}' => code - 0x327F,
        _ => return None,
    };
    Some(number::whole(value))
}

/// 第N: a rank before 大 and the like or behind 位居 and the like, an enumerator elsewhere.
fn ordinal(text: &Text, start: usize) -> Option<Found> {
    let number_at = text.skip_blanks(text.word(start, "第")?);
    let draft =
        cardinal::plain_cardinal(text, number_at).or_else(|| numeral::read(text, number_at))?;
    let end = further_ordinals(text, number_at, draft.end);
    if REFERENCE_NOUNS.stands(text, end) && !ranked(text, start) {
        let kind = StructureKind::Reference;
        return Some(Found::structural(start, end + 1, kind, Some(draft.value)));
    }
    let noun = RANK_NOUNS.longest(text, end);
    if ranked(text, start) || noun.is_some() || ends_a_ranking(text, start, end) {
        let mut rank = Draft::new(draft.digits, draft.value, number::whole(1));
        rank.start = start;
        rank.unit = Unit::Rank;
        rank.measure = noun.map(|(_, word)| word.to_owned());
        return Some(rank.finish(text));
    }
    Some(Found::structural(start, end, StructureKind::Enumerator, Some(draft.value)))
}

/// 第二、三产业, 第3、4、5章: the ordinals go on behind 、 with greater numbers of one digit in the same
/// script, and a noun follows at once.
fn further_ordinals(text: &Text, start: usize, end: usize) -> usize {
    let digit = |place: usize| {
        let character = text.at(place);
        let value = numeral::digit(character).or(character.to_digit(10).map(i64::from))?;
        Some((value, character.is_ascii_digit()))
    };
    let Some(mut last) = digit(start).filter(|_| end == start + 1) else { return end };
    let mut place = end;
    while matches!(text.at(place), '、' | '和')
        && let Some(next) = digit(place + 1)
        && next.1 == last.1
        && next.0 > last.0
    {
        last = next;
        place += 2;
    }
    // 第二、三季度 are two periods.
    let quarter = text.word(place, "季度").is_some();
    let noun = !quarter && is_han(text.at(place)) && !numeral::is_numeral(text.at(place));
    let counted = MEASURES_OF_THINGS.contains(&text.at(place));
    if noun && !counted { place } else { end }
}

/// Measure words that make a number behind 、 a count of its own: 第一、五个部门.
const MEASURES_OF_THINGS: [char; 7] = ['个', '家', '名', '万', '亿', '成', '倍'];

fn ranked(text: &Text, start: usize) -> bool {
    RANK_CUES.stands(text, start)
}

/// 位列全国沿海港口第六。: a verb of rank earlier in the clause, and the ordinal ends it.
fn ends_a_ranking(text: &Text, start: usize, end: usize) -> bool {
    static VERBS: LazyLock<WordsBefore> = LazyLock::new(|| {
        WordsBefore::new(&[
            "位列", "位居", "名列", "排名", "居于", "排在", "跻身", "列居", "稳居", "跃居",
        ])
    });
    let ends = matches!(text.at(end), '，' | '。' | '；' | '、' | '）' | NOTHING);
    let clause = (1..=12).map_while(|back| {
        let place = start.checked_sub(back)?;
        is_han(text.at(place)).then_some(place + 1)
    });
    ends && clause.into_iter().any(|place| VERBS.stands(text, place))
}

/// 其一, 其二.
fn its(text: &Text, start: usize) -> Option<Found> {
    let place = text.word(start, "其")?;
    let value = numeral::digit(text.at(place)).filter(|value| *value > 0)?;
    let next = text.at(place + 1);
    let ends = !is_han(next) || matches!(next, '是' | '为');
    ends.then(|| {
        let value = Some(number::whole(value));
        Found::structural(start, place + 1, StructureKind::Enumerator, value)
    })
}

/// 图3, 表2-1, 附录一: a pointer to an exhibit.
fn reference(text: &Text, start: usize) -> Option<Found> {
    let (place, short) = REFERENCES.longest(text, start)?;
    let opens = !is_han(text.before(start)) && !text.before(start).is_alphanumeric()
        || matches!(
            text.before(start),
            '见' | '如'
                | '由'
                | '从'
                | '在'
                | '和'
                | '与'
                | '及'
                | '据'
                | '于'
                | '至'
                | '为'
                | '以'
                | '按'
                | '详'
                | '即'
        )
        || matches!(text.before(start), '参' | '照' | '对' | '示' | '中' | '下' | '上' | '将');
    if !opens && short {
        return None;
    }
    let number_at = text.skip_blanks(place);
    if matches!(text.at(number_at), '（' | '(')
        && let Some(inner) = bracketed_number(text, number_at)
    {
        return Some(Found::structural(start, inner, StructureKind::Reference, None));
    }
    if text.at(number_at).is_ascii_digit() {
        let end = text.run(number_at, |character| {
            character.is_ascii_digit() || matches!(character, '.' | '-' | '–')
        });
        let end = (number_at..end).rev().find(|at| text.at(*at).is_ascii_digit())? + 1;
        let value = digits::read(text, number_at)?.ok().map(|numeral| numeral.value);
        let counts = value.as_ref().is_none_or(|value| *value >= number::whole(1000))
            || matches!(text.at(end), '%' | '万' | '亿' | '元' | '个' | '项' | '家' | '种' | '张');
        if counts {
            return None;
        }
        return Some(Found::structural(start, end, StructureKind::Reference, value));
    }
    let draft = cardinal::plain_cardinal(text, number_at).filter(|_| number_at == place)?;
    let ends = !is_han(text.at(draft.end))
        || matches!(
            text.at(draft.end),
            '所' | '中' | '为' | '显' | '给' | '列' | '和' | '及' | '与' | '至' | '可'
        );
    let han = numeral::digit(text.at(number_at)).is_some() || text.at(number_at) == '十';
    (ends && han)
        .then(|| Found::structural(start, draft.end, StructureKind::Reference, Some(draft.value)))
}

/// The place behind （3）.
fn bracketed_number(text: &Text, start: usize) -> Option<usize> {
    let draft = cardinal::plain_cardinal(text, start + 1)?;
    matches!(text.at(draft.end), '）' | ')').then_some(draft.end + 1)
}

/// 国发〔2019〕12号: the number of a document of state.
fn document(text: &Text, start: usize) -> Option<Found> {
    let close = match text.at(start) {
        '〔' => '〕',
        '[' => ']',
        '（' => '）',
        _ => return None,
    };
    let year = text.run(start + 1, |character| character.is_ascii_digit());
    if year != start + 5 || text.at(year) != close || !is_han(text.before(start)) {
        return None;
    }
    let from = text.word(year + 1, "第").unwrap_or(year + 1);
    let number = text.run(from, |character| character.is_ascii_digit());
    let end = text.word(number, "号").filter(|_| number > from)?;
    Some(Found::excluded(start, end, Exclusion::Identifier))
}

/// `%` as the whole text, which heads a column: a sign that names the unit.
fn unit_sign(text: &Text, start: usize) -> Option<Found> {
    let alone = start == 0 && text.len() == 1 && matches!(text.at(0), '%' | '‰');
    alone.then(|| Found::excluded(0, 1, Exclusion::UnitName))
}

/// Units that stand in brackets over a column.
static TABLE_UNITS: LazyLock<Words<()>> = LazyLock::new(|| {
    words(&[
        "%",
        "‰",
        "万元",
        "亿元",
        "千元",
        "百万元",
        "万人",
        "万吨",
        "亿吨",
        "万户",
        "万件",
        "万辆",
        "万亩",
        "万美元",
        "亿美元",
        "千瓦时",
        "亿千瓦时",
        "万千瓦时",
        "千瓦",
        "万千瓦",
        "百分点",
        "个百分点",
        "千米",
        "千克",
        "兆瓦",
        "万平方米",
        "万标准箱",
        "万台",
        "万套",
        "亿人",
        "亿人次",
        "万人次",
        "亿立方米",
    ])
});

/// 单位：万元, （单位：亿元）, （%）, （千瓦时）: what a table is in.
fn unit_caption(text: &Text, start: usize) -> Option<Found> {
    let is_part = |c: char| {
        is_han(c)
            || c.is_ascii_alphabetic()
            || matches!(c, '%' | '‰' | '/' | '·' | '²' | '³' | '℃' | '$' | '¥')
    };
    if let Some(colon) = text.word(start, "单位").filter(|end| matches!(text.at(*end), ':' | '：'))
    {
        let from = text.skip_blanks(colon + 1);
        let end = text.run(from, is_part);
        return (end > from).then(|| Found::excluded(start, end, Exclusion::UnitName));
    }
    if !matches!(text.at(start), '（' | '(') {
        return None;
    }
    let (end, ()) = TABLE_UNITS.longest(text, start + 1)?;
    matches!(text.at(end), '）' | ')').then(|| Found::excluded(start + 1, end, Exclusion::UnitName))
}

/// “3·15”, “一·二八”: a day that gave its name to an event.
fn day_name(text: &Text, start: usize) -> Option<Found> {
    let is_part = |place: usize| -> Option<usize> {
        let digits = text.run(place, |character| character.is_ascii_digit());
        let han =
            text.run(place, |character| numeral::digit(character).is_some() || character == '十');
        let end = digits.max(han);
        (end > place && end <= place + 3).then_some(end)
    };
    let middle = is_part(start).filter(|end| matches!(text.at(*end), '·' | '•' | '・'))?;
    let end = is_part(middle + 1)?;
    let quoted = matches!(text.before(start), '“' | '「' | '"' | '‘' | '《' | NOTHING);
    let named = ["事件", "事故", "惨案", "期间", "晚会", "地震", "大案"]
        .iter()
        .any(|word| text.word(end, word).is_some());
    (quoted || named).then(|| Found::excluded(start, end, Exclusion::Name))
}

/// Words behind 24小时 that make it round the clock.
static AROUND_THE_CLOCK: LazyLock<Words<()>> = LazyLock::new(|| {
    words(&[
        "不间断",
        "人工",
        "值守",
        "书店",
        "营业",
        "服务",
        "便利店",
        "在线",
        "热线",
        "运行",
        "值班",
        "待命",
        "开放",
        "自助",
        "轮班",
        "监控",
        "监测",
        "响应",
    ])
});

/// Words before the number of a telephone service.
static CALLS: LazyLock<WordsBefore> = LazyLock::new(|| {
    WordsBefore::new(&[
        "拨打",
        "致电",
        "热线",
        "电话",
        "客服",
        "来电",
        "短号",
        "拨打电话",
        "举报电话",
    ])
});

/// 24小时不间断, 12345热线 (behind 拨打): a service and not a span of time or a count.
fn service(text: &Text, start: usize) -> Option<Found> {
    let end = text.run(start, |character| character.is_ascii_digit());
    if end == start || text.before(start).is_ascii_digit() {
        return None;
    }
    if text.string(start, end) == "24"
        && let Some(after) = text.word(end, "小时")
        && AROUND_THE_CLOCK.stands(text, after)
    {
        return Some(Found::excluded(start, after, Exclusion::Idiom));
    }
    let width = end - start;
    let called = CALLS.stands(text, start) && !is_counted(text, end);
    ((3..=8).contains(&width) && called).then(|| Found::excluded(start, end, Exclusion::Telephone))
}

fn is_counted(text: &Text, end: usize) -> bool {
    matches!(
        text.at(end),
        '个' | '次' | '条' | '件' | '部' | '通' | '万' | '%' | '起' | '宗' | '余' | '多' | '人'
    )
}

/// 每10万人, 每千户: what a rate is given for.
fn rate_base(text: &Text, start: usize) -> Option<Found> {
    let number_at = text.word(start, "每")?;
    let base = cardinal::plain_cardinal(text, number_at)?;
    let power = [100, 1000, 10_000, 100_000, 1_000_000].map(number::whole).contains(&base.value);
    power.then(|| Found::excluded(number_at, base.end, Exclusion::UnitName))
}

/// `[12]`: a citation by number.
fn cited(text: &Text, start: usize) -> Option<Found> {
    if text.at(start) != '[' {
        return None;
    }
    let is_list = |character: char| {
        character.is_ascii_digit() || matches!(character, ',' | '-' | '–' | ' ' | '，')
    };
    let end = text.run(start + 1, is_list);
    let short = end > start + 1 && end < start + 12 && text.at(start + 1).is_ascii_digit();
    // [12](# id) and [12] (#id) are links that went wrong.
    let link = text.at(text.skip_blanks(end + 1)) == '(';
    (short && text.at(end) == ']' && !link)
        .then(|| Found::structural(start, end + 1, StructureKind::NoteMark, None))
}

/// 400—429页: pages of a book.
fn pages(text: &Text, start: usize) -> Option<Found> {
    let is_digit = |character: char| character.is_ascii_digit();
    let middle = text.run(start, is_digit);
    if middle == start || !is_dash(text.at(middle)) || text.before(start).is_ascii_digit() {
        return None;
    }
    let end = text.run(middle + 1, is_digit);
    let stop = text.word(end, "页").filter(|_| end > middle + 1)?;
    Some(Found::structural(start, stop, StructureKind::Reference, None))
}

/// （一） and (1) at the head of a sentence or before a clause of a list.
fn bracketed(text: &Text, start: usize) -> Option<Found> {
    let closing = match text.at(start) {
        '(' | '（' => [')', '）'],
        _ => return None,
    };
    let head = matches!(
        text.before(start),
        NOTHING | '。' | '；' | ';' | '\n' | '：' | ':' | '，' | '、' | '.' | ' '
    );
    let draft = cardinal::plain_cardinal(text, start + 1).filter(|draft| draft.upper.is_none())?;
    let small = digits::small(&draft.value).is_some_and(|value| (1..=30).contains(&value));
    (head && small && closing.contains(&text.at(draft.end))).then(|| {
        let kind = StructureKind::Enumerator;
        Found::structural(start, draft.end + 1, kind, Some(draft.value))
    })
}

/// 一、 at the head of a line, 一是 at the head of a clause, `1.` at the head of a text.
fn listed(text: &Text, start: usize) -> Option<Found> {
    let before = text.before(start);
    let line = matches!(before, NOTHING | '\n');
    let clause = line || matches!(before, '。' | '；' | '，' | '：' | ';' | ':' | ',');
    if !clause {
        return None;
    }
    let draft = cardinal::plain_cardinal(text, start).filter(|draft| draft.upper.is_none())?;
    let small = digits::small(&draft.value).is_some_and(|value| (1..=30).contains(&value));
    let han = numeral::digit(text.at(start)).is_some() || text.at(start) == '十';
    let next = text.at(draft.end);
    let behind = text.at(draft.end + 1);
    let marked = line && (next == '、' || next == '.' && (behind == ' ' || is_han(behind)))
        || han && matches!(next, '是' | '则') && text.word(draft.end, "是否").is_none();
    (small && marked)
        .then(|| Found::structural(start, draft.end, StructureKind::Enumerator, Some(draft.value)))
}

/// 之一: one of several, without a count of its own.
fn one_of(text: &Text, start: usize) -> Option<Found> {
    if text.at(start) != '之' {
        return None;
    }
    let end = text.word(start, "之一").or_else(|| text.word(start, "之二"))?;
    Some(Found::excluded(start, end, Exclusion::Idiom))
}

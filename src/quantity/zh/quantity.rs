//! Quantities in Chinese text: hedge, numeral, scale, unit, and the conditions behind them.

use std::sync::LazyLock;

use super::super::digits;
use super::super::draft::{Draft, Found, fraction_step};
use super::super::interval::{Bound, Form, Interval};
use super::super::mask;
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::operator::Operator;
use super::super::reading::{Exclusion, Obstacle};
use super::super::text::{Text, is_blank, is_han};
use super::super::unit::Unit;
use super::super::words::{Words, words};
use super::cardinal;
use super::lexicon::{
    CURRENCIES_BEFORE, DECLINE_VERBS, GROWTH_VERBS, HEDGES_AFTER, HEDGES_BEFORE, MEASURE_WORDS,
    NO_HEDGES,
};
use super::phrase::{half, phrase, phrase_of_scale};
use super::range::with_range;
use super::unit::{half_behind, money_before, money_name, with_unit};
use super::{numeral, period};

/// Whether a quantity can start with the character.
pub(super) fn may_start(character: char) -> bool {
    HEDGES_BEFORE.may_start(character)
        || CURRENCIES_BEFORE.may_start(character)
        || matches!(
            character,
            '上' | '成'
                | '翻'
                | '减'
                | '折'
                | '对'
                | '过'
                | '零'
                | '±'
                | '半'
                | '从'
                | '摄'
                | '华'
                | '每'
                | '近'
                | '起'
                | '正'
        )
}

/// The quantity at a place, with the hedge that stands before it.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    if let Some(phrase) = phrase(text, start) {
        return Some(phrase.finish(text));
    }
    let (place, operator) = hedge_before(text, start);
    let place = text.skip_blanks(place);
    if place > start && phrase_of_scale(text, start, place, operator).is_none() {
        numeral_follows(text, place)?;
    }
    if place > start
        && let Some(draft) = phrase_of_scale(text, start, place, operator)
    {
        return Some(draft.finish(text));
    }
    if let Some(found) = share_of_a_group(text, start, place, operator) {
        return Some(found);
    }
    match amount(text, start, place)? {
        Ok(mut draft) => {
            draft.start = start;
            draft.hedge(operator);
            Some(draft.finish(text))
        }
        Err(other) => Some(Found { start, ..other }),
    }
}

/// The hedges before a number: up to two, as in 约近. The later one is nearer to the number.
pub(super) fn hedge_before(text: &Text, start: usize) -> (usize, Operator) {
    match HEDGES_BEFORE.longest(text, start) {
        Some(found) if !NO_HEDGES.stands(text, start) => found,
        _ => (start, Operator::Exact),
    }
}

/// Whether a number or the name of a currency stands at the place, so that a hedge is one.
fn numeral_follows(text: &Text, place: usize) -> Option<()> {
    let place = money_before(text, place).map_or(place, |(end, _)| end);
    let starts = numeral::may_start(text.at(place)) || matches!(text.at(place), '摄' | '华' | '第');
    starts.then_some(())
}

/// A whole amount: money sign, numeral, range, unit, condition; or what stands there instead.
///
/// The phrase begins at `phrase`, before a hedge; what is read begins at `start`.
fn amount(text: &Text, phrase: usize, start: usize) -> Option<Result<Draft, Found>> {
    let (place, currency) = match money_before(text, start) {
        Some((end, code)) => (text.skip_blanks(end), Some(code)),
        None => (start, None),
    };
    // 人民币约10.8亿元
    let (place, inner) =
        if currency.is_some() { hedge_before(text, place) } else { (place, Operator::Exact) };
    let scale = temperature_scale(text, place);
    let place = scale.map_or(place, |(end, _)| end);
    let (place, below_zero) = match text.word(place, "零下") {
        Some(end) => (end, true),
        None => (place, false),
    };
    let place = match text.word(place, "±").or_else(|| text.word(place, "正负")) {
        Some(end) => text.skip_blanks(end),
        None => place,
    };
    if let Some(Err((obstacle, end))) = digits::read(text, place) {
        return Some(Err(Found::unresolved(start, end, obstacle)));
    }
    if currency.is_none() && !below_zero && !stands_alone(text, place) {
        return None;
    }
    let mut draft = half(text, place).or_else(|| numeral::read(text, place))?;
    draft.start = start;
    draft.hedge(inner);
    if below_zero {
        draft.scale(&whole(-1));
    }
    if let Some(code) = currency {
        draft.measured(Unit::Currency(code.to_owned()));
    }
    ratio(text, &mut draft);
    with_unit(text, &mut draft);
    with_range(text, &mut draft);
    with_degrees(text, &mut draft, scale.map(|(_, symbol)| symbol), below_zero);
    with_tail_of_tenths(text, &mut draft);
    by_the_dozen(text, &mut draft);
    if let Some(identifier) = glued_letters(text, &mut draft) {
        return Some(Err(identifier));
    }
    if let Some(obstacle) = multiple(text, &mut draft, phrase) {
        return Some(Err(Found::unresolved(start, draft.end, obstacle)));
    }
    if let Some(refused) = word_like(text, &draft) {
        if super::part_of_word(text, place).is_some() {
            return None;
        }
        let open = Found::unresolved(start, draft.end, Obstacle::NumeralInWord);
        return if refused { Some(Err(open)) } else { None };
    }
    with_measure(text, &mut draft);
    Some(Ok(draft))
}

/// 摄氏 and 华氏 before a number.
fn temperature_scale(text: &Text, place: usize) -> Option<(usize, &'static str)> {
    static SCALES: LazyLock<Words<&'static str>> = LazyLock::new(|| {
        Words::new([("摄氏", "°C"), ("摄氏温度", "°C"), ("华氏", "°F"), ("华氏温度", "°F")])
    });
    SCALES.longest(text, place).map(|(end, symbol)| (text.skip_blanks(end), symbol))
}

/// What a degree is: of heat behind 摄氏, 零下 or 气温, a kilowatt-hour where power is spoken of.
fn with_degrees(text: &Text, draft: &mut Draft, scale: Option<&'static str>, below_zero: bool) {
    let degrees = draft.unit == Unit::Measure("°".to_owned());
    if let Some(symbol) = scale {
        let end = if degrees { Some(draft.end) } else { text.word(draft.end, "°") };
        if let Some(end) = end {
            draft.unit = Unit::Measure(symbol.to_owned());
            draft.end = end;
        }
        return;
    }
    if !degrees {
        // 37摄氏°
        let celsius = matches!(&draft.unit, Unit::Measure(unit) if unit == "°C" || unit == "°F");
        if celsius && text.at(draft.end) == '°' {
            draft.end += 1;
        }
        return;
    }
    let before = text.string(draft.start.saturating_sub(15), draft.start);
    let symbol = if below_zero || before.contains('温') {
        "°C"
    } else if before.contains('电') && text.before(draft.end) == '度' {
        "kWh"
    } else {
        return;
    };
    draft.unit = Unit::Measure(symbol.to_owned());
}

/// 一成多, 两成余: past the tenth, before the next.
fn with_tail_of_tenths(text: &Text, draft: &mut Draft) {
    let plain = draft.operator == Operator::Exact && draft.upper.is_none();
    let share = matches!(draft.unit, Unit::Percent | Unit::Ratio | Unit::PerMille);
    let tail = text.at(draft.end);
    let more = tail == '强' && draft.unit == Unit::Ratio
        || tail == '多' && text.word(draft.end, "多于").is_none() && draft.form != Form::Tenths;
    if plain && share && more && !matches!(text.at(draft.end + 1), '化' | '制' | '国' | '度') {
        draft.operator = Operator::MoreThan;
        draft.end += 1;
        return;
    }
    if plain && draft.unit == Unit::Ratio && tail == '弱' {
        draft.operator = Operator::Nearly;
        draft.end += 1;
        return;
    }
    let tenths = draft.form == Form::Tenths && draft.operator == Operator::Exact;
    let more = text.at(draft.end) == '多' && text.word(draft.end, "多于").is_none()
        || text.at(draft.end) == '余';
    if tenths && more && draft.upper.is_none() {
        draft.interval = Some(Interval::between(
            Bound::open(draft.value.clone()),
            Bound::open(&draft.value + whole(10)),
        ));
        draft.operator = Operator::Surplus;
        draft.end += 1;
    }
}

/// 六打鸡蛋: a dozen, where 打 begins no verb.
fn by_the_dozen(text: &Text, draft: &mut Draft) {
    let verb = matches!(
        text.at(draft.end + 1),
        '打' | '开'
            | '破'
            | '赢'
            | '造'
            | '听'
            | '算'
            | '折'
            | '扮'
            | '印'
            | '包'
            | '工'
            | '击'
            | '车'
            | '卡'
            | '通'
            | '响'
            | '好'
            | '磨'
            | '断'
            | '动'
            | '牢'
            | '压'
            | '拼'
            | '分'
            | '基'
    );
    let plain =
        draft.unit == Unit::Count && draft.operator == Operator::Exact && draft.upper.is_none();
    if text.at(draft.end) == '打' && plain && !verb {
        draft.scale(&whole(12));
        draft.step = Rational::one();
        draft.end += 1;
        draft.measure = Some("打".to_owned());
    }
}

/// Verbs between a subject and its number, with what they make of it.
static HAVE: LazyLock<Words<Operator>> = LazyLock::new(|| {
    Words::new([
        ("有", Operator::Exact),
        ("就有", Operator::Exact),
        ("便有", Operator::Exact),
        ("仅有", Operator::Exact),
        ("约有", Operator::About),
        ("至少有", Operator::AtLeast),
        ("有近", Operator::Nearly),
    ])
});

/// 每五人中有一人, 十家中有七家: a share of a group, said by its members.
fn share_of_a_group(text: &Text, start: usize, place: usize, operator: Operator) -> Option<Found> {
    let each = text.word(place, "每");
    let base_at = each.unwrap_or(place);
    let numeral = |at: usize| {
        cardinal::plain_cardinal(text, at)
            .filter(|number| number.upper.is_none() && number.value.is_integer())
    };
    let base = numeral(base_at)?;
    let (measure_end, measure) = measure_word(text, base.end)?;
    let middle = (measure_end..measure_end + 6).find(|at| text.at(*at) == '中')?;
    if !(measure_end..middle).all(|at| is_han(text.at(at))) {
        return None;
    }
    let (part_at, hedge) = HAVE.longest(text, middle + 1)?;
    let part = numeral(part_at)?;
    let (end, _) = measure_word(text, part.end).filter(|(_, word)| *word == measure)?;
    // 12项文件中有5项 are two counts; 十家中有七家 is a share.
    let round =
        [10, 100, 1000].map(whole).contains(&base.value) && !text.at(base_at).is_ascii_digit();
    if !base.value.is_positive() || part.value > base.value || !(each.is_some() || round) {
        return None;
    }
    let mut draft = Draft::new((base_at, part.end), part.value / base.value, fraction_step());
    draft.start = start;
    draft.end = end;
    draft.form = Form::Fraction;
    draft.unit = Unit::Ratio;
    draft.operator = if operator == Operator::Exact { hedge } else { operator };
    Some(draft.finish(text))
}

/// 3∶1, 五比一: two plain numbers in proportion.
fn ratio(text: &Text, draft: &mut Draft) {
    let plain = draft.unit == Unit::Count
        && draft.form == Form::Plain
        && draft.operator == Operator::Exact
        && draft.upper.is_none();
    if !plain || !matches!(text.at(draft.end), ':' | '∶' | '比') {
        return;
    }
    let Some(base) = cardinal::plain_cardinal(text, draft.end + 1) else { return };
    if base.value.is_positive() && base.upper.is_none() && base.form == Form::Plain {
        draft.value = &draft.value / base.value;
        draft.step = fraction_step();
        draft.unit = Unit::Ratio;
        draft.end = base.end;
        draft.digits.1 = base.end;
    }
}

/// A number is not read where a period starts: 约2019年 is no quantity of 2019.
fn stands_alone(text: &Text, place: usize) -> bool {
    let before = text.before(place);
    let cut = before.is_ascii_digit() && text.at(place).is_ascii_digit();
    !cut && period::read(text, place).is_none()
}

/// Digits with letters behind them: a scale (40k, 3bn), or a name (5G, 3D).
fn glued_letters(text: &Text, draft: &mut Draft) -> Option<Found> {
    let plain = matches!(draft.unit, Unit::Count | Unit::Currency(_));
    if !plain || !text.before(draft.end).is_ascii_digit() || !mask::is_letter(text.at(draft.end)) {
        return None;
    }
    let letters_end = text.run(draft.end, mask::is_letter);
    let power = match text.string(draft.end, letters_end).as_str() {
        "k" | "K" => 3,
        "M" | "mn" => 6,
        "B" | "bn" | "b" => 9,
        // 5G is a name, .0012G an amount.
        "G" if (draft.digits.0..draft.digits.1).any(|place| text.at(place) == '.')
            && text.at(draft.digits.0) == '.' =>
        {
            9
        }
        word if word.len() > 2 && word.chars().all(|letter| letter.is_ascii_lowercase()) => {
            return Some(Found::unresolved(draft.start, letters_end, Obstacle::NumeralInWord));
        }
        _ => {
            let end = mask::chunk_end(text, draft.end);
            return Some(Found::excluded(draft.start, end, Exclusion::Identifier));
        }
    };
    draft.scale(&ten_to(power));
    draft.form = Form::Rounded;
    draft.end = letters_end;
    draft.digits.1 = letters_end;
    None
}

/// 倍: an addition behind a verb of growth, a result elsewhere; unclear behind a verb of decline.
pub(super) fn multiple(text: &Text, draft: &mut Draft, phrase: usize) -> Option<Obstacle> {
    if draft.unit != Unit::Count {
        return None;
    }
    let (end, more) = match text.at(draft.end) {
        '倍' => (draft.end + 1, false),
        '个' if text.at(draft.end + 1) == '倍' => (draft.end + 2, false),
        _ => return None,
    };
    let more = more || text.at(end) == '多' && text.word(end, "多于").is_none();
    draft.end = end + usize::from(more);
    if more {
        draft.hedge(Operator::Surplus);
    }
    half_behind(text, draft);
    if DECLINE_VERBS.stands(text, phrase) {
        return Some(Obstacle::UnclearMultiple);
    }
    if GROWTH_VERBS.stands(text, phrase) {
        draft.value += whole(1);
        draft.upper = draft.upper.take().map(|upper| upper + whole(1));
    }
    draft.measured(Unit::Multiple);
    None
}

/// Whether a numeral without unit and measure word is likely a part of a word: `Some(true)` to
/// leave it open, `Some(false)` to let another rule have it, `None` when it is a number.
fn word_like(text: &Text, draft: &Draft) -> Option<bool> {
    let width = draft.digits.1 - draft.digits.0;
    let first = text.at(draft.digits.0);
    let hedged = draft.start < draft.digits.0 || draft.operator != Operator::Exact;
    if draft.unit != Unit::Count
        || draft.upper.is_some()
        || first.is_ascii_digit()
        || !is_han(first)
    {
        return None;
    }
    let next = text.at(draft.end);
    let before = text.before(draft.start);
    let measured = measure_word(text, draft.end).is_some();
    let bare_unit = matches!(first, '百' | '千' | '万' | '亿' | '兆');
    if bare_unit && width == 1 && !hedged {
        let unit_name = money_name(text, draft.end)
            || matches!(next, '元' | '吨' | '人' | '户' | '亩' | '亿' | '美');
        return if unit_name || !(is_han(before) || is_han(next)) {
            Some(false)
        } else {
            Some(true)
        };
    }
    // 队伍大, 大陆: financial forms that are common characters of words.
    let formal = matches!(first, '肆' | '伍' | '陆' | '拾');
    let classified =
        measured && !matches!(next, '大' | '小' | '多' | '重' | '地' | '面' | '方' | '国' | '路');
    if width == 1 && formal && !classified && (is_han(next) || is_han(before)) {
        return Some(false);
    }
    if width > 1 || measured || hedged {
        return None;
    }
    let formal = matches!(first, '壹' | '贰' | '叁' | '柒' | '捌' | '玖' | '佰' | '仟');
    if formal && (is_han(next) || is_han(before)) {
        return Some(false);
    }
    let stated = matches!(
        before,
        '是' | '为' | '于' | '共' | '达' | '加' | '减' | '乘' | '除' | '负' | '有'
    );
    let stands = !is_han(next) || matches!(next, '加' | '减' | '乘' | '除' | '等' | '的');
    if before == '前' || stands && (stated || !is_han(before)) {
        return None;
    }
    if first == '一' {
        return is_han(before).then_some(false).or(is_han(next).then_some(false));
    }
    (is_han(next) || is_han(before)).then_some(true)
}

pub(super) fn measure_word(text: &Text, place: usize) -> Option<(usize, &'static str)> {
    // 大于20小于35: 小 begins the next comparison.
    let compares = matches!(text.at(place), '大' | '小' | '多') && text.at(place + 1) == '于';
    if compares { None } else { MEASURE_WORDS.longest(text, place) }
}

/// The measure word behind a number, and a condition behind that: 20万人次以上.
pub(super) fn with_measure(text: &Text, draft: &mut Draft) {
    if let Some((end, operator)) = hedge_after(text, draft.end) {
        draft.end = end;
        draft.hedge(operator);
        return;
    }
    if let Some(end) = within_a_span(text, draft.end) {
        draft.end = end;
        draft.hedge(Operator::AtMost);
        return;
    }
    let place = text.skip_blanks(draft.end);
    let place = if place > draft.end + 1 { draft.end } else { place };
    let Some((end, word)) = measure_word(text, place).filter(|_| draft.unit != Unit::Percent)
    else {
        return;
    };
    draft.measure = Some(word.to_owned());
    let next = text.at(end);
    let surplus = matches!(next, '多' | '余')
        && draft.operator == Operator::Exact
        && !["多于", "多元", "余额", "多样", "多次"].iter().any(|w| text.word(end, w).is_some());
    if surplus {
        draft.end = end + 1;
        draft.hedge(Operator::Surplus);
        return;
    }
    if next == '半'
        && !matches!(text.at(end + 1), '导' | '径' | '岛' | '成' | '年' | '数' | '天')
        && draft.upper.is_none()
        && draft.value.is_integer()
    {
        draft.value += fraction(1, 2);
        draft.step = fraction(1, 2);
        draft.end = end + 1;
        return;
    }
    if let Some((stop, operator)) = hedge_after(text, end) {
        draft.end = stop;
        draft.hedge(operator);
    }
}

/// Words that make a length of time a limit.
static WITHIN: LazyLock<Words<()>> = LazyLock::new(|| words(&["内", "以内", "之内"]));

/// 十日内, 2小时内, 15个工作日以内: at most so long.
fn within_a_span(text: &Text, place: usize) -> Option<usize> {
    static SPANS: LazyLock<Words<()>> = LazyLock::new(|| {
        words(&[
            "日",
            "天",
            "周",
            "年",
            "个月",
            "小时",
            "个小时",
            "分钟",
            "秒",
            "个工作日",
            "工作日",
            "个交易日",
        ])
    });
    let (end, ()) = SPANS.longest(text, place)?;
    let (stop, ()) = WITHIN.longest(text, end)?;
    let other_word = ["内容", "内部", "内外", "内地", "内河", "内涵", "内需", "内陆", "内生"];
    let goes_on = other_word.iter().any(|word| text.word(end, word).is_some());
    (!goes_on).then_some(stop)
}

/// 以上, 左右 and the like; 以上 may begin another word.
pub(super) fn hedge_after(text: &Text, place: usize) -> Option<(usize, Operator)> {
    let spaced = if is_blank(text.at(place)) { place + 1 } else { place };
    if NO_HEDGES.stands(text, spaced) {
        return None;
    }
    if text.at(place) == '+' && !text.at(place + 1).is_ascii_digit() {
        return Some((place + 1, Operator::AtLeast));
    }
    HEDGES_AFTER.longest(text, spaced)
}

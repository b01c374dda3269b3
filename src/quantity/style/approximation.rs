//! 、 between the two Han digits of an approximation (GB/T 15835-2011, 5.2.1).

use super::super::{Content, Obstacle, Operator, Quantity, Rational, Reading, Unit};
use super::check::{Kept, Said};
use super::{Finding, Scene, StyleFault};

/// 三、五天: two digits that state an approximation together. The scanner leaves the first one open
/// where no word before it makes it a number, so this rule looks at what is unresolved as well. In
/// front of a text or a line the first would number a heading.
pub(super) fn comma_in_approximation(
    scene: &Scene<'_>,
    reading: &Reading,
    next: Option<&Reading>,
) -> Option<Finding> {
    let next = next.filter(|next| scene.words(&(reading.range.end..next.range.start)) == "、")?;
    let (start, first) = stated(scene, reading)?;
    let second = counted(next)?;
    let mut digits = scene.words(&second.digits).chars();
    let lead = han_digit(digits.next()?)?;
    let ones = scene.before(reading.range.end).chars().next_back().and_then(han_digit)?;
    let neighbours = lead == ones + 1 || (ones, lead) == (3, 5);
    let round = digits.all(|character| matches!(character, '十' | '百' | '千' | '万' | '亿'));
    let opens = matches!(scene.before(start).chars().next_back(), None | Some('\n' | '。' | '；'));
    if !neighbours || !round || opens || scene.before(start).ends_with(['、', '第']) {
        return None;
    }
    // 十五、六岁 shares the ten, 二、三十个 the unit behind the second digit.
    let (ones, lead) = (Rational::whole(ones), Rational::whole(lead));
    let unit = &second.value / &lead;
    let (lower, upper) = (&first * &unit, (&first - ones + lead) * &unit);
    let range = start..next.range.end;
    let words = scene.words(&range).replacen('、', "", 1);
    let finding = Finding::new(StyleFault::CommaInApproximation, range, words);
    Some(finding.keeping(Kept::Becomes(Said::range(lower, upper, second.unit.clone()))))
}

/// The Han numeral before the comma, and where it starts.
fn stated(scene: &Scene<'_>, reading: &Reading) -> Option<(usize, Rational)> {
    match &reading.content {
        Content::Quantity(quantity) => (quantity.unit == Unit::Count
            && quantity.measure.is_none()
            && quantity.operator != Operator::Range)
            .then(|| (quantity.digits.start, quantity.value.clone())),
        Content::Structural(structure) => {
            let numeral = scene.words(&reading.range).chars().all(is_han_place);
            structure.value.clone().filter(|_| numeral).map(|value| (reading.range.start, value))
        }
        Content::Unresolved(Obstacle::NumeralInWord) => {
            // A hedge may stand before it: 约三、五天.
            let words = scene.words(&reading.range);
            let digit = words.chars().next_back()?;
            let single = words.matches(is_han_place).count() == 1;
            let start = reading.range.end - digit.len_utf8();
            han_digit(digit).filter(|_| single).map(|value| (start, Rational::whole(value)))
        }
        _ => None,
    }
}

/// The number behind the comma, where a unit or measure word follows that does not also stand
/// behind ordinals: 二、三产业 are the second and the third.
fn counted(reading: &Reading) -> Option<&Quantity> {
    const ORDERED: [&str; 20] = [
        "产业", "期", "届", "级", "等", "号", "章", "节", "类", "档", "批", "线", "楼", "季",
        "季度", "版", "审", "年级", "学期", "梯队",
    ];
    let Content::Quantity(quantity) = &reading.content else { return None };
    let counts = match &quantity.measure {
        Some(measure) => !ORDERED.contains(&measure.as_str()),
        None => quantity.unit != Unit::Count,
    };
    (counts && quantity.digits.start == reading.range.start).then_some(quantity)
}

/// Han digits but zero, and the units below 万.
pub(super) fn is_han_place(character: char) -> bool {
    matches!(
        character,
        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
    )
}

fn han_digit(character: char) -> Option<i64> {
    if character == '两' {
        return Some(2);
    }
    let digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let place = digits.iter().position(|digit| *digit == character)?;
    i64::try_from(place + 1).ok()
}

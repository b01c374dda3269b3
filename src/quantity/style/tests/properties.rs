//! What holds for any number and any text: a replacement says what stood there before.

use proptest::prelude::*;

use super::super::super::{
    Content, EnglishWords, Grammar, Lexicon, Operator, Rational, Reading, StyleFault, Unit, scan,
};
use super::super::figure::grouped;
use super::super::{House, StyleRemark, style};
use super::house;

/// The numbers of a text in order: the bounds of a quantity with its unit, the name of a period.
fn numbers(grammar: Grammar, text: &str) -> Vec<String> {
    let said = |reading: Reading| match reading.content {
        Content::Quantity(quantity) => {
            let upper = quantity.interval.upper.filter(|_| quantity.operator == Operator::Range);
            let ends = [Some(quantity.value), upper.map(|upper| upper.value)];
            let ends =
                ends.into_iter().flatten().map(|end| format!("{}/{}", end.numer(), end.denom()));
            Some(format!("{} {}", ends.collect::<Vec<_>>().join(".."), quantity.unit.name()))
        }
        Content::Period(period) => Some(format!("{period:?}")),
        _ => None,
    };
    scan(grammar, &Lexicon::default(), text).into_iter().filter_map(said).collect()
}

fn remarks(grammar: Grammar, house: &House, text: &str) -> Vec<StyleRemark> {
    style(grammar, house, text, &scan(grammar, &Lexicon::default(), text))
}

/// The text with a replacement put in.
fn mended(text: &str, remark: &StyleRemark) -> Option<String> {
    let words = remark.replacement.as_ref()?;
    Some([&text[..remark.range.start], words, &text[remark.range.end..]].concat())
}

/// Puts the first replacement in until there is none, as an author would.
fn settled(grammar: Grammar, house: &House, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let remarks = remarks(grammar, house, &text);
        match remarks.iter().find_map(|remark| mended(&text, remark)) {
            Some(next) => text = next,
            None => return text,
        }
    }
    panic!("{text} is never in style");
}

/// Checks one text: ranges, what is left alone, and each replacement by itself.
fn holds(grammar: Grammar, house: &House, text: &str) -> Result<(), TestCaseError> {
    let readings = scan(grammar, &Lexicon::default(), text);
    let found = style(grammar, house, text, &readings);
    for remark in &found {
        prop_assert!(text.get(remark.range.clone()).is_some_and(|words| !words.is_empty()));
        let approximates = remark.fault == StyleFault::CommaInApproximation;
        for reading in &readings {
            let apart =
                reading.range.end <= remark.range.start || remark.range.end <= reading.range.start;
            let left_alone = match reading.content {
                Content::Excluded(_) => true,
                Content::Structural(_) | Content::Unresolved(_) => !approximates,
                Content::Quantity(_) | Content::Period(_) => false,
            };
            prop_assert!(apart || !left_alone, "{:?} meets {:?} in {}", remark, reading, text);
        }
        let joins = approximates || remark.fault == StyleFault::ShortYear;
        if let Some(after) = mended(text, remark).filter(|_| !joins) {
            let (before, after) = (numbers(grammar, text), numbers(grammar, &after));
            prop_assert_eq!(before, after, "{:?} in {}", remark, text);
        }
    }
    let sorted = found.is_sorted_by_key(|remark| (remark.range.start, remark.range.end));
    prop_assert!(sorted);
    let again = style(grammar, house, text, &readings);
    prop_assert_eq!(found, again);
    settled(grammar, house, text);
    Ok(())
}

/// Checks that a text is mended into another.
fn becomes(
    grammar: Grammar,
    others: &[&str],
    text: &str,
    expected: &str,
) -> Result<(), TestCaseError> {
    let house = house(grammar, others);
    holds(grammar, &house, text)?;
    prop_assert_eq!(settled(grammar, &house, text), expected);
    Ok(())
}

/// The bounds of the only range of a text.
fn only_range(grammar: Grammar, text: &str) -> Option<(Rational, Rational, Unit)> {
    let mut readings = scan(grammar, &Lexicon::default(), text).into_iter();
    match (readings.next()?.content, readings.next()) {
        (Content::Quantity(quantity), None) => {
            let (lower, upper) = (quantity.interval.lower?, quantity.interval.upper?);
            Some((lower.value, upper.value, quantity.unit))
        }
        _ => None,
    }
}

/// What reports are made of, parted by bars.
const PARTS: &str = " |1|2019|3547|12.5|0|.|,|%|％|‰|$|€|-|–|—|～|到|至|年|月|上半年|第|约|近|超过|\
    以上|左右|多|余|几|两|三|四|五|十|百|千|万|亿|零|成|倍|百分之|个百分点|元|个|家|天|、|12345|12,345|\
    １２|．|，|。|. |! |one|two|hundred|and|million|of|more than|about|per cent|percent|to|from|\
    between|first|May|in|documents|The|years|SM2|(|)|½|\u{FFFC}|km|千米|/|:|×10|⁶";

/// Text that looks like reports: the parts in any order.
fn report_like() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(PARTS.split('|').collect::<Vec<_>>());
    prop::collection::vec(parts, 0..14).prop_map(|parts| parts.concat())
}

fn chinese(text: &str, expected: &str) -> Result<(), TestCaseError> {
    becomes(Grammar::Chinese, &[], text, expected)
}

fn english(text: &str, expected: &str) -> Result<(), TestCaseError> {
    becomes(Grammar::English, &[], text, expected)
}

/// Figures as wide as Han characters.
fn wide(number: u64) -> String {
    let digits = number.to_string();
    digits.chars().filter_map(|digit| char::from_u32(u32::from(digit) + 0xFEE0)).collect()
}

proptest! {
    #[test]
    fn any_text_keeps_its_numbers(text in "\\PC{0,40}", other in "\\PC{0,40}") {
        for grammar in [Grammar::English, Grammar::Chinese] {
            holds(grammar, &house(grammar, &[&text, &other]), &text)?;
        }
    }

    #[test]
    fn report_like_text_keeps_its_numbers(text in report_like(), other in report_like()) {
        for grammar in [Grammar::English, Grammar::Chinese] {
            holds(grammar, &house(grammar, &[&text, &other]), &text)?;
        }
    }

    #[test]
    fn chinese_ranges(low in 1_u32..999, more in 1_u32..999, part in 1_u32..10, point: bool) {
        let decimals = if point { format!(".{part}") } else { String::new() };
        let [a, b] = [low, low + more].map(|bound| format!("{bound}{decimals}"));
        chinese(&format!("投资{a}-{b}亿元"), &format!("投资{a}亿元～{b}亿元"))?;
        chinese(&format!("增长{a}–{b}%"), &format!("增长{a}%～{b}%"))?;
        chinese(&format!("共{a}-{b}吨"), &format!("共{a}～{b}吨"))?;
    }

    #[test]
    fn chinese_scales(low in 1_i64..999, more in 1_i64..999) {
        let text = format!("投资{low}～{}万元", low + more);
        let [lower, upper] = [low, low + more].map(|end| Rational::whole(end * 10_000));
        let expected = Some((lower, upper, Unit::Currency("CNY".to_owned())));
        prop_assert_eq!(&only_range(Grammar::Chinese, &text), &expected);
        let text = settled(Grammar::Chinese, &House::new(), &text);
        prop_assert_eq!(only_range(Grammar::Chinese, &text), expected);
    }

    #[test]
    fn chinese_numerals(thousands in 1..10, hundreds in 1..10, number in 10_u64..10_000_000) {
        let (round, whole) = (thousands * 1000, thousands * 1000 + hundreds * 100);
        chinese(&format!("共{thousands}千{hundreds}百人"), &format!("共{whole}人"))?;
        chinese(&format!("投资{thousands}千万元"), &format!("投资{round}万元"))?;
        chinese(&format!("共{}人", wide(number)), &format!("共{number}人"))?;
        chinese(&format!("占百分之{number}"), &format!("占{number}%"))?;
        chinese(&format!("占.{number}"), &format!("占0.{number}"))?;
    }

    #[test]
    fn chinese_groups(number in 10_000_u64..1_000_000_000_000) {
        let digits = number.to_string();
        let [commas, blanks] = [',', ' '].map(|mark| format!("共{}家", grouped(&digits, mark)));
        let plain = format!("共{digits}家");
        let grammar = Grammar::Chinese;
        becomes(grammar, &["共12,345家", &plain], &plain, &commas)?;
        becomes(grammar, &["共12 345家", &plain], &plain, &blanks)?;
        becomes(grammar, &["共12345家", "共34567家", &commas], &commas, &plain)?;
    }

    #[test]
    fn chinese_years(from in 1950_u32..2090, more in 1_u32..60) {
        let to = from + more;
        let text = format!("在{from}—{:02}年间", to % 100);
        chinese(&text, &format!("在{from}—{to}年间"))?;
    }

    #[test]
    fn chinese_approximations(digit in 1_usize..8) {
        const DIGITS: [&str; 9] = ["一", "两", "三", "四", "五", "六", "七", "八", "九"];
        let (first, second) = (DIGITS[digit], DIGITS[digit + 1]);
        let mended = format!("建成了{first}{second}座");
        chinese(&format!("建成了{first}、{second}座"), &mended)?;
        let ends = only_range(Grammar::Chinese, &mended).map(|(lower, upper, _)| (lower, upper));
        let [lower, upper] = [digit + 1, digit + 2].map(|end| Rational::from(end as u64));
        prop_assert_eq!(ends, Some((lower, upper)));
    }

    #[test]
    fn english_ranges(low in 10_u32..999, more in 1_u32..999) {
        let high = low + more;
        english(&format!("fell by {low}-{high} kg"), &format!("fell by {low}–{high} kg"))?;
        english(&format!("sold from {low}–{high} kg"), &format!("sold from {low} to {high} kg"))?;
        let expected = format!("sold between {low} and {high} kg");
        english(&format!("sold between {low}-{high} kg"), &expected)?;
    }

    #[test]
    fn english_groups(number in 10_000_u64..1_000_000_000_000, cents in 10_u32..100) {
        let commas = grouped(&number.to_string(), ',');
        english(&format!("paid ${number}.{cents} then"), &format!("paid ${commas}.{cents} then"))?;
        english(&format!("about {number} people"), &format!("about {commas} people"))?;
    }

    #[test]
    fn english_words(small in 2_u64..10, opening in 2_u64..=100) {
        let [small_words, words] = [small, opening]
            .map(|number| EnglishWords::BRITISH.cardinal(number).unwrap_or_default());
        english(&format!("issued {small} laws"), &format!("issued {small_words} laws"))?;
        let opened = format!("{}{}", words[..1].to_uppercase(), &words[1..]);
        english(&format!("{opening} laws came."), &format!("{opened} laws came."))?;
    }

    #[test]
    fn english_per_cent(number in 2_u64..=100, part in 1_u64..10) {
        let (signs, spelled) = (["5% and 6%"], format!("grew {number}.{part} per cent"));
        becomes(Grammar::English, &signs, &spelled, &format!("grew {number}.{part}%"))?;
        becomes(Grammar::English, &signs, &format!("up {number} %"), &format!("up {number}%"))?;
    }
}

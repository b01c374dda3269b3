//! What holds for any text: every trigger is read once, and what is printed is read back.

use proptest::prelude::*;

use super::text::Text;
use super::*;

/// Scans and checks the promise of the module on one text.
fn holds(grammar: Grammar, text: &str) -> Result<(), TestCaseError> {
    let readings = scan(grammar, &Lexicon::new(["SM2", "Web 3.0"]), text);
    let mut end = 0;
    for reading in &readings {
        prop_assert!(reading.range.start >= end && reading.range.end > reading.range.start);
        prop_assert!(
            text.get(reading.range.clone()).is_some(),
            "{:?} cuts a character",
            reading.range
        );
        if let Content::Quantity(quantity) = &reading.content {
            let inside = reading.range.start <= quantity.digits.start
                && quantity.digits.end <= reading.range.end;
            prop_assert!(inside, "digits {:?} of {:?}", quantity.digits, reading.range);
            prop_assert!(!quantity.interval.is_empty());
        }
        end = reading.range.end;
    }
    let folded = Text::new(text, grammar == Grammar::Chinese);
    for place in 0..folded.len() {
        let byte = folded.bytes(place, place + 1).start;
        let covered = readings.iter().filter(|reading| reading.range.contains(&byte)).count();
        if trigger::is_trigger(grammar, folded.at(place)) {
            prop_assert_eq!(covered, 1, "the trigger at byte {} of {:?}", byte, text);
        }
    }
    Ok(())
}

/// Numerals, hedges, units and noise, parted by bars.
const PARTS: &str = " |1|2019|3,547|12.5|0|.|,|%|‰|$|€|-|–|～|到|至|年|月|日|上半年|第|约|近|超过|以上|左右|多|余|几|数|半|两|三|\
    十|百|千|万|亿|零|〇|点|成|倍|分之|百分|个百分点|元|个|家|一|翻|番|增长|减少|one|two|twenty|-|seven|hundred|\
    and|a|half|third|million|of|more than|about|percent|to|from|between|first|\
    quarter|May|in|out|times|double|point|SM2|(|)|½|²|①|\u{FFFC}|，|。|五|二|负|人民币|H1|km|\
    /|:|Figure|±|×10|⁶|廿|壹|佰|th|s";

/// Text that looks like reports: the parts in any order.
fn report_like() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(PARTS.split('|').collect::<Vec<_>>());
    prop::collection::vec(parts, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_trigger_is_read_once_in_any_text(text in "\\PC{0,40}") {
        for grammar in [Grammar::English, Grammar::Chinese, Grammar::Digits] {
            holds(grammar, &text)?;
        }
    }

    #[test]
    fn every_trigger_is_read_once_in_report_like_text(text in report_like()) {
        for grammar in [Grammar::English, Grammar::Chinese, Grammar::Digits] {
            holds(grammar, &text)?;
        }
    }

    #[test]
    fn grouped_numbers_are_read_back(number in -1_000_000_000_000_i64..1_000_000_000_000, places in 0_u32..4) {
        let value = number::whole(number) * number::ten_to(-i32::try_from(places).unwrap_or(0));
        for grammar in [Grammar::English, Grammar::Chinese] {
            let printed = print_number(grammar, &value, &NumberFormat { digits: Some(places), scale: None })
                .expect("decimals are given");
            let readings = scan(grammar, &Lexicon::default(), &printed);
            prop_assert_eq!(readings.len(), 1, "{}", printed);
            match &readings[0].content {
                Content::Quantity(quantity) => prop_assert_eq!(&quantity.value, &value),
                Content::Period(_) => prop_assert!(value >= number::whole(1800) && value < number::whole(2200)),
                other => prop_assert!(false, "{} is {:?}", printed, other),
            }
        }
    }

    #[test]
    fn decimals_are_written_as_they_are_read(text in "-?[1-9][0-9]{0,20}(\\.[0-9]{0,10}[1-9])?") {
        let value = parse_decimal(&text).expect("a plain decimal");
        prop_assert_eq!(decimal_string(&value), Some(text));
    }
}

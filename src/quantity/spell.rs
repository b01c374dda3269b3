//! Whole numbers in words: English cardinals and ordinals, Chinese numerals in three scripts.
//!
//! The counterpart of the grammars: what is spelled here reads back as the same number.

/// The first number that is not spelled: nobody writes longer ones in words.
const LIMIT: u64 = 1_000_000_000_000_000;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const THOUSANDS: [(u64, &str); 4] = [
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

/// How English numbers are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnglishWords {
    /// `one hundred and five` instead of `one hundred five`.
    pub and: bool,
    /// `twenty-seven` instead of `twenty seven`.
    pub hyphen: bool,
}

impl EnglishWords {
    /// British usage.
    pub const BRITISH: Self = Self { and: true, hyphen: true };

    /// A cardinal number: `twenty-seven`. `None` from 10^15.
    pub fn cardinal(self, number: u64) -> Option<String> {
        if number >= LIMIT {
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = number;
        for (size, word) in THOUSANDS {
            if rest >= size {
                parts.push(format!("{} {word}", self.below_thousand(rest / size)));
                rest %= size;
            }
        }
        if rest > 0 || parts.is_empty() {
            // `two thousand and five`, but `two thousand one hundred`.
            let joined = self.and && !parts.is_empty() && rest < 100;
            let tail = self.below_thousand(rest);
            parts.push(if joined { format!("and {tail}") } else { tail });
        }
        Some(parts.join(" "))
    }

    /// An ordinal number: `twenty-seventh`. `None` from 10^15.
    pub fn ordinal(self, number: u64) -> Option<String> {
        let cardinal = self.cardinal(number)?;
        let start = cardinal.rfind([' ', '-']).map_or(0, |at| at + 1);
        let (before, last) = cardinal.split_at(start);
        let ordinal = match last {
            "one" => "first".to_owned(),
            "two" => "second".to_owned(),
            "three" => "third".to_owned(),
            "five" => "fifth".to_owned(),
            "eight" => "eighth".to_owned(),
            "nine" => "ninth".to_owned(),
            "twelve" => "twelfth".to_owned(),
            ten if ten.ends_with('y') => format!("{}ieth", ten.trim_end_matches('y')),
            other => format!("{other}th"),
        };
        Some(format!("{before}{ordinal}"))
    }

    fn below_thousand(self, number: u64) -> String {
        let (hundreds, rest) = (number / 100, number % 100);
        let and = if self.and { " and " } else { " " };
        match (hundreds, rest) {
            (0, rest) => self.below_hundred(rest),
            (hundreds, 0) => format!("{} hundred", small(hundreds)),
            (hundreds, rest) => {
                format!("{} hundred{and}{}", small(hundreds), self.below_hundred(rest))
            }
        }
    }

    fn below_hundred(self, number: u64) -> String {
        let between = if self.hyphen { "-" } else { " " };
        match (number / 10, number % 10) {
            (0 | 1, _) => small(number).to_owned(),
            (tens, 0) => at(&TENS, tens).to_owned(),
            (tens, ones) => format!("{}{between}{}", at(&TENS, tens), small(ones)),
        }
    }
}

fn small(number: u64) -> &'static str {
    at(&SMALL, number)
}

/// The word at a place; the callers never ask beyond the end.
fn at(words: &[&'static str], index: u64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| words.get(index)).copied().unwrap_or_default()
}

/// The suffix of an ordinal in digits: `1st`, `22nd`, `113th`.
pub fn ordinal_suffix(number: u64) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// The characters of Chinese numerals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChineseScript {
    /// 一二三, 万亿.
    Simplified,
    /// 一二三, 萬億.
    Traditional,
    /// 壹贰叁, 万亿: what cheques and contracts use.
    Financial,
}

impl ChineseScript {
    /// The ten digits.
    pub fn digits(self) -> [char; 10] {
        match self {
            Self::Simplified | Self::Traditional => {
                ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
            }
            Self::Financial => ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
        }
    }

    /// The decimal point.
    pub fn point(self) -> char {
        if self == Self::Traditional { '點' } else { '点' }
    }

    /// Tens, hundreds and thousands.
    fn places(self) -> [&'static str; 4] {
        match self {
            Self::Simplified | Self::Traditional => ["", "十", "百", "千"],
            Self::Financial => ["", "拾", "佰", "仟"],
        }
    }

    fn ten_thousand(self) -> &'static str {
        if self == Self::Traditional { "萬" } else { "万" }
    }

    fn hundred_million(self) -> &'static str {
        if self == Self::Traditional { "億" } else { "亿" }
    }

    /// Two before a measure word or a large unit.
    fn pair(self) -> char {
        match self {
            Self::Simplified => '两',
            Self::Traditional => '兩',
            Self::Financial => '贰',
        }
    }

    /// A number in words; `counting` says that a measure word follows, before which two is 两.
    /// `None` from 10^15.
    pub fn cardinal(self, number: u64, counting: bool) -> Option<String> {
        if number >= LIMIT {
            return None;
        }
        let digits = self.digits();
        if number == 2 && counting {
            return Some(self.pair().to_string());
        }
        let mut text = self.spelled(number);
        // 12 is 十二 and 100,000 is 十万; inside a number and in contracts the one stays.
        if self != Self::Financial && text.starts_with("一十") {
            text = text.replacen('一', "", 1);
        }
        let leads = |unit: &str| text.starts_with(&format!("{}{unit}", digits[2]));
        if leads("千") || leads(self.ten_thousand()) || leads(self.hundred_million()) {
            text = text.replacen(digits[2], &self.pair().to_string(), 1);
        }
        Some(text)
    }

    fn spelled(self, number: u64) -> String {
        const LARGE: u64 = 100_000_000;
        if number < LARGE {
            return self.below_hundred_million(number);
        }
        let (high, low) = (number / LARGE, number % LARGE);
        let mut text = self.spelled(high) + self.hundred_million();
        if low > 0 {
            if low < LARGE / 10 {
                text.push(self.digits()[0]);
            }
            text += &self.below_hundred_million(low);
        }
        text
    }

    fn below_hundred_million(self, number: u64) -> String {
        let (high, low) = (number / 10_000, number % 10_000);
        if high == 0 {
            return self.below_ten_thousand(low);
        }
        let mut text = self.below_ten_thousand(high) + self.ten_thousand();
        if low > 0 {
            if low < 1_000 {
                text.push(self.digits()[0]);
            }
            text += &self.below_ten_thousand(low);
        }
        text
    }

    fn below_ten_thousand(self, number: u64) -> String {
        let digits = self.digits();
        if number == 0 {
            return digits[0].to_string();
        }
        let mut text = String::new();
        let mut gap = false;
        for (place, unit) in self.places().into_iter().enumerate().rev() {
            let digit = number / 10_u64.pow(u32::try_from(place).unwrap_or(0)) % 10;
            if digit == 0 {
                gap = !text.is_empty();
                continue;
            }
            if gap {
                text.push(digits[0]);
                gap = false;
            }
            text.push(digits[usize::try_from(digit).unwrap_or(0)]);
            text.push_str(unit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Content, Grammar, Lexicon, Rational, scan};
    use super::*;

    /// The one number that a text states.
    fn read(grammar: Grammar, text: &str) -> Option<Rational> {
        let mut readings = scan(grammar, &Lexicon::default(), text).into_iter();
        let (first, rest) = (readings.next()?, readings.next());
        match (first.content, rest) {
            (Content::Quantity(quantity), None) => Some(quantity.value),
            _ => None,
        }
    }

    #[test]
    fn english_numbers() {
        let words = EnglishWords::BRITISH;
        assert_eq!(words.cardinal(0).as_deref(), Some("zero"));
        assert_eq!(words.cardinal(27).as_deref(), Some("twenty-seven"));
        assert_eq!(words.cardinal(105).as_deref(), Some("one hundred and five"));
        assert_eq!(words.cardinal(2_005).as_deref(), Some("two thousand and five"));
        assert_eq!(
            words.cardinal(12_000_340).as_deref(),
            Some("twelve million three hundred and forty")
        );
        assert_eq!(words.cardinal(LIMIT), None);
        assert_eq!(words.ordinal(12).as_deref(), Some("twelfth"));
        assert_eq!(words.ordinal(40).as_deref(), Some("fortieth"));
        assert_eq!(words.ordinal(23).as_deref(), Some("twenty-third"));
        let american = EnglishWords { and: false, hyphen: true };
        assert_eq!(american.cardinal(2_105).as_deref(), Some("two thousand one hundred five"));
        assert_eq!(ordinal_suffix(111), "th");
        assert_eq!(ordinal_suffix(102), "nd");
    }

    #[test]
    fn chinese_numbers() {
        let simplified =
            |number| ChineseScript::Simplified.cardinal(number, true).unwrap_or_default();
        assert_eq!(simplified(2), "两");
        assert_eq!(simplified(12), "十二");
        assert_eq!(simplified(110), "一百一十");
        assert_eq!(simplified(1_005), "一千零五");
        assert_eq!(simplified(2_350), "两千三百五十");
        assert_eq!(simplified(100_500), "十万零五百");
        assert_eq!(simplified(105_000), "十万五千");
        assert_eq!(simplified(200_020_002), "两亿零二万零二");
        assert_eq!(ChineseScript::Simplified.cardinal(2, false).as_deref(), Some("二"));
        assert_eq!(ChineseScript::Traditional.cardinal(35_000, false).as_deref(), Some("三萬五千"));
        assert_eq!(ChineseScript::Financial.cardinal(1_200, false).as_deref(), Some("壹仟贰佰"));
    }

    proptest! {
        #[test]
        fn english_reads_back(number in 2_u64..LIMIT, and: bool, hyphen: bool, small in 2_u64..3_000) {
            for number in [number, small] {
                let text = EnglishWords { and, hyphen }.cardinal(number).unwrap_or_default();
                let expected = Rational::from(number);
                prop_assert_eq!(read(Grammar::English, &format!("{text} units")), Some(expected), "{}", text);
            }
        }

        #[test]
        fn chinese_reads_back(number in 2_u64..LIMIT, counting: bool, small in 2_u64..3_000) {
            use ChineseScript::{Financial, Simplified, Traditional};
            for (number, script) in [number, small].into_iter().flat_map(|n| [(n, Simplified), (n, Traditional), (n, Financial)]) {
                let text = script.cardinal(number, counting).unwrap_or_default();
                let expected = Rational::from(number);
                prop_assert_eq!(read(Grammar::Chinese, &format!("{text}个")), Some(expected), "{}", text);
            }
        }
    }
}

//! A numeral with another value in the style of the one that stood there.

use crate::quantity::{
    ChineseScript, EnglishWords, Grammar, NumberFormat, Rational, decimals_of, ordinal_suffix,
    parse_decimal, print_number,
};

/// What to write instead of a numeral that stood for `old` and has to stand for `new`, in the order
/// in which to try. Nothing where the style cannot carry the number: `a dozen`, 一半.
pub struct Rewording<'a> {
    /// The grammar of the text.
    pub grammar: Grammar,
    /// The numeral as written, with its scale word: `27`, `twenty-seven`, 3.5万.
    pub numeral: &'a str,
    /// What follows it in the text: before a measure word, Chinese says 两.
    pub after: &'a str,
    /// What the numeral stands for.
    pub old: &'a Rational,
    /// What it has to stand for.
    pub new: &'a Rational,
    /// Whether the phrase is a round number by its own words, such as `about`.
    pub round: bool,
}

impl Rewording<'_> {
    /// The numerals to try.
    pub fn candidates(&self) -> Vec<String> {
        let same_sign = self.old.is_positive() && self.new.is_positive();
        if !same_sign {
            return Vec::new();
        }
        let mut found = if self.numeral.starts_with(is_digit) {
            self.in_digits()
        } else {
            match self.grammar {
                Grammar::Chinese => self.in_chinese(),
                _ => self.in_english(),
            }
        };
        found.retain(|candidate| candidate != self.numeral);
        found.dedup();
        found
    }

    /// `3,547`, `３５`, `3.5万`, `2.5 million`, `22nd`.
    fn in_digits(&self) -> Vec<String> {
        let end = self
            .numeral
            .char_indices()
            .find(|&(at, c)| !is_digit(c) && !joins_digits(&self.numeral[at..], c))
            .map_or(self.numeral.len(), |(at, _)| at);
        let (mantissa, scale) = self.numeral.split_at(end);
        let plain: String = mantissa.chars().filter_map(plain_character).collect();
        let Some(value) = parse_decimal(&plain).filter(|value| !value.is_zero()) else {
            return Vec::new();
        };
        let wanted = self.new * &value / self.old;
        let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let mut values = Vec::new();
        if self.round && decimals == 0 {
            let zeros = plain.len() - plain.trim_end_matches('0').len();
            let unit = Rational::ten_to(i32::try_from(zeros).unwrap_or(0));
            values.push((&wanted / &unit).round() * unit);
        }
        values.push(wanted);
        let print = |value: Rational| in_digits_like(mantissa, scale, &value, decimals);
        values.into_iter().filter_map(print).collect()
    }

    /// `twelve`, `Twenty-seven million`, `third`.
    fn in_english(&self) -> Vec<String> {
        let lower = self.numeral.to_lowercase();
        let (words, scale) = split_scale(&lower);
        let Some((style, ordinal, spelled)) = english_style(words) else { return Vec::new() };
        let wanted = self.new * Rational::from(spelled) / self.old;
        let write = |value: &Rational, scale: &str| {
            let number = u64::try_from(value.to_i64()?).ok()?;
            let text = if ordinal { style.ordinal(number) } else { style.cardinal(number) }?;
            Some(capitalised_like(self.numeral, &(text + scale)))
        };
        let mut found = Vec::new();
        found.extend(write(&wanted.round(), scale));
        if !scale.is_empty() && decimals_of(self.new) == Some(0) {
            found.extend(write(self.new, ""));
        }
        found
    }

    /// 二十七, 三万, 十二点五, 叁佰.
    fn in_chinese(&self) -> Vec<String> {
        let (prefix, numeral) = split_chinese_prefix(self.numeral);
        let (words, scale) = split_chinese_scale(numeral);
        let attempts = [(words, scale), (numeral, "")];
        let mut found = Vec::new();
        for (words, scale) in attempts {
            let Some((script, value, decimals)) = chinese_style(words) else { continue };
            let wanted = self.new * &value / self.old;
            // Before a scale word two is 两 as before a measure word.
            let counting = !scale.is_empty() || prefix.is_empty() && counts(self.after);
            let spelled = spell_chinese(script, &wanted, decimals, counting);
            found.extend(spelled.map(|text| format!("{prefix}{text}{scale}")));
            if scale.is_empty() {
                break;
            }
        }
        found
    }
}

/// A number in digits as another one is written: its groups, decimals, width and suffix.
fn in_digits_like(old: &str, scale: &str, value: &Rational, decimals: usize) -> Option<String> {
    let digits = u32::try_from(decimals).ok()?;
    let format = NumberFormat { digits: Some(digits), scale: None };
    let grouped = print_number(Grammar::Digits, value, &format)?;
    let separator = old.chars().find(|c| is_separator(*c));
    let long = old.chars().filter(|c| is_digit(*c)).count() > 3 + decimals;
    let wide = old.starts_with(|c| ('０'..='９').contains(&c));
    let restyle = |c: char| match c {
        // A long numeral without groups has none by choice; a short one needed none.
        ',' => separator.or((!long).then_some(',')),
        '0'..='9' if wide => char::from_u32(c as u32 - '0' as u32 + '０' as u32),
        '.' if old.contains('．') => Some('．'),
        other => Some(other),
    };
    let text: String = grouped.chars().filter_map(restyle).collect();
    let ordinal = matches!(scale, "st" | "nd" | "rd" | "th");
    let suffix =
        if ordinal { ordinal_suffix(u64::try_from(value.round().to_i64()?).ok()?) } else { scale };
    Some(text + suffix)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Marks that part the groups of a long number: commas and narrow blanks.
fn is_separator(c: char) -> bool {
    matches!(c, ',' | '，' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Whether a mark stands between digits of one numeral.
fn joins_digits(rest: &str, c: char) -> bool {
    let mark = is_separator(c) || matches!(c, '.' | '．' | ' ');
    mark && rest.chars().nth(1).is_some_and(is_digit)
}

fn plain_character(c: char) -> Option<char> {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        '．' => Some('.'),
        c if is_separator(c) || c == ' ' => None,
        c => Some(c),
    }
}

/// `twelve million` as `twelve` and ` million`.
fn split_scale(lower: &str) -> (&str, &str) {
    const SCALES: [&str; 4] = [" thousand", " million", " billion", " trillion"];
    let scale = SCALES.iter().find(|scale| lower.ends_with(**scale));
    scale.map_or((lower, ""), |scale| lower.split_at(lower.len() - scale.len()))
}

/// How a number is spelled, whether as an ordinal, and which number it is: the one that spells back as
/// the same words.
fn english_style(words: &str) -> Option<(EnglishWords, bool, u64)> {
    let styles = [(true, true), (false, true), (true, false), (false, false)];
    for (and, hyphen) in styles {
        let style = EnglishWords { and, hyphen };
        for number in 1..=SPELLED {
            if style.cardinal(number).as_deref() == Some(words) {
                return Some((style, false, number));
            }
            if number <= 100 && style.ordinal(number).as_deref() == Some(words) {
                return Some((style, true, number));
            }
        }
    }
    None
}

/// The largest number that is looked for in words; longer ones stand in digits in any report.
const SPELLED: u64 = 2_000;

fn capitalised_like(old: &str, new: &str) -> String {
    let mut rest = new.chars();
    match (old.chars().next(), rest.next()) {
        (Some(first), Some(letter)) if first.is_uppercase() => {
            letter.to_uppercase().chain(rest).collect()
        }
        _ => new.to_owned(),
    }
}

/// 百分之五 as 百分之 and 五; a prefix may belong to the numeral in the eyes of the scanner.
fn split_chinese_prefix(numeral: &str) -> (&str, &str) {
    const PREFIXES: [&str; 5] = ["百分之", "千分之", "万分之", "萬分之", "第"];
    let prefix = PREFIXES.iter().find(|prefix| numeral.starts_with(**prefix));
    prefix.map_or(("", numeral), |prefix| numeral.split_at(prefix.len()))
}

fn split_chinese_scale(numeral: &str) -> (&str, &str) {
    const SCALES: [&str; 6] = ["万亿", "萬億", "万", "亿", "萬", "億"];
    let scale = SCALES.iter().find(|scale| numeral.ends_with(**scale));
    scale.map_or((numeral, ""), |scale| numeral.split_at(numeral.len() - scale.len()))
}

/// The script of a numeral, its value and its decimals, if it is spelled as this program spells it.
fn chinese_style(words: &str) -> Option<(ChineseScript, Rational, usize)> {
    use ChineseScript::{Financial, Simplified, Traditional};
    for script in [Simplified, Traditional, Financial] {
        let (whole, decimals) = words.split_once(script.point()).unwrap_or((words, ""));
        let digit = |c: char| {
            script.digits().iter().position(|known| *known == c || c == '〇' && *known == '零')
        };
        let fraction: Option<String> =
            decimals.chars().map(|c| digit(c).map(|digit| digit.to_string())).collect();
        let spells = |number: &u64| {
            [true, false].into_iter().any(|counting| {
                let text = script.cardinal(*number, counting).unwrap_or_default();
                text == whole || text.replace(['两', '兩'], "二") == whole
            })
        };
        let (Some(fraction), Some(number)) = (fraction, (0..=SPELLED).find(spells)) else {
            continue;
        };
        let point = if fraction.is_empty() { "" } else { "." };
        let value = parse_decimal(&format!("{number}{point}{fraction}"))
            .filter(|value| !value.is_zero())?;
        return Some((script, value, fraction.len()));
    }
    None
}

fn spell_chinese(
    script: ChineseScript,
    value: &Rational,
    decimals: usize,
    counting: bool,
) -> Option<String> {
    let digits = u32::try_from(decimals).ok()?;
    let format = NumberFormat { digits: Some(digits), scale: None };
    let plain = print_number(Grammar::Digits, value, &format)?.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = script.cardinal(whole.parse().ok()?, counting && fraction.is_empty())?;
    if !fraction.is_empty() {
        text.push(script.point());
        let spelled =
            fraction.chars().filter_map(|c| script.digits().get(c.to_digit(10)? as usize).copied());
        text.extend(spelled);
    }
    Some(text)
}

/// Whether a measure word follows: a Han character that starts neither a unit of shares nor a number.
fn counts(after: &str) -> bool {
    let next = after.trim_start().chars().next();
    next.is_some_and(|c| crate::quantity::is_han(c) && !"十百千万亿点成分".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(grammar: Grammar, numeral: &str, after: &str, old: &str, new: &str) -> String {
        let value = |text: &str| parse_decimal(text).expect("a decimal");
        let rewording =
            Rewording { grammar, numeral, after, old: &value(old), new: &value(new), round: false };
        rewording.candidates().join(" | ")
    }

    #[test]
    fn english_numerals_keep_their_style() {
        let english =
            |numeral, old, new| rewrite(Grammar::English, numeral, " documents", old, new);
        assert_eq!(english("12", "12", "13"), "13");
        assert_eq!(english("twenty-seven", "27", "28"), "twenty-eight");
        assert_eq!(english("Twelve", "12", "105"), "One hundred and five");
        assert_eq!(english("3,547", "3547", "12345"), "12,345");
        assert_eq!(english("3547", "3547", "12345"), "12345");
        assert_eq!(english("950", "950", "1048"), "1,048");
        assert_eq!(english("2.5 million", "2500000", "3618000"), "3.6 million");
        assert_eq!(english("29.5", "29.5", "30"), "30.0");
        assert_eq!(english("twelve million", "12000000", "13000000"), "thirteen million");
        assert_eq!(english("third", "3", "4"), "fourth");
        assert_eq!(english("22nd", "22", "23"), "23rd");
        assert_eq!(english("a dozen", "12", "13"), "");
        assert_eq!(english("12", "12", "0"), "");
    }

    #[test]
    fn chinese_numerals_keep_their_style() {
        let chinese =
            |numeral, after, old, new| rewrite(Grammar::Chinese, numeral, after, old, new);
        assert_eq!(chinese("二十七", "份", "27", "28"), "二十八");
        assert_eq!(chinese("三", "类", "3", "2"), "两");
        assert_eq!(chinese("两", "类", "2", "3"), "三");
        assert_eq!(chinese("三", "成", "30", "20"), "二");
        assert_eq!(chinese("3.5万", "人", "35000", "36400"), "3.6万");
        assert_eq!(chinese("三万", "人", "30000", "40000"), "四万");
        assert_eq!(chinese("十二点五", "", "12.5", "13.25"), "十三点三");
        assert_eq!(chinese("百分之二", "个", "2", "12"), "百分之十二");
        assert_eq!(chinese("叁佰", "元", "300", "420"), "肆佰贰拾");
        assert_eq!(chinese("３５", "项", "35", "36"), "３６");
        assert_eq!(chinese("一半", "", "0.5", "0.4"), "");
    }
}

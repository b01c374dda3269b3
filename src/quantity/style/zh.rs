//! The number style of Chinese, by the clauses of GB/T 15835-2011.

use std::ops::Range;

use super::super::number::ten_to;
use super::super::{
    Content, Grammar, Lexicon, Operator, Period, Quantity, Reading, decimal_string, parse_decimal,
    scan,
};
use super::approximation::{comma_in_approximation, is_han_place};
use super::bounds::{Bounds, is_hyphen};
use super::check::{Kept, Said};
use super::figure::{Figure, digits_at, grouped};
use super::house::is_long;
use super::{Finding, Scene, StyleFault, missing_zero};

/// What a text does against the standard.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, reading) in scene.readings.iter().enumerate() {
        let next = scene.readings.get(index + 1);
        match &reading.content {
            Content::Quantity(quantity) => {
                found.extend(range(scene, reading, quantity));
                found.extend(mixed_numerals(scene, quantity));
                found.extend(mixed_shares(scene, quantity));
                found.extend(figures_with_several(scene, quantity));
                found.extend(groups(scene, quantity));
                found.extend(missing_zero(scene, quantity));
                found.extend(wide_figures(scene, reading));
                found.extend(comma_in_approximation(scene, reading, next));
            }
            Content::Period(_) => {
                found.extend(wide_figures(scene, reading));
                found.extend(short_year(scene, reading, next));
                found.extend(hyphened_period(scene, reading));
            }
            Content::Structural(_) | Content::Unresolved(_) => {
                found.extend(comma_in_approximation(scene, reading, next));
            }
            Content::Excluded(_) => {}
        }
    }
    found
}

/// The faults of a range, with one phrase that mends them all.
fn range(scene: &Scene<'_>, reading: &Reading, quantity: &Quantity) -> Vec<Finding> {
    if quantity.operator != Operator::Range {
        return Vec::new();
    }
    let Some(bounds) = Bounds::of(scene.text, &quantity.digits) else { return Vec::new() };
    let behind = scene.words(&(quantity.digits.end..reading.range.end));
    let scale = shared_scale(scene, quantity, &bounds);
    let sign = share_sign(behind);
    let share = sign.filter(|_| scene.words(&bounds.first).ends_with(is_figure));
    let hyphen = is_hyphen(bounds.mark) || bounds.mark == '–';
    let money = if scale.is_some() { money_name(behind) } else { "" };
    let end = quantity.digits.end + sign.unwrap_or(money).len();
    let mended = [
        scene.words(&bounds.first),
        scale.unwrap_or_default(),
        money,
        share.unwrap_or_default().trim_start(),
        if hyphen { "～" } else { scene.words(&bounds.gap) },
        scene.words(&(bounds.second.start..end)),
    ]
    .concat();
    let faults = [
        (StyleFault::RangeScale, scale.is_some()),
        (StyleFault::RangeShare, share.is_some()),
        (StyleFault::RangeSign, hyphen),
    ];
    let finding = |(fault, _)| Finding::new(fault, bounds.first.start..end, mended.clone());
    faults.into_iter().filter(|(_, stands)| *stands).map(finding).collect()
}

/// The 万 or 亿 of the second bound, where the first bound in figures is read with it.
fn shared_scale<'t>(scene: &Scene<'t>, quantity: &Quantity, bounds: &Bounds) -> Option<&'t str> {
    let second = scene.words(&bounds.second);
    let scale = second.get(second.trim_end_matches(['万', '亿', '萬', '億']).len()..)?;
    let power = scale.chars().map(|unit| if matches!(unit, '万' | '萬') { 4 } else { 8 }).sum();
    let figures = scene.words(&bounds.first);
    let first = parse_decimal(&figures.replace([',', ' '], ""))?;
    (power > 0 && first * ten_to(power) == quantity.value).then_some(scale)
}

/// The sign of per cent or per mille at the start of a stretch, with the blanks before it.
fn share_sign(behind: &str) -> Option<&str> {
    let rest = behind.trim_start().strip_prefix(['%', '％', '‰'])?;
    behind.get(..behind.len() - rest.len())
}

/// The money at the start of a stretch, as the standard repeats it: 13万元～17万元.
fn money_name(behind: &str) -> &str {
    let names = ["元", "美元", "欧元", "港元", "日元", "英镑"];
    let name = names.into_iter().find(|name| behind.starts_with(name)).unwrap_or_default();
    let divided = behind.get(name.len()..).is_some_and(|rest| rest.starts_with('/'));
    if divided { "" } else { name }
}

/// Sections of a numeral in Han characters beside figures: 4千, 1百零8, 3万五千.
fn mixed_numerals(scene: &Scene<'_>, quantity: &Quantity) -> Vec<Finding> {
    let parts = match Bounds::of(scene.text, &quantity.digits) {
        Some(bounds) => vec![bounds.first, bounds.second],
        None => vec![quantity.digits.clone()],
    };
    let parts = parts.into_iter().filter_map(|part| numeral(scene, part));
    parts
        .flat_map(|part| sections(scene, &part))
        .map(|section| in_figures(scene, section))
        .collect()
}

/// The numeral of a bound that has figures and Han characters, without its unit: 4 of 4千米.
fn numeral(scene: &Scene<'_>, part: Range<usize>) -> Option<Range<usize>> {
    let words = scene.words(&part);
    let figures = words.contains(|character: char| character.is_ascii_digit());
    if !(figures && words.contains(is_han_place)) {
        return None;
    }
    match scan(Grammar::Chinese, &Lexicon::default(), words).first() {
        Some(Reading { content: Content::Quantity(quantity), .. }) => {
            Some(part.start + quantity.digits.start..part.start + quantity.digits.end)
        }
        _ => None,
    }
}

/// The stretches between the 万 and 亿 of a numeral that are not in figures alone.
fn sections(scene: &Scene<'_>, part: &Range<usize>) -> Vec<Range<usize>> {
    let belongs = |character: char| {
        character.is_ascii_digit()
            || matches!(character, '.' | ',' | '零' | '〇')
            || is_han_place(character)
    };
    let runs = runs(scene.words(part), belongs).into_iter();
    let places = runs.map(|run| part.start + run.start..part.start + run.end);
    let is_share = |section: &Range<usize>| scene.after(section.end).starts_with("分之");
    places
        .filter(|section| scene.words(section).contains(is_han_place) && !is_share(section))
        .collect()
}

/// A section of a numeral as figures, where the scanner reads it as one whole number.
fn in_figures(scene: &Scene<'_>, section: Range<usize>) -> Finding {
    let words = scene.words(&section);
    let digits = match scan(Grammar::Chinese, &Lexicon::default(), words).as_slice() {
        [Reading { content: Content::Quantity(quantity), range }]
            if range.len() == words.len() && quantity.value.is_integer() =>
        {
            decimal_string(&quantity.value)
        }
        _ => None,
    };
    let figures = digits.map(|digits| scene.house.written(&digits));
    Finding::new(StyleFault::MixedNumeral, section, figures).keeping(Kept::Values)
}

/// The stretches of characters that belong together.
fn runs(words: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, character) in words.char_indices().filter(|(_, character)| belongs(*character)) {
        let end = at + character.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// 百分之12.5 and 千分之3; those of a range are mended together.
fn mixed_shares(scene: &Scene<'_>, quantity: &Quantity) -> Option<Finding> {
    let mut mended = String::new();
    let mut range: Option<Range<usize>> = None;
    for (place, word) in scene.words(&quantity.digits).match_indices(['百', '千']) {
        let start = quantity.digits.start + place;
        let number = start + word.len() + "分之".len();
        let Some(end) = share_end(scene, number, quantity.digits.end) else { continue };
        let whole = range.get_or_insert(start..start);
        mended += scene.words(&(whole.end..start));
        mended += scene.words(&(number..end));
        mended.push(if word == "百" { '%' } else { '‰' });
        whole.end = end;
    }
    range.map(|range| Finding::new(StyleFault::MixedShare, range, mended))
}

/// The place behind the signed figures of a share, where 分之 and figures stand before it.
fn share_end(scene: &Scene<'_>, number: usize, limit: usize) -> Option<usize> {
    let unsigned = scene.after(number).trim_start_matches(['-', '−']);
    let digit = scene.text.len() - unsigned.len();
    let figure = Figure::all_in(scene.text, &(digit..limit)).into_iter().next()?;
    let stands = scene.before(number).ends_with("分之") && figure.range.start == digit;
    stands.then_some(figure.range.end)
}

/// 20几个: 几 behind figures.
fn figures_with_several(scene: &Scene<'_>, quantity: &Quantity) -> Option<Finding> {
    let words = scene.words(&quantity.digits);
    let figures = words.contains(is_figure);
    let fault = StyleFault::FiguresWithSeveral;
    (figures && words.contains('几')).then(|| Finding::new(fault, quantity.digits.clone(), None))
}

/// Long numbers in the form that fewer of them have in the report.
fn groups(scene: &Scene<'_>, quantity: &Quantity) -> Vec<Finding> {
    let Some(with_groups) = scene.house.groups() else { return Vec::new() };
    let finding = |figure: &Figure<'_>| {
        let digits = figure.ungrouped();
        let (fault, written) = if with_groups {
            (StyleFault::Ungrouped, grouped(&digits, scene.house.group_mark()))
        } else {
            (StyleFault::Grouped, digits)
        };
        Finding::new(fault, figure.whole_range(), written)
    };
    Figure::all_in(scene.text, &quantity.digits)
        .iter()
        .filter(|figure| is_long(figure) && figure.mark().is_some() != with_groups)
        .map(finding)
        .collect()
}

/// Rows of wide figures, with the wide marks inside and the sign of per cent behind them.
fn wide_figures(scene: &Scene<'_>, reading: &Reading) -> Vec<Finding> {
    let words = scene.words(&reading.range);
    let belongs = |character| is_wide_digit(character) || matches!(character, '．' | '，' | '％');
    let mut found = Vec::new();
    for run in runs(words, belongs) {
        let written = words.get(run.clone()).unwrap_or_default();
        let opened = written.trim_start_matches(|character| !is_wide_digit(character));
        let row = opened.trim_end_matches(['．', '，']);
        if !row.is_empty() {
            let start = reading.range.start + run.end - opened.len();
            let narrow: String = row.chars().map(narrow).collect();
            let range = start..start + row.len();
            found.push(Finding::new(StyleFault::WideFigures, range, narrow));
        }
    }
    found
}

/// The form of half the width.
fn narrow(character: char) -> char {
    char::from_u32(character as u32 - '！' as u32 + '!' as u32).unwrap_or(character)
}

fn is_wide_digit(character: char) -> bool {
    matches!(character, '０'..='９')
}

fn is_figure(character: char) -> bool {
    character.is_ascii_digit() || is_wide_digit(character)
}

/// 2018—19年: a year, a sign of range, and two digits that the scanner reads as a number before 年.
fn short_year(scene: &Scene<'_>, reading: &Reading, next: Option<&Reading>) -> Option<Finding> {
    let year = scene.words(&reading.range);
    let from: i32 = year.trim_end_matches('年').parse().ok().filter(|_| year.len() < 8)?;
    let next = next.filter(|next| matches!(next.content, Content::Quantity(_)))?;
    let gap = scene.words(&(reading.range.end..next.range.start)).trim();
    let short = next.range.start..next.range.end;
    let behind = scene.after(short.end).strip_prefix('年')?;
    let spans = ["-", "‐", "‑", "–", "—", "——", "～", "~", "至", "到"].contains(&gap);
    let digits = digits_at(scene.text, short.start);
    if !spans || digits != 2 || short.len() != 2 || behind.starts_with('期') {
        return None;
    }
    let part: i32 = scene.words(&short).parse().ok()?;
    let same_century = from - from % 100 + part;
    let to = if same_century > from { same_century } else { same_century + 100 };
    let span = Period::parse(&format!("{from}/{to}"))?;
    let sign = if gap.starts_with(|c| is_hyphen(c) || c == '–') { "—" } else { gap };
    let head = [year, sign].concat();
    let range = reading.range.start..short.end + '年'.len_utf8();
    let finding = Finding::new(StyleFault::ShortYear, range, format!("{head}{to}年"));
    Some(finding.keeping(Kept::Becomes(Said::Other(Content::Period(span)))))
}

/// 2017-2019年, 1月-6月: a period takes the long dash. A date in figures keeps its hyphens.
fn hyphened_period(scene: &Scene<'_>, reading: &Reading) -> Option<Finding> {
    let words = scene.words(&reading.range);
    let (place, sign) = words.char_indices().find(|&(_, c)| is_hyphen(c) || c == '–')?;
    let first = words.get(..place)?.trim_end();
    let second = words.get(place + sign.len_utf8()..)?.trim_start();
    let is_year = |words: &str| words.len() == 4 && words.bytes().all(|byte| byte.is_ascii_digit());
    let years = is_year(first) && second.get(..4).is_some_and(is_year);
    let parted = first.ends_with(['年', '月', '日']) && second.starts_with(is_figure);
    let start = reading.range.start + first.len();
    let end = reading.range.end - second.len();
    (years || parted).then(|| Finding::new(StyleFault::RangeSign, start..end, "—".to_owned()))
}

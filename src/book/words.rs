//! The book's own words that depend on data: references, verdicts, dates, counts.
//!
//! English serves every language that has no words here yet.

use crate::language::Language;
use crate::report::{Basis, ColumnType};
use crate::verify::{Tally, Verdict};

/// `Figure 3`, `图3`.
pub fn figure(number: usize, language: &Language) -> String {
    language.choose(format!("Figure\u{a0}{number}"), format!("图{number}"))
}

/// `Table 3`, `表3`.
pub fn table(number: usize, language: &Language) -> String {
    language.choose(format!("Table\u{a0}{number}"), format!("表{number}"))
}

/// `Chapter 3`, `第三章`.
pub fn chapter(number: usize, language: &Language) -> String {
    language.choose(format!("Chapter\u{a0}{number}"), format!("第{}章", chinese_numeral(number)))
}

/// `Section 3.2`, `第三章第二节`.
pub fn section(chapter: usize, section: usize, language: &Language) -> String {
    language.choose(
        format!("Section\u{a0}{chapter}.{section}"),
        format!("第{}章第{}节", chinese_numeral(chapter), chinese_numeral(section)),
    )
}

/// A part without a number, by its title.
pub fn titled(title: &str, language: &Language) -> String {
    language.choose(format!("‘{title}’"), format!("“{title}”"))
}

/// `（二）`: the number of a section in Chinese headings.
pub fn chinese_section(number: usize) -> String {
    format!("（{}）", chinese_numeral(number))
}

/// A whole number in Chinese numerals, as chapters are counted; Arabic digits from 100.
fn chinese_numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        2..=9 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// A verdict as the reader sees it.
pub fn verdict(verdict: Verdict, language: &Language) -> &'static str {
    match verdict {
        Verdict::Proved => language.choose("proved", "已证实"),
        Verdict::AgreesWithSource => language.choose("agrees with source", "与来源一致"),
        Verdict::Attributed => language.choose("attributed, not verified", "转述，未核实"),
        Verdict::Waived => language.choose("waived", "豁免"),
        Verdict::Refuted => language.choose("refuted", "不成立"),
        Verdict::Broken => language.choose("no answer", "无法核实"),
    }
}

/// What a source is, as the reader sees it.
pub fn basis(basis: Basis, has_data: bool, language: &Language) -> &'static str {
    match (has_data, basis) {
        (false, _) => language.choose("cited publication", "引用出版物"),
        (true, Basis::Primary) => language.choose("primary data", "原始数据"),
        (true, Basis::Transcribed) => {
            language.choose("transcribed from a publication", "转录自出版物")
        }
    }
}

/// What became of the claims, in one line: `61 claims: 55 agree with source, 6 attributed`.
pub fn promise(tally: Tally, draft: bool, language: &Language) -> String {
    if draft {
        let text = language.choose("Draft: numbers not checked", "草稿：数字未经核实");
        return text.to_owned();
    }
    let counts = [
        (tally.proved, language.choose("proved by primary data", "已由原始数据证实")),
        (tally.agreeing, language.choose("agree with source", "与来源一致")),
        (tally.attributed, language.choose("attributed, not verified", "转述、未核实")),
        (tally.waived, language.choose("waived with reasons", "说明理由后豁免")),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| {
            language.choose(format!("{count} {words}"), format!("{count}项{words}"))
        })
        .collect();
    let total = tally.total();
    language.choose(
        format!("{total} claims: {}", parts.join(", ")),
        format!("共{total}项论断：{}", parts.join("，")),
    )
}

/// The label of an exhibit's source line.
pub fn source_line(titles: &[String], language: &Language) -> String {
    language.choose(
        format!("Source: {}", titles.join("; ")),
        format!("资料来源：{}", titles.join("；")),
    )
}

/// What marks the categories of a chart that cover a shorter period.
pub fn partial_note(names: &[&str], language: &Language) -> String {
    language.choose(
        format!("{}: a shorter period than the others, drawn lighter.", names.join(", ")),
        format!("{}所含时间短于其他各期，以浅色绘出。", names.join("、")),
    )
}

/// A pair of a label and a value, as the list of sources shows it.
pub fn labelled(english: &str, chinese: &str, value: &str, language: &Language) -> String {
    language.choose(format!("{english} {value}"), format!("{chinese}{value}"))
}

/// The type of a column of data.
pub fn column_type(kind: ColumnType, language: &Language) -> &'static str {
    match kind {
        ColumnType::Text => language.choose("text", "文本"),
        ColumnType::Integer => language.choose("integer", "整数"),
        ColumnType::Decimal => language.choose("decimal", "小数"),
        ColumnType::Date => language.choose("date", "日期"),
        ColumnType::Boolean => language.choose("true or false", "是或否"),
    }
}

/// How large a table of data is, and how much of it is left out.
pub fn table_size(rows: usize, columns: usize, shown: usize, language: &Language) -> String {
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let size = language.choose(
        format!("{}, {}", plural(rows, "row"), plural(columns, "column")),
        format!("共{rows}行、{columns}列"),
    );
    if shown == rows {
        return size;
    }
    let left = rows - shown;
    language.choose(
        format!("{size}; the first {shown} are shown, {left} are left out"),
        format!("{size}；列出前{shown}行，其余{left}行从略"),
    )
}

/// A change with its sign: `+3.2%`, `−1.5%`.
pub fn signed(printed: &str) -> String {
    match printed.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None if printed.starts_with(|c: char| c.is_numeric()) => format!("+{printed}"),
        None => printed.to_owned(),
    }
}

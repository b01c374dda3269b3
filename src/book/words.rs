//! The book's own words that depend on data: references, verdicts, dates, counts.
//!
//! English serves every language that has no words here yet.

use crate::language::{Language, Words};
use crate::report::{Absence, Basis, ColumnType};
use crate::verify::{Tally, Verdict};

/// `Figure 3`, `图3`.
pub fn figure(number: usize, language: &Language) -> String {
    language.say(Words::new(
        format!("Figure\u{a0}{number}"),
        format!("图{number}"),
        format!("圖{number}"),
        format!("図{number}"),
    ))
}

/// `Table 3`, `表3`.
pub fn table(number: usize, language: &Language) -> String {
    let chinese = format!("表{number}");
    language.say(Words::new(
        format!("Table\u{a0}{number}"),
        chinese.clone(),
        chinese.clone(),
        chinese,
    ))
}

/// `Equation (3)`, `式（3）`.
pub fn equation(number: usize, language: &Language) -> String {
    let han = format!("式（{number}）");
    let english = format!("Equation\u{a0}({number})");
    language.say(Words::new(english, han.clone(), han.clone(), han))
}

/// `Chapter 3`, `第三章`.
pub fn chapter(number: usize, language: &Language) -> String {
    let chinese = format!("第{}章", chinese_numeral(number));
    language.say(Words::new(
        format!("Chapter\u{a0}{number}"),
        chinese.clone(),
        chinese,
        format!("第{number}章"),
    ))
}

/// `Section 3.2`, `第三章第二节`.
pub fn section(chapter: usize, section: usize, language: &Language) -> String {
    let (in_chapter, in_section) = (chinese_numeral(chapter), chinese_numeral(section));
    language.say(Words::new(
        format!("Section\u{a0}{chapter}.{section}"),
        format!("第{in_chapter}章第{in_section}节"),
        format!("第{in_chapter}章第{in_section}節"),
        format!("第{chapter}章第{section}節"),
    ))
}

/// A part without a number, by its title.
pub fn titled(title: &str, language: &Language) -> String {
    let brackets = format!("「{title}」");
    language.say(Words::new(format!("‘{title}’"), format!("“{title}”"), brackets.clone(), brackets))
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
        Verdict::Proved => language.say(Words::new("proved", "已证实", "已證實", "実証済み")),
        Verdict::AgreesWithSource => {
            language.say(Words::new("agrees with source", "与来源一致", "與來源一致", "出典と一致"))
        }
        Verdict::Attributed => language.say(Words::new(
            "attributed, not verified",
            "转述，未核实",
            "轉述，未核實",
            "引用、未検証",
        )),
        Verdict::Waived => language.say(Words::new("waived", "豁免", "豁免", "免除")),
        Verdict::Refuted => language.say(Words::new("refuted", "不成立", "不成立", "不成立")),
        Verdict::Broken => {
            language.say(Words::new("no answer", "无法核实", "無法核實", "検証不能"))
        }
    }
}

/// What a source is, as the reader sees it.
pub fn basis(basis: Basis, has_data: bool, language: &Language) -> &'static str {
    match (has_data, basis) {
        (false, _) => {
            language.say(Words::new("cited publication", "引用出版物", "引用出版物", "引用文献"))
        }
        (true, Basis::Primary) => {
            language.say(Words::new("primary data", "原始数据", "原始數據", "元のデータ"))
        }
        (true, Basis::Transcribed) => language.say(Words::new(
            "transcribed from a publication",
            "转录自出版物",
            "轉錄自出版物",
            "文献から転記",
        )),
    }
}

/// What became of the claims, in one line: `61 claims: 55 agree with source, 6 attributed`.
pub fn promise(tally: Tally, draft: bool, language: &Language) -> String {
    if draft {
        let text = language.say(Words::new(
            "Draft: numbers not checked",
            "草稿：数字未经核实",
            "草稿：數字未經核實",
            "草稿：数値は未検証",
        ));
        return text.to_owned();
    }
    let counts = [
        (
            tally.proved,
            language.say(Words::new(
                "proved by primary data",
                "已由原始数据证实",
                "已由原始數據證實",
                "元のデータで実証",
            )),
        ),
        (
            tally.agreeing,
            language.say(Words::new("agree with source", "与来源一致", "與來源一致", "出典と一致")),
        ),
        (
            tally.attributed,
            language.say(Words::new(
                "attributed, not verified",
                "转述、未核实",
                "轉述、未核實",
                "引用、未検証",
            )),
        ),
        (
            tally.waived,
            language.say(Words::new(
                "waived with reasons",
                "说明理由后豁免",
                "說明理由後豁免",
                "理由を示して免除",
            )),
        ),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| {
            language.say(Words::new(
                format!("{count} {words}"),
                format!("{count}项{words}"),
                format!("{count}項{words}"),
                format!("{words}{count}件"),
            ))
        })
        .collect();
    let total = tally.total();
    language.say(Words::new(
        format!("{total} claims: {}", parts.join(", ")),
        format!("共{total}项论断：{}", parts.join("，")),
        format!("共{total}項論斷：{}", parts.join("，")),
        format!("主張{total}件：{}", parts.join("、")),
    ))
}

/// The label of an exhibit's source line.
pub fn source_line(titles: &[String], language: &Language) -> String {
    language.say(Words::new(
        format!("Source: {}", titles.join("; ")),
        format!("资料来源：{}", titles.join("；")),
        format!("資料來源：{}", titles.join("；")),
        format!("出典：{}", titles.join("、")),
    ))
}

/// A pair of a label and a value, as the list of sources shows it.
pub fn labelled(english: &str, chinese: &str, value: &str, language: &Language) -> String {
    const FORMS: [(&str, &str, &str); 6] = [
        ("本版日期：", "本版日期：", "本版発行日："),
        ("作者：", "作者：", "著者："),
        ("取得日期：", "取得日期：", "取得日："),
        ("许可：", "許可：", "ライセンス："),
        ("数据截至", "數據截至", "データ基準日："),
        ("数据有改动：", "數據有改動：", "データの変更："),
    ];
    let form = FORMS.iter().find(|(plain, ..)| *plain == chinese);
    let english = format!("{english} {value}");
    let (traditional, japanese) = match form {
        Some((_, traditional, japanese)) => {
            (format!("{traditional}{value}"), format!("{japanese}{value}"))
        }
        None => (format!("{chinese}{value}"), english.clone()),
    };
    language.say(Words::new(english, format!("{chinese}{value}"), traditional, japanese))
}

/// The families that the report itself brings, as a sentence behind those of the program.
pub fn given_faces(families: &[&str], language: &Language) -> String {
    if families.is_empty() {
        return String::new();
    }
    let listed = families.join("、");
    language.say(Words::new(
        format!(" Faces of the report itself: {}.", families.join(", ")),
        format!("本报告自带字体：{listed}。"),
        format!("本報告自帶字體：{listed}。"),
        format!("本報告の書体：{listed}。"),
    ))
}

/// The type of a column of data.
pub fn column_type(kind: ColumnType, language: &Language) -> &'static str {
    match kind {
        ColumnType::Text => language.say(Words::new("text", "文本", "文本", "文字列")),
        ColumnType::Integer => language.say(Words::new("integer", "整数", "整數", "整数")),
        ColumnType::Decimal => language.say(Words::new("decimal", "小数", "小數", "小数")),
        ColumnType::Date => language.say(Words::new("date", "日期", "日期", "日付")),
        ColumnType::Boolean => {
            language.say(Words::new("true or false", "是或否", "是或否", "真または偽"))
        }
    }
}

/// How large a table of data is, and how much of it is left out.
pub fn table_size(rows: usize, columns: usize, shown: usize, language: &Language) -> String {
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let size = language.say(Words::new(
        format!("{}, {}", plural(rows, "row"), plural(columns, "column")),
        format!("共{rows}行、{columns}列"),
        format!("共{rows}行、{columns}列"),
        format!("{rows}行、{columns}列"),
    ));
    if shown == rows {
        return size;
    }
    let left = rows - shown;
    language.say(Words::new(
        format!("{size}; the first {shown} are shown, {left} are left out"),
        format!("{size}；列出前{shown}行，其余{left}行从略"),
        format!("{size}；列出前{shown}行，其餘{left}行從略"),
        format!("{size}。はじめの{shown}行を示し、残りの{left}行は省く"),
    ))
}

/// What the symbols of a table mean, if it has any.
pub fn table_symbols(absences: &[Absence], parts: bool, language: &Language) -> Option<String> {
    let mut meanings: Vec<&str> = absences
        .iter()
        .map(|absence| match absence {
            Absence::TooSmall => language.say(Words::new(
                "… less than half of the last digit shown",
                "“…”表示数据不足本表最小单位数",
                "「…」表示數據不足本表最小單位數",
                "「…」は表示の最小単位に満たない",
            )),
            Absence::Unknown => language.say(Words::new(
                "a blank: not known, or no such figure exists",
                "空格表示数据不详或无该项数据",
                "空格表示數據不詳或無該項數據",
                "空欄は不明または該当なし",
            )),
            Absence::None => language.say(Words::new(
                "– none",
                "“–”表示无此项",
                "「–」表示無此項",
                "「–」は皆無",
            )),
        })
        .collect();
    if parts {
        meanings.push(language.say(Words::new(
            "# of which, a main item",
            "“#”表示其中的主要项",
            "「#」表示其中的主要項",
            "「#」は内訳の主な項目",
        )));
    }
    if meanings.is_empty() {
        return None;
    }
    let list = meanings.join(if language.is_han() { "；" } else { "; " });
    Some(language.say(Words::new(
        format!("Symbols: {list}."),
        format!("符号说明：{list}。"),
        format!("符號說明：{list}。"),
        format!("記号：{list}。"),
    )))
}

/// What a table is like, for those who hear it.
pub fn table_summary(
    rows: usize,
    groups: usize,
    totals: bool,
    heads: &[String],
    language: &Language,
) -> String {
    let columns = heads.len();
    if language.is_chinese() {
        let [divided, into, sums, are] = if language.is_traditional() {
            ["，分為", "組", "，含合計行", "各列為："]
        } else {
            ["，分为", "组", "，含合计行", "各列为："]
        };
        let grouped = if groups > 0 { format!("{divided}{groups}{into}") } else { String::new() };
        let summed = if totals { sums } else { "" };
        format!("共{rows}行{columns}列{grouped}{summed}。{are}{}。", heads.join("、"))
    } else {
        let counted = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        let grouped =
            if groups > 0 { format!(" in {}", counted(groups, "group")) } else { String::new() };
        let summed = if totals { ", with totals" } else { "" };
        format!(
            "{}{grouped} and {}{summed}. The columns are {}.",
            counted(rows, "row"),
            counted(columns, "column"),
            heads.join(", ")
        )
    }
}

/// Where the evidence of an edition for the press is: a file for the press carries nothing.
pub fn evidence_beside(language: &Language) -> &'static str {
    language.say(Words::new(
        "The evidence of this edition stands beside its PDF, in evidence.json, and inside the editions for the screen. The record, without the places on pages, is the one with this digest:",
        "本版的证据载于随附的 evidence.json，亦附于各电子版 PDF 之内。该记录（页面位置除外）的摘要如下：",
        "本版的證據載於隨附的 evidence.json，亦附於各電子版 PDF 之內。該記錄（頁面位置除外）的摘要如下：",
        "本版の根拠は PDF に添えた evidence.json と、画面用の各版の PDF の中にある。頁上の位置を除く記録のダイジェストは次のとおり：",
    ))
}

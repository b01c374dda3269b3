use super::{Collation, SIGNS};
use crate::language::Language;

fn collation(tag: &str) -> Collation {
    Collation::new(&Language::parse(tag).unwrap())
}

fn sorted(tag: &str, words: &[&'static str]) -> Vec<&'static str> {
    let collation = collation(tag);
    let mut words = words.to_vec();
    words.sort_by(|one, other| collation.compare_grouped(one, other));
    words
}

#[test]
fn chinese_is_ordered_by_pinyin() {
    let words = ["政策", "区块链", "标准", "人工智能", "创新", "安全", "园区", "DLT", "5G"];
    assert_eq!(
        sorted("zh", &words),
        ["5G", "安全", "标准", "创新", "DLT", "区块链", "人工智能", "园区", "政策"]
    );
}

/// A character with two readings is ordered by the one that it has in its word.
#[test]
fn readings_follow_the_word() {
    let zh = collation("zh");
    for (word, letter) in [
        ("重庆", "C"),
        ("重点", "Z"),
        ("银行", "Y"),
        ("行业", "H"),
        ("行政", "X"),
        ("会计", "K"),
        ("会议", "H"),
        ("长期", "C"),
        ("调查", "D"),
        ("调整", "T"),
        ("率先", "S"),
        ("厦门", "X"),
        ("单位", "D"),
        ("参与", "C"),
        ("区块链", "Q"),
        ("乐观", "L"),
    ] {
        assert_eq!(zh.group(word), letter, "{word}");
    }
    // háng before xíng, chóng before zhòng, zhǎng behind chéng.
    assert_eq!(sorted("zh", &["行政", "行业", "航空"]), ["航空", "行业", "行政"]);
    assert_eq!(sorted("zh", &["增长", "增产", "增值"]), ["增产", "增长", "增值"]);
}

#[test]
fn traditional_chinese_is_ordered_by_strokes() {
    let words = ["標準", "人工智慧", "一帶", "區塊鏈"];
    assert_eq!(sorted("zh-Hant", &words), ["一帶", "人工智慧", "區塊鏈", "標準"]);
    assert_eq!(collation("zh-Hant").group("人工智慧"), "2劃");
}

#[test]
fn english_is_ordered_letter_by_letter_without_case_and_accents() {
    let words = ["data base", "Éclair", "database", "Data", "e-mail", "eclipse", "dates"];
    assert_eq!(
        sorted("en", &words),
        ["Data", "data base", "database", "dates", "Éclair", "eclipse", "e-mail"]
    );
    assert_eq!(collation("en").group("Éclair"), "E");
    assert_eq!(collation("en").group("“quoted”"), "Q");
    assert_eq!(collation("en").group("2020"), SIGNS);
}

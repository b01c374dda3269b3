//! Prose as Typst markup, and the book's own words.

use super::markup::escaped;
use super::{quoted, words};
use crate::language::Language;

#[test]
fn no_mark_reaches_typst_as_code() {
    assert_eq!(escaped("价格为$5和$6"), "价格为\\$5和\\$6");
    assert_eq!(
        escaped("@fig #x *y* _z_ `c` <l> a--b 1. [u] ~ \\"),
        "\\@fig \\#x \\*y\\* \\_z\\_ \\`c\\` \\<l\\> a\\-\\-b 1\\. \\[u\\] \\~ \\\\"
    );
    assert_eq!(escaped("= no heading\n- no list"), "\\= no heading \\- no list");
    assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c d\"");
}

#[test]
fn references_speak_the_language() {
    let (english, chinese) = (Language::parse("en").unwrap(), Language::parse("zh").unwrap());
    assert_eq!(words::figure(3, &english), "Figure\u{a0}3");
    assert_eq!(words::figure(3, &chinese), "图3");
    assert_eq!(words::chapter(12, &chinese), "第十二章");
    assert_eq!(words::chapter(20, &chinese), "第二十章");
    assert_eq!(words::section(2, 10, &chinese), "第二章第十节");
    assert_eq!(words::chinese_section(21), "（二十一）");
    assert_eq!(words::section(2, 3, &english), "Section\u{a0}2.3");
}

use super::time::When;
use super::words::{Words, alike, stem};

#[test]
fn words_are_brought_to_one_form() {
    assert_eq!(stem("Countries"), "country");
    assert_eq!(stem("emissions"), "emission");
    assert_eq!(stem("Japan's"), "japan");
    assert!(alike("construction", "construct") && !alike("export", "expert"));
    let words = Words::of_name("realGdp_bn1971");
    let stems: Vec<&str> = words.tokens.iter().map(|token| token.stem.as_str()).collect();
    assert_eq!(stems, ["real", "gdp", "bn", "1971"]);
    let words = Words::of_text("二氧化碳排放量为3吨");
    assert_eq!(words.tokens[0].stem, "二氧化碳");
}

#[test]
fn spans_are_read() {
    let quarter = When::parse("1982Q4").unwrap();
    assert_eq!((quarter.first, quarter.last), (19_821_001, 19_821_231));
    assert_eq!(quarter.months().unwrap().part(4), Some(4));
    assert!(When::year(1982).contains(quarter));
}

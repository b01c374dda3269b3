//! Where sentences and clauses end.

use super::sentence::{clause_after, sentence_around};

fn sentence<'a>(text: &'a str, word: &str) -> &'a str {
    &text[sentence_around(text, text.find(word).unwrap())]
}

#[test]
fn sentences_end_at_full_stops_and_not_inside_numbers() {
    let english = "It rose by 2.5 in 2018. In 2019 it fell. Nobody knows why";
    assert_eq!(sentence(english, "2.5"), "It rose by 2.5 in 2018.");
    assert_eq!(sentence(english, "fell"), " In 2019 it fell.");
    assert_eq!(sentence(english, "why"), " Nobody knows why");
    let chinese = "2018年为10项；2019年上半年为12项。此后不详";
    assert_eq!(sentence(chinese, "12"), "2019年上半年为12项。");
    assert_eq!(sentence(chinese, "此后"), "此后不详");
}

#[test]
fn clauses_end_at_commas_and_not_inside_numbers() {
    let text = "there were 3,547 patents, more than before";
    assert_eq!(clause_after(text, text.find("3,").unwrap()), "3,547 patents");
    let text = "公开专利3547件，申请1048件。";
    assert_eq!(clause_after(text, text.find("件").unwrap()), "件");
}

use super::drawing::texts;
use super::{normal, number_words};

#[test]
fn what_is_compared_has_no_blanks_and_no_hyphens() {
    assert_eq!(normal("fund- raising \u{2011} 2019 年"), "fundraising2019年");
    assert_eq!(normal("ﬁve ⑤ １２"), "five512");
    // A sign before a number counts.
    assert_eq!(normal("S -5, (-5), 3-4"), "S5,(-5),3-4");
    assert_eq!(normal("= -5"), "=-5");
    // A file may hold all hyphens of a font as soft ones.
    assert_eq!(normal("repeat\u{ad}edly, 12\u{ad}18"), normal("repeatedly, 12-18"));
    assert_eq!(normal("12\u{ad}18"), "12-18");
}

#[test]
fn numbers_in_words_are_found_in_both_languages() {
    let found = |text: &str| -> Vec<String> {
        number_words(text).into_iter().map(|range| text[range].to_owned()).collect()
    };
    assert_eq!(found("There are seven parks."), ["seven"]);
    assert_eq!(found("共有七个园区。").len(), 1);
    assert_eq!(found("目标是 twelve documents"), ["twelve"]);
    assert!(found("Evidence ledger, 12 rows, $").is_empty());
    assert!(found("正文中的每项论断在此都有对应的条目。").is_empty());
}

#[test]
fn the_text_of_a_drawing_is_read_with_its_escapes() {
    let svg = r#"<svg><text x="1"><tspan>1,5</tspan>39</text><text>
R&amp;D &lt; &#50;
</text><rect/><text/></svg>"#;
    let said: Vec<String> = texts(svg).into_iter().map(|line| line.text).collect();
    assert_eq!(said, ["1,539", "R&D < 2"]);
    assert!(texts("<svg><text>12").is_empty());
}

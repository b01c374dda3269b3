//! Numerals in a text: runs of digits of any script.

use std::ops::Range;

/// The runs of numeric characters, with the marks between their digits: `1,539`, `2.5`, `①`. What a run is
/// worth is not asked here.
pub fn numerals(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut marks_since = 0;
    for (at, c) in text.char_indices() {
        if c.is_numeric() {
            let end = at + c.len_utf8();
            match found.last_mut() {
                Some(last) if last.end + marks_since == at && marks_since <= 1 => last.end = end,
                _ => found.push(at..end),
            }
            marks_since = 0;
        } else if matches!(c, ',' | '.') {
            marks_since += 1;
        } else {
            // More than any mark, so that the next digit begins a numeral.
            marks_since = 2;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::numerals;

    #[test]
    fn digits_of_any_script_are_numerals() {
        let found = |text: &str| -> Vec<String> {
            numerals(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("1,539 项，2.5%；3、4"), ["1,539", "2.5", "3", "4"]);
        assert_eq!(found("图12.图3. 5.."), ["12", "3", "5"]);
        assert_eq!(found("①②Ⅳ٣½"), ["①②Ⅳ٣½"]);
        assert_eq!(found("1..2"), ["1", "2"]);
        assert!(found("一、十二 one").is_empty());
    }
}

//! The cover of a bound book: the same report, set on one sheet with its spine.

use serde_json::{Value, json};

use super::{Book, BookFile, MAIN};
use crate::report::{Length, PrintSettings};

impl Book {
    /// The cover of a book of so many pages.
    #[must_use]
    pub fn jacket(&self, print: &PrintSettings, pages: usize) -> Self {
        let mut jacket = self.clone();
        let spine = spine(pages, print.paper.unwrap_or_default());
        jacket.record["edition"]["press"]["jacket"] = json!({
            "spine": spine.in_millimetres(),
            "label": format!("cover · spine {} mm · {pages} pages", spine.in_millimetres()),
            "isbn": print.isbn.as_deref().map(isbn),
        });
        jacket.set_record();
        if let Some(BookFile::Data(main)) = jacket.files.get(MAIN) {
            let main = String::from_utf8_lossy(main)
                .replace(
                    "#import \"/templates/book.typ\": book",
                    "#import \"/templates/jacket.typ\": jacket",
                )
                .replace("#book(", "#jacket(");
            jacket.files.insert(MAIN.to_owned(), BookFile::Data(main.into_bytes()));
        }
        jacket
    }
}

/// How wide the spine of so many pages is: two pages are a leaf, and each leaf is as thick as the paper. To the
/// tenth of a millimetre, since glue and press move more than that.
pub fn spine(pages: usize, paper: Length) -> Length {
    let leaves = u32::try_from(pages.div_ceil(2)).unwrap_or(u32::MAX);
    let exact = leaves.saturating_mul(paper.as_micrometres());
    Length::micrometres(exact.saturating_add(50) / 100 * 100)
}

/// What the template draws of the thirteen digits of an ISBN.
fn isbn(digits: &str) -> Value {
    let spaced = format!("{} {} {}", &digits[..1], &digits[1..7], &digits[7..]);
    json!({ "written": format!("ISBN {digits}"), "digits": spaced, "bars": bars(digits) })
}

/// The widths of the four stripes of a digit, white first, in the left half by the first code.
const DIGITS: [[u8; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];

/// Which digits of the left half are written backwards, by the digit before them: the highest bit is the first.
const BACKWARDS: [u8; 10] = [
    0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101,
    0b01_0110, 0b01_1010,
];

/// The bars of an EAN-13 code (ISO/IEC 15420): where each begins, how wide it is, and whether it is one of the
/// long ones that guard the halves.
fn bars(digits: &str) -> Vec<(u8, u8, bool)> {
    let digits: Vec<usize> = digits.bytes().map(|byte| usize::from(byte - b'0')).collect();
    // Stripes in turn white and black, from a white one.
    let mut stripes: Vec<(u8, bool)> = vec![(0, false)];
    stripes.extend([(1, true); 3]);
    for (at, digit) in digits[1..7].iter().enumerate() {
        let mut widths = DIGITS[*digit];
        if BACKWARDS[digits[0]] >> (5 - at) & 1 == 1 {
            widths.reverse();
        }
        stripes.extend(widths.map(|width| (width, false)));
    }
    stripes.extend([(1, true); 5]);
    // In the right half the stripes of a digit begin with black.
    for digit in &digits[7..] {
        stripes.extend(DIGITS[*digit].map(|width| (width, false)));
    }
    stripes.extend([(1, true); 3]);
    let mut bars = Vec::new();
    let mut at = 0;
    for (index, (width, long)) in stripes.into_iter().enumerate() {
        if index % 2 == 1 {
            bars.push((at, width, long));
        }
        at += width;
    }
    bars
}

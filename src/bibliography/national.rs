//! GB/T 7714-2025, in force since 1 July 2026: what CSL cannot say of it.
//!
//! Against the edition of 2015: family names keep their case; marks other than `.`, `[` and `]` are full-width
//! ones in references in Han script; preprints `[PP]` and data sets `[DS]` have types of their own; a
//! day of access is given for works on the web alone; a standard begins with its number and names neither
//! author nor publisher; 等 and the role after it keep their comma; hyphens of given names stay.
//! Chinese given names in Pinyin are not to be shortened: give them as a whole name in braces.

use hayagriva::types::{EntryType, FormatString};
use hayagriva::{Entry, select};

use super::Work;

/// The styles, by the names under which reports ask for them.
pub const STYLES: [(&str, &str); 3] = [
    ("gb-7714-2025", include_str!("../../styles/gb-7714-2025-numeric.csl")),
    ("gb-7714-2025-numeric", include_str!("../../styles/gb-7714-2025-numeric.csl")),
    ("gb-7714-2025-author-date", include_str!("../../styles/gb-7714-2025-author-date.csl")),
];

/// The styles of the program by name, with their text.
pub fn own_styles() -> impl Iterator<Item = (String, &'static str)> {
    STYLES.iter().map(|(name, csl)| ((*name).to_owned(), *csl))
}

/// The style for works in Han script: the marks that it puts between and around things become full-width.
pub fn full_width(csl: &str) -> String {
    let mut text = String::with_capacity(csl.len());
    let mut rest = csl;
    while let Some(at) = ["prefix=\"", "suffix=\"", "delimiter=\""]
        .iter()
        .filter_map(|name| rest.find(name).map(|at| at + name.len()))
        .min()
    {
        let end = rest[at..].find('"').map_or(rest.len(), |end| at + end);
        text.push_str(&rest[..at]);
        text.push_str(&widened(&rest[at..end]));
        rest = &rest[end..];
    }
    text + rest
}

fn widened(value: &str) -> String {
    let marks = [(", ", "，"), (": ", "："), ("; ", "；"), ("(", "（"), (")", "）")];
    marks.iter().fold(value.to_owned(), |value, (narrow, wide)| value.replace(narrow, wide))
}

/// The entry as the style wants it: the type of the work stands in `genre`.
pub fn prepared(work: &Work) -> Entry {
    let mut entry = work.entry.clone();
    let code = code(work);
    if code == "S" {
        let serial = entry.keyed_serial_number("serial").map(str::to_owned);
        let number = serial.or_else(|| work.number.clone());
        let title = entry.title().map(ToString::to_string).unwrap_or_default();
        if let Some(number) = number
            && !title.contains(&number)
        {
            entry.set_title(FormatString::with_value(format!("{number} {title}")));
        }
        entry.set_authors(Vec::new());
    }
    let carrier = if entry.url_any().is_some() { "/OL" } else { "" };
    entry.set_genre(FormatString::with_value(format!("{code}{carrier}")));
    entry
}

/// The identifier of the type of a work.
fn code(work: &Work) -> &'static str {
    let entry = &work.entry;
    match work.written.as_str() {
        "standard" => return "S",
        "preprint" => return "PP",
        "dataset" | "data set" => return "DS",
        "software" | "computer program" => return "CP",
        "newspaper" => return "N",
        "map" => return "CM",
        "archive" => return "A",
        "database" => return "DB",
        _ => {}
    }
    if entry.arxiv().is_some() && entry.parents().iter().all(|parent| parent.title().is_none()) {
        return "PP";
    }
    if select!(Article > Newspaper).matches(entry) {
        return "N";
    }
    match entry.entry_type() {
        EntryType::Article if select!(Article > Proceedings).matches(entry) => "C",
        EntryType::Article | EntryType::Periodical => "J",
        EntryType::Proceedings | EntryType::Conference => "C",
        EntryType::Anthos | EntryType::Anthology => "G",
        EntryType::Book | EntryType::Chapter | EntryType::Reference | EntryType::Entry => "M",
        EntryType::Report => "R",
        EntryType::Thesis => "D",
        EntryType::Patent => "P",
        EntryType::Repository => "CP",
        EntryType::Newspaper => "N",
        EntryType::Web | EntryType::Blog | EntryType::Post | EntryType::Thread => "EB",
        _ if entry.url().is_some() => "EB",
        _ => "Z",
    }
}

/// A text in Han script without the blanks that the text processor puts before 等 and 版.
pub fn closed_up(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == ' ' {
            let after: Vec<char> = rest.clone().take(2).collect();
            let ends = !after.get(1).is_some_and(|c| c.is_alphanumeric());
            let before = closed.chars().next_back();
            let term = match after.first() {
                Some('等') => ends,
                Some('版') => ends && before.is_some_and(|c| c.is_ascii_digit()),
                _ => false,
            };
            if term {
                continue;
            }
        }
        closed.push(c);
    }
    closed
}

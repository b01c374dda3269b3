//! `[edition.*.print]` of `report.toml`: what makes an edition one for the press.

use super::length::{Length, read_length};
use super::manifest::{read_path, unknown_word};
use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::RelativePath;
use crate::source::{MappedText, Span};

/// How an edition is made for the press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintSettings {
    /// How far what runs to the edge goes on beyond it.
    pub bleed: Length,
    /// What is drawn around the page.
    pub marks: Marks,
    /// What the binding takes of the inner margin.
    pub gutter: Length,
    /// Which inks there are.
    pub colours: Colours,
    /// The printing condition.
    pub profile: Profile,
    /// The greatest sum of the inks on a spot, in percent.
    pub ink_limit: u32,
    /// The least resolution of an image, in pixels an inch.
    pub resolution: u32,
    /// How thick a leaf of the paper is.
    pub paper: Option<Length>,
    /// Whether each part begins on a right-hand page.
    pub chapters_on_recto: bool,
    /// Whether a cover with its spine is made too.
    pub cover: bool,
    /// The thirteen digits of the ISBN.
    pub isbn: Option<String>,
}

/// What is drawn around the page, outside of the bleed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each mark is drawn or not, whatever the others are"
)]
pub struct Marks {
    /// Where the page is cut.
    pub crop: bool,
    /// Crosses that show whether the inks fit on each other.
    pub registration: bool,
    /// Fields of the inks.
    pub colour_bar: bool,
    /// A line that says what the sheet is.
    pub slug: bool,
}

impl Marks {
    /// Whether anything is drawn at all.
    pub fn any(self) -> bool {
        self.crop || self.registration || self.colour_bar || self.slug
    }
}

/// Which inks there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// The four process inks, and the spot colours of the theme.
    Cmyk,
    /// Black alone.
    Grey,
}

/// The printing condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The bundled one: offset on coated paper, FOGRA39.
    Fogra39,
    /// A file of the report.
    File(RelativePath, Span),
}

/// The words of `marks`.
const MARKS: [&str; 4] = ["crop", "registration", "colour-bar", "slug"];

/// Reads the table; `None` where the edition has none.
pub fn read_print_settings(
    edition: &Table<'_>,
    problems: &mut Diagnostics,
) -> Option<PrintSettings> {
    let table = edition.table("print", problems)?;
    let millimetres = Length::millimetres;
    let length = |key, most, problems: &mut Diagnostics| {
        read_length(&table, key, (Length::default(), millimetres(most)), problems)
    };
    let settings = PrintSettings {
        bleed: length("bleed", 20, problems).unwrap_or(millimetres(3)),
        marks: read_marks(&table, problems),
        gutter: length("gutter", 20, problems).unwrap_or_default(),
        colours: read_word(&table, "colours", &COLOURS, problems).unwrap_or(Colours::Cmyk),
        profile: read_profile(&table, problems).unwrap_or(Profile::Fogra39),
        ink_limit: read_count(&table, "ink-limit", (200, 400), problems).unwrap_or(300),
        resolution: read_count(&table, "resolution", (72, 2400), problems).unwrap_or(300),
        paper: read_paper(&table, problems),
        chapters_on_recto: read_word(&table, "chapters", &CHAPTERS, problems).unwrap_or(true),
        cover: table.flag("cover", problems).unwrap_or(false),
        isbn: read_isbn(&table, problems),
    };
    if settings.cover && !table.has("paper") {
        problems.push(cover_without_paper(table.span()));
    }
    if let Some(entry) = table.get("isbn").filter(|_| !settings.cover) {
        problems.push(isbn_without_cover(entry.span));
    }
    table.finish(problems);
    Some(settings)
}

const COLOURS: [(&str, Colours); 2] = [("cmyk", Colours::Cmyk), ("grey", Colours::Grey)];

const CHAPTERS: [(&str, bool); 2] = [("recto", true), ("any", false)];

fn read_word<T: Copy>(
    table: &Table<'_>,
    key: &str,
    words: &[(&str, T)],
    problems: &mut Diagnostics,
) -> Option<T> {
    let text = table.text(key, problems)?;
    let found = words.iter().find(|(word, _)| *word == text.as_str());
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        problems.push(unknown_word(&text, key, &known));
    }
    found.map(|(_, value)| *value)
}

fn read_count(
    table: &Table<'_>,
    key: &str,
    (least, most): (u32, u32),
    problems: &mut Diagnostics,
) -> Option<u32> {
    let count = table.count(key, problems)?;
    if !(least..=most).contains(&count) {
        let span = table.get(key)?.span;
        let message = format!("`{key}` is {count}; it lies between {least} and {most}");
        problems.push(Diagnostic::new(Code::InvalidValue, message).at(span, ""));
        return None;
    }
    Some(count)
}

/// All marks, unless the table lists some; an empty list draws none.
fn read_marks(table: &Table<'_>, problems: &mut Diagnostics) -> Marks {
    let all = !table.has("marks");
    let mut marks = Marks { crop: all, registration: all, colour_bar: all, slug: all };
    for text in table.texts("marks", problems) {
        match text.as_str() {
            "crop" => marks.crop = true,
            "registration" => marks.registration = true,
            "colour-bar" => marks.colour_bar = true,
            "slug" => marks.slug = true,
            _ => problems.push(unknown_word(&text, "mark", &MARKS)),
        }
    }
    marks
}

/// The name of the bundled condition, or a path to a profile.
fn read_profile(table: &Table<'_>, problems: &mut Diagnostics) -> Option<Profile> {
    let text = table.text("profile", problems)?;
    if text.as_str() == "fogra39" {
        return Some(Profile::Fogra39);
    }
    if !text.as_str().to_ascii_lowercase().ends_with(".icc") {
        problems.push(
            unknown_word(&text, "profile", &["fogra39"])
                .help("or the path of a file of the report that ends with `.icc`"),
        );
        return None;
    }
    read_path(&text, problems).map(|path| Profile::File(path, text.whole_span()))
}

/// `paper = "0.1mm"`, or `{ weight = 115, volume = "1.1" }`: grams a square metre, and cubic centimetres a gram.
fn read_paper(table: &Table<'_>, problems: &mut Diagnostics) -> Option<Length> {
    let bounds = (Length::micrometres(20), Length::millimetres(2));
    if !table.is_table("paper") {
        return read_length(table, "paper", bounds, problems);
    }
    let paper = table.table("paper", problems)?;
    paper.require("weight", problems);
    paper.require("volume", problems);
    let weight = read_count(&paper, "weight", (25, 600), problems);
    let volume = paper.text("volume", problems);
    let hundredths = volume.as_ref().and_then(|text| {
        let parsed = hundredths(text.as_str()).filter(|volume| (50..=300).contains(volume));
        if parsed.is_none() {
            problems.push(no_volume(text));
        }
        parsed
    });
    paper.finish(problems);
    // A gram a square metre at one cubic centimetre a gram is a micrometre.
    Some(Length::micrometres((weight? * hundredths? + 50) / 100))
}

/// `1.1` as 110.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fine = whole.len() == 1 && (1..=2).contains(&fraction.len());
    let digits = format!("{whole}{fraction:0<2}");
    if fine && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

fn read_isbn(table: &Table<'_>, problems: &mut Diagnostics) -> Option<String> {
    let text = table.text("isbn", problems)?;
    let digits: String = text.as_str().chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let right = digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !right || !(digits.starts_with("978") || digits.starts_with("979")) {
        problems.push(no_isbn(&text));
        return None;
    }
    let wanted = check_digit(&digits[..12]);
    if !digits.ends_with(wanted) {
        problems.push(wrong_check_digit(&text, wanted));
        return None;
    }
    Some(digits)
}

/// The last digit of an ISBN by the twelve before it: with it, the digits weighted 1, 3, 1, 3 sum to a
/// multiple of ten.
fn check_digit(twelve: &str) -> char {
    let weighted = twelve.bytes().enumerate().map(|(at, byte)| {
        let digit = u32::from(byte - b'0');
        if at % 2 == 0 { digit } else { digit * 3 }
    });
    char::from_digit((10 - weighted.sum::<u32>() % 10) % 10, 10).unwrap_or('0')
}

fn cover_without_paper(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "a cover needs `paper`, since the spine is as wide as the leaves are thick")
        .at(span, "`paper` is missing here")
        .help("write the thickness of a leaf, `paper = \"0.1mm\"`, or `paper = { weight = 115, volume = \"1.1\" }`: grams a square metre, cubic centimetres a gram")
}

fn isbn_without_cover(span: Span) -> Diagnostic {
    let message = "an ISBN stands on the cover, and this edition has none";
    Diagnostic::new(Code::InvalidValue, message).at(span, "").help("write `cover = true`")
}

fn no_volume(text: &MappedText) -> Diagnostic {
    let message = format!("`{}` is no volume of paper", text.as_str());
    Diagnostic::new(Code::InvalidValue, message)
        .at(text.whole_span(), "")
        .help("write cubic centimetres a gram between 0.5 and 3, such as `\"1.1\"`")
}

fn no_isbn(text: &MappedText) -> Diagnostic {
    let message = format!("`{}` is no ISBN of thirteen digits", text.as_str());
    Diagnostic::new(Code::InvalidValue, message)
        .at(text.whole_span(), "")
        .help("it begins with 978 or 979; hyphens and blanks may stand between the digits")
}

fn wrong_check_digit(text: &MappedText, wanted: char) -> Diagnostic {
    let message = format!("the ISBN `{}` is misspelt: its last digit is {wanted}", text.as_str());
    Diagnostic::new(Code::InvalidValue, message)
        .at(text.whole_span(), "")
        .help("compare every digit with the certificate; the last one is computed from the others")
}

//! The fonts of `fonts/`, embedded in the program. Beside them only those are used that a report brings itself.

mod file;

use crate::charts::ChartFonts;

pub use file::{FontFile, is_font_path};

/// Every face by the name of its file, in the order in which a family is searched.
const FACES: [(&str, &[u8]); 12] = [
    ("SourceSerif4-Regular.ttf", include_bytes!("../../fonts/SourceSerif4-Regular.ttf")),
    ("SourceSerif4-Italic.ttf", include_bytes!("../../fonts/SourceSerif4-Italic.ttf")),
    ("SourceSerif4-Bold.ttf", include_bytes!("../../fonts/SourceSerif4-Bold.ttf")),
    ("SourceSerif4-BoldItalic.ttf", include_bytes!("../../fonts/SourceSerif4-BoldItalic.ttf")),
    ("SourceSans3-Regular.ttf", LATIN_REGULAR),
    ("SourceSans3-Bold.ttf", LATIN_BOLD),
    ("NotoSerifSC-Regular.otf", include_bytes!("../../fonts/NotoSerifSC-Regular.otf")),
    ("NotoSerifSC-Bold.otf", include_bytes!("../../fonts/NotoSerifSC-Bold.otf")),
    ("NotoSansSC-Regular.otf", HAN_REGULAR),
    ("NotoSansSC-Bold.otf", HAN_BOLD),
    ("RectoKai-Regular.ttf", include_bytes!("../../fonts/RectoKai-Regular.ttf")),
    ("STIXTwoMath-Regular.ttf", include_bytes!("../../fonts/STIXTwoMath-Regular.ttf")),
];

/// The families of these faces, by the names inside the files.
pub const FAMILIES: [&str; 6] = [
    "Source Serif 4",
    "Source Sans 3",
    "Noto Serif SC",
    "Noto Sans SC",
    "Recto Kai",
    "STIX Two Math",
];

const LATIN_REGULAR: &[u8] = include_bytes!("../../fonts/SourceSans3-Regular.ttf");
const LATIN_BOLD: &[u8] = include_bytes!("../../fonts/SourceSans3-Bold.ttf");
const HAN_REGULAR: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.otf");
const HAN_BOLD: &[u8] = include_bytes!("../../fonts/NotoSansSC-Bold.otf");

/// The families that letter charts, those of captions: the first for Latin text, the second for Han.
pub const CHART: [ChartFonts; 2] = [
    ChartFonts { family: "Source Sans 3", regular: LATIN_REGULAR, bold: LATIN_BOLD },
    ChartFonts { family: "Noto Sans SC", regular: HAN_REGULAR, bold: HAN_BOLD },
];

/// The name and the bytes of each font file.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FACES.into_iter()
}

/// The name of each font file and its SHA-256 in hexadecimal. They stand in a file, since to compute them would read
/// fonts that a book does not need: 15 MiB of memory.
pub fn digests() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../../fonts/SHA256SUMS").lines();
    lines.filter_map(|line| line.split_once("  ")).map(|(digest, name)| (name, digest))
}

//! The only fonts that are used: those of `fonts/`, embedded in the program.

use crate::charts::ChartFonts;

/// Every face by the name of its file, in the order in which a family is searched.
const FACES: [(&str, &[u8]); 12] = [
    ("SourceSerif4-Regular.ttf", include_bytes!("../fonts/SourceSerif4-Regular.ttf")),
    ("SourceSerif4-Italic.ttf", include_bytes!("../fonts/SourceSerif4-Italic.ttf")),
    ("SourceSerif4-Bold.ttf", include_bytes!("../fonts/SourceSerif4-Bold.ttf")),
    ("SourceSerif4-BoldItalic.ttf", include_bytes!("../fonts/SourceSerif4-BoldItalic.ttf")),
    ("SourceSans3-Regular.ttf", include_bytes!("../fonts/SourceSans3-Regular.ttf")),
    ("SourceSans3-Bold.ttf", include_bytes!("../fonts/SourceSans3-Bold.ttf")),
    ("NotoSerifSC-Regular.otf", include_bytes!("../fonts/NotoSerifSC-Regular.otf")),
    ("NotoSerifSC-Bold.otf", include_bytes!("../fonts/NotoSerifSC-Bold.otf")),
    ("NotoSansSC-Regular.otf", SANS_REGULAR),
    ("NotoSansSC-Bold.otf", SANS_BOLD),
    ("RectoKai-Regular.ttf", include_bytes!("../fonts/RectoKai-Regular.ttf")),
    ("STIXTwoMath-Regular.ttf", include_bytes!("../fonts/STIXTwoMath-Regular.ttf")),
];

const SANS_REGULAR: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.otf");
const SANS_BOLD: &[u8] = include_bytes!("../fonts/NotoSansSC-Bold.otf");

/// The family that letters charts: it covers both scripts, so no label falls back.
pub const CHART: ChartFonts =
    ChartFonts { family: "Noto Sans SC", regular: SANS_REGULAR, bold: SANS_BOLD };

/// The name and the bytes of each font file.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FACES.into_iter()
}

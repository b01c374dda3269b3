//! Every key of `theme.toml`, and what its value may be.

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A colour.
    Colour,
    /// A list of colours, at least so many.
    Colours(usize),
    /// A length from so many points to so many.
    Length(f64, f64),
    /// A number within bounds.
    Number(f64, f64),
    /// The size of type and the distance of its base lines; the size within bounds in points.
    Type(f64, f64),
    /// A family of fonts.
    Face,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A size of paper: a name, or width and height.
    Paper,
}

/// A table of `theme.toml`: its name, its keys, and the tables within it by their last names.
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// Its name with that of the table around it.
    pub path: &'static str,
    /// Its keys.
    pub keys: &'static [(&'static str, Kind)],
    /// The tables within it.
    pub within: &'static [Section],
}

const SIDES: &[(&str, Kind)] = &[
    ("inside", Kind::Length(14.0, 300.0)),
    ("outside", Kind::Length(14.0, 300.0)),
    ("gutter", Kind::Length(6.0, 90.0)),
];

/// All tables.
pub const SECTIONS: &[Section] = &[
    Section {
        name: "colours",
        path: "colours",
        keys: &[
            ("accent", Kind::Colour),
            ("accent-dark", Kind::Colour),
            ("ground", Kind::Colour),
            ("rule", Kind::Colour),
            ("ink", Kind::Colour),
            ("claim-ink", Kind::Colour),
            ("quiet", Kind::Colour),
            ("on-accent", Kind::Colour),
            ("stamp", Kind::Colour),
        ],
        within: &[],
    },
    Section {
        name: "faces",
        path: "faces",
        keys: &[
            ("latin-serif", Kind::Face),
            ("latin-sans", Kind::Face),
            ("han-serif", Kind::Face),
            ("han-sans", Kind::Face),
            ("han-emphasis", Kind::Face),
            ("math", Kind::Face),
            ("code", Kind::Face),
            ("titles", Kind::Word(&["serif", "sans"])),
        ],
        within: &[],
    },
    Section {
        name: "page",
        path: "page",
        keys: &[
            ("paper", Kind::Paper),
            ("top", Kind::Length(14.0, 300.0)),
            ("bottom", Kind::Length(14.0, 300.0)),
            ("head", Kind::Length(0.0, 140.0)),
            ("foot", Kind::Length(0.0, 140.0)),
        ],
        within: &[
            Section { name: "parallel", path: "page.parallel", keys: SIDES, within: &[] },
            Section { name: "single", path: "page.single", keys: SIDES, within: &[] },
        ],
    },
    Section {
        name: "type",
        path: "type",
        keys: &[
            ("han-share", Kind::Number(0.8, 1.1)),
            ("body-parallel", Kind::Type(6.0, 16.0)),
            ("body-parallel-han", Kind::Type(6.0, 16.0)),
            ("body-single-latin", Kind::Type(6.0, 18.0)),
            ("body-single-han", Kind::Type(6.0, 18.0)),
            ("small", Kind::Type(5.0, 14.0)),
            ("tiny", Kind::Type(5.0, 12.0)),
            ("caption", Kind::Type(6.0, 18.0)),
            ("table-text", Kind::Type(5.0, 14.0)),
            ("contents-section", Kind::Type(6.0, 16.0)),
            ("subtitle", Kind::Type(8.0, 40.0)),
            ("section-title", Kind::Type(8.0, 40.0)),
            ("part-title", Kind::Type(10.0, 72.0)),
            ("part-title-long", Kind::Type(10.0, 60.0)),
            ("card-label", Kind::Type(6.0, 16.0)),
            ("table-least", Kind::Type(4.0, 10.0)),
            ("math", Kind::Length(6.0, 20.0)),
            ("part-number", Kind::Length(10.0, 400.0)),
            ("card-value", Kind::Length(10.0, 90.0)),
        ],
        within: &[],
    },
    Section {
        name: "distances",
        path: "distances",
        keys: &[
            ("paragraph", Kind::Length(0.0, 40.0)),
            ("item", Kind::Length(0.0, 30.0)),
            ("section", Kind::Length(4.0, 90.0)),
            ("exhibit", Kind::Length(4.0, 72.0)),
            ("pair", Kind::Length(0.0, 30.0)),
            ("pairs", Kind::Length(0.0, 40.0)),
            ("block", Kind::Length(0.0, 72.0)),
            ("cell", Kind::Length(0.0, 15.0)),
            ("ledger", Kind::Length(0.0, 20.0)),
        ],
        within: &[],
    },
    Section {
        name: "charts",
        path: "charts",
        keys: &[
            ("palette", Kind::Colours(6)),
            ("muted", Kind::Colour),
            ("grid", Kind::Colour),
            ("leader", Kind::Colour),
            ("axis", Kind::Colour),
            ("text", Kind::Colour),
            ("quiet", Kind::Colour),
        ],
        within: &[],
    },
];

/// Sheets by name, width and height in millimetres.
pub const PAPERS: &[(&str, f64, f64)] = &[
    ("a4", 210.0, 297.0),
    ("a5", 148.0, 210.0),
    ("b5", 176.0, 250.0),
    ("jis-b5", 182.0, 257.0),
    // The two customary sizes of books in China, 大16开 and 16开.
    ("large-16k", 210.0, 285.0),
    ("16k", 185.0, 260.0),
    ("letter", 215.9, 279.4),
];

/// Text and the ground that it may stand on: the two have to differ enough to be read.
pub const READ_ON: &[(&str, &[&str])] = &[
    ("ink", &["paper", "ground"]),
    ("claim-ink", &["paper", "ground"]),
    ("quiet", &["paper", "ground"]),
    ("accent", &["paper", "ground"]),
    ("accent-dark", &["paper", "ground"]),
    ("on-accent", &["accent"]),
];

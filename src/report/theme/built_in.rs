//! The themes that are part of the program.

/// A theme of the program: its name and its files, `theme.toml` first.
pub struct BuiltIn {
    /// Its name in `report.toml` and on the command line.
    pub name: &'static str,
    /// The name and the text of each file.
    pub files: &'static [(&'static str, &'static str)],
}

/// The theme that is used where none is named, and that gives what another one leaves out.
pub const CUSTOMARY: &BuiltIn = &BUILT_IN[0];

/// All of them.
pub static BUILT_IN: [BuiltIn; 2] = [
    BuiltIn {
        name: "institute",
        files: &[
            ("theme.toml", include_str!("../../../templates/institute/theme.toml")),
            ("cover.typ", include_str!("../../../templates/institute/cover.typ")),
            ("theme.typ", include_str!("../../../templates/institute/theme.typ")),
        ],
    },
    BuiltIn {
        name: "journal",
        files: &[
            ("theme.toml", include_str!("../../../templates/journal/theme.toml")),
            ("cover.typ", include_str!("../../../templates/journal/cover.typ")),
            ("theme.typ", include_str!("../../../templates/journal/theme.typ")),
        ],
    },
];

impl BuiltIn {
    /// The theme of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|theme| theme.name == name)
    }
}

//! The formats by name.

/// How problems are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// With the author's lines underlined, for people.
    #[default]
    Human,
    /// `file:line:column: severity[code]: message`, a line each.
    Short,
    /// A JSON object a line (`docs/message.schema.json`).
    Json,
    /// A log of SARIF 2.1.0.
    Sarif,
    /// A report of `JUnit`: a test case for each claim.
    Junit,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
}

impl Format {
    /// Each format.
    pub const ALL: [Self; 6] =
        [Self::Human, Self::Short, Self::Json, Self::Sarif, Self::Junit, Self::Github];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

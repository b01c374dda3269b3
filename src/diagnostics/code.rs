//! The names of all checks, read after "allow ...", with their usual severity.

use std::fmt;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not reported.
    Allow,
    /// Worth knowing.
    Note,
    /// Reported; the PDF is made all the same.
    Warning,
    /// No PDF is made.
    Error,
}

impl Severity {
    /// The word that stands before a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads the words that a report uses under `[rules]`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "allow" => Self::Allow,
            "note" => Self::Note,
            "warn" => Self::Warning,
            "error" => Self::Error,
            _ => return None,
        })
    }
}

/// One check. Each has a page under `docs/rules` with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    UnreadableFile,
    InvalidUtf8,
    FileTooLarge,
    TomlSyntax,
    UnknownKey,
    MissingKey,
    WrongType,
    InvalidValue,
    MissingLanguage,
    InvalidId,
    DuplicateId,
    UnknownReference,
    UnsupportedMarkdown,
    MalformedClaimLink,
    MalformedData,
    MixedColumn,
    QueryFailed,
    QueryWithoutRows,
    QueryWithManyRows,
    QueryWithNull,
    SelfProvingQuery,
    UnbackedNumber,
    UnresolvedNumber,
    ClaimRefuted,
    ScaleSlip,
    LooseBound,
    FalsePrecision,
    ClaimWithoutQuantity,
    ClaimCutsQuantity,
    ClaimMissingInLanguage,
    HoldsProvesNoNumber,
    HedgeDropped,
    UnitMismatch,
    PercentOrPoints,
    BaseUnstated,
    NounMissing,
    CollidingAnswer,
    PartsAndTotal,
    PeriodMismatch,
    DataAsOf,
    AttributionMissing,
    LanguageDisagreement,
    UnbackedRank,
    UnbackedChange,
    Quantifier,
    NumeralStyleZh,
    NumeralStyleEn,
    UnprintableAnswer,
    UnusedClaim,
    UnusedSource,
    IntegerDivision,
    RepeatedCount,
    MultipliedRows,
    NullsInMean,
    RowOrder,
    OutdatedLock,
    UnusablePrevious,
    SourceWithoutProvenance,
    QuoteMissing,
    DatabaseUnavailable,
    ClusterUnavailable,
    MixedPeriodLength,
    InvalidExhibit,
    MissingGlyph,
    TypstBlock,
    UnaccountedInk,
    Typesetting,
    Preflight,
}

/// Name, usual severity, and whether a report may change it.
const TABLE: &[(Code, &str, Severity, Changeable)] = &[
    (Code::UnreadableFile, "unreadable-file", Severity::Error, Changeable::No),
    (Code::InvalidUtf8, "invalid-utf-8", Severity::Error, Changeable::No),
    (Code::FileTooLarge, "file-too-large", Severity::Error, Changeable::No),
    (Code::TomlSyntax, "toml-syntax", Severity::Error, Changeable::No),
    (Code::UnknownKey, "unknown-key", Severity::Error, Changeable::No),
    (Code::MissingKey, "missing-key", Severity::Error, Changeable::No),
    (Code::WrongType, "wrong-type", Severity::Error, Changeable::No),
    (Code::InvalidValue, "invalid-value", Severity::Error, Changeable::No),
    (Code::MissingLanguage, "missing-language", Severity::Error, Changeable::No),
    (Code::InvalidId, "invalid-id", Severity::Error, Changeable::No),
    (Code::DuplicateId, "duplicate-id", Severity::Error, Changeable::No),
    (Code::UnknownReference, "unknown-reference", Severity::Error, Changeable::No),
    (Code::UnsupportedMarkdown, "unsupported-markdown", Severity::Error, Changeable::No),
    (Code::MalformedClaimLink, "malformed-claim-link", Severity::Error, Changeable::No),
    (Code::MalformedData, "malformed-data", Severity::Error, Changeable::No),
    (Code::MixedColumn, "mixed-column", Severity::Error, Changeable::No),
    (Code::QueryFailed, "query-failed", Severity::Error, Changeable::No),
    (Code::QueryWithoutRows, "query-without-rows", Severity::Error, Changeable::No),
    (Code::QueryWithManyRows, "query-with-many-rows", Severity::Error, Changeable::No),
    (Code::QueryWithNull, "query-with-null", Severity::Error, Changeable::No),
    (Code::SelfProvingQuery, "self-proving-query", Severity::Error, Changeable::No),
    (Code::UnbackedNumber, "unbacked-number", Severity::Error, Changeable::No),
    (Code::UnresolvedNumber, "unresolved-number", Severity::Error, Changeable::No),
    (Code::ClaimRefuted, "claim-refuted", Severity::Error, Changeable::No),
    (Code::ScaleSlip, "scale-slip", Severity::Error, Changeable::No),
    (Code::LooseBound, "loose-bound", Severity::Error, Changeable::No),
    (Code::FalsePrecision, "false-precision", Severity::Warning, Changeable::Yes),
    (Code::ClaimWithoutQuantity, "claim-without-quantity", Severity::Error, Changeable::No),
    (Code::ClaimCutsQuantity, "claim-cuts-quantity", Severity::Error, Changeable::No),
    (Code::ClaimMissingInLanguage, "claim-missing-in-language", Severity::Error, Changeable::Yes),
    (Code::HoldsProvesNoNumber, "holds-proves-no-number", Severity::Error, Changeable::No),
    (Code::HedgeDropped, "hedge-dropped", Severity::Error, Changeable::No),
    (Code::UnitMismatch, "unit-mismatch", Severity::Error, Changeable::No),
    (Code::PercentOrPoints, "percent-or-points", Severity::Error, Changeable::No),
    (Code::BaseUnstated, "base-unstated", Severity::Warning, Changeable::Yes),
    (Code::NounMissing, "noun-missing", Severity::Error, Changeable::Yes),
    (Code::CollidingAnswer, "colliding-answer", Severity::Warning, Changeable::Yes),
    (Code::PartsAndTotal, "parts-and-total", Severity::Error, Changeable::Yes),
    (Code::PeriodMismatch, "period-mismatch", Severity::Error, Changeable::Yes),
    (Code::DataAsOf, "data-as-of", Severity::Warning, Changeable::Yes),
    (Code::AttributionMissing, "attribution-missing", Severity::Error, Changeable::Yes),
    (Code::LanguageDisagreement, "language-disagreement", Severity::Error, Changeable::No),
    (Code::UnbackedRank, "unbacked-rank", Severity::Warning, Changeable::Yes),
    (Code::UnbackedChange, "unbacked-change", Severity::Warning, Changeable::Yes),
    (Code::Quantifier, "quantifier", Severity::Note, Changeable::Yes),
    (Code::NumeralStyleZh, "numeral-style-zh", Severity::Warning, Changeable::Yes),
    (Code::NumeralStyleEn, "numeral-style-en", Severity::Warning, Changeable::Yes),
    (Code::UnprintableAnswer, "unprintable-answer", Severity::Error, Changeable::No),
    (Code::UnusedClaim, "unused-claim", Severity::Warning, Changeable::Yes),
    (Code::UnusedSource, "unused-source", Severity::Warning, Changeable::Yes),
    (Code::IntegerDivision, "integer-division", Severity::Warning, Changeable::Yes),
    (Code::RepeatedCount, "repeated-count", Severity::Warning, Changeable::Yes),
    (Code::MultipliedRows, "multiplied-rows", Severity::Warning, Changeable::Yes),
    (Code::NullsInMean, "nulls-in-mean", Severity::Warning, Changeable::Yes),
    (Code::RowOrder, "row-order", Severity::Warning, Changeable::Yes),
    (Code::OutdatedLock, "outdated-lock", Severity::Error, Changeable::No),
    (Code::UnusablePrevious, "unusable-previous", Severity::Error, Changeable::No),
    (
        Code::SourceWithoutProvenance,
        "source-without-provenance",
        Severity::Warning,
        Changeable::Yes,
    ),
    (Code::QuoteMissing, "quote-missing", Severity::Allow, Changeable::Yes),
    (Code::DatabaseUnavailable, "database-unavailable", Severity::Error, Changeable::No),
    (Code::ClusterUnavailable, "cluster-unavailable", Severity::Error, Changeable::No),
    (Code::MixedPeriodLength, "mixed-period-length", Severity::Error, Changeable::Yes),
    (Code::InvalidExhibit, "invalid-exhibit", Severity::Error, Changeable::No),
    (Code::MissingGlyph, "missing-glyph", Severity::Error, Changeable::No),
    (Code::TypstBlock, "typst-block", Severity::Error, Changeable::No),
    (Code::UnaccountedInk, "unaccounted-ink", Severity::Error, Changeable::No),
    (Code::Typesetting, "typesetting", Severity::Error, Changeable::No),
    (Code::Preflight, "preflight", Severity::Error, Changeable::No),
];

/// Whether `[rules]` of a report may set another severity. The checks that the promise to the
/// reader stands on stay as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changeable {
    Yes,
    No,
}

impl Code {
    /// Every check, in the order in which the documentation lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The kebab-case name.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The severity where the report sets none.
    pub fn default_severity(self) -> Severity {
        self.row().2
    }

    /// Whether `[rules]` may set another severity.
    pub fn is_changeable(self) -> bool {
        self.row().3 == Changeable::Yes
    }

    /// Reads a kebab-case name.
    pub fn parse(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    fn row(self) -> &'static (Self, &'static str, Severity, Changeable) {
        TABLE.iter().find(|row| row.0 == self).expect("the table names every code")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

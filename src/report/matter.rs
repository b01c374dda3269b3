//! `[matter]` of `report.toml`, and `with` and `without` of an edition: which pieces of the front and back
//! matter are printed.

use std::collections::BTreeMap;

use super::reader::Table;
use super::{Edition, Report};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{MappedText, Span};

/// A piece of the front or back matter that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// The cover.
    Cover,
    /// The imprint behind it.
    Imprint,
    /// The foreword.
    Foreword,
    /// The contents.
    Contents,
    /// The list of figures.
    Figures,
    /// The list of tables.
    Tables,
    /// The spread of key figures.
    KeyFigures,
    /// The findings at the opening of a chapter.
    Findings,
    /// The definitions at the end of a chapter.
    Definitions,
    /// The tables behind the exhibits.
    Data,
    /// The glossary.
    Glossary,
    /// The works that the text cites.
    Bibliography,
    /// What differs from the previous edition.
    Revisions,
    /// The ledger of evidence.
    Ledger,
    /// The index.
    Index,
    /// The colophon.
    Colophon,
}

impl Piece {
    /// All of them, in the order of the book.
    pub const ALL: [Self; 16] = [
        Self::Cover,
        Self::Imprint,
        Self::Foreword,
        Self::Contents,
        Self::Figures,
        Self::Tables,
        Self::KeyFigures,
        Self::Findings,
        Self::Definitions,
        Self::Data,
        Self::Glossary,
        Self::Bibliography,
        Self::Revisions,
        Self::Ledger,
        Self::Index,
        Self::Colophon,
    ];

    /// The word in `report.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Imprint => "imprint",
            Self::Foreword => "foreword",
            Self::Contents => "contents",
            Self::Figures => "figures",
            Self::Tables => "tables",
            Self::KeyFigures => "key-figures",
            Self::Findings => "findings",
            Self::Definitions => "definitions",
            Self::Data => "data",
            Self::Glossary => "glossary",
            Self::Bibliography => "bibliography",
            Self::Revisions => "revisions",
            Self::Ledger => "ledger",
            Self::Index => "index",
            Self::Colophon => "colophon",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|piece| piece.name() == name)
    }
}

/// Whether a piece is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Where there is anything to print.
    Yes,
    /// Never.
    No,
    /// Where there is enough of it to be of use.
    Auto,
}

/// The settings of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// What is set.
    presence: BTreeMap<Piece, Presence>,
    /// How many rows of a table of data are printed.
    rows: Option<usize>,
}

/// How many rows of a table of data are printed where nothing is said.
const ROWS: usize = 40;

/// From how many entries on a list of figures or of tables is of use.
const ENOUGH: usize = 6;

impl Matter {
    /// How many rows of a table of data are printed.
    pub fn rows(&self) -> usize {
        self.rows.unwrap_or(ROWS)
    }

    fn presence(&self, piece: Piece) -> Presence {
        self.presence.get(&piece).copied().unwrap_or(match piece {
            Piece::Figures | Piece::Tables => Presence::Auto,
            Piece::Data => Presence::No,
            _ => Presence::Yes,
        })
    }
}

impl Report {
    /// Whether an edition prints a piece, if there is anything in it; `count` is how much there is.
    pub fn prints(&self, edition: &Edition, piece: Piece, count: usize) -> bool {
        if edition.without.contains(&piece) {
            return false;
        }
        if edition.with.contains(&piece) {
            return count > 0;
        }
        match self.matter.presence(piece) {
            Presence::Yes => count > 0,
            Presence::No => false,
            Presence::Auto => count >= ENOUGH,
        }
    }
}

/// Reads `[matter]`.
pub fn read_matter(root: &Table<'_>, problems: &mut Diagnostics) -> Matter {
    let mut matter = Matter::default();
    let Some(table) = root.table("matter", problems) else { return matter };
    for piece in Piece::ALL {
        if !table.has(piece.name()) {
            // Known all the same, for the message about one that is not.
            let _ = table.get(piece.name());
            continue;
        }
        if table.is_text(piece.name()) {
            let Some(text) = table.text(piece.name(), problems) else { continue };
            if text.as_str() == "auto" {
                matter.presence.insert(piece, Presence::Auto);
            } else {
                problems.push(neither(&text));
            }
        } else if let Some(printed) = table.flag(piece.name(), problems) {
            let presence = if printed { Presence::Yes } else { Presence::No };
            matter.presence.insert(piece, presence);
        }
    }
    matter.rows = table.count("rows", problems).map(|rows| rows as usize);
    if let Some(entry) = table.get("sources") {
        problems.push(sources_stay(entry.key_span));
    }
    table.finish(problems);
    matter
}

/// Reads `with` or `without` of an edition.
pub fn read_pieces(table: &Table<'_>, key: &str, problems: &mut Diagnostics) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for text in table.texts(key, problems) {
        match Piece::parse(text.as_str()) {
            Some(piece) => pieces.push(piece),
            None if text.as_str() == "sources" => problems.push(sources_stay(text.whole_span())),
            None => problems.push(unknown_piece(&text)),
        }
    }
    pieces
}

/// An edition has to say somewhere what was checked.
pub fn check_matter(report: &Report, places: &[(usize, Span)], problems: &mut Diagnostics) {
    for (index, span) in places {
        let Some(edition) = report.editions.get(*index) else { continue };
        let states = |piece| report.prints(edition, piece, 1);
        if !states(Piece::Colophon) && !states(Piece::Imprint) {
            problems.push(nothing_said(&edition.name, *span));
        }
    }
}

fn unknown_piece(text: &MappedText) -> Diagnostic {
    let names = Piece::ALL.map(Piece::name);
    Diagnostic::new(
        Code::InvalidValue,
        format!("there is no piece of the front or back matter `{}`", text.as_str()),
    )
    .at(text.whole_span(), "")
    .nearest(text.as_str(), names)
    .help(format!("the pieces are {}", names.join(", ")))
}

fn neither(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no setting of a piece", text.as_str()))
        .at(text.whole_span(), "")
        .help("write true, false or \"auto\"")
}

fn sources_stay(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "the list of sources cannot be switched")
        .at(span, "")
        .help("figures, tables and citations name its entries by their marks")
}

fn nothing_said(edition: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("the edition `{edition}` has neither a colophon nor an imprint"),
    )
    .at(span, "nothing in it would say what was checked")
    .help("keep one of the two: it states the tally of the claims and the digest of the evidence")
}

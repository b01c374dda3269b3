//! What differs in the book: statements, claims, exhibits.

use super::super::difference::{
    CellChange, Change, ClaimChange, ExhibitChange, Fate, Piece, PieceSide, RowsChange,
    StatementChange, Where, WordingChange,
};
use super::super::text::brief;
use super::super::view::Entry;
use super::labels::{self, Label};
use super::{Page, answer, escaped};
use crate::evidence::ExhibitKind;

impl Page<'_> {
    pub fn entry(&mut self, entry: &Entry<'_>) {
        match entry {
            Entry::Statement(statement, claims) => self.statement(statement, claims),
            Entry::Claim(claim) => {
                self.open(claim.fate, &claim.place, None);
                self.claim(claim);
                for language in self.difference.languages() {
                    let Some(sentence) = claim.sentences.get(language) else { continue };
                    let (tag, sentence) = (escaped(language), escaped(sentence));
                    self.text +=
                        &format!("<p class=\"words quiet\" lang=\"{tag}\">{sentence}</p>\n");
                }
                self.text += "</article>\n";
            }
            Entry::Exhibit(exhibit) => self.exhibit(exhibit),
        }
    }

    fn open(&mut self, fate: Fate, place: &Where, moved: Option<&Where>) {
        let (class, label) = fate_words(fate);
        let mut head = format!("<span class=\"fate\">{}</span>", self.label(&label));
        if let Some(from) = moved {
            let (label, from) = (self.label(&labels::MOVED), self.whereabouts(from));
            head += &format!(" <span class=\"moved\">{label} {from}</span>");
        }
        if let (Some(file), Some(line)) = (&place.file, place.line) {
            head += &format!(" <code class=\"place\">{}:{line}</code>", escaped(file));
        }
        self.text += &format!("<article class=\"{class}\">\n<p class=\"head\">{head}</p>\n");
    }

    fn statement(&mut self, statement: &StatementChange, claims: &[&ClaimChange]) {
        self.open(statement.fate, &statement.place, statement.moved_from.as_ref());
        for wording in &statement.wordings {
            self.wording(wording);
        }
        for stale in &statement.stale {
            let label = match stale.holds {
                Some(false) => labels::FAILS,
                Some(true) => labels::HOLDS,
                None => labels::UNCOMPARED,
            };
            let alarm = stale.holds == Some(false);
            self.remark(alarm, &stale.language, &stale.words, &label, &stale.claim);
        }
        for number in statement.numbers.iter().filter(|number| number.holds == Some(false)) {
            self.remark(true, &number.language, &number.new, &labels::NEW_FAILS, &number.claim);
        }
        if !statement.one_sided.is_empty() {
            let label = self.label(&labels::ONE_SIDED);
            let only = escaped(&statement.one_sided.join(", "));
            self.text += &format!("<p class=\"remark\">{label} ({only})</p>\n");
        }
        for claim in claims {
            self.claim(claim);
        }
        let silent =
            statement.claims.iter().filter(|id| !claims.iter().any(|claim| claim.id == **id));
        let silent: Vec<String> =
            silent.map(|id| format!("<code>{}</code>", escaped(id))).collect();
        if !silent.is_empty() {
            self.text += &format!("<p class=\"ids\">{}</p>\n", silent.join(" "));
        }
        self.text += "</article>\n";
    }

    fn remark(&mut self, alarm: bool, language: &str, words: &str, label: &Label, claim: &str) {
        let class = if alarm { "remark alarm" } else { "remark" };
        self.text += &format!(
            "<p class=\"{class}\"><q lang=\"{}\">{}</q> {} <code>{}</code></p>\n",
            escaped(language),
            escaped(words),
            self.label(label),
            escaped(claim)
        );
    }

    fn wording(&mut self, wording: &WordingChange) {
        let tag = escaped(&wording.language);
        let line = |class: &str, words: &str| {
            format!("<p class=\"words{class}\" lang=\"{tag}\">{words}</p>\n")
        };
        let text = match (&wording.old, &wording.new) {
            (Some(old), Some(new)) if old == new => line(" quiet", &escaped(new)),
            (Some(_), Some(_)) => {
                line(" was", &side(&wording.pieces, PieceSide::Old))
                    + &line(" is", &side(&wording.pieces, PieceSide::New))
            }
            (Some(old), None) => line(" was", &escaped(old)),
            (None, Some(new)) => line(" is", &escaped(new)),
            (None, None) => String::new(),
        };
        self.text += &text;
    }

    fn claim(&mut self, claim: &ClaimChange) {
        let mut head = format!("<code class=\"id\">{}</code>", escaped(&claim.id));
        if let Some(former) = &claim.renamed_from {
            let label = self.label(&labels::FORMERLY);
            head += &format!(" {label} <code>{}</code>", escaped(former));
        }
        if claim.fate != Fate::Changed {
            let (class, label) = fate_words(claim.fate);
            head += &format!(" <span class=\"fate {class}\">{}</span>", self.label(&label));
        }
        if let Some(value) = &claim.answer {
            head += &format!(" <span class=\"answer\">{}</span>", answer(value));
        }
        self.text += &format!("<p class=\"claim\">{head}</p>\n");
        self.changes(&claim.changes);
    }

    pub fn changes(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.text += "<table class=\"changes\">\n";
        for Change { what, old, new } in changes {
            let value = |value: &Option<String>| escaped(&brief(what, value.as_deref()));
            self.text += &format!(
                "<tr><th scope=\"row\">{}</th><td><del>{}</del></td><td><ins>{}</ins></td></tr>\n",
                escaped(what),
                value(old),
                value(new)
            );
        }
        self.text += "</table>\n";
    }

    fn exhibit(&mut self, exhibit: &ExhibitChange) {
        self.open(exhibit.fate, &exhibit.place, exhibit.moved_from.as_ref());
        let kind = match exhibit.kind {
            ExhibitKind::Figure => labels::FIGURE,
            ExhibitKind::Table => labels::TABLE,
        };
        let (kind, caption) = (self.label(&kind), self.wordings(&exhibit.caption, " "));
        let (number, id) = (exhibit.number, escaped(&exhibit.id));
        let mut head = format!("{kind} {number} <code class=\"id\">{id}</code>");
        if let Some(former) = &exhibit.renamed_from {
            let label = self.label(&labels::FORMERLY);
            head += &format!(" {label} <code>{}</code>", escaped(former));
        }
        self.text +=
            &format!("<p class=\"claim\">{head}</p>\n<p class=\"caption\">{caption}</p>\n");
        self.changes(&exhibit.changes);
        self.rows(&exhibit.rows);
        self.text += "</article>\n";
    }

    fn rows(&mut self, rows: &RowsChange) {
        for (columns, tag) in [(&rows.columns_dropped, "del"), (&rows.columns_added, "ins")] {
            if !columns.is_empty() {
                let (label, columns) = (self.label(&labels::COLUMNS), escaped(&columns.join(", ")));
                self.text += &format!("<p>{label}: <{tag}>{columns}</{tag}></p>\n");
            }
        }
        let lists = [(&rows.rows_dropped, "del"), (&rows.rows_added, "ins")];
        if lists.iter().any(|(rows, _)| !rows.is_empty()) {
            self.text += "<table class=\"rows\">\n";
            for (rows, tag) in lists {
                for row in rows {
                    let cell = |cell: &Option<String>| {
                        format!(
                            "<td><{tag}>{}</{tag}></td>",
                            escaped(cell.as_deref().unwrap_or("–"))
                        )
                    };
                    let cells: String = row.iter().map(cell).collect();
                    self.text += &format!("<tr>{cells}</tr>\n");
                }
            }
            self.text += "</table>\n";
        }
        self.cells(&rows.cells);
        if rows.reordered {
            self.text += &format!("<p>{}</p>\n", self.label(&labels::REORDERED));
        }
    }

    pub fn cells(&mut self, cells: &[CellChange]) {
        if cells.is_empty() {
            return;
        }
        self.text += "<table class=\"cells\">\n";
        for CellChange { row, column, value } in cells {
            self.text += &format!(
                "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td>{}</td></tr>\n",
                escaped(&row.join(" · ")),
                escaped(column),
                answer(value)
            );
        }
        self.text += "</table>\n";
    }
}

pub fn fate_words(fate: Fate) -> (&'static str, Label) {
    match fate {
        Fate::Added => ("added", labels::ADDED),
        Fate::Dropped => ("dropped", labels::DROPPED),
        Fate::Changed => ("changed", labels::CHANGED),
    }
}

/// The older or the newer sentence with its own words marked.
fn side(pieces: &[Piece], wanted: PieceSide) -> String {
    let tag = if wanted == PieceSide::Old { "del" } else { "ins" };
    let shown = pieces.iter().filter(|piece| piece.side == PieceSide::Both || piece.side == wanted);
    let piece = |piece: &Piece| match piece.side {
        PieceSide::Both => escaped(&piece.text),
        _ => format!("<{tag}>{}</{tag}>", escaped(&piece.text)),
    };
    shown.map(piece).collect()
}

//! The difference for people at a terminal. Colours are escape codes, which the stream takes out where
//! they are not wanted; without them the marks `[-old-]` and `{+new+}` say the same.

use super::answers::shown;
use super::difference::{
    AnswerChange, CellChange, Change, ClaimChange, Difference, ExhibitChange, Fate, Piece,
    PieceSide, RowsChange, SourceChange, StatementChange, Title, Where, WordingChange,
};
use super::view::{self, Entry};
use crate::evidence::{ExhibitKind, Wordings};

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const ALARM: &str = "1;31";

/// The difference as text, a line break at its end.
pub fn text(difference: &Difference) -> String {
    let mut page = Page { difference, text: String::new() };
    page.head();
    for group in view::groups(difference) {
        if group.new_chapter {
            let title = group
                .chapter
                .map_or_else(|| "Outside of the chapters".to_owned(), |title| page.title(title));
            page.line(&format!("\n{}", paint(BOLD, &title)));
        }
        if let Some(section) = group.section {
            page.line(&format!("  {}", paint(BOLD, &page.title(section))));
        }
        for entry in &group.entries {
            page.entry(entry);
        }
    }
    page.sources();
    page.numerals();
    page.properties("Report", &difference.report);
    page.properties("Checks", &difference.checks);
    page.properties("Program", &difference.program);
    page.files();
    page.text
}

struct Page<'a> {
    difference: &'a Difference,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text += line.trim_end();
        self.text.push('\n');
    }

    fn head(&mut self) {
        let Difference { old, new, .. } = self.difference;
        let title = self.words(&new.title);
        self.line(&paint(BOLD, &title));
        self.line(&format!("edition of {} -> edition of {}", old.date, new.date));
        if self.difference.is_empty() {
            self.line("no difference");
            return;
        }
        let counts = view::counts(self.difference).into_iter();
        let counts: Vec<String> = counts
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        if !counts.is_empty() {
            self.line(&counts.join(", "));
        }
    }

    /// The words of all languages, the leading one first.
    fn words(&self, words: &Wordings) -> String {
        let languages = self.difference.new.languages.iter();
        let mut all: Vec<&str> = Vec::new();
        for text in languages.filter_map(|tag| words.get(tag)).chain(words.values()) {
            if !all.contains(&text.as_str()) {
                all.push(text);
            }
        }
        all.join(" / ")
    }

    fn title(&self, title: &Title) -> String {
        let number = title.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        format!("{number}{}", self.words(&title.words))
    }

    fn whereabouts(&self, place: &Where) -> String {
        let title = place.section.as_ref().or(place.chapter.as_ref());
        let title = title.map(|title| self.title(title));
        let file = place.file.as_ref().map(|file| match place.line {
            Some(line) => format!("{file}:{line}"),
            None => file.clone(),
        });
        [title, file].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        match entry {
            Entry::Statement(statement, claims) => self.statement(statement, claims),
            Entry::Claim(claim) => {
                let place = file_line(&claim.place);
                self.line(&format!("  {} {}", mark(claim.fate), paint(DIM, &place)));
                self.claim(claim);
                for language in self.difference.languages() {
                    if let Some(sentence) = claim.sentences.get(language) {
                        self.line(&format!("      {language:<7}   {}", paint(DIM, sentence)));
                    }
                }
            }
            Entry::Exhibit(exhibit) => self.exhibit(exhibit),
        }
    }

    fn statement(&mut self, statement: &StatementChange, claims: &[&ClaimChange]) {
        let place = file_line(&statement.place);
        let moved = statement.moved_from.as_ref().map(|from| self.whereabouts(from));
        let moved = moved.map(|from| format!("  {}", paint(BLUE, &format!("moved from {from}"))));
        let head = mark(statement.fate);
        self.line(&format!("  {head} {}{}", paint(DIM, &place), moved.unwrap_or_default()));
        for claim in claims {
            self.claim(claim);
        }
        let told: Vec<&String> = claims.iter().map(|claim| &claim.id).collect();
        let silent: Vec<&str> =
            statement.claims.iter().filter(|id| !told.contains(id)).map(String::as_str).collect();
        if !silent.is_empty() {
            self.line(&format!("      {}", paint(DIM, &format!("with {}", silent.join(", ")))));
        }
        for wording in &statement.wordings {
            self.wording(wording);
        }
        for stale in &statement.stale {
            let (colour, what) = match stale.holds {
                Some(false) => (ALARM, "no longer holds"),
                Some(true) => (YELLOW, "still holds"),
                None => (YELLOW, "is compared with nothing"),
            };
            self.line(&format!(
                "      {}",
                paint(
                    colour,
                    &format!(
                        "! {} `{}` stayed and {what} ({})",
                        stale.language, stale.words, stale.claim
                    )
                )
            ));
        }
        for number in statement.numbers.iter().filter(|number| number.holds == Some(false)) {
            self.line(&format!(
                "      {}",
                paint(
                    ALARM,
                    &format!(
                        "! {} `{}` does not hold ({})",
                        number.language, number.new, number.claim
                    )
                )
            ));
        }
        if !statement.one_sided.is_empty() {
            let only = statement.one_sided.join(", ");
            self.line(&format!("      {}", paint(YELLOW, &format!("! reworded in {only} alone"))));
        }
    }

    fn wording(&mut self, wording: &WordingChange) {
        let language = &wording.language;
        match (&wording.old, &wording.new) {
            (Some(old), Some(new)) if old == new => {
                self.line(&format!("      {language:<7}   {new}"));
            }
            (Some(_), Some(_)) => {
                let (old, new) = both_sides(&wording.pieces);
                self.line(&format!("      {language:<7} {} {old}", paint(RED, "-")));
                self.line(&format!("      {:<7} {} {new}", "", paint(GREEN, "+")));
            }
            (Some(old), None) => {
                self.line(&format!("      {language:<7} {}", paint(RED, &format!("- {old}"))));
            }
            (None, Some(new)) => {
                self.line(&format!("      {language:<7} {}", paint(GREEN, &format!("+ {new}"))));
            }
            (None, None) => {}
        }
    }

    fn claim(&mut self, claim: &ClaimChange) {
        let fate = match claim.fate {
            Fate::Added => " added",
            Fate::Dropped => " dropped",
            Fate::Changed => "",
        };
        let former = claim.renamed_from.as_ref().map(|id| format!(", formerly {id}"));
        let answer = claim.answer.as_ref().map(|answer| match (claim.fate, &answer.old) {
            (Fate::Dropped, Some(old)) => format!(": {}", shown(old)),
            _ => format!(": {}", answer_line(answer)),
        });
        self.line(&format!(
            "      {}{}{fate}{}",
            paint(BOLD, &claim.id),
            former.unwrap_or_default(),
            answer.unwrap_or_default()
        ));
        self.changes(&claim.changes);
    }

    fn changes(&mut self, changes: &[Change]) {
        let width = changes.iter().map(|change| change.what.chars().count()).max().unwrap_or(0);
        for Change { what, old, new } in changes {
            let (old, new) = (brief(what, old.as_deref()), brief(what, new.as_deref()));
            if old.len() + new.len() < 60 {
                self.line(&format!("        {what:<width$}  {old} -> {new}"));
            } else {
                self.line(&format!("        {what:<width$}  {} {old}", paint(RED, "-")));
                self.line(&format!("        {:<width$}  {} {new}", "", paint(GREEN, "+")));
            }
        }
    }

    fn exhibit(&mut self, exhibit: &ExhibitChange) {
        let kind = match exhibit.kind {
            ExhibitKind::Figure => "figure",
            ExhibitKind::Table => "table",
        };
        let caption = self.words(&exhibit.caption);
        let moved = exhibit.moved_from.as_ref().map(|from| self.whereabouts(from));
        let moved = moved.map(|from| format!("  {}", paint(BLUE, &format!("moved from {from}"))));
        let former = exhibit.renamed_from.as_ref().map(|id| format!(", formerly {id}"));
        self.line(&format!(
            "  {} {kind} {} {}{}{}",
            mark(exhibit.fate),
            exhibit.number,
            paint(BOLD, &exhibit.id),
            former.unwrap_or_default(),
            moved.unwrap_or_default()
        ));
        self.line(&format!("      {}", paint(DIM, &caption)));
        self.changes(&exhibit.changes);
        self.rows(&exhibit.rows);
    }

    fn rows(&mut self, rows: &RowsChange) {
        for (columns, what) in [(&rows.columns_added, "added"), (&rows.columns_dropped, "dropped")]
        {
            if !columns.is_empty() {
                self.line(&format!("        columns {what}: {}", columns.join(", ")));
            }
        }
        for (rows, sign, colour) in [(&rows.rows_dropped, "-", RED), (&rows.rows_added, "+", GREEN)]
        {
            for row in rows {
                let cells: Vec<&str> =
                    row.iter().map(|cell| cell.as_deref().unwrap_or("")).collect();
                let line = format!("{sign} {}", cells.join(" | "));
                self.line(&format!("        {}", paint(colour, &line)));
            }
        }
        self.cells(&rows.cells);
        if rows.reordered {
            self.line("        rows in another order");
        }
    }

    fn cells(&mut self, cells: &[CellChange]) {
        for CellChange { row, column, value } in cells {
            let row = if row.is_empty() { String::new() } else { format!("{} ", row.join(" | ")) };
            self.line(&format!("        {row}[{column}]: {}", answer_line(value)));
        }
    }

    fn sources(&mut self) {
        self.heading("Sources", self.difference.sources.is_empty());
        for source in &self.difference.sources {
            let SourceChange { id, fate, renamed_from, title, changes, cells } = source;
            let former = renamed_from.as_ref().map(|id| format!(", formerly {id}"));
            let title = paint(DIM, &self.words(title));
            let id = paint(BOLD, id);
            self.line(&format!("  {} {id}{}  {title}", mark(*fate), former.unwrap_or_default()));
            self.changes(changes);
            self.cells(cells);
        }
    }

    fn numerals(&mut self) {
        self.heading("Numerals that need no claim", self.difference.numerals.is_empty());
        for numeral in &self.difference.numerals {
            let fate = match (numeral.old, numeral.new) {
                (0, _) => Fate::Added,
                (_, 0) => Fate::Dropped,
                _ => Fate::Changed,
            };
            let place = numeral.place.as_ref().map(|place| self.whereabouts(place));
            self.line(&format!(
                "  {} {:<7} {} ({}), {} -> {} times  {}",
                mark(fate),
                numeral.language,
                paint(BOLD, &numeral.text),
                numeral.class,
                numeral.old,
                numeral.new,
                paint(DIM, &place.unwrap_or_default())
            ));
        }
    }

    fn properties(&mut self, title: &str, changes: &[Change]) {
        self.heading(title, changes.is_empty());
        self.changes(changes);
    }

    fn files(&mut self) {
        self.heading("Files", self.difference.files.is_empty());
        for file in &self.difference.files {
            let what = match file.fate {
                Fate::Added => "added",
                Fate::Dropped => "dropped",
                Fate::Changed => "changed, but none of its numbers, claims and exhibits",
            };
            self.line(&format!("  {} {} {}", mark(file.fate), file.path, paint(DIM, what)));
        }
    }

    fn heading(&mut self, title: &str, is_empty: bool) {
        if !is_empty {
            self.line(&format!("\n{}", paint(BOLD, title)));
        }
    }
}

fn paint(style: &str, text: &str) -> String {
    format!("\u{1b}[{style}m{text}\u{1b}[0m")
}

fn mark(fate: Fate) -> String {
    match fate {
        Fate::Added => paint(GREEN, "+"),
        Fate::Dropped => paint(RED, "-"),
        Fate::Changed => paint(YELLOW, "~"),
    }
}

fn file_line(place: &Where) -> String {
    match (&place.file, place.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.clone(),
        (None, _) => String::new(),
    }
}

/// A value in a line; a digest by its first digits.
pub fn brief(what: &str, value: Option<&str>) -> String {
    let is_digest = matches!(what, "sha256" | "templates") || what.starts_with("font.");
    match value {
        None | Some("") => "(none)".to_owned(),
        Some(value) if is_digest => value.chars().take(12).collect(),
        Some(value) => value.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn answer_line(answer: &AnswerChange) -> String {
    let AnswerChange { old, new, difference, percent } = answer;
    let values = match (old, new) {
        (Some(old), Some(new)) => format!("{} -> {}", shown(old), shown(new)),
        (Some(old), None) => format!("{} -> (none)", shown(old)),
        (None, Some(new)) => shown(new),
        (None, None) => "(none)".to_owned(),
    };
    let percent = percent.as_ref().map(|percent| format!("{percent} %"));
    let apart: Vec<String> = [difference.clone(), percent].into_iter().flatten().collect();
    if apart.is_empty() { values } else { format!("{values} ({})", apart.join(", ")) }
}

/// The older and the newer sentence with their own words marked.
fn both_sides(pieces: &[Piece]) -> (String, String) {
    let (mut old, mut new) = (String::new(), String::new());
    for Piece { side, text } in pieces {
        match side {
            PieceSide::Both => {
                old += text;
                new += text;
            }
            PieceSide::Old => old += &paint(RED, &format!("[-{text}-]")),
            PieceSide::New => new += &paint(GREEN, &format!("{{+{text}+}}")),
        }
    }
    (old, new)
}

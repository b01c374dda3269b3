//! The page `docs/quantities.md` says what the library reads: every example of its tables is scanned.
//!
//! A phrase may stand in its context: of `共[12]项` the text is 共12项, and the reading of 12 is meant.
//! Without brackets the whole phrase has to be one reading.

use std::ops::Range;

use recto::quantity::{
    Bands, Content, Grammar, Lexicon, Quantity, Reading, Unit, parse_decimal, scan,
};

use crate::support::project;

/// The tables of phrases. A table with the fourth column shows what the program still misreads.
const DENOTES: [&str; 3] = ["phrase", "language", "denotes"];
const MISREAD: [&str; 4] = ["phrase", "language", "denotes", "meant"];
const CONVERTED: [&str; 4] = ["phrase", "language", "in", "denotes"];
const WITH_BANDS: [&str; 5] = ["bands", "phrase", "language", "by default", "with these bands"];
const WITH_NAMES: [&str; 4] = ["phrase", "language", "undeclared", "declared"];
const KEYS: &str = "key";

/// What the prose may quote without a row of its own: the name of a way to round.
const TERMS: [&str; 1] = ["四舍五入"];

struct Page {
    tables: Vec<Table>,
    /// Blocks of code with what stands behind their fence.
    blocks: Vec<(String, String)>,
    /// Everything else, with the number of its line.
    prose: Vec<(usize, String)>,
}

struct Table {
    head: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    line: usize,
    cells: Vec<String>,
}

/// A phrase of the page in its text.
struct Phrase {
    text: String,
    range: Range<usize>,
    tag: String,
}

#[test]
fn the_page_says_what_the_library_reads() {
    let page = page();
    let mut differences = Vec::new();
    let mut rows = 0;
    let mut differ = |line: usize, phrase: &Phrase, said: &str, read: &str| {
        if said != read {
            let text = &phrase.text;
            differences
                .push(format!("line {line}: `{text}`: the page says {said}, read as {read}"));
        }
    };
    for table in &page.tables {
        let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
        for Row { line, cells } in &table.rows {
            let said = |index: usize| cells[index].as_str();
            if head == DENOTES || head == MISREAD {
                let phrase = Phrase::new(&cells[0], &cells[1]);
                differ(*line, &phrase, said(2), &phrase.denotes(&Lexicon::default()));
                rows += 1;
            } else if head == CONVERTED {
                let phrase = Phrase::new(&cells[0], &cells[1]);
                differ(*line, &phrase, said(3), &phrase.denotes_in(said(2)));
            } else if head == WITH_BANDS {
                let phrase = Phrase::new(&cells[1], &cells[2]);
                differ(*line, &phrase, said(3), &phrase.denotes(&Lexicon::default()));
                differ(*line, &phrase, said(4), &phrase.denotes_with(&bands(unquoted(said(0)))));
            } else if head == WITH_NAMES {
                let phrase = Phrase::new(&cells[0], &cells[1]);
                let names = Lexicon::new(page.names(&phrase.tag));
                differ(*line, &phrase, said(2), &phrase.denotes(&Lexicon::default()));
                differ(*line, &phrase, said(3), &phrase.denotes(&names));
            } else {
                assert!(!head.contains(&"phrase"), "line {line}: nothing holds the table {head:?}");
            }
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert!(rows >= 100, "only {rows} rows");
}

#[test]
fn what_the_prose_quotes_stands_in_a_table() {
    let page = page();
    let phrases: Vec<String> = page.phrases().map(|phrase| phrase.text.to_lowercase()).collect();
    let known: Vec<&str> = phrases.iter().map(String::as_str).chain(TERMS).collect();
    let mut missing = Vec::new();
    for (line, text) in &page.prose {
        for quoted in emphasised(text).into_iter().chain(han_runs(text)) {
            if !known.iter().any(|phrase| phrase.contains(&quoted)) {
                missing.push(format!("line {line}: {quoted}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn the_settings_of_the_page_are_the_defaults() {
    let page = page();
    let shown = page.settings().find_map(|(_, table)| table.get("bands").cloned());
    let shown = shown.expect("the page shows `[bands]`");
    let pairs: Vec<String> = shown
        .as_table()
        .expect("`bands` is a table")
        .iter()
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    assert_eq!(pairs.len(), 5, "the page shows every band");
    assert_eq!(bands(&pairs.join(", ")), Bands::default());
    for table in page.tables.iter().filter(|table| table.head[0] == KEYS) {
        assert_eq!(table.rows.len(), pairs.len());
        for Row { line, cells } in &table.rows {
            let value = shown.get(unquoted(&cells[0])).and_then(toml::Value::as_str);
            assert_eq!(value, Some(cells[1].as_str()), "line {line}");
        }
    }
}

#[test]
fn the_limits_of_the_page_are_the_open_phrases_of_the_corpus() {
    let page = page();
    let mut open: Vec<(String, String, String)> =
        ["en", "zh"].into_iter().flat_map(open_phrases).collect();
    for table in page.tables.iter().filter(|table| table.head == MISREAD) {
        for Row { line, cells } in &table.rows {
            let phrase = Phrase::new(&cells[0], &cells[1]);
            let inner = &phrase.text[phrase.range.clone()];
            let place = open.iter().position(|(tag, sentence, wanted)| {
                *tag == phrase.tag
                    && sentence.contains(&phrase.text)
                    && (wanted.contains(inner) || inner.contains(wanted.as_str()))
            });
            let place = place.unwrap_or_else(|| panic!("line {line}: no such phrase is open"));
            open.remove(place);
        }
    }
    assert!(open.is_empty(), "the page does not own up to {open:?}");
}

impl Phrase {
    /// Reads the cell of a phrase and the cell of its language.
    fn new(cell: &str, tag: &str) -> Self {
        let marked = unquoted(cell);
        let tag = tag.to_owned();
        match (marked.find('['), marked.rfind(']')) {
            (Some(open), Some(close)) => {
                let (before, inner) = (&marked[..open], &marked[open + 1..close]);
                let text = format!("{before}{inner}{}", &marked[close + 1..]);
                Self { text, range: open..open + inner.len(), tag }
            }
            _ => Self { text: marked.to_owned(), range: 0..marked.len(), tag },
        }
    }

    /// What the phrase denotes, or all that is read in its place if that is not one reading.
    fn denotes(&self, lexicon: &Lexicon) -> String {
        let near = self.near(lexicon);
        match near.as_slice() {
            [] => "no reading".to_owned(),
            [reading] if reading.range == self.range => meaning(&reading.content),
            _ => {
                let parts = near.iter().map(|reading| {
                    format!("`{}` {}", &self.text[reading.range.clone()], meaning(&reading.content))
                });
                parts.collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn near(&self, lexicon: &Lexicon) -> Vec<Reading> {
        let mut readings = scan(Grammar::of(&self.tag), lexicon, &self.text);
        readings.retain(|reading| {
            reading.range.start < self.range.end && self.range.start < reading.range.end
        });
        readings
    }

    fn quantity(&self) -> Quantity {
        let mut near = self.near(&Lexicon::default());
        match near.pop().map(|reading| reading.content) {
            Some(Content::Quantity(quantity)) if near.is_empty() => quantity,
            other => panic!("`{}` is {other:?}", self.text),
        }
    }

    fn denotes_with(&self, bands: &Bands) -> String {
        let quantity = self.quantity();
        format!("{} {}", quantity.interval_with(bands), quantity.unit.name())
    }

    fn denotes_in(&self, unit: &str) -> String {
        let asked = Unit::parse(unit).unwrap_or_else(|| panic!("`{unit}` is no unit"));
        let interval = self.quantity().interval_in(&asked);
        interval.map_or_else(|| "not comparable".to_owned(), |found| format!("{found} {unit}"))
    }
}

fn meaning(content: &Content) -> String {
    match content {
        Content::Quantity(quantity) => format!("{} {}", quantity.interval, quantity.unit.name()),
        Content::Period(period) => match period.canonical() {
            Some(name) => format!("period {name}"),
            None => "period".to_owned(),
        },
        Content::Structural(_) => "structural".to_owned(),
        Content::Excluded(reason) => format!("excluded ({})", reason.name()),
        Content::Unresolved(obstacle) => format!("unresolved ({})", obstacle.name()),
    }
}

/// The default bands with those that a cell or a block sets: `about = "0.1", nearly = "0.05"`.
fn bands(settings: &str) -> Bands {
    let mut bands = Bands::default();
    for setting in settings.split(", ") {
        let (key, value) = setting.split_once(" = ").expect("a band is `key = \"value\"`");
        let value = parse_decimal(value.trim_matches('"')).expect("a band is a decimal");
        match key {
            "about" => bands.about = value,
            "nearly" => bands.nearly = value,
            "tenths" => bands.tenth_points = value,
            "fractions" => bands.fraction_points = value,
            "multiples" => bands.multiple = value,
            _ => panic!("there is no band `{key}`"),
        }
    }
    bands
}

impl Page {
    fn phrases(&self) -> impl Iterator<Item = Phrase> {
        self.tables.iter().flat_map(|table| {
            let place = table.head.iter().position(|title| title == "phrase");
            table.rows.iter().filter_map(move |row| {
                let place = place?;
                Some(Phrase::new(&row.cells[place], &row.cells[place + 1]))
            })
        })
    }

    /// The blocks of TOML with the file that each is a part of.
    fn settings(&self) -> impl Iterator<Item = (&str, toml::Table)> {
        self.blocks.iter().filter_map(|(label, text)| {
            let file = label.strip_prefix("toml ")?;
            Some((file, text.parse().unwrap_or_else(|problem| panic!("{file}: {problem}"))))
        })
    }

    /// The names that the page declares for a language, in `report.toml` and in the file it names.
    fn names(&self, tag: &str) -> Vec<String> {
        let declared = self.settings().find_map(|(file, table)| {
            (file == "report.toml").then(|| table.get("names")?.as_table().cloned()).flatten()
        });
        let declared = declared.expect("the page shows `[names]`");
        let shared = declared.get("file").and_then(toml::Value::as_str).expect("with a file");
        let shared = self.settings().find(|(file, _)| *file == shared);
        let (_, shared) = shared.expect("the page shows the file that `[names]` names");
        let mut names = Vec::new();
        for list in [&declared, &shared].iter().flat_map(|table| [table.get("all"), table.get(tag)])
        {
            let entries = list.and_then(toml::Value::as_array).into_iter().flatten();
            names.extend(entries.filter_map(toml::Value::as_str).map(str::to_owned));
        }
        names
    }
}

fn page() -> Page {
    let text = std::fs::read_to_string(project().join("docs/quantities.md")).unwrap();
    let mut page = Page { tables: Vec::new(), blocks: Vec::new(), prose: Vec::new() };
    let mut fence: Option<(String, String)> = None;
    let mut in_table = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(label) = line.strip_prefix("```") {
            match fence.take() {
                Some(block) => page.blocks.push(block),
                None => fence = Some((label.to_owned(), String::new())),
            }
        } else if let Some((_, body)) = &mut fence {
            body.push_str(line);
            body.push('\n');
        } else if line.starts_with('|') {
            let cells: Vec<String> =
                line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            if !in_table {
                page.tables.push(Table { head: cells, rows: Vec::new() });
            } else if !cells.iter().all(|cell| cell.bytes().all(|byte| byte == b'-')) {
                let table = page.tables.last_mut().unwrap();
                assert_eq!(cells.len(), table.head.len(), "line {}", index + 1);
                if !table.head.iter().any(|title| title == "phrase") {
                    page.prose.push((index + 1, line.to_owned()));
                }
                table.rows.push(Row { line: index + 1, cells });
            }
        } else {
            page.prose.push((index + 1, line.to_owned()));
        }
        in_table = line.starts_with('|');
    }
    page
}

/// A cell without its marks of code.
fn unquoted(cell: &str) -> &str {
    cell.trim_matches('`')
}

/// The words between single asterisks, which the page keeps for examples.
fn emphasised(text: &str) -> Vec<String> {
    text.split('*').skip(1).step_by(2).map(str::to_lowercase).collect()
}

/// The stretches of Chinese, with the digits and signs inside them.
fn han_runs(text: &str) -> Vec<String> {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '〇';
    let belongs = |c: char| is_han(c) || c.is_ascii_digit() || matches!(c, '%' | '～' | '∶');
    let runs = text.split(|c: char| !belongs(c));
    runs.filter(|run| run.chars().any(is_han)).map(str::to_owned).collect()
}

/// The phrases of the corpus that are known to be misread: language, sentence, phrase.
fn open_phrases(tag: &str) -> Vec<(String, String, String)> {
    let path = project().join(format!("tests/corpus/sentences.{tag}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut sentence = "";
    let mut open = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            None => sentence = line,
            Some(gold) if gold.ends_with(" | open") => {
                let phrase = gold.split(" | ").next().unwrap_or_default();
                open.push((tag.to_owned(), sentence.to_owned(), phrase.to_owned()));
            }
            Some(_) => {}
        }
    }
    open
}

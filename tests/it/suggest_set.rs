//! A folder of claims with their queries, and how well `suggest` finds them.
//!
//! `claims.toml` holds `[[claim]]` with `en`, `zh`, the phrase of the number in each, the true query `sql`, the unit
//! of its answer and a kind; `data/*.csv` are the tables. A proposal is right if it answers as the true query does on
//! the data and on copies of the data whose numbers are changed and whose categories are swapped.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use recto::claims::BoundText;
use recto::facts::{Facts, Value};
use recto::files::Memory;
use recto::pipeline::{self, Check, CheckOptions, Observer, Stage};
use recto::quantity::Unit;
use recto::suggest::{self, Index, Proposal, Subject};
use recto::verify::CheckedReport;

/// A sentence with a number whose query is known.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub id: String,
    pub texts: [String; 2],
    pub phrases: [String; 2],
    pub sql: String,
    pub unit: String,
    pub kind: String,
}

/// Cases and the tables that they speak of.
pub struct Set {
    pub cases: Vec<Case>,
    tables: Vec<Table>,
}

struct Table {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// In which languages the sentence is shown, and the number sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Both,
    English,
    Chinese,
}

/// What became of a case.
#[derive(Clone, Debug)]
pub struct Result {
    pub case: usize,
    pub mode: Mode,
    /// The place of the first right proposal, from 1.
    pub place: Option<usize>,
    pub seconds: f64,
    pub read: bool,
    pub proposals: Vec<Proposal>,
}

/// The data as they are and changed.
pub struct Copies {
    checks: Vec<Check>,
}

const COPIES: u64 = 4;
const PROPOSALS: usize = 5;
const LANGUAGES: [&str; 2] = ["en", "zh"];

struct Silent;

impl Observer for Silent {
    fn begins(&mut self, _stage: Stage, _edition: Option<&str>) {}
    fn ends(&mut self) {}
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Both, Self::English, Self::Chinese];

    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "en+zh",
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    fn languages(self) -> Range<usize> {
        match self {
            Self::Both => 0..2,
            Self::English => 0..1,
            Self::Chinese => 1..2,
        }
    }
}

impl Set {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Self {
        let text =
            std::fs::read_to_string(folder.join("claims.toml")).expect("claims.toml is there");
        let root: toml::Table = text.parse().expect("claims.toml is TOML");
        let list = root["claim"].as_array().expect("[[claim]]");
        let cases = list.iter().map(|claim| {
            let field = |name: &str| match claim.get(name) {
                Some(toml::Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            Case {
                id: field("id"),
                texts: [field("en"), field("zh")],
                phrases: [field("phrase_en"), field("phrase_zh")],
                sql: field("sql"),
                unit: field("unit"),
                kind: field("kind"),
            }
        });
        let cases = cases.collect();
        let mut paths: Vec<_> = std::fs::read_dir(folder.join("data"))
            .expect("data is there")
            .map(|entry| entry.expect("a folder can be listed").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
            .collect();
        paths.sort();
        let tables = paths.iter().map(|path| Table::read(path)).collect();
        Self { cases, tables }
    }

    /// The data as they are, and copies with changes.
    pub fn copies(&self) -> Copies {
        let checks = (0..=COPIES).map(|copy| {
            let tables: Vec<Table> = self.tables.iter().map(|table| table.changed(copy)).collect();
            check(&tables, &["en"], &["None."])
        });
        Copies { checks: checks.collect() }
    }

    /// Seeks the query of a case.
    pub fn run(&self, index: usize, mode: Mode, copies: &Copies) -> Result {
        let case = &self.cases[index];
        let used = mode.languages();
        let texts: Vec<&str> = case.texts[used.clone()].iter().map(String::as_str).collect();
        let phrases = &case.phrases[used.clone()];
        let check = check(&self.tables, &LANGUAGES[used], &texts);
        let checked = check.report.as_ref().expect("the report of a case can be read").checked();
        let begin = Instant::now();
        let tables = Index::new(checked);
        let subject = (0..texts.len()).find_map(|at| subject(checked, texts[at], &phrases[at]));
        let proposals = subject
            .as_ref()
            .map(|subject| suggest::proposals(checked, &tables, subject, PROPOSALS))
            .unwrap_or_default();
        let seconds = begin.elapsed().as_secs_f64();
        let place = subject.as_ref().and_then(|subject| {
            proposals
                .iter()
                .position(|proposal| copies.agree(case, subject, proposal))
                .map(|at| at + 1)
        });
        Result { case: index, mode, place, seconds, read: subject.is_some(), proposals }
    }
}

/// The number of a phrase.
fn subject(checked: &CheckedReport, text: &str, phrase: &str) -> Option<Subject> {
    let (index, bound) = checked
        .claims
        .texts
        .iter()
        .enumerate()
        .find(|(_, bound)| bound.passage.text().trim() == text.trim())?;
    let best = bound
        .passage
        .text()
        .match_indices(phrase)
        .flat_map(|(at, found)| readings(bound, at..at + found.len()))
        .min_by_key(|(distance, _)| *distance)?
        .1;
    let span = bound.passage.span(best.clone());
    let subjects = suggest::at(checked, &|other| other == span);
    subjects.into_iter().find(|subject| {
        subject.places.iter().any(|place| place.text == index && place.range == best)
    })
}

/// The readings that meet a range, with how far their edges are from it.
fn readings(bound: &BoundText, range: Range<usize>) -> Vec<(usize, Range<usize>)> {
    let near = bound.readings.iter().map(|reading| reading.range.clone());
    near.filter(|other| other.start < range.end && range.start < other.end)
        .map(|other| (other.start.abs_diff(range.start) + other.end.abs_diff(range.end), other))
        .collect()
}

impl Copies {
    /// What the true query answers on each copy.
    pub fn truth(&self, case: &Case) -> Vec<Option<f64>> {
        self.checks.iter().map(|check| answer(facts(check), &case.sql)).collect()
    }

    fn agree(&self, case: &Case, subject: &Subject, proposal: &Proposal) -> bool {
        let to_phrase = |unit: &Unit| {
            unit.factor_to(&subject.unit).and_then(|factor| factor.to_f64()).unwrap_or(1.0)
        };
        let true_factor = Unit::parse(&case.unit).map_or(1.0, |unit| to_phrase(&unit));
        let own_factor = to_phrase(&proposal.unit);
        let mut numbers = 0;
        for (copy, truth) in self.checks.iter().zip(self.truth(case)) {
            let own = answer(facts(copy), &proposal.sql);
            match (truth, own) {
                (Some(truth), Some(own)) => {
                    let (truth, own) = (truth * true_factor, own * own_factor);
                    if (truth - own).abs() > 1e-6 * truth.abs().max(1e-9) {
                        return false;
                    }
                    numbers += 1;
                }
                (None, None) => {}
                _ => return false,
            }
        }
        numbers >= 2
    }
}

fn facts(check: &Check) -> &Facts {
    &check.report.as_ref().expect("tables can be read").checked().facts
}

fn answer(facts: &Facts, sql: &str) -> Option<f64> {
    let result = facts.query(sql).ok()?;
    match result.rows.as_slice() {
        [row] => match row.as_slice() {
            [Some(Value::Number(number))] => number.to_f64(),
            [Some(Value::Text(text) | Value::Date(text))] => text.get(..4)?.parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

/// A report of one block.
fn check(tables: &[Table], languages: &[&str], texts: &[&str]) -> Check {
    let both = |text: &str| {
        let parts: Vec<String> =
            languages.iter().map(|language| format!("{language} = '{text}'")).collect();
        format!("{{ {} }}", parts.join(", "))
    };
    let names: Vec<String> = languages.iter().map(|language| format!("'{language}'")).collect();
    let mut manifest = format!(
        "[report]\nid = 'r'\ntitle = {}\nlanguages = [{}]\ndate = 2026-01-01\npublisher = {}\nchapters = ['c.toml']\n",
        both("R"),
        names.join(", "),
        both("P")
    );
    let mut files: Vec<(String, String)> = Vec::new();
    for table in tables {
        manifest += &format!(
            "\n[source.'{}']\npath = '{}.csv'\ntitle = {}\npublisher = 'P'\nbasis = 'primary'\n",
            table.name,
            table.name,
            both("T")
        );
        let mixed: Vec<String> =
            table.mixed().iter().map(|name| format!("\"{name}\" = 'text'")).collect();
        if !mixed.is_empty() {
            manifest += &format!("types = {{ {} }}\n", mixed.join(", "));
        }
        files.push((format!("{}.csv", table.name), table.text()));
    }
    manifest += &format!("\n[edition.one]\nlayout = 'single'\nlanguages = [{}]\n", names[0]);
    let mut chapter = format!(
        "title = {}\n\n[[section]]\ntitle = {}\n\n[[section.block]]\n",
        both("C"),
        both("S")
    );
    for (language, text) in languages.iter().zip(texts) {
        chapter += &format!("{language} = '''{text}'''\n");
    }
    files.push(("report.toml".to_owned(), manifest));
    files.push(("c.toml".to_owned(), chapter));
    let folder = Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let check = pipeline::check(&folder, &CheckOptions::default(), &mut Silent);
    if check.report.is_none() {
        let shown =
            check.problems.iter().map(|p| recto::diagnostics::render::short(p, &check.sources));
        panic!("{}", shown.collect::<Vec<_>>().join("\n"));
    }
    check
}

impl Table {
    fn read(path: &Path) -> Self {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).from_path(path).expect("a CSV file");
        let fields =
            |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let head = fields(reader.headers().expect("a head"));
        let rows = reader.records().map(|record| fields(&record.expect("a row"))).collect();
        Self { name, head, rows }
    }

    fn text(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.head).expect("a row");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
        String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8")
    }

    fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str);
        cells.filter(|cell| !cell.is_empty())
    }

    fn is_number(cell: &str) -> bool {
        recto::quantity::parse_decimal(cell).is_some()
    }

    /// Columns with numbers and other things.
    fn mixed(&self) -> Vec<&str> {
        let all = 0..self.head.len();
        let mixed = all.filter(|column| {
            self.column(*column).any(Self::is_number) && !self.column(*column).all(Self::is_number)
        });
        mixed.map(|column| self.head[column].as_str()).collect()
    }

    /// Whether the numbers of a column measure, and do not say when or which.
    fn measures(&self, column: usize) -> bool {
        let name = self.head[column].to_lowercase();
        let parts: Vec<&str> = name.split(['_', ' ', '-']).collect();
        let key = [
            "id", "no", "code", "year", "quarter", "month", "week", "rank", "index", "季度",
            "月份", "年份", "编号",
        ];
        let years = self.column(column).all(|cell| {
            cell.len() == 4 && cell.parse::<i64>().is_ok_and(|y| (1500..2200).contains(&y))
        });
        self.column(column).next().is_some()
            && self.column(column).all(Self::is_number)
            && !years
            && !parts.iter().any(|part| key.contains(part))
    }

    /// A copy with other numbers and some categories swapped; the copy 0 is the table itself.
    fn changed(&self, copy: u64) -> Self {
        let mut rows = self.rows.clone();
        if copy > 0 {
            let seed = self
                .name
                .bytes()
                .fold(copy, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
            let mut chance = Chance(seed);
            for column in (0..self.head.len()).filter(|column| self.measures(*column)) {
                rows.iter_mut()
                    .filter_map(|row| row.get_mut(column))
                    .for_each(|cell| chance.number(cell));
            }
            // The first copies keep their categories, so that every query has an answer on some copy.
            let groups = if copy > COPIES / 2 { self.categories() } else { Vec::new() };
            for group in groups {
                for _ in 0..(rows.len() / 16).max(1) {
                    let (one, other) = (chance.below(rows.len()), chance.below(rows.len()));
                    for column in &group {
                        let cell = rows[one][*column].clone();
                        rows[one][*column] = std::mem::replace(&mut rows[other][*column], cell);
                    }
                }
            }
        }
        Self { name: self.name.clone(), head: self.head.clone(), rows }
    }

    /// Columns of categories; those that name the same things are swapped together, since nobody could tell which of
    /// them a sentence means.
    fn categories(&self) -> Vec<Vec<usize>> {
        let is_text = |column: &usize| {
            self.column(*column).any(|cell| !Self::is_number(cell) && !is_date(cell))
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for column in (0..self.head.len()).filter(is_text) {
            match groups.iter_mut().find(|group| self.same_things(group[0], column)) {
                Some(group) => group.push(column),
                None => groups.push(vec![column]),
            }
        }
        groups
    }

    fn same_things(&self, one: usize, other: usize) -> bool {
        let maps = |from: usize, to: usize| {
            let mut known: BTreeMap<&str, &str> = BTreeMap::new();
            self.rows.iter().all(|row| {
                let (Some(a), Some(b)) = (row.get(from), row.get(to)) else { return true };
                a.is_empty() || b.is_empty() || *known.entry(a).or_insert(b) == b.as_str()
            })
        };
        maps(one, other) && maps(other, one)
    }
}

fn is_date(cell: &str) -> bool {
    cell.len() == 10 && cell.as_bytes()[4] == b'-'
}

/// A row of numbers that is the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).expect("64 bits"))
            .expect("below a length")
    }

    /// A number of the same form, up to 40 per cent away.
    fn number(&mut self, cell: &mut String) {
        let Ok(value) = cell.parse::<f64>() else { return };
        let decimals = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let factor =
            0.6 + 0.8 * f64::from(u32::try_from(self.next() % 10_000).expect("small")) / 10_000.0;
        *cell = format!("{:.decimals$}", value * factor);
    }
}

/// A case whose true query does not come first, with what came instead.
pub fn miss(set: &Set, result: &Result) -> Option<String> {
    if result.place == Some(1) {
        return None;
    }
    let case = &set.cases[result.case];
    let place = result.place.map_or("none".to_owned(), |place| place.to_string());
    let unread = if result.read { "" } else { ", not read as a number" };
    let (mode, [one, other]) = (result.mode.name(), &case.phrases);
    let mut text =
        format!("{} {} {mode}, place {place}{unread}: {one} | {other}\n", case.id, case.kind);
    text += &format!("  {}\n  {}\n  = {}\n", case.texts[0], case.texts[1], case.sql);
    for proposal in &result.proposals {
        let Proposal { score, parts, shape, unit, sql, .. } = proposal;
        text += &format!("  {score:.2} {parts:.2?} {shape} {}: {sql}\n", unit.name());
    }
    Some(text)
}

/// How many of some cases were found, in lines for people.
pub fn summary(set: &Set, results: &[Result]) -> String {
    let mut text =
        format!("{:<22} {:<6} {:>5} {:>7} {:>7}\n", "kind", "lang", "cases", "first", "top 5");
    let mut kinds: BTreeMap<(&str, Mode), Vec<&Result>> = BTreeMap::new();
    for result in results {
        kinds.entry((&set.cases[result.case].kind, result.mode)).or_default().push(result);
        kinds.entry(("~ all", result.mode)).or_default().push(result);
    }
    for ((kind, mode), results) in &kinds {
        let (first, five) = score(results.iter().copied());
        let percent = |part: usize| 100.0 * float(part) / float(results.len());
        text += &format!(
            "{kind:<22} {:<6} {:>5} {:>6.1}% {:>6.1}%\n",
            mode.name(),
            results.len(),
            percent(first),
            percent(five)
        );
    }
    let times = || results.iter().map(|result| result.seconds);
    let slowest = times().fold(0.0, f64::max);
    let mean = times().sum::<f64>() / float(results.len());
    text + &format!("{mean:.3} s a claim, {slowest:.3} s the slowest\n")
}

/// How many were found first, and among the first five.
pub fn score<'r>(results: impl Iterator<Item = &'r Result>) -> (usize, usize) {
    results.fold((0, 0), |(first, five), result| {
        (first + usize::from(result.place == Some(1)), five + usize::from(result.place.is_some()))
    })
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

//! `recto quantities`: what the scanner reads in a plain text, for editors and for measuring.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::Status;
use super::terminal::Terminal;
use crate::files::{Disk, Folder, RelativePath};
use crate::quantity::{
    Content, Grammar, Lexicon, Operator, Quantity, Rational, Reading, Unit, decimal_string, scan,
};

/// The arguments of `recto quantities`.
#[derive(Debug, clap::Args)]
pub struct QuantitiesArguments {
    /// The language of the text, by its BCP 47 tag: `en` and `zh` have grammars, others are read for
    /// digits alone.
    #[arg(long, value_name = "LANG", required_unless_present = "jsonl")]
    lang: Option<String>,
    /// Read an object a line, `{"id": .., "lang": .., "text": ..}`, and answer a line each.
    #[arg(long)]
    jsonl: bool,
    /// The text; standard input if absent.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// A text to be read, with `--jsonl`.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: serde_json::Value,
    lang: Option<String>,
    text: String,
}

/// The answer to a [`Request`].
#[derive(Serialize)]
struct Response<'a> {
    id: &'a serde_json::Value,
    results: Vec<Record<'a>>,
}

/// One result of the scanner. Offsets count Unicode code points, the end is not included; numbers are
/// exact decimals, or fractions such as `1/3`. A range has no `value`, only its two ends.
#[derive(Serialize)]
struct Record<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    result: &'static str,
    kind: &'static str,
    value: Option<String>,
    lo: Option<String>,
    hi: Option<String>,
    lo_closed: Option<bool>,
    hi_closed: Option<bool>,
    unit: Option<String>,
    operator: Option<&'static str>,
    reason: Option<&'static str>,
}

/// Prints every result of the scanner as a line of JSON.
pub fn run(arguments: &QuantitiesArguments, terminal: &Terminal) -> Result<Status> {
    let lexicon = Lexicon::default();
    if !arguments.jsonl {
        let text = input(arguments.file.as_deref())?;
        let grammar = Grammar::of(arguments.lang.as_deref().unwrap_or_default());
        for record in records(&text, &scan(grammar, &lexicon, &text)) {
            terminal.output(&serde_json::to_string(&record)?)?;
        }
        return Ok(Status::Clean);
    }
    let answer = |number: usize, line: &str| -> Result<()> {
        let request: Request = serde_json::from_str(line)
            .with_context(|| format!("line {number} is no object with `text`"))?;
        let Some(language) = request.lang.as_deref().or(arguments.lang.as_deref()) else {
            bail!("line {number} names no `lang`, and there is no --lang");
        };
        let readings = scan(Grammar::of(language), &lexicon, &request.text);
        let results = records(&request.text, &readings);
        Ok(terminal.output(&serde_json::to_string(&Response { id: &request.id, results })?)?)
    };
    for_each_line(arguments.file.as_deref(), &mut |number, line| {
        if line.trim().is_empty() { Ok(()) } else { answer(number, line) }
    })?;
    Ok(Status::Clean)
}

fn input(file: Option<&Path>) -> Result<String> {
    match file {
        None => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.context("standard input is not UTF-8 text")?;
            Ok(text)
        }
        Some(path) => {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let name = RelativePath::parse(name)
                .map_err(|problem| anyhow::anyhow!("`{}`: {problem}", path.display()))?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let bytes = Disk::new(folder.unwrap_or(Path::new("."))).read(&name);
            let bytes = bytes.with_context(|| format!("cannot read `{}`", path.display()))?;
            String::from_utf8(bytes).with_context(|| format!("`{}` is not UTF-8", path.display()))
        }
    }
}

/// Lines of standard input are answered as they come, so that an editor can keep the program open.
fn for_each_line(
    file: Option<&Path>,
    answer: &mut dyn FnMut(usize, &str) -> Result<()>,
) -> Result<()> {
    if file.is_some() {
        let text = input(file)?;
        return text.lines().enumerate().try_for_each(|(index, line)| answer(index + 1, line));
    }
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        answer(index + 1, &line.context("standard input is not UTF-8 text")?)?;
    }
    Ok(())
}

fn records<'a>(text: &'a str, readings: &[Reading]) -> Vec<Record<'a>> {
    let mut points = 0;
    let mut bytes = 0;
    let mut list = Vec::with_capacity(readings.len());
    for reading in readings {
        points += text[bytes..reading.range.start].chars().count();
        let words = &text[reading.range.clone()];
        let start = points;
        points += words.chars().count();
        bytes = reading.range.end;
        list.push(Record { start, end: points, text: words, ..of_content(&reading.content) });
    }
    list
}

fn of_content(content: &Content) -> Record<'static> {
    match content {
        Content::Quantity(quantity) => of_quantity(quantity),
        Content::Period(period) => Record { value: period.canonical(), ..bare("period", "period") },
        Content::Structural(structure) => Record {
            value: structure.value.as_ref().map(exact),
            ..bare("structural", structure.name())
        },
        Content::Excluded(exclusion) => {
            Record { reason: Some(exclusion.name()), ..bare("excluded", "none") }
        }
        Content::Unresolved(obstacle) => {
            Record { reason: Some(obstacle.name()), ..bare("unresolved", "none") }
        }
    }
}

fn of_quantity(quantity: &Quantity) -> Record<'static> {
    let (lower, upper) = (quantity.interval.lower.as_ref(), quantity.interval.upper.as_ref());
    Record {
        value: (quantity.operator != Operator::Range).then(|| exact(&quantity.value)),
        lo: lower.map(|bound| exact(&bound.value)),
        hi: upper.map(|bound| exact(&bound.value)),
        lo_closed: lower.map(|bound| bound.closed),
        hi_closed: upper.map(|bound| bound.closed),
        unit: Some(quantity.unit.name()),
        operator: Some(quantity.operator.name()),
        ..bare("quantity", kind(quantity))
    }
}

/// A record that says nothing but what kind of result it is.
fn bare(result: &'static str, kind: &'static str) -> Record<'static> {
    Record {
        start: 0,
        end: 0,
        text: "",
        result,
        kind,
        value: None,
        lo: None,
        hi: None,
        lo_closed: None,
        hi_closed: None,
        unit: None,
        operator: None,
        reason: None,
    }
}

/// The nature of a quantity; its `unit` says which one exactly.
fn kind(quantity: &Quantity) -> &'static str {
    match quantity.unit {
        Unit::Count => "number",
        Unit::Percent => "percent",
        Unit::Ratio => "fraction",
        Unit::PerMille => "per-mille",
        Unit::BasisPoint => "basis-point",
        Unit::PercentagePoint => "percentage-point",
        Unit::Multiple => "multiple",
        Unit::Rank => "rank",
        Unit::Year => "year",
        Unit::Currency(_) => "currency",
        Unit::Measure(_) => "measure",
    }
}

fn exact(value: &Rational) -> String {
    decimal_string(value).unwrap_or_else(|| format!("{}/{}", value.numer(), value.denom()))
}

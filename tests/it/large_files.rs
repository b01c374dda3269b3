//! Files that are read piece by piece, and files that would fill the machine or break a reader.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Decimal128Array, Float64Array, Int64Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use recto::diagnostics::{Code, render};
use recto::files::Disk;
use recto::pipeline::{Check, CheckOptions, check};

use crate::support::{Silent, project};

const RECORD: &str = "title = { en = 'S', zh = '源' }\npublisher = \"P\"\nbasis = \"primary\"\n";

fn report(folder: &Path, sources: &str, chapter: &str) {
    let manifest = format!(
        "[report]\nid = \"t\"\ntitle = {{ en = 'T', zh = '题' }}\nlanguages = [\"en\", \"zh\"]\ndate = 2026-01-01\n\
         publisher = {{ en = 'P', zh = '社' }}\nchapters = [\"c.toml\"]\n[edition.en]\nlayout = \"single\"\nlanguages = [\"en\"]\n{sources}"
    );
    fs::write(folder.join("report.toml"), manifest).unwrap();
    fs::write(folder.join("c.toml"), format!("title = {{ en = 'C', zh = '章' }}\n{chapter}"))
        .unwrap();
}

fn checked(folder: &Path) -> Check {
    check(&Disk::new(folder), &CheckOptions::default(), &mut Silent)
}

fn told(check: &Check) -> Vec<String> {
    check.problems.iter().map(|problem| render::short(problem, &check.sources)).collect()
}

/// A table of 300,000 rows whose columns do not repeat, so that the file does not shrink.
fn write_parquet(path: &Path) {
    let rows = 300_000_i64;
    let scattered =
        |row: i64| row.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()).unsigned_abs();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from_iter_values(0..rows))),
        (
            "Region",
            Arc::new(StringArray::from_iter_values(
                ["东部", "西部", "north"].into_iter().cycle().take(300_000),
            )),
        ),
        (
            "amount",
            Arc::new(
                Decimal128Array::from_iter_values(
                    (0..rows).map(|row| i128::from(scattered(row) % 100_000)),
                )
                .with_precision_and_scale(12, 2)
                .unwrap(),
            ),
        ),
        (
            "weight",
            Arc::new(Float64Array::from_iter_values(
                (0..rows).map(|row| f64::from((scattered(row) >> 32) as u32) / 1024.3),
            )),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer =
        ArrowWriter::try_new(fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn a_file_read_piece_by_piece_answers_as_one_that_is_held() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("t.parquet"));
    let source = format!("[source.t]\npath = \"t.parquet\"\n{RECORD}");
    // With little memory the file is too large to be held, and so it is read in parts.
    let small = format!("{source}[queries]\nmemory = 16\n");
    let queries = [
        "SELECT sum(amount) FROM t",
        "SELECT count(*) FROM t WHERE \"Region\" = '东部' AND amount > 500",
        "SELECT sum(amount) FROM t WHERE \"Region\" = 'north'",
        "SELECT max(amount) FROM t WHERE id < 1000",
        "SELECT count(DISTINCT amount) FROM t",
        "SELECT amount FROM t WHERE id = 123456",
        "SELECT \"Region\" FROM t WHERE id = 7",
        "SELECT amount FROM t ORDER BY amount DESC, id LIMIT 1",
    ];
    let answers = |sources: &str| {
        report(folder.path(), sources, "");
        let check = checked(folder.path());
        assert!(!check.problems.has_errors(), "{:?}", told(&check));
        let facts = &check.report.as_ref().unwrap().checked().facts;
        let is_streamed = facts.source("t").unwrap().is_streamed();
        facts.prepare(&queries);
        let rows: Vec<_> =
            queries.iter().map(|sql| facts.query(sql).unwrap().rows.clone()).collect();
        let weights: Vec<_> = (0..3)
            .map(|_| facts.query("SELECT sum(weight) FROM t").unwrap().rows.clone())
            .collect();
        (is_streamed, rows, weights)
    };
    let (held, from_memory, _) = answers(&source);
    let (streamed, from_file, weights) = answers(&small);
    assert!(!held && streamed);
    assert_eq!(from_memory, from_file);
    // Sums of floating-point numbers depend on their order, and the same input gives the same answer.
    let (_, _, again) = answers(&small);
    assert_eq!(weights, again);
}

#[test]
fn a_query_over_a_large_file_stays_within_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("t.parquet"));
    report(
        folder.path(),
        &format!("[source.t]\npath = \"t.parquet\"\n{RECORD}[queries]\nmemory = 16\nseconds = 3\n"),
        "",
    );
    let check = checked(folder.path());
    let facts = &check.report.as_ref().unwrap().checked().facts;
    // Sorting is spilled, and what cannot be spilled is refused in words.
    let sorted = facts
        .query("SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY weight, id) AS r FROM t)")
        .unwrap();
    assert_eq!(sorted.rows.len(), 1);
    let crossed = facts.query(
        "SELECT count(DISTINCT a.weight * b.weight) FROM t a JOIN t b ON a.id % 50 = b.id % 50",
    );
    assert!(crossed.is_err());
}

/// A workbook of one sheet, as small as it can be.
fn workbook(cells: &str) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{head}<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>"),
        ),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    bytes.into_inner()
}

#[test]
fn a_stray_cell_at_the_end_of_a_sheet_does_not_fill_the_memory() {
    let cell = |name: &str, value: u32| format!("<c r=\"{name}\"><v>{value}</v></c>");
    let text = |name: &str, value: &str| format!("<c r=\"{name}\" t=\"str\"><v>{value}</v></c>");
    let head = format!("<row r=\"1\">{}{}</row>", text("A1", "k"), text("B1", "n"));
    let row = format!("<row r=\"2\">{}{}</row>", cell("A2", 1), cell("B2", 2));
    let stray = format!("<row r=\"1048576\">{}</row>", cell("XFD1048576", 3));
    let source = format!("[source.t]\npath = \"t.xlsx\"\n{RECORD}");
    for (cells, code) in
        [(format!("{head}{row}"), None), (format!("{head}{row}{stray}"), Some(Code::FileTooLarge))]
    {
        let folder = tempfile::tempdir().unwrap();
        report(folder.path(), &source, "");
        fs::write(folder.path().join("t.xlsx"), workbook(&cells)).unwrap();
        let check = checked(folder.path());
        let errors: Vec<Code> = check
            .problems
            .iter()
            .filter(|p| p.code != Code::UnusedSource)
            .map(|p| p.code)
            .collect();
        assert_eq!(errors.first().copied(), code, "{:?}", told(&check));
    }
}

/// Bytes that were changed, cut or doubled: a reader may refuse a file or read it, but not break.
#[test]
fn damaged_files_are_refused_or_read() {
    let good = project().join("tests/data/good");
    let settings = fs::read_to_string(good.join("settings.toml")).unwrap();
    let sources: BTreeMap<&str, &str> = settings
        .split("[source.")
        .skip(1)
        .filter_map(|part| {
            let path =
                part.lines().find_map(|line| line.strip_prefix("path = \"")?.strip_suffix('"'))?;
            Some((path, part.split_once(']')?.1))
        })
        .collect();
    let mut chance = 20_261_125_u64;
    let mut next = move |below: usize| {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % below.max(1)
    };
    let mut refused = 0;
    let mut tried = 0;
    for (path, settings) in &sources {
        let bytes = fs::read(good.join(path)).unwrap();
        for turn in 0..60 {
            let mut damaged = bytes.clone();
            match turn % 3 {
                0 => damaged.truncate(next(bytes.len())),
                1 => (0..=next(8)).for_each(|_| {
                    let at = next(damaged.len());
                    damaged[at] ^= 1 << next(8);
                }),
                _ => {
                    let (from, to) = (next(bytes.len()), next(bytes.len()));
                    let piece = bytes[from.min(to)..from.max(to)].to_vec();
                    let at = next(damaged.len());
                    damaged.splice(at..at, piece);
                }
            }
            let folder = tempfile::tempdir().unwrap();
            report(folder.path(), &format!("[source.t]{settings}\n{RECORD}"), "");
            fs::write(folder.path().join(path), damaged).unwrap();
            let check = checked(folder.path());
            tried += 1;
            refused += usize::from(check.problems.has_errors());
        }
    }
    println!("{refused} of {tried} damaged files are refused");
    assert!(refused * 2 > tried && refused < tried);
}

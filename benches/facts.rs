//! Makes reports with many claims over many tables and times `recto check` as a process: first without
//! and then with the answers of the run before.
//!
//!     cargo bench --bench facts                     the sizes of benches/README.md
//!     cargo bench --bench facts -- 1539 100 10000   claims, tables, rows of each
//!
//! The folder is made anew in a temporary place each time.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark reports and may stop")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Claims, tables, rows of each: a flagship, the World Energy Outlook, and growth at a fixed amount of data.
const SIZES: [(usize, usize, usize); 5] =
    [(265, 20, 60), (1539, 100, 10_000), (100, 20, 1000), (1000, 20, 1000), (10_000, 20, 1000)];

fn main() {
    let numbers: Vec<usize> =
        std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = match numbers.as_slice() {
        [claims, tables, rows] => vec![(*claims, *tables, *rows)],
        _ => SIZES.to_vec(),
    };
    println!("claims  tables    rows     cold s   warm s   cold ms a claim");
    for (claims, tables, rows) in sizes {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_report(folder.path(), claims, tables, rows);
        let cold = check(folder.path());
        let warm = (0..3).map(|_| check(folder.path())).min().expect("three runs");
        let each = cold.as_secs_f64() * 1000.0 / as_float(claims);
        println!(
            "{claims:6}  {tables:6}  {rows:6}  {:9.3}  {:7.3}   {each:.2}",
            cold.as_secs_f64(),
            warm.as_secs_f64()
        );
    }
}

fn as_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a small number"))
}

fn check(folder: &Path) -> Duration {
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_recto"))
        .arg("check")
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let seconds = start.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    seconds
}

const REGIONS: [&str; 8] =
    ["north", "south", "east", "west", "centre", "coast", "islands", "hills"];

/// Rows whose numbers a claim can know without running a query: `value` is 1000 + row.
fn write_report(folder: &Path, claims: usize, tables: usize, rows: usize) {
    fs::create_dir_all(folder.join("data")).expect("a folder for the data");
    let mut manifest = "[report]\nid = \"many\"\ntitle = { en = 'Many', zh = '众' }\nlanguages = [\"en\", \"zh\"]\n\
                        date = 2026-01-01\npublisher = { en = 'P', zh = '社' }\nchapters = [\"c.toml\"]\n\
                        [edition.en]\nlayout = \"single\"\nlanguages = [\"en\"]\n"
        .to_owned();
    for table in 0..tables {
        let _ = write!(
            manifest,
            "[source.t{table}]\npath = \"data/t{table}.csv\"\ntitle = {{ en = 'T', zh = '表' }}\npublisher = \"P\"\nbasis = \"primary\"\n"
        );
        let mut text = "id,region,year,value,share\n".to_owned();
        for row in 0..rows {
            let region = REGIONS[row % REGIONS.len()];
            let _ = writeln!(
                text,
                "k{row},{region},{},{},{}.{:02}",
                1990 + row % 30,
                1000 + row,
                row % 100,
                row % 97
            );
        }
        fs::write(folder.join(format!("data/t{table}.csv")), text).expect("a data file");
    }
    fs::write(folder.join("report.toml"), manifest).expect("the manifest");
    fs::write(folder.join("c.toml"), chapter(claims, tables, rows)).expect("the chapter");
}

/// Claims of four kinds: a look-up, a sum, a count and a share.
fn chapter(claims: usize, tables: usize, rows: usize) -> String {
    let mut text = "title = { en = 'C', zh = '章' }\n".to_owned();
    let mut blocks = String::new();
    for claim in 0..claims {
        let table = claim % tables;
        let kind = (claim / tables) % 4;
        let row = (claim * 7) % rows;
        let region = row % REGIONS.len();
        let name = REGIONS[region];
        let of_region = (0..rows).filter(|row| row % REGIONS.len() == region);
        let (query, unit, answer) = match kind {
            0 => (
                format!("SELECT value FROM t{table} WHERE id = 'k{row}'"),
                "count",
                grouped(1000 + row),
            ),
            1 => (
                format!("SELECT sum(value) FROM t{table} WHERE region = '{name}'"),
                "count",
                grouped(of_region.map(|row| 1000 + row).sum()),
            ),
            2 => (
                format!("SELECT count(*) FROM t{table} WHERE region = '{name}' AND value >= 1000"),
                "count",
                grouped(of_region.count()),
            ),
            _ => (
                format!(
                    "SELECT 100.0 * sum(value) / (SELECT sum(value) FROM t{table}) FROM t{table} WHERE region = '{name}'"
                ),
                "percent",
                {
                    let part: usize = of_region.map(|row| 1000 + row).sum();
                    let whole: usize = (0..rows).map(|row| 1000 + row).sum();
                    format!("{:.1}%", 100.0 * as_float(part) / as_float(whole))
                },
            ),
        };
        let _ = write!(text, "[claim.c{claim}]\nquery = \"{query}\"\nunit = \"{unit}\"\n");
        let _ = write!(
            blocks,
            "[[block]]\nen = 'In paragraph number k{claim} the figure is [{answer}](#c{claim}) of all.'\nzh = '在第k{claim}段中，数值为[{answer}](#c{claim})。'\n"
        );
    }
    text + &blocks
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

//! Every data cell that a claim of the flagship reads is changed: claims that become false by the
//! arithmetic below have to be refused, the others are listed.

use std::collections::{BTreeMap, BTreeSet};

use recto::files::Memory;

use crate::support::{check, errors, flagship, text, write};

/// The numbers of the flagship: policy documents by period, and the register by id.
#[derive(Clone)]
struct Numbers {
    policies: BTreeMap<String, i64>,
    register: BTreeMap<String, i64>,
}

impl Numbers {
    fn read(folder: &Memory) -> Self {
        let column = |path: &str, key: usize, value: usize| {
            let rows = rows(&text(folder, path));
            rows.iter().skip(1).map(|row| (row[key].clone(), row[value].parse().unwrap())).collect()
        };
        Self {
            policies: column("data/policies.csv", 0, 1),
            register: column("data/register.csv", 0, 1),
        }
    }

    /// The claims that are computed from several numbers, each with its answer in hundredths.
    fn computed(&self) -> BTreeMap<&'static str, i64> {
        let policy = |period: &str| self.policies[period];
        let datum = |id: &str| self.register[id];
        let total: i64 = self.policies.values().sum();
        let half_year = policy("2019H1");
        let supervision = datum("supervision-2019h1");
        let years: Vec<i64> = ["2015", "2016", "2017", "2018"].map(policy).to_vec();
        let truth = |holds: bool| i64::from(holds);
        BTreeMap::from([
            ("total", total),
            ("earlier total", total - half_year),
            ("other subjects", half_year - supervision),
            ("supervised share", (10_000 * supervision + half_year / 2) / half_year),
            ("half-year share", (10_000 * half_year + total / 2) / total),
            ("not dedicated", datum("local-2019h1") - datum("dedicated-local-2019h1")),
            ("exceeds each year", truth(half_year > *years.iter().max().unwrap())),
            ("below the sum", truth(half_year < total - half_year)),
            ("rises", truth(years.windows(2).all(|pair| pair[0] < pair[1]))),
            ("local exceeds national", truth(datum("local-2019h1") > half_year)),
            (
                "published exceeds filed",
                truth(datum("patents-published-2019h1") > datum("patents-filed-2019h1")),
            ),
        ])
    }

    /// Whether every number and every computed claim is as before.
    fn says_the_same(&self, other: &Self) -> bool {
        self.policies == other.policies
            && self.register == other.register
            && self.computed() == other.computed()
    }
}

#[test]
fn every_changed_number_of_the_data_is_noticed() {
    let folder = flagship();
    let before = Numbers::read(&folder);
    let used = used_rows(&folder);
    let mut survivors = Vec::new();
    let mut unread = Vec::new();
    let mut changed_cells = 0;
    for (path, column) in [("data/policies.csv", 1), ("data/register.csv", 1)] {
        let original = text(&folder, path);
        let table = path.trim_start_matches("data/").trim_end_matches(".csv");
        for (index, row) in rows(&original).iter().enumerate().skip(1) {
            let value: i64 = row[column].parse().unwrap();
            let mutated = with_cell(&original, index, column, &(value + 1).to_string());
            write(&folder, path, &mutated);
            let is_false = !Numbers::read(&folder).says_the_same(&before);
            let refused = !errors(&check(&folder).problems).is_empty();
            write(&folder, path, &original);
            let line = format!("{path} row {index} ({}): {value} as {}", row[0], value + 1);
            changed_cells += 1;
            if !used.contains(&(table.to_owned(), index - 1)) {
                unread.push(line);
            } else if is_false && !refused {
                survivors.push(line);
            }
        }
    }
    println!("{changed_cells} numbers changed, {} are read by no claim", unread.len());
    unread.iter().for_each(|line| println!("  not read: {line}"));
    assert!(survivors.is_empty(), "changed, but not refused:\n{}", survivors.join("\n"));
}

/// A count over rows with a certain word falls by one when the word of a row changes.
#[test]
fn every_changed_key_of_a_count_is_noticed() {
    let folder = flagship();
    let clean = check(&folder);
    let checked = clean.report.as_ref().unwrap().checked();
    let mut keys = BTreeSet::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let Some(query) = claim.query().filter(|_| !claim.uses.is_empty()) else { continue };
        let query = query.as_str();
        let Some(rest) = query.strip_prefix("SELECT count(*) FROM ") else { continue };
        let Some((table, condition)) = rest.split_once(" WHERE ") else { continue };
        let Some((column, _)) = condition.split_once(" = '") else { continue };
        if column.contains(' ') {
            continue;
        }
        for row in &outcome.rows {
            assert_eq!(row.table, table, "the rows of {query}");
            keys.insert((table.to_owned(), column.to_owned(), row.row));
        }
    }
    assert!(keys.len() > 20, "only {} keys", keys.len());
    for (table, column, row) in keys {
        let path = format!("data/{table}.csv");
        let original = text(&folder, &path);
        let column = rows(&original)[0].iter().position(|name| *name == column).unwrap();
        write(&folder, &path, &with_cell(&original, row + 1, column, "other"));
        let found = errors(&check(&folder).problems);
        write(&folder, &path, &original);
        assert!(found.contains(&"claim-refuted"), "{path} row {row}, column {column}: {found:?}");
    }
}

/// The rows that the claims of the report rest on.
fn used_rows(folder: &Memory) -> BTreeSet<(String, usize)> {
    let clean = check(folder);
    let checked = clean.report.as_ref().unwrap().checked();
    let claims = checked.claims.list.iter().zip(&checked.outcomes);
    let used = claims.filter(|(claim, _)| !claim.uses.is_empty());
    used.flat_map(|(_, outcome)| &outcome.rows).map(|row| (row.table.clone(), row.row)).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.unwrap());
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// The table with one cell replaced.
fn with_cell(text: &str, row: usize, column: usize, cell: &str) -> String {
    let mut rows = rows(text);
    rows[row][column] = cell.to_owned();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

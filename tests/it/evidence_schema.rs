//! `docs/evidence.schema.json` and the record, held together in both directions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use recto::evidence::{
    self, AuthorFile, Circumstances, Claim, ClaimKind, Edition, Engine, Evidence, Exhibit,
    ExhibitKind, Heading, HeadingLevel, MutationScore, NotChecked, Page, Place, PlaceKind, Printed,
    ReferenceLine, ReportHead, Row, RowsRead, RuleCount, SCHEMA, Source, Wordings,
};
use recto::files::{Disk, Overlay};
use recto::pipeline::{self, BuildOptions, CheckOptions};
use recto::report::Basis;
use recto::verify::Verdict;
use serde_json::Value;

use crate::support::{Silent, assert_valid, build, faults, flagship, project, relative};
use recto::files::Folder;

const PATH: &str = "docs/evidence.schema.json";

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string(project().join(PATH)).unwrap()).unwrap()
}

fn words(text: &str) -> Wordings {
    BTreeMap::from([("en".to_owned(), text.to_owned()), ("zh".to_owned(), "文字".to_owned())])
}

/// A record in which every member has a value, and every list an entry.
fn full() -> Evidence {
    let digest = "0123456789abcdef".repeat(4);
    Evidence {
        schema: SCHEMA.to_owned(),
        engine: Engine {
            recto: "0.1.0".to_owned(),
            typst: "0.15.1".to_owned(),
            fonts: BTreeMap::from([("A.otf".to_owned(), digest.clone())]),
            templates: digest.clone(),
        },
        report: ReportHead {
            id: "r".to_owned(),
            title: words("Report"),
            date: "2026-12-01".to_owned(),
            languages: vec!["en".to_owned(), "zh".to_owned()],
        },
        outline: vec![Heading {
            level: HeadingLevel::Section,
            number: Some("1.1".to_owned()),
            id: Some("policy".to_owned()),
            title: words("Policy"),
            exhibits: vec!["by-year".to_owned()],
            file: "chapters/01.toml".to_owned(),
            line: 3,
        }],
        tally: BTreeMap::from([(Verdict::Proved.name().to_owned(), 1)]),
        sources: vec![source(&digest)],
        claims: vec![claim()],
        exhibits: vec![Exhibit {
            id: "by-year".to_owned(),
            kind: ExhibitKind::Figure,
            number: 1,
            caption: words("Policies"),
            query: "SELECT 1".to_owned(),
            sources: vec!["policies".to_owned()],
            columns: vec!["period".to_owned()],
            rows: vec![vec![Some("2018".to_owned()), None]],
            references: vec![ReferenceLine {
                label: words("Mean"),
                query: "SELECT 1".to_owned(),
                value: Some("9.5".to_owned()),
            }],
        }],
        not_checked: vec![NotChecked {
            class: "period".to_owned(),
            text: "2018".to_owned(),
            language: "en".to_owned(),
            file: "c.toml".to_owned(),
            line: 1,
            column: 1,
        }],
        digits_only: vec!["fr".to_owned()],
        rules: BTreeMap::from([(
            "quantifier".to_owned(),
            RuleCount { errors: 0, warnings: 0, notes: 1 },
        )]),
        mutation: Some(MutationScore { wrong: 2, refused: 2, still_true: 0, not_judged: 0 }),
        files: vec![AuthorFile {
            path: "report.toml".to_owned(),
            sha256: digest,
            attachment: Some("report.toml".to_owned()),
        }],
        editions: vec![Edition {
            name: "en".to_owned(),
            file: "r-en.pdf".to_owned(),
            layout: "single".to_owned(),
            theme: "institute".to_owned(),
            languages: vec!["en".to_owned()],
            draft: false,
            created: Some(1),
            ink: BTreeMap::from([("claim".to_owned(), 1)]),
            pages: vec![Page {
                width: 595.3,
                height: 841.9,
                text: "12".to_owned(),
                drawing: "0".repeat(64),
            }],
        }],
    }
}

fn source(digest: &str) -> Source {
    Source {
        id: "policies".to_owned(),
        title: words("Policies"),
        publisher: words("An institute"),
        licence: Some(words("CC BY 4.0")),
        url: Some("https://example.org".to_owned()),
        retrieved: Some("2026-11-22".to_owned()),
        basis: Basis::Primary,
        file: Some("data/policies.csv".to_owned()),
        sha256: Some(digest.to_owned()),
        bytes: Some(12),
        attachment: Some("policies.csv".to_owned()),
        columns: vec!["period".to_owned()],
        rows: Some(1),
        rows_read: vec![Row { row: 1, line: Some(2), cells: vec![Some("12".to_owned()), None] }],
    }
}

fn claim() -> Claim {
    Claim {
        id: "c".to_owned(),
        kind: ClaimKind::Query,
        query: Some("SELECT 1".to_owned()),
        attributed: Some("policies".to_owned()),
        reason: Some(words("a reason")),
        unit: "count".to_owned(),
        period: Some("2019H1".to_owned()),
        base: Some("total".to_owned()),
        answer: Some("12".to_owned()),
        filters: vec!["policies: period = '2019H1'".to_owned()],
        rows: vec![RowsRead { source: "policies".to_owned(), rows: vec![1] }],
        sources: vec!["policies".to_owned()],
        verdict: Verdict::Proved,
        places: vec![Place {
            kind: PlaceKind::Phrase,
            language: Some("en".to_owned()),
            phrase: Some("12".to_owned()),
            denotes: vec!["= 12 count".to_owned()],
            holds: Some(true),
            sentence: Some("They issued 12.".to_owned()),
            file: "c.toml".to_owned(),
            line: 1,
            column: 1,
            printed: vec![Printed {
                edition: "en".to_owned(),
                page: 1,
                boxes: vec![[0.0, 1.5, 2.0, 3.0]],
            }],
        }],
    }
}

/// Walks a value and the schema of it together; collects which definitions were met.
fn walk(value: &Value, schema: &Value, root: &Value, place: &str, met: &mut BTreeSet<String>) {
    let mut schema = schema;
    if let Some(choices) = schema.get("oneOf") {
        schema = &choices[0];
    }
    while let Some(reference) = schema.get("$ref") {
        let name = reference.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        met.insert(name.to_owned());
        schema = &root["$defs"][name];
    }
    match value {
        Value::Object(members) if schema.get("properties").is_some() => {
            let names = |list: &mut dyn Iterator<Item = &String>| -> BTreeSet<String> {
                list.cloned().collect()
            };
            let properties = schema["properties"].as_object().unwrap();
            let described = names(&mut properties.keys());
            assert_eq!(names(&mut members.keys()), described, "members of {place}");
            let required = schema["required"].as_array().unwrap();
            let required: BTreeSet<String> =
                required.iter().map(|name| name.as_str().unwrap().to_owned()).collect();
            assert_eq!(required, described, "{place}: the record leaves nothing out");
            assert_eq!(schema["additionalProperties"], false, "{place} is closed");
            for (name, member) in members {
                let of = &properties[name];
                assert!(of["description"].is_string(), "{place}.{name} is not described");
                walk(member, of, root, &format!("{place}.{name}"), met);
            }
        }
        Value::Object(members) => {
            assert!(!members.is_empty(), "{place} has no entry to look at");
            for member in members.values() {
                walk(member, &schema["additionalProperties"], root, &format!("{place}.*"), met);
            }
        }
        Value::Array(items) => {
            assert!(!items.is_empty(), "{place} has no entry to look at");
            for item in items {
                walk(item, &schema["items"], root, &format!("{place}[]"), met);
            }
        }
        Value::Null => assert!(place.ends_with("[]"), "{place} has no value to look at"),
        _ => {}
    }
}

#[test]
fn every_member_of_the_record_is_a_property_and_every_property_a_member() {
    let schema = schema();
    let record = serde_json::to_value(full()).unwrap();
    let mut met = BTreeSet::from(["verdict".to_owned(), "wordings".to_owned()]);
    walk(&record, &schema, &schema, "record", &mut met);
    let defined: BTreeSet<String> = schema["$defs"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(met, defined, "each definition is used");
    assert_eq!(schema["properties"]["schema"]["const"], SCHEMA);
    // What the schema lets through is what the program reads.
    assert_eq!(Evidence::read(&full().bytes()).unwrap(), full());
}

/// Every value of an enumeration; one that is missing here does not compile.
macro_rules! every {
    ($of:ident { $($value:ident),* }) => {{
        let values = [$($of::$value),*];
        for value in values {
            match value {
                $($of::$value)|* => {}
            }
        }
        values
    }};
}

/// The words of values in the record.
fn named<T: serde::Serialize>(values: &[T]) -> Vec<String> {
    let name = |value: &T| serde_json::to_value(value).unwrap().as_str().unwrap().to_owned();
    values.iter().map(name).collect()
}

#[test]
fn the_words_of_the_record_are_those_of_the_schema() {
    let schema = schema();
    let words = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let of = |name: &str, member: &str| words(&schema["$defs"][name]["properties"][member]["enum"]);
    let verdicts =
        every!(Verdict { Proved, AgreesWithSource, Attributed, Waived, Refuted, Broken });
    assert_eq!(named(&verdicts), words(&schema["$defs"]["verdict"]["enum"]));
    let kinds = every!(ClaimKind { Query, Holds, Register, Attributed, Waived });
    assert_eq!(named(&kinds), of("claim", "kind"));
    assert_eq!(named(&every!(HeadingLevel { Part, Section })), of("heading", "level"));
    assert_eq!(named(&every!(PlaceKind { Phrase, Inserted, Card })), of("place", "kind"));
    assert_eq!(named(&every!(ExhibitKind { Figure, Table })), of("exhibit", "kind"));
    assert_eq!(named(&every!(Basis { Primary, Transcribed })), of("source", "basis"));
}

#[test]
fn records_are_valid_by_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut keep = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        files.push(path);
    };
    keep("full.json", &full().bytes());
    let options = BuildOptions { editions: vec!["en".to_owned()], ..BuildOptions::default() };
    let (_, output) = build(&flagship(), &options);
    keep("flagship.json", &output.read(&relative(evidence::RECORD)).unwrap());
    for entry in fs::read_dir(project().join("tests/golden")).unwrap() {
        let case = entry.unwrap();
        let (disk, texts) = (Disk::new(case.path()), BTreeMap::new());
        let check =
            pipeline::check(&Overlay::new(&disk, &texts), &CheckOptions::default(), &mut Silent);
        let circumstances = Circumstances { problems: &check.problems, mutation: None };
        let checked = check.report.as_ref().unwrap().checked();
        let record = evidence::record(checked, &check.sources, circumstances);
        keep(&format!("{}.json", case.file_name().display()), &record.bytes());
    }
    assert!(files.len() >= 4);
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    assert_valid("json", PATH, &files);
}

/// Makes a record wrong.
type Edit = fn(&mut Value);

#[test]
fn what_the_program_would_not_read_the_schema_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    let edits: [(&str, Edit); 5] = [
        ("another format", |record| record["schema"] = "recto-evidence/2".into()),
        ("a member too many", |record| record["claims"][0]["colour"] = "red".into()),
        ("a member too few", |record| {
            record["sources"][0].as_object_mut().unwrap().remove("basis");
        }),
        ("an unknown word", |record| record["claims"][0]["verdict"] = "true".into()),
        ("text for a number", |record| record["claims"][0]["places"][0]["line"] = "1".into()),
    ];
    for (what, edit) in edits {
        let mut record = serde_json::to_value(full()).unwrap();
        edit(&mut record);
        let bytes = serde_json::to_vec(&record).unwrap();
        assert!(Evidence::read(&bytes).is_err(), "{what}");
        fs::write(&path, bytes).unwrap();
        let Some(faults) = faults("json", PATH, &[&path]) else { return };
        assert_ne!(faults, "", "{what}");
    }
}

#[test]
fn the_page_names_every_member() {
    let page = fs::read_to_string(project().join("docs/evidence.md")).unwrap();
    let schema = schema();
    let defined = schema["$defs"].as_object().unwrap().values();
    for object in defined.chain([&schema]) {
        for name in
            object.get("properties").into_iter().flat_map(|list| list.as_object().unwrap().keys())
        {
            assert!(page.contains(&format!("`{name}`")), "docs/evidence.md lacks `{name}`");
        }
    }
}

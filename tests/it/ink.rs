//! A digit that comes onto a page behind the back of the check is found, whatever way it takes.

use std::collections::BTreeMap;

use recto::audit::{self, Audit};
use recto::book::{self, Book, BookFile};
use recto::diagnostics::{Code, Diagnostics};
use recto::evidence::{self, Circumstances};
use recto::files::Memory;
use recto::pipeline::{BuildOptions, Check, Outcome};
use recto::source::MappedTextBuilder;
use recto::typeset;
use serde_json::{Value, json};

use crate::support::{build, check, errors, folder_in_memory, project, text, write};

fn small() -> Memory {
    folder_in_memory(&project().join("tests/golden/small"))
}

/// The audit of the first edition of a report, after something was done to its book.
pub fn audited(folder: &Memory, tamper: &dyn Fn(&mut Book)) -> (Audit, Vec<String>) {
    let Check { sources, problems, report } = check(folder);
    assert_eq!(errors(&problems), Vec::<&str>::new());
    let Some(Outcome::Verified(report, exhibits)) = &report else { panic!("it is verified") };
    let circumstances = Circumstances { problems: &problems, mutation: None };
    let enclosure = evidence::enclose(report.checked(), &sources, circumstances);
    let edition = &report.checked().report.editions[0];
    let mut book = book::bind(report, exhibits, edition, &enclosure).unwrap();
    tamper(&mut book);
    let mut found = Diagnostics::new();
    let document = typeset::typeset(&book, &mut found).unwrap_or_else(|| panic!("{found:?}"));
    let audit = audit::audit(&book, &document, report.checked(), exhibits, &mut found);
    let told = found.iter().filter(|problem| problem.code == Code::UnaccountedInk);
    (audit, told.map(|problem| problem.message.clone()).collect())
}

/// Changes a file of the book that is no prose.
pub fn change(book: &mut Book, path: &str, from: &str, to: &str) {
    let file = book.files.get_mut(path).unwrap_or_else(|| panic!("the book has {path}"));
    let BookFile::Data(bytes) = file else { panic!("{path} is prose") };
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    *file = BookFile::Data(text.replacen(from, to, 1).into_bytes());
}

/// Gives the first member of this name in `book.json` another value.
fn data(book: &mut Book, name: &str, value: &Value) {
    fn set(data: &mut Value, name: &str, value: &Value) -> bool {
        match data {
            Value::Object(members) => match members.get_mut(name) {
                Some(member) if !member.is_null() => {
                    *member = value.clone();
                    true
                }
                _ => members.values_mut().any(|member| set(member, name, value)),
            },
            Value::Array(values) => values.iter_mut().any(|member| set(member, name, value)),
            _ => false,
        }
    }
    let Some(BookFile::Data(bytes)) = book.files.get_mut("book.json") else { panic!() };
    let mut data: Value = serde_json::from_slice(bytes).unwrap();
    assert!(set(&mut data, name, value), "book.json has no {name}");
    *bytes = serde_json::to_vec(&data).unwrap();
}

/// Puts code into generated prose, behind some words.
fn into_prose(book: &mut Book, path: &str, behind: &str, code: &str) {
    let Some(BookFile::Prose(prose)) = book.files.get_mut(path) else {
        panic!("{path} is no prose")
    };
    let at = prose.as_str().find(behind).unwrap_or_else(|| panic!("{path}: {}", prose.as_str()));
    let at = at + behind.len();
    let place = prose.span(at..at);
    let mut builder = MappedTextBuilder::new(prose.file(), place.start);
    builder.push_slice(prose, 0..at);
    builder.push(code, place.start..place.start);
    builder.push_slice(prose, at..prose.as_str().len());
    *prose = builder.finish();
}

#[test]
fn an_untouched_book_has_no_unaccounted_ink() {
    let (audit, told) = audited(&small(), &|_| {});
    assert_eq!(told, Vec::<String>::new());
    for origin in ["claim", "answer", "figure", "key figure", "ledger", "period", "reference"] {
        assert!(
            audit.tally.get(origin).is_some_and(|count| *count > 0),
            "{origin}: {:?}",
            audit.tally
        );
    }
    assert!(audit.uses.len() >= 10, "{:?}", audit.uses);
}

/// A title may state a claim in words; it stands in bookmarks and running heads once more, behind its number.
#[test]
fn words_of_a_claim_in_a_title_are_accounted() {
    let folder = small();
    let chapter = text(&folder, "chapters/01.toml");
    let title =
        "title = { zh = '“[十二项](#half-year)”文件', en = '“[Twelve](#half-year)” documents' }";
    let chapter = chapter.replacen("title = { zh = '政策', en = 'Policy' }", title, 1);
    assert!(chapter.contains("Twelve"));
    write(&folder, "chapters/01.toml", &chapter);
    assert_eq!(audited(&folder, &|_| {}).1, Vec::<String>::new());
}

type Tamper = fn(&mut Book);

/// Each way is a change to the book after the check, and what the audit has to name.
fn each_is_found(ways: &[(&str, Tamper, &str)]) {
    for (way, tamper, wanted) in ways {
        let (_, told) = audited(&small(), tamper);
        assert!(told.iter().any(|message| message.contains(wanted)), "{way}: {told:?}");
    }
}

/// Puts code beside the folio of every page.
fn into_footer(book: &mut Book, code: &str) {
    let folio = "let folio = context ordinal";
    change(
        book,
        "templates/page.typ",
        folio,
        &format!("let folio = {{ {code} }} + context ordinal"),
    );
}

/// Puts code onto the page of the imprint.
fn into_imprint(book: &mut Book, code: &str) {
    change(
        book,
        "templates/imprint.typ",
        "show: bare-pages",
        &format!("show: bare-pages\n  {code}"),
    );
}

#[test]
fn a_number_of_a_template_is_found() {
    each_is_found(&[
        ("a literal", |book| into_footer(book, "[4711]"), "`4711` on page"),
        ("a sum", |book| into_footer(book, "[#(4700 + 11)]"), "`4711` on page"),
        ("a counter", |book| into_footer(book, "context counter(page).display()"), "`3` on page"),
        ("a Roman numeral of one character", |book| into_imprint(book, "[Ⅶ]"), "`Ⅶ` on page 2"),
        (
            "a number that the book does not have",
            |book| {
                let page = "ordinal(str(page-number(here())))";
                change(book, "templates/page.typ", page, "ordinal(str(page-number(here()) + 900))");
            },
            "on page",
        ),
        (
            "a number word",
            |book| change(book, "templates/words.typ", "Evidence ledger", "Proof of seven parks"),
            "`seven`",
        ),
        (
            "a Chinese number word",
            |book| change(book, "templates/words.typ", "证据清单", "七个园区的证据"),
            "`七",
        ),
        (
            "a bookmark",
            |book| {
                let title = "bookmarked: not copy, plain-title";
                let longer = "bookmarked: not copy, plain-title + \" 4711\"";
                change(book, "templates/heading.typ", title, longer);
            },
            "a bookmark",
        ),
        (
            "an image",
            |book| into_imprint(book, &format!("image({GREY_PIXEL}, width: 10pt, alt: \"grey\")")),
            "shows an image whose numbers cannot be read",
        ),
    ]);
}

/// One grey pixel as PNG.
const GREY_PIXEL: &str = "bytes((0x89,0x50,0x4e,0x47,0x0d,0x0a,0x1a,0x0a,0,0,0,0x0d,0x49,0x48,0x44,0x52,\
    0,0,0,1,0,0,0,1,8,0,0,0,0,0x3a,0x7e,0x9b,0x55,0,0,0,0x0a,0x49,0x44,0x41,0x54,0x78,0x9c,0x63,0x68,\
    0,0,0,0x82,0,0x81,0x77,0xcd,0x72,0xb6,0,0,0,0,0x49,0x45,0x4e,0x44,0xae,0x42,0x60,0x82)), format: \"png\"";

#[test]
fn a_number_in_prose_that_nobody_wrote_is_found() {
    const ZH: &str = "prose/zh/01.typ";
    const EN: &str = "prose/en/01.typ";
    each_is_found(&[
        (
            "a footnote",
            |book| into_prose(book, ZH, "#footnote-of(\"zh\")[", "共4711项，"),
            "`4711` on page",
        ),
        (
            "a paragraph",
            |book| into_prose(book, EN, "In the first half of ", "4711 and "),
            "`4711` on page",
        ),
        (
            "a caption",
            |book| into_prose(book, EN, "Policies grow in number", " by 4711"),
            "`4711` on page",
        ),
        ("a card's label", |book| into_prose(book, ZH, "在建园区", "4711"), "`4711` on page"),
        (
            "a digit more in an answer that the program prints",
            |book| into_prose(book, EN, "#inserted(\"share\", 16)[", "9"),
            "on page",
        ),
    ]);
}

#[test]
fn a_number_that_is_not_of_the_data_is_found() {
    each_is_found(&[
        (
            "a chart's label",
            |book| {
                let label =
                    "<text x=\"20\" y=\"20\" font-family=\"Noto Sans SC\">4711</text></svg>";
                change(book, "charts/by-year.svg", "</svg>", label);
            },
            "`4711` in a drawing",
        ),
        (
            "a chart's value",
            |book| change(book, "charts/by-year.svg", "\n12\n", "\n13\n"),
            "`13` in a drawing",
        ),
        (
            "an alternative text",
            |book| data(book, "alt", &json!({ "zh": "共4711项", "en": "4711 in all" })),
            "an alternative text",
        ),
        (
            "a key figure",
            |book| data(book, "value", &json!({ "zh": "4711", "en": "4711" })),
            "`4711` on page",
        ),
        (
            "a row of the ledger",
            |book| data(book, "answer", &json!({ "zh": "4711", "en": "12" })),
            "`4711` on page",
        ),
        (
            "the promise on the cover",
            |book| data(book, "promise", &json!({ "zh": "4711项", "en": "all" })),
            "`4711` on page 1",
        ),
        (
            "the title in the metadata",
            |book| {
                let meta = json!({ "title": "4711", "authors": [], "keywords": [], "description": null, "date": [2026, 1, 1] });
                data(book, "meta", &meta);
            },
            "the metadata",
        ),
    ]);
}

/// What an author writes in a `typst` block stops the build, in digits, in words, and in a table.
#[test]
fn a_typst_block_may_lay_out_and_not_count() {
    let with = |block: &str| {
        let folder = small();
        let chapter = text(&folder, "chapters/01.toml");
        write(
            &folder,
            "chapters/01.toml",
            &format!("{chapter}\n[[block]]\ntypst = '''\n{block}\n'''\n"),
        );
        let (built, output) = build(&folder, &BuildOptions::default());
        let told: Vec<String> = built
            .problems
            .iter()
            .filter(|problem| matches!(problem.code, Code::UnaccountedInk | Code::TypstBlock))
            .map(|problem| {
                let place = problem.labels.first().map(|label| built.sources.position(label.span));
                format!(
                    "{}: {} {}",
                    problem.code,
                    place.map_or(0, |place| place.line),
                    problem.message
                )
            })
            .collect();
        assert_eq!(
            told.is_empty(),
            !output.paths().is_empty(),
            "{block}: {told:?} {:?}",
            built.problems
        );
        told
    };
    assert_eq!(with("#align(center)[— · —]"), Vec::<String>::new());
    assert_eq!(
        with("#v(12pt) #line(length: 40%) #grid(columns: 2, [Words], [字])"),
        Vec::<String>::new()
    );
    for (block, wanted) in [
        ("#align(center)[4711]", "`4711` on page"),
        ("#table(columns: 2, [parks], [47], [staff], [11])", "`47` on page"),
        ("#table(columns: 2, [parks], [47], [staff], [11])", "`11` on page"),
        ("#(4700 + 11)", "`4711` on page"),
        ("#str(4711)", "may not use `str`"),
        ("#numbering(\"1\", 4711)", "may not use `numbering`"),
        ("#let n = 4711\n#n", "`4711` on page"),
        ("#let half(x) = [#x]\n#half[4711]", "`4711` on page"),
        ("#footnote[4711]", "may not use `footnote`"),
        ("#text(lang: \"en\")[There are seven parks.]", "`seven` on page"),
        ("#text(lang: \"zh\")[共有七个园区。]", "`七"),
        ("#rotate(90deg)[4711]", "may not use `rotate`"),
        ("#text(fill: rgb(\"fff\"))[4711]", "`4711` on page"),
        ("#set text(lang: \"fr\")\nThere are seven parks.", "`seven` on page"),
        ("#text(lang: \"en\")[共有七个园区。]", "`七"),
        ("There are sev\u{200b}en parks.", "`seven` on page"),
        ("#import \"/templates/data.typ\": ordinal\n#ordinal(\"3\")", "may not use `import`"),
        ("#include \"/prose/en/01.typ\"", "may not use `include`"),
        ("#json(\"/book.json\").meta.title", "may not use `json`"),
        ("#counter(page).update(40)", "may not use `counter`"),
        ("#eval(\"4711\")", "may not use `eval`"),
        ("#image(\"/charts/by-year.svg\")", "may not use `image`"),
        ("#std.counter(page).update(6)", "may not use `std`"),
        ("#let c = counter\n#c(page).update(6)", "may not use `counter`"),
        ("#let counter = counter\n#counter(page).update(6)", "may not use `counter`"),
        ("#let s = std\n#s.read(\"/book.json\")", "may not use `std`"),
        ("#rect(fill: tiling(size: (9pt, 9pt))[500])", "may not use `tiling`"),
        ("#show \".\": none", "may not use `show`"),
        ("#context query(label(\"use:6\")).first()", "may not use `context`"),
        ("#enum(start: 7)[documents]", "may not use `enum`"),
        ("#set page(header: [x])", "may not use `page`"),
        ("#set document(title: \"x\")", "may not use `document`"),
        ("#curve(curve.line((9pt, 9pt)))", "may not use `curve`"),
        ("words <use:0>", "may not use `<label>`"),
        ("$ 4711 x $", "may not use `$`"),
    ] {
        let told = with(block);
        assert!(told.iter().any(|line| line.contains(wanted)), "{block}: {told:?}");
        // Literal words are found at their line.
        if block.contains("[4711]") {
            assert!(told.iter().all(|line| !line.contains(": 0 ")), "{block}: {told:?}");
        }
    }
}

#[test]
fn the_flagship_has_no_unaccounted_ink() {
    let (built, output) = build(&crate::support::flagship(), &BuildOptions::default());
    assert!(!built.problems.iter().any(|problem| problem.code == Code::UnaccountedInk));
    let record = recto::files::Folder::read(&output, &crate::support::relative("evidence.json"));
    let record = evidence::Evidence::read(&record.unwrap()).unwrap();
    assert_eq!(record.editions.len(), 3);
    for edition in &record.editions {
        let ink: &BTreeMap<String, usize> = &edition.ink;
        println!("{}: {ink:?}", edition.name);
        assert!(ink.values().sum::<usize>() > 1000);
        // Every phrase of the edition's languages is found on a page.
        for place in record.claims.iter().flat_map(|claim| &claim.places) {
            let here = place.language.as_ref().is_none_or(|tag| edition.languages.contains(tag));
            let found = place.printed.iter().any(|printed| printed.edition == edition.name);
            assert_eq!(here, found, "{}:{} in {}", place.file, place.line, edition.name);
        }
    }
}

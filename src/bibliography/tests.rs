use super::{Bibliography, Fragment, Request, Style, parse, render};
use crate::language::Language;
use crate::source::{SourceMap, Span};

const WORKS: &str = r"
@article{zhang2019,
  author = {张三 and 李四 and 王五 and 赵六},
  title = {区块链标准研究},
  journal = {标准科学},
  year = {2019}, volume = {5}, number = {3}, pages = {12--18},
}
@article{smith2020,
  author = {Smith, John A. and Jones, Mary and Brown, Anne-Lise and Clark, Peter},
  title = {Measuring distributed ledgers},
  journal = {Journal of Data},
  year = {2020}, volume = {8}, number = {2}, pages = {101--120},
  doi = {10.1000/182},
}
@standard{gb7714,
  title = {信息与文献 参考文献著录规则},
  number = {GB/T 7714—2025},
  year = {2025},
}
@book{wang2018,
  author = {王小明},
  title = {产业统计方法},
  edition = {2},
  location = {北京}, publisher = {统计出版社}, year = {2018},
}
@online{bank2021,
  author = {{World Bank}},
  title = {World development indicators},
  date = {2021-03-04}, urldate = {2026-11-02},
  url = {https://data.example.org/wdi},
}
@preprint{li2024,
  author = {Li, Wei},
  title = {Consensus at scale},
  date = {2024-05-01}, url = {https://arxiv.org/abs/2405.00001}, urldate = {2026-10-01},
}
";

fn bibliography(style: &str) -> Bibliography {
    let mut sources = SourceMap::default();
    let file = sources.add("refs.bib", WORKS);
    let works = parse("refs.bib", WORKS).unwrap();
    Bibliography {
        files: vec![file],
        works: works.into_iter().map(|work| work.in_file(file)).collect(),
        style: Style::named(style).unwrap(),
        all: true,
        span: Span::new(file, 0..0),
    }
}

fn plain(pieces: &[Fragment]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// The list and the citations of a Chinese and an English sentence.
fn rendered(style: &str, lead: &str) -> (Vec<String>, Vec<String>) {
    let (zh, en) = (language("zh"), language("en"));
    let requests = [
        Request { keys: vec!["zhang2019", "smith2020"], language: &zh },
        Request { keys: vec!["smith2020", "zhang2019"], language: &en },
        Request { keys: vec!["gb7714"], language: &en },
    ];
    let found = render(&bibliography(style), &requests, &language(lead));
    let list = found.references.iter();
    let list =
        list.map(|one| format!("{} {}", plain(&one.label), plain(&one.text)).trim().to_owned());
    (list.collect(), found.citations.iter().map(|one| plain(one)).collect())
}

#[test]
fn the_standard_of_2025_is_followed() {
    let (list, citations) = rendered("gb-7714-2025", "zh");
    assert_eq!(
        list,
        [
            "[1] 张三，李四，王五，等. 区块链标准研究[J]. 标准科学，2019，5（3）：12-18.",
            "[2] Smith J A, Jones M, Brown A-L, et al. Measuring distributed ledgers[J]. Journal of Data, 2020, 8(2): 101-120. DOI:10.1000/182.",
            "[3] GB/T 7714—2025 信息与文献 参考文献著录规则[S]. 2025.",
            "[4] 王小明. 产业统计方法[M]. 2版. 北京：统计出版社，2018.",
            "[5] World Bank. World development indicators[EB/OL]. (2021-03-04)[2026-11-02]. https://data.example.org/wdi.",
            "[6] Li W. Consensus at scale[PP/OL]. (2024-05-01)[2026-10-01]. https://arxiv.org/abs/2405.00001.",
        ]
    );
    assert_eq!(citations, ["[1,2]", "[1,2]", "[3]"]);
}

/// 等 stands behind Chinese names and *et al.* behind Latin ones, whatever the language of the text.
#[test]
fn terms_follow_the_language_of_the_entry() {
    let (list, citations) = rendered("gb-7714-2025-author-date", "zh");
    assert_eq!(citations[0], "（张三等，2019；Smith et al., 2020）");
    assert_eq!(citations[1], "(Smith et al., 2020; 张三等，2019)");
    assert!(list.iter().any(|one| one.starts_with("张三，李四，王五，等，2019.")), "{list:#?}");
    assert!(list.iter().any(|one| one.starts_with("Smith J A, Jones M, Brown A-L, et al., 2020.")));
    let (list, _) = rendered("gb-7714-2015-numeric", "en");
    assert!(list.iter().any(|one| one.contains("王五, 等")), "{list:#?}");
    assert!(
        list.iter().any(|one| one.contains("BROWN A L, et al") || one.contains("BROWN A-L, et al")),
        "{list:#?}"
    );
}

#[test]
fn faults_of_bibtex_and_yaml_have_a_place() {
    let text = "@book{a, title = {A}, year = 2020 publisher = {B}}\n";
    let faults = parse("refs.bib", text).unwrap_err();
    assert!(faults[0].range.start > 20, "{faults:?}");
    let text = "a:\n  type: article\n  title: A\nb:\n  title: B\n";
    let faults = parse("refs.yml", text).unwrap_err();
    assert!(faults[0].message.contains('b') && faults[0].range.start >= 33, "{faults:?}");
    assert!(!faults[0].message.contains("line"), "{faults:?}");
}

#[test]
fn styles_are_known_by_name() {
    assert!(Style::named("gb-7714-2015-numeric").is_some() && Style::named("apa").is_some());
    assert!(Style::named("gb-7714-2026").is_none());
    assert!(Style::named("gb-7714-2015-note").unwrap().cites_in_notes());
    assert!(Style::of_csl("<style/>").is_err());
}

/// Whatever stands in a file, it is told and nothing more happens.
#[test]
fn damaged_files_are_faults_and_no_more() {
    let cuts = WORKS.char_indices().map(|(at, _)| at);
    for at in cuts.step_by(3) {
        let _ = parse("refs.bib", &WORKS[..at]);
        let mut damaged = WORKS.to_owned();
        let removed = damaged.remove(at);
        let _ = parse("refs.bib", &damaged);
        damaged.insert(at, if removed == '{' { '}' } else { '{' });
        let _ = parse("refs.bib", &damaged);
    }
    for text in [
        "",
        "a",
        "a:",
        "a: 1",
        "- a",
        "? x",
        "a:\n  type: book\n  date: 9999999999999",
        "\u{feff}a:\n  type: x",
    ] {
        let _ = parse("refs.yml", text);
    }
}

//! A bilingual report of any length, the same each time, for benchmarks and for tests of large reports.

use std::fmt::Write as _;

use recto::files::{Memory, RelativePath};

/// Sections that fill about one page of the parallel edition, measured on the present templates. A
/// page then holds 1.6 claims, as a page of the flagship does, and somewhat more sections and exhibits.
const SECTIONS_A_PAGE: f64 = 1.245;

/// Sections of a chapter.
const SECTIONS: usize = 6;

/// A report that fills about so many pages of its parallel edition.
pub fn report(pages: usize) -> Memory {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number of pages is small"
    )]
    let sections = (pages as f64 * SECTIONS_A_PAGE).ceil() as usize;
    let chapters = sections.div_ceil(SECTIONS);
    let memory = Memory::default();
    let add = |path: &str, text: String| {
        memory.insert(RelativePath::parse(path).expect("a relative path"), text.into_bytes());
    };
    let list: Vec<String> = (1..=chapters).map(|n| format!("\"chapters/{n:03}.toml\"")).collect();
    add("report.toml", MANIFEST.replace("CHAPTERS", &list.join(", ")));
    let mut data = String::from("key,year,amount\n");
    for key in 1..=chapters * SECTIONS {
        for year in 2010..=2019 {
            writeln!(data, "k{key},{year},{}", amount(key, year)).expect("a string grows");
        }
    }
    add("data/amounts.csv", data);
    for number in 1..=chapters {
        let first = (number - 1) * SECTIONS + 1;
        let last = (first + SECTIONS - 1).min(sections);
        add(&format!("chapters/{number:03}.toml"), chapter(number, first, last));
    }
    memory
}

const MANIFEST: &str = "[report]
id = \"synthetic\"
title = { zh = '合成报告', en = 'A synthetic report' }
languages = [\"zh\", \"en\"]
date = 2026-01-01
publisher = { zh = '某研究所', en = 'An institute' }
chapters = [CHAPTERS]

[source.amounts]
path = \"data/amounts.csv\"
types = { year = \"text\" }
title = { zh = '各项金额', en = 'Amounts by item and year' }
publisher = \"An institute\"
basis = \"primary\"

[edition.screen]
layout = \"parallel\"
languages = [\"zh\", \"en\"]
";

/// A number that looks like data and is the same each time.
fn amount(key: usize, year: usize) -> usize {
    1_000 + (key * 7_919 + year * 104_729) % 90_000
}

fn chapter(number: usize, first: usize, last: usize) -> String {
    let mut text =
        format!("title = {{ zh = '专题研究', en = 'Study' }}\nid = \"chapter-{number}\"\n");
    for key in first..=last {
        writeln!(text, "[claim.a{key}]\nquery = \"SELECT amount FROM amounts WHERE key = 'k{key}' AND year = '2019'\"\nunit = \"CNY\"\nperiod = \"2019\"").expect("a string grows");
        if states_sum(key) {
            writeln!(text, "[claim.s{key}]\nquery = \"SELECT sum(amount) FROM amounts WHERE key = 'k{key}'\"\nunit = \"CNY\"").expect("a string grows");
        }
    }
    for key in first..=last {
        section(&mut text, key);
    }
    text
}

/// One section of three states a second number.
fn states_sum(key: usize) -> bool {
    key.is_multiple_of(3)
}

fn section(text: &mut String, key: usize) {
    let grouped = |number: usize| format!("{},{:03}", number / 1_000, number % 1_000);
    let value = grouped(amount(key, 2019));
    let sum = grouped((2010..=2019).map(|year| amount(key, year)).sum());
    let (zh_sum, en_sum) = if states_sum(key) {
        (
            format!("，各年合计[{sum}元](#s{key})"),
            format!(", and over all years to [{sum} yuan](#s{key})"),
        )
    } else {
        Default::default()
    };
    writeln!(
        text,
        "[[section]]\ntitle = {{ zh = '金额的变化', en = 'How the amount moved' }}\n\
         [[section.block]]\n\
         zh = '''2019年，该项金额为[{value}元](#a{key}){zh_sum}。按照统计口径，金额包括直接支出与间接支出，不包括以实物形式提供的支持；跨年度的项目按照实际发生的时间分别计入各年，因此与项目批复的总额并不相同，使用时应当注意口径上的差别。'''\n\
         en = '''In 2019 the amount came to [{value} yuan](#a{key}){en_sum}. It covers direct and indirect spending and leaves out support in kind; what a project spends over several years is counted in the year of spending, so that the figures differ from the totals that were approved, and a reader who compares them should keep the difference in mind.'''\n\
         [[section.block]]\n\
         zh = '''从各年的走势看，金额时有起伏，但并无明显的方向。起伏主要来自少数大型项目的开工与完工，其余项目的变化较为平缓。若剔除大型项目，各年之间的差异将明显缩小，这与其他来源的观察大体相符。'''\n\
         en = '''From year to year the amount rises and falls without a clear direction. The movement comes mainly from the start and the end of a few large projects, while the others change little. Without the large projects the years would differ far less, which agrees by and large with what other sources have observed.'''"
    )
    .expect("a string grows");
    if key.is_multiple_of(2) {
        writeln!(
            text,
            "[[section.block]]\ncaption = {{ zh = '金额时有起伏', en = 'The amount rises and falls' }}\nsource = \"amounts\"\n[section.block.figure]\nid = \"figure-{key}\"\nchart = \"bar\"\nquery = \"SELECT year, amount FROM amounts WHERE key = 'k{key}' ORDER BY year\"\nx = \"year\"\ny = \"amount\""
        )
        .expect("a string grows");
    }
}

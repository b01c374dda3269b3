//! `recto diff`: a copy of the flagship with known changes, and what is no change.

use recto::diff::{self, Change, Difference, Fate};
use recto::evidence::{self, Circumstances, Evidence};
use recto::files::{Disk, Folder, Memory};

use crate::support::{
    check, flagship, folder_in_memory, project, recto, stderr, stdout, text, write,
};

/// Replaces words that stand in a file once.
fn edit(report: &Memory, path: &str, from: &str, to: &str) {
    let before = text(report, path);
    assert_eq!(before.matches(from).count(), 1, "{path}: {from}");
    write(report, path, &before.replace(from, to));
}

fn record(report: &Memory) -> Evidence {
    let check = check(report);
    let outcome = check.report.as_ref().expect("the report can be read as a whole");
    let circumstances = Circumstances { problems: &check.problems, mutation: None };
    evidence::record(outcome.checked(), &check.sources, circumstances)
}

/// Every entry of a difference in a line.
fn lines(difference: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    for claim in &difference.claims {
        let former = claim.renamed_from.as_ref().map(|id| format!(" was {id}"));
        let answer = claim.answer.as_ref().map(|answer| {
            let value = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
            let apart: Vec<&str> =
                answer.difference.as_deref().into_iter().chain(answer.percent.as_deref()).collect();
            format!(" {} => {} {}", value(&answer.old), value(&answer.new), apart.join(" "))
        });
        lines.push(format!(
            "claim {} {}{}{}{}",
            fate(claim.fate),
            claim.id,
            former.unwrap_or_default(),
            answer.unwrap_or_default().trim_end(),
            changes(&claim.changes)
        ));
    }
    for statement in &difference.statements {
        let mut line = format!("statement {} ", fate(statement.fate));
        line += if statement.card { "card " } else { "" };
        line += &statement.claims.join("+");
        if statement.moved_from.is_some() {
            line += " moved";
        }
        for number in &statement.numbers {
            line += &format!(" {}:{}=>{}", number.language, number.old, number.new);
        }
        for stale in &statement.stale {
            let holds = if stale.holds == Some(true) { "holds" } else { "fails" };
            line += &format!(" {}:{} {holds}", stale.language, stale.words);
        }
        let reworded = statement.wordings.iter().filter(|own| own.old != own.new);
        let reworded: Vec<&str> = reworded.map(|own| own.language.as_str()).collect();
        line += &format!(" reworded [{}]", reworded.join(" "));
        if !statement.one_sided.is_empty() {
            line += &format!(" only [{}]", statement.one_sided.join(" "));
        }
        lines.push(line);
    }
    for exhibit in &difference.exhibits {
        let rows = &exhibit.rows;
        let cells: Vec<String> = rows
            .cells
            .iter()
            .map(|cell| format!(" {}.{}", cell.row.join("/"), cell.column))
            .collect();
        let reordered = if rows.reordered { " reordered" } else { "" };
        lines.push(format!(
            "exhibit {} {}{}{}{reordered}",
            fate(exhibit.fate),
            exhibit.id,
            changes(&exhibit.changes),
            cells.concat()
        ));
        assert!(rows.rows_added.is_empty() && rows.rows_dropped.is_empty());
    }
    for source in &difference.sources {
        let cells: Vec<String> = source
            .cells
            .iter()
            .map(|cell| format!(" {}.{}", cell.row.join("/"), cell.column))
            .collect();
        lines.push(format!(
            "source {} {}{}{}",
            fate(source.fate),
            source.id,
            changes(&source.changes),
            cells.concat()
        ));
    }
    for numeral in &difference.numerals {
        lines.push(format!(
            "numeral {} {} {} {} => {}",
            numeral.language, numeral.class, numeral.text, numeral.old, numeral.new
        ));
    }
    for (name, list) in [
        ("report", &difference.report),
        ("checks", &difference.checks),
        ("program", &difference.program),
    ] {
        lines.extend(
            list.iter().map(|change| format!("{name}{}", changes(std::slice::from_ref(change)))),
        );
    }
    lines.extend(
        difference.files.iter().map(|file| format!("file {} {}", fate(file.fate), file.path)),
    );
    assert_eq!(lines.len(), difference.count(), "every entry has a line");
    lines
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Dropped => "dropped",
        Fate::Changed => "changed",
    }
}

fn changes(changes: &[Change]) -> String {
    let long = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or("-");
        if value.chars().count() > 60 { "..".to_owned() } else { value.to_owned() }
    };
    let one = |Change { what, old, new }: &Change| match what.as_str() {
        "sha256" => " sha256".to_owned(),
        _ => format!(" {what}: {} => {}", long(old), long(new)),
    };
    changes.iter().map(one).collect()
}

/// What an editor does to the next edition, way by way: file, words, new words.
const REVISIONS: [(&str, &str, &str); 24] = [
    // A datum, with the prose of both languages.
    ("data/register.csv", "fuzhou-measures,3,", "fuzhou-measures,4,"),
    ("chapters/07-problems.toml", "内含[3](#fuzhou", "内含[4](#fuzhou"),
    ("chapters/07-problems.toml", "with [three](#fuzhou", "with [four](#fuzhou"),
    // A datum, with the prose of one place in Chinese alone, and that of other places in no language.
    ("data/register.csv", "governments,20,", "governments,30,"),
    (
        "chapters/04-applications.toml",
        "有[20](#governments)个各级政府积极",
        "有[30](#governments)个各级政府积极",
    ),
    // A query with the same answer.
    (
        "chapters/06-standards.toml",
        "SELECT count(*) FROM algorithms",
        "SELECT max(seq) FROM algorithms",
    ),
    // A claim with a sentence of its own; what stands below moves down by lines.
    (
        "chapters/05-enterprises.toml",
        "[claim.enterprise-growth-slowed]",
        "[claim.tiers-count]\nquery = \"SELECT count(*) FROM enterprise_traits WHERE name_en LIKE '%tier%'\"\nnoun = { zh = [\"特点\"], en = [\"traits\"] }\n\n[claim.enterprise-growth-slowed]",
    ),
    (
        "chapters/05-enterprises.toml",
        "促使企业寻找能够盈利的用途；",
        "促使企业寻找能够盈利的用途；与城市等级有关的有[2](#tiers-count)个特点；",
    ),
    (
        "chapters/05-enterprises.toml",
        "in search of uses that pay. The lack",
        "in search of uses that pay. Tiers of cities are the subject of [two](#tiers-count) traits. The lack",
    ),
    // A claim less, with its sentence.
    (
        "chapters/03-technology.toml",
        "[claim.consensus-count]\nquery = \"SELECT count(*) FROM consensus_families\"\nnoun = { zh = [\"类\"], en = [\"families\"] }\n\n",
        "",
    ),
    (
        "chapters/03-technology.toml",
        "[](#consensus-table)概括了这[两类](#consensus-count)机制的思路与代价。",
        "",
    ),
    (
        "chapters/03-technology.toml",
        " [](#consensus-table) sums up the idea and the price of these [two](#consensus-count) families.",
        "",
    ),
    // The licence of a source, and what another one is.
    (
        "report.toml",
        "licence = { zh = '原文未注明', en = 'not stated by the publication' }",
        "licence = { zh = '经授权转载', en = 'by permission' }",
    ),
    (
        "report.toml",
        "basis = \"transcribed\"\n\n[source.security_parts]",
        "basis = \"primary\"\n\n[source.security_parts]",
    ),
    // Other words around the same number.
    ("chapters/03-technology.toml", "该院提到跨链", "该院列出跨链"),
    ("chapters/03-technology.toml", "institute mentions work on", "institute lists work on"),
    // A cell of a table, the caption of the same, the order of another.
    ("data/algorithms.csv", "Encrypting data on their way", "Encrypting data on the line"),
    (
        "chapters/06-standards.toml",
        "Each national algorithm has its own task",
        "Every national algorithm has a task of its own",
    ),
    (
        "chapters/03-technology.toml",
        "FROM provinces ORDER BY seq\"",
        "FROM provinces ORDER BY tier_en, seq\"",
    ),
    // A year in a sentence without a claim, and the date of the edition.
    (
        "chapters/05-enterprises.toml",
        "使优质企业难以凭质量胜出。",
        "使优质企业难以凭质量胜出。2017年即是如此。",
    ),
    (
        "chapters/05-enterprises.toml",
        "from prevailing by their quality.",
        "from prevailing by their quality. So it was in 2017.",
    ),
    ("report.toml", "date = 2026-12-01", "date = 2027-06-01"),
    // Lines alone: only the file tells.
    ("chapters/02-industry.toml", "id = \"industry\"\n", "id = \"industry\"\n\n\n"),
    ("chapters/01-policy.toml", "id = \"policy\"\n", "id = \"policy\"\n# A remark.\n"),
];

/// Makes the next edition of the flagship.
pub fn revise(report: &Memory) {
    for (path, from, to) in REVISIONS {
        edit(report, path, from, to);
    }
    // A block stands in another chapter.
    let chapter = text(report, "chapters/03-technology.toml");
    let start = chapter.find("[[section.block]]\nzh = '''区块链正与").unwrap();
    let end = start + 1 + chapter[start + 1..].find("[[section.block]]").unwrap();
    let block = &chapter[start..end];
    edit(report, "chapters/03-technology.toml", block, "");
    let heading = "title = { zh = '分布与扩展', en = 'Distribution and expansion' }\n\n";
    edit(report, "chapters/05-enterprises.toml", heading, &format!("{heading}{block}"));
    // A claim has another id.
    let chapter = text(report, "chapters/06-standards.toml");
    let renamed = chapter
        .replace("#application-kinds", "#kinds-of-application")
        .replace("claim.application-kinds", "claim.kinds-of-application");
    write(report, "chapters/06-standards.toml", &renamed);
}

#[test]
fn the_changes_of_an_editor_are_told_and_nothing_else() {
    let (before, after) = (flagship(), flagship());
    revise(&after);
    let difference = diff::compare(&record(&before), &record(&after));
    let expected = [
        "claim dropped consensus-count 2 => -",
        "claim changed governments 20 => 30 +10 +50 verdict: agrees-with-source => refuted",
        "claim added tiers-count - => 2",
        "claim changed kinds-of-application was application-kinds",
        "claim changed algorithms-count query: SELECT count(*) FROM algorithms => SELECT max(seq) FROM algorithms",
        "claim changed fuzhou-measures 3 => 4 +1 +33.3",
        "claim changed baas-companies-named verdict: agrees-with-source => proved",
        "claim changed same-value 3 => 2 -1 -33.3 verdict: agrees-with-source => refuted",
        "statement changed architecture-count reworded [zh en]",
        "statement dropped consensus-count reworded [zh en]",
        "statement changed egov-projects-2019h1+governments zh:20=>30 en:20 fails reworded [zh] only [zh]",
        "statement changed governments zh:20 fails en:20 fails reworded []",
        "statement added tiers-count reworded [zh en]",
        "statement changed converging-count moved reworded []",
        "statement changed dedicated-local-2019h1+fuzhou-measures+local-2019h1 zh:3=>4 en:three=>four reworded [zh en]",
        "statement changed governments+parks+same-value+signature-standards zh:三项 fails zh:20 fails en:three fails en:20 fails reworded []",
        "exhibit changed provinces-table query: .. => .. reordered",
        "exhibit changed algorithms-table caption.en: Each national algorithm has its own task => Every national algorithm has a task of its own ZUC.use_en",
        "source changed ccid_2019 licence.en: not stated by the publication => by permission licence.zh: 原文未注明 => 经授权转载",
        "source changed register sha256 fuzhou-measures.value governments.value",
        "source changed algorithms sha256 ZUC.use_en",
        "source changed baas_companies basis: transcribed => primary",
        "numeral zh period 2017年 1 => 2",
        "numeral en period 2017 1 => 2",
        "report date: 2026-12-01 => 2027-06-01",
        "checks claim-refuted: none => 7 errors",
        "checks quantifier: 73 notes => 74 notes",
        "file changed chapters/01-policy.toml",
        "file changed chapters/02-industry.toml",
    ];
    let found = lines(&difference);
    assert_eq!(found, expected, "{found:#?}");
}

/// The small report, with an inserted answer, a key figure and two paragraphs.
fn small() -> Memory {
    folder_in_memory(&project().join("tests/golden/small"))
}

const CHAPTER: &str = "chapters/01.toml";

fn small_lines(change: impl Fn(&Memory)) -> Vec<String> {
    let after = small();
    change(&after);
    lines(&diff::compare(&record(&small()), &record(&after)))
}

#[test]
fn what_is_no_difference_is_not_told() {
    assert_eq!(small_lines(|_| {}), Vec::<String>::new());
    // Another place in the file, another way to write the same: the file alone differs.
    let moved = small_lines(|report| {
        let chapter = text(report, CHAPTER);
        let query = "query = \"SELECT documents FROM policies WHERE period = '2019H1'\"";
        let longer =
            "query = \"\"\"SELECT documents\n  FROM policies\n  WHERE period = '2019H1'\"\"\"";
        write(report, CHAPTER, &format!("\n\n# A remark.\n{}", chapter.replace(query, longer)));
    });
    assert_eq!(moved, ["file changed chapters/01.toml"]);
}

#[test]
fn an_answer_that_the_program_prints_is_no_stale_word() {
    let found = small_lines(|report| {
        edit(report, "data/register.csv", "standards,19,about", "standards,18,about");
        edit(report, "data/register.csv", "parks,20,more-than", "parks,22,more-than");
        edit(report, CHAPTER, "[超过20](#parks)", "[](#parks)");
        edit(report, CHAPTER, "[more than 20](#parks)", "[](#parks)");
    });
    assert_eq!(
        found,
        [
            "claim changed parks more than 20 => more than 22 +2 +10",
            "claim changed standards about 19 => about 18 -1 -5.3 verdict: agrees-with-source => refuted",
            "statement changed parks+standards zh:约19 fails en:about 19 fails reworded [zh en]",
            "source changed register sha256 parks.value standards.value",
            "checks claim-refuted: none => 2 errors",
        ]
    );
}

#[test]
fn words_may_hold_although_the_answer_moved() {
    let found = small_lines(|report| {
        edit(report, "data/policies.csv", "2017,9", "2017,9.01");
    });
    assert_eq!(
        found,
        [
            "claim changed share 38.70967 percent => 38.6971944 percent -0.0124756",
            "statement changed half-year+most+share zh:38.7% holds en:38.7% holds reworded []",
            "exhibit changed by-year 2017.documents",
            "source changed policies sha256 2017.documents",
        ]
    );
}

#[test]
fn a_block_that_changes_places_is_one_move() {
    let found = small_lines(|report| {
        let chapter = text(report, CHAPTER);
        let first = chapter.find("[[block]]\nzh = '''2019").unwrap();
        let second = chapter.find("[[block]]\nzh = '''据摘要").unwrap();
        let third = chapter.find("[[block]]\ncaption").unwrap();
        let parts = [
            &chapter[..first],
            &chapter[second..third],
            &chapter[first..second],
            &chapter[third..],
        ];
        write(report, CHAPTER, &parts.concat());
    });
    assert_eq!(found, ["statement changed half-year+most+share moved reworded []"]);
}

#[test]
fn a_key_figure_goes_and_a_caption_gets_a_claim() {
    let found = small_lines(|report| {
        let chapter = text(report, CHAPTER);
        let card = chapter.find("[[block]]\n[[block.card]]").unwrap();
        write(report, CHAPTER, &chapter[..card]);
        let caption = "caption = { zh = '政策逐年增多', en = 'Policies grow in number' }";
        edit(
            report,
            CHAPTER,
            caption,
            "caption = { zh = '政策增至[12](#half-year)项', en = 'Policies grow to [12](#half-year) documents' }",
        );
    });
    assert_eq!(
        found,
        [
            "statement added half-year reworded [zh en]",
            "statement dropped card parks reworded []",
            "exhibit changed by-year caption.en: Policies grow in number => Policies grow to 12 documents caption.zh: 政策逐年增多 => 政策增至12项",
        ]
    );
}

#[test]
fn a_caption_with_a_claim_is_told_once() {
    let after = flagship();
    edit(
        &after,
        "chapters/05-enterprises.toml",
        "'企业发展呈现[六个](#traits-count)特点'",
        "'企业发展的[六个](#traits-count)特点'",
    );
    let found = lines(&diff::compare(&record(&flagship()), &record(&after)));
    assert_eq!(found, ["statement changed traits-count reworded [zh] only [zh]"]);
}

#[test]
fn an_exhibit_with_another_id_is_the_same() {
    let found = small_lines(|report| {
        let chapter = text(report, CHAPTER);
        write(report, CHAPTER, &chapter.replace("by-year", "yearly"));
    });
    assert_eq!(found, ["exhibit changed yearly",]);
}

#[test]
fn changed_words_are_marked_whole() {
    let after = small();
    edit(&after, CHAPTER, "[十二](#half-year)项，占", "[十三](#half-year)项，占");
    edit(&after, CHAPTER, "[38.7%](#share) of all", "[41.25%](#share) of all");
    let difference = diff::compare(&record(&small()), &record(&after));
    let [statement] = difference.statements.as_slice() else { panic!("one statement") };
    let changed = statement.wordings.iter().flat_map(|wording| &wording.pieces);
    let changed: Vec<&str> = changed
        .filter(|piece| piece.side != diff::PieceSide::Both)
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(changed, ["十二", "十三", "38.7%", "41.25%"]);
    let text = diff::text(&difference);
    let plain = anstream::adapter::strip_str(&text).to_string();
    assert!(plain.contains("出台政策[-十二-]项"), "{plain}");
    assert!(plain.contains("or {+41.25%+} of all"), "{plain}");
    assert!(plain.contains("`41.25%` does not hold (share)"), "{plain}");
}

/// The small report on disk, built, and a copy in which a number moved.
fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, moved) in [("old", false), ("new", true)] {
        let report = small();
        if moved {
            edit(&report, "data/policies.csv", "2019H1,12", "2019H1,13");
        }
        let files: Vec<_> = report
            .paths()
            .into_iter()
            .filter(|path| !path.as_str().starts_with("expected/"))
            .map(|path| (path.clone(), report.read(&path).unwrap()))
            .collect();
        Disk::new(folder.path().join(name)).replace_all(&files).unwrap();
    }
    let built = recto(&["build", "old", "--out", "dist"], folder.path());
    assert!(built.status.success(), "{}", stderr(&built));
    folder
}

#[test]
fn a_folder_its_record_and_its_pdf_are_one_edition() {
    let folder = on_disk();
    let compare = |old: &str, new: &str| {
        let output = recto(&["diff", old, new], folder.path());
        (output.status.code(), stdout(&output), stderr(&output))
    };
    let sides = ["old", "dist/evidence.json", "dist/small-screen.pdf", "dist/small-en.pdf"];
    for one in sides {
        for other in sides {
            let (status, text, _) = compare(one, other);
            assert_eq!(status, Some(0), "{one} and {other}: {text}");
            assert!(text.contains("no difference"), "{text}");
        }
        let (status, text, errors) = compare(one, "new");
        assert_eq!(status, Some(1), "{one}: {text}");
        assert!(text.contains("half-year: 12 -> 13 (+1, +8.3 %)"), "{text}");
        assert!(errors.contains("`new` is refused with"), "{errors}");
    }
    std::fs::write(folder.path().join("other.pdf"), "%PDF-1.7 and no more").unwrap();
    for (wrong, words) in [
        ("nowhere", "cannot read nowhere"),
        ("dist", "it has no report.toml"),
        ("old/report.toml", "it is no record of evidence"),
        ("other.pdf", "it is no PDF, or damaged"),
    ] {
        let (status, _, errors) = compare("old", wrong);
        assert_eq!(status, Some(2), "{wrong}");
        assert!(errors.contains(words), "{wrong}: {errors}");
    }
}

#[test]
fn the_difference_goes_into_a_file_in_every_format() {
    let folder = on_disk();
    let formats =
        [("text", "half-year"), ("json", "\"recto-diff/1\""), ("html", "<!DOCTYPE html>")];
    for (format, word) in formats {
        let arguments = ["diff", "old", "new", "--format", format, "--out", "changes"];
        let output = recto(&arguments, folder.path());
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
        let text = std::fs::read_to_string(folder.path().join("changes")).unwrap();
        assert!(text.contains(word) && !text.contains('\u{1b}'), "{text}");
    }
}

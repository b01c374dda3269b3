//! `recto diff`: a copy of the flagship with known changes, and what is no change.

use recto::diff::{self, Change, Difference, Fate};
use recto::evidence::{self, Circumstances, Evidence};
use recto::files::{Folder, Memory};
use recto::pipeline::BuildOptions;
use recto::unpack;

use crate::support::{build, check, flagship, project, recto, relative, stdout, text, write};

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

/// What an editor does to the next edition, way by way.
fn revise(report: &Memory) {
    // A datum, with the prose of both languages.
    edit(report, "data/register.csv", "fuzhou-measures,3,", "fuzhou-measures,4,");
    edit(report, "chapters/07-problems.toml", "内含[3](#fuzhou", "内含[4](#fuzhou");
    edit(report, "chapters/07-problems.toml", "with [three](#fuzhou", "with [four](#fuzhou");
    // A datum, with the prose of one place in Chinese alone, and other places in no language.
    edit(report, "data/register.csv", "governments,20,", "governments,30,");
    edit(
        report,
        "chapters/04-applications.toml",
        "有[20](#governments)个各级政府积极",
        "有[30](#governments)个各级政府积极",
    );
    // A query with the same answer.
    edit(
        report,
        "chapters/06-standards.toml",
        "SELECT count(*) FROM algorithms",
        "SELECT max(seq) FROM algorithms",
    );
    // A claim with a sentence of its own; what stands below moves down by lines.
    edit(
        report,
        "chapters/05-enterprises.toml",
        "[claim.enterprise-growth-slowed]",
        "[claim.tiers-count]\nquery = \"SELECT count(*) FROM enterprise_traits WHERE name_en LIKE '%tier%'\"\nnoun = { zh = [\"特点\"], en = [\"traits\"] }\n\n[claim.enterprise-growth-slowed]",
    );
    edit(
        report,
        "chapters/05-enterprises.toml",
        "促使企业寻找能够盈利的用途；",
        "促使企业寻找能够盈利的用途；与城市等级有关的有[2](#tiers-count)个特点；",
    );
    edit(
        report,
        "chapters/05-enterprises.toml",
        "in search of uses that pay. The lack",
        "in search of uses that pay. Tiers of cities are the subject of [two](#tiers-count) traits. The lack",
    );
    // A claim less, with its sentence.
    edit(
        report,
        "chapters/03-technology.toml",
        "[claim.consensus-count]\nquery = \"SELECT count(*) FROM consensus_families\"\nnoun = { zh = [\"类\"], en = [\"families\"] }\n\n",
        "",
    );
    edit(
        report,
        "chapters/03-technology.toml",
        "[](#consensus-table)概括了这[两类](#consensus-count)机制的思路与代价。",
        "",
    );
    edit(
        report,
        "chapters/03-technology.toml",
        " [](#consensus-table) sums up the idea and the price of these [two](#consensus-count) families.",
        "",
    );
    // A block in another chapter.
    let chapter = text(report, "chapters/03-technology.toml");
    let start = chapter.find("[[section.block]]\nzh = '''区块链正与").unwrap();
    let end = start + 1 + chapter[start + 1..].find("[[section.block]]").unwrap();
    let block = &chapter[start..end];
    edit(report, "chapters/03-technology.toml", block, "");
    let heading = "title = { zh = '分布与扩展', en = 'Distribution and expansion' }\n\n";
    edit(report, "chapters/05-enterprises.toml", heading, &format!("{heading}{block}"));
    // Another id.
    let chapter = text(report, "chapters/06-standards.toml");
    let renamed = chapter
        .replace("#application-kinds", "#kinds-of-application")
        .replace("claim.application-kinds", "claim.kinds-of-application");
    write(report, "chapters/06-standards.toml", &renamed);
    // The licence of a source, and what another one is.
    edit(
        report,
        "report.toml",
        "licence = { zh = '原文未注明', en = 'not stated by the publication' }",
        "licence = { zh = '经授权转载', en = 'by permission' }",
    );
    let basis = "basis = \"transcribed\"\n\n[source.security_parts]";
    edit(report, "report.toml", basis, &basis.replace("transcribed", "primary"));
    // Other words around the same number.
    edit(report, "chapters/03-technology.toml", "该院提到跨链", "该院列出跨链");
    edit(
        report,
        "chapters/03-technology.toml",
        "institute mentions work on",
        "institute lists work on",
    );
    // A cell of a table, the caption of the same, the order of another.
    edit(
        report,
        "data/algorithms.csv",
        "Encrypting data on their way",
        "Encrypting data on the line",
    );
    edit(
        report,
        "chapters/06-standards.toml",
        "Each national algorithm has its own task",
        "Every national algorithm has a task of its own",
    );
    edit(
        report,
        "chapters/03-technology.toml",
        "FROM provinces ORDER BY seq\"",
        "FROM provinces ORDER BY tier_en, seq\"",
    );
    // A year in a sentence without a claim, and the date of the edition.
    edit(
        report,
        "chapters/05-enterprises.toml",
        "使优质企业难以凭质量胜出。",
        "使优质企业难以凭质量胜出。2017年即是如此。",
    );
    edit(
        report,
        "chapters/05-enterprises.toml",
        "from prevailing by their quality.",
        "from prevailing by their quality. So it was in 2017.",
    );
    edit(report, "report.toml", "date = 2026-12-01", "date = 2027-06-01");
    // Words without a number: only the file tells.
    edit(report, "chapters/02-industry.toml", "id = \"industry\"\n", "id = \"industry\"\n\n\n");
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
        "checks quantifier: 74 notes => 75 notes",
        "file changed chapters/02-industry.toml",
    ];
    let found = lines(&difference);
    assert_eq!(found, expected, "{found:#?}");
}

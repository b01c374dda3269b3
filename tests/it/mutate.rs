//! `recto mutate`: falsehoods are refused, and where a rule is switched off they are found to pass.

use recto::files::Memory;
use recto::mutate::{Kind, Mutation, mutate};

use crate::support::{Silent, folder_in_memory, project, text, write};

const REPORT: &str = r#"[report]
id = "scales"
title = { zh = '规模', en = 'Scale' }
languages = ["zh", "en"]
date = 2026-01-01
publisher = { zh = '某所', en = 'An institute' }
chapters = ["chapters/01.toml"]

[source.figures]
path = "data/figures.csv"
title = { zh = '数据', en = 'Figures' }
publisher = { zh = '某所', en = 'An institute' }
basis = "primary"

[edition.screen]
layout = "parallel"
languages = ["zh", "en"]
"#;

const DATA: &str = "name,value\noutput,91217000000\nusers,3520000\nmarket,1210000000000\n\
                    devices,2204000\nshare,41.68\nrise,2.31\n";

const SCALES: &str = r#"title = { zh = '规模', en = 'Scale' }

[claim.output]
query = "SELECT value FROM figures WHERE name = 'output'"
unit = "CNY"

[claim.users]
query = "SELECT value FROM figures WHERE name = 'users'"

[claim.market]
query = "SELECT value FROM figures WHERE name = 'market'"
unit = "CNY"

[claim.devices]
query = "SELECT value FROM figures WHERE name = 'devices'"

[claim.share]
query = "SELECT value FROM figures WHERE name = 'share'"
unit = "percent"

[claim.rise]
query = "SELECT value FROM figures WHERE name = 'rise'"
unit = "percentage-point"

[claim.forecast]
attributed = "figures"

[[block]]
zh = '''产值[912.17亿元](#output)，用户[超过350万](#users)人，市场规模[约1.2万亿元](#market)。'''
en = '''Output came to [91.217 billion yuan](#output), with [more than 3.5 million](#users) users, in a market of [about 1.2 trillion yuan](#market).'''

[[block]]
zh = '''设备[220万](#devices)台，占[41.7%](#share)，提高[2.3个百分点](#rise)。'''
en = '''There are [2.2 million](#devices) devices, or [41.7%](#share) of all, a rise of [2.3 percentage points](#rise).'''

[[block]]
zh = '''据数据来源预计，规模将达[50亿元](#forecast)。'''
en = '''According to the source, the size will reach [5 billion yuan](#forecast).'''
"#;

fn mutated(folder: &Memory) -> Mutation {
    let mutation = mutate(folder, &mut Silent);
    let problems: Vec<String> =
        mutation.check.problems.iter().map(|problem| problem.message.clone()).collect();
    assert!(!mutation.check.problems.has_errors(), "{problems:#?}");
    for (kind, score) in mutation.scores() {
        println!("{:<12} {score:?}", kind.name());
    }
    mutation
}

#[test]
fn falsehoods_in_a_small_report_are_refused() {
    let mutation = mutated(&folder_in_memory(&project().join("tests/golden/small")));
    let survivors: Vec<_> = mutation.survivors().map(|trial| &trial.mutant).collect();
    assert!(survivors.is_empty(), "{survivors:#?}");
    let scores = mutation.scores();
    for kind in [Kind::Digit, Kind::Word, Kind::Comparator, Kind::Hedge, Kind::Swap, Kind::Datum] {
        assert!(scores[&kind].refused > 0, "no {} was refused", kind.name());
    }
}

#[test]
fn slips_of_scale_and_unit_are_noticed_in_both_languages() {
    let folder = Memory::new([
        ("report.toml", REPORT),
        ("chapters/01.toml", SCALES),
        ("data/figures.csv", DATA),
    ]);
    let mutation = mutated(&folder);
    let survivors: Vec<_> = mutation.survivors().map(|trial| &trial.mutant).collect();
    assert!(survivors.is_empty(), "{survivors:#?}");
    let scores = mutation.scores();
    assert!(scores[&Kind::Scale].refused >= 10, "{:?}", scores[&Kind::Scale]);
    assert_eq!(scores[&Kind::Scale].still_true, 0);
    assert!(scores[&Kind::Unit].refused >= 4, "{:?}", scores[&Kind::Unit]);
}

#[test]
fn a_falsehood_that_no_rule_catches_is_reported() {
    let folder = folder_in_memory(&project().join("tests/golden/small"));
    let chapter = text(&folder, "chapters/01.toml");
    let bound = chapter.replace("[claim.half-year]\n", "[claim.half-year]\nperiod = \"2019H1\"\n");
    write(&folder, "chapters/01.toml", &bound);
    assert_eq!(mutated(&folder).survivors().count(), 0);
    let manifest = text(&folder, "report.toml");
    write(&folder, "report.toml", &format!("{manifest}\n[rules]\nperiod-mismatch = \"allow\"\n"));
    let mutation = mutated(&folder);
    let survivors: Vec<Kind> = mutation.survivors().map(|trial| trial.mutant.kind).collect();
    assert!(!survivors.is_empty() && survivors.iter().all(|kind| *kind == Kind::Period));
}

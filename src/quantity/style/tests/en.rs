//! The number style of English.

use super::super::super::Grammar;
use super::check;

#[test]
fn english_ranges_and_money() {
    check(
        Grammar::English,
        &[],
        &[
            ("issued 10-12 documents", "hyphen-range: 10-12 -> 10–12"),
            ("issued 10 - 12 documents", "hyphen-range: 10 - 12 -> 10–12"),
            ("fell by 5-10%", "hyphen-range: 5-10 -> 5–10"),
            ("fell by 5%-10%", "hyphen-range: 5%-10 -> 5%–10"),
            ("$5-7 million", "hyphen-range: 5-7 million -> 5–7 million"),
            ("$5-$7 million", "hyphen-range: 5-$7 million -> 5–$7 million"),
            ("in 2018-2019", "hyphen-range: 2018-2019 -> 2018–2019"),
            ("in 2018-19", "hyphen-range: 2018-19 -> 2018–19"),
            ("from 5–7 documents", "dash-after-word: from 5–7 -> from 5 to 7"),
            ("from 5-7 documents", "dash-after-word: from 5-7 -> from 5 to 7"),
            ("between 5–7 documents", "dash-after-word: between 5–7 -> between 5 and 7"),
            (
                "between $5–7 million",
                "dash-after-word: between $5–7 million -> between $5 and 7 million",
            ),
            ("between about 5–7 firms", "dash-after-word: between about 5–7"),
            ("rose from 5–7 per cent", "dash-after-word: from 5–7"),
            ("ranging from 5%–7%", "dash-after-word: from 5%–7 -> from 5% to 7"),
            ("from 2018–2019", "dash-after-word: from 2018–2019 -> from 2018 to 2019"),
            ("between 2018–19", "dash-after-word: between 2018–19 -> between 2018 and 2019"),
            ("1234 documents", "missing-commas: 1234 -> 1,234"),
            ("about 100000 people", "missing-commas: 100000 -> 100,000"),
            ("$1234.50", "missing-commas: 1234 -> 1,234"),
            ("1500 yuan", "missing-commas: 1500 -> 1,500"),
            ("1234–5678 documents", "missing-commas: 1234 -> 1,234; missing-commas: 5678 -> 5,678"),
            ("$2,500,000", "long-money: $2,500,000"),
            ("2,500,000 dollars", "long-money: 2,500,000"),
            ("RMB 2500000", "missing-commas: 2500000 -> 2,500,000; long-money: 2500000"),
            ("grew .5%", "missing-zero: .5 -> 0.5"),
            // In style.
            ("10–12 documents", ""),
            ("from 5 to 7", ""),
            ("between 5 and 7", ""),
            ("-5 to -3", ""),
            ("an 18-to-24 group", ""),
            ("pages 3-5", ""),
            ("GB/T 15835-2011 and COVID-19", ""),
            ("2019-06-30", ""),
            ("a 3-2 vote", ""),
            ("1,234 documents", ""),
            ("in 2019", ""),
            ("1234 km", ""),
            ("$2.5 million", ""),
            ("$2,512,345", ""),
            ("2,500,000 people", ""),
            ("0.5 of it", ""),
        ],
    );
}

#[test]
fn english_words_and_figures() {
    check(
        Grammar::English,
        &[],
        &[
            ("12 documents were issued.", "opening-figure: 12 -> Twelve"),
            ("5 documents were issued.", "opening-figure: 5 -> Five"),
            ("It grew. 41 firms closed.", "opening-figure: 41 -> Forty-one"),
            ("It grew in 2019. “100 firms closed.”", "opening-figure: 100 -> One hundred"),
            ("12 or more firms closed.", "opening-figure: 12 -> Twelve"),
            ("12% of firms closed.", "opening-figure: 12% -> Twelve per cent"),
            ("12 km were built.", "opening-figure: 12"),
            ("12 tonnes were sold.", "opening-figure: 12 -> Twelve"),
            ("120 documents were issued.", "opening-figure: 120"),
            ("2.5 million people left.", "opening-figure: 2.5 million"),
            ("12 Chinese firms closed.", "opening-figure: 12"),
            ("issued 5 documents", "small-figure: 5 -> five"),
            ("more than 5 documents", "small-figure: 5 -> five"),
            ("a 5-member board", "small-figure: 5 -> five"),
            ("in 3 of 5 provinces", ""),
            ("in 3 provinces and 2 cities", "small-figure: 3 -> three; small-figure: 2 -> two"),
            ("for 5 years", "small-figure: 5 -> five"),
            ("sold 3 times", "small-figure: 3 -> three"),
            ("The 1 document", "small-figure: 1"),
            (
                "12 were new. The 5 others were not.",
                "opening-figure: 12 -> Twelve; small-figure: 5 -> five",
            ),
            // In style.
            ("Twelve documents were issued.", ""),
            ("2019 was good.", ""),
            ("12 documents", ""),
            ("See No. 5 and approx. 12 of them.", ""),
            ("1. 12 documents", ""),
            ("It grows. 2. The industry slows.", ""),
            ("a scale on which 4 denotes assent", ""),
            ("issued five documents", ""),
            ("in 3 provinces and 15 cities", ""),
            ("in 3 provinces and 10–12 cities", ""),
            ("some (5 documents) are new", ""),
            ("5 kg", ""),
            ("rose 5 percentage points", ""),
            ("5 million documents", ""),
            ("3.5 documents", ""),
            ("3–5 documents", ""),
            ("children 5 years old", ""),
            ("a 5-point scale", ""),
            ("0 documents", ""),
            ("$5", ""),
            ("Tier 1 cities and 5G networks", ""),
            ("on Ubuntu 8 servers", ""),
            ("the 5th place", ""),
            ("at 5 o'clock", ""),
        ],
    );
}

#[test]
fn english_per_cent() {
    let signs = ["41% and 20%", "30%"];
    let blanks = ["41 % and 20 %"];
    let words = ["41 per cent, 20 per cent", "30 percent"];
    check(
        Grammar::English,
        &signs,
        &[
            ("41 %", "blank-before-percent: 41 % -> 41%"),
            ("20 per cent", "mixed-percent: 20 per cent -> 20%"),
            ("a 20-percent rise", "mixed-percent: 20-percent -> 20%"),
            ("15–30 per cent", "mixed-percent: 30 per cent -> 30%"),
            ("41 per cent of it is new.", "opening-figure: 41 -> Forty-one"),
            ("41%", ""),
            ("twenty per cent", ""),
            ("2 percentage points", ""),
        ],
    );
    check(
        Grammar::English,
        &words,
        &[
            ("41%", "mixed-percent: 41% -> 41 per cent"),
            ("41 %", "mixed-percent: 41 % -> 41 per cent"),
            ("41 per cent", ""),
        ],
    );
    check(Grammar::English, &blanks, &[("41 %", ""), ("41%", "")]);
    check(
        Grammar::English,
        &[],
        &[("41 per cent", ""), ("41%", ""), ("41 % and 5%", "blank-before-percent: 41 % -> 41%")],
    );
}

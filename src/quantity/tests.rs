//! What phrases denote, in both languages: one line a phrase.

use super::*;

/// The readings of a text as `phrase = meaning` parts.
fn read(grammar: Grammar, text: &str) -> String {
    let lines: Vec<String> = scan(grammar, &Lexicon::default(), text)
        .into_iter()
        .map(|reading| {
            let phrase = text.get(reading.range.clone()).expect("ranges lie on boundaries");
            format!("{phrase}: {}", meaning(&reading.content))
        })
        .collect();
    lines.join("; ")
}

fn meaning(content: &Content) -> String {
    match content {
        Content::Quantity(quantity) => format!("{} {}", quantity.interval, quantity.unit.name()),
        Content::Period(period) => period.canonical().unwrap_or_else(|| "period".to_owned()),
        Content::Structural(structure) => structure.name().to_owned(),
        Content::Excluded(reason) => format!("no number ({})", reason.name()),
        Content::Unresolved(obstacle) => format!("unresolved ({})", obstacle.name()),
    }
}

fn check(grammar: Grammar, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(read(grammar, text), *expected, "in {text}");
    }
}

#[test]
fn chinese_numbers() {
    check(
        Grammar::Chinese,
        &[
            ("12项", "12: = 12 count"),
            ("3,547件", "3,547: = 3547 count"),
            ("二十七份", "二十七: = 27 count"),
            ("两家", "两: = 2 count"),
            ("一千零五人", "一千零五: = 1005 count"),
            ("三千零五十二", "三千零五十二: = 3052 count"),
            ("两千三百五", "两千三百五: = 2350 count"),
            ("一百二", "一百二: = 120 count"),
            ("３．５个", "３．５: = 3.5 count"),
            ("10亿零817万5288人", "10亿零817万5288: = 1008175288 count"),
            ("二亿二万零二", "二亿二万零二: = 200020002 count"),
            ("1.2万亿元", "1.2万亿元: [1150000000000, 1250000000000] CNY"),
            ("12 亿元", "12 亿元: [1150000000, 1250000000] CNY"),
            ("220万", "220万: [2195000, 2205000] count"),
            ("三萬五千個", "三萬五千: [34500, 35500] count"),
            ("负二点五", "负二点五: = -2.5 count"),
            ("一吨半", "一吨半: = 1.5 t"),
            ("3千瓦时", "3千瓦时: = 3 kWh"),
            ("五元三毛", "五元三毛: = 5.3 CNY"),
            ("人民币5元", "人民币5元: = 5 CNY"),
            ("12345,678个", "12345,678: unresolved (irregular-grouping)"),
        ],
    );
}

#[test]
fn chinese_hedges_and_ranges() {
    check(
        Grammar::Chinese,
        &[
            ("近三成", "近三成: [27, 30) percent"),
            ("三成五", "三成五: [34.5, 35.5] percent"),
            ("三成", "三成: [28.5, 31.5] percent"),
            ("超过20家", "超过20: (20, 30) count"),
            ("约19项", "约19: [18.5, 19.5] count"),
            ("20余家", "20余: (20, 30) count"),
            ("十余家", "十余: (10, 20) count"),
            ("百余人", "百余: (100, 200) count"),
            ("3500余件", "3500余: (3500, 3600) count"),
            ("十几万人", "十几万: (100000, 200000) count"),
            ("500多亿元", "500多亿元: (50000000000, 60000000000) CNY"),
            ("数十家", "数十: [20, 100) count"),
            ("几十万", "几十万: [200000, 1000000) count"),
            ("上百家", "上百: [100, 200) count"),
            ("三四个", "三四: [3, 4] count"),
            ("三五百", "三五百: [300, 500] count"),
            ("十五六岁", "十五六: [15, 16] count"),
            ("一万六七", "一万六七: [16000, 17000] count"),
            ("两到三万", "两到三万: [20000, 30000] count"),
            ("15%～30%", "15%～30%: [15, 30] percent"),
            ("10至12家", "10至12: [10, 12] count"),
            ("65%±2%", "65%±2%: [63, 67] percent"),
            ("20万人次以上", "20万人次以上: [200000, 300000) count"),
            ("不足5%", "不足5%: (4, 5) percent"),
            ("一半以上", "一半以上: [0.5, 1] ratio"),
            ("过半", "过半: (0.5, 1] ratio"),
            ("超过五分之二", "超过五分之二: (0.4, 0.5) ratio"),
            ("高达40个", "高达40: = 40 count"),
            ("近0个", "近0: = 0 count"),
        ],
    );
}

#[test]
fn chinese_shares_and_multiples() {
    check(
        Grammar::Chinese,
        &[
            ("29.5%", "29.5%: [29.45, 29.55] percent"),
            ("百分之十二点五", "百分之十二点五: [12.45, 12.55] percent"),
            ("千分之三", "千分之三: [2.5, 3.5] per-mille"),
            ("2.3个百分点", "2.3个百分点: [2.25, 2.35] percentage-point"),
            ("25个基点", "25个基点: [24.5, 25.5] basis-point"),
            ("增长两倍", "两倍: [2.85, 3.15] multiple"),
            ("增长到两倍", "两倍: [1.9, 2.1] multiple"),
            ("翻一番", "翻一番: [1.9, 2.1] multiple"),
            ("翻两番", "翻两番: [3.8, 4.2] multiple"),
            ("减少两倍", "两倍: unresolved (unclear-multiple)"),
            ("提高三成", "三成: [28.5, 31.5] percent"),
            ("十二项中的五项", "十二: = 12 count; 五: = 5 count"),
        ],
    );
}

#[test]
fn chinese_no_quantities() {
    check(
        Grammar::Chinese,
        &[
            ("2019年上半年", "2019年上半年: 2019H1"),
            ("2019年1—6月", "2019年1—6月: 2019H1"),
            ("二〇一九年", "二〇一九年: 2019"),
            ("2018—2019年", "2018—2019年: 2018/2019"),
            ("“十四五”", "十四五: 2021/2025"),
            ("近五年", "近五年: period"),
            ("第三", "第三: enumerator"),
            ("排名第二", "第二: = 2 rank"),
            ("其一，", "其一: enumerator"),
            ("见图3", "图3: reference"),
            ("SM2、5G", "SM2: no number (identifier); 5G: no number (identifier)"),
            ("一个平台", "一: no number (article)"),
            ("十分重要", "十分: no number (idiom)"),
            ("统一标准", "统一: no number (idiom)"),
            ("9:30", "9:30: no number (clock-time)"),
        ],
    );
}

#[test]
fn english_numbers() {
    check(
        Grammar::English,
        &[
            ("12 documents", "12: = 12 count"),
            ("3,547 patents", "3,547: = 3547 count"),
            ("12,34,567", "12,34,567: = 1234567 count"),
            ("twenty-seven", "twenty-seven: = 27 count"),
            ("one hundred and five", "one hundred and five: = 105 count"),
            ("a hundred", "a hundred: = 100 count"),
            ("2.2 million", "2.2 million: [2150000, 2250000] count"),
            ("3bn", "3bn: [2500000000, 3500000000] count"),
            ("40k users", "40k: [39500, 40500] count"),
            ("$2.5 million", "$2.5 million: [2450000, 2550000] USD"),
            ("RMB 5 million", "RMB 5 million: [4500000, 5500000] CNY"),
            ("one and a half million", "one and a half million: [1450000, 1550000] count"),
            ("half a million", "half a million: [450000, 550000] count"),
            ("-0.5", "-0.5: = -0.5 count"),
            ("3.2 MWh", "3.2 MWh: = 3.2 MWh"),
            ("2-litre", "2-litre: = 2 L"),
            ("1.3×10⁶", "1.3×10⁶: = 1300000 count"),
        ],
    );
}

#[test]
fn english_hedges_and_ranges() {
    check(
        Grammar::English,
        &[
            ("more than 20 parks", "more than 20: (20, 30) count"),
            ("about 19 standards", "about 19: [18.5, 19.5] count"),
            ("about 43 %", "about 43 %: [42.5, 43.5] percent"),
            ("about 20", "about 20: [19, 21] count"),
            ("nearly 30 %", "nearly 30 %: [27, 30) percent"),
            ("20 people or more", "20 people or more: [20, 30) count"),
            ("20-odd firms", "20-odd: (20, 30) count"),
            ("dozens of firms", "dozens: [20, 100) count"),
            ("between 10 and 12", "between 10 and 12: [10, 12] count"),
            ("rose from 5 to 7", "5: = 5 count; 7: = 7 count"),
            ("15–30 %", "15–30 %: [15, 30] percent"),
            ("2 to 3 million", "2 to 3 million: [2000000, 3000000] count"),
            ("more than two fifths", "more than two fifths: (0.4, 0.5) ratio"),
            ("five of the twelve", "five: = 5 count; twelve: = 12 count"),
        ],
    );
}

#[test]
fn english_shares_and_multiples() {
    check(
        Grammar::English,
        &[
            ("29.5%", "29.5%: [29.45, 29.55] percent"),
            ("20 per cent", "20 per cent: [19.5, 20.5] percent"),
            ("2.3 percentage points", "2.3 percentage points: [2.25, 2.35] percentage-point"),
            ("780 basis points", "780 basis points: [779.5, 780.5] basis-point"),
            ("half of them", "half: [0.495, 0.505] ratio"),
            ("½ of them", "½: [0.495, 0.505] ratio"),
            ("doubled", "doubled: [1.9, 2.1] multiple"),
            ("three times as many", "three times: [2.85, 3.15] multiple"),
            ("three times more than", "three times more: unresolved (unclear-multiple)"),
            ("7 out of 10", "7 out of 10: [0.695, 0.705] ratio"),
            ("third-largest", "third: = 3 rank"),
        ],
    );
}

#[test]
fn english_no_quantities() {
    check(
        Grammar::English,
        &[
            ("the first half of 2019", "first half of 2019: 2019H1"),
            ("January to June 2019", "January to June 2019: 2019H1"),
            ("2019–2021", "2019–2021: 2019/2021"),
            ("30 June 2019", "30 June 2019: 2019-06-30"),
            ("first, we", "first: enumerator"),
            ("Figure 3", "Figure 3: reference"),
            ("Figures 2 and 3", "Figures 2 and 3: reference"),
            ("the one that", "one: no number (pronoun)"),
            ("SM2 and COVID-19", "SM2: no number (identifier); COVID-19: no number (identifier)"),
            ("ISO 9001", "ISO 9001: no number (identifier)"),
            ("https://a.b/12", "https://a.b/12: no number (address)"),
            ("6pm", "6pm: no number (clock-time)"),
        ],
    );
}

#[test]
fn declared_names_win() {
    let lexicon = Lexicon::new(["Web 3.0", "奇虎360"]);
    for (grammar, text) in [(Grammar::English, "Web 3.0"), (Grammar::Chinese, "奇虎360")] {
        let readings = scan(grammar, &lexicon, text);
        assert_eq!(readings.len(), 1);
        assert!(matches!(readings[0].content, Content::Excluded(Exclusion::DeclaredName)));
    }
}

#[test]
fn units_compare_across_languages() {
    let first =
        |grammar, text: &str| match scan(grammar, &Lexicon::default(), text).remove(0).content {
            Content::Quantity(quantity) => quantity,
            other => panic!("{text} is {other:?}"),
        };
    let share = first(Grammar::Chinese, "42%");
    assert!(
        share
            .interval_in(&Unit::Ratio)
            .expect("shares compare")
            .contains(&number::fraction(42, 100))
    );
    assert_eq!(share.interval_in(&Unit::PercentagePoint), None);
    let points = first(Grammar::English, "780 basis points");
    assert!(
        points
            .interval_in(&Unit::PercentagePoint)
            .expect("points compare")
            .contains(&number::fraction(78, 10))
    );
    assert_eq!(points.interval_in(&Unit::Percent), None);
    let (yi, billion) =
        (first(Grammar::Chinese, "912.17亿元"), first(Grammar::English, "912.17 billion yuan"));
    assert_eq!(yi.interval.intersect(&billion.interval), None);
}

#[test]
fn periods_read_and_print() {
    for name in ["2019", "2019H1", "2019Q3", "2019-06", "2019-06-30", "2015/2018"] {
        let period = Period::parse(name).expect("the name is canonical");
        assert_eq!(period.canonical().as_deref(), Some(name));
        for grammar in [Grammar::Chinese, Grammar::English] {
            let words = period.print(grammar).expect("the period has a year");
            assert_eq!(read(grammar, &words), format!("{words}: {name}"));
        }
    }
    for wrong in ["", "2019H3", "2019Q0", "2019-13", "2019-02-30", "2018/2015", "年"] {
        assert_eq!(Period::parse(wrong), None);
    }
    let half = Period::parse("2019H1").expect("canonical");
    assert_eq!(half.months(), Some(6));
    assert_eq!(half.label(Grammar::English).as_deref(), Some("H1 2019"));
    assert!(Period::parse("2019").expect("canonical").contains(&half));
}

#[test]
fn numbers_print_in_each_language() {
    let value = parse_decimal("-3547.25").expect("a plain decimal");
    let all = NumberFormat::default();
    assert_eq!(print_number(Grammar::English, &value, &all).as_deref(), Some("−3,547.25"));
    let scaled = NumberFormat { digits: Some(1), scale: Some(Scale::TenThousand) };
    let people = parse_decimal("35400").expect("a plain decimal");
    assert_eq!(print_number(Grammar::Chinese, &people, &scaled).as_deref(), Some("3.5万"));
    assert_eq!(print_number(Grammar::English, &people, &scaled), None);
    let third = number::fraction(1, 3);
    assert_eq!(print_number(Grammar::English, &third, &all), None);
    let twenty = parse_decimal("20").expect("a plain decimal");
    let print = |grammar| print_quantity(grammar, &twenty, &Unit::Count, Operator::MoreThan, &all);
    assert_eq!(print(Grammar::Chinese).as_deref(), Some("超过20"));
    assert_eq!(print(Grammar::English).as_deref(), Some("more than 20"));
}

//! What the program itself says under an exhibit: how its marks were computed, and what it leaves out.

use crate::charts::ChartKind;
use crate::exhibits::{Cut, Figure};
use crate::language::Language;
use crate::quantity::{NumberFormat, Rational, print_number};

/// The notes of a figure in a language, in one text; `None` where there is nothing to say.
pub fn of_figure(figure: &Figure, cut: Option<Cut>, language: &Language) -> Option<String> {
    let mut notes = Vec::new();
    if figure.categories.iter().any(|category| category.partial) {
        notes.push(partial(figure, language));
    }
    match figure.kind {
        ChartKind::Histogram => notes.push(bins(figure, language)),
        ChartKind::Box => notes.push(boxes(language)),
        _ => {}
    }
    if has_gaps(figure) {
        let text = language
            .choose("A dash or a gap: the source has no value.", "短横或空缺：来源无此数值。");
        notes.push(text.to_owned());
    }
    if figure.missing > 0 {
        notes.push(missing(figure.missing, language));
    }
    notes.extend(cut.map(|cut| shown(cut, language)));
    (!notes.is_empty()).then(|| notes.join(language.choose(" ", "")))
}

/// Whether the rows have no value for a category of a series, which no chart draws as zero.
fn has_gaps(figure: &Figure) -> bool {
    let rows_are_marks = figure.kind.has_numeric_x() || figure.kind == ChartKind::Box;
    !rows_are_marks && figure.series.iter().flat_map(|series| &series.values).any(Option::is_none)
}

/// Which categories cover a shorter period, and how they are marked.
fn partial(figure: &Figure, language: &Language) -> String {
    let names = figure.partial_names(language);
    let (english, chinese) = match figure.kind {
        ChartKind::Line | ChartKind::Slope => ("dashed", "以虚线绘出"),
        ChartKind::SmallMultiples if figure.periods => ("dashed", "以虚线绘出"),
        ChartKind::Area | ChartKind::HeatMap => ("hatched", "以纹线标出"),
        _ => ("drawn lighter and hatched", "以浅色纹线绘出"),
    };
    language.choose(
        format!("{}: a shorter period than the others, {english}.", names.join(", ")),
        format!("{}所含时间短于其他各期，{chinese}。", names.join("、")),
    )
}

/// How many rows an exhibit shows of how many.
pub fn shown(cut: Cut, language: &Language) -> String {
    let [shown, of] = [cut.shown, cut.of].map(|count| printed(&whole(count), language));
    language
        .choose(format!("{shown} of {of} rows are shown."), format!("所列为{of}行中的{shown}行。"))
}

fn bins(figure: &Figure, language: &Language) -> String {
    let width = match figure.edges.as_slice() {
        [first, second, ..] if !figure.edges_given => second - first,
        _ => {
            let text = language.choose(
                "A value at an edge counts in the bin to its right, one at the last edge in the last bin.",
                "落在分界上的值计入右侧的组，落在末端的计入末组。",
            );
            return text.to_owned();
        }
    };
    let width = printed(&width, language);
    language.choose(
        format!("Bins are {width} wide; a value at an edge counts in the bin to its right."),
        format!("组距为{width}；落在分界上的值计入右侧的组。"),
    )
}

fn boxes(language: &Language) -> String {
    let text = language.choose(
        "Boxes reach from the lower to the upper quartile (linear interpolation), with the median as a \
         line; whiskers reach to the farthest values within 1.5 times the length of the box, and dots \
         are values beyond.",
        "箱体介于上下四分位数之间（线性插值），横线为中位数；须线止于箱长1.5倍以内的最远值，圆点为其外的值。",
    );
    text.to_owned()
}

fn missing(count: usize, language: &Language) -> String {
    let count = printed(&whole(count), language);
    language.choose(
        format!("Rows without a value, not drawn: {count}."),
        format!("缺值而未绘出的行数：{count}。"),
    )
}

fn whole(count: usize) -> Rational {
    Rational::from(count as u64)
}

fn printed(number: &Rational, language: &Language) -> String {
    let rounded = NumberFormat { digits: Some(3), ..NumberFormat::default() };
    let grammar = language.grammar();
    print_number(grammar, number, &NumberFormat::default())
        .or_else(|| print_number(grammar, number, &rounded))
        .unwrap_or_default()
}

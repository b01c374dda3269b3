//! The columns of two languages, solved from their texts: how wide each is, and which paragraphs are set a
//! little looser or tighter, so that what stands side by side ends side by side.
//!
//! Where both columns have one pitch, base lines are level throughout, and a pair ends level when both halves
//! take the same number of lines. No ratio of widths gives every pair that: translations differ in length.
//! A paragraph that misses the number by little is therefore set with so little more or less between its
//! letters and words that nobody sees it.

use serde_json::{Map, Value, json};

use super::lengths::{Member, members};
use super::references::References;
use crate::language::Language;
use crate::report::theme::Medium;
use crate::report::{Block, Edition, Layout, Localised, Report};

/// How much a Latin text may be shrunk or stretched, as a share of its length.
const LATIN_LIMITS: (f64, f64) = (0.05, 0.07);

/// What it costs to set a Han text with a character less a line, as a share of the distance of lines. A line of Han
/// text holds whole characters, so there is nothing in between.
const LOOSE_HAN: f64 = 0.4;

/// How much the distance of lines may shrink or grow on facing pages, whose base lines are not level in any case.
const LEADING_LIMITS: (f64, f64) = (0.03, 0.05);

/// How many Han characters the column of a Han language may hold beside a Latin one.
const HAN_CHARACTERS: std::ops::RangeInclusive<u32> = 16..=28;

/// The share of the first of two columns of one script, in hundredths.
const SHARES: std::ops::RangeInclusive<u32> = 38..=62;

/// The type of a language on facing pages, from that of an edition of one language: both pages are equally wide
/// and Han text is the shorter, so it is set larger and the other smaller.
const FACING_HAN: (f64, f64) = (1.14, 1.12);
const FACING_LATIN: (f64, f64) = (0.955, 0.92);

/// The columns of an edition.
pub struct Columns {
    /// Those of a page.
    page: [Half; 2],
    gutter: f64,
    /// Those of two facing pages, where the parts have them.
    sheet: Option<[Half; 2]>,
}

/// The column of a language.
#[derive(Clone, Copy, Debug)]
struct Half {
    han: bool,
    /// The width in points; the size of its type, nominal and real; the distance of its lines.
    width: f64,
    nominal: f64,
    size: f64,
    pitch: f64,
}

/// A pair of members, one a language.
type Pair = [Member; 2];

impl Columns {
    /// Solves the columns of an edition; none where no languages stand side by side.
    pub fn new(report: &Report, edition: &Edition, references: &References<'_>) -> Option<Self> {
        let [first, second] = edition.languages.as_slice() else { return None };
        let look = edition.theme.look(Medium::Screen, false);
        let pairs = || {
            let prose = report.blocks().filter_map(|block| match block {
                Block::Prose(prose) => Some(prose),
                _ => None,
            });
            prose.flat_map(|prose| pairs_of(prose, [first, second], references)).collect::<Vec<_>>()
        };
        let number = |section: &str, key: &str| look[section][key].as_f64().unwrap_or_default();
        let text_width = |layout: &str| {
            let section = format!("page.{layout}");
            number("page", "width") - number(&section, "inside") - number(&section, "outside")
        };
        let share = number("type", "han-share");
        let half = |language: &Language, han: &str, latin: &str, scale: [(f64, f64); 2]| {
            let is_han = language.is_han();
            let measure = &look["type"][if is_han { han } else { latin }];
            let scale = scale[usize::from(!is_han)];
            let nominal = measure[0].as_f64().unwrap_or(10.0) * scale.0;
            let size = if is_han { nominal * share } else { nominal };
            let pitch = measure[1].as_f64().unwrap_or(15.0) * scale.1;
            Half { han: is_han, width: 0.0, nominal, size, pitch }
        };
        if !matches!(edition.layout, Layout::Parallel | Layout::Facing) {
            return None;
        }
        let gutter = number("page.parallel", "gutter");
        let page = [first, second]
            .map(|language| half(language, "body-parallel-han", "body-parallel", [(1.0, 1.0); 2]));
        let page = balanced(page, text_width("parallel") - gutter, &pairs());
        let sheet = (edition.layout == Layout::Facing).then(|| {
            [first, second].map(|language| Half {
                width: text_width("single"),
                ..half(language, "body-single-han", "body-single-latin", [FACING_HAN, FACING_LATIN])
            })
        });
        Some(Self { page, gutter, sheet })
    }

    /// What the templates are told of the columns of a page: tracks in points, type by language.
    pub fn of_page(&self, languages: &[Language]) -> Value {
        self.record(&self.page, languages)
    }

    /// What the templates are told of facing pages.
    pub fn of_sheet(&self, languages: &[Language]) -> Option<Value> {
        self.sheet.as_ref().map(|halves| self.record(halves, languages))
    }

    fn record(&self, halves: &[Half; 2], languages: &[Language]) -> Value {
        let measures = languages.iter().zip(halves).map(|(language, half)| {
            (language.tag().to_owned(), json!([rounded(half.nominal), rounded(half.pitch)]))
        });
        json!({
            "tracks": halves.map(|half| rounded(half.width)),
            "gutter": rounded(self.gutter),
            "ems": halves.map(|half| rounded(half.width / half.size)),
            "measures": Value::Object(measures.collect::<Map<_, _>>()),
        })
    }

    /// For each pair of a block: how many lines its halves take, and how much each is stretched.
    pub fn fit(
        &self,
        prose: &Localised,
        languages: &[Language],
        references: &References<'_>,
    ) -> Value {
        let [first, second] = languages else { return Value::Null };
        let pairs = pairs_of(prose, [first, second], references);
        let fits = pairs.iter().map(|pair| {
            let fit = Fit::of(self.sheet.as_ref().unwrap_or(&self.page), pair);
            let leading = self.sheet.as_ref().map(|halves| fit.leading(halves).map(thousandths));
            json!({
                "lines": fit.lines,
                "stretch": fit.stretch.map(thousandths),
                "leading": leading.unwrap_or_default(),
            })
        });
        fits.collect()
    }
}

fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

fn thousandths(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

/// The members of a block with their counterparts; none where the languages do not correspond.
fn pairs_of(
    localised: &Localised,
    languages: [&Language; 2],
    references: &References<'_>,
) -> Vec<Pair> {
    let each = languages
        .map(|language| localised.get(language).map(|prose| members(prose, language, references)));
    match each {
        [Some(one), Some(other)] if one.len() == other.len() => {
            one.into_iter().zip(other).map(Pair::from).collect()
        }
        _ => Vec::new(),
    }
}

/// The widths at which the least white is left under the shorter halves.
fn balanced(halves: [Half; 2], room: f64, pairs: &[Pair]) -> [Half; 2] {
    let widths: Vec<f64> = match halves.map(|half| half.han) {
        [true, false] => HAN_CHARACTERS.map(|count| f64::from(count) * halves[0].size).collect(),
        [false, true] => {
            HAN_CHARACTERS.map(|count| room - f64::from(count) * halves[1].size).collect()
        }
        [false, false] => SHARES.map(|share| f64::from(share) / 100.0 * room).collect(),
        [true, true] => {
            // Whole characters on the left; the other column takes what is left.
            let shares = SHARES.map(|share| f64::from(share) / 100.0 * room / halves[0].size);
            shares.map(|count| count.floor() * halves[0].size).collect()
        }
    };
    let at = |width: f64| {
        let [mut one, mut other] = halves;
        (one.width, other.width) = (width, room - width);
        [one, other]
    };
    let middle = at(room / 2.0);
    let fair = |halves: &[Half; 2]| halves.iter().all(|half| half.width > room * 0.3);
    let tried =
        widths.into_iter().map(at).filter(fair).map(|halves| (white(&halves, pairs), halves));
    // The first of equals, in the order of widths.
    let best = tried.reduce(|best, next| if next.0 < best.0 - 1e-9 { next } else { best });
    match best {
        Some((_, halves)) if !pairs.is_empty() => halves,
        _ => middle,
    }
}

/// The white under the shorter halves of all pairs, in points.
fn white(halves: &[Half; 2], pairs: &[Pair]) -> f64 {
    pairs.iter().map(|pair| Fit::of(halves, pair).white(halves)).sum()
}

/// How a pair is set.
struct Fit {
    lines: [u32; 2],
    stretch: [f64; 2],
}

impl Fit {
    /// The numbers of lines that leave the least white, with the least stretching. What cannot be helped is
    /// left as it is.
    fn of(halves: &[Half; 2], pair: &Pair) -> Self {
        let ways = [0, 1].map(|side| ways(&halves[side], &pair[side]));
        let mut best: Option<(f64, Self)> = None;
        for one in &ways[0] {
            for other in &ways[1] {
                let fit = Self { lines: [one.0, other.0], stretch: [one.1, other.1] };
                let cost = fit.white(halves) + one.2 + other.2;
                if best.as_ref().is_none_or(|(least, _)| cost < least - 1e-9) {
                    best = Some((cost, fit));
                }
            }
        }
        best.map_or(Self { lines: [1, 1], stretch: [0.0, 0.0] }, |(_, fit)| fit)
    }

    /// By how much the distance of lines grows, so that the halves come nearer to one height.
    fn leading(&self, halves: &[Half; 2]) -> [f64; 2] {
        let heights = [0, 1].map(|side| f64::from(self.lines[side]) * halves[side].pitch);
        let ratio = heights[0].max(heights[1]) / heights[0].min(heights[1]);
        let (shrink, grow) = LEADING_LIMITS;
        let growth = ((ratio - 1.0) * grow / (grow + shrink)).min(grow);
        let loss = (1.0 - (1.0 + growth) / ratio).clamp(0.0, shrink);
        heights.map(|height| if height < heights[0].max(heights[1]) { growth } else { -loss })
    }

    fn white(&self, halves: &[Half; 2]) -> f64 {
        let height = |side: usize| f64::from(self.lines[side]) * halves[side].pitch;
        (height(0) - height(1)).abs()
    }
}

/// How a member may be set: numbers of lines, what it has to be stretched by for each, and what that costs in points
/// of white. The first is the number that it takes by itself.
fn ways(half: &Half, member: &Member) -> Vec<(u32, f64, f64)> {
    let line = (half.width / half.size - member.beside).max(2.0);
    let natural = member.ems / line;
    let own = whole_lines(natural);
    let mut ways = vec![(own, 0.0, 0.0)];
    if half.han {
        // So much between the characters that one less stands on a line.
        let (surely, perhaps) = (member.ems / (line - 0.8), member.ems / (line - 1.0));
        if whole_lines(surely) == own + 1 && whole_lines(perhaps) == own + 1 {
            ways.push((own + 1, 0.5 / line, half.pitch * LOOSE_HAN));
        }
        return ways;
    }
    let (shrink, stretch) = LATIN_LIMITS;
    // Lines are not filled to the last letter, and the more of them there are the less is known of the last. Lines
    // are broken for the least of them, so a text has to be the longer to take one more.
    let (below, above) = (0.07 + 0.014 * natural, 0.03 + 0.006 * natural);
    for lines in own.saturating_sub(1).max(1)..=own + 1 {
        let least = if lines == 1 { 0.0 } else { f64::from(lines - 1) + below };
        let most = f64::from(lines) - above;
        let share = natural.clamp(least.min(most), most) / natural.max(0.01) - 1.0;
        let limit = if share < 0.0 { shrink } else { stretch };
        if share.abs() <= limit {
            let cost = half.pitch * (0.02 + 0.2 * share.abs() / limit);
            ways.push((lines, share, if lines == own { cost - half.pitch * 0.3 } else { cost }));
        }
    }
    ways
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a paragraph has few lines"
)]
fn whole_lines(lines: f64) -> u32 {
    lines.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::{Fit, Half, balanced, white};
    use crate::book::lengths::Member;

    fn half(han: bool) -> Half {
        let size = if han { 9.7 } else { 10.0 };
        Half { han, width: 0.0, nominal: 10.0, size, pitch: 15.5 }
    }

    fn text(ems: f64) -> Member {
        Member { ems, beside: 0.0 }
    }

    #[test]
    fn the_longer_text_gets_the_wider_column() {
        let pairs: Vec<_> =
            (1..40).map(|n| [text(f64::from(n)), text(f64::from(n) * 1.8)]).collect();
        let halves = balanced([half(true), half(false)], 467.0, &pairs);
        let share = halves[0].width / 467.0;
        assert!((0.33..0.40).contains(&share), "{share}");
        let turned: Vec<_> = pairs.iter().map(|[one, other]| [*other, *one]).collect();
        let turned = balanced([half(false), half(true)], 467.0, &turned);
        assert!((turned[1].width - halves[0].width).abs() < 0.01);
        let alike: Vec<_> =
            (1..40).map(|n| [text(f64::from(n)), text(f64::from(n) * 1.2)]).collect();
        let halves = balanced([half(false), half(false)], 467.0, &alike);
        let even = [halves[0], halves[1]].map(|one| Half { width: 467.0 / 2.0, ..one });
        assert!(halves[1].width > halves[0].width);
        assert!(white(&halves, &alike) < white(&even, &alike));
    }

    #[test]
    fn a_pair_that_nearly_fits_is_made_to_fit_and_another_is_left_alone() {
        let halves = [Half { width: 174.6, ..half(true) }, Half { width: 292.0, ..half(false) }];
        // 3.6 lines beside 4.05: the second is set a little tighter.
        let fit = Fit::of(&halves, &[text(3.6 * 18.0), text(4.05 * 29.2)]);
        assert_eq!(fit.lines, [4, 4]);
        assert!(fit.stretch[0] == 0.0 && (-0.04..0.0).contains(&fit.stretch[1]));
        // 3.97 lines beside 4.5: a character less on a line of the first.
        let fit = Fit::of(&halves, &[text(3.97 * 18.0), text(4.5 * 29.2)]);
        assert_eq!(fit.lines, [5, 5]);
        assert!(fit.stretch[0] > 0.0 && fit.stretch[1] == 0.0);
        // Twice as long: nothing helps.
        let fit = Fit::of(&halves, &[text(6.5 * 18.0), text(3.5 * 29.2)]);
        assert_eq!((fit.lines, fit.stretch), ([7, 4], [0.0, 0.0]));
    }
}

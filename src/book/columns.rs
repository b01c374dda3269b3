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

/// A line of so many Han characters may also hold two less.
const LONG_HAN: f64 = 30.0;

/// How much the distance of lines may shrink or grow on facing pages, whose base lines are not level in any case.
const LEADING_LIMITS: (f64, f64) = (0.04, 0.06);

/// How many Han characters the column of a Han language may hold beside a Latin one.
const HAN_CHARACTERS: std::ops::RangeInclusive<u32> = 16..=28;

/// The share of the first of two columns of one script, in hundredths.
const SHARES: std::ops::RangeInclusive<u32> = 38..=62;

/// How large the type of a language may be on facing pages, in hundredths of that of an edition of one language: both
/// pages are equally wide and Han text is mostly the shorter, so it is set larger and the other smaller.
const FACING_HAN: std::ops::RangeInclusive<u32> = 104..=116;
const FACING_LATIN: std::ops::RangeInclusive<u32> = 94..=100;

/// By how much the distance of lines changes where the size changes by one: larger Han type on a wide page wants as much
/// air as before, and smaller Latin type stands closer.
const PITCH_OF_HAN: f64 = 1.0;
const PITCH_OF_LATIN: f64 = 1.6;

/// So many pairs tell as much of a book as all of them.
const SAMPLE: usize = 400;

/// The columns of an edition.
pub struct Columns {
    /// Those of a page.
    page: Sides,
    gutter: f64,
    /// Those of two facing pages, where the parts have them.
    sheet: Option<Sides>,
}

/// The columns of two languages, and by how much the distance of lines may shrink and grow in a pair.
#[derive(Clone, Copy, Debug)]
struct Sides {
    halves: [Half; 2],
    leading: (f64, f64),
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
        let half = |language: &Language, han: &str, latin: &str| {
            let is_han = language.is_han();
            let measure = &look["type"][if is_han { han } else { latin }];
            let nominal = measure[0].as_f64().unwrap_or(10.0);
            let size = if is_han { nominal * share } else { nominal };
            let pitch = measure[1].as_f64().unwrap_or(15.0);
            Half { han: is_han, width: 0.0, nominal, size, pitch }
        };
        if !matches!(edition.layout, Layout::Parallel | Layout::Facing) {
            return None;
        }
        let gutter = number("page.parallel", "gutter");
        let page =
            [first, second].map(|language| half(language, "body-parallel-han", "body-parallel"));
        let page = balanced(page, text_width("parallel") - gutter, &pairs());
        let sheet = (edition.layout == Layout::Facing).then(|| {
            let customary = [first, second].map(|language| Half {
                width: text_width("single"),
                ..half(language, "body-single-han", "body-single-latin")
            });
            sized(customary, &pairs())
        });
        Some(Self { page, gutter, sheet })
    }

    /// What the templates are told of the columns of a page: tracks in points, type by language.
    pub fn of_page(&self, languages: &[Language]) -> Value {
        self.record(&self.page.halves, languages)
    }

    /// What the templates are told of facing pages.
    pub fn of_sheet(&self, languages: &[Language]) -> Option<Value> {
        self.sheet.as_ref().map(|sides| self.record(&sides.halves, languages))
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
            let leading = self.sheet.as_ref().map(|sides| fit.leading(sides).map(thousandths));
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
fn balanced(halves: [Half; 2], room: f64, pairs: &[Pair]) -> Sides {
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
        Sides { halves: [one, other], leading: (0.0, 0.0) }
    };
    let fair = |sides: &Sides| sides.halves.iter().all(|half| half.width > room * 0.3);
    let tried = widths.into_iter().map(at).filter(fair);
    best(tried, pairs, |white, _| white).unwrap_or_else(|| at(room / 2.0))
}

/// The sizes of type on facing pages at which the least white is left under the shorter halves, as a share of their
/// heights.
fn sized(customary: [Half; 2], pairs: &[Pair]) -> Sides {
    let sizes = |half: Half| {
        let (range, pitch) =
            if half.han { (FACING_HAN, PITCH_OF_HAN) } else { (FACING_LATIN, PITCH_OF_LATIN) };
        range.map(move |hundredths| {
            let change = f64::from(hundredths) / 100.0 - 1.0;
            let (size, pitch) = (1.0 + change, 1.0 + change * pitch);
            Half {
                nominal: half.nominal * size,
                size: half.size * size,
                pitch: half.pitch * pitch,
                ..half
            }
        })
    };
    let of = |halves| Sides { halves, leading: LEADING_LIMITS };
    let [one, other] = customary;
    let tried = sizes(one).flat_map(|one| sizes(other).map(move |other| of([one, other])));
    best(tried, pairs, |white, height| white / height).unwrap_or_else(|| of(customary))
}

/// The first of those columns that leave the least white by a measure of white and height; none without pairs.
fn best(
    tried: impl Iterator<Item = Sides>,
    pairs: &[Pair],
    measure: fn(f64, f64) -> f64,
) -> Option<Sides> {
    let step = pairs.len().div_ceil(SAMPLE).max(1);
    let measured = tried.map(|sides| {
        let (white, height) = white(&sides, pairs.iter().step_by(step));
        (measure(white, height), sides)
    });
    let best = measured.reduce(|best, next| if next.0 < best.0 - 1e-9 { next } else { best });
    best.map(|(_, sides)| sides).filter(|_| !pairs.is_empty())
}

/// The white under the shorter halves of all pairs and the height of the higher halves, in points.
fn white<'a>(sides: &Sides, pairs: impl Iterator<Item = &'a Pair>) -> (f64, f64) {
    pairs.fold((0.0, 0.0), |(white, height), pair| {
        let fit = Fit::of(sides, pair);
        let heights = fit.heights(sides);
        (white + fit.white(sides), height + heights[0].max(heights[1]))
    })
}

/// How a pair is set.
struct Fit {
    lines: [u32; 2],
    stretch: [f64; 2],
}

impl Fit {
    /// The numbers of lines that leave the least white, with the least stretching. What cannot be helped is
    /// left as it is.
    fn of(sides: &Sides, pair: &Pair) -> Self {
        let ways = [0, 1].map(|side| ways(&sides.halves[side], &pair[side]));
        let mut best: Option<(f64, Self)> = None;
        for one in &ways[0] {
            for other in &ways[1] {
                let fit = Self { lines: [one.0, other.0], stretch: [one.1, other.1] };
                let cost = fit.white(sides) + one.2 + other.2;
                if best.as_ref().is_none_or(|(least, _)| cost < least - 1e-9) {
                    best = Some((cost, fit));
                }
            }
        }
        best.map_or(Self { lines: [1, 1], stretch: [0.0, 0.0] }, |(_, fit)| fit)
    }

    /// The heights of the halves in points, at the customary distances of lines.
    fn heights(&self, sides: &Sides) -> [f64; 2] {
        [0, 1].map(|side| f64::from(self.lines[side]) * sides.halves[side].pitch)
    }

    /// By how much the distances of lines grow, so that the halves come nearer to one height: those of the lower half
    /// grow and those of the higher one shrink, by as much of what they may as is needed.
    fn leading(&self, sides: &Sides) -> [f64; 2] {
        let heights = self.heights(sides);
        let (shrink, grow) = sides.leading;
        let highest = heights[0].max(heights[1]);
        let limits = heights.map(|height| if height < highest { grow } else { -shrink });
        // A text has a distance less than it has lines.
        let gained: f64 = [0, 1]
            .map(|side| {
                let gaps = heights[side] - sides.halves[side].pitch;
                gaps * limits[side].abs()
            })
            .iter()
            .sum();
        let needed = (heights[0] - heights[1]).abs();
        let share = if gained > 0.0 { (needed / gained).min(1.0) } else { 0.0 };
        limits.map(|limit| limit * share)
    }

    /// The white that is left under the shorter half, in points.
    fn white(&self, sides: &Sides) -> f64 {
        let (heights, leading) = (self.heights(sides), self.leading(sides));
        let set = [0, 1].map(|side| {
            let pitch = sides.halves[side].pitch;
            heights[side] + (heights[side] - pitch) * leading[side]
        });
        (set[0] - set[1]).abs()
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
        // So much between the characters that one or two less stand on a line.
        for fewer in if line < LONG_HAN { &[1.0][..] } else { &[1.0, 2.0] } {
            let (surely, perhaps) =
                (member.ems / (line - fewer + 0.2), member.ems / (line - fewer));
            if whole_lines(surely) == own + 1 && whole_lines(perhaps) == own + 1 {
                ways.push((own + 1, (fewer - 0.5) / line, half.pitch * LOOSE_HAN));
                break;
            }
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
    use super::{Fit, Half, Sides, balanced, sized, white};
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
        let halves = balanced([half(true), half(false)], 467.0, &pairs).halves;
        let share = halves[0].width / 467.0;
        assert!((0.33..0.40).contains(&share), "{share}");
        let turned: Vec<_> = pairs.iter().map(|[one, other]| [*other, *one]).collect();
        let turned = balanced([half(false), half(true)], 467.0, &turned).halves;
        assert!((turned[1].width - halves[0].width).abs() < 0.01);
        let alike: Vec<_> =
            (1..40).map(|n| [text(f64::from(n)), text(f64::from(n) * 1.2)]).collect();
        let solved = balanced([half(false), half(false)], 467.0, &alike);
        let even = solved.halves.map(|one| Half { width: 467.0 / 2.0, ..one });
        assert!(solved.halves[1].width > solved.halves[0].width);
        let even = Sides { halves: even, ..solved };
        assert!(white(&solved, alike.iter()).0 < white(&even, alike.iter()).0);
    }

    #[test]
    fn the_shorter_text_gets_the_larger_type_on_facing_pages() {
        let wide = |han| Half { width: 430.0, ..half(han) };
        let pairs = |ratio: f64| -> Vec<_> {
            (60..160).map(|n| [text(f64::from(n)), text(f64::from(n) * ratio)]).collect()
        };
        let sizes = |ratio: f64| sized([wide(true), wide(false)], &pairs(ratio)).halves;
        let (short, alike) = (sizes(1.25), sizes(1.0));
        assert!(short[0].size > wide(true).size * 1.05, "{short:?}");
        assert!(short[0].size / short[1].size > alike[0].size / alike[1].size);
        // Without text nothing is known.
        assert!((sized([wide(true), wide(false)], &[]).halves[0].size - 9.7).abs() < 1e-9);
    }

    #[test]
    fn a_pair_that_nearly_fits_is_made_to_fit_and_another_is_left_alone() {
        let halves = [Half { width: 174.6, ..half(true) }, Half { width: 292.0, ..half(false) }];
        let sides = Sides { halves, leading: (0.0, 0.0) };
        // 3.6 lines beside 4.05: the second is set a little tighter.
        let fit = Fit::of(&sides, &[text(3.6 * 18.0), text(4.05 * 29.2)]);
        assert_eq!(fit.lines, [4, 4]);
        assert!(fit.stretch[0] == 0.0 && (-0.04..0.0).contains(&fit.stretch[1]));
        // 3.97 lines beside 4.5: a character less on a line of the first.
        let fit = Fit::of(&sides, &[text(3.97 * 18.0), text(4.5 * 29.2)]);
        assert_eq!(fit.lines, [5, 5]);
        assert!(fit.stretch[0] > 0.0 && fit.stretch[1] == 0.0);
        // Twice as long: nothing helps.
        let fit = Fit::of(&sides, &[text(6.5 * 18.0), text(3.5 * 29.2)]);
        assert_eq!((fit.lines, fit.stretch), ([7, 4], [0.0, 0.0]));
    }
}

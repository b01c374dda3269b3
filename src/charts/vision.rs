//! Whether the colours of a palette stay apart: for common sight, for the three deficiencies of
//! colour vision, and in a print without colour.
//!
//! Deficient sight is simulated with the matrices that Machado, Oliveira and Fernandes published in
//! "A Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE Transactions on
//! Visualization and Computer Graphics 15/6, 2009) for severity 1.0, which apply to linear light.
//! Distances are those of CIEDE2000 as Sharma, Wu and Dalal wrote it down (Color Research and
//! Application 30/1, 2005), in CIELAB under D65.

use super::color::{Rgb, TEXT_CONTRAST};
use super::style::Style;

/// Least distance of two colours that follow each other, for every kind of sight.
const NEIGHBOUR_DISTANCE: f64 = 15.0;
/// Least distance of any two colours, for every kind of sight.
const ANY_DISTANCE: f64 = 9.0;
/// Least difference in lightness of two colours that follow each other, for a print in grey.
const NEIGHBOUR_LIGHTNESS: f64 = 14.0;
/// Least contrast of a mark with white paper, as WCAG 2 asks of graphics.
const MARK_CONTRAST: f64 = 3.0;

type Matrix = [[f64; 3]; 3];

/// The kinds of sight by name; the first sees light as it is.
const SIGHTS: [(&str, Matrix); 4] = [
    ("full colour vision", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// What keeps readers from telling the colours of a style apart or from reading its text, a
/// sentence each; nothing for a style that serves them all.
pub fn weaknesses(style: &Style) -> Vec<String> {
    let mut found = Vec::new();
    for (sight, matrix) in &SIGHTS {
        let seen: Vec<Lab> = style.palette.iter().map(|color| Lab::new(*color, matrix)).collect();
        for (first, color) in seen.iter().enumerate() {
            for (second, other) in seen.iter().enumerate().skip(first + 1) {
                let neighbours = second == first + 1;
                let least = if neighbours { NEIGHBOUR_DISTANCE } else { ANY_DISTANCE };
                let distance = color.distance(other);
                if distance < least {
                    found.push(too_close(first, second, sight, distance, least));
                }
                let lightness = (color.lightness - other.lightness).abs();
                if neighbours && lightness < NEIGHBOUR_LIGHTNESS && *sight == SIGHTS[0].0 {
                    found.push(too_close(first, second, "grey", lightness, NEIGHBOUR_LIGHTNESS));
                }
            }
        }
    }
    let mut ask = |what: String, contrast: f64, least: f64| {
        if contrast < least {
            found.push(format!("{what} has a contrast of {contrast:.2}, not {least}"));
        }
    };
    for (index, color) in style.palette.iter().enumerate() {
        let (white, ink) = (color.contrast(Rgb::WHITE), color.contrast(style.ink));
        ask(format!("colour {} on white", index + 1), white, MARK_CONTRAST);
        ask(format!("text on colour {}", index + 1), white.max(ink), TEXT_CONTRAST);
    }
    ask("the muted colour on white".to_owned(), style.muted.contrast(Rgb::WHITE), MARK_CONTRAST);
    ask("ink on white".to_owned(), style.ink.contrast(Rgb::WHITE), TEXT_CONTRAST);
    ask("quiet text on white".to_owned(), style.quiet.contrast(Rgb::WHITE), TEXT_CONTRAST);
    found
}

fn too_close(first: usize, second: usize, sight: &str, distance: f64, least: f64) -> String {
    let (first, second) = (first + 1, second + 1);
    format!("colours {first} and {second} differ by {distance:.1} in {sight}, not {least}")
}

/// A colour in CIELAB.
struct Lab {
    lightness: f64,
    green_red: f64,
    blue_yellow: f64,
}

impl Lab {
    /// A colour of sRGB as a kind of sight sees it.
    fn new(color: Rgb, sight: &Matrix) -> Lab {
        const TO_XYZ: Matrix = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        const WHITE_POINT: [f64; 3] = [0.950_47, 1.0, 1.088_83];
        let seen = multiply(sight, color.linear()).map(|channel| channel.clamp(0.0, 1.0));
        let xyz = multiply(&TO_XYZ, seen);
        let curve = |at: usize| {
            let share = xyz[at] / WHITE_POINT[at];
            if share > 216.0 / 24_389.0 {
                share.cbrt()
            } else {
                (24_389.0 / 27.0 * share + 16.0) / 116.0
            }
        };
        Lab {
            lightness: 116.0 * curve(1) - 16.0,
            green_red: 500.0 * (curve(0) - curve(1)),
            blue_yellow: 200.0 * (curve(1) - curve(2)),
        }
    }

    /// The distance by CIEDE2000.
    fn distance(&self, other: &Lab) -> f64 {
        let power = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25.0_f64.powi(7))).sqrt();
        let chroma = |lab: &Lab| lab.green_red.hypot(lab.blue_yellow);
        let stretch = 1.5 - 0.5 * power(f64::midpoint(chroma(self), chroma(other)));
        let polar = |lab: &Lab| {
            let across = lab.green_red * stretch;
            let hue = lab.blue_yellow.atan2(across).to_degrees().rem_euclid(360.0);
            (across.hypot(lab.blue_yellow), hue)
        };
        let ((first_chroma, first_hue), (second_chroma, second_hue)) = (polar(self), polar(other));
        let grey = first_chroma * second_chroma == 0.0;
        let turn = if grey { 0.0 } else { half_turn(second_hue - first_hue) };
        let mean_hue = if grey { first_hue + second_hue } else { first_hue + turn / 2.0 };
        let mean_lightness = f64::midpoint(self.lightness, other.lightness);
        let mean_chroma = f64::midpoint(first_chroma, second_chroma);
        let cosine = |factor: f64, shift: f64| (factor * mean_hue + shift).to_radians().cos();
        let tone =
            1.0 - 0.17 * cosine(1.0, -30.0) + 0.24 * cosine(2.0, 0.0) + 0.32 * cosine(3.0, 6.0)
                - 0.20 * cosine(4.0, -63.0);
        let off_grey = (mean_lightness - 50.0).powi(2);
        let lightness = (other.lightness - self.lightness)
            / (1.0 + 0.015 * off_grey / (20.0 + off_grey).sqrt());
        let saturation = (second_chroma - first_chroma) / (1.0 + 0.045 * mean_chroma);
        let hue = 2.0 * (first_chroma * second_chroma).sqrt() * (turn / 2.0).to_radians().sin()
            / (1.0 + 0.015 * mean_chroma * tone);
        let blue = (mean_hue.rem_euclid(360.0) - 275.0) / 25.0;
        let rotation = -(60.0 * (-blue * blue).exp()).to_radians().sin() * 2.0 * power(mean_chroma);
        (lightness.powi(2) + saturation.powi(2) + hue.powi(2) + rotation * saturation * hue).sqrt()
    }
}

/// An angle in degrees, from -180 to 180.
fn half_turn(angle: f64) -> f64 {
    (angle + 180.0).rem_euclid(360.0) - 180.0
}

fn multiply(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, value)| factor * value).sum())
}

#[cfg(test)]
mod tests {
    use super::{Lab, weaknesses};
    use crate::charts::{Rgb, Style};

    #[test]
    fn the_palette_serves_every_reader_and_printer() {
        let style = Style::default();
        assert!(style.palette.len() >= 8);
        assert_eq!(weaknesses(&style), Vec::<String>::new());
    }

    #[test]
    fn weak_palettes_are_told() {
        let red_and_green = vec![Rgb::new(0xC0, 0x40, 0x40), Rgb::new(0x4A, 0x74, 0x30)];
        let found = weaknesses(&Style { palette: red_and_green, ..Style::default() });
        assert!(found.iter().any(|text| text.contains("deuteranopia")), "{found:?}");
        assert!(!found.iter().any(|text| text.contains("full colour")), "{found:?}");
        let pale = Style { palette: vec![Rgb::new(0xF0, 0xE0, 0x60)], ..Style::default() };
        assert_eq!(weaknesses(&pale).len(), 1, "{:?}", weaknesses(&pale));
    }

    /// Pairs from the table of test data that came with the article of 2005.
    #[test]
    fn distances_are_those_of_the_published_pairs() {
        let pairs = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
        ];
        let lab = |[lightness, green_red, blue_yellow]: [f64; 3]| Lab {
            lightness,
            green_red,
            blue_yellow,
        };
        for (first, second, distance) in pairs {
            let found = lab(first).distance(&lab(second));
            assert!((found - distance).abs() < 1e-4, "{first:?} {second:?}: {found}");
        }
    }
}

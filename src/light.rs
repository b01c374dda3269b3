//! The light of colours in sRGB, channels from 0 to 1: luminance and contrast as WCAG 2.1 defines them.

/// Red, green and blue in proportion to light (<https://www.w3.org/TR/WCAG21/#dfn-relative-luminance>).
pub fn linear(colour: [f64; 3]) -> [f64; 3] {
    colour.map(|channel| {
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// The relative luminance, from 0 for black to 1 for white.
pub fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, from 1 to 21 (<https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio>).
pub fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The channels of a colour that is written in bytes.
pub fn of_bytes(colour: [u8; 3]) -> [f64; 3] {
    colour.map(|channel| f64::from(channel) / 255.0)
}

//! Pages as pictures, for eyes and for tests.

use anyhow::{Context, Result};
use tiny_skia::{Color, IntSize, Pixmap, PixmapPaint, Transform};
use typst::utils::Scalar;
use typst_render::RenderOptions;

use super::Document;

/// A picture of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture(Pixmap);

/// Draws a page, counted from 0, at so many pixels an inch.
///
/// # Panics
/// When there is no such page.
pub fn picture(document: &Document, page: usize, pixels_per_inch: f64) -> Picture {
    let options =
        RenderOptions { pixel_per_pt: Scalar::new(pixels_per_inch / 72.0), render_bleed: true };
    Picture(typst_render::render(&document.paged.pages()[page], &options))
}

impl Picture {
    /// The picture as a PNG file.
    ///
    /// # Errors
    /// When it has no pixels.
    pub fn png(&self) -> Result<Vec<u8>> {
        self.0.encode_png().context("the picture cannot be written")
    }

    /// Reads a PNG file.
    ///
    /// # Errors
    /// When the bytes are no such file.
    pub fn read(png: &[u8]) -> Result<Self> {
        Ok(Self(Pixmap::decode_png(png).context("the picture cannot be read")?))
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.0.width(), self.0.height())
    }

    /// The share of pixels of which a channel differs by more than `tolerance` from that of the other picture;
    /// all of them where the sizes differ.
    pub fn difference(&self, other: &Self, tolerance: u8) -> f64 {
        if self.size() != other.size() {
            return 1.0;
        }
        let pixels = self.0.data().chunks_exact(4).zip(other.0.data().chunks_exact(4));
        let total = pixels.len();
        let differing = pixels.filter(|(one, other)| differ(one, other, tolerance)).count();
        share(differing, total)
    }

    /// The picture faded, with red where the other one differs; the other beside it where the sizes differ.
    #[must_use]
    pub fn compared(&self, other: &Self, tolerance: u8) -> Self {
        if self.size() != other.size() {
            return Self::sheet(&[self.clone(), other.clone()], 2);
        }
        let mut marked = self.clone();
        let pixels = marked.0.data_mut().chunks_exact_mut(4).zip(other.0.data().chunks_exact(4));
        for (pixel, other) in pixels {
            let differs = differ(pixel, other, tolerance);
            if differs {
                pixel.copy_from_slice(&[220, 0, 0, 255]);
            } else {
                let grey = pixel[..3].iter().map(|channel| u16::from(*channel)).sum::<u16>() / 3;
                let faded = u8::try_from(170 + grey / 3).unwrap_or(u8::MAX);
                pixel.copy_from_slice(&[faded, faded, faded, 255]);
            }
        }
        marked
    }

    /// The part of the picture between left, top, right and bottom, in pixels, as far as there is one.
    ///
    /// # Panics
    /// When no pixel lies between them.
    #[must_use]
    pub fn cropped(&self, [left, top, right, bottom]: [f64; 4]) -> Self {
        let (left, top) = (within(left, self.0.width()), within(top, self.0.height()));
        let (right, bottom) = (within(right, self.0.width()), within(bottom, self.0.height()));
        let mut part = Pixmap::new(right - left, bottom - top).expect("some pixels are meant");
        part.draw_pixmap(
            -left.cast_signed(),
            -top.cast_signed(),
            self.0.as_ref(),
            &PixmapPaint::default(),
            Transform::identity(),
            None,
        );
        Self(part)
    }

    /// Pictures one below the other, on grey.
    ///
    /// # Panics
    /// When there are none.
    pub fn column(pictures: &[Self]) -> Self {
        const GAP: u32 = 6;
        let width = pictures.iter().map(|picture| picture.0.width()).max().unwrap_or(0);
        let height: u32 = pictures.iter().map(|picture| picture.0.height() + GAP).sum();
        let mut column =
            Pixmap::new(width, height.saturating_sub(GAP)).expect("there are pictures");
        column.fill(Color::from_rgba8(0xd8, 0xda, 0xdd, 0xff));
        let mut top = 0_u32;
        for picture in pictures {
            let (paint, still) = (PixmapPaint::default(), Transform::identity());
            column.draw_pixmap(0, top.cast_signed(), picture.0.as_ref(), &paint, still, None);
            top += picture.0.height() + GAP;
        }
        Self(column)
    }

    /// Pictures in rows of so many, on grey.
    ///
    /// # Panics
    /// When there are none.
    pub fn sheet(pictures: &[Self], columns: usize) -> Self {
        const GAP: u32 = 8;
        let cell = pictures.iter().fold((1, 1), |(width, height), picture| {
            (picture.0.width().max(width), picture.0.height().max(height))
        });
        let columns = u32::try_from(columns.clamp(1, pictures.len())).unwrap_or(1);
        let count = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
        let size = IntSize::from_wh(
            columns * (cell.0 + GAP) + GAP,
            count.div_ceil(columns) * (cell.1 + GAP) + GAP,
        )
        .expect("there are pictures");
        let mut sheet = Pixmap::new(size.width(), size.height()).expect("the size is not zero");
        sheet.fill(Color::from_rgba8(0xd8, 0xda, 0xdd, 0xff));
        for (index, picture) in (0u32..).zip(pictures) {
            let left = GAP + index % columns * (cell.0 + GAP);
            let top = GAP + index / columns * (cell.1 + GAP);
            sheet.draw_pixmap(
                left.cast_signed(),
                top.cast_signed(),
                picture.0.as_ref(),
                &PixmapPaint::default(),
                Transform::identity(),
                None,
            );
        }
        Self(sheet)
    }
}

/// A place as a whole pixel between 0 and `most`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is brought between bounds first"
)]
fn within(place: f64, most: u32) -> u32 {
    place.round().clamp(0.0, f64::from(most)) as u32
}

fn differ(one: &[u8], other: &[u8], tolerance: u8) -> bool {
    one.iter().zip(other).any(|(one, other)| one.abs_diff(*other) > tolerance)
}

#[expect(clippy::cast_precision_loss, reason = "a picture has fewer than 2^52 pixels")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

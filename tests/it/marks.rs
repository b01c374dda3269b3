//! What stands around the trimmed page of an edition for the press, seen by another program.

use std::fs;

use recto::files::Folder as _;
use recto::pipeline::BuildOptions;

use crate::support::{build, errors, flagship, outside, text, write};

/// Pixels an inch, at which a hairline is still seen.
const RESOLUTION: f64 = 100.0;

/// Beyond the trim there are 3 mm of bleed and 10 mm of room, of which marks leave the outer ones free.
const AROUND: f64 = 13.0;
const FREE: f64 = 2.0;

/// A page in grey, row by row.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// Reads a picture in the binary form of PGM, without comments.
    fn read(bytes: &[u8]) -> Self {
        let head: Vec<&[u8]> = bytes.splitn(4, u8::is_ascii_whitespace).collect();
        assert_eq!(head[0], b"P5");
        let number = |word: &[u8]| std::str::from_utf8(word).unwrap().parse::<usize>().unwrap();
        let (width, height) = (number(head[1]), number(head[2]));
        Self { width, height, pixels: bytes[bytes.len() - width * height..].to_vec() }
    }

    /// The darkest of the pixels in a field in millimetres.
    fn darkest(&self, across: [f64; 2], down: [f64; 2]) -> u8 {
        let pixel = |millimetres: f64, most: usize| {
            let pixel = (millimetres / 25.4 * RESOLUTION).round().max(0.0);
            (0..=most)
                .find(|index| f64::from(u32::try_from(*index).unwrap()) >= pixel)
                .unwrap_or(most)
        };
        let columns = pixel(across[0], self.width)..pixel(across[1], self.width);
        let rows = pixel(down[0], self.height)..pixel(down[1], self.height);
        let row = |row: usize| {
            &self.pixels[row * self.width + columns.start..row * self.width + columns.end]
        };
        rows.flat_map(|index| row(index).iter().copied()).min().unwrap()
    }
}

#[test]
fn beyond_the_bleed_there_are_marks_on_all_sides_and_nothing_else() {
    let folder = flagship();
    let manifest = text(&folder, "report.toml");
    let own = manifest.find("\n[edition.").unwrap();
    let mut manifest = manifest[..own].to_owned();
    for layout in ["parallel", "facing"] {
        manifest.push_str(&format!(
            "\n[edition.{layout}]\ntheme = \"journal\"\nlayout = \"{layout}\"\nlanguages = [\"zh\", \"en\"]\n[edition.{layout}.print]\nbleed = \"3mm\"\nmarks = [\"crop\"]\n"
        ));
    }
    write(&folder, "report.toml", &manifest);
    let (built, output) = build(&folder, &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new());
    for edition in &built.editions {
        let target = tempfile::tempdir().unwrap();
        let path = target.path().join("book.pdf");
        fs::write(&path, output.read(&edition.path).unwrap()).unwrap();
        let (path, pages) = (path.to_str().unwrap(), target.path().join("page"));
        // As far as the second opener: a field over all edges, and pages of text.
        let arguments =
            ["-r", "100", "-gray", "-f", "1", "-l", "26", path, pages.to_str().unwrap()];
        if outside("pdftoppm", &arguments).is_none() {
            return;
        }
        let mut files: Vec<_> =
            fs::read_dir(target.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "pgm"));
        files.sort();
        assert_eq!(files.len(), 26);
        for file in files {
            let page = Grey::read(&fs::read(&file).unwrap());
            let name = format!("{}, {}", edition.name, file.file_name().unwrap().to_string_lossy());
            let (width, height) = (210.0 + 2.0 * AROUND, 297.0 + 2.0 * AROUND);
            for (across, down) in [
                ([0.0, FREE], [0.0, height]),
                ([width - FREE, width], [0.0, height]),
                ([0.0, width], [0.0, FREE]),
                ([0.0, width], [height - FREE, height]),
                // Beside the marks, half way down, where a field that runs on would be.
                ([FREE, 9.0], [20.0, 100.0]),
                ([width - 9.0, width - FREE], [20.0, 100.0]),
            ] {
                assert!(page.darkest(across, down) > 250, "{name}: {across:?}, {down:?}");
            }
            for trim in [AROUND, height - AROUND] {
                for across in [[4.0, 8.0], [width - 8.0, width - 4.0]] {
                    let mark = page.darkest(across, [trim - 0.6, trim + 0.6]);
                    assert!(mark < 220, "{name}: no mark at {across:?}, {trim}");
                }
            }
        }
    }
}

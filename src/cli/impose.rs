//! `recto impose`.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

use super::Status;
use super::terminal::Terminal;
use crate::files::{read_named, write_file};
use crate::press::{Booklet, impose, sides};
use crate::report::Length;

/// The arguments of `recto impose`.
#[derive(Debug, clap::Args)]
pub struct ImposeArguments {
    /// The PDF whose pages are placed.
    #[arg(value_name = "PDF")]
    pdf: PathBuf,
    /// Two pages on each side of a sheet, to be folded and stitched through the fold; the one scheme there is.
    #[arg(long)]
    booklet: bool,
    /// The sheet: a2, a3, a4, sra3, or its width and height as `450mm,320mm`; without it, two pages with marks.
    #[arg(long, value_name = "SIZE", value_parser = sheet)]
    sheet: Option<(Length, Length)>,
    /// How many pages are folded into each other, a multiple of four; without it, all of them.
    #[arg(long, value_name = "PAGES", value_parser = signature)]
    signature: Option<usize>,
    /// By how much each sheet pushes those inside of it outwards: the thickness of the paper, such as `0.1mm`.
    #[arg(long, value_name = "LENGTH", value_parser = creep, default_value = "0mm")]
    creep: Length,
    /// Write the sheets into this file; without it, beside the PDF as `NAME-booklet.pdf`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Places the pages of a PDF on sheets.
pub fn run(arguments: &ImposeArguments, terminal: &Terminal) -> Result<Status> {
    let shown = arguments.pdf.display();
    let pdf = read_named(&arguments.pdf).with_context(|| format!("cannot read `{shown}`"))?;
    let booklet =
        Booklet { sheet: arguments.sheet, signature: arguments.signature, creep: arguments.creep };
    let (bytes, pages) =
        impose(&pdf, &booklet).map_err(|fault| anyhow!("`{shown}` cannot be imposed: {fault}"))?;
    let out = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.pdf.file_stem().unwrap_or_default().to_string_lossy();
        arguments.pdf.with_file_name(format!("{stem}-booklet.pdf"))
    });
    if out == arguments.pdf {
        bail!("`{shown}` would be written over; name another file with --out");
    }
    write_file(&out, &bytes).with_context(|| format!("cannot write `{}`", out.display()))?;
    let sides = sides(pages, arguments.signature);
    let blanks = sides.len() * 2 - pages;
    terminal.line(&format!(
        "{}: {} sheets, {pages} pages and {blanks} blank",
        out.display(),
        sides.len() / 2
    ));
    Ok(Status::Clean)
}

fn sheet(text: &str) -> Result<(Length, Length), String> {
    let millimetres = |width, height| (Length::millimetres(width), Length::millimetres(height));
    Ok(match text.to_ascii_lowercase().as_str() {
        "a2" => millimetres(594, 420),
        "a3" => millimetres(420, 297),
        "a4" => millimetres(297, 210),
        "sra3" => millimetres(450, 320),
        other => {
            let sides = other
                .split_once(',')
                .and_then(|(width, height)| Some((Length::parse(width)?, Length::parse(height)?)));
            return sides.ok_or_else(|| {
                "write a2, a3, a4, sra3, or width and height as `450mm,320mm`".to_owned()
            });
        }
    })
}

fn signature(text: &str) -> Result<usize, String> {
    let pages = text
        .parse()
        .ok()
        .filter(|pages: &usize| pages.is_multiple_of(4) && (4..=128).contains(pages));
    pages.ok_or_else(|| "a signature has 4, 8, 12 .. 128 pages".to_owned())
}

fn creep(text: &str) -> Result<Length, String> {
    let length = Length::parse(text).filter(|length| *length <= Length::millimetres(2));
    length.ok_or_else(|| "write a length up to 2mm, such as `0.1mm`".to_owned())
}

//! The words on the pages, against the record: page by page, and phrase by phrase.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::pages::{self, ReadPage};
use super::{Finding, Proof};
use crate::audit::normal;
use crate::evidence::{Claim, Edition, Evidence, Page};
use crate::{press, unpack};

/// Compares the pages of a PDF with those of the record.
pub fn compare(record: &Evidence, pdf: &[u8], proof: &mut Proof) {
    let [edition] = record.editions.as_slice() else {
        let message = format!("it has the pages of {} editions", record.editions.len());
        proof.findings.push(Finding::new("the record", message));
        return;
    };
    let read = match pages::read(pdf).and_then(|pages| Ok((pages, unpack::drawings(pdf)?))) {
        Ok((pages, drawings)) => {
            // What is recorded of a page is counted from the corner of what is left after cutting.
            let trims = press::trims(pdf).unwrap_or_default();
            let trims = trims.into_iter().chain(std::iter::repeat(None));
            let pages = pages.into_iter().zip(trims).map(|(page, trim)| page.trimmed(trim));
            pages.zip(drawings)
        }
        Err(fault) => return proof.findings.push(Finding::new("the pages", fault)),
    };
    let read: Vec<Read> = read.map(|(page, drawing)| Read::new(page, drawing)).collect();
    let pairs = pair(edition, &read, proof);
    for (number, wanted, page) in &pairs {
        proof.compared.pages += 1;
        page.compare(*number, wanted, record, edition, proof);
    }
    for claim in &record.claims {
        phrases(claim, edition, &pairs, proof);
    }
    let digest = record.digest();
    if !read.iter().any(|page| page.text.contains(&digest)) {
        let message = "its digest is not the one that the colophon prints: the record was altered";
        proof.findings.push(Finding::new("the record", message));
    }
}

/// How many differences of a page are shown.
const MOST_SHOWN: usize = 6;

/// A page of the PDF, with its text as it is compared.
struct Read {
    page: ReadPage,
    text: String,
    /// For each character of the text, its glyph.
    glyphs: Vec<usize>,
    /// The digest of what it draws.
    drawing: String,
}

impl Read {
    fn new(page: ReadPage, drawing: String) -> Self {
        let mut text = String::new();
        let mut glyphs = Vec::new();
        for (index, glyph) in page.glyphs.iter().enumerate() {
            // Normal form is the same for the whole and for the parts, but for combining marks, which no
            // font of ours sets apart, and for hyphens, which need the letter before.
            let before = text.chars().next_back().filter(|c| c.is_alphabetic());
            let piece: String = before.into_iter().chain(glyph.text.chars()).collect();
            let piece = normal(&piece);
            let piece = &piece[before.map_or(0, char::len_utf8).min(piece.len())..];
            glyphs.extend(piece.chars().map(|_| index));
            text.push_str(piece);
        }
        Self { page, text, glyphs, drawing }
    }

    /// Says how the page differs from the record.
    fn compare(
        &self,
        number: usize,
        wanted: &Page,
        record: &Evidence,
        edition: &Edition,
        proof: &mut Proof,
    ) {
        let subject = format!("page {number}");
        if self.page.unknown > 0 {
            let message = format!("{} of its glyphs stand for no character", self.page.unknown);
            proof.findings.push(Finding::new(subject.as_str(), message));
        }
        let (width, height) = self.page.size;
        if (width - wanted.width).abs() > 0.6 || (height - wanted.height).abs() > 0.6 {
            proof.findings.push(Finding::new(subject.as_str(), "its size was altered"));
        }
        if self.text == wanted.text {
            if self.drawing != wanted.drawing {
                let message = "what it draws was altered: its letters, fonts, colours, lines or fields, though not its words";
                proof.findings.push(Finding::new(subject.as_str(), message));
            }
            return;
        }
        let (old, new): (Vec<char>, Vec<char>) =
            (wanted.text.chars().collect(), self.text.chars().collect());
        let hunks = hunks(&old, &new);
        if hunks.len() > MOST_SHOWN {
            let message = format!("its words differ in {} places", hunks.len());
            proof.findings.push(Finding::new(subject.as_str(), message));
        }
        for hunk in hunks.iter().take(MOST_SHOWN) {
            let claims = self.claims_at(&hunk.new, number, record, edition);
            let claims = if claims.is_empty() {
                String::new()
            } else {
                format!(", words of claim {}", claims.join(", "))
            };
            let (told, found) = (context(&old, &hunk.old), context(&new, &hunk.new));
            proof.findings.push(Finding::new(
                subject.as_str(),
                format!("it prints `{found}` where the build printed `{told}`{claims}"),
            ));
        }
    }

    /// The claims whose words stand where the characters of a range are drawn.
    fn claims_at(
        &self,
        range: &std::ops::Range<usize>,
        number: usize,
        record: &Evidence,
        edition: &Edition,
    ) -> Vec<String> {
        let glyphs = self.glyphs.get(range.clone()).unwrap_or_default();
        let places: Vec<(f64, f64)> = glyphs
            .iter()
            .filter_map(|index| self.page.glyphs.get(*index).map(|glyph| (glyph.x, glyph.y)))
            .collect();
        let hit = |claim: &&Claim| {
            claim.places.iter().flat_map(|place| &place.printed).any(|printed| {
                printed.edition == edition.name
                    && printed.page == number
                    && printed
                        .boxes
                        .iter()
                        .any(|area| places.iter().any(|place| inside(*place, area)))
            })
        };
        record.claims.iter().filter(hit).map(|claim| claim.id.clone()).collect()
    }

    /// The text within rectangles.
    fn text_in(&self, boxes: &[[f64; 4]]) -> String {
        let mut text = String::new();
        for area in boxes {
            let glyphs = self.page.glyphs.iter();
            for glyph in glyphs.filter(|glyph| inside((glyph.x, glyph.y), area)) {
                text.push_str(&glyph.text);
            }
        }
        normal(&text)
    }
}

/// Whether the origin of a glyph lies in a box, which is rounded to tenths of a point.
fn inside((x, y): (f64, f64), area: &[f64; 4]) -> bool {
    area[0] - 0.3 <= x && x < area[2] - 0.05 && area[1] - 0.3 <= y && y <= area[3] + 0.3
}

/// The pages that belong together: number in the record, what it says, and the page. Pages that were taken
/// out, put in or moved are findings.
fn pair<'a>(
    edition: &'a Edition,
    read: &'a [Read],
    proof: &mut Proof,
) -> Vec<(usize, &'a Page, &'a Read)> {
    if edition.pages.len() == read.len() {
        return in_place(edition, read, proof);
    }
    let wanted: Vec<&str> = edition.pages.iter().map(|page| page.text.as_str()).collect();
    let found: Vec<&str> = read.iter().map(|page| page.text.as_str()).collect();
    let mut pairs = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &wanted, &found) {
        let (old, new) = (operation.old_range(), operation.new_range());
        let common = old.len().min(new.len());
        for offset in 0..common {
            let index = old.start + offset;
            pairs.push((index + 1, &edition.pages[index], &read[new.start + offset]));
        }
        for index in old.start + common..old.end {
            let subject = format!("page {}", index + 1);
            proof.findings.push(Finding::new(subject, "it was taken out of the PDF"));
        }
        for index in new.start + common..new.end {
            let message = format!("page {} of the PDF is none of the build's", index + 1);
            proof.findings.push(Finding::new("the pages", message));
        }
    }
    pairs
}

/// As many pages as there were: each is compared with that in its place, but where another page of the build
/// stands there.
fn in_place<'a>(
    edition: &'a Edition,
    read: &'a [Read],
    proof: &mut Proof,
) -> Vec<(usize, &'a Page, &'a Read)> {
    let mut pairs = Vec::new();
    for (index, (wanted, page)) in edition.pages.iter().zip(read).enumerate() {
        let other = || edition.pages.iter().position(|other| other.text == page.text);
        match (wanted.text == page.text, other()) {
            (false, Some(other)) => {
                let message = format!("page {} of the build stands in its place", other + 1);
                proof.findings.push(Finding::new(format!("page {}", index + 1), message));
            }
            _ => pairs.push((index + 1, wanted, page)),
        }
    }
    pairs
}

/// Compares the words of a claim with what stands in their place.
fn phrases(claim: &Claim, edition: &Edition, pairs: &[(usize, &Page, &Read)], proof: &mut Proof) {
    for place in &claim.places {
        let Some(phrase) = &place.phrase else { continue };
        let mut printed = String::new();
        let mut pages = Vec::new();
        for stretch in place.printed.iter().filter(|printed| printed.edition == edition.name) {
            // A page that is gone has its own finding.
            let Some((_, _, page)) = pairs.iter().find(|(number, ..)| *number == stretch.page)
            else {
                continue;
            };
            printed += &page.text_in(&stretch.boxes);
            pages.push(stretch.page.to_string());
        }
        if pages.is_empty() {
            continue;
        }
        proof.compared.phrases += 1;
        if !printed.contains(&normal(phrase)) {
            let subject = format!("claim {}", claim.id);
            let pages = pages.join(", ");
            let message = format!("page {pages} prints `{printed}` where its words are `{phrase}`");
            proof.findings.push(Finding::new(subject, message));
        }
    }
}

/// Where two texts differ.
struct Hunk {
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
}

/// The places where two texts differ; near ones are one.
fn hunks(old: &[char], new: &[char]) -> Vec<Hunk> {
    const NEAR: usize = 3;
    let mut hunks: Vec<Hunk> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(operation, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (operation.old_range(), operation.new_range());
        match hunks.last_mut() {
            Some(last) if old.start <= last.old.end + NEAR => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => hunks.push(Hunk { old, new }),
        }
    }
    hunks
}

/// The characters of a range with a few before and after.
fn context(text: &[char], range: &std::ops::Range<usize>) -> String {
    const AROUND: usize = 8;
    const LONGEST: usize = 60;
    let start = range.start.saturating_sub(AROUND);
    let end = (range.end + AROUND).min(text.len());
    let shown: String = text[start..end].iter().take(LONGEST).collect();
    if end - start > LONGEST { format!("{shown}…") } else { shown }
}

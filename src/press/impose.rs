//! Imposition: the pages of a PDF on sheets that are folded once and stitched through the fold.
//!
//! Each page becomes a form that is placed on its half of a sheet, cut off at the fold; what is drawn on it
//! is not touched.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use super::finish::{inherited, page_ids, prune};
use super::objects::separation;
use super::preflight::load;
use super::streams::number;
use crate::report::Length;

/// How a booklet is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Booklet {
    /// Width and height of the sheet; without it, it is as large as two pages with their marks.
    pub sheet: Option<(Length, Length)>,
    /// How many pages are folded into each other; without it, all of them.
    pub signature: Option<usize>,
    /// By how much each sheet pushes those inside of it outwards: the thickness of the paper.
    pub creep: Length,
}

/// The pages of one side of a sheet, from 1; none for a blank.
pub type Side = [Option<usize>; 2];

/// The sides of all sheets in the order in which they are printed, front and back of each sheet: so many
/// pages, so many of them folded into each other. Blanks fill up to a multiple of four.
pub fn sides(pages: usize, signature: Option<usize>) -> Vec<(usize, Side)> {
    let all = pages.div_ceil(4) * 4;
    let signature = signature.unwrap_or(all).clamp(4, all.max(4));
    let page = |number: usize| (number <= pages).then_some(number);
    let mut sides = Vec::new();
    let mut first = 1;
    while first <= all {
        let last = (first + signature - 1).min(all);
        let sheets = (last - first).div_ceil(4);
        for sheet in 0..sheets {
            let (low, high) = (first + 2 * sheet, last - 2 * sheet);
            sides.push((sheet, [page(high), page(low)]));
            sides.push((sheet, [page(low + 1), page(high - 1)]));
        }
        first = last + 1;
    }
    sides
}

/// Room for marks around the pages, and what marks stay away from what is printed, in points.
const MARK_ROOM: f64 = 28.0;
const MARK_GAP: f64 = 3.0;
const MARK_LENGTH: f64 = 17.0;

/// Makes a booklet of a PDF: its bytes, and how many pages were placed.
///
/// # Errors
/// Where it cannot be read, its pages differ in size, or the sheet is too small; the words are fit to be
/// shown after a file's name.
pub fn impose(pdf: &[u8], booklet: &Booklet) -> Result<(Vec<u8>, usize), String> {
    let mut document = load(pdf)?;
    if document.is_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let ids: Vec<ObjectId> = page_ids(&document);
    let pages: Vec<Page> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            Page::read(&document, *id).map_err(|why| format!("page {}: {why}", index + 1))
        })
        .collect::<Result<_, _>>()?;
    let plan = Plan::new(&pages, booklet)?;
    let forms: Vec<ObjectId> = pages.iter().map(|page| page.form(&mut document)).collect();
    let marks = document.add_object(plan.marks());
    let root = document.new_object_id();
    let mut kids = Vec::new();
    for (sheet, side) in sides(pages.len(), booklet.signature) {
        let content = plan.side(&pages, &side, sheet);
        let mut objects = dictionary! { "Marks" => marks };
        for page in side.into_iter().flatten() {
            objects.set(format!("P{page}"), forms[page - 1]);
        }
        let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
        // Without it the content is merely larger.
        let _ = stream.compress();
        let content = document.add_object(stream);
        let mut page = dictionary! {
            "Type" => "Page",
            "Parent" => root,
            "Contents" => content,
            "Resources" => dictionary! { "XObject" => objects },
        };
        plan.set_boxes(&mut page);
        kids.push(Object::Reference(document.add_object(page)));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(root, Object::Dictionary(tree));
    let catalogue = document.catalog_mut().map_err(|error| error.to_string())?;
    catalogue.set("Pages", root);
    for key in
        ["Outlines", "Names", "Dests", "StructTreeRoot", "MarkInfo", "PageLabels", "OpenAction"]
    {
        catalogue.remove(key.as_bytes());
    }
    for key in ["AcroForm", "AF", "AA", "PageMode", "PageLayout", "ViewerPreferences"] {
        catalogue.remove(key.as_bytes());
    }
    let own = Sha256::new().chain_update(pdf).chain_update(format!("{booklet:?}")).finalize();
    let id = Object::String(own[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    prune(&mut document);
    let mut bytes = Vec::with_capacity(pdf.len());
    document.save_to(&mut bytes).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    Ok((bytes, pages.len()))
}

/// A page to be placed.
struct Page {
    /// What is left after cutting: left, bottom, right, top.
    trim: [f64; 4],
    /// What is printed.
    bleed: [f64; 4],
    media: [f64; 4],
    content: Vec<u8>,
    resources: Dictionary,
    group: Option<Object>,
}

impl Page {
    fn read(document: &Document, id: ObjectId) -> Result<Self, String> {
        let area = |key: &[u8]| {
            let list = inherited(document, id, key)?.as_array().ok()?;
            let numbers: Vec<f64> =
                list.iter().filter_map(|one| one.as_float().ok().map(f64::from)).collect();
            let [x0, y0, x1, y1] = <[f64; 4]>::try_from(numbers).ok()?;
            Some([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
        };
        let media = area(b"MediaBox").ok_or("it has no size")?;
        let trim = area(b"TrimBox").or_else(|| area(b"CropBox")).unwrap_or(media);
        let bleed = area(b"BleedBox").unwrap_or(trim);
        let turned = inherited(document, id, b"Rotate").and_then(|turn| turn.as_i64().ok());
        if turned.is_some_and(|turn| turn % 360 != 0) {
            return Err("it is turned (Rotate); turn it back first".to_owned());
        }
        let resources = inherited(document, id, b"Resources")
            .and_then(|resources| resources.as_dict().ok())
            .cloned()
            .unwrap_or_default();
        let page = document.get_dictionary(id).map_err(|error| error.to_string())?;
        let content =
            document.get_page_content_with_limit(id, 1 << 28).map_err(|error| error.to_string())?;
        Ok(Self { trim, bleed, media, content, resources, group: page.get(b"Group").ok().cloned() })
    }

    fn size(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.trim;
        (right - left, top - bottom)
    }

    /// The page as a form.
    fn form(&self, document: &mut Document) -> ObjectId {
        let mut dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => reals(self.media),
            "Resources" => self.resources.clone(),
        };
        if let Some(group) = &self.group {
            dict.set("Group", group.clone());
        }
        let mut stream = Stream::new(dict, self.content.clone());
        let _ = stream.compress();
        document.add_object(stream)
    }
}

/// Where everything stands on a sheet.
struct Plan {
    sheet: (f64, f64),
    /// Of a trimmed page.
    page: (f64, f64),
    /// The lower left corner of the left page.
    corner: (f64, f64),
    bleed: f64,
    creep: f64,
}

impl Plan {
    fn new(pages: &[Page], booklet: &Booklet) -> Result<Self, String> {
        let first = pages.first().ok_or("it has no page")?;
        let (width, height) = first.size();
        for (index, page) in pages.iter().enumerate() {
            let (other_width, other_height) = page.size();
            if (other_width - width).abs() > 0.5 || (other_height - height).abs() > 0.5 {
                return Err(format!("page {} has another size than the first one", index + 1));
            }
        }
        let bleed = pages.iter().map(|page| page.trim[1] - page.bleed[1]).fold(0.0, f64::max);
        let around = bleed + MARK_ROOM;
        let sheet =
            booklet.sheet.map_or((2.0 * (width + around), height + 2.0 * around), |(x, y)| {
                (x.points(), y.points())
            });
        let corner = ((sheet.0 - 2.0 * width) / 2.0, (sheet.1 - height) / 2.0);
        if corner.0 < -0.01 || corner.1 < -0.01 {
            let millimetres = |points: f64| (points * 25.4 / 72.0).round();
            return Err(format!(
                "two of its pages want {} by {} mm, and the sheet has {} by {} mm",
                millimetres(2.0 * width),
                millimetres(height),
                millimetres(sheet.0),
                millimetres(sheet.1)
            ));
        }
        Ok(Self { sheet, page: (width, height), corner, bleed, creep: booklet.creep.points() })
    }

    /// The content of one side. A sheet inside of others has its pages nearer to the fold.
    fn side(&self, pages: &[Page], side: &Side, sheet: usize) -> String {
        let (width, height) = self.page;
        let (x, y) = self.corner;
        let fold = x + width;
        #[expect(clippy::cast_precision_loss, reason = "a booklet has some dozens of sheets")]
        let shift = self.creep * sheet as f64;
        let mut content = String::new();
        for (at, page) in side.iter().enumerate() {
            let Some(page) = *page else { continue };
            let trim = pages[page - 1].trim;
            let (left, right, moved) = if at == 0 {
                (x - self.bleed, fold, x + shift)
            } else {
                (fold, fold + width + self.bleed, fold - shift)
            };
            content += &format!(
                "q {} {} {} {} re W n 1 0 0 1 {} {} cm /P{page} Do Q\n",
                number(left),
                number(y - self.bleed),
                number(right - left),
                number(height + 2.0 * self.bleed),
                number(moved - trim[0]),
                number(y - trim[1]),
            );
        }
        content + "/Marks Do\n"
    }

    /// Lines where the sheet is cut, dashed ones where it is folded.
    fn marks(&self) -> Stream {
        let (width, height) = self.page;
        let (x, y) = self.corner;
        let away = self.bleed + MARK_GAP;
        let mut content = String::from("q /All CS 1 SCN 0.25 w\n");
        let mut line = |x0: f64, y0: f64, x1: f64, y1: f64| {
            let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(number);
            content += &format!("{x0} {y0} m {x1} {y1} l S\n");
        };
        for across in [x, x + 2.0 * width] {
            line(across, y - away - MARK_LENGTH, across, y - away);
            line(across, y + height + away, across, y + height + away + MARK_LENGTH);
        }
        for up in [y, y + height] {
            line(x - away - MARK_LENGTH, up, x - away, up);
            line(x + 2.0 * width + away, up, x + 2.0 * width + away + MARK_LENGTH, up);
        }
        let fold = x + width;
        content += "[2 2] 0 d\n";
        let mut dashed = |y0: f64, y1: f64| {
            let [across, y0, y1] = [fold, y0, y1].map(number);
            content += &format!("{across} {y0} m {across} {y1} l S\n");
        };
        dashed(y - away - MARK_LENGTH, y - away);
        dashed(y + height + away, y + height + away + MARK_LENGTH);
        content += "Q";
        let all = separation("All", [100; 4]);
        let dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => reals([0.0, 0.0, self.sheet.0, self.sheet.1]),
            "Resources" => dictionary! { "ColorSpace" => dictionary! { "All" => all } },
        };
        Stream::new(dict, content.into_bytes())
    }

    fn set_boxes(&self, page: &mut Dictionary) {
        let (width, height) = self.page;
        let (x, y) = self.corner;
        let spread = |out: f64| {
            let wide = [x - out, y - out, x + 2.0 * width + out, y + height + out];
            // A sheet may be too small for the bleed.
            reals([
                wide[0].max(0.0),
                wide[1].max(0.0),
                wide[2].min(self.sheet.0),
                wide[3].min(self.sheet.1),
            ])
        };
        page.set("MediaBox", reals([0.0, 0.0, self.sheet.0, self.sheet.1]));
        page.set("BleedBox", spread(self.bleed));
        page.set("TrimBox", spread(0.0));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a coordinate has five digits or so")]
fn reals(corners: [f64; 4]) -> Object {
    let rounded =
        corners.map(|corner| Object::Real(((corner * 10_000.0).round() / 10_000.0) as f32));
    Object::Array(rounded.to_vec())
}

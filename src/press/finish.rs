//! A PDF of the typesetter becomes one for the press.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::inks::{Ink, Inks};
use super::profile::Condition;
use super::streams::{Converted, KNOCKOUT, OVERPRINT};
use super::{metadata, objects, streams};
use crate::report::PrintSettings;

/// The width of the room for marks, as `templates/press.typ` has it, in points.
const MARK_ROOM: f64 = 10.0 * 72.0 / 25.4;

/// What a PDF becomes one for the press with.
pub struct Press<'a> {
    /// The settings of the edition.
    pub settings: &'a PrintSettings,
    /// The printing condition.
    pub condition: &'a Condition,
    /// The inks that the theme chose for its colours.
    pub chosen: BTreeMap<[u8; 3], Ink>,
    /// What the file calls itself.
    pub identity: String,
}

/// Makes a PDF one for the press: colours become inks, the boxes and the printing condition are set, and what
/// a press has no use for is left out.
///
/// # Errors
/// What could not be converted, each in words.
pub fn finish(pdf: &[u8], press: &Press<'_>) -> Result<Vec<u8>, Vec<String>> {
    let mut document = Document::load_mem(pdf).map_err(|error| vec![error.to_string()])?;
    let inks = Inks::new(press.settings, press.condition, press.chosen.clone());
    let mut faults = Vec::new();
    strip(&mut document).map_err(|fault| vec![fault])?;
    convert_streams(&mut document, &inks, &mut faults);
    objects::convert(&mut document, &inks, &mut faults);
    if !faults.is_empty() {
        faults.sort();
        faults.dedup();
        return Err(faults);
    }
    let settings = press.settings;
    let room = if settings.marks.any() { MARK_ROOM } else { 0.0 };
    let mut is_upright = None;
    for page in page_ids(&document) {
        let no_size = || vec!["a page has no size".to_owned()];
        let mut sheet = sheet(&document, page).ok_or_else(no_size)?;
        let upright = sheet[3] - sheet[1] > sheet[2] - sheet[0];
        if *is_upright.get_or_insert(upright) && !upright {
            turn(&mut document, page, sheet);
            sheet = [sheet[1], sheet[0], sheet[3], sheet[2]];
        }
        if let Ok(page) = document.get_dictionary_mut(page) {
            metadata::set_boxes(page, sheet, room, settings.bleed.points());
        }
    }
    let intent = metadata::output_intent(&mut document, press.condition);
    let mut catalogue = document.catalog().map_err(|error| vec![error.to_string()])?.clone();
    catalogue.set("OutputIntents", intent);
    metadata::claim(&mut document, &catalogue, &press.identity).map_err(|fault| vec![fault])?;
    *document.catalog_mut().map_err(|error| vec![error.to_string()])? = catalogue;
    "1.6".clone_into(&mut document.version);
    prune(&mut document);
    let mut bytes = Vec::with_capacity(pdf.len());
    document.save_to(&mut bytes).map_err(|error| vec![error.to_string()])?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The most pages that are read.
const MOST_PAGES: usize = 20_000;

/// The pages, in their order. A node of the tree that stands at two places is read at the first one alone, so that a
/// tree that goes in circles comes to an end.
pub fn page_ids(document: &Document) -> Vec<ObjectId> {
    let root = document.catalog().and_then(|catalogue| catalogue.get(b"Pages"));
    let mut open: Vec<ObjectId> = root.and_then(Object::as_reference).into_iter().collect();
    let (mut pages, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(id) = open.pop() {
        let Ok(node) = document.get_dictionary(id) else { continue };
        if !seen.insert(id) || pages.len() >= MOST_PAGES {
            continue;
        }
        match node.get_deref(b"Kids", document).and_then(Object::as_array) {
            Ok(kids) => open.extend(kids.iter().rev().filter_map(|kid| kid.as_reference().ok())),
            Err(_) => pages.push(id),
        }
    }
    pages
}

/// What a page has, itself or from the nodes above it.
pub fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..64 {
        if let Ok(value) = node.get_deref(key, document) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

fn sheet(document: &Document, page: ObjectId) -> Option<[f32; 4]> {
    let list = inherited(document, page, b"MediaBox")?.as_array().ok()?;
    let numbers: Vec<f32> = list.iter().filter_map(|number| number.as_float().ok()).collect();
    numbers.try_into().ok()
}

/// Turns a page for what is too wide for others by a right angle, so that all pages of a book lie alike on the
/// sheet; its head is at the left then.
fn turn(document: &mut Document, page: ObjectId, sheet: [f32; 4]) {
    let [_, bottom, _, top] = sheet;
    let turned = format!("q 0 1 -1 0 {} 0 cm\n", top + bottom);
    let content = [turned.into_bytes(), document.get_page_content(page), b"\nQ".to_vec()].concat();
    let mut stream = lopdf::Stream::new(Dictionary::new(), content);
    // Without it the content is merely larger.
    let _ = stream.compress();
    let content = document.add_object(stream);
    if let Ok(page) = document.get_dictionary_mut(page) {
        page.set("Contents", content);
        page.set(TURNED, true);
    }
}

/// The key of a page that was turned.
pub const TURNED: &str = "RectoTurned";

/// Leaves out what is of the screen: links, bookmarks, destinations, the structure.
fn strip(document: &mut Document) -> Result<(), String> {
    let catalogue = document.catalog_mut().map_err(|error| error.to_string())?;
    for key in ["Outlines", "Names", "Dests", "OpenAction", "AA", "PageMode", "AcroForm", "AF"] {
        catalogue.remove(key.as_bytes());
    }
    for key in ["StructTreeRoot", "MarkInfo", "OutputIntents"] {
        catalogue.remove(key.as_bytes());
    }
    for page in page_ids(document) {
        let page = document.get_dictionary_mut(page).map_err(|error| error.to_string())?;
        for key in ["Annots", "StructParents", "Tabs", "AA", "Trans"] {
            page.remove(key.as_bytes());
        }
    }
    Ok(())
}

/// Converts the content of pages, forms and patterns.
fn convert_streams(document: &mut Document, inks: &Inks, faults: &mut Vec<String>) {
    for page in page_ids(document) {
        let content = document.get_page_content(page);
        let mut resources = inherited(document, page, b"Resources")
            .and_then(|resources| resources.as_dict().ok())
            .cloned()
            .unwrap_or_default();
        let converted = streams::convert(document, Some(&resources), &content, inks);
        equip(document, &mut resources, &converted);
        faults.extend(converted.faults);
        let mut stream = lopdf::Stream::new(Dictionary::new(), converted.bytes);
        // Without it the content is merely larger.
        let _ = stream.compress();
        let content = document.add_object(stream);
        if let Ok(page) = document.get_dictionary_mut(page) {
            page.set("Contents", content);
            page.set("Resources", resources);
        }
    }
    let forms: Vec<ObjectId> =
        document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id).collect();
    for id in forms {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
        let Ok(content) = stream.get_plain_content() else { continue };
        let mut resources = stream
            .dict
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict)
            .cloned()
            .unwrap_or_default();
        let converted = streams::convert(document, Some(&resources), &content, inks);
        equip(document, &mut resources, &converted);
        faults.extend(converted.faults);
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            stream.dict.set("Resources", resources);
            stream.set_plain_content(converted.bytes);
            let _ = stream.compress();
        }
    }
}

/// A form, or a pattern that is drawn like one.
fn is_form(object: &Object) -> bool {
    let Object::Stream(stream) = object else { return false };
    let has = |key: &[u8], name: &[u8]| {
        stream.dict.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
    };
    has(b"Subtype", b"Form")
        || stream.dict.get(b"PatternType").and_then(Object::as_i64).is_ok_and(|kind| kind == 1)
}

/// Adds what a converted stream refers to.
fn equip(document: &Document, resources: &mut Dictionary, converted: &Converted) {
    let listed = |resources: &Dictionary, key: &[u8]| -> Dictionary {
        let listed = resources.get_deref(key, document).and_then(Object::as_dict);
        listed.cloned().unwrap_or_default()
    };
    let mut spaces = listed(resources, b"ColorSpace");
    // Nothing names the spaces of the screen any more.
    let kept = spaces.iter().filter(|(_, space)| {
        use super::spaces::Space;
        !matches!(Space::of(document, space), Space::Rgb | Space::Grey)
    });
    spaces = kept.map(|(name, space)| (name.clone(), space.clone())).collect();
    for (space, ink, nearest) in &converted.spots {
        spaces.set(space.as_str(), objects::separation(ink, *nearest));
    }
    if spaces.is_empty() {
        resources.remove(b"ColorSpace");
    } else {
        resources.set("ColorSpace", spaces);
    }
    if converted.overprints {
        let mut states = listed(resources, b"ExtGState");
        // Mode 1: an ink of which there is none leaves what is below as it is.
        states.set(
            OVERPRINT,
            dictionary! { "Type" => "ExtGState", "OP" => false, "op" => true, "OPM" => 1 },
        );
        states.set(KNOCKOUT, dictionary! { "Type" => "ExtGState", "OP" => false, "op" => false });
        resources.set("ExtGState", states);
    }
}

/// Leaves out the objects that nothing refers to.
pub fn prune(document: &mut Document) {
    let mut reached = BTreeSet::new();
    let mut open: Vec<ObjectId> = Vec::new();
    for (_, value) in &document.trailer {
        references(value, &mut open);
    }
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(object) = document.objects.get(&id)
        {
            references(object, &mut open);
        }
    }
    document.objects.retain(|id, _| reached.contains(id));
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(list) => list.iter().for_each(|one| references(one, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, one)| references(one, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, one)| references(one, found)),
        _ => {}
    }
}

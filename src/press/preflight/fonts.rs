//! Fonts: is every one inside the file?

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{Check, Notes};
use crate::diagnostics::Severity;
use crate::press::finish::inherited;

const EMBED: &str =
    "export with all fonts embedded; without its font the printer's machine takes another";

/// How deep forms are followed.
const DEEPEST: usize = 8;

/// Names each font of a page that is not inside the file.
pub fn check(document: &Document, pages: &[ObjectId], notes: &mut Notes) {
    for (index, page) in pages.iter().enumerate() {
        let mut seen = BTreeSet::new();
        if let Some(resources) =
            inherited(document, *page, b"Resources").and_then(|resources| resources.as_dict().ok())
        {
            resources_of(document, resources, index + 1, &mut seen, notes, 0);
        }
    }
}

fn resources_of(
    document: &Document,
    resources: &Dictionary,
    page: usize,
    seen: &mut BTreeSet<ObjectId>,
    notes: &mut Notes,
    depth: usize,
) {
    let listed = |key: &[u8]| resources.get_deref(key, document).and_then(Object::as_dict).ok();
    for (_, font) in listed(b"Font").into_iter().flat_map(Dictionary::iter) {
        if let Ok((_, Object::Dictionary(font))) = document.dereference(font)
            && let Some(name) = absent(document, font)
        {
            let message = format!("the font `{name}` is not inside the file");
            notes.add(Severity::Error, Check::Fonts, Some(page), message, EMBED);
        }
    }
    if depth > DEEPEST {
        return;
    }
    let forms = [b"XObject".as_slice(), b"Pattern"].into_iter().filter_map(listed);
    for (_, form) in forms.flat_map(Dictionary::iter) {
        let is_new = form.as_reference().is_ok_and(|id| seen.insert(id));
        if let Ok((_, Object::Stream(form))) = document.dereference(form)
            && is_new
            && let Ok(below) = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict)
        {
            resources_of(document, below, page, seen, notes, depth + 1);
        }
    }
}

/// The name of a font that is not inside the file.
fn absent(document: &Document, font: &Dictionary) -> Option<String> {
    let kind = font.get_deref(b"Subtype", document).and_then(Object::as_name).unwrap_or_default();
    let below = match kind {
        // Its letters are drawings of the file.
        b"Type3" => return None,
        b"Type0" => {
            let list = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
            let first = list.and_then(|list| list.first());
            first
                .and_then(|one| document.dereference(one).ok())
                .and_then(|(_, one)| one.as_dict().ok())
        }
        _ => Some(font),
    };
    let descriptor = below
        .and_then(|font| font.get_deref(b"FontDescriptor", document).ok())
        .and_then(|descriptor| descriptor.as_dict().ok());
    let files = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"];
    let inside = descriptor.is_some_and(|descriptor| files.iter().any(|key| descriptor.has(key)));
    let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name);
    (!inside).then(|| String::from_utf8_lossy(name.unwrap_or(b"without a name")).into_owned())
}

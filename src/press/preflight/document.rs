//! What holds for a file as a whole: printing condition, conformance, and what no press wants.

use lopdf::{Dictionary, Document, Object};

use super::{Check, Notes};
use crate::diagnostics::Severity::{Error, Note, Warning};
use crate::press::finish::page_ids;
use crate::press::profile;

const INTENT: &str = "export as PDF/X-4 with the profile that the printer names";
const CONFORM: &str = "export as PDF/X-4";
const OPEN: &str = "export without a password";
const STILL: &str = "export for print; scripts and actions have no place there";
const BARE: &str = "take the attached files out, or send the edition for the press";
const PLAIN: &str = "take comments, links and forms out, or move them off the page";

/// Checks what holds for the file as a whole.
pub fn check(document: &Document, encrypted: bool, notes: &mut Notes) {
    if encrypted {
        notes.add(Error, Check::Encryption, None, "the file is encrypted", OPEN);
    }
    if document.is_encrypted() {
        return;
    }
    let Ok(catalogue) = document.catalog() else {
        return notes.add(Error, Check::Conformance, None, "the file has no catalogue", CONFORM);
    };
    output_intent(document, catalogue, notes);
    claims(document, notes);
    actions(document, catalogue, notes);
    let names = catalogue.get_deref(b"Names", document).and_then(Object::as_dict);
    let attached = names.is_ok_and(|names| names.has(b"EmbeddedFiles")) || catalogue.has(b"AF");
    if attached {
        notes.add(Error, Check::Attachments, None, "files are attached to it", BARE);
    }
    annotations(document, notes);
}

fn output_intent(document: &Document, catalogue: &Dictionary, notes: &mut Notes) {
    let list = catalogue.get_deref(b"OutputIntents", document).and_then(Object::as_array);
    let intents = list.into_iter().flatten().filter_map(|intent| {
        document.dereference(intent).ok().and_then(|(_, intent)| intent.as_dict().ok())
    });
    let is_of_press = |intent: &&Dictionary| {
        intent
            .get_deref(b"S", document)
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"GTS_PDFX")
    };
    let mut fault = |message: &str| notes.add(Error, Check::OutputIntent, None, message, INTENT);
    let Some(intent) = intents.into_iter().find(is_of_press) else {
        return fault("the file names no printing condition (OutputIntent GTS_PDFX)");
    };
    if !intent.has(b"OutputConditionIdentifier") {
        fault("the printing condition has no identifier");
    }
    let profile = intent.get_deref(b"DestOutputProfile", document).and_then(Object::as_stream);
    let Ok(profile) = profile else {
        return fault("the printing condition has no profile inside the file");
    };
    let bytes = profile.get_plain_content_with_limit(1 << 26).unwrap_or_default();
    match profile::header(&bytes) {
        Err(why) => fault(&format!("the profile of the printing condition cannot be used: {why}")),
        Ok(header) => {
            if !header.is_output {
                fault("the profile of the printing condition is not one of an output device");
            }
            let stated = profile.dict.get_deref(b"N", document).and_then(Object::as_i64).ok();
            let stated = stated.and_then(|count| usize::try_from(count).ok());
            if header.inks == Some(3) {
                fault("the profile of the printing condition is one of RGB");
            } else if header.inks.is_some() && header.inks != stated {
                fault(
                    "the profile of the printing condition has another number of inks than is stated",
                );
            }
        }
    }
}

/// The conformance that a file claims: in its metadata, or in its information as older ones did.
pub fn conformance(document: &Document) -> Option<String> {
    let packet = metadata(document);
    for (open, close) in [("GTS_PDFXVersion>", "<"), ("GTS_PDFXVersion=\"", "\"")] {
        let found = packet.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        if let Some((version, _)) = found {
            return Some(version.trim().to_owned());
        }
    }
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok()?;
    let version = info.get_deref(b"GTS_PDFXVersion", document).and_then(Object::as_str).ok()?;
    Some(String::from_utf8_lossy(version).into_owned())
}

fn metadata(document: &Document) -> String {
    let stream = document
        .catalog()
        .and_then(|catalogue| catalogue.get_deref(b"Metadata", document))
        .and_then(Object::as_stream);
    let bytes = stream.and_then(|stream| stream.get_plain_content_with_limit(1 << 24));
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

fn claims(document: &Document, notes: &mut Notes) {
    let mut fault = |message: &str| notes.add(Error, Check::Conformance, None, message, CONFORM);
    let claimed = conformance(document);
    match claimed.as_deref() {
        None => fault("the file does not say that it follows PDF/X"),
        Some(version) if !version.starts_with("PDF/X") => {
            fault(&format!("the file says that it follows `{version}`, which is no PDF/X"));
        }
        Some(_) => {}
    }
    let version = document.version.as_str();
    let newest = if claimed.as_deref().is_some_and(|one| one.starts_with("PDF/X-6")) {
        "2.0"
    } else {
        "1.6"
    };
    if claimed.is_some() && version > newest {
        fault(&format!("it is PDF {version}, newer than the {newest} of its PDF/X"));
    }
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let trapped =
        info.and_then(|info| info.get_deref(b"Trapped", document)).and_then(Object::as_name);
    let trapped = trapped.map(<[u8]>::to_vec).unwrap_or_default();
    let stated = [b"True".as_slice(), b"False"].contains(&trapped.as_slice());
    if !stated
        && !metadata(document).contains("Trapped>")
        && !metadata(document).contains("Trapped=")
    {
        fault("it does not say whether it is trapped");
    }
    if document.trailer.get(b"ID").is_err() {
        fault("it has no identifier (ID)");
    }
}

fn actions(document: &Document, catalogue: &Dictionary, notes: &mut Notes) {
    let names = catalogue.get_deref(b"Names", document).and_then(Object::as_dict);
    let mut has_script = names.is_ok_and(|names| names.has(b"JavaScript"));
    let mut has_action = catalogue.has(b"OpenAction") || catalogue.has(b"AA");
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        let kind = dict.get(b"S").and_then(Object::as_name).unwrap_or_default();
        has_script |= kind == b"JavaScript" || dict.has(b"JS");
        has_action |= dict.has(b"AA");
    }
    if has_script {
        notes.add(Error, Check::Actions, None, "it holds JavaScript", STILL);
    }
    if has_action {
        notes.add(Error, Check::Actions, None, "it holds actions that start by themselves", STILL);
    }
    if catalogue.has(b"AcroForm") {
        notes.add(Warning, Check::Annotations, None, "it holds a form", PLAIN);
    }
    if catalogue.has(b"OCProperties") {
        let message = "it has layers; what a layer hides is not printed";
        notes.add(
            Note,
            Check::Conformance,
            None,
            message,
            "look at the separations before printing",
        );
    }
}

/// Comments and links on the pages, but for marks of printers.
fn annotations(document: &Document, notes: &mut Notes) {
    for (index, page) in page_ids(document).into_iter().enumerate() {
        let page = document.get_dictionary(page);
        let list =
            page.and_then(|page| page.get_deref(b"Annots", document)).and_then(Object::as_array);
        let count = list.into_iter().flatten().filter(|one| {
            let annotation = document.dereference(one).ok().and_then(|(_, one)| one.as_dict().ok());
            let kind = annotation.and_then(|one| one.get_deref(b"Subtype", document).ok());
            let kind = kind.and_then(|kind| kind.as_name().ok()).unwrap_or_default();
            ![b"TrapNet".as_slice(), b"PrinterMark", b"Popup"].contains(&kind)
        });
        if count.count() > 0 {
            let message = "there are comments, links or fields on the page";
            notes.add(Warning, Check::Annotations, Some(index + 1), message, PLAIN);
        }
    }
}

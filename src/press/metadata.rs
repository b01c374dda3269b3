//! What a file for the press says of itself: its conformance, its printing condition, its boxes.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::profile::Condition;

/// The conformance that is claimed.
pub const CONFORMANCE: &str = "PDF/X-4";

/// Sets the boxes of a page: the sheet, what is printed, what is left after cutting. `room` is the width of
/// the marks around what is printed, `bleed` that of what is cut off.
pub fn set_boxes(page: &mut Dictionary, sheet: [f32; 4], room: f64, bleed: f64) {
    let boxed = |inset: f64| {
        let [left, bottom, right, top] = sheet.map(f64::from);
        let corners = [left + inset, bottom + inset, right - inset, top - inset];
        Object::Array(corners.map(rounded).to_vec())
    };
    page.set("MediaBox", boxed(0.0));
    page.set("BleedBox", boxed(room));
    page.set("TrimBox", boxed(room + bleed));
    page.remove(b"CropBox");
    page.remove(b"ArtBox");
}

/// Ten-thousandths of a point are far below what a machine can cut.
#[expect(clippy::cast_possible_truncation, reason = "a coordinate has five digits or so")]
fn rounded(points: f64) -> Object {
    Object::Real(((points * 10_000.0).round() / 10_000.0) as f32)
}

/// The printing condition, with its profile inside.
pub fn output_intent(document: &mut Document, condition: &Condition) -> Object {
    let profile = dictionary! { "N" => 4, "Alternate" => "DeviceCMYK" };
    let mut stream = Stream::new(profile, condition.bytes.to_vec());
    // Without it the profile is merely larger.
    let _ = stream.compress();
    let profile = document.add_object(stream);
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text(&condition.identifier),
        "OutputCondition" => text(&condition.info),
        "Info" => text(&condition.info),
        "DestOutputProfile" => profile,
    };
    if condition.registered {
        intent.set("RegistryName", text("http://www.color.org"));
    }
    Object::Array(vec![Object::Reference(document.add_object(intent))])
}

/// Letters of ASCII as they are, others in UTF-16.
fn text(words: &str) -> Object {
    let bytes = if words.is_ascii() {
        words.as_bytes().to_vec()
    } else {
        [0xfe, 0xff].into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect()
    };
    Object::String(bytes, StringFormat::Literal)
}

/// Says in the information and in the metadata that the file follows PDF/X-4 and is not trapped.
pub fn claim(
    document: &mut Document,
    catalogue: &Dictionary,
    identity: &str,
) -> Result<(), String> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(info) = info.and_then(|id| document.get_dictionary_mut(id)) {
        info.set("Trapped", "False");
    }
    let metadata: ObjectId = catalogue
        .get(b"Metadata")
        .and_then(Object::as_reference)
        .map_err(|_| "the file has no metadata".to_owned())?;
    let stream = document
        .get_object_mut(metadata)
        .and_then(Object::as_stream_mut)
        .map_err(|_| "the file has no metadata".to_owned())?;
    let packet =
        stream.get_plain_content().map_err(|_| "its metadata cannot be read".to_owned())?;
    let packet = String::from_utf8_lossy(&packet).into_owned();
    let Some((before, after)) = packet.split_once("</rdf:RDF>") else {
        return Err("its metadata cannot be read".to_owned());
    };
    let before = without(without(before.to_owned(), "xmpMM:RenditionClass"), "xmpMM:VersionID");
    let created = element(&before, "xmp:ModifyDate").unwrap_or_default();
    let dates = if created.is_empty() || before.contains("<xmp:MetadataDate>") {
        String::new()
    } else {
        format!("<xmp:MetadataDate>{created}</xmp:MetadataDate>")
    };
    let stated = format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <pdfxid:GTS_PDFXVersion>{CONFORMANCE}</pdfxid:GTS_PDFXVersion>\
         <pdf:Trapped>False</pdf:Trapped>{dates}\
         <xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID>\
         <dc:identifier>{}</dc:identifier></rdf:Description>",
        escaped(identity)
    );
    stream.set_plain_content(format!("{before}{stated}</rdf:RDF>{after}").into_bytes());
    stream.dict.remove(b"DecodeParms");
    Ok(())
}

/// What stands between the tags of an element.
fn element(packet: &str, name: &str) -> Option<String> {
    let (_, rest) = packet.split_once(&format!("<{name}>"))?;
    let (value, _) = rest.split_once(&format!("</{name}>"))?;
    Some(value.to_owned())
}

fn without(packet: String, name: &str) -> String {
    match element(&packet, name) {
        Some(value) => packet.replacen(&format!("<{name}>{value}</{name}>"), "", 1),
        None => packet,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
